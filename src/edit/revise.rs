//! A text becomes another one, and every span goes to where its words are now.
//!
//! What is lost leaves a note on the document, and where the words themselves changed a note stands on the span: a person
//! finds both, and undoing the step brings everything back.

use super::command::{Plan, document};
use super::{Change, Edit, EditError, Stale};
use crate::model::{
    AnnotationSet, Document, DocumentId, Fragments, Note, NoteTarget, Project, RecordId, Rejection, Relation, SetHead,
    SetKey, Source, Span,
};
use crate::text::{Digest, Fate, Placed, Revision, Text, TextRange, place_quotes, quote};
use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::ops::AddAssign;
use std::sync::Arc;

/// How many spans of a text came how far when it changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reanchored {
    /// At the same place.
    pub kept: usize,
    /// The same words at another place.
    pub moved: usize,
    /// Found, but the words changed or could be others.
    pub uncertain: usize,
    /// Gone.
    pub lost: usize,
}

impl Reanchored {
    /// How many spans there were.
    pub fn total(&self) -> usize {
        self.kept + self.moved + self.uncertain + self.lost
    }

    /// Whether most spans were found for sure: what changed is then an edit of the text, and not another text.
    pub fn is_same_text(&self) -> bool {
        (self.kept + self.moved) * 2 >= self.total()
    }

    /// Counts one span.
    pub fn count(&mut self, fate: Fate) {
        match fate {
            Fate::Kept => self.kept += 1,
            Fate::Moved => self.moved += 1,
            Fate::Uncertain => self.uncertain += 1,
            Fate::Lost => self.lost += 1,
        }
    }
}

impl fmt::Display for Reanchored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} kept, {} moved along", self.kept, self.moved)?;
        if self.uncertain > 0 {
            write!(f, ", {} uncertain", self.uncertain)?;
        }
        if self.lost > 0 {
            write!(f, ", {} lost", self.lost)?;
        }
        Ok(())
    }
}

impl AddAssign for Reanchored {
    fn add_assign(&mut self, other: Self) {
        self.kept += other.kept;
        self.moved += other.moved;
        self.uncertain += other.uncertain;
        self.lost += other.lost;
    }
}

/// What becomes of a span when its text changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revised {
    /// The set it stands in.
    pub set: SetKey,
    /// The span as it is.
    pub span: Span,
    /// How sure it is where it goes.
    pub fate: Fate,
    /// Where it goes; `None` exactly for what is lost.
    pub at: Option<Fragments>,
}

/// What becomes of all spans of a document whose text changes, in the order of their sets and of reading.
pub fn revised<'a>(
    project: &'a Project,
    id: &'a DocumentId,
    revision: &'a Revision,
) -> impl Iterator<Item = Revised> + 'a {
    behind(project, id, revision).flat_map(move |(key, set)| {
        set.spans.iter().map(move |span| {
            let (fate, at) = placed(&span.at, revision);
            Revised { set: key.clone(), span: span.clone(), fate, at }
        })
    })
}

/// The sets of a document that are not where they should be yet: somebody else may have taken them along already.
fn behind<'a>(
    project: &'a Project,
    id: &'a DocumentId,
    revision: &Revision,
) -> impl Iterator<Item = (&'a SetKey, &'a Arc<AnnotationSet>)> {
    let after = revision.after().digest();
    project.sets_of(id).filter(move |(_, set)| set.head.text != after)
}

/// A span of an old text, what it covered there, and what became of it.
struct Found<'a> {
    span: &'a Span,
    covered: String,
    fate: Fate,
    at: Option<Fragments>,
}

/// A set as it is for a changed text. The same set and texts give the same, wherever that is done.
pub fn reanchor(set: &AnnotationSet, revision: &Revision) -> (AnnotationSet, Reanchored) {
    let (old, new) = (revision.before(), revision.after());
    let found = set.spans.iter().map(|span| {
        let (fate, at) = placed(&span.at, revision);
        // What a span covered matters only where its words have changed.
        let is_note_due = matches!(fate, Fate::Uncertain | Fate::Lost);
        let covered = if is_note_due { quote(old.slice(span.hull())) } else { String::new() };
        Found { span, covered, fate, at }
    });
    let (mut anchored, report) = rebuilt(set, found, new);
    let rejections = set.rejections.values().filter_map(|rejection| moved(rejection, revision));
    anchored.rejections = rejections.map(|rejection| (rejection.id, rejection)).collect();
    (anchored, report)
}

