//! The same ranges with the same tag, more than once in a set.

use super::{Check, Find, Finding, Severity};
use crate::edit::Command;
use crate::model::{AnnotationSet, Fragments, NoteTarget, Project, SetKey, Span, TagId};
use crate::text::{TextRange, quote};
use std::collections::HashMap;

pub(super) const CHECK: Check = Check {
    kind: "double-span",
    severity: Severity::Error,
    about: "The same place with the same tag more than once in one set",
    find: Find::AmongSpans(find),
};

fn find(project: &Project, key: &SetKey, set: &AnnotationSet, range: TextRange) -> Vec<Finding> {
    let mut found = Vec::new();
    let Some(document) = project.document(&key.document) else { return found };
    let mut places: HashMap<(&Fragments, &TagId), Vec<&Span>> = HashMap::new();
    for span in set.spans.starting_within(range) {
        places.entry((&span.at, &span.tag)).or_default().push(span);
    }
    for ((at, tag), spans) in places.into_iter().filter(|(_, spans)| spans.len() > 1) {
        let quote = quote(document.text.slice(at.hull()));
        let path = project.codebook.tag(tag).map_or(tag.as_str(), |tag| &tag.name);
        let message = format!("“{quote}” is tagged {path} {} times", spans.len());
        found.push(Finding::new(&CHECK, message).in_set(key).at(at.hull()).with_fix(thin_out(key, set, spans)));
    }
    // Out of the map they come in no order; the rest of the order is that of all findings.
    found.sort_by(|a, b| a.message.cmp(&b.message));
    found
}

/// Removes all but one: the one with notes, else the oldest. Where several have notes, a person must choose.
fn thin_out(key: &SetKey, set: &AnnotationSet, mut spans: Vec<&Span>) -> Option<Command> {
    let has_notes = |span: &Span| set.notes.values().any(|note| note.on == NoteTarget::Span(span.id));
    spans.sort_by_key(|span| (!has_notes(span), span.made, span.id));
    let (_, others) = spans.split_first()?;
    if others.iter().any(|span| has_notes(span)) {
        return None;
    }
    Some(Command::RemoveSpans { set: key.clone(), spans: others.iter().map(|span| span.key()).collect() })
}
