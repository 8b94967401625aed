//! From documents to tasks that Label Studio imports, and to the labelling configuration that goes with them.

use super::controls::{TEXT, attribute_control, configuration, control_of, document_control};
use crate::formats::exchange::{Document, Person, Set, Values};
use crate::formats::json::about;
use crate::formats::output::Open;
use crate::formats::{FormatError, Output, WriteCx, Writer, covered, kind_name};
use crate::model::{self, AnnotatorKind, AttributeId, AttributeKind, LayerKind};
use crate::text::{Text, TextRange, Unit};
use serde_json::{Map, Value, json};
use std::collections::HashSet;

/// Writes a list of tasks.
pub(super) struct Tasks<'a> {
    cx: &'a WriteCx<'a>,
    file: Open,
    n_tasks: usize,
    n_annotations: usize,
}

impl<'a> Tasks<'a> {
    /// Writes the configuration and begins the list.
    pub(super) fn new(cx: &'a WriteCx<'a>, out: &mut dyn Output) -> Result<Self, FormatError> {
        Open::whole(out, "config.xml", configuration(cx).as_bytes())?;
        let file = Open::new(out, "tasks.json")?;
        Ok(Self { cx, file, n_tasks: 0, n_annotations: 0 })
    }
}

impl Writer for Tasks<'_> {
    fn document(&mut self, document: &Document) -> Result<(), FormatError> {
        let before = if self.n_tasks == 0 { "[\n" } else { ",\n" };
        self.n_tasks += 1;
        let task = self.task(document);
        self.file.put(before)?;
        self.file.put(task.to_string())
    }

    fn finish(mut self: Box<Self>) -> Result<(), FormatError> {
        let end = if self.n_tasks == 0 { "[]\n" } else { "\n]\n" };
        self.file.put(end)?;
        self.file.close()
    }
}

impl Tasks<'_> {
    fn task(&mut self, document: &Document) -> Value {
        let mut data = about(document);
        data.insert(TEXT.to_owned(), document.text.as_str().into());
        let is_machine =
            |set: &&Set| set.annotator.as_ref().is_some_and(|person| person.kind == Some(AnnotatorKind::Machine));
        let (machines, people): (Vec<&Set>, Vec<&Set>) = document.sets.iter().partition(is_machine);
        let annotations: Vec<Value> = people.into_iter().map(|set| self.annotation(set, &document.text)).collect();
        let predictions: Vec<Value> = machines.into_iter().map(|set| self.prediction(set, &document.text)).collect();
        json!({ "id": self.n_tasks, "data": data, "annotations": annotations, "predictions": predictions })
    }

    fn annotation(&mut self, set: &Set, text: &Text) -> Value {
        self.n_annotations += 1;
        let mut annotation = json!({
            "id": self.n_annotations,
            "result": self.result(set, text),
            "was_cancelled": false,
            "ground_truth": false,
        });
        // Label Studio refuses tasks with accounts that it does not know: only an address is taken for one.
        if let (Some(person), Some(fields)) = (&set.annotator, annotation.as_object_mut()) {
            fields.insert("annotator".to_owned(), person_field(person));
            if person.id.contains('@') {
                fields.insert("completed_by".to_owned(), json!({ "email": person.id.as_str() }));
            }
        }
        annotation
    }

    fn prediction(&self, set: &Set, text: &Text) -> Value {
        let model = set.annotator.as_ref().map_or("prediction", |person| person.id.as_str());
        let person = set.annotator.as_ref().map(person_field);
        json!({ "model_version": model, "annotator": person, "result": self.result(set, text) })
    }

    fn result(&self, set: &Set, text: &Text) -> Vec<Value> {
        let ids = region_ids(set);
        let mut result = Vec::new();
        for (span, id) in set.spans.iter().zip(&ids) {
            let (start, end) = offsets(span.at.hull(), text);
            let place = json!({ "start": start, "end": end, "text": covered(text, &span.at) });
            let control = control_of(LayerKind::Span, &span.label, self.cx);
            result.push(item(Some(id), "labels", &control, with(&place, "labels", json!([span.label.tag.as_str()]))));
            for (name, value) in &span.beside.attributes {
                let control = attribute_control(name, self.cx.codebook);
                let (kind, key, said) = self.said(name, value);
                result.push(item(Some(id), kind, &control, with(&place, key, said)));
            }
        }
        for relation in &set.relations {
            let ends = ids.get(relation.from).zip(ids.get(relation.to));
            let Some((from, to)) = ends else { continue };
            let label = relation.label.tag.as_str();
            result.push(json!({
                "type": "relation", "from_id": from, "to_id": to, "direction": "right", "labels": [label],
            }));
        }
        result.extend(self.of_document(set));
        result
    }

    fn of_document(&self, set: &Set) -> Vec<Value> {
        let mut controls: Vec<(String, Vec<&str>)> = Vec::new();
        for given in &set.tags {
            let control = control_of(LayerKind::Document, &given.label, self.cx);
            match controls.iter_mut().find(|(name, _)| *name == control) {
                Some((_, tags)) => tags.push(&given.label.tag),
                None => controls.push((control, vec![&given.label.tag])),
            }
        }
        let tags = controls.iter().map(|(control, tags)| item(None, "choices", control, json!({ "choices": tags })));
        tags.chain(self.values(&set.attributes)).collect()
    }

    fn values(&self, values: &Values) -> Vec<Value> {
        let of_value = |(name, value): (&smol_str::SmolStr, &model::Value)| {
            let (kind, key, said) = self.said(name, value);
            item(None, kind, &document_control(name), json!({ key: said }))
        };
        values.iter().map(of_value).collect()
    }

    /// What a control of the value's kind says: the kind, the field of the value, and what stands there.
    fn said(&self, name: &str, value: &model::Value) -> (&'static str, &'static str, Value) {
        let attribute = AttributeId::new(name).ok();
        let attribute = attribute.and_then(|id| self.cx.codebook.attribute(&id));
        let has_choices = attribute.is_some_and(|it| !matches!(it.kind, AttributeKind::Text));
        match value {
            model::Value::Text(text) if has_choices => ("choices", "choices", json!([text.as_str()])),
            model::Value::Text(text) => ("textarea", "text", json!([text.as_str()])),
            model::Value::Set(ids) => {
                let ids: Vec<&str> = ids.iter().map(|id| id.as_str()).collect();
                ("choices", "choices", json!(ids))
            }
            model::Value::YesNo(yes) => ("choices", "choices", json!([yes.to_string()])),
            model::Value::Number(number) => ("number", "number", json!(number.get())),
        }
    }
}

