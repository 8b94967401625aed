//! From a row to a document: a text with spans, tokens with tags, or a text alone.

use super::features::Features;
use crate::formats::column_names::Role;
use crate::formats::exchange::{Document, DocumentTag, Label, Person, Relation, Set, Span};
use crate::formats::json::{Place, column_of, renamed, set_about};
use crate::formats::tag_rows::runs_or_names;
use crate::formats::units::{Claim, placed};
use crate::formats::word_places::{aligned, joined};
use crate::formats::{FormatError, Header, LossKind, Losses, ReadCx, ReadOptions, kind_named, unit_name};
use crate::text::{Text, TextRange};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The names that columns have in one data set or another.
const TEXTS: &[&str] = &[
    "text",
    "content",
    "body",
    "full_text",
    "article_text",
    "article_body",
    "document",
    "article",
    "story",
    "sentence",
];
const TOKENS: &[&str] = &["tokens", "words"];
const TOKEN_TAGS: &[&str] = &["ner_tags", "tags", "ner", "labels", "ner_labels", "entities"];
const SPANS: &[&str] = &["spans", "entities"];
const DOCUMENT_TAGS: &[&str] = &["tags", "doc_labels", "labels", "label"];

/// The names that fields of spans have.
const STARTS: &[&str] = &["start", "start_offset", "begin", "start_char", "from", "offset_start"];
const ENDS: &[&str] = &["end", "end_offset", "stop", "end_char", "to", "offset_end"];
const LABELS: &[&str] = &["label", "tag", "type", "entity", "entity_group", "category", "code", "class", "kind"];

type Row = Map<String, Value>;

/// Where a row stands.
pub(super) enum RowAt<'a> {
    /// It is one of many, counted from 1.
    Number(usize),
    /// It is a line or a part of a file.
    Place(&'a Place<'a>),
}

/// What it takes to read rows.
pub(super) struct Reader<'r> {
    pub(super) file: &'r str,
    pub(super) features: &'r Features,
    pub(super) options: &'r ReadOptions,
}

