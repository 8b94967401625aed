//! What spans cover, and what of it is taken for the same.

use super::fold::fold_into;
use crate::model::Fragments;
use crate::text::Text;
use icu_normalizer::ComposingNormalizerBorrowed;

/// The words of a span: those of its fragments, with ` … ` between them.
pub fn covered(text: &Text, at: &Fragments) -> String {
    let pieces = at.iter().map(|range| text.slice(range)).filter(|piece| !piece.is_empty());
    pieces.collect::<Vec<_>>().join(" … ")
}

/// What all variants of a string have in common that differ in the case of their letters, in how these are composed, or in the
/// white space between their words: canonical composition (NFC), full case folding, and one space for any white space.
pub fn variant(string: &str) -> String {
    if string.is_ascii() {
        return folded_words(string);
    }
    let composed = ComposingNormalizerBorrowed::new_nfc();
    composed.normalize(&folded_words(&composed.normalize(string))).into_owned()
}

fn folded_words(string: &str) -> String {
    let mut folded = String::with_capacity(string.len());
    for word in string.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        fold_into(word, &mut folded);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_have_the_same_in_common_and_other_words_do_not() {
        for (one, other) in [
            ("Ada Lovelace", "ADA\u{a0}\n lovelace"),
            ("Caf\u{e9}", "cafe\u{301}"),
            ("STRASSE", "straße"),
            ("ΟΔΟΣ", "οδος"),
            ("한글", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}"),
        ] {
            assert_eq!(variant(one), variant(other), "{one} {other}");
        }
        for (one, other) in [("Ada", "Ad a"), ("café", "cafe"), ("co-op", "coop"), ("ı", "i")] {
            assert_ne!(variant(one), variant(other), "{one} {other}");
        }
        assert_eq!(variant("  "), "");
    }
}
