//! A text as sentences of tokens, for formats that have no other places: every span is whole tokens of one sentence.

use crate::text::{Offset, Text, TextRange};

/// The sentences of a text, each as its tokens. Tokens end where a span begins or ends, and no sentence ends inside one.
pub(super) fn sentences_of_tokens(text: &Text, spans: &[TextRange]) -> Vec<Vec<TextRange>> {
    let mut cuts: Vec<Offset> = spans.iter().flat_map(|span| [span.start(), span.end()]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let tokens = cut(&text.tokens(), &cuts);
    let ends = ends_outside(&text.sentences(), spans);
    let mut sentences: Vec<Vec<TextRange>> = Vec::new();
    let mut open: Vec<TextRange> = Vec::new();
    let mut ends = ends.into_iter().peekable();
    for token in tokens {
        while ends.next_if(|end| *end <= token.start()).is_some() {
            if !open.is_empty() {
                sentences.push(std::mem::take(&mut open));
            }
        }
        open.push(token);
    }
    if !open.is_empty() {
        sentences.push(open);
    }
    sentences
}

/// Tokens cut where something begins or ends within them.
fn cut(tokens: &[TextRange], cuts: &[Offset]) -> Vec<TextRange> {
    let mut pieces = Vec::with_capacity(tokens.len() + cuts.len());
    for token in tokens {
        let mut start = token.start();
        let first = cuts.partition_point(|cut| *cut <= start);
        for cut in cuts.iter().skip(first).take_while(|cut| **cut < token.end()) {
            pieces.push(TextRange::between(start, *cut));
            start = *cut;
        }
        pieces.push(TextRange::between(start, token.end()));
    }
    pieces
}

/// Where sentences end, but for ends inside a span.
fn ends_outside(sentences: &[TextRange], spans: &[TextRange]) -> Vec<Offset> {
    let mut spans: Vec<TextRange> = spans.to_vec();
    spans.sort_unstable_by_key(|span| span.start());
    let mut ends = Vec::with_capacity(sentences.len());
    let (mut next, mut reach) = (0, Offset::ZERO);
    for sentence in sentences {
        let end = sentence.end();
        while let Some(span) = spans.get(next).filter(|span| span.start() < end) {
            reach = reach.max(span.end());
            next += 1;
        }
        if reach <= end {
            ends.push(end);
        }
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_whole_tokens_of_one_sentence() {
        let text = Text::new("Ana left. Bo stayed.\nIt ended".to_owned()).unwrap();
        let at = |words: &str| {
            let start = text.as_str().find(words).unwrap() as u32;
            TextRange::between(Offset::new(start), Offset::new(start + words.len() as u32))
        };
        let shown = |spans: &[TextRange]| -> Vec<String> {
            let sentences = sentences_of_tokens(&text, spans);
            let words = |sentence: &Vec<TextRange>| {
                sentence.iter().map(|token| text.slice(*token)).collect::<Vec<_>>().join("|")
            };
            sentences.iter().map(words).collect()
        };
        assert_eq!(shown(&[]), ["Ana|left|.", "Bo|stayed|.", "It|ended"]);
        assert_eq!(shown(&[at("tay")]), ["Ana|left|.", "Bo|s|tay|ed|.", "It|ended"]);
        assert_eq!(shown(&[at("left. Bo"), at("ended")]), ["Ana|left|.|Bo|stayed|.", "It|ended"]);
        assert_eq!(shown(&[at("stayed.\nIt")]), ["Ana|left|.", "Bo|stayed|.|It|ended"]);
    }
}
