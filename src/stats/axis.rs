//! What spans are counted by: the values of one dimension, and which of them a span has.

use super::numbering::Marked;
use crate::model::{
    AnnotatorId, AttributeId, AttributeKind, Calendar, Document, LayerKind, Project, SetKey, Span, Tag, TagId, Value,
};
use std::collections::{BTreeSet, HashMap};

/// What spans are counted by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum By {
    /// Their tags.
    Tag,
    /// Their tags and all tags that those stand under, so that a tag has the spans of all under it.
    TagTree,
    /// Who made them.
    Annotator,
    /// The document that they stand in.
    Document,
    /// A field of that document, as [`Document::field`] has it: `outlet`, `language`, or any of the metadata. Values are words,
    /// numbers among them; they are the same when all their characters are.
    Field(String),
    /// The date of that document, by stretches of the calendar. What is no date by ISO 8601 stays as it is written.
    Date(Calendar),
    /// The value of an attribute of the span; where it has several choices, each of them.
    Attribute(AttributeId),
}

/// One value.
pub(super) struct Entry {
    pub id: String,
    pub name: String,
    pub depth: usize,
}

/// The values of one dimension, in the order in which they are shown. What has no value has the last of them, whose id is empty.
pub(super) struct Axis<'a> {
    by: &'a By,
    pub entries: Vec<Entry>,
    places: HashMap<String, u32>,
    /// For each tag those that its spans count for.
    tags: HashMap<&'a TagId, Vec<u32>>,
}

