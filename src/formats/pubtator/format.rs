//! What the format is called and what it carries.

use super::{lines, read, write};
use crate::formats::exchange::Document;
use crate::formats::{
    Carries, Confidence, Format, FormatError, Head, InputFile, LossKind, Losses, Output, ReadCx, WriteCx, Writer, fit,
};
use crate::text::Unit;

/// PubTator.
#[derive(Clone, Copy, Debug)]
pub struct PubTator;

impl Format for PubTator {
    fn id(&self) -> &'static str {
        "pubtator"
    }

    fn name(&self) -> &'static str {
        "PubTator"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["pubtator"]
    }

    fn carries(&self) -> Carries {
        Carries { unit: Some(Unit::CodePoint), white_space: false, spans: true, overlap: true, ..Carries::TEXT }
    }

    fn is_told_unit(&self) -> bool {
        true
    }

    fn is_written(&self) -> bool {
        true
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let first: Vec<u8> = head.start().iter().copied().take_while(|byte| *byte != b'\n').collect();
        let is_title = memchr::memmem::find(&first, b"|t|").is_some_and(|at| {
            let id = first.get(..at).unwrap_or_default();
            !id.is_empty() && id.len() < 130 && !id.iter().any(|byte| byte.is_ascii_whitespace() || *byte == b'<')
        });
        match (is_title, head.has_ending(self.endings())) {
            (true, _) => Confidence::Sure,
            (false, true) => Confidence::Likely,
            (false, false) => Confidence::No,
        }
    }

    fn read(&self, files: &[InputFile], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        files.iter().try_for_each(|file| read::documents(file, cx))
    }

    /// Line breaks but the one after the title become spaces.
    fn fit(&self, document: Document, cx: &WriteCx<'_>, losses: &mut Losses) -> Result<Vec<Document>, FormatError> {
        if !lines::comes_back(document.text.as_str()) {
            losses.add(LossKind::WhiteSpace, || format!("“{}”", document.name()));
        }
        fit::fitted(document, &self.carries(), cx, losses)
    }

    fn writer<'a>(&self, _cx: &'a WriteCx<'a>, out: &'a mut dyn Output) -> Result<Box<dyn Writer + 'a>, FormatError> {
        Ok(Box::new(write::Files::new(out)))
    }
}
