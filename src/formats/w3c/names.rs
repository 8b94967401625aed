//! Names in addresses, and keys before values.

use std::fmt::Write;

/// The last part of an address, without its query.
pub(super) fn last_part(address: &str) -> String {
    let path = address.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    decoded(path.rsplit(['/', '\\']).next().unwrap_or_default())
}

/// A name with what addresses have for other things written by its bytes.
pub(super) fn encoded(name: &str) -> String {
    let is_other = |c: char| c.is_control() || c.is_whitespace() || "%#?/\\<>\"{}|^`[]=".contains(c);
    let mut encoded = String::with_capacity(name.len());
    for c in name.chars() {
        if is_other(c) {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(encoded, "%{byte:02X}");
            }
        } else {
            encoded.push(c);
        }
    }
    encoded
}

/// The name that was encoded; as it is where it has no bytes of UTF-8.
pub(super) fn decoded(name: &str) -> String {
    let mut bytes = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        let digits = tail.get(..2).filter(|_| first == b'%').and_then(|digits| str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back_out_of_addresses() {
        for name in ["a b.txt", "50% é=ü#1?", "%41", "模\u{2028}"] {
            assert_eq!(decoded(&encoded(name)), name);
        }
        assert_eq!(last_part("https://example.org/a/har%20bour.txt?x=1#y"), "har bour.txt");
        assert_eq!(decoded("%FF"), "%FF");
    }
}
