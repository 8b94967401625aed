//! The part of a project that stands in one file: compared, copied, merged and read by itself.

use super::convert::{SetCx, annotator_from_bytes, project_from_bytes, set_from_bytes};
use super::open::read_document;
use super::replace::{FileState, Folder};
use super::{FileKey, StoreError};
use crate::edit::Edit;
use crate::model::Project;
use crate::review::{
    Merged, Precedence, Words, diff_annotators, diff_codebooks, diff_documents, diff_filters, diff_names, diff_sets,
    diff_workflows, merge_annotators, merge_codebooks, merge_documents, merge_filters, merge_names, merge_sets,
    merge_workflows,
};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// Whether the project has something for this file to say.
pub fn has_part(key: &FileKey, project: &Project) -> bool {
    match key {
        FileKey::Project => true,
        FileKey::Annotator(id) => project.annotators.contains_key(id),
        FileKey::Text(id) | FileKey::Document(id) => project.documents.contains_key(id),
        FileKey::Set(key) => project.sets.contains_key(key),
    }
}

/// Whether a file would say the same of both projects.
pub fn is_same_part(key: &FileKey, a: &Project, b: &Project) -> bool {
    match key {
        FileKey::Project => {
            a.name == b.name && a.workflow == b.workflow && a.filters == b.filters && a.codebook == b.codebook
        }
        FileKey::Annotator(id) => a.annotators.get(id) == b.annotators.get(id),
        FileKey::Document(id) => a.documents.get(id) == b.documents.get(id),
        FileKey::Text(id) => {
            a.documents.get(id).map(|document| &document.text) == b.documents.get(id).map(|document| &document.text)
        }
        FileKey::Set(key) => a.sets.get(key) == b.sets.get(key),
    }
}

/// Makes a part of one project what it is in another. A text comes and goes with its document's record.
pub fn copy_part(key: &FileKey, from: &Project, into: &mut Project) {
    match key {
        FileKey::Project => {
            into.name.clone_from(&from.name);
            into.workflow = Arc::clone(&from.workflow);
            into.filters.clone_from(&from.filters);
            into.codebook = Arc::clone(&from.codebook);
        }
        FileKey::Annotator(id) => copy(&from.annotators, &mut into.annotators, id),
        FileKey::Document(id) => copy(&from.documents, &mut into.documents, id),
        FileKey::Text(_) => {}
        FileKey::Set(key) => copy(&from.sets, &mut into.sets, key),
    }
}

fn copy<K: Ord + Clone, V: Clone>(from: &imbl::OrdMap<K, V>, into: &mut imbl::OrdMap<K, V>, key: &K) {
    match from.get(key) {
        Some(value) => into.insert(key.clone(), value.clone()),
        None => into.remove(key),
    };
}

/// Merges some parts of three states of a project; the others are ours. A document that one side removed stays
/// while the other has annotations of it.
pub fn merge_parts(
    precedence: Precedence,
    keys: &BTreeSet<FileKey>,
    base: &Project,
    ours: &Project,
    theirs: &Project,
) -> Merged<Project> {
    let (value, conflicts) = merge_parts_by_file(precedence, keys, base, ours, theirs);
    Merged { value, conflicts: conflicts.into_iter().map(|(_, conflict)| conflict).collect() }
}

/// The same, with the file of each conflict.
pub fn merge_parts_by_file(
    precedence: Precedence,
    keys: &BTreeSet<FileKey>,
    base: &Project,
    ours: &Project,
    theirs: &Project,
) -> (Project, Vec<(FileKey, String)>) {
    let mut merged = ours.clone();
    let mut conflicts = Vec::new();
    for key in keys {
        let said = merge_part(precedence, key, [base, ours, theirs], &mut merged);
        conflicts.extend(said.into_iter().map(|conflict| (key.clone(), conflict)));
    }
    for document in keys.iter().filter_map(FileKey::document) {
        if !merged.documents.contains_key(document) && merged.sets_of(document).next().is_some() {
            let kept = [ours, base, theirs].into_iter().find_map(|project| project.documents.get(document));
            if let Some(kept) = kept {
                merged.documents.insert(document.clone(), Arc::clone(kept));
            }
        }
    }
    (merged, conflicts)
}