impl Reader<'_> {
    /// The document of a row, which stands at a place or has a number, counted from 1.
    pub(super) fn document(&self, row: Row, at: &RowAt<'_>, cx: &mut ReadCx<'_>) -> Result<Document, FormatError> {
        let mut row = row;
        let is_first = cx.header.columns.is_empty();
        if is_first || self.options.columns.values().any(|column| column.contains('.')) {
            let inner = inner_fields(&row);
            if is_first {
                self.tell(&row, &inner, &mut cx.header);
            }
            let is_asked = |name: &String| self.options.columns.values().any(|column| column == name);
            row.extend(inner.into_iter().filter(|(name, _)| is_asked(name)));
        }
        let losses = &mut *cx.losses;
        let malformed = |why: String| match at {
            RowAt::Number(n) => FormatError::malformed(format!("row {n}: {why}"), self.file, 0, 0),
            RowAt::Place(place) => place.malformed(why),
        };
        let meta = renamed(&self.options.columns, &mut row);
        let shown = match at {
            RowAt::Number(n) => format!("{}: row {n}", self.file),
            RowAt::Place(place) => place.to_string(),
        };
        let mut known = Vec::new();
        let tokens = self.column("tokens", TOKENS, &row, is_words);
        let text = self.column("text", TEXTS, &row, is_word);
        let mut set = Set::default();
        let mut is_rebuilt = false;
        let text = match (text, tokens) {
            (text, Some(tokens_column)) => {
                let words = strings(row.get(&tokens_column));
                let whole = text.as_ref().and_then(|text| row.get(text)).and_then(Value::as_str);
                let aligned = whole.and_then(|whole| Some((whole.to_owned(), aligned(whole, &words)?)));
                is_rebuilt = aligned.is_none();
                let (whole, ranges) = aligned.unwrap_or_else(|| joined(&words));
                known.push(tokens_column);
                known.extend(text);
                let tags = |value: &Value| value.as_array().is_some_and(|list| list.len() == words.len());
                if let Some(column) = self.column("tags", TOKEN_TAGS, &row, tags) {
                    let tags = self.names_of(&column, row.get(&column)).map_err(malformed)?;
                    set.spans.extend(spans_of(tags.iter().map(String::as_str), &ranges));
                    known.push(column);
                }
                whole
            }
            (Some(column), None) => {
                let whole = row.get(&column).and_then(Value::as_str).unwrap_or_default().to_owned();
                known.push(column);
                whole
            }
            (None, None) => {
                let columns: Vec<&str> = row.keys().map(String::as_str).collect();
                let why = format!("no column has a text or tokens, out of {}", columns.join(", "));
                let (why, line) = match at {
                    RowAt::Number(n) => (format!("row {n}: {why}"), 0),
                    RowAt::Place(place) => (why, place.line),
                };
                return Err(FormatError::Columns { why, file: self.file.to_owned(), line });
            }
        };
        let text = Text::new(text).map_err(|why| FormatError::TooLong { why, file: self.file.to_owned() })?;
        let mut there = Vec::new();
        if let Some(column) = self.column("spans", SPANS, &row, are_spans) {
            there = self
                .spans(&text, &column, &records(row.get(&column)), (&shown, &mut set, losses))
                .map_err(malformed)?;
            known.push(column);
        }
        if row.contains_key("relations") {
            let records = records(row.get("relations"));
            self.relations(&records, &there, (&shown, &mut set, losses)).map_err(malformed)?;
            known.push("relations".to_owned());
        }
        for column in DOCUMENT_TAGS.iter().map(|column| (*column).to_owned()) {
            let is_free = !known.contains(&column);
            let Some(value) = row.get(&column).filter(|value| is_free && is_tags(value)) else { continue };
            let tags = self.names_of(&column, Some(value)).map_err(malformed)?;
            set.tags.extend(tags.into_iter().map(|tag| DocumentTag::new(Label::new(tag))));
            known.push(column);
        }
        set.annotator = row.get("annotator").and_then(Value::as_str).map(Person::named);
        known.push("annotator".to_owned());
        unfold_meta(&mut row, &mut set);
        let mut document = Document { is_rebuilt, ..Document::new(text) };
        if set.annotator.is_some() || !set.spans.is_empty() || !set.tags.is_empty() {
            document.sets.push(set);
        }
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        set_about(&mut document, row, &known, &Place { file: self.file, line: 0, source: "" }, losses);
        document.meta.extend(meta);
        Ok(document)
    }

    /// The column for something: as was asked for, else the first with a usual name and a value that can be it.
    fn column(&self, what: &str, usual: &[&str], row: &Row, may_be: impl Fn(&Value) -> bool) -> Option<String> {
        if let Some(asked) = self.options.columns.get(what) {
            return row.contains_key(asked).then(|| asked.clone());
        }
        let usual = usual.iter().find(|column| row.get(**column).is_some_and(&may_be));
        usual.map(|column| (*column).to_owned())
    }

    /// Says what the columns of a row are taken for.
    fn tell(&self, row: &Row, inner: &Row, header: &mut Header) {
        row.keys().chain(inner.keys()).for_each(|name| header.add_column(name));
        let told =
            [("text", TEXTS, is_word as fn(&Value) -> bool), ("tokens", TOKENS, is_words), ("spans", SPANS, are_spans)];
        for (what, usual, may_be) in told {
            header.add_role(what, self.column(what, usual, row, may_be).as_deref());
        }
        let tokens = header.taken.get("tokens").and_then(Option::as_ref).and_then(|tokens| row.get(tokens));
        let n_tokens = tokens.and_then(Value::as_array).map(Vec::len);
        let tags = self
            .column("tags", TOKEN_TAGS, row, |value| value.as_array().is_some_and(|list| Some(list.len()) == n_tokens))
            .filter(|_| n_tokens.is_some());
        header.add_role("tags", tags.as_deref());
        for role in Role::ABOUT.into_iter().chain([Role::Annotator]) {
            header.add_role(role.name(), column_of(role, &self.options.columns, row).as_deref());
        }
    }

    /// Tags by name. Numbers mean nothing without the names that belong to them.
    fn names_of(&self, column: &str, value: Option<&Value>) -> Result<Vec<String>, String> {
        let asked = self.options.columns.get("names");
        let asked: Option<Vec<String>> = asked.map(|names| names.split([' ', '|']).map(str::to_owned).collect());
        let names = asked.as_deref().or_else(|| self.features.names(column));
        let name = |value: &Value| match value {
            Value::String(name) => Ok(name.clone()),
            Value::Number(number) => {
                let Some(names) = names else {
                    return Err(format!(
                        "“{column}” has numbers, and the file has no names for them; give them with names=O|B-…|I-…"
                    ));
                };
                // A label that nobody gave is minus one.
                let number = number.as_i64().filter(|number| *number >= 0);
                let Some(number) = number.and_then(|number| usize::try_from(number).ok()) else {
                    return Ok(String::new());
                };
                names.get(number).cloned().ok_or_else(|| format!("“{column}” has {number}, and {} names", names.len()))
            }
            _ => Ok(String::new()),
        };
        match value {
            Some(Value::Array(list)) => list.iter().map(name).collect(),
            Some(one) => Ok(vec![name(one)?].into_iter().filter(|name| !name.is_empty()).collect()),
            None => Ok(Vec::new()),
        }
    }

    /// Puts spans into a set; for each of them its place there, if it has one.
    fn spans(
        &self,
        text: &Text,
        column: &str,
        records: &[BTreeMap<&str, &Value>],
        (shown, set, losses): (&str, &mut Set, &mut Losses),
    ) -> Result<Vec<Option<usize>>, String> {
        let mut claims = Vec::with_capacity(records.len());
        for record in records {
            let number = |keys: &[&str]| keys.iter().find_map(|key| record.get(key)?.as_i64());
            let ends = number(STARTS).zip(number(ENDS)).ok_or_else(|| {
                let there: Vec<&str> = record.keys().copied().collect();
                format!("a span has no “start” and “end”, but {}", there.join(", "))
            })?;
            let quote = record.get("text").and_then(|text| text.as_str()).map(str::to_owned);
            claims.push(Claim { pieces: vec![ends], quote });
        }
        let stated = self.options.unit.unwrap_or_default();
        let placed = placed(text, &claims, stated);
        if placed.unit != stated {
            let (is, said) = (unit_name(placed.unit), unit_name(stated));
            losses.add(LossKind::Unit, || format!("{shown}: offsets are in {is} and not in {said}"));
        }
        let mut there = Vec::with_capacity(records.len());
        for ((record, claim), at) in records.iter().zip(claims).zip(placed.places) {
            let Some((key, label)) = LABELS.iter().find_map(|key| Some((key, record.get(key)?))) else {
                let there: Vec<&str> = record.keys().copied().collect();
                return Err(format!("a span has no “label”, but {}", there.join(", ")));
            };
            let label = self.names_of(&format!("{column}.{key}"), Some(label))?.into_iter().next();
            let at = at.and_then(|at| label.as_ref().map(|_| at).ok_or_else(|| "it has no label".to_owned()));
            there.push(at.as_ref().ok().map(|_| set.spans.len()));
            let label = label.unwrap_or_else(|| "nothing".to_owned());
            match at {
                Ok(at) => set.spans.push(Span::new(at, Label::new(label))),
                Err(why) => losses.add(LossKind::Span, || {
                    let (start, end) = claim.pieces.first().copied().unwrap_or_default();
                    format!("{shown}: {start}–{end} as {label}: {why}")
                }),
            }
        }
        Ok(there)
    }

    fn relations(
        &self,
        records: &[BTreeMap<&str, &Value>],
        there: &[Option<usize>],
        (shown, set, losses): (&str, &mut Set, &mut Losses),
    ) -> Result<(), String> {
        for record in records {
            let end = |key: &str| {
                let number = record.get(key).or_else(|| record.get(if key == "from" { "head" } else { "tail" }))?;
                there.get(usize::try_from(number.as_u64()?).ok()?).copied().flatten()
            };
            let label = ["label", "type"].iter().find_map(|key| Some((key, record.get(key)?)));
            let label = match label {
                Some((key, label)) => self.names_of(&format!("relations.{key}"), Some(label))?.into_iter().next(),
                None => None,
            };
            match (end("from").zip(end("to")), label) {
                (Some((from, to)), Some(label)) => set.relations.push(Relation::new(from, to, Label::new(label))),
                (Some(_), None) => losses.add(LossKind::Relation, || format!("{shown}: a relation has no label")),
                (None, label) => losses.add(LossKind::Relation, || {
                    format!("{shown}: {}: one of its spans is not there", label.as_deref().unwrap_or("without a label"))
                }),
            }
        }
        Ok(())
    }
}

