//! What holds for measures of spans whatever was marked, and figures that can be reckoned by hand.

use glossator::agreement::{
    DocumentTally, Figure, Key, Level, Measure, Note, Outcome, Ratings, Scenario, Study, StudyDocument, Sum, Tallies,
    Undefined, Unit, Who, cohen_kappa, fleiss_kappa, krippendorff_alpha,
};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Forty characters in ten words.
const TEXT: &str = "aaa bbb ccc ddd eee fff ggg hhh iii jjj ";

/// Where a span begins, how long it is, and its tag.
type Drawn = (u32, u32, u32);
/// What some people marked in a document; nothing for who did not work on it.
type DrawnDocument = Vec<Option<Vec<Drawn>>>;

fn unit((start, length, tag): Drawn) -> Unit {
    Unit { start, end: (start + length).min(40), tag }
}

fn document(sets: &DrawnDocument) -> StudyDocument {
    let set = |spans: &Option<Vec<Drawn>>| Some(spans.as_ref()?.iter().map(|span| unit(*span)).collect());
    StudyDocument::new(TEXT, sets.iter().map(set).collect())
}

fn sum(n_annotators: usize, documents: &[DrawnDocument]) -> Sum {
    let tallies: Vec<DocumentTally> = documents.iter().map(|sets| DocumentTally::of(&document(sets))).collect();
    Sum::of(n_annotators, &tallies)
}

fn one(sets: &[&[Drawn]]) -> Sum {
    sum(sets.len(), &[sets.iter().map(|set| Some(set.to_vec())).collect()])
}

fn all_keys(sum: &Sum) -> Vec<Key> {
    Measure::all().flat_map(|measure| Key::all_of(measure, sum.n_annotators(), &sum.tags())).collect()
}

fn pair(measure: Measure) -> Key {
    Key::new(measure, Who::Pair(0, 1))
}

fn spans() -> impl Strategy<Value = Vec<Drawn>> {
    prop::collection::vec((0..40_u32, 0..10_u32, 0..3_u32), 0..6)
}

/// Such as do not lie over each other: each begins some characters after the one before.
fn apart() -> impl Strategy<Value = Vec<Drawn>> {
    prop::collection::vec((0..6_u32, 1..8_u32, 0..3_u32), 0..6).prop_map(|drawn| {
        let mut at = 0;
        let mut spans = Vec::new();
        for (gap, length, tag) in drawn {
            if at + gap + length <= 40 {
                spans.push((at + gap, length, tag));
                at += gap + length;
            }
        }
        spans
    })
}

fn documents(n_annotators: usize) -> impl Strategy<Value = Vec<DrawnDocument>> {
    let document = prop::collection::vec(prop::option::weighted(0.8, spans()), n_annotators);
    prop::collection::vec(document, 0..6)
}

/// Whether some character is in both, or both are at the same place and have none.
fn are_over_each_other(one: Unit, other: Unit) -> bool {
    (one.start..one.end).any(|at| (other.start..other.end).contains(&at)) || one == Unit { tag: one.tag, ..other }
}

/// The most pairs by trying all.
fn most_by_trial(one: &[Unit], other: &[Unit]) -> usize {
    let Some((first, rest)) = one.split_first() else { return 0 };
    let mut most = most_by_trial(rest, other);
    for at in 0..other.len() {
        if other[at].tag == first.tag && are_over_each_other(*first, other[at]) {
            let mut left = other.to_vec();
            left.remove(at);
            most = most.max(1 + most_by_trial(rest, &left));
        }
    }
    most
}

/// What each word is in: the tag of the last span that has a character of it.
fn words(spans: &[Drawn]) -> Vec<Option<String>> {
    let word = |n: u32| {
        let is_in = |unit: &Unit| unit.start < 4 * n + 3 && unit.end > 4 * n && !unit.is_empty();
        let tag = spans.iter().map(|span| unit(*span)).find(is_in).map_or(9, |unit| unit.tag);
        Some(tag.to_string())
    };
    (0..10).map(word).collect()
}

fn are_torn(spans: &[Drawn]) -> bool {
    let touches = |unit: Unit, n: u32| !unit.is_empty() && unit.start < 4 * n + 3 && unit.end > 4 * n;
    (0..10).any(|n| spans.iter().filter(|span| touches(unit(**span), n)).count() > 1)
}

fn near(one: Result<f64, Undefined>, other: Result<f64, Undefined>) -> bool {
    match (one, other) {
        (Ok(one), Ok(other)) => (one - other).abs() < 1e-9,
        (one, other) => one.is_err() && other.is_err(),
    }
}

