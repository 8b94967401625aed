//! A table of spans: a row for each, and a row without a place for each tag of a document as a whole.
//!
//! Rows of one document may stand apart; they are gathered until all of them are there, which a first reading counts.

use super::Row;
use super::columns::Columns;
use super::format::GUARD;
use super::rows::rows;
use crate::formats::column_names::Role;
use crate::formats::exchange::{Document, DocumentTag, Label, Person, Set, Span};
use crate::formats::gather::Gather;
use crate::formats::units::{Claim, Placed, placed};
use crate::formats::{FormatError, InputFile, LossKind, Losses, ReadCx, unit_name};
use crate::model::Source;
use crate::text::{Encoding, Text, Unit, decode, quote};
use smol_str::SmolStr;

/// The rows of a table of spans.
pub(super) struct Spans<'f> {
    pub(super) columns: Columns,
    file: &'f InputFile,
    /// The texts beside the table that no row was about yet.
    beside: Vec<&'f InputFile>,
    rows: Gather<SmolStr, Mark>,
}

/// A row.
struct Mark {
    line: usize,
    /// Nothing for a tag of the document as a whole.
    place: Option<(i64, i64)>,
    label: SmolStr,
    quote: Option<String>,
    annotator: Option<SmolStr>,
}

impl<'f> Spans<'f> {
    /// Nothing yet of a table whose rows are counted by reading it once.
    pub(super) fn new(
        columns: Columns,
        file: &'f InputFile,
        beside: &[&'f InputFile],
        encoding: Option<&'static Encoding>,
    ) -> Self {
        let mut spans = Self { columns, file, beside: beside.to_vec(), rows: Gather::new() };
        let mut is_header = true;
        // What is wrong with the file is told when it is read.
        let _ = rows(file, encoding, &mut Losses::default(), |row, _| {
            let is_row = !std::mem::take(&mut is_header);
            if is_row && row.cells.len() == spans.columns.names.len() && spans.place(&row).is_ok() {
                let about = spans.about(&row);
                spans.rows.expect(about, 1);
            }
            Ok(())
        });
        spans
    }

    /// Takes a row, and passes the document on that it is the last of.
    pub(super) fn row(&mut self, row: &Row, cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        let place = match self.place(row) {
            Ok(place) => place,
            Err(why) => return cx.refuse(FormatError::malformed(why, &self.file.name, row.line, 0)),
        };
        let mark = Mark {
            line: row.line,
            place,
            label: self.cell(row, Role::Label).into(),
            quote: Some(self.cell(row, Role::Text)).filter(|text| !text.is_empty()).map(str::to_owned),
            annotator: Some(self.cell(row, Role::Annotator)).filter(|name| !name.is_empty()).map(SmolStr::from),
        };
        let name = self.about(row);
        match self.rows.put(&name, mark) {
            Some(marks) => self.document(&name, &marks, cx),
            None => Ok(()),
        }
    }

    /// Passes on what is left, and the texts beside the table that no row is about.
    pub(super) fn finish(mut self, cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        for (name, marks) in self.rows.left() {
            self.document(&name, &marks, cx)?;
        }
        for text in std::mem::take(&mut self.beside) {
            match read_text(text, cx) {
                Ok(document) => self.pass_on("", &[], document, cx)?,
                Err(error) => cx.refuse(error)?,
            }
        }
        Ok(())
    }

    fn cell<'r>(&self, row: &'r Row, role: Role) -> &'r str {
        self.columns.at(role).and_then(|at| row.cells.get(at)).map_or("", String::as_str)
    }

    /// What a row is about: in a table without a column for that, the text with its own name.
    fn about(&self, row: &Row) -> SmolStr {
        match self.cell(row, Role::Document) {
            "" => SmolStr::from(self.file.stem()),
            name => SmolStr::from(name),
        }
    }

    /// The offsets of a row, if it has some.
    fn place(&self, row: &Row) -> Result<Option<(i64, i64)>, String> {
        match (self.cell(row, Role::Start), self.cell(row, Role::End)) {
            ("", "") => Ok(None),
            (start, end) => Ok(Some((offset(("start", start))?, offset(("end", end))?))),
        }
    }

    /// Passes on a document, whose text lies beside the table or is known by its name.
    fn document(&mut self, name: &str, marks: &[Mark], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        let is_it = |text: &&InputFile| text.stem() == name || text.file_name() == name;
        if let Some(at) = self.beside.iter().position(is_it) {
            return match read_text(self.beside.remove(at), cx) {
                Ok(document) => self.pass_on(name, marks, document, cx),
                Err(error) => cx.refuse(error),
            };
        }
        let Some(text) = cx.texts.named(name, &self.file.name) else {
            let why = format!("there is no text, or more than one, with the name “{}”", quote(name));
            let line = marks.first().map_or(0, |mark| mark.line);
            return cx.refuse(FormatError::TextMissing { why, file: self.file.name.clone(), line });
        };
        let stem = name.strip_suffix(".txt").unwrap_or(name);
        let source = Some(Source { file: name.to_owned(), ..Source::default() });
        self.pass_on(name, marks, Document { id: Some(stem.into()), source, ..Document::new(text) }, cx)
    }

    fn pass_on(&self, name: &str, marks: &[Mark], document: Document, cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        let (file, line) = (&self.file.name, marks.first().map_or(0, |mark| mark.line));
        let stated = cx.options.unit.unwrap_or(Unit::CodePoint);
        let spans: Vec<&Mark> = marks.iter().filter(|mark| mark.place.is_some()).collect();
        let found = places_of(&spans, &document.text, stated);
        if found.unit != stated {
            let (said, is) = (unit_name(stated), unit_name(found.unit));
            cx.losses
                .add(LossKind::Unit, || format!("{file}:{line}: offsets of “{name}” are in {is} and not in {said}"));
        }
        let mut sets: Vec<Set> = Vec::new();
        let mut places = found.places.into_iter();
        for mark in marks {
            let at =
                sets.iter().position(|set| set.annotator.as_ref().map(|person| &person.id) == mark.annotator.as_ref());
            let at = at.unwrap_or_else(|| {
                sets.push(Set::of(mark.annotator.clone().map(Person::named)));
                sets.len() - 1
            });
            let Some(set) = sets.get_mut(at) else { continue };
            let label = Label::new(mark.label.clone());
            if mark.place.is_none() {
                if !mark.label.is_empty() {
                    set.tags.push(DocumentTag::new(label));
                }
                continue;
            }
            match places.next() {
                Some(Ok(at)) => set.spans.push(Span::new(at, label)),
                Some(Err(why)) => cx.losses.add(LossKind::Span, || mark.lost(self.file, &why)),
                None => {}
            }
        }
        cx.document(Document { sets, ..document })
    }
}

