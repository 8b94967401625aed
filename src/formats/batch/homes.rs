//! Which document of the project an article that is read belongs to: the one with its text, or another version of it; else it
//! is a new one.

use super::Batch;
use super::known::{is_name, is_name_of, names_of};
use super::words::{words_of, words_of_all};
use crate::edit::{Home, NewDocument, placed};
use crate::formats::LossKind;
use crate::formats::exchange::{Document, Set};
use crate::model::{self, DocumentId, Source};
use crate::text::{Revision, Text};
use std::sync::Arc;

/// Where the spans of a document go that is read.
pub(super) enum Place {
    /// The text is the same.
    Same,
    /// The text has other white space between the same words.
    Respaced(Text),
    /// The text is another version.
    Revised(Box<Revision>),
}

impl Batch {
    /// The document that is there already, and how its text differs.
    pub(super) fn home_of(&mut self, document: &Document, says_something: bool) -> Option<(Home, Place)> {
        if let Some(home) = self.homes.get(&document.text.digest()) {
            // The same article of another outlet is an article of its own, as long as nothing is said about it.
            let is_same = says_something || self.is_named(home, document);
            return is_same.then(|| (home.clone(), Place::Same));
        }
        if !says_something {
            return None;
        }
        if document.is_rebuilt {
            let (project, import) = (&self.project, &self.import);
            let by_words = self.by_words.get_or_insert_with(|| words_of_all(project, import));
            if let Some(home) = by_words.get(&words_of(&document.text)).cloned() {
                let text = self.text_at(&home)?.clone();
                return Some((home, Place::Respaced(text)));
            }
        }
        let there = self.named_so(document)?;
        let revision = Revision::between(&document.text, &there.text);
        let spans: Vec<_> = document.sets.iter().flat_map(|set| &set.spans).collect();
        let n_found = spans.iter().filter(|span| placed(&span.at, &revision).1.is_some()).count();
        // Under the same name there may be another text altogether.
        let is_version = 2 * n_found >= spans.len().max(1);
        is_version.then(|| (Home::There(there.id.clone()), Place::Revised(Box::new(revision))))
    }

    /// The document of the project that has the id of another one, or else is the only one with a name of it.
    fn named_so(&self, document: &Document) -> Option<&Arc<model::Document>> {
        let id = document.id.as_deref().and_then(|id| DocumentId::new(id).ok());
        let with_id = id.and_then(|id| self.project.document(&id));
        with_id.or_else(|| {
            let mut named = self.project.documents.values().filter(|it| is_name_of(it, document));
            named.next().filter(|_| named.next().is_none())
        })
    }

    fn is_named(&self, home: &Home, document: &Document) -> bool {
        match home {
            Home::There(id) => self.project.document(id).is_some_and(|there| is_name_of(there, document)),
            Home::New(at) => self.import.documents.get(*at).is_some_and(|there| {
                let id = there.id.as_ref().map_or("", |id| id.as_str());
                names_of(document).any(|name| is_name(name, id, &there.title, there.source.as_ref()))
            }),
        }
    }

    pub(super) fn text_at(&self, home: &Home) -> Option<&Text> {
        match home {
            Home::There(id) => self.project.document(id).map(|document| &document.text),
            Home::New(at) => self.import.documents.get(*at).map(|document| &document.text),
        }
    }

    /// Adds a document that is new.
    pub(super) fn add(&mut self, document: &Document, format: &'static str, source: Option<Source>) -> Home {
        let name = document.id.as_deref();
        let mut id = name.and_then(|name| DocumentId::new(name).ok());
        if let Some(name) = name.filter(|_| id.is_none()) {
            id = None;
            self.losses.add(LossKind::Id, || format!("{name:?} cannot be the id of a document"));
        }
        if let Some(id) = &id
            && !self.document_ids.insert(id.clone())
            && !(self.is_alone && is_named_by_file(document))
        {
            let name = document.name();
            self.losses.add(LossKind::Id, || format!("there is a document {id} already: “{name}” got another id"));
        }
        let untitled = NewDocument::of_text(document.text.clone());
        let title = document.title.clone().filter(|title| !title.trim().is_empty());
        let home = Home::New(self.import.documents.len());
        self.import.documents.push(NewDocument {
            title: title.unwrap_or_else(|| untitled.title.clone()),
            language: document.language.clone(),
            date: document.date.clone(),
            outlet: document.outlet.clone(),
            source: source.map(|source| with_importer(source, format)),
            meta: document.meta.clone(),
            excluded: document.excluded.clone(),
            id,
            ..untitled
        });
        self.homes.entry(document.text.digest()).or_insert_with(|| home.clone());
        if let Some(by_words) = &mut self.by_words {
            by_words.entry(words_of(&document.text)).or_insert_with(|| home.clone());
        }
        home
    }
}

/// Whether a text has its name from its file alone, so that nothing else knows it by that.
fn is_named_by_file(document: &Document) -> bool {
    let is_alone = document.sets.iter().all(Set::is_blank);
    is_alone && document.id.as_deref().is_some_and(|id| is_name(id, "", "", document.source.as_ref()))
}

/// A source with the format and the program that read it; where a file says who read it first, that stays.
fn with_importer(source: Source, format: &'static str) -> Source {
    if !source.importer.is_empty() {
        return source;
    }
    Source { importer: format!("{format}, glossator {}", env!("CARGO_PKG_VERSION")), ..source }
}
