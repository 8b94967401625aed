//! Intervals from documents that are drawn anew.

use glossator::agreement::{
    DocumentTally, Interval, Key, Level, Measure, Ratings, Resampling, Spread, StudyDocument, Tallies, Unit, Who,
    intervals, rating_intervals, rating_measures,
};
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Documents in each of which two people have so many spans, and so many of them the same.
fn tallies(documents: &[(u32, u32)]) -> Tallies {
    let tally = |(n, n_same): &(u32, u32)| {
        let marked = |shift: u32| -> BTreeSet<Unit> {
            let start = |at: u32| 10 * at + if at < *n_same { 0 } else { shift };
            (0..*n).map(|at| Unit { start: start(at), end: start(at) + 4, tag: 0 }).collect()
        };
        DocumentTally::of(&StudyDocument::new(&"word ".repeat(40), vec![Some(marked(0)), Some(marked(1))]))
    };
    Tallies::new(2, documents.iter().map(tally))
}

const STRICT: Key = Key::new(Measure::StrictF1, Who::Pair(0, 1));

fn spread(tallies: &Tallies, resampling: Resampling) -> Option<Spread> {
    intervals(2, tallies.documents(), &[STRICT], resampling, &|| true).unwrap()[0]
}

/// Documents with one span each, 8 of 20 the same: the number of them in a resample is binomial, with a standard deviation of
/// √(0.4 · 0.6 / 20) = 0.1095, and 95 % of it lies from 4 to 12.
#[test]
fn the_interval_is_that_of_the_binomial() {
    let documents: Vec<(u32, u32)> = (0..20).map(|at| (1, u32::from(at < 8))).collect();
    let spread = spread(&tallies(&documents), Resampling::default()).unwrap();
    assert!((spread.mean - 0.4).abs() < 0.01, "{spread:?}");
    assert!((spread.deviation - 0.1095).abs() < 0.005, "{spread:?}");
    let near = |value: f64, wanted: f64| (value - wanted).abs() < 0.051;
    assert!(spread.interval.is_some_and(|it| near(it.low, 0.2) && near(it.high, 0.6)), "{spread:?}");
    assert_eq!((spread.n_undefined, spread.n), (0, 2000));
}

#[test]
fn a_seed_gives_its_draws_and_all_figures_see_the_same() {
    let tallies = tallies(&[(9, 3), (4, 4), (7, 1), (12, 6), (3, 0)]);
    let of = |seed| spread(&tallies, Resampling { n: 300, seed });
    assert_eq!(of(1), of(1));
    assert_ne!(of(1), of(2));
    let keys = [STRICT, Key::new(Measure::StrictPrecision, Who::Pair(0, 1)), STRICT];
    let all = intervals(2, tallies.documents(), &keys, Resampling { n: 300, seed: 1 }, &|| true).unwrap();
    // Both have as many spans, so that precision is F1.
    assert_eq!((all[0], all[1], all[2]), (of(1), of(1), of(1)));
}

#[test]
fn all_alike_is_an_interval_of_no_width_and_one_document_none() {
    let alike = spread(&tallies(&[(4, 2); 12]), Resampling::default()).unwrap();
    assert_eq!(alike.interval, Some(Interval { low: 0.5, high: 0.5 }));
    assert_eq!(spread(&tallies(&[(4, 2)]), Resampling::default()).unwrap().interval, None);
    assert_eq!(spread(&tallies(&[]), Resampling::default()), None);
}

/// With nothing in three of four documents, (3/4)⁴ of resamples have nothing: a third.
#[test]
fn resamples_without_a_figure_are_counted_and_too_many_leave_no_interval() {
    let spread = spread(&tallies(&[(4, 2), (0, 0), (0, 0), (0, 0)]), Resampling::default()).unwrap();
    assert_eq!((spread.interval, spread.mean), (None, 0.5));
    assert!((spread.n_undefined as f64 / 2000.0 - 0.316).abs() < 0.05, "{spread:?}");
}

#[test]
fn it_stops_when_it_is_told() {
    let tallies = tallies(&[(4, 2), (3, 1)]);
    let n_asked = AtomicUsize::new(0);
    let go_on = || n_asked.fetch_add(1, Ordering::Relaxed) < 20;
    assert_eq!(intervals(2, tallies.documents(), &[STRICT], Resampling::default(), &go_on), None);
    assert!(n_asked.load(Ordering::Relaxed) < 1000);
}

/// Items by two people: how many both call yes, the one alone, the other alone, nobody.
fn ratings(counts: [usize; 4]) -> Ratings {
    let rows = [("yes", "yes"), ("yes", "no"), ("no", "yes"), ("no", "no")].into_iter().zip(counts);
    let rows: Vec<Vec<Option<String>>> = rows
        .flat_map(|((one, other), n)| std::iter::repeat_n(vec![Some(one.to_owned()), Some(other.to_owned())], n))
        .collect();
    Ratings::new(Level::Nominal, &rows).unwrap()
}

fn spread_of(ratings: &Ratings, documents: &[usize], measure: &str) -> Option<Spread> {
    let spreads = rating_intervals(ratings, documents, Resampling::default(), &|| true).unwrap();
    let at = rating_measures(ratings).iter().position(|it| it.measure == measure).unwrap();
    spreads[at]
}

/// The deviation of resamples comes to the standard error that theory has for many items (Fleiss, Cohen and Everitt 1969),
/// and of the observed share to that of the binomial: √(0.8 · 0.2 / 400) = 0.02.
#[test]
fn ratings_vary_as_theory_has_it() {
    let ratings = ratings([160, 40, 40, 160]);
    let each_alone: Vec<usize> = (0..400).collect();
    let kappa = spread_of(&ratings, &each_alone, "cohen_kappa").unwrap();
    let error = rating_measures(&ratings).into_iter().find(|it| it.measure == "cohen_kappa_se").unwrap().value.unwrap();
    assert!((kappa.mean - 0.6).abs() < 0.005, "{kappa:?}");
    assert!((kappa.deviation / error - 1.0).abs() < 0.05, "{} is not {error}", kappa.deviation);
    let observed = spread_of(&ratings, &each_alone, "observed_agreement").unwrap();
    assert!((observed.deviation / 0.02 - 1.0).abs() < 0.05, "{observed:?}");
    let interval = observed.interval.unwrap();
    assert!((interval.low - 0.76).abs() < 0.006 && (interval.high - 0.84).abs() < 0.006, "{interval:?}");
}

/// What is in one document goes together: four documents of a hundred items that are alike vary as four items would.
#[test]
fn ratings_of_one_document_are_drawn_together() {
    let ratings = ratings([200, 100, 100, 0]);
    let by_document: Vec<usize> = (0..400).map(|item| item / 100).collect();
    // The share is the number of drawn documents that agree, of four, each with one half: √(0.25 / 4) = 0.25.
    let observed = spread_of(&ratings, &by_document, "observed_agreement").unwrap();
    assert!((observed.deviation / 0.25 - 1.0).abs() < 0.05, "{observed:?}");
    assert_eq!(spread_of(&ratings, &[0; 400], "observed_agreement").unwrap().interval, None);
    assert_eq!(rating_intervals(&ratings, &by_document, Resampling::default(), &|| false), None);
}
