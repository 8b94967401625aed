//! Documents on their way in or out, as files see them: people's names for things, and no project around them.
//!
//! Reading makes these of files, and [`super::Batch`] takes them into a project; [`super::outgoing`] makes these of a
//! project, and writing makes files of them. Converting is the one after the other.

mod codebook;

pub use codebook::{AttributeDefinition, Codebook, TagDefinition};

pub(super) use codebook::Drafted;

use crate::model::{
    AnnotatorKind, Confidence, Fragments, LayerKind, Origin, SetState, Source, Timestamp, Value, Verdict,
};
use crate::text::{Regions, Text};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// How much of a text stands for a title in messages, in bytes.
const BEGINNING: usize = 60;

/// The values of attributes by the names that a file has for them.
pub type Values = BTreeMap<SmolStr, Value>;

/// A text with all that is said about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// What its file calls it.
    pub id: Option<SmolStr>,
    /// What people call it.
    pub title: Option<String>,
    /// The text that is labeled.
    pub text: Text,
    /// Whether white space between its words is a guess, as the file has words alone.
    pub is_rebuilt: bool,
    /// Its language, as a BCP 47 tag.
    pub language: Option<String>,
    /// When it was published, as its source writes it.
    pub date: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// The file that it came from.
    pub source: Option<Source>,
    /// Whatever else is known.
    pub meta: BTreeMap<String, String>,
    /// What of the text is not to be labeled.
    pub excluded: Regions,
    /// The folder that its files go into, of an annotator or a layer, where a format has no other place for those.
    pub folder: Option<SmolStr>,
    /// What each annotator says.
    pub sets: Vec<Set>,
}

/// What one annotator says about a document.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Set {
    /// Whose it is; nobody in particular without one.
    pub annotator: Option<Person>,
    /// How far they are, if that is said.
    pub state: Option<SetState>,
    /// The spans.
    pub spans: Vec<Span>,
    /// The relations between them.
    pub relations: Vec<Relation>,
    /// Tags of the document as a whole.
    pub tags: Vec<DocumentTag>,
    /// Attributes of the document as a whole.
    pub attributes: Values,
    /// The notes.
    pub notes: Vec<Note>,
}

/// Whose a set is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Person {
    /// What files call them.
    pub id: SmolStr,
    /// What people call them, if that is another name.
    pub name: Option<String>,
    /// What they are, if that is said.
    pub kind: Option<AnnotatorKind>,
}

/// The name of a tag, with that of its layer where the file has layers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label {
    /// The layer.
    pub layer: Option<SmolStr>,
    /// The tag.
    pub tag: SmolStr,
}

/// What is said of an annotation beside its tag, and how it came to be.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Beside {
    /// The values of attributes.
    pub attributes: Values,
    /// How sure the annotator is.
    pub confidence: Option<Confidence>,
    /// Whether it is marked for another look.
    pub flagged: bool,
    /// How it came to be; by this file without one.
    pub origin: Option<Origin>,
    /// When.
    pub made: Option<Timestamp>,
}

/// A marked passage.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// What its file calls it.
    pub id: Option<SmolStr>,
    /// What it covers.
    pub at: Fragments,
    /// What it is marked as.
    pub label: Label,
    /// What else is said of it.
    pub beside: Beside,
}

/// A link between two spans of a set.
#[derive(Clone, Debug, PartialEq)]
pub struct Relation {
    /// What its file calls it.
    pub id: Option<SmolStr>,
    /// The span that it goes out from, by its place in the set.
    pub from: usize,
    /// The span that it leads to, by its place in the set.
    pub to: usize,
    /// What it is marked as.
    pub label: Label,
    /// What else is said of it.
    pub beside: Beside,
}

/// A tag of a document as a whole.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentTag {
    /// What the document is marked as.
    pub label: Label,
    /// What else is said of that.
    pub beside: Beside,
}

/// What a note is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// The document as a whole.
    Document,
    /// A span, by its place in the set.
    Span(usize),
    /// A relation, by its place in the set.
    Relation(usize),
    /// Another note, by its place in the set.
    Note(usize),
    /// Something of another annotator's set, by the kind and name that its file has for it.
    Elsewhere(Kind, SmolStr),
}

/// What kind of record a name means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A span.
    Span,
    /// A relation.
    Relation,
    /// A note.
    Note,
}

/// Free text on something.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// What its file calls it.
    pub id: Option<SmolStr>,
    /// What it is about.
    pub on: Target,
    /// The annotator in whose set that stands, if it is another's.
    pub of: Option<SmolStr>,
    /// What it says.
    pub body: String,
    /// Whether it settles the thread that it stands in, or opens it again.
    pub verdict: Option<Verdict>,
    /// When it was written.
    pub made: Option<Timestamp>,
}

/// What went with spans that were taken out of a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gone {
    /// Relations that had one of them as an end.
    pub relations: usize,
    /// Notes on them.
    pub notes: usize,
}

