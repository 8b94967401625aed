//! Words of the texts themselves: those that stand near spans, and those that set some documents apart from others.
//!
//! A word is a token that has a letter or a digit, whatever its case; see [`crate::text::Text::words`].

use super::numbering::marked;
use super::significance::{benjamini_hochberg, chi_square_tail};
use super::{Cell, Column, ColumnKind, Frequencies, Row, Scope, Table};
use crate::model::{Document, Project, TagId};
use crate::query::{covered, variant};
use crate::text::{Offset, RangeIndex, Text, TextRange};
use ahash::AHashMap;
use rayon::prelude::*;
use std::borrow::Cow;
use std::sync::Arc;

/// How often each word stands in a target and in what it is compared with, and how many words both have.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordCounts {
    words: AHashMap<String, [u64; 2]>,
    sizes: [u64; 2],
}

/// The same with each way to write a word by itself: they are put together at the end, as there are many fewer of them than words.
type Written<'p> = AHashMap<Cow<'p, str>, [u64; 2]>;

fn count<'p>(written: &mut Written<'p>, word: Cow<'p, str>, is_target: bool) {
    if let Some(n) = written.entry(word).or_default().get_mut(usize::from(!is_target)) {
        *n += 1;
    }
}

fn plus<'p>(one: Written<'p>, other: Written<'p>) -> Written<'p> {
    let (mut all, fewer) = if one.len() < other.len() { (other, one) } else { (one, other) };
    for (word, [target, reference]) in fewer {
        let counts = all.entry(word).or_default();
        *counts = [counts[0] + target, counts[1] + reference];
    }
    all
}

impl WordCounts {
    fn of_written(written: Written<'_>) -> Self {
        let mut counts = Self::default();
        for (word, [target, reference]) in written {
            let of_word = counts.words.entry(variant(&word)).or_default();
            *of_word = [of_word[0] + target, of_word[1] + reference];
            counts.sizes = [counts.sizes[0] + target, counts.sizes[1] + reference];
        }
        counts
    }

    /// How often a word stands in both.
    pub fn of(&self, word: &str) -> Frequencies {
        let [target, reference] = self.words.get(word).copied().unwrap_or_default();
        let [target_size, reference_size] = self.sizes;
        Frequencies { target, target_size, reference, reference_size }
    }

    /// One row for each word that stands in the target at least so often. First those for which there is strong evidence
    /// (p < 0.001) that they stand there more often, the largest log ratio first; then the others that do, the strongest evidence
    /// first; then those that stand there less often; ties in the order of their characters. The row's id is the word. Columns:
    /// `word` or whatever `what` says, `target`, `reference`, `log_ratio`, `log_likelihood` (of two cells), `p` (of that),
    /// `p_adjusted` (by Benjamini and Hochberg over all rows); see [`Frequencies`].
    pub fn table(&self, what: [&str; 2], sides: [&str; 2], least: u64) -> Table {
        let [target_name, reference_name] = sides;
        let columns = vec![
            Column::new(what[0], what[1], "", ColumnKind::Text),
            Column::new("target", target_name, "times", ColumnKind::Count),
            Column::new("reference", reference_name, "times", ColumnKind::Count),
            Column::new("log_ratio", "Log ratio", "bits", ColumnKind::Mean),
            Column::new("log_likelihood", "G²", "", ColumnKind::Mean),
            Column::new("p", "p", "", ColumnKind::Mean),
            Column::new("p_adjusted", "p, adjusted", "", ColumnKind::Mean),
        ];
        let frequent = self.words.iter().filter(|(_, counts)| counts[0] >= least);
        let mut found: Vec<(&String, Frequencies)> = frequent.map(|(word, _)| (word, self.of(word))).collect();
        found.sort_by_cached_key(|(word, it)| {
            let (evidence, ratio) = (it.log_likelihood().unwrap_or_default(), it.log_ratio().unwrap_or_default());
            let (place, first) = match (ratio > 0.0, evidence >= STRONG) {
                (true, true) => (0, ratio),
                (true, false) => (1, evidence),
                (false, _) => (2, evidence),
            };
            (place, Descending(first), (*word).clone())
        });
        let chances: Vec<f64> = found.iter().map(|(_, it)| it.log_likelihood().map_or(1.0, chi_square_tail)).collect();
        let adjusted = benjamini_hochberg(&chances);
        let number = |value: Option<f64>| value.map_or(Cell::Missing, Cell::Mean);
        let row = |(((word, it), p), p_adjusted): (((&String, Frequencies), f64), f64)| {
            let evidence = it.log_likelihood();
            let cells = vec![
                Cell::Text(word.clone()),
                Cell::Count(usize::try_from(it.target).unwrap_or(usize::MAX)),
                Cell::Count(usize::try_from(it.reference).unwrap_or(usize::MAX)),
                number(it.log_ratio()),
                number(evidence),
                number(evidence.map(|_| p)),
                number(evidence.map(|_| p_adjusted)),
            ];
            Row { id: word.clone(), depth: 0, cells }
        };
        Table { columns, rows: found.into_iter().zip(chances).zip(adjusted).map(row).collect() }
    }
}

