//! From lines to documents, in whatever shape their labels are.

use super::offsets::places;
use crate::formats::column_names::Role;
use crate::formats::exchange::{Document, DocumentTag, Label, Note, Person, Relation, Set, Span, Target};
use crate::formats::json::{Place, column_of, plain, renamed, set_about};
use crate::formats::{FormatError, Header, InputFile, LossKind, Losses, ReadOptions};
use crate::text::Text;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap};

/// The largest list of labels.
const LABELS: u64 = 16_000_000;

/// Where texts stand, and where labels do.
const TEXTS: &[&str] = &["text", "data"];
const LABEL_FIELDS: &[&str] = &["label", "labels", "entities", "annotations"];

type Fields = Map<String, Value>;

/// The names of labels that lines have by number, from a file beside the export.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeMap<String, String>);

impl Names {
    /// Takes the labels of a file; one that is no list of labels says nothing.
    pub(super) fn add(&mut self, file: &InputFile) -> Result<(), FormatError> {
        let text = file.text(LABELS, None)?;
        let Ok(Value::Array(labels)) = serde_json::from_str(text.text.as_str()) else { return Ok(()) };
        for label in labels {
            if let Some((id, text)) = label.get("id").zip(label.get("text").and_then(Value::as_str)) {
                self.0.insert(plain(id.clone()), text.to_owned());
            }
        }
        Ok(())
    }
}

/// Whose export a file is: those of one user are in an archive under their name.
pub(super) fn annotator_of(path: &str) -> Option<Person> {
    let (folder, name) = path.rsplit_once('/')?;
    let stem = name.strip_suffix(".jsonl")?;
    let is_user = folder.to_lowercase().ends_with(".zip") && !["all", "unknown"].contains(&stem);
    is_user.then(|| Person::named(stem))
}

/// A span as a line has it.
struct Entity {
    id: Option<String>,
    at: (i64, i64),
    label: String,
    user: Option<String>,
}

/// What a line says: of nobody in particular, and of users by their numbers.
struct Sets {
    whole: Set,
    users: BTreeMap<String, Set>,
}

impl Sets {
    fn of(&mut self, user: Option<String>) -> &mut Set {
        match user {
            Some(user) => {
                let person = Person::named(user.as_str());
                self.users.entry(user).or_insert_with(|| Set::of(Some(person)))
            }
            None => &mut self.whole,
        }
    }

    fn into_sets(self) -> Vec<Set> {
        let has_whole = self.users.is_empty() || !self.whole.is_blank();
        has_whole.then_some(self.whole).into_iter().chain(self.users.into_values()).collect()
    }
}

/// Says what the fields of a line are taken for.
pub(super) fn tell(fields: &Fields, asked: &BTreeMap<String, String>, header: &mut Header) {
    fields.keys().for_each(|name| header.add_column(name));
    for (role, usual) in [(Role::Text, TEXTS), (Role::Label, LABEL_FIELDS)] {
        let usual = usual.iter().find(|name| fields.contains_key(**name)).copied();
        header.add_role(role.name(), asked.get(role.name()).map(String::as_str).or(usual));
    }
    for role in Role::ABOUT {
        header.add_role(role.name(), column_of(role, asked, fields).as_deref());
    }
}

/// What it takes to read a line.
pub(super) struct Reader<'r> {
    pub(super) options: &'r ReadOptions,
    pub(super) names: &'r Names,
    pub(super) annotator: Option<&'r Person>,
    pub(super) place: &'r Place<'r>,
    pub(super) losses: &'r mut Losses,
}