impl Document {
    /// A text of which nothing else is known.
    pub fn new(text: Text) -> Self {
        Self {
            id: None,
            title: None,
            text,
            is_rebuilt: false,
            language: None,
            date: None,
            outlet: None,
            source: None,
            meta: BTreeMap::new(),
            excluded: Regions::NONE,
            folder: None,
            sets: Vec::new(),
        }
    }

    /// What a message calls it: by its title, its id, or how it begins.
    pub fn name(&self) -> &str {
        let first = || self.text.as_str().lines().map(str::trim).find(|line| !line.is_empty());
        let begins = || first().map(|line| line.get(..line.floor_char_boundary(BEGINNING)).unwrap_or(line));
        let named = self.title.as_deref().or(self.id.as_deref()).filter(|name| !name.trim().is_empty());
        named.or_else(begins).unwrap_or("a document without words")
    }
}

impl Person {
    /// Somebody of whom a name is known, and no more.
    pub fn named(id: impl Into<SmolStr>) -> Self {
        Self { id: id.into(), name: None, kind: None }
    }
}

impl Label {
    /// A tag of no layer in particular.
    pub fn new(tag: impl Into<SmolStr>) -> Self {
        Self { layer: None, tag: tag.into() }
    }

    /// A tag of a layer.
    pub fn within(layer: impl Into<SmolStr>, tag: impl Into<SmolStr>) -> Self {
        Self { layer: Some(layer.into()), tag: tag.into() }
    }
}

impl Span {
    /// A span of which nothing is said but its tag.
    pub fn new(at: impl Into<Fragments>, label: Label) -> Self {
        Self { id: None, at: at.into(), label, beside: Beside::default() }
    }
}

impl Relation {
    /// A relation of which nothing is said but its tag.
    pub fn new(from: usize, to: usize, label: Label) -> Self {
        Self { id: None, from, to, label, beside: Beside::default() }
    }
}

impl DocumentTag {
    /// A tag of a document of which nothing else is said.
    pub fn new(label: Label) -> Self {
        Self { label, beside: Beside::default() }
    }
}

impl Note {
    /// A note of nobody in particular.
    pub fn new(on: Target, body: impl Into<String>) -> Self {
        Self { id: None, on, of: None, body: body.into(), verdict: None, made: None }
    }
}

impl Set {
    /// The set of one annotator, without anything in it.
    pub fn of(annotator: Option<Person>) -> Self {
        Self { annotator, ..Self::default() }
    }

    /// Whether it says nothing.
    pub fn is_blank(&self) -> bool {
        self.state.unwrap_or_default() == SetState::New
            && self.spans.is_empty()
            && self.relations.is_empty()
            && self.tags.is_empty()
            && self.attributes.is_empty()
            && self.notes.is_empty()
    }

    /// What all its annotations are marked as, with the kind of each.
    pub fn labels(&self) -> impl Iterator<Item = (LayerKind, &Label)> {
        let spans = self.spans.iter().map(|span| (LayerKind::Span, &span.label));
        let relations = self.relations.iter().map(|relation| (LayerKind::Relation, &relation.label));
        let tags = self.tags.iter().map(|given| (LayerKind::Document, &given.label));
        spans.chain(relations).chain(tags)
    }

    /// The same, to be changed.
    pub fn labels_mut(&mut self) -> impl Iterator<Item = (LayerKind, &mut Label)> {
        let spans = self.spans.iter_mut().map(|span| (LayerKind::Span, &mut span.label));
        let relations = self.relations.iter_mut().map(|relation| (LayerKind::Relation, &mut relation.label));
        let tags = self.tags.iter_mut().map(|given| (LayerKind::Document, &mut given.label));
        spans.chain(relations).chain(tags)
    }

    /// Takes over all that another set says, behind what it says itself.
    pub fn append(&mut self, other: Self) {
        let (n_spans, n_relations, n_notes) = (self.spans.len(), self.relations.len(), self.notes.len());
        self.state = self.state.max(other.state);
        self.spans.extend(other.spans);
        self.relations.extend(other.relations.into_iter().map(|relation| Relation {
            from: relation.from + n_spans,
            to: relation.to + n_spans,
            ..relation
        }));
        self.tags.extend(other.tags);
        self.attributes.extend(other.attributes);
        self.notes.extend(other.notes.into_iter().map(|note| {
            let on = match note.on {
                Target::Span(at) => Target::Span(at + n_spans),
                Target::Relation(at) => Target::Relation(at + n_relations),
                Target::Note(at) => Target::Note(at + n_notes),
                other => other,
            };
            Note { on, ..note }
        }));
    }

