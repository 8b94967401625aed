//! Agreement: all measures afresh, after one document changed, and their intervals.

use crate::clock::{Series, took};
use glossator::agreement::{DocumentTally, Key, Measure, Resampling, Study, StudyDocument, Tallies, Unit, intervals};
use std::collections::BTreeSet;

/// Characters of a document.
const CHARACTERS: u32 = 2_000;
/// Spans of each person in it, at most.
const SPANS: u32 = 50;
const TAGS: u32 = 6;

/// Some people who worked on some documents.
fn study(n_annotators: usize, n_documents: usize) -> Study {
    let mut rng = fastrand::Rng::with_seed(1);
    let documents = (0..n_documents).map(|_| document(&mut rng, n_annotators, CHARACTERS, SPANS));
    Study { n_annotators, documents: documents.collect() }
}

/// Words of four to nine letters, and spans that do not lie over each other: each person moves, drops or renames some of the
/// same.
fn document(rng: &mut fastrand::Rng, n_annotators: usize, n_characters: u32, n_spans: u32) -> StudyDocument {
    let mut text = String::new();
    while (text.len() as u32) < n_characters {
        text.extend((0..rng.usize(4..10)).map(|_| 'a'));
        text.push(' ');
    }
    text.truncate(n_characters as usize);
    let room = n_characters / n_spans;
    let right: Vec<Unit> = (0..n_spans)
        .map(|n| {
            let start = n * room + rng.u32(0..room / 4);
            Unit { start, end: start + rng.u32(3..room / 2), tag: rng.u32(0..TAGS) }
        })
        .collect();
    let mut marked = || -> BTreeSet<Unit> {
        let kept = right.iter().filter_map(|unit| {
            let mut unit = *unit;
            match rng.u32(0..10) {
                0 => return None,
                1 => unit.tag = rng.u32(0..TAGS),
                2 | 3 => unit.end += 2,
                4 => unit.start += 1,
                _ => {}
            }
            Some(unit)
        });
        kept.collect()
    };
    let sets = (0..n_annotators).map(|_| Some(marked())).collect();
    StudyDocument::new(&text, sets)
}

fn keys(tallies: &Tallies, measures: impl Iterator<Item = Measure>) -> Vec<Key> {
    let sum = tallies.sum();
    measures.flat_map(|measure| Key::all_of(measure, sum.n_annotators(), &sum.tags())).collect()
}

/// How many of some figures are defined; they are reckoned for it.
fn n_defined(tallies: &Tallies, keys: &[Key]) -> usize {
    keys.iter().filter(|key| matches!(tallies.sum().value(**key), Some(Ok(_)))).count()
}

fn line(what: &str, series: &Series) {
    println!("    {what:<46} {}", series.best_line());
}

/// Measures a small project and a large one, and a document that is large by itself.
pub fn run() {
    for (name, n_annotators, n_documents) in
        [("small: 2 people, 200 documents", 2, 200), ("large: 5 people, 1,000 documents", 5, 1000)]
    {
        println!("  {name} of 2,000 characters, 50 spans each");
        let study = study(n_annotators, n_documents);
        let mut tallies = Tallies::of(&study);
        let (shown, all) = (keys(&tallies, Measure::shown()), keys(&tallies, Measure::all()));
        let mut afresh = Series::default();
        for _ in 0..7 {
            afresh.push(took(|| n_defined(&Tallies::of(&study), &all)).1.wall);
        }
        line(&format!("all {} figures afresh, two cores", all.len()), &afresh);
        let mut rng = fastrand::Rng::with_seed(2);
        let [mut few, mut many] = [Series::default(), Series::default()];
        for at in 0..50 {
            let document = document(&mut rng, n_annotators, CHARACTERS, SPANS);
            let ((), changed) = took(|| tallies.replace(at, DocumentTally::of(&document)));
            let (_, told) = took(|| n_defined(&tallies, &shown));
            let (_, all_told) = took(|| n_defined(&tallies, &all));
            few.push(changed.wall + told.wall);
            many.push(changed.wall + all_told.wall);
        }
        line(&format!("one document changed, {} figures", shown.len()), &few);
        line(&format!("one document changed, all {} figures", all.len()), &many);
        for (what, keys) in [("shown", &shown), ("all", &all)] {
            let mut drawn = Series::default();
            for _ in 0..2 {
                let (spreads, took) =
                    took(|| intervals(n_annotators, tallies.documents(), keys, Resampling::default(), &|| true));
                drawn.push(took.wall);
                assert!(spreads.is_some_and(|spreads| spreads.len() == keys.len()));
            }
            line(&format!("intervals of {what} figures, 2,000 resamples"), &drawn);
        }
    }
    let mut rng = fastrand::Rng::with_seed(3);
    let long = document(&mut rng, 5, 800_000, 20_000);
    let mut series = Series::default();
    for _ in 0..3 {
        series.push(took(|| DocumentTally::of(&long)).1.wall);
    }
    line("a document of 20,000 spans, five people", &series);
    let mut tangled = long;
    for set in tangled.sets.iter_mut().flatten() {
        *set = (0..20_000)
            .map(|_| {
                let start = rng.u32(0..799_000);
                Unit { start, end: start + rng.u32(1..1_000), tag: rng.u32(0..TAGS) }
            })
            .collect();
    }
    let mut series = Series::default();
    series.push(took(|| DocumentTally::of(&tangled)).1.wall);
    line("the same, at random and up to 1,000 characters", &series);
}
