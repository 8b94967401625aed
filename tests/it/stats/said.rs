//! What is said, words near spans, and lengths: by hand, and against plain, slow counting.

use super::reference::tag_id;
use super::together::{after, scopes};
use crate::notation::corpus;
use glossator::model::{Project, TagId};
use glossator::stats::{
    Cell, Dispersion, Lengths, Part, Scope, Table, Variants, collocates, keywords, said, said_table,
};
use glossator::text::{Text, TextRange, Unit};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn cells(table: &Table, keys: &[&str]) -> Vec<Vec<Cell>> {
    let of_row = |row: &glossator::stats::Row| {
        keys.iter().map(|key| row.cells[table.column(key).unwrap()].clone()).collect::<Vec<_>>()
    };
    table.rows.iter().map(of_row).collect()
}

#[test]
fn strings_are_folded_or_not_and_told_with_how_they_are_written() {
    let project = corpus(&[
        ("a", &["@ana [person|Ada] met [person|ADA] and [person|Ada]. [place|Ada] is near."]),
        ("b", &["@ana [person|Bo] met [person|ada].", "@ben [person|Bo] met ada."]),
    ]);
    let found = said(&project, &Scope::default(), None, Variants::Together);
    let told: Vec<(String, usize, usize)> =
        found.iter().map(|it| (format!("{} {}", it.tag, it.written[0].0), it.n_spans, it.n_documents)).collect();
    let expected = [("person Ada", 4, 2), ("person Bo", 2, 1), ("place Ada", 1, 1)];
    assert_eq!(told, expected.map(|(name, spans, documents)| (name.to_owned(), spans, documents)));
    assert_eq!(found[0].written, [("Ada".to_owned(), 2), ("ADA".to_owned(), 1), ("ada".to_owned(), 1)]);
    // Ten tokens in a, four in b, which two worked on: three of four spans stand in 10 of 18 tokens, one in 8.
    let dp = (3.0_f64 / 4.0 - 10.0 / 18.0).abs();
    assert!((found[0].dp.unwrap() - dp).abs() < 1e-12, "{:?}", found[0].dp);
    let apart = said(&project, &Scope::default(), Some(&tag_id("person")), Variants::Apart);
    let apart: Vec<(&str, usize)> = apart.iter().map(|it| (it.written[0].0.as_str(), it.n_spans)).collect();
    assert_eq!(apart, [("Ada", 2), ("Bo", 2), ("ADA", 1), ("ada", 1)]);
    let table = said_table(&project, &found);
    assert_eq!(table.rows[0].id, "person Ada");
    assert_eq!(cells(&table, &["share"])[0], [Cell::Share(4.0 / 7.0)]);
}

/// Numpy's `quantile` of 1, 2, 4, 10 at 0.25, 0.5, 0.75, 0.95: 1.75, 3, 5.5, 9.1.
#[test]
fn lengths_are_told_by_their_quantiles() {
    let project = corpus(&[("a", &["@ana [person|A] [person|Bo] [person|👍Ada] [person|0123456789] [place|漢字]"])]);
    let table = Lengths::of(&project, &Scope::default()).table(&project.codebook);
    let keys = ["spans", "least", "quartile_1", "median", "quartile_3", "p95", "most", "mean"];
    let [Cell::Count(4), Cell::Count(1), quantiles @ .., Cell::Count(10), Cell::Mean(mean)] =
        &cells(&table, &keys)[0][..]
    else {
        panic!("{table:?}")
    };
    for (cell, expected) in quantiles.iter().zip([1.75, 3.0, 5.5, 9.1]) {
        let Cell::Mean(value) = cell else { panic!("{cell:?}") };
        assert!((value - expected).abs() < 1e-12, "{value} is not {expected}");
    }
    assert!((mean - 4.25).abs() < 1e-12);
    assert_eq!(cells(&table, &["median"])[1], [Cell::Mean(2.0)]);
}

/// The words of a text, plainly.
fn words(text: &Text) -> Vec<TextRange> {
    text.tokens().into_iter().filter(|token| text.slice(*token).chars().any(char::is_alphanumeric)).collect()
}