proptest! {
    #[test]
    fn every_figure_is_a_number_or_says_why_not(documents in documents(3)) {
        let sum = sum(3, &documents);
        for figure in all_keys(&sum).into_iter().filter_map(|key| sum.figure(key)) {
            prop_assert!(figure.value.is_err() || figure.value.unwrap().is_finite(), "{:?}", figure);
        }
    }

    #[test]
    fn the_order_of_documents_changes_no_bit(documents in documents(3)) {
        let mut turned = documents.clone();
        turned.reverse();
        prop_assert_eq!(sum(3, &documents), sum(3, &turned));
    }

    #[test]
    fn documents_that_come_go_and_change_leave_what_is_reckoned_afresh(
        start in documents(3),
        steps in prop::collection::vec((0..3_u8, 0..6_usize, prop::collection::vec(prop::option::weighted(0.8, spans()), 3)), 0..12),
    ) {
        let study = |documents: &[DrawnDocument]| Study { n_annotators: 3, documents: documents.iter().map(document).collect() };
        let mut documents = start;
        let mut tallies = Tallies::of(&study(&documents));
        for (kind, at, sets) in steps {
            let tally = DocumentTally::of(&document(&sets));
            match kind {
                0 => {
                    documents.insert(at.min(documents.len()), sets);
                    tallies.insert(at, tally);
                }
                _ if at >= documents.len() => {}
                1 => {
                    documents[at] = sets;
                    tallies.replace(at, tally);
                }
                _ => {
                    documents.remove(at);
                    tallies.remove(at);
                }
            }
            prop_assert_eq!(&tallies, &Tallies::of(&study(&documents)));
        }
    }

    #[test]
    fn whoever_is_first_changes_nothing_but_precision_and_recall(documents in documents(2)) {
        let turned: Vec<DrawnDocument> = documents.iter().map(|sets| vec![sets[1].clone(), sets[0].clone()]).collect();
        let (sum, turned) = (sum(2, &documents), sum(2, &turned));
        for key in all_keys(&sum) {
            let mirrored = match key.measure {
                Measure::StrictPrecision => Measure::StrictRecall,
                Measure::StrictRecall => Measure::StrictPrecision,
                Measure::NOne => Measure::NOther,
                Measure::NOther => Measure::NOne,
                // Which of two spans is aligned first may depend on whose they are.
                Measure::SemEval(..) | Measure::Coverage => continue,
                other => other,
            };
            let (Some(one), Some(other)) = (sum.value(key), turned.value(Key { measure: mirrored, ..key })) else { continue };
            prop_assert!(near(one, other), "{:?}: {:?}, {:?}", key, one, other);
        }
    }

    #[test]
    fn who_marks_the_same_agrees_in_everything(spans in apart()) {
        let sum = one(&[&spans, &spans, &spans]);
        for key in all_keys(&sum) {
            let is_count = matches!(
                key.measure,
                Measure::NSpans | Measure::Coverage | Measure::NOne | Measure::NOther | Measure::StrictBoth
                    | Measure::CodingCoverage
            );
            let is_f1 = !matches!(key.measure, Measure::SemEval(_, outcome) if outcome != Outcome::F1);
            if let Some(Ok(value)) = sum.value(key).filter(|_| !is_count && is_f1) {
                prop_assert!((value - 1.0).abs() < 1e-12, "{:?} is {}", key, value);
            }
        }
        if !spans.is_empty() {
            prop_assert_eq!(sum.value(pair(Measure::StrictF1)), Some(Ok(1.0)));
        }
    }

    #[test]
    fn pairs_of_spans_are_as_many_as_any_trial_finds(first in spans(), second in spans()) {
        let sum = one(&[&first, &second]);
        let units = |spans: &[Drawn]| -> Vec<Unit> {
            spans.iter().map(|span| unit(*span)).collect::<BTreeSet<Unit>>().into_iter().collect()
        };
        let (one, other) = (units(&first), units(&second));
        let n = one.len() + other.len();
        let expected = if n == 0 { Err(Undefined::NothingMarked) } else { Ok(2.0 * most_by_trial(&one, &other) as f64 / n as f64) };
        prop_assert_eq!(sum.value(pair(Measure::OverlapF1)), Some(expected));
        let value = |measure| sum.value(pair(measure)).unwrap().unwrap_or(0.0);
        prop_assert!(value(Measure::StrictF1) <= value(Measure::HalfF1));
        prop_assert!(value(Measure::HalfF1) <= value(Measure::OverlapF1));
    }

    /// Words in spans are ratings of words, and measured as such.
    #[test]
    fn words_are_rated(sets in prop::collection::vec(apart(), 3)) {
        let sum = one(&sets.iter().map(Vec::as_slice).collect::<Vec<_>>());
        let whole = |key| sum.value(key).unwrap();
        let rows = |raters: &[usize]| -> Vec<Vec<Option<String>>> {
            let words: Vec<Vec<Option<String>>> = raters.iter().map(|at| words(&sets[*at])).collect();
            (0..10).map(|word| words.iter().map(|rater| rater[word].clone()).collect()).collect()
        };
        let ratings = |raters: &[usize]| Ratings::new(Level::Nominal, &rows(raters)).unwrap();
        let everybody = |measure| Key::new(measure, Who::Everybody);
        if sets.iter().any(|spans| are_torn(spans)) {
            prop_assert_eq!(whole(everybody(Measure::TokenAlpha)), Err(Undefined::TornToken));
        } else {
            let all = ratings(&[0, 1, 2]);
            prop_assert!(near(whole(everybody(Measure::TokenAlpha)), krippendorff_alpha(&all, Level::Nominal)));
            prop_assert!(near(whole(everybody(Measure::TokenFleiss)), fleiss_kappa(&all)));
            prop_assert!(near(whole(pair(Measure::TokenKappa)), cohen_kappa(&ratings(&[0, 1]))));
        }
    }

    /// All spans of the one are aligned or missing, all of the other aligned or spurious, each way to look at it.
    #[test]
    fn the_semeval_table_adds_up(first in spans(), second in spans()) {
        let sum = one(&[&first, &second]);
        let n = |measure| sum.value(pair(measure)).unwrap().unwrap();
        for scenario in Scenario::ALL {
            let cell = |outcome| n(Measure::SemEval(scenario, outcome));
            let aligned = cell(Outcome::Correct) + cell(Outcome::Incorrect) + cell(Outcome::Partial);
            prop_assert_eq!(aligned + cell(Outcome::Missing), n(Measure::NOne));
            prop_assert_eq!(aligned + cell(Outcome::Spurious), n(Measure::NOther));
        }
        prop_assert_eq!(n(Measure::SemEval(Scenario::Strict, Outcome::Correct)), n(Measure::StrictBoth));
    }
}

