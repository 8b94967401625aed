//! Which way text reads, by the rules of Unicode's bidirectional algorithm (UAX #9).

use icu_properties::CodePointMapData;
use icu_properties::props::BidiClass;
use std::borrow::Cow;

/// Whether a letter reads from right to left; nothing for what is no letter.
pub(crate) fn direction(c: char) -> Option<bool> {
    direction_of(CodePointMapData::<BidiClass>::new().get(c))
}

fn direction_of(class: BidiClass) -> Option<bool> {
    match class {
        BidiClass::LeftToRight => Some(false),
        BidiClass::RightToLeft | BidiClass::ArabicLetter => Some(true),
        _ => None,
    }
}

/// Whether a paragraph reads from right to left, by its first letter outside isolates (rules P2 and P3).
pub(crate) fn reads_rtl(paragraph: &str) -> bool {
    first_strong(paragraph, false) == Some(true)
}

/// Whether the first letter outside isolates reads from right to left; within an isolate only up to its end.
pub(crate) fn first_strong(text: &str, in_isolate: bool) -> Option<bool> {
    let classes = CodePointMapData::<BidiClass>::new();
    let mut isolates = 0u32;
    for c in text.chars() {
        match classes.get(c) {
            BidiClass::LeftToRightIsolate | BidiClass::RightToLeftIsolate | BidiClass::FirstStrongIsolate => {
                isolates += 1;
            }
            BidiClass::PopDirectionalIsolate if isolates == 0 && in_isolate => return None,
            BidiClass::PopDirectionalIsolate => isolates = isolates.saturating_sub(1),
            class => {
                if let (0, Some(rtl)) = (isolates, direction_of(class)) {
                    return Some(rtl);
                }
            }
        }
    }
    None
}

/// Whether a plain text field shows some of this wrongly: letters that read from right to left, or that change their
/// places and forms by their neighbors, as those of India and Southeast Asia do.
pub(crate) fn needs_engine(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(|c| direction(c) == Some(true) || is_complex(c))
}

/// Letters of the scripts that descend from Brahmi.
fn is_complex(c: char) -> bool {
    matches!(c,
        '\u{900}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{1A20}'..='\u{1C4F}' | '\u{A800}'..='\u{A8FF}'
        | '\u{A930}'..='\u{AADF}' | '\u{ABC0}'..='\u{ABFF}' | '\u{11000}'..='\u{11FFF}')
}

/// A name as a part of a sentence: kept from turning the words and signs around it, and they from turning it.
/// For display only: [`spoken`] takes the marks out again.
pub fn isolated(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 6);
    out.push(FIRST_STRONG_ISOLATE);
    let mut n_open = 0usize;
    for c in name.chars() {
        match c {
            '\u{2066}'..='\u{2068}' => n_open += 1,
            // One too many would end ours.
            POP_ISOLATE if n_open == 0 => continue,
            POP_ISOLATE => n_open -= 1,
            _ => {}
        }
        out.push(c);
    }
    out.extend(std::iter::repeat_n(POP_ISOLATE, n_open + 1));
    out
}

/// A sentence as it is said: without the marks that [`isolated`] put in.
pub fn spoken(sentence: &str) -> Cow<'_, str> {
    const MARKS: [char; 2] = [FIRST_STRONG_ISOLATE, POP_ISOLATE];
    if sentence.contains(MARKS) { Cow::Owned(sentence.replace(MARKS, "")) } else { Cow::Borrowed(sentence) }
}

/// How many isolates a stretch leaves open.
pub(super) fn n_open_isolates(text: &str) -> usize {
    text.chars().fold(0usize, |n, c| match c {
        '\u{2066}'..='\u{2068}' => n + 1,
        POP_ISOLATE => n.saturating_sub(1),
        _ => n,
    })
}

/// Begins a stretch with a direction of its own, by its first letter.
const FIRST_STRONG_ISOLATE: char = '\u{2068}';
/// Ends it.
pub(super) const POP_ISOLATE: char = '\u{2069}';

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_letter_gives_the_direction() {
        assert!(!reads_rtl("12 (one) واحد"));
        assert!(reads_rtl("12 (واحد) one"));
        assert!(reads_rtl("\u{2067}abc\u{2069} שלום"));
        assert!(!reads_rtl("123"));
    }

    #[test]
    fn fields_show_latin_greek_cyrillic_and_chinese_themselves() {
        for plain in ["", "Person", "naïve été", "Άλφα", "Женева", "停火", "한국", "12 (a), €"] {
            assert!(!needs_engine(plain), "{plain}");
        }
        for more in ["شخص", "אדם", "व्यक्ति", "บุคคล", "tag شخص", "မြန်မာ", "ខ្មែរ"]
        {
            assert!(needs_engine(more), "{more}");
        }
    }

    #[test]
    fn a_name_cannot_end_its_own_isolate() {
        assert_eq!(isolated("אדם"), "\u{2068}אדם\u{2069}");
        assert_eq!(isolated("a\u{2069}b"), "\u{2068}ab\u{2069}");
        assert_eq!(isolated("a\u{2067}b"), "\u{2068}a\u{2067}b\u{2069}\u{2069}");
        assert_eq!(spoken(&format!("Remove the tag {}", isolated("אדם"))), "Remove the tag אדם");
        assert_eq!(n_open_isolates("\u{2068}a\u{2067}b\u{2069}"), 1);
    }
}
