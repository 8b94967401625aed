//! Plain text and Markdown: each file a document, exactly as decoded.

use super::exchange::Document;
use super::{Archive, Carries, Confidence, Format, FormatError, Head, InputFile, ReadCx};
use crate::text::{Decoded, Text, decode};

/// Plain text.
#[derive(Clone, Copy, Debug)]
pub struct PlainText;

/// Markdown: read as the text that it is, marks and all.
#[derive(Clone, Copy, Debug)]
pub struct Markdown;

/// How files begin that decode as text in some legacy encoding, and are none.
const SIGNATURES: &[(&[u8], &str)] = &[
    (b"%PDF-", "this is a PDF and not a text"),
    (b"{\\rtf", "this is RTF and not a text"),
    (b"\x1f\x8b", "this is compressed and not a text"),
    (b"PK\x03\x04", "this is an archive or an office document and not a text"),
];

impl Format for PlainText {
    fn id(&self) -> &'static str {
        "text"
    }

    fn name(&self) -> &'static str {
        "Plain text"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["txt", "text"]
    }

    fn carries(&self) -> Carries {
        Carries::TEXT
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let is_packed = Archive::is_one(head.bytes);
        let looks_binary = is_packed || signature(head.bytes).is_some() || decode(head.bytes, None).is_err();
        if head.structure().is_some() {
            return Confidence::No;
        }
        match (head.has_ending(self.endings()), looks_binary) {
            (true, _) => Confidence::Likely,
            (false, false) => Confidence::Possible,
            (false, true) => Confidence::No,
        }
    }

    fn read(&self, files: &[InputFile], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        files.iter().try_for_each(|file| {
            let document = document(file, cx)?;
            cx.document(document)
        })
    }
}

impl Format for Markdown {
    fn id(&self) -> &'static str {
        "markdown"
    }

    fn name(&self) -> &'static str {
        "Markdown"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["md", "markdown"]
    }

    fn carries(&self) -> Carries {
        Carries::TEXT
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        if head.has_ending(self.endings()) { Confidence::Likely } else { Confidence::No }
    }

    fn read(&self, files: &[InputFile], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        PlainText.read(files, cx)
    }
}

/// The largest file: twice the longest text, as UTF-16 has two bytes where UTF-8 has one.
const FILE: u64 = 2 * Text::MAX_BYTES as u64;

fn document(file: &InputFile, cx: &mut ReadCx<'_>) -> Result<Document, FormatError> {
    let bytes = file.bytes(FILE)?;
    if let Some(why) = signature(&bytes) {
        return Err(FormatError::malformed(why, &file.name, 0, 0));
    }
    let decoded = file.decoded(&bytes, cx.options.encoding)?;
    if cx.options.encoding.is_none() && was_guessed(&decoded) && has_controls(&decoded.text) {
        return Err(FormatError::malformed("this is not a text: it has control characters", &file.name, 0, 0));
    }
    cx.losses.add_replaced(&decoded, &file.name);
    Ok(Document { id: file.id(), source: Some(file.source(&decoded)), ..Document::new(decoded.text) })
}

fn signature(bytes: &[u8]) -> Option<&'static str> {
    SIGNATURES.iter().find(|(start, _)| bytes.starts_with(start)).map(|(_, why)| *why)
}

fn was_guessed(decoded: &Decoded) -> bool {
    !decoded.bom && decoded.encoding != "UTF-8"
}

/// Whether there are control characters that no text has; terminals' escapes and the old end-of-file mark may be there.
fn has_controls(text: &Text) -> bool {
    text.as_str().chars().any(|c| c.is_control() && !c.is_whitespace() && !matches!(c, '\x1a' | '\x1b'))
}
