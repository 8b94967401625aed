//! What the numbers count. The server counts code points; the editor counts UTF-16, or graphemes in projects that ask for
//! it, and says so nowhere. No covered text is there to check by.

use crate::formats::ReadOptions;
use crate::model::Fragments;
use crate::text::{Offset, Text, TextRange, Unit};
use unicode_segmentation::UnicodeSegmentation;

/// Where spans lie, and what was found out about the unit.
pub(super) struct Found {
    pub(super) places: Vec<Result<Fragments, String>>,
    /// What there is to say about the unit.
    pub(super) remark: Option<&'static str>,
}

/// The places of all spans of one document: in the unit that was asked for, else in code points, else in UTF-16 if only that
/// fits them all.
pub(super) fn places(text: &Text, spans: &[(i64, i64)], options: &ReadOptions) -> Found {
    if options.graphemes {
        let bounds = grapheme_bounds(text);
        let at = |n: usize| bounds.get(n).copied().ok_or(bounds.len().saturating_sub(1));
        return Found { places: spans.iter().map(|span| by(*span, at)).collect(), remark: None };
    }
    let in_unit =
        |unit: Unit| -> Vec<Result<Fragments, String>> { spans.iter().map(|span| place(text, *span, unit)).collect() };
    if let Some(unit) = options.unit {
        return Found { places: in_unit(unit), remark: None };
    }
    let fits = |places: &[Result<Fragments, String>]| places.iter().all(Result::is_ok);
    let in_code_points = in_unit(Unit::CodePoint);
    if !fits(&in_code_points) {
        let in_utf16 = in_unit(Unit::Utf16);
        if fits(&in_utf16) {
            return Found { places: in_utf16, remark: Some("offsets are in utf16 and not in codepoint") };
        }
    }
    let last = in_code_points.iter().flatten().map(|at| at.hull().end()).max();
    let remark = last.is_some_and(|last| units_differ(text.upto(last))).then_some(
        "offsets are taken in codepoint; doccano's editor counts emoji and marks on letters otherwise in some projects",
    );
    Found { places: in_code_points, remark }
}

fn place(text: &Text, span: (i64, i64), unit: Unit) -> Result<Fragments, String> {
    let (start, end) = numbers(span)?;
    text.range(start, end, unit).map(Fragments::one).map_err(|error| error.to_string())
}

fn by(span: (i64, i64), at: impl Fn(usize) -> Result<Offset, usize>) -> Result<Fragments, String> {
    let (start, end) = numbers(span)?;
    let at = |n: usize| at(n).map_err(|len| format!("offset {n} lies outside the text, which ends at {len}"));
    TextRange::new(at(start)?, at(end)?).map(Fragments::one).map_err(|error| error.to_string())
}

fn numbers((start, end): (i64, i64)) -> Result<(usize, usize), String> {
    let number = |n: i64| usize::try_from(n).map_err(|_| format!("offset {n} lies before the text"));
    Ok((number(start)?, number(end)?))
}

/// Where graphemes begin, and where the last one ends.
fn grapheme_bounds(text: &Text) -> Vec<Offset> {
    let starts = text.as_str().grapheme_indices(true).map(|(at, _)| Offset::new(at as u32));
    starts.chain([text.end()]).collect()
}

/// Whether the places behind some text have different numbers in different units.
fn units_differ(before: &str) -> bool {
    if before.is_ascii() && !before.contains('\r') {
        return false;
    }
    let n = before.chars().count();
    before.encode_utf16().count() != n || before.graphemes(true).count() != n
}
