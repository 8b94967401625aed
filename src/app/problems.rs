//! What the checks find in the open document: looked for beside the window whenever its sets change.

use super::jobs::{Job, Outcome, Progress};
use crate::check::{Finding, FindingsChange, Habits, SetFindings, Since, fix_of};
use crate::edit::Command;
use crate::model::{AnnotationSet, AnnotatorId, Codebook, Document, DocumentId, Project, SetKey, SpanSeq};
use crate::text::{Offset, Regions, Text, TextRange};
use imbl::Vector;
use std::cmp::Ordering;
use std::collections::BTreeMap;
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

    /// The command that would set it right, if one does as things are.
    pub fn fix(&self, project: &Project) -> Option<Command> {
        fix_of(project, &self.0)
    }
}

/// The same thing at the same place, even when it was found anew.
impl PartialEq for Problem {
    fn eq(&self, other: &Self) -> bool {
        (self.at(), self.0.kind, self.message()) == (other.at(), other.0.kind, other.message())
    }
}

/// What was found, in order: what is about the whole document, then place by place. A clone copies pointers, and a
/// change takes time with the logarithm of what was found.
#[derive(Clone, Debug, Default)]
pub struct Found {
    problems: Vector<Problem>,
    /// Where those are that have a place.
    places: Vector<TextRange>,
    /// Those with a place once more, by how many binary digits their length has: those that reach over a place then begin
    /// no further before it than they can be long.
    by_length: BTreeMap<u32, Vector<Problem>>,
}

impl Found {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.problems.len()
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    /// The one with this number in order.
    pub fn nth(&self, number: usize) -> Option<&Problem> {
        self.problems.get(number)
    }

    /// How many come before the first for whose place `is_before` does not hold.
    pub fn n_before(&self, is_before: impl Fn(Option<TextRange>) -> bool) -> usize {
        n_before(&self.problems, is_before)
    }

    /// The number of a problem.
    pub fn number_of(&self, problem: &Problem) -> Option<usize> {
        number_of(&self.problems, problem)
    }

    /// Where they are, in order of where they begin.
    pub fn places(&self) -> &Vector<TextRange> {
        &self.places
    }

    /// The problems that a place is part of, or touches when they have no characters; short ones before long ones.
    pub fn at(&self, at: Offset) -> impl Iterator<Item = &Problem> {
        let near = self.by_length.iter().flat_map(move |(&digits, problems)| {
            let longest = 1_u64 << digits;
            let first = Offset::new(u64::from(at.get()).saturating_sub(longest) as u32);
            let begin = n_before(problems, |place| place.is_none_or(|range| range.start() < first));
            let end = n_before(problems, |place| place.is_none_or(|range| range.start() <= at));
            (begin..end).filter_map(|n| problems.get(n))
        });
        near.filter(move |problem| {
            problem.at().is_some_and(|range| range.touches(at) && (range.is_empty() || at < range.end()))
        })
    }

    fn follow(&mut self, change: FindingsChange) {
        if self.is_empty() {
            // One after the other they would be put in their places a hundred times slower.
            let mut problems: Vec<Problem> = change.come.into_iter().map(Problem).collect();
            problems.sort_by_key(Problem::at);
            self.places = problems.iter().filter_map(Problem::at).collect();
            for problem in &problems {
                if let Some(place) = problem.at() {
                    self.by_length.entry(n_digits(place)).or_default().push_back(problem.clone());
                }
            }
            self.problems = problems.into();
            return;
        }
        for problem in change.gone.into_iter().map(Problem) {
            let Some(number) = self.number_of(&problem) else { continue };
            if let Some(place) = problem.at() {
                self.places.remove(number - self.n_placeless());
                let alike = self.by_length.entry(n_digits(place)).or_default();
                number_of(alike, &problem).map(|number| alike.remove(number));
            }
            self.problems.remove(number);
        }
        for problem in change.come.into_iter().map(Problem) {
            let number = self.n_before(|at| at <= problem.at());
            if let Some(place) = problem.at() {
                self.places.insert(number - self.n_placeless(), place);
                let alike = self.by_length.entry(n_digits(place)).or_default();
                alike.insert(n_before(alike, |at| at <= problem.at()), problem.clone());
            }
            self.problems.insert(number, problem);
        }
    }

