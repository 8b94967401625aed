//! The covered text as it is repeated beside a span, so that a person can read a diff.

/// The longest quote kept whole, in characters.
const WHOLE: usize = 80;
/// Characters kept at each end of a longer one.
const END: usize = 38;

/// `covered`, shortened in the middle to about 80 characters. The same text gives the same quote.
pub fn quote(covered: &str) -> String {
    // Only the ends are looked at: a span may cover megabytes.
    if covered.chars().nth(WHOLE).is_none() {
        return covered.to_owned();
    }
    let head: String = covered.chars().take(END).collect();
    let tail_start = covered.char_indices().rev().nth(END - 1).map_or(0, |(at, _)| at);
    let tail = covered.get(tail_start..).unwrap_or_default();
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
