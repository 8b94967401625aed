//! Keys that mean nothing to us: a document's own become metadata where they can, the others are counted.

use super::record::{DOCUMENT_KEYS, NOTE_KEYS, RELATION_KEYS, SET_KEYS, SPAN_KEYS, TAG_KEYS};
use crate::formats::json::{Place, plain};
use crate::formats::{LossKind, Losses};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The document's unknown keys with a plain value, which are metadata. Counts all others.
pub(super) fn count_unknown(
    document: &Map<String, Value>,
    place: &Place<'_>,
    losses: &mut Losses,
) -> BTreeMap<String, String> {
    let mut meta = BTreeMap::new();
    for (key, value) in document.iter().filter(|(key, _)| !DOCUMENT_KEYS.contains(&key.as_str())) {
        if value.is_array() || value.is_object() {
            losses.add(LossKind::Field, || format!("{place}: {key:?}"));
        } else if !value.is_null() {
            meta.insert(key.clone(), plain(value.clone()));
        }
    }
    for set in objects(document, "sets") {
        count(set, SET_KEYS, place, losses);
        objects(set, "spans").for_each(|span| count(span, SPAN_KEYS, place, losses));
        objects(set, "relations").for_each(|relation| count(relation, RELATION_KEYS, place, losses));
        objects(set, "tags").for_each(|tag| count(tag, TAG_KEYS, place, losses));
        objects(set, "notes").for_each(|note| count(note, NOTE_KEYS, place, losses));
    }
    meta
}

fn count(fields: &Map<String, Value>, known: &[&str], place: &Place<'_>, losses: &mut Losses) {
    for key in fields.keys().filter(|key| !known.contains(&key.as_str())) {
        losses.add(LossKind::Field, || format!("{place}: {key:?}"));
    }
}

fn objects<'a>(fields: &'a Map<String, Value>, key: &str) -> impl Iterator<Item = &'a Map<String, Value>> {
    fields.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}
