//! The JSON of spaCy 2: documents of paragraphs of sentences of tokens, each token with a tag.

use crate::formats::exchange::{Document, DocumentTag, Label, Set, Span};
use crate::formats::json::{Place, plain};
use crate::formats::tag_rows::runs_or_names;
use crate::formats::word_places::{aligned, joined};
use crate::formats::{FormatError, LossKind, Losses};
use crate::text::Text;
use serde_json::{Map, Value};

/// Whether a record is a document of paragraphs.
pub(super) fn is_one(record: &Value) -> bool {
    record.get("paragraphs").is_some_and(Value::is_array)
}

/// A document for each paragraph.
pub(super) fn documents(
    fields: &Map<String, Value>,
    place: &Place<'_>,
    losses: &mut Losses,
) -> Result<Vec<Document>, FormatError> {
    let paragraphs = fields.get("paragraphs").and_then(Value::as_array).into_iter().flatten();
    let mut documents = Vec::new();
    for paragraph in paragraphs {
        let mut document = document(paragraph, place, losses)?;
        if let Some(id) = fields.get("id").filter(|id| !id.is_null()) {
            document.meta.insert("id".to_owned(), plain(id.clone()));
        }
        documents.push(document);
    }
    Ok(documents)
}

fn document(paragraph: &Value, place: &Place<'_>, losses: &mut Losses) -> Result<Document, FormatError> {
    let sentences = paragraph.get("sentences").and_then(Value::as_array).into_iter().flatten();
    let tokens: Vec<&Value> =
        sentences.flat_map(|sentence| sentence.get("tokens").and_then(Value::as_array).into_iter().flatten()).collect();
    let mut words = Vec::with_capacity(tokens.len());
    for token in &tokens {
        let word = token.get("orth").and_then(Value::as_str);
        words.push(word.ok_or_else(|| place.malformed("a token has no “orth”"))?);
    }
    let raw = paragraph.get("raw").and_then(Value::as_str);
    let aligned = raw.and_then(|raw| Some((raw.to_owned(), aligned(raw, &words)?)));
    if raw.is_some() && aligned.is_none() {
        losses.add(LossKind::WhiteSpace, || format!("{place}: the words are not those of “raw”"));
    }
    let is_rebuilt = aligned.is_none();
    let (text, ranges) = aligned.unwrap_or_else(|| joined(&words));
    let text = Text::new(text).map_err(|why| FormatError::TooLong { why, file: place.file.to_owned() })?;
    let tags = tokens.iter().map(|token| token.get("ner").and_then(Value::as_str).unwrap_or_default());
    let mut set = Set::default();
    for run in runs_or_names(tags) {
        let Some((first, last)) = ranges.get(run.tokens.start).zip(ranges.get(run.tokens.end.saturating_sub(1))) else {
            continue;
        };
        set.spans.push(Span::new(first.hull(*last), Label::new(run.tag)));
    }
    for cat in paragraph.get("cats").and_then(Value::as_array).into_iter().flatten() {
        let is_in = cat.get("value").and_then(Value::as_f64).is_some_and(|share| share >= 0.5);
        if let Some(name) = cat.get("label").and_then(Value::as_str).filter(|_| is_in) {
            set.tags.push(DocumentTag::new(Label::new(name)));
        }
    }
    let mut document = Document { is_rebuilt, ..Document::new(text) };
    if !set.spans.is_empty() || !set.tags.is_empty() {
        document.sets.push(set);
    }
    Ok(document)
}
