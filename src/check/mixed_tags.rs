//! The same words under different tags of a layer, where one of them is the habit.

use super::habits::{is_habit, times, words_of};
use super::{Check, Find, Finding, Habits, Severity};
use crate::edit::Command;
use crate::model::{AnnotationSet, Project, SetKey, Span, TagId};
use crate::text::{TextRange, quote};

pub(super) const CHECK: Check = Check {
    kind: "mixed-tags",
    severity: Severity::Info,
    about: "Words that have another tag here than they mostly have",
    find: Find::ByHabit(find),
};

fn find(project: &Project, habits: &Habits, key: &SetKey, set: &AnnotationSet, range: TextRange) -> Vec<Finding> {
    let Some(document) = project.document(&key.document) else { return Vec::new() };
    let codebook = &project.codebook;
    let mut found = Vec::new();
    for span in set.spans.starting_within(range) {
        let Some(words) = words_of(&document.text, span) else { continue };
        let tags = habits.tags_of(words);
        if tags.len() < 2 {
            continue;
        }
        let n_so = habits.n_marked(words, &span.tag);
        let others = tags.iter().filter(|(tag, n)| is_habit(*n, n_so) && is_other(project, set, span, tag));
        if let Some((other, n)) = others.max_by_key(|(_, n)| *n) {
            let (here, words) = (codebook.name_of(&span.tag), quote(words));
            let message = format!("“{words}” is {here} here, and {} {}", codebook.name_of(other), times(*n));
            let fix = Command::Retag { set: key.clone(), spans: vec![span.key()], tag: other.clone() };
            found.push(Finding::new(&CHECK, message).in_set(key).at(span.hull()).with_fix(Some(fix)));
        }
    }
    found
}

/// Whether a tag stands in the way of a span's own: of the same layer, and not on the same range beside it.
fn is_other(project: &Project, set: &AnnotationSet, span: &Span, other: &TagId) -> bool {
    let layer = |id: &TagId| project.codebook.tag(id).map(|tag| &tag.layer);
    let is_beside = |it: &Span| it.tag == *other && it.at == span.at;
    *other != span.tag
        && layer(other).is_some()
        && layer(other) == layer(&span.tag)
        && !set.spans.starting_at(span.hull().start()).any(is_beside)
}