/// What stands in the objects of a row, under the names of both: `payload.body`.
fn inner_fields(row: &Row) -> Row {
    let objects = row.iter().filter_map(|(name, value)| Some((name, value.as_object()?)));
    let fields = objects.flat_map(|(name, object)| object.iter().map(move |(inner, value)| (name, inner, value)));
    fields.map(|(name, inner, value)| (format!("{name}.{inner}"), value.clone())).collect()
}

/// The fields that our writer folds into one column stand in the row; what is said of the annotator goes there.
fn unfold_meta(row: &mut Row, set: &mut Set) {
    let parsed = row.get("meta").and_then(Value::as_str).and_then(|meta| serde_json::from_str(meta).ok());
    let Some(Value::Object(mut meta)) = parsed else { return };
    row.remove("meta");
    if let (Some(person), Some(Value::Object(said))) = (&mut set.annotator, meta.remove("annotator")) {
        person.name = said.get("name").and_then(Value::as_str).map(str::to_owned);
        person.kind = said.get("kind").and_then(Value::as_str).and_then(kind_named);
    }
    for (key, value) in meta {
        row.entry(key).or_insert(value);
    }
}

/// A list of objects, or an object of lists, as old files have it.
fn records<'v>(value: Option<&'v Value>) -> Vec<BTreeMap<&'v str, &'v Value>> {
    match value {
        Some(Value::Array(list)) => {
            let fields = |record: &'v Row| record.iter().map(|(key, value)| (key.as_str(), value)).collect();
            list.iter().filter_map(Value::as_object).map(fields).collect()
        }
        Some(Value::Object(columns)) => {
            let n = columns.values().filter_map(|column| Some(column.as_array()?.len())).max().unwrap_or(0);
            let record = |at: usize| {
                columns.iter().filter_map(|(key, column)| Some((key.as_str(), column.as_array()?.get(at)?))).collect()
            };
            (0..n).map(record).collect()
        }
        _ => Vec::new(),
    }
}

