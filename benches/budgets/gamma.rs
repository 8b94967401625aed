//! Gamma: the best alignment of a document, and beyond it those of its 30 samples.

use crate::clock::{Series, took};
use glossator::agreement::{Dissimilarity, DocumentGamma, GammaSettings, StudyDocument, Unit, gamma_disorder};
use serde_json::json;
use std::collections::BTreeSet;

/// Asks for documents with their figures, a line of JSON for each, for `tests/reference/gamma.py`.
pub const LINES: &str = "gamma-lines";

/// Documents of each kind.
const DOCUMENTS: u64 = 5;
/// How often each is measured.
const ROUNDS: usize = 9;
/// How long their texts are.
const CHARACTERS: u32 = 2_000;
/// How many annotators have about how many passages each; those that other programs can do come first.
const KINDS: [(usize, usize); 3] = [(2, 50), (3, 50), (5, 50)];
const KINDS_OF_OTHERS: usize = 2;

/// Prints what documents of all kinds take.
pub fn run() {
    for (n_annotators, n_passages) in KINDS {
        let (mut disorders, mut gammas) = (Series::default(), Series::default());
        for seed in 0..DOCUMENTS {
            let document = made(seed, n_annotators, n_passages);
            for _ in 0..ROUNDS {
                disorders.push(took(|| disorder(&document)).1.wall);
                gammas.push(took(|| gamma(&document)).1.wall);
            }
        }
        println!("  {n_annotators} people x {n_passages} spans, disorder: {}", disorders.line());
        println!("  {n_annotators} people x {n_passages} spans, gamma of 30 samples: {}", gammas.line());
    }
}

/// Prints documents as other programs can do, what was found in them, and the median of what it took in milliseconds.
pub fn lines() {
    for (n_annotators, n_passages) in KINDS.into_iter().take(KINDS_OF_OTHERS) {
        for seed in 0..DOCUMENTS {
            let document = made(seed, n_annotators, n_passages);
            let (mut disorders, mut gammas) = (Series::default(), Series::default());
            for _ in 0..ROUNDS {
                disorders.push(took(|| disorder(&document)).1.wall);
                gammas.push(took(|| gamma(&document)).1.wall);
            }
            let found = gamma(&document);
            let set = |set: &BTreeSet<Unit>| set.iter().map(|it| (it.start, it.end, it.tag)).collect::<Vec<_>>();
            let line = json!({
                "sets": document.sets.iter().flatten().map(set).collect::<Vec<_>>(),
                "disorder": found.observed,
                "gamma": found.gamma().expect("samples differ"),
                "disorder_ms": disorders.median(),
                "gamma_ms": gammas.median(),
            });
            println!("{line}");
        }
    }
}

fn disorder(document: &StudyDocument) -> f64 {
    gamma_disorder(document, Dissimilarity::default(), &|| true).expect("there is a best alignment")
}

fn gamma(document: &StudyDocument) -> DocumentGamma {
    DocumentGamma::of(document, GammaSettings::default(), &|| true).expect("there is a gamma")
}

/// A document with passages anywhere, which annotators mostly agree on: one in ten is missed, one in eight has another tag,
/// and one end in five is some characters away.
fn made(seed: u64, n_annotators: usize, n_passages: usize) -> StudyDocument {
    let mut rng = fastrand::Rng::with_seed(seed);
    let passage = |rng: &mut fastrand::Rng| (rng.u32(8..CHARACTERS - 40), rng.u32(2..30), rng.u32(0..6));
    let passages: Vec<(u32, u32, u32)> = (0..n_passages).map(|_| passage(&mut rng)).collect();
    let mut sets = Vec::new();
    for _ in 0..n_annotators {
        let mut set = BTreeSet::new();
        for (start, len, tag) in &passages {
            if rng.f64() < 0.1 {
                continue;
            }
            let mut moved = |at: u32| if rng.f64() < 0.2 { at + rng.u32(0..12) - 6 } else { at };
            let (start, end) = (moved(*start), moved(start + len));
            let tag = if rng.f64() < 0.125 { rng.u32(0..6) } else { *tag };
            set.insert(Unit { start, end: end.max(start + 1), tag });
        }
        sets.push(Some(set));
    }
    StudyDocument { n_characters: CHARACTERS, tokens: Vec::new(), sets }
}
