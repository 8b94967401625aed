//! What a refusal must say, whatever was refused.

use glossator::store::StoreError;
use std::path::Path;

/// The message ends with a path below `folder`, or with a place in that file, which has the bytes `source`.
pub fn assert_says_where(error: &StoreError, folder: &Path, source: &[u8]) {
    let message = error.to_string();
    let path = error.path().unwrap_or_else(|| panic!("no path: {message}"));
    assert!(path.starts_with(folder), "a path elsewhere: {message}");
    assert!(!error.hint().is_empty(), "no hint: {message}");
    let shown = path.display().to_string();
    let end = message.rfind(&shown).unwrap_or_else(|| panic!("the path is not named: {message}")) + shown.len();
    let after = message.get(end..).unwrap_or_default();
    let Some(place) = after.strip_prefix(':') else {
        assert!(after.is_empty(), "something after the path: {message}");
        return;
    };
    let (line, column) = place.split_once(':').unwrap_or_else(|| panic!("half a place: {message}"));
    let (line, column): (usize, usize) = match (line.parse(), column.parse()) {
        (Ok(line), Ok(column)) => (line, column),
        _ => panic!("no place: {message}"),
    };
    let text = String::from_utf8_lossy(source);
    let mut lines = text.split('\n').map(|line| line.chars().count());
    let length = lines.nth(line.checked_sub(1).expect("lines are counted from 1"));
    let length = length.unwrap_or_else(|| panic!("a line beyond the end: {message}"));
    assert!((1..=length + 2).contains(&column), "a column outside a line of {length}: {message}");
}