impl Reader<'_> {
    pub(super) fn document(&mut self, value: Value) -> Result<Document, FormatError> {
        let Value::Object(fields) = value else { return Err(self.place.malformed("a line must be one JSON object")) };
        let mut fields = fields;
        let meta = renamed(&self.options.columns, &mut fields);
        let column = |what: &str| self.options.columns.get(what).cloned();
        let usual = TEXTS.iter().find(|name| fields.contains_key(**name)).unwrap_or(&"text");
        let text_column = column("text").unwrap_or_else(|| (*usual).to_owned());
        let Some(text) = fields.get(&text_column).and_then(Value::as_str) else {
            let name = column("text").unwrap_or_else(|| "text".to_owned());
            return Err(self.place.malformed(format!("the line has no “{name}”")));
        };
        let text = Text::new(text.to_owned());
        let text = text.map_err(|why| FormatError::TooLong { why, file: self.place.file.to_owned() })?;
        let label_column = column("label").unwrap_or_else(|| "label".to_owned());
        let others = LABEL_FIELDS.iter().copied().filter(|name| *name != "label" && *name != label_column);
        let keys: Vec<&str> = std::iter::once(label_column.as_str()).chain(others).collect();
        let mut document = Document::new(text);
        let mut entities = Vec::new();
        let mut sets = Sets { whole: Set::of(self.annotator.cloned()), users: BTreeMap::new() };
        for value in keys.iter().filter_map(|key| fields.get(*key)) {
            self.labels(value, &mut entities, &mut sets)?;
        }
        if let Some(cats) = fields.get("cats") {
            self.labels(cats, &mut entities, &mut sets)?;
        }
        let spans = self.spans(&document.text, entities, &mut sets);
        self.relations(&fields, &spans, &mut sets);
        self.comments(&fields, &mut sets);
        document.sets = sets.into_sets();
        let known = [&text_column, &label_column, "labels", "entities", "annotations", "cats", "relations", "Comments"];
        set_about(&mut document, fields, &known, self.place, self.losses);
        document.meta.extend(meta);
        Ok(document)
    }

    /// Labels in any shape: `[0, 3, "PER"]`, `{"start_offset": 0, …}`, or the name of a category.
    fn labels(&mut self, value: &Value, entities: &mut Vec<Entity>, sets: &mut Sets) -> Result<(), FormatError> {
        let one = std::slice::from_ref(value);
        let list = match value {
            Value::Null => return Ok(()),
            Value::Array(list) => list,
            _ => one,
        };
        for label in list {
            match label {
                Value::Array(parts) => entities.push(self.tuple(parts)?),
                Value::Object(fields) if fields.contains_key("start_offset") => entities.push(self.entity(fields)?),
                Value::Object(fields) => {
                    let name = fields.get("label").filter(|label| !label.is_null());
                    let Some(name) = name.map(|label| self.label_of(label)) else {
                        let place = self.place;
                        self.losses.add(LossKind::Field, || format!("{place}: {label}"));
                        continue;
                    };
                    let user = fields.get("user").map(|user| plain(user.clone()));
                    sets.of(user).tags.push(DocumentTag::new(Label::new(name)));
                }
                Value::Null => {}
                name => {
                    let name = self.label_of(name);
                    sets.of(None).tags.push(DocumentTag::new(Label::new(name)));
                }
            }
        }
        Ok(())
    }

    fn tuple(&self, parts: &[Value]) -> Result<Entity, FormatError> {
        match parts {
            [start, end, label] => match start.as_i64().zip(end.as_i64()) {
                Some(at) => Ok(Entity { id: None, at, label: plain(label.clone()), user: None }),
                None => Err(self.place.malformed(format!("{start} and {end} are no offsets"))),
            },
            _ => Err(self.place.malformed("a label must be a start, an end and a name")),
        }
    }

    fn entity(&mut self, fields: &Fields) -> Result<Entity, FormatError> {
        let number = |key: &str| fields.get(key).and_then(Value::as_i64);
        let Some(at) = number("start_offset").zip(number("end_offset")) else {
            return Err(self.place.malformed("an entity has no “start_offset” and “end_offset”"));
        };
        let Some(label) = fields.get("label").filter(|label| !label.is_null()) else {
            return Err(self.place.malformed("an entity has no “label”"));
        };
        let label = self.label_of(label);
        let word = |key: &str| fields.get(key).filter(|value| !value.is_null()).map(|value| plain(value.clone()));
        Ok(Entity { id: word("id"), at, label, user: word("user") })
    }

    /// The name of a label; of one that is a number, as the file beside the export has it.
    fn label_of(&mut self, label: &Value) -> String {
        let word = plain(label.clone());
        if !label.is_number() {
            return word;
        }
        match self.names.0.get(&word) {
            Some(name) => name.clone(),
            None => {
                let place = self.place;
                self.losses
                    .add(LossKind::Field, || format!("{place}: the name of label {word}, which is not in the file"));
                word
            }
        }
    }

    /// The spans, and where each went: which set, and which place in it.
    fn spans(
        &mut self,
        text: &Text,
        entities: Vec<Entity>,
        sets: &mut Sets,
    ) -> HashMap<String, (Option<String>, usize)> {
        let offsets: Vec<(i64, i64)> = entities.iter().map(|entity| entity.at).collect();
        let found = places(text, &offsets, self.options);
        let place = self.place;
        if let Some(remark) = found.remark {
            self.losses.add(LossKind::Unit, || format!("{place}: {remark}"));
        }
        let mut there = HashMap::new();
        for (entity, at) in entities.into_iter().zip(found.places) {
            let (start, end) = entity.at;
            match at {
                Ok(at) => {
                    let set = sets.of(entity.user.clone());
                    if let Some(id) = entity.id {
                        if there.contains_key(&id) {
                            self.losses.add(LossKind::Id, || format!("{place}: there are two entities {id}"));
                        }
                        there.entry(id).or_insert((entity.user, set.spans.len()));
                    }
                    set.spans.push(Span::new(at, Label::new(entity.label)));
                }
                Err(why) => {
                    self.losses.add(LossKind::Span, || format!("{place}: {start}–{end} as {}: {why}", entity.label));
                }
            }
        }
        there
    }

    fn relations(&mut self, fields: &Fields, spans: &HashMap<String, (Option<String>, usize)>, sets: &mut Sets) {
        for relation in fields.get("relations").and_then(Value::as_array).into_iter().flatten() {
            let word = |key: &str| relation.get(key).map(|value| plain(value.clone())).unwrap_or_default();
            let label = relation.get("type").or_else(|| relation.get("label"));
            let label = label.map_or_else(|| "relation".to_owned(), |label| self.label_of(label));
            let (from, to) = (word("from_id"), word("to_id"));
            match spans.get(&from).zip(spans.get(&to)).filter(|(from, to)| from.0 == to.0) {
                Some(((user, from), (_, to))) => {
                    let set = sets.of(user.clone());
                    set.relations.push(Relation::new(*from, *to, Label::new(label)));
                }
                None => {
                    let place = self.place;
                    self.losses.add(LossKind::Relation, || {
                        format!("{place}: {label} from {from} to {to}: one of its spans is not there")
                    });
                }
            }
        }
    }

    fn comments(&mut self, fields: &Fields, sets: &mut Sets) {
        for comment in fields.get("Comments").and_then(Value::as_array).into_iter().flatten() {
            let body = comment.as_str().or_else(|| comment.get("text").and_then(Value::as_str));
            match body {
                Some(body) => sets.of(None).notes.push(Note::new(Target::Document, body)),
                None => {
                    let place = self.place;
                    self.losses.add(LossKind::Note, || format!("{place}: {comment}"));
                }
            }
        }
    }
}
