//! From a file's offsets to places in the text, checked against the text that the file says is there.
//!
//! Tools count bytes, code points or UTF-16 units, and not all say which. Most files repeat the covered text: where
//! it differs from what the offsets cover, the other units are tried on the whole document.

use crate::model::Fragments;
use crate::text::{Text, TextRange, Unit, quote};

/// Where a file says that a span lies.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Claim {
    /// Start and end of each piece, in some unit.
    pub(super) pieces: Vec<(i64, i64)>,
    /// What it covers, if the file says.
    pub(super) quote: Option<String>,
}

/// Where the spans of one document lie, and in which unit that is said.
#[derive(Debug)]
pub(super) struct Placed {
    /// The unit that the offsets count in.
    pub(super) unit: Unit,
    /// For each claim its place, or why it has none.
    pub(super) places: Vec<Result<Fragments, String>>,
}

/// What a span covers, its pieces joined by ` … `.
pub fn covered(text: &Text, at: &Fragments) -> String {
    joined(text, at, " … ")
}

/// Finds the places of all spans of one document. The stated unit holds if it fits them all; else another unit, if
/// that one fits them all and their quotes show it; else the stated one, and each span that it does not fit has no
/// place. No span is ever shifted by itself.
pub(super) fn placed(text: &Text, claims: &[Claim], stated: Unit) -> Placed {
    let in_unit = |unit| Placed { unit, places: claims.iter().map(|claim| place(text, claim, unit)).collect() };
    let fits = |placed: &Placed| placed.places.iter().all(Result::is_ok);
    let as_stated = in_unit(stated);
    if fits(&as_stated) || claims.iter().all(|claim| claim.quote.is_none()) {
        return as_stated;
    }
    let others = [Unit::CodePoint, Unit::Utf16, Unit::Byte].into_iter().filter(|unit| *unit != stated);
    others.map(in_unit).find(fits).unwrap_or(as_stated)
}

fn place(text: &Text, claim: &Claim, unit: Unit) -> Result<Fragments, String> {
    let mut ranges = Vec::with_capacity(claim.pieces.len());
    for &(start, end) in &claim.pieces {
        ranges.push(range(text, start, end, unit)?);
    }
    let at = Fragments::new(&ranges).map_err(|_| "its pieces overlap or stand in the wrong order".to_owned())?;
    match &claim.quote {
        Some(said) if !is_quote(text, &at, said) => {
            Err(format!("the text there is “{}” and not “{}”", quote(&covered(text, &at)), quote(said)))
        }
        _ => Ok(at),
    }
}

fn range(text: &Text, start: i64, end: i64, unit: Unit) -> Result<TextRange, String> {
    let offset = |at: i64| usize::try_from(at).map_err(|_| format!("offset {at} lies before the text"));
    text.range(offset(start)?, offset(end)?, unit).map_err(|error| error.to_string())
}

/// Whether a file's word for what a span covers is right. Tools join the pieces of a span in different ways.
fn is_quote(text: &Text, at: &Fragments, said: &str) -> bool {
    if at.n_ranges() == 1 {
        return text.slice(at.hull()) == said;
    }
    text.slice(at.hull()) == said || [" … ", " ", ""].iter().any(|between| joined(text, at, between) == said)
}

fn joined(text: &Text, at: &Fragments, between: &str) -> String {
    let pieces: Vec<&str> = at.iter().map(|range| text.slice(range)).collect();
    pieces.join(between)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claim(start: i64, end: i64, quote: &str) -> Claim {
        Claim { pieces: vec![(start, end)], quote: (!quote.is_empty()).then(|| quote.to_owned()) }
    }

    #[track_caller]
    fn check(claims: &[Claim], unit: Unit, expected: &[Result<&str, &str>]) {
        let text = Text::new("Ana 👍 Bo".to_owned()).unwrap();
        let placed = placed(&text, claims, Unit::CodePoint);
        assert_eq!(placed.unit, unit);
        let places = placed.places.iter();
        let found: Vec<Result<&str, &str>> =
            places.map(|at| at.as_ref().map(|at| text.slice(at.hull())).map_err(String::as_str)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn quotes_show_the_unit() {
        check(&[claim(0, 3, "Ana"), claim(6, 8, "Bo")], Unit::CodePoint, &[Ok("Ana"), Ok("Bo")]);
        check(&[claim(0, 3, "Ana"), claim(7, 9, "Bo")], Unit::Utf16, &[Ok("Ana"), Ok("Bo")]);
        check(&[claim(4, 8, "👍"), claim(9, 11, "Bo")], Unit::Byte, &[Ok("👍"), Ok("Bo")]);
    }

    #[test]
    fn without_one_unit_that_fits_all_spans_are_refused_and_never_shifted() {
        let mixed = [claim(7, 9, "Bo"), claim(9, 11, "Bo"), claim(0, 3, "Ana")];
        let outside = Err("offset 9 lies outside the text, which ends at 8");
        check(&mixed, Unit::CodePoint, &[outside, outside, Ok("Ana")]);
        let wrong = [claim(0, 2, "Ana"), claim(-1, 2, "An"), claim(3, 1, "")];
        let why =
            ["the text there is “An” and not “Ana”", "offset -1 lies before the text", "the range 3–1 runs backwards"];
        check(&wrong, Unit::CodePoint, &why.map(Err));
    }

    #[test]
    fn without_quotes_the_stated_unit_holds() {
        let outside = "offset 9 lies outside the text, which ends at 8";
        check(&[claim(7, 9, ""), claim(0, 3, "")], Unit::CodePoint, &[Err(outside), Ok("Ana")]);
    }
}
