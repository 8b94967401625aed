//! From lines to documents.

use super::columns::{Columns, Number, Row, spaces_unescaped};
use super::entities::{Bracket, brackets, kind_at};
use crate::formats::escape::unescaped;
use crate::formats::exchange::{Document, Label, Set, Span};
use crate::formats::tag_rows::{is_cut, runs};
use crate::formats::{FormatError, InputFile, LossKind, Losses, ReadCx};
use crate::model::Source;
use crate::text::{Offset, Text, TextRange};

/// The longest line, in bytes.
const LINE: u64 = 100_000_000;

/// Reads a file of lines; a document ends where `# newdoc` begins the next.
pub(super) fn documents(file: &InputFile, cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
    let (encoding, mut losses) = (cx.options.encoding, Losses::default());
    let mut open = Building::new(file);
    let mut columns = Columns::default();
    let mut kind_place = 1;
    let mut n_before = 0;
    let read = file.lines(LINE, encoding, &mut losses, |number, line, losses| {
        let line = line.trim_end_matches('\r');
        if let Some(comment) = line.strip_prefix('#') {
            let (key, value) = comment.split_once('=').unwrap_or((comment, ""));
            let (key, value) = (key.trim(), value.trim());
            match key {
                "global.columns" => columns = Columns::of(value),
                "global.Entity" => kind_place = kind_at(value),
                "newdoc" | "newdoc id" => {
                    let ready = std::mem::replace(&mut open, Building::new(file));
                    open.id = (!value.is_empty()).then(|| value.to_owned());
                    if let Some(document) = ready.document(n_before, losses)? {
                        n_before += 1;
                        cx.document(document)?;
                    }
                }
                "newpar" | "newpar id" => open.paragraph_due = true,
                "text" => open.said = Some(value.to_owned()),
                _ => {}
            }
        } else if line.trim().is_empty() {
            open.end_sentence(losses);
        } else {
            match columns.row(line) {
                Ok(row) => {
                    open.row(&row, kind_place);
                    open.line = number;
                }
                Err(why) => cx.refuse(FormatError::malformed(why, &file.name, number, 0))?,
            }
        }
        Ok(())
    });
    cx.losses.append(losses);
    read?;
    if open.may_be_cut() && !file.has_last_end()? {
        cx.refuse(FormatError::malformed("the file ends in this line", &file.name, open.line, 0))?;
        open.drop_last();
    }
    let mut losses = Losses::default();
    let last = open.document(n_before, &mut losses)?;
    cx.losses.append(losses);
    last.map_or(Ok(()), |document| cx.document(document))
}

/// A document that is put together.
struct Building<'a> {
    file: &'a InputFile,
    id: Option<String>,
    content: String,
    /// The last line with a word.
    line: usize,
    /// White space that comes before the next word, and whether the file says so.
    gap: String,
    gap_is_guessed: bool,
    paragraph_due: bool,
    is_guessed: bool,
    /// Where the open sentence begins, its words and their tags.
    sentence: usize,
    words: Vec<(usize, usize)>,
    tags: Vec<String>,
    /// The last number that a range of words stands for.
    covered: u32,
    /// What the file says that the sentence is.
    said: Option<String>,
    /// Entities that are open: id, type and where they began.
    entities: Vec<(String, String, usize)>,
    spans: Vec<(usize, usize, String)>,
    n_more: usize,
}

impl<'a> Building<'a> {
    fn new(file: &'a InputFile) -> Self {
        Self {
            file,
            id: None,
            content: String::new(),
            line: 0,
            gap: String::new(),
            gap_is_guessed: false,
            paragraph_due: false,
            is_guessed: false,
            sentence: 0,
            words: Vec::new(),
            tags: Vec::new(),
            covered: 0,
            said: None,
            entities: Vec::new(),
            spans: Vec::new(),
            n_more: 0,
        }
    }