    /// How many are about the whole document.
    fn n_placeless(&self) -> usize {
        self.problems.len() - self.places.len()
    }
}

/// How many problems, which are in order, come before the first for whose place `is_before` does not hold.
fn n_before(problems: &Vector<Problem>, is_before: impl Fn(Option<TextRange>) -> bool) -> usize {
    let side = |problem: &Problem| if is_before(problem.at()) { Ordering::Less } else { Ordering::Greater };
    problems.binary_search_by(side).unwrap_or_else(|n| n)
}

/// The number of a problem among others.
fn number_of(problems: &Vector<Problem>, problem: &Problem) -> Option<usize> {
    let first = n_before(problems, |at| at < problem.at());
    let from = (first..).map_while(|n| Some((n, problems.get(n)?)));
    from.take_while(|(_, it)| it.at() == problem.at()).find(|(_, it)| *it == problem).map(|(n, _)| n)
}

/// How many binary digits a place's length has.
fn n_digits(place: TextRange) -> u32 {
    u32::BITS - place.len().leading_zeros()
}

/// All that the findings follow from.
#[derive(Clone)]
struct Subject {
    document: DocumentId,
    text: Text,
    excluded: Regions,
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
        let id = document.clone();
        let Document { text, excluded, .. } = &**project.document(document)?;
        let (text, excluded, codebook) = (text.clone(), excluded.clone(), Arc::clone(&project.codebook));
        Some(Self { document: id, text, excluded, codebook, sets })
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

    fn has_same_rules(&self, other: &Self) -> bool {
        self.document == other.document
            && self.text.same(&other.text)
            && self.excluded == other.excluded
            && Arc::ptr_eq(&self.codebook, &other.codebook)
    }

    /// Whether nothing but the spans of sets can have changed since.
    fn has_grown_from(&self, earlier: &Self) -> bool {
        let is_same = |(now, then): (&ShownSet, &ShownSet)| {
            now.annotator == then.annotator && (now.set.is_some() || then.set.is_none())
        };
        self.has_same_rules(earlier)
            && self.sets.len() == earlier.sets.len()
            && self.sets.iter().zip(&earlier.sets).all(is_same)
    }
}

/// What a search found, with what it found it in.
struct Answer {
    subject: Subject,
    /// Set by set, as the subject has them.
    by_set: Vec<SetFindings>,
    /// What the annotators do elsewhere, likewise.
    habits: Vec<Habits>,
    /// The project that all this follows from.
    project: Project,
    found: Found,
}

impl Answer {
    /// The habits of those whose sets are shown, in their order; those of others are to be found anew.
    fn habits_of(&self, subject: &Subject) -> Vec<Habits> {
        let of = |shown: &ShownSet| {
            let known = self.subject.sets.iter().zip(&self.habits).find(|(set, _)| set.annotator == shown.annotator);
            known.map(|(_, habits)| habits.clone()).unwrap_or_default()
        };
        subject.sets.iter().map(of).collect()
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
        let has_failed = self.failed.as_ref().is_some_and(|failed| failed.is(&subject));
        self.is_stale = !is_known && !has_failed;
        if self.is_stale && self.job.is_none() {
            let (project, about, earlier) = (project.clone(), subject.clone(), self.last.clone());
            let work = move |_: &Progress| Arc::new(find(project, about, earlier.as_deref()));
            self.job = Some((subject, Job::start("Checking".to_owned(), wake, work)));
        }
    }
}

