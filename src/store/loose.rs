//! A file of a project away from its folder, as git hands over three versions of one to be merged.
//!
//! Nothing else is at hand: no text, no codebook, no other file. What cannot be merged without is not merged, and said.

use super::convert::{
    annotator_from_bytes, bytes_of, document_record_from_bytes, project_from_bytes, set_record_from_bytes,
};
use super::disk::Disk;
use super::part::merge_parts;
use super::records::{DocumentRecord, SetRecord};
use super::replace::{LIMIT, read_file};
use super::ron_text::text_from_record;
use super::{FileKey, StoreError};
use crate::edit::slug;
use crate::model::{AnnotatorId, Codebook, Document, DocumentId, Fragments, Project, RecordId, SetKey};
use crate::review::{Merged, Precedence, Words, merge_sets};
use crate::text::Digest;
use std::collections::{BTreeSet, HashMap};
use std::path::Path;
use std::sync::Arc;

/// One version of a file.
#[derive(Clone, Debug)]
pub struct Loose {
    key: FileKey,
    bytes: Vec<u8>,
    /// A project with that part alone; a document has no text there.
    project: Project,
    /// The text that it describes, counts in, or is.
    text: Option<Digest>,
    /// What the places of a set cover.
    quotes: HashMap<Fragments, String>,
    /// Revisions of the codebook that were applied to a set.
    told: BTreeSet<RecordId>,
    /// What a document's file says.
    record: Option<DocumentRecord>,
}

/// What is to be done where files alone cannot be merged.
const MERGE_FOLDERS: &str = "merge the folders of both sides, where all texts are at hand";

