//! In which language a text is, as far as the shapes of its characters depend on it.

use parley::Language;

/// How much of a text is looked at, in bytes.
const LOOKED_AT: usize = 8192;

/// The language that somebody has named by a BCP 47 tag; else Japanese or Korean by their own letters, as a font's
/// Chinese shapes would be wrong there.
pub(crate) fn language_of(named: Option<&str>, text: &str) -> Option<Language> {
    named.and_then(|tag| Language::parse(tag).ok()).or_else(|| {
        let beginning = text.get(..text.floor_char_boundary(LOOKED_AT)).unwrap_or_default();
        let tag = beginning.chars().find_map(|c| match c {
            '\u{3041}'..='\u{30FF}' => Some("ja"),
            '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{AC00}'..='\u{D7A3}' => Some("ko"),
            _ => None,
        });
        tag.and_then(|tag| Language::parse(tag).ok())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_named_counts_and_else_the_letters() {
        let tag = |named, text| language_of(named, text).map(|language| language.to_string());
        assert_eq!(tag(Some("zh-Hant"), "のニュース").as_deref(), Some("zh-Hant"));
        assert_eq!(tag(None, "日本語のニュース").as_deref(), Some("ja"));
        assert_eq!(tag(None, "대한민국 漢字").as_deref(), Some("ko"));
        assert_eq!(tag(None, "中文新闻"), None);
        assert_eq!(tag(Some("not a tag"), "Talks resume"), None);
    }
}
