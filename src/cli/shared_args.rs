//! Arguments that several commands have.

use crate::model::Timestamp;
use crate::text::Unit;
use clap::{Args, ValueEnum};

/// Which documents and whose sets.
#[derive(Debug, Args)]
pub(super) struct WhereArgs {
    /// Only what this annotator says (can be given several times).
    #[arg(long)]
    pub annotator: Vec<String>,
    /// Only this document: its id, a pattern of ids with * and ?, or its title (can be given several times).
    #[arg(long)]
    pub document: Vec<String>,
}

/// How much of a project.
#[derive(Debug, Args)]
pub(super) struct PickArgs {
    #[command(flatten)]
    pub place: WhereArgs,
    /// Only spans with this tag or one under it (can be given several times).
    #[arg(long)]
    pub tag: Vec<String>,
    /// Only sets in this state: new, in progress or finished (can be given several times).
    #[arg(long)]
    pub state: Vec<String>,
    /// Only documents with this value in a field, such as outlet=Wire (can be given several times).
    #[arg(long, value_name = "FIELD=VALUE")]
    pub meta: Vec<String>,
    /// Only documents of which a query is true, as search takes them, and of their spans only those that it asks for.
    #[arg(long, value_name = "QUERY")]
    pub filter: Option<String>,
}

impl PickArgs {
    /// What is picked, as it stands on the command line; that it is everything, where nothing is.
    pub(super) fn in_words(&self) -> String {
        let WhereArgs { annotator, document } = &self.place;
        let all = [
            ("annotator", annotator),
            ("document", document),
            ("tag", &self.tag),
            ("state", &self.state),
            ("meta", &self.meta),
        ];
        let said = all.into_iter().flat_map(|(name, words)| words.iter().map(move |word| format!("{name}: {word}")));
        let said: Vec<String> = said.chain(self.filter.iter().map(|query| format!("filter: {query}"))).collect();
        if said.is_empty() { "the whole project".to_owned() } else { said.join(", ") }
    }

    /// Whether nothing is picked, which is all.
    pub(super) fn is_empty(&self) -> bool {
        let WhereArgs { annotator, document } = &self.place;
        [annotator, document, &self.tag, &self.state, &self.meta].into_iter().all(Vec::is_empty)
            && self.filter.is_none()
    }
}

/// How the answer is given.
#[derive(Debug, Args)]
pub(super) struct AnswerArgs {
    /// Answer with one JSON document.
    #[arg(long)]
    pub json: bool,
}

/// What offsets count.
#[derive(Debug, Args)]
pub(super) struct UnitArgs {
    /// What offsets count: codepoint, byte or utf16.
    #[arg(long, value_enum, hide_possible_values = true)]
    unit: Option<UnitArg>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum UnitArg {
    Byte,
    Codepoint,
    Utf16,
}

impl UnitArgs {
    /// What offsets count.
    pub(super) fn unit(&self) -> Unit {
        self.given().unwrap_or_default()
    }

    /// What offsets count, if that was asked for.
    pub(super) fn given(&self) -> Option<Unit> {
        self.unit.map(|unit| match unit {
            UnitArg::Byte => Unit::Byte,
            UnitArg::Codepoint => Unit::CodePoint,
            UnitArg::Utf16 => Unit::Utf16,
        })
    }
}

/// What offsets count in files that are read.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum ReadUnitArg {
    Byte,
    Codepoint,
    Utf16,
    Grapheme,
}

/// Where ids and times come from.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct MadeArgs {
    /// A number that new ids are drawn from, so that they are the same every time.
    #[arg(long)]
    pub seed: Option<u64>,
    /// The time that new records get, such as 2026-03-01T10:02:11Z; now without it.
    #[arg(long, value_name = "TIME")]
    pub now: Option<Timestamp>,
}
