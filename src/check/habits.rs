//! How an annotator is used to mark words, over all documents: what the checks of consistency compare each span with.

use crate::model::{AnnotationSet, AnnotatorId, Document, Project, SetKey, Span, SpanSeq, TagId};
use crate::text::{Text, TextRange};
use imbl::HashMap;
use smol_str::SmolStr;
use std::sync::Arc;

/// What is counted. Only what lies in one piece, and is no longer than a name may be, has habits. A clone copies pointers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Habits {
    by_words: HashMap<SmolStr, Vec<(TagId, usize)>>,
    by_tag: HashMap<TagId, Edges>,
}

/// How the spans of a tag begin and end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Edges {
    /// How many there are.
    pub(super) n_spans: usize,
    /// How many of them have signs at their edges that a selection by words would leave out.
    pub(super) n_ragged: usize,
}

/// What words are by habit, and what each of their tags would rather be; how often is as it is told.
pub(super) type Outcome<'a> = (Option<(&'a TagId, usize)>, Vec<(&'a TagId, Vec<(&'a TagId, usize)>)>);

/// The longest words that are compared, in bytes.
pub(super) const LONGEST: u32 = 120;

impl Habits {
    /// Those of an annotator in all sets.
    pub fn of(project: &Project, annotator: &AnnotatorId) -> Self {
        let mut habits = Self::default();
        habits.follow(None, project, annotator);
        habits
    }

    /// Brings them from an earlier state of the project to a later one; takes time with the documents, and with the spans
    /// that are new or gone. Returns the words about which there may be others now, in no order.
    pub fn follow(&mut self, earlier: Option<&Project>, now: &Project, annotator: &AnnotatorId) -> Vec<SmolStr> {
        let mut changed = Vec::new();
        let key = |document: &Arc<Document>| SetKey { document: document.id.clone(), annotator: annotator.clone() };
        let nothing = SpanSeq::default();
        let spans = |set: Option<&Arc<AnnotationSet>>| set.map_or_else(|| nothing.clone(), |set| set.spans.clone());
        for document in earlier.into_iter().flat_map(|project| project.documents.values()) {
            if now.document(&document.id).is_none_or(|later| !later.text.same(&document.text)) {
                let old = spans(earlier.and_then(|project| project.set(&key(document))));
                changed.extend(self.count(&document.text, old.iter(), Self::forget));
            }
        }
        for document in now.documents.values() {
            let key = key(document);
            let old = earlier.filter(|earlier| {
                earlier.document(&document.id).is_some_and(|before| before.text.same(&document.text))
            });
            let old = spans(old.and_then(|project| project.set(&key)));
            let new = spans(now.set(&key));
            if let Some(range) = new.changed_since(&old).filter(|_| !new.same(&old)) {
                changed.extend(self.count(&document.text, old.starting_within(range), Self::forget));
                changed.extend(self.count(&document.text, new.starting_within(range), Self::learn));
            }
        }
        changed
    }

