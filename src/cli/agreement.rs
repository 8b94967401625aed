//! `glossator agreement`: how far people agree, in a project, over a file of spans, or over a table of items by raters.

use super::agreement_ratings::rows;
use super::agreement_sets::{self, NamedStudy};
use super::args::{AgreementArgs, ByArg};
use super::error::CliError;
use super::invocation::Outcome;
use super::streams::{Streams, counted, thousands};
use super::table::{Side, TextTable};
use super::{open, pick};
use crate::agreement::{
    DocumentTally, Figure, Gamma, GammaSettings, Key, Measure, Names, Of, Ratings, Resampling, Spread, Study, Sum,
    Tallies, Who, intervals, rating_intervals, rating_measures, resampled,
};
use crate::model::Project;
use crate::report::{AgreementLine, AgreementReport, agreement_report, gamma_lines};
use crate::review::{ProjectStudy, ratings_of};
use crate::store::{Disk, bytes_of_file, write_file};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// The largest file of ratings or spans.
const LARGEST: u64 = 256_000_000;

/// How many figures are named that a note is about.
const NAMED: usize = 3;

/// What was found.
struct Told {
    /// What it is about.
    name: String,
    /// What is compared, in words.
    basis: String,
    lines: Vec<AgreementLine>,
    /// Whether all of a project could be read.
    is_whole: bool,
}

pub(super) fn run(args: &AgreementArgs, streams: &mut Streams<'_>) -> Result<Outcome, CliError> {
    if args.folder.is_none() && !args.pick.is_empty() {
        return Err(CliError::asked("a file is compared as a whole", "Name a project to compare a part of it"));
    }
    if args.folder.is_none() && args.by.and_then(ByArg::calendar).is_some() {
        return Err(CliError::asked("a file does not say when its spans were marked", "Name a project"));
    }
    let told = match (&args.folder, &args.sets, &args.ratings) {
        (_, _, Some(table)) => of_ratings(table, args)?,
        (_, Some(file), None) => of_sets(file, args)?,
        (Some(folder), None, None) => of_project(folder, args, streams)?,
        (None, None, None) => return Err(CliError::asked("nothing was named to compare", "Name a project, or a file")),
    };
    let too_low = args.min.map(|least| below(least, &told, args)).transpose()?.flatten();
    if let Some(out) = &args.out {
        write_file(out, &written(out, &told)?)?;
    }
    if args.answer.json {
        streams.json(&AgreementReport { measures: &told.lines })?;
    } else {
        write(&told, streams)?;
    }
    if let Some(why) = &too_low {
        streams.warn(why);
    }
    Ok(if told.is_whole && too_low.is_none() { Outcome::Done } else { Outcome::Partly })
}

/// The figures, then once what each measure means, then once each thing to mind with the figures that it is about.
fn write(told: &Told, streams: &mut Streams<'_>) -> Result<(), CliError> {
    let mut table = TextTable::new(&[
        ("measure", Side::Left),
        ("value", Side::Right),
        ("95 % interval", Side::Left),
        ("units", Side::Right),
        ("documents", Side::Right),
        ("", Side::Left),
    ]);
    let mut meanings: Vec<(&str, Vec<&str>)> = Vec::new();
    let mut notes: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in &told.lines {
        let documents = line.documents.map(thousands).unwrap_or_default();
        let why = line.undefined.as_ref().map(|why| format!("Not defined: {why}.")).unwrap_or_default();
        table.row([line.measure.clone(), line.shown(), line.interval(), thousands(line.units), documents, why]);
        let measure = line.measure.split(['#', '@', '^', '~']).next().unwrap_or_default();
        put(&mut meanings, line.meaning, measure);
        line.notes.iter().for_each(|note| put(&mut notes, note, &line.measure));
    }
    writeln!(streams.out, "{}\n", told.basis)?;
    table.write(streams.out, "")?;
    if !meanings.is_empty() {
        writeln!(streams.out)?;
    }
    for (meaning, measures) in &meanings {
        writeln!(streams.out, "{}: {meaning}", measures.join(", "))?;
    }
    if !notes.is_empty() {
        writeln!(streams.out, "\nTo mind:")?;
    }
    for (note, figures) in &notes {
        let named = figures.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
        let more = figures.len().saturating_sub(NAMED);
        let more = if more == 0 { String::new() } else { format!(" and {more} more") };
        writeln!(streams.out, "  {note}: {named}{more}")?;
    }
    Ok(())
}

