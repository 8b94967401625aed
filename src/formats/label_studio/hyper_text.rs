//! The text of HTML as Label Studio counts it: that of all elements, one character for a line break, none for a block.

/// Elements whose content is no text.
const HIDDEN: &[&str] = &["script", "style", "template", "title"];

/// The text that offsets in HTML count in.
pub(super) fn rendered(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, tail)) = rest.split_once('<') {
        push_text(before, &mut text);
        rest = tail;
        if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
        } else if rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')) {
            let (tag, after) = split_tag(rest);
            rest = after_tag(tag, after, &mut text);
        } else {
            text.push('<');
        }
    }
    push_text(rest, &mut text);
    text
}

/// What stands behind a tag, and its content with it where that is no text.
fn after_tag<'a>(tag: &str, after: &'a str, text: &mut String) -> &'a str {
    let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
    if name == "br" {
        text.push('\n');
    }
    if !HIDDEN.contains(&name.as_str()) || tag.ends_with('/') {
        return after;
    }
    let mut rest = after;
    while let Some((_, end)) = rest.split_once("</") {
        if end.get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(&name)) {
            return split_tag(end).1;
        }
        rest = end;
    }
    ""
}

/// A tag up to its end, which is not within quotes, and what stands behind.
fn split_tag(rest: &str) -> (&str, &str) {
    let mut quote = None;
    for (at, c) in rest.char_indices() {
        match (quote, c) {
            (None, '>') => return (rest.get(..at).unwrap_or_default(), rest.get(at + 1..).unwrap_or_default()),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    (rest, "")
}

fn push_text(source: &str, text: &mut String) {
    let mut rest = source;
    while let Some((before, tail)) = rest.split_once('&') {
        text.push_str(before);
        let entity = tail.split_once(';').filter(|(name, _)| name.len() <= 10);
        match entity.and_then(|(name, after)| Some((character(name)?, after))) {
            Some((c, after)) => {
                text.push(c);
                rest = after;
            }
            None => {
                text.push('&');
                rest = tail;
            }
        }
    }
    text.push_str(rest);
}

/// The character that a reference means. Of the many names only those that people write; the others stay as they are.
fn character(name: &str) -> Option<char> {
    if let Some(digits) = name.strip_prefix("#x").or_else(|| name.strip_prefix("#X")) {
        return u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
    }
    if let Some(digits) = name.strip_prefix('#') {
        return digits.parse().ok().and_then(char::from_u32);
    }
    let names = [
        ("amp", '&'),
        ("lt", '<'),
        ("gt", '>'),
        ("quot", '"'),
        ("apos", '\''),
        ("nbsp", '\u{A0}'),
        ("ndash", '–'),
        ("mdash", '—'),
        ("hellip", '…'),
        ("lsquo", '‘'),
        ("rsquo", '’'),
        ("ldquo", '“'),
        ("rdquo", '”'),
        ("laquo", '«'),
        ("raquo", '»'),
        ("copy", '©'),
        ("euro", '€'),
    ];
    names.iter().find(|(known, _)| *known == name).map(|(_, c)| *c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_count_nothing_and_line_breaks_one() {
        let check = |html: &str, text: &str| assert_eq!(rendered(html), text);
        check("<p class=\"a>b\">Zo&euml; &amp; <b>Bo</b></p><p>a<br/>b</p>", "Zo&euml; & Boa\nb");
        check("a < b && c &#128077;&#x41;<!-- > no -->!", "a < b && c 👍A!");
        check("<style>p { a > b }</style>x<script>1 < 2</script >y", "xy");
        check("cut <b", "cut ");
    }
}
