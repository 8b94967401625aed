//! Where in a set something may be found by habit that was not found before, or is found no more.

use super::habits::{Habits, LONGEST};
use super::{articles, ragged_edges, untagged};
use crate::model::{AnnotationSet, TagId};
use crate::text::{Offset, Text, TextRange};
use memchr::memmem;
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// How a set and its annotator's habits were when it was last compared with them, and what has changed since.
#[derive(Clone, Copy, Debug)]
pub struct Since<'a> {
    /// The habits as they were.
    pub habits: &'a Habits,
    /// The words about which they may be others now, as [`Habits::follow`] tells them.
    pub words: &'a [SmolStr],
    /// The set as it was.
    pub set: &'a AnnotationSet,
}

/// The most bytes that are looked at in places; rather than more, all is looked at.
const MOST: usize = 200_000;

/// The places in order, apart from each other; nothing where everything is to be looked at. What is found by habit begins
/// in one of them, or is as it was. Takes time with the text for each word that has another habit.
pub(super) fn places(text: &Text, set: &AnnotationSet, habits: &Habits, since: Since<'_>) -> Option<Vec<TextRange>> {
    let is_told = |habits: &Habits, tag: &TagId| ragged_edges::is_told(habits.edges_of(tag));
    if set.spans.tags().any(|(tag, _)| is_told(habits, tag) != is_told(since.habits, tag)) {
        return None;
    }
    let mut places = Vec::new();
    // Whatever lies over something that has changed began no further before it.
    let reaching =
        |from: Offset, to: Offset| TextRange::between(text.floor(from.index().saturating_sub(LONGEST as usize)), to);
    places.extend(set.spans.changed_since(&since.set.spans).map(|range| reaching(range.start(), range.end())));
    let seen = |set| untagged::seen_up_to(set, text.end()).unwrap_or(Offset::ZERO);
    let (before, now) = (seen(since.set), seen(set));
    if before != now {
        places.push(reaching(before.min(now), before.max(now)));
    }
    let words: BTreeSet<&str> = since.words.iter().map(SmolStr::as_str).collect();
    let both = [habits, since.habits];
    for words in words {
        if is_about_words(both, words) {
            places.extend(places_of(text, words, 0));
        }
        for name in BTreeSet::from([words, articles::name_of(words)]) {
            if is_about_article(both, name) {
                places.extend(places_of(text, name, articles::longest()));
            }
        }
    }
    let n_bytes: usize = places.iter().map(|range| range.len() as usize).sum();
    (n_bytes <= MOST).then(|| apart(places))
}

/// Whether something else is found that follows from which tags words have.
fn is_about_words([now, before]: [&Habits; 2], words: &str) -> bool {
    now.outcome(words) != before.outcome(words)
}

/// Whether something else is found that follows from how often a name has its article.
fn is_about_article([now, before]: [&Habits; 2], name: &str) -> bool {
    let mut tags = [now, before].into_iter().flat_map(|habits| habits.tags_of(name));
    tags.any(|(tag, _)| articles::outcome(now, name, tag) != articles::outcome(before, name, tag))
}

/// Where words stand, and so much before.
fn places_of<'a>(text: &'a Text, words: &'a str, n_before: usize) -> impl Iterator<Item = TextRange> + 'a {
    let hits = memmem::find_iter(text.as_str().as_bytes(), words);
    hits.map(move |at| {
        TextRange::between(text.floor(at.saturating_sub(n_before)), text.floor(at + words.len().saturating_sub(1)))
    })
}

/// The same places, in order, and those as one that meet.
fn apart(mut places: Vec<TextRange>) -> Vec<TextRange> {
    places.sort_unstable();
    let mut apart: Vec<TextRange> = Vec::with_capacity(places.len());
    for place in places {
        match apart.last_mut().filter(|last| last.touches(place.start())) {
            Some(last) => *last = last.hull(place),
            None => apart.push(place),
        }
    }
    apart
}
