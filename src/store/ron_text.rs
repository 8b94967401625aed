//! RON as our files have it: read with the place of every error, written so that the same value gives the same bytes.

use super::{FORMAT, Place, StoreError};
use ron::Options;
use ron::extensions::Extensions;
use ron::ser::PrettyConfig;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// A record that stands alone in a file and says which format it has.
pub trait Versioned {
    /// The format it says.
    fn format(&self) -> u32;
}

/// Why a record that reads well is not taken, and which one it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The id of the record that is wrong; the file as a whole without one.
    pub id: Option<String>,
    /// What is wrong with it.
    pub why: String,
}

impl Refused {
    /// Something is wrong with the record of this id.
    pub fn record(id: impl ToString, why: impl ToString) -> Self {
        Self { id: Some(id.to_string()), why: why.to_string() }
    }

    /// The error, with the line on which the record stands.
    pub fn at(self, source: &str, path: &Path) -> StoreError {
        let place = self.id.as_deref().and_then(|id| place_of_id(source, id));
        StoreError::Malformed { why: self.why, place, path: path.to_owned() }
    }
}

/// The bytes of a file as text: UTF-8, with or without a byte order mark.
pub fn text_from_bytes<'a>(bytes: &'a [u8], path: &Path) -> Result<&'a str, StoreError> {
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    str::from_utf8(body).map_err(|error| {
        let valid = body.get(..error.valid_up_to()).and_then(|bytes| str::from_utf8(bytes).ok()).unwrap_or_default();
        let place = Some(place_after(valid));
        StoreError::Malformed { why: "this is not UTF-8".to_owned(), place, path: path.to_owned() }
    })
}

/// Reads one file's record.
pub fn record_from_text<T: DeserializeOwned + Versioned>(source: &str, path: &Path) -> Result<T, StoreError> {
    let newer = |format| StoreError::Newer { format, path: path.to_owned() };
    match options().from_str::<T>(source) {
        Ok(record) if record.format() > FORMAT => Err(newer(record.format())),
        Ok(record) if record.format() == 0 => {
            Err(Refused { id: None, why: "format 0 is no format".to_owned() }.at(source, path))
        }
        Ok(record) => Ok(record),
        Err(error) => match options().from_str::<Peek>(source) {
            Ok(peek) if peek.format > FORMAT => Err(newer(peek.format)),
            _ => {
                let (why, place) = match conflict_mark(source) {
                    Some(place) => ("git left its marks of a conflict here".to_owned(), place),
                    None => (error.code.to_string(), on_the_word(source, error.span.start)),
                };
                Err(StoreError::Malformed { why, place: Some(place), path: path.to_owned() })
            }
        },
    }
}

/// Where RON found something wrong, past the spaces before it.
fn on_the_word(source: &str, found: ron::error::Position) -> Place {
    let line = source.lines().nth(found.line.saturating_sub(1)).unwrap_or_default();
    let spaces = line.chars().skip(found.col.saturating_sub(1)).take_while(|c| c.is_whitespace());
    Place { line: found.line, column: found.col + spaces.count() }
}

/// Where git begins to tell two versions that it could not merge.
fn conflict_mark(source: &str) -> Option<Place> {
    let line = source.lines().position(|line| line.starts_with("<<<<<<< "))?;
    Some(Place { line: line + 1, column: 1 })
}

/// Writes one file's record. Values deeper than `depth` stand on one line each.
pub fn text_from_record<T: Serialize>(record: &T, depth: usize) -> Result<String, ron::Error> {
    let pretty = PrettyConfig::new().depth_limit(depth).new_line("\n");
    let mut text = options().to_string_pretty(record, pretty)?;
    text.push('\n');
    Ok(text)
}

/// Only the format, whatever else there is.
#[derive(Deserialize)]
struct Peek {
    format: u32,
}

/// How all our files are read and written.
pub fn options() -> Options {
    Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

/// Where a record with an id starts to say so.
fn place_of_id(source: &str, id: &str) -> Option<Place> {
    let at = source.find(&format!("\"{id}\""))?;
    source.get(..at).map(place_after)
}

/// The place right after some text.
fn place_after(text: &str) -> Place {
    let line = text.rsplit('\n').next().unwrap_or_default();
    Place { line: text.matches('\n').count() + 1, column: line.chars().count() + 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize, PartialEq)]
    #[serde(deny_unknown_fields)]
    struct Note {
        format: u32,
        body: Option<String>,
    }

    impl Versioned for Note {
        fn format(&self) -> u32 {
            self.format
        }
    }

    #[track_caller]
    fn check(source: &str, expected: &str) {
        let error = record_from_text::<Note>(source, Path::new("note.ron")).unwrap_err();
        assert_eq!(error.to_string(), expected);
    }

    #[test]
    fn errors_name_line_and_column() {
        check("(\n  format: 1,\n  body: 5)", "Expected string: note.ron:3:9");
        check(
            "(format: 1, bodi: \"\")",
            "Unexpected field named `bodi` in `Note`, expected either `format` or `body` instead: note.ron:1:13",
        );
        check("(format: 2, other: [1])", "this has format 2, and this program knows formats up to 1: note.ron");
        check(
            "(\n  format: 1,\n<<<<<<< ours\n  body: \"a\",\n=======\n  body: \"b\",\n>>>>>>> theirs\n)",
            "git left its marks of a conflict here: note.ron:3:1",
        );
        check("(format: 2)", "this has format 2, and this program knows formats up to 1: note.ron");
        check(&"[".repeat(100_000), "Expected opening `(` for struct `Note`: note.ron:1:1");
    }

    #[test]
    fn a_byte_order_mark_and_bare_options_are_read() {
        let bytes = b"\xEF\xBB\xBF(format: 1, body: \"x\")";
        let source = text_from_bytes(bytes, Path::new("note.ron")).unwrap();
        let note: Note = record_from_text(source, Path::new("note.ron")).unwrap();
        assert_eq!(note, Note { format: 1, body: Some("x".to_owned()) });
        let error = text_from_bytes(b"ab\nc\xFF", Path::new("note.ron")).unwrap_err();
        assert_eq!(error.to_string(), "this is not UTF-8: note.ron:2:2");
    }
}
