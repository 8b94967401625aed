//! Who does what, and how far it is: handing out documents, and following what becomes of them.

use crate::model::{
    AnnotationSet, AnnotatorId, AnnotatorKind, Document, DocumentId, Note, NoteTarget, Project, Role, SetKey, SetState,
    Verdict,
};
use std::collections::BTreeMap;

/// How documents are handed out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HandOut {
    /// How many people each document goes to.
    pub each: usize,
    /// What share of the documents goes to more people, in percent.
    pub share: u8,
    /// To how many these go.
    pub more: usize,
    /// What chance is drawn from: the same seed hands out the same.
    pub seed: u64,
}

/// Hands documents out to people, drawn by chance, so that each has as many as the others.
pub fn hand_out(
    documents: &[DocumentId],
    people: &[AnnotatorId],
    how: HandOut,
) -> BTreeMap<DocumentId, Vec<AnnotatorId>> {
    let mut rng = fastrand::Rng::with_seed(how.seed);
    let mut order: Vec<&DocumentId> = documents.iter().collect();
    rng.shuffle(&mut order);
    let n_more = (documents.len() * usize::from(how.share.min(100))).div_ceil(100);
    let mut n_had: Vec<(usize, &AnnotatorId)> = people.iter().map(|person| (0, person)).collect();
    let mut work = BTreeMap::new();
    for (at, document) in order.into_iter().enumerate() {
        let n = if at < n_more { how.more } else { how.each };
        // Those with least come first, and among them chance decides.
        rng.shuffle(&mut n_had);
        n_had.sort_by_key(|(had, _)| *had);
        let mut taken: Vec<AnnotatorId> = Vec::new();
        for (had, person) in n_had.iter_mut().take(n) {
            *had += 1;
            taken.push((*person).clone());
        }
        taken.sort();
        work.insert(document.clone(), taken);
    }
    work
}

/// The longest pause that still counts as work, in seconds.
const PAUSE: i64 = 60;

/// How long somebody worked on a set, in seconds: the time between one annotation and the next, where that is a minute at
/// most.
pub fn seconds_spent(set: &AnnotationSet) -> i64 {
    worked(set).seconds
}

/// What was done in the time that somebody worked on a set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Worked {
    /// How long that was, in seconds.
    pub seconds: i64,
    /// How many spans were made at the end of a pause that counts. Those of the beginning are not among them, for nobody knows
    /// how long they took, nor is what was imported before, all at one time.
    pub n_spans: usize,
}

/// How much somebody did in the time that they worked on a set.
pub fn worked(set: &AnnotationSet) -> Worked {
    let others = set.relations.values().map(|relation| relation.made);
    let others = others.chain(set.document_tags.values().map(|given| given.made));
    let others = others.chain(set.notes.values().map(|note| note.made));
    let mut made: BTreeMap<i64, usize> = others.map(|made| (made.seconds(), 0)).collect();
    for span in set.spans.iter() {
        *made.entry(span.made.seconds()).or_default() += 1;
    }
    let pauses = made.iter().zip(made.iter().skip(1)).map(|((before, _), (at, n_spans))| (at - before, *n_spans));
    pauses.filter(|(pause, _)| *pause <= PAUSE).fold(Worked::default(), |worked, (pause, n_spans)| Worked {
        seconds: worked.seconds + pause,
        n_spans: worked.n_spans + n_spans,
    })
}

/// What a set tells about work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SetFacts {
    /// How far its annotator is.
    pub state: SetState,
    /// How many spans it has.
    pub n_spans: usize,
    /// How long was worked on it, in seconds.
    pub seconds: i64,
}

impl SetFacts {
    /// The facts of a set.
    pub fn of(set: &AnnotationSet) -> Self {
        Self { state: set.head.state, n_spans: set.spans.len(), seconds: seconds_spent(set) }
    }
}

/// What a reviewer said last about somebody's work on a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Judged<'a> {
    /// Who said it.
    pub by: &'a AnnotatorId,
    /// What.
    pub note: &'a Note,
}

/// The last verdict about what an annotator says of a document: returned or accepted.
pub fn judged<'a>(project: &'a Project, document: &'a DocumentId, annotator: &AnnotatorId) -> Option<Judged<'a>> {
    let is_verdict = |note: &&Note| {
        note.on == NoteTarget::Document
            && note.of.as_ref() == Some(annotator)
            && matches!(note.verdict, Some(Verdict::Returned | Verdict::Accepted))
    };
    let all = project.sets_of(document).flat_map(|(key, set)| {
        set.notes.values().filter(is_verdict).map(move |note| Judged { by: &key.annotator, note })
    });
    all.max_by_key(|judged| (judged.note.made, judged.by, judged.note.id))
}

/// Whether what others say of a document is out of somebody's sight: sets are sealed, and not everybody who is to label the
/// document is done. Who reviews or leads sees everything.
pub fn is_sealed(project: &Project, document: &Document, me: Option<&AnnotatorId>) -> bool {
    let workflow = &project.workflow;
    if !workflow.is_sealed || me.is_some_and(|me| workflow.role(me) != Role::Annotator) {
        return false;
    }
    let is_done = |annotator: &AnnotatorId| {
        project.state(&SetKey { document: document.id.clone(), annotator: annotator.clone() }).is_finished()
    };
    if document.assigned.is_empty() {
        return !me.is_some_and(is_done);
    }
    !document.assigned.iter().all(is_done)
}

/// A project as somebody sees it: without the sets of others that are sealed for them.
pub fn as_seen(project: Project, me: Option<&AnnotatorId>) -> Project {
    let mut seen = project;
    if !seen.workflow.is_sealed {
        return seen;
    }
    let documents: Vec<DocumentId> =
        seen.documents.values().filter(|document| is_sealed(&seen, document, me)).map(|it| it.id.clone()).collect();
    for document in &documents {
        let of_others: Vec<SetKey> =
            seen.sets_of(document).map(|(key, _)| key.clone()).filter(|key| Some(&key.annotator) != me).collect();
        for key in of_others {
            seen.sets.remove(&key);
        }
    }
    seen
}

/// Those whose work is handed out: people, in the order of their ids.
pub fn people(project: &Project) -> Vec<AnnotatorId> {
    let people = project.annotators.values().filter(|annotator| annotator.kind == AnnotatorKind::Human);
    people.map(|annotator| annotator.id.clone()).collect()
}

/// A document of somebody's that is done and that nobody has judged yet, drawn by chance: for a look at it.
pub fn spot_check(project: &Project, annotator: &AnnotatorId, seed: u64) -> Option<DocumentId> {
    let is_open = |document: &&DocumentId| {
        let key = SetKey { document: (*document).clone(), annotator: annotator.clone() };
        let is_there = project.document(document).is_some_and(|document| !document.archived);
        is_there && project.state(&key).is_finished() && judged(project, document, annotator).is_none()
    };
    let open: Vec<&DocumentId> = project.documents.keys().filter(is_open).collect();
    let mut rng = fastrand::Rng::with_seed(seed);
    rng.choice(open).cloned()
}
