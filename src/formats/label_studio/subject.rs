//! The texts of a task that regions lie in.

use super::configuration::{Configuration, Object, Shown};
use super::hyper_text::{Paths, rendered};
use crate::formats::articles::check_depth;
use crate::formats::json::Place;
use crate::formats::{FormatError, LossKind, Losses};
use crate::model::Fragments;
use crate::text::{Offset, Text, TextRange, Unit};
use serde_json::{Map, Value};

/// A text of a task.
pub(super) struct Subject {
    /// What regions call it; all regions without a configuration that says otherwise.
    pub(super) name: Option<String>,
    /// The field of the data that has it.
    pub(super) field: String,
    pub(super) text: Text,
    /// The paths that lead to places in it, where the field has HTML.
    paths: Option<Paths>,
    /// Whether the field has more than the text.
    has_markup: bool,
    /// Where each paragraph begins and ends, where the field has paragraphs.
    pub(super) paragraphs: Vec<TextRange>,
    /// Who says each of them.
    pub(super) speakers: Vec<String>,
}

/// The texts of a task: those that the configuration names, else the one field that is most like one.
pub(super) fn subjects(
    data: &Map<String, Value>,
    results: &[&Map<String, Value>],
    configuration: &Configuration,
    place: &Place<'_>,
) -> Result<Vec<Subject>, FormatError> {
    let mut subjects = Vec::new();
    for object in configuration.objects.iter().filter(|object| data.contains_key(&object.field)) {
        if let Some(subject) = Subject::of(object, Some(object.name.clone()), data, place)? {
            subjects.push(subject);
        }
    }
    if subjects.is_empty() {
        let object = guessed(data, results).ok_or_else(|| place.malformed("the task has no text in its “data”"))?;
        subjects.extend(Subject::of(&object, None, data, place)?);
    }
    if subjects.is_empty() {
        return Err(place.malformed("the task has no text in its “data”"));
    }
    Ok(subjects)
}

/// The field that has the text, where no configuration says it.
fn guessed(data: &Map<String, Value>, results: &[&Map<String, Value>]) -> Option<Object> {
    let shown = results.iter().find_map(|result| shown_by(result)).unwrap_or(Shown::Text);
    let may_be = |value: &Value| match shown {
        Shown::Paragraphs => value.is_array(),
        Shown::Text | Shown::HyperText => value.is_string() || are_paragraphs(value),
    };
    let word = |result: &&Map<String, Value>, key: &str| result.get(key).and_then(Value::as_str).map(str::to_owned);
    // Old exports name the field in each region; else many give it the name of the object.
    let sources = results.iter().filter_map(|result| word(result, "source")?.strip_prefix('$').map(str::to_owned));
    let names = results.iter().filter_map(|result| word(result, "to_name"));
    let usual = ["text", "html", "dialogue"].map(str::to_owned);
    let named = sources.chain(names).chain(usual).find(|field| data.get(field).is_some_and(may_be));
    let longest = || {
        let texts = data.iter().filter_map(|(key, value)| Some((key, value.as_str()?)));
        let texts = texts.filter(|(_, text)| !is_address(text)).map(|(key, text)| (key, text.len()));
        texts.max_by_key(|(_, len)| *len).map(|(key, _)| key.clone())
    };
    let paragraphs = || data.iter().find(|(_, value)| are_paragraphs(value)).map(|(key, _)| key.clone());
    let field =
        named.or_else(|| if shown == Shown::Paragraphs { paragraphs() } else { longest().or_else(paragraphs) })?;
    let shown = if data.get(&field).is_some_and(Value::is_array) { Shown::Paragraphs } else { shown };
    let (text_key, name_key) = ("text".to_owned(), "author".to_owned());
    Some(Object { name: String::new(), field, shown, text_key, name_key })
}

/// Whether a field names a file, as those of pictures and sounds do.
fn is_address(text: &str) -> bool {
    let starts = ["http://", "https://", "s3://", "gs://", "azure-blob://", "/data/"];
    starts.iter().any(|start| text.starts_with(start)) && !text.contains(char::is_whitespace)
}

fn are_paragraphs(value: &Value) -> bool {
    let has_text = |paragraph: &Value| paragraph.get("text").is_some_and(Value::is_string);
    value.as_array().is_some_and(|list| !list.is_empty() && list.iter().all(has_text))
}

/// How the text of a region is shown, by the region.
fn shown_by(result: &Map<String, Value>) -> Option<Shown> {
    let value = result.get("value")?;
    match result.get("type").and_then(Value::as_str) {
        Some("paragraphlabels") => Some(Shown::Paragraphs),
        Some("hypertextlabels") => Some(Shown::HyperText),
        _ if value.get("globalOffsets").is_some() || has_path(value) => Some(Shown::HyperText),
        _ => None,
    }
}