/// Where spans lie. Where their quotes are not what is there, a guard may stand before them against spreadsheets.
fn places_of(spans: &[&Mark], text: &Text, stated: Unit) -> Placed {
    let claim = |mark: &Mark, quote: Option<&str>| Claim {
        pieces: mark.place.into_iter().collect(),
        quote: quote.map(str::to_owned),
    };
    let fits = |found: &Placed| found.places.iter().all(Result::is_ok);
    let claims: Vec<Claim> = spans.iter().map(|mark| claim(mark, mark.quote.as_deref())).collect();
    let as_written = placed(text, &claims, stated);
    let is_guarded = |quote: &str| quote.starts_with(GUARD);
    if fits(&as_written) || !spans.iter().any(|mark| mark.quote.as_deref().is_some_and(is_guarded)) {
        return as_written;
    }
    let unguarded =
        |mark: &&Mark| claim(mark, mark.quote.as_deref().map(|quote| quote.strip_prefix(GUARD).unwrap_or(quote)));
    let unguarded = placed(text, &spans.iter().map(unguarded).collect::<Vec<_>>(), stated);
    if fits(&unguarded) { unguarded } else { as_written }
}

impl Mark {
    fn lost(&self, file: &InputFile, why: &str) -> String {
        let words = self.quote.as_deref().map(|words| format!("“{}” as ", quote(words))).unwrap_or_default();
        format!("{}:{}: {words}{}: {why}", file.name, self.line, self.label)
    }
}

/// A text as it lies beside the table.
fn read_text(file: &InputFile, cx: &mut ReadCx<'_>) -> Result<Document, FormatError> {
    let bytes = file.bytes(2 * Text::MAX_BYTES as u64)?;
    let encoding = cx.options.encoding.filter(|encoding| decode(&bytes, Some(encoding)).is_ok());
    let decoded = file.decoded(&bytes, encoding)?;
    cx.losses.add_replaced(&decoded, &file.name);
    let source = Some(file.source(&decoded));
    Ok(Document { id: Some(file.stem().into()), source, ..Document::new(decoded.text) })
}

/// A number as tables have it: spreadsheets write `12.0` for `12`.
fn offset((name, cell): (&str, &str)) -> Result<i64, String> {
    let cell = cell.trim();
    let whole = cell
        .split_once('.')
        .filter(|(_, zeros)| zeros.bytes().all(|byte| byte == b'0'))
        .map_or(cell, |(whole, _)| whole);
    whole.parse().map_err(|_| format!("“{}” is no {name} of a span", quote(cell)))
}
