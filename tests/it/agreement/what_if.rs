//! What agreement would be if something were otherwise.

use glossator::agreement::{Measure, Study, StudyDocument, Supposed, Unit, what_if};
use std::collections::BTreeSet;

const TEXT: &str = "the envoy of the league met the old general in the city";

fn set(units: &[(&str, u32)]) -> Option<BTreeSet<Unit>> {
    let unit = |(words, tag): &(&str, u32)| {
        let start = u32::try_from(TEXT.find(words).unwrap()).unwrap();
        Unit { start, end: start + u32::try_from(words.len()).unwrap(), tag: *tag }
    };
    Some(units.iter().map(unit).collect())
}

fn study(sets: Vec<Option<BTreeSet<Unit>>>) -> Study {
    Study { n_annotators: sets.len(), documents: vec![StudyDocument::new(TEXT, sets)] }
}

fn strict(study: &Study, all: &[Supposed]) -> (f64, Vec<(Supposed, f64)>) {
    let (now, found) = what_if(study, Measure::StrictF1, all, &|| true).unwrap();
    (now.unwrap(), found.into_iter().map(|it| (it.supposed, it.value.unwrap())).collect())
}

#[test]
fn changes_are_ranked_by_what_they_gain() {
    // Of two spans each, both are taken for something else, or begin a word later.
    let study = study(vec![
        set(&[("envoy", 0), ("old general", 1)]),
        set(&[("envoy", 2), ("general", 1)]),
        set(&[("envoy", 0), ("old general", 1)]),
    ]);
    let all = [Supposed::Merged(0, 2), Supposed::Within(1), Supposed::Without(1), Supposed::Without(0)];
    let (now, found) = strict(&study, &all);
    assert!((now - 1.0 / 3.0).abs() < 1e-12, "of three pairs one agrees on both: {now}");
    // Without the second both agree on both; merged or within a word each pair with the second agrees on one of two.
    let expected = [
        (Supposed::Without(1), 1.0),
        (Supposed::Merged(0, 2), (1.0 + 0.5 + 0.5) / 3.0),
        (Supposed::Within(1), (1.0 + 0.5 + 0.5) / 3.0),
        (Supposed::Without(0), 0.0),
    ];
    for ((supposed, value), (wanted, expected)) in found.iter().zip(expected) {
        assert_eq!(*supposed, wanted);
        assert!((value - expected).abs() < 1e-12, "{supposed:?}: {value}");
    }
}

#[test]
fn boundaries_further_apart_than_asked_stay_as_they_are() {
    let study = study(vec![set(&[("the envoy of the league", 0)]), set(&[("league", 0)])]);
    let all = [Supposed::Within(3), Supposed::Within(4)];
    let (now, found) = strict(&study, &all);
    assert_eq!((now, found), (0.0, vec![(Supposed::Within(4), 1.0), (Supposed::Within(3), 0.0)]));
}

#[test]
fn it_changes_nothing_and_can_be_stopped() {
    let study = study(vec![set(&[("envoy", 0)]), set(&[("envoy", 2)])]);
    let before = study.clone();
    assert!(what_if(&study, Measure::StrictF1, &[Supposed::Merged(0, 2)], &|| false).is_none());
    let (now, found) = strict(&study, &[Supposed::Merged(0, 2)]);
    assert_eq!((now, found), (0.0, vec![(Supposed::Merged(0, 2), 1.0)]));
    assert_eq!(study, before);
}
