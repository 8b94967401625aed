//! What is in documents that are on their way from one format to another: the tags, attributes and annotators that a
//! writer asks for before the first of them is written.

use super::Losses;
use super::exchange::{self, Beside, Document, Label, Person};
use super::vocabulary::Vocabulary;
use crate::edit::slug;
use crate::model::{Annotator, AnnotatorId, AnnotatorKind, Attribute, Codebook, LayerKind};
use std::collections::BTreeMap;

/// The tags, attributes and annotators of documents.
#[derive(Debug)]
pub struct Survey {
    vocabulary: Vocabulary,
    annotators: BTreeMap<String, Annotator>,
    n_documents: usize,
}

impl Survey {
    /// Nothing seen yet, and a codebook that may know some tags already.
    pub fn new(codebook: &Codebook) -> Self {
        Self { vocabulary: Vocabulary::new(codebook), annotators: BTreeMap::new(), n_documents: 0 }
    }

    /// Looks at a document.
    pub fn add(&mut self, document: &Document) {
        self.n_documents += 1;
        for set in document.sets.iter().filter(|set| !set.is_blank()) {
            if let Some(person) = &set.annotator
                && let Some(annotator) = annotator(person)
            {
                self.annotators.entry(person.id.to_string()).or_insert(annotator);
            }
            for span in &set.spans {
                self.annotation(LayerKind::Span, &span.label, &span.beside);
            }
            for relation in &set.relations {
                self.annotation(LayerKind::Relation, &relation.label, &relation.beside);
            }
            for given in &set.tags {
                self.annotation(LayerKind::Document, &given.label, &given.beside);
            }
            for (name, value) in &set.attributes {
                self.vocabulary.value(None, name, value);
            }
        }
    }

    /// Looks at what files say of tags and attributes themselves; what of it is left out is counted.
    pub fn define(&mut self, codebook: exchange::Codebook, losses: &mut Losses) {
        self.vocabulary.define(codebook, losses);
    }

    fn annotation(&mut self, kind: LayerKind, label: &Label, beside: &Beside) {
        let Some(tag) = self.vocabulary.tag(kind, label) else { return };
        let layer = self.vocabulary.codebook().tag(&tag).map(|tag| tag.layer.clone());
        for (name, value) in &beside.attributes {
            self.vocabulary.value(layer.as_ref(), name, value);
        }
    }

    /// How many documents were seen.
    pub fn n_documents(&self) -> usize {
        self.n_documents
    }

    /// The codebook with all tags and attributes that were seen.
    pub fn codebook(&self) -> Codebook {
        let mut vocabulary = self.vocabulary.clone();
        vocabulary.complete();
        let mut codebook = vocabulary.codebook().clone();
        let new: BTreeMap<_, Attribute> =
            vocabulary.new_attributes().into_iter().map(|attribute| (attribute.id.clone(), attribute)).collect();
        for attribute in &mut codebook.attributes {
            if let Some(settled) = new.get(&attribute.id) {
                *attribute = settled.clone();
            }
        }
        codebook
    }

    /// The annotators that say something, by their ids.
    pub fn annotators(&self) -> Vec<Annotator> {
        self.annotators.values().cloned().collect()
    }
}

/// There is none only where a slug is no id, which does not happen.
fn annotator(person: &Person) -> Option<Annotator> {
    let id = AnnotatorId::new(&person.id).or_else(|_| AnnotatorId::new(&slug(&person.id, "annotator"))).ok()?;
    let is_gold = id.as_str() == "gold";
    let kind = person.kind.unwrap_or(if is_gold { AnnotatorKind::Gold } else { AnnotatorKind::Human });
    Some(Annotator { id, name: person.name.clone().unwrap_or_else(|| person.id.to_string()), kind })
}
