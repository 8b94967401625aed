//! From tasks to documents.

use crate::formats::exchange::{Document, DocumentTag, Label, Person, Relation, Set, Span};
use crate::formats::json::{Place, set_about};
use crate::formats::units::{Claim, placed};
use crate::formats::{FormatError, LossKind, Losses, ReadCx, unit_name};
use crate::model::Timestamp;
use crate::text::{Text, Unit, quote};
use serde_json::{Map, Value};

/// What a task says beside what becomes metadata.
const KNOWN: &[&str] = &[
    "text",
    "spans",
    "tokens",
    "relations",
    "answer",
    "accept",
    "options",
    "label",
    "meta",
    "_annotator_id",
    "_session_id",
    "_timestamp",
    "_view_id",
    "_is_binary",
    "config",
    "style",
];

type Task = Map<String, Value>;

/// A span that has its place in the set, and where the task has it.
struct There {
    at: usize,
    ends: (i64, i64),
    last_token: Option<i64>,
}

/// The document of a task. Only what was accepted is true of it.
pub(super) fn document(value: Value, place: &Place<'_>, cx: &mut ReadCx<'_>) -> Result<Document, FormatError> {
    let Value::Object(mut task) = value else { return Err(place.malformed("a line must be one JSON object")) };
    let Some(text) = task.get("text").and_then(Value::as_str) else {
        return Err(place.malformed("the task has no “text”"));
    };
    let text = Text::new(text.to_owned()).map_err(|why| FormatError::TooLong { why, file: place.file.to_owned() })?;
    let mut document = Document::new(text);
    let answer = task.get("answer").and_then(Value::as_str).unwrap_or("accept");
    let person = ["_annotator_id", "_session_id"].iter().find_map(|key| task.get(*key)?.as_str());
    let mut set = Set::of(person.filter(|name| !name.is_empty()).map(Person::named));
    if answer == "accept" {
        fill(&mut set, &document.text, &task, place, cx)?;
    } else {
        let n = list(&task, "spans").len().max(1);
        let kind = if answer == "reject" { LossKind::Rejection } else { LossKind::Field };
        cx.losses.add_many(kind, n, || format!("{place}: what was answered with “{answer}”"));
    }
    document.sets.push(set);
    let meta = task.remove("meta");
    set_about(&mut document, task, KNOWN, place, cx.losses);
    match meta {
        Some(Value::Object(meta)) => set_about(&mut document, meta, &[], place, cx.losses),
        Some(Value::Null) | None => {}
        Some(meta) => drop(document.meta.insert("meta".to_owned(), meta.to_string())),
    }
    Ok(document)
}

fn fill(set: &mut Set, text: &Text, task: &Task, place: &Place<'_>, cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
    let made = task.get("_timestamp").and_then(Value::as_f64).map(|seconds| Timestamp::new(seconds as i64));
    let there = spans(set, text, task, made, place, cx)?;
    relations(set, &there, task, made, place, cx.losses);
    let accepted = list(task, "accept")
        .iter()
        .filter_map(|id| id.as_str().map(str::to_owned).or_else(|| Some(id.as_i64()?.to_string())));
    let label = task.get("label").and_then(Value::as_str).map(str::to_owned);
    for tag in accepted.chain(label) {
        let mut given = DocumentTag::new(Label::new(tag));
        given.beside.made = made;
        set.tags.push(given);
    }
    Ok(())
}

fn spans(
    set: &mut Set,
    text: &Text,
    task: &Task,
    made: Option<Timestamp>,
    place: &Place<'_>,
    cx: &mut ReadCx<'_>,
) -> Result<Vec<There>, FormatError> {
    let records = list(task, "spans");
    let mut claims = Vec::with_capacity(records.len());
    for span in records {
        let number = |key: &str| span.get(key).and_then(Value::as_i64);
        let Some(ends) = number("start").zip(number("end")) else {
            return Err(place.malformed(format!("“{}” has no start and end", quote(&span.to_string()))));
        };
        let covered = span.get("text").and_then(Value::as_str).map(str::to_owned);
        claims.push(Claim { pieces: vec![ends], quote: covered });
    }
    let placed = placed(text, &claims, Unit::CodePoint);
    if placed.unit != Unit::CodePoint {
        let unit = unit_name(placed.unit);
        cx.losses.add(LossKind::Unit, || format!("{place}: offsets are in {unit} and not in codepoint"));
    }
    let mut there = Vec::with_capacity(records.len());
    for ((span, claim), at) in records.iter().zip(&claims).zip(placed.places) {
        let ends = claim.pieces.first().copied().unwrap_or_default();
        let label = span.get("label").and_then(Value::as_str).filter(|label| !label.is_empty());
        match (at, label) {
            (Ok(at), Some(label)) => {
                there.push(There {
                    at: set.spans.len(),
                    ends,
                    last_token: span.get("token_end").and_then(Value::as_i64),
                });
                let mut span = Span::new(at, Label::new(label));
                span.beside.made = made;
                set.spans.push(span);
            }
            (at, label) => cx.losses.add(LossKind::Span, || {
                let why = at.err().unwrap_or_else(|| "it has no label".to_owned());
                format!("{place}: {}–{} as {}: {why}", ends.0, ends.1, label.unwrap_or("nothing"))
            }),
        }
    }
    Ok(there)
}

/// Relations, whose ends are spans or the last tokens of spans.
fn relations(
    set: &mut Set,
    there: &[There],
    task: &Task,
    made: Option<Timestamp>,
    place: &Place<'_>,
    losses: &mut Losses,
) {
    for relation in list(task, "relations") {
        let label = relation.get("label").and_then(Value::as_str).unwrap_or("relation");
        let ends = end(set, there, relation, "head").zip(end(set, there, relation, "child"));
        match ends {
            Some((from, to)) => {
                let mut relation = Relation::new(from, to, Label::new(label));
                relation.beside.made = made;
                set.relations.push(relation);
            }
            None => losses.add(LossKind::Relation, || format!("{place}: {label}: one of its ends is no span")),
        }
    }
}

fn end(set: &Set, there: &[There], relation: &Value, which: &str) -> Option<usize> {
    if let Some(span) = relation.get(format!("{which}_span")).filter(|span| span.is_object()) {
        let number = |key: &str| span.get(key).and_then(Value::as_i64);
        let ends = number("start").zip(number("end"))?;
        let label = span.get("label").and_then(Value::as_str);
        let is_label =
            |at: usize| set.spans.get(at).is_some_and(|span| label.is_none_or(|label| span.label.tag == label));
        let found = there.iter().filter(|there| there.ends == ends);
        let exact = found.clone().find(|there| is_label(there.at));
        return exact.or_else(|| found.clone().next()).map(|there| there.at);
    }
    let token = relation.get(which).and_then(Value::as_i64)?;
    there.iter().find(|there| there.last_token == Some(token)).map(|there| there.at)
}

fn list<'t>(task: &'t Task, key: &str) -> &'t [Value] {
    task.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}