/// Each word outside spans of a tag with whether one is near, by looking at every span for every word.
fn plainly_near(project: &Project, scope: &Scope, tag: &TagId, n: usize) -> BTreeMap<String, [u64; 2]> {
    let mut counts: BTreeMap<String, [u64; 2]> = BTreeMap::new();
    for document in scope.documents(project) {
        let text = &document.text;
        let sets = scope.sets_of(project, &document.id).filter(|(_, set)| !set.is_blank());
        let spans = sets.flat_map(|(_, set)| set.spans.iter()).filter(|span| span.tag == *tag);
        let hulls: Vec<TextRange> = spans.map(|span| span.hull()).collect();
        let all = words(text);
        for word in all.iter().filter(|word| !scope.left_out(document).contains(**word)) {
            if hulls.iter().any(|hull| hull.overlaps(*word)) {
                continue;
            }
            let between = |from, to| all.iter().filter(|other| other.start() >= from && other.end() <= to).count();
            let is_near = hulls.iter().any(|hull| {
                let gap =
                    if hull.end() <= word.start() { (hull.end(), word.start()) } else { (word.end(), hull.start()) };
                gap.0 <= gap.1 && between(gap.0, gap.1) < n
            });
            counts.entry(text.slice(*word).to_lowercase()).or_default()[usize::from(!is_near)] += 1;
        }
    }
    counts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 48 } else { 256 }))]

    #[test]
    fn generated_projects_say_what_plain_counting_finds(
        numbers in prop::collection::vec((0u8..16, 0u32..60, 0u32..60, 0usize..12), 0..40),
        n in 1usize..6,
    ) {
        let project = after(&numbers);
        for scope in scopes() {
            let found = said(&project, &scope, None, Variants::Apart);
            let mut plain: BTreeMap<(TagId, String), Vec<usize>> = BTreeMap::new();
            let documents: Vec<_> = scope.documents(&project).collect();
            let mut sizes = Vec::new();
            for (number, document) in documents.iter().enumerate() {
                let sets: Vec<_> = scope.sets_of(&project, &document.id).filter(|(_, set)| !set.is_blank()).collect();
                let tokens = document.text.tokens();
                let n_tokens = tokens.iter().filter(|token| !scope.left_out(document).contains(**token)).count();
                sizes.push((n_tokens * sets.len()) as u64);
                for span in sets.iter().flat_map(|(_, set)| set.spans.iter()) {
                    let pieces = span.at.iter().map(|at| document.text.slice(at)).filter(|piece| !piece.is_empty());
                    let string = pieces.collect::<Vec<_>>().join(" … ");
                    if !string.is_empty() {
                        plain.entry((span.tag.clone(), string)).or_default().push(number);
                    }
                }
            }
            prop_assert_eq!(found.len(), plain.len());
            for it in &found {
                let places = &plain[&(it.tag.clone(), it.written[0].0.clone())];
                prop_assert_eq!(it.n_spans, places.len());
                let parts: Vec<Part> = sizes.iter().enumerate().map(|(number, size)| Part {
                    frequency: places.iter().filter(|place| **place == number).count() as u64,
                    size: *size,
                }).collect();
                let full = Dispersion::of(&parts).ok().map(|it| it.dp);
                let is_same = it.dp.zip(full).map_or(it.dp == full, |(one, other)| (one - other).abs() < 1e-9);
                prop_assert!(is_same, "{:?} {:?}", it.dp, full);
            }
            for tag in project.codebook.order.iter() {
                let counts = collocates(&project, &scope, Some(tag), n);
                for (word, [near, far]) in plainly_near(&project, &scope, tag, n) {
                    let it = counts.of(&word);
                    prop_assert_eq!((it.target, it.reference), (near, far), "{} near {}", word, tag);
                }
            }
        }
    }
}

#[test]
fn words_of_two_parts_are_counted_with_how_many_each_has() {
    let project = corpus(&[("a", &["Rain, rain and RAIN."]), ("b", &["Sun and rain."])]);
    let scope = |id: &str| Scope {
        documents: glossator::stats::Documents::One(super::reference::document_id(id)),
        ..Scope::default()
    };
    let counts = keywords((&project, &scope("a")), (&project, &scope("b")));
    let rain = counts.of("rain");
    assert_eq!((rain.target, rain.target_size, rain.reference, rain.reference_size), (3, 4, 1, 3));
    let table = counts.table(["word", "Word"], ["Here", "There"], 1);
    assert_eq!(table.rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["rain", "and"]);
    let text = &project.documents.values().next().unwrap().text;
    assert_eq!(text.count(text.end(), Unit::CodePoint), 20);
}
