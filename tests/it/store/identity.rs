//! Saving and loading give back what was there, for any project; and saving twice gives the same bytes.

use crate::desk::Desk;
use glossator::model::{
    AnnotationSet, Annotator, AnnotatorId, AnnotatorKind, Attribute, AttributeId, AttributeKind, Becomes, Choice,
    Clause, Codebook, CodebookRevision, Confidence, Details, Direction, Document, DocumentId, DocumentTag, Ends,
    Example, ExampleSource, Fragments, Layer, LayerId, LayerKind, Mapping, Note, NoteTarget, Number, Origin, Overlap,
    Project, RecordId, Relation, Said, SetHead, SetKey, SetState, Source, Span, Tag, TagColor, TagId, Timestamp, Value,
    Verdict, Which,
};
use glossator::store;
use glossator::text::{Digest, Granularity, Offset, Text, TextRange};
use imbl::OrdMap;
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
        |(id, name, color, short, aliases, guide)| {
            let blank = Tag::new(TagId::new(&id).unwrap(), LayerId::new("entity").unwrap(), name);
            let revised = (guide.len() % 2 == 0).then(|| Timestamp::new(1_600_000_000 + guide.len() as i64));
            let source = ExampleSource {
                document: DocumentId::new(&id).unwrap(),
                range: TextRange::between(Offset::new(3), Offset::new(3 + guide.len() as u32)),
            };
            let example = |text: &String| Example {
                text: text.clone(),
                is_positive: text.len().is_multiple_of(2),
                why: guide.clone(),
                source: text.len().is_multiple_of(3).then(|| source.clone()),
            };
            let ends = Ends {
                direction: Direction::ALL[guide.len() % 3],
                from: [blank.id.clone()].into(),
                to: Default::default(),
            };
            // As other tools may call it, with whatever an id cannot have.
            let label = (aliases.len() == 1).then(|| format!("{}/{guide}", blank.name).into());
            Tag {
                color,
                label,
                short: short.map(Into::into),
                examples: aliases.iter().map(example).collect(),
                use_when: aliases.join("\n"),
                not_when: aliases.first().cloned().unwrap_or_default(),
                aliases,
                ends,
                revised,
                guide,
                ..blank
            }
        },
    )
}

