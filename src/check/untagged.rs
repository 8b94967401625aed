//! Words that are tagged elsewhere and not here.

use super::habits::{LONGEST, times};
use super::in_set::EVERYWHERE;
use super::{Check, Find, Finding, Habits, Severity};
use crate::edit::{Command, check_mark};
use crate::model::{AnnotationSet, Project, SetKey, TagId};
use crate::text::{Offset, Text, TextRange, WordEdges, quote};
use aho_corasick::AhoCorasick;

pub(super) const CHECK: Check = Check {
    kind: "untagged",
    severity: Severity::Info,
    about: "Words that are tagged elsewhere, and not here",
    find: Find::ByHabit(find),
};

fn find(project: &Project, habits: &Habits, key: &SetKey, set: &AnnotationSet, range: TextRange) -> Vec<Finding> {
    let Some(document) = project.document(&key.document) else { return Vec::new() };
    let text = &document.text;
    let Some(end) = seen_up_to(set, text.end()) else { return Vec::new() };
    let mut known = Known { project, habits, text, end, edges: WordEdges::of(text) };
    let is_everywhere = range == EVERYWHERE;
    let places = if is_everywhere { known.outermost() } else { known.beginning_in(range) };
    let mut found = Vec::new();
    for range in places {
        let words = text.slice(range);
        let Some((tag, n)) = known.habit_of(words) else { continue };
        if document.excluded.contains(range) || is_marked(project, set, range, tag) {
            continue;
        }
        // Looking for words takes longest, and most places are marked.
        if check_mark(project, key, range, tag).is_err() || !(is_everywhere || known.is_outermost(range)) {
            continue;
        }
        let name = project.codebook.name_of(tag).to_owned();
        let message = format!("“{}” is {name} {}, and not tagged here", quote(words), times(n));
        let fix = Command::AddSpan { set: key.clone(), at: range.into(), tag: tag.clone() };
        found.push(Finding::new(&CHECK, message).in_set(key).at(range).with_fix(Some(fix)));
    }
    found
}

/// How far the annotator has come: what lies behind the last span of an unfinished article may be tagged yet.
pub(super) fn seen_up_to(set: &AnnotationSet, end: Offset) -> Option<Offset> {
    if set.head.state.is_finished() {
        return Some(end);
    }
    set.spans.iter().next_back().map(|span| span.hull().end().min(end))
}

/// Whether something of the tag's layer lies there already.
fn is_marked(project: &Project, set: &AnnotationSet, range: TextRange, tag: &TagId) -> bool {
    let layer = |id: &TagId| project.codebook.tag(id).map(|tag| &tag.layer);
    set.spans.overlapping(range).any(|span| span.hull().overlaps(range) && layer(&span.tag) == layer(tag))
}

/// Where in a text whole words stand that have a tag by habit.
struct Known<'a> {
    project: &'a Project,
    habits: &'a Habits,
    text: &'a Text,
    /// What lies behind is not looked at.
    end: Offset,
    edges: WordEdges<'a>,
}

impl<'a> Known<'a> {
    fn habit_of(&self, words: &str) -> Option<(&'a TagId, usize)> {
        self.habits.habit_of(words).filter(|(tag, _)| self.project.codebook.tag(tag).is_some())
    }

    /// Whether words begin where a range does, and end where it does.
    fn is_whole(&mut self, range: TextRange) -> bool {
        self.edges.has(range.start()) && self.edges.has(range.end())
    }

    /// All places that lie in no longer one, found in one look at the text.
    fn outermost(&mut self) -> Vec<TextRange> {
        let mut words: Vec<&str> = self.habits.known().filter(|words| self.habit_of(words).is_some()).collect();
        words.sort_unstable();
        // One that is too large finds nothing; it would have to be of gigabytes.
        let (Ok(automaton), false) = (AhoCorasick::new(&words), words.is_empty()) else { return Vec::new() };
        let hits = automaton.find_overlapping_iter(self.text.upto(self.end));
        let mut hits: Vec<TextRange> =
            hits.map(|hit| TextRange::between(self.text.floor(hit.start()), self.text.floor(hit.end()))).collect();
        hits.sort_unstable_by_key(|range| (range.start(), std::cmp::Reverse(range.end())));
        let mut reached = Offset::ZERO;
        hits.retain(|range| {
            let is_outermost = range.end() > reached && self.is_whole(*range);
            if is_outermost {
                reached = range.end();
            }
            is_outermost
        });
        hits
    }

    /// The places that begin in a range or at its end, and what looks like one within a word.
    fn beginning_in(&self, range: TextRange) -> Vec<TextRange> {
        let starts = self.breaks(range.start().index(), range.end().min(self.end).index());
        let mut places = Vec::new();
        for start in starts {
            let last = (start.index() + LONGEST as usize).min(self.end.index());
            let ends = self.breaks(start.index() + 1, last);
            let ranges = ends.into_iter().map(|end| TextRange::between(start, end));
            places.extend(ranges.filter(|range| self.habit_of(self.text.slice(*range)).is_some()));
        }
        places
    }

    /// Whether something is a place, and lies in no longer one.
    fn is_outermost(&mut self, place: TextRange) -> bool {
        if !self.is_whole(place) {
            return false;
        }
        let first = place.end().index().saturating_sub(LONGEST as usize);
        let around = TextRange::between(self.text.floor(first), place.start());
        let mut around = self.beginning_in(around).into_iter().filter(|other| *other != place && other.contains(place));
        !around.any(|other| self.is_whole(other))
    }

    /// Where words may begin or end between two places: not within a run of letters and digits of ASCII.
    fn breaks(&self, from: usize, to: usize) -> Vec<Offset> {
        let bytes = self.text.as_str().as_bytes();
        let is_plain = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
        let is_within = |at: usize| at > 0 && is_plain(at - 1) && is_plain(at);
        let breaks = (from..=to).filter(|at| self.text.as_str().is_char_boundary(*at) && !is_within(*at));
        breaks.map(|at| self.text.floor(at)).collect()
    }
}
