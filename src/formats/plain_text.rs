//! Plain text and Markdown: each file a document, exactly as decoded.

use super::format::ending;
use super::{Carries, Confidence, Format, FormatError, InputFile, Losses, ReadCx};
use crate::edit::{Import, NewDocument};
use crate::model::Source;
use crate::text::{Decoded, NotText, Text, decode};

/// Plain text and Markdown.
#[derive(Clone, Copy, Debug)]
pub struct PlainText;

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
        "Plain text and Markdown"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["txt", "text", "md", "markdown"]
    }

    fn carries(&self) -> Carries {
        Carries::TEXT
    }

    fn max_bytes(&self) -> u64 {
        // Twice the longest text: UTF-16 has two bytes where UTF-8 has one.
        2 * Text::MAX_BYTES as u64
    }

    fn sniff(&self, name: &str, head: &[u8]) -> Confidence {
        let looks_binary = signature(head).is_some() || decode(head, None).is_err();
        match (self.endings().contains(&ending(name).as_str()), looks_binary) {
            (true, _) => Confidence::Likely,
            (false, false) => Confidence::Possible,
            (false, true) => Confidence::No,
        }
    }

    fn read(&self, files: &[InputFile], cx: &mut ReadCx<'_>, losses: &mut Losses) -> Result<Import, FormatError> {
        let documents = files.iter().map(|file| document(file, cx, losses)).collect::<Result<_, _>>()?;
        Ok(Import { documents, ..Import::default() })
    }
}

fn document(file: &InputFile, cx: &ReadCx<'_>, losses: &mut Losses) -> Result<NewDocument, FormatError> {
    if let Some(why) = signature(&file.bytes) {
        return Err(FormatError::malformed(why, &file.name, 0, 0));
    }
    let decoded = decode(&file.bytes, cx.encoding).map_err(|why| match why {
        NotText::TooLong(why) => FormatError::TooLong { why, file: file.name.clone() },
        why => FormatError::NotText { why, file: file.name.clone() },
    })?;
    if cx.encoding.is_none() && was_guessed(&decoded) && has_controls(&decoded.text) {
        return Err(FormatError::malformed("this is not a text: it has control characters", &file.name, 0, 0));
    }
    losses.add_replaced(&decoded, &file.name);
    let source = Source {
        file: file.file_name().to_owned(),
        encoding: decoded.encoding.to_owned(),
        bom: decoded.bom,
        sha256: Some(decoded.original),
    };
    Ok(NewDocument { source: Some(source), ..NewDocument::of_text(decoded.text) })
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
