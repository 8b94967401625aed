//! Gamma, which is reckoned when it is asked for, beside the window.

use super::jobs::{Job, Outcome, Progress};
use super::reviewing::Asked;
use crate::agreement::{Gamma, GammaSettings, Study};
use crate::model::{LayerId, Project};
use crate::report::{AgreementLine, gamma_lines};
use crate::review::ProjectStudy;

/// Gamma as it was reckoned last, and how far it is now.
#[derive(Default)]
pub struct DrawingGamma {
    job: Option<Job<Option<Vec<AgreementLine>>>>,
    known: Option<(u64, Vec<AgreementLine>)>,
    of: u64,
}

impl DrawingGamma {
    /// Begins to reckon gamma of what is asked of a project, whose figures are of this version.
    pub fn begin(&mut self, version: u64, project: Project, asked: Asked, wake: impl Fn() + Send + 'static) {
        self.of = version;
        let label = "Reckoning gamma".to_owned();
        self.job = Some(Job::start(label, wake, move |progress| {
            reckoned(&asked.part_of(&project), asked.layer.clone(), progress)
        }));
    }

    /// Takes what has come of it.
    pub fn poll(&mut self) {
        let Some(job) = &self.job else { return };
        match job.poll() {
            Outcome::Running => {}
            Outcome::Done(lines) => {
                self.known = lines.map(|lines| (self.of, lines)).or(self.known.take());
                self.job = None;
            }
            Outcome::Lost => self.job = None,
        }
    }

    /// What came of it, and whether that is of the figures as they are.
    pub fn known(&self, version: u64) -> Option<(&[AgreementLine], bool)> {
        self.known.as_ref().map(|(of, lines)| (lines.as_slice(), *of == version))
    }

    /// What is being reckoned, to be stopped.
    pub fn progress(&self) -> Option<&Progress> {
        self.job.as_ref().map(|job| &job.progress)
    }
}

/// The figures; nothing when it was stopped.
fn reckoned(project: &Project, layer: Option<LayerId>, progress: &Progress) -> Option<Vec<AgreementLine>> {
    let of_project = ProjectStudy::of_layer(project, layer);
    let documents = of_project.documents().iter().filter_map(|id| of_project.document(project, id)).collect();
    let study = Study { n_annotators: of_project.annotators().len(), documents };
    let gamma = Gamma::of(&study, GammaSettings::default(), &|| !progress.is_stopped());
    (!progress.is_stopped()).then(|| gamma_lines(&gamma, &[], false))
}
