//! How far people agree, as the review shows it: point values with every edit, intervals as soon as they are reckoned.

use super::jobs::{Job, Outcome};
use crate::agreement::{
    Figure, Key, Measure, Measured, Names, Resampling, Spread, Tallies, Who, intervals, pairs, rating_measures,
};
use crate::model::{AnnotatorId, DocumentId, Project, TagId};
use crate::report::AgreementLine;
use crate::review::{ProjectStudy, ratings_of, shown_name};

/// The measures that are shown of ratings.
const RATED: [&str; 4] =
    ["observed_agreement", "observed_agreement_item_mean", "krippendorff_alpha_nominal", "gwet_ac1"];

/// How many documents are listed as the hardest.
const HARDEST: usize = 20;

/// The figures of a project, as they are without intervals.
#[derive(Clone, Debug, Default)]
pub struct Agreed {
    /// The measures that are shown first.
    pub headline: Vec<Figure>,
    /// Each tag that somebody used, with strict F1 and |u|α of it.
    pub tags: Vec<(TagId, Figure, Figure)>,
    /// Whose sets are compared.
    pub annotators: Vec<AnnotatorId>,
    /// Strict F1 of each pair, by their numbers.
    pub pairs: Vec<(usize, usize, Figure)>,
    /// The documents with the least strict F1, that first.
    pub hardest: Vec<(DocumentId, Figure)>,
    /// What is said of documents as a whole and beside tags, each with its name and how many items two people rated.
    pub rated: Vec<(String, usize, Vec<Measured>)>,
    tallies: Tallies,
    /// What annotators and tags are called in the names of figures.
    names: (Vec<String>, Vec<String>),
}

impl Agreed {
    /// The figures of a project and its study.
    pub fn of(project: &Project, study: &ProjectStudy) -> Self {
        let (sum, tallies) = (study.tallies().sum(), study.tallies());
        let figure = |key: Key| sum.figure(key);
        let headline = Measure::shown().filter_map(|measure| figure(Key::new(measure, Who::Everybody))).collect();
        let of_tag = |tag: u32| {
            let id = study.tags().get(tag as usize)?.clone();
            let strict = figure(Key::new(Measure::StrictF1, Who::Everybody).of_tag(tag))?;
            Some((id, strict, figure(Key::new(Measure::BinaryUAlpha, Who::Everybody).of_tag(tag))?))
        };
        let of_pair = |(one, other): (usize, usize)| {
            Some((one, other, figure(Key::new(Measure::StrictF1, Who::Pair(one, other)))?))
        };
        let strict = Key::new(Measure::StrictF1, Who::Everybody);
        let mut values: Vec<(usize, f64)> =
            (0..study.documents().len()).filter_map(|at| Some((at, tallies.sum_of(at).value(strict)?.ok()?))).collect();
        values.sort_by(|(_, one), (_, other)| one.total_cmp(other));
        let of_document =
            |(at, _): (usize, f64)| Some((study.documents().get(at)?.clone(), tallies.sum_of(at).figure(strict)?));
        let rated = ratings_of(project).into_iter().map(|rated| {
            let measured = rating_measures(&rated.ratings);
            let measured = measured.into_iter().filter(|it| RATED.contains(&it.measure)).collect();
            (rated.name, rated.ratings.n_rated_twice(), measured)
        });
        Self {
            rated: rated.collect(),
            headline,
            tags: sum.tags().into_iter().filter_map(of_tag).collect(),
            annotators: study.annotators().to_vec(),
            pairs: pairs(study.annotators().len()).filter_map(of_pair).collect(),
            hardest: values.into_iter().take(HARDEST).filter_map(of_document).collect(),
            tallies: tallies.clone(),
            names: (annotators_shown(project, study), study.names().tags.to_vec()),
        }
    }

    /// All figures as lines of a report, with what is known of their spread.
    pub fn lines(&self, spread: impl Fn(Key) -> Option<Spread>) -> Vec<AgreementLine> {
        let names = Names { annotators: &self.names.0, tags: &self.names.1 };
        let line = |figure: &Figure| AgreementLine::of_figure(figure, figure.key.name(names), spread(figure.key));
        let pairs = self.pairs.iter().filter(|_| self.annotators.len() > 2).map(|(.., figure)| figure);
        let tags = self.tags.iter().flat_map(|(_, strict, unitizing)| [strict, unitizing]);
        let mut lines: Vec<AgreementLine> = self.headline.iter().chain(pairs).chain(tags).map(line).collect();
        for (name, n_items, measured) in &self.rated {
            let line = |it: &Measured| {
                AgreementLine::of_ratings(it, format!("{}#{name}", it.measure), *n_items, self.annotators.len())
            };
            lines.extend(measured.iter().map(line));
        }
        lines
    }

    /// The figures that have intervals.
    fn keys(&self) -> Vec<Key> {
        let tags = self.tags.iter().map(|(_, strict, _)| strict.key);
        self.headline.iter().map(|figure| figure.key).chain(tags).collect()
    }
}

/// What people are called in the names of figures: by their ids once names are shown, and by letters before.
fn annotators_shown(project: &Project, study: &ProjectStudy) -> Vec<String> {
    let name = |id: &AnnotatorId| {
        if project.workflow.names_are_shown { id.to_string() } else { shown_name(project, id) }
    };
    study.annotators().iter().map(name).collect()
}

/// The intervals of the figures, reckoned beside the window.
#[derive(Default)]
pub struct Intervals {
    job: Option<(u64, Job<Option<Reckoned>>)>,
    known: Option<(u64, Reckoned)>,
}

/// Figures with what resampling says of them.
type Reckoned = Vec<(Key, Option<Spread>)>;

impl Intervals {
    /// Reckons the intervals of figures of a version, unless that is done or being done.
    pub fn follow(&mut self, version: u64, agreed: &Agreed, wake: impl Fn() + Send + 'static) {
        if let Some((of, job)) = &self.job {
            match job.poll() {
                Outcome::Running => {
                    if *of != version {
                        // What comes of it would be old.
                        job.progress.stop();
                    }
                }
                Outcome::Done(reckoned) => {
                    self.known = reckoned.map(|reckoned| (*of, reckoned)).or(self.known.take());
                    self.job = None;
                }
                Outcome::Lost => self.job = None,
            }
        }
        let is_known = self.known.as_ref().is_some_and(|(of, _)| *of == version);
        if self.job.is_none() && !is_known {
            let (tallies, keys, n) = (agreed.tallies.clone(), agreed.keys(), agreed.annotators.len());
            let label = "Reckoning intervals".to_owned();
            let job = Job::start(label, wake, move |progress| {
                let go_on = || !progress.is_stopped();
                let spreads = intervals(n, tallies.documents(), &keys, Resampling::default(), &go_on)?;
                Some(keys.into_iter().zip(spreads).collect())
            });
            self.job = Some((version, job));
        }
    }

    /// What is known of a figure's spread, and whether it is of this version.
    pub fn of(&self, key: Key, version: u64) -> Option<(Spread, bool)> {
        let (of, reckoned) = self.known.as_ref()?;
        let spread = reckoned.iter().find(|(other, _)| *other == key).and_then(|(_, spread)| *spread)?;
        Some((spread, *of == version))
    }

    /// Whether they are being reckoned.
    pub fn is_reckoning(&self) -> bool {
        self.job.is_some()
    }
}