/// Puts a name to what it belongs to, once.
fn put<'t>(all: &mut Vec<(&'t str, Vec<&'t str>)>, what: &'t str, name: &'t str) {
    match all.iter_mut().find(|(other, _)| *other == what) {
        Some((_, names)) if names.contains(&name) => {}
        Some((_, names)) => names.push(name),
        None => all.push((what, vec![name])),
    }
}

/// The figures as the ending of a file says.
fn written(out: &Path, told: &Told) -> Result<Vec<u8>, CliError> {
    let ending = out.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    agreement_report(ending, &told.name, &told.basis, &told.lines).ok_or_else(|| {
        let what = format!("figures are not written as {:?}", out.display().to_string());
        CliError::asked(what, "Name a file that ends in .csv, .json or .html")
    })
}

/// Why the figure that counts is not enough, if it is not: the one that was asked for, else strict F1 of all pairs.
fn below(least: f64, told: &Told, args: &AgreementArgs) -> Result<Option<String>, CliError> {
    let is_strict = |line: &&AgreementLine| {
        let name = line.measure.as_str();
        let is_pair =
            name.starts_with("strict_f1@") && told.lines.iter().all(|other| other.measure != "strict_f1_mean");
        name == "strict_f1_mean" || is_pair
    };
    let line = match args.measure.as_slice() {
        [name] if name != "all" => {
            let of_all = |line: &&AgreementLine| !line.measure.contains('#') && !line.measure.contains('^');
            let is_mean = |line: &&AgreementLine| line.measure == format!("{name}_mean");
            let lines = || told.lines.iter();
            let one = lines().find(|line| line.measure == *name).or_else(|| lines().find(is_mean));
            one.or_else(|| lines().find(of_all).filter(|_| lines().filter(of_all).count() == 1))
        }
        _ => told.lines.iter().find(is_strict),
    };
    let Some(line) = line else {
        return Err(CliError::asked(
            "there is no one figure to hold against --min",
            "Ask for one by its name: --measure M",
        ));
    };
    Ok(match line.value {
        Some(value) if value >= least => None,
        Some(_) => Some(format!("{} is {}, which is below {least}", line.measure, line.shown())),
        None => Some(format!("{} is not defined, and {least} was asked for", line.measure)),
    })
}

fn of_project(folder: &Path, args: &AgreementArgs, streams: &mut Streams<'_>) -> Result<Told, CliError> {
    let workspace = open::open(folder, open::options(None, None), streams)?;
    let is_whole = workspace.damage().is_empty();
    let whole = workspace.snapshot();
    open::close(workspace, streams)?;
    let (filtered, selection) = pick::picked(whole, &args.pick)?;
    let project = selection.part_of(&filtered);
    let study = ProjectStudy::of(&project);
    if study.n_in_pieces() > 0 {
        let spans = counted(study.n_in_pieces(), "span");
        streams.warn(&format!("{spans} in several pieces are taken from their first character to their last"));
    }
    let documents: Vec<String> = study.documents().iter().map(ToString::to_string).collect();
    let periods = args.by.and_then(ByArg::calendar).map_or_else(Vec::new, |step| study.periods(step));
    let spans = Spans { tallies: study.tallies(), names: study.names(), documents: &documents, periods: &periods };
    let basis = format!(
        "{} that two people or more are done with, {} people",
        counted(documents.len(), "document"),
        study.annotators().len()
    );
    let rated = if args.by.is_none() { rated_lines(&project, args) } else { Vec::new() };
    let asked = Asked::of(args);
    let (of_gamma, asked) = asked.parted_from_gamma();
    let (of_spans, of_ratings) = asked.split(|name| rated.iter().any(|line| is_named(line, name)));
    let mut lines = spans.lines(&of_spans, args)?;
    lines.extend(of_gamma.gamma_lines(args, &documents, || {
        let all = study.documents().iter().filter_map(|id| study.document(&project, id)).collect();
        Study { n_annotators: study.annotators().len(), documents: all }
    })?);
    lines.extend(rated.into_iter().filter(|line| of_ratings.has_rating(line)));
    Ok(Told { name: project.name.clone(), basis, lines, is_whole })
}

