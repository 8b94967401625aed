//! Applying edits: every `before` must match, and every span must lie in its text afterwards, or nothing changes.

use super::{Change, Edit, Stale, Transaction};
use crate::model::{AnnotationSet, DocumentId, Project, SetHead, SetKey, Span};
use crate::text::Text;
use imbl::OrdMap;
use std::collections::BTreeSet;
use std::sync::Arc;

impl Transaction {
    /// Applies it whole. Where one record is not as expected, the project stays as it was.
    pub fn apply(&self, project: &mut Project) -> Result<(), Stale> {
        let mut next = project.clone();
        self.edits.iter().try_for_each(|edit| edit.apply(&mut next))?;
        match misfits(&self.edits, &next).first().and_then(|misfit| self.edits.get(*misfit)) {
            Some(edit) => Err(stale_of(edit, project)),
            None => {
                *project = next;
                Ok(())
            }
        }
    }

    /// Applies the edits whose records are as expected, after a foreign change. Returns what was applied, and what was not.
    pub fn apply_matching(&self, project: &mut Project) -> (Self, Vec<Stale>) {
        let mut left_out: BTreeSet<usize> = BTreeSet::new();
        loop {
            let mut next = project.clone();
            let mut refused: Vec<Stale> = Vec::new();
            let mut applied: Vec<usize> = Vec::with_capacity(self.edits.len());
            for (n, edit) in self.edits.iter().enumerate() {
                let result = if left_out.contains(&n) { Err(stale_of(edit, project)) } else { edit.apply(&mut next) };
                match result {
                    Ok(()) => applied.push(n),
                    Err(stale) => refused.push(stale),
                }
            }
            let edits: Vec<Edit> = applied.iter().filter_map(|n| self.edits.get(*n).cloned()).collect();
            let misfits = misfits(&edits, &next);
            if misfits.is_empty() {
                *project = next;
                return (Self { edits, ..self.clone() }, refused);
            }
            left_out.extend(misfits.into_iter().filter_map(|misfit| applied.get(misfit)));
        }
    }
}

impl Edit {
    /// Applies this edit alone, or nothing of it.
    pub fn apply(&self, project: &mut Project) -> Result<(), Stale> {
        match self {
            Self::Name(change) => swap(&mut project.name, change, || "the project's name".to_owned()),
            Self::Workflow(change) => swap(&mut project.workflow, change, || "how people work together".to_owned()),
            Self::Filter(name, change) => put(&mut project.filters, name, change, || format!("the filter “{name}”")),
            Self::Layers(change) => {
                swap(&mut Arc::make_mut(&mut project.codebook).layers, change, || "the list of layers".to_owned())
            }
            Self::TagOrder(change) => {
                swap(&mut Arc::make_mut(&mut project.codebook).order, change, || "the order of the tags".to_owned())
            }
            Self::Attributes(change) => swap(&mut Arc::make_mut(&mut project.codebook).attributes, change, || {
                "the list of attributes".to_owned()
            }),
            Self::Revision(id, change) => {
                let revisions = &mut Arc::make_mut(&mut project.codebook).revisions;
                put(revisions, id, change, || "a revision of the codebook".to_owned())
            }
            Self::Rule(id, change) => {
                let rules = &mut Arc::make_mut(&mut project.codebook).rules;
                put(rules, id, change, || "a rule".to_owned())
            }
            Self::Tag(id, change) => {
                let codebook = Arc::make_mut(&mut project.codebook);
                expect(codebook.tags.get(id), change, || format!("the tag {id}"))?;
                match &change.after {
                    Some(tag) => codebook.tags.insert(id.clone(), Arc::clone(tag)),
                    None => codebook.tags.remove(id),
                };
                Ok(())
            }
            Self::Document(id, change) => put(&mut project.documents, id, change, || format!("the document {id}")),
            Self::Annotator(id, change) => put(&mut project.annotators, id, change, || format!("the annotator {id}")),
            Self::Head(key, change) => apply_head(project, key, change),
            Self::Span(key, change) => apply_span(project, key, change),
            Self::Relation(key, change) => {
                put_in(project, key, "a relation", change, |relation| relation.id, |set| &mut set.relations)
            }
            Self::DocumentTag(key, change) => {
                put_in(project, key, "a tag", change, |given| given.tag.clone(), |set| &mut set.document_tags)
            }
            Self::Value(key, id, change) => {
                put_in(project, key, "an attribute", change, |_| id.clone(), |set| &mut set.attributes)
            }
            Self::Note(key, change) => put_in(project, key, "a note", change, |note| note.id, |set| &mut set.notes),
            Self::Rejection(key, change) => {
                put_in(project, key, "a rejection", change, |rejection| rejection.id, |set| &mut set.rejections)
            }
        }
    }
}

/// Replaces, adds or removes a record of the project.
fn put<K: Ord + Clone, V: PartialEq + Clone>(
    records: &mut OrdMap<K, V>,
    id: &K,
    change: &Change<V>,
    what: impl Fn() -> String,
) -> Result<(), Stale> {
    expect(records.get(id), change, what)?;
    match &change.after {
        Some(record) => records.insert(id.clone(), record.clone()),
        None => records.remove(id),
    };
    Ok(())
}

