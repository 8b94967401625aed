//! Items by raters.

use super::vectors;
use glossator::agreement::{
    Level, Ratings, Undefined, cohen_kappa, gwet_ac1, krippendorff_alpha, observed_mean, rating_measures,
};
use proptest::prelude::*;
use serde_json::Value;

fn rows(table: &Value) -> Vec<Vec<Option<String>>> {
    let cell = |cell: &Value| match cell {
        Value::Null => None,
        Value::String(name) => Some(name.clone()),
        other => Some(other.to_string()),
    };
    table.as_array().unwrap().iter().map(|row| row.as_array().unwrap().iter().map(cell).collect()).collect()
}

fn level(name: &str) -> Level {
    match name {
        "nominal" => Level::Nominal,
        "ordinal" => Level::Ordinal,
        "interval" => Level::Interval,
        _ => Level::Ratio,
    }
}

/// Items that two raters gave `yes` or `no`, by how many there are of each kind.
fn two_by_two(counts: [(usize, &str, &str); 4]) -> Ratings {
    let row = |one: &str, other: &str| vec![Some(one.to_owned()), Some(other.to_owned())];
    let rows: Vec<_> = counts.iter().flat_map(|(n, one, other)| std::iter::repeat_n(row(one, other), *n)).collect();
    Ratings::new(Level::Nominal, &rows).unwrap()
}

/// Feinstein and Cicchetti's paradox: nearly all agree, and kappa is below zero.
#[test]
fn one_frequent_category_makes_kappa_low_and_leaves_ac1_high() {
    let ratings = two_by_two([(118, "yes", "yes"), (5, "yes", "no"), (2, "no", "yes"), (0, "no", "no")]);
    let rounded = |value: Result<f64, Undefined>| (value.unwrap() * 1000.0).round() / 1000.0;
    assert_eq!(rounded(observed_mean(&ratings)), 0.944);
    assert_eq!(rounded(cohen_kappa(&ratings)), -0.023);
    assert_eq!(rounded(gwet_ac1(&ratings)), 0.941);
}

/// Table C of Krippendorff 2011: four observers, twelve units, ratings missing.
#[test]
fn alpha_is_that_of_the_paper_at_every_level() {
    let table = serde_json::json!([
        [1, 1, null, 1],
        [2, 2, 3, 2],
        [3, 3, 3, 3],
        [3, 3, 3, 3],
        [2, 2, 2, 2],
        [1, 2, 3, 4],
        [4, 4, 4, 4],
        [1, 1, 2, 1],
        [2, 2, 2, 2],
        [null, 5, 5, 5],
        [null, null, 1, 1],
        [null, 3, null, null]
    ]);
    let ratings = Ratings::new(Level::Ratio, &rows(&table)).unwrap();
    let alpha = |level| (krippendorff_alpha(&ratings, level).unwrap() * 1000.0).round() / 1000.0;
    let levels = [Level::Nominal, Level::Ordinal, Level::Interval, Level::Ratio];
    assert_eq!(levels.map(alpha), [0.743, 0.815, 0.849, 0.797]);
}

#[test]
fn what_is_not_defined_says_why() {
    let same = two_by_two([(7, "yes", "yes"), (0, "yes", "no"), (0, "no", "yes"), (0, "no", "no")]);
    assert_eq!(cohen_kappa(&same), Err(Undefined::OneCategory));
    assert_eq!(krippendorff_alpha(&same, Level::Nominal), Err(Undefined::OneCategory));
    let row = |one: Option<&str>, other: Option<&str>| vec![one.map(str::to_owned), other.map(str::to_owned)];
    let apart = Ratings::new(Level::Nominal, &[row(Some("a"), None), row(None, Some("b"))]).unwrap();
    for measured in rating_measures(&apart) {
        assert!(measured.value.is_err(), "{measured:?}");
    }
}

/// Those of the reference programs that stand beside the project, if they do.
#[test]
fn every_reference_vector_is_met() {
    for (path, case) in vectors() {
        let Some(table) = case.get("ratings") else { continue };
        let ratings = Ratings::new(level(case["level"].as_str().unwrap()), &rows(table)).unwrap();
        let measures = rating_measures(&ratings);
        for (key, expected) in case["expected"].as_object().unwrap() {
            let measured = measures.iter().find(|measured| measured.measure == key);
            let measured = measured.unwrap_or_else(|| panic!("{path}: there is no {key}"));
            let tolerance = case["tolerance"].get(key).and_then(Value::as_f64).unwrap_or(1e-9);
            match (expected.as_f64(), measured.value) {
                (None, value) => assert!(value.is_err(), "{path}: {key} is {value:?}"),
                (Some(expected), Ok(value)) => {
                    assert!((value - expected).abs() <= tolerance, "{path}: {key} is {value}, not {expected}");
                }
                (Some(expected), Err(why)) => panic!("{path}: {key} is not {expected}: {why}"),
            }
        }
    }
}

proptest! {
    #[test]
    fn the_order_of_raters_and_items_changes_nothing(
        table in proptest::collection::vec(proptest::collection::vec(proptest::option::of(1..4_u8), 3), 1..12),
    ) {
        let named = |table: &[Vec<Option<u8>>]| -> Vec<Vec<Option<String>>> {
            table.iter().map(|row| row.iter().map(|cell| cell.map(|it| it.to_string())).collect()).collect()
        };
        let mut turned = table.clone();
        turned.reverse();
        turned.iter_mut().for_each(|row| row.rotate_left(1));
        let of = |table: &[Vec<Option<u8>>]| rating_measures(&Ratings::new(Level::Interval, &named(table)).unwrap());
        for (one, other) in of(&table).into_iter().zip(of(&turned)) {
            match (one.value, other.value) {
                (Ok(one_value), Ok(other_value)) => prop_assert!((one_value - other_value).abs() < 1e-9, "{}", one.measure),
                (one_value, other_value) => prop_assert_eq!(one_value.is_ok(), other_value.is_ok(), "{}", one.measure),
            }
        }
    }
}
