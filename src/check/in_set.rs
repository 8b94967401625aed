//! What the checks find in one set, kept so that an edit asks only for what it may have changed.

use super::finding::Finding;
use super::list::{CHECKS, Find, in_order};
use crate::model::{AnnotationSet, Project, SetKey};
use crate::text::{Offset, TextRange};
use std::sync::Arc;

/// All that is found in one set, as of some state of it. Without fixes, which may follow from more than the spans: those
/// are what [`super::run`] says.
#[derive(Clone, Debug, Default)]
pub struct SetFindings {
    /// About the set as a whole.
    of_set: Vec<Arc<Finding>>,
    /// About spans, in order of where those begin.
    at_spans: Vec<Arc<Finding>>,
}

impl SetFindings {
    /// Looks at all of a set.
    pub fn of(project: &Project, key: &SetKey, set: &AnnotationSet) -> Self {
        Self::default().after_change(project, key, set, Some(EVERYWHERE))
    }

    /// What is found when nothing has changed but this set, and of its spans only those within a range: see
    /// [`crate::model::SpanSeq::changed_since`]. Takes time with the spans that begin there, and with what is found.
    pub fn after_change(
        &self,
        project: &Project,
        key: &SetKey,
        set: &AnnotationSet,
        changed: Option<TextRange>,
    ) -> Self {
        let of_set = shared(about_set(project, key, set));
        let at_spans = match changed {
            None => self.at_spans.clone(),
            Some(range) => self.with_fresh(shared(about_spans(project, key, set, range)), range),
        };
        Self { of_set, at_spans }
    }

    /// The findings about spans, with fresh ones for those spans that begin in a range.
    fn with_fresh(&self, fresh: Vec<Arc<Finding>>, changed: TextRange) -> Vec<Arc<Finding>> {
        let start = |finding: &Arc<Finding>| finding.range.map(TextRange::start);
        let first = self.at_spans.partition_point(|finding| start(finding) < Some(changed.start()));
        let (before, rest) = self.at_spans.split_at(first);
        let n_outdated = rest.partition_point(|finding| start(finding) <= Some(changed.end()));
        let after = rest.get(n_outdated..).unwrap_or_default();
        before.iter().cloned().chain(fresh).chain(after.iter().cloned()).collect()
    }

    /// All of them: those about the set as a whole, then those about spans.
    pub fn iter(&self) -> impl Iterator<Item = &Arc<Finding>> {
        self.of_set.iter().chain(&self.at_spans)
    }
}

/// The range that every span begins in.
pub(super) const EVERYWHERE: TextRange = TextRange::up_to(Offset::new(u32::MAX));

/// What is found about a set as a whole.
pub(super) fn about_set(project: &Project, key: &SetKey, set: &AnnotationSet) -> Vec<Finding> {
    let found = CHECKS.iter().filter_map(|check| match check.find {
        Find::InSet(find) => Some(find(project, key, set)),
        Find::InProject(_) | Find::AmongSpans(_) => None,
    });
    found.flatten().collect()
}

/// What is found about the spans of a set that begin in a range or at its end.
pub(super) fn about_spans(project: &Project, key: &SetKey, set: &AnnotationSet, range: TextRange) -> Vec<Finding> {
    let found = CHECKS.iter().filter_map(|check| match check.find {
        Find::AmongSpans(find) => Some(find(project, key, set, range)),
        Find::InProject(_) | Find::InSet(_) => None,
    });
    found.flatten().collect()
}

fn shared(mut findings: Vec<Finding>) -> Vec<Arc<Finding>> {
    findings.sort_by(in_order);
    findings.into_iter().map(|finding| Arc::new(Finding { fix: None, ..finding })).collect()
}
