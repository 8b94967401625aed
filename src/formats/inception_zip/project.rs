//! What the description of an exported project says, as far as it matters here.

use super::schema::{Layer, TagSet, codebook, or_nothing};
use crate::formats::cas::short;
use crate::formats::exchange::{Codebook, Label, Set};
use crate::formats::json::in_words;
use crate::formats::{FormatError, InputFile, state_named};
use crate::model::SetState;
use serde::Deserialize;

/// The largest description.
const FILE: u64 = 100_000_000;

/// A project.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Project {
    #[serde(default)]
    pub(super) source_documents: Vec<SourceDocument>,
    #[serde(default)]
    annotation_documents: Vec<AnnotationDocument>,
    #[serde(default)]
    layers: Vec<Layer>,
    #[serde(default, deserialize_with = "or_nothing")]
    tag_sets: Vec<TagSet>,
}

/// A document.
#[derive(Debug, Deserialize)]
pub(super) struct SourceDocument {
    pub(super) name: String,
    #[serde(default)]
    pub(super) format: String,
}

/// What somebody says of a document.
#[derive(Debug, Deserialize)]
struct AnnotationDocument {
    name: String,
    user: String,
    #[serde(default)]
    state: String,
}

impl Project {
    /// Reads a description.
    pub(super) fn read(file: &InputFile) -> Result<Self, FormatError> {
        serde_json::from_slice(&file.bytes(FILE)?)
            .map_err(|error| FormatError::malformed(in_words(&error, "file"), &file.name, error.line(), error.column()))
    }

    /// How far somebody is with a document, if that is said.
    pub(super) fn state(&self, document: &str, user: &str) -> Option<SetState> {
        let said = self.annotation_documents.iter().find(|it| it.name == document && it.user == user)?;
        state_named(&said.state)
    }

    /// What it says of tags and attributes.
    pub(super) fn codebook(&self, file: &str) -> Codebook {
        codebook(&self.layers, &self.tag_sets, file)
    }

    /// Calls layers what people call them.
    pub(super) fn name_layers(&self, set: &mut Set) {
        let labels = set.spans.iter_mut().map(|it| &mut it.label);
        let labels = labels.chain(set.relations.iter_mut().map(|it| &mut it.label));
        for label in labels.chain(set.tags.iter_mut().map(|it| &mut it.label)) {
            self.name_layer(label);
        }
    }

    fn name_layer(&self, label: &mut Label) {
        let Some(name) = &label.layer else { return };
        if let Some(layer) = self.layers.iter().find(|layer| short(&layer.name) == name.as_str()) {
            label.layer = Some(layer.called());
        }
    }
}
