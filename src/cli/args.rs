//! What can be written on the command line.

use super::shared_args::{AnswerArgs, MadeArgs, PickArgs, ReadUnitArg, UnitArgs, WhereArgs};
use crate::agreement::Level;
use crate::corpus::Shares;
use crate::formats::{OverlapPolicy, TagScheme, WriteOptions};
use crate::model::{Calendar, Timestamp};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// A workbench for labeling text, and for knowing how far the labels can be trusted.
///
/// Without a command it opens the window: on a project folder, on text files, which go into a new project, or on the
/// project that was left.
#[derive(Debug, Parser)]
#[command(name = "glossator", version, args_conflicts_with_subcommands = true)]
pub(super) struct CommandLine {
    /// A project folder or text files to open in the window.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// What draws the window: auto, glow (OpenGL) or wgpu.
    #[arg(long, value_enum, default_value_t, hide_possible_values = true)]
    pub renderer: Renderer,
    #[command(subcommand)]
    pub command: Option<CommandArgs>,
}

/// What draws the window.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub enum Renderer {
    /// OpenGL, and wgpu where OpenGL fails.
    #[default]
    Auto,
    /// OpenGL.
    Glow,
    /// Vulkan, Metal or DirectX by wgpu.
    Wgpu,
}

#[derive(Debug, Subcommand)]
pub(super) enum CommandArgs {
    /// Make a new project.
    New(NewArgs),
    /// Bring texts and annotations into a project.
    Import(ImportArgs),
    /// Show what is said about a document.
    Show(ShowArgs),
    /// Count spans, and ask what the tags say.
    Stats(StatsArgs),
    /// Find where words, tags or both stand together, in their context.
    ///
    /// Such as: tag:claim near/5 ceasefire, or tag:person within tag:quotation outlet:Wire. Ends with 1 when nothing is found.
    Search(SearchArgs),
    /// List the queries that have names, or give one a name.
    ///
    /// As filter:NAME such a query stands in others, and in --filter.
    Filters(FiltersArgs),
    /// Look for what is wrong in a project.
    Check(CheckArgs),
    /// Write the codebook as a page to be read and printed, or as a file of REFI-QDA.
    Codebook(CodebookArgs),
    /// Write a project's documents and annotations in another format.
    Export(ExportArgs),
    /// Turn files of one format into files of another, without a project.
    Convert(ConvertArgs),
    /// Write a project, or what some people say in it, as one file to be sent; import takes it in.
    Pack(PackArgs),
    /// Measure how far people agree, in a project or over a table of items by raters.
    Agreement(AgreementArgs),
    /// Merge two versions of a project, or of one of its files, that come from one.
    Merge(MergeArgs),
    /// Show what differs between two projects, or two versions of a file.
    ///
    /// Ends with 0 when nothing differs, and with 1 when something does.
    #[command(override_usage = "glossator diff [OPTIONS] <A> <B>")]
    Diff(DiffArgs),
    /// Have git merge and compare a project's files by their records.
    SetupGit(SetupGitArgs),
    /// List what is read and written, and what each format carries.
    Formats(FormatsArgs),
}

#[derive(Debug, Args)]
pub(super) struct NewArgs {
    /// The folder of the new project; it must be empty or not there yet.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// What the project is called; the folder's name without it.
    #[arg(long)]
    pub name: Option<String>,
    /// A codebook file, or one that comes with the program: news-entities, claims-evidence, framing-stance.
    #[arg(long, value_name = "FILE.ron|NAME", default_value = "news-entities")]
    pub codebook: String,
    #[command(flatten)]
    pub made: MadeArgs,
    #[command(flatten)]
    pub answer: AnswerArgs,
}

#[derive(Debug, Args)]
pub(super) struct ImportArgs {
    /// The project's folder.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Files, folders with such files anywhere below them, or - for standard input.
    #[arg(value_name = "PATH", required = true)]
    pub paths: Vec<PathBuf>,
    /// The format of the files; found by their names and how they begin without it.
    #[arg(long)]
    pub format: Option<String>,
    /// Whose all sets are; without it those that the files name, else yours.
    #[arg(long)]
    pub annotator: Option<String>,
    #[command(flatten)]
    pub read: ReadArgs,
    /// What offsets count, in formats that can be told: codepoint, byte, utf16, or grapheme for doccano.
    #[arg(long, value_enum, hide_possible_values = true)]
    pub unit: Option<ReadUnitArg>,
    /// What tags are called, or that they are dropped, such as PER=person,MISC= (can be given several times).
    #[arg(long, value_name = "A=B,C=")]
    pub tag_map: Vec<String>,
    /// Say what would come in, and change nothing.
    #[arg(long)]
    pub dry_run: bool,
    #[command(flatten)]
    pub made: MadeArgs,
    #[command(flatten)]
    pub answer: AnswerArgs,
}

