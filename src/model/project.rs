//! A project: all that a folder of files says, as one value.

use super::{
    AnnotationSet, Annotator, AnnotatorId, Codebook, Document, DocumentId, RecordId, SetKey, SetState, Workflow,
};
use imbl::OrdMap;
use std::sync::Arc;

/// A whole project. Clones in constant time: a snapshot for a job costs a few pointers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Project {
    /// What the project is told by, whatever its name or folder.
    pub id: RecordId,
    /// What people call it.
    pub name: String,
    /// How people work together.
    pub workflow: Arc<Workflow>,
    /// Queries that people have given names, by their names: which documents and which spans count.
    pub filters: OrdMap<String, String>,
    /// What spans can be marked as.
    pub codebook: Arc<Codebook>,
    /// The texts.
    pub documents: OrdMap<DocumentId, Arc<Document>>,
    /// The people and programs that own sets.
    pub annotators: OrdMap<AnnotatorId, Arc<Annotator>>,
    /// What they say; the sets of one document stand together.
    pub sets: OrdMap<SetKey, Arc<AnnotationSet>>,
}

impl Project {
    /// A project without documents.
    pub fn new(id: RecordId, name: String, codebook: Codebook) -> Self {
        Self {
            id,
            name,
            workflow: Arc::default(),
            filters: OrdMap::new(),
            codebook: Arc::new(codebook),
            documents: OrdMap::new(),
            annotators: OrdMap::new(),
            sets: OrdMap::new(),
        }
    }

    /// The document with an id.
    pub fn document(&self, id: &DocumentId) -> Option<&Arc<Document>> {
        self.documents.get(id)
    }

    /// A set.
    pub fn set(&self, key: &SetKey) -> Option<&Arc<AnnotationSet>> {
        self.sets.get(key)
    }

    /// The sets of one document, by annotator.
    pub fn sets_of<'a>(
        &'a self,
        document: &'a DocumentId,
    ) -> impl Iterator<Item = (&'a SetKey, &'a Arc<AnnotationSet>)> {
        // No id sorts before the lowest character that an id may start with.
        let least = AnnotatorId::new("!").ok();
        let from = least.map(|annotator| SetKey { document: document.clone(), annotator });
        let after = from.into_iter().flat_map(|from| self.sets.range(from..));
        after.take_while(move |(key, _)| key.document == *document)
    }

    /// How far an annotator is with a document.
    pub fn state(&self, key: &SetKey) -> SetState {
        self.set(key).map_or(SetState::New, |set| set.head.state)
    }

    /// What people call an annotator; their id when nothing is known.
    pub fn annotator_name<'a>(&'a self, id: &'a AnnotatorId) -> &'a str {
        self.annotators.get(id).map_or(id.as_str(), |annotator| &annotator.name)
    }

    /// The document that a name means: an id, or the only one with that title.
    pub fn document_named(&self, name: &str) -> Option<&Arc<Document>> {
        if let Some(document) = DocumentId::new(name).ok().and_then(|id| self.documents.get(&id)) {
            return Some(document);
        }
        let mut found = self.documents.values().filter(|document| document.title == name);
        found.next().filter(|_| found.next().is_none())
    }
}
