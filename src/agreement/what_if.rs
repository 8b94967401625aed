//! What agreement would be if something were otherwise: tags merged, an annotator left out, small differences of boundaries
//! passed over. Nothing is changed but the numbers that are compared.

use super::{DocumentTally, Key, Measure, Study, StudyDocument, Sum, Undefined, Unit, Who};
use rayon::prelude::*;
use std::collections::BTreeSet;

/// Something that could be otherwise.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Supposed {
    /// Two tags were one.
    Merged(u32, u32),
    /// An annotator had not taken part.
    Without(usize),
    /// Boundaries that are so many tokens apart at most were the same.
    Within(usize),
}

/// What a measure would be.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct WhatIf {
    /// What was otherwise.
    pub supposed: Supposed,
    /// The value.
    pub value: Result<f64, Undefined>,
    /// How much more that is than it is now; less where it is negative, nothing where either is not defined.
    pub gain: Option<f64>,
}

/// What a measure of everybody is, and what it would be, the largest gain first. Nothing when `go_on` says no, which is asked
/// before each document.
pub fn what_if(
    study: &Study,
    measure: Measure,
    all: &[Supposed],
    go_on: &(dyn Fn() -> bool + Sync),
) -> Option<(Result<f64, Undefined>, Vec<WhatIf>)> {
    let now = value(study, measure, None, go_on)?;
    let mut found = Vec::with_capacity(all.len());
    for supposed in all {
        let value = value(study, measure, Some(*supposed), go_on)?;
        let gain = value.ok().zip(now.ok()).map(|(value, now)| value - now);
        found.push(WhatIf { supposed: *supposed, value, gain });
    }
    let gain = |it: &WhatIf| it.gain.unwrap_or(f64::NEG_INFINITY);
    found.sort_by(|one, other| gain(other).total_cmp(&gain(one)));
    Some((now, found))
}

fn value(
    study: &Study,
    measure: Measure,
    supposed: Option<Supposed>,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Option<Result<f64, Undefined>> {
    let tally = |document: &StudyDocument| {
        go_on().then(|| match supposed {
            Some(supposed) => DocumentTally::of(&document.supposing(supposed)),
            None => DocumentTally::of(document),
        })
    };
    let tallies: Vec<DocumentTally> = study.documents.par_iter().map(tally).collect::<Option<_>>()?;
    let sum = Sum::of(study.n_annotators, &tallies);
    sum.value(Key::new(measure, Who::Everybody))
}

impl StudyDocument {
    /// The document as it would be.
    #[must_use]
    pub fn supposing(&self, supposed: Supposed) -> Self {
        let mut changed = self.clone();
        match supposed {
            Supposed::Merged(one, other) => {
                for set in changed.sets.iter_mut().flatten() {
                    let merged = |unit: &Unit| if unit.tag == other { Unit { tag: one, ..*unit } } else { *unit };
                    *set = set.iter().map(merged).collect();
                }
            }
            Supposed::Without(who) => changed.sets.iter_mut().skip(who).take(1).for_each(|set| *set = None),
            Supposed::Within(n_tokens) => changed.pass_over_boundaries(n_tokens),
        }
        changed
    }

    /// Puts each unit where one of an annotator before stands that has its tag and begins and ends at most so many tokens away.
    /// The nearest such is taken.
    fn pass_over_boundaries(&mut self, n_tokens: usize) {
        let token_at = |at: u32| self.tokens.partition_point(|(_, end)| *end <= at);
        let apart = |one: Unit, other: Unit| {
            let starts = token_at(one.start).abs_diff(token_at(other.start));
            let ends = token_at(one.end.saturating_sub(1)).abs_diff(token_at(other.end.saturating_sub(1)));
            (one.tag == other.tag && starts.max(ends) <= n_tokens).then_some(starts + ends)
        };
        let mut placed: Vec<Option<BTreeSet<Unit>>> = Vec::with_capacity(self.sets.len());
        for set in &self.sets {
            let moved = set.as_ref().map(|set| {
                let nearest = |unit: &Unit| {
                    let before = placed.iter().flatten().flat_map(|set| near(set, *unit));
                    let there = before.filter_map(|other| Some((apart(*unit, other)?, other)));
                    there.min().map_or(*unit, |(_, other)| other)
                };
                set.iter().map(nearest).collect()
            });
            placed.push(moved);
        }
        self.sets = placed;
    }
}

/// How many characters before and behind a unit others are looked for: a few words.
const NEAR: u32 = 200;

/// The units of a set that begin near another one.
fn near(set: &BTreeSet<Unit>, unit: Unit) -> impl Iterator<Item = Unit> {
    let at = |start: u32| Unit { start, end: 0, tag: 0 };
    set.range(at(unit.start.saturating_sub(NEAR))..at(unit.start.saturating_add(NEAR))).copied()
}
