//! Where a pattern stands in many documents, and what marking it there would meet.

use super::Finder;
use super::find::Step;
use crate::edit::{EditError, check_mark};
use crate::model::{AnnotatorId, Document, DocumentId, Project, SetKey, TagId};
use crate::text::TextRange;

/// Who would mark what is found, and as what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// Whose sets.
    pub annotator: AnnotatorId,
    /// The tag.
    pub tag: TagId,
}

/// A place where the pattern stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// The document.
    pub document: DocumentId,
    /// Where in it.
    pub range: TextRange,
    /// What marking it would meet.
    pub standing: Standing,
}

/// What marking a place would meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing.
    Free,
    /// A span of the same range with another tag.
    Beside(TagId),
    /// It lies in a part that is left out of the labeling.
    LeftOut,
    /// It is marked as the tag already, or a part of what is.
    Marked,
    /// A rule of the tag's layer, with what it says.
    Forbidden(String),
}

impl Standing {
    /// Whether it can be marked at all.
    pub const fn is_open(&self) -> bool {
        matches!(self, Self::Free | Self::Beside(_) | Self::LeftOut)
    }
}

/// What one step of looking came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gathered {
    /// A place.
    Found(Occurrence),
    /// A part of a text without one: time to see whether anybody still waits.
    Nothing,
    /// A document has been looked through.
    Through,
}

/// Looks through documents one after the other, in bounded steps.
pub fn gather<'a>(
    project: &'a Project,
    documents: &'a [DocumentId],
    finder: &'a Finder,
    mark: &'a Mark,
) -> impl Iterator<Item = Gathered> + 'a {
    let known = documents.iter().filter_map(|id| project.document(id));
    known.flat_map(move |document| {
        let mut hits = finder.hits(&document.text);
        let mut is_over = false;
        std::iter::from_fn(move || {
            if is_over {
                return None;
            }
            Some(match hits.step() {
                Step::Hit(range) => {
                    let standing = standing(project, document, range, mark);
                    Gathered::Found(Occurrence { document: document.id.clone(), range, standing })
                }
                Step::Nothing => Gathered::Nothing,
                Step::End => {
                    is_over = true;
                    Gathered::Through
                }
            })
        })
    })
}

/// What marking a place would meet.
fn standing(project: &Project, document: &Document, range: TextRange, mark: &Mark) -> Standing {
    let key = SetKey { document: document.id.clone(), annotator: mark.annotator.clone() };
    let near = || project.set(&key).into_iter().flat_map(|set| set.spans.overlapping(range));
    if near().any(|span| span.tag == mark.tag && span.hull().overlaps(range)) {
        return Standing::Marked;
    }
    match check_mark(project, &key, range, &mark.tag) {
        Err(EditError::AlreadyThere { .. }) => Standing::Marked,
        Err(error) => Standing::Forbidden(error.to_string()),
        Ok(()) if document.excluded.contains(range) => Standing::LeftOut,
        Ok(()) => match near().find(|span| span.hull() == range) {
            Some(span) => Standing::Beside(span.tag.clone()),
            None => Standing::Free,
        },
    }
}
