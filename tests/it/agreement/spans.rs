//! Measures of spans against the reference vectors.

use super::vectors;
use glossator::agreement::{
    Key, Measure, Names, Resampling, Study, StudyDocument, Tallies, Undefined, Unit, Who, resampled,
};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// A case as numbers, with the names of annotators and tags.
pub(super) struct Case {
    pub(super) study: Study,
    tallies: Tallies,
    documents: Vec<String>,
    annotators: Vec<String>,
    tags: Vec<String>,
}

fn names(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect()
}

pub(super) fn case(file: &Value) -> Case {
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
        StudyDocument::new(document["text"].as_str().unwrap(), annotators.iter().map(set).collect())
    };
    let all = file["documents"].as_array().unwrap();
    let study = Study { n_annotators: annotators.len(), documents: all.iter().map(document).collect() };
    let documents = all.iter().map(|document| word(document, "name")).collect();
    Case { tallies: Tallies::of(&study), study, documents, annotators, tags }
}

impl Case {
    /// The figures of all keys that there are, by name.
    fn figures(&self) -> BTreeMap<String, Result<f64, Undefined>> {
        let names = Names { annotators: &self.annotators, tags: &self.tags };
        let sum = self.tallies.sum();
        let n_annotators = self.annotators.len();
        let keys: Vec<Key> =
            Measure::all().flat_map(|measure| Key::all_of(measure, n_annotators, &sum.tags())).collect();
        let drawn = |key: Key| resampled(self.tallies.documents(), key, Resampling::default()).unwrap();
        let mut figures: BTreeMap<String, Result<f64, Undefined>> =
            keys.iter().map(|key| (key.name(names), sum.value(*key).unwrap_or_else(|| drawn(*key)))).collect();
        for (at, document) in self.documents.iter().enumerate() {
            let key = Key::new(Measure::Alpha2004, Who::Everybody);
            let value = self.tallies.sum_of(at).value(key).unwrap();
            figures.insert(format!("{}^{document}", key.name(names)), value);
        }
        figures
    }
}

/// Every key of every case, but for gamma, which is tried by itself.
#[test]
fn every_reference_vector_of_spans_is_met() {
    let mut n_tried = 0;
    for (name, file) in vectors().filter(|(_, file)| file.get("spans").is_some()) {
        let figures = case(&file).figures();
        let expected = file["expected"].as_object().unwrap();
        for (key, expected) in expected.iter().filter(|(key, _)| !key.starts_with("gamma")) {
            let value = *figures.get(key).unwrap_or_else(|| panic!("{name}: there is no {key}"));
            let tolerance = file["tolerance"].get(key).and_then(Value::as_f64).unwrap_or(1e-9);
            match (expected.as_f64(), value) {
                (None, value) => assert!(value.is_err(), "{name}: {key} is {value:?}"),
                (Some(expected), Ok(value)) => {
                    assert!((value - expected).abs() <= tolerance, "{name}: {key} is {value}, not {expected}");
                }
                (Some(expected), Err(why)) => panic!("{name}: {key} is not {expected}: {why}"),
            }
            n_tried += 1;
        }
    }
    let are_there = vectors().next().is_some();
    assert!(n_tried > 6000 || !are_there, "only {n_tried} keys were tried");
}