#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// The project's folder.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// The document's id, or its title if no other has it.
    pub document: String,
    /// Only what this annotator says (can be given several times).
    #[arg(long)]
    pub annotator: Vec<String>,
    #[command(flatten)]
    pub unit: UnitArgs,
    #[command(flatten)]
    pub answer: AnswerArgs,
}

#[derive(Debug, Args)]
pub(super) struct StatsArgs {
    /// The project's folder.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Count characters in the parts that are left out, too.
    #[arg(long)]
    pub with_left_out: bool,
    /// Other figures, several with commas between: counts, crossed, time, together, overlaps, sequences, spread, places,
    /// strings, collocates, lengths, keyness, saturation, pace.
    #[arg(long, value_name = "FIGURES")]
    pub show: Option<String>,
    /// What is counted by: tag, tree (tags with all under them), annotator, document, day, week, month, year, attr:NAME, or a
    /// field such as outlet.
    #[arg(long, value_name = "BY")]
    pub rows: Option<String>,
    /// What it is crossed with, and over time the length of its steps.
    #[arg(long, value_name = "BY")]
    pub columns: Option<String>,
    /// In what tags stand together: span, overlap, sentence, paragraph, document, or a number of words; how near words are for
    /// collocates.
    #[arg(long, value_name = "WITHIN")]
    pub within: Option<String>,
    /// What sets articles apart for keyness: tags, strings, words.
    #[arg(long, value_name = "WHAT")]
    pub of: Option<String>,
    /// Tell strings apart that differ in the case of letters alone.
    #[arg(long)]
    pub apart: bool,
    /// How counts in rows and columns are drawn: cells, bars of parts, or shares; what stands together: net or matrix.
    #[arg(long, value_name = "AS")]
    pub drawn: Option<String>,
    /// A query for the articles that are set apart from all others.
    #[arg(long, value_name = "QUERY")]
    pub against: Option<String>,
    /// Write the figures as a table, a picture or a page.
    #[arg(long, short, value_name = "FILE.csv|.svg|.png|.html")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub pick: PickArgs,
    #[command(flatten)]
    pub answer: AnswerArgs,
}

#[derive(Debug, Args)]
pub(super) struct SearchArgs {
    /// The project's folder.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// What is looked for; the guide has its grammar.
    pub query: String,
    /// How many characters are shown on either side.
    #[arg(long, value_name = "N")]
    pub context: Option<usize>,
    /// In which order hits stand: article, before (by the word before them), found, after or tag.
    #[arg(long, value_name = "ORDER")]
    pub order: Option<String>,
    /// Count hits by what orders them instead of listing them: article, before, found, after or tag.
    #[arg(long, value_name = "BY")]
    pub group: Option<String>,
    /// How many hits are shown at most; all are counted.
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    #[command(flatten)]
    pub unit: UnitArgs,
    #[command(flatten)]
    pub pick: PickArgs,
    #[command(flatten)]
    pub answer: AnswerArgs,
}

#[derive(Debug, Args)]
pub(super) struct FiltersArgs {
    /// The project's folder.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Save a query under a name, in place of the one that had it.
    #[arg(long, num_args = 2, value_names = ["NAME", "QUERY"], conflicts_with = "remove")]
    pub save: Option<Vec<String>>,
    /// Forget the query of a name.
    #[arg(long, value_name = "NAME")]
    pub remove: Option<String>,
    #[command(flatten)]
    pub answer: AnswerArgs,
}

#[derive(Debug, Args)]
pub(super) struct PackArgs {
    /// The project's folder.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Where it is written: an archive if the name ends in .zip, else a folder that is empty or not there yet.
    #[arg(long, short, value_name = "PATH")]
    pub out: PathBuf,
    #[command(flatten)]
    pub pick: PickArgs,
    #[command(flatten)]
    pub answer: AnswerArgs,
}

#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// The project's folder.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Set right what can be, and list what is left.
    #[arg(long)]
    pub repair: bool,
    #[command(flatten)]
    pub pick: WhereArgs,
    #[command(flatten)]
    pub unit: UnitArgs,
    #[command(flatten)]
    pub answer: AnswerArgs,
}

#[derive(Debug, Args)]
pub(super) struct CodebookArgs {
    /// The project's folder.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// The file to write: a page, or the codebook as REFI-QDA has it where the name ends in .qdc; without it the page is the
    /// answer.
    #[arg(long, short, value_name = "FILE.html|FILE.qdc")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub answer: AnswerArgs,
}

