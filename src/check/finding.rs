//! What a check finds.

use super::Check;
use crate::edit::Command;
use crate::model::{AnnotatorId, DocumentId, SetKey};
use crate::text::TextRange;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Figures or exports are wrong while it stands.
    Error,
    /// A rule of the project is broken; figures are as they say.
    Warning,
    /// Worth a look.
    Info,
}

/// Something that is wrong or odd, and where.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Which check found it; the key of [`Check::kind`].
    pub kind: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The document it is about; nothing where it is about the codebook or an annotator.
    pub document: Option<DocumentId>,
    /// The annotator whose set or record it is about.
    pub annotator: Option<AnnotatorId>,
    /// The place in the text, in bytes; the first where there are several.
    pub range: Option<TextRange>,
    /// What is found, for people.
    pub message: String,
    /// What would set it right, where one command does.
    pub fix: Option<Command>,
}

impl Finding {
    /// A finding about the project as a whole.
    pub(super) fn new(check: &Check, message: String) -> Self {
        Self {
            kind: check.kind,
            severity: check.severity,
            document: None,
            annotator: None,
            range: None,
            message,
            fix: None,
        }
    }

    /// The same, about a set.
    pub(super) fn in_set(mut self, key: &SetKey) -> Self {
        self.document = Some(key.document.clone());
        self.annotator = Some(key.annotator.clone());
        self
    }

    /// The same, at a place.
    pub(super) fn at(mut self, range: TextRange) -> Self {
        self.range = Some(range);
        self
    }

    /// The same, with what would set it right.
    pub(super) fn with_fix(mut self, fix: Option<Command>) -> Self {
        self.fix = fix;
        self
    }
}
