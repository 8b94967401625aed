//! The stretches of a text in which spans can stand together, each with a number, and which of them every span stands in.

use super::Scope;
use super::cover::covering;
use super::numbering::{Square, TagNumbers};
use crate::model::{AnnotationSet, Document};
use crate::text::TextRange;
use std::collections::BTreeMap;
use std::num::NonZeroU32;

/// How near spans of one annotator must be to stand together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Within {
    /// At the same place: from the same first character to the same last one. A context is a place at which a span stands.
    SameSpan,
    /// In the same sentence.
    Sentence,
    /// In so many words that follow one another. A context is every such row of words, so that each word but those at the ends
    /// begins one; a text of fewer words is one. Words are tokens with a letter or a digit.
    Words(NonZeroU32),
    /// In the same paragraph.
    Paragraph,
    /// In the same document.
    Document,
}

/// The contexts of one text.
pub(super) enum Ground {
    /// The spans themselves make them.
    Places,
    /// These stretches, ascending and apart; that many of them in a row are one context.
    Stretches { stretches: Vec<TextRange>, in_a_row: usize },
    /// The text as a whole.
    Whole,
}

/// That spans of a tag stand in the contexts from the first up to, but not with, the last.
#[derive(Clone, Copy)]
pub(super) struct Stand {
    first: usize,
    after: usize,
    tag: u32,
}

impl Ground {
    /// The contexts of a document. Stretches all of which is left out are none.
    pub fn of(document: &Document, scope: &Scope, within: Within) -> Self {
        let text = &document.text;
        let (mut stretches, in_a_row) = match within {
            Within::SameSpan => return Self::Places,
            Within::Document => return Self::Whole,
            Within::Sentence => (text.sentences(), 1),
            Within::Paragraph => {
                let lines = (0..text.n_paragraphs()).map(|index| text.trimmed(text.paragraph_line(index)));
                (lines.filter(|line| !line.is_empty()).collect(), 1)
            }
            Within::Words(n) => (text.words().to_vec(), n.get() as usize),
        };
        let left_out = scope.left_out(document);
        if !left_out.is_empty() {
            stretches.retain(|stretch| !left_out.contains(*stretch));
        }
        Self::Stretches { stretches, in_a_row }
    }

    /// How many contexts one set has, and where its spans stand in them. A span stands where its fragments have a character;
    /// one that covers none stands nowhere.
    pub fn stands(&self, document: &Document, set: &AnnotationSet, tags: &TagNumbers) -> (usize, Vec<Stand>) {
        let spans = set.spans.iter().filter_map(|span| Some((span, tags.of_tag(&span.tag)?)));
        let text = &document.text;
        match self {
            Self::Places => {
                let placed = spans.filter(|(span, _)| covering(text, &span.at).next().is_some());
                let placed: Vec<(TextRange, u32)> = placed.map(|(span, tag)| (span.hull(), tag)).collect();
                let mut places: Vec<TextRange> = placed.iter().map(|(place, _)| *place).collect();
                places.sort_unstable();
                places.dedup();
                let stand = |(place, tag): (TextRange, u32)| {
                    let first = places.partition_point(|other| *other < place);
                    Stand { first, after: first + 1, tag }
                };
                (places.len(), placed.into_iter().map(stand).collect())
            }
            Self::Whole => {
                let placed = spans.filter(|(span, _)| covering(text, &span.at).next().is_some());
                (1, placed.map(|(_, tag)| Stand { first: 0, after: 1, tag }).collect())
            }
            Self::Stretches { stretches, in_a_row } => {
                let n_contexts = match stretches.len() {
                    0 => 0,
                    n => n.saturating_sub(*in_a_row) + 1,
                };
                let pieces = spans.flat_map(|(span, tag)| covering(text, &span.at).map(move |range| (range, tag)));
                let stand = |(range, tag): (TextRange, u32)| {
                    let first = stretches.partition_point(|stretch| stretch.end() <= range.start());
                    let after = stretches.partition_point(|stretch| stretch.start() < range.end());
                    // A row of stretches that ends with the first has it too.
                    let from = (first + 1).saturating_sub(*in_a_row);
                    (first < after).then_some(Stand { first: from, after: after.min(n_contexts), tag })
                };
                (n_contexts, pieces.filter_map(stand).collect())
            }
        }
    }
}

/// Counts the contexts that have each pair of tags, and on the diagonal those that have each tag: in one walk along where
/// something begins or ends. The square is the same from both sides.
pub(super) fn count_pairs(stands: &[Stand], square: &mut Square) {
    let ends = |stand: &Stand| [(stand.first, true, stand.tag), (stand.after, false, stand.tag)];
    let mut changes: Vec<(usize, bool, u32)> = stands.iter().flat_map(ends).collect();
    changes.sort_unstable();
    let mut open: BTreeMap<u32, usize> = BTreeMap::new();
    let mut here = 0;
    for (at, begins, tag) in changes {
        if at > here {
            let n = (at - here) as u64;
            for row in open.keys() {
                open.keys().for_each(|column| square.add(*row, *column, n));
            }
            here = at;
        }
        if begins {
            *open.entry(tag).or_default() += 1;
        } else if let Some(n) = open.get_mut(&tag) {
            *n -= 1;
            if *n == 0 {
                open.remove(&tag);
            }
        }
    }
}
