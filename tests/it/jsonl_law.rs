//! What is written as JSONL reads back the same: a law over drawn texts, spans, notes and metadata.

use crate::formats::{empty, exported, lines, read_into};
use crate::notation::{self, project, set_of};
use glossator::formats::{InputFile, Jsonl, LossKind, Selection};
use glossator::model::{
    AnnotationSet, Annotator, AnnotatorId, AnnotatorKind, Attribute, AttributeId, AttributeKind, Choice, Confidence,
    Details, Document, DocumentTag, Fragments, Layer, LayerId, LayerKind, Note, NoteTarget, Number, Origin, Overlap,
    Project, RecordId, Relation, Said, SetHead, SetState, Source, Span, Tag, TagId, Timestamp, Value, Verdict,
};
use glossator::text::{TextRange, Unit};
use proptest::prelude::*;
use std::collections::HashSet;
use std::sync::Arc;

/// A span as a start, a length of each piece and a gap, in characters; which tag, and how it came to be.
pub type Drawn = (usize, usize, usize, usize, usize, u8);

pub fn drawn_set(project: &mut Project, annotator: &str, drawn: &[Drawn], notes: &[String], state: SetState) {
    let text = project.document(&notation::letter()).unwrap().text.clone();
    let n = text.as_str().chars().count();
    let at = |character: usize| text.offset(character.min(n), Unit::CodePoint).unwrap();
    let mut set = AnnotationSet::new(SetHead { text: text.digest(), state });
    let mut places = HashSet::new();
    for (count, &(start, first, gap, second, tag, origin)) in drawn.iter().enumerate() {
        let range = |start: usize, len: usize| TextRange::between(at(start), at(start + len));
        let pieces = [range(start, first + 1), range(start + first + 1 + gap, second)];
        let pieces = if second == 0 { &pieces[..1] } else { &pieces[..] };
        let Ok(fragments) = Fragments::new(pieces) else { continue };
        let tag = TagId::new(["person", "place", "title"][tag % 3]).unwrap();
        if !places.insert((fragments.clone(), tag.clone())) {
            continue;
        }
        let origin = [Origin::Hand, Origin::Imported("brat".into()), Origin::Suggested("a:b".into())]
            [usize::from(origin % 3)]
        .clone();
        let made = Timestamp::new(1_700_000_000 + count as i64);
        let id = format!("span{count:04}").parse().unwrap();
        let details = beside(count, start);
        set.spans.insert(Span { origin, details, ..Span::new(id, fragments, tag, made) });
    }
    let ids: Vec<RecordId> = set.spans.iter().map(|span| span.id).collect();
    for (count, pair) in ids.windows(2).enumerate().filter(|(count, _)| count % 3 == 0) {
        let (id, tag) = (format!("link{count:04}").parse().unwrap(), TagId::new("knows").unwrap());
        let relation = Relation::new(id, pair[1], pair[0], tag, Timestamp::new(1_705_000_000));
        set.relations.insert(id, Relation { details: beside(count, 3), ..relation });
    }
    if drawn.len() > 2 {
        let tag = TagId::new("politics").unwrap();
        let given = DocumentTag { details: beside(0, drawn.len()), ..DocumentTag::new(tag.clone(), Timestamp::new(5)) };
        set.document_tags.insert(tag, given);
        set.attributes.extend(beside(2, drawn.len()).said().attributes.clone());
    }
    for (count, body) in notes.iter().enumerate() {
        let on = set.spans.iter().nth(count).map_or(NoteTarget::Document, |span| NoteTarget::Span(span.id));
        let id = format!("note{count:04}").parse().unwrap();
        let verdict = [None, Some(Verdict::Resolved), Some(Verdict::Reopened)][body.len() % 3];
        let note = Note::new(id, on, body.clone(), Timestamp::new(1_710_000_000));
        set.notes.insert(id, Note { verdict, ..note });
    }
    project.sets.insert(set_of(annotator), Arc::new(set));
    let annotator = AnnotatorId::new(annotator).unwrap();
    let known =
        Annotator { id: annotator.clone(), name: format!("{annotator} “A” é"), kind: AnnotatorKind::Machine };
    project.annotators.insert(annotator, Arc::new(known));
}

/// What stands beside a tag.
fn beside(count: usize, n: usize) -> Details {
    let id = |n: usize| AttributeId::new(&format!("attribute {n}")).unwrap();
    let attributes = match count % 4 {
        0 => [(id(n % 2), Value::Text("for \"it\"".into()))].into(),
        1 => [(id(2), Value::YesNo(n.is_multiple_of(2))), (id(3), Value::Set(["a".into(), "é".into()].into()))].into(),
        2 => [(id(4), Value::Number(Number::new(n as f64 / 7.0 - 1.0).unwrap()))].into(),
        _ => return Details::default(),
    };
    let confidence = n.is_multiple_of(3).then(|| Confidence::new((n % 101) as u8).unwrap());
    Said { attributes, confidence, flagged: n % 2 == 1 }.into()
}

