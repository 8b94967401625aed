//! What the checks find in the open document: looked for beside the window whenever its sets change.

use super::jobs::{Job, Outcome, Progress};
use crate::check::{Finding, SetFindings};
use crate::model::{AnnotationSet, AnnotatorId, Codebook, DocumentId, Project, SetKey};
use crate::text::{Offset, Text, TextRange};
use std::sync::Arc;

/// Something that wants a look.
#[derive(Clone, Debug)]
pub struct Problem(Arc<Finding>);

impl Problem {
    /// Where it is; nowhere when it is about the whole document.
    pub fn at(&self) -> Option<TextRange> {
        self.0.range
    }

    /// What it is, for people.
    pub fn message(&self) -> &str {
        &self.0.message
    }
}

/// The same thing at the same place, even when it was found anew.
impl PartialEq for Problem {
    fn eq(&self, other: &Self) -> bool {
        (self.at(), self.0.kind, self.message()) == (other.at(), other.0.kind, other.message())
    }
}

/// What was found, in order: what is about the whole document, then place by place.
#[derive(Clone, Debug, Default)]
pub struct Found {
    problems: Vec<Problem>,
    /// How many of them are about the whole document.
    n_placeless: usize,
    /// The furthest end in each block of those that have a place.
    block_ends: Vec<Offset>,
    marks: Arc<Vec<TextRange>>,
}

/// Problems in a block: to find those at a place, only the heads of blocks are looked at.
const BLOCK: usize = 64;

impl Found {
    /// Puts problems in order.
    pub fn new(mut problems: Vec<Problem>) -> Self {
        problems.sort_by_key(Problem::at);
        let n_placeless = problems.partition_point(|problem| problem.at().is_none());
        let ranges: Vec<TextRange> = problems.iter().filter_map(Problem::at).collect();
        let furthest = |block: &[TextRange]| block.iter().map(|range| range.end()).max().unwrap_or_default();
        let block_ends = ranges.chunks(BLOCK).map(furthest).collect();
        Self { problems, n_placeless, block_ends, marks: Arc::new(marks(&ranges)) }
    }

    /// All of them.
    pub fn all(&self) -> &[Problem] {
        &self.problems
    }

    /// Where something is wrong, in order and without overlaps: a mark begins wherever a problem does.
    pub fn marks(&self) -> &Arc<Vec<TextRange>> {
        &self.marks
    }

    /// The problems that a place is part of, or touches when they have no characters.
    pub fn at(&self, at: Offset) -> impl Iterator<Item = &Problem> {
        let with_place = self.problems.get(self.n_placeless..).unwrap_or_default();
        let blocks = with_place.chunks(BLOCK).zip(&self.block_ends);
        let begun =
            move |block: &[Problem]| block.iter().find_map(Problem::at).is_some_and(|range| range.start() <= at);
        let near = blocks.take_while(move |(block, _)| begun(block)).filter(move |(_, end)| **end >= at);
        near.flat_map(|(block, _)| block).filter(move |problem| {
            problem.at().is_some_and(|range| range.touches(at) && (range.is_empty() || at < range.end()))
        })
    }
}

/// Cuts ranges, which are in order, where the next one begins, so that none overlap.
fn marks(ranges: &[TextRange]) -> Vec<TextRange> {
    let mut marks: Vec<TextRange> = Vec::with_capacity(ranges.len());
    let mut open_until = Offset::ZERO;
    for (n, range) in ranges.iter().enumerate() {
        open_until = open_until.max(range.end());
        let next = ranges.get(n + 1).map(|next| next.start());
        if next != Some(range.start()) {
            let end = next.map_or(open_until, |next| next.min(open_until));
            marks.push(TextRange::between(range.start(), end));
        }
    }
    marks
}

/// All that the findings follow from.
#[derive(Clone)]
struct Subject {
    document: DocumentId,
    text: Text,
    codebook: Arc<Codebook>,
    sets: Vec<ShownSet>,
}

/// What somebody whose findings are shown says in the document.
#[derive(Clone)]
struct ShownSet {
    annotator: AnnotatorId,
    set: Option<Arc<AnnotationSet>>,
}