/// Ana marks [0, 10) and [20, 30), Ben [0, 8) as the same and [20, 30) as something else.
#[test]
fn figures_by_hand() {
    let sum = one(&[&[(0, 10, 0), (20, 10, 1)], &[(0, 8, 0), (20, 10, 2)]]);
    let value = |measure| sum.value(pair(measure)).unwrap();
    assert_eq!(value(Measure::StrictF1), Ok(0.0));
    assert_eq!(value(Measure::ExactF1), Ok(0.5));
    assert_eq!(value(Measure::OverlapF1), Ok(0.5));
    // 8 characters of 20 and 18 with the same tag, 18 marked.
    assert_eq!(value(Measure::CharacterF1), Ok(2.0 * 8.0 / 38.0));
    assert_eq!(value(Measure::MarkedF1), Ok(2.0 * 18.0 / 38.0));
    // Of 40 characters 20 and 18 are marked, 18 by both, 20 by neither: (0.95 - 0.5) / 0.5.
    assert!((value(Measure::CharacterKappa).unwrap() - 0.9).abs() < 1e-12);
    assert_eq!(sum.value(Key::new(Measure::Coverage, Who::One(0))), Some(Ok(0.5)));
    // The three words of [0, 10) and [20, 30): 0–3, 4–7, 8–11 and 20–23, 24–27, 28–31, of ten.
    assert_eq!(value(Measure::TokenAccuracy), Ok(0.6));
}

#[test]
fn spans_of_one_tag_over_each_other_are_one_for_its_alpha_and_it_is_said() {
    let sum = one(&[&[(0, 6, 0), (3, 7, 0)], &[(0, 10, 0)]]);
    let key = Key::new(Measure::BinaryUAlpha, Who::Everybody);
    let figure: Figure = sum.figure(key.of_tag(0)).unwrap();
    assert_eq!(figure.value, Ok(1.0));
    assert!(figure.notes.contains(&Note::Merged(1)), "{figure:?}");
    assert_eq!(sum.value(key), Some(Err(Undefined::Overlapping)));
    assert_eq!(sum.value(Key::new(Measure::Alpha2004, Who::Everybody)), Some(Err(Undefined::Overlapping)));
}

