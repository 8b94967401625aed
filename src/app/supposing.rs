//! What agreement would be if something were otherwise, tried beside the window and ranked by what it gains.

use super::jobs::{Job, Outcome, Progress};
use super::reviewing::Asked;
use crate::agreement::{Measure, Study, Supposed, Undefined, what_if};
use crate::model::{AnnotatorId, LayerId, Project, TagId};
use crate::review::{Confused, ProjectStudy};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// How many pairs of tags are tried: those that are taken for each other most.
const MERGED: usize = 8;
/// How many words boundaries may be apart in the attempts.
const WITHIN: [usize; 3] = [1, 2, 3];

/// Something that could be otherwise, in the project's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Otherwise {
    /// Two tags were one.
    Merged(TagId, TagId),
    /// Somebody had not taken part.
    Without(AnnotatorId),
    /// Boundaries so many words apart were the same.
    Within(usize),
}

/// What came of trying.
#[derive(Clone, Debug)]
pub struct Tried {
    /// Strict F1 as it is.
    pub now: Result<f64, Undefined>,
    /// What it would be, the largest gain first.
    pub found: Vec<(Otherwise, Result<f64, Undefined>, Option<f64>)>,
}

/// Trying, and what came of it last.
#[derive(Default)]
pub struct Supposing {
    job: Option<Job<Option<Tried>>>,
    known: Option<(u64, Tried)>,
    of: u64,
}

impl Supposing {
    /// Begins to try what could be otherwise in what is asked of a project, whose figures are of this version.
    pub fn begin(
        &mut self,
        version: u64,
        (project, asked): (Project, Asked),
        confusions: &BTreeMap<Confused, usize>,
        wake: impl Fn() + Send + 'static,
    ) {
        let mut pairs: Vec<(usize, TagId, TagId)> = confusions
            .iter()
            .filter_map(|((one, other), n)| Some((*n, one.clone()?, other.clone()?)))
            .filter(|(_, one, other)| one != other)
            .collect();
        pairs.sort_by_key(|(n, ..)| Reverse(*n));
        pairs.truncate(MERGED);
        self.of = version;
        let label = "Trying what could be otherwise".to_owned();
        self.job = Some(Job::start(label, wake, move |progress| {
            tried(&asked.part_of(&project), asked.layer.clone(), &pairs, progress)
        }));
    }

    /// Takes what has come of it.
    pub fn poll(&mut self) {
        let Some(job) = &self.job else { return };
        match job.poll() {
            Outcome::Running => {}
            Outcome::Done(tried) => {
                self.known = tried.map(|tried| (self.of, tried)).or(self.known.take());
                self.job = None;
            }
            Outcome::Lost => self.job = None,
        }
    }

    /// What came of it, and whether that is of the figures as they are.
    pub fn known(&self, version: u64) -> Option<(&Tried, bool)> {
        self.known.as_ref().map(|(of, tried)| (tried, *of == version))
    }

    /// What is being tried, to be stopped.
    pub fn progress(&self) -> Option<&Progress> {
        self.job.as_ref().map(|job| &job.progress)
    }
}

fn tried(
    project: &Project,
    layer: Option<LayerId>,
    pairs: &[(usize, TagId, TagId)],
    progress: &Progress,
) -> Option<Tried> {
    let of_project = ProjectStudy::of_layer(project, layer);
    let n_annotators = of_project.annotators().len();
    let documents = of_project.documents().iter().filter_map(|id| of_project.document(project, id)).collect();
    let study = Study { n_annotators, documents };
    let number = |tag: &TagId| of_project.tags().iter().position(|other| other == tag).map(|at| at as u32);
    let merged = pairs.iter().filter_map(|(_, one, other)| Some(Supposed::Merged(number(one)?, number(other)?)));
    let without = (0..n_annotators).filter(|_| n_annotators > 2).map(Supposed::Without);
    let all: Vec<Supposed> = merged.chain(without).chain(WITHIN.map(Supposed::Within)).collect();
    let (now, found) = what_if(&study, Measure::StrictF1, &all, &|| !progress.is_stopped())?;
    let tag = |at: u32| of_project.tags().get(at as usize).cloned();
    let told = |supposed: Supposed| match supposed {
        Supposed::Merged(one, other) => Some(Otherwise::Merged(tag(one)?, tag(other)?)),
        Supposed::Without(who) => of_project.annotators().get(who).cloned().map(Otherwise::Without),
        Supposed::Within(n) => Some(Otherwise::Within(n)),
    };
    let found = found.into_iter().filter_map(|it| Some((told(it.supposed)?, it.value, it.gain))).collect();
    Some(Tried { now, found })
}
