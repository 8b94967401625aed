//! What the format is called and what it carries.

use super::{offsets, read_bin, version_2, write_bin};
use crate::formats::json::{head_record, records};
use crate::formats::{Carries, Confidence, Format, FormatError, Head, InputFile, Output, ReadCx, WriteCx, Writer};
use crate::text::Unit;
use serde_json::Value;

/// spaCy's training data.
#[derive(Clone, Copy, Debug)]
pub struct Spacy;

impl Format for Spacy {
    fn id(&self) -> &'static str {
        "spacy"
    }

    fn name(&self) -> &'static str {
        "spaCy DocBin and JSON"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["spacy", "json", "jsonl"]
    }

    fn carries(&self) -> Carries {
        Carries {
            unit: Some(Unit::CodePoint),
            spans: true,
            overlap: true,
            document_tags: true,
            metadata: true,
            ..Carries::TEXT
        }
    }

    fn is_told_unit(&self) -> bool {
        true
    }

    fn is_written(&self) -> bool {
        true
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        if is_packed(head.bytes) {
            return if head.has_ending(&["spacy"]) { Confidence::Sure } else { Confidence::No };
        }
        match head_record(head) {
            Some(record) if offsets::is_one(&record) || version_2::is_one(&record) => Confidence::Sure,
            _ if head.has_ending(&["spacy"]) => Confidence::Likely,
            _ => Confidence::No,
        }
    }

    fn read(&self, files: &[InputFile], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        files.iter().try_for_each(|file| {
            if is_packed(&file.head(2)?) || file.ending() == "spacy" {
                return read_bin::documents(file, cx);
            }
            records(file, cx, |record, cx| match &record.value {
                Value::Object(fields) if version_2::is_one(&record.value) => {
                    version_2::documents(fields, &record.place, cx.losses)
                }
                _ => offsets::document(record.value, &record.place, cx).map(|document| vec![document]),
            })
        })
    }

    fn writer<'a>(&self, cx: &'a WriteCx<'a>, out: &'a mut dyn Output) -> Result<Box<dyn Writer + 'a>, FormatError> {
        Ok(Box::new(write_bin::Bins::new(cx, out)))
    }
}

/// Whether bytes begin as zlib does.
fn is_packed(bytes: &[u8]) -> bool {
    bytes.first() == Some(&0x78) && bytes.get(1).is_some_and(|next| (0x7800 + u32::from(*next)).is_multiple_of(31))
}
