//! The lines of a file: its layers, its sentences, and the tokens and parts of tokens in them.

use super::cells::text_unescaped;
use super::header::{Layer, layer};
use crate::formats::FormatError;
use crate::text::{Text, TextRange, Unit};
use std::collections::HashMap;

/// A file, line by line.
#[derive(Debug, Default)]
pub(super) struct Lines<'a> {
    pub(super) layers: Vec<Layer>,
    pub(super) sentences: Vec<Sentence>,
    /// The tokens and parts of tokens of all sentences, in order.
    pub(super) places: Vec<Place<'a>>,
    /// The same by their names.
    pub(super) by_name: HashMap<&'a str, usize>,
}

/// A sentence: its text, and which of the places are in it.
#[derive(Debug, Default)]
pub(super) struct Sentence {
    pub(super) line: usize,
    pub(super) text: String,
    pub(super) places: std::ops::Range<usize>,
}

/// A token or a part of one, with its cells.
#[derive(Debug)]
pub(super) struct Place<'a> {
    pub(super) line: usize,
    pub(super) begin: i64,
    pub(super) end: i64,
    pub(super) words: &'a str,
    pub(super) cells: Vec<&'a str>,
}

/// Reads all lines.
pub(super) fn lines<'a>(text: &'a str, file: &str) -> Result<Lines<'a>, FormatError> {
    let mut lines = Lines::default();
    let mut is_open = false;
    for (whole, number) in text.split_inclusive('\n').zip(1..) {
        let line = whole.strip_suffix('\n').unwrap_or(whole);
        let line = line.strip_suffix('\r').unwrap_or(line);
        if number == 1 {
            check_version(line, file)?;
        } else if let Some(said) = line.strip_prefix("#Text=") {
            let start = lines.places.len();
            match lines.sentences.last_mut().filter(|it| is_open && it.places.is_empty()) {
                Some(sentence) => sentence.text.extend(["\n", &text_unescaped(said)]),
                None => {
                    lines.sentences.push(Sentence { line: number, text: text_unescaped(said), places: start..start });
                }
            }
            is_open = true;
        } else if line.is_empty() {
            is_open = false;
        } else if line.starts_with('#') {
            let first = lines.n_columns();
            lines.layers.extend(layer(line, first));
        } else {
            lines.add_place(line, number, file)?;
            if !whole.ends_with('\n') {
                return Err(FormatError::malformed("the file ends in this line", file, number, 0));
            }
        }
    }
    Ok(lines)
}

fn check_version(line: &str, file: &str) -> Result<(), FormatError> {
    let version = line.strip_prefix("#FORMAT=WebAnno TSV ");
    let why = match version {
        Some(version) if version.starts_with('3') => return Ok(()),
        Some(version) => {
            format!("this is WebAnno TSV {version}, and version 3 is read: export it again as “WebAnno TSV v3.3”")
        }
        None => "the first line does not say that this is WebAnno TSV".to_owned(),
    };
    Err(FormatError::malformed(why, file, 1, 0))
}

impl<'a> Lines<'a> {
    fn n_columns(&self) -> usize {
        self.layers.last().map_or(0, |layer| layer.first + layer.columns.len())
    }

    fn add_place(&mut self, line: &'a str, number: usize, file: &str) -> Result<(), FormatError> {
        let malformed = |why: String| FormatError::malformed(why, file, number, 0);
        let mut fields = line.split('\t');
        let name = fields.next().unwrap_or_default();
        let is_name = name.split(['-', '.']).all(|part| part.parse::<u32>().is_ok()) && name.contains('-');
        if !is_name {
            return Err(malformed(format!("{name:?} is no number of a token, such as 1-1")));
        }
        let offsets = fields.next().unwrap_or_default();
        let range = offsets.split_once('-').and_then(|(begin, end)| Some((begin.parse().ok()?, end.parse().ok()?)));
        let (begin, end) =
            range.ok_or_else(|| malformed(format!("{offsets:?} does not say where {name} begins and ends")))?;
        let words = fields.next().unwrap_or_default();
        let cells: Vec<&str> = fields.collect();
        let n_columns = self.n_columns();
        if cells.len() < n_columns {
            let n = cells.len();
            return Err(malformed(format!(
                "the line of {name} has {n} columns of layers, and there should be {n_columns}"
            )));
        }
        let at = self.places.len();
        if self.by_name.insert(name, at).is_some() {
            return Err(malformed(format!("there are two lines of {name}")));
        }
        let sentence =
            self.sentences.last_mut().ok_or_else(|| malformed(format!("{name} stands before any #Text=")))?;
        sentence.places.end = at + 1;
        self.places.push(Place { line: number, begin, end, words, cells });
        Ok(())
    }

    /// The text, rebuilt from its sentences by where their first tokens begin, in a unit. Between them stand spaces, or
    /// one line break where there is room for one character.
    pub(super) fn text(&self, unit: Unit, file: &str) -> Result<String, FormatError> {
        let mut text = String::new();
        let mut n = 0_i64;
        for sentence in &self.sentences {
            let begin =
                self.places.get(sentence.places.start).filter(|_| !sentence.places.is_empty()).map_or(n, |it| it.begin);
            if begin < n {
                let why = format!("the sentence begins at {begin}, and the one before it ends at {n}");
                return Err(FormatError::malformed(why, file, sentence.line, 0));
            }
            let gap = usize::try_from(begin - n).unwrap_or(usize::MAX);
            if gap > Text::MAX_BYTES {
                let why = format!("the sentence begins at {begin}, which is further than the longest text");
                return Err(FormatError::malformed(why, file, sentence.line, 0));
            }
            match gap {
                1 if n > 0 => text.push('\n'),
                gap => text.extend(std::iter::repeat_n(' ', gap)),
            }
            text.push_str(&sentence.text);
            n = begin + n_units(&sentence.text, unit) as i64;
        }
        Ok(text)
    }

    /// The last line, if words of the text come after the tokens.
    pub(super) fn ends_before(&self, text: &Text, unit: Unit) -> Option<usize> {
        let last = self.places.last()?;
        let end = self.places.iter().map(|place| place.end).max().and_then(|end| usize::try_from(end).ok())?;
        let at = text.offset(end, unit).ok()?;
        let rest = text.slice(TextRange::between(at, text.end()));
        (!rest.trim().is_empty()).then_some(last.line)
    }

    /// Whether all tokens are what the text has at their offsets, in a unit.
    pub(super) fn fit(&self, text: &Text, unit: Unit) -> bool {
        self.places.iter().all(|place| {
            let range = usize::try_from(place.begin).ok().zip(usize::try_from(place.end).ok());
            range
                .and_then(|(begin, end)| text.range(begin, end, unit).ok())
                .is_some_and(|at| text.slice(at) == place.words)
        })
    }
}

fn n_units(text: &str, unit: Unit) -> usize {
    match unit {
        Unit::Byte => text.len(),
        Unit::CodePoint => text.chars().count(),
        Unit::Utf16 => text.chars().map(char::len_utf16).sum(),
    }
}
