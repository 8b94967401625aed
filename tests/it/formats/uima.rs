//! What the tests of the formats of UIMA, GATE and BioC share: reading files as they are, hard documents, and a law.

pub use super::fixture;
use glossator::formats::exchange::{Document, DocumentTag, Label, Person, Relation, Set, Span};
use glossator::formats::{
    Exporter, Format, FormatError, InputFile, Losses, Memory, NoTexts, OutputFile, ReadCx, ReadOptions, WriteCx,
    WriteOptions, grouped,
};
use glossator::model::{Annotator, AnnotatorId, AnnotatorKind, Codebook, Number, Value};
use glossator::text::{Offset, Text, TextRange, Unit};
use proptest::prelude::*;

/// Reads the files of one input, as they are and into no project.
pub fn read(format: &dyn Format, files: &[InputFile]) -> Result<(Vec<Document>, Losses), FormatError> {
    let (options, mut losses, mut documents) = (ReadOptions::default(), Losses::default(), Vec::new());
    let mut sink = |document| {
        documents.push(document);
        Ok(())
    };
    let mut cx = ReadCx::new(&options, &mut losses, &NoTexts, &mut sink);
    format.read(files, &mut cx)?;
    Ok((documents, losses))
}

/// Reads one file with one document.
#[track_caller]
pub fn read_one(format: &dyn Format, name: &str, content: &str) -> (Document, Losses) {
    let (mut documents, losses) = read(format, &[InputFile::of_bytes(name, content)]).unwrap();
    assert_eq!(documents.len(), 1);
    (documents.remove(0), losses)
}

/// The message with which one file is refused.
#[track_caller]
pub fn refused(format: &dyn Format, name: &str, content: impl Into<Vec<u8>>) -> String {
    read(format, &[InputFile::of_bytes(name, content)]).unwrap_err().to_string()
}

/// What `expected_cas.py` has dkpro-cassis read from fixtures, by their names.
pub fn expected(folder: &str) -> serde_json::Map<String, serde_json::Value> {
    let bytes = fixture(&format!("{folder}/expected.json")).bytes(1 << 20).unwrap();
    serde_json::from_slice(&bytes).unwrap()
}

/// Spans and relations of a document in the shape of `expected.json`, tokens that are the ends of relations aside.
pub fn shown(document: &Document) -> serde_json::Value {
    let count = |at: Offset| document.text.count(at, Unit::CodePoint);
    let set = document.sets.first().cloned().unwrap_or_default();
    let is_token = |span: &Span| span.label.layer.as_deref() == Some("Token") && span.label.tag == "Token";
    let spans = set.spans.iter().filter(|span| !is_token(span));
    let spans =
        spans.map(|span| (count(span.at.hull().start()), count(span.at.hull().end()), span.label.tag.to_string()));
    let start = |at: usize| count(set.spans[at].at.hull().start());
    let relations = set.relations.iter().map(|it| (it.label.tag.to_string(), start(it.from), start(it.to)));
    let mut spans: Vec<_> = spans.collect();
    let mut relations: Vec<_> = relations.collect();
    spans.sort();
    relations.sort();
    serde_json::json!({ "text": document.text.as_str(), "spans": spans, "relations": relations })
}

/// Writes documents, reads them back and compares; the files, and what was lost.
pub fn written(
    format: &'static dyn Format,
    documents: Vec<Document>,
    annotators: &[&str],
) -> Result<(Vec<OutputFile>, Losses), FormatError> {
    let (codebook, options) = (Codebook::default(), WriteOptions::default());
    let annotator =
        |id: &&str| Annotator { id: AnnotatorId::new(id).unwrap(), name: (*id).to_owned(), kind: AnnotatorKind::Human };
    let annotators: Vec<Annotator> = annotators.iter().map(annotator).collect();
    let cx = WriteCx { codebook: &codebook, annotators: &annotators, options: &options };
    let mut memory = Memory::default();
    let mut exporter = Exporter::new(format, &cx, &mut memory)?;
    for document in documents {
        exporter.document(document)?;
    }
    let (written, losses) = exporter.finish()?;
    let files = memory.into_files();
    let inputs = files.iter().map(|file| InputFile::of_bytes(file.name.as_str(), file.bytes.clone())).collect();
    let (groups, refused) = grouped(inputs, Some(format));
    assert!(refused.is_empty(), "{refused:?}");
    written.check(format, groups.into_iter().map(|group| group.files), &cx, &mut |_| true)?;
    Ok((files, losses))
}

/// A text.
pub fn text(content: &str) -> Text {
    Text::new(content.to_owned()).unwrap()
}

/// The place of some words in a text, the first time that they stand there.
#[track_caller]
pub fn at(text: &Text, words: &str) -> TextRange {
    let start = text.as_str().find(words).unwrap() as u32;
    TextRange::between(Offset::new(start), Offset::new(start + words.len() as u32))
}

/// A span over some words.
pub fn span(text: &Text, words: &str, layer: &str, tag: &str) -> Span {
    Span::new(at(text, words), Label::within(layer, tag))
}