fn merge_part(
    precedence: Precedence,
    key: &FileKey,
    [base, ours, theirs]: [&Project; 3],
    merged: &mut Project,
) -> Vec<String> {
    if is_same_part(key, base, theirs) {
        return Vec::new();
    }
    if is_same_part(key, base, ours) {
        copy_part(key, theirs, merged);
        return Vec::new();
    }
    match key {
        FileKey::Project => {
            let name = merge_names(precedence, &base.name, &ours.name, &theirs.name);
            let codebook = merge_codebooks(precedence, &base.codebook, &ours.codebook, &theirs.codebook);
            let workflow = merge_workflows(precedence, &base.workflow, &ours.workflow, &theirs.workflow);
            let filters = merge_filters(precedence, &base.filters, &ours.filters, &theirs.filters);
            merged.name = name.value;
            merged.codebook = Arc::new(codebook.value);
            merged.workflow = Arc::new(workflow.value);
            merged.filters = filters.value;
            [name.conflicts, codebook.conflicts, workflow.conflicts, filters.conflicts].concat()
        }
        FileKey::Annotator(id) => {
            let [base, ours, theirs] = [base, ours, theirs].map(|project| project.annotators.get(id).map(|it| &**it));
            let annotator = merge_annotators(precedence, base, ours, theirs);
            put(&mut merged.annotators, id, annotator.value);
            annotator.conflicts
        }
        FileKey::Text(_) => Vec::new(),
        FileKey::Document(id) => {
            let [base, ours, theirs] = [base, ours, theirs].map(|project| project.documents.get(id).map(|it| &**it));
            let document = merge_documents(precedence, base, ours, theirs);
            put(&mut merged.documents, id, document.value);
            document.conflicts
        }
        FileKey::Set(key) => {
            let document = ours.document(&key.document).or_else(|| theirs.document(&key.document));
            let words = document.map_or(Words::Unknown, |document| Words::Text(&document.text));
            let [base, ours, theirs] = [base, ours, theirs].map(|project| project.sets.get(key).map(|it| &**it));
            let set = merge_sets(precedence, words, base, ours, theirs);
            put(&mut merged.sets, key, set.value);
            set.conflicts
        }
    }
}

fn put<K: Ord + Clone, V: Clone>(map: &mut imbl::OrdMap<K, Arc<V>>, key: &K, value: Option<V>) {
    match value {
        Some(value) => map.insert(key.clone(), Arc::new(value)),
        None => map.remove(key),
    };
}

/// The edits that make some parts of a project what they are in another, in an order in which they apply.
pub fn diff_parts(keys: &BTreeSet<FileKey>, from: &Project, to: &Project) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut removals = Vec::new();
    for key in keys {
        match key {
            FileKey::Project => {
                edits.extend(diff_names(&from.name, &to.name));
                edits.extend(diff_workflows(&from.workflow, &to.workflow));
                edits.extend(diff_filters(&from.filters, &to.filters));
                edits.extend(diff_codebooks(&from.codebook, &to.codebook));
            }
            FileKey::Annotator(id) => {
                edits.extend(diff_annotators(id, from.annotators.get(id), to.annotators.get(id)));
            }
            FileKey::Document(id) => {
                let list = if to.documents.contains_key(id) { &mut edits } else { &mut removals };
                list.extend(diff_documents(id, from.documents.get(id), to.documents.get(id)));
            }
            FileKey::Text(_) => {}
            FileKey::Set(key) => {
                let [from, to] = [from, to].map(|project| project.sets.get(key).map(|set| &**set));
                edits.extend(diff_sets(key, from, to));
            }
        }
    }
    edits.extend(removals);
    edits
}

/// Reads a file anew into a project: `found` is what stands in it, nothing when it is not there. A document's
/// record reads its text too. Nothing changes when the file cannot be read.
pub fn read_part(
    folder: &Folder,
    key: &FileKey,
    found: Option<&(Vec<u8>, FileState)>,
    into: &mut Project,
) -> Result<(), StoreError> {
    read_part_at(folder, key, &folder.path(key), found, into)
}

/// The same for what stands in another file than the key's own, at `path`.
pub fn read_part_at(
    folder: &Folder,
    key: &FileKey,
    path: &Path,
    found: Option<&(Vec<u8>, FileState)>,
    into: &mut Project,
) -> Result<(), StoreError> {
    let Some((bytes, state)) = found else {
        copy_part(key, &Project::new(into.id, into.name.clone(), (*into.codebook).clone()), into);
        return Ok(());
    };
    match key {
        FileKey::Project => {
            let read = project_from_bytes(bytes, path)?;
            if read.id != into.id {
                return Err(StoreError::OtherProject(path.to_owned()));
            }
            copy_part(key, &read, into);
        }
        FileKey::Annotator(id) => {
            into.annotators.insert(id.clone(), Arc::new(annotator_from_bytes(id, bytes, path)?));
        }
        FileKey::Document(id) => {
            let (document, ..) = read_document(folder, id, |file| {
                if file == key {
                    return Ok((bytes.clone(), *state));
                }
                let missing = || StoreError::io("read", &folder.path(file), &std::io::ErrorKind::NotFound.into());
                folder.read(file)?.ok_or_else(missing)
            })?;
            into.documents.insert(id.clone(), Arc::new(document));
        }
        FileKey::Text(_) => return Err(StoreError::TextChanged(path.to_owned())),
        FileKey::Set(set) => {
            let missing =
                || StoreError::Orphan { missing: format!("the document {}", set.document), path: path.to_owned() };
            let document = into.documents.get(&set.document).ok_or_else(missing)?;
            let cx = SetCx { key: set, document, codebook: &into.codebook };
            let read = set_from_bytes(bytes, cx, path)?;
            into.sets.insert(set.clone(), read.shown);
        }
    }
    Ok(())
}
