//! What the format is called and what it carries.

use super::{read, write};
use crate::formats::json::head_record;
use crate::formats::{Carries, Confidence, Format, FormatError, Head, InputFile, Output, ReadCx, WriteCx, Writer};
use crate::text::Unit;
use serde_json::Value;

/// W3C Web Annotations.
#[derive(Clone, Copy, Debug)]
pub struct WebAnnotation;

impl Format for WebAnnotation {
    fn id(&self) -> &'static str {
        "w3c"
    }

    fn name(&self) -> &'static str {
        "W3C Web Annotation"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["jsonld", "json"]
    }

    fn carries(&self) -> Carries {
        Carries {
            unit: Some(Unit::CodePoint),
            spans: true,
            overlap: true,
            fragments: true,
            zero_width: true,
            relations: true,
            document_tags: true,
            attributes: true,
            document_attributes: true,
            annotators: true,
            ..Carries::TEXT
        }
    }

    fn is_written(&self) -> bool {
        true
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let is_one = |record: &Value| {
            let kinds = ["Annotation", "AnnotationPage", "AnnotationCollection"];
            let kind = record.get("type").is_some_and(|kind| kinds.iter().any(|it| has_word(kind, it)));
            kind || record.get("@context").is_some_and(|context| has_word(context, "http://www.w3.org/ns/anno.jsonld"))
        };
        match head_record(head) {
            Some(record) if is_one(&record) => Confidence::Sure,
            _ if head.has_ending(&["jsonld"]) => Confidence::Likely,
            _ => Confidence::No,
        }
    }

    fn companions(&self, name: &str) -> Vec<String> {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        vec![format!("{stem}.txt")]
    }

    fn read(&self, files: &[InputFile], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        match files.split_first() {
            Some((file, beside)) => read::documents(file, beside, cx),
            None => Ok(()),
        }
    }

    fn writer<'a>(&self, _cx: &'a WriteCx<'a>, out: &'a mut dyn Output) -> Result<Box<dyn Writer + 'a>, FormatError> {
        Ok(Box::new(write::Annotations::new(out)))
    }
}

/// Whether a value is a word, or a list that has it.
pub(super) fn has_word(value: &Value, word: &str) -> bool {
    match value {
        Value::String(one) => one == word,
        Value::Array(list) => list.iter().any(|one| one.as_str() == Some(word)),
        _ => false,
    }
}
