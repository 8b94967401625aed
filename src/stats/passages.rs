//! The spans behind a figure, for stepping through them.

use super::Scope;
use crate::model::{Project, SetKey, Span, TagId};

/// The spans that carry a tag (not those under it), in the order of documents' ids, then annotators' ids,
/// then reading order. Lazy: the next one is looked for when it is asked for.
pub fn passages<'a>(
    project: &'a Project,
    scope: &'a Scope,
    tag: &'a TagId,
) -> impl Iterator<Item = (&'a SetKey, &'a Span)> {
    let sets = scope.documents(project).flat_map(|document| scope.sets_of(project, &document.id));
    let tagged = sets.filter(move |(_, set)| set.spans.n_tagged(tag) > 0);
    tagged
        .flat_map(|(key, set)| set.spans.iter().map(move |span| (key, span)))
        .filter(move |(_, span)| span.tag == *tag)
}
