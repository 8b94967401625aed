//! The project as the files have it: sets as they were marked, whatever the codebook has made of them since.
//!
//! When somebody refactors the codebook, sets are shown under the new one at once, and their files stay as they are: what
//! became of a tag stands in the codebook. So a refactoring and its undo change nothing that others could be in the midst
//! of changing too, and all comparing and merging is of what was marked.

use super::marked::{Marked, Record, record_of};
use crate::edit::{Change, Edit, mapped, recoding, shown, to_be_told};
use crate::model::{AnnotationSet, Codebook, Note, NoteTarget, Project, RecordId, Relation, SetKey};
use crate::review::diff_sets;
use crate::store::{FileKey, MarkedSets, ReadSet, copy_part, is_same_part};
use crate::text::Text;
use imbl::{OrdMap, OrdSet};
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

/// What the files say. A clone copies pointers.
#[derive(Clone, Debug)]
pub struct Base {
    /// The project; its sets are as they were marked.
    pub project: Project,
    /// Revisions of the codebook that were applied to sets before they were written.
    told: OrdMap<SetKey, BTreeSet<RecordId>>,
    /// The revisions that the codebook has had.
    known: OrdSet<RecordId>,
}

/// A part of the project as its file says it, or would: a set as it was marked.
#[derive(Clone, Debug)]
pub struct Filed {
    /// The project with that part.
    pub project: Project,
    /// Revisions of the codebook that were applied to the set.
    pub told: BTreeSet<RecordId>,
}

impl Base {
    /// As it was opened, with sets as they were marked where they are shown otherwise.
    pub fn new(mut project: Project, marked: MarkedSets) -> Self {
        let mut told = OrdMap::new();
        for (key, (set, applied)) in marked {
            if let Some(known) = project.sets.get_mut(&key) {
                *known = set;
                told.insert(key, applied);
            }
        }
        let known = project.codebook.revisions.keys().copied().collect();
        Self { project, told, known }
    }

    /// Takes over what a file says.
    pub fn take(&mut self, key: &FileKey, filed: &Filed) {
        copy_part(key, &filed.project, &mut self.project);
        match key {
            FileKey::Project => self.known.extend(self.project.codebook.revisions.keys().copied()),
            FileKey::Set(set) if filed.told.is_empty() => drop(self.told.remove(set)),
            FileKey::Set(set) => drop(self.told.insert(set.clone(), filed.told.clone())),
            _ => {}
        }
    }

    /// A part as its file says it.
    pub fn filed(&self, key: &FileKey) -> Filed {
        let told = if let FileKey::Set(set) = key { self.told.get(set).cloned() } else { None };
        Filed { project: self.project.clone(), told: told.unwrap_or_default() }
    }

    /// A part of a project as its file would say it: what is as the codebook shows it stays as it was marked, in the file
    /// or since.
    pub fn as_filed(&self, key: &FileKey, project: &Project, marked: &Marked) -> Filed {
        let FileKey::Set(key) = key else { return Filed { project: project.clone(), told: BTreeSet::new() } };
        let Some(wanted) = project.set(key) else { return Filed::of_set(key, project, None, BTreeSet::new()) };
        let codebook = &project.codebook;
        let (written, told) = match self.project.set(key) {
            Some(written) => (Arc::clone(written), self.told.get(key).cloned().unwrap_or_default()),
            None => {
                // Of the refactorings that there were before, those that can be applied again need not be told.
                let mut told = to_be_told(codebook);
                if let Some(before) = marked.known_before(key) {
                    told.retain(|id| before.contains(id));
                }
                (Arc::new(AnnotationSet::new(wanted.head)), told)
            }
        };
        let filed = |set: &Arc<AnnotationSet>| {
            let told = self.still_told(codebook, &told);
            Filed::of_set(key, project, Some(set), told)
        };
        let document = project.document(&key.document);
        let Some(document) = document.filter(|_| recoding(codebook).iter().any(|it| !told.contains(&it.id))) else {
            return filed(wanted);
        };
        let over = marked.over(key, &written, (codebook, &told), &document.text);
        // Most sets have nothing that was refactored.
        let (set, is_mapped_again) = match mapped(codebook, key, &over, &document.text, &told) {
            Some((shown, edits)) => (as_marked(key, &over, &shown, wanted), marked.is_mapped_again(key, &edits)),
            None => (Arc::clone(wanted), false),
        };
        if !is_mapped_again && is_shown_as(codebook, (key, &over, &set, wanted), &document.text, &told) {
            return filed(&set);
        }
        // What would not be shown as it is wanted, now or once a refactoring is taken back, stands there as it is wanted. All
        // refactorings are told, so that whoever has it as it was marked knows that nothing was changed.
        let told = recoding(codebook).iter().map(|revision| revision.id).collect();
        Filed::of_set(key, project, Some(wanted), told)
    }

