//! From the bytes of a file to a text, exactly: nothing is normalized, and what was there is named.

use super::{Digest, Text, TextTooLong};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE};
use thiserror::Error;

pub use encoding_rs::Encoding;

/// A decoded text with what is remembered of the file it came from.
#[derive(Clone, Debug)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: Text,
    /// Its encoding's name, as the web's Encoding Standard writes it.
    pub encoding: &'static str,
    /// Whether a byte order mark stood before it.
    pub bom: bool,
    /// The SHA-256 of the bytes as they were.
    pub original: Digest,
    /// Where halves of characters stood in UTF-16, or where UTF-8 is cut off within its last character, in bytes of the file.
    /// Each has a � in the text, which is one code point and one UTF-16 unit as they were, so that offsets that others made
    /// still fit.
    pub replaced: Vec<usize>,
}

/// Why bytes are not a text.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotText {
    /// Control characters that no text has.
    #[error("this is not a text: it has a NUL byte at {at}")]
    Binary {
        /// Where the first one is, in bytes.
        at: usize,
    },
    /// The encoding that was named does not fit.
    #[error("this is not {encoding}: byte {at} does not fit")]
    Malformed {
        /// The encoding that was tried.
        encoding: &'static str,
        /// About where it fails, in bytes.
        at: usize,
    },
    /// It is longer than what can be held.
    #[error(transparent)]
    TooLong(#[from] TextTooLong),
}

/// The encoding that a name means (`utf-8`, `windows-1252`, `latin1`, `shift_jis`, …).
pub fn encoding_named(name: &str) -> Option<&'static Encoding> {
    Encoding::for_label(name.trim().as_bytes())
}

/// Decodes bytes in `encoding`, or, without one, in the encoding that they show: by a byte order
/// mark, as valid UTF-8, as UTF-16 by its pattern of zeros, else by the statistics of chardetng.
pub fn decode(bytes: &[u8], encoding: Option<&'static Encoding>) -> Result<Decoded, NotText> {
    if bytes.len() > 2 * Text::MAX_BYTES {
        return Err(TextTooLong { bytes: bytes.len() }.into());
    }
    let marked = Encoding::for_bom(bytes);
    let (encoding, bom_len) = match (encoding, marked) {
        (Some(asked), Some((found, len))) if asked == found => (asked, len),
        (Some(asked), _) => (asked, 0),
        (None, Some((found, len))) => (found, len),
        (None, None) => (detect(bytes)?, 0),
    };
    let (content, replaced) = content_of(bytes, bom_len, encoding)?;
    let (text, original) = (Text::new(content)?, Digest::of(bytes));
    Ok(Decoded { text, encoding: encoding.name(), bom: bom_len > 0, original, replaced })
}

/// Halves of characters and NULs, once in so many bytes, are accidents of a program that cut or joined texts; more are
/// another encoding, or no text.
const BYTES_PER_ACCIDENT: usize = 200;

/// The text after a byte order mark, and where halves of characters stood.
fn content_of(bytes: &[u8], bom_len: usize, encoding: &'static Encoding) -> Result<(String, Vec<usize>), NotText> {
    let body = bytes.get(bom_len..).unwrap_or_default();
    let malformed = |at: usize| NotText::Malformed { encoding: encoding.name(), at: bom_len + at };
    if encoding == UTF_8 {
        return match (str::from_utf8(body), cut_utf8(body)) {
            (Ok(valid), _) => Ok((valid.to_owned(), Vec::new())),
            (Err(_), Some(valid)) => Ok((format!("{valid}\u{FFFD}"), vec![bom_len + valid.len()])),
            (Err(error), None) => Err(malformed(error.valid_up_to())),
        };
    }
    if let Some(content) = encoding.decode_without_bom_handling_and_without_replacement(body) {
        return Ok((content.into_owned(), Vec::new()));
    }
    match utf16_with_halves(body, encoding) {
        Some((content, halves)) if halves.len() <= 1 + body.len() / BYTES_PER_ACCIDENT => {
            Ok((content, halves.into_iter().map(|at| bom_len + at).collect()))
        }
        Some((_, halves)) => Err(malformed(halves.first().copied().unwrap_or_default())),
        None => Err(malformed(first_malformed(body, encoding))),
    }
}

fn detect(bytes: &[u8]) -> Result<&'static Encoding, NotText> {
    let is_utf8 = str::from_utf8(bytes).is_ok();
    if let Some(at) = memchr::memchr(0, bytes) {
        let n_nul = memchr::memchr_iter(0, bytes).count();
        let is_rare = n_nul <= 1 + bytes.len() / BYTES_PER_ACCIDENT && 4 * n_nul < bytes.len();
        return if is_utf8 && is_rare { Ok(UTF_8) } else { utf16_by_zeros(bytes).ok_or(NotText::Binary { at }) };
    }
    if is_utf8 || cut_utf8(bytes).is_some() {
        return Ok(UTF_8);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    Ok(detector.guess(None, Utf8Detection::Allow))
}

