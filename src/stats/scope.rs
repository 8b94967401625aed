//! Which documents and whose spans figures are about.

use crate::model::{AnnotationSet, AnnotatorId, Document, DocumentId, Project, SetKey};
use crate::text::Regions;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Which documents figures are about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Documents {
    /// All that are not archived.
    #[default]
    All,
    /// One, archived or not.
    One(DocumentId),
    /// These, archived or not. Ids of documents that the project lacks count nothing.
    Some(Arc<BTreeSet<DocumentId>>),
}

/// Which documents and whose spans figures are about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Which documents.
    pub documents: Documents,
    /// Whose spans; everybody's without a choice.
    pub annotators: Option<BTreeSet<AnnotatorId>>,
    /// Whether the parts count that are left out of the labeling: in the characters of texts, and in those that spans
    /// cover.
    pub with_left_out: bool,
}

/// Where nothing is left out.
static NOTHING: Regions = Regions::NONE;

impl Scope {
    /// Whether the spans of an annotator count.
    pub fn has_annotator(&self, id: &AnnotatorId) -> bool {
        self.annotators.as_ref().is_none_or(|annotators| annotators.contains(id))
    }

    /// The parts of a document whose characters do not count.
    pub fn left_out<'a>(&self, document: &'a Document) -> &'a Regions {
        if self.with_left_out { &NOTHING } else { &document.excluded }
    }

    /// The document with an id, if it is there and counts.
    pub fn document<'a>(&self, project: &'a Project, id: &DocumentId) -> Option<&'a Arc<Document>> {
        let document = project.document(id)?;
        let counts = match &self.documents {
            Documents::All => !document.archived,
            Documents::One(one) => one == id,
            Documents::Some(some) => some.contains(id),
        };
        counts.then_some(document)
    }

    /// The documents that count, in the order of their ids.
    pub fn documents<'a>(&'a self, project: &'a Project) -> Box<dyn Iterator<Item = &'a Arc<Document>> + 'a> {
        match &self.documents {
            Documents::All => Box::new(project.documents.values().filter(|document| !document.archived)),
            Documents::One(id) => Box::new(project.document(id).into_iter()),
            Documents::Some(ids) => Box::new(ids.iter().filter_map(|id| project.document(id))),
        }
    }

    /// The sets of one document that count, in the order of annotators' ids.
    pub fn sets_of<'a>(
        &'a self,
        project: &'a Project,
        document: &'a DocumentId,
    ) -> impl Iterator<Item = (&'a SetKey, &'a Arc<AnnotationSet>)> {
        project.sets_of(document).filter(|(key, _)| self.has_annotator(&key.annotator))
    }
}
