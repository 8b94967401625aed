//! From documents to lines that doccano imports, in the shape of the kind of project that the codebook asks for.

use crate::formats::exchange::{Document, Set};
use crate::formats::json::about;
use crate::formats::output::{Open, safe};
use crate::formats::{FormatError, Output, WriteCx, Writer};
use crate::model::LayerKind;
use crate::text::{TextRange, Unit};
use serde_json::{Value, json};
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// Which kind of project lines are for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Shape {
    /// Sequence labelling with relations: `entities` and `relations`.
    Relations,
    /// Intents and slots: `entities` and `cats`.
    Intents,
    /// Classification: the names of categories as `label`.
    Categories,
    /// Sequence labelling: `label`.
    Spans,
}

/// Writes a line for each document, into a file for each annotator.
pub(super) struct Lines<'a> {
    out: &'a mut dyn Output,
    shape: Shape,
    unit: Unit,
    files: BTreeMap<Option<SmolStr>, Open>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(cx: &WriteCx<'_>, out: &'a mut dyn Output) -> Self {
        let has = |kind: LayerKind| cx.codebook.of_kind(kind).next().is_some();
        let shape = match (has(LayerKind::Relation), has(LayerKind::Document), has(LayerKind::Span)) {
            (true, ..) => Shape::Relations,
            (false, true, true) => Shape::Intents,
            (false, true, false) => Shape::Categories,
            (false, false, _) => Shape::Spans,
        };
        Self { out, shape, unit: cx.options.unit.unwrap_or_default(), files: BTreeMap::new() }
    }

    fn file(&mut self, folder: Option<&SmolStr>) -> Result<&mut Open, FormatError> {
        let key = folder.cloned();
        if !self.files.contains_key(&key) {
            let path = folder.map_or_else(|| "all.jsonl".to_owned(), |folder| format!("{}/all.jsonl", safe(folder)));
            self.files.insert(key.clone(), Open::new(self.out, path)?);
        }
        self.files.get_mut(&key).ok_or(FormatError::Stopped)
    }

    fn line(&self, document: &Document) -> Value {
        let mut line = about(document);
        line.insert("text".to_owned(), document.text.as_str().into());
        let nothing = Set::default();
        let set = document.sets.first().unwrap_or(&nothing);
        let tags: Vec<&str> = set.tags.iter().map(|given| given.label.tag.as_str()).collect();
        match self.shape {
            Shape::Spans if tags.is_empty() && set.relations.is_empty() => {
                line.insert("label".to_owned(), self.tuples(set, document).into());
            }
            Shape::Categories if set.spans.is_empty() => {
                line.insert("label".to_owned(), json!(tags));
            }
            Shape::Intents if set.relations.is_empty() => {
                line.insert("entities".to_owned(), self.tuples(set, document).into());
                line.insert("cats".to_owned(), json!(tags));
            }
            _ => {
                line.insert("entities".to_owned(), self.entities(set, document).into());
                line.insert("relations".to_owned(), relations(set).into());
                if !tags.is_empty() {
                    line.insert("cats".to_owned(), json!(tags));
                }
            }
        }
        line.insert("Comments".to_owned(), json!([]));
        line.into()
    }

    fn tuples(&self, set: &Set, document: &Document) -> Vec<Value> {
        let tuple = |(tag, start, end): (&str, usize, usize)| json!([start, end, tag]);
        self.spans(set, document).map(tuple).collect()
    }

    fn entities(&self, set: &Set, document: &Document) -> Vec<Value> {
        let entity = |(id, (tag, start, end)): (usize, (&str, usize, usize))| json!({ "id": id, "label": tag, "start_offset": start, "end_offset": end });
        self.spans(set, document).enumerate().map(entity).collect()
    }

    fn spans<'s>(&self, set: &'s Set, document: &'s Document) -> impl Iterator<Item = (&'s str, usize, usize)> {
        let unit = self.unit;
        let ends =
            move |range: TextRange| (document.text.count(range.start(), unit), document.text.count(range.end(), unit));
        set.spans.iter().map(move |span| {
            let (start, end) = ends(span.at.hull());
            (span.label.tag.as_str(), start, end)
        })
    }
}

fn relations(set: &Set) -> Vec<Value> {
    let relations = set.relations.iter().enumerate();
    let line = |(id, it): (usize, &crate::formats::exchange::Relation)| json!({ "id": id, "from_id": it.from, "to_id": it.to, "type": it.label.tag.as_str() });
    relations.map(line).collect()
}

impl Writer for Lines<'_> {
    fn document(&mut self, document: &Document) -> Result<(), FormatError> {
        let mut line = self.line(document).to_string();
        line.push('\n');
        self.file(document.folder.as_ref())?.put(line)
    }

    fn finish(mut self: Box<Self>) -> Result<(), FormatError> {
        if self.files.is_empty() {
            self.file(None)?;
        }
        self.files.into_values().try_for_each(Open::close)
    }
}
