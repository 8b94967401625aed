//! Three versions of a whole project become one: as their files have them, with each text and its spans taken along.
//!
//! The result is the same whichever side is ours. A text that both sides changed stands twice, as a document of its own
//! with the sets that were made for it: no two texts are mixed, and no span is shifted.

use super::base::Filed;
use super::{RunError, Workspace};
use crate::edit::{document_along, reanchor};
use crate::model::{AnnotationSet, Document, DocumentId, NoteTarget, Project, RecordId, SetKey};
use crate::review::{Precedence, conflict_note};
use crate::store::{FileKey, Opened, copy_part, diff_parts, keys_of, merge_parts_by_file};
use crate::text::{Revision, Text};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A version of a project, as its files have it.
#[derive(Clone, Debug)]
pub struct Version {
    /// As it is shown.
    shown: Project,
    /// With its sets as they were marked.
    filed: Project,
    /// Revisions of the codebook that were applied to sets before they were written.
    told: BTreeMap<SetKey, BTreeSet<RecordId>>,
}

impl Version {
    /// A project that was opened.
    pub fn of(opened: Opened) -> Self {
        let (shown, mut filed) = (opened.project.clone(), opened.project);
        let mut told = BTreeMap::new();
        for (key, (marked, applied)) in opened.marked {
            filed.sets.insert(key.clone(), marked);
            told.insert(key, applied);
        }
        Self { shown, filed, told }
    }

    /// The project.
    pub fn project(&self) -> &Project {
        &self.shown
    }

    fn text(&self, id: &DocumentId) -> Option<&Text> {
        self.filed.document(id).map(|document| &document.text)
    }

    fn set(&self, key: &SetKey) -> Filed {
        Filed { project: self.filed.clone(), told: self.told.get(key).cloned().unwrap_or_default() }
    }

    /// Takes a document away, and its sets, which it returns.
    fn take_out(&mut self, id: &DocumentId) -> Vec<(SetKey, Arc<AnnotationSet>)> {
        let sets: Vec<_> = self.filed.sets_of(id).map(|(key, set)| (key.clone(), Arc::clone(set))).collect();
        for (key, _) in &sets {
            self.filed.sets.remove(key);
        }
        self.filed.documents.remove(id);
        sets
    }

    /// Gives a document and its sets another id, and each set the note of a conflict.
    fn move_document(&mut self, id: &DocumentId, to: &DocumentId, sentence: &str) {
        let Some(document) = self.filed.document(id).cloned() else { return };
        let sets = self.take_out(id);
        for (key, set) in sets {
            let moved = SetKey { document: to.clone(), ..key.clone() };
            let note = conflict_note(NoteTarget::Document, to.as_str(), document.added, sentence.to_owned());
            let mut set = AnnotationSet::clone(&set);
            set.notes.insert(note.id, note);
            self.filed.sets.insert(moved.clone(), Arc::new(set));
            if let Some(told) = self.told.remove(&key) {
                self.told.insert(moved, told);
            }
        }
        let moved = Document { id: to.clone(), ..Document::clone(&document) };
        self.filed.documents.insert(to.clone(), Arc::new(moved));
    }
}

/// Takes the documents of a project, with all that is said of them, along to the texts that another version has, so that
/// places can be compared.
pub fn same_texts(project: &mut Project, as_in: &Project) {
    for (id, document) in &as_in.documents {
        take_along(project, id, &document.text);
    }
}

/// Takes a document and all its sets along to another text.
fn take_along(project: &mut Project, id: &DocumentId, text: &Text) {
    let Some(document) = project.document(id).filter(|document| document.text != *text) else { return };
    let revision = Revision::between(&document.text, text);
    let along = document_along(document, &revision);
    let sets: Vec<(SetKey, AnnotationSet)> =
        project.sets_of(id).map(|(key, set)| (key.clone(), reanchor(set, &revision).0)).collect();
    project.documents.insert(id.clone(), Arc::new(along));
    project.sets.extend(sets.into_iter().map(|(key, set)| (key, Arc::new(set))));
}

/// What merging three versions gave.
#[derive(Clone, Debug)]
pub struct ProjectsMerged {
    /// The project.
    pub project: Project,
    /// What is to be decided: the file that it stands in, and what.
    pub conflicts: Vec<(FileKey, String)>,
    /// Ours, which it is to take the place of.
    ours: Project,
}

