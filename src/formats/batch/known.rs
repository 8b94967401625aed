//! The texts and documents that are there, by the names that files have for them.

use crate::edit::Import;
use crate::formats::exchange::Document;
use crate::formats::format::Texts;
use crate::model::{self, Project, Source};
use crate::text::Text;

/// The texts that are there by the names that files have for them.
pub(super) struct Known<'a> {
    pub(super) project: &'a Project,
    pub(super) import: &'a Import,
    pub(super) beside: &'a dyn Texts,
}

impl Texts for Known<'_> {
    fn named(&self, name: &str, by: &str) -> Option<Text> {
        self.beside.named(name, by).or_else(|| {
            let there = self.project.documents.values();
            let there =
                there.filter(|it| is_name(name, it.id.as_str(), &it.title, it.source.as_ref())).map(|it| &it.text);
            let new = self.import.documents.iter();
            let new = new
                .filter(|it| is_name(name, it.id.as_ref().map_or("", |id| id.as_str()), &it.title, it.source.as_ref()));
            let mut found = there.chain(new.map(|it| &it.text));
            let first = found.next()?;
            found.all(|other| other.digest() == first.digest()).then(|| first.clone())
        })
    }
}

/// Whether a file may mean a document by a name: its id, its title, or the file it came from with or without ending.
pub(super) fn is_name(name: &str, id: &str, title: &str, source: Option<&Source>) -> bool {
    let file = source.map_or("", |source| source.file.as_str());
    name == id || name == title || name == file || (!file.is_empty() && name == stem(file)) || stem(name) == id
}

/// A name without its ending.
fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Whether a document of a file has the name of one that is there.
pub(super) fn is_name_of(there: &model::Document, document: &Document) -> bool {
    names_of(document).any(|name| is_name(name, there.id.as_str(), &there.title, there.source.as_ref()))
}

pub(super) fn names_of(document: &Document) -> impl Iterator<Item = &str> {
    // A file of words alone may hold many documents, and its name is that of none. Nor is it where another name is known.
    let is_nameless = document.id.is_none() && document.title.is_none();
    let file = document.source.as_ref().filter(|_| is_nameless && !document.is_rebuilt);
    let file = file.map(|source| source.file.as_str());
    [document.id.as_deref(), document.title.as_deref(), file].into_iter().flatten().filter(|name| !name.is_empty())
}
