//! A sentence of every script, written for these tests: about talks that pause, with what is hard to set in each.

use proptest::prelude::*;

/// Ligatures (*ff*, *fi*, *ffl*), accents before and after composition, Polish and Vietnamese letters.
pub const LATIN: &str =
    "The [org|Affluent Office] filed “fi fl ffi ffl” in a naïve cafe\u{301}; [place|Łódź], Ångström, Việt Nam.";
/// Modern, with its own semicolon; then ancient, with breathings.
pub const GREEK: &str = "Οι συνομιλίες άρχισαν στην [place|Αθήνα]· πότε τελειώνουν; Ἐν ἀρχῇ ἦν ὁ [claim|λόγος].";
/// Russian, Ukrainian, Serbian.
pub const CYRILLIC: &str =
    "Переговоры начались в [place|Києві]; съезд объявил [event|перерыв]. Їхній ґанок, Љубљана, ђак.";
/// Vowel marks, brackets, two kinds of digits, the ligature of lam and alif.
pub const ARABIC: &str = "وُلِدَ [person|الأديبُ] في [place|القاهرة] (مصر) عام 1911، وعمره ١٢ سنة [claim|ولا إله] إلا الله.";
/// Points below, in and above the letters; brackets and a digit.
pub const HEBREW: &str = "[claim|שָׁלוֹם] עוֹלָם! הַשִּׂיחוֹת נִמְשְׁכוּ (בְּ[place|חֵיפָה]) 3 יָמִים.";
/// Conjuncts (*kṣa*, *tra*, *dyā*, *nti*), a vowel that stands before its consonant, r above.
pub const HINDI: &str = "संयुक्त राष्ट्र ने [group|क्षत्रिय] और [group|विद्यार्थियों] से कहा: शान्ति रखें।";
/// Without spaces, with wide punctuation.
pub const CHINESE: &str = "停火谈判在[place|日内瓦]继续，双方同意“暂停”[time|三天]。";
/// Han, hiragana, katakana with its long mark, corner brackets.
pub const JAPANESE: &str = "停戦の話し合いは[place|ジュネーブ]で続き、「[time|三日間]」休むことになった。";
/// Syllable blocks, with spaces.
pub const KOREAN: &str = "휴전 회담이 [place|제네바]에서 계속되었고, [time|사흘 동안] 쉬기로 했다.";
/// Without spaces, with vowels and tones stacked over a consonant.
pub const THAI: &str = "การเจรจาหยุดยิงดำเนินต่อไปที่[place|เจนีวา] และทั้งสองฝ่ายตกลงหยุดพัก[time|สามวัน] ผู้นำปั่นน้ำให้";
/// A family joined of four, a flag of two letters, a hand with its skin tone, a heart made colorful, a keycap.
pub const EMOJI: &str = "A family [group|👨‍👩‍👧‍👦], a flag [place|🇫🇷], a hand 👍🏽, a heart ❤️, a key 1️⃣ and [claim|😀🕊️].";

/// All of them in a line that reads from left to right.
pub const MIXED_LTR: &str = "Peace [a|سلام] שָׁלוֹם [b|शान्ति] 和平 [c|へいわ] 평화 สันติ мир ειρήνη 🕊️ (1911)";
/// All of them in a line that reads from right to left.
pub const MIXED_RTL: &str = "سلام [a|Peace] שָׁלוֹם शान्ति [b|和平 へいわ] 평화 สันติ мир [c|ειρήνη] 🕊️ (1911)";

/// Each script with its name.
pub const ALONE: [(&str, &str); 11] = [
    ("latin", LATIN),
    ("greek", GREEK),
    ("cyrillic", CYRILLIC),
    ("arabic", ARABIC),
    ("hebrew", HEBREW),
    ("hindi", HINDI),
    ("chinese", CHINESE),
    ("japanese", JAPANESE),
    ("korean", KOREAN),
    ("thai", THAI),
    ("emoji", EMOJI),
];

/// Words, digits, spaces and marks of all scripts in any order.
pub fn words(n: std::ops::Range<usize>) -> impl Strategy<Value = Vec<String>> {
    let latin = "(the|office|ffi|naïve|e\u{301}|Việt|Ελλάδα|ἀρχῇ|мир|ґанок)";
    let right_to_left = "(سلام|وُلِدَ|القاهرة|ولا|לשון|שָׁלוֹם|בְּחֵיפָה)";
    let eastern = "(शान्ति|क्षत्रिय|विद्यार्थियों|停火|。|へいわ|ジュネーブ|평화|สันติ|น้ำ)";
    let emoji = "(👨‍👩‍👧‍👦|🇫🇷|👍🏽|❤️|1️⃣)";
    let neutral = "(1911|١٢|\\(|\\)|, | | | |\t|«|»|؟)";
    let word = prop_oneof![3 => latin, 3 => right_to_left, 3 => eastern, 1 => emoji, 4 => neutral];
    prop::collection::vec(word, n)
}

#[test]
fn the_carried_fonts_have_every_character() {
    for sentence in ALONE.map(|(_, sentence)| sentence).iter().chain(&[MIXED_LTR, MIXED_RTL]) {
        let text = crate::notation::parse(sentence).text;
        assert_eq!(super::fonts::missing(&text), "", "in {text}");
    }
}
