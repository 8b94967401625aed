//! How far people agree, as the review shows it: point values with every edit, intervals as soon as they are reckoned.

use super::jobs::{Job, Outcome};
use crate::agreement::{
    Figure, Key, Measure, Measured, Names, Resampling, Spread, Tallies, Who, intervals, pairs, rating_intervals,
    rating_measures,
};
use crate::model::{AnnotatorId, Calendar, DocumentId, Project, TagId};
use crate::report::AgreementLine;
use crate::review::{ProjectRatings, ProjectStudy, ratings_of, shown_name};
use std::sync::Arc;

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
    /// What is said of documents as a whole and beside tags.
    pub rated: Vec<RatedFigures>,
    /// Strict F1 by the stretch of time in which documents were marked, with the documents.
    pub periods: Vec<(String, Figure, Vec<usize>)>,
    /// How long these stretches are.
    pub calendar: Calendar,
    tallies: Tallies,
    /// What annotators and tags are called in the names of figures.
    names: (Vec<String>, Vec<String>),
}

/// What was rated, with the measures that are shown of it.
#[derive(Clone, Debug)]
pub struct RatedFigures {
    /// What people call it.
    pub name: String,
    /// How many items two people rated.
    pub n_items: usize,
    /// The figures, with their places among all.
    pub measured: Vec<(usize, Measured)>,
    ratings: Arc<ProjectRatings>,
}

/// The most stretches of time that are shown; where there are more, they are longer.
const PERIODS: usize = 16;

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
            let measured = rating_measures(&rated.ratings).into_iter().enumerate();
            RatedFigures {
                measured: measured.filter(|(_, it)| RATED.contains(&it.measure)).collect(),
                n_items: rated.ratings.n_rated_twice(),
                name: rated.name.clone(),
                ratings: Arc::new(rated),
            }
        });
        let (calendar, periods) = fitting(study);
        let of_period = |(name, documents): (String, Vec<usize>)| {
            Some((name, tallies.sum_of_some(&documents).figure(strict)?, documents))
        };
        Self {
            rated: rated.collect(),
            periods: periods.into_iter().filter_map(of_period).collect(),
            calendar,
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
    pub fn lines(&self, known: Option<&Reckoned>) -> Vec<AgreementLine> {
        let spread = |key: Key| known?.of(key);
        let names = Names { annotators: &self.names.0, tags: &self.names.1 };
        let line = |figure: &Figure| AgreementLine::of_figure(figure, figure.key.name(names), spread(figure.key));
        let pairs = self.pairs.iter().filter(|_| self.annotators.len() > 2).map(|(.., figure)| figure);
        let tags = self.tags.iter().flat_map(|(_, strict, unitizing)| [strict, unitizing]);
        let mut lines: Vec<AgreementLine> = self.headline.iter().chain(pairs).chain(tags).map(line).collect();
        lines.extend(self.periods.iter().map(|(period, figure, _)| {
            let name = format!("{}~{period}", figure.key.name(names));
            AgreementLine::of_figure(figure, name, known.and_then(|known| known.of_period(period)))
        }));
        for rated in &self.rated {
            let n = (rated.n_items, self.annotators.len());
            let spread = |at: usize| known?.of_rated(&rated.name, at);
            let line = |(at, it): &(usize, Measured)| {
                AgreementLine::of_ratings(it, format!("{}#{}", it.measure, rated.name), n, spread(*at))
            };
            lines.extend(rated.measured.iter().map(line));
        }
        lines
    }

    /// The figures that have intervals.
    fn keys(&self) -> Vec<Key> {
        let tags = self.tags.iter().map(|(_, strict, _)| strict.key);
        self.headline.iter().map(|figure| figure.key).chain(tags).collect()
    }
}

/// The shortest stretches of time of which there are not too many.
fn fitting(study: &ProjectStudy) -> (Calendar, Vec<(String, Vec<usize>)>) {
    let all = || Calendar::ALL.into_iter().map(|calendar| (calendar, study.periods(calendar)));
    all().find(|(_, periods)| periods.len() <= PERIODS).or_else(|| all().next_back()).unwrap_or_default()
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

/// What resampling says of figures.
#[derive(Default)]
pub struct Reckoned {
    figures: Vec<(Key, Option<Spread>)>,
    periods: Vec<(String, Option<Spread>)>,
    /// All figures of what was rated.
    rated: Vec<(String, Vec<Option<Spread>>)>,
}

impl Reckoned {
    fn of(&self, key: Key) -> Option<Spread> {
        self.figures.iter().find(|(other, _)| *other == key).and_then(|(_, spread)| *spread)
    }

    fn of_period(&self, period: &str) -> Option<Spread> {
        self.periods.iter().find(|(other, _)| other == period).and_then(|(_, spread)| *spread)
    }

    fn of_rated(&self, name: &str, at: usize) -> Option<Spread> {
        self.rated.iter().find(|(other, _)| other == name).and_then(|(_, spreads)| spreads.get(at).copied().flatten())
    }
}

/// Reckons the intervals of all figures, or as far as `go_on` lets it.
fn reckon(agreed: &Agreed, go_on: &(dyn Fn() -> bool + Sync)) -> Option<Reckoned> {
    let (n, resampling) = (agreed.annotators.len(), Resampling::default());
    let keys = agreed.keys();
    let spreads = intervals(n, agreed.tallies.documents(), &keys, resampling, go_on)?;
    let mut reckoned = Reckoned { figures: keys.into_iter().zip(spreads).collect(), ..Reckoned::default() };
    for (period, figure, documents) in &agreed.periods {
        let spreads = intervals(n, &agreed.tallies.some(documents), &[figure.key], resampling, go_on)?;
        reckoned.periods.push((period.clone(), spreads.into_iter().next().flatten()));
    }
    for rated in &agreed.rated {
        let spreads = rating_intervals(&rated.ratings.ratings, &rated.ratings.documents, resampling, go_on)?;
        reckoned.rated.push((rated.name.clone(), spreads));
    }
    Some(reckoned)
}

impl Intervals {
    /// Reckons the intervals of figures of a version, unless that is done or being done.
    pub fn follow(&mut self, version: u64, agreed: &Arc<Agreed>, wake: impl Fn() + Send + 'static) {
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
            let agreed = Arc::clone(agreed);
            let label = "Reckoning intervals".to_owned();
            let job = Job::start(label, wake, move |progress| reckon(&agreed, &|| !progress.is_stopped()));
            self.job = Some((version, job));
        }
    }

    /// What is known of a figure's spread, and whether it is of this version.
    pub fn of(&self, key: Key, version: u64) -> Option<(Spread, bool)> {
        let (of, reckoned) = self.known.as_ref()?;
        Some((reckoned.of(key)?, *of == version))
    }

    /// The same of a stretch of time.
    pub fn of_period(&self, period: &str, version: u64) -> Option<(Spread, bool)> {
        let (of, reckoned) = self.known.as_ref()?;
        Some((reckoned.of_period(period)?, *of == version))
    }

    /// The same of what was rated: of its figure at a place among all.
    pub fn of_rated(&self, name: &str, at: usize, version: u64) -> Option<(Spread, bool)> {
        let (of, reckoned) = self.known.as_ref()?;
        Some((reckoned.of_rated(name, at)?, *of == version))
    }

    /// What is known of a version, if that is what is known.
    pub fn of_version(&self, version: u64) -> Option<&Reckoned> {
        self.known.as_ref().filter(|(of, _)| *of == version).map(|(_, reckoned)| reckoned)
    }

    /// Whether they are being reckoned.
    pub fn is_reckoning(&self) -> bool {
        self.job.is_some()
    }
}
