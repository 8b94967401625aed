//! Spans of pairs of annotators.

use super::vectors;
use glossator::agreement::{
    Counts, Study, StudyDocument, Undefined, Unit, Unitizing, character_kappa, characters, exact, half_shared, overlap,
    strict, unitizing_alpha_2004,
};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A case as numbers, with the names of annotators and tags.
struct Case {
    study: Study,
    documents: Vec<String>,
    annotators: Vec<String>,
    tags: Vec<String>,
}

fn names(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect()
}

fn case(file: &Value) -> Case {
    let annotators = names(&file["annotators"]);
    let spans = file["spans"].as_array().unwrap();
    let word = |span: &Value, key: &str| span[key].as_str().unwrap().to_owned();
    let tags: BTreeSet<String> = spans.iter().map(|span| word(span, "label")).collect();
    let tags: Vec<String> = tags.into_iter().collect();
    let number = |span: &Value, key: &str| u32::try_from(span[key].as_u64().unwrap()).unwrap();
    let mut units: BTreeMap<(String, String), BTreeSet<Unit>> = BTreeMap::new();
    for span in spans {
        let tag = tags.iter().position(|tag| *tag == word(span, "label")).unwrap();
        let unit = Unit { start: number(span, "start"), end: number(span, "end"), tag: u32::try_from(tag).unwrap() };
        units.entry((word(span, "doc"), word(span, "annotator"))).or_default().insert(unit);
    }
    let document = |document: &Value| {
        let name = word(document, "name");
        let assigned = file.get("assignments").map(|all| all.get(&name).map(names).unwrap_or_default());
        let set = |annotator: &String| {
            let works = assigned.as_ref().is_none_or(|assigned| assigned.contains(annotator));
            works.then(|| units.get(&(name.clone(), annotator.clone())).cloned().unwrap_or_default())
        };
        StudyDocument {
            n_characters: u32::try_from(document["text"].as_str().unwrap().chars().count()).unwrap(),
            tokens: Vec::new(),
            sets: annotators.iter().map(set).collect(),
        }
    };
    let all = file["documents"].as_array().unwrap();
    let study = Study { n_annotators: annotators.len(), documents: all.iter().map(document).collect() };
    Case { study, documents: all.iter().map(|document| word(document, "name")).collect(), annotators, tags }
}

impl Case {
    /// The figure of a key such as `strict_f1#PER@ana|ben`; nothing for a measure that is not of pairs of spans.
    fn figure(&self, key: &str) -> Option<Result<f64, Undefined>> {
        let (measure, pair) = key.split_once('@').unwrap_or((key, ""));
        let (measure, tag) = measure.split_once('#').unwrap_or((measure, ""));
        let tag = self.tags.iter().position(|name| name == tag).map(|at| u32::try_from(at).unwrap());
        let annotator = |name: &str| self.annotators.iter().position(|other| other == name);
        if measure == "strict_f1_mean" {
            let values: Vec<f64> = self
                .study
                .pairs()
                .map(|(one, other)| strict(&self.study, one, other, None).f1())
                .collect::<Result<_, _>>()
                .ok()?;
            return Some(Ok(values.iter().sum::<f64>() / values.len() as f64));
        }
        if let Some(name) = measure.strip_prefix("alpha_u_2004") {
            let named = |name: &str| self.documents.iter().position(|other| other == name);
            let at = name.strip_prefix('^').map_or(Some(0), named)?;
            return Some(unitizing_alpha_2004(&self.study.documents[at], tag));
        }
        if let Some(value) = self.unitizing(measure, tag) {
            return Some(value);
        }
        let (one, other) = pair.split_once('|')?;
        let (one, other) = (annotator(one)?, annotator(other)?);
        let f1 = |of: fn(&Study, usize, usize) -> Counts| of(&self.study, one, other).f1();
        let strict = || strict(&self.study, one, other, tag);
        Some(match measure {
            "n_a" => Ok(strict().n_one as f64),
            "n_b" => Ok(strict().n_other as f64),
            "strict_tp" => Ok(strict().n_both as f64),
            "strict_p" => strict().precision(),
            "strict_r" => strict().recall(),
            "strict_f1" => strict().f1(),
            "exact_f1" => f1(exact),
            "overlap_f1" => f1(overlap),
            "partial_f1" => strict().f1().and_then(|strict| Ok((strict + f1(overlap)?) / 2.0)),
            "iou50_f1" => f1(half_shared),
            "char_f1" => characters(&self.study, one, other, true).f1(),
            "kappa_char" => character_kappa(&self.study, one, other, tag),
            "char_f1_nolabel" => characters(&self.study, one, other, false).f1(),
            _ => return None,
        })
    }
}

