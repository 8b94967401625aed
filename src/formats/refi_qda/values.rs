//! Attributes as lines of a description: `sure=yes`.
//!
//! A value stands as it is where it can; whatever could be taken for something else stands as JSON.

use crate::formats::exchange::Values;
use crate::model::{Number, Value};
use serde_json::Value as Json;

/// Attributes, one a line.
pub(super) fn description(values: &Values) -> String {
    let line = |(key, value): (&smol_str::SmolStr, &Value)| format!("{}={}", key_words(key), value_words(value));
    values.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The attributes that a description holds, if it holds nothing else.
pub(super) fn values(description: &str) -> Option<Values> {
    let lines = description.split('\n').map(|line| line.trim_end_matches('\r')).filter(|line| !line.is_empty());
    let values: Option<Values> = lines.map(|line| pair(line).map(|(key, value)| (key.into(), value))).collect();
    values.filter(|values| !values.is_empty())
}

fn key_words(key: &str) -> String {
    if is_plain_key(key) && !key.contains('"') { key.to_owned() } else { Json::from(key).to_string() }
}

fn value_words(value: &Value) -> String {
    match value {
        Value::Text(text) if is_one_line(text) && serde_json::from_str::<Json>(text).is_err() => text.to_string(),
        Value::Text(text) => Json::from(text.as_str()).to_string(),
        Value::Set(ids) => Json::from(ids.iter().map(|id| id.as_str()).collect::<Vec<_>>()).to_string(),
        Value::YesNo(yes) => yes.to_string(),
        Value::Number(number) => Json::from(number.get()).to_string(),
    }
}

/// Sentences of people have an `=` now and then, and many words before it.
fn is_plain_key(key: &str) -> bool {
    is_one_line(key) && !key.contains('=') && key.split_whitespace().count() <= 3
}

fn is_one_line(words: &str) -> bool {
    !words.is_empty() && words.trim() == words && !words.contains(char::is_control)
}

fn pair(line: &str) -> Option<(String, Value)> {
    if line.starts_with('"') {
        let mut keys = serde_json::Deserializer::from_str(line).into_iter::<String>();
        let key = keys.next()?.ok()?;
        let value = line.get(keys.byte_offset()..)?.strip_prefix('=')?;
        return Some((key, value_of(value)));
    }
    let (key, value) = line.split_once('=')?;
    is_plain_key(key).then(|| (key.to_owned(), value_of(value)))
}

fn value_of(words: &str) -> Value {
    match serde_json::from_str(words) {
        Ok(Json::String(text)) => Value::Text(text.into()),
        Ok(Json::Bool(yes)) => Value::YesNo(yes),
        Ok(Json::Number(number)) => match number.as_f64().and_then(Number::new) {
            Some(number) => Value::Number(number),
            None => Value::Text(words.into()),
        },
        Ok(Json::Array(parts)) if parts.iter().all(Json::is_string) => {
            Value::Set(parts.iter().filter_map(|part| part.as_str().map(Into::into)).collect())
        }
        _ => Value::Text(words.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_every_kind_come_back() {
        let text = |text: &str| Value::Text(text.into());
        let all: Values = [
            ("a", text("yes")),
            ("b", text("true")),
            ("c", text("12")),
            ("d", text("two\nlines = 2")),
            ("e", text("")),
            ("f=g", text(" [\"x\"] ")),
            ("long key of five words", text("x")),
            ("h", Value::YesNo(false)),
            ("i", Value::Number(Number::new(-0.25).unwrap())),
            ("j", Value::Set(["a".into(), "b,c".into()].into())),
            ("k", Value::Set(Default::default())),
        ]
        .into_iter()
        .map(|(key, value)| (key.into(), value))
        .collect();
        assert_eq!(values(&description(&all)), Some(all));
        assert!(values("a sentence of people who think x=1").is_none());
        assert_eq!(values("sure=yes"), Some([("sure".into(), text("yes"))].into()));
    }
}
