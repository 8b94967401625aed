//! Labels that cannot be ids of tags, or that differ in case alone: each is a tag of its own, and goes out as it came in.

use super::{empty, file, lines, read_files, read_into, written_as};
use glossator::formats::{
    FORMATS, Format, InputFile, Jsonl, LabelStudio, LossKind, OverlapPolicy, Selection, UimaXmi, WriteOptions,
};
use glossator::model::Project;
use proptest::prelude::*;
use serde_json::json;
use std::collections::BTreeSet;

/// A line that marks one word after the other as each of some labels, relates the first two by each of others, and has
/// tags of the document.
fn line(spans: &[&str], relations: &[&str], tags: &[&str]) -> InputFile {
    let words = (0..spans.len().max(2)).map(|_| "word").collect::<Vec<_>>().join(" ");
    let span =
        |(at, label): (usize, &&str)| json!({"id": format!("s{at}"), "start": 5 * at, "end": 5 * at + 4, "tag": label});
    let relation = |label: &&str| json!({"from": "s0", "to": "s1", "tag": label});
    let set = json!({
        "annotator": "ana",
        "spans": spans.iter().enumerate().map(span).collect::<Vec<_>>(),
        "relations": relations.iter().map(relation).collect::<Vec<_>>(),
        "tags": tags,
    });
    file("a.jsonl", json!({"id": "d", "text": words, "sets": [set]}).to_string())
}

/// All labels of a project's annotations as other tools have them, by kind, in order.
fn labels(project: &Project) -> [Vec<String>; 3] {
    let called = |id| project.codebook.tag(id).unwrap().called().to_owned();
    let sets = || project.sets.values();
    let spans = sets().flat_map(|set| set.spans.iter().map(|span| called(&span.tag)));
    let relations = sets().flat_map(|set| set.relations.values().map(|relation| called(&relation.tag)));
    let tags = sets().flat_map(|set| set.document_tags.keys().map(called));
    let mut all = [spans.collect(), relations.collect::<Vec<_>>(), tags.collect::<Vec<_>>()];
    all.iter_mut().for_each(|labels| labels.sort());
    all
}

fn sorted(labels: &[&str]) -> Vec<String> {
    let mut all: Vec<String> = labels.iter().map(|label| (*label).to_owned()).collect();
    all.sort();
    all
}

const STRANGE: &[&str] = &[
    "PER",
    "Per",
    "per",
    "org/company",
    "per:title",
    "a|b",
    "a/b",
    "<t>",
    "q\"q",
    "*",
    "org-company",
    "a-b",
    "-",
    "O",
];

#[test]
fn labels_that_cannot_be_ids_come_back_from_a_project() {
    let (project, losses) = read_into(&empty(), &Jsonl, line(STRANGE, STRANGE, STRANGE)).unwrap();
    assert_eq!(lines(&losses).matches("PER").count(), 0, "{}", lines(&losses));
    assert_eq!(labels(&project), [sorted(STRANGE), sorted(STRANGE), sorted(STRANGE)]);
    let (files, _) = written_as(&Jsonl, &project, &Selection::default(), &WriteOptions::default()).unwrap();
    let written = String::from_utf8(files[0].bytes.clone()).unwrap();
    for label in STRANGE {
        assert_eq!(written.matches(&format!("\"tag\":{}", json!(label))).count(), 3, "{label} in {written}");
    }
}

#[test]
fn a_second_import_meets_the_tags_of_the_first() {
    let (before, _) = read_into(&empty(), &Jsonl, line(STRANGE, &[], STRANGE)).unwrap();
    let (after, _) = read_into(
        &before,
        &Jsonl,
        file("b.jsonl", {
            let bytes = line(STRANGE, &[], STRANGE).bytes(1 << 20).unwrap();
            String::from_utf8(bytes).unwrap().replace("word word", "other word").replace("\"d\"", "\"e\"")
        }),
    )
    .unwrap();
    assert_eq!(after.codebook, before.codebook);
    assert_eq!(after.sets.len(), 2);
}

#[test]
fn tags_that_were_there_before_are_found_whatever_the_case() {
    let (before, _) = read_into(&empty(), &Jsonl, line(&["person", "org/company"], &[], &[])).unwrap();
    let (after, _) =
        read_into(&before, &Jsonl, line(&["PERSON", "Person", "ORG/Company", "new", "New"], &[], &[])).unwrap();
    let ids: Vec<&str> = after.codebook.in_order().map(|tag| tag.id.as_str()).collect();
    assert_eq!(ids, ["person", "org-company", "new", "New"]);
}

#[test]
fn a_label_without_a_character_becomes_a_tag_with_a_name() {
    let (project, _) = read_into(&empty(), &Jsonl, line(&["", " "], &[], &[])).unwrap();
    assert_eq!(labels(&project)[0], ["tag", "tag-2"]);
}

