//! Articles as they are published and kept: web pages, office documents, books, letters and PDFs, read only.
//!
//! `blocks` puts paragraphs, lines and cells together to a text; `markup` walks a tree of HTML for that, and `xml` one of
//! XML; each format has a file of its own, and `pdf_claims` looks at what a PDF says of its size.

mod blocks;
mod markup;
mod xml;
mod html;
mod docx;
mod odt;
mod epub;
mod eml;
mod pdf;
mod pdf_claims;

pub use docx::Docx;
pub use eml::Eml;
pub use epub::Epub;
pub use html::Html;
pub use odt::Odt;
pub use pdf::Pdf;

pub(super) use html::check_depth;

use super::exchange::Document;
use super::{FormatError, InputFile};
use crate::text::Text;

/// The largest file that is read.
const FILE: u64 = 256_000_000;

/// A document of what was found in a file.
fn document(content: String, file: &InputFile) -> Result<Document, FormatError> {
    let text = Text::new(content).map_err(|why| FormatError::TooLong { why, file: file.name.clone() })?;
    Ok(Document { id: file.id(), ..Document::new(text) })
}

/// Words for a title and the like: on one line, and only if there are any.
fn one_line(words: &str) -> Option<String> {
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then_some(words)
}