/// G² from which on there is strong evidence: p < 0.001.
const STRONG: f64 = 10.83;

/// A number that sorts the largest first.
#[derive(PartialEq)]
struct Descending(f64);

impl Eq for Descending {}

impl Ord for Descending {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        other.0.total_cmp(&self.0)
    }
}

impl PartialOrd for Descending {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// The words that stand at most so many words away from a span of a tag, or of any, against all others. Words that spans of the
/// tag have a character of are neither, nor are those that are left out. Spans of all annotators are taken together, each by its
/// first and last character: a word counts once, however many are near. Documents without such spans count among the others.
pub fn collocates(project: &Project, scope: &Scope, tag: Option<&TagId>, n_words: usize) -> WordCounts {
    let documents = marked(project, scope);
    let counted = documents.par_iter().fold(Written::new, |mut counts, (document, sets)| {
        let spans = sets.iter().flat_map(|(_, set)| set.spans.iter());
        let of_tag = spans.filter(|span| tag.is_none_or(|tag| span.tag == *tag));
        let hulls = RangeIndex::of(of_tag.map(|span| span.hull()).collect());
        let (text, left_out) = (&document.text, scope.left_out(document));
        let counted = text.words().iter().filter(|word| !left_out.contains(**word) && !hulls.any_touching(**word));
        for word in counted {
            count(&mut counts, text.slice(*word).into(), is_near(text, *word, &hulls, n_words));
        }
        counts
    });
    WordCounts::of_written(counted.reduce(Written::new, plus))
}

/// Whether so few words begin between a word and one of some ranges.
fn is_near(text: &Text, word: TextRange, hulls: &RangeIndex, n_words: usize) -> bool {
    let is_few = |from: Offset, to: Offset| text.n_words_between(from, to) < n_words;
    hulls.last_end_before(word.start()).is_some_and(|end| is_few(end, word.start()))
        || hulls.first_start_after(word.end()).is_some_and(|start| is_few(word.end(), start))
}

/// How often each word stands in the documents of one part of a project, and in those of another.
pub fn keywords(target: (&Project, &Scope), reference: (&Project, &Scope)) -> WordCounts {
    fn of_part<'p>((project, scope): (&'p Project, &'p Scope), is_target: bool) -> Written<'p> {
        let documents: Vec<&Arc<Document>> = scope.documents(project).collect();
        let counted = documents.into_par_iter().fold(Written::new, |mut counts, document| {
            let left_out = scope.left_out(document);
            for word in document.text.words().iter().copied().filter(|word| !left_out.contains(*word)) {
                count(&mut counts, document.text.slice(word).into(), is_target);
            }
            counts
        });
        counted.reduce(Written::new, plus)
    }
    WordCounts::of_written(plus(of_part(target, true), of_part(reference, false)))
}

/// How often each string stands under a tag, or under any, in one part of a project and in another, out of how many such spans.
/// Strings are the same as for [`super::said`] with variants together.
pub fn key_strings(target: (&Project, &Scope), reference: (&Project, &Scope)) -> WordCounts {
    fn of_part<'p>((project, scope): (&'p Project, &'p Scope), is_target: bool) -> Written<'p> {
        let documents = marked(project, scope);
        let counted = documents.into_par_iter().fold(Written::new, |mut counts, (document, sets)| {
            for span in sets.iter().flat_map(|(_, set)| set.spans.iter()) {
                let string = covered(&document.text, &span.at);
                if !string.is_empty() {
                    count(&mut counts, string.into(), is_target);
                }
            }
            counts
        });
        counted.reduce(Written::new, plus)
    }
    WordCounts::of_written(plus(of_part(target, true), of_part(reference, false)))
}
