//! The words of a picture: names in one line, cut where there is no room, and numbers.

use unicode_segmentation::UnicodeSegmentation;

/// A name as it is drawn: one line without control characters.
pub(super) fn one_line(name: &str) -> String {
    let parts = name.split(|c: char| c.is_control() || matches!(c, ' ' | '\u{2028}' | '\u{2029}'));
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A name beside other words: if it may run from right to left, nothing around it is turned by it.
fn set_apart(name: &str) -> String {
    let name = one_line(name);
    let is_plain = name.chars().all(|c| c < '\u{590}' || ('\u{1E00}'..'\u{200B}').contains(&c));
    if is_plain { name } else { format!("\u{2068}{name}\u{2069}") }
}

/// What is told on hovering: names, then a value with its unit.
pub(super) fn told(names: &[&str], value: f64, unit: &str) -> String {
    let names: Vec<String> = names.iter().map(|name| set_apart(name)).filter(|name| !name.is_empty()).collect();
    let value = with_unit(value, unit);
    if names.is_empty() { value } else { format!("{}: {value}", names.join(", ")) }
}

/// A value with its unit.
pub(super) fn with_unit(value: f64, unit: &str) -> String {
    if !value.is_finite() {
        return "no value".to_owned();
    }
    match one_line(unit).as_str() {
        "" => number(value),
        unit => format!("{}\u{a0}{unit}", number(value)),
    }
}

/// A number for people: thin spaces between its thousands, and three digits that count where it is not whole.
pub(super) fn number(number: f64) -> String {
    let size = number.abs();
    if !number.is_finite() {
        return "–".to_owned();
    }
    if size >= 1e15 || (size > 0.0 && size < 1e-4) {
        return signed(number, format!("{size:.2e}").replace(".00e", "e"));
    }
    let n_decimals = if size >= 100.0 {
        1
    } else if size >= 1.0 {
        2
    } else {
        // As many zeros as there are, and three digits.
        2 + (-size.log10().floor()).clamp(1.0, 5.0) as usize
    };
    let written = format!("{size:.n_decimals$}");
    let (whole, decimals) = written.split_once('.').unwrap_or((&written, ""));
    let decimals = decimals.trim_end_matches('0');
    let whole = grouped(whole);
    signed(number, if decimals.is_empty() { whole } else { format!("{whole}.{decimals}") })
}

/// A number with its sign, which nothing has none of.
fn signed(number: f64, size: String) -> String {
    let is_nothing = size.chars().all(|c| matches!(c, '0' | '.'));
    if number < 0.0 && !is_nothing { format!("−{size}") } else { size }
}

/// Digits with thin spaces between the thousands.
fn grouped(digits: &str) -> String {
    let mut text = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// About how wide words are, in letters of a size; rather too wide than too narrow.
pub(super) fn width(text: &str, size: f32) -> f32 {
    text.graphemes(true).map(advance).sum::<f32>() * size
}

/// The words if they fit into a width, else as many as do and an ellipsis. A letter stays whole, with all its signs.
pub(super) fn clipped(text: &str, size: f32, room: f32) -> String {
    let text = one_line(text);
    if width(&text, size) <= room {
        return text;
    }
    let mut left = room / size - advance("…");
    let fitting = text.graphemes(true).take_while(|grapheme| {
        left -= advance(grapheme);
        left >= 0.0
    });
    let kept: String = fitting.collect();
    match kept.trim_end() {
        "" => String::new(),
        kept => format!("{kept}…"),
    }
}

/// How far one letter moves the next, as a part of its size: as in Inter, and about so in others.
fn advance(grapheme: &str) -> f32 {
    let Some(first) = grapheme.chars().next() else { return 0.0 };
    match first {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.3,
        ' ' | '\u{a0}' | '\u{202f}' | 'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '/' | '-' => 0.4,
        'm' | 'w' | 'M' | 'W' | '…' | '%' | '@' | '—' => 0.92,
        '0'..='9' => 0.64,
        c if c.is_ascii_uppercase() => 0.72,
        c if c < '\u{1100}' => 0.62,
        '\u{1100}'..='\u{115F}' | '\u{2E80}'..='\u{A4CF}' | '\u{AC00}'..='\u{D7A3}' => 1.02,
        '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE6F}' | '\u{FF00}'..='\u{FF60}' | '\u{FFE0}'..='\u{FFE6}' => 1.02,
        '\u{1F000}'.. => 1.3,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' => 0.0,
        _ => 0.7,
    }
}