#[test]
fn who_marked_nothing_and_who_did_not_work_are_two_things() {
    let marked = || Some(vec![(0, 4, 0)]);
    let nothing = sum(2, &[vec![marked(), Some(vec![])]]);
    let absent = sum(2, &[vec![marked(), None]]);
    assert_eq!(nothing.value(pair(Measure::StrictF1)), Some(Ok(0.0)));
    assert_eq!(nothing.value(pair(Measure::StrictRecall)), Some(Ok(0.0)));
    assert_eq!(nothing.value(pair(Measure::StrictPrecision)), Some(Err(Undefined::NothingMarked)));
    assert!(nothing.figure(pair(Measure::StrictF1)).unwrap().notes.contains(&Note::OneSided));
    for key in all_keys(&absent).into_iter().filter(|key| !matches!(key.measure, Measure::NSpans | Measure::Coverage)) {
        assert!(absent.value(key).is_none_or(|value| value.is_err()), "{key:?}");
    }
}

#[test]
fn documents_that_not_everybody_worked_on_are_left_out_of_what_is_for_all_and_it_is_said() {
    let here = || Some(vec![(0, 4, 0)]);
    let sum = sum(3, &[vec![here(), here(), here()], vec![here(), Some(vec![(9, 4, 0)]), None]]);
    let figure = sum.figure(Key::new(Measure::UAlpha, Who::Everybody)).unwrap();
    assert_eq!((figure.value, figure.basis.n_documents), (Ok(1.0), 1));
    assert!(figure.notes.contains(&Note::LeftOut(1)), "{figure:?}");
    assert_eq!(sum.value(Key::new(Measure::TokenFleiss, Who::Everybody)), Some(Err(Undefined::Missing)));
    let mean = sum.figure(Key::new(Measure::StrictF1, Who::Everybody)).unwrap();
    // Ana and Ben 2 · 1 / 4, the other pairs 1.
    assert_eq!(mean.value, Ok((0.5 + 1.0 + 1.0) / 3.0));
}

/// One marks nearly nothing, as in the paradox of Feinstein and Cicchetti.
#[test]
fn a_kappa_that_is_low_because_little_is_marked_comes_with_ac1() {
    let sum = one(&[&[(0, 1, 0)], &[(5, 1, 0)]]);
    let figure = sum.figure(pair(Measure::CharacterKappa)).unwrap();
    assert!(figure.value.unwrap() < 0.0);
    let note = figure.notes.iter().find_map(|note| match note {
        Note::Prevalence { observed, ac1 } => Some((*observed, *ac1)),
        _ => None,
    });
    let (observed, ac1) = note.unwrap();
    // 38 of 40 the same; AC1: chance 2 · (2/80) · (78/80).
    assert_eq!(observed, 0.95);
    let chance = 2.0 * (2.0 / 80.0) * (78.0 / 80.0);
    assert!((ac1 - (0.95 - chance) / (1.0 - chance)).abs() < 1e-12);
    let constant = one(&[&[(0, 1, 0)], &[]]);
    assert!(constant.figure(pair(Measure::CharacterKappa)).unwrap().notes.contains(&Note::Constant));
}

#[test]
fn ten_people_and_a_long_document_are_no_matter() {
    let marked = |who: u32| -> BTreeSet<Unit> {
        (0..2_000).map(|n| Unit { start: 20 * n + who, end: 20 * n + 10, tag: n % 5 }).collect()
    };
    let text = "word ".repeat(8_000);
    let sets = (0..10).map(|who| Some(marked(who % 3))).collect();
    let tally = DocumentTally::of(&StudyDocument::new(&text, sets));
    let sum = Sum::of(10, [&tally]);
    // Of ten people four, three and three are the same: 6 + 3 + 3 pairs of 45 agree.
    assert_eq!(sum.value(Key::new(Measure::StrictF1, Who::Everybody)), Some(Ok(12.0 / 45.0)));
    assert_eq!(sum.value(Key::new(Measure::OverlapF1, Who::Everybody)), Some(Ok(1.0)));
    assert!(matches!(sum.value(Key::new(Measure::UAlpha, Who::Everybody)), Some(Ok(value)) if value > 0.8));
}

#[test]
fn spans_beyond_the_text_and_texts_without_any_break_nothing() {
    let beyond = BTreeSet::from([Unit { start: 3, end: 900, tag: 0 }, Unit { start: 5, end: 5, tag: 1 }]);
    for text in ["", "abc"] {
        let tally = DocumentTally::of(&StudyDocument::new(text, vec![Some(beyond.clone()), Some(BTreeSet::new())]));
        let sum = Sum::of(2, [&tally]);
        for key in all_keys(&sum) {
            assert!(sum.value(key).is_none_or(|value| value.is_err() || value.unwrap().is_finite()), "{key:?}");
        }
    }
    for n_annotators in 0..2 {
        let sum = Sum::new(n_annotators);
        for key in all_keys(&sum) {
            let value = sum.value(key);
            assert!(key.measure == Measure::NSpans || value.is_none_or(|value| value.is_err()), "{key:?}");
        }
    }
}
