//! What the format is called and what it carries.

use super::{read, write};
use crate::formats::exchange::Document;
use crate::formats::{
    Carries, Confidence, Format, FormatError, Head, InputFile, Losses, Output, ReadCx, WriteCx, Writer, cas,
};

/// UIMA JSON CAS.
#[derive(Clone, Copy, Debug)]
pub struct UimaJson;

impl Format for UimaJson {
    fn id(&self) -> &'static str {
        "uima-json"
    }

    fn name(&self) -> &'static str {
        "UIMA JSON CAS"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["json"]
    }

    fn carries(&self) -> Carries {
        cas::CARRIES
    }

    fn is_written(&self) -> bool {
        true
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let keys: [&[u8]; 3] = [b"\"%TYPES\"", b"\"%FEATURE_STRUCTURES\"", b"\"%VIEWS\""];
        // The older kind is recognized, so that a message can say what to do about it.
        let older: [&[u8]; 2] = [b"\"_context\"", b"\"_types\""];
        match head.start().starts_with(b"{") {
            true if keys.iter().any(|key| head.has(key)) => Confidence::Sure,
            true if older.iter().all(|key| head.has(key)) => Confidence::Sure,
            _ => Confidence::No,
        }
    }

    fn read(&self, files: &[InputFile], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        files.iter().try_for_each(|file| read::documents(file, cx))
    }

    fn fit(&self, document: Document, cx: &WriteCx<'_>, losses: &mut Losses) -> Result<Vec<Document>, FormatError> {
        cas::fitted(document, &self.carries(), cx, losses)
    }

    fn writer<'a>(&self, cx: &'a WriteCx<'a>, out: &'a mut dyn Output) -> Result<Box<dyn Writer + 'a>, FormatError> {
        Ok(Box::new(write::Files::new(out, cx)))
    }
}