impl Loose {
    /// The bytes of a file at a path; nothing where there is none, or an empty one, which git gives for what was not there.
    pub fn bytes_at(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
        // What git names so is no file on every system.
        if path == Path::new("/dev/null") {
            return Ok(None);
        }
        match read_file(&Disk::default(), path, LIMIT) {
            Ok(bytes) => Ok(Some(bytes).filter(|bytes| !bytes.is_empty())),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// A file from its bytes. `path` is only told in errors.
    pub fn read(key: &FileKey, bytes: &[u8], path: &Path) -> Result<Self, StoreError> {
        let mut read = Self { bytes: bytes.to_owned(), ..Self::blank(key) };
        match key {
            FileKey::Project => read.project = project_from_bytes(bytes, path)?,
            FileKey::Annotator(id) => {
                let annotator = annotator_from_bytes(id, bytes, path)?;
                read.project.annotators.insert(id.clone(), Arc::new(annotator));
            }
            FileKey::Text(_) => read.text = Some(Digest::of(bytes)),
            FileKey::Document(id) => {
                let record = document_record_from_bytes(bytes, path)?;
                read.text = Some(record.digest());
                let document = record.clone().into_document_without_text(id.clone());
                let document = document.map_err(|refused| refused.at(&String::from_utf8_lossy(bytes), path))?;
                read.project.documents.insert(id.clone(), Arc::new(document));
                read.record = Some(record);
            }
            FileKey::Set(key) => {
                let (source, record) = set_record_from_bytes(bytes, path)?;
                read.text = Some(record.text());
                read.told = record.mapped();
                let (set, quotes) = record.into_quoted().map_err(|refused| refused.at(source, path))?;
                read.project.sets.insert(key.clone(), Arc::new(set));
                read.quotes = quotes;
            }
        }
        Ok(read)
    }

    /// The file without anything in it.
    pub fn blank(key: &FileKey) -> Self {
        let project = Project::new(RecordId::drawn(|| 0), String::new(), Codebook::default());
        let (quotes, told) = (HashMap::new(), BTreeSet::new());
        Self { key: key.clone(), bytes: Vec::new(), project, text: None, quotes, told, record: None }
    }

    /// A project with that part alone.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// The text that it describes, counts in, or is.
    pub fn text(&self) -> Option<Digest> {
        self.text
    }

    /// What the places of a set cover.
    pub fn quotes(&self) -> &HashMap<Fragments, String> {
        &self.quotes
    }

    fn document(&self) -> Option<&Arc<Document>> {
        self.project.documents.values().next()
    }
}

/// What file some bytes are, by what they say; the ids are made of the path.
pub fn kind_of(bytes: &[u8], path: &Path) -> Option<FileKey> {
    let stem = slug(&path.file_stem().unwrap_or_default().to_string_lossy(), "file");
    let (document, annotator) = (DocumentId::new(&stem).ok()?, AnnotatorId::new(&stem).ok()?);
    let set = SetKey { document: document.clone(), annotator: annotator.clone() };
    let kinds = [FileKey::Project, FileKey::Set(set), FileKey::Document(document), FileKey::Annotator(annotator)];
    // What is wrong in a file of one kind is another matter than that it is of another kind.
    let is_of_kind = |key: &FileKey| !matches!(Loose::read(key, bytes, path), Err(StoreError::Malformed { .. }));
    kinds.into_iter().find(is_of_kind)
}

/// The bytes of the merged file, whichever side is ours; nothing where it has to be left as it is, which the conflict tells.
pub fn merge_loose(base: Option<&Loose>, ours: &Loose, theirs: &Loose) -> Result<Merged<Option<Vec<u8>>>, StoreError> {
    let key = &ours.key;
    let before = base.map(|base| &base.bytes);
    if before == Some(&ours.bytes) {
        return Ok(Merged { value: Some(theirs.bytes.clone()), conflicts: Vec::new() });
    }
    if ours.bytes == theirs.bytes || before == Some(&theirs.bytes) {
        return Ok(Merged { value: Some(ours.bytes.clone()), conflicts: Vec::new() });
    }
    let blank = Loose::blank(key);
    let sides = [base.unwrap_or(&blank), ours, theirs];
    if let Some(why) = why_not(base, ours, theirs) {
        return Ok(Merged { value: None, conflicts: vec![why] });
    }
    let merged = match key {
        FileKey::Set(set) => {
            let [base, our_set, their_set] = sides.map(|side| side.project.set(set).map(|set| &**set));
            let quotes: HashMap<Fragments, String> = sides.into_iter().flat_map(|side| side.quotes.clone()).collect();
            let merged = merge_sets(Precedence::Neither, Words::Quotes(&quotes), base, our_set, their_set);
            let covered = |at: &Fragments| quotes.get(at).cloned().unwrap_or_default();
            let record = merged.value.map(|set| SetRecord::from_quoted(&set, &ours.told, &covered));
            let bytes = record.map(|record| text_from_record(&record, 2).map(String::into_bytes));
            Merged { value: bytes.transpose(), conflicts: merged.conflicts }
        }
        FileKey::Document(id) => {
            let [base, our_project, their_project] = sides.map(|side| &side.project);
            let merged = merge_parts(Precedence::Neither, &[key.clone()].into(), base, our_project, their_project);
            let of = if sides[0].text == ours.text { theirs } else { ours };
            let document = merged.value.document(id).zip(of.record.as_ref());
            let record = document.map(|(document, of)| DocumentRecord::from_document(document).with_text_of(of));
            let bytes = record.map(|record| text_from_record(&record, 1).map(String::into_bytes));
            Merged { value: bytes.transpose(), conflicts: merged.conflicts }
        }
        FileKey::Project | FileKey::Annotator(_) | FileKey::Text(_) => {
            let [base, our_project, their_project] = sides.map(|side| &side.project);
            let merged = merge_parts(Precedence::Neither, &[key.clone()].into(), base, our_project, their_project);
            return Ok(Merged { value: bytes_of(&merged.value, key)?, conflicts: merged.conflicts });
        }
    };
    let failed = |error: ron::Error| StoreError::Malformed { why: error.to_string(), place: None, path: key.path() };
    Ok(Merged { value: merged.value.map_err(failed)?, conflicts: merged.conflicts })
}

/// Why the files alone do not tell how they are to be merged, if so.
fn why_not(base: Option<&Loose>, ours: &Loose, theirs: &Loose) -> Option<String> {
    let before = base.unwrap_or(ours);
    let texts = [before.text, ours.text, theirs.text];
    let is_one_text = texts.iter().all(|text| *text == ours.text);
    match &ours.key {
        FileKey::Annotator(_) => None,
        FileKey::Project => {
            let is_one = [before, theirs].iter().all(|side| side.project.id == ours.project.id);
            (!is_one).then(|| "the sides are different projects, which are not mixed".to_owned())
        }
        FileKey::Text(_) => {
            Some(format!("the text was changed on both sides, and no two texts are mixed: {MERGE_FOLDERS}"))
        }
        FileKey::Set(_) if !is_one_text => {
            Some(format!("the sides were made for different versions of the text: {MERGE_FOLDERS}"))
        }
        FileKey::Set(_) if [before, theirs].iter().any(|side| side.told != ours.told) => {
            Some(format!("the codebook was refactored for one of the sides: {MERGE_FOLDERS}"))
        }
        FileKey::Set(_) => None,
        // Of a text that changed on one side, the other one must not have left out other parts.
        FileKey::Document(_) => {
            let parts = |side: &Loose| side.document().map(|document| document.excluded.clone());
            let keeps_up = |side: &Loose| side.text != before.text || parts(side) == parts(before);
            let is_settled =
                ours.text == theirs.text || base.is_some_and(|base| [ours.text, theirs.text].contains(&base.text));
            let is_plain = is_settled && (is_one_text || (keeps_up(ours) && keeps_up(theirs)));
            (!is_plain)
                .then(|| format!("the text was changed, or other parts of it left out, on both sides: {MERGE_FOLDERS}"))
        }
    }
}
