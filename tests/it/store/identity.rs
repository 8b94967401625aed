//! Saving and loading give back what was there, for any project; and saving twice gives the same bytes.

use crate::desk::Desk;
use glossator::model::{
    AnnotationSet, Annotator, AnnotatorId, AnnotatorKind, Codebook, Document, DocumentId, Fragments, Layer, LayerId,
    Note, NoteTarget, Origin, Overlap, Project, RecordId, SetHead, SetKey, SetState, Source, Span, Tag, TagColor,
    TagId, Timestamp,
};
use glossator::store;
use glossator::text::{Digest, Text, TextRange};
use proptest::prelude::*;
use std::sync::Arc;

/// Texts with what files and languages do to them.
fn text() -> impl Strategy<Value = String> {
    "(\\PC|\n|\r\n|\t|\"|\\\\|é|漢|👍🏽|\u{202e}|\u{feff}){0,40}"
}

fn id() -> impl Strategy<Value = String> {
    "[a-zé漢][a-z0-9é -]{0,8}[a-z0-9]"
}

fn time() -> impl Strategy<Value = Timestamp> {
    (-60_000_000_000i64..200_000_000_000).prop_map(Timestamp::new)
}

fn tag() -> impl Strategy<Value = Tag> {
    let color = prop_oneof![any::<u8>().prop_map(TagColor::Slot), any::<[u8; 3]>().prop_map(TagColor::Seed)];
    (id(), text(), color, prop::option::of(text()), prop::collection::vec(text(), 0..3), text()).prop_map(
        |(id, name, color, short, aliases, guide)| Tag {
            id: TagId::new(&id).unwrap(),
            layer: LayerId::new("entity").unwrap(),
            name,
            parent: None,
            key: None,
            color,
            short: short.map(Into::into),
            aliases,
            guide,
        },
    )
}

fn codebook() -> impl Strategy<Value = Codebook> {
    (prop::collection::vec(tag(), 0..8), text(), 0usize..3).prop_map(|(tags, name, overlap)| {
        let overlap = [Overlap::Any, Overlap::Nested, Overlap::None][overlap];
        let layer = Layer { id: LayerId::new("entity").unwrap(), name, overlap };
        let mut codebook = Codebook::new(vec![layer], tags);
        let keys = "1c2h3i".chars();
        for ((id, key), n) in codebook.order.clone().iter().zip(keys).zip(0..) {
            let parent =
                codebook.order.get(n * 7 % 4).filter(|up| codebook.order.iter().position(|o| o == *up) < Some(n));
            let tag = Tag { key: Some(key), parent: parent.cloned(), ..Tag::clone(&codebook.tags[id]) };
            codebook.tags.insert(id.clone(), Arc::new(tag));
        }
        codebook
    })
}

fn document() -> impl Strategy<Value = Document> {
    let words = (id(), text(), text(), prop::option::of(text()), prop::option::of(text()));
    let more = (
        prop::collection::btree_map(text(), text(), 0..3),
        any::<bool>(),
        time(),
        prop::option::of((text(), any::<bool>())),
    );
    (words, more).prop_map(|((id, title, content, language, date), (meta, archived, added, source))| Document {
        id: DocumentId::new(&id).unwrap(),
        title,
        text: Text::new(content).unwrap(),
        language,
        outlet: date.clone(),
        date,
        source: source.map(|(file, bom)| Source {
            sha256: bom.then(|| Digest::of(file.as_bytes())),
            file,
            encoding: "UTF-16LE".to_owned(),
            bom,
        }),
        assigned: if archived { vec![AnnotatorId::new("ana").unwrap()] } else { Vec::new() },
        meta,
        archived,
        added,
    })
}

/// Numbers that become spans and notes of whatever text they meet.
type Seeds = Vec<(u16, u16, u16, u8, String, Timestamp)>;

fn seeds() -> impl Strategy<Value = Seeds> {
    prop::collection::vec((0u16..120, 0u16..60, 0u16..60, any::<u8>(), text(), time()), 0..20)
}

fn set_from(seeds: &Seeds, text: &Text, state: SetState) -> AnnotationSet {
    let mut set = AnnotationSet::new(SetHead { text: text.digest(), state });
    for (n, (start, len, gap, kind, words, made)) in seeds.iter().enumerate() {
        let id: RecordId = format!("r{n:07}").parse().unwrap();
        let place = |at: u16| text.floor(usize::from(at));
        let first = TextRange::between(place(*start), place(start + len));
        let second = TextRange::between(place(start + len + gap), place(start + len + gap + 9));
        let at = match kind % 3 {
            0 if !second.is_empty() => Fragments::new(&[first, second]).unwrap(),
            _ => first.into(),
        };
        let origin = match kind % 5 {
            0 => Origin::Imported("brat".into()),
            1 => Origin::Suggested(words.as_str().into()),
            _ => Origin::Hand,
        };
        set.spans.insert(Span { id, at, tag: TagId::new(&format!("tag {}", kind % 4)).unwrap(), origin, made: *made });
        if kind % 4 == 0 {
            let on = if kind % 8 == 0 { NoteTarget::Document } else { NoteTarget::Span(id) };
            set.notes.insert(id, Note { id, on, body: words.clone(), made: *made });
        }
    }
    set
}

/// Any project.
pub fn project() -> impl Strategy<Value = Project> {
    let sets = prop::collection::vec((seeds(), 0usize..3), 6);
    (codebook(), prop::collection::vec(document(), 0..3), text(), sets).prop_map(|(codebook, documents, name, sets)| {
        let mut project = Project::new("7q2mk8da".parse().unwrap(), name.clone(), codebook);
        let mut sets = sets.into_iter();
        for who in ["ana", "été", "gold"] {
            let id = AnnotatorId::new(who).unwrap();
            let kind = if who == "gold" { AnnotatorKind::Gold } else { AnnotatorKind::Human };
            project.annotators.insert(id.clone(), Arc::new(Annotator { id, name: name.clone(), kind }));
        }
        for document in documents {
            for who in ["ana", "nobody"] {
                let key = SetKey { document: document.id.clone(), annotator: AnnotatorId::new(who).unwrap() };
                if let Some((seeds, state)) = sets.next() {
                    let set = set_from(&seeds, &document.text, SetState::ALL[state]);
                    project.sets.insert(key, Arc::new(set));
                }
            }
            project.documents.insert(document.id.clone(), Arc::new(document));
        }
        project
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn any_project_comes_back_as_it_was(project in project()) {
        // Two documents whose ids differ in case alone would be one file on some systems; here they are two.
        let desk = Desk::empty();
        store::create(&desk.path(), &project).unwrap();
        let first = desk.files();
        let back = desk.on_disk();
        prop_assert_eq!(&back, &project);
        let again = Desk::empty();
        store::create(&again.path(), &back).unwrap();
        prop_assert_eq!(again.files(), first);
        let written = store::text_from_codebook(&project.name, &project.codebook).unwrap();
        let (name, codebook) = store::codebook_from_text(&written, &desk.path()).unwrap();
        prop_assert_eq!((&name, &codebook), (&project.name, &*project.codebook));
    }
}