/// What is said of documents as a whole and of passages that several marked alike.
fn rated_lines(project: &Project, args: &AgreementArgs) -> Vec<AgreementLine> {
    let lines = ratings_of(project).into_iter().flat_map(|rated| {
        let name = |measure: &str| format!("{measure}#{}", rated.of);
        lines_of_ratings(&rated.ratings, &rated.documents, args, &name)
    });
    lines.collect()
}

/// All figures of ratings, with their intervals over documents.
fn lines_of_ratings(
    ratings: &Ratings,
    documents: &[usize],
    args: &AgreementArgs,
    name: &dyn Fn(&str) -> String,
) -> Vec<AgreementLine> {
    let resampling = Resampling { seed: args.seed, ..Resampling::default() };
    let spreads = rating_intervals(ratings, documents, resampling, &|| true).unwrap_or_default();
    let n = (ratings.n_rated_twice(), ratings.n_raters());
    let measures = rating_measures(ratings).into_iter().zip(spreads);
    measures.map(|(it, spread)| AgreementLine::of_ratings(&it, name(it.measure), n, spread)).collect()
}

fn of_sets(path: &Path, args: &AgreementArgs) -> Result<Told, CliError> {
    let bytes = bytes_of_file(&Disk::default(), path, LARGEST)?;
    let NamedStudy { study, annotators, tags, documents } = agreement_sets::read(&bytes, path)?;
    let tallies = Tallies::of(&study);
    let names = Names { annotators: &annotators, tags: &tags };
    let (of_gamma, of_spans) = Asked::of(args).parted_from_gamma();
    let mut lines = Spans { tallies: &tallies, names, documents: &documents, periods: &[] }.lines(&of_spans, args)?;
    lines.extend(of_gamma.gamma_lines(args, &documents, || study)?);
    let basis = format!("{}, {} people", counted(documents.len(), "document"), annotators.len());
    Ok(Told { name: path.display().to_string(), basis, lines, is_whole: true })
}

fn of_ratings(path: &Path, args: &AgreementArgs) -> Result<Told, CliError> {
    let rows = rows(&bytes_of_file(&Disk::default(), path, LARGEST)?, path)?;
    let ratings = Ratings::new(args.level.into(), &rows)
        .map_err(|why| CliError::asked(format!("{why}: {}", path.display()), "Mend the table, or say another level"))?;
    let (n_items, n_raters) = (ratings.n_rated_twice(), ratings.n_raters());
    let documents: Vec<usize> = (0..ratings.n_items()).collect();
    let lines = lines_of_ratings(&ratings, &documents, args, &|measure| measure.to_owned());
    let lines = match Asked::of(args) {
        Asked::Shown | Asked::All => lines,
        Asked::Named(names) => {
            if let Some(name) = names.iter().find(|name| lines.iter().all(|line| line.measure != **name)) {
                return Err(no_measure(name, lines.iter().map(|line| line.measure.as_str())));
            }
            lines.into_iter().filter(|line| names.contains(&line.measure)).collect()
        }
    };
    let basis = format!("{n_items} items that two people or more rated, {n_raters} people");
    Ok(Told { name: path.display().to_string(), basis, lines, is_whole: true })
}

/// Which figures are asked for.
enum Asked {
    /// Those that are shown of themselves.
    Shown,
    All,
    /// Those with these names, or with these before `#` and `@`.
    Named(Vec<String>),
}

impl Asked {
    fn of(args: &AgreementArgs) -> Self {
        match args.measure.as_slice() {
            [] => Self::Shown,
            names if names.iter().any(|name| name == "all") => Self::All,
            names => Self::Named(names.to_vec()),
        }
    }

    /// The names for which something does not hold, and those for which it does.
    fn split(&self, is_second: impl Fn(&str) -> bool) -> (Self, Self) {
        match self {
            Self::Shown => (Self::Shown, Self::Shown),
            Self::All => (Self::All, Self::All),
            Self::Named(names) => {
                let (second, first) = names.iter().cloned().partition(|name| is_second(name));
                (Self::Named(first), Self::Named(second))
            }
        }
    }

    /// Those of gamma, which is not reckoned from sums, and the others.
    fn parted_from_gamma(self) -> (Self, Self) {
        let (others, of_gamma) = self.split(|name| name.starts_with("gamma"));
        (of_gamma, others)
    }

