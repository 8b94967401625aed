//! What a command does to the codebook is written down in it, for those who use it.

use super::{Change, Edit, Mint};
use crate::model::{CodebookRevision, Project};
use std::sync::Arc;

/// The revision that a command makes, if it changes the codebook and says nothing of it yet.
pub(super) fn logged(project: &Project, mint: &mut Mint, title: &str, edits: &[Edit]) -> Option<Edit> {
    let is_said = edits.iter().any(|edit| matches!(edit, Edit::Revision(..)));
    if is_said || !edits.iter().any(Edit::is_of_codebook) {
        return None;
    }
    let added: Vec<&str> = edits.iter().filter_map(new_tag).collect();
    // A command that does other things besides is named by what it does to the codebook.
    let does_more = edits.iter().any(|edit| !edit.is_of_codebook());
    let title = match added.as_slice() {
        [tag] if does_more => format!("Add the tag {tag}"),
        [_, ..] if does_more => format!("Add {} tags", added.len()),
        _ => title.to_owned(),
    };
    Some(revision(project, mint, CodebookRevision { title, ..blank(mint) }))
}

/// A revision of now that says nothing yet. Its id is drawn when it is added.
pub(super) fn blank(mint: &Mint) -> CodebookRevision {
    CodebookRevision {
        id: crate::model::RecordId::drawn(|| 0),
        made: mint.now,
        by: mint.by.clone(),
        title: String::new(),
        mappings: Vec::new(),
    }
}

/// The edit that adds a revision. It is later than all before it, for they are applied in the order of their times.
pub(super) fn revision(project: &Project, mint: &mut Mint, revision: CodebookRevision) -> Edit {
    let known = &project.codebook.revisions;
    let id = mint.record_id(|id| known.contains_key(&id));
    let last = known.values().map(|revision| revision.made).max();
    let made = last.map_or(revision.made, |last| last.next().max(revision.made));
    Edit::Revision(id, Change::add(Arc::new(CodebookRevision { id, made, ..revision })))
}

fn new_tag(edit: &Edit) -> Option<&str> {
    match edit {
        Edit::Tag(_, Change { before: None, after: Some(tag) }) => Some(&tag.name),
        _ => None,
    }
}
