//! From documents to annotations, each document's beside its text.

use super::names::encoded;
use crate::formats::exchange::{Beside, Document, Person, Set, Values};
use crate::formats::output::{Open, Stems};
use crate::formats::{FormatError, Output, Writer};
use crate::model::{self, AnnotatorKind};
use crate::text::{Text, TextRange, Unit};
use serde_json::{Value, json};
use std::collections::HashSet;

/// How many characters around a place are written with it.
const AROUND: usize = 24;

/// Writes a text and its annotations for each document.
pub(super) struct Annotations<'a> {
    out: &'a mut dyn Output,
    stems: Stems,
}

impl<'a> Annotations<'a> {
    pub(super) fn new(out: &'a mut dyn Output) -> Self {
        Self { out, stems: Stems::default() }
    }
}

impl Writer for Annotations<'_> {
    fn document(&mut self, document: &Document) -> Result<(), FormatError> {
        let stem = self.stems.of(document);
        let text = document.text.as_str();
        // One mark at the beginning is taken for the encoding's, so that a text's own needs another before it.
        let mark = if text.starts_with('\u{FEFF}') { "\u{FEFF}" } else { "" };
        Open::whole(self.out, format!("{stem}.txt"), [mark, text].concat().as_bytes())?;
        let name = stem.rsplit('/').next().unwrap_or(&stem);
        let source = encoded(&format!("{name}.txt"));
        let mut used = HashSet::new();
        let mut annotations = Vec::new();
        for set in &document.sets {
            Writing { document, source: &source, set, used: &mut used, annotations: &mut annotations }.set();
        }
        let lines: Vec<String> = annotations.iter().map(Value::to_string).collect();
        let list = if lines.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", lines.join(",\n")) };
        Open::whole(self.out, format!("{stem}.jsonld"), list.as_bytes())
    }

    fn finish(self: Box<Self>) -> Result<(), FormatError> {
        Ok(())
    }
}

/// What it takes to write a set.
struct Writing<'w> {
    document: &'w Document,
    source: &'w str,
    set: &'w Set,
    used: &'w mut HashSet<String>,
    annotations: &'w mut Vec<Value>,
}

impl Writing<'_> {
    fn set(&mut self) {
        let set = self.set;
        let mut ids = Vec::with_capacity(set.spans.len());
        for (at, span) in set.spans.iter().enumerate() {
            let id = self.id(span.id.as_deref(), 's', at);
            let targets: Vec<Value> = span.at.iter().map(|range| self.target(range)).collect();
            let target = match targets.as_slice() {
                [one] => one.clone(),
                _ => targets.into(),
            };
            self.annotation(&id, "tagging", bodies(&span.label.tag, &span.beside), target);
            ids.push(id);
        }
        for (at, relation) in set.relations.iter().enumerate() {
            let Some((from, to)) = ids.get(relation.from).zip(ids.get(relation.to)) else { continue };
            let target = json!([{ "id": from }, { "id": to }]);
            let id = self.id(relation.id.as_deref(), 'r', at);
            self.annotation(&id, "linking", bodies(&relation.label.tag, &relation.beside), target);
        }
        for (at, given) in set.tags.iter().enumerate() {
            let id = self.id(None, 'd', at);
            self.annotation(&id, "classifying", bodies(&given.label.tag, &given.beside), self.source.into());
        }
        if !set.attributes.is_empty() {
            let id = self.id(None, 'a', 0);
            self.annotation(&id, "describing", described(&set.attributes), self.source.into());
        }
    }

    fn annotation(&mut self, id: &str, motivation: &str, bodies: Vec<Value>, target: Value) {
        let mut annotation = json!({
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "id": id,
            "type": "Annotation",
            "motivation": motivation,
            "body": bodies,
            "target": target,
        });
        if let (Some(person), Some(fields)) = (&self.set.annotator, annotation.as_object_mut()) {
            fields.insert("creator".to_owned(), creator(person));
        }
        self.annotations.push(annotation);
    }

    /// A name that no other annotation of the file has: as it is called already, else by its place.
    fn id(&mut self, own: Option<&str>, letter: char, at: usize) -> String {
        let own = own.map(|own| format!("#{}", encoded(own)));
        if let Some(own) = own.filter(|own| self.used.insert(own.clone())) {
            return own;
        }
        let made = (at + 1..).map(|n| format!("#{letter}{n}"));
        made.into_iter().find(|id| self.used.insert(id.clone())).unwrap_or_default()
    }

    fn target(&self, range: TextRange) -> Value {
        let text = &self.document.text;
        let count = |at| text.count(at, Unit::CodePoint);
        json!({
            "source": self.source,
            "selector": [
                { "type": "TextPositionSelector", "start": count(range.start()), "end": count(range.end()) },
                {
                    "type": "TextQuoteSelector",
                    "exact": text.slice(range),
                    "prefix": before(text, range),
                    "suffix": after(text, range),
                },
            ],
        })
    }
}

fn before(text: &Text, range: TextRange) -> String {
    let upto = text.upto(range.start());
    let start = upto.char_indices().rev().take(AROUND).last().map_or(upto.len(), |(at, _)| at);
    upto.get(start..).unwrap_or_default().to_owned()
}

fn after(text: &Text, range: TextRange) -> String {
    text.from(range.end()).chars().take(AROUND).collect()
}

fn bodies(tag: &str, beside: &Beside) -> Vec<Value> {
    let tag = json!({ "type": "TextualBody", "purpose": "tagging", "value": tag });
    std::iter::once(tag).chain(described(&beside.attributes)).collect()
}

/// Attributes as descriptions, `key=value`; one for each of several values.
fn described(values: &Values) -> Vec<Value> {
    let mut bodies = Vec::new();
    for (key, value) in values {
        let words: Vec<String> = match value {
            model::Value::Text(text) => vec![text.to_string()],
            model::Value::Set(ids) if ids.is_empty() => vec![String::new()],
            model::Value::Set(ids) => ids.iter().map(ToString::to_string).collect(),
            model::Value::YesNo(yes) => vec![yes.to_string()],
            model::Value::Number(number) => vec![number.to_string()],
        };
        let said = |word: String| json!({ "type": "TextualBody", "purpose": "describing", "value": format!("{}={word}", encoded(key)) });
        bodies.extend(words.into_iter().map(said));
    }
    bodies
}

fn creator(person: &Person) -> Value {
    let kind = if person.kind == Some(AnnotatorKind::Machine) { "Software" } else { "Person" };
    let name = person.name.as_deref().unwrap_or(&person.id);
    json!({ "type": kind, "nickname": person.id.as_str(), "name": name })
}