/// What is whole of UTF-8 that ends within a character, as in a file that is cut off. One last byte alone could as well be
/// the end of a word in another encoding, unless there are other characters that only UTF-8 has.
fn cut_utf8(bytes: &[u8]) -> Option<&str> {
    let error = str::from_utf8(bytes).err().filter(|error| error.error_len().is_none())?;
    let (valid, rest) = bytes.split_at_checked(error.valid_up_to())?;
    let valid = str::from_utf8(valid).ok()?;
    (rest.len() > 1 || !valid.is_ascii()).then_some(valid)
}

/// UTF-16 without a byte order mark: most of what is written has a zero in every other byte
/// (spaces and line breaks at least), and all of it decodes, but for a half of a character here and there.
fn utf16_by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let encoding = if odd > 8 * even {
        UTF_16LE
    } else if even > 8 * odd {
        UTF_16BE
    } else {
        return None;
    };
    let (decoded, _) = content_of(bytes, 0, encoding).ok()?;
    let is_text = !decoded.chars().any(|c| c.is_control() && !c.is_whitespace());
    is_text.then_some(encoding)
}

/// Decodes UTF-16 that has halves of characters in it (lone surrogates, or a last byte on its own): each becomes a �.
/// Also gives their places, in bytes. Nothing for another encoding.
fn utf16_with_halves(bytes: &[u8], encoding: &'static Encoding) -> Option<(String, Vec<usize>)> {
    let unit: fn([u8; 2]) -> u16 = match encoding {
        _ if encoding == UTF_16LE => u16::from_le_bytes,
        _ if encoding == UTF_16BE => u16::from_be_bytes,
        _ => return None,
    };
    let (pairs, rest) = bytes.as_chunks::<2>();
    let mut content = String::with_capacity(bytes.len());
    let (mut at, mut halves) = (0, Vec::new());
    for read in char::decode_utf16(pairs.iter().map(|&pair| unit(pair))) {
        if read.is_err() {
            halves.push(at);
        }
        let c = read.unwrap_or(char::REPLACEMENT_CHARACTER);
        content.push(c);
        at += 2 * c.len_utf16();
    }
    if !rest.is_empty() {
        content.push(char::REPLACEMENT_CHARACTER);
        halves.push(at);
    }
    Some((content, halves))
}

