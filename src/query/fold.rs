//! Finding words whatever their case, without allocating for each text that is looked at.

/// What is looked for, folded once.
#[derive(Clone, Debug, Default)]
pub(super) struct Needle {
    folded: String,
    buffer: String,
}

impl Needle {
    /// Looks for `text` without its outer spaces.
    pub fn new(text: &str) -> Self {
        let mut folded = String::new();
        fold_into(text.trim(), &mut folded);
        Self { folded, buffer: String::new() }
    }

    /// Whether nothing is looked for, so that it is found everywhere.
    pub fn is_empty(&self) -> bool {
        self.folded.is_empty()
    }

    /// Whether it stands in `text`, whatever the case of either.
    pub fn is_in(&mut self, text: &str) -> bool {
        self.buffer.clear();
        fold_into(text, &mut self.buffer);
        self.buffer.contains(self.folded.as_str())
    }
}

/// A text without its case, and where in it each part comes from.
#[derive(Clone, Debug)]
pub struct Folded {
    /// Without its case.
    pub text: String,
    /// For each byte of that, and for its end, which character begins there, by its place in the text with its case.
    places: Vec<Option<u32>>,
}

impl Folded {
    /// Folds a text, whose length is no more than an offset can say.
    pub fn of(text: &str) -> Self {
        let (mut folded, mut places) = (String::with_capacity(text.len()), Vec::with_capacity(text.len() + 1));
        for (at, c) in text.char_indices() {
            places.push(u32::try_from(at).ok());
            fold_into(c.encode_utf8(&mut [0; 4]), &mut folded);
            places.resize(folded.len(), None);
        }
        places.push(u32::try_from(text.len()).ok());
        Self { text: folded, places }
    }

    /// The place in the text with its case; nothing within what came of one character.
    pub fn place(&self, at: usize) -> Option<usize> {
        self.places.get(at).copied().flatten().map(|at| at as usize)
    }
}

/// Appends `text` without its case. Accents stay, and nothing is normalized.
pub(super) fn fold_into(text: &str, folded: &mut String) {
    for c in text.chars() {
        if c.is_ascii() {
            folded.push(c.to_ascii_lowercase());
        } else {
            folded.extend(folded_character(c));
        }
    }
}

/// A character without its case: Unicode's full case folding (`C` and `F` of `CaseFolding.txt`), in which `ß` and `ẞ`
/// are `ss`, `ς` is `σ` and the ligature `ﬁ` is `fi`. In no language's own way: the Turkish `İ` is an `i` with a dot
/// above it, and `ı` is only itself.
pub(super) fn folded_character(c: char) -> impl Iterator<Item = char> {
    // Unicode's own mappings to small letters, to capitals and back give the folding, but for this letter.
    let dotless = (c == 'ı').then_some(c);
    let others = c.to_lowercase().filter(move |_| dotless.is_none());
    dotless.into_iter().chain(others.flat_map(char::to_uppercase).flat_map(char::to_lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_makes_no_difference_in_any_script() {
        let finds = |needle: &str, text: &str| Needle::new(needle).is_in(text);
        assert!(finds("ada", "Dear ADA,"));
        assert!(finds("STRASSE", "Königstraße"));
        assert!(finds("königstraße", "KÖNIGSTRASSE"));
        assert!(finds("ΟΔΟΣ", "οδος"));
        assert!(finds("οδος", "ΟΔΟΣ"));
        assert!(finds(" ada ", "Ada"), "outer spaces are not looked for");
        assert!(!finds("ete", "été"), "accents count");
        assert!(finds("", "anything"));
    }

    #[test]
    fn what_is_folded_knows_where_it_comes_from() {
        let folded = Folded::of("Maß İn");
        assert_eq!(folded.text, "mass i\u{307}n");
        let places: Vec<Option<usize>> = (0..=folded.text.len() + 1).map(|at| folded.place(at)).collect();
        // M a ß(2 bytes) space İ(2 bytes) n; "ss" and "i̇" (three bytes) each come of one letter.
        let expected = [Some(0), Some(1), Some(2), None, Some(4), Some(5), None, None, Some(7), Some(8), None];
        assert_eq!(places, expected);
    }

    #[track_caller]
    fn check_folded(text: &str, expected: &str) {
        let mut folded = String::new();
        fold_into(text, &mut folded);
        assert_eq!(folded, expected, "{text}");
    }

    /// Lines of Unicode's `CaseFolding.txt`, status `C` and `F`.
    #[test]
    fn folding_is_unicode_s_full_one() {
        check_folded("Ada LOVELACE", "ada lovelace");
        check_folded("ßẞ", "ssss");
        check_folded("Σσς", "σσσ");
        check_folded("İ", "i\u{307}");
        check_folded("Iıi", "iıi");
        check_folded("ﬁﬃﬆ", "fiffist");
        check_folded("Kſµ", "ksμ");
        check_folded("ΐᾼ", "ι\u{308}\u{301}αι");
        check_folded("ǰŉ", "j\u{30c}ʼn");
        check_folded("ԱԵՒև", "աեւեւ");
        check_folded("וَ漢ア👍", "וَ漢ア👍");
    }

    /// Where the full folding is one character, it is the simple one, which the tables of regular expressions have.
    #[test]
    fn folding_joins_what_simple_folding_joins() {
        use regex_syntax::hir::{Class, ClassUnicode, ClassUnicodeRange, HirKind};
        let letters = regex_syntax::parse(r"\p{Alphabetic}").unwrap();
        let HirKind::Class(Class::Unicode(letters)) = letters.kind() else { panic!("a class of characters") };
        let mut n_joined = 0;
        for c in letters.iter().flat_map(|range| range.start()..=range.end()) {
            let folded: Vec<char> = folded_character(c).collect();
            let Some(&one) = folded.first().filter(|one| folded.len() == 1 && **one != c) else { continue };
            let mut class = ClassUnicode::new([ClassUnicodeRange::new(c, c)]);
            class.case_fold_simple();
            let is_joined = class.iter().any(|range| (range.start()..=range.end()).contains(&one));
            assert!(is_joined, "{c} is no other case of {one}");
            n_joined += 1;
        }
        assert!(n_joined > 1_300, "{n_joined} letters have another case");
    }
}
