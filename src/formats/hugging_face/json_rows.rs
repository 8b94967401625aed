//! The rows of a JSON file: an object on each line, or a list of objects.

use super::features::Features;
use super::row::{Reader, RowAt, has_words};
use crate::formats::json::{head_record, records};
use crate::formats::{Confidence, FormatError, Head, InputFile, ReadCx};
use serde_json::Value;

/// How sure it is that a file has rows: an object on each line that is no other format's, or a list of objects with texts.
pub(super) fn sniffed(head: &Head<'_>) -> Confidence {
    let Some(Value::Object(row)) = head_record(head) else { return Confidence::No };
    let is_list = head.start().starts_with(b"[");
    match head.has_ending(&["jsonl", "ndjson"]) {
        true if !row.is_empty() && !row.contains_key("sets") => Confidence::Likely,
        false if is_list && has_words(&row) => Confidence::Likely,
        _ => Confidence::No,
    }
}

/// Whether a file's beginning is that of rows.
pub(super) fn are_some(bytes: &[u8]) -> bool {
    let start = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start();
    start.starts_with(b"{") || start.starts_with(b"[")
}

/// Reads a document for each object.
pub(super) fn documents(file: &InputFile, cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
    let features = Features::default();
    let reader = Reader { file: &file.name, features: &features, options: cx.options };
    records(file, cx, |record, cx| match record.value {
        Value::Object(row) => reader.document(row, &RowAt::Place(&record.place), cx).map(|document| vec![document]),
        _ => Err(record.place.malformed("a row must be one JSON object")),
    })
}
