//! What the format is called and what it carries.

use super::record::DOCUMENT_KEYS;
use super::{read, write};
use crate::formats::json::head_record;
use crate::formats::output::Open;
use crate::formats::{Carries, Confidence, Format, FormatError, Head, InputFile, Output, ReadCx, WriteCx, Writer};
use serde_json::Value;

/// Our own JSONL.
#[derive(Clone, Copy, Debug)]
pub struct Jsonl;

impl Format for Jsonl {
    fn id(&self) -> &'static str {
        "jsonl"
    }

    fn name(&self) -> &'static str {
        "Glossator JSONL"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["jsonl", "ndjson"]
    }

    fn carries(&self) -> Carries {
        Carries::ALL
    }

    fn has_free_unit(&self) -> bool {
        true
    }

    fn names_parts(&self) -> bool {
        true
    }

    fn is_written(&self) -> bool {
        true
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let is_lines = head.has_ending(self.endings());
        match (head.start().starts_with(b"{"), head.has(b"\"text\"") && head.has(b"\"sets\"")) {
            (true, true) if is_lines => Confidence::Sure,
            (true, true) => Confidence::Likely,
            _ if is_lines && has_other_fields(head) => Confidence::Possible,
            // A text alone is a line of ours, whatever tool it comes from; and who says .jsonl gets a message about JSONL.
            _ if is_lines => Confidence::Likely,
            _ => Confidence::No,
        }
    }

    fn read(&self, files: &[InputFile], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        files.iter().try_for_each(|file| read::documents(file, cx))
    }

    fn writer<'a>(&self, cx: &'a WriteCx<'a>, out: &'a mut dyn Output) -> Result<Box<dyn Writer + 'a>, FormatError> {
        Ok(Box::new(write::Lines::new(Open::new(out, format!("{}.jsonl", cx.stem()))?, cx)))
    }
}

/// Whether the first line says something in fields that mean nothing to us.
fn has_other_fields(head: &Head<'_>) -> bool {
    let is_other = |key: &String| !DOCUMENT_KEYS.contains(&key.as_str());
    matches!(head_record(head), Some(Value::Object(line)) if line.keys().any(is_other))
}
