//! The lines of a file of annotations, taken apart.

use crate::formats::{FormatError, InputFile, ReadCx};

/// One annotation, as its line says it.
#[derive(Debug, PartialEq)]
pub(super) struct Line<'a> {
    /// Its number in the file, counted from 1.
    pub(super) number: usize,
    /// What it is called: `T1`, or `*`.
    pub(super) id: &'a str,
    /// What it says.
    pub(super) what: What<'a>,
}

/// What an annotation says.
#[derive(Debug, PartialEq)]
pub(super) enum What<'a> {
    /// `T`: a span.
    Span {
        /// Its type.
        tag: &'a str,
        /// Where its pieces begin and end.
        pieces: Vec<(i64, i64)>,
        /// What it covers, if that is said.
        words: Option<&'a str>,
    },
    /// `R` or an `E` line's arguments: links to spans, each with its role.
    Relation {
        /// Its type.
        tag: &'a str,
        /// The ends.
        arguments: Vec<(&'a str, &'a str)>,
    },
    /// `E`: an event, with the span that triggers it.
    Event {
        /// The trigger.
        trigger: &'a str,
        /// Who takes part, each with a role.
        arguments: Vec<(&'a str, &'a str)>,
    },
    /// `*`: things that are the same.
    Same {
        /// The type of sameness.
        tag: &'a str,
        /// The things.
        members: Vec<&'a str>,
    },
    /// `A` or `M`: an attribute, with its value if it has one.
    Attribute {
        /// Its name.
        name: &'a str,
        /// What has it.
        of: &'a str,
        /// Its value.
        value: Option<&'a str>,
    },
    /// `N`: what something is in a database.
    Normalization {
        /// Its type.
        name: &'a str,
        /// What has it.
        of: &'a str,
        /// The database and the id there.
        reference: &'a str,
        /// What it is called there.
        words: &'a str,
    },
    /// `#`: a note.
    Note {
        /// Its type.
        name: &'a str,
        /// What it is on.
        on: &'a str,
        /// What it says.
        body: &'a str,
    },
}

/// The annotations of a file, line by line.
pub(super) fn lines<'a>(content: &'a str, file: &InputFile, cx: &mut ReadCx<'_>) -> Result<Vec<Line<'a>>, FormatError> {
    let mut lines = Vec::new();
    for (whole, number) in content.split_inclusive('\n').zip(1..) {
        let line = whole.strip_suffix('\n').unwrap_or(whole);
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.trim().is_empty() {
            continue;
        }
        match parsed(line, number).and_then(|line| whole_one(line, whole.ends_with('\n'))) {
            Ok(line) => lines.push(line),
            Err(why) => cx.refuse(FormatError::malformed(why, &file.name, number, 0))?,
        }
    }
    Ok(lines)
}

/// A line, unless the file may be cut off in it: of the number at its end, digits could be missing.
fn whole_one(line: Line<'_>, has_end: bool) -> Result<Line<'_>, String> {
    match line.what {
        What::Span { words: None, .. } if !has_end => {
            Err("the file ends in this line, without the words of the span".to_owned())
        }
        _ => Ok(line),
    }
}

fn parsed(line: &str, number: usize) -> Result<Line<'_>, String> {
    let (id, rest) = line.split_once('\t').ok_or("there is no tab after the id of the annotation")?;
    let (body, tail) = rest.split_once('\t').map_or((rest, None), |(body, tail)| (body, Some(tail)));
    let mut words = body.split_whitespace();
    let first = words.next().ok_or("there is nothing after the id of the annotation")?;
    let what = match id.chars().next() {
        Some('T') => What::Span { tag: first, pieces: pieces(body, first)?, words: tail },
        Some('R') => What::Relation { tag: first, arguments: words.map(argument).collect::<Result<_, _>>()? },
        Some('E') => {
            let (_, trigger) = argument(first)?;
            What::Event { trigger, arguments: words.map(argument).collect::<Result<_, _>>()? }
        }
        Some('*') => What::Same { tag: first, members: words.collect() },
        Some('A' | 'M') => {
            let of = words.next().ok_or("the attribute does not say what has it")?;
            let value = words.next();
            match words.next() {
                Some(_) => return Err("the attribute has more than one value".to_owned()),
                None => What::Attribute { name: first, of, value },
            }
        }
        Some('N') => {
            let (of, reference) = words.next().zip(words.next()).ok_or("the reference names no entry of a database")?;
            // Each time that brat saves, it puts a tab before the words.
            What::Normalization { name: first, of, reference, words: tail.unwrap_or_default().trim_start_matches('\t') }
        }
        Some('#') => {
            let on = words.next().ok_or("the note does not say what it is on")?;
            What::Note { name: first, on, body: tail.unwrap_or_default() }
        }
        _ => return Err(format!("{id:?} is no id of an annotation: it begins with none of T E R A M N * #")),
    };
    Ok(Line { number, id, what })
}

/// `0 3;6 8`.
fn pieces(body: &str, tag: &str) -> Result<Vec<(i64, i64)>, String> {
    let offsets = body.split_once(tag).map_or("", |(_, offsets)| offsets).trim();
    let piece = |piece: &str| {
        let mut ends = piece.split_whitespace().map(str::parse::<i64>);
        match (ends.next(), ends.next(), ends.next()) {
            (Some(Ok(start)), Some(Ok(end)), None) => Ok((start, end)),
            _ => Err(format!("{piece:?} is no start and end")),
        }
    };
    offsets.split(';').map(piece).collect()
}

/// `Arg1:T1`.
fn argument(word: &str) -> Result<(&str, &str), String> {
    word.rsplit_once(':').ok_or_else(|| format!("{word:?} is no role with an id after a colon"))
}
