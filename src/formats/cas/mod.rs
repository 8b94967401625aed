//! What the files of UIMA have in common, whichever way they write it: feature structures over a text, typed, with
//! references between them. XMI, JSON CAS and WebAnno TSV are read into these and written from these.

mod names;
mod read;
mod types;
mod write;

pub(super) use names::plain;
pub(super) use read::documents;
pub(super) use types::{ANNOTATION, Range, TOKEN, TypeSystem, short};
pub(super) use write::{Declared, said, written};

use super::exchange::Document;
use super::format::WriteCx;
use super::{Carries, FormatError, Losses, fit};
use crate::model::{LayerKind, Source, Value};
use crate::text::Unit;
use smol_str::SmolStr;

/// All feature structures of a file, with the texts that they are about.
#[derive(Debug, Default)]
pub(super) struct Cas {
    /// The texts.
    pub(super) sofas: Vec<Sofa>,
    /// The feature structures, in the order of the file.
    pub(super) marks: Vec<Mark>,
}

/// A text with its name, and which feature structures are said of it.
#[derive(Debug, Default)]
pub(super) struct Sofa {
    /// Its id.
    pub(super) id: i64,
    /// Its name: `_InitialView`, if there is one alone.
    pub(super) name: String,
    /// The text; none where it lies elsewhere.
    pub(super) text: Option<String>,
    /// The ids of what is said of it; all that name it where there is no list.
    pub(super) members: Option<Vec<i64>>,
}

/// A feature structure.
#[derive(Clone, Debug)]
pub(super) struct Mark {
    /// Its id.
    pub(super) id: i64,
    /// The full name of its type, parts separated by dots.
    pub(super) type_name: SmolStr,
    /// The text that it is about.
    pub(super) sofa: Option<i64>,
    /// Where it begins and ends, in UTF-16 units.
    pub(super) at: Option<(i64, i64)>,
    /// What it says, in the order of the file.
    pub(super) features: Vec<(SmolStr, Feature)>,
    /// Where it stands in the file, in lines; 0 if that is not known.
    pub(super) line: usize,
}

/// What a feature structure says of one thing.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Feature {
    /// A value.
    Value(Value),
    /// The id of another feature structure.
    To(i64),
    /// The ids of several.
    All(Vec<i64>),
}

impl Mark {
    /// What it says of one thing.
    pub(super) fn feature(&self, name: &str) -> Option<&Feature> {
        self.features.iter().find(|(its, _)| its == name).map(|(_, feature)| feature)
    }

    /// The feature structure that it points to.
    pub(super) fn target(&self, name: &str) -> Option<i64> {
        match self.feature(name) {
            Some(Feature::To(id)) => Some(*id),
            _ => None,
        }
    }
}

/// What a feature structure can say of a document and its spans.
pub(super) const CARRIES: Carries = Carries {
    unit: Some(Unit::Utf16),
    spans: true,
    layers: &LayerKind::ALL,
    overlap: true,
    zero_width: true,
    relations: true,
    document_tags: true,
    attributes: true,
    document_attributes: true,
    ..Carries::TEXT
};

/// A document cut down as usual, but for its title and language, which UIMA has a place for.
pub(super) fn fitted(
    mut document: Document,
    carries: &Carries,
    cx: &WriteCx<'_>,
    losses: &mut Losses,
) -> Result<Vec<Document>, FormatError> {
    document.id = Some(document.id.clone().unwrap_or_else(|| document.name().into()));
    let (title, language) = (document.title.take(), document.language.take());
    let mut documents = fit::fitted(document, carries, cx, losses)?;
    for document in &mut documents {
        (document.title, document.language) = (title.clone(), language.clone());
    }
    Ok(documents)
}

/// A document by what its file says of it: called as the file is.
pub(super) fn named(document: Document, stem: &str, source: Source) -> Document {
    let id = match document.id {
        Some(view) => format!("{stem}-{view}"),
        None => stem.to_owned(),
    };
    Document { id: Some(id.into()), source: Some(source), ..document }
}
