//! Taking documents out of a journal for good: their texts, their spans, and every step that names them.

use super::entry::{ChangeEntry, EditEntry, Entry, Kind, StepEntry};
use super::frame;
use super::segment::{Segment, segments};
use crate::model::DocumentId;
use crate::store::disk::Disk;
use crate::store::{FileKey, StoreError};
use crate::text::Digest;
use std::collections::BTreeSet;
use std::path::Path;

/// Rewrites the journal in a folder without some documents. Returns the length of its newest segment and the texts
/// that this one still holds. A journal that is not there holds nothing.
pub fn purge(
    disk: &Disk,
    folder: &Path,
    documents: &BTreeSet<DocumentId>,
) -> Result<(u64, BTreeSet<Digest>), StoreError> {
    let mut end = (0, BTreeSet::new());
    for segment in segments(disk, folder)? {
        end = purge_segment(disk, &segment, documents)?;
    }
    Ok(end)
}

fn purge_segment(
    disk: &Disk,
    segment: &Segment,
    documents: &BTreeSet<DocumentId>,
) -> Result<(u64, BTreeSet<Digest>), StoreError> {
    let bytes = segment.read(disk)?;
    if frame::version(&bytes).is_some_and(|version| version != frame::VERSION) {
        return Err(StoreError::NotAJournal(segment.path.clone()));
    }
    let (kept, texts) = without(&bytes, documents);
    segment.rewrite(disk, &kept)?;
    Ok((kept.len() as u64, texts))
}

/// Records that are not written yet, without some documents.
pub fn purge_waiting(waiting: &[u8], documents: &BTreeSet<DocumentId>) -> Vec<u8> {
    let (kept, _) = without(&[&frame::head(), waiting].concat(), documents);
    kept.into_iter().skip(frame::HEAD).collect()
}

fn without(bytes: &[u8], documents: &BTreeSet<DocumentId>) -> (Vec<u8>, BTreeSet<Digest>) {
    let payloads = frame::frames(bytes).payloads;
    let entries = payloads.into_iter().filter_map(|payload| postcard::from_bytes::<Entry>(payload).ok());
    let kept: Vec<Entry> = entries.filter_map(|entry| kept_of(entry, documents)).collect();
    let named: BTreeSet<[u8; 32]> = kept.iter().flat_map(texts_named).collect();
    let mut texts = BTreeSet::new();
    let mut out = frame::head();
    for entry in kept {
        if let Entry::Text { digest, .. } = &entry {
            if !named.contains(digest) {
                continue;
            }
            texts.insert(Digest::from(*digest));
        }
        if let Ok(payload) = postcard::to_stdvec(&entry) {
            frame::add(&mut out, &payload);
        }
    }
    (out, texts)
}

fn kept_of(entry: Entry, documents: &BTreeSet<DocumentId>) -> Option<Entry> {
    match entry {
        Entry::Text { .. } | Entry::Carry(_) => Some(entry),
        Entry::Step(step) => kept_of_step(step, documents).map(Entry::Step),
        Entry::Checkpoint(mut files) => {
            files.retain(|file| {
                let key = FileKey::from_path(Path::new(&file.path)).ok().flatten();
                !key.as_ref().and_then(FileKey::document).is_some_and(|document| documents.contains(document))
            });
            (!files.is_empty()).then_some(Entry::Checkpoint(files))
        }
    }
}

/// What a step did to other documents stays, as something that cannot be undone any more.
fn kept_of_step(mut step: StepEntry, documents: &BTreeSet<DocumentId>) -> Option<StepEntry> {
    let n_edits = step.edits.len();
    step.edits.retain(|edit| !edit.document().is_some_and(|document| documents.contains(document)));
    if step.edits.len() == n_edits {
        return Some(step);
    }
    if matches!(step.kind, Kind::Undo(_)) {
        step.edits = step.edits.into_iter().rev().map(EditEntry::inverted).collect();
    }
    step.kind = Kind::Recovered;
    step.title = "A step over a purged document".to_owned();
    (!step.edits.is_empty()).then_some(step)
}

fn texts_named(entry: &Entry) -> Vec<[u8; 32]> {
    let Entry::Step(step) = entry else { return Vec::new() };
    let changes = step.edits.iter().filter_map(|edit| match edit {
        EditEntry::Document(_, change) => Some(change),
        _ => None,
    });
    changes.flat_map(|change| change.before.iter().chain(&change.after).map(|document| document.text)).collect()
}

impl EditEntry {
    fn document(&self) -> Option<&DocumentId> {
        match self {
            Self::Document(id, _) => Some(&id.0),
            Self::Head(key, _)
            | Self::Span(key, _)
            | Self::Relation(key, _)
            | Self::DocumentTag(key, _)
            | Self::Value(key, ..)
            | Self::Note(key, _)
            | Self::Rejection(key, _) => Some(&key.document.0),
            Self::Name(_)
            | Self::Workflow(_)
            | Self::Filter(..)
            | Self::Layers(_)
            | Self::Tag(..)
            | Self::LabeledTag(..)
            | Self::TagOrder(_)
            | Self::Attributes(_)
            | Self::Rule(..)
            | Self::Revision(..)
            | Self::Annotator(..) => None,
        }
    }

    fn inverted(self) -> Self {
        fn swapped<T>(change: ChangeEntry<T>) -> ChangeEntry<T> {
            ChangeEntry { before: change.after, after: change.before }
        }
        match self {
            Self::Name(change) => Self::Name(swapped(change)),
            Self::Workflow(change) => Self::Workflow(swapped(change)),
            Self::Filter(name, change) => Self::Filter(name, swapped(change)),
            Self::Layers(change) => Self::Layers(swapped(change)),
            Self::Tag(id, change) => Self::Tag(id, swapped(change)),
            Self::LabeledTag(id, change) => Self::LabeledTag(id, swapped(change)),
            Self::TagOrder(change) => Self::TagOrder(swapped(change)),
            Self::Attributes(change) => Self::Attributes(swapped(change)),
            Self::Revision(id, change) => Self::Revision(id, swapped(change)),
            Self::Document(id, change) => Self::Document(id, swapped(change)),
            Self::Annotator(id, change) => Self::Annotator(id, swapped(change)),
            Self::Head(key, change) => Self::Head(key, swapped(change)),
            Self::Span(key, change) => Self::Span(key, swapped(change)),
            Self::Relation(key, change) => Self::Relation(key, swapped(change)),
            Self::DocumentTag(key, change) => Self::DocumentTag(key, swapped(change)),
            Self::Value(key, id, change) => Self::Value(key, id, swapped(change)),
            Self::Note(key, change) => Self::Note(key, swapped(change)),
            Self::Rule(id, change) => Self::Rule(id, swapped(change)),
            Self::Rejection(key, change) => Self::Rejection(key, swapped(change)),
        }
    }
}
