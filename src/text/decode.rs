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
    let body = bytes.get(bom_len..).unwrap_or_default();
    let content = if encoding == UTF_8 {
        let valid = str::from_utf8(body)
            .map_err(|error| NotText::Malformed { encoding: encoding.name(), at: bom_len + error.valid_up_to() })?;
        valid.to_owned()
    } else {
        let content = encoding.decode_without_bom_handling_and_without_replacement(body);
        let malformed =
            || NotText::Malformed { encoding: encoding.name(), at: bom_len + first_malformed(body, encoding) };
        content.ok_or_else(malformed)?.into_owned()
    };
    Ok(Decoded { text: Text::new(content)?, encoding: encoding.name(), bom: bom_len > 0, original: Digest::of(bytes) })
}

fn detect(bytes: &[u8]) -> Result<&'static Encoding, NotText> {
    let nul = memchr::memchr(0, bytes);
    if str::from_utf8(bytes).is_ok() && nul.is_none() {
        return Ok(UTF_8);
    }
    if let Some(at) = nul {
        return utf16_by_zeros(bytes).ok_or(NotText::Binary { at });
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    Ok(detector.guess(None, Utf8Detection::Allow))
}

/// UTF-16 without a byte order mark: most of what is written has a zero in every other byte
/// (spaces and line breaks at least), and all of it decodes.
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
    let decoded = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    let is_text = !decoded.chars().any(|c| c.is_control() && !c.is_whitespace());
    is_text.then_some(encoding)
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
    fn what_is_no_text_says_why() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\x02";
        assert_eq!(decode(png, None).unwrap_err(), NotText::Binary { at: 8 });
        let utf8 = encoding_named("utf8");
        assert_eq!(decode(b"ab\xFFc", utf8).unwrap_err(), NotText::Malformed { encoding: "UTF-8", at: 2 });
        let lone = [b'a', 0, 0, 0xD8, b'b', 0];
        let utf16 = encoding_named("utf-16le");
        assert!(matches!(decode(&lone, utf16), Err(NotText::Malformed { encoding: "UTF-16LE", .. })));
        assert!(encoding_named("klingon").is_none());
    }
}