/// Layers and tags for relations and documents beside those for spans, and attributes that all of them may have.
pub fn with_layers(project: &mut Project) {
    let codebook = Arc::make_mut(&mut project.codebook);
    let choices = ["a", "é"].map(|id| Choice { id: id.into(), name: id.to_owned() }).to_vec();
    let number = AttributeKind::Number { least: None, most: None };
    let kinds =
        [AttributeKind::Text, AttributeKind::Text, AttributeKind::YesNo, AttributeKind::Choices(choices), number];
    for (n, kind) in kinds.into_iter().enumerate() {
        let id = AttributeId::new(&format!("attribute {n}")).unwrap();
        codebook.attributes.push(Attribute::new(id, None, kind));
    }
    for (kind, tag) in [(LayerKind::Relation, "knows"), (LayerKind::Document, "politics")] {
        let layer = Layer { kind, ..Layer::new(LayerId::new(&format!("{tag}-layer")).unwrap(), tag.to_owned()) };
        let tag = Tag::new(TagId::new(tag).unwrap(), layer.id.clone(), tag.to_owned());
        codebook.order.push(tag.id.clone());
        codebook.tags.insert(tag.id.clone(), Arc::new(tag));
        codebook.layers.push(layer);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn what_is_written_reads_back_the_same(
        content in "([a-c ]|\n|\r\n|\t|\"|\\\\|👍|é|漢|e\u{301}|\u{2028}|\u{7f}|\u{1}){0,60}",
        ana in prop::collection::vec((0usize..60, 0usize..9, 0usize..4, 0usize..5, 0usize..3, 0u8..3), 0..20),
        ben in prop::collection::vec((0usize..60, 0usize..9, 0usize..4, 0usize..5, 0usize..3, 0u8..3), 0..5),
        notes in prop::collection::vec("\\PC{0,20}", 0..4),
        unit in prop::sample::select(vec![Unit::Byte, Unit::CodePoint, Unit::Utf16]),
        meta in prop::collection::btree_map("[a-z]{1,6}|date|outlet", "\\PC{0,9}", 0..4),
    ) {
        let mut project = project("x", Overlap::Any);
        with_layers(&mut project);
        let mut document = notation::document(notation::letter(), &content);
        document.title = "A title".to_owned();
        document.meta = meta;
        document.excluded = [TextRange::between(document.text.floor(3), document.text.floor(9))].into_iter().collect();
        document.source = Some(Source { file: "a.txt".to_owned(), encoding: "UTF-8".to_owned(), bom: true, sha256: Some(document.text.digest()), importer: "html, somebody 2".to_owned() });
        project.documents.insert(document.id.clone(), Arc::new(document));
        drawn_set(&mut project, "ana", &ana, &notes, SetState::Finished);
        drawn_set(&mut project, "ben", &ben, &[], SetState::InProgress);
        let (file, losses) = exported(&project, &Selection::default(), Some(unit));
        prop_assert!(losses.is_empty());
        let mut into = empty();
        into.codebook = Arc::clone(&project.codebook);
        let (back, losses) = read_into(&into, &Jsonl, InputFile::of_bytes(file.name.clone(), file.bytes.clone())).unwrap();
        prop_assert_eq!(lines(&losses), "");
        prop_assert_eq!(&back.sets, &project.sets);
        prop_assert_eq!(&back.annotators, &project.annotators);
        let (then, now) = (project.documents.values().next().unwrap(), back.documents.values().next().unwrap());
        let now = Document { added: then.added, ..(**now).clone() };
        prop_assert_eq!(&now, &**then);
        prop_assert_eq!(exported(&back, &Selection::default(), Some(unit)).0, file);
    }

    #[test]
    fn whatever_a_file_says_spans_cover_their_quotes_or_are_left_out(
        text in "([ab ]|👍|é){0,12}",
        unit in prop::sample::select(vec!["", "\"unit\": \"utf16\",", "\"unit\": \"byte\","]),
        spans in prop::collection::vec((-2i64..20, -2i64..20, "([ab ]|👍|é){0,4}"), 0..6),
        cut in prop::option::of((0usize..400, "[{}\\[\\]\",:0-9a\\\\]{0,3}")),
    ) {
        let spans: Vec<String> = spans
            .iter()
            .map(|(start, end, quote)| format!(r#"{{"start": {start}, "end": {end}, "tag": "{quote}", "text": "{quote}"}}"#))
            .collect();
        let mut line = format!(r#"{{"text": "{text}", {unit} "sets": [{{"spans": [{}]}}]}}"#, spans.join(", "));
        if let Some((at, noise)) = &cut {
            let at = line.floor_char_boundary((*at).min(line.len()));
            line.insert_str(at, noise);
        }
        let Ok((project, losses)) = read_into(&empty(), &Jsonl, InputFile::of_bytes("a.jsonl", line)) else {
            return Ok(());
        };
        for (key, set) in &project.sets {
            let text = &project.document(&key.document).unwrap().text;
            for span in set.spans.iter() {
                let tag = project.codebook.tag(&span.tag).unwrap();
                let covered = text.slice(span.hull());
                let is_quote = tag.name == covered || tag.name == covered.trim() || tag.id.as_str() == covered;
                prop_assert!(cut.is_some() || is_quote || covered.trim().is_empty(), "{covered:?} as {tag:?}");
            }
        }
        let n: usize = project.sets.values().map(|set| set.spans.len()).sum();
        let n_lost = losses.count(LossKind::Span) + losses.count(LossKind::SameSpan);
        prop_assert!(cut.is_some() || n + n_lost == spans.len());
    }
}