fn spans_of<'t>(tags: impl Iterator<Item = &'t str>, ranges: &[TextRange]) -> Vec<Span> {
    let range = |first: usize, end: usize| Some(ranges.get(first)?.hull(*ranges.get(end.checked_sub(1)?)?));
    let runs = runs_or_names(tags).into_iter();
    runs.filter_map(|it| Some(Span::new(range(it.tokens.start, it.tokens.end)?, Label::new(it.tag)))).collect()
}

fn strings(value: Option<&Value>) -> Vec<&str> {
    value.and_then(Value::as_array).into_iter().flatten().map(|word| word.as_str().unwrap_or_default()).collect()
}

/// Whether a row has a text or tokens under a usual name.
pub(super) fn has_words(row: &Row) -> bool {
    let has = |names: &[&str], is_one: fn(&Value) -> bool| names.iter().any(|name| row.get(*name).is_some_and(is_one));
    has(TEXTS, is_word) || has(TOKENS, is_words)
}

fn is_word(value: &Value) -> bool {
    value.is_string()
}

fn is_words(value: &Value) -> bool {
    value.as_array().is_some_and(|words| words.iter().all(Value::is_string))
}

fn are_spans(value: &Value) -> bool {
    match value {
        Value::Array(list) => list.iter().all(Value::is_object),
        Value::Object(columns) => ["start", "end"].iter().all(|key| columns.get(*key).is_some_and(Value::is_array)),
        _ => false,
    }
}

fn is_tags(value: &Value) -> bool {
    match value {
        Value::Array(list) => list.iter().all(|tag| tag.is_string() || tag.is_number()),
        value => value.is_string() || value.is_number(),
    }
}
