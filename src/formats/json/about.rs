//! What is known of a document beside its text, as fields of JSON.

use super::place::Place;
use super::values::plain;
use crate::formats::exchange::Document;
use crate::formats::{LossKind, Losses};
use crate::model::{DocumentId, Source};
use crate::text::Digest;
use serde_json::{Map, Value, json};

/// All that is known of a document, as fields that [`set_about`] reads again.
pub(in crate::formats) fn about(document: &Document) -> Map<String, Value> {
    let mut fields = Map::new();
    let words = [
        ("id", document.id.as_deref()),
        ("title", document.title.as_deref()),
        ("language", document.language.as_deref()),
        ("date", document.date.as_deref()),
        ("outlet", document.outlet.as_deref()),
    ];
    for (key, word) in words {
        if let Some(word) = word {
            fields.insert(key.to_owned(), word.into());
        }
    }
    if let Some(source) = &document.source {
        fields.insert("source".to_owned(), source_field(source));
    }
    if !document.meta.is_empty() {
        fields.insert("meta".to_owned(), json!(document.meta));
    }
    fields
}

fn source_field(source: &Source) -> Value {
    let sha256 = source.sha256.map(|digest| digest.to_string());
    let Source { file, encoding, bom, importer, .. } = source;
    json!({ "file": file, "encoding": encoding, "bom": bom, "sha256": sha256, "importer": importer })
}

/// Puts fields into a document: those of [`about`] as what they are, the fields of `meta` and all others as metadata, but for
/// those in `known`.
pub(in crate::formats) fn set_about(
    document: &mut Document,
    fields: Map<String, Value>,
    known: &[&str],
    place: &Place<'_>,
    losses: &mut Losses,
) {
    for (key, value) in fields.into_iter().filter(|(key, value)| !known.contains(&key.as_str()) && !value.is_null()) {
        match (key.as_str(), value) {
            ("id", Value::String(id)) => set_id(document, id, place, losses),
            ("title", Value::String(title)) => document.title = Some(title).filter(|title| !title.trim().is_empty()),
            ("language", Value::String(language)) => document.language = Some(language),
            ("date", Value::String(date)) => document.date = Some(date),
            ("outlet", Value::String(outlet)) => document.outlet = Some(outlet),
            ("source", Value::Object(source)) if source.get("file").is_some_and(Value::is_string) => {
                document.source = Some(source_of(&source));
            }
            ("meta", Value::Object(meta)) => {
                let there = meta.into_iter().filter(|(_, value)| !value.is_null());
                document.meta.extend(there.map(|(key, value)| (key, plain(value))));
            }
            (_, value) => {
                document.meta.entry(key).or_insert_with(|| plain(value));
            }
        }
    }
}

/// A number counts the documents of one file and says nothing beyond it, so that only a word is an id.
fn set_id(document: &mut Document, id: String, place: &Place<'_>, losses: &mut Losses) {
    if DocumentId::new(&id).is_ok() {
        document.id = Some(id.into());
    } else {
        losses.add(LossKind::Id, || format!("{place}: {id:?} cannot be the id of a document"));
        document.meta.insert("id".to_owned(), id);
    }
}

fn source_of(fields: &Map<String, Value>) -> Source {
    let word = |key: &str| fields.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    Source {
        file: word("file"),
        encoding: word("encoding"),
        bom: fields.get("bom").and_then(Value::as_bool).unwrap_or_default(),
        sha256: word("sha256").parse::<Digest>().ok(),
        importer: word("importer"),
    }
}
