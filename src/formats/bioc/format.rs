//! What the format is called and what it carries.

use super::{json, write, xml};
use crate::formats::exchange::Document;
use crate::formats::{
    Carries, Confidence, Format, FormatError, Head, InputFile, Losses, Output, ReadCx, WriteCx, Writer, fit,
    xml_characters,
};
use crate::model::LayerKind;
use crate::text::Unit;

/// BioC XML and JSON.
#[derive(Clone, Copy, Debug)]
pub struct BioC;

impl Format for BioC {
    fn id(&self) -> &'static str {
        "bioc"
    }

    fn name(&self) -> &'static str {
        "BioC"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["xml", "json"]
    }

    fn carries(&self) -> Carries {
        Carries {
            unit: Some(Unit::CodePoint),
            spans: true,
            layers: &LayerKind::ALL,
            overlap: true,
            fragments: true,
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

    fn is_told_unit(&self) -> bool {
        true
    }

    fn is_written(&self) -> bool {
        true
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let start = head.start();
        let is_collection = head.has_root(&["collection"]);
        let is_xml = is_collection && (head.has(b"<passage") || head.has(b"BioC"));
        let lists = head.has(b"\"documents\"") || head.has(b"\"PubTator3\"");
        let is_json =
            start.starts_with(b"{") && (head.has(b"\"BioCCollection\"") || (lists && head.has(b"\"passages\"")));
        match (is_xml || is_json, is_collection) {
            (true, _) => Confidence::Sure,
            (false, true) => Confidence::Likely,
            (false, false) => Confidence::No,
        }
    }

    fn read(&self, files: &[InputFile], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        files.iter().try_for_each(|file| {
            let head = file.head(4096)?;
            let head = Head { name: &file.name, bytes: &head, entries: &[] };
            if head.start().starts_with(b"{") { json::documents(file, cx) } else { xml::documents(file, cx) }
        })
    }

    fn fit(&self, document: Document, cx: &WriteCx<'_>, losses: &mut Losses) -> Result<Vec<Document>, FormatError> {
        let documents = fit::fitted(document, &self.carries(), cx, losses)?;
        Ok(documents.into_iter().map(|document| xml_characters::without_impossible(document, losses)).collect())
    }

    fn writer<'a>(&self, cx: &'a WriteCx<'a>, out: &'a mut dyn Output) -> Result<Box<dyn Writer + 'a>, FormatError> {
        Ok(Box::new(write::Collection::new(out, cx)?))
    }
}
