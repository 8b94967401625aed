//! From lines to documents.

use super::columns::{Token, are_numbered, on_one_line, token};
use crate::formats::escape::unescaped;
use crate::formats::exchange::{Document, Label, Set, Span};
use crate::formats::tag_rows::{is_cut, runs};
use crate::formats::{FormatError, InputFile, LossKind, Losses, ReadCx};
use crate::model::Source;
use crate::text::{Offset, Text, TextRange};
use encoding_rs::Encoding;

/// The longest line, in bytes.
const LINE: u64 = 100_000_000;

/// How much of a file tells whether its lines are numbered, in bytes.
const HEAD: u64 = 65_536;

/// Reads a file of lines; a document ends where the next begins.
pub(super) fn documents(file: &InputFile, cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
    let (encoding, mut losses) = (cx.options.encoding, Losses::default());
    let are_numbered = has_numbers(file, encoding)?;
    let mut open = Building::new(file);
    let mut n_before = 0;
    let read = file.lines(LINE, encoding, &mut losses, |number, line, losses| {
        let line = line.trim_end_matches('\r');
        if line.starts_with("-DOCSTART-") {
            let ready = std::mem::replace(&mut open, Building::new(file));
            open.is_begun = true;
            if let Some(document) = ready.document(n_before, losses)? {
                n_before += 1;
                cx.document(document)?;
            }
        } else if line.trim().is_empty() {
            open.end_sentence();
        } else if let Some(tokens) = on_one_line(line) {
            tokens.iter().for_each(|token| open.token(token));
            open.end_sentence();
        } else if let Some(token) = token(line, are_numbered) {
            open.token(&token);
            open.columns = (number, open.columns.2, line.split_whitespace().count());
        } else if !line.starts_with('#') {
            cx.refuse(FormatError::malformed("there is no tag in the last column", &file.name, number, 0))?;
        }
        Ok(())
    });
    cx.losses.append(losses);
    read?;
    if open.may_be_cut() && !file.has_last_end()? {
        cx.refuse(FormatError::malformed("the file ends in this line", &file.name, open.columns.0, 0))?;
        open.drop_last();
    }
    let mut losses = Losses::default();
    let last = open.document(n_before, &mut losses)?;
    cx.losses.append(losses);
    last.map_or(Ok(()), |document| cx.document(document))
}

/// Whether the lines of a file begin with the numbers of their tokens. The last line of its beginning may be cut off.
fn has_numbers(file: &InputFile, encoding: Option<&'static Encoding>) -> Result<bool, FormatError> {
    let Ok(head) = file.decoded(&file.head(HEAD)?, encoding) else { return Ok(false) };
    let content = head.text.as_str();
    let is_whole = file.n_bytes()? <= HEAD;
    let end = if is_whole { content.len() } else { content.rfind('\n').unwrap_or_default() };
    Ok(are_numbered(content.get(..end).unwrap_or_default()))
}

/// A document that is put together.
struct Building<'a> {
    file: &'a InputFile,
    /// Whether a line said that it begins.
    is_begun: bool,
    content: String,
    /// The tokens of the open sentence: where they are, and their tags.
    tokens: Vec<(usize, usize)>,
    rows: Vec<Vec<String>>,
    /// The last line with a token, how many columns the one before it has, and how many it has.
    columns: (usize, usize, usize),
    /// Where spans begin and end in the content, and what they are.
    spans: Vec<(usize, usize, String)>,
    /// Spans that begin with `I-`, and whether others begin with `B-` after nothing: then those are mistakes.
    n_inside: usize,
    has_begin: bool,
}

impl<'a> Building<'a> {
    fn new(file: &'a InputFile) -> Self {
        Self {
            file,
            is_begun: false,
            content: String::new(),
            tokens: Vec::new(),
            rows: Vec::new(),
            columns: (0, 0, 0),
            spans: Vec::new(),
            n_inside: 0,
            has_begin: false,
        }
    }

    fn token(&mut self, token: &Token<'_>) {
        if !self.content.is_empty() {
            self.content.push(if self.tokens.is_empty() { '\n' } else { ' ' });
        }
        let start = self.content.len();
        self.content.push_str(token.word);
        let n_before = self.tokens.len();
        self.tokens.push((start, self.content.len()));
        while self.rows.len() < token.tags.len() {
            self.rows.push(vec!["O".to_owned(); n_before]);
        }
        for (at, row) in self.rows.iter_mut().enumerate() {
            row.push(token.tags.get(at).map_or_else(|| "O".to_owned(), |tag| (*tag).to_owned()));
        }
    }

    /// Whether the last line of the open sentence could have been longer: it has fewer columns than the one before it, or
    /// goes on with what is no more than a beginning of its tag.
    fn may_be_cut(&self) -> bool {
        let (_, n_before, n) = self.columns;
        self.rows
            .iter()
            .filter_map(|row| row.last_chunk::<2>())
            .any(|[before, tag]| is_cut(before, tag) || (n < n_before && before != "O"))
    }

    fn drop_last(&mut self) {
        self.rows.iter_mut().for_each(|row| drop(row.pop()));
        self.tokens.pop();
        self.content.truncate(self.tokens.last().map_or(0, |(_, end)| *end));
    }

    fn end_sentence(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        for row in &rows {
            let (runs, n_inside) = runs(row.iter().map(String::as_str));
            self.n_inside += n_inside;
            let follows_nothing = |at: usize| at == 0 || row.get(at - 1).is_none_or(|tag| tag == "O");
            self.has_begin |= row.iter().enumerate().any(|(at, tag)| tag.starts_with("B-") && follows_nothing(at));
            for run in runs {
                let first = self.tokens.get(run.tokens.start);
                let last = run.tokens.end.checked_sub(1).and_then(|last| self.tokens.get(last));
                if let Some(((start, _), (_, end))) = first.zip(last) {
                    self.spans.push((*start, *end, run.tag.to_owned()));
                }
            }
        }
        self.tokens.clear();
    }

    /// The document, if there is one.
    fn document(mut self, n_before: usize, losses: &mut Losses) -> Result<Option<Document>, FormatError> {
        self.end_sentence();
        if self.content.is_empty() && !self.is_begun {
            return Ok(None);
        }
        if self.has_begin && self.n_inside > 0 {
            losses.add_many(LossKind::Field, self.n_inside, || {
                format!("{}: a span begins with I- and is taken for one", self.file.name)
            });
        }
        let stem = self.file.stem();
        let id = if n_before == 0 { stem.to_owned() } else { format!("{stem}-{}", n_before + 1) };
        let text = Text::new(self.content).map_err(|why| FormatError::TooLong { why, file: self.file.name.clone() })?;
        let at = |place: usize| Offset::new(place as u32);
        let spans = self
            .spans
            .iter()
            .map(|(start, end, tag)| Span::new(TextRange::between(at(*start), at(*end)), Label::new(unescaped(tag))));
        let set = Set { spans: spans.collect(), ..Set::default() };
        let sets = if set.is_blank() { Vec::new() } else { vec![set] };
        let source = Source { file: self.file.file_name().to_owned(), ..Source::default() };
        Ok(Some(Document { id: Some(id.into()), is_rebuilt: true, source: Some(source), sets, ..Document::new(text) }))
    }
}
