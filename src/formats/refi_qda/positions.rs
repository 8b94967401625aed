//! How a program counts: the standard says code points, and real files differ. The names of selections, which often are
//! quotes, tell.

use crate::model::Fragments;
use crate::text::{Text, TextRange, Unit, quote};
use std::fmt;

/// Where a file says that a selection is, and what it is called.
pub(super) struct Claimed<'x> {
    pub(super) start: i64,
    pub(super) end: i64,
    pub(super) name: &'x str,
}

/// A way to count.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Count {
    pub(super) unit: Unit,
    /// CR LF is one.
    pub(super) joins_breaks: bool,
    /// A byte order mark before the text counts.
    pub(super) has_mark: bool,
    /// The last character is that at the end.
    pub(super) ends_inclusive: bool,
}

impl Count {
    /// As the standard is read nearly everywhere.
    pub(super) const STANDARD: Self =
        Self { unit: Unit::CodePoint, joins_breaks: false, has_mark: false, ends_inclusive: false };

    /// All ways, the likelier before.
    fn all(text: &Text, has_mark: bool) -> Vec<Self> {
        let has_breaks = text.as_str().contains("\r\n");
        let mut all = Vec::new();
        for ends_inclusive in [false, true] {
            for joins_breaks in [false, true].into_iter().filter(|joins| has_breaks || !joins) {
                for has_mark in [false, true].into_iter().filter(|counts| has_mark || !counts) {
                    for unit in [Unit::CodePoint, Unit::Utf16, Unit::Byte] {
                        all.push(Self { unit, joins_breaks, has_mark, ends_inclusive });
                    }
                }
            }
        }
        all
    }
}

/// In what it is not the standard's.
impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Byte => "in bytes of UTF-8",
            Unit::CodePoint => "",
            Unit::Utf16 => "in UTF-16 units",
        };
        let said = |is: bool, words: &'static str| if is { words } else { "" };
        let words = [
            unit,
            said(self.joins_breaks, "CR LF counts as one"),
            said(self.has_mark, "the byte order mark counts"),
            said(self.ends_inclusive, "the end is the last character and not what comes after it"),
        ];
        let words: Vec<&str> = words.into_iter().filter(|words| !words.is_empty()).collect();
        f.write_str(&words.join(", "))
    }
}

/// A text with what is needed to find places in it in some way of counting.
struct Counted<'t> {
    text: &'t Text,
    count: Count,
    /// Where the breaks are that count one less than they are long, in units without them.
    breaks: Vec<usize>,
}

impl<'t> Counted<'t> {
    fn new(text: &'t Text, count: Count) -> Self {
        let mut breaks = Vec::new();
        if count.joins_breaks {
            for (n, (at, _)) in text.as_str().match_indices("\r\n").enumerate() {
                breaks.push(text.count(text.floor(at), count.unit) - n);
            }
        }
        Self { text, count, breaks }
    }

    fn place(&self, claimed: &Claimed<'_>) -> Result<TextRange, String> {
        let unit = |at: i64| {
            let at = at.saturating_sub(i64::from(self.count.has_mark));
            let at = usize::try_from(at).map_err(|_| format!("position {at} lies before the text"))?;
            Ok::<usize, String>(at + self.breaks.partition_point(|before| *before < at))
        };
        let end = claimed.end.saturating_add(i64::from(self.count.ends_inclusive));
        self.text.range(unit(claimed.start)?, unit(end)?, self.count.unit).map_err(|error| error.to_string())
    }
}

/// The places of all selections of a text, and the way of counting: another than the standard's only if it fits every
/// name that is a quote of the text. A selection whose name stands elsewhere in the text, and not there, has no place.
pub(super) fn placed(text: &Text, claimed: &[Claimed<'_>], has_mark: bool) -> (Count, Vec<Result<Fragments, String>>) {
    let standard = Counted::new(text, Count::STANDARD);
    let is_right = |one: &Claimed<'_>| {
        let name = collapsed(one.name);
        standard.place(one).is_ok_and(|at| name.is_empty() || is_said(text.slice(at), &name))
    };
    let are_right: Vec<bool> = claimed.iter().map(is_right).collect();
    // Names are only looked for in the whole text where one of them does not say what is there.
    let words = if are_right.contains(&false) { collapsed(text.as_str()) } else { String::new() };
    let name = |(one, is_right): (&Claimed<'_>, &bool)| {
        let known = Some(collapsed(one.name)).filter(|name| *is_right && !name.is_empty());
        known.or_else(|| quote_in(&words, one.name))
    };
    let names: Vec<Option<String>> = claimed.iter().zip(&are_right).map(name).collect();
    let fits = |counted: &Counted<'_>| {
        claimed.iter().zip(&names).all(|(one, name)| match (counted.place(one), name) {
            (Ok(at), Some(name)) => is_said(text.slice(at), name),
            (at, _) => at.is_ok(),
        })
    };
    let has_quotes = names.iter().any(Option::is_some);
    let mut ways = Count::all(text, has_mark).into_iter();
    let way = ways.find(|count| (has_quotes || *count == Count::STANDARD) && fits(&Counted::new(text, *count)));
    let count = way.unwrap_or(Count::STANDARD);
    let counted = Counted::new(text, count);
    let place = |(one, name): (&Claimed<'_>, &Option<String>)| {
        let at = counted.place(one)?;
        let slice = text.slice(at);
        match name {
            Some(name) if !is_near(slice, name) => {
                Err(format!("the text there is “{}” and not “{}”", quote(slice), quote(name)))
            }
            _ => Ok(Fragments::one(at)),
        }
    };
    (count, claimed.iter().zip(&names).map(place).collect())
}

