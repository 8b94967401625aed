//! Several inputs read into one import: each is taken whole or not at all.

use super::{Format, FormatError, InputFile, LossKind, Losses, ReadCx, covered};
use crate::edit::{Import, ImportedSet, Mint, NewDocument};
use crate::model::{Annotator, AnnotatorId, Codebook, DocumentId, Project, Tag};
use crate::text::{Encoding, quote};
use std::collections::HashSet;
use std::sync::Arc;

/// What has been read so far.
#[derive(Debug)]
pub struct Batch {
    /// The project's codebook with the tags that came along.
    codebook: Codebook,
    document_ids: HashSet<DocumentId>,
    mint: Mint,
    me: Annotator,
    owner: Option<AnnotatorId>,
    encoding: Option<&'static Encoding>,
    import: Import,
    losses: Losses,
}

impl Batch {
    /// Nothing yet, for this project and read by this person.
    pub fn new(project: &Project, mint: Mint, me: Annotator) -> Self {
        Self {
            codebook: Codebook::clone(&project.codebook),
            document_ids: project.documents.keys().cloned().collect(),
            mint,
            me,
            owner: None,
            encoding: None,
            import: Import::default(),
            losses: Losses::default(),
        }
    }

    /// Gives all sets to one annotator, whatever the files say.
    pub fn owned_by(self, owner: Option<AnnotatorId>) -> Self {
        Self { owner, ..self }
    }

    /// Reads files in one encoding, whatever they look like.
    pub fn encoded_in(self, encoding: Option<&'static Encoding>) -> Self {
        Self { encoding, ..self }
    }

    /// Reads the files of one input and takes all that is in them, or nothing.
    pub fn read(&mut self, format: &dyn Format, files: &[InputFile]) -> Result<(), FormatError> {
        let mut losses = Losses::default();
        let mut cx = ReadCx {
            codebook: &self.codebook,
            mint: &mut self.mint,
            me: &self.me,
            owner: self.owner.as_ref(),
            encoding: self.encoding,
        };
        let import = format.read(files, &mut cx, &mut losses)?;
        self.losses.append(losses);
        self.take(import);
        Ok(())
    }

    /// The documents so far.
    pub fn n_documents(&self) -> usize {
        self.import.documents.len()
    }

    /// The spans so far, the same range and tag counted once.
    pub fn n_spans(&self) -> usize {
        let all: usize = self.import.sets.iter().map(|set| set.spans.len()).sum();
        all - self.losses.count(LossKind::SameSpan)
    }

    /// The tags so far that the project's codebook lacks.
    pub fn new_tags(&self) -> &[Tag] {
        &self.import.tags
    }

    /// Everything as one import, and what did not come through as it was.
    pub fn finish(self) -> (Import, Losses) {
        let title = match self.import.documents.as_slice() {
            [one] => format!("Import “{}”", one.title),
            many => format!("Import {} documents", many.len()),
        };
        (Import { title, ..self.import }, self.losses)
    }

    fn take(&mut self, import: Import) {
        let n_before = self.import.documents.len();
        for document in &import.documents {
            if let Some(id) = &document.id
                && !self.document_ids.insert(id.clone())
            {
                self.losses.add(LossKind::Id, || {
                    format!("there is a document {id} already: “{}” got another id", document.title)
                });
            }
        }
        for set in &import.sets {
            self.count_same_spans(set, &import.documents);
        }
        self.import.documents.extend(import.documents);
        self.import.sets.extend(import.sets.into_iter().map(|mut set| {
            set.document += n_before;
            set
        }));
        for tag in import.tags {
            if self.codebook.tag(&tag.id).is_none() {
                self.codebook.order.push(tag.id.clone());
                self.codebook.tags.insert(tag.id.clone(), Arc::new(tag.clone()));
                self.import.tags.push(tag);
            }
        }
        for annotator in import.annotators {
            if !self.import.annotators.iter().any(|other| other.id == annotator.id) {
                self.import.annotators.push(annotator);
            }
        }
    }

    /// Planning lets the same range and tag stand once in a set; here it is said.
    fn count_same_spans(&mut self, set: &ImportedSet, documents: &[NewDocument]) {
        let mut places = HashSet::with_capacity(set.spans.len());
        for span in &set.spans {
            if !places.insert((&span.at, &span.tag)) {
                self.losses.add(LossKind::SameSpan, || {
                    let document = documents.get(set.document);
                    let quote = document.map(|document| quote(&covered(&document.text, &span.at))).unwrap_or_default();
                    let title = document.map_or("", |document| &document.title);
                    format!("“{quote}” as {} in “{title}”", span.tag)
                });
            }
        }
    }
}