fn codebook() -> impl Strategy<Value = Codebook> {
    (prop::collection::vec(tag(), 0..8), text(), 0usize..3).prop_map(|(tags, name, overlap)| {
        let rule = [Overlap::Any, Overlap::Nested, Overlap::None][overlap];
        let layer = Layer {
            overlap: rule,
            kind: LayerKind::ALL[tags.len() % 3],
            granularity: [Granularity::Grapheme, Granularity::Word, Granularity::Sentence, Granularity::Paragraph]
                [tags.len() % 4],
            crosses_paragraphs: tags.len() % 2 == 0,
            zero_width: tags.len() % 3 == 1,
            required: tags.len() % 5 == 1,
            ..Layer::new(LayerId::new("entity").unwrap(), name)
        };
        let mut codebook = Codebook::new(vec![layer], tags);
        codebook.attributes = attributes(&codebook);
        codebook.revisions = revisions(&codebook);
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

/// An attribute of each kind, named after the tags.
fn attributes(codebook: &Codebook) -> Vec<Attribute> {
    let tags: Vec<&Tag> = codebook.in_order().collect();
    let choices: Vec<Choice> = tags
        .iter()
        .map(|tag| Choice {
            id: tag.id.as_str().into(),
            name: if tag.key.is_some() { tag.name.clone() } else { tag.id.to_string() },
        })
        .collect();
    let bound = Number::new(tags.len() as f64 / 3.0 - 1.0);
    let kinds = [
        AttributeKind::Choice(choices.clone()),
        AttributeKind::Choices(choices),
        AttributeKind::YesNo,
        AttributeKind::Number { least: bound, most: None },
        AttributeKind::Text,
    ];
    let made = kinds.into_iter().zip(tags).enumerate().map(|(n, (kind, tag))| {
        let id = AttributeId::new(&format!("{}-{n}", tag.id)).unwrap();
        let default = match &kind {
            AttributeKind::Choice(_) => Some(Value::Text(tag.id.as_str().into())),
            AttributeKind::Choices(_) => Some(Value::Set([tag.id.as_str().into()].into())),
            AttributeKind::Number { least, .. } => least.map(Value::Number),
            _ => None,
        };
        Attribute {
            name: tag.name.clone(),
            required: n % 2 == 0,
            default: default.filter(|_| n % 3 > 0),
            when: vec![
                Clause::Tagged([tag.id.clone()].into()),
                Clause::Has(id.clone(), vec![Value::YesNo(true), Value::Text(tag.name.as_str().into())]),
            ],
            guide: tag.guide.clone(),
            ..Attribute::new(id, (n % 2 == 0).then(|| tag.layer.clone()), kind)
        }
    });
    made.collect()
}

/// A revision for each tag, with what becomes of it in every way.
fn revisions(codebook: &Codebook) -> OrdMap<RecordId, Arc<CodebookRevision>> {
    let picked = SetKey { document: DocumentId::new("a").unwrap(), annotator: AnnotatorId::new("été").unwrap() };
    let of = |(n, tag): (usize, &Tag)| {
        let id: RecordId = format!("rev{n:05}").parse().unwrap();
        let attribute = AttributeId::new("a b").unwrap();
        let which = match n % 4 {
            0 => Which::All,
            1 => Which::Matching(tag.name.clone()),
            2 => Which::With(attribute.clone(), Value::Text(tag.name.as_str().into())),
            _ => Which::Picked([(picked.clone(), id)].into()),
        };
        let values = [(attribute, (n % 2 == 0).then_some(Value::YesNo(false)))].into();
        let to = if n % 5 == 4 { Becomes::Nothing } else { Becomes::Tagged(tag.id.clone(), values) };
        let revision = CodebookRevision {
            id,
            made: Timestamp::new(1_600_000_000 + n as i64),
            by: (n % 2 == 0).then(|| AnnotatorId::new("ana").unwrap()),
            title: tag.name.clone(),
            mappings: if n == 0 { Vec::new() } else { vec![Mapping { from: tag.id.clone(), which, to }] },
        };
        (id, Arc::new(revision))
    };
    codebook.in_order().enumerate().map(of).collect()
}

/// What can be said beside a tag, by a number.
fn details(kind: u8, words: &str) -> Details {
    let id = |n: u8| AttributeId::new(&format!("attribute {n}")).unwrap();
    let value = match kind % 7 {
        0 => Value::YesNo(kind.is_multiple_of(2)),
        1 => Value::Number(Number::new(f64::from(kind) / 7.0 - 11.0).unwrap()),
        2 => Value::Set([words.into(), "é".into()].into()),
        3 => Value::Text(words.into()),
        4 => Value::Number(Number::new(f64::from(kind) * 1e300).unwrap()),
        _ => return Details::default(),
    };
    let attributes = [(id(kind % 3), value), (id(5), Value::Text("None".into()))].into();
    Said { attributes, confidence: Confidence::new(kind), flagged: kind.is_multiple_of(2) }.into()
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
        excluded: [TextRange::up_to(Offset::new(content.floor_char_boundary(title.len()) as u32))]
            .into_iter()
            .collect(),
        language,
        outlet: date.clone(),
        date,
        source: source.map(|(file, bom)| Source {
            sha256: bom.then(|| Digest::of(file.as_bytes())),
            file,
            encoding: "UTF-16LE".to_owned(),
            bom,
            importer: if bom { "html, glossator 0.1.0".to_owned() } else { String::new() },
        }),
        assigned: if archived { vec![AnnotatorId::new("ana").unwrap()] } else { Vec::new() },
        meta,
        archived,
        ..Document::new(DocumentId::new(&id).unwrap(), title, Text::new(content).unwrap(), added)
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
        let tag = TagId::new(&format!("tag {}", kind % 4)).unwrap();
        let details = details(*kind, words);
        if kind % 3 == 1 {
            let from = if n == 0 { id } else { format!("r{:07}", n - 1).parse().unwrap() };
            let relation = Relation { details: details.clone(), ..Relation::new(id, from, id, tag.clone(), *made) };
            set.relations.insert(id, Relation { origin: origin.clone(), ..relation });
        }
        if kind % 6 == 2 {
            let given = DocumentTag { details: details.clone(), ..DocumentTag::new(tag.clone(), *made) };
            set.document_tags.insert(tag.clone(), DocumentTag { origin: origin.clone(), ..given });
            set.attributes.extend(details.said().attributes.clone());
        }
        set.spans.insert(Span { details, origin, ..Span::new(id, at, tag, *made) });
        if kind % 4 == 0 {
            let on = [NoteTarget::Document, NoteTarget::Span(id), NoteTarget::Relation(id), NoteTarget::Note(id)]
                [usize::from(kind / 4 % 4)];
            let of = (kind % 16 == 4).then(|| AnnotatorId::new("ben").unwrap());
            let verdict = [None, Some(Verdict::Resolved), Some(Verdict::Reopened)][usize::from(kind % 3)];
            set.notes.insert(id, Note { of, verdict, ..Note::new(id, on, words.clone(), *made) });
        }
    }
    set
}

/// Any project.
pub fn project() -> impl Strategy<Value = Project> {
    let sets = prop::collection::vec((seeds(), 0usize..4), 6);
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
