//! What can be asked of a project's spans: for each question its table, its picture, and the query that finds the passages behind
//! each figure. Window and command line ask alike.

mod answer;
mod queries;
mod tags;
mod said;
mod pace;
mod file;

pub use answer::{Answer, Drawn, Picture};
pub use file::{AnswersOf, answers_file, rows_as_objects};
pub use queries::{dimension, name_of, within_named};

use crate::model::{Calendar, Project, TagId};
use crate::stats::{By, Scope, TooLarge, Variants, Within};
use std::num::NonZeroU32;

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// How many spans there are by one dimension, of how much text.
    Counts(By),
    /// How many by two.
    Crossed(By, By),
    /// How often each tag is used over time.
    OverTime(Calendar),
    /// Which tags stand together, and how that is drawn.
    Together(Within, Shape),
    /// Which lie over each other.
    Overlaps,
    /// Which follows which.
    Sequences,
    /// How evenly tags are spread over documents.
    Spread,
    /// Where in the texts tags stand.
    Places,
    /// What spans of a tag say, or all.
    Strings(Option<TagId>, Variants),
    /// Which words stand within so many of a tag's spans, or of any.
    Collocates(Option<TagId>, NonZeroU32),
    /// How long spans are.
    Lengths,
    /// What sets some documents apart from the others.
    Keyness(KeyOf),
    /// How many new strings each document brings.
    Saturation,
    /// How fast is labeled.
    Pace,
}

/// How is drawn what stands together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shape {
    /// As a net, whose threads are as thick as tags stand together often.
    #[default]
    Net,
    /// As a matrix of all tags by all.
    Matrix,
}

impl Shape {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Net, Self::Matrix];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Net => "net",
            Self::Matrix => "matrix",
        }
    }
}

/// What sets documents apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyOf {
    /// Tags.
    #[default]
    Tags,
    /// The strings that spans cover.
    Strings,
    /// The words of the texts.
    Words,
}

impl KeyOf {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Tags, Self::Strings, Self::Words];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Tags => "tags",
            Self::Strings => "strings",
            Self::Words => "words",
        }
    }
}

/// Names of the questions, as the command line has them.
const NAMES: [&str; 14] = [
    "counts",
    "crossed",
    "time",
    "together",
    "overlaps",
    "sequences",
    "spread",
    "places",
    "strings",
    "collocates",
    "lengths",
    "keyness",
    "saturation",
    "pace",
];

impl Ask {
    /// The names of all questions.
    pub const fn names() -> [&'static str; NAMES.len()] {
        NAMES
    }

    /// Answers it for what is in scope. `others` is what the documents in scope are held against, where the question needs that:
    /// a part of the same project.
    pub fn answer(&self, project: &Project, scope: &Scope, others: (&Project, &Scope)) -> Result<Answer, TooLarge> {
        Ok(match self {
            Self::Counts(by) => tags::counts(project, scope, by),
            Self::Crossed(rows, columns) => tags::crossed(project, scope, rows, columns)?,
            Self::OverTime(calendar) => tags::over_time(project, scope, *calendar)?,
            Self::Together(within, shape) => tags::together(project, scope, *within, *shape),
            Self::Overlaps => tags::overlaps(project, scope),
            Self::Sequences => tags::sequences(project, scope),
            Self::Spread => tags::spread(project, scope),
            Self::Places => said::places(project, scope),
            Self::Strings(tag, variants) => said::strings(project, scope, tag.as_ref(), *variants),
            Self::Collocates(tag, words) => said::near(project, scope, tag.as_ref(), *words),
            Self::Lengths => said::lengths(project, scope),
            Self::Keyness(of) => said::keyness(project, scope, *of, others),
            Self::Saturation => said::fresh(project, scope),
            Self::Pace => pace::pace(project, scope),
        })
    }
}
