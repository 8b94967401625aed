//! Fields of objects under the names that a person or the field's habits give them.

use super::plain;
use crate::formats::column_names::{self, Role};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The field that says something about a document: as was asked for, else the one with its name, else the first with a usual
/// one.
pub(in crate::formats) fn column_of(
    role: Role,
    asked: &BTreeMap<String, String>,
    fields: &Map<String, Value>,
) -> Option<String> {
    if let Some(asked) = asked.get(role.name()) {
        return fields.contains_key(asked).then(|| asked.clone());
    }
    if fields.contains_key(role.name()) {
        return Some(role.name().to_owned());
    }
    let is_free = |name: &String| !asked.values().any(|taken| taken == name);
    let is_plain = |name: &String| fields.get(name).is_some_and(|value| value.is_string() || value.is_number());
    let usual =
        |name: &&str| fields.keys().find(|key| column_names::plain(key) == **name && is_free(key) && is_plain(key));
    role.names().iter().find_map(usual).cloned()
}

/// Puts what fields say about a document under their own names; metadata that was asked for comes back.
pub(in crate::formats) fn renamed(
    asked: &BTreeMap<String, String>,
    fields: &mut Map<String, Value>,
) -> BTreeMap<String, String> {
    for role in Role::ABOUT.into_iter().chain([Role::Annotator]) {
        if let Some(column) = column_of(role, asked, fields).filter(|column| column != role.name())
            && let Some(value) = fields.remove(&column).filter(|value| !value.is_null())
        {
            fields.insert(role.name().to_owned(), plain(value).into());
        }
    }
    let mut meta = BTreeMap::new();
    for (what, column) in asked {
        if let Some(key) = what.strip_prefix("meta.")
            && let Some(value) = fields.remove(column).filter(|value| !value.is_null())
        {
            meta.insert(key.to_owned(), plain(value));
        }
    }
    meta
}
