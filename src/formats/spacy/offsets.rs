//! Texts with offsets in JSON: `["text", {"entities": …}]`, or one object with both.

use crate::formats::exchange::{Document, DocumentTag, Label, Set, Span};
use crate::formats::json::{Place, plain, set_about};
use crate::formats::units::{Claim, placed};
use crate::formats::{FormatError, LossKind, ReadCx, unit_name};
use crate::text::{Text, Unit, quote};
use serde_json::{Map, Value};
use std::collections::HashSet;

/// The keys that spans stand under in one program or another.
const SPANS: &[&str] = &["entities", "ents", "label", "labels"];

type Fields = Map<String, Value>;

/// Whether a record has a text with offsets. Pairs of offsets under `label` are doccano's, and so are those under `entities`
/// with a list of categories or with comments; nobody else has them as spaCy's documentation does.
pub(super) fn is_one(record: &Value) -> bool {
    match record {
        Value::Array(pair) => match pair.as_slice() {
            [Value::String(_), Value::Object(fields)] => {
                fields.is_empty() || ["entities", "cats", "spans"].iter().any(|key| fields.contains_key(*key))
            }
            _ => false,
        },
        Value::Object(fields) => {
            let is_doccano = ["relations", "Comments"].iter().any(|key| fields.contains_key(*key));
            let is_doccano = is_doccano || fields.get("cats").is_some_and(Value::is_array);
            let is_span = |span: &Value| span.is_array() || span.get("start").is_some();
            let is_spans = |key: &&&str| {
                let list = fields.get(**key).and_then(Value::as_array);
                list.is_some_and(|list| list.first().is_none_or(is_span))
            };
            let others = ["sets", "answer", "_input_hash"].iter().any(|key| fields.contains_key(*key));
            let has_groups = fields.get("spans").is_some_and(Value::is_object);
            let has_spans = SPANS.iter().take(2).any(|key| is_spans(&key)) || has_groups;
            let has_cats = fields.get("cats").is_some_and(Value::is_object);
            !is_doccano && !others && (has_spans || has_cats) && fields.get("text").is_some_and(Value::is_string)
        }
        _ => false,
    }
}

/// The document of a record.
pub(super) fn document(value: Value, place: &Place<'_>, cx: &mut ReadCx<'_>) -> Result<Document, FormatError> {
    let (text, fields) = parts(value, place)?;
    let text = Text::new(text).map_err(|why| FormatError::TooLong { why, file: place.file.to_owned() })?;
    let mut found = Vec::new();
    for value in SPANS.iter().filter_map(|key| fields.get(*key)) {
        spans(value, place, &mut found)?;
    }
    match fields.get("spans") {
        Some(Value::Object(groups)) => groups.values().try_for_each(|group| spans(group, place, &mut found))?,
        Some(value) => spans(value, place, &mut found)?,
        None => {}
    }
    let mut set = Set::default();
    let stated = cx.options.unit.unwrap_or_default();
    let claims: Vec<Claim> = found.iter().map(|(claim, _)| claim.clone()).collect();
    let placed = placed_somehow(&text, &claims, stated);
    if placed.unit != stated {
        let (is, said) = (unit_name(placed.unit), unit_name(stated));
        cx.losses.add(LossKind::Unit, || format!("{place}: offsets are in {is} and not in {said}"));
    }
    let mut seen = HashSet::new();
    for ((claim, label), at) in found.into_iter().zip(placed.places) {
        match at {
            // Groups may have the entities once more.
            Ok(at) if seen.insert((at.clone(), label.clone())) => set.spans.push(Span::new(at, Label::new(label))),
            Ok(_) => {}
            Err(why) => cx.losses.add(LossKind::Span, || {
                let (start, end) = claim.pieces.first().copied().unwrap_or_default();
                format!("{place}: {start}–{end} as {label}: {why}")
            }),
        }
    }
    let cats = fields.get("cats").and_then(Value::as_object).into_iter().flatten();
    let is_in = |share: &Value| share.as_bool().unwrap_or_else(|| share.as_f64().is_some_and(|share| share >= 0.5));
    let cats = cats.filter(|(_, share)| is_in(share)).map(|(name, _)| DocumentTag::new(Label::new(name.as_str())));
    set.tags = cats.collect();
    let mut document = Document::new(text);
    if !set.spans.is_empty() || !set.tags.is_empty() {
        document.sets.push(set);
    }
    let known = ["text", "entities", "ents", "label", "labels", "spans", "cats", "tokens", "sents", "links"];
    set_about(&mut document, fields, &known, place, cx.losses);
    Ok(document)
}

/// The places in the stated unit; where they do not all lie in the text, in another that they do in.
fn placed_somehow(text: &Text, claims: &[Claim], stated: Unit) -> crate::formats::units::Placed {
    let as_stated = placed(text, claims, stated);
    if as_stated.places.iter().all(Result::is_ok) || claims.iter().any(|claim| claim.quote.is_some()) {
        return as_stated;
    }
    let others = [Unit::CodePoint, Unit::Utf16].into_iter().filter(|unit| *unit != stated);
    let fits = |placed: &crate::formats::units::Placed| placed.places.iter().all(Result::is_ok);
    others.map(|unit| placed(text, claims, unit)).find(fits).unwrap_or(as_stated)
}

fn parts(value: Value, place: &Place<'_>) -> Result<(String, Fields), FormatError> {
    match value {
        Value::Array(pair) => match <[Value; 2]>::try_from(pair) {
            Ok([Value::String(text), Value::Object(fields)]) => Ok((text, fields)),
            _ => Err(place.malformed("an example must be a text and an object with “entities”")),
        },
        Value::Object(mut fields) => match fields.remove("text") {
            Some(Value::String(text)) => Ok((text, fields)),
            _ => Err(place.malformed("an example must have a “text”")),
        },
        _ => Err(place.malformed("an example must be a text and an object with “entities”")),
    }
}

/// Spans as `[start, end, label]` or as objects.
fn spans(value: &Value, place: &Place<'_>, found: &mut Vec<(Claim, String)>) -> Result<(), FormatError> {
    let Value::Array(list) = value else {
        return if value.is_null() { Ok(()) } else { Err(place.malformed("entities must be a list")) };
    };
    for span in list {
        let (start, end, label, covered) = match span {
            Value::Array(parts) => (parts.first(), parts.get(1), parts.get(2), None),
            Value::Object(fields) => (fields.get("start"), fields.get("end"), fields.get("label"), fields.get("text")),
            other => return Err(place.malformed(format!("“{}” is no entity", quote(&other.to_string())))),
        };
        let ends = start.and_then(Value::as_i64).zip(end.and_then(Value::as_i64));
        let Some((ends, label)) = ends.zip(label.filter(|label| !label.is_null())) else {
            return Err(place.malformed(format!("“{}” has no start, end and label", quote(&span.to_string()))));
        };
        let quote = covered.and_then(Value::as_str).map(str::to_owned);
        found.push((Claim { pieces: vec![ends], quote }, plain(label.clone())));
    }
    Ok(())
}
