//! What the format is called and what it carries.

use super::{read, write};
use crate::edit::Import;
use crate::formats::format::ending;
use crate::formats::{Carries, Confidence, Format, FormatError, InputFile, Losses, OutputFile, ReadCx, WriteCx};
use crate::text::Unit;

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
        Carries {
            unit: Some(Unit::CodePoint),
            spans: true,
            overlap: true,
            fragments: true,
            relations: true,
            attributes: true,
            notes: true,
            annotators: true,
            times: true,
            metadata: true,
        }
    }

    fn max_bytes(&self) -> u64 {
        1_000_000_000
    }

    fn is_written(&self) -> bool {
        true
    }

    fn sniff(&self, name: &str, head: &[u8]) -> Confidence {
        let start = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
        let has = |key: &[u8]| memchr::memmem::find(head, key).is_some();
        let is_object = start.starts_with(b"{");
        if self.endings().contains(&ending(name).as_str()) {
            Confidence::Sure
        } else if is_object && has(b"\"text\"") && has(b"\"sets\"") {
            Confidence::Likely
        } else {
            Confidence::No
        }
    }

    fn read(&self, files: &[InputFile], cx: &mut ReadCx<'_>, losses: &mut Losses) -> Result<Import, FormatError> {
        read::import(files, cx, losses)
    }

    fn write(&self, cx: &WriteCx<'_>, losses: &mut Losses) -> Result<Vec<OutputFile>, FormatError> {
        write::files(cx, losses)
    }
}
