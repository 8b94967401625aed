//! Words for formats that allow few characters: each of the others as `_xHHHH_`, its UTF-16 units in hexadecimal digits, as
//! Office Open XML writes them (ECMA-376, part 1, 22.9.2.19).

/// A word with every character escaped that is not allowed; one that reads like an escape is escaped as well.
pub(super) fn escaped(word: &str, is_allowed: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(word.len());
    let mut units = [0; 2];
    for (at, c) in word.char_indices() {
        let rest = word.get(at..).unwrap_or_default();
        if is_allowed(c) && escape_at(rest).is_none() {
            out.push(c);
        } else {
            for unit in c.encode_utf16(&mut units) {
                out.push_str(&format!("_x{unit:04X}_"));
            }
        }
    }
    out
}

/// The word that was escaped; what is no escape stays as it is.
pub(super) fn unescaped(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut rest = word;
    while !rest.is_empty() {
        let mut units = Vec::new();
        while let Some((unit, tail)) = escape_at(rest) {
            units.push(unit);
            rest = tail;
        }
        out.push_str(&String::from_utf16_lossy(&units));
        let mut characters = rest.chars();
        out.extend(characters.next());
        rest = characters.as_str();
    }
    out
}

/// The unit that a word begins with, if it begins with an escape, and what comes after it.
fn escape_at(word: &str) -> Option<(u16, &str)> {
    let digits = word.strip_prefix("_x")?;
    let (hex, tail) = digits.split_at_checked(4)?;
    let is_hex = hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    Some((u16::from_str_radix(hex, 16).ok().filter(|_| is_hex)?, tail.strip_prefix('_')?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_keep_what_is_allowed() {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
        assert_eq!(escaped("PER", plain), "PER");
        assert_eq!(escaped("a/b c", plain), "a_x002F_b_x0020_c");
        assert_eq!(escaped("👍", plain), "_xD83D__xDC4D_");
        assert_eq!(escaped("_x0041_", plain), "_x005F_x0041_");
        assert_eq!(unescaped("_x005F_x0041_"), "_x0041_");
        assert_eq!(unescaped("max_x"), "max_x");
    }

    proptest! {
        #[test]
        fn what_was_escaped_comes_back(word in "(\\PC|_x|_|00[0-9A-F]{2}_|👍){0,20}") {
            let escape = escaped(&word, |c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
            prop_assert!(escape.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c)));
            prop_assert_eq!(unescaped(&escape), word);
        }
    }
}
