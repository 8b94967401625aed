//! spaCy's numbers for strings: that of a symbol for the few it has names for, else a hash.

use std::borrow::Cow;
use std::collections::HashMap;

/// The names of symbols, each in the line of its number.
const SYMBOLS: &str = include_str!("symbols.txt");

/// Strings by their numbers, and the other way round.
pub(super) struct Strings {
    symbols: HashMap<&'static str, u64>,
    by_number: HashMap<u64, Cow<'static, str>>,
}

impl Strings {
    /// The symbols.
    pub(super) fn new() -> Self {
        let symbols: HashMap<&str, u64> = SYMBOLS.split_terminator('\n').zip(0..).collect();
        let by_number = symbols.iter().map(|(name, number)| (*number, Cow::Borrowed(*name))).collect();
        Self { symbols, by_number }
    }

    /// Adds a string.
    pub(super) fn add(&mut self, string: String) {
        self.by_number.insert(self.number(&string), Cow::Owned(string));
    }

    /// The number of a string.
    pub(super) fn number(&self, string: &str) -> u64 {
        self.symbols.get(string).copied().unwrap_or_else(|| hash(string.as_bytes()))
    }

    /// The string of a number, if it is known.
    pub(super) fn string(&self, number: u64) -> Option<&str> {
        self.by_number.get(&number).map(|string| &**string)
    }
}

/// MurmurHash64A with the seed 1, in the public domain by its author.
fn hash(bytes: &[u8]) -> u64 {
    const FACTOR: u64 = 0xC6A4_A793_5BD1_E995;
    const SHIFT: u32 = 47;
    let mut state = 1 ^ (bytes.len() as u64).wrapping_mul(FACTOR);
    let (words, tail) = bytes.as_chunks::<8>();
    for word in words {
        let mut word = u64::from_le_bytes(*word).wrapping_mul(FACTOR);
        word ^= word >> SHIFT;
        state = (state ^ word.wrapping_mul(FACTOR)).wrapping_mul(FACTOR);
    }
    if !tail.is_empty() {
        let last = tail.iter().rev().fold(0, |last, byte| last << 8 | u64::from(*byte));
        state = (state ^ last).wrapping_mul(FACTOR);
    }
    state = (state ^ state >> SHIFT).wrapping_mul(FACTOR);
    state ^ state >> SHIFT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_spacy() {
        // From `spacy.strings.StringStore` of spaCy 3.8.18.
        let numbers = [
            ("PER", 4_317_129_024_397_789_502),
            ("Müller", 17_756_770_188_198_780_212),
            ("a", 11_901_859_001_352_538_922),
            ("abcdefgh", 17_751_780_907_874_141_760),
            ("abcdefghi", 13_885_881_106_499_164_936),
            ("🗼 x", 14_342_765_413_388_006_496),
            ("\n", 962_983_613_142_996_970),
            ("", 0),
            ("LOC", 385),
            ("PERSON", 380),
            ("X", 101),
            ("_", 456),
        ];
        let strings = Strings::new();
        for (string, number) in numbers {
            assert_eq!(strings.number(string), number, "{string}");
        }
        assert_eq!(strings.string(383), Some("ORG"));
    }
}
