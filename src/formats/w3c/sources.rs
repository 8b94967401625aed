//! The texts that annotations are about, which stand in no file of annotations.

use super::names::last_part;
use crate::formats::exchange::Document;
use crate::formats::{FormatError, InputFile, ReadCx};
use crate::model::DocumentId;
use crate::text::Text;

/// The largest text.
const FILE: u64 = 2 * Text::MAX_BYTES as u64;

/// The document of a text beside the annotations.
pub(super) fn beside(file: &InputFile) -> Result<Document, FormatError> {
    let bytes = file.bytes(FILE)?;
    let has_mark = bytes.starts_with(b"\xEF\xBB\xBF");
    let plain = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    // UTF-8 is taken as it is, with characters in it that no text that is typed has.
    let (text, source) = match str::from_utf8(plain) {
        Ok(plain) => {
            let text = Text::new(plain.to_owned());
            let text = text.map_err(|why| FormatError::TooLong { why, file: file.name.clone() })?;
            let mut source = file.binary_source(&bytes);
            (source.encoding, source.bom) = ("UTF-8".to_owned(), has_mark);
            (text, source)
        }
        Err(_) => {
            let decoded = file.decoded(&bytes, None)?;
            let source = file.source(&decoded);
            (decoded.text, source)
        }
    };
    Ok(Document { id: file.id(), source: Some(source), ..Document::new(text) })
}

/// Whether a file is what an address means.
pub(super) fn is_named(file: &InputFile, address: &str) -> bool {
    let name = last_part(address);
    file.file_name() == name || file.stem() == name
}

/// The document of a text that is there under the last part of an address; under the name of the file where there is none.
pub(super) fn known(file: &InputFile, address: Option<&str>, cx: &ReadCx<'_>) -> Result<Document, FormatError> {
    let name = address.map_or_else(|| file.stem().to_owned(), last_part);
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    let found = cx.texts.named(&name, &file.name).or_else(|| cx.texts.named(stem, &file.name));
    let text = found.ok_or_else(|| {
        let why = format!("the text “{name}”, which the annotations are about, is not there");
        FormatError::TextMissing { why, file: file.name.clone(), line: 0 }
    })?;
    let id = DocumentId::new(stem).ok().map(|_| stem.into());
    Ok(Document { id, ..Document::new(text) })
}
