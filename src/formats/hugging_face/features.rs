//! The types of columns as the metadata of a file has them, of which the names of classes stand nowhere else.

use serde_json::Value;
use std::collections::BTreeMap;

/// The key of a file's metadata.
pub(super) const KEY: &str = "huggingface";

/// The names of classes by column.
#[derive(Debug, Default)]
pub(super) struct Features(BTreeMap<String, Vec<String>>);

impl Features {
    /// Reads the value under [`KEY`]; one that is none says nothing.
    pub(super) fn parse(metadata: &str) -> Self {
        let Ok(metadata) = serde_json::from_str::<Value>(metadata) else { return Self::default() };
        let features = metadata.get("info").unwrap_or(&metadata).get("features").and_then(Value::as_object);
        let named = |(column, feature): (&String, &Value)| Some((column.clone(), names(feature, 0)?));
        Self(features.into_iter().flatten().filter_map(named).collect())
    }

    /// Takes names for columns that have none.
    pub(super) fn or(mut self, other: Self) -> Self {
        for (column, names) in other.0 {
            self.0.entry(column).or_insert(names);
        }
        self
    }

    /// The names of a column's classes.
    pub(super) fn names(&self, column: &str) -> Option<&[String]> {
        self.0.get(column).map(Vec::as_slice)
    }
}

/// The names of a class label, or of a list of them.
fn names(feature: &Value, depth: usize) -> Option<Vec<String>> {
    if depth > 8 {
        return None;
    }
    if let Some(names) = feature.get("names").and_then(Value::as_array) {
        return Some(names.iter().map(|name| name.as_str().unwrap_or_default().to_owned()).collect());
    }
    let inner = feature.get("feature").or_else(|| feature.as_array()?.first())?;
    names(inner, depth + 1)
}
