//! Where an annotation points: by numbers, by words, or by both.

use crate::model::Fragments;
use crate::text::{Offset, Text, TextRange, quote};
use serde_json::Value;

/// The deepest that selectors are looked into.
const DEPTH: usize = 16;

/// A place in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Where {
    /// Its ends, counted from the beginning of the text.
    pub(super) ends: Option<(i64, i64)>,
    /// The words there, and those around them.
    pub(super) words: Option<Words>,
}

/// The words at a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    pub(super) exact: String,
    prefix: String,
    suffix: String,
}

impl Where {
    /// The place that a selector means; several in a list are ways to say the same.
    pub(super) fn of(selector: &Value) -> Self {
        let mut place = Self::default();
        place.add(selector, true, 0);
        place
    }

    fn add(&mut self, selector: &Value, is_whole: bool, depth: usize) {
        if depth > DEPTH {
            return;
        }
        if let Value::Array(alternatives) = selector {
            return alternatives.iter().for_each(|selector| self.add(selector, is_whole, depth + 1));
        }
        let number = |selector: &Value, key: &str| selector.get(key).and_then(Value::as_i64);
        let word = |key: &str| selector.get(key).and_then(Value::as_str).unwrap_or_default();
        let mut ends = None;
        match word("type") {
            "TextPositionSelector" => ends = number(selector, "start").zip(number(selector, "end")),
            "TextQuoteSelector" if selector.get("exact").is_some_and(Value::is_string) => {
                self.words.get_or_insert_with(|| Words {
                    exact: word("exact").to_owned(),
                    prefix: word("prefix").to_owned(),
                    suffix: word("suffix").to_owned(),
                });
            }
            "FragmentSelector" => ends = characters(word("value")),
            "RangeSelector" => {
                let start = selector.get("startSelector").and_then(|start| number(start, "start"));
                ends = start.zip(selector.get("endSelector").and_then(|end| number(end, "start")));
            }
            _ => {}
        }
        // What refines another selector counts from where that one begins, wherever that is.
        if is_whole {
            self.ends = self.ends.or(ends);
        }
        if let Some(refined) = selector.get("refinedBy") {
            self.add(refined, false, depth + 1);
        }
    }
}

/// The fragment of plain text, `char=6,8`.
fn characters(fragment: &str) -> Option<(i64, i64)> {
    let (start, end) = fragment.strip_prefix("char=")?.split(';').next()?.split_once(',')?;
    start.parse().ok().zip(end.parse().ok())
}

impl Words {
    /// The one place that has these words; those around them count where there are several.
    pub(super) fn place(&self, text: &Text) -> Result<Fragments, String> {
        if self.exact.is_empty() {
            return Err("no numbers and no words say where it is".to_owned());
        }
        let found: Vec<usize> = text.as_str().match_indices(&self.exact).map(|(at, _)| at).take(1000).collect();
        let is_within = |at: &&usize| {
            let (before, after) = (text.as_str().get(..**at), text.as_str().get(**at + self.exact.len()..));
            before.is_some_and(|before| before.ends_with(&self.prefix))
                && after.is_some_and(|after| after.starts_with(&self.suffix))
        };
        let exact: Vec<&usize> = found.iter().filter(is_within).collect();
        let at = match (found.as_slice(), exact.as_slice()) {
            ([one], _) => *one,
            (_, [one]) => **one,
            ([], _) => return Err(format!("“{}” is not in the text", quote(&self.exact))),
            _ => return Err(format!("“{}” is in the text more than once", quote(&self.exact))),
        };
        let end = Offset::new((at + self.exact.len()) as u32);
        Ok(Fragments::one(TextRange::between(Offset::new(at as u32), end)))
    }
}
