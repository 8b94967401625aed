//! A record of JSON-MIN: one annotation with the data of its task around it, and each control a field.

use super::configuration::Configuration;
use super::result::{Reader, texts};
use super::subject::subjects;
use super::task::person_of;
use crate::formats::exchange::{Document, DocumentTag, Label, Set};
use crate::formats::json::{Place, set_about};
use crate::formats::{FormatError, Losses};
use serde_json::{Map, Value, json};

type Fields = Map<String, Value>;

/// What the export says of the annotation, and of no text.
const BOOKKEEPING: &[&str] = &["annotator", "annotation_id", "created_at", "updated_at", "lead_time"];

/// The controls that mark passages.
const LABELS: &[&str] = &["labels", "hypertextlabels", "paragraphlabels"];

/// Whether a record is of JSON-MIN: a control with regions, or the number of an annotation.
pub(super) fn is_one(fields: &Fields) -> bool {
    fields.values().any(|value| regions(value).is_some())
        || (fields.contains_key("annotation_id") && fields.contains_key("annotator"))
}

/// The regions of a field and what they are called there, if it has some.
fn regions(value: &Value) -> Option<(&Vec<Value>, &'static str)> {
    let list = value.as_array()?;
    let first = list.first()?;
    first.get("start").or_else(|| first.get("globalOffsets"))?;
    let kind = LABELS.iter().find(|key| first.get(**key).is_some_and(Value::is_array))?;
    Some((list, kind))
}

/// The document of a record.
pub(super) fn document(
    fields: &Fields,
    configuration: &Configuration,
    place: &Place<'_>,
    losses: &mut Losses,
) -> Result<Document, FormatError> {
    if !is_one(fields) && configuration.objects.is_empty() {
        return Err(place.malformed("a task must be an object with “data”"));
    }
    let items = items(fields, configuration);
    let all: Vec<&Fields> = items.iter().filter_map(Value::as_object).collect();
    let subject = subjects(fields, &all, configuration, place)?.into_iter().next();
    let subject = subject.ok_or_else(|| place.malformed("the record has no text"))?;
    let mut document = Document::new(subject.text.clone());
    subject.tell_markup(place, losses);
    let mut set = Set::of(fields.get("annotator").and_then(person_of));
    let has_layers = configuration.has_layers();
    let time = ["updated_at", "created_at"].into_iter().find_map(|key| fields.get(key)?.as_str());
    let made = time.and_then(|time| time.parse().ok());
    Reader { subject: &subject, has_layers, made, place, losses }.fill(&all, &mut set);
    let mut known: Vec<&str> = BOOKKEEPING.to_vec();
    known.push(&subject.field);
    for (control, value) in fields {
        let is_choice = configuration.controls.get(control).is_some_and(|element| element == "Choices");
        let choices = value.get("choices").or_else(|| Some(value).filter(|_| is_choice));
        if regions(value).is_some() {
            known.push(control);
        } else if let Some(choices) = choices {
            known.push(control);
            set.tags.extend(texts(choices).map(|choice| DocumentTag::new(Label::new(choice))));
        }
    }
    document.sets.push(set);
    set_about(&mut document, fields.clone(), &known, place, losses);
    Ok(document)
}

/// The regions as they stand in a result.
fn items(fields: &Fields, configuration: &Configuration) -> Vec<Value> {
    let mut items = Vec::new();
    for (control, value) in fields {
        let Some((regions, kind)) = regions(value) else { continue };
        let object = configuration.objects.first().map(|object| object.name.as_str());
        for region in regions {
            items.push(json!({ "type": kind, "from_name": control, "to_name": object, "value": region }));
        }
    }
    items
}
