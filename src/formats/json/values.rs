//! The values of attributes and metadata as JSON has them.

use crate::model::{self, Number};
use serde_json::Value;

/// A value of an attribute, if JSON's is one.
pub(in crate::formats) fn value_of(json: &Value) -> Option<model::Value> {
    match json {
        Value::String(text) => Some(model::Value::Text(text.into())),
        Value::Bool(yes) => Some(model::Value::YesNo(*yes)),
        Value::Number(number) => Number::new(number.as_f64()?).map(model::Value::Number),
        Value::Array(ids) => {
            let ids: Option<_> = ids.iter().map(|id| id.as_str().map(Into::into)).collect();
            ids.map(model::Value::Set)
        }
        Value::Null | Value::Object(_) => None,
    }
}

/// A value of an attribute as JSON has it.
pub(in crate::formats) fn json_of(value: &model::Value) -> Value {
    match value {
        model::Value::Text(text) => text.as_str().into(),
        model::Value::Set(ids) => ids.iter().map(|id| Value::from(id.as_str())).collect(),
        model::Value::YesNo(yes) => (*yes).into(),
        model::Value::Number(number) => number.get().into(),
    }
}

/// A value of the metadata as text.
pub(in crate::formats) fn plain(value: Value) -> String {
    match value {
        Value::String(text) => text,
        other => other.to_string(),
    }
}