/// A document with all that is hard: emoji with joiners, astral letters, combining marks, right-to-left, CR LF, TAB, U+2028,
/// nested, crossing and zero-width spans, relations, values of every kind, and tags full of separators.
pub fn hard() -> Document {
    let text =
        text("Zoe\u{301} 👩‍👩‍👧 met\r\n𝔄da\tand שלום\u{2028}in \"New\" <York> & a|b[1]_c;d*->e\\.\n\n\nThe end.  \n");
    let mut set = Set::of(Some(Person::named("ana")));
    set.spans = vec![
        span(&text, "Zoe\u{301} 👩‍👩‍👧", "entities", "person"),
        span(&text, "👩‍👩‍👧", "entities", "a|b[1]_c;d*->e\\"),
        span(&text, "👩‍👩‍👧 met\r\n𝔄da", "entities", "two words, “quoted” & <tagged>"),
        span(&text, "שלום\u{2028}in", "topics & more", "person"),
        span(&text, "ork> & a|", "NamedEntity", "_x0041_"),
        span(&text, "a|b[1]_c;d*->e\\.\n\n\nThe", "entities", "person"),
        Span::new(TextRange::empty_at(at(&text, "met").start()), Label::within("entities", "mark")),
        Span::new(TextRange::empty_at(at(&text, "et\r").start()), Label::within("entities", "mark")),
        span(&text, "\n\n", "entities", "gap"),
        span(&text, "  \n", "entities", "gap"),
        span(&text, "in ", "entities", "person"),
    ];
    let number = Value::Number(Number::new(-2.5).unwrap());
    let values = [
        ("value", Value::Text("a\nb\tc\rd ]]> \u{2028}".into())),
        ("of & <kinds>", Value::Set(["a,b".into(), "%2C".into(), "é".into()].into())),
        ("1 sure", Value::YesNo(true)),
        ("self", number),
        ("empty", Value::Text("".into())),
    ];
    set.spans[0].beside.attributes = values.into_iter().map(|(name, value)| (name.into(), value)).collect();
    set.spans[1].beside.attributes = [("self".into(), Value::Text("none".into()))].into();
    set.relations = vec![
        Relation::new(0, 3, Label::within("links", "knows")),
        Relation::new(3, 0, Label::within("entities", "knows|it")),
        Relation::new(1, 6, Label::within("more", "at")),
        Relation::new(1, 6, Label::within("more", "near")),
    ];
    set.relations[0].beside.attributes = [("since".into(), Value::Text("2021".into()))].into();
    set.tags = vec![DocumentTag::new(Label::within("topics", "politics & more"))];
    set.tags[0].beside.attributes = [("sure".into(), Value::YesNo(false))].into();
    set.attributes = [("stance".into(), Value::Text("for \"it\"".into()))].into();
    let mut ben = Set::of(Some(Person::named("ben")));
    ben.spans = vec![span(&text, "The end", "entities", "person")];
    Document {
        id: Some("letter".into()),
        title: Some("A “letter” & <more>".to_owned()),
        sets: vec![set, ben],
        ..Document::new(text)
    }
}

/// A drawn span: where it starts and how long it is, in characters, and which layer and tag it has.
type Drawn = (usize, usize, usize, usize);

fn drawn_document(content: &str, drawn: &[Drawn], tags: &[String]) -> Document {
    let text = text(content);
    let n = content.chars().count();
    let offset = |character: usize| text.offset(character.min(n), Unit::CodePoint).unwrap();
    let mut set = Set::of(Some(Person::named("ana")));
    for &(start, length, layer, tag) in drawn {
        let at = TextRange::between(offset(start % (n + 1)), offset(start % (n + 1) + length));
        let layer = ["entities", "NamedEntity", "two words"][layer % 3];
        let mut span = Span::new(at, Label::within(layer, tags[tag % tags.len()].as_str()));
        if length % 3 == 1 {
            span.beside.attributes = [("sure".into(), Value::Text(tags[length % tags.len()].as_str().into()))].into();
        }
        set.spans.push(span);
    }
    for at in 1..set.spans.len() {
        if at % 2 == 1 {
            set.relations.push(Relation::new(at, at - 1, Label::within("links", tags[at % tags.len()].as_str())));
        }
    }
    Document { id: Some("drawn".into()), sets: vec![set], ..Document::new(text) }
}

/// Whatever the text and the spans are: what is written reads back the same, or the loss is told.
pub fn holds_the_law(format: &'static dyn Format) {
    let piece = prop_oneof![
        Just("a".to_owned()),
        Just(" ".to_owned()),
        Just("\n".to_owned()),
        Just("\r\n".to_owned()),
        Just("\t".to_owned()),
        Just("👍".to_owned()),
        Just("e\u{301}".to_owned()),
        Just("א".to_owned()),
        Just("\u{2028}".to_owned()),
        Just("word".to_owned()),
        Just(". ".to_owned()),
        Just("\\u0041".to_owned()),
        Just("<&>".to_owned()),
        Just("\u{1}".to_owned()),
        Just("\u{a0}".to_owned()),
        Just("\r".to_owned()),
        Just("#Text=".to_owned()),
        Just("]]>".to_owned()),
        Just("\u{85}".to_owned()),
    ];
    let content = proptest::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat());
    let drawn = proptest::collection::vec((0..30_usize, 0..8_usize, 0..3_usize, 0..9_usize), 0..7);
    let tags = proptest::collection::vec("[a-zA-Z|\\[\\]_;*\\\\>\\-\"'<&: é👍\t\n\r#]{1,6}", 1..4);
    let law = |(content, drawn, tags): (String, Vec<Drawn>, Vec<String>)| {
        let document = drawn_document(&content, &drawn, &tags);
        let outcome = written(format, vec![document], &[]);
        prop_assert!(outcome.is_ok(), "{}", outcome.unwrap_err());
        Ok(())
    };
    let config = ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() };
    proptest::test_runner::TestRunner::new(config).run(&(content, drawn, tags), law).unwrap();
}
