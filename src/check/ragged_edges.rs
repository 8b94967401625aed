//! Spans with signs at their edges that spans of their tag mostly do not have.

use super::habits::{Edges, is_habit, without_signs, words_of};
use super::{Check, Find, Finding, Habits, Severity};
use crate::edit::Command;
use crate::model::{AnnotationSet, Project, SetKey, Span};
use crate::text::{Granularity, TextRange, quote};

pub(super) const CHECK: Check = Check {
    kind: "ragged-edge",
    severity: Severity::Info,
    about: "Spans with a sign at an edge that spans of their tag mostly do not have",
    find: Find::ByHabit(find),
};

fn find(project: &Project, habits: &Habits, key: &SetKey, set: &AnnotationSet, range: TextRange) -> Vec<Finding> {
    let Some(document) = project.document(&key.document) else { return Vec::new() };
    let text = &document.text;
    let of_words = |span: &&Span| {
        let layer = project.codebook.layer_of(&span.tag);
        layer.is_none_or(|layer| matches!(layer.granularity, Granularity::Grapheme | Granularity::Word))
    };
    let mut found = Vec::new();
    for span in set.spans.starting_within(range).filter(of_words) {
        let Some(words) = words_of(text, span) else { continue };
        if !is_told(habits.edges_of(&span.tag)) {
            continue;
        }
        let range = span.hull();
        if let Some(trimmed) = without_signs(text, range) {
            let name = project.codebook.tag(&span.tag).map_or(span.tag.to_string(), |tag| tag.name.clone());
            let (words, to) = (quote(words), quote(text.slice(trimmed)));
            let message = format!("“{words}” has a sign at its edge, as {name} mostly has not: “{to}”");
            let fix = Command::Resize { set: key.clone(), span: span.key(), at: trimmed.into() };
            found.push(Finding::new(&CHECK, message).in_set(key).at(range).with_fix(Some(fix)));
        }
    }
    found
}

/// Whether spans of a tag are told that have signs at their edges, if there are such.
pub(super) fn is_told(edges: Edges) -> bool {
    edges.n_ragged == 0 || is_habit(edges.n_spans - edges.n_ragged, edges.n_ragged)
}
