//! Plans that mark many places as one tag: one step that passes by what is marked so already, and what rules forbid.

use super::command::{Plan, document, tag};
use super::place::{check_place, covered, fitted};
use super::say::with_defaults;
use super::spans::begun;
use super::{Change, Edit, EditError, Mint};
use crate::model::{AnnotatorId, Details, DocumentId, Fragments, Origin, Project, SetKey, Span, Tag, TagId};
use crate::text::{Text, TextRange};
use std::collections::BTreeMap;

pub(super) fn tag_all(
    project: &Project,
    mint: &mut Mint,
    annotator: &AnnotatorId,
    tag_id: &TagId,
    places: &BTreeMap<DocumentId, Vec<TextRange>>,
) -> Plan {
    let tag = tag(project, tag_id)?;
    let mut now = project.clone();
    let (mut edits, mut n_spans, mut words) = (Vec::new(), 0, None);
    for (document_id, ranges) in places {
        let text = &document(project, document_id)?.text;
        let key = SetKey { document: document_id.clone(), annotator: annotator.clone() };
        for &range in ranges {
            let Some(steps) = mark(&now, mint, &key, range, tag_id, Origin::Hand)? else { continue };
            steps.iter().try_for_each(|edit| edit.apply(&mut now))?;
            edits.extend(steps);
            n_spans += 1;
            words = words.or_else(|| Some(covered(text, &Fragments::one(range))));
        }
    }
    let words = words.ok_or(EditError::Nothing)?;
    let title = match n_spans {
        1 => format!("Tag “{words}” as {}", tag.name),
        n => format!("Tag “{words}” and {} other places as {}", n - 1, tag.name),
    };
    Ok((title, edits))
}

/// The edits that mark a place; nothing where it is marked so already, or a rule forbids it.
pub(super) fn mark(
    project: &Project,
    mint: &mut Mint,
    key: &SetKey,
    range: TextRange,
    tag_id: &TagId,
    origin: Origin,
) -> Result<Option<Vec<Edit>>, EditError> {
    let (tag, text) = (tag(project, tag_id)?, &document(project, &key.document)?.text);
    let at = place(project, text, range, tag)?;
    if check_place(project, key, text, &at, tag, None).is_err() {
        return Ok(None);
    }
    let set = project.set(key);
    let start = at.hull().start();
    let id = mint.record_id(|id| set.is_some_and(|set| set.spans.get((start, id)).is_some()));
    let details = with_defaults(&project.codebook, tag_id, &Details::default());
    let span = Span { details, origin, ..Span::new(id, at, tag_id.clone(), mint.now) };
    let mut edits = begun(project, key, text);
    edits.push(Edit::Span(key.clone(), Change::add(span)));
    Ok(Some(edits))
}

/// Whether a place can be marked as a tag, or why not.
pub fn check_mark(project: &Project, key: &SetKey, range: TextRange, tag_id: &TagId) -> Result<(), EditError> {
    let (tag, text) = (tag(project, tag_id)?, &document(project, &key.document)?.text);
    check_place(project, key, text, &place(project, text, range, tag)?, tag, None)
}

/// What a hit is marked as: whole units, where the tag's layer wants such.
fn place(project: &Project, text: &Text, range: TextRange, tag: &Tag) -> Result<Fragments, EditError> {
    text.check(range)?;
    let layer = project.codebook.layer(&tag.layer);
    Ok(Fragments::one(layer.map_or(range, |layer| fitted(text, range, layer.granularity))))
}