#[derive(Debug, Args)]
pub(super) struct ExportArgs {
    /// The project's folder.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// The format, as `glossator formats` lists them.
    #[arg(long)]
    pub format: String,
    /// The file to write, or the folder to write into.
    #[arg(long, value_name = "PATH")]
    pub out: PathBuf,
    /// Drop the spans that lie in parts that are left out; they are told of as losses.
    #[arg(long)]
    pub drop_left_out: bool,
    /// Write nothing if the format cannot hold everything.
    #[arg(long)]
    pub fail_on_loss: bool,
    /// Split the documents into parts with the same shares of every tag, such as train=80,dev=10,test=10; near-duplicates
    /// stay on one side. A card with counts, provenance and fingerprint is written beside them.
    #[arg(long, value_name = "PART=SHARE,…")]
    pub split: Option<Shares>,
    /// What ties are broken by when documents are split: the same number gives the same parts.
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
    /// Keep documents on one side that share the value of this field, such as outlet (can be given several times).
    #[arg(long, value_name = "FIELD")]
    pub keep_together: Vec<String>,
    /// Let near-duplicates go to different parts.
    #[arg(long)]
    pub part_near_duplicates: bool,
    /// Only documents whose annotators agree at least so far: their mean pairwise strict F1, 0 to 1.
    #[arg(long, value_name = "F1")]
    pub min_agreement: Option<f64>,
    /// Write the card beside the files although nothing is split.
    #[arg(long)]
    pub card: bool,
    #[command(flatten)]
    pub write: WriteArgs,
    #[command(flatten)]
    pub pick: PickArgs,
    #[command(flatten)]
    pub answer: AnswerArgs,
}

#[derive(Debug, Args)]
pub(super) struct ConvertArgs {
    /// The file to read, a folder or archive with such files, or - for standard input.
    #[arg(value_name = "IN")]
    pub input: PathBuf,
    /// The file to write, the folder to write into, or an archive to be made, if it ends in .zip.
    #[arg(value_name = "OUT")]
    pub out: PathBuf,
    /// The format of the input; found by names and how files begin without it.
    #[arg(long)]
    pub from: Option<String>,
    /// The format to write, as `glossator formats` lists them.
    #[arg(long)]
    pub to: String,
    #[command(flatten)]
    pub read: ReadArgs,
    /// Write nothing if the format cannot hold everything.
    #[arg(long)]
    pub fail_on_loss: bool,
    #[command(flatten)]
    pub write: WriteArgs,
    #[command(flatten)]
    pub answer: AnswerArgs,
}

/// How files are read.
#[derive(Debug, Args)]
pub(super) struct ReadArgs {
    /// The encoding of the texts; found out without it.
    #[arg(long)]
    pub encoding: Option<String>,
    /// Which column of a table is what, such as text=body,title=headline,meta.outlet=source.
    #[arg(long, value_name = "WHAT=COLUMN,…")]
    pub map: Vec<String>,
    /// Take what is good of a file although a part of it cannot be read.
    #[arg(long)]
    pub keep_good: bool,
}

