//! Dispersion, keyness and association of counts alone: the reference vectors, and small numbers reckoned on paper.

use glossator::stats::{
    Contexts, Dispersion, Frequencies, NoContexts, NoDispersion, Part, benjamini_hochberg, chi_square_tail,
};
use serde_json::Value;
use std::f64::consts::LN_2;

fn vectors() -> Vec<Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/agreement/corpus-statistics.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn numbers(value: &Value) -> Vec<u64> {
    value.as_array().unwrap().iter().map(|number| number.as_u64().unwrap()).collect()
}

fn parts(frequencies: &[u64], sizes: &[u64]) -> Vec<Part> {
    assert_eq!(frequencies.len(), sizes.len());
    frequencies.iter().zip(sizes).map(|(&frequency, &size)| Part { frequency, size }).collect()
}

#[track_caller]
fn close(found: Option<f64>, expected: f64, what: &str) {
    let found = found.unwrap_or_else(|| panic!("{what} is nothing, and not {expected}"));
    assert!((found - expected).abs() <= 1e-9, "{what}: {found} and not {expected}");
}

/// The value of one figure of a vector, by its key.
fn value(input: &Value, key: &str) -> Option<f64> {
    let number = |key: &str| input[key].as_u64().unwrap();
    if input.get("frequencies").is_some() {
        let it = Dispersion::of(&parts(&numbers(&input["frequencies"]), &numbers(&input["part_sizes"]))).unwrap();
        return match key {
            "juilland_d" => it.juilland_d,
            "dp" => Some(it.dp),
            "dp_norm" => it.dp_norm,
            "range" => Some(it.range as f64),
            _ => panic!("no figure {key}"),
        };
    }
    if input.get("freq_target").is_some() {
        let it = Frequencies {
            target: number("freq_target"),
            target_size: number("size_target"),
            reference: number("freq_reference"),
            reference_size: number("size_reference"),
        };
        return match key {
            "log_likelihood_2cell" => it.log_likelihood(),
            "log_likelihood_4cell" => it.log_likelihood_of_four(),
            "log_ratio" => it.log_ratio(),
            _ => panic!("no figure {key}"),
        };
    }
    let it = Contexts::new(number("contexts"), number("with_a"), number("with_b"), number("both")).unwrap();
    match key {
        "pmi" => it.pmi(),
        "npmi" => it.npmi(),
        "jaccard" => it.jaccard(),
        "chi_square" => it.chi_square(),
        "chi_square_yates" => it.chi_square_yates(),
        "fisher_p" => Some(it.fisher_p()),
        _ => panic!("no figure {key}"),
    }
}

#[test]
fn figures_are_those_of_the_reference_vectors() {
    let mut n_checked = 0;
    // Near-duplicates are a matter of the corpus room.
    for case in vectors().iter().filter(|case| case["input"].get("shingle_words").is_none()) {
        for (key, expected) in case["expected"].as_object().unwrap() {
            let name = format!("{key} of {}", case["case"]);
            close(value(&case["input"], key), expected.as_f64().unwrap(), &name);
            n_checked += 1;
        }
    }
    assert_eq!(n_checked, 30, "three of four, two of three, two of six");
}

#[test]
fn dispersion_has_its_ends() {
    // Relative frequencies 0.4 and 0: mean 0.2, deviation 0.2, so V = 1 and D = 1 − 1/√1. Shares 1 and 0 against halves.
    let one_sided = Dispersion::of(&parts(&[4, 0], &[10, 10])).unwrap();
    assert_eq!(one_sided, Dispersion { juilland_d: Some(0.0), dp: 0.5, dp_norm: Some(1.0), range: 1 });
    // One in ten everywhere.
    let even = Dispersion::of(&parts(&[1, 2, 4], &[10, 20, 40])).unwrap();
    close(even.juilland_d, 1.0, "D of what is even");
    close(Some(even.dp), 0.0, "DP of what is even");
    assert_eq!(even.range, 3);
}

#[test]
fn dispersion_needs_parts_and_something_in_them() {
    let one = Dispersion::of(&parts(&[3], &[10])).unwrap();
    assert_eq!(one, Dispersion { juilland_d: None, dp: 0.0, dp_norm: None, range: 1 });
    let with_empty = Dispersion::of(&parts(&[4, 0, 0], &[10, 0, 10])).unwrap();
    assert_eq!(with_empty, Dispersion::of(&parts(&[4, 0], &[10, 10])).unwrap(), "a part without size is none");
    assert_eq!(Dispersion::of(&parts(&[0, 0], &[10, 10])), Err(NoDispersion::Nowhere));
    assert_eq!(Dispersion::of(&[]), Err(NoDispersion::Nowhere));
    assert_eq!(Dispersion::of(&parts(&[1, 1], &[10, 0])), Err(NoDispersion::NoSize));
}

#[test]
fn keyness_by_hand() {
    let of =
        |target, target_size, reference, reference_size| Frequencies { target, target_size, reference, reference_size };
    // Both are expected to be 1 · 100/200 · 2 = 1: 2 · (0 + 2·ln 2). Zero is taken for a half: log₂(0.5/2).
    let never = of(0, 100, 2, 100);
    close(never.log_likelihood(), 4.0 * LN_2, "G² of two cells");
    close(never.log_ratio(), -2.0, "log ratio");
    // The other two cells: 100·ln(100/99) + 98·ln(98/99).
    let rest = 100.0 * (100.0_f64 / 99.0).ln() + 98.0 * (98.0_f64 / 99.0).ln();
    close(never.log_likelihood_of_four(), 4.0 * LN_2 + 2.0 * rest, "G² of four cells");
    // As often as their sizes have it: 3 in 30 and 10 in 100.
    close(of(3, 30, 10, 100).log_likelihood(), 0.0, "G² of what is even");
    close(of(3, 30, 10, 100).log_ratio(), 0.0, "log ratio of what is even");
    for nothing in [of(0, 100, 0, 100), of(1, 0, 1, 100), of(1, 100, 0, 0)] {
        assert_eq!(
            (nothing.log_likelihood(), nothing.log_likelihood_of_four(), nothing.log_ratio()),
            (None, None, None)
        );
    }
    assert_eq!(of(3, 2, 1, 100).log_likelihood_of_four(), None, "more than the corpus has");
    // Everything is it: what is something else adds nothing.
    close(of(5, 5, 7, 7).log_likelihood_of_four(), 0.0, "G² of all");
}

