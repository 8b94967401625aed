//! Names that type systems can hold: letters, digits and underscores. All else is written as `_x0020_`, by its number.

use smol_str::SmolStr;
use std::fmt::Write;

/// Names that mean something in a feature structure of ours, so that no attribute can be called so.
const TAKEN: &[&str] = &[
    "value",
    "begin",
    "end",
    "sofa",
    "Governor",
    "Dependent",
    "source",
    "target",
    "next",
    "first",
    "role",
    "referenceType",
    "referenceRelation",
    "self",
    "type",
    "elements",
    "id",
];

/// A name as a type system can hold it.
pub(super) fn safe(name: &str) -> SmolStr {
    let mut safe = String::with_capacity(name.len());
    for (at, c) in name.char_indices() {
        let follows_underscore = || name.get(at..).is_some_and(|rest| rest.starts_with("_x"));
        let is_plain = c.is_ascii_alphabetic() || (c.is_ascii_digit() && at > 0) || (c == '_' && !follows_underscore());
        if is_plain {
            safe.push(c);
        } else {
            push_number(&mut safe, c);
        }
    }
    if safe.is_empty() { "_x_".into() } else { safe.into() }
}

/// The name of an attribute as that of a feature.
pub(super) fn feature(name: &str) -> SmolStr {
    let is_taken = TAKEN.contains(&name) || name.starts_with("BT_") || name.starts_with("ROLE_");
    match name.chars().next().filter(|_| is_taken) {
        Some(first) => {
            let mut safe_name = String::new();
            push_number(&mut safe_name, first);
            safe_name.push_str(name.get(first.len_utf8()..).unwrap_or_default());
            safe_name.into()
        }
        None => safe(name),
    }
}

fn push_number(safe: &mut String, c: char) {
    // Writing to a string does not fail.
    let _ = write!(safe, "_x{:04X}_", u32::from(c));
}

/// The name that was made safe; any other name as it is.
pub(in crate::formats) fn plain(name: &str) -> SmolStr {
    if !name.contains("_x") {
        return name.into();
    }
    let mut plain = String::with_capacity(name.len());
    let mut rest = name;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let number = from.get(2..).and_then(|after| after.split_once('_'));
        let meant = number.and_then(|(number, after)| Some((meant(number)?, after)));
        match meant {
            Some((c, after)) => {
                plain.extend(c);
                rest = after;
            }
            None => {
                plain.push_str("_x");
                rest = from.get(2..).unwrap_or_default();
            }
        }
    }
    plain.push_str(rest);
    plain.into()
}

/// The character of a number; none for the sign that stands for nothing, which keeps two names apart.
fn meant(number: &str) -> Option<Option<char>> {
    if number.is_empty() {
        return Some(None);
    }
    let is_number = (4..=6).contains(&number.len()) && number.chars().all(|c| matches!(c, '0'..='9' | 'A'..='F'));
    let c = is_number.then(|| u32::from_str_radix(number, 16).ok()).flatten().and_then(char::from_u32)?;
    Some(Some(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back_as_they_were() {
        let names =
            ["plain_name", "two words", "Ünïcode 👍", "_x", "a_x0041_b", "1st", "", "a.b/c|d", "_x_", "__x_", "x_"];
        for name in names {
            let safe_name = safe(name);
            assert!(safe_name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'), "{safe_name}");
            assert!(!safe_name.starts_with(|c: char| c.is_ascii_digit()));
            assert_eq!(plain(&safe_name), name);
            assert_eq!(plain(&feature(name)), name);
        }
        assert_eq!(feature("value"), "_x0076_alue");
        assert_eq!(plain("_x0076_alue"), "value");
        assert_eq!(plain("max_xylophone"), "max_xylophone");
    }
}
