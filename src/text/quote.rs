//! The covered text as it is repeated beside a span, so that a person can read a diff.

/// The longest quote kept whole, in characters.
const WHOLE: usize = 80;
/// Characters kept at each end of a longer one.
const END: usize = 38;

/// `covered`, shortened in the middle to about 80 characters. The same text gives the same quote.
pub fn quote(covered: &str) -> String {
    let n_characters = covered.chars().count();
    if n_characters <= WHOLE {
        return covered.to_owned();
    }
    let head: String = covered.chars().take(END).collect();
    let tail: String = covered.chars().skip(n_characters - END).collect();
    format!("{head} … {tail}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_quotes_are_whole_and_long_ones_keep_both_ends() {
        assert_eq!(quote("Ada Lovelace"), "Ada Lovelace");
        assert_eq!(quote(&"é".repeat(80)), "é".repeat(80));
        let long = format!("{}{}", "a".repeat(60), "ö".repeat(60));
        assert_eq!(quote(&long), format!("{} … {}", "a".repeat(38), "ö".repeat(38)));
    }
}