/// A name as a quote, if the text has it somewhere.
fn quote_in(words: &str, name: &str) -> Option<String> {
    let name = collapsed(name);
    let cut = name.strip_suffix('…').or_else(|| name.strip_suffix("...")).unwrap_or(&name).trim();
    (!cut.is_empty() && words.contains(cut)).then_some(name)
}

/// Whether a name says what is there, in full or cut.
fn is_said(slice: &str, name: &str) -> bool {
    let slice = collapsed(slice);
    let cut = name.strip_suffix('…').or_else(|| name.strip_suffix("...")).map(str::trim);
    slice == name || cut.is_some_and(|cut| slice.starts_with(cut))
}

/// Whether a name may be a person's word for what is there: one goes on where the other ends.
fn is_near(slice: &str, name: &str) -> bool {
    let short = collapsed(slice);
    is_said(slice, name) || (!short.is_empty() && (name.starts_with(&short) || short.starts_with(name)))
}

/// Words with single spaces between them: programs put those for line breaks.
fn collapsed(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, has_mark: bool, claimed: &[(i64, i64, &str)], count: Count, expected: &[&str]) {
        let text = Text::new(text.to_owned()).unwrap();
        let claimed: Vec<_> = claimed.iter().map(|&(start, end, name)| Claimed { start, end, name }).collect();
        let (found, places) = placed(&text, &claimed, has_mark);
        assert_eq!(found, count);
        let words: Vec<&str> = places.iter().map(|at| at.as_ref().map_or("–", |at| text.slice(at.hull()))).collect();
        assert_eq!(words, expected);
    }

    #[test]
    fn quotes_tell_how_a_program_counts() {
        let standard = Count::STANDARD;
        let text = "Ana 👍 Bo\r\nand Cem\r\nalso";
        let breaks = Count { joins_breaks: true, ..standard };
        check(text, false, &[(0, 3, "Ana"), (6, 8, "Bo"), (14, 17, "Cem")], standard, &["Ana", "Bo", "Cem"]);
        check(text, false, &[(13, 16, "Cem"), (17, 21, "also")], breaks, &["Cem", "also"]);
        check(text, false, &[(0, 2, "Ana"), (6, 7, "Bo")], Count { ends_inclusive: true, ..standard }, &["Ana", "Bo"]);
        check(text, false, &[(7, 9, "Bo")], Count { unit: Unit::Utf16, ..standard }, &["Bo"]);
        check(text, true, &[(1, 4, "Ana"), (7, 9, "Bo")], Count { has_mark: true, ..standard }, &["Ana", "Bo"]);
        check(text, false, &[(6, 16, "Bo and…")], Count { joins_breaks: false, ..standard }, &["Bo\r\nand Ce"]);
    }

    #[test]
    fn ways_to_count_are_told_in_words() {
        let all = Count { unit: Unit::Utf16, joins_breaks: true, has_mark: true, ends_inclusive: true };
        let said = "in UTF-16 units, CR LF counts as one, the byte order mark counts, the end is the last character and not what comes after it";
        assert_eq!(all.to_string(), said);
        assert_eq!(Count { joins_breaks: true, ..Count::STANDARD }.to_string(), "CR LF counts as one");
    }

    #[test]
    fn names_of_peoples_own_are_no_quotes() {
        let text = "Diet and health are closely linked";
        let claimed = [(0, 4, "what people eat"), (9, 23, "health are closely"), (5, 8, "linked")];
        check(text, false, &claimed, Count::STANDARD, &["Diet", "health are clo", "–"]);
    }
}
