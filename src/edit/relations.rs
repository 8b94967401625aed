//! Plans for relations.

use super::command::{Plan, document, tag};
use super::place::{check_kind, covered};
use super::{Change, Edit, EditError, Mint, say};
use crate::model::{
    AnnotationSet, Codebook, Details, Direction, LayerKind, Note, NoteTarget, Project, RecordId, Relation, SetKey,
    Span, SpanKey, Tag, TagId,
};
use std::collections::BTreeSet;

pub(super) fn relate(
    project: &Project,
    mint: &mut Mint,
    key: &SetKey,
    from: SpanKey,
    to: SpanKey,
    tag_id: &TagId,
) -> Plan {
    let set = project.set(key).ok_or(EditError::Gone("the set"))?;
    let tag = tag(project, tag_id)?;
    let end = |key: SpanKey| set.spans.get(key).ok_or(EditError::Gone("the span"));
    let (from, to) = in_direction(tag, end(from)?, end(to)?);
    check_kind(project, tag, LayerKind::Relation)?;
    check_ends(project, key, tag, from, to)?;
    if set.relations.values().any(|other| other.tag == *tag_id && is_same(tag, other, from.id, to.id)) {
        return Err(EditError::AlreadyRelated(tag.name.clone()));
    }
    let id = mint.record_id(|id| set.relations.contains_key(&id));
    let details = say::with_defaults(&project.codebook, tag_id, &Details::default());
    let relation = Relation { details, ..Relation::new(id, from.id, to.id, tag_id.clone(), mint.now) };
    let text = &document(project, &key.document)?.text;
    let [first, second] = [from, to].map(|span| covered(text, &span.at));
    let title = format!("“{first}” {} “{second}”", tag.name);
    Ok((title, vec![Edit::Relation(key.clone(), Change::add(relation))]))
}

/// Joins a span to the chain that was last added to; where there is none, to the nearest span before it that may be its
/// first link.
pub(super) fn join(project: &Project, mint: &mut Mint, key: &SetKey, span: SpanKey, tag_id: &TagId) -> Plan {
    let set = project.set(key).ok_or(EditError::Gone("the set"))?;
    let tag = tag(project, tag_id)?;
    let this = set.spans.get(span).ok_or(EditError::Gone("the span"))?;
    let last = last_link(set, tag_id, this).filter(|last| may_stand(&project.codebook, &tag.ends.from, last));
    let before = || {
        let mut all: Vec<&Span> = set.spans.iter().take_while(|other| other.key() < span).collect();
        all.reverse();
        all.into_iter().find(|other| may_stand(&project.codebook, &tag.ends.from, other))
    };
    let to = last.or_else(before).ok_or_else(|| EditError::NothingToJoin(tag.name.clone()))?;
    relate(project, mint, key, to.key(), span, tag_id)
}

/// The span that was last linked in a chain, other than one that is linked to this already.
fn last_link<'a>(set: &'a AnnotationSet, tag: &TagId, this: &Span) -> Option<&'a Span> {
    let chain = set.chain_of(tag, this.id);
    let links = set.relations.values().filter(|relation| relation.tag == *tag && !chain.contains(&relation.to));
    let last = links.max_by_key(|relation| (relation.made, relation.id))?;
    set.spans.find(last.to)
}

pub(super) fn retag(project: &Project, key: &SetKey, ids: &[RecordId], tag_id: &TagId) -> Plan {
    let set = project.set(key).ok_or(EditError::Gone("the set"))?;
    let tag = tag(project, tag_id)?;
    check_kind(project, tag, LayerKind::Relation)?;
    let mut edits = Vec::new();
    for id in ids {
        let before = set.relations.get(id).ok_or(EditError::Gone("the relation"))?;
        let end = |id| set.spans.find(id).ok_or(EditError::Gone("the span"));
        let (from, to) = in_direction(tag, end(before.from)?, end(before.to)?);
        check_ends(project, key, tag, from, to)?;
        let details = say::with_defaults(&project.codebook, tag_id, &before.details);
        let after = Relation { from: from.id, to: to.id, tag: tag_id.clone(), details, ..before.clone() };
        if after != *before {
            edits.push(Edit::Relation(key.clone(), Change::replace(before.clone(), after)));
        }
    }
    let what = if ids.len() == 1 { "a relation".to_owned() } else { format!("{} relations", ids.len()) };
    Ok((format!("Retag {what} as {}", tag.name), edits))
}

pub(super) fn remove(project: &Project, key: &SetKey, ids: &[RecordId]) -> Plan {
    let set = project.set(key).ok_or(EditError::Gone("the set"))?;
    let mut edits = Vec::new();
    for id in ids {
        let relation = set.relations.get(id).ok_or(EditError::Gone("the relation"))?;
        let is_on = |note: &&Note| note.of.is_none() && note.on == NoteTarget::Relation(*id);
        let notes = set.notes.values().filter(is_on);
        edits.extend(notes.map(|note| Edit::Note(key.clone(), Change::remove(note.clone()))));
        edits.push(Edit::Relation(key.clone(), Change::remove(relation.clone())));
    }
    let what = if ids.len() == 1 { "a relation".to_owned() } else { format!("{} relations", ids.len()) };
    Ok((format!("Remove {what}"), edits))
}

/// What has no direction goes the way that the text is read.
fn in_direction<'a>(tag: &Tag, from: &'a Span, to: &'a Span) -> (&'a Span, &'a Span) {
    if tag.ends.direction != Direction::Directed && to.key() < from.key() { (to, from) } else { (from, to) }
}

fn is_same(tag: &Tag, other: &Relation, from: RecordId, to: RecordId) -> bool {
    let is_reverse = tag.ends.direction != Direction::Directed && (other.from, other.to) == (to, from);
    is_reverse || (other.from, other.to) == (from, to)
}

fn check_ends(project: &Project, key: &SetKey, tag: &Tag, from: &Span, to: &Span) -> Result<(), EditError> {
    if from.id == to.id {
        return Err(EditError::ToItself(tag.name.clone()));
    }
    let text = &document(project, &key.document)?.text;
    for (span, permitted, way) in [(from, &tag.ends.from, "from"), (to, &tag.ends.to, "to")] {
        if !may_stand(&project.codebook, permitted, span) {
            let names: Vec<&str> =
                permitted.iter().map(|id| project.codebook.tag(id).map_or(id.as_str(), |tag| &tag.name)).collect();
            return Err(EditError::NotPermitted {
                tag: tag.name.clone(),
                way,
                quote: covered(text, &span.at),
                permitted: names.join(", "),
            });
        }
    }
    Ok(())
}

/// Whether a span may be an end for which some tags are permitted.
fn may_stand(codebook: &Codebook, permitted: &BTreeSet<TagId>, span: &Span) -> bool {
    permitted.is_empty() || codebook.ancestors(&span.tag).any(|above| permitted.contains(&above.id))
}

/// The tags that a relation from one span to another may have, in the codebook's order.
pub fn permitted_relations<'a>(codebook: &'a Codebook, from: &Span, to: &Span) -> Vec<&'a Tag> {
    let fits = |tag: &&Tag| {
        let (from, to) = in_direction(tag, from, to);
        may_stand(codebook, &tag.ends.from, from) && may_stand(codebook, &tag.ends.to, to)
    };
    codebook.of_kind(LayerKind::Relation).filter(fits).collect()
}
