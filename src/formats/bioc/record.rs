//! A document as both kinds of files have it.

use serde::Deserialize;
use serde_json::{Map, Value};

/// A document.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Record {
    pub(super) id: Word,
    pub(super) infons: Infons,
    pub(super) passages: Vec<Passage>,
    pub(super) annotations: Vec<Annotation>,
    pub(super) relations: Vec<Relation>,
}

/// A passage, or a sentence in one.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Passage {
    pub(super) offset: i64,
    pub(super) text: Option<String>,
    pub(super) infons: Infons,
    pub(super) sentences: Vec<Passage>,
    pub(super) annotations: Vec<Annotation>,
    pub(super) relations: Vec<Relation>,
}

/// An annotation.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Annotation {
    pub(super) id: Word,
    pub(super) infons: Infons,
    pub(super) locations: Vec<Location>,
    pub(super) text: Option<String>,
}

/// A piece of the text.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Location {
    pub(super) offset: i64,
    pub(super) length: i64,
}

/// A relation.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Relation {
    pub(super) id: Word,
    pub(super) infons: Infons,
    pub(super) nodes: Vec<Node>,
}

/// An end of a relation.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Node {
    pub(super) refid: Word,
    pub(super) role: Word,
}

/// A word, which some programs write as a number.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Word(pub(super) String);

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(|value| Self(word(value)))
    }
}

/// Names with values, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Infons(pub(super) Vec<(String, String)>);

impl<'de> Deserialize<'de> for Infons {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let map = Option::<Map<String, Value>>::deserialize(deserializer)?.unwrap_or_default();
        Ok(Self(map.into_iter().filter(|(_, value)| !value.is_null()).map(|(key, value)| (key, word(value))).collect()))
    }
}

impl Infons {
    /// Takes a value out.
    pub(super) fn take(&mut self, key: &str) -> Option<String> {
        let at = self.0.iter().position(|(its, _)| its == key)?;
        Some(self.0.remove(at).1)
    }

    /// A value.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|(its, _)| its == key).map(|(_, value)| value.as_str())
    }
}

fn word(value: Value) -> String {
    match value {
        Value::String(text) => text,
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