    /// Takes the spans out that are not to be kept, and what hangs on them; all others keep their order.
    pub fn keep_spans(&mut self, keep: impl Fn(usize, &Span) -> bool) -> Gone {
        let (spans, new_place) = kept(std::mem::take(&mut self.spans), keep);
        self.spans = spans;
        let ends = |relation: &Relation| Some((place(&new_place, relation.from)?, place(&new_place, relation.to)?));
        let gone = self.keep_relations(|_, relation| ends(relation).is_some());
        for relation in &mut self.relations {
            if let Some((from, to)) = ends(relation) {
                (relation.from, relation.to) = (from, to);
            }
        }
        let notes = self.keep_notes(|on| match on {
            Target::Span(at) => place(&new_place, *at).map(Target::Span),
            other => Some(other.clone()),
        });
        Gone { relations: gone.relations, notes: gone.notes + notes }
    }

    /// Takes the relations out that are not to be kept, and the notes on them.
    pub fn keep_relations(&mut self, keep: impl Fn(usize, &Relation) -> bool) -> Gone {
        let n_before = self.relations.len();
        let (relations, new_place) = kept(std::mem::take(&mut self.relations), keep);
        self.relations = relations;
        let notes = self.keep_notes(|on| match on {
            Target::Relation(at) => place(&new_place, *at).map(Target::Relation),
            other => Some(other.clone()),
        });
        Gone { relations: n_before - self.relations.len(), notes }
    }

    /// Takes the notes out whose target is gone, and the answers to them; says how many those were.
    fn keep_notes(&mut self, moved: impl Fn(&Target) -> Option<Target>) -> usize {
        let n_before = self.notes.len();
        let targets: Vec<Option<Target>> = self.notes.iter().map(|note| moved(&note.on)).collect();
        for (note, target) in self.notes.iter_mut().zip(&targets) {
            note.on = target.clone().unwrap_or(Target::Document);
        }
        let mut stays: Vec<bool> = targets.iter().map(Option::is_some).collect();
        loop {
            let orphan = self.notes.iter().enumerate().position(|(at, note)| match note.on {
                Target::Note(on) => stays.get(at) == Some(&true) && stays.get(on) != Some(&true),
                _ => false,
            });
            match orphan.and_then(|at| stays.get_mut(at)) {
                Some(stay) => *stay = false,
                None => break,
            }
        }
        let (notes, new_place) = kept(std::mem::take(&mut self.notes), |at, _| stays.get(at) == Some(&true));
        self.notes = notes;
        for note in &mut self.notes {
            if let Target::Note(on) = note.on {
                note.on = place(&new_place, on).map_or(Target::Document, Target::Note);
            }
        }
        n_before - self.notes.len()
    }
}

/// What is kept of a list, and for each old place its new one.
fn kept<T>(all: Vec<T>, keep: impl Fn(usize, &T) -> bool) -> (Vec<T>, Vec<Option<usize>>) {
    let mut left = Vec::with_capacity(all.len());
    let mut new_place = Vec::with_capacity(all.len());
    for (at, one) in all.into_iter().enumerate() {
        let stays = keep(at, &one);
        new_place.push(stays.then_some(left.len()));
        if stays {
            left.push(one);
        }
    }
    (left, new_place)
}

fn place(new_place: &[Option<usize>], at: usize) -> Option<usize> {
    new_place.get(at).copied().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Offset, TextRange};

    fn span(start: u32) -> Span {
        Span::new(TextRange::between(Offset::new(start), Offset::new(start + 1)), Label::new("p"))
    }

    #[test]
    fn a_set_behind_another_stays_tied() {
        let mut set = Set { spans: vec![span(0), span(1)], ..Set::default() };
        let mut other = Set { spans: vec![span(2), span(3)], ..Set::default() };
        other.relations = vec![Relation::new(1, 0, Label::new("a"))];
        other.notes = vec![Note::new(Target::Span(1), "n")];
        set.append(other);
        assert_eq!(set.spans.len(), 4);
        assert_eq!(set.relations, [Relation::new(3, 2, Label::new("a"))]);
        assert_eq!(set.notes, [Note::new(Target::Span(3), "n")]);
    }

    #[test]
    fn what_hangs_on_a_span_goes_with_it_and_the_rest_stays_tied() {
        let mut set = Set { spans: vec![span(0), span(1), span(2)], ..Set::default() };
        set.relations = vec![Relation::new(0, 1, Label::new("a")), Relation::new(2, 1, Label::new("b"))];
        set.notes = vec![
            Note::new(Target::Span(0), "gone"),
            Note::new(Target::Note(0), "gone with it"),
            Note::new(Target::Relation(0), "gone with the relation"),
            Note::new(Target::Relation(1), "stays"),
            Note::new(Target::Note(3), "stays with it"),
        ];
        let gone = set.keep_spans(|at, _| at != 0);
        assert_eq!(gone, Gone { relations: 1, notes: 3 });
        assert_eq!(set.relations, [Relation::new(1, 0, Label::new("b"))]);
        let notes = [Note::new(Target::Relation(0), "stays"), Note::new(Target::Note(0), "stays with it")];
        assert_eq!(set.notes, notes);
    }
}
