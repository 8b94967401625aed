//! What was marked here since the files were last written, record by record.
//!
//! A set in memory is as the codebook shows it. Where somebody refactors before what was marked has reached its file, that
//! alone does not tell what was taken out by hand from what is not shown any more, nor what was retagged from what is shown
//! under another tag; so it is kept here until the file says it.

use crate::edit::{Change, Edit, Transaction, mapped, recoding};
use crate::model::{AnnotationSet, Codebook, CodebookRevision, RecordId, SetKey, TagId, Timestamp};
use crate::store::{Contents, FileKey, Kind, Step};
use crate::text::Text;
use imbl::OrdMap;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The last edit by hand of each record. A clone copies pointers.
#[derive(Clone, Debug, Default)]
pub struct Marked {
    sets: OrdMap<SetKey, OrdMap<Record, Mark>>,
    /// The revisions of the codebook as it is now that say what becomes of annotations.
    known: Arc<BTreeSet<RecordId>>,
}

/// What a record became by hand.
#[derive(Clone, Debug)]
struct Mark {
    /// The step that did it.
    seq: u64,
    edit: Edit,
    /// The refactorings that there had been: these do nothing to it any more.
    known: Arc<BTreeSet<RecordId>>,
}

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
    /// What journals say that the files of sets may lack, beside the codebook of these files.
    pub fn of<'a>(codebook: &Codebook, journals: impl IntoIterator<Item = &'a Contents>) -> Self {
        let mut marked = Self::default();
        for contents in journals {
            let mut known = refactorings_before(codebook, &contents.steps);
            for step in &contents.steps {
                follow(&mut known, &step.applied());
                let is_lacking =
                    |edit: &Edit| edit.set().is_some_and(|key| contents.lacks(&FileKey::Set(key.clone()), step.seq));
                if step.transaction.edits.iter().any(is_lacking) {
                    let made = step.transaction.made;
                    let is_known =
                        |(_, since): &(&RecordId, &Option<Timestamp>)| since.is_none_or(|since| since <= made);
                    marked.known = Arc::new(known.iter().filter(is_known).map(|(id, _)| *id).collect());
                    let edits = step.applied().into_iter().filter(is_lacking).collect();
                    marked.take(step.seq, step.kind, is_refactoring(&step.transaction), edits);
                }
            }
        }
        marked
    }

    /// Takes in a step as it was applied, and the codebook after it.
    pub fn step(&mut self, seq: u64, kind: Kind, step: &Transaction, codebook: &Codebook) {
        if step.edits.iter().any(|edit| matches!(edit, Edit::Revision(..))) {
            self.follow(codebook);
        }
        self.take(seq, kind, is_refactoring(step), step.edits.clone());
    }

    /// Hears what the codebook is from now on.
    pub fn follow(&mut self, codebook: &Codebook) {
        self.known = Arc::new(recoding(codebook).iter().map(|revision| revision.id).collect());
    }

    fn take(&mut self, seq: u64, kind: Kind, is_refactoring: bool, edits: Vec<Edit>) {
        // What a refactoring does to records, its mappings say, be it a colleague's. Where it is taken back, what was marked
        // before is what it was.
        if is_refactoring && !matches!(kind, Kind::Undo(_)) {
            return;
        }
        for edit in edits {
            let (Some(key), Some(record)) = (edit.set().cloned(), record_of(&edit)) else { continue };
            let records = self.sets.entry(key).or_default();
            let mark = Mark { seq, edit, known: Arc::clone(&self.known) };
            match kind.is_own() {
                true if is_refactoring && !records.contains_key(&record) => {}
                true => drop(records.insert(record, mark)),
                // The files say it.
                false => drop(records.remove(&record)),
            }
        }
    }

    /// Forgets what a set's file has since it was written with all up to a step.
    pub fn written(&mut self, key: &SetKey, upto: u64) {
        let Some(records) = self.sets.remove(key) else { return };
        let left: OrdMap<_, _> = records.into_iter().filter(|(_, mark)| mark.seq > upto).collect();
        if !left.is_empty() {
            self.sets.insert(key.clone(), left);
        }
    }

    /// What was marked, and what was marked since.
    pub fn then(&self, since: &Self) -> Self {
        let mut sets = self.sets.clone();
        for (key, records) in &since.sets {
            let earlier = sets.remove(key).unwrap_or_default();
            sets.insert(key.clone(), records.clone().union(earlier));
        }
        Self { sets, known: Arc::clone(&since.known) }
    }

    /// The refactorings that there had been before anything of a set was marked; nothing where nothing was.
    pub fn known_before(&self, key: &SetKey) -> Option<BTreeSet<RecordId>> {
        let mut marks = self.sets.get(key)?.values();
        let mut known = BTreeSet::clone(&marks.next()?.known);
        marks.for_each(|mark| known.retain(|id| mark.known.contains(id)));
        Some(known)
    }

    /// Whether refactorings do something to what was marked when there had been them already.
    pub fn is_mapped_again(&self, key: &SetKey, edits: &[(RecordId, Edit)]) -> bool {
        let Some(records) = self.sets.get(key) else { return false };
        let mark = |edit: &Edit| record_of(edit).and_then(|record| records.get(&record));
        edits.iter().any(|(revision, edit)| mark(edit).is_some_and(|mark| mark.known.contains(revision)))
    }

    /// A set of the files, to which the refactorings were applied that are `told`, with what was marked since. What was marked
    /// before one of them goes along with it.
    pub fn over(
        &self,
        key: &SetKey,
        set: &Arc<AnnotationSet>,
        (codebook, told): (&Codebook, &BTreeSet<RecordId>),
        text: &Text,
    ) -> Arc<AnnotationSet> {
        let Some(records) = self.sets.get(key) else { return Arc::clone(set) };
        // Those of tags that are gone are not told, and come in between.
        let mut applied: Vec<RecordId> = recoding(codebook).iter().map(|revision| revision.id).collect();
        applied.truncate(applied.iter().rposition(|id| told.contains(id)).map_or(0, |last| last + 1));
        let mut over = AnnotationSet::clone(set);
        let mut early: BTreeMap<BTreeSet<RecordId>, AnnotationSet> = BTreeMap::new();
        for mark in records.values() {
            put(&mut over, &mark.edit);
            let late: BTreeSet<RecordId> = applied.iter().filter(|id| !mark.known.contains(*id)).copied().collect();
            if !late.is_empty() {
                put(early.entry(late).or_insert_with(|| AnnotationSet::new(set.head)), &mark.edit);
            }
        }
        for (late, early) in early {
            let others = codebook.revisions.keys().filter(|id| !late.contains(id)).copied().collect();
            if let Some((_, edits)) = mapped(codebook, key, &early, text, &others) {
                edits.iter().for_each(|(_, edit)| put(&mut over, edit));
            }
        }
        Arc::new(over)
    }
}