impl Case {
    /// The figure of a measure of the 2016 family.
    fn unitizing(&self, measure: &str, tag: Option<u32>) -> Option<Result<f64, Undefined>> {
        let all = || Unitizing::of(&self.study, None);
        Some(match (measure, tag) {
            ("u_alpha", None) => all().and_then(|it| it.u_alpha()),
            ("bu_alpha", tag) => Unitizing::of(&self.study, tag).and_then(|it| it.binary_alpha()),
            ("cu_alpha", None) => all().and_then(|it| it.coding_alpha()),
            ("cu_coverage", None) => all().map(|it| it.coverage()),
            ("ku_alpha", Some(tag)) => all().and_then(|it| it.tag_alpha(tag)),
            _ => return None,
        })
    }
}

#[test]
fn every_reference_vector_of_spans_is_met() {
    for (name, file) in vectors().filter(|(_, file)| file.get("spans").is_some()) {
        let case = case(&file);
        for (key, expected) in file["expected"].as_object().unwrap() {
            let Some(value) = case.figure(key) else { continue };
            let tolerance = file["tolerance"].get(key).and_then(Value::as_f64).unwrap_or(1e-9);
            match (expected.as_f64(), value) {
                (None, value) => assert!(value.is_err(), "{name}: {key} is {value:?}"),
                (Some(expected), Ok(value)) => {
                    assert!((value - expected).abs() <= tolerance, "{name}: {key} is {value}, not {expected}");
                }
                (Some(expected), Err(why)) => panic!("{name}: {key} is not {expected}: {why}"),
            }
        }
    }
}

/// Two annotators of a text of 40 characters.
fn drawn(sets: [Vec<(u32, u32, u32)>; 2]) -> Study {
    let set = |units: &Vec<(u32, u32, u32)>| {
        Some(units.iter().map(|(start, len, tag)| Unit { start: *start, end: start + len, tag: *tag }).collect())
    };
    let document = StudyDocument { n_characters: 40, tokens: Vec::new(), sets: sets.iter().map(set).collect() };
    Study { n_annotators: 2, documents: vec![document] }
}

/// The most pairs by trying all.
fn most_by_trial(one: &[Unit], other: &[Unit]) -> u64 {
    let Some((first, rest)) = one.split_first() else { return 0 };
    let mut most = most_by_trial(rest, other);
    for at in 0..other.len() {
        if other[at].tag == first.tag && other[at].shared(*first) > 0 {
            let mut left = other.to_vec();
            left.remove(at);
            most = most.max(1 + most_by_trial(rest, &left));
        }
    }
    most
}

proptest! {
    #[test]
    fn overlaps_are_as_many_as_any_trial_finds_and_figures_are_symmetric(
        one in proptest::collection::vec((0..30_u32, 1..10_u32, 0..2_u32), 0..6),
        other in proptest::collection::vec((0..30_u32, 1..10_u32, 0..2_u32), 0..6),
    ) {
        let study = drawn([one, other]);
        let units = |at: usize| study.documents[0].sets[at].clone().unwrap().into_iter().collect::<Vec<_>>();
        prop_assert_eq!(overlap(&study, 0, 1).n_both, most_by_trial(&units(0), &units(1)));
        for of in [exact as fn(&Study, usize, usize) -> Counts, overlap, half_shared] {
            prop_assert_eq!(of(&study, 0, 1).f1(), of(&study, 1, 0).f1());
        }
        let strict_pairs = strict(&study, 0, 1, None).n_both;
        prop_assert!(strict_pairs <= overlap(&study, 0, 1).n_both);
        if !units(0).is_empty() {
            prop_assert_eq!(overlap(&study, 0, 0).f1(), Ok(1.0));
            prop_assert_eq!(characters(&study, 0, 0, true).f1(), Ok(1.0));
        }
    }
}
