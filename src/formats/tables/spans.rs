//! A table of spans: a row for each, and a row without a place for each tag of a document as a whole.
//!
//! Rows of one document may stand apart, so all rows are kept until the last; texts are asked for one by one then.

use super::Row;
use super::columns::Columns;
use super::format::GUARD;
use crate::formats::column_names::Role;
use crate::formats::exchange::{Document, DocumentTag, Label, Person, Set, Span};
use crate::formats::units::{Claim, Placed, placed};
use crate::formats::{FormatError, InputFile, LossKind, ReadCx, unit_name};
use crate::model::Source;
use crate::text::{Text, Unit, decode, quote};
use smol_str::SmolStr;
use std::collections::HashMap;

/// The rows of a table of spans.
pub(super) struct Spans {
    pub(super) columns: Columns,
    documents: Vec<Named>,
    by_name: HashMap<SmolStr, usize>,
}

/// What a table says of one document.
#[derive(Default)]
struct Named {
    name: SmolStr,
    line: usize,
    marks: Vec<Mark>,
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

impl Spans {
    pub(super) fn new(columns: Columns) -> Self {
        Self { columns, documents: Vec::new(), by_name: HashMap::new() }
    }

    pub(super) fn row(&mut self, row: Row, file: &InputFile, cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        let cell = |role: Role| self.columns.at(role).and_then(|at| row.cells.get(at)).map_or("", String::as_str);
        let offsets = [("start", cell(Role::Start)), ("end", cell(Role::End))];
        let place = match offsets {
            [(_, ""), (_, "")] => None,
            _ => match offset(offsets[0]).and_then(|start| Ok((start, offset(offsets[1])?))) {
                Ok(place) => Some(place),
                Err(why) => return cx.refuse(FormatError::malformed(why, &file.name, row.line, 0)),
            },
        };
        let name = match cell(Role::Document) {
            // A table without a column for that is about the text with its own name.
            "" => SmolStr::from(file.stem()),
            name => SmolStr::from(name),
        };
        let mark = Mark {
            line: row.line,
            place,
            label: cell(Role::Label).into(),
            quote: self
                .columns
                .at(Role::Text)
                .and(Some(cell(Role::Text)).filter(|text| !text.is_empty()))
                .map(str::to_owned),
            annotator: Some(cell(Role::Annotator)).filter(|name| !name.is_empty()).map(SmolStr::from),
        };
        let at = *self.by_name.entry(name.clone()).or_insert_with(|| {
            self.documents.push(Named { name, line: row.line, marks: Vec::new() });
            self.documents.len() - 1
        });
        if let Some(named) = self.documents.get_mut(at) {
            named.marks.push(mark);
        }
        Ok(())
    }

    /// Passes on the documents: those whose texts lie beside the table in the order of the texts, then all others.
    pub(super) fn finish(
        mut self,
        file: &InputFile,
        beside: &[&InputFile],
        cx: &mut ReadCx<'_>,
    ) -> Result<(), FormatError> {
        for text_file in beside {
            let names = [text_file.stem(), text_file.file_name()];
            let at = names.iter().find_map(|name| self.by_name.remove(*name));
            let named = at.and_then(|at| self.documents.get_mut(at)).map(std::mem::take).unwrap_or_default();
            match read_text(text_file, cx) {
                Ok(document) => self.pass_on(named, document, file, cx)?,
                Err(error) => cx.refuse(error)?,
            }
        }
        let mut left: Vec<usize> = self.by_name.values().copied().collect();
        left.sort_unstable();
        for at in left {
            let Some(named) = self.documents.get_mut(at).map(std::mem::take) else { continue };
            match cx.texts.named(&named.name, &file.name) {
                Some(text) => {
                    let stem = named.name.strip_suffix(".txt").unwrap_or(&named.name);
                    let source = Some(Source { file: named.name.to_string(), ..Source::default() });
                    let document = Document { id: Some(stem.into()), source, ..Document::new(text) };
                    self.pass_on(named, document, file, cx)?;
                }
                None => {
                    let why = format!("there is no text, or more than one, with the name “{}”", quote(&named.name));
                    cx.refuse(FormatError::malformed(why, &file.name, named.line, 0))?;
                }
            }
        }
        Ok(())
    }

    fn pass_on(
        &self,
        named: Named,
        document: Document,
        file: &InputFile,
        cx: &mut ReadCx<'_>,
    ) -> Result<(), FormatError> {
        let stated = cx.options.unit.unwrap_or(Unit::CodePoint);
        let spans: Vec<&Mark> = named.marks.iter().filter(|mark| mark.place.is_some()).collect();
        let found = places_of(&spans, &document.text, stated);
        if found.unit != stated {
            let (said, is) = (unit_name(stated), unit_name(found.unit));
            let example =
                || format!("{}:{}: offsets of “{}” are in {is} and not in {said}", file.name, named.line, named.name);
            cx.losses.add(LossKind::Unit, example);
        }
        let mut sets: Vec<Set> = Vec::new();
        let mut places = found.places.into_iter();
        for mark in &named.marks {
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
                Some(Err(why)) => cx.losses.add(LossKind::Span, || mark.lost(file, &why)),
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
