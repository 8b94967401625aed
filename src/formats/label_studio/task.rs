//! A task: its data, what people say about it, and what models say.

use super::configuration::Configuration;
use super::result::{Reader, word};
use super::subject::{Subject, subjects};
use crate::formats::exchange::{Document, Person, Set};
use crate::formats::json::{Place, set_about};
use crate::formats::{FormatError, LossKind, Losses, kind_named};
use crate::model::{AnnotatorKind, Timestamp};
use serde_json::{Map, Value};
use smol_str::SmolStr;

type Fields = Map<String, Value>;

/// Whether a record is a task, and not one of JSON-MIN.
pub(super) fn is_one(fields: &Fields) -> bool {
    fields.get("data").is_some_and(Value::is_object)
}

/// What somebody says about a task.
struct Said<'a> {
    fields: &'a Fields,
    person: Option<Person>,
    items: Vec<&'a Fields>,
}

/// The documents of a task: one for each of its texts.
pub(super) fn documents(
    task: &Fields,
    configuration: &Configuration,
    place: &Place<'_>,
    losses: &mut Losses,
) -> Result<Vec<Document>, FormatError> {
    let Some(data) = task.get("data").and_then(Value::as_object) else {
        return Err(place.malformed("a task must be an object with “data”"));
    };
    let said = all_said(task, place, losses)?;
    let items: Vec<&Fields> = said.iter().flat_map(|said| said.items.iter().copied()).collect();
    let subjects = subjects(data, &items, configuration, place)?;
    // Only a configuration says for all tasks whether regions come from several controls.
    let has_layers = configuration.has_layers();
    let fields: Vec<String> = subjects.iter().map(|subject| subject.field.clone()).collect();
    let mut documents = Vec::with_capacity(subjects.len());
    for (n, subject) in subjects.iter().enumerate() {
        let mut document = Document::new(subject.text.clone());
        subject.tell_markup(place, losses);
        let known: Vec<&str> = fields.iter().map(String::as_str).chain((n > 0).then_some("id")).collect();
        about(&mut document, task, data, &known, place, losses);
        if subject.speakers.iter().any(|speaker| !speaker.is_empty()) {
            document.meta.insert("speakers".to_owned(), subject.speakers.join("\n"));
        }
        for said in &said {
            let set = set_of(said, subject, has_layers, place, losses);
            add_set(&mut document, set);
        }
        documents.push(document);
    }
    Ok(documents)
}

/// The fields of the data but for the texts; the number of the task is metadata.
fn about(
    document: &mut Document,
    task: &Fields,
    data: &Fields,
    known: &[&str],
    place: &Place<'_>,
    losses: &mut Losses,
) {
    let mut fields = data.clone();
    for key in ["id", "meta"] {
        if let Some(value) = task.get(key).filter(|value| !fields.contains_key(key) && !value.is_null()) {
            fields.insert(key.to_owned(), value.clone());
        }
    }
    set_about(document, fields, known, place, losses);
}

/// Adds a set; one annotator's second goes behind the first.
pub(super) fn add_set(document: &mut Document, set: Set) {
    match document.sets.iter_mut().find(|other| other.annotator == set.annotator) {
        Some(there) => there.append(set),
        None => document.sets.push(set),
    }
}

fn set_of(said: &Said<'_>, subject: &Subject, has_layers: bool, place: &Place<'_>, losses: &mut Losses) -> Set {
    let mut set = Set::of(said.person.clone());
    let time = ["updated_at", "created_at"].into_iter().find_map(|key| word(said.fields, key));
    let made = time.and_then(|time| {
        let made: Option<Timestamp> = time.parse().ok();
        if made.is_none() {
            losses.add(LossKind::Time, || format!("{place}: {time:?}"));
        }
        made
    });
    Reader { subject, has_layers, made, place, losses }.fill(&said.items, &mut set);
    set
}

/// What people say, and behind it what models say.
fn all_said<'a>(task: &'a Fields, place: &Place<'_>, losses: &mut Losses) -> Result<Vec<Said<'a>>, FormatError> {
    let mut all = Vec::new();
    let annotations =
        list(task, "annotations", place)?.or(list(task, "completions", place)?).map(Vec::as_slice).unwrap_or_default();
    for value in annotations {
        // An annotation that only has its number stands in exports of lists.
        let Some(fields) = value.as_object() else { continue };
        let is_cancelled = fields.get("was_cancelled").and_then(Value::as_bool) == Some(true);
        let items = items(fields, place)?;
        if is_cancelled {
            losses
                .add_many(LossKind::Field, items.len().max(1), || format!("{place}: an annotation that was cancelled"));
            continue;
        }
        all.push(Said { fields, person: person(fields), items });
    }
    for value in list(task, "predictions", place)?.into_iter().flatten() {
        let Some(fields) = value.as_object() else { continue };
        let model = word(fields, "model_version").filter(|model| !model.is_empty()).unwrap_or("prediction");
        let name = fields.get("annotator").and_then(person_of).and_then(|person| person.name);
        let person = Person { kind: Some(AnnotatorKind::Machine), name, ..Person::named(model) };
        all.push(Said { fields, person: Some(person), items: items(fields, place)? });
    }
    let n_drafts = list(task, "drafts", place)?.map_or(0, |drafts| drafts.iter().filter(|it| it.is_object()).count());
    losses.add_many(LossKind::Field, n_drafts, || format!("{place}: a draft that was not submitted"));
    // Nobody in particular has one set; where several are so, each gets a name.
    if all.iter().filter(|said| said.person.is_none()).count() > 1 {
        for (n, said) in all.iter_mut().filter(|said| said.person.is_none()).enumerate() {
            said.person = Some(Person::named(format!("annotator-{}", n + 1)));
        }
    }
    Ok(all)
}

fn list<'a>(fields: &'a Fields, key: &str, place: &Place<'_>) -> Result<Option<&'a Vec<Value>>, FormatError> {
    match fields.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Array(list)) => Ok(Some(list)),
        Some(_) => Err(place.malformed(format!("“{key}” must be a list"))),
    }
}

fn items<'a>(fields: &'a Fields, place: &Place<'_>) -> Result<Vec<&'a Fields>, FormatError> {
    let items = list(fields, "result", place)?.map(Vec::as_slice).unwrap_or_default();
    let item =
        |item: &'a Value| item.as_object().ok_or_else(|| place.malformed("a part of a result must be an object"));
    items.iter().map(item).collect()
}

/// Whose an annotation is: as we write it, else the account by its address or number.
fn person(fields: &Fields) -> Option<Person> {
    let own = fields.get("annotator").and_then(person_of);
    own.or_else(|| fields.get("completed_by").and_then(person_of))
}

/// A person by a name, a number or a record.
pub(super) fn person_of(value: &Value) -> Option<Person> {
    match value {
        Value::String(id) if !id.is_empty() => Some(Person::named(id.as_str())),
        Value::Number(number) => Some(Person::named(number.to_string())),
        Value::Object(fields) => {
            let filled = |key: &str| word(fields, key).filter(|word| !word.trim().is_empty());
            let number = fields.get("id").filter(|id| id.is_number()).map(|id| SmolStr::from(id.to_string()));
            let id = filled("email").or(filled("id")).or(filled("username")).map(SmolStr::from).or(number)?;
            let names: Vec<&str> = ["first_name", "last_name"].into_iter().filter_map(filled).collect();
            let name = filled("name").map(str::to_owned).or_else(|| Some(names.join(" ")).filter(|it| !it.is_empty()));
            Some(Person { id, name, kind: filled("kind").and_then(kind_named) })
        }
        _ => None,
    }
}
