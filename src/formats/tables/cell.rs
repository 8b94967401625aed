//! Spans that stand as JSON in a cell, as Label Studio's tables and others have them.

use crate::formats::exchange::Label;
use crate::formats::units::Claim;
use serde_json::Value;

/// A span of a cell.
pub(super) struct Found {
    pub(super) claim: Claim,
    pub(super) label: Label,
}

/// The spans in a cell, a part without a label or a place counted; nothing when the cell holds no spans.
pub(super) fn spans(cell: &str) -> Option<(Vec<Found>, usize)> {
    let cell = cell.trim();
    if !cell.starts_with('[') || !cell.ends_with(']') {
        return None;
    }
    let Ok(Value::Array(parts)) = serde_json::from_str(cell) else { return None };
    let is_span = |part: &Value| number(part, &["start", "begin", "start_offset"]).is_some() || triple(part).is_some();
    if parts.is_empty() || !parts.iter().any(is_span) {
        return None;
    }
    let mut found = Vec::new();
    let mut n_lost = 0;
    for part in &parts {
        let spans = one(part);
        n_lost += usize::from(spans.is_empty());
        found.extend(spans);
    }
    Some((found, n_lost))
}

/// A span once for each of its labels.
fn one(part: &Value) -> Vec<Found> {
    if let Some((start, end, label)) = triple(part) {
        return vec![Found { claim: Claim { pieces: vec![(start, end)], quote: None }, label: Label::new(label) }];
    }
    let start = number(part, &["start", "begin", "start_offset"]);
    let Some((start, end)) = start.zip(number(part, &["end", "stop", "end_offset"])) else { return Vec::new() };
    let quote = part.get("text").and_then(Value::as_str).map(str::to_owned);
    let claim = Claim { pieces: vec![(start, end)], quote };
    let labels = ["labels", "label", "tag", "type"].iter().find_map(|key| part.get(*key));
    let labels: Vec<&str> = match labels {
        Some(Value::String(label)) => vec![label],
        Some(Value::Array(labels)) => labels.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    labels.into_iter().map(|label| Found { claim: claim.clone(), label: Label::new(label) }).collect()
}

fn number(part: &Value, keys: &[&str]) -> Option<i64> {
    keys.iter().find_map(|key| part.get(*key)?.as_i64())
}

/// `[0, 3, "PER"]`.
fn triple(part: &Value) -> Option<(i64, i64, &str)> {
    let [start, end, label] = part.as_array()?.as_slice() else { return None };
    Some((start.as_i64()?, end.as_i64()?, label.as_str()?))
}