/// The same without the old text: by what each span covered, in the order of the spans.
pub fn reanchor_by_quotes(set: &AnnotationSet, quotes: &[String], new: &Text) -> (AnnotationSet, Reanchored) {
    let asked: Vec<(TextRange, &str)> =
        set.spans.iter().zip(quotes).map(|(span, quote)| (span.hull(), quote.as_str())).collect();
    let placed = place_quotes(new, &asked);
    let found = set.spans.iter().zip(quotes).zip(placed).map(|((span, quote), placed)| {
        // The pieces of a span are known to have stayed only where all of it did.
        let at = match placed.fate {
            Fate::Kept => Some(span.at.clone()),
            _ => placed.at.map(Fragments::one),
        };
        let is_torn = span.at.n_ranges() > 1 && placed.fate == Fate::Moved;
        let fate = if is_torn { Fate::Uncertain } else { placed.fate };
        Found { span, covered: quote.clone(), fate, at }
    });
    rebuilt(set, found, new)
}

fn rebuilt<'a>(set: &AnnotationSet, found: impl Iterator<Item = Found<'a>>, new: &Text) -> (AnnotationSet, Reanchored) {
    let mut report = Reanchored::default();
    let mut anchored = AnnotationSet::new(SetHead { text: new.digest(), ..set.head });
    let (mut spans, mut notes, mut lost) = (Vec::with_capacity(set.spans.len()), Vec::new(), HashSet::new());
    for Found { span, covered, fate, at } in found {
        let (fate, at) = checked(fate, at, new);
        report.count(fate);
        let on = match at {
            Some(at) => {
                spans.push(Span { at, ..span.clone() });
                NoteTarget::Span(span.id)
            }
            None => {
                lost.insert(span.id);
                NoteTarget::Document
            }
        };
        if matches!(fate, Fate::Uncertain | Fate::Lost) {
            notes.push(note(span, on, &covered, new.digest()));
        }
    }
    anchored.spans = spans.into_iter().collect();
    anchored.document_tags = set.document_tags.clone();
    anchored.attributes = set.attributes.clone();
    let lost_relations = relations_lost_with(set, &lost);
    anchored.relations = set.relations.clone();
    for relation in lost_relations.values() {
        anchored.relations.remove(&relation.id);
        notes.push(note_on_relation(relation, new.digest()));
    }
    for note in set.notes.values() {
        let on = match note.on {
            // A note on what is lost stays, on the document.
            NoteTarget::Span(id) if note.of.is_none() && lost.contains(&id) => NoteTarget::Document,
            NoteTarget::Relation(id) if note.of.is_none() && lost_relations.contains_key(&id) => NoteTarget::Document,
            on => on,
        };
        anchored.notes.insert(note.id, Note { on, ..note.clone() });
    }
    anchored.notes.extend(notes.into_iter().map(|note| (note.id, note)));
    (anchored, report)
}

/// Where a rejected proposal stands in the new text, if it does.
fn moved(rejection: &Rejection, revision: &Revision) -> Option<Rejection> {
    let placed = revision.place(rejection.at);
    let at = placed.at.filter(|at| placed.fate <= Fate::Moved && revision.after().check(*at).is_ok())?;
    Some(Rejection { at, ..rejection.clone() })
}

/// The relations that lose an end with some spans.
fn relations_lost_with<'a>(set: &'a AnnotationSet, lost: &HashSet<RecordId>) -> BTreeMap<RecordId, &'a Relation> {
    let loses_an_end = |relation: &&Relation| lost.contains(&relation.from) || lost.contains(&relation.to);
    set.relations.values().filter(loses_an_end).map(|relation| (relation.id, relation)).collect()
}

/// Where a span lies now, if that is a place of the new text.
pub fn placed(at: &Fragments, revision: &Revision) -> (Fate, Option<Fragments>) {
    let new = revision.after();
    let (fate, at) = place(at, revision, new);
    checked(fate, at, new)
}

fn checked(fate: Fate, at: Option<Fragments>, new: &Text) -> (Fate, Option<Fragments>) {
    let at = at.filter(|at| at.iter().all(|range| new.check(range).is_ok()));
    (if at.is_none() { Fate::Lost } else { fate }, at)
}

/// Where a span lies now. Of a span in several pieces, those that are found are kept.
fn place(at: &Fragments, revision: &Revision, new: &Text) -> (Fate, Option<Fragments>) {
    let placed: Vec<Placed> = at.iter().map(|range| revision.place(range)).collect();
    let found: Vec<TextRange> = placed.iter().filter_map(|placed| placed.at).collect();
    let worst = placed.iter().map(|placed| placed.fate).max().unwrap_or(Fate::Lost);
    let (Some(first), Some(last)) = (found.iter().min(), found.iter().max_by_key(|range| range.end())) else {
        return (Fate::Lost, None);
    };
    if found.len() < placed.len() {
        return (Fate::Uncertain, Fragments::new(&found).ok().or(Some(first.hull(*last).into())));
    }
    match Fragments::new(&found) {
        Ok(fragments) => (worst, Some(fragments)),
        // The pieces do not follow each other any more.
        Err(_) => (Fate::Uncertain, Some(first.hull(*last).into()).filter(|_| new.check(first.hull(*last)).is_ok())),
    }
}