    fn count<'a>(
        &mut self,
        text: &Text,
        spans: impl Iterator<Item = &'a Span>,
        count: fn(&mut Self, &str, &TagId, bool),
    ) -> Vec<SmolStr> {
        let mut counted = Vec::new();
        for span in spans {
            if let Some(words) = words_of(text, span) {
                count(self, words, &span.tag, without_signs(text, span.hull()).is_some());
                counted.push(words.into());
            }
        }
        counted
    }

    fn learn(&mut self, words: &str, tag: &TagId, is_ragged: bool) {
        let tags = self.by_words.entry(words.into()).or_default();
        match tags.iter_mut().find(|(known, _)| known == tag) {
            Some((_, n)) => *n += 1,
            None => {
                tags.push((tag.clone(), 1));
                tags.sort();
            }
        }
        let edges = self.by_tag.entry(tag.clone()).or_default();
        edges.n_spans += 1;
        edges.n_ragged += usize::from(is_ragged);
    }

    fn forget(&mut self, words: &str, tag: &TagId, is_ragged: bool) {
        if let Some(tags) = self.by_words.get_mut(words) {
            tags.iter_mut().filter(|(known, _)| known == tag).for_each(|(_, n)| *n = n.saturating_sub(1));
            tags.retain(|(_, n)| *n > 0);
            if tags.is_empty() {
                self.by_words.remove(words);
            }
        }
        if let Some(edges) = self.by_tag.get_mut(tag) {
            edges.n_spans = edges.n_spans.saturating_sub(1);
            edges.n_ragged = edges.n_ragged.saturating_sub(usize::from(is_ragged));
            if edges.n_spans == 0 {
                self.by_tag.remove(tag);
            }
        }
    }

    /// How often words are marked as each tag, in the order of the tags.
    pub(super) fn tags_of(&self, words: &str) -> &[(TagId, usize)] {
        self.by_words.get(words).map_or(&[], Vec::as_slice)
    }

    /// How often words are marked as a tag.
    pub(super) fn n_marked(&self, words: &str, tag: &TagId) -> usize {
        self.tags_of(words).iter().find(|(known, _)| known == tag).map_or(0, |(_, n)| *n)
    }

    /// The tag that words have by habit, and how often they have it. Nothing for a letter or sign alone.
    pub(super) fn habit_of(&self, words: &str) -> Option<(&TagId, usize)> {
        habit_among(words, self.tags_of(words))
    }

    /// What may be found follows from this and the span alone: the tag that words have by habit, and for each of their tags
    /// which others are the habit rather, the most frequent last.
    pub(super) fn outcome(&self, words: &str) -> Outcome<'_> {
        let tags = self.tags_of(words);
        let habit = habit_among(words, tags).map(|(tag, n)| (tag, told(n)));
        let rather = |(tag, n_so): &'_ (TagId, usize)| {
            let mut others: Vec<&(TagId, usize)> = tags.iter().filter(|(_, n)| is_habit(*n, *n_so)).collect();
            others.retain(|(other, _)| other != tag);
            others.sort_by_key(|(_, n)| *n);
            others.into_iter().map(|(other, n)| (other, told(*n))).collect()
        };
        (
            habit,
            tags.iter()
                .map(|tag| (&tag.0, rather(tag)))
                .filter(|(_, others): &(_, Vec<_>)| !others.is_empty())
                .collect(),
        )
    }

    /// All words that have a tag by habit, in no order.
    pub(super) fn known(&self) -> impl Iterator<Item = &str> {
        self.by_words.iter().filter(|(words, tags)| habit_among(words, tags).is_some()).map(|(words, _)| words.as_str())
    }

    /// How spans of a tag begin and end.
    pub(super) fn edges_of(&self, tag: &TagId) -> Edges {
        self.by_tag.get(tag).copied().unwrap_or_default()
    }
}

/// How often something must have been done to be a habit.
const OFTEN: usize = 3;
/// How many times as often as the other thing.
const TIMES: usize = 4;

/// Whether one thing is done so often, and another so seldom, that the other may be a slip.
pub(super) fn is_habit(often: usize, seldom: usize) -> bool {
    often >= OFTEN && often >= TIMES * seldom
}

/// How often something was done, as it is told: exactly while that is seldom, else in steps of 1, 2 and 5, or all that is
/// told of a frequent word would be news after every edit of it.
pub(super) fn told(n: usize) -> usize {
    let mut unit = 1;
    while n >= 10 * unit {
        unit *= 10;
    }
    match n / unit {
        _ if unit == 1 => n,
        1 => unit,
        2..5 => 2 * unit,
        _ => 5 * unit,
    }
}

/// The same in words.
pub(super) fn times(n: usize) -> String {
    if told(n) < 10 { format!("{n} times") } else { format!("at least {} times", told(n)) }
}

/// The shortest words that have a tag by habit, in characters.
const SHORTEST: usize = 2;

fn habit_among<'a>(words: &str, tags: &'a [(TagId, usize)]) -> Option<(&'a TagId, usize)> {
    let (tag, n) = tags.iter().max_by_key(|(_, n)| *n)?;
    let n_others: usize = tags.iter().map(|(_, n)| n).sum::<usize>() - n;
    (is_habit(*n, n_others) && words.chars().nth(SHORTEST - 1).is_some()).then_some((tag, *n))
}

/// What a span covers, where that is something to have habits about.
pub(super) fn words_of<'a>(text: &'a Text, span: &Span) -> Option<&'a str> {
    let range = span.hull();
    let is_short = span.at.n_ranges() == 1 && !range.is_empty() && range.len() <= LONGEST;
    (is_short && text.check(range).is_ok()).then(|| text.slice(range))
}

/// What a selection by words would leave of a range that has signs at its edges, if it would leave them out.
pub(super) fn without_signs(text: &Text, range: TextRange) -> Option<TextRange> {
    let words = text.slice(range);
    let is_sign = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    // Looking for words takes longer, and few spans have signs at their edges.
    if ![words.chars().next(), words.chars().next_back()].into_iter().flatten().any(is_sign) {
        return None;
    }
    let snapped = text.snapped(range);
    (snapped != range && range.contains(snapped) && !snapped.is_empty()).then_some(snapped)
}
