//! Texts made for measuring: as a news agency writes them, in English or Arabic, and in shapes that are hard to lay out.

use glossator::text::{Offset, Text, TextRange};
use std::sync::LazyLock;

/// Words of English texts, the frequent ones first; curly quotes and accents make some characters longer than a byte.
const ENGLISH: &str = "the of and to in a said on that for with at by from was has would government ceasefire \
    Damascus Aleppo Geneva Staffan de Mistura envoy opposition talks Moscow Paris Friday rebel district hospital convoy \
    aid United Nations Security Council François Hérault président déclaré “unfair” Russia’s minister foreign ministry \
    spokesman humanitarian corridor Kerry Lavrov statement monitoring Observatory Human Rights killed wounded shelling \
    northern countryside negotiations resume week two hundred thousand people besieged eastern Ghouta Homs Idlib \
    Turkey’s border";
/// Words of Arabic texts, some with vowel marks.
const ARABIC: &str = "في من على إلى عن أن مع قال التي الذي بعد هذا وقال الأمم المتحدة الحكومة المعارضة دمشق حلب جنيف \
    محادثات السلام الرئيس وزير الخارجية الجمعة مجلس الأمن مستشفى قافلة المساعدات الإنسانية المدنيين القصف شرق شمال ريف \
    حمص إدلب تركيا الحدود بيان مراقبة حقوق الإنسان المرصد مقتل إصابة عشرات آلاف شخص محاصرين الغوطة مفاوضات استئناف أسبوع \
    هدنة وَقْفِ إطلاقِ النّارِ الشَّعْبِ مُحافَظة اللاجئين الصحفيين المتحدث";
/// What stands in Arabic texts beside Arabic: names, and numbers in both kinds of digits.
const FOREIGN: &str = "UN Reuters Kerry Lavrov WHO Aleppo24 2016 12 350 3,500 ٢٠١٦ ١٢ ٣٥٠ 14:30 S-300 Twitter";
/// Characters of Chinese texts.
const CHINESE: &str = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经\
    十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新";

static ENGLISH_WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| ENGLISH.split_whitespace().collect());
static ARABIC_WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| ARABIC.split_whitespace().collect());
static FOREIGN_WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| FOREIGN.split_whitespace().collect());
static CHINESE_CHARACTERS: LazyLock<Vec<char>> = LazyLock::new(|| CHINESE.chars().collect());

/// What a text is made of, and in which shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// A headline, then paragraphs of one to four sentences, without blank lines.
    English,
    /// The same from right to left, with names in Latin letters and with numbers.
    Arabic,
    /// English in one paragraph.
    EnglishParagraph,
    /// Chinese in one paragraph: no spaces.
    ChineseParagraph,
    /// Letters and digits without a place where a line may end.
    Base64,
}

/// A text of about `n_bytes`.
pub fn text(rng: &mut fastrand::Rng, script: Script, n_bytes: usize) -> Text {
    let mut content = String::with_capacity(n_bytes + 600);
    match script {
        Script::English => article(rng, &mut content, n_bytes, english_word),
        Script::Arabic => article(rng, &mut content, n_bytes, arabic_word),
        Script::EnglishParagraph => {
            while content.len() < n_bytes {
                sentence(rng, &mut content, english_word);
                content.push(' ');
            }
        }
        Script::ChineseParagraph => {
            while content.len() < n_bytes {
                for _ in 0..rng.usize(4..=16) {
                    content.push(CHINESE_CHARACTERS[rng.usize(..CHINESE_CHARACTERS.len())]);
                }
                content.push(if rng.usize(..3) == 0 { '。' } else { '，' });
            }
        }
        Script::Base64 => {
            let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
            content.extend((0..n_bytes).map(|_| char::from(alphabet[rng.usize(..alphabet.len())])));
        }
    }
    Text::new(content).expect("short enough")
}

/// A headline, then paragraphs.
fn article(
    rng: &mut fastrand::Rng,
    content: &mut String,
    n_bytes: usize,
    word: fn(&mut fastrand::Rng) -> &'static str,
) {
    for n in 0..7 {
        content.push_str(if n > 0 { " " } else { "" });
        content.push_str(word(rng));
    }
    while content.len() < n_bytes {
        content.push('\n');
        for n in 0..rng.usize(1..=4) {
            content.push_str(if n > 0 { " " } else { "" });
            sentence(rng, content, word);
        }
    }
}

fn sentence(rng: &mut fastrand::Rng, content: &mut String, word: fn(&mut fastrand::Rng) -> &'static str) {
    for n in 0..rng.usize(8..=26) {
        content.push_str(if n > 0 { " " } else { "" });
        content.push_str(word(rng));
    }
    content.push('.');
}

fn english_word(rng: &mut fastrand::Rng) -> &'static str {
    frequent(rng, &ENGLISH_WORDS)
}

fn arabic_word(rng: &mut fastrand::Rng) -> &'static str {
    if rng.usize(..10) == 0 { frequent(rng, &FOREIGN_WORDS) } else { frequent(rng, &ARABIC_WORDS) }
}

/// One of some words, the first ones more often.
fn frequent(rng: &mut fastrand::Rng, words: &[&'static str]) -> &'static str {
    words[rng.usize(..words.len()).min(rng.usize(..words.len()))]
}

/// A range of one to six words somewhere in a text that has words; elsewhere of some characters.
pub fn words_in(rng: &mut fastrand::Rng, text: &Text) -> TextRange {
    if !text.slice(TextRange::between(Offset::ZERO, text.floor(1_000))).contains(' ') {
        let start = text.floor(rng.usize(..text.len() - 100));
        return TextRange::between(start, text.floor(start.index() + rng.usize(4..60)));
    }
    loop {
        let at = text.floor(rng.usize(..text.len()));
        let start = text.from(at).find(' ').map(|space| at.index() + space + 1);
        let Some(start) = start.filter(|start| *start < text.len()) else { continue };
        let n_words = rng.usize(1..=6).min(rng.usize(1..=6));
        let rest = text.from(Offset::new(start as u32));
        let line = rest.split('\n').next().unwrap_or_default();
        let end = line.match_indices([' ', '.']).nth(n_words - 1).map(|(end, _)| start + end);
        if let Some(end) = end.filter(|end| *end > start) {
            return TextRange::between(Offset::new(start as u32), Offset::new(end as u32));
        }
    }
}