/// The note that says what became of a span. Its id is made from what it is about, so that it is the same everywhere.
fn note(span: &Span, on: NoteTarget, covered: &str, text: Digest) -> Note {
    let body = match on {
        NoteTarget::Document => format!("Lost when the text changed: {} “{covered}”", span.tag),
        _ => format!("The text changed here. This was “{covered}”"),
    };
    Note::new(note_id(span.id, text), on, body, span.made)
}

/// The same of a relation that lost an end.
fn note_on_relation(relation: &Relation, text: Digest) -> Note {
    let body =
        format!("Lost when the text changed: the relation {} from {} to {}", relation.tag, relation.from, relation.to);
    Note::new(note_id(relation.id, text), NoteTarget::Document, body, relation.made)
}

fn note_id(about: RecordId, text: Digest) -> RecordId {
    let mut bytes = Digest::of(format!("{about} {text}").as_bytes()).bytes().into_iter();
    RecordId::drawn(|| bytes.next().unwrap_or_default())
}

/// A document with a changed text, and the parts that are left out where they are now.
pub fn document_along(document: &Document, revision: &Revision) -> Document {
    let new = revision.after();
    let placed = document.excluded.iter().filter_map(|part| revision.place(part).at);
    let excluded = placed.filter(|at| new.check(*at).is_ok()).collect();
    Document { text: new.clone(), excluded, ..document.clone() }
}

/// Plans that a document gets another text, with all its sets; the file that it is from, if it is from another one now.
pub(super) fn revise(project: &Project, id: &DocumentId, revision: &Revision, source: Option<&Source>) -> Plan {
    let before = document(project, id)?;
    if before.text != *revision.before() {
        return Err(EditError::Stale(Stale { what: format!("the text of “{}”", before.title) }));
    }
    let (mut gone, mut come, mut report) = (Vec::new(), Vec::new(), Reanchored::default());
    for (key, set) in behind(project, id, revision) {
        let (anchored, of_set) = reanchor(set, revision);
        report += of_set;
        change(key, set, &anchored, &mut gone, &mut come);
    }
    let source = source.cloned().or_else(|| before.source.clone());
    let after = Document { source, ..document_along(before, revision) };
    let title = title(before, revision, after.source != before.source, &report);
    gone.push(Edit::Document(id.clone(), Change::replace(Arc::clone(before), Arc::new(after))));
    gone.extend(come);
    Ok((title, gone))
}

fn title(before: &Document, revision: &Revision, from_file: bool, report: &Reanchored) -> String {
    let spans = if report.total() > 0 { format!(": {report}") } else { String::new() };
    let Some((was, now)) = revision.corrected() else {
        let verb = if from_file { "Replace the text" } else { "Take in the changed text" };
        return format!("{verb} of “{}”{spans}", before.title);
    };
    let (was, now) = (quote(before.text.slice(was)), quote(revision.after().slice(now)));
    match (was.trim(), now.trim()) {
        ("", "") => format!("Correct white space in “{}”", before.title),
        ("", now) => format!("Put in “{now}”"),
        (was, "") => format!("Take out “{was}”"),
        (was, now) => format!("Correct “{was}” to “{now}”"),
    }
}

/// The edits from one state of a set to another: what goes before the text changes, and what comes after.
fn change(key: &SetKey, set: &AnnotationSet, anchored: &AnnotationSet, gone: &mut Vec<Edit>, come: &mut Vec<Edit>) {
    let head = Change::replace(set.head, anchored.head);
    for (id, note) in &anchored.notes {
        match set.notes.get(id) {
            Some(before) if before == note => {}
            before => {
                let change = Change { before: before.cloned(), after: Some(note.clone()) };
                come.push(Edit::Note(key.clone(), change));
            }
        }
    }
    for relation in set.relations.values().filter(|relation| !anchored.relations.contains_key(&relation.id)) {
        gone.push(Edit::Relation(key.clone(), Change::remove(relation.clone())));
    }
    for span in set.spans.iter().filter(|span| anchored.spans.get(span.key()) != Some(*span)) {
        gone.push(Edit::Span(key.clone(), Change::remove(span.clone())));
    }
    for rejection in set.rejections.values() {
        let after = anchored.rejections.get(&rejection.id);
        if after != Some(rejection) {
            gone.push(Edit::Rejection(key.clone(), Change::remove(rejection.clone())));
            come.extend(after.map(|after| Edit::Rejection(key.clone(), Change::add(after.clone()))));
        }
    }
    come.insert(0, Edit::Head(key.clone(), head));
    for span in anchored.spans.iter().filter(|span| set.spans.get(span.key()) != Some(*span)) {
        come.push(Edit::Span(key.clone(), Change::add(span.clone())));
    }
}
