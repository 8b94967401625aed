//! From a file's offsets to places in the text, checked against the text that the file says is there.
//!
//! Tools count bytes, code points or UTF-16 units, and not all say which. Most files repeat the covered text: where
//! it differs from what the offsets cover, the other units are tried on the whole document.

use super::unit_name;
use crate::model::Fragments;
use crate::text::{Offset, Text, TextRange, Unit, quote};

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
    /// How exactly they count.
    counting: Counting,
    /// For each claim its place, or why it has none.
    pub(super) places: Vec<Result<Fragments, String>>,
}

/// How offsets count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Counting {
    /// In a unit.
    Plain(Unit),
    /// In a unit, a CR LF as one.
    LineEndsAsOne(Unit),
    /// In a unit, from a byte order mark that stands before the text.
    FromMark(Unit),
    /// In what a reader takes for one character.
    Graphemes,
}

impl Placed {
    /// How the offsets count, if that is not how the file should count.
    pub(super) fn otherwise(&self, stated: Unit) -> Option<String> {
        let said = unit_name(stated);
        match self.counting {
            Counting::Plain(unit) if unit == stated => None,
            Counting::Plain(unit) => Some(format!("offsets are in {} and not in {said}", unit_name(unit))),
            Counting::LineEndsAsOne(unit) => {
                Some(format!("offsets are in {} with CR LF as one, and not in {said}", unit_name(unit)))
            }
            Counting::FromMark(unit) => {
                Some(format!("offsets are in {} from a byte order mark on, and not in {said}", unit_name(unit)))
            }
            Counting::Graphemes => Some(format!("offsets are in graphemes and not in {said}")),
        }
    }
}

/// What a span covers, its pieces joined by ` … `.
pub fn covered(text: &Text, at: &Fragments) -> String {
    joined(text, at, " … ")
}

/// Finds the places of all spans of one document. The stated unit holds if it fits them all; else another way to count, if
/// that one fits them all and their quotes show it; else the stated one, and each span that it does not fit has no
/// place. No span is ever shifted by itself.
pub(super) fn placed(text: &Text, claims: &[Claim], stated: Unit) -> Placed {
    let counted = |counting| {
        let scale = Scale::new(text, counting);
        let places = claims.iter().map(|claim| place(text, claim, &scale)).collect();
        Placed { unit: counting.unit(), counting, places }
    };
    let fits = |placed: &Placed| placed.places.iter().all(Result::is_ok);
    let as_stated = counted(Counting::Plain(stated));
    if fits(&as_stated) || claims.iter().all(|claim| claim.quote.is_none()) {
        return as_stated;
    }
    let units = || [Unit::CodePoint, Unit::Utf16, Unit::Byte].into_iter();
    let others = units().map(Counting::Plain).chain(units().map(Counting::LineEndsAsOne));
    let others = others.chain([Counting::Graphemes]).chain(units().map(Counting::FromMark));
    others.filter(|counting| *counting != as_stated.counting).map(counted).find(fits).unwrap_or(as_stated)
}

impl Counting {
    fn unit(self) -> Unit {
        match self {
            Self::Plain(unit) | Self::LineEndsAsOne(unit) | Self::FromMark(unit) => unit,
            Self::Graphemes => Unit::CodePoint,
        }
    }
}

/// Where the offsets of one way to count lie in a text.
struct Scale<'a> {
    text: &'a Text,
    counting: Counting,
    /// Of each CR LF, how it is counted; or where graphemes begin.
    marks: Vec<usize>,
}

impl<'a> Scale<'a> {
    fn new(text: &'a Text, counting: Counting) -> Self {
        let marks = match counting {
            Counting::LineEndsAsOne(unit) => {
                let ends = memchr::memmem::find_iter(text.as_str().as_bytes(), "\r\n");
                ends.enumerate().map(|(before, at)| text.count(text.floor(at), unit) - before).collect()
            }
            Counting::Graphemes => {
                let mut at = Offset::ZERO;
                let mut starts = vec![0];
                while at < text.end() {
                    at = text.next_grapheme(at);
                    starts.push(at.index());
                }
                starts
            }
            Counting::Plain(_) | Counting::FromMark(_) => Vec::new(),
        };
        Self { text, counting, marks }
    }

    fn range(&self, start: i64, end: i64) -> Result<TextRange, String> {
        match self.counting {
            Counting::Graphemes => {
                let (start, end) = (self.grapheme(start)?, self.grapheme(end)?);
                if start > end {
                    Err("it ends before it begins".to_owned())
                } else {
                    Ok(TextRange::between(start, end))
                }
            }
            Counting::Plain(unit) | Counting::LineEndsAsOne(unit) | Counting::FromMark(unit) => {
                let (start, end) = (self.units(start)?, self.units(end)?);
                self.text.range(start, end, unit).map_err(|error| error.to_string())
            }
        }
    }

    /// The offset in plain units.
    fn units(&self, at: i64) -> Result<usize, String> {
        let from_mark = i64::from(matches!(self.counting, Counting::FromMark(_)));
        let counted = at.checked_sub(from_mark).and_then(|at| usize::try_from(at).ok());
        let at = counted.ok_or_else(|| format!("offset {at} lies before the text"))?;
        Ok(at + self.marks.partition_point(|mark| *mark < at))
    }

    fn grapheme(&self, at: i64) -> Result<Offset, String> {
        let index = usize::try_from(at).map_err(|_| format!("offset {at} lies before the text"))?;
        let start = self.marks.get(index).ok_or_else(|| format!("offset {at} lies outside the text"))?;
        Ok(self.text.floor(*start))
    }
}

fn place(text: &Text, claim: &Claim, scale: &Scale<'_>) -> Result<Fragments, String> {
    let mut ranges = Vec::with_capacity(claim.pieces.len());
    for &(start, end) in &claim.pieces {
        ranges.push(scale.range(start, end)?);
    }
    let at = Fragments::new(&ranges).map_err(|_| "its pieces overlap or stand in the wrong order".to_owned())?;
    match &claim.quote {
        Some(said) if !is_quote(text, &at, said) => Err(other_words(text, &at, said)),
        _ => Ok(at),
    }
}

/// That a span does not cover what a file says that it does.
pub(super) fn other_words(text: &Text, at: &Fragments, said: &str) -> String {
    format!("the text there is “{}” and not “{}”", quote(&covered(text, at)), quote(said))
}

/// Whether a file's word for what a span covers is right. Tools join the pieces of a span in different ways.
pub(super) fn is_quote(text: &Text, at: &Fragments, said: &str) -> bool {
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