    fn row(&mut self, row: &Row<'_>, kind_place: usize) {
        self.n_more += usize::from(row.has_more);
        match row.number {
            Number::Empty => return,
            Number::Range(_, last) => self.covered = last,
            // A part of a word that stands in the text as a whole may say where an entity begins or ends.
            Number::Word(number) if number <= self.covered => return self.entity(row, kind_place),
            Number::Word(_) => {}
        }
        if let Some(spaces) = row.value("SpacesBefore") {
            self.gap = spaces_unescaped(spaces);
        } else if self.paragraph_due && !self.content.is_empty() {
            self.gap = "\n".to_owned();
        }
        self.paragraph_due = false;
        self.content.push_str(&std::mem::take(&mut self.gap));
        let start = self.content.len();
        if self.words.is_empty() {
            self.sentence = start;
        }
        self.content.push_str(row.form);
        self.words.push((start, self.content.len()));
        let named = row.tag.or_else(|| row.value("NER")).or_else(|| row.value("NE")).filter(|tag| *tag != "_");
        self.tags.push(named.unwrap_or("O").to_owned());
        self.entity(row, kind_place);
        self.gap_is_guessed = row.value("SpacesAfter").is_none() && row.value("SpaceAfter") != Some("No");
        self.is_guessed |= self.gap_is_guessed;
        self.gap = match (row.value("SpacesAfter"), row.value("SpaceAfter")) {
            (Some(spaces), _) => spaces_unescaped(spaces),
            (None, Some("No")) => String::new(),
            _ => " ".to_owned(),
        };
    }

    /// Whether the last line of the open sentence could have said that a span goes on.
    fn may_be_cut(&self) -> bool {
        let ends = self.tags.last_chunk::<2>();
        ends.is_some_and(|[before, tag]| before != "O" && (tag == "O" || is_cut(before, tag)))
    }

    fn drop_last(&mut self) {
        self.tags.pop();
        self.words.pop();
        let end = self.words.last().map_or(self.sentence, |(_, end)| *end);
        self.content.truncate(end);
        self.spans.retain(|(_, last, _)| *last <= end);
    }

    fn entity(&mut self, row: &Row<'_>, kind_place: usize) {
        let Some((start, end)) = self.words.last().copied() else { return };
        for bracket in row.value("Entity").map(|value| brackets(value, kind_place)).unwrap_or_default() {
            match bracket {
                Bracket::Opens { id, kind } => self.entities.push((id.to_owned(), kind.to_owned(), start)),
                Bracket::Closes(id) => {
                    if let Some(at) = self.entities.iter().rposition(|(open, ..)| open == id) {
                        let (_, kind, begun) = self.entities.remove(at);
                        self.spans.push((begun, end, kind));
                    }
                }
            }
        }
    }

    fn end_sentence(&mut self, losses: &mut Losses) {
        let (runs, _) = runs(self.tags.iter().map(String::as_str));
        for run in runs {
            let first = self.words.get(run.tokens.start);
            let last = run.tokens.end.checked_sub(1).and_then(|last| self.words.get(last));
            if let Some(((start, _), (_, end))) = first.zip(last) {
                self.spans.push((*start, *end, unescaped(run.tag)));
            }
        }
        let is = self.content.get(self.sentence..).unwrap_or_default();
        if let Some(said) = self.said.take().filter(|said| !self.words.is_empty() && !is_same(said, is)) {
            losses.add(LossKind::Field, || format!("{}: the words are “{is}” and not “{said}”", self.file.name));
        }
        self.words.clear();
        self.tags.clear();
        self.covered = 0;
    }

    fn document(mut self, n_before: usize, losses: &mut Losses) -> Result<Option<Document>, FormatError> {
        self.end_sentence(losses);
        if self.content.is_empty() {
            return Ok(None);
        }
        // A space after the last word is nobody's; white space that the file tells of is.
        if !self.gap_is_guessed {
            self.content.push_str(&self.gap);
        }
        losses.add_many(LossKind::Field, self.n_more, || format!("{}: word classes and dependencies", self.file.name));
        let stem = self.file.stem();
        let numbered = || if n_before == 0 { stem.to_owned() } else { format!("{stem}-{}", n_before + 1) };
        let id = self.id.clone().unwrap_or_else(numbered);
        let text = Text::new(self.content).map_err(|why| FormatError::TooLong { why, file: self.file.name.clone() })?;
        let at = |place: usize| Offset::new(place as u32);
        let spans = self
            .spans
            .iter()
            .map(|(start, end, tag)| Span::new(TextRange::between(at(*start), at(*end)), Label::new(tag.as_str())));
        let set = Set { spans: spans.collect(), ..Set::default() };
        let sets = if set.is_blank() { Vec::new() } else { vec![set] };
        let source = Source { file: self.file.file_name().to_owned(), ..Source::default() };
        let is_rebuilt = self.is_guessed;
        Ok(Some(Document { id: Some(id.into()), is_rebuilt, source: Some(source), sets, ..Document::new(text) }))
    }
}

/// Whether two texts have the same words, whatever the white space.
fn is_same(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}
