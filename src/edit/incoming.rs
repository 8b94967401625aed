//! Documents, and what is said of them, that come into a project.

use crate::model::{
    Annotator, AnnotatorId, Attribute, AttributeId, DocumentId, DocumentTag, Layer, Note, Relation, SetState, Source,
    Span, Tag, Value,
};
use crate::text::{Regions, Text};
use std::collections::BTreeMap;

/// A document to be made.
#[derive(Clone, Debug)]
pub struct NewDocument {
    /// Its title.
    pub title: String,
    /// Its text.
    pub text: Text,
    /// Its language.
    pub language: Option<String>,
    /// When it was published.
    pub date: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Where it came from.
    pub source: Option<Source>,
    /// Whatever else is known.
    pub meta: BTreeMap<String, String>,
    /// What of the text is not to be labeled.
    pub excluded: Regions,
    /// The id to take, if it is free.
    pub id: Option<DocumentId>,
}

impl NewDocument {
    /// A document of a text alone, with its first line as title.
    pub fn of_text(text: Text) -> Self {
        let title = title_of(&text);
        Self {
            title,
            text,
            language: None,
            date: None,
            outlet: None,
            source: None,
            meta: BTreeMap::new(),
            excluded: Regions::NONE,
            id: None,
        }
    }
}

/// The longest title taken from a first line, in characters.
const TITLE: usize = 160;

/// The first line with anything on it, without the marks of a Markdown heading, shortened when long.
fn title_of(text: &Text) -> String {
    let head = text.upto(text.floor(64 * 1024));
    let line = head.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or("Untitled");
    let unmarked = line.trim_start_matches('#').trim_start();
    let title = if unmarked.is_empty() { line } else { unmarked };
    if title.chars().count() <= TITLE {
        return title.to_owned();
    }
    let mut short: String = title.chars().take(TITLE - 1).collect();
    short.push('…');
    short
}

/// Documents with annotations, as read from files.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// What it is called in the history: `Import 3 articles`.
    pub title: String,
    /// The documents. Those whose id is taken get another.
    pub documents: Vec<NewDocument>,
    /// Layers that the codebook lacks.
    pub layers: Vec<Layer>,
    /// Tags that the codebook lacks.
    pub tags: Vec<Tag>,
    /// Attributes that the codebook lacks.
    pub attributes: Vec<Attribute>,
    /// Annotators that the project lacks.
    pub annotators: Vec<Annotator>,
    /// What they say; one set for each annotator and document.
    pub sets: Vec<ImportedSet>,
}

/// The document that an imported set is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Home {
    /// One that comes with it, by its place in [`Import::documents`].
    New(usize),
    /// One that is there already.
    There(DocumentId),
}

/// What one annotator says about one document.
#[derive(Clone, Debug)]
pub struct ImportedSet {
    /// Which document.
    pub home: Home,
    /// Whose set.
    pub annotator: AnnotatorId,
    /// How far they are.
    pub state: SetState,
    /// The spans. An id that is taken, or missing from the file, is drawn anew.
    pub spans: Vec<Span>,
    /// The relations. An id that is taken is drawn anew; one without both its spans is left out.
    pub relations: Vec<Relation>,
    /// Tags of the document as a whole, each once.
    pub document_tags: Vec<DocumentTag>,
    /// Attributes of the document as a whole.
    pub attributes: BTreeMap<AttributeId, Value>,
    /// The notes. An id that is taken is drawn anew.
    pub notes: Vec<Note>,
}

impl ImportedSet {
    /// A set without records.
    pub fn new(home: Home, annotator: AnnotatorId, state: SetState) -> Self {
        Self {
            home,
            annotator,
            state,
            spans: Vec::new(),
            relations: Vec::new(),
            document_tags: Vec::new(),
            attributes: BTreeMap::new(),
            notes: Vec::new(),
        }
    }

    /// Whether it says nothing.
    pub fn is_blank(&self) -> bool {
        self.state == SetState::New
            && self.spans.is_empty()
            && self.relations.is_empty()
            && self.document_tags.is_empty()
            && self.attributes.is_empty()
            && self.notes.is_empty()
    }
}