    /// The revisions that a set which is written anew still tells of: those that were taken back are left out once the
    /// codebook's file says so; those that nobody knows here yet are not.
    fn still_told(&self, codebook: &Codebook, told: &BTreeSet<RecordId>) -> BTreeSet<RecordId> {
        let is_there = |id: &RecordId| {
            [codebook, &*self.project.codebook].iter().any(|codebook| codebook.revisions.contains_key(id))
        };
        told.iter().filter(|id| is_there(id) || !self.known.contains(*id)).copied().collect()
    }
}

impl Filed {
    /// A project with one of its sets as it was marked.
    fn of_set(key: &SetKey, project: &Project, marked: Option<&Arc<AnnotationSet>>, told: BTreeSet<RecordId>) -> Self {
        let mut project = project.clone();
        match marked {
            Some(set) => project.sets.insert(key.clone(), Arc::clone(set)),
            None => project.sets.remove(key),
        };
        Self { project, told }
    }

    /// What a set's file says, beside a project.
    pub fn read(key: &SetKey, read: ReadSet, beside: &Project) -> Self {
        Self::of_set(key, beside, Some(&read.marked), read.told)
    }

    /// Whether a file would say the same of both.
    pub fn is_same(&self, key: &FileKey, other: &Self) -> bool {
        self.told == other.told && is_same_part(key, &self.project, &other.project)
    }

    /// The project with its set as its codebook shows it.
    pub fn shown(self, key: &FileKey) -> Project {
        let mut project = self.project;
        if let FileKey::Set(key) = key
            && let (Some(marked), Some(document)) = (project.set(key), project.document(&key.document))
            && let Some(shown) = shown(&project.codebook, key, marked, &document.text, &self.told)
        {
            project.sets.insert(key.clone(), Arc::new(shown));
        }
        project
    }

    /// Brings all to the same revisions, so that they can be compared. Returns these. A revision of none of the codebooks that
    /// are known is left out, unless it was applied to all: it is applied once it comes.
    pub fn level(all: &mut [Self], key: &FileKey, codebooks: [&Codebook; 2]) -> BTreeSet<RecordId> {
        let mut codebook = codebooks[0].clone();
        codebook.revisions.extend(codebooks[1].revisions.iter().map(|(id, revision)| (*id, Arc::clone(revision))));
        let can_be =
            |id: &RecordId| codebook.revisions.contains_key(id) || all.iter().all(|filed| filed.told.contains(id));
        let told: BTreeSet<RecordId> = all.iter().flat_map(|filed| filed.told.iter().copied()).filter(can_be).collect();
        let FileKey::Set(key) = key else { return told };
        for filed in all {
            let document = filed.project.document(&key.document).cloned();
            if let (Some(marked), Some(document)) = (filed.project.set(key), document)
                && filed.told != told
            {
                let skipped = |id: &&RecordId| filed.told.contains(id) || !told.contains(id);
                let skipped = codebook.revisions.keys().filter(skipped).copied().collect();
                if let Some(set) = shown(&codebook, key, marked, &document.text, &skipped) {
                    filed.project.sets.insert(key.clone(), Arc::new(set));
                }
                filed.told.clone_from(&told);
            }
        }
        told
    }
}

/// Whether a codebook shows a set as it is wanted, and does nothing to those of its records that are not as they were marked:
/// what these would be without a refactoring, nobody knows.
fn is_shown_as(
    codebook: &Codebook,
    (key, marked, set, wanted): (&SetKey, &AnnotationSet, &AnnotationSet, &AnnotationSet),
    text: &Text,
    told: &BTreeSet<RecordId>,
) -> bool {
    let Some((shown, edits)) = mapped(codebook, key, set, text, told) else { return set == wanted };
    let unexplained = diff_sets(key, Some(marked), Some(set));
    let unexplained: BTreeSet<Record> = unexplained.iter().filter_map(record_of).collect();
    let is_mapped = |record: Record| unexplained.contains(&record);
    shown == *wanted && !edits.iter().filter_map(|(_, edit)| record_of(edit)).any(is_mapped)
}

