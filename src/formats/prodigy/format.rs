//! What the format is called and what it carries.

use super::{read, write};
use crate::formats::exchange::Document;
use crate::formats::json::{head_record, records};
use crate::formats::one_set::one_set_each;
use crate::formats::{
    Carries, Confidence, Format, FormatError, Head, InputFile, Losses, Output, ReadCx, WriteCx, Writer, fit,
};
use crate::text::Unit;
use serde_json::{Map, Value};

/// Prodigy's JSONL.
#[derive(Clone, Copy, Debug)]
pub struct Prodigy;

impl Format for Prodigy {
    fn id(&self) -> &'static str {
        "prodigy"
    }

    fn name(&self) -> &'static str {
        "Prodigy JSONL"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["jsonl", "json"]
    }

    fn carries(&self) -> Carries {
        Carries {
            unit: Some(Unit::CodePoint),
            spans: true,
            overlap: true,
            relations: true,
            document_tags: true,
            annotators: true,
            metadata: true,
            ..Carries::TEXT
        }
    }

    fn is_written(&self) -> bool {
        true
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        match head_record(head) {
            Some(Value::Object(record)) if is_one(&record) => Confidence::Sure,
            _ => Confidence::No,
        }
    }

    fn read(&self, files: &[InputFile], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        files.iter().try_for_each(|file| {
            records(file, cx, |record, cx| {
                read::document(record.value, &record.place, cx).map(|document| vec![document])
            })
        })
    }

    /// A task has one annotator.
    fn fit(&self, document: Document, cx: &WriteCx<'_>, losses: &mut Losses) -> Result<Vec<Document>, FormatError> {
        fit::fitted(document, &self.carries(), cx, losses).map(one_set_each)
    }

    fn writer<'a>(&self, cx: &'a WriteCx<'a>, out: &'a mut dyn Output) -> Result<Box<dyn Writer + 'a>, FormatError> {
        write::Tasks::new(cx, out).map(|tasks| Box::new(tasks) as Box<dyn Writer>)
    }
}

/// Whether a record is a task: it has an answer, the hash of a task, or spans by characters.
fn is_one(record: &Map<String, Value>) -> bool {
    let first = |key: &str| record.get(key).and_then(Value::as_array).and_then(|list| list.first());
    let has_span = first("spans").is_some_and(|span| span.get("start").is_some() && span.get("end").is_some());
    let has_tokens = first("tokens").is_some_and(|token| token.get("start").is_some() && token.get("id").is_some());
    let is_answered = matches!(record.get("answer").and_then(Value::as_str), Some("accept" | "reject" | "ignore"));
    let has_hash = record.contains_key("_input_hash") || record.contains_key("_task_hash");
    let is_spacys = record.contains_key("ents") || record.contains_key("sents");
    !record.contains_key("sets") && !is_spacys && (is_answered || has_hash || has_span || has_tokens)
}
