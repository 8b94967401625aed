//! What was marked here since the files were last written, record by record.
//!
//! A set in memory is as the codebook shows it. Where somebody refactors before what was marked has reached its file, that
//! alone does not tell what was taken out by hand from what is not shown any more, nor what was retagged from what is shown
//! under another tag; so it is kept here until the file says it.

use crate::edit::{Change, Edit, Transaction};
use crate::model::{AnnotationSet, RecordId, SetKey, TagId};
use crate::store::{Contents, FileKey, Kind};
use imbl::OrdMap;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The last edit by hand of each record, with its step. A clone copies pointers.
#[derive(Clone, Debug, Default)]
pub struct Marked(OrdMap<SetKey, OrdMap<Record, (u64, Edit)>>);

/// A record of a set that a refactoring may show otherwise.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Record {
    /// A span.
    Span(RecordId),
    /// A relation.
    Relation(RecordId),
    /// A tag of the document.
    DocumentTag(TagId),
    /// A note.
    Note(RecordId),
    /// What was rejected.
    Rejection(RecordId),
}

impl Marked {
    /// What journals say that the files of sets may lack.
    pub fn of<'a>(journals: impl IntoIterator<Item = &'a Contents>) -> Self {
        let mut marked = Self::default();
        for contents in journals {
            for step in &contents.steps {
                let is_lacking =
                    |edit: &Edit| edit.set().is_some_and(|key| contents.lacks(&FileKey::Set(key.clone()), step.seq));
                if step.transaction.edits.iter().any(is_lacking) {
                    let edits = step.applied().into_iter().filter(is_lacking).collect();
                    let is_refactoring = is_refactoring(&step.transaction);
                    marked.take(step.seq, step.kind, is_refactoring, edits);
                }
            }
        }
        marked
    }

    /// Takes in a step as it was applied.
    pub fn step(&mut self, seq: u64, kind: Kind, step: &Transaction) {
        self.take(seq, kind, is_refactoring(step), step.edits.clone());
    }

    fn take(&mut self, seq: u64, kind: Kind, is_refactoring: bool, edits: Vec<Edit>) {
        // What a refactoring does to records, its mappings say, be it a colleague's.
        if is_refactoring {
            return;
        }
        for edit in edits {
            let (Some(key), Some(record)) = (edit.set().cloned(), record_of(&edit)) else { continue };
            let records = self.0.entry(key).or_default();
            match kind.is_own() {
                true => records.insert(record, (seq, edit)),
                // The files say it.
                false => records.remove(&record),
            };
        }
    }

    /// Forgets what a set's file has since it was written with all up to a step.
    pub fn written(&mut self, key: &SetKey, upto: u64) {
        let Some(records) = self.0.remove(key) else { return };
        let left: OrdMap<_, _> = records.into_iter().filter(|(_, (seq, _))| *seq > upto).collect();
        if !left.is_empty() {
            self.0.insert(key.clone(), left);
        }
    }

    /// Whether some edits of a set are about records that were marked since, other than those that have `changed`.
    pub fn has_any_but(&self, key: &SetKey, edits: &[Edit], changed: &[Edit]) -> bool {
        let Some(records) = self.0.get(key) else { return false };
        let changed: BTreeSet<Record> = changed.iter().filter_map(record_of).collect();
        edits.iter().filter_map(record_of).any(|it| records.contains_key(&it) && !changed.contains(&it))
    }

    /// A set of the files, with what was marked since.
    pub fn over(&self, key: &SetKey, set: &Arc<AnnotationSet>) -> Arc<AnnotationSet> {
        let mut set = Arc::clone(set);
        if let Some(records) = self.0.get(key) {
            let marked = Arc::make_mut(&mut set);
            records.values().for_each(|(_, edit)| put(marked, edit));
        }
        set
    }
}

/// Whether a step changes what becomes of annotations.
fn is_refactoring(step: &Transaction) -> bool {
    step.edits.iter().any(|edit| match edit {
        Edit::Revision(_, change) => {
            change.before.iter().chain(&change.after).any(|revision| !revision.mappings.is_empty())
        }
        _ => false,
    })
}

/// The record that an edit is about.
pub fn record_of(edit: &Edit) -> Option<Record> {
    fn either<T>(change: &Change<T>) -> Option<&T> {
        change.after.as_ref().or(change.before.as_ref())
    }
    match edit {
        Edit::Span(_, change) => either(change).map(|span| Record::Span(span.id)),
        Edit::Relation(_, change) => either(change).map(|relation| Record::Relation(relation.id)),
        Edit::DocumentTag(_, change) => either(change).map(|given| Record::DocumentTag(given.tag.clone())),
        Edit::Note(_, change) => either(change).map(|note| Record::Note(note.id)),
        Edit::Rejection(_, change) => either(change).map(|rejection| Record::Rejection(rejection.id)),
        _ => None,
    }
}

/// Makes a record what it is after an edit, whatever it was.
pub fn put(set: &mut AnnotationSet, edit: &Edit) {
    match edit {
        Edit::Head(_, change) => set.head = change.after.unwrap_or(set.head),
        Edit::Span(_, change) => {
            let id = change.after.as_ref().or(change.before.as_ref()).map(|span| span.id);
            if let Some(key) = id.and_then(|id| set.spans.find(id)).map(|span| span.key()) {
                set.spans.remove(key);
            }
            change.after.iter().for_each(|span| drop(set.spans.insert(span.clone())));
        }
        Edit::Relation(_, change) => put_in(&mut set.relations, change, |it| it.id),
        Edit::DocumentTag(_, change) => put_in(&mut set.document_tags, change, |it| it.tag.clone()),
        Edit::Note(_, change) => put_in(&mut set.notes, change, |it| it.id),
        Edit::Rejection(_, change) => put_in(&mut set.rejections, change, |it| it.id),
        Edit::Value(_, id, change) => put_in(&mut set.attributes, change, |_| id.clone()),
        // The rest is not of a set.
        _ => {}
    }
}

fn put_in<K: Ord + Clone, T: Clone>(records: &mut OrdMap<K, T>, change: &Change<T>, id: impl Fn(&T) -> K) {
    match (&change.before, &change.after) {
        (_, Some(after)) => drop(records.insert(id(after), after.clone())),
        (Some(before), None) => drop(records.remove(&id(before))),
        (None, None) => {}
    }
}
