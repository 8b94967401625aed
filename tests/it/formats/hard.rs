//! Hard texts with all that can be said about them, out in a format and in again.
//!
//! `tests/fixtures/formats/hard.jsonl` was made by a script that finds the offsets of words by itself; every span repeats
//! its words there, so that reading it checks them.

use super::{empty, fixture, lines, me, read_into, written_as};
use glossator::edit::{Command, Mint};
use glossator::formats::{
    Batch, Csv, Format, FormatError, Grouped, Hint, InputFile, Jsonl, LossKind, Losses, NoTexts, OutputFile, PubTator,
    ReadOptions, RefiQda, Selection, Texts, WriteOptions, grouped,
};
use glossator::model::{Document, Project, Timestamp};
use glossator::text::{Text, Unit};
use proptest::prelude::*;
use std::collections::BTreeMap;

/// The bytes of a fixture.
pub fn bytes_of(name: &str) -> Vec<u8> {
    fixture(name).bytes(1 << 24).unwrap()
}

/// Texts by their names.
pub struct Named(pub BTreeMap<&'static str, String>);

impl Texts for Named {
    fn named(&self, name: &str, _by: &str) -> Option<Text> {
        self.0.get(name).map(|text| Text::new(text.clone()).unwrap())
    }
}

/// Reads files that are one input, with texts that they may speak of.
pub fn read_files(
    format: &'static dyn Format,
    files: Vec<InputFile>,
    texts: &dyn Texts,
    options: ReadOptions,
) -> Result<(Project, Losses, Vec<FormatError>), FormatError> {
    let project = empty();
    let mint = Mint::new(7, Timestamp::new(1_770_000_100));
    let mut batch = Batch::new(&project, mint.clone(), me()).reading(options);
    batch.read(&Grouped { format, files, hint: Hint::default() }, texts)?;
    let refused = batch.refused().to_vec();
    let (import, losses) = batch.finish();
    let transaction = Command::Import(Box::new(import)).plan(&project, &mut mint.clone()).unwrap();
    let mut project = project;
    transaction.apply(&mut project).unwrap();
    Ok((project, losses, refused))
}

/// Reads a fixture that needs nothing beside it.
pub fn read_fixture(format: &'static dyn Format, name: &str) -> (Project, Losses) {
    read_into(&empty(), format, fixture(name)).unwrap()
}

/// The only document of a project.
pub fn only(project: &Project) -> &Document {
    assert_eq!(project.documents.len(), 1);
    project.documents.values().next().unwrap()
}

/// All spans as `document annotator start end tag words`, in code points, and tags of documents without a place.
pub fn said(project: &Project) -> Vec<String> {
    let mut said = Vec::new();
    for document in project.documents.values() {
        for (key, set) in project.sets_of(&document.id) {
            let who = format!("{} {}", document.id, key.annotator);
            for span in set.spans.iter() {
                let [start, end] =
                    [span.hull().start(), span.hull().end()].map(|at| document.text.count(at, Unit::CodePoint));
                said.push(format!("{who} {start} {end} {} {:?}", span.tag, document.text.slice(span.hull())));
            }
            said.extend(set.document_tags.keys().map(|tag| format!("{who} – – {tag}")));
        }
    }
    said.sort();
    said
}

/// The project of the hard texts.
pub fn hard() -> Project {
    let (project, losses) = read_into(&empty(), &Jsonl, fixture("hard.jsonl")).unwrap();
    assert_eq!(losses.count(LossKind::Span), 0, "{}", lines(&losses));
    project
}

/// The files of a project in a format, and the project that reading them gives, with the losses of both ways.
pub fn out_and_in(format: &'static dyn Format, project: &Project) -> (Vec<OutputFile>, Project, Losses, Losses) {
    let (files, out) = written_as(format, project, &Selection::default(), &WriteOptions::default()).unwrap();
    let again = written_as(format, project, &Selection::default(), &WriteOptions::default()).unwrap().0;
    assert_eq!(files, again, "the same project gives the same bytes");
    let inputs = files.iter().map(|file| InputFile::of_bytes(file.name.as_str(), file.bytes.clone())).collect();
    let (groups, refused) = grouped(inputs, Some(format));
    assert!(refused.is_empty());
    let mut into = empty();
    into.codebook = project.codebook.clone();
    let mint = Mint::new(7, Timestamp::new(1_770_000_100));
    let mut batch = Batch::new(&into, mint.clone(), me());
    for group in &groups {
        batch.read(group, &NoTexts).unwrap();
    }
    let (import, losses) = batch.finish();
    let transaction = Command::Import(Box::new(import)).plan(&into, &mut mint.clone()).unwrap();
    transaction.apply(&mut into).unwrap();
    (files, into, out, losses)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn whatever_is_marked_comes_back_from_tables_projects_and_pubtator(
        content in "([a-c ,;\"<&]|\n|\r\n|\t|👍|é|漢|e\u{301}|\u{2028}|\u{1}|\u{FEFF}){1,50}",
        drawn in prop::collection::vec((0usize..50, 0usize..9, 0usize..4, any::<bool>()), 0..12),
    ) {
        let n = content.chars().count();
        let tags = ["person", "a,b;c", "x y%9;", "é=&'"];
        let span = |&(start, len, tag, _): &(usize, usize, usize, bool)| {
            let (start, end) = (start.min(n), (start + len).min(n));
            format!(r#"{{"start": {start}, "end": {end}, "tag": "{}"}}"#, tags[tag])
        };
        let spans = |of: bool| drawn.iter().filter(|it| it.3 == of).map(span).collect::<Vec<_>>().join(", ");
        let (text, ana, ben) = (serde_json::Value::from(content.as_str()), spans(true), spans(false));
        let sets = format!(r#"[{{"annotator": "ana", "spans": [{ana}]}}, {{"annotator": "ben", "spans": [{ben}]}}]"#);
        let line = format!(r#"{{"id": "d", "text": {text}, "sets": {sets}}}"#);
        let (project, _) = read_into(&empty(), &Jsonl, InputFile::of_bytes("a.jsonl", line)).unwrap();
        let formats: [&'static dyn Format; 2] = [&Csv, &RefiQda];
        for format in formats {
            let (_, back, _, losses) = out_and_in(format, &project);
            prop_assert_eq!(said(&back), said(&project), "{}", lines(&losses));
        }
        // White space may differ there, and marks without words go; what is written is read back and compared.
        written_as(&PubTator, &project, &Selection::default(), &WriteOptions::default()).unwrap();
    }
}
