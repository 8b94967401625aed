//! From lines to documents.

use super::write::code;
use crate::formats::exchange::{Beside, Document, Label, Relation, Set, Span};
use crate::formats::units::{Claim, placed};
use crate::formats::{FormatError, InputFile, LossKind, Losses, ReadCx, unit_name};
use crate::model::Value;
use crate::text::{Text, Unit, quote};
use std::collections::HashMap;

/// The longest line: the longest text.
const LINE: u64 = 2 * Text::MAX_BYTES as u64;

/// The lines of a document.
#[derive(Default)]
struct Open {
    id: String,
    line: usize,
    title: String,
    rest: Option<String>,
    marks: Vec<Mark>,
    relations: Vec<(usize, String, String, String)>,
}

/// A line for a span.
struct Mark {
    line: usize,
    place: (i64, i64),
    words: String,
    tag: String,
    concept: Option<String>,
}

/// Reads a file.
pub(super) fn documents(file: &InputFile, cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
    let (encoding, mut losses) = (cx.options.encoding, Losses::default());
    let mut open: Option<Open> = None;
    let read = file.lines(LINE, encoding, &mut losses, |number, line, losses| {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if line.trim().is_empty() {
            return open.take().map_or(Ok(()), |open| pass_on(open, file, losses, cx));
        }
        // Some files have no empty line between documents.
        if let Some((id, title)) = line.split_once("|t|").filter(|(id, _)| !id.contains('\t')) {
            if let Some(open) = open.take() {
                pass_on(open, file, losses, cx)?;
            }
            open = Some(Open { id: id.to_owned(), line: number, title: title.to_owned(), ..Open::default() });
            return Ok(());
        }
        let malformed = |why: String| FormatError::malformed(why, &file.name, number, 0);
        let Some(open) = &mut open else {
            return cx.refuse(malformed("this line comes before the title of a document".to_owned()));
        };
        match open.take(line, number) {
            Ok(()) => Ok(()),
            Err(why) => cx.refuse(malformed(why)),
        }
    });
    read?;
    if let Some(open) = open {
        pass_on(open, file, &mut losses, cx)?;
    }
    cx.losses.append(losses);
    Ok(())
}

impl Open {
    fn take(&mut self, line: &str, number: usize) -> Result<(), String> {
        if let Some((_, rest)) = line.split_once("|a|").filter(|(id, _)| *id == self.id) {
            self.rest = Some(rest.to_owned());
            return Ok(());
        }
        let cells: Vec<&str> = line.split('\t').collect();
        if cells.first() != Some(&self.id.as_str()) {
            return Err(format!("the line does not begin with “{}”, the id of its document", quote(&self.id)));
        }
        match cells.as_slice() {
            [_, start, end, words, tag, more @ ..] if start.parse::<i64>().is_ok() => {
                let offset = |cell: &str| cell.parse().map_err(|_| format!("“{}” is no offset", quote(cell)));
                let concept = more.first().filter(|concept| !concept.is_empty() && **concept != "-");
                self.marks.push(Mark {
                    line: number,
                    place: (offset(start)?, offset(end)?),
                    words: (*words).to_owned(),
                    tag: unescaped(tag),
                    concept: concept.map(|concept| (*concept).to_owned()),
                });
                Ok(())
            }
            [_, tag, from, to, ..] => {
                self.relations.push((number, (*tag).to_owned(), (*from).to_owned(), (*to).to_owned()));
                Ok(())
            }
            _ => Err(format!("a line with {} cells is none of a span and none of a relation", cells.len())),
        }
    }
}

impl Mark {
    /// The words of the span, with a line break for the space that stands for the one after the title.
    fn quote(&self, title_end: i64) -> String {
        let at = title_end.checked_sub(self.place.0).and_then(|at| usize::try_from(at).ok());
        let put = |(n, c): (usize, char)| if Some(n) == at && c == ' ' { '\n' } else { c };
        self.words.chars().enumerate().map(put).collect()
    }
}

fn pass_on(open: Open, file: &InputFile, losses: &mut Losses, cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
    let content = match &open.rest {
        Some(rest) => format!("{}\n{rest}", open.title),
        None => open.title.clone(),
    };
    let text = match Text::new(content) {
        Ok(text) => text,
        Err(why) => return cx.refuse(FormatError::TooLong { why, file: file.name.clone() }),
    };
    let stated = cx.options.unit.unwrap_or(Unit::CodePoint);
    let title_end = open.title.chars().count() as i64;
    let claim = |mark: &Mark| Claim { pieces: vec![mark.place], quote: Some(mark.quote(title_end)) };
    let found = placed(&text, &open.marks.iter().map(claim).collect::<Vec<_>>(), stated);
    if found.unit != stated {
        let (said, is) = (unit_name(stated), unit_name(found.unit));
        losses.add(LossKind::Unit, || format!("{}:{}: offsets are in {is} and not in {said}", file.name, open.line));
    }
    let mut set = Set::default();
    let mut by_concept: HashMap<&str, Vec<usize>> = HashMap::new();
    for (mark, at) in open.marks.iter().zip(found.places) {
        let place = || format!("{}:{}: “{}” as {}", file.name, mark.line, quote(&mark.words), mark.tag);
        let at = match at {
            Ok(at) => at,
            Err(why) => {
                losses.add(LossKind::Span, || format!("{}: {why}", place()));
                continue;
            }
        };
        let mut beside = Beside::default();
        if let Some(concept) = &mark.concept {
            by_concept.entry(concept).or_default().push(set.spans.len());
            beside.attributes.insert("identifier".into(), Value::Text(concept.as_str().into()));
        }
        set.spans.push(Span { beside, ..Span::new(at, Label::new(mark.tag.as_str())) });
    }
    for (line, tag, from, to) in &open.relations {
        let only = |concept: &String| {
            by_concept.get(concept.as_str()).filter(|spans| spans.len() == 1).and_then(|spans| spans.first())
        };
        match only(from).zip(only(to)) {
            Some((from, to)) => set.relations.push(Relation::new(*from, *to, Label::new(unescaped(tag)))),
            None => losses.add(LossKind::Relation, || {
                format!(
                    "{}:{line}: {tag} from {from} to {to}: not one span alone has each of these identifiers",
                    file.name
                )
            }),
        }
    }
    let title = Some(open.title).filter(|title| open.rest.is_some() && !title.trim().is_empty());
    let sets = if set.is_blank() { Vec::new() } else { vec![set] };
    cx.document(Document { id: Some(open.id.into()), title, is_rebuilt: true, sets, ..Document::new(text) })
}

/// A tag as it was before [`super::write::escaped`].
pub(super) fn unescaped(tag: &str) -> String {
    let mut plain = String::with_capacity(tag.len());
    let mut rest = tag;
    while let Some((before, after)) = rest.split_once('%') {
        plain.push_str(before);
        match code(after) {
            Some((c, left)) => {
                plain.push(c);
                rest = left;
            }
            None => {
                plain.push('%');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}