/// Where decoding first fails, in bytes from the start.
fn first_malformed(bytes: &[u8], encoding: &'static Encoding) -> usize {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut room = String::with_capacity(decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(0));
    let (_, n_read) = decoder.decode_to_string_without_replacement(bytes, &mut room, true);
    n_read.saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::super::Unit;
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], encoding: &str, bom: bool, content: &str) {
        let decoded = decode(bytes, None).unwrap();
        assert_eq!((decoded.encoding, decoded.bom, decoded.text.as_str()), (encoding, bom, content));
    }

    #[test]
    fn utf8_keeps_every_byte() {
        check("a\r\nb\u{a0}e\u{301}\n".as_bytes(), "UTF-8", false, "a\r\nb\u{a0}e\u{301}\n");
        check(b"\xEF\xBB\xBFab", "UTF-8", true, "ab");
        check(b"", "UTF-8", false, "");
    }

    #[test]
    fn utf8_that_is_cut_off_within_a_character_is_still_utf8() {
        let whole = "Zoë 👍";
        for cut in 1..=3 {
            let bytes = &whole.as_bytes()[..5 + cut];
            let decoded = decode(bytes, None).unwrap();
            assert_eq!((decoded.encoding, decoded.text.as_str()), ("UTF-8", "Zoë \u{FFFD}"));
            assert_eq!((decoded.replaced, decoded.original), (vec![5], Digest::of(bytes)));
            let marked = decode(&[b"\xEF\xBB\xBF", bytes].concat(), None).unwrap();
            assert_eq!((marked.text.as_str(), marked.replaced), ("Zoë \u{FFFD}", vec![8]));
        }
        // The last letter of a word in Latin-1 is the first byte of three in UTF-8.
        check(b"un caf\xE9", "windows-1252", false, "un café");
        let utf8 = encoding_named("utf8");
        assert_eq!(decode(b"un caf\xE9", utf8).unwrap_err(), NotText::Malformed { encoding: "UTF-8", at: 6 });
    }

    #[test]
    fn utf16_is_known_by_mark_or_by_zeros() {
        let le: Vec<u8> = "Été à Homs\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = "Été à Homs\n".encode_utf16().flat_map(u16::to_be_bytes).collect();
        check(&le, "UTF-16LE", false, "Été à Homs\n");
        check(&be, "UTF-16BE", false, "Été à Homs\n");
        check(&[b"\xFF\xFE".as_slice(), &le].concat(), "UTF-16LE", true, "Été à Homs\n");
    }

    #[test]
    fn legacy_encodings_are_detected_and_named() {
        let french = "Les négociations ont été suspendues à Genève, où la délégation était arrivée.";
        let (bytes, _, _) = encoding_rs::WINDOWS_1252.encode(french);
        check(&bytes, "windows-1252", false, french);
        let russian = "Министр иностранных дел заявил, что переговоры будут продолжены.";
        let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(russian);
        check(&bytes, "windows-1251", false, russian);
    }

    #[test]
    fn a_nul_here_and_there_is_kept_and_many_are_no_text() {
        let decoded = decode("Talks\0 in Zürich".as_bytes(), None).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.encoding), ("Talks\0 in Zürich", "UTF-8"));
        assert_eq!(decode(b"a\0\0\0b", None).unwrap_err(), NotText::Binary { at: 1 });
    }

    #[test]
    fn what_is_no_text_says_why() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\x02";
        assert_eq!(decode(png, None).unwrap_err(), NotText::Binary { at: 8 });
        let utf8 = encoding_named("utf8");
        assert_eq!(decode(b"ab\xFFc", utf8).unwrap_err(), NotText::Malformed { encoding: "UTF-8", at: 2 });
        let cyrillic = encoding_rs::WINDOWS_1251.encode("ШАШКИ ШУМНЫХ ШТАТОВ").0;
        let utf16 = encoding_named("utf-16le");
        assert!(matches!(decode(&cyrillic, utf16), Err(NotText::Malformed { encoding: "UTF-16LE", .. })));
        assert!(encoding_named("klingon").is_none());
    }

    /// Bytes of UTF-16 units in one order or the other, with a byte order mark or without.
    fn utf16(units: &[u16], big_endian: bool, bom: bool) -> Vec<u8> {
        let bytes = |unit: u16| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() };
        let mark = bom.then_some(0xFEFF);
        mark.into_iter().chain(units.iter().copied()).flat_map(bytes).collect()
    }

    #[test]
    fn half_a_character_becomes_one_that_counts_the_same() {
        // “Ana 👍 ” with the thumb whole, then its second half alone, then its first half before a letter.
        let whole: Vec<u16> = "Ana 👍 met Bo in Homs, ".encode_utf16().collect();
        let mut units = whole.clone();
        units.extend([0xDC4D, u16::from(b' '), 0xD83D]);
        units.extend(
            "Cy, who had come all the way from the coast to say nothing of use to anyone.".repeat(2).encode_utf16(),
        );
        for (big_endian, encoding) in [(false, "UTF-16LE"), (true, "UTF-16BE")] {
            for bom in [false, true] {
                let bytes = utf16(&units, big_endian, bom);
                let decoded = decode(&bytes, None).unwrap();
                assert_eq!((decoded.encoding, decoded.bom), (encoding, bom));
                let content = decoded.text.as_str();
                assert!(content.starts_with("Ana 👍 met Bo in Homs, \u{FFFD} \u{FFFD}Cy, who"), "{content}");
                let place = |unit: usize| 2 * (usize::from(bom) + unit);
                assert_eq!(decoded.replaced, [place(whole.len()), place(whole.len() + 2)]);
                // Offsets in UTF-16 units and in code points are those of the file.
                let cy = decoded.text.range(whole.len() + 3, whole.len() + 5, Unit::Utf16).unwrap();
                assert_eq!(decoded.text.slice(cy), "Cy");
                assert_eq!(decoded.text.count(cy.start(), Unit::CodePoint), whole.len() - 1 + 3);
                assert_eq!(decoded.original, Digest::of(&bytes));
            }
        }
    }

    #[test]
    fn a_last_byte_on_its_own_is_half_a_character() {
        let mut bytes = utf16(&"Été à Homs".encode_utf16().collect::<Vec<_>>(), false, true);
        bytes.push(0x41);
        let decoded = decode(&bytes, None).unwrap();
        assert_eq!((decoded.text.as_str(), decoded.replaced), ("Été à Homs\u{FFFD}", vec![22]));
    }

    #[test]
    fn many_halves_are_another_encoding() {
        let mut units: Vec<u16> = "talks ".repeat(20).encode_utf16().collect();
        units.extend([0xD800, 0x20].repeat(10));
        let bytes = utf16(&units, false, true);
        assert_eq!(decode(&bytes, None).unwrap_err(), NotText::Malformed { encoding: "UTF-16LE", at: 242 });
    }
}
