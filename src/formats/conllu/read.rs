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
    let mut n_before = 0;
    let read = file.lines(LINE, encoding, &mut losses, |number, line, losses| {
        let line = line.trim_end_matches('\r');
        if let Some(comment) = line.strip_prefix('#') {
            let (key, value) = comment.split_once('=').unwrap_or((comment, ""));
            let (key, value) = (key.trim(), value.trim());
            match key {
                "global.columns" => columns = Columns::of(value),
                "global.Entity" => open.kind_place = kind_at(value),
                "newdoc" | "newdoc id" => {
                    let ready = std::mem::replace(&mut open, Building::new(file));
                    open.kind_place = ready.kind_place;
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
                    open.row(&row, losses);
                    open.line = number;
                }
                Err(why) => cx.refuse(FormatError::malformed(why, &file.name, number, 0))?,
            }
        }
        Ok(())
    });
    cx.losses.append(losses);
    read?;
    let mut losses = Losses::default();
    open.end_token(&mut losses);
    if open.may_be_cut() && !file.has_last_end()? {
        cx.refuse(FormatError::malformed("the file ends in this line", &file.name, open.line, 0))?;
        open.drop_last();
    }
    let last = open.document(n_before, &mut losses)?;
    cx.losses.append(losses);
    last.map_or(Ok(()), |document| cx.document(document))
}

/// A word of the open sentence.
struct Word {
    /// Where it stands; where its token does if it is a part of one that does not tell where.
    start: usize,
    end: usize,
    tag: String,
    /// Whether it is less than stands there: the token begins before it, and ends after it.
    begins_inside: bool,
    ends_inside: bool,
}

/// A token of several words, of which some may be still to come.
struct Whole {
    start: usize,
    end: usize,
    /// The number of its last word.
    last: u32,
    /// The tag that its own line has.
    tag: Option<String>,
    parts: Vec<Part>,
}

/// A word within a token of several.
struct Part {
    form: String,
    tag: Option<String>,
    entity: Option<String>,
}

