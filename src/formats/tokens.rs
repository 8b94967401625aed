//! A text as sentences of tokens, for formats that have no other places: every span is whole tokens of one sentence.

use super::exchange::Document;
use super::tag_rows::Run;
use crate::text::{Offset, Text, TextRange};

/// The sentences of a text, each as its tokens. Tokens end where a span begins or ends, and no sentence ends inside one.
pub(super) fn sentences_of_tokens(text: &Text, spans: &[TextRange]) -> Vec<Vec<TextRange>> {
    let mut cuts: Vec<Offset> = spans.iter().flat_map(|span| [span.start(), span.end()]).collect();
    cuts.sort_unstable();
    cuts.dedup();
    in_sentences(text, cut(&text.tokens(), &cuts), spans)
}

/// The sentences of a text, each as its tokens as they are; no sentence ends inside a span.
pub(super) fn sentences_of_whole_tokens(text: &Text, spans: &[TextRange]) -> Vec<Vec<TextRange>> {
    in_sentences(text, text.tokens(), spans)
}

fn in_sentences(text: &Text, tokens: Vec<TextRange>, spans: &[TextRange]) -> Vec<Vec<TextRange>> {
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

/// A sentence with the spans in it.
pub(super) struct TaggedSentence<'a> {
    /// Its tokens.
    pub(super) tokens: Vec<TextRange>,
    /// The spans, and what they are, in order.
    spans: Vec<(TextRange, &'a str)>,
}

impl<'a> TaggedSentence<'a> {
    /// The spans by the tokens that they cover.
    pub(super) fn runs(&self) -> Vec<Run<'a>> {
        let first = |at: Offset| self.tokens.partition_point(|token| token.start() < at);
        let run = |(at, tag): &(TextRange, &'a str)| Run { tokens: first(at.start())..first(at.end()), tag };
        let runs = self.spans.iter().map(run);
        runs.filter(|run| !run.tokens.is_empty()).collect()
    }
}

/// The sentences of a document with the spans of its sets. No two spans overlap, and each is in one piece.
pub(super) fn tagged_sentences(document: &Document) -> Vec<TaggedSentence<'_>> {
    let spans = document.sets.iter().flat_map(|set| &set.spans);
    let mut spans: Vec<(TextRange, &str)> = spans.map(|span| (span.at.hull(), span.label.tag.as_str())).collect();
    spans.sort_by_key(|(at, _)| (at.start(), at.end()));
    let ranges: Vec<TextRange> = spans.iter().map(|(at, _)| *at).collect();
    let mut spans = spans.into_iter().peekable();
    let sentences = sentences_of_tokens(&document.text, &ranges);
    let tagged = sentences.into_iter().map(|tokens| {
        let end = tokens.last().map_or(Offset::ZERO, |token| token.end());
        let mut inside = Vec::new();
        while let Some(span) = spans.next_if(|(at, _)| at.start() < end) {
            inside.push(span);
        }
        TaggedSentence { tokens, spans: inside }
    });
    tagged.collect()
}

/// Whether one space between tokens and one line end between sentences make the very text of a document.
pub(super) fn respaced(document: &Document) -> bool {
    let text = &document.text;
    let mut at = Offset::ZERO;
    for (n, sentence) in tagged_sentences(document).iter().enumerate() {
        for (m, token) in sentence.tokens.iter().enumerate() {
            let expected = match (n, m) {
                (0, 0) => "",
                (_, 0) => "\n",
                _ => " ",
            };
            if text.slice(TextRange::between(at, token.start())) != expected {
                return false;
            }
            at = token.end();
        }
    }
    at == text.end()
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
