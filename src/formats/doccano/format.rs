//! What the format is called and what it carries.

use super::labels;
use super::read::{self, Names};
use super::write;
use crate::formats::json::{head_record, records};
use crate::formats::{Carries, Confidence, Format, FormatError, Head, InputFile, Output, ReadCx, WriteCx, Writer};
use crate::text::Unit;
use serde_json::{Map, Value};

/// doccano's JSONL.
#[derive(Clone, Copy, Debug)]
pub struct Doccano;

/// The names that a list of labels has beside an export.
const LABELS: &[&str] = &["label_config.json", "label_types.json", "labels.json"];

/// How much of a file shows whether it has labels, and no texts.
const LABEL: u64 = 4096;

impl Format for Doccano {
    fn id(&self) -> &'static str {
        "doccano"
    }

    fn name(&self) -> &'static str {
        "doccano JSONL"
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
            metadata: true,
            ..Carries::TEXT
        }
    }

    fn has_free_unit(&self) -> bool {
        true
    }

    fn is_told_unit(&self) -> bool {
        true
    }

    fn is_told_graphemes(&self) -> bool {
        true
    }

    fn is_written(&self) -> bool {
        true
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        match head_record(head) {
            Some(record) if labels::is_one(&record) => Confidence::Sure,
            Some(Value::Object(record)) if is_one(&record) => Confidence::Sure,
            _ => Confidence::No,
        }
    }

    fn companions(&self, name: &str) -> Vec<String> {
        let folder = name.rsplit_once('/').map(|(folder, _)| format!("{folder}/")).unwrap_or_default();
        let labels: Vec<String> = LABELS.iter().map(|file| format!("{folder}{file}")).collect();
        if labels.iter().any(|file| file == name) { Vec::new() } else { labels }
    }

    fn read(&self, files: &[InputFile], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        let Some((file, beside)) = files.split_first() else { return Ok(()) };
        let head = file.head(LABEL)?;
        if head_record(&Head { name: &file.name, bytes: &head, entries: &[] }).is_some_and(|it| labels::is_one(&it)) {
            return labels::codebook(file, cx);
        }
        let mut names = Names::default();
        beside.iter().try_for_each(|file| names.add(file))?;
        let annotator = read::annotator_of(&file.name);
        let options = cx.options;
        records(file, cx, |record, cx| {
            if let Value::Object(fields) = &record.value
                && cx.header.columns.is_empty()
            {
                read::tell(fields, &options.columns, &mut cx.header);
            }
            let mut reader = read::Reader {
                options,
                names: &names,
                annotator: annotator.as_ref(),
                place: &record.place,
                losses: cx.losses,
            };
            reader.document(record.value).map(|document| vec![document])
        })
    }

    fn writer<'a>(&self, cx: &'a WriteCx<'a>, out: &'a mut dyn Output) -> Result<Box<dyn Writer + 'a>, FormatError> {
        Ok(Box::new(write::Lines::new(cx, out)))
    }
}

/// Whether a record has a shape that doccano writes. Pairs of offsets under `entities` are spaCy's, unless the categories of
/// the document are a list, as only doccano has them.
fn is_one(record: &Map<String, Value>) -> bool {
    let list = |key: &str| record.get(key).and_then(Value::as_array);
    let first = |key: &str| list(key).and_then(|list| list.first());
    if !record.get("text").or_else(|| record.get("data")).is_some_and(Value::is_string) {
        // The text may come last, and is cut off then.
        let is_cut = first("label").is_some_and(Value::is_array);
        return is_cut && !record.contains_key("text");
    }
    if ["sets", "spans", "answer", "tokens"].iter().any(|key| record.contains_key(*key)) {
        return false;
    }
    let has_offsets = |key: &str| first(key).is_some_and(|entity| entity.get("start_offset").is_some());
    let is_labels = |key: &str| match record.get(key) {
        Some(Value::Array(list)) => list.first().is_none_or(|first| first.is_array() || first.is_string()),
        Some(Value::String(_)) => key == "label",
        _ => false,
    };
    let has_cats = list("cats").is_some();
    let is_annotated = first("annotations").is_some_and(|it| it.get("label").is_some() || it.get("user").is_some());
    has_offsets("entities")
        || (list("entities").is_some() && (has_cats || list("relations").is_some()))
        || is_labels("label")
        || is_labels("labels")
        || is_annotated
        || list("Comments").is_some()
}
