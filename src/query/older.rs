//! Spans that were made under an older definition of their tag than today's.

use crate::model::{Project, SetKey, Span, Tag};

/// The spans with a tag that were made before what it means was last changed, by document, annotator and place. Sets
/// without such spans cost nothing, others time with all their spans.
pub fn made_before_definition<'a>(project: &'a Project, tag: &'a Tag) -> impl Iterator<Item = (&'a SetKey, &'a Span)> {
    let revised = tag.revised;
    let sets = project.sets.iter().filter(move |(_, set)| revised.is_some() && set.spans.n_tagged(&tag.id) > 0);
    sets.flat_map(|(key, set)| set.spans.iter().map(move |span| (key, span)))
        .filter(move |(_, span)| span.tag == tag.id && revised.is_some_and(|revised| span.made < revised))
}
