//! How a JSON file begins, with long strings and lists made short: its keys show within a few kilobytes then, wherever in a
//! record a long text stands.

use std::io::{self, BufRead};

/// How much of a string is kept, in bytes.
const STRING: usize = 2000;
/// How many elements of a list within a record are kept.
const ELEMENTS: usize = 20;

/// The beginning of JSON, at most so many bytes of it after looking at so many.
pub(in crate::formats) fn skeleton(mut json: impl BufRead, most: usize, looked_at: u64) -> io::Result<Vec<u8>> {
    let mut skeleton = Skeleton::default();
    let mut n = 0;
    while skeleton.kept.len() < most && n < looked_at {
        let bytes = json.fill_buf()?;
        if bytes.is_empty() {
            break;
        }
        bytes.iter().for_each(|byte| skeleton.take(*byte));
        let taken = bytes.len();
        n += taken as u64;
        json.consume(taken);
    }
    Ok(skeleton.kept)
}

/// What was kept, and where the reading stands.
#[derive(Default)]
struct Skeleton {
    kept: Vec<u8>,
    /// The lists and objects that are open, each with how many commas it had.
    open: Vec<(u8, usize)>,
    /// How deep the list is whose further elements are left out.
    left_out: Option<usize>,
    /// How long the open string is, if one is.
    string: Option<usize>,
    is_escaped: bool,
    /// The rest of the string is left out.
    is_cut: bool,
}

impl Skeleton {
    fn take(&mut self, byte: u8) {
        if let Some(len) = self.string {
            return self.take_in_string(byte, len);
        }
        match byte {
            b'"' => (self.string, self.is_cut) = (Some(0), false),
            b'{' | b'[' => self.open.push((byte, 0)),
            b'}' | b']' => {
                if self.left_out == Some(self.open.len()) {
                    self.left_out = None;
                }
                self.open.pop();
            }
            b',' => self.take_comma(),
            _ => {}
        }
        self.keep(byte);
    }

    fn take_in_string(&mut self, byte: u8, len: usize) {
        let is_escaped = std::mem::take(&mut self.is_escaped);
        // An escape is kept whole, and so are the two of a pair of surrogates, which stand side by side.
        let is_border = !is_escaped && byte != b'\\' && byte & 0xC0 != 0x80 && byte.is_ascii_whitespace();
        match byte {
            b'"' if !is_escaped => {
                self.string = None;
                return self.keep(byte);
            }
            b'\\' if !is_escaped => self.is_escaped = true,
            _ => {}
        }
        self.is_cut |= is_border && len >= STRING;
        self.string = Some(len + 1);
        if !self.is_cut {
            self.keep(byte);
        }
    }

    /// An outermost list is one of records, and has all of them.
    fn take_comma(&mut self) {
        let depth = self.open.len();
        let is_outermost = depth == 1;
        if let Some((b'[', n)) = self.open.last_mut().filter(|_| !is_outermost) {
            *n += 1;
            if *n >= ELEMENTS && self.left_out.is_none() {
                self.left_out = Some(depth);
            }
        }
    }

    fn keep(&mut self, byte: u8) {
        if self.left_out.is_none() {
            self.kept.push(byte);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn of(json: &str) -> Value {
        let bytes = skeleton(json.as_bytes(), 100_000, 10_000_000).unwrap();
        serde_json::from_slice(&bytes).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&bytes)))
    }

    #[test]
    fn what_is_short_is_as_it_was() {
        let json = r#"[{"text": "a \"b\", [c] é", "spans": [[0, 1], {"a": {"b": []}}], "n": -1.5e3}, null]"#;
        assert_eq!(of(json), serde_json::from_str::<Value>(json).unwrap());
    }

    #[test]
    fn keys_after_a_long_text_and_a_long_list_are_there() {
        let tokens: Vec<Value> = (0..5000).map(|n| json!({ "id": n, "at": [n, n] })).collect();
        let record =
            json!({ "text": "é \\ \" 🗼 ".repeat(20_000), "tokens": tokens, "spans": [{ "start": 0 }], "z": 1 });
        let seen = of(&record.to_string());
        assert_eq!(seen.as_object().unwrap().keys().collect::<Vec<_>>(), ["spans", "text", "tokens", "z"]);
        assert_eq!((&seen["spans"], seen["tokens"].as_array().unwrap().len()), (&record["spans"], ELEMENTS));
        assert!(seen["text"].as_str().unwrap().len() < 2 * STRING);
    }

    #[test]
    fn a_list_of_records_has_all_of_them() {
        let records: Vec<Value> = (0..100).map(|n| json!({ "n": n })).collect();
        assert_eq!(of(&json!(records).to_string()), json!(records));
    }
}
