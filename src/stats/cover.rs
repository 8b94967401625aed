//! How many characters spans cover, each counted once however many spans lie on it.

use super::Scope;
use crate::model::{Document, Fragments, Project, Span, TagId};
use crate::text::{Regions, Text, TextRange, Unit};

/// The ranges of some fragments that cover characters of `text`. A range that is empty, or no range of this
/// text because the text changed since, covers nothing.
pub(super) fn covering<'a>(text: &'a Text, at: &'a Fragments) -> impl Iterator<Item = TextRange> + 'a {
    at.iter().filter(|&range| !text.slice(range).is_empty())
}

/// The code points of some fragments of one span. They do not overlap, so that the sum is the union.
pub(super) fn length(text: &Text, at: &Fragments) -> usize {
    covering(text, at).map(|range| n_code_points(text, range)).sum()
}

/// The code points of the union of some ranges, which may overlap and stand in any order, without parts that are left
/// out.
pub(super) fn union(text: &Text, left_out: &Regions, ranges: &mut Vec<TextRange>) -> usize {
    merge(ranges);
    ranges.iter().map(|&range| n_code_points(text, range) - n_left_out(text, left_out, range)).sum()
}

/// The code points of a range that are left out.
pub(super) fn n_left_out(text: &Text, left_out: &Regions, range: TextRange) -> usize {
    let common = left_out.overlapping(range).filter_map(|part| part.intersection(range));
    common.map(|part| n_code_points(text, part)).sum()
}

/// Sorts ranges and joins those that touch, so that what is left is apart and ascending.
pub(super) fn merge(ranges: &mut Vec<TextRange>) {
    ranges.sort_unstable();
    ranges.dedup_by(|next, kept| {
        let touches = next.start() <= kept.end();
        if touches {
            *kept = kept.hull(*next);
        }
        touches
    });
}

/// The code points inside `windows`, which are ascending and apart, that spans of a tag cover in a document.
/// Looks only at spans that overlap a window; where windows are many, at each span once.
pub(super) fn covered_within(
    project: &Project,
    scope: &Scope,
    document: &Document,
    tag: &TagId,
    windows: &[TextRange],
) -> usize {
    let text = &document.text;
    let mut clipped = Vec::new();
    for (_, set) in scope.sets_of(project, &document.id) {
        if are_few(windows, set.spans.len()) {
            for window in windows {
                let near = set.spans.overlapping(*window).filter(|span| span.tag == *tag);
                clip(text, near, std::slice::from_ref(window), &mut clipped);
            }
        } else {
            clip(text, set.spans.iter().filter(|span| span.tag == *tag), windows, &mut clipped);
        }
    }
    union(text, scope.left_out(document), &mut clipped)
}

/// Whether looking around each window costs less than one walk over all spans. A look passes a few nodes and the
/// spans of one or two leaves, together some 200.
fn are_few(windows: &[TextRange], n_spans: usize) -> bool {
    windows.len() < 2 || windows.len().saturating_mul(200) < n_spans
}

/// Adds what of some spans lies inside windows, which are ascending and apart.
fn clip<'a>(text: &Text, spans: impl Iterator<Item = &'a Span>, windows: &[TextRange], clipped: &mut Vec<TextRange>) {
    for range in spans.flat_map(|span| covering(text, &span.at)) {
        let first = windows.partition_point(|window| window.end() <= range.start());
        let near = windows.iter().skip(first).take_while(|window| window.start() < range.end());
        clipped.extend(near.filter_map(|window| window.intersection(range)));
    }
}

/// A short range is counted where it stands, a long one by the text's marks.
fn n_code_points(text: &Text, range: TextRange) -> usize {
    if range.len() < 512 { text.slice(range).chars().count() } else { text.n_units(range, Unit::CodePoint) }
}
