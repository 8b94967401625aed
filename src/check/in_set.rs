//! What the checks find in one set, kept so that an edit asks only for what it may have changed.

use super::Habits;
use super::finding::Finding;
use super::list::{CHECKS, Find, in_order};
use super::places::{Since, places};
use crate::model::{AnnotationSet, Project, SetKey};
use crate::text::{Offset, TextRange};
use imbl::Vector;
use std::cmp::Ordering;
use std::sync::Arc;

/// All that is found in one set, as of some state of it. A clone takes time with the findings about the set as a whole.
///
/// Without fixes, which may follow from more than the spans: those are what [`super::run`] says.
#[derive(Clone, Debug, Default)]
pub struct SetFindings {
    /// About the set as a whole.
    of_set: Vec<Arc<Finding>>,
    /// About spans, in order of where those begin.
    at_spans: Vector<Arc<Finding>>,
    /// By comparison with what the annotator does elsewhere, in order.
    by_habit: Vector<Arc<Finding>>,
}

/// How findings follow a change.
#[derive(Clone, Debug, Default)]
pub struct FindingsChange {
    /// Those that are no more.
    pub gone: Vec<Arc<Finding>>,
    /// Those that are new.
    pub come: Vec<Arc<Finding>>,
}

impl SetFindings {
    /// Looks at all of a set.
    pub fn of(project: &Project, key: &SetKey, set: &AnnotationSet) -> Self {
        let mut this = Self::default();
        this.follow(project, key, set, Some(EVERYWHERE));
        this
    }

    /// Looks again when nothing has changed but this set, and of its spans only those within a range: see
    /// [`crate::model::SpanSeq::changed_since`]. Takes time with the spans that begin there.
    pub fn follow(
        &mut self,
        project: &Project,
        key: &SetKey,
        set: &AnnotationSet,
        changed: Option<TextRange>,
    ) -> FindingsChange {
        let mut change = FindingsChange::default();
        let of_set = shared(about_set(project, key, set));
        if !of_set.iter().map(said).eq(self.of_set.iter().map(said)) {
            change.come.extend(of_set.iter().cloned());
            change.gone.extend(std::mem::replace(&mut self.of_set, of_set));
        }
        if let Some(range) = changed {
            let fresh = shared(about_spans(project, key, set, range));
            change.come.extend(fresh.iter().cloned());
            change.gone.extend(replace(&mut self.at_spans, range, &fresh));
        }
        change
    }

    /// Compares the set with what its annotator does elsewhere: where that may find something else than it did `since`, when
    /// nothing else has changed; without that, everywhere.
    pub fn follow_habits(
        &mut self,
        project: &Project,
        habits: &Habits,
        key: &SetKey,
        set: &AnnotationSet,
        since: Option<Since<'_>>,
    ) -> FindingsChange {
        let document = project.document(&key.document);
        let places = document.and_then(|document| places(&document.text, set, habits, since?));
        let mut change = FindingsChange::default();
        for place in places.unwrap_or_else(|| vec![EVERYWHERE]) {
            let fresh = shared(by_habit(project, habits, key, set, place));
            let old = replace(&mut self.by_habit, place, &fresh);
            tell_apart(&old, &fresh, &mut change);
        }
        change
    }

    /// All of them: those about the set as a whole, then those about spans, then those by habit.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Finding>> {
        self.of_set.iter().chain(&self.at_spans).chain(&self.by_habit)
    }
}

/// Puts fresh findings in place of those that begin in a range or at its end, and returns these.
fn replace(findings: &mut Vector<Arc<Finding>>, range: TextRange, fresh: &[Arc<Finding>]) -> Vector<Arc<Finding>> {
    let first = n_before(findings, |start| start < range.start());
    let behind = n_before(findings, |start| start <= range.end());
    if first == behind && fresh.is_empty() {
        return Vector::new();
    }
    let mut outdated = findings.split_off(first);
    let after = outdated.split_off(behind - first);
    findings.extend(fresh.iter().cloned());
    findings.append(after);
    outdated
}

/// What of old findings is gone and what of fresh ones has come. Both are in order.
fn tell_apart(old: &Vector<Arc<Finding>>, fresh: &[Arc<Finding>], change: &mut FindingsChange) {
    let (mut old, mut new) = (old.iter().peekable(), fresh.iter().peekable());
    loop {
        match (old.peek(), new.peek()) {
            (Some(before), Some(now)) => match said(before).cmp(&said(now)) {
                Ordering::Less => change.gone.extend(old.next().cloned()),
                Ordering::Greater => change.come.extend(new.next().cloned()),
                Ordering::Equal => drop((old.next(), new.next())),
            },
            (Some(_), None) => change.gone.extend(old.next().cloned()),
            (None, Some(_)) => change.come.extend(new.next().cloned()),
            (None, None) => break,
        }
    }
}

/// How many findings come before the first for whose start `is_before` does not hold.
fn n_before(findings: &Vector<Arc<Finding>>, is_before: impl Fn(Offset) -> bool) -> usize {
    let starts_before = |finding: &Arc<Finding>| finding.range.is_none_or(|range| is_before(range.start()));
    let side = |finding: &Arc<Finding>| if starts_before(finding) { Ordering::Less } else { Ordering::Greater };
    findings.binary_search_by(side).unwrap_or_else(|n| n)
}

fn said(finding: &Arc<Finding>) -> (Option<TextRange>, &str, &str) {
    (finding.range, finding.kind, &finding.message)
}

/// The range that every span begins in.
pub(super) const EVERYWHERE: TextRange = TextRange::up_to(Offset::new(u32::MAX));

/// What is found about a set as a whole.
pub(super) fn about_set(project: &Project, key: &SetKey, set: &AnnotationSet) -> Vec<Finding> {
    let found = CHECKS.iter().filter_map(|check| match check.find {
        Find::InSet(find) => Some(find(project, key, set)),
        Find::InProject(_) | Find::AmongSpans(_) | Find::ByHabit(_) => None,
    });
    found.flatten().collect()
}

/// What is found about the spans of a set that begin in a range or at its end.
pub(super) fn about_spans(project: &Project, key: &SetKey, set: &AnnotationSet, range: TextRange) -> Vec<Finding> {
    let found = CHECKS.iter().filter_map(|check| match check.find {
        Find::AmongSpans(find) => Some(find(project, key, set, range)),
        Find::InProject(_) | Find::InSet(_) | Find::ByHabit(_) => None,
    });
    found.flatten().collect()
}

/// What is found by comparing with what its annotator does elsewhere what of a set begins in a range or at its end.
pub(super) fn by_habit(
    project: &Project,
    habits: &Habits,
    key: &SetKey,
    set: &AnnotationSet,
    range: TextRange,
) -> Vec<Finding> {
    let found = CHECKS.iter().filter_map(|check| match check.find {
        Find::ByHabit(find) => Some(find(project, habits, key, set, range)),
        Find::InProject(_) | Find::InSet(_) | Find::AmongSpans(_) => None,
    });
    found.flatten().collect()
}

fn shared(mut findings: Vec<Finding>) -> Vec<Arc<Finding>> {
    findings.sort_by(|a, b| in_order(a, b).then_with(|| a.message.cmp(&b.message)));
    findings.into_iter().map(|finding| Arc::new(Finding { fix: None, ..finding })).collect()
}
