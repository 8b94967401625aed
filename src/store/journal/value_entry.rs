//! The values of attributes in the journal's records.

use crate::model::{Number, Value};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A value.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ValueEntry {
    Text(String),
    Set(BTreeSet<String>),
    YesNo(bool),
    /// The bits of a float.
    Number(u64),
}

impl ValueEntry {
    pub fn from_value(value: &Value) -> Self {
        match value {
            Value::Text(text) => Self::Text(text.to_string()),
            Value::Set(ids) => Self::Set(ids.iter().map(ToString::to_string).collect()),
            Value::YesNo(yes) => Self::YesNo(*yes),
            Value::Number(number) => Self::Number(number.get().to_bits()),
        }
    }

    pub fn into_value(self) -> Option<Value> {
        Some(match self {
            Self::Text(text) => Value::Text(text.into()),
            Self::Set(ids) => Value::Set(ids.into_iter().map(Into::into).collect()),
            Self::YesNo(yes) => Value::YesNo(yes),
            Self::Number(_) => Value::Number(self.into_number()?),
        })
    }

    pub fn into_number(self) -> Option<Number> {
        match self {
            Self::Number(bits) => Number::new(f64::from_bits(bits)),
            Self::Text(_) | Self::Set(_) | Self::YesNo(_) => None,
        }
    }
}
