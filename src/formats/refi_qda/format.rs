//! What the format is called and what it carries.

use super::{sources, write};
use crate::formats::exchange::{Document, Target};
use crate::formats::{
    Archive, Carries, Confidence, Format, FormatError, Head, InputFile, LossKind, Losses, Output, ReadCx, WriteCx,
    Writer, fit,
};
use crate::text::{Unit, quote};

/// REFI-QDA.
#[derive(Clone, Copy, Debug)]
pub struct RefiQda;

impl Format for RefiQda {
    fn id(&self) -> &'static str {
        "refi-qda"
    }

    fn name(&self) -> &'static str {
        "REFI-QDA"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["qdpx", "qdc", "qde"]
    }

    fn carries(&self) -> Carries {
        Carries {
            unit: Some(Unit::CodePoint),
            spans: true,
            overlap: true,
            zero_width: true,
            relations: true,
            document_tags: true,
            attributes: true,
            notes: true,
            annotators: true,
            metadata: true,
            ..Carries::TEXT
        }
    }

    fn is_written(&self) -> bool {
        true
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        if Archive::is_one(head.bytes) {
            let has_project = head.entries.iter().any(|name| name.to_lowercase().ends_with(".qde"));
            return if has_project { Confidence::Sure } else { Confidence::No };
        }
        if head.has(b"urn:QDA-XML:") && head.has_root(&["Project", "CodeBook"]) {
            return Confidence::Sure;
        }
        if head.has_ending(self.endings()) { Confidence::Likely } else { Confidence::No }
    }

    fn read(&self, files: &[InputFile], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        files.iter().try_for_each(|file| sources::documents(file, cx))
    }

    /// Only spans have a description, and only when something was made has a place, not how.
    fn fit(&self, mut document: Document, cx: &WriteCx<'_>, losses: &mut Losses) -> Result<Vec<Document>, FormatError> {
        let mut sets = std::mem::take(&mut document.sets);
        for set in &mut sets {
            let relations = set.relations.iter_mut().map(|relation| (&relation.label, &mut relation.beside));
            let tags = set.tags.iter_mut().map(|given| (&given.label, &mut given.beside));
            for (label, beside) in relations.chain(tags) {
                let n = beside.attributes.len();
                losses.add_many(LossKind::Attribute, n, || format!("of {} in “{}”", label.tag, document.name()));
                beside.attributes.clear();
                if beside.made.take().is_some() || beside.origin.take().is_some() {
                    losses.add(LossKind::When, || format!("{} in “{}”", label.tag, document.name()));
                }
            }
            for span in &mut set.spans {
                if span.beside.origin.take().is_some() {
                    let example = || format!("how a span as {} in “{}” came to be", span.label.tag, document.name());
                    losses.add(LossKind::When, example);
                }
            }
        }
        document.sets = sets;
        for note in document.sets.iter().flat_map(|set| &set.notes) {
            let Target::Elsewhere(_, name) = &note.on else { continue };
            if !document.sets.iter().any(|set| write::place_of(set, name).is_some()) {
                losses.add(LossKind::NoteMoved, || format!("“{}” in “{}”", quote(&note.body), document.name()));
            }
        }
        fit::fitted(document, &Carries { times: true, ..self.carries() }, cx, losses)
    }

    fn writer<'a>(&self, cx: &'a WriteCx<'a>, out: &'a mut dyn Output) -> Result<Box<dyn Writer + 'a>, FormatError> {
        Ok(Box::new(write::Project::new(cx, out)?))
    }
}