impl Subject {
    fn of(project: &Project, document: &DocumentId, annotators: &[&AnnotatorId]) -> Option<Self> {
        let sets = annotators.iter().map(|&annotator| {
            let key = SetKey { document: document.clone(), annotator: annotator.clone() };
            ShownSet { annotator: key.annotator.clone(), set: project.set(&key).cloned() }
        });
        let sets = sets.collect();
        let text = project.document(document)?.text.clone();
        Some(Self { document: document.clone(), text, codebook: Arc::clone(&project.codebook), sets })
    }

    /// Whether nothing has changed between; looks at pointers alone.
    fn is(&self, other: &Self) -> bool {
        let same_set = |a: &ShownSet, b: &ShownSet| match (&a.set, &b.set) {
            (Some(set), Some(other)) => Arc::ptr_eq(set, other),
            (set, other) => set.is_none() && other.is_none(),
        };
        let same_sets = |(a, b): (&ShownSet, &ShownSet)| a.annotator == b.annotator && same_set(a, b);
        self.has_same_rules(other)
            && self.sets.len() == other.sets.len()
            && self.sets.iter().zip(&other.sets).all(same_sets)
    }

    /// Whether only sets can have changed between.
    fn has_same_rules(&self, other: &Self) -> bool {
        self.document == other.document && self.text.same(&other.text) && Arc::ptr_eq(&self.codebook, &other.codebook)
    }
}

/// What a search found, with what it found it in.
struct Answer {
    subject: Subject,
    /// Set by set, as the subject has them.
    by_set: Vec<SetFindings>,
    found: Found,
}

impl Answer {
    /// An annotator's set, and what was found in it.
    fn of(&self, annotator: &AnnotatorId) -> Option<(&AnnotationSet, &SetFindings)> {
        let n = self.subject.sets.iter().position(|shown| shown.annotator == *annotator)?;
        Some((self.subject.sets.get(n)?.set.as_ref()?, self.by_set.get(n)?))
    }
}

/// The problems of the open document, as they were found last.
#[derive(Default)]
pub struct Problems {
    /// Before anything has been looked at.
    none: Found,
    last: Option<Arc<Answer>>,
    /// The search that runs, and what it is about.
    job: Option<(Subject, Job<Arc<Answer>>)>,
    /// What was last looked for in vain.
    failed: Option<Subject>,
    is_stale: bool,
}

impl Problems {
    /// What was found last.
    pub fn found(&self) -> &Found {
        self.last.as_ref().map_or(&self.none, |answer| &answer.found)
    }

    /// Whether something has changed that these findings do not have yet.
    pub fn is_stale(&self) -> bool {
        self.is_stale
    }

    /// Looks again when the text, the codebook or a set of one of these annotators has changed: one search at a
    /// time, the next one about what there is then. After an edit of spans, a search is only about what lies where
    /// they were edited. `wake` is called when one is done.
    pub fn follow(
        &mut self,
        project: &Project,
        document: Option<&DocumentId>,
        annotators: &[&AnnotatorId],
        wake: impl Fn() + Send + 'static,
    ) {
        let subject = document.and_then(|document| Subject::of(project, document, annotators));
        let Some(subject) = subject else {
            *self = Self::default();
            return;
        };
        self.last.take_if(|answer| answer.subject.document != subject.document);
        match self.job.as_ref().map(|(_, job)| job.poll()) {
            Some(Outcome::Running) | None => {}
            Some(Outcome::Done(answer)) => {
                self.job = None;
                self.last = Some(answer).filter(|answer| answer.subject.document == subject.document);
            }
            // A search that failed is not tried again before something changes.
            Some(Outcome::Lost) => self.failed = self.job.take().map(|(about, _)| about),
        }
        let is_known = self.last.as_ref().is_some_and(|answer| answer.subject.is(&subject));
        self.is_stale = !is_known;
        let has_failed = self.failed.as_ref().is_some_and(|failed| failed.is(&subject));
        if self.is_stale && !has_failed && self.job.is_none() {
            let (project, about, earlier) = (project.clone(), subject.clone(), self.last.clone());
            let work = move |_: &Progress| Arc::new(find(&project, about, earlier.as_deref()));
            self.job = Some((subject, Job::start("Checking".to_owned(), wake, work)));
        }
    }
}

