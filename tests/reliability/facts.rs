//! What must be there in the end, record by record: each is changed by one worker alone, who keeps the ledger of it.

use crate::scene::TAGS;
use glossator::edit::Edit;
use glossator::model::{AttributeId, Document, DocumentTag, Note, Project, Rejection, Relation, SetKey, Span, Tag};
use std::collections::BTreeMap;

/// A record's name, such as `span letter-7q2m ana k3f9x2ma`.
pub type Name = String;

/// What edits make of records: the value in words, nothing when it is gone. Records that several share are left out.
pub fn facts_of(edits: &[Edit]) -> Vec<(Name, Option<String>)> {
    let fact = |edit: &Edit| match edit {
        Edit::Tag(id, _) if TAGS.contains(&id.as_str()) => None,
        Edit::Tag(id, change) => Some((format!("tag {id}"), change.after.as_ref().map(|tag| tag_value(tag)))),
        Edit::Document(id, change) => {
            Some((format!("document {id}"), change.after.as_ref().map(|document| document_value(document))))
        }
        Edit::Span(key, change) => {
            let span = change.after.as_ref().or(change.before.as_ref())?;
            Some((span_name(key, span), change.after.as_ref().map(span_value)))
        }
        Edit::Note(key, change) => {
            let note = change.after.as_ref().or(change.before.as_ref())?;
            Some((note_name(key, note), change.after.as_ref().map(note_value)))
        }
        Edit::Relation(key, change) => {
            let relation = change.after.as_ref().or(change.before.as_ref())?;
            Some((relation_name(key, relation), change.after.as_ref().map(relation_value)))
        }
        Edit::DocumentTag(key, change) => {
            let given = change.after.as_ref().or(change.before.as_ref())?;
            Some((given_name(key, given), change.after.as_ref().map(|given| format!("{:?}", given.details))))
        }
        Edit::Value(key, id, change) => {
            Some((value_name(key, id), change.after.as_ref().map(|value| format!("{value:?}"))))
        }
        Edit::Filter(name, change) => Some((format!("filter {name}"), change.after.clone())),
        Edit::Rule(id, change) => Some((format!("rule {id}"), change.after.as_ref().map(|rule| format!("{rule:?}")))),
        Edit::Rejection(key, change) => {
            let rejection = change.after.as_ref().or(change.before.as_ref())?;
            Some((rejection_name(key, rejection), change.after.as_ref().map(rejection_value)))
        }
        Edit::Name(_)
        | Edit::Workflow(_)
        | Edit::Layers(_)
        | Edit::TagOrder(_)
        | Edit::Attributes(_)
        | Edit::Revision(..) => None,
        Edit::Annotator(..) | Edit::Head(..) => None,
    };
    edits.iter().filter_map(fact).collect()
}

/// All that a project says, beyond what another one does.
pub fn facts_beyond(project: &Project, start: &Project) -> BTreeMap<Name, String> {
    let mut facts = facts_in(project);
    for (name, value) in facts_in(start) {
        if facts.get(&name) == Some(&value) {
            facts.remove(&name);
        } else {
            facts.insert(name, "not as it was at the start".to_owned());
        }
    }
    facts
}

fn facts_in(project: &Project) -> BTreeMap<Name, String> {
    let mut facts = BTreeMap::new();
    facts.extend(project.codebook.tags.iter().map(|(id, tag)| (format!("tag {id}"), tag_value(tag))));
    facts.extend(project.codebook.rules.iter().map(|(id, rule)| (format!("rule {id}"), format!("{rule:?}"))));
    facts.extend(project.filters.iter().map(|(name, query)| (format!("filter {name}"), query.clone())));
    facts.extend(project.documents.iter().map(|(id, it)| (format!("document {id}"), document_value(it))));
    for (key, set) in &project.sets {
        facts.extend(set.spans.iter().map(|span| (span_name(key, span), span_value(span))));
        facts.extend(set.relations.values().map(|it| (relation_name(key, it), relation_value(it))));
        facts.extend(set.document_tags.values().map(|it| (given_name(key, it), format!("{:?}", it.details))));
        facts.extend(set.attributes.iter().map(|(id, value)| (value_name(key, id), format!("{value:?}"))));
        facts.extend(set.notes.values().map(|note| (note_name(key, note), note_value(note))));
        facts.extend(set.rejections.values().map(|it| (rejection_name(key, it), rejection_value(it))));
    }
    facts
}

fn span_name(key: &SetKey, span: &Span) -> Name {
    format!("span {} {} {}", key.document, key.annotator, span.id)
}

fn note_name(key: &SetKey, note: &Note) -> Name {
    format!("note {} {} {}", key.document, key.annotator, note.id)
}

fn relation_name(key: &SetKey, relation: &Relation) -> Name {
    format!("relation {} {} {}", key.document, key.annotator, relation.id)
}

fn given_name(key: &SetKey, given: &DocumentTag) -> Name {
    format!("document tag {} {} {}", key.document, key.annotator, given.tag)
}

fn value_name(key: &SetKey, id: &AttributeId) -> Name {
    format!("attribute {} {} {id}", key.document, key.annotator)
}

fn rejection_name(key: &SetKey, rejection: &Rejection) -> Name {
    format!("rejection {} {} {}", key.document, key.annotator, rejection.id)
}

fn rejection_value(rejection: &Rejection) -> String {
    format!("{:?} {}", rejection.at, rejection.tag)
}

fn span_value(span: &Span) -> String {
    format!("{:?} {} {:?}", span.at, span.tag, span.details)
}

fn relation_value(relation: &Relation) -> String {
    format!("{} {} {} {:?}", relation.from, relation.to, relation.tag, relation.details)
}

fn note_value(note: &Note) -> String {
    format!("{:?} {:?} {:?}", note.on, note.body, note.verdict)
}

fn tag_value(tag: &Tag) -> String {
    format!("{:?}", tag.name)
}

fn document_value(document: &Document) -> String {
    format!("{:?} {}", document.title, document.text.digest())
}