    /// The figures of gamma that are asked for. It is reckoned only then.
    fn gamma_lines(
        &self,
        args: &AgreementArgs,
        documents: &[String],
        study: impl FnOnce() -> Study,
    ) -> Result<Vec<AgreementLine>, CliError> {
        let names: &[String] = match self {
            Self::Shown => return Ok(Vec::new()),
            Self::Named(names) if names.is_empty() => return Ok(Vec::new()),
            Self::Named(names) => names,
            Self::All => &[],
        };
        let settings = GammaSettings { seed: args.seed, ..GammaSettings::default() };
        let gamma = Gamma::of(&study(), settings, &|| true);
        let by_document = args.by == Some(ByArg::Document) || names.iter().any(|name| name.contains('^'));
        let lines = gamma_lines(&gamma, documents, by_document);
        let is_it = |line: &AgreementLine, name: &String| {
            line.measure == *name || line.measure.split_once('^').is_some_and(|(measure, _)| measure == name)
        };
        if let Some(name) = names.iter().find(|name| !lines.iter().any(|line| is_it(line, name))) {
            return Err(no_measure(name, lines.iter().map(|line| line.measure.as_str())));
        }
        let is_asked = |line: &AgreementLine| names.is_empty() || names.iter().any(|name| is_it(line, name));
        Ok(lines.into_iter().filter(is_asked).collect())
    }

    /// Whether a figure of ratings is among them.
    fn has_rating(&self, line: &AgreementLine) -> bool {
        const SHOWN: [&str; 3] = ["observed_agreement", "krippendorff_alpha_", "gwet_ac1"];
        match self {
            Self::Shown => SHOWN.iter().any(|name| line.measure.starts_with(name)),
            Self::All => true,
            Self::Named(names) => names.iter().any(|name| is_named(line, name)),
        }
    }
}

fn is_named(line: &AgreementLine, name: &str) -> bool {
    line.measure == name || line.measure.split_once('#').is_some_and(|(measure, _)| measure == name)
}

fn no_measure<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> CliError {
    let what = format!("there is no measure {name:?} for this");
    CliError::asked(what, format!("Measures: {}", names.collect::<Vec<_>>().join(", ")))
}

/// Spans that are compared, with what their numbers mean.
struct Spans<'a> {
    tallies: &'a Tallies,
    names: Names<'a>,
    documents: &'a [String],
    /// What stretches of time are called, and the documents of each.
    periods: &'a [(String, Vec<usize>)],
}

/// Which figure of which documents.
type Place = (Key, Part);

/// Which of the documents.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Part {
    All,
    Document(usize),
    Period(usize),
}

/// A part with what its figures are reckoned from.
struct Drawn {
    tallies: Vec<Arc<DocumentTally>>,
    sum: Sum,
    spreads: HashMap<Key, Option<Spread>>,
}

