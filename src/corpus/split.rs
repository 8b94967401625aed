//! A corpus split into parts that have the same shares of every tag: iterative stratification (Sechidis, Tsoumakas and
//! Vlahavas, *On the stratification of multi-label data*, ECML PKDD 2011), over groups of documents that stay together.

use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// A part and how much of the corpus it is to have.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// What it is called: `train`.
    pub name: String,
    /// Its share of all documents, between 0 and 1.
    pub share: f64,
}

/// The parts of a split; their shares are 1 together.
#[derive(Clone, Debug, PartialEq)]
pub struct Shares(Vec<Share>);

/// Why there is no such split.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SplitError {
    /// The words are no parts with numbers.
    #[error("{0:?} does not say how large the parts are: train=80,dev=10,test=10")]
    NotShares(String),
    /// Two parts have one name, or a name is no name of a file.
    #[error("{0:?} cannot be the name of a part, or is that of another")]
    Name(String),
}

impl Shares {
    /// Parts by name, each with a number above 0; only their relation to each other counts.
    pub fn new(parts: &[(&str, f64)]) -> Result<Self, SplitError> {
        let total: f64 = parts.iter().map(|(_, number)| number).sum();
        let mut shares: Vec<Share> = Vec::with_capacity(parts.len());
        for (name, number) in parts {
            if !(number.is_finite() && *number > 0.0) {
                return Err(SplitError::NotShares(format!("{name}={number}")));
            }
            let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "-_".contains(c));
            if !is_name || shares.iter().any(|share| share.name == *name) {
                return Err(SplitError::Name((*name).to_owned()));
            }
            shares.push(Share { name: (*name).to_owned(), share: number / total });
        }
        if shares.is_empty() { Err(SplitError::NotShares(String::new())) } else { Ok(Self(shares)) }
    }

    /// The parts, in the order in which they were named.
    pub fn iter(&self) -> impl Iterator<Item = &Share> {
        self.0.iter()
    }

    /// How many there are.
    pub fn n_parts(&self) -> usize {
        self.0.len()
    }
}

impl FromStr for Shares {
    type Err = SplitError;

    /// `train=80,dev=10,test=10`.
    fn from_str(words: &str) -> Result<Self, SplitError> {
        let refused = || SplitError::NotShares(words.to_owned());
        let mut parts = Vec::new();
        for part in words.split(',').map(str::trim).filter(|part| !part.is_empty()) {
            let (name, number) = part.split_once('=').ok_or_else(refused)?;
            parts.push((name.trim(), number.trim().parse().map_err(|_| refused())?));
        }
        Self::new(&parts).map_err(|error| match error {
            SplitError::NotShares(_) => refused(),
            other => other,
        })
    }
}

impl fmt::Display for Shares {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = self.0.iter().map(|share| format!("{} {:.1} %", share.name, 100.0 * share.share));
        f.write_str(&parts.collect::<Vec<_>>().join(", "))
    }
}

/// What goes to one side as a whole: one document, or several that stay together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// How many documents it has.
    pub n_documents: usize,
    /// In how many of them each tag stands.
    pub tags: Vec<usize>,
}

/// Which part each unit went to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// For each unit the part, by its place in the shares.
    pub part_of: Vec<usize>,
}

/// How many splits are drawn: where tags are few, chance decides much, and the best of some is much better than any.
const ATTEMPTS: usize = 100;

/// Splits units. Of some splits that differ in how ties are broken, the one whose parts differ least in their tags, among
/// those whose sizes are as wanted, or all but one document.
pub fn split(units: &[Unit], shares: &Shares, seed: u64) -> Split {
    let mut rng = fastrand::Rng::with_seed(seed);
    let drawn: Vec<(f64, f64, Split)> = (0..ATTEMPTS)
        .map(|_| {
            let split = drawn(units, shares, &mut rng);
            let apart = distance(units, &split, shares.n_parts()).unwrap_or_default();
            (size_error(units, &split, shares), apart, split)
        })
        .collect();
    let least = drawn.iter().map(|(error, ..)| *error).fold(f64::MAX, f64::min);
    let fitting = drawn.into_iter().filter(|(error, ..)| *error <= least + 1.0);
    let best = fitting.min_by(|one, other| one.1.total_cmp(&other.1));
    best.map_or_else(|| Split { part_of: vec![0; units.len()] }, |(_, _, split)| split)
}

/// By how many documents the part that is furthest from its share is away from it.
fn size_error(units: &[Unit], split: &Split, shares: &Shares) -> f64 {
    let n_documents: usize = units.iter().map(|unit| unit.n_documents).sum();
    let errors = shares.iter().enumerate().map(|(part, share)| {
        let of = units.iter().zip(&split.part_of).filter(|(_, of)| **of == part);
        let n: usize = of.map(|(unit, _)| unit.n_documents).sum();
        (n as f64 - share.share * n_documents as f64).abs()
    });
    errors.fold(0.0, f64::max)
}

