//! What the description of an exported project says, as far as it matters here.

use crate::formats::cas::short;
use crate::formats::exchange::{Label, Set};
use crate::formats::{FormatError, InputFile, state_named};
use crate::model::SetState;
use serde::Deserialize;
use smol_str::SmolStr;

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

/// A layer, by the names that programs and people have for it.
#[derive(Debug, Deserialize)]
struct Layer {
    name: String,
    #[serde(rename = "uiName")]
    shown: Option<String>,
}

impl Project {
    /// Reads a description.
    pub(super) fn read(file: &InputFile) -> Result<Self, FormatError> {
        serde_json::from_slice(&file.bytes(FILE)?).map_err(|error| {
            let whole = error.to_string();
            let why = whole.split(" at line ").next().unwrap_or_default().to_owned();
            FormatError::malformed(why, &file.name, error.line(), error.column())
        })
    }

    /// How far somebody is with a document, if that is said.
    pub(super) fn state(&self, document: &str, user: &str) -> Option<SetState> {
        let said = self.annotation_documents.iter().find(|it| it.name == document && it.user == user)?;
        state_named(&said.state)
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
        let layer = self.layers.iter().find(|layer| short(&layer.name) == name.as_str());
        if let Some(shown) = layer.and_then(|layer| layer.shown.as_deref()).filter(|shown| !shown.trim().is_empty()) {
            label.layer = Some(SmolStr::from(shown));
        }
    }
}