/// Merges three versions of one project.
pub fn merge_versions(base: Version, ours: Version, theirs: Version) -> ProjectsMerged {
    let before = ours.shown.clone();
    let mut versions = [base, ours, theirs];
    let mut conflicts = settle_texts(&mut versions);
    let keys: BTreeSet<FileKey> = versions.iter().flat_map(|version| keys_of(&version.filed)).collect();
    let told = settle_mappings(&mut versions, &keys);
    let [base, ours, theirs] = versions.each_ref().map(|version| &version.filed);
    let (mut project, found) = merge_parts_by_file(Precedence::Neither, &keys, base, ours, theirs);
    for (key, told) in told {
        project = Filed { project, told }.shown(&key);
    }
    conflicts.extend(found);
    ProjectsMerged { project, conflicts, ours: before }
}

/// Has every set be as it is under the same revisions of the codebook on all sides. Returns these.
fn settle_mappings(versions: &mut [Version; 3], keys: &BTreeSet<FileKey>) -> Vec<(FileKey, BTreeSet<RecordId>)> {
    let [_, ours, theirs] = versions.each_ref().map(|version| Arc::clone(&version.filed.codebook));
    let mut all = Vec::new();
    for key in keys {
        let FileKey::Set(set) = key else { continue };
        let mut sides = versions.each_ref().map(|version| version.set(set));
        let told = Filed::level(&mut sides, key, [&ours, &theirs]);
        for (version, side) in versions.iter_mut().zip(sides) {
            copy_part(key, &side.project, &mut version.filed);
        }
        all.push((key.clone(), told));
    }
    all
}

/// Has every document count in one text on all sides, or stand as two documents.
fn settle_texts(versions: &mut [Version; 3]) -> Vec<(FileKey, String)> {
    let ids: BTreeSet<DocumentId> = versions.iter().flat_map(|it| it.filed.documents.keys().cloned()).collect();
    let mut conflicts = Vec::new();
    for id in ids {
        let [before, ours, theirs] = versions.each_ref().map(|version| version.text(&id).cloned());
        let settled = match (&ours, &theirs) {
            (Some(ours), Some(theirs)) if ours == theirs || before.as_ref() == Some(theirs) => Some(ours.clone()),
            (Some(ours), Some(theirs)) if before.as_ref() == Some(ours) => Some(theirs.clone()),
            (Some(ours), Some(theirs)) => {
                conflicts.extend(stand_twice(versions, &id, ours, theirs));
                None
            }
            (only, None) | (None, only) => only.clone(),
        };
        if let Some(text) = settled {
            versions.iter_mut().for_each(|version| take_along(&mut version.filed, &id, &text));
        }
    }
    conflicts
}

/// Has the text of one side stand as another document, with what that side says of it. Where the other side has that
/// already from an earlier merge, there is nothing more to be told.
fn stand_twice(versions: &mut [Version; 3], id: &DocumentId, ours: &Text, theirs: &Text) -> Option<(FileKey, String)> {
    let [base, our_side, their_side] = versions;
    let (side, other, text) = match ours.digest() < theirs.digest() {
        true => (our_side, their_side, ours),
        false => (their_side, our_side, theirs),
    };
    let second = id_of_version(id, text);
    let title = side.filed.document(id).map_or(id.as_str(), |document| &document.title);
    let sentence = format!("the text of “{title}” was changed on both sides: the other version is {second}");
    base.take_out(id);
    side.move_document(id, &second, &sentence);
    let is_known = other.text(&second) == Some(text);
    (!is_known).then_some((FileKey::Document(second), sentence))
}

/// The id of a document made from its text, so that the same merge gives the same elsewhere.
fn id_of_version(id: &DocumentId, text: &Text) -> DocumentId {
    let stem = id.as_str().get(..id.as_str().floor_char_boundary(ID)).unwrap_or_default();
    let digest: String = text.digest().to_string().chars().take(8).collect();
    DocumentId::new(&format!("{stem}-{digest}")).unwrap_or_else(|_| id.clone())
}

/// How many bytes of an id are kept in that of another version.
const ID: usize = 100;

impl Workspace {
    /// Takes in what merging other versions gave, as one step. Returns how many records it changes. Refused when what it
    /// changes has been changed since the files were read; then it is to be merged again.
    pub fn take_merged(&mut self, merged: &ProjectsMerged) -> Result<usize, RunError> {
        self.check_writable()?;
        let keys = keys_of(&merged.ours).into_iter().chain(keys_of(&merged.project)).collect();
        let edits = diff_parts(&keys, &merged.ours, &merged.project);
        let n_records = edits.len();
        if n_records > 0 {
            self.take_step(self.step_of("Merge another version of the project".to_owned(), edits))?;
        }
        Ok(n_records)
    }
}
