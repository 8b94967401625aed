//! `annotators/ana.ron`: who Ana is.

use crate::model::{Annotator, AnnotatorId, AnnotatorKind};
use crate::store::FORMAT;
use crate::store::ron_text::Versioned;
use serde::{Deserialize, Serialize};

/// The one record of an annotator's file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnnotatorRecord {
    format: u32,
    name: String,
    #[serde(default)]
    kind: Kind,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
enum Kind {
    #[default]
    Human,
    Machine,
    Gold,
}

impl Versioned for AnnotatorRecord {
    fn format(&self) -> u32 {
        self.format
    }
}

impl AnnotatorRecord {
    /// What the file of an annotator says.
    pub fn from_annotator(annotator: &Annotator) -> Self {
        let kind = match annotator.kind {
            AnnotatorKind::Human => Kind::Human,
            AnnotatorKind::Machine => Kind::Machine,
            AnnotatorKind::Gold => Kind::Gold,
        };
        Self { format: FORMAT, name: annotator.name.clone(), kind }
    }

    /// The annotator whose file says this.
    pub fn into_annotator(self, id: AnnotatorId) -> Annotator {
        let kind = match self.kind {
            Kind::Human => AnnotatorKind::Human,
            Kind::Machine => AnnotatorKind::Machine,
            Kind::Gold => AnnotatorKind::Gold,
        };
        Annotator { id, name: self.name, kind }
    }
}
