//! The order of words as a language has it, by the collation of Unicode's CLDR.

use crate::model::Project;
use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale_core::Locale;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// An order of words. Numbers in them are ordered by their size.
pub struct Collation(Option<CollatorBorrowed<'static>>);

impl Collation {
    /// The order of the language that most documents are in; of no language where none is known.
    pub fn of(project: &Project) -> Self {
        let mut languages: BTreeMap<&str, usize> = BTreeMap::new();
        for language in project.documents.values().filter_map(|document| document.language.as_deref()) {
            *languages.entry(language).or_default() += 1;
        }
        let most = languages.into_iter().max_by_key(|(_, n)| *n).map_or("und", |(language, _)| language);
        Self::of_language(most)
    }

    /// The order of a language by its tag, such as `de` or `sv-FI`; of no language where the tag is none.
    pub fn of_language(tag: &str) -> Self {
        let mut preferences: CollatorPreferences = Locale::try_from_str(tag).unwrap_or(Locale::UNKNOWN).into();
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        Self(Collator::try_new(preferences, CollatorOptions::default()).ok())
    }

    /// The order of no language in particular, for what is in any.
    pub fn of_any() -> &'static Self {
        static ANY: LazyLock<Collation> = LazyLock::new(|| Collation::of_language("und"));
        &ANY
    }

    /// What a text is ordered by.
    pub fn key(&self, text: &str) -> Vec<u8> {
        let mut key = Vec::with_capacity(2 * text.len());
        let written = self.0.as_ref().map(|collator| collator.write_sort_key_to(text, &mut key));
        if written.is_none() {
            key.extend(text.as_bytes());
        }
        key
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordered(language: &str, mut words: Vec<&str>) -> String {
        let collation = Collation::of_language(language);
        words.sort_by_cached_key(|word| collation.key(word));
        words.join(" ")
    }

    #[test]
    fn words_are_in_the_order_of_their_language() {
        assert_eq!(ordered("sv", vec!["öl", "zon", "ål", "ord", "ande"]), "ande ord zon ål öl");
        assert_eq!(ordered("de", vec!["öl", "zon", "ål", "ord", "ande"]), "ål ande öl ord zon");
        assert_eq!(ordered("no language", vec!["b", "Á", "a", "B", "á"]), "a á Á b B");
    }

    #[test]
    fn numbers_are_ordered_by_their_size() {
        assert_eq!(ordered("en", vec!["article 10", "article 9", "Article 100"]), "article 9 article 10 Article 100");
    }
}