#[test]
fn association_by_hand() {
    // Cells 3 1 / 1 3, each expected to be 4·4/8 = 2.
    let tea = Contexts::new(8, 4, 4, 3).unwrap();
    assert_eq!((tea.n(), tea.with_a(), tea.with_b(), tea.with_both()), (8, 4, 4, 3));
    close(tea.jaccard(), 3.0 / 5.0, "Jaccard");
    close(tea.pmi(), 1.5_f64.log2(), "PMI: log₂(8·3/16)");
    close(tea.npmi(), 1.5_f64.log2() / (8.0_f64 / 3.0).log2(), "NPMI");
    close(tea.chi_square(), 2.0, "chi-square: 8·(9 − 1)²/4⁴");
    close(tea.chi_square_yates(), 0.5, "Yates: 8·(8 − 4)²/4⁴");
    close(tea.log_likelihood(), 12.0 * 1.5_f64.ln() - 4.0 * LN_2, "G²: 2·(2·3·ln 1.5 + 2·ln 0.5)");
    close(tea.least_expected(), 2.0, "expected");
    // Of 70 ways 1 has none of four right, 16 one, 36 two, 16 three, 1 four: as improbable as three are 1 + 16 + 16 + 1.
    close(Some(tea.fisher_p()), 34.0 / 70.0, "Fisher");
    // Independent: 2·3/6 = 1.
    let apart = Contexts::new(6, 2, 3, 1).unwrap();
    close(apart.pmi(), 0.0, "PMI");
    close(apart.npmi(), 0.0, "NPMI");
    close(apart.chi_square(), 0.0, "chi-square");
    close(apart.chi_square_yates(), 0.0, "Yates moves nothing beyond what is expected");
    close(apart.log_likelihood(), 0.0, "G²");
    close(Some(apart.fisher_p()), 1.0, "Fisher");
    close(Contexts::new(9, 4, 3, 3).unwrap().least_expected(), 3.0 * 4.0 / 9.0, "with both");
}

#[test]
fn association_where_there_is_none() {
    let never = Contexts::new(10, 4, 3, 0).unwrap();
    assert_eq!((never.pmi(), never.npmi(), never.jaccard()), (None, Some(-1.0), Some(0.0)));
    let nowhere = Contexts::new(10, 0, 3, 0).unwrap();
    assert_eq!((nowhere.pmi(), nowhere.npmi(), nowhere.chi_square()), (None, None, None));
    close(Some(nowhere.fisher_p()), 1.0, "the only way it can be");
    let everywhere = Contexts::new(10, 10, 10, 10).unwrap();
    assert_eq!((everywhere.pmi(), everywhere.npmi(), everywhere.log_likelihood()), (Some(0.0), None, None));
    let empty = Contexts::new(0, 0, 0, 0).unwrap();
    assert_eq!(
        (empty.jaccard(), empty.pmi(), empty.least_expected(), empty.chi_square_yates()),
        (None, None, None, None)
    );
    assert_eq!(Contexts::new(10, 2, 3, 3), Err(NoContexts::Both));
    assert_eq!(Contexts::new(10, 11, 3, 3), Err(NoContexts::Few));
    assert_eq!(Contexts::new(10, 6, 6, 1), Err(NoContexts::Few), "eleven have one of the two");
    assert!(Contexts::new(10, 6, 6, 2).is_ok());
}

#[test]
fn chance_by_tables_and_by_the_rate_of_false_discoveries() {
    // Usual cuts of chi-square with one degree of freedom; then the complementary error function of the C library at √(x/2).
    for (value, p) in [(3.841_458_820_694_124, 0.05), (6.634_896_601_021_213, 0.01), (10.827_566_170_662_733, 0.001)] {
        close(Some(chi_square_tail(value)), p, "cut");
    }
    for (value, p) in [
        (0.5, 0.479_500_122_186_953_5),
        (7.9, 0.004_943_479_736_228_246),
        (8.1, 0.004_426_525_857_919_833),
        (50.0, 1.537_459_794_428_035_1e-12),
        (200.0, 2.088_487_583_762_545e-45),
    ] {
        let found = chi_square_tail(value);
        assert!((found / p - 1.0).abs() < 1e-11, "{found} of {value}");
    }
    assert_eq!((chi_square_tail(0.0), chi_square_tail(-1.0), chi_square_tail(f64::INFINITY)), (1.0, 1.0, 0.0));
    // By rank: 0.01·4/1, 0.03·4/2 = 0.06, 0.04·4/3 = 0.0533…, 0.2·4/4. The second may not be above the third.
    let adjusted = benjamini_hochberg(&[0.01, 0.04, 0.03, 0.2]);
    for (found, expected) in adjusted.iter().zip([0.04, 0.16 / 3.0, 0.16 / 3.0, 0.2]) {
        close(Some(*found), expected, "Benjamini and Hochberg");
    }
    assert_eq!(adjusted.len(), 4);
    assert_eq!(benjamini_hochberg(&[]), [0.0; 0]);
}