/// Replaces, adds or removes a record of a set.
fn put_in<K: Ord + Clone, V: PartialEq + Clone>(
    project: &mut Project,
    key: &SetKey,
    what: &str,
    change: &Change<V>,
    id: impl Fn(&V) -> K,
    records: impl Fn(&mut AnnotationSet) -> &mut OrdMap<K, V>,
) -> Result<(), Stale> {
    let stale = stale_in(project, key, what);
    match (change.after.as_ref().or(change.before.as_ref()).map(id), project.sets.get_mut(key)) {
        (Some(id), Some(set)) => put(records(Arc::make_mut(set)), &id, change, || stale.what.clone()),
        _ => Err(stale),
    }
}

fn apply_head(project: &mut Project, key: &SetKey, change: &Change<SetHead>) -> Result<(), Stale> {
    let set = project.sets.get(key);
    let holds_records = set.is_some_and(|set| !set.is_empty());
    if change.after.is_none() && holds_records {
        return Err(stale_in(project, key, "the set"));
    }
    expect(set.map(|set| &set.head), change, || stale_in(project, key, "the set").what)?;
    match change.after {
        None => {
            project.sets.remove(key);
        }
        Some(head) => match project.sets.get_mut(key) {
            Some(set) => Arc::make_mut(set).head = head,
            None => {
                project.sets.insert(key.clone(), Arc::new(AnnotationSet::new(head)));
            }
        },
    }
    Ok(())
}

fn apply_span(project: &mut Project, key: &SetKey, change: &Change<Span>) -> Result<(), Stale> {
    let stale = || stale_in(project, key, "a span");
    let set = project.sets.get(key).ok_or_else(stale)?;
    if let Some(before) = &change.before
        && set.spans.get(before.key()) != Some(before)
    {
        return Err(stale());
    }
    if let Some(after) = &change.after {
        let replaces_itself = change.before.as_ref().is_some_and(|before| before.key() == after.key());
        if !replaces_itself && set.spans.get(after.key()).is_some() {
            return Err(stale());
        }
    }
    if let Some(set) = project.sets.get_mut(key) {
        let spans = &mut Arc::make_mut(set).spans;
        if let Some(before) = &change.before {
            spans.remove(before.key());
        }
        if let Some(after) = &change.after {
            spans.insert(after.clone());
        }
    }
    Ok(())
}

/// The edits, by their places, after which something does not lie in its text: a span that was put there, or a text that
/// was put under spans. They are judged together, as a text and its spans may change in one step.
fn misfits(edits: &[Edit], after: &Project) -> Vec<usize> {
    let is_misfit = |edit: &Edit| match edit {
        Edit::Span(key, Change { after: Some(span), .. }) => {
            let is_there = after.set(key).is_some_and(|set| set.spans.get(span.key()) == Some(span));
            is_there && !text_of(after, &key.document).is_some_and(|text| lies_in(span, text))
        }
        Edit::Document(id, Change { before: Some(before), after: Some(document) }) if before.text != document.text => {
            let text = &document.text;
            let fits = |set: &AnnotationSet| {
                set.head.text == text.digest() && set.spans.iter().all(|span| lies_in(span, text))
            };
            text_of(after, id) == Some(text) && !after.sets_of(id).all(|(_, set)| fits(set))
        }
        _ => false,
    };
    edits.iter().enumerate().filter(|(_, edit)| is_misfit(edit)).map(|(n, _)| n).collect()
}

fn text_of<'a>(project: &'a Project, document: &DocumentId) -> Option<&'a Text> {
    project.documents.get(document).map(|document| &document.text)
}

fn lies_in(span: &Span, text: &Text) -> bool {
    span.at.iter().all(|range| text.check(range).is_ok())
}

fn stale_of(edit: &Edit, project: &Project) -> Stale {
    match edit {
        Edit::Span(key, _) => stale_in(project, key, "a span"),
        Edit::Document(id, _) => Stale { what: format!("the document {id}") },
        _ => Stale { what: "a record".to_owned() },
    }
}

/// Replaces a value that is always there.
fn swap<T: PartialEq + Clone>(value: &mut T, change: &Change<T>, what: impl Fn() -> String) -> Result<(), Stale> {
    expect(Some(&*value), change, &what)?;
    *value = change.after.clone().ok_or_else(|| Stale { what: what() })?;
    Ok(())
}

fn expect<T: PartialEq>(found: Option<&T>, change: &Change<T>, what: impl Fn() -> String) -> Result<(), Stale> {
    if found == change.before.as_ref() { Ok(()) } else { Err(Stale { what: what() }) }
}

fn stale_in(project: &Project, key: &SetKey, what: &str) -> Stale {
    let title = project.document(&key.document).map_or(key.document.as_str(), |document| &document.title);
    Stale { what: format!("{what} of {} in “{title}”", project.annotator_name(&key.annotator)) }
}
