//! Where the passage of an example stands in its source.

use crate::model::{Example, Project};
use crate::text::{Text, TextRange};

/// Where an example's passage stands in its source, over what it marks or over its start; nothing where it does not any
/// more. Takes time with the passage.
pub fn passage_of(project: &Project, example: &Example) -> Option<TextRange> {
    let source = example.source.as_ref()?;
    passage_at(&project.document(&source.document)?.text, &example.text, source.range)
}

fn passage_at(text: &Text, passage: &str, range: TextRange) -> Option<TextRange> {
    text.check(range).ok()?;
    let start = range.start().index();
    let from = text.floor(start.saturating_sub(passage.len()));
    let to = text.floor(start.saturating_add(passage.len()).saturating_add(1));
    let around = text.slice(TextRange::between(from, to));
    let mut places = around.match_indices(passage).map(|(at, _)| from.index() + at);
    let at = places.find(|at| *at <= start && start <= at + passage.len())?;
    Some(TextRange::between(text.floor(at), text.floor(at + passage.len())))
}

/// What an example marks within its passage, in bytes of that; nothing where its source does not say it any more.
pub fn marked_in(project: &Project, example: &Example) -> Option<std::ops::Range<usize>> {
    let passage = passage_of(project, example)?;
    let marked = example.source.as_ref()?.range;
    let end = marked.end().min(passage.end());
    let from = |at: crate::text::Offset| at.index() - passage.start().index();
    Some(from(marked.start())..from(end.max(marked.start())))
}
