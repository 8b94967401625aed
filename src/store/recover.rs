//! What a journal says and the files lack: every edit since a file was last replaced is folded into it.
//!
//! A record went through a chain of values. If the file has any of them, or the codebook shows one of them otherwise, the
//! record becomes the last one: files may have been written in any number before the crash. If it has another one, somebody else changed
//! it meanwhile, and the two are merged as any other change from elsewhere, so that neither is lost.
//! Values that were taken from others' files are links of the chain, but not this journal's to bring back: whoever made
//! them may have gone on, in a file or in a journal of their own.

use super::chains::Chains;
use super::journal::Contents;
use super::layout::touched_by;
use super::part::{copy_part, diff_parts, merge_parts};
use super::{Damage, FileKey, MarkedSets};
use crate::edit::{Edit, map_gone, shown};
use crate::model::{AnnotationSet, DocumentId, Project, RecordId, SetKey, Span};
use crate::review::Precedence;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What came of a journal.
#[derive(Debug, Default)]
pub struct Recovery {
    /// How many records the files lacked in their last state.
    pub n_edits: usize,
    /// The files that must be replaced now.
    pub keys: BTreeSet<FileKey>,
    /// What the merge changed after the journal's last word; it belongs into the journal.
    pub resolved: Vec<Edit>,
    /// What was changed elsewhere too, for people.
    pub conflicts: Vec<String>,
    /// Files with edits that wait until the file can be read again.
    pub waiting: BTreeSet<FileKey>,
}

/// Brings a project up to a journal's last word. Files in `damage` are left out; `marked` are the sets that the codebook
/// shows otherwise than their files say.
pub fn recover(project: &mut Project, marked: &MarkedSets, contents: &Contents, damage: &[Damage]) -> Recovery {
    let damaged: BTreeSet<&FileKey> = damage.iter().filter_map(|damage| damage.key.as_ref()).collect();
    let damaged_documents: BTreeSet<&DocumentId> =
        damaged.iter().filter(|key| !matches!(key, FileKey::Set(_))).filter_map(|key| key.document()).collect();
    let mut recovery = Recovery::default();
    let mut chains = Chains::default();
    for pending in contents.pending() {
        let touched: BTreeSet<FileKey> = touched_by(&pending.edit).collect();
        let is_damaged = |key: &FileKey| {
            damaged.contains(key) || key.document().is_some_and(|document| damaged_documents.contains(document))
        };
        if touched.iter().any(is_damaged) {
            recovery.waiting.extend(touched);
        } else {
            chains.add(&pending);
            recovery.keys.extend(touched);
        }
    }
    let theirs = project.clone();
    let (base, mut ours) = chains.around(&theirs, marked);
    for key in sets_without_text(&ours, &recovery.keys) {
        copy_part(&key, &theirs, &mut ours);
        recovery.keys.remove(&key);
        recovery.waiting.insert(key);
    }
    let mut merged = merge_parts(Precedence::Ours, &recovery.keys, &base, &ours, &theirs);
    // Somebody may have refactored the codebook since.
    let sets =
        recovery.keys.iter().filter_map(|key| if let FileKey::Set(key) = key { Some(key.clone()) } else { None });
    map_gone(&mut merged.value, sets);
    recovery.n_edits = diff_parts(&recovery.keys, &theirs, &merged.value).len();
    recovery.resolved = diff_parts(&recovery.keys, &ours, &merged.value);
    recovery.conflicts = merged.conflicts;
    *project = merged.value;
    recovery
}

/// Shows sets without what journals did to the codebook after the sets' files were written, where these lag behind its own:
/// the edits that they lack say what that made of them.
pub fn without_own_revisions<'a>(
    project: &mut Project,
    marked: &MarkedSets,
    journals: impl IntoIterator<Item = &'a Contents>,
) {
    let mut own: BTreeMap<SetKey, BTreeSet<RecordId>> = BTreeMap::new();
    for contents in journals {
        let revisions = contents.own_revisions();
        for key in contents.lacking_own().into_iter().filter(|key| marked.contains_key(*key)) {
            let file = FileKey::Set(key.clone());
            let lacking = revisions.iter().filter(|(seq, _)| contents.lacks(&file, *seq)).map(|(_, id)| *id);
            own.entry(key.clone()).or_default().extend(lacking);
        }
    }
    let codebook = Arc::clone(&project.codebook);
    for (key, own) in own.into_iter().filter(|(_, own)| !own.is_empty()) {
        let (Some((set, told)), Some(document)) = (marked.get(&key), project.document(&key.document)) else { continue };
        let told = told.union(&own).copied().collect();
        let shown = shown(&codebook, &key, set, &document.text, &told).map_or_else(|| Arc::clone(set), Arc::new);
        project.sets.insert(key, shown);
    }
}

/// Sets whose document is not there, or has another text than they were made for.
fn sets_without_text(project: &Project, keys: &BTreeSet<FileKey>) -> Vec<FileKey> {
    let fits = |key: &SetKey, set: &AnnotationSet| {
        project.document(&key.document).is_some_and(|document| {
            let fits = |span: &Span| span.at.iter().all(|range| document.text.check(range).is_ok());
            set.head.text == document.text.digest() && set.spans.iter().all(fits)
        })
    };
    let is_orphan = |key: &&FileKey| match key {
        FileKey::Set(key) => project.set(key).is_some_and(|set| !fits(key, set)),
        _ => false,
    };
    keys.iter().filter(is_orphan).cloned().collect()
}