/// One split: the rarest tag first, each of its units to the part that still wants most of that tag; of several, to the one
/// that wants most documents; of several, by chance. Units without tags come last.
fn drawn(units: &[Unit], shares: &Shares, rng: &mut fastrand::Rng) -> Split {
    let n_tags = units.iter().map(|unit| unit.tags.len()).max().unwrap_or_default();
    let total = |tag: usize| units.iter().map(|unit| count(unit, tag)).sum::<usize>() as f64;
    let n_documents: usize = units.iter().map(|unit| unit.n_documents).sum();
    let mut wanted: Vec<Wanted> = shares
        .iter()
        .map(|share| Wanted {
            documents: share.share * n_documents as f64,
            tags: (0..n_tags).map(|tag| share.share * total(tag)).collect(),
        })
        .collect();
    let mut part_of: Vec<Option<usize>> = vec![None; units.len()];
    // Units in an order that the seed gives, the larger ones first: what is large fits early or not at all.
    let mut order: Vec<usize> = (0..units.len()).collect();
    rng.shuffle(&mut order);
    order.sort_by_key(|at| std::cmp::Reverse(units.get(*at).map_or(0, |unit| unit.n_documents)));
    while let Some(tag) = rarest(units, &part_of, n_tags) {
        for &at in &order {
            if let Some(unit) = units.get(at).filter(|unit| is_open(&part_of, at) && count(unit, tag) > 0) {
                give(at, unit, Some(tag), &mut wanted, &mut part_of, rng);
            }
        }
    }
    for &at in &order {
        if let Some(unit) = units.get(at).filter(|_| is_open(&part_of, at)) {
            give(at, unit, None, &mut wanted, &mut part_of, rng);
        }
    }
    Split { part_of: part_of.into_iter().map(Option::unwrap_or_default).collect() }
}

/// What a part still wants.
struct Wanted {
    documents: f64,
    tags: Vec<f64>,
}

impl Wanted {
    fn of(&self, tag: Option<usize>) -> f64 {
        tag.map_or(self.documents, |tag| self.tags.get(tag).copied().unwrap_or_default())
    }
}

fn count(unit: &Unit, tag: usize) -> usize {
    unit.tags.get(tag).copied().unwrap_or_default()
}

fn is_open(part_of: &[Option<usize>], at: usize) -> bool {
    part_of.get(at).is_some_and(Option::is_none)
}

/// The tag with the fewest documents that have no part yet, if there is one.
fn rarest(units: &[Unit], part_of: &[Option<usize>], n_tags: usize) -> Option<usize> {
    let left = |tag: usize| -> usize {
        let open = units.iter().enumerate().filter(|(at, _)| is_open(part_of, *at));
        open.map(|(_, unit)| count(unit, tag)).sum()
    };
    (0..n_tags).map(|tag| (left(tag), tag)).filter(|(n, _)| *n > 0).min().map(|(_, tag)| tag)
}

fn give(
    at: usize,
    unit: &Unit,
    tag: Option<usize>,
    wanted: &mut [Wanted],
    part_of: &mut [Option<usize>],
    rng: &mut fastrand::Rng,
) {
    let most = |by: &dyn Fn(&Wanted) -> f64, among: &[usize]| -> Vec<usize> {
        let value = |part: &usize| wanted.get(*part).map_or(f64::MIN, by);
        let best = among.iter().map(value).fold(f64::MIN, f64::max);
        among.iter().copied().filter(|part| (value(part) - best).abs() < 1e-9).collect()
    };
    let all: Vec<usize> = (0..wanted.len()).collect();
    let best = most(&|wanted| wanted.documents, &most(&|wanted| wanted.of(tag), &all));
    let Some(&part) = best.get(rng.usize(..best.len().max(1))) else { return };
    if let Some(wanted) = wanted.get_mut(part) {
        wanted.documents -= unit.n_documents as f64;
        for (left, n) in wanted.tags.iter_mut().zip(&unit.tags) {
            *left -= *n as f64;
        }
    }
    if let Some(place) = part_of.get_mut(at) {
        *place = Some(part);
    }
}

/// The label distribution distance of a split (Sechidis 2011): how far the odds of each tag in each part are from its odds
/// overall, on average over tags and parts. What has all documents with a tag counts half a document without it. Tags that no
/// document has are left out; without any tag there is no distance.
pub fn distance(units: &[Unit], split: &Split, n_parts: usize) -> Option<f64> {
    let n_tags = units.iter().map(|unit| unit.tags.len()).max()?;
    let odds = |tag: usize, part: Option<usize>| {
        let inside = units.iter().zip(&split.part_of).filter(|(_, of)| part.is_none_or(|part| **of == part));
        let (mut with, mut all) = (0.0, 0.0);
        for (unit, _) in inside {
            with += count(unit, tag) as f64;
            all += unit.n_documents as f64;
        }
        with / f64::max(all - with, 0.5)
    };
    let tags: Vec<usize> = (0..n_tags).filter(|tag| units.iter().any(|unit| count(unit, *tag) > 0)).collect();
    let per_tag = tags.iter().map(|tag| {
        let overall = odds(*tag, None);
        (0..n_parts).map(|part| (odds(*tag, Some(part)) - overall).abs()).sum::<f64>() / n_parts as f64
    });
    (!tags.is_empty()).then(|| per_tag.sum::<f64>() / tags.len() as f64)
}
