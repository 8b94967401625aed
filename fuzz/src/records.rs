//! The files of a project that are RON: what is read and written again reads the same, and what is refused says where.

use super::refusal::assert_says_where;
use glossator::model::{AnnotatorId, Codebook, Document, DocumentId, Project, RecordId, SetKey, Timestamp};
use glossator::store::{self, Disk, FileKey, FileState, Folder, Stamp, StoreError};
use glossator::text::{Digest, Text};
use std::path::Path;
use std::sync::Arc;

/// What stands between a record and its text, on a line of its own.
const TEXT: &str = "\n---\n";

/// Bytes as `project.ron`.
pub fn ron_project(data: &[u8]) {
    read_and_write_again(Path::new("project"), &FileKey::Project, data, &empty());
}

/// Bytes as a codebook's own file.
pub fn ron_codebook(data: &[u8]) {
    let path = Path::new("project/codebook.ron");
    let Ok(source) = str::from_utf8(data) else { return };
    match store::codebook_from_text(source, path) {
        Ok((name, codebook)) => {
            let written = store::text_from_codebook(&name, &codebook).expect("a codebook can be written");
            let again = store::codebook_from_text(&written, path).expect("what was written can be read");
            assert_eq!(again, (name.clone(), codebook.clone()));
            assert_eq!(store::text_from_codebook(&name, &again.1).ok(), Some(written), "the same bytes");
            assert_eq!(codebook.tree().len(), codebook.order.len(), "every tag stands in the tree once");
        }
        Err(error) => assert_says_where(&error, Path::new("project"), data),
    }
}

/// Bytes as an annotator's file.
pub fn ron_annotator(data: &[u8]) {
    let key = FileKey::Annotator(annotator());
    read_and_write_again(Path::new("project"), &key, data, &empty());
}

/// Bytes as a document's record and its text, with `---` between them. Where the record says `SHA` and `BYTES`, it gets
/// those of the text.
pub fn ron_document(data: &[u8]) {
    let (record, text) = with_text(data);
    let folder = tempfile::TempDir::new().expect("a temporary folder");
    std::fs::create_dir(folder.path().join("documents")).expect("a folder is made");
    std::fs::write(folder.path().join("documents/letter.txt"), &text).expect("a text is written");
    read_and_write_again(folder.path(), &FileKey::Document(letter()), &record, &empty());
}

/// Bytes as an annotator's set and the text of its document, with `---` between them.
pub fn ron_set(data: &[u8]) {
    let (record, text) = with_text(data);
    let Some(text) = String::from_utf8(text).ok().and_then(|text| Text::new(text).ok()) else { return };
    let mut project = empty();
    project.documents.insert(letter(), Arc::new(document(text)));
    let key = FileKey::Set(SetKey { document: letter(), annotator: annotator() });
    let Some(read) = read_and_write_again(Path::new("project"), &key, &record, &project) else { return };
    let (set, text) = match &key {
        FileKey::Set(key) => (read.set(key), read.document(&key.document).map(|document| &document.text)),
        _ => (None, None),
    };
    let (set, text) = (set.expect("the set is there"), text.expect("the text is there"));
    assert!(set.spans.iter().flat_map(|span| span.at.iter()).all(|range| text.check(range).is_ok()));
}

/// Reads bytes as a file of a project. Nothing changes when they are refused.
fn read_and_write_again(root: &Path, key: &FileKey, bytes: &[u8], project: &Project) -> Option<Project> {
    let folder = Folder::new(root.to_owned(), Disk::default());
    let mut read = project.clone();
    if let Err(error) = store::read_part(&folder, key, Some(&found(bytes)), &mut read) {
        let is_other = matches!(error, StoreError::OtherProject(_));
        assert_says_where(&error, root, if is_other { b"" } else { bytes });
        assert!(read == *project, "a file that is refused changes nothing");
        return None;
    }
    let written = store::bytes_of(&read, key).expect("what was read can be written").expect("there is something");
    let mut again = project.clone();
    store::read_part(&folder, key, Some(&found(&written)), &mut again).expect("what was written can be read");
    assert!(again == read, "it reads the same: {}", String::from_utf8_lossy(&written));
    let twice = store::bytes_of(&again, key).expect("it can be written again");
    assert!(twice.as_ref() == Some(&written), "it is written the same: {}", String::from_utf8_lossy(&written));
    Some(read)
}

fn found(bytes: &[u8]) -> (Vec<u8>, FileState) {
    let stamp = Stamp { modified: None, bytes: bytes.len() as u64 };
    (bytes.to_vec(), FileState { digest: Digest::of(bytes), stamp })
}

/// A record with what it says of its text put right where it asks for that, and the text.
fn with_text(data: &[u8]) -> (Vec<u8>, Vec<u8>) {
    let at = data.windows(TEXT.len()).position(|window| window == TEXT.as_bytes());
    let (record, text) = match at {
        Some(at) => (&data[..at], &data[at + TEXT.len()..]),
        None => (data, &b"Ada wrote to Mr Babbage of London."[..]),
    };
    let digest = Digest::of(text).to_string();
    let record = match str::from_utf8(record) {
        Ok(record) => record.replace("SHA", &digest).replace("BYTES", &text.len().to_string()).into_bytes(),
        Err(_) => record.to_vec(),
    };
    (record, text.to_vec())
}

/// The project that everything is read into.
pub fn empty() -> Project {
    let mut digits = b"7q2mk8da".iter().map(|c| RecordId::ALPHABET.iter().position(|other| other == c).unwrap_or(0));
    let id = RecordId::drawn(|| digits.next().map_or(0, |digit| digit as u8));
    Project::new(id, "Letters".to_owned(), Codebook::default())
}

fn document(text: Text) -> Document {
    Document::new(letter(), "Letter".to_owned(), text, Timestamp::new(1_770_000_000))
}

fn letter() -> DocumentId {
    DocumentId::new("letter").expect("an id")
}

fn annotator() -> AnnotatorId {
    AnnotatorId::new("ana").expect("an id")
}