impl<'a> Axis<'a> {
    /// The values that some documents, sets and spans have. Tags and annotators that the project knows are there without spans.
    pub fn new(
        project: &'a Project,
        documents: &[Marked<'a>],
        has_annotator: impl Fn(&AnnotatorId) -> bool,
        by: &'a By,
    ) -> Self {
        let entries = match by {
            By::Tag | By::TagTree => tags(project, documents),
            By::Annotator => annotators(project, documents, has_annotator),
            By::Document => {
                let entry = |(document, _): &Marked<'a>| Entry::new(document.id.as_str(), &document.title);
                documents.iter().map(entry).collect()
            }
            By::Field(_) | By::Date(_) => {
                let found: BTreeSet<String> = documents.iter().map(|(document, _)| by.of_document(document)).collect();
                let found = found.into_iter().filter(|value| !value.is_empty());
                found.map(|value| Entry::new(&value, &value)).collect()
            }
            By::Attribute(id) => values(project, documents, id),
        };
        let places = entries.iter().map(|entry| entry.id.clone()).zip(0..).collect();
        let mut axis = Self { by, entries, places, tags: HashMap::new() };
        if matches!(by, By::Tag | By::TagTree) {
            let found = documents.iter().flat_map(|(_, sets)| sets).flat_map(|(_, set)| set.spans.tags());
            let found: BTreeSet<&TagId> = found.map(|(tag, _)| tag).collect();
            axis.tags = found.into_iter().map(|tag| (tag, axis.of_tag(project, tag))).collect();
        } else if axis.lacks_some(documents) {
            axis.places.insert(String::new(), axis.entries.len() as u32);
            axis.entries.push(Entry::new("", "none"));
        }
        axis
    }

    /// What people call the dimension.
    pub fn name(&self, project: &Project) -> String {
        match self.by {
            By::Tag | By::TagTree => "Tag".to_owned(),
            By::Annotator => "Annotator".to_owned(),
            By::Document => "Document".to_owned(),
            By::Field(name) => name.clone(),
            By::Date(calendar) => format!("By the {}", calendar.name()),
            By::Attribute(id) => {
                project.codebook.attribute(id).map_or_else(|| id.to_string(), |attribute| attribute.name.clone())
            }
        }
    }

    /// The value that all spans of a set have; nothing where it is a matter of the span.
    pub fn of_set(&self, document: &Document, key: &SetKey) -> Option<u32> {
        let value = match self.by {
            By::Tag | By::TagTree | By::Attribute(_) => return None,
            By::Annotator => key.annotator.to_string(),
            By::Document | By::Field(_) | By::Date(_) => self.by.of_document(document),
        };
        self.places.get(&value).copied()
    }

    /// The values that a span has, where it is a matter of the span.
    pub fn of_span(&self, span: &Span, values: &mut Vec<u32>) {
        values.clear();
        match self.by {
            By::Tag | By::TagTree => values.extend(self.tags.get(&span.tag).into_iter().flatten()),
            By::Attribute(id) => {
                let keys = keys_of(span.details.get(id));
                values.extend(keys.iter().filter_map(|key| self.places.get(key)));
            }
            By::Annotator | By::Document | By::Field(_) | By::Date(_) => {}
        }
    }

    fn of_tag(&self, project: &Project, tag: &TagId) -> Vec<u32> {
        let mut places: Vec<u32> = self.places.get(tag.as_str()).copied().into_iter().collect();
        if *self.by == By::TagTree {
            let above = project.codebook.ancestors(tag).filter_map(|above| self.places.get(above.id.as_str()));
            places.extend(above);
            places.sort_unstable();
            places.dedup();
        }
        places
    }

    /// Whether there are spans or documents without a value.
    fn lacks_some(&self, documents: &[Marked<'a>]) -> bool {
        let mut spans = documents.iter().flat_map(|(_, sets)| sets).flat_map(|(_, set)| set.spans.iter());
        match self.by {
            By::Attribute(id) => spans.any(|span| keys_of(span.details.get(id)).contains(&String::new())),
            _ => documents.iter().any(|(document, _)| self.by.of_document(document).is_empty()),
        }
    }
}

impl Entry {
    fn new(id: &str, name: &str) -> Self {
        Self { id: id.to_owned(), name: name.to_owned(), depth: 0 }
    }
}

impl By {
    /// The value of a document; empty where it has none.
    fn of_document(&self, document: &Document) -> String {
        match self {
            Self::Field(name) => document.field(name).cloned().unwrap_or_default(),
            Self::Date(calendar) => {
                let written = document.date.as_deref().unwrap_or_default();
                calendar.of_written(written).unwrap_or_else(|| written.to_owned())
            }
            Self::Document | Self::Tag | Self::TagTree | Self::Annotator | Self::Attribute(_) => {
                document.id.to_string()
            }
        }
    }
}

/// Those that spans can have, in the order of the codebook's tree, and others that spans have, by id.
fn tags(project: &Project, documents: &[Marked<'_>]) -> Vec<Entry> {
    let codebook = &project.codebook;
    let found = documents.iter().flat_map(|(_, sets)| sets).flat_map(|(_, set)| set.spans.tags());
    let mut found: BTreeSet<&TagId> = found.map(|(tag, _)| tag).collect();
    let is_counted = |tag: &Tag| codebook.kind_of(tag) == LayerKind::Span || found.contains(&tag.id);
    let known: Vec<(&Tag, usize)> = codebook.tree().into_iter().filter(|(tag, _)| is_counted(tag)).collect();
    for (tag, _) in &known {
        found.remove(&tag.id);
    }
    let known = known.into_iter().map(|(tag, depth)| Entry { depth, ..Entry::new(tag.id.as_str(), &tag.name) });
    known.chain(found.into_iter().map(|id| Entry::new(id.as_str(), id.as_str()))).collect()
}

/// Those whom the project knows and those who have sets, by id.
fn annotators(project: &Project, documents: &[Marked<'_>], has: impl Fn(&AnnotatorId) -> bool) -> Vec<Entry> {
    let with_sets = documents.iter().flat_map(|(_, sets)| sets).map(|(key, _)| &key.annotator);
    let all: BTreeSet<&AnnotatorId> = project.annotators.keys().filter(|id| has(id)).chain(with_sets).collect();
    all.into_iter().map(|id| Entry::new(id.as_str(), project.annotator_name(id))).collect()
}

/// The choices of an attribute in their order, and what spans have beside them: numbers by size, all else by its characters.
fn values(project: &Project, documents: &[Marked<'_>], id: &AttributeId) -> Vec<Entry> {
    let attribute = project.codebook.attribute(id);
    let choices = attribute.map_or(&[][..], |attribute| attribute.kind.choices());
    let mut entries: Vec<Entry> = choices.iter().map(|choice| Entry::new(&choice.id, &choice.name)).collect();
    if attribute.is_some_and(|attribute| attribute.kind == AttributeKind::YesNo) {
        entries.extend(["yes", "no"].map(|word| Entry::new(word, word)));
    }
    let spans = documents.iter().flat_map(|(_, sets)| sets).flat_map(|(_, set)| set.spans.iter());
    let mut found: BTreeSet<(Option<&Value>, String)> = BTreeSet::new();
    for value in spans.filter_map(|span| span.details.get(id)) {
        let number = Some(value).filter(|value| matches!(value, Value::Number(_)));
        found.extend(keys_of(Some(value)).into_iter().map(|key| (number, key)));
    }
    let mut known: BTreeSet<String> = entries.iter().map(|entry| entry.id.clone()).collect();
    let keys = found.into_iter().map(|(_, key)| key).filter(|key| !key.is_empty());
    let others: Vec<String> = keys.filter(|key| known.insert(key.clone())).collect();
    entries.extend(others.iter().map(|key| Entry::new(key, key)));
    entries
}

/// A value as ids: one for each choice; an empty one for what is missing, empty, or no choice at all.
fn keys_of(value: Option<&Value>) -> Vec<String> {
    match value {
        None => vec![String::new()],
        Some(Value::Set(ids)) if ids.is_empty() => vec![String::new()],
        Some(Value::Set(ids)) => ids.iter().map(ToString::to_string).collect(),
        Some(Value::Text(text)) => vec![text.to_string()],
        Some(Value::YesNo(is_so)) => vec![if *is_so { "yes" } else { "no" }.to_owned()],
        Some(Value::Number(number)) => vec![number.to_string()],
    }
}