/// Looks for all that is wrong; in sets that have been looked through before, where they have changed since.
fn find(project: Project, subject: Subject, earlier: Option<&Answer>) -> Answer {
    let known = earlier.filter(|earlier| subject.has_grown_from(&earlier.subject));
    let (mut by_set, mut found) = known.map(|known| (known.by_set.clone(), known.found.clone())).unwrap_or_default();
    let mut habits = earlier.map(|earlier| earlier.habits_of(&subject)).unwrap_or_default();
    by_set.resize_with(subject.sets.len(), SetFindings::default);
    habits.resize_with(subject.sets.len(), Habits::default);
    for (n, (shown, (findings, habits))) in subject.sets.iter().zip(by_set.iter_mut().zip(&mut habits)).enumerate() {
        let before = earlier.filter(|_| *habits != Habits::default()).map(|earlier| &earlier.project);
        let old_habits = habits.clone();
        let words = habits.follow(before, &project, &shown.annotator);
        let Some(set) = &shown.set else { continue };
        let key = SetKey { document: subject.document.clone(), annotator: shown.annotator.clone() };
        let old = known.and_then(|known| known.subject.sets.get(n)?.set.as_ref());
        let nothing = SpanSeq::default();
        let changed = set.spans.changed_since(old.map_or(&nothing, |old| &old.spans));
        found.follow(findings.follow(&project, &key, set, changed));
        let since = old.filter(|_| before.is_some()).map(|set| Since { habits: &old_habits, words: &words, set });
        found.follow(findings.follow_habits(&project, habits, &key, set, since));
    }
    Answer { subject, by_set, habits, project, found }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Severity;
    use proptest::prelude::*;

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

    fn found(problems: impl IntoIterator<Item = Problem>) -> Found {
        let mut found = Found::default();
        found.follow(FindingsChange { gone: Vec::new(), come: problems.into_iter().map(|it| it.0).collect() });
        found
    }

    fn all(found: &Found) -> Vec<&Problem> {
        (0..found.len()).filter_map(|n| found.nth(n)).collect()
    }

    #[test]
    fn a_place_has_the_problems_that_it_is_part_of() {
        let mut ranges: Vec<(u32, u32)> = (0..500).map(|n| (n * 10, n * 10 + 4)).collect();
        ranges.extend([(3, 4_000), (77, 77)]);
        let named = |(n, &(start, end)): (usize, &(u32, u32))| problem(Some(range(start, end)), &n.to_string());
        let found = found(ranges.iter().enumerate().map(named));
        let at = |at: u32| {
            let mut ids: Vec<u32> = found.at(Offset::new(at)).map(|it| it.message().parse().unwrap()).collect();
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
        let found = found([there.clone(), whole.clone()]);
        assert_eq!(all(&found), [&whole, &there]);
        assert_eq!(found.at(Offset::new(1)).collect::<Vec<_>>(), [&there]);
        assert_eq!(found.places(), &Vector::unit(range(0, 2)));
    }

    proptest! {
        /// After any changes, what is known is what would be known if it had been found at once.
        #[test]
        fn what_goes_and_comes_is_followed(
            steps in prop::collection::vec((prop::option::of((0u32..30, 0u32..5)), any::<bool>()), 0..80),
        ) {
            let mut known = Found::default();
            let mut expected: Vec<Problem> = Vec::new();
            for (n, (at, comes)) in steps.into_iter().enumerate() {
                let at = at.map(|(start, len)| range(start, start + len));
                let same = expected.iter().position(|it| it.at() == at).filter(|_| !comes);
                let mut change = FindingsChange::default();
                match same {
                    Some(same) => change.gone.push(expected.remove(same).0),
                    None => {
                        let new = problem(at, &n.to_string());
                        expected.push(new.clone());
                        change.come.push(new.0);
                    }
                }
                known.follow(change);
            }
            expected.sort_by_key(Problem::at);
            prop_assert_eq!(all(&known), expected.iter().collect::<Vec<_>>());
            let places: Vector<TextRange> = expected.iter().filter_map(Problem::at).collect();
            prop_assert_eq!(known.places(), &places);
            for (n, problem) in expected.iter().enumerate() {
                prop_assert_eq!(known.number_of(problem), Some(n));
            }
            for at in (0..40).map(Offset::new) {
                let here = |range: TextRange| range.touches(at) && (range.is_empty() || at < range.end());
                let mut found: Vec<&Problem> = known.at(at).collect();
                found.sort_by_key(|it| it.at());
                let there = expected.iter().filter(|it| it.at().is_some_and(here));
                prop_assert_eq!(found, there.collect::<Vec<_>>());
            }
        }
    }
}
