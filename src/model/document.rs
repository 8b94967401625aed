//! A text with what is known about it, and the people who read it.

use super::{AnnotatorId, DocumentId, Timestamp};
use crate::text::{Digest, Regions, Text};
use std::collections::BTreeMap;

/// The file that a document was read from.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Source {
    /// The file's name, without its folder.
    pub file: String,
    /// The encoding it was in, as the Encoding Standard names it.
    pub encoding: String,
    /// Whether a byte order mark stood before the text.
    pub bom: bool,
    /// The SHA-256 of the file.
    pub sha256: Option<Digest>,
    /// The format that it was read in and the program that did, such as `html, glossator 0.1.0`; empty when not known.
    pub importer: String,
}

/// A text and its metadata.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Document {
    /// The stem of its files.
    pub id: DocumentId,
    /// What people call it.
    pub title: String,
    /// The text that is labeled.
    pub text: Text,
    /// Its language, as a BCP 47 tag such as `en` or `zh-Hans`.
    pub language: Option<String>,
    /// When it was published, as its source writes it.
    pub date: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Where the text came from; nothing for a pasted one.
    pub source: Option<Source>,
    /// Whose work it is; nobody in particular when empty.
    pub assigned: Vec<AnnotatorId>,
    /// Whatever else is known.
    pub meta: BTreeMap<String, String>,
    /// The parts of the text that are not to be labeled, such as what an agency puts under every article.
    pub excluded: Regions,
    /// Put aside: kept with all its spans, out of the list.
    pub archived: bool,
    /// When it came into the project.
    pub added: Timestamp,
}

impl Document {
    /// A document of which nothing is known but its text.
    pub fn new(id: DocumentId, title: String, text: Text, added: Timestamp) -> Self {
        Self {
            id,
            title,
            text,
            language: None,
            date: None,
            outlet: None,
            source: None,
            assigned: Vec::new(),
            meta: BTreeMap::new(),
            excluded: Regions::NONE,
            archived: false,
            added,
        }
    }
}

impl Document {
    /// The value of a field by its name: `title`, `language`, `date`, `outlet`, or one of the metadata.
    pub fn field(&self, name: &str) -> Option<&String> {
        match name {
            "title" => Some(&self.title),
            "language" => self.language.as_ref(),
            "date" => self.date.as_ref(),
            "outlet" => self.outlet.as_ref(),
            other => self.meta.get(other),
        }
    }
}

/// What an annotator is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum AnnotatorKind {
    /// A person.
    #[default]
    Human,
    /// A program.
    Machine,
    /// The decisions of adjudication.
    Gold,
}

/// The ids that the decisions of adjudication have where no annotator of that kind is there yet: the second where somebody is
/// called like the first.
pub const GOLD_IDS: [&str; 2] = ["gold", "gold-set"];

/// A person or program that owns sets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Annotator {
    /// The name of the folder of their sets.
    pub id: AnnotatorId,
    /// What people call them.
    pub name: String,
    /// What they are.
    pub kind: AnnotatorKind,
}
