//! Which text each annotation of a file belongs to. Annotations can be about others that stand after them, so a first
//! reading finds that out, and counts how many there are of each text.

use super::annotation::{About, Annotation};
use super::read::annotations;
use super::sources::is_named;
use crate::formats::format::NoTexts;
use crate::formats::gather::Gather;
use crate::formats::{InputFile, Losses, ReadCx, ReadOptions};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// A text that annotations are about.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) enum Source {
    /// The one that lies beside the file.
    Beside,
    /// The one with an address, or without one.
    Named(Option<Arc<str>>),
}

/// The texts that the annotations of a file are about.
pub(super) struct Sources<'f> {
    beside: Option<&'f InputFile>,
    /// All annotations by numbers for their ids, each with its text if it has one.
    by_id: HashMap<u64, Option<Source>>,
    /// What is about each text, being gathered.
    pub(super) annotations: Gather<Source, Annotation>,
    /// Whether anything is about the text beside the file.
    pub(super) is_beside_used: bool,
}

/// An annotation that is about others, or about an address, which may be that of a text or of another annotation.
struct Open {
    id: Option<u64>,
    about: About,
}

impl<'f> Sources<'f> {
    /// Goes through a file once.
    pub(super) fn of(file: &InputFile, beside: Option<&'f InputFile>, options: &ReadOptions) -> Self {
        let mut sources = Self { beside, by_id: HashMap::new(), annotations: Gather::new(), is_beside_used: false };
        let (mut losses, mut open) = (Losses::default(), Vec::new());
        let mut nowhere = |_| Ok(());
        let mut cx = ReadCx::new(options, &mut losses, &NoTexts, &mut nowhere);
        // What is wrong with the file is told when it is read.
        let _ = annotations(file, &mut cx, &mut |annotation, _| {
            sources.look_at(annotation, &mut open);
            Ok(())
        });
        sources.settle(&open);
        for one in &open {
            if let Some(source) = sources.of_about(&one.about) {
                sources.expect(source);
            }
        }
        sources
    }

    /// The text that an annotation belongs to.
    pub(super) fn of_annotation(&self, annotation: &Annotation) -> Option<Source> {
        self.of_about(annotation.about.as_ref()?)
    }

    /// Whether an address is that of an annotation.
    pub(super) fn is_annotation(&self, address: &str) -> bool {
        self.by_id.contains_key(&number(address))
    }

    fn look_at(&mut self, annotation: Annotation, open: &mut Vec<Open>) {
        let id = annotation.id.as_deref().map(number);
        let Some(about) = annotation.about else { return };
        let source = if let About::Places(source, _) = &about { Some(self.source(source.as_deref())) } else { None };
        if let Some(id) = id {
            self.by_id.entry(id).or_insert_with(|| source.clone());
        }
        match source {
            Some(source) => self.expect(source),
            None => open.push(Open { id, about }),
        }
    }

    /// Finds the texts of annotations that are about others, however long the way is.
    fn settle(&mut self, open: &[Open]) {
        loop {
            let mut is_settled = true;
            for one in open {
                let Some(id) = one.id.filter(|id| self.by_id.get(id).is_some_and(Option::is_none)) else { continue };
                if let Some(source) = self.of_about(&one.about) {
                    self.by_id.insert(id, Some(source));
                    is_settled = false;
                }
            }
            if is_settled {
                return;
            }
        }
    }

    fn of_about(&self, about: &About) -> Option<Source> {
        let of_id = |id: &str| self.by_id.get(&number(id)).cloned().flatten();
        match about {
            About::Places(source, _) => Some(self.source(source.as_deref())),
            About::Whole(address) if self.is_annotation(address) => of_id(address),
            About::Whole(address) => Some(self.source(Some(address))),
            About::Others(ids) => ids.iter().find_map(|id| of_id(id)),
        }
    }

    fn expect(&mut self, source: Source) {
        self.is_beside_used |= source == Source::Beside;
        self.annotations.expect(source, 1);
    }

    /// The text that an address means.
    fn source(&self, address: Option<&str>) -> Source {
        let address = address.map(|address| address.split('#').next().unwrap_or_default());
        match self.beside.filter(|text| address.is_none_or(|address| is_named(text, address))) {
            Some(_) => Source::Beside,
            None => Source::Named(address.map(Arc::from)),
        }
    }
}

fn number(id: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    id.hash(&mut hasher);
    hasher.finish()
}