/// An entity whose closing bracket is to come.
struct OpenEntity {
    id: String,
    kind: String,
    start: usize,
    begins_inside: bool,
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
    /// Where the open sentence begins, and its words.
    sentence: usize,
    words: Vec<Word>,
    /// The token of several words that is being read.
    whole: Option<Whole>,
    /// What the file says that the sentence is.
    said: Option<String>,
    /// The place of the type among the parts of a bracket.
    kind_place: usize,
    entities: Vec<OpenEntity>,
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
            whole: None,
            said: None,
            kind_place: 1,
            entities: Vec::new(),
            spans: Vec::new(),
            n_more: 0,
        }
    }

    fn row(&mut self, row: &Row<'_>, losses: &mut Losses) {
        self.n_more += usize::from(row.has_more);
        let named = row.tag.or_else(|| row.value("NER")).or_else(|| row.value("NE"));
        let tag = named.filter(|tag| !matches!(*tag, "_" | "O")).map(str::to_owned);
        let entity = row.value("Entity");
        match (row.number, &mut self.whole) {
            (Number::Empty, _) => return,
            (Number::Word(number), Some(whole)) if number <= whole.last => {
                whole.parts.push(Part { form: row.form.to_owned(), tag, entity: entity.map(str::to_owned) });
                return;
            }
            _ => self.end_token(losses),
        }
        let (start, end) = self.token(row);
        if let Number::Range(_, last) = row.number {
            self.whole = Some(Whole { start, end, last, tag, parts: Vec::new() });
            self.entity(entity, (start, end), (false, false), losses);
        } else {
            self.word((start, end), tag, (false, false));
            self.entity(entity, (start, end), (false, false), losses);
        }
    }

    /// Adds what stands in the text to it; where it is.
    fn token(&mut self, row: &Row<'_>) -> (usize, usize) {
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
        self.gap_is_guessed = row.value("SpacesAfter").is_none() && row.value("SpaceAfter") != Some("No");
        self.is_guessed |= self.gap_is_guessed;
        self.gap = match (row.value("SpacesAfter"), row.value("SpaceAfter")) {
            (Some(spaces), _) => spaces_unescaped(spaces),
            (None, Some("No")) => String::new(),
            _ => " ".to_owned(),
        };
        (start, self.content.len())
    }

    fn word(&mut self, (start, end): (usize, usize), tag: Option<String>, (begins_inside, ends_inside): (bool, bool)) {
        let tag = tag.unwrap_or_else(|| "O".to_owned());
        self.words.push(Word { start, end, tag, begins_inside, ends_inside });
    }

    /// The words of a token of several, now that all are there. What is said on its own line is said of all of it. Else
    /// each word stands where it does if they make up the token letter by letter; if not, for all of it.
    fn end_token(&mut self, losses: &mut Losses) {
        let Some(whole) = self.whole.take() else { return };
        let Whole { start, end, tag, parts, .. } = whole;
        let forms: String = parts.iter().map(|part| part.form.as_str()).collect();
        let is_spelled = self.content.get(start..end) == Some(forms.as_str());
        let has_own = tag.is_some();
        if has_own || parts.is_empty() {
            let name = |tag: &str| tag.split_once('-').map(|(_, name)| name.to_owned());
            let others = parts.iter().filter_map(|part| part.tag.as_deref());
            let n_others = others.filter(|other| name(other) != tag.as_deref().and_then(name)).count();
            losses.add_many(LossKind::Span, n_others, || {
                format!(
                    "{}: “{}” has a tag as a whole, and its words have others",
                    self.file.name,
                    self.slice(start, end)
                )
            });
            self.word((start, end), tag, (false, false));
        }
        let (n, mut at) = (parts.len(), start);
        for (place, part) in parts.into_iter().enumerate() {
            let (own, inside) = match is_spelled {
                true => ((at, at + part.form.len()), (false, false)),
                false => ((start, end), (place > 0, place + 1 < n)),
            };
            at += part.form.len();
            if !has_own {
                self.word(own, part.tag, inside);
            }
            self.entity(part.entity.as_deref(), own, inside, losses);
        }
    }

    /// Whether the last line of the open sentence could have said that a span goes on.
    fn may_be_cut(&self) -> bool {
        let ends = self.words.last_chunk::<2>().map(|[before, last]| (&before.tag, &last.tag));
        ends.is_some_and(|(before, tag)| before != "O" && (tag == "O" || is_cut(before, tag)))
    }

    fn drop_last(&mut self) {
        self.words.pop();
        let end = self.words.last().map_or(self.sentence, |word| word.end);
        self.content.truncate(end);
        self.spans.retain(|(_, last, _)| *last <= end);
    }

    /// The brackets on a word, or on a token of several.
    fn entity(
        &mut self,
        value: Option<&str>,
        (start, end): (usize, usize),
        (begins_inside, ends_inside): (bool, bool),
        losses: &mut Losses,
    ) {
        for bracket in value.map(|value| brackets(value, self.kind_place)).unwrap_or_default() {
            match bracket {
                Bracket::Opens { id, kind } => {
                    self.entities.push(OpenEntity { id: id.to_owned(), kind: kind.to_owned(), start, begins_inside });
                }
                Bracket::Closes(id) => {
                    if let Some(at) = self.entities.iter().rposition(|open| open.id == id) {
                        let open = self.entities.remove(at);
                        self.span((open.start, end), open.kind, open.begins_inside || ends_inside, losses);
                    }
                }
            }
        }
    }

    fn span(&mut self, (start, end): (usize, usize), tag: String, is_wider: bool, losses: &mut Losses) {
        if is_wider {
            losses.add(LossKind::Widened, || {
                format!("{}: {tag} is on a part of a token, now on “{}”", self.file.name, self.slice(start, end))
            });
        }
        self.spans.push((start, end, tag));
    }

    fn slice(&self, start: usize, end: usize) -> &str {
        self.content.get(start..end).unwrap_or_default()
    }

    fn end_sentence(&mut self, losses: &mut Losses) {
        self.end_token(losses);
        let words = std::mem::take(&mut self.words);
        let (runs, _) = runs(words.iter().map(|word| word.tag.as_str()));
        for run in runs {
            if let Some((first, last)) = words.get(run.tokens).and_then(|run| run.first().zip(run.last())) {
                let is_wider = first.begins_inside || last.ends_inside;
                self.span((first.start, last.end), unescaped(run.tag), is_wider, losses);
            }
        }
        let is = self.content.get(self.sentence..).unwrap_or_default();
        if let Some(said) = self.said.take().filter(|said| !words.is_empty() && !is_same(said, is)) {
            losses.add(LossKind::Field, || format!("{}: the words are “{is}” and not “{said}”", self.file.name));
        }
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