/// The refactorings that there had been before some steps: of a codebook as it is now, those that no step made, and those that
/// a step took back. One of somebody else's may have come while nobody looked, and is told with when it was made.
fn refactorings_before(codebook: &Codebook, steps: &[Step]) -> BTreeMap<RecordId, Option<Timestamp>> {
    let own = steps.iter().find(|step| step.kind.is_own()).and_then(|step| step.transaction.by.as_ref());
    let since = |revision: &CodebookRevision| (revision.by.as_ref() != own).then_some(revision.made);
    let mut known = recoding(codebook).iter().map(|revision| (revision.id, since(revision))).collect();
    for step in steps.iter().rev() {
        let inverted = Transaction { edits: step.applied(), ..Transaction::clone(&step.transaction) }.inverted();
        follow(&mut known, &inverted.edits);
    }
    known
}

/// Takes in what edits do to the revisions of a codebook.
fn follow(known: &mut BTreeMap<RecordId, Option<Timestamp>>, edits: &[Edit]) {
    for edit in edits {
        let Edit::Revision(id, change) = edit else { continue };
        match &change.after {
            Some(revision) if !revision.mappings.is_empty() => drop(known.insert(*id, None)),
            _ => drop(known.remove(id)),
        }
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
fn put(set: &mut AnnotationSet, edit: &Edit) {
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
