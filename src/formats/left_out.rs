//! A project without what is said of parts that are left out of the labeling, for exports that are to have none of it.

use super::{LossKind, Losses, Selection, covered};
use crate::model::{AnnotationSet, Document, NoteTarget, Project, RecordId, SetKey};
use crate::text::{TextRange, quote};
use std::collections::HashSet;
use std::sync::Arc;

/// The project without the spans that lie in left-out parts as a whole, and without what hangs on them. Each that is
/// selected counts as a loss.
pub fn without_left_out(project: &Project, selection: &Selection, losses: &mut Losses) -> Project {
    let mut part = project.clone();
    for id in selection.documents(project) {
        let Some(document) = project.document(id).filter(|document| !document.excluded.is_empty()) else { continue };
        for key in selection.sets(project, id) {
            if let Some(set) = project.set(key)
                && let Some(set) = set_without(document, key, set, selection, losses)
            {
                part.sets.insert(key.clone(), Arc::new(set));
            }
        }
    }
    part
}

/// The set without such spans; nothing where it has none.
fn set_without(
    document: &Document,
    key: &SetKey,
    set: &AnnotationSet,
    selection: &Selection,
    losses: &mut Losses,
) -> Option<AnnotationSet> {
    let is_out = |at: TextRange| document.excluded.contains(at);
    let mut dropped: HashSet<RecordId> = HashSet::new();
    let mut left = AnnotationSet::clone(set);
    for span in set.spans.iter().filter(|span| span.at.iter().all(is_out)) {
        if selection.has_span(span) {
            losses.add(LossKind::LeftOut, || {
                let words = quote(&covered(&document.text, &span.at));
                format!("“{words}” as {} by {} in “{}”", span.tag, key.annotator, document.title)
            });
        }
        dropped.insert(span.id);
        left.spans.remove(span.key());
    }
    if dropped.is_empty() {
        return None;
    }
    let lost: Vec<RecordId> = set
        .relations
        .values()
        .filter(|relation| dropped.contains(&relation.from) || dropped.contains(&relation.to))
        .map(|relation| relation.id)
        .collect();
    for id in &lost {
        left.relations.remove(id);
    }
    dropped.extend(lost);
    // Notes go with what they are about, and answers with their notes.
    loop {
        let is_lost = |on: NoteTarget| match on {
            NoteTarget::Span(id) | NoteTarget::Relation(id) | NoteTarget::Note(id) => dropped.contains(&id),
            NoteTarget::Document => false,
        };
        let lost: Vec<RecordId> =
            left.notes.values().filter(|note| note.of.is_none() && is_lost(note.on)).map(|note| note.id).collect();
        if lost.is_empty() {
            return Some(left);
        }
        for id in &lost {
            left.notes.remove(id);
        }
        dropped.extend(lost);
    }
}