fn person_field(person: &Person) -> Value {
    let mut fields = Map::new();
    fields.insert("id".to_owned(), person.id.as_str().into());
    if let Some(name) = &person.name {
        fields.insert("name".to_owned(), name.as_str().into());
    }
    if let Some(kind) = person.kind {
        fields.insert("kind".to_owned(), kind_name(kind).into());
    }
    Value::Object(fields)
}

fn item(id: Option<&String>, kind: &str, control: &str, value: Value) -> Value {
    let mut item = json!({ "type": kind, "from_name": control, "to_name": TEXT, "origin": "manual", "value": value });
    if let (Some(id), Some(fields)) = (id, item.as_object_mut()) {
        fields.insert("id".to_owned(), id.as_str().into());
    }
    item
}

fn with(place: &Value, key: &str, said: Value) -> Value {
    let mut value = place.clone();
    if let Some(fields) = value.as_object_mut() {
        fields.insert(key.to_owned(), said);
    }
    value
}

fn offsets(range: TextRange, text: &Text) -> (usize, usize) {
    (text.count(range.start(), Unit::CodePoint), text.count(range.end(), Unit::CodePoint))
}

/// What regions are called: as they are already, where that is one of them alone, else by their place.
fn region_ids(set: &Set) -> Vec<String> {
    let mut taken: HashSet<String> =
        set.spans.iter().filter_map(|span| span.id.as_ref()).map(ToString::to_string).collect();
    let mut used = HashSet::new();
    let mut ids = Vec::with_capacity(set.spans.len());
    for (at, span) in set.spans.iter().enumerate() {
        let own = span.id.as_ref().map(ToString::to_string).filter(|id| used.insert(id.clone()));
        let made = || (at + 1..).map(|n| format!("s{n}")).find(|id| taken.insert(id.clone())).unwrap_or_default();
        ids.push(own.unwrap_or_else(made));
    }
    ids
}