/// Whether a region lies where a path leads.
fn has_path(value: &Value) -> bool {
    value.get("start").and_then(Value::as_str).is_some_and(|start| start.starts_with('/'))
}

impl Subject {
    fn plain(name: Option<String>, field: String, text: Text) -> Self {
        Self { name, field, text, paths: None, has_markup: false, paragraphs: Vec::new(), speakers: Vec::new() }
    }

    fn of(
        object: &Object,
        name: Option<String>,
        data: &Map<String, Value>,
        place: &Place<'_>,
    ) -> Result<Option<Self>, FormatError> {
        let field = object.field.clone();
        let text =
            |text: String| Text::new(text).map_err(|why| FormatError::TooLong { why, file: place.file.to_owned() });
        let subject = match (data.get(&field), object.shown) {
            (Some(Value::String(html)), Shown::HyperText) => {
                check_depth(html, place.file)?;
                let (content, paths) = rendered(html);
                let has_markup = content != *html;
                Self { paths: Some(paths), has_markup, ..Self::plain(name, field, text(content)?) }
            }
            (Some(Value::String(plain)), _) => Self::plain(name, field, text(plain.clone())?),
            (Some(Value::Array(paragraphs)), _) => {
                let (whole, lengths) = joined(paragraphs, &object.text_key);
                let said_by =
                    |it: &Value| it.get(&object.name_key).and_then(Value::as_str).unwrap_or_default().to_owned();
                let speakers = paragraphs.iter().map(said_by).collect();
                Self { paragraphs: ranges(&lengths), speakers, ..Self::plain(name, field, text(whole)?) }
            }
            _ => return Ok(None),
        };
        Ok(Some(subject))
    }

    /// Whether browsers copy line breaks of it that are not in it.
    pub(super) fn is_rendered(&self) -> bool {
        self.paths.is_some()
    }

    /// Tells that of HTML the text alone stays.
    pub(super) fn tell_markup(&self, place: &Place<'_>, losses: &mut Losses) {
        if self.has_markup {
            let field = &self.field;
            losses.add(LossKind::Document, || {
                format!(
                    "{place}: {field} is HTML, of which the text stays: elements and the paths of regions are left out"
                )
            });
        }
    }

    /// Where a region lies to which paths lead.
    pub(super) fn at_paths(&self, value: &Map<String, Value>) -> Result<Fragments, String> {
        let paths = self.paths.as_ref().ok_or("it does not say where it lies")?;
        let at = |path: &str, offset: &str| {
            let path = value.get(path).and_then(Value::as_str).ok_or_else(|| format!("it has no “{path}”"))?;
            paths.place(path, number(value, offset)?, &self.text)
        };
        let (start, end) = (at("start", "startOffset")?, at("end", "endOffset")?);
        TextRange::new(start, end).map(Fragments::one).map_err(|error| error.to_string())
    }

    /// Where a region lies that counts from the beginning of paragraphs, as JavaScript counts.
    pub(super) fn within_paragraphs(&self, value: &Map<String, Value>) -> Result<Fragments, String> {
        let at = |paragraph: usize, offset: usize| {
            let range = self.paragraphs.get(paragraph).ok_or_else(|| format!("there is no paragraph {paragraph}"))?;
            let before = self.text.count(range.start(), Unit::Utf16);
            let found =
                self.text.offset(before.saturating_add(offset), Unit::Utf16).map_err(|error| error.to_string())?;
            if found > range.end() {
                return Err(format!("offset {offset} lies outside paragraph {paragraph}"));
            }
            Ok(found)
        };
        let start = at(number(value, "start")?, number(value, "startOffset")?)?;
        let end = at(number(value, "end")?, number(value, "endOffset")?)?;
        TextRange::new(start, end).map(Fragments::one).map_err(|error| error.to_string())
    }
}

/// A number of a region, which may stand there as a word.
fn number(value: &Map<String, Value>, key: &str) -> Result<usize, String> {
    let number = match value.get(key) {
        Some(Value::String(digits)) => digits.trim().parse().ok(),
        Some(number) => number.as_u64().and_then(|number| usize::try_from(number).ok()),
        None => None,
    };
    number.ok_or_else(|| format!("it has no “{key}”"))
}

/// The texts of paragraphs, each in a line, and how long each is in bytes.
fn joined(paragraphs: &[Value], key: &str) -> (String, Vec<usize>) {
    let texts = paragraphs.iter().map(|it| it.get(key).or(Some(it)).and_then(Value::as_str).unwrap_or_default());
    let texts: Vec<&str> = texts.collect();
    (texts.join("\n"), texts.iter().map(|text| text.len()).collect())
}

fn ranges(lengths: &[usize]) -> Vec<TextRange> {
    let mut start = 0;
    let mut range = |len: &usize| {
        let end = start + *len as u32;
        let range = TextRange::between(Offset::new(start), Offset::new(end));
        start = end + 1;
        range
    };
    lengths.iter().map(&mut range).collect()
}