/// Looks for all that is wrong; in sets that have been looked through before, where they have changed since.
fn find(project: &Project, subject: Subject, earlier: Option<&Answer>) -> Answer {
    let earlier = earlier.filter(|earlier| earlier.subject.has_same_rules(&subject));
    let in_set = |shown: &ShownSet| {
        let Some(set) = &shown.set else { return SetFindings::default() };
        let key = SetKey { document: subject.document.clone(), annotator: shown.annotator.clone() };
        match earlier.and_then(|earlier| earlier.of(&shown.annotator)) {
            Some((old, findings)) => findings.after_change(project, &key, set, set.spans.changed_since(&old.spans)),
            None => SetFindings::of(project, &key, set),
        }
    };
    let by_set: Vec<SetFindings> = subject.sets.iter().map(in_set).collect();
    let problems = by_set.iter().flat_map(SetFindings::iter).map(|finding| Problem(Arc::clone(finding)));
    let found = Found::new(problems.collect());
    Answer { subject, by_set, found }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Severity;

    fn range(start: u32, end: u32) -> TextRange {
        TextRange::between(Offset::new(start), Offset::new(end))
    }

    fn problem(at: Option<TextRange>, message: &str) -> Problem {
        Problem(Arc::new(Finding {
            kind: "kind",
            severity: Severity::Info,
            document: None,
            annotator: None,
            range: at,
            message: message.to_owned(),
            fix: None,
        }))
    }

    fn found(ranges: &[(u32, u32)]) -> Found {
        let problem = |(n, &(start, end)): (usize, &(u32, u32))| problem(Some(range(start, end)), &n.to_string());
        Found::new(ranges.iter().enumerate().map(problem).collect())
    }

    #[track_caller]
    fn check_marks(ranges: &[(u32, u32)], expected: &[(u32, u32)]) {
        let expected: Vec<TextRange> = expected.iter().map(|&(start, end)| range(start, end)).collect();
        assert_eq!(**found(ranges).marks(), expected, "{ranges:?}");
    }

    #[test]
    fn a_mark_begins_where_a_problem_does_and_none_overlap() {
        check_marks(&[], &[]);
        check_marks(&[(5, 9), (1, 3)], &[(1, 3), (5, 9)]);
        check_marks(&[(0, 100), (20, 30)], &[(0, 20), (20, 100)]);
        check_marks(&[(0, 10), (5, 15)], &[(0, 5), (5, 15)]);
        check_marks(&[(0, 10), (0, 5), (0, 20), (30, 31)], &[(0, 20), (30, 31)]);
        check_marks(&[(4, 4), (8, 8)], &[(4, 4), (8, 8)]);
        check_marks(&[(0, 10), (4, 4)], &[(0, 4), (4, 10)]);
        check_marks(&[(0, 10), (10, 12)], &[(0, 10), (10, 12)]);
    }

    #[test]
    fn a_place_has_the_problems_that_it_is_part_of() {
        let mut ranges: Vec<(u32, u32)> = (0..500).map(|n| (n * 10, n * 10 + 4)).collect();
        ranges.extend([(3, 4_000), (77, 77)]);
        let found = found(&ranges);
        let at = |at: u32| {
            let mut ids: Vec<u32> =
                found.at(Offset::new(at)).map(|problem| problem.message().parse().unwrap()).collect();
            ids.sort_unstable();
            ids
        };
        assert_eq!(at(2), [0]);
        assert_eq!(at(3), [0, 500]);
        assert_eq!(at(4), [500]);
        assert_eq!(at(77), [500, 501]);
        assert_eq!(at(3_991), [399, 500]);
        assert_eq!(at(4_000), [400]);
        assert_eq!(at(4_999), [0; 0]);
    }

    #[test]
    fn what_is_about_the_whole_document_comes_first() {
        let whole = problem(None, "whole");
        let there = problem(Some(range(0, 2)), "there");
        let found = Found::new(vec![there.clone(), whole.clone()]);
        assert_eq!(found.all(), [whole, there.clone()]);
        assert_eq!(found.at(Offset::new(1)).collect::<Vec<_>>(), [&there]);
        assert_eq!(**found.marks(), [range(0, 2)]);
    }
}
