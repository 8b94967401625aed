//! The types of columns as the metadata of a file has them, of which the names of classes stand nowhere else.

use serde_json::Value;
use std::collections::BTreeMap;

/// The key of a file's metadata.
pub(super) const KEY: &str = "huggingface";

/// The names of classes by column; of a field in a column's records, by both names: `entities.label`.
#[derive(Debug, Default)]
pub(super) struct Features(BTreeMap<String, Vec<String>>);

impl Features {
    /// Reads the value under [`KEY`]; one that is none says nothing.
    pub(super) fn parse(metadata: &str) -> Self {
        let Ok(metadata) = serde_json::from_str::<Value>(metadata) else { return Self::default() };
        let features = metadata.get("info").unwrap_or(&metadata).get("features").and_then(Value::as_object);
        let mut names = BTreeMap::new();
        for (column, feature) in features.into_iter().flatten() {
            add_names(column, feature, 0, &mut names);
        }
        Self(names)
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

/// Adds the names of a class label, of a list of them, or of those within records.
fn add_names(name: &str, feature: &Value, depth: usize, all: &mut BTreeMap<String, Vec<String>>) {
    if depth > 8 {
        return;
    }
    if let Some(names) = feature.get("names").and_then(Value::as_array) {
        let names = names.iter().map(|name| name.as_str().unwrap_or_default().to_owned());
        all.insert(name.to_owned(), names.collect());
        return;
    }
    let listed = feature.get("feature").filter(|_| feature.get("_type").is_some_and(Value::is_string));
    if let Some(inner) = listed.or_else(|| feature.as_array()?.first()) {
        return add_names(name, inner, depth + 1, all);
    }
    for (field, inner) in feature.as_object().into_iter().flatten() {
        add_names(&format!("{name}.{field}"), inner, depth + 1, all);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The three ways in which versions of `datasets` write a list of records.
    #[test]
    fn classes_within_records_have_names() {
        let record = r#"{"start": {"dtype": "int32", "_type": "Value"}, "label": {"names": ["PER", "LOC"], "_type": "ClassLabel"}}"#;
        let lists = [
            format!("[{record}]"),
            format!(r#"{{"feature": {record}, "_type": "Sequence"}}"#),
            format!(r#"{{"feature": {record}, "_type": "List"}}"#),
        ];
        for list in lists {
            let features = Features::parse(&format!(r#"{{"info": {{"features": {{"entities": {list}}}}}}}"#));
            assert_eq!(
                features.names("entities.label"),
                Some(["PER".to_owned(), "LOC".to_owned()].as_slice()),
                "{list}"
            );
            assert_eq!(features.names("entities.start"), None);
        }
    }
}
