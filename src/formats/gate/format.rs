//! What the format is called and what it carries.

use super::{read, write};
use crate::formats::exchange::Document;
use crate::formats::{
    Carries, Confidence, Format, FormatError, Head, InputFile, Losses, Output, ReadCx, WriteCx, Writer, fit,
    xml_characters,
};
use crate::model::LayerKind;
use crate::text::Unit;

/// GATE XML.
#[derive(Clone, Copy, Debug)]
pub struct Gate;

impl Format for Gate {
    fn id(&self) -> &'static str {
        "gate"
    }

    fn name(&self) -> &'static str {
        "GATE XML"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["xml"]
    }

    fn carries(&self) -> Carries {
        Carries {
            unit: Some(Unit::Utf16),
            spans: true,
            layers: &LayerKind::ALL,
            overlap: true,
            zero_width: true,
            relations: true,
            document_tags: true,
            attributes: true,
            document_attributes: true,
            annotators: true,
            metadata: true,
            ..Carries::TEXT
        }
    }

    fn is_written(&self) -> bool {
        true
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        if head.has_root(&["GateDocument"]) { Confidence::Sure } else { Confidence::No }
    }

    fn read(&self, files: &[InputFile], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        files.iter().try_for_each(|file| read::document(file, cx))
    }

    fn fit(&self, document: Document, cx: &WriteCx<'_>, losses: &mut Losses) -> Result<Vec<Document>, FormatError> {
        let documents = fit::fitted(document, &self.carries(), cx, losses)?;
        Ok(documents.into_iter().map(|document| xml_characters::without_impossible(document, losses)).collect())
    }

    fn writer<'a>(&self, cx: &'a WriteCx<'a>, out: &'a mut dyn Output) -> Result<Box<dyn Writer + 'a>, FormatError> {
        Ok(Box::new(write::Files::new(out, cx)))
    }
}
