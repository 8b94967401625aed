//! An article of ten megabytes with spans in each other and across, as one record of the exchange format.

use std::fmt::Write as _;

/// Its first line.
pub const HEADLINE: &str = "Ten megabytes";
/// Its last line, which no span is in.
pub const LAST: &str = "Lovelace wrote the last line.";
/// How many spans it has.
pub const N_SPANS: usize = 100_000;

/// A paragraph; some of its letters are more than one byte long.
const PARAGRAPH: &str = "The envoy said in Zürich that the talks on the siege of the old town would resume in May.";
/// Bytes of all paragraphs together.
const BYTES: usize = 10_000_000;

/// The record: spans go round through the paragraphs, a long one over a short one over one that crosses it.
pub fn record() -> String {
    let n_paragraphs = BYTES / (PARAGRAPH.len() + 1);
    let paragraph_len = PARAGRAPH.chars().count() + 1;
    let mut text = format!("{HEADLINE}\\n");
    for _ in 0..n_paragraphs {
        text.push_str(PARAGRAPH);
        text.push_str("\\n");
    }
    text.push_str(LAST);
    let places = [(0, 9, "person"), (4, 16, "event"), (11, 24, "place")];
    let mut spans = String::new();
    for n in 0..N_SPANS {
        let (start, end, tag) = places[n % places.len()];
        let at = HEADLINE.len() + 1 + n / places.len() * paragraph_len;
        let covered: String = PARAGRAPH.chars().take(end).skip(start).collect();
        let comma = if n > 0 { "," } else { "" };
        let (start, end) = (at + start, at + end);
        write!(
            spans,
            r#"{comma}{{"id":"{n:08}","start":{start},"end":{end},"fragments":[[{start},{end}]],"tag":"{tag}","text":"{covered}"}}"#
        )
        .expect("a string takes everything");
    }
    format!(
        r#"{{"title":"{HEADLINE}","text":"{text}","unit":"codepoint","sets":[{{"annotator":"ada","name":"Ada","kind":"human","state":"in progress","spans":[{spans}],"relations":[],"tags":[],"notes":[]}}]}}"#
    ) + "\n"
}