/// A set with those records as they were marked that are as they are shown.
fn as_marked(
    key: &SetKey,
    marked: &AnnotationSet,
    shown: &AnnotationSet,
    wanted: &Arc<AnnotationSet>,
) -> Arc<AnnotationSet> {
    let mut alone = Project::new(RecordId::drawn(|| 0), String::new(), Codebook::default());
    alone.sets.insert(key.clone(), Arc::clone(wanted));
    let ids: HashSet<RecordId> = wanted.spans.iter().map(|span| span.id).collect();
    for edit in diff_sets(key, Some(shown), Some(marked)) {
        // One that is not shown any more, and yet is there at another place, was changed since.
        let is_elsewhere = match &edit {
            Edit::Span(_, Change { before: None, after: Some(span) }) => ids.contains(&span.id),
            _ => false,
        };
        if !is_elsewhere {
            // Nor does any other record fit that was, and it stays as it is.
            edit.apply(&mut alone).unwrap_or_default();
        }
    }
    let mut set = alone.set(key).map_or_else(|| AnnotationSet::clone(wanted), |set| AnnotationSet::clone(set));
    let spans: HashSet<RecordId> = set.spans.iter().map(|span| span.id).collect();
    let there = |id: &RecordId| spans.contains(id);
    // What is not shown goes with what it is about, or a merge would bring that back for it.
    let ends = |relation: &Relation| {
        wanted.relations.contains_key(&relation.id) || (there(&relation.from) && there(&relation.to))
    };
    set.relations = set.relations.iter().filter(|(_, it)| ends(it)).map(|(id, it)| (*id, it.clone())).collect();
    let is_about = |note: &Note| match note.on {
        _ if wanted.notes.contains_key(&note.id) || note.of.is_some() => true,
        NoteTarget::Document => true,
        NoteTarget::Span(id) => there(&id),
        NoteTarget::Relation(id) => set.relations.contains_key(&id),
        NoteTarget::Note(id) => set.notes.contains_key(&id),
    };
    set.notes = set.notes.iter().filter(|(_, it)| is_about(it)).map(|(id, it)| (*id, it.clone())).collect();
    Arc::new(set)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::edit::{Command, Fate, Mint, NewDocument, NewTag};
    use crate::model::{TagId, Timestamp};
    use crate::text::{Offset, TextRange};

    /// A project after some commands.
    fn after(project: &Project, commands: &[Command]) -> Project {
        let mut project = project.clone();
        let mut mint = Mint::new(project.codebook.revisions.len() as u64, Timestamp::new(1_770_000_100));
        for command in commands {
            command.plan(&project, &mut mint).unwrap().apply(&mut project).unwrap();
        }
        project
    }

    #[test]
    fn what_one_of_the_codebooks_has_is_applied_to_all_and_what_none_has_to_none() {
        let tag = |id: &str| TagId::new(id).unwrap();
        let new = |name: &str| Command::AddTag(Box::new(NewTag { name: name.to_owned(), ..NewTag::default() }));
        let empty = Project::new(RecordId::drawn(|| 1), "Letters".to_owned(), Codebook::default());
        let text = Text::new("Ada wrote".to_owned()).unwrap();
        let start =
            after(&empty, &[new("person"), new("poet"), Command::AddDocuments(vec![NewDocument::of_text(text)])]);
        let document = start.documents.keys().next().unwrap().clone();
        let set = SetKey { annotator: "ana".parse().unwrap(), document };
        let at = TextRange::between(Offset::new(0), Offset::new(3)).into();
        let old = after(&start, &[Command::AddSpan { set: set.clone(), at, tag: tag("poet") }]);
        let merged = after(&old, &[Command::RemoveTag { tag: tag("poet"), spans: Fate::Retag(tag("person")) }]);
        let merge = recoding(&merged.codebook).first().unwrap().id;
        let key = FileKey::Set(set.clone());
        let both = || {
            let as_marked = Filed::of_set(&set, &old, old.sets.get(&set), BTreeSet::new());
            [as_marked, Filed::of_set(&set, &merged, merged.sets.get(&set), [merge].into())]
        };
        let mut all = both();
        assert_eq!(Filed::level(&mut all, &key, [&old.codebook, &merged.codebook]), [merge].into());
        assert_eq!(all[0].project.set(&set), merged.set(&set), "a poet is a person in both");
        let mut all = both();
        assert_eq!(Filed::level(&mut all, &key, [&old.codebook, &old.codebook]), [].into());
        assert_eq!(all[0].project.set(&set), old.set(&set), "it is merged once that is known");
    }
}
