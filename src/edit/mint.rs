//! Where ids and times come from while a command is planned: given from outside, so that tests and scripts can fix them.

use crate::model::{AnnotatorId, DocumentId, RecordId, Timestamp};

/// Makes ids, and knows who acts and when.
#[derive(Clone, Debug)]
pub struct Mint {
    rng: fastrand::Rng,
    /// The time that new records get.
    pub now: Timestamp,
    /// Who acts.
    pub by: Option<AnnotatorId>,
}

impl Mint {
    /// The same seed gives the same ids.
    pub fn new(seed: u64, now: Timestamp) -> Self {
        Self { rng: fastrand::Rng::with_seed(seed), now, by: None }
    }

    /// An id that `taken` does not know.
    pub fn record_id(&mut self, taken: impl Fn(RecordId) -> bool) -> RecordId {
        loop {
            let id = RecordId::drawn(|| self.rng.u8(0..36));
            if !taken(id) {
                return id;
            }
        }
    }

    /// A document's id: a slug of its title and four random characters.
    pub fn document_id(&mut self, title: &str, taken: impl Fn(&DocumentId) -> bool) -> DocumentId {
        let stem = slug(title, "text");
        loop {
            let id = self.record_id(|_| false);
            let tail: String = id.as_str().chars().take(4).collect();
            if let Ok(id) = DocumentId::new(&format!("{stem}-{tail}"))
                && !taken(&id)
            {
                return id;
            }
        }
    }
}

/// The longest slug, in bytes.
const SLUG: usize = 40;

/// A name as small letters, digits and hyphens, transliterated; `otherwise` when nothing is left.
pub fn slug(name: &str, otherwise: &str) -> String {
    let start: String = name.chars().take(4 * SLUG).collect();
    let ascii = deunicode::deunicode_with_tofu(&start, "").to_lowercase();
    let words = ascii.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut slug = String::new();
    for word in words {
        if !slug.is_empty() && slug.len() + 1 + word.len() > SLUG {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.extend(word.chars().take(SLUG));
    }
    if slug.is_empty() { otherwise.to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_ascii_and_short() {
        assert_eq!(slug("Été à Homs: l'espoir", "text"), "ete-a-homs-l-espoir");
        assert_eq!(slug("停火", "text"), "ting-huo");
        assert_eq!(slug("…!?", "text"), "text");
        assert_eq!(slug("../../etc/passwd\0", "text"), "etc-passwd");
        assert!(slug(&"word ".repeat(50), "text").len() <= 40);
        assert_eq!(slug(&"x".repeat(500), "text").len(), 40);
    }
}
