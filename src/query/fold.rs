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

/// Appends `text` without its case: each character in capitals and those in small letters, so that
/// `ß` meets `SS` and `ς` meets `Σ`. Accents stay, and nothing is normalized.
pub(super) fn fold_into(text: &str, folded: &mut String) {
    for c in text.chars() {
        if c.is_ascii() {
            folded.push(c.to_ascii_lowercase());
        } else {
            folded.extend(c.to_uppercase().flat_map(char::to_lowercase));
        }
    }
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
}
