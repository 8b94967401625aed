//! What is wrong with JSON, in words. The parser's own speak of its grammar.

use serde_json::Error;

/// What a parser says that has read some whole, a line or a file, without the place that it says it of.
pub(in crate::formats) fn in_words(error: &Error, whole: &str) -> String {
    let message = error.to_string();
    let why = message.rsplit_once(" at line ").map_or(message.as_str(), |(why, _)| why);
    match why {
        // Half of a character that UTF-16 has in two: the other half does not follow.
        "unexpected end of hex escape" | "lone leading surrogate in hex escape" => {
            "an escaped surrogate stands alone".to_owned()
        }
        why => match why.strip_prefix("EOF while parsing ") {
            Some(within) => format!("the {whole} ends within {within}"),
            None => why.to_owned(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_in_words() {
        let why_not = |json: &str| in_words(&serde_json::from_str::<serde_json::Value>(json).unwrap_err(), "file");
        for (cut, within) in
            [("{\"a\": \"b", "a string"), ("[1", "a list"), ("{\"a\": 1", "an object"), ("", "a value")]
        {
            assert_eq!(why_not(cut), format!("the file ends within {within}"));
        }
        for alone in [r#""\ud83d""#, r#""\ude00""#, r#""\ud83d\u0041""#, r#""\ud83d\n""#] {
            assert_eq!(why_not(alone), "an escaped surrogate stands alone", "{alone}");
        }
        assert_eq!(why_not("{x}"), "key must be a string");
    }
}
