//! From documents to answered tasks.

use crate::formats::exchange::{Document, Set};
use crate::formats::json::about;
use crate::formats::output::Open;
use crate::formats::spaced_tokens::SpacedTokens;
use crate::formats::{FormatError, Output, WriteCx, Writer};
use crate::model::LayerKind;
use crate::text::{Text, TextRange, Unit};
use serde_json::{Map, Value, json};

/// The hashes that tell tasks apart, which stay what they were.
const HASHES: &[&str] = &["_input_hash", "_task_hash"];

/// Writes a task for each document.
pub(super) struct Tasks<'a> {
    cx: &'a WriteCx<'a>,
    file: Open,
}

impl<'a> Tasks<'a> {
    /// Begins a file.
    pub(super) fn new(cx: &'a WriteCx<'a>, out: &mut dyn Output) -> Result<Self, FormatError> {
        Ok(Self { cx, file: Open::new(out, "annotations.jsonl")? })
    }

    fn task(&self, document: &Document) -> Value {
        let (mut task, mut known) = (Map::new(), about(document));
        if let Some(meta) = known.get_mut("meta").and_then(Value::as_object_mut) {
            for key in HASHES {
                let number = meta.get(*key).and_then(Value::as_str).and_then(|word| word.parse::<i64>().ok());
                if let Some(number) = number {
                    meta.remove(*key);
                    task.insert((*key).to_owned(), number.into());
                }
            }
        }
        task.insert("text".to_owned(), document.text.as_str().into());
        flatten(&mut known);
        task.insert("meta".to_owned(), known.into());
        let nothing = Set::default();
        let set = document.sets.first().unwrap_or(&nothing);
        let text = &document.text;
        let tokens = SpacedTokens::of(text, &set.spans);
        task.insert("tokens".to_owned(), token_records(text, &tokens));
        if document.sets.is_empty() {
            return task.into();
        }
        let spans: Vec<Value> = set
            .spans
            .iter()
            .map(|span| {
                let mut record = span_record(span.at.hull(), &span.label.tag, text, &tokens);
                if let Some(fields) = record.as_object_mut() {
                    fields.insert("text".to_owned(), text.slice(span.at.hull()).into());
                }
                record
            })
            .collect();
        task.insert("spans".to_owned(), spans.into());
        if !set.relations.is_empty() {
            task.insert("relations".to_owned(), relations(set, text, &tokens));
        }
        let options: Vec<Value> = self
            .cx
            .codebook
            .of_kind(LayerKind::Document)
            .map(|tag| json!({ "id": tag.id.as_str(), "text": tag.name }))
            .collect();
        if !options.is_empty() || !set.tags.is_empty() {
            let accepted: Vec<&str> = set.tags.iter().map(|given| given.label.tag.as_str()).collect();
            task.insert("options".to_owned(), options.into());
            task.insert("accept".to_owned(), json!(accepted));
        }
        let view = if set.relations.is_empty() { "spans_manual" } else { "relations" };
        task.insert("_view_id".to_owned(), view.into());
        task.insert("answer".to_owned(), "accept".into());
        if let Some(person) = &set.annotator {
            task.insert("_annotator_id".to_owned(), person.id.as_str().into());
            task.insert("_session_id".to_owned(), person.id.as_str().into());
        }
        task.into()
    }
}

/// What a document has as metadata, beside what is known of it, as tasks have it: but for names that mean something else
/// there.
fn flatten(known: &mut Map<String, Value>) {
    let Some(Value::Object(meta)) = known.remove("meta") else { return };
    let (mut nested, own) = (Map::new(), ["id", "title", "language", "date", "outlet", "meta"]);
    for (key, value) in meta {
        let is_free = !own.contains(&key.as_str()) && !known.contains_key(&key);
        if is_free {
            known.insert(key, value)
        } else {
            nested.insert(key, value)
        };
    }
    if !nested.is_empty() {
        known.insert("meta".to_owned(), nested.into());
    }
}

impl Writer for Tasks<'_> {
    fn document(&mut self, document: &Document) -> Result<(), FormatError> {
        let mut line = self.task(document).to_string();
        line.push('\n');
        self.file.put(line)
    }

    fn finish(self: Box<Self>) -> Result<(), FormatError> {
        self.file.close()
    }
}

fn token_records(text: &Text, tokens: &SpacedTokens) -> Value {
    let mut at = 0;
    let tokens = tokens.ranges.iter().zip(&tokens.has_space).enumerate();
    tokens
        .map(|(id, (range, has_space))| {
            let word = text.slice(*range);
            let start = at;
            let end = start + word.chars().count();
            at = end + usize::from(*has_space);
            json!({ "text": word, "start": start, "end": end, "id": id, "ws": has_space })
        })
        .collect()
}

fn span_record(hull: TextRange, label: &str, text: &Text, tokens: &SpacedTokens) -> Value {
    let [start, end] = [hull.start(), hull.end()].map(|at| text.count(at, Unit::CodePoint));
    // The last token of a span belongs to it, while the character at its end does not.
    let (first, last) = (tokens.begins.get(&hull.start()), tokens.ends.get(&hull.end()));
    json!({ "start": start, "end": end, "token_start": first, "token_end": last, "label": label })
}

fn relations(set: &Set, text: &Text, tokens: &SpacedTokens) -> Value {
    let record = |at: usize| {
        let span = set.spans.get(at)?;
        Some(span_record(span.at.hull(), &span.label.tag, text, tokens))
    };
    let relation = |it: &crate::formats::exchange::Relation| {
        let (head, child) = (record(it.from)?, record(it.to)?);
        Some(json!({
            "head": head.get("token_end"), "child": child.get("token_end"),
            "head_span": head, "child_span": child, "label": it.label.tag.as_str(),
        }))
    };
    set.relations.iter().filter_map(relation).collect()
}
