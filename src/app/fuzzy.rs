//! Finding things by a few letters of their names.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// The items that have all letters of `typed` in order, best first; equal ones stay in their order. All items when
/// nothing is typed.
pub fn found<'a, T>(typed: &str, items: impl IntoIterator<Item = T>, words: impl Fn(&T) -> Vec<&'a str>) -> Vec<T>
where
    T: 'a,
{
    let typed = typed.trim();
    let items = items.into_iter();
    if typed.is_empty() {
        return items.collect();
    }
    let pattern = Pattern::parse(typed, CaseMatching::Ignore, Normalization::Smart);
    let mut matcher = Matcher::new(Config::DEFAULT);
    let mut room = Vec::new();
    let mut scored: Vec<(u32, T)> = items
        .filter_map(|item| {
            let words = words(&item);
            let scores = words.into_iter().filter_map(|word| {
                let prefix = u32::from(word.to_lowercase().starts_with(&typed.to_lowercase())) * 1000;
                pattern.score(Utf32Str::new(word, &mut room), &mut matcher).map(|score| score + prefix)
            });
            scores.max().map(|score| (score, item))
        })
        .collect();
    scored.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    scored.into_iter().map(|(_, item)| item).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_some_of_their_letters_best_first() {
        let names = ["Person", "Person › Official", "Organization", "Place"];
        let by = |typed| found(typed, names, |name| vec![*name]);
        assert_eq!(by("pers"), ["Person", "Person › Official"]);
        assert_eq!(by("offi"), ["Person › Official"]);
        assert_eq!(by("pl"), ["Place", "Person › Official"], "a name that begins so comes first");
        assert_eq!(by("ZZ"), [""; 0]);
        assert_eq!(by(" "), names);
    }
}
