//! What the checks find in the open document: looked for beside the window whenever its sets change.

use super::jobs::{Job, Outcome};
use crate::check;
use crate::model::{AnnotationSet, AnnotatorId, Codebook, Document, DocumentId, Project};
use crate::text::{Offset, TextRange};
use std::sync::Arc;

/// Something that wants a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where it is; nowhere when it is about the whole document.
    pub at: Option<TextRange>,
    /// What it is, for people.
    pub message: String,
}

/// What was found, in order: what is about the whole document, then place by place.
#[derive(Clone, Debug, Default)]
pub struct Found {
    problems: Vec<Problem>,
    /// How many of them are about the whole document.
    n_placeless: usize,
    /// The furthest end in each block of those that have a place.
    block_ends: Vec<Offset>,
    marks: Vec<TextRange>,
}

/// Problems in a block: to find those at a place, only the heads of blocks are looked at.
const BLOCK: usize = 64;

impl Found {
    /// Puts problems in order.
    pub fn new(mut problems: Vec<Problem>) -> Self {
        problems.sort_by_key(|problem| problem.at);
        let n_placeless = problems.partition_point(|problem| problem.at.is_none());
        let ranges: Vec<TextRange> = problems.iter().filter_map(|problem| problem.at).collect();
        let furthest = |block: &[TextRange]| block.iter().map(|range| range.end()).max().unwrap_or_default();
        let block_ends = ranges.chunks(BLOCK).map(furthest).collect();
        Self { problems, n_placeless, block_ends, marks: marks(&ranges) }
    }

    /// All of them.
    pub fn all(&self) -> &[Problem] {
        &self.problems
    }

    /// Where something is wrong, in order and without overlaps: a mark begins wherever a problem does.
    pub fn marks(&self) -> &[TextRange] {
        &self.marks
    }

    /// The problems that a place is part of, or touches when they have no characters.
    pub fn at(&self, at: Offset) -> impl Iterator<Item = &Problem> {
        let with_place = self.problems.get(self.n_placeless..).unwrap_or_default();
        let blocks = with_place.chunks(BLOCK).zip(&self.block_ends);
        let begun =
            move |block: &[Problem]| block.iter().find_map(|first| first.at).is_some_and(|range| range.start() <= at);
        let near = blocks.take_while(move |(block, _)| begun(block)).filter(move |(_, end)| **end >= at);
        near.flat_map(|(block, _)| block).filter(move |problem| {
            problem.at.is_some_and(|range| range.touches(at) && (range.is_empty() || at < range.end()))
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
    document: Arc<Document>,
    codebook: Arc<Codebook>,
    /// Whose findings are shown, with their sets.
    sets: Vec<(AnnotatorId, Option<Arc<AnnotationSet>>)>,
}

impl Subject {
    fn of(project: &Project, document: &DocumentId, annotators: &[&AnnotatorId]) -> Option<Self> {
        let set_of = |annotator: &AnnotatorId| {
            let key = crate::model::SetKey { document: document.clone(), annotator: annotator.clone() };
            project.set(&key).cloned()
        };
        Some(Self {
            document: Arc::clone(project.document(document)?),
            codebook: Arc::clone(&project.codebook),
            sets: annotators.iter().map(|&annotator| (annotator.clone(), set_of(annotator))).collect(),
        })
    }

    /// Whether nothing has changed between; looks at pointers alone.
    fn is(&self, other: &Self) -> bool {
        let same_set = |(a, b): (&(AnnotatorId, Option<Arc<AnnotationSet>>), &(AnnotatorId, Option<Arc<_>>))| {
            let same = match (&a.1, &b.1) {
                (Some(a), Some(b)) => Arc::ptr_eq(a, b),
                (a, b) => a.is_none() && b.is_none(),
            };
            a.0 == b.0 && same
        };
        Arc::ptr_eq(&self.document, &other.document)
            && Arc::ptr_eq(&self.codebook, &other.codebook)
            && self.sets.len() == other.sets.len()
            && self.sets.iter().zip(&other.sets).all(same_set)
    }
}

/// The problems of the open document, as they were found last.
#[derive(Default)]
pub struct Problems {
    found: Found,
    /// What `found` is about.
    subject: Option<Subject>,
    /// The search that runs, and what it is about.
    job: Option<(Subject, Job<Found>)>,
    is_stale: bool,
}

impl Problems {
    /// What was found last.
    pub fn found(&self) -> &Found {
        &self.found
    }

    /// Whether something has changed that these findings do not have yet.
    pub fn is_stale(&self) -> bool {
        self.is_stale
    }

    /// Looks again when the document, the codebook or a set of one of these annotators has changed: one search at a
    /// time, the next one about what there is then. `wake` is called when one is done.
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
        let is_other = |known: &Subject| known.document.id != subject.document.id;
        if self.subject.as_ref().is_some_and(is_other) {
            (self.found, self.subject) = (Found::default(), None);
        }
        match self.job.as_ref().map(|(_, job)| job.poll()) {
            Some(Outcome::Running) => {}
            Some(Outcome::Done(found)) => {
                let about = self.job.take().map(|(about, _)| about).filter(|about| !is_other(about));
                if about.is_some() {
                    (self.found, self.subject) = (found, about);
                }
            }
            // A search that failed is not tried again before something changes.
            Some(Outcome::Lost) => self.subject = self.job.take().map(|(about, _)| about),
            None => {}
        }
        self.is_stale = self.subject.as_ref().is_none_or(|known| !known.is(&subject));
        if self.is_stale && self.job.is_none() {
            let (project, id) = (project.clone(), subject.document.id.clone());
            let annotators: Vec<AnnotatorId> = annotators.iter().map(|&id| id.clone()).collect();
            let job = Job::start("Checking".to_owned(), wake, move |_| find(&project, &id, &annotators));
            self.job = Some((subject, job));
        }
    }
}

fn find(project: &Project, document: &DocumentId, annotators: &[AnnotatorId]) -> Found {
    let shown = |id: &Option<AnnotatorId>| id.as_ref().is_none_or(|id| annotators.contains(id));
    let findings = check::run_on(project, document).into_iter().filter(|finding| shown(&finding.annotator));
    Found::new(findings.map(|finding| Problem { at: finding.range, message: finding.message }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(start: u32, end: u32) -> TextRange {
        TextRange::between(Offset::new(start), Offset::new(end))
    }

    fn found(ranges: &[(u32, u32)]) -> Found {
        let problem =
            |(n, &(start, end)): (usize, &(u32, u32))| Problem { at: Some(range(start, end)), message: n.to_string() };
        Found::new(ranges.iter().enumerate().map(problem).collect())
    }

    #[track_caller]
    fn check_marks(ranges: &[(u32, u32)], expected: &[(u32, u32)]) {
        let expected: Vec<TextRange> = expected.iter().map(|&(start, end)| range(start, end)).collect();
        assert_eq!(found(ranges).marks(), expected, "{ranges:?}");
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
            let mut ids: Vec<u32> = found.at(Offset::new(at)).map(|problem| problem.message.parse().unwrap()).collect();
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
        let whole = Problem { at: None, message: "whole".to_owned() };
        let there = Problem { at: Some(range(0, 2)), message: "there".to_owned() };
        let found = Found::new(vec![there.clone(), whole.clone()]);
        assert_eq!(found.all(), [whole, there.clone()]);
        assert_eq!(found.at(Offset::new(1)).collect::<Vec<_>>(), [&there]);
        assert_eq!(found.marks(), [range(0, 2)]);
    }
}
