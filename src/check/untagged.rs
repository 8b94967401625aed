//! Words that are tagged elsewhere and not here.

use super::habits::is_habit;
use super::{Check, Find, Finding, Habits, Severity};
use crate::edit::{Command, check_mark};
use crate::model::{AnnotationSet, Project, SetKey, TagId};
use crate::text::{Offset, TextRange, WordEdges, quote};
use aho_corasick::{AhoCorasick, MatchKind};

pub(super) const CHECK: Check = Check {
    kind: "untagged",
    severity: Severity::Info,
    about: "Words that are tagged elsewhere, and not here",
    find: Find::ByHabit(find),
};

/// The shortest words that are looked for, in characters.
const SHORTEST: usize = 2;

fn find(project: &Project, habits: &Habits, key: &SetKey, set: &AnnotationSet) -> Vec<Finding> {
    let Some(document) = project.document(&key.document) else { return Vec::new() };
    let Some(end) = seen_up_to(set, document.text.end()) else { return Vec::new() };
    let known = tagged_words(project, habits);
    let patterns = known.iter().map(|(words, ..)| words);
    // One that is too large finds nothing; it would have to be of gigabytes.
    let builder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(patterns);
    let (Ok(automaton), false) = (builder, known.is_empty()) else { return Vec::new() };
    let text = &document.text;
    let mut edges = WordEdges::of(text);
    let mut found = Vec::new();
    for hit in automaton.find_iter(text.upto(end)) {
        let range = TextRange::between(text.floor(hit.start()), text.floor(hit.end()));
        let Some(&(words, tag, n)) = known.get(hit.pattern().as_usize()) else { continue };
        let is_whole = edges.has(range.start()) && edges.has(range.end());
        if !is_whole || document.excluded.contains(range) || is_marked(project, set, range, tag) {
            continue;
        }
        if check_mark(project, key, range, tag).is_err() {
            continue;
        }
        let name = project.codebook.tag(tag).map_or(tag.to_string(), |tag| tag.name.clone());
        let message = format!("“{}” is {name} {n} times, and not tagged here", quote(words));
        let fix = Command::AddSpan { set: key.clone(), at: range.into(), tag: tag.clone() };
        found.push(Finding::new(&CHECK, message).in_set(key).at(range).with_fix(Some(fix)));
    }
    found
}

/// How far the annotator has come: what lies behind the last span of an unfinished article may be tagged yet.
fn seen_up_to(set: &AnnotationSet, end: Offset) -> Option<Offset> {
    if set.head.state.is_finished() {
        return Some(end);
    }
    set.spans.iter().next_back().map(|span| span.hull().end().min(end))
}

/// Words that are one tag by habit, sorted so that findings come in one order.
fn tagged_words<'a>(project: &Project, habits: &'a Habits) -> Vec<(&'a str, &'a TagId, usize)> {
    let by_habit = habits.words().filter_map(|(words, tags)| {
        let (tag, n) = tags.iter().max_by_key(|(_, n)| *n)?;
        let n_others: usize = tags.iter().map(|(_, n)| n).sum::<usize>() - n;
        let is_long = words.chars().nth(SHORTEST - 1).is_some();
        (is_long && is_habit(*n, n_others) && project.codebook.tag(tag).is_some()).then_some((words, tag, *n))
    });
    let mut known: Vec<_> = by_habit.collect();
    known.sort_unstable();
    known
}

/// Whether something of the tag's layer lies there already.
fn is_marked(project: &Project, set: &AnnotationSet, range: TextRange, tag: &TagId) -> bool {
    let layer = |id: &TagId| project.codebook.tag(id).map(|tag| &tag.layer);
    set.spans.overlapping(range).any(|span| span.hull().overlaps(range) && layer(&span.tag) == layer(tag))
}
