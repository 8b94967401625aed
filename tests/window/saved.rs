//! What is on the disk, read without the program's own code: bytes of the text, rows of the set.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A span as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The id of its tag.
    pub tag: String,
    /// Its first byte.
    pub start: usize,
    /// The byte after its last one.
    pub end: usize,
    /// What it covers.
    pub text: String,
}

#[derive(Deserialize)]
struct SetFile {
    spans: Vec<SpanRow>,
}

#[derive(Deserialize)]
struct SpanRow {
    at: Vec<(usize, usize)>,
    tag: String,
    quote: String,
}

/// The id of a project's only document.
#[track_caller]
pub fn document(project: &Path) -> String {
    let texts = files(&project.join("documents"), "txt");
    let [text] = texts.as_slice() else { panic!("one text: {texts:?}") };
    text.file_stem().and_then(|stem| stem.to_str()).expect("a document's id").to_owned()
}

/// The text of a project's only document.
#[track_caller]
pub fn text(project: &Path) -> String {
    let path = project.join("documents").join(document(project)).with_extension("txt");
    std::fs::read_to_string(path).expect("a text")
}

fn set(project: &Path, annotator: &str) -> Option<SetFile> {
    let path = project.join("annotations").join(annotator).join(document(project)).with_extension("ron");
    let source = std::fs::read_to_string(&path).ok()?;
    Some(ron::from_str(&source).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

#[track_caller]
fn label(row: SpanRow, text: &str) -> Label {
    let [(start, end)] = row.at.as_slice() else { panic!("one range: {:?}", row.at) };
    let covered = text.get(*start..*end).expect("whole characters");
    assert_eq!(covered, row.quote, "the file quotes what its offsets cover");
    Label { tag: row.tag, start: *start, end: *end, text: covered.to_owned() }
}

/// How many spans an annotator has in a project's only document.
#[track_caller]
pub fn n_labels(project: &Path, annotator: &str) -> usize {
    set(project, annotator).map_or(0, |set| set.spans.len())
}

/// The last span of an annotator in a project's only document.
#[track_caller]
pub fn last_label(project: &Path, annotator: &str) -> Option<Label> {
    let row = set(project, annotator)?.spans.pop()?;
    Some(label(row, &text(project)))
}

/// The spans of an annotator in a project's only document, in reading order; nothing while there is no file.
#[track_caller]
pub fn labels(project: &Path, annotator: &str) -> Vec<Label> {
    let text = text(project);
    let set = set(project, annotator);
    set.into_iter().flat_map(|set| set.spans).map(|row| label(row, &text)).collect()
}

/// What `glossator show --json` says of a document, as far as the tests look at it.
#[derive(Deserialize)]
pub struct Shown {
    /// Where offsets count in: `codepoint`.
    pub unit: String,
    /// The sets.
    pub sets: Vec<ShownSet>,
}

/// One annotator's set.
#[derive(Deserialize)]
pub struct ShownSet {
    /// Whose.
    pub annotator: String,
    /// The spans.
    pub spans: Vec<ShownSpan>,
}

/// One span.
#[derive(Deserialize)]
pub struct ShownSpan {
    /// Its first character.
    pub start: usize,
    /// The character after its last one.
    pub end: usize,
    /// The id of its tag.
    pub tag: String,
    /// What it covers.
    pub text: String,
}

/// All files of a project but those that are this machine's own, by their paths.
#[track_caller]
pub fn contents(project: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![project.to_owned()];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            let entries = std::fs::read_dir(&path).expect("a folder").map(|entry| entry.expect("a file"));
            open.extend(entries.filter(|entry| entry.file_name() != ".glossator").map(|entry| entry.path()));
        } else {
            let name = path.strip_prefix(project).expect("a file of the project").to_owned();
            found.insert(name, std::fs::read(&path).expect("a file"));
        }
    }
    found
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder");
    let paths = entries.map(|entry| entry.expect("a file").path());
    paths.filter(|path| path.extension().is_some_and(|other| other == ending)).collect()
}
