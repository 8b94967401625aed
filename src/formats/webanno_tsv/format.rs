//! What the format is called and what it carries.

use super::{read, write};
use crate::formats::exchange::Document;
use crate::formats::{
    Carries, Confidence, Format, FormatError, Head, InputFile, LossKind, Losses, Output, ReadCx, WriteCx, Writer, fit,
    xml_characters,
};
use crate::model::LayerKind;
use crate::text::Unit;

/// WebAnno TSV 3.
#[derive(Clone, Copy, Debug)]
pub struct WebAnnoTsv;

impl Format for WebAnnoTsv {
    fn id(&self) -> &'static str {
        "webanno-tsv"
    }

    fn name(&self) -> &'static str {
        "WebAnno TSV 3"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["tsv"]
    }

    fn carries(&self) -> Carries {
        Carries {
            unit: Some(Unit::Utf16),
            spans: true,
            layers: &LayerKind::ALL,
            overlap: true,
            zero_width: true,
            relations: true,
            attributes: true,
            ..Carries::TEXT
        }
    }

    fn is_written(&self) -> bool {
        true
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        if head.start().starts_with(b"#FORMAT=WebAnno TSV") { Confidence::Sure } else { Confidence::No }
    }

    fn read(&self, files: &[InputFile], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        files.iter().try_for_each(|file| read::document(file, cx))
    }

    fn fit(&self, document: Document, cx: &WriteCx<'_>, losses: &mut Losses) -> Result<Vec<Document>, FormatError> {
        let documents = fit::fitted(document, &self.carries(), cx, losses)?;
        Ok(documents.into_iter().map(|document| with_plain_start(document, losses)).collect())
    }

    fn writer<'a>(&self, cx: &'a WriteCx<'a>, out: &'a mut dyn Output) -> Result<Box<dyn Writer + 'a>, FormatError> {
        Ok(Box::new(write::Files::new(out, cx)))
    }
}

/// What stands before the first token has no place in the format, but for how long it is: it comes back as spaces. Where
/// there are no tokens at all, spans have no line to stand in.
fn with_plain_start(mut document: Document, losses: &mut Losses) -> Document {
    let Some(first) = document.text.tokens().first().copied() else {
        let mut sets = std::mem::take(&mut document.sets);
        for set in &mut sets {
            fit::drop_spans(set, LossKind::Span, &document, losses, |_, _| false);
        }
        return Document { sets, ..document };
    };
    let n = document.text.upto(first.start()).chars().filter(|c| *c != ' ').count();
    if n == 0 {
        return document;
    }
    losses.add(LossKind::WhiteSpace, || format!("spaces before the first word of “{}”", document.name()));
    xml_characters::rewritten(document, |at, c| if at < first.start().index() { ' ' } else { c })
}