impl Spans<'_> {
    fn lines(&self, asked: &Asked, args: &AgreementArgs) -> Result<Vec<AgreementLine>, CliError> {
        let places = self.places(asked, args.by)?;
        let resampling = Resampling { seed: args.seed, ..Resampling::default() };
        let mut keys: HashMap<Part, Vec<Key>> = HashMap::new();
        places.iter().for_each(|(key, part)| keys.entry(*part).or_default().push(*key));
        let drawn: HashMap<Part, Drawn> =
            keys.into_iter().map(|(part, keys)| (part, self.drawn(part, keys, resampling))).collect();
        let line = |(key, part): Place| {
            let Drawn { tallies, sum, spreads } = drawn.get(&part)?;
            let of_draws = || {
                let value = resampled(tallies, key, resampling)?;
                Some(Figure { key, value, basis: sum.basis(key), notes: Vec::new() })
            };
            let figure = sum.figure(key).or_else(of_draws)?;
            Some(AgreementLine::of_figure(&figure, self.name((key, part)), spreads.get(&key).copied().flatten()))
        };
        Ok(places.into_iter().filter_map(line).collect())
    }

    /// A part with the spreads of its figures. One document has no other to be drawn in its place.
    fn drawn(&self, part: Part, keys: Vec<Key>, resampling: Resampling) -> Drawn {
        let tallies = self.tallies_of(part);
        let n_annotators = self.tallies.sum().n_annotators();
        let sum = Sum::of(n_annotators, tallies.iter().map(Arc::as_ref));
        let keys = if matches!(part, Part::Document(_)) { Vec::new() } else { keys };
        let spreads = intervals(n_annotators, &tallies, &keys, resampling, &|| true).unwrap_or_default();
        Drawn { spreads: keys.into_iter().zip(spreads).collect(), tallies, sum }
    }

    fn tallies_of(&self, part: Part) -> Vec<Arc<DocumentTally>> {
        match part {
            Part::All => self.tallies.documents().to_vec(),
            Part::Document(at) => self.tallies.some(&[at]),
            Part::Period(at) => self.periods.get(at).map_or_else(Vec::new, |(_, of)| self.tallies.some(of)),
        }
    }

    fn name(&self, (key, part): Place) -> String {
        let name = key.name(self.names);
        let documents = |at: usize| self.documents.get(at).map(|document| format!("{name}^{document}"));
        let periods = |at: usize| self.periods.get(at).map(|(period, _)| format!("{name}~{period}"));
        match part {
            Part::All => None,
            Part::Document(at) => documents(at),
            Part::Period(at) => periods(at),
        }
        .unwrap_or(name)
    }

    /// What is asked for. Of tags, their unitizing alpha alone is shown of itself.
    fn places(&self, asked: &Asked, by: Option<ByArg>) -> Result<Vec<Place>, CliError> {
        let of = |measure: Measure| self.places_of(measure, by);
        let is_shown =
            |(key, _): &Place| key.tag.is_none() || by == Some(ByArg::Tag) || key.measure == Measure::BinaryUAlpha;
        match asked {
            Asked::Shown => Ok(Measure::shown().flat_map(of).filter(is_shown).collect()),
            Asked::All => Ok(Measure::all().flat_map(of).collect()),
            Asked::Named(names) => {
                let found: Vec<Vec<Place>> = names.iter().map(|name| self.named(name, by)).collect::<Result<_, _>>()?;
                Ok(found.concat())
            }
        }
    }

    /// All figures of a measure, or the one with a name.
    fn named(&self, name: &str, by: Option<ByArg>) -> Result<Vec<Place>, CliError> {
        if let Some(measure) = Measure::named(name) {
            return Ok(self.places_of(measure, by));
        }
        // The mean over pairs has a name of its own, even where there is one pair alone.
        let mean = |measure: &Measure| measure.of() == Of::PairAndMean && by.is_none();
        let means = Measure::all().filter(mean).map(|measure| (Key::new(measure, Who::Everybody), Part::All));
        let all = Measure::all().flat_map(|measure| self.places_of(measure, by)).chain(means);
        let found: Vec<Place> = all.filter(|place| self.name(*place) == name).take(1).collect();
        if found.is_empty() {
            let names: Vec<String> = Measure::all().map(|measure| measure.name().into_owned()).collect();
            return Err(no_measure(name, names.iter().map(String::as_str)));
        }
        Ok(found)
    }

    /// All that a measure says, or that it says of tags, documents or pairs.
    fn places_of(&self, measure: Measure, by: Option<ByArg>) -> Vec<Place> {
        let sum = self.tallies.sum();
        let keys = Key::all_of(measure, sum.n_annotators(), &sum.tags());
        let of_each = |parts: Vec<Part>, keys: Vec<Key>| -> Vec<Place> {
            parts.iter().flat_map(|part| keys.iter().map(move |key| (*key, *part))).collect()
        };
        let of_documents = |keys| of_each((0..self.documents.len()).map(Part::Document).collect(), keys);
        let of_all = |keys: Vec<Key>| keys.into_iter().map(|key| (key, Part::All));
        let is_whole = |key: &Key| {
            let is_for_all = sum.n_annotators() == 2 || key.who == Who::Everybody || measure.of() == Of::One;
            key.tag.is_none() && is_for_all
        };
        match by {
            None if measure == Measure::Alpha2004 => {
                let of_each = of_documents(vec![Key::new(measure, Who::Everybody)]);
                of_all(keys).chain(of_each).collect()
            }
            None => of_all(keys).collect(),
            Some(ByArg::Tag) => of_all(keys).filter(|(key, _)| key.tag.is_some()).collect(),
            Some(ByArg::Pair) => {
                let is_pair = |key: &Key| matches!(key.who, Who::Pair(..)) && key.tag.is_none();
                of_all(keys).filter(|(key, _)| is_pair(key)).collect()
            }
            Some(ByArg::Document) => of_documents(keys.into_iter().filter(is_whole).collect()),
            Some(ByArg::Day | ByArg::Week | ByArg::Month) => of_each(
                (0..self.periods.len()).map(Part::Period).collect(),
                keys.into_iter().filter(is_whole).collect(),
            ),
        }
    }
}