/// What INCEpTION has as values of two layers.
#[test]
fn one_label_in_two_layers_comes_back_in_both() {
    let xmi = r#"<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:custom="http:///custom.ecore" xmi:version="2.0">
<custom:A xmi:id="2" sofa="1" begin="0" end="3" value="PER"/><custom:B xmi:id="3" sofa="1" begin="4" end="6" value="PER"/>
<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="Ana Bo"/><cas:View sofa="1" members="2 3"/></xmi:XMI>"#;
    let (project, _) = read_into(&empty(), &UimaXmi, file("a.xmi", xmi)).unwrap();
    assert_eq!(labels(&project)[0], ["PER", "PER"]);
    let write = |format: &'static dyn Format| {
        written_as(format, &project, &Selection::default(), &WriteOptions::default()).unwrap()
    };
    let (files, losses) = write(&UimaXmi);
    let written = files.iter().map(|file| String::from_utf8_lossy(&file.bytes).into_owned()).collect::<String>();
    assert_eq!(written.matches("value=\"PER\"").count(), 2, "{written}");
    assert_eq!(losses.count(LossKind::Id), 0);
    let (files, losses) = write(&LabelStudio);
    assert_eq!(String::from_utf8_lossy(&files[1].bytes).matches("[\"PER\"]").count(), 2);
    assert_eq!(losses.count(LossKind::Id), 0);
    // Where there are no layers, the two stay apart, and that is told.
    let (files, losses) = write(&Jsonl);
    let written = String::from_utf8_lossy(&files[0].bytes).into_owned();
    assert!(written.contains("\"tag\":\"PER\"") && written.contains("\"tag\":\"per\""), "{written}");
    assert_eq!(
        losses.iter().filter(|loss| loss.kind == LossKind::Id).map(|loss| loss.example).collect::<Vec<_>>(),
        ["PER of B is per in “Ana Bo”"]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn labels_of_any_characters_come_back_from_every_format(
        spans in prop::collection::btree_set(LABEL, 2..6),
        relations in prop::collection::btree_set(LABEL, 0..3),
        tags in prop::collection::btree_set(LABEL, 0..3),
    ) {
        let said = |labels: &BTreeSet<String>| -> Vec<String> {
            labels.iter().filter(|label| !label.trim().is_empty()).cloned().collect()
        };
        let all = [said(&spans), said(&relations), said(&tags)];
        prop_assume!(all[0].len() > 1);
        let words = all.each_ref().map(|labels| labels.iter().map(String::as_str).collect::<Vec<_>>());
        let (project, _) = read_into(&empty(), &Jsonl, line(&words[0], &words[1], &words[2])).unwrap();
        prop_assert_eq!(&labels(&project), &all);
        let options = WriteOptions { overlap: OverlapPolicy::Longest, ..WriteOptions::default() };
        for format in FORMATS.iter().filter(|format| format.is_written() && format.carries().spans) {
            let written = written_as(*format, &project, &Selection::default(), &options);
            let files = written.map_err(|why| TestCaseError::fail(format!("{}: {why}", format.id())))?.0;
            let files = files.into_iter().map(|file| InputFile::of_bytes(file.name, file.bytes)).collect();
            let (back, _) = read_files(&empty(), *format, files).unwrap();
            let carries = format.carries();
            let there = labels(&back);
            for (n, is_carried) in [carries.spans, carries.relations, carries.document_tags].into_iter().enumerate() {
                let expected: &[String] = if is_carried { &all[n] } else { &[] };
                prop_assert_eq!(&there[n][..], expected, "{} of {}", n, format.id());
            }
        }
    }
}

/// Labels with what ids, lines, tables and markup have a use for.
const LABEL: &str = "([a-cA-C]|/|:|\\||<|>|\"|\\*|&|'|,|;| |\\\\|-|_|\\.|#|é|漢|👍|=|\\[|\\]|\\(|%|_x0041_|\t|\n|\u{a0}|\u{2028}|\r){1,6}";

#[test]
fn attributes_are_told_apart_by_case_and_what_they_cannot_be_called_is_told() {
    let attributes = json!({"how/sure": "yes", "Sure": "a b", "sure": "c d"});
    let spans = json!([{"start": 0, "end": 4, "tag": "person", "attributes": attributes}]);
    let line = json!({"text": "word", "sets": [{"annotator": "ana", "spans": spans}]}).to_string();
    let (project, losses) = read_into(&empty(), &Jsonl, file("a.jsonl", line)).unwrap();
    let ids: Vec<&str> = project.codebook.attributes.iter().map(|it| it.id.as_str()).collect();
    assert_eq!(BTreeSet::from_iter(ids), BTreeSet::from(["Sure", "how-sure", "sure"]));
    assert_eq!(lines(&losses), "1 id: the attribute \"how/sure\" is how-sure here, and goes out as that\n");
}
