//! Shingles: the runs of words that a text is compared by (Broder 1997).

use icu_normalizer::ComposingNormalizer;
use icu_properties::CodePointMapData;
use icu_properties::props::Script;
use std::collections::BTreeSet;
use unicode_segmentation::UnicodeSegmentation;

/// How many words are a shingle.
const WORDS: usize = 5;

/// How many characters are one, in scripts that put no spaces between words.
const CHARACTERS: usize = 7;

/// The shingles of a text, as numbers: five words each, or seven characters where words have no spaces between them, of the text
/// in compatibility form (NFKC) and small letters. A shorter text is one shingle.
pub fn shingles(text: &str) -> BTreeSet<u64> {
    let normalizer = ComposingNormalizer::new_nfkc();
    let folded = normalizer.normalize(text).to_lowercase();
    if has_no_spaces(&folded) {
        let letters: Vec<char> = folded.chars().filter(|c| c.is_alphanumeric()).collect();
        return runs(&letters, CHARACTERS);
    }
    runs(&folded.unicode_words().collect::<Vec<_>>(), WORDS)
}

/// What two sets share: the size of what is in both over the size of what is in either. Two empty sets are equal.
pub fn jaccard(one: &BTreeSet<u64>, other: &BTreeSet<u64>) -> f64 {
    let n_both = one.intersection(other).count();
    let n_either = one.len() + other.len() - n_both;
    if n_either == 0 { 1.0 } else { n_both as f64 / n_either as f64 }
}

fn runs<T: ToString>(parts: &[T], n: usize) -> BTreeSet<u64> {
    if parts.is_empty() {
        return BTreeSet::new();
    }
    parts.windows(n.min(parts.len())).map(hash).collect()
}

/// FNV-1a (Fowler, Noll and Vo), which is the same in every version of this program.
fn hash<T: ToString>(parts: &[T]) -> u64 {
    let mut hash = 0xCBF2_9CE4_8422_2325_u64;
    for part in parts {
        for byte in part.to_string().bytes().chain([0xFF]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
        }
    }
    hash
}

/// Whether most letters are of scripts without spaces between words.
fn has_no_spaces(text: &str) -> bool {
    let scripts = CodePointMapData::<Script>::new();
    let is_unspaced = |c: char| {
        matches!(
            scripts.get(c),
            Script::Han
                | Script::Hiragana
                | Script::Katakana
                | Script::Thai
                | Script::Lao
                | Script::Khmer
                | Script::Myanmar
        )
    };
    let (mut n_unspaced, mut n_letters) = (0_usize, 0_usize);
    for c in text.chars().filter(|c| c.is_alphabetic()).take(2_000) {
        n_letters += 1;
        n_unspaced += usize::from(is_unspaced(c));
    }
    2 * n_unspaced > n_letters
}
