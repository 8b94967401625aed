//! Krippendorff's alpha and Fleiss' kappa over tokens, each of which everybody puts in a span of some tag or in none.

use super::Undefined;
use super::adding::{ByNumber, adds};
use super::krippendorff::nominal_alpha;
use super::sum::Sum;
use super::tally::DocumentTally;

/// Tokens of documents that two people or more worked on.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct GroupTokens {
    /// How often a token is in a unit of a tag.
    pub tags: ByNumber<i64>,
    /// How often one is in none.
    pub n_outside: i64,
    /// Tokens, by how many people worked on their document.
    pub n_tokens: ByNumber<i64>,
    /// Ordered pairs of people who have a token in the same, by how many worked on its document.
    pub n_agreeing: ByNumber<i64>,
    /// Tokens that two units of one person touch.
    pub n_torn: i64,
    /// Documents that somebody did not work on.
    pub n_incomplete: i64,
}
adds!(GroupTokens: tags, n_outside, n_tokens, n_agreeing, n_torn, n_incomplete);

/// What there is in a document, of which pairs and sets are counted already.
pub(super) fn counted(tally: &DocumentTally, is_complete: bool) -> GroupTokens {
    let mut tokens = GroupTokens { n_incomplete: i64::from(!is_complete), ..GroupTokens::default() };
    let n_people = tally.sets.len() as u32;
    if n_people < 2 {
        return tokens;
    }
    for (_, set) in &tally.sets {
        tokens.n_torn += set.n_torn;
        for (tag, counts) in set.tags.iter() {
            tokens.tags.count(tag, |n| *n += counts.n_tokens);
        }
        tokens.n_outside += tally.n_tokens - set.tags.sum(None, |counts| counts.n_tokens);
    }
    let agreeing = |(_, _, pair): &(_, _, super::tally::PairTally)| {
        2 * (pair.n_outside + pair.tags.sum(None, |counts| counts.n_tokens))
    };
    let n_agreeing: i64 = tally.pairs.iter().map(agreeing).sum();
    tokens.n_agreeing.count(n_people, |n| *n = n_agreeing);
    tokens.n_tokens.count(n_people, |n| *n = tally.n_tokens);
    tokens
}

/// Nominal alpha; who did not work on a document is missing from its tokens.
pub(super) fn token_alpha(sum: &Sum) -> Result<f64, Undefined> {
    let tokens = &sum.group.tokens;
    if tokens.n_torn > 0 {
        return Err(Undefined::TornToken);
    }
    let totals = tokens.tags.iter().map(|(_, n)| *n).chain([tokens.n_outside]);
    nominal_alpha(totals, &tokens.n_agreeing)
}

/// Fleiss' kappa, where everybody worked on every document.
pub(super) fn token_fleiss(sum: &Sum) -> Result<f64, Undefined> {
    let tokens = &sum.group.tokens;
    if tokens.n_torn > 0 {
        return Err(Undefined::TornToken);
    }
    if tokens.n_incomplete > 0 {
        return Err(Undefined::Missing);
    }
    let m = i128::from(sum.n_annotators() as u64);
    let n = i128::from(tokens.n_tokens.sum(None, |n| *n));
    let n_agreeing = i128::from(tokens.n_agreeing.sum(None, |n| *n));
    let squares: i128 =
        tokens.tags.iter().map(|(_, n)| *n).chain([tokens.n_outside]).map(|n| i128::from(n).pow(2)).sum();
    // Observed: agreeing / (n m (m - 1)); expected: squares / (n m)².
    let (all, pairs) = (n * m, n * m * (m - 1));
    if pairs <= 0 {
        return Err(Undefined::NothingShared);
    }
    if squares == all * all {
        return Err(Undefined::OneCategory);
    }
    let (observed, expected) = (n_agreeing as f64 / pairs as f64, squares as f64 / (all * all) as f64);
    Ok((observed - expected) / (1.0 - expected))
}
