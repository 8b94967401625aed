//! Cohen's kappa over tokens, each of which is in a span of some tag or in none; with what begins a span told from what goes on
//! in it (IOB2, Ramshaw and Marcus 1995) and without, and the share of tokens that are in the same.
//!
//! A token is in a span with which it shares a character. Where two spans of one person touch a token there is no such
//! figure.

use super::Undefined;
use super::margins::Margins;
use super::marks::{Marks, TokenMark};
use super::sum::PairSum;
use super::tally::{PairTally, SetTag, SetTally};

/// Counts the tokens in the units of an annotator.
pub(super) fn count(tally: &mut SetTally, marks: &Marks) {
    for mark in &marks.tokens {
        if let TokenMark::Inside { tag, begins } = mark {
            tally.tags.count(*tag, |counts| {
                counts.n_tokens += 1;
                counts.n_begins += i64::from(*begins);
            });
        }
    }
}

/// Counts the tokens that two annotators have in the same.
pub(super) fn count_both(tally: &mut PairTally, one: &Marks, other: &Marks) {
    for pair in one.tokens.iter().zip(&other.tokens) {
        match pair {
            (TokenMark::Outside, TokenMark::Outside) => tally.n_outside += 1,
            (TokenMark::Inside { tag, begins }, TokenMark::Inside { tag: same, begins: too }) if tag == same => {
                tally.tags.count(*tag, |counts| {
                    counts.n_tokens += 1;
                    counts.n_begins += i64::from(*begins && *too);
                    counts.n_continues += i64::from(!begins && !too);
                });
            }
            _ => {}
        }
    }
}

/// Tokens in a span of each tag, and in none.
pub(super) fn tokens_decided(sum: &PairSum) -> Result<Margins, Undefined> {
    is_whole(sum)?;
    let n_agreeing = sum.both.n_outside + sum.both.tags.sum(None, |counts| counts.n_tokens);
    let mut categories = by_tag(sum, |counts| counts.n_tokens);
    categories.push(outside(sum));
    Ok(Margins { n: sum.n_tokens, n_agreeing, categories })
}

/// Tokens that begin a span of each tag, that go on in one, and that are in none.
pub(super) fn tokens_decided_bio(sum: &PairSum) -> Result<Margins, Undefined> {
    is_whole(sum)?;
    let n_agreeing = sum.both.n_outside + sum.both.tags.sum(None, |counts| counts.n_begins + counts.n_continues);
    let mut categories = by_tag(sum, |counts| counts.n_begins);
    categories.extend(by_tag(sum, |counts| counts.n_tokens - counts.n_begins));
    categories.push(outside(sum));
    Ok(Margins { n: sum.n_tokens, n_agreeing, categories })
}

/// The share of tokens that are in the same.
pub(super) fn token_accuracy(sum: &PairSum) -> Result<f64, Undefined> {
    let decided = tokens_decided(sum)?;
    if decided.n == 0 { Err(Undefined::NoText) } else { Ok(decided.observed()) }
}

fn is_whole(sum: &PairSum) -> Result<(), Undefined> {
    if sum.one.n_torn + sum.other.n_torn > 0 { Err(Undefined::TornToken) } else { Ok(()) }
}

/// How often each has each tag.
fn by_tag(sum: &PairSum, of: impl Fn(&SetTag) -> i64) -> Vec<(i64, i64)> {
    let tags = sum.one.tags.numbers_with(&sum.other.tags);
    tags.map(|tag| (sum.one.tags.sum(Some(tag), &of), sum.other.tags.sum(Some(tag), &of))).collect()
}

fn outside(sum: &PairSum) -> (i64, i64) {
    let n_outside = |set: &SetTally| sum.n_tokens - set.tags.sum(None, |counts| counts.n_tokens);
    (n_outside(&sum.one), n_outside(&sum.other))
}