/// How files are written.
#[derive(Debug, Args)]
pub(super) struct WriteArgs {
    /// What tags are called, or that they are dropped, such as person=PER,other= (can be given several times).
    #[arg(long, value_name = "A=B,C=")]
    pub tag_map: Vec<String>,
    /// What becomes of spans that overlap, where a token has one tag: longest, first, layers (a file for each layer) or
    /// error.
    #[arg(long, value_enum, default_value_t, hide_possible_values = true)]
    pub overlap: OverlapArg,
    /// How the tags of tokens are written: iob1, iob2, bioes or bilou.
    #[arg(long, value_enum, default_value_t, hide_possible_values = true)]
    pub scheme: SchemeArg,
    /// Begin a table with a byte order mark, by which Excel knows it for UTF-8.
    #[arg(long)]
    pub bom: bool,
    /// Put an apostrophe before words in a table that a spreadsheet would run, as they begin with = + - or @.
    #[arg(long)]
    pub guard_formulas: bool,
    #[command(flatten)]
    pub unit: UnitArgs,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum OverlapArg {
    #[default]
    Longest,
    First,
    Layers,
    Error,
}

#[derive(Clone, Copy, Debug, Default, ValueEnum)]
pub(super) enum SchemeArg {
    Iob1,
    #[default]
    Iob2,
    Bioes,
    Bilou,
}

impl WriteArgs {
    /// What a format is asked for.
    pub(super) fn options(&self, name: String, now: Timestamp) -> WriteOptions {
        let overlap = match self.overlap {
            OverlapArg::Longest => OverlapPolicy::Longest,
            OverlapArg::First => OverlapPolicy::First,
            OverlapArg::Layers => OverlapPolicy::Layers,
            OverlapArg::Error => OverlapPolicy::Error,
        };
        let scheme = match self.scheme {
            SchemeArg::Iob1 => TagScheme::Iob1,
            SchemeArg::Iob2 => TagScheme::Iob2,
            SchemeArg::Bioes => TagScheme::Bioes,
            SchemeArg::Bilou => TagScheme::Bilou,
        };
        let (bom, guard_formulas) = (self.bom, self.guard_formulas);
        WriteOptions { unit: self.unit.given(), overlap, scheme, bom, guard_formulas, name, now, part: None }
    }
}

#[derive(Debug, Args)]
pub(super) struct AgreementArgs {
    /// The project's folder: what people say who are done with a document counts.
    #[arg(value_name = "DIR", required_unless_present_any = ["ratings", "sets"], conflicts_with_all = ["ratings", "sets"])]
    pub folder: Option<PathBuf>,
    /// Spans of several people in one file: its documents, annotators, spans, and perhaps who worked on what.
    #[arg(long, value_name = "FILE.json", conflicts_with = "ratings")]
    pub sets: Option<PathBuf>,
    /// A table: a row for each item, a column for each person, the category in each cell.
    #[arg(long, value_name = "FILE.json|FILE.csv")]
    pub ratings: Option<PathBuf>,
    /// What the categories of the table mean: nominal, ordinal, interval or ratio.
    #[arg(long, value_enum, hide_possible_values = true, default_value_t)]
    pub level: LevelArg,
    /// A measure by its name, such as strict_f1, strict_f1#PER or strict_f1@ana|ben, or all (can be given several times).
    /// Without it those that say most about spans: strict, overlap and character F1, and the unitizing alphas.
    #[arg(long, value_name = "M")]
    pub measure: Vec<String>,
    /// For each tag, document, pair of people, or stretch of time alone: by when the last of them marked a document last.
    #[arg(
        long,
        value_enum,
        hide_possible_values = true,
        value_name = "tag|document|pair|day|week|month",
        conflicts_with = "ratings"
    )]
    pub by: Option<ByArg>,
    /// Answer no where the measure that was asked for is below this or not defined; without one it is strict F1, as the mean
    /// over pairs.
    #[arg(long, value_name = "X", allow_negative_numbers = true)]
    pub min: Option<f64>,
    /// What the draws that intervals are from follow from: the same number gives the same intervals.
    #[arg(long, default_value_t = 0)]
    pub seed: u64,
    /// Write the figures as a table or a page as well.
    #[arg(long, short, value_name = "FILE.csv|FILE.json|FILE.html")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub pick: PickArgs,
    #[command(flatten)]
    pub answer: AnswerArgs,
}

/// What figures are told apart by.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(super) enum ByArg {
    Tag,
    Document,
    Pair,
    Day,
    Week,
    Month,
}

impl ByArg {
    /// The stretches of time, if it is by such.
    pub(super) const fn calendar(self) -> Option<Calendar> {
        match self {
            Self::Day => Some(Calendar::Day),
            Self::Week => Some(Calendar::Week),
            Self::Month => Some(Calendar::Month),
            Self::Tag | Self::Document | Self::Pair => None,
        }
    }
}

/// What categories mean.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub(super) enum LevelArg {
    #[default]
    Nominal,
    Ordinal,
    Interval,
    Ratio,
}

impl From<LevelArg> for Level {
    fn from(level: LevelArg) -> Self {
        match level {
            LevelArg::Nominal => Self::Nominal,
            LevelArg::Ordinal => Self::Ordinal,
            LevelArg::Interval => Self::Interval,
            LevelArg::Ratio => Self::Ratio,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct MergeArgs {
    /// What both sides come from: a project's folder, or one of its files, which may be empty or missing.
    pub base: PathBuf,
    /// One side, which becomes the result unless --out says otherwise.
    pub ours: PathBuf,
    /// The other side.
    pub theirs: PathBuf,
    /// Where the result goes: a new folder, or a file.
    #[arg(long, value_name = "PATH")]
    pub out: Option<PathBuf>,
    /// What the files are versions of, where their own names do not tell, such as annotations/ana/letter-7q2m.ron.
    #[arg(long, value_name = "PATH")]
    pub path: Option<PathBuf>,
    #[command(flatten)]
    pub answer: AnswerArgs,
}

#[derive(Debug, Args)]
pub(super) struct DiffArgs {
    /// Two projects' folders, or two files of one kind.
    #[arg(value_name = "A B", required = true, num_args = 1..)]
    pub paths: Vec<PathBuf>,
    /// Take the words that git gives a program that compares files.
    #[arg(long, hide = true, conflicts_with = "json")]
    pub git: bool,
    #[command(flatten)]
    pub answer: AnswerArgs,
}

#[derive(Debug, Args)]
pub(super) struct SetupGitArgs {
    /// The project's folder, in a git repository.
    #[arg(value_name = "DIR")]
    pub folder: PathBuf,
    /// Take it back.
    #[arg(long)]
    pub remove: bool,
    #[command(flatten)]
    pub answer: AnswerArgs,
}

#[derive(Debug, Args)]
pub(super) struct FormatsArgs {
    #[command(flatten)]
    pub answer: AnswerArgs,
}
