//! What merges left for somebody to decide: conflicts whose notes nobody has settled.

use crate::model::{DocumentId, Note, NoteTarget, Project, RecordId, SetKey, Verdict};
use crate::text::TextRange;

/// Something that two sides of a merge said differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenConflict {
    /// The set that it stands in.
    pub set: SetKey,
    /// The note that says it.
    pub note: RecordId,
    /// Where the span stands that it is about, if it is about one.
    pub at: Option<TextRange>,
    /// What both sides said.
    pub says: String,
}

/// The conflicts in the sets of a document that wait for somebody, in the order of their sets and places.
pub fn open_conflicts(project: &Project, document: &DocumentId) -> Vec<OpenConflict> {
    let mut open = Vec::new();
    for (key, set) in project.sets_of(document) {
        let is_open = |note: &&Note| note.verdict == Some(Verdict::Conflict) && !is_settled(project, key, note);
        let place = |note: &Note| match note.on {
            NoteTarget::Span(id) => set.spans.find(id).map(|span| span.hull()),
            NoteTarget::Document | NoteTarget::Relation(_) | NoteTarget::Note(_) => None,
        };
        open.extend(set.notes.values().filter(is_open).map(|note| OpenConflict {
            set: key.clone(),
            note: note.id,
            at: place(note),
            says: note.body.clone(),
        }));
    }
    open.sort_by(|one, other| (&one.set, one.at, one.note).cmp(&(&other.set, other.at, other.note)));
    open
}

/// Whether the last answer to a note that settles it or opens it again settles it.
fn is_settled(project: &Project, key: &SetKey, note: &Note) -> bool {
    let answers = project.sets_of(&key.document).flat_map(|(owner, set)| {
        set.notes.values().filter(move |answer| {
            let of = answer.of.as_ref().unwrap_or(&owner.annotator);
            answer.on == NoteTarget::Note(note.id) && *of == key.annotator
        })
    });
    let verdicts = answers.filter(|answer| matches!(answer.verdict, Some(Verdict::Resolved | Verdict::Reopened)));
    verdicts.max_by_key(|answer| (answer.made, answer.id)).is_some_and(|last| last.verdict == Some(Verdict::Resolved))
}
