//! One annotation as a file has it.

use super::format::has_word;
use super::names::{decoded, last_part};
use super::selector::Where;
use crate::formats::exchange::{Person, Values};
use crate::model::{self, AnnotatorKind, Timestamp};
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// What an annotation is about.
#[derive(Debug, PartialEq)]
pub(super) enum About {
    /// Other annotations, by their ids.
    Others(Vec<String>),
    /// A text as a whole.
    Whole(String),
    /// Places of a text; without an address, of the text that the file is about.
    Places(Option<String>, Vec<Where>),
}

/// An annotation.
#[derive(Debug)]
pub(super) struct Annotation {
    pub(super) id: Option<String>,
    pub(super) about: Option<About>,
    pub(super) labels: Vec<String>,
    pub(super) notes: Vec<String>,
    pub(super) attributes: Values,
    pub(super) creator: Option<Person>,
    pub(super) made: Option<Timestamp>,
    /// What it is for, in a word.
    pub(super) motivation: String,
    /// Which line of the file it stands in.
    pub(super) line: usize,
}

type Fields = Map<String, Value>;

impl Annotation {
    pub(super) fn of(fields: &Fields, line: usize) -> Self {
        let motivation = fields.get("motivation").cloned().unwrap_or_default();
        let mut annotation = Self {
            id: fields.get("id").and_then(Value::as_str).map(str::to_owned),
            about: about(fields.get("target"), has_word(&motivation, "linking")),
            labels: Vec::new(),
            notes: Vec::new(),
            attributes: Values::new(),
            creator: fields.get("creator").and_then(creator),
            made: ["modified", "created"].iter().find_map(|key| fields.get(*key)?.as_str()?.parse().ok()),
            motivation: first_word(&motivation).unwrap_or("annotation").to_owned(),
            line,
        };
        let is_tagging =
            ["tagging", "classifying", "identifying", "linking"].iter().any(|it| has_word(&motivation, it));
        for body in list(fields.get("body")) {
            annotation.add_body(body, is_tagging, 0);
        }
        annotation.notes.extend(fields.get("bodyValue").and_then(Value::as_str).map(str::to_owned));
        annotation
    }

    fn add_body(&mut self, body: &Value, is_tagging: bool, depth: usize) {
        if let Value::String(address) = body {
            return self.notes.push(address.clone());
        }
        if body.get("type").is_some_and(|kind| has_word(kind, "Choice")) {
            // Of several the first is meant, if nobody chooses.
            let first = list(body.get("items")).into_iter().next().filter(|_| depth < 8);
            return first.into_iter().for_each(|body| self.add_body(body, is_tagging, depth + 1));
        }
        let source = body.get("source").and_then(|source| source.as_str().or_else(|| source.get("id")?.as_str()));
        let id = body.get("id").and_then(Value::as_str);
        let Some(value) = body.get("value").and_then(Value::as_str).or(source).or(id) else { return };
        let purpose = body.get("purpose").and_then(first_word);
        match purpose {
            Some("tagging" | "classifying" | "identifying") => self.labels.push(value.to_owned()),
            Some("describing") => self.describe(value),
            None if is_tagging && body.get("value").is_some() => self.labels.push(value.to_owned()),
            _ => self.notes.push(value.to_owned()),
        }
    }

    /// A description of the form `key=value` is an attribute, any other a note.
    fn describe(&mut self, value: &str) {
        let is_key = |key: &str| !key.is_empty() && !key.contains(char::is_whitespace);
        let Some((key, value)) = value.split_once('=').filter(|(key, _)| is_key(key)) else {
            return self.notes.push(value.to_owned());
        };
        let said = match self.attributes.remove(&*decoded(key)) {
            None => model::Value::Text(value.into()),
            Some(model::Value::Text(first)) => model::Value::Set(BTreeSet::from([first, value.into()])),
            Some(model::Value::Set(mut ids)) => {
                ids.insert(value.into());
                model::Value::Set(ids)
            }
            Some(other) => other,
        };
        self.attributes.insert(decoded(key).into(), said);
    }
}

fn about(target: Option<&Value>, is_linking: bool) -> Option<About> {
    let targets = list(target);
    let addresses: Vec<&str> = targets.iter().filter_map(|target| address(target)).collect();
    if addresses.len() == targets.len() && !targets.is_empty() {
        return match addresses.as_slice() {
            [one] if !is_linking => Some(About::Whole((*one).to_owned())),
            all => Some(About::Others(all.iter().map(|it| (*it).to_owned()).collect())),
        };
    }
    let mut source = None;
    let mut places = Vec::new();
    for target in &targets {
        let of = target.get("source").and_then(|source| source.as_str().or_else(|| source.get("id")?.as_str()));
        source = source.or(of.map(str::to_owned));
        places.extend(target.get("selector").map(Where::of));
    }
    match (source, places.is_empty()) {
        (Some(source), true) => Some(About::Whole(source)),
        (None, true) => None,
        (source, false) => Some(About::Places(source, places)),
    }
}

/// The address of a target that is nothing else.
fn address(target: &Value) -> Option<&str> {
    let is_place = target.get("selector").is_some() || target.get("source").is_some();
    target.as_str().or_else(|| target.get("id")?.as_str()).filter(|_| !is_place)
}

fn creator(value: &Value) -> Option<Person> {
    let first = list(Some(value)).into_iter().next()?;
    if let Some(address) = first.as_str() {
        return Some(Person { name: Some(address.to_owned()), ..Person::named(last_part(address)) });
    }
    let word = |key: &str| first.get(key).and_then(first_word).filter(|word| !word.trim().is_empty());
    let address = word("id").map(last_part);
    let id = word("nickname").or(word("name")).map(str::to_owned).or(address)?;
    let kind = word("type").filter(|kind| *kind == "Software").map(|_| AnnotatorKind::Machine);
    let name = word("name").filter(|name| *name != id).map(str::to_owned);
    Some(Person { name, kind, ..Person::named(id) })
}

/// A value by itself, or the values of a list.
pub(super) fn list(value: Option<&Value>) -> Vec<&Value> {
    match value {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(list)) => list.iter().collect(),
        Some(one) => vec![one],
    }
}

fn first_word(value: &Value) -> Option<&str> {
    value.as_str().or_else(|| value.as_array()?.first()?.as_str())
}
