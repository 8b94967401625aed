//! UIMA JSON CAS: what its files say, what is written, and what is told of bad ones.

use super::lines;
use super::uima::{expected, fixture, hard, holds_the_law, read, read_one, refused, shown, text, written};
use glossator::formats::exchange::Document;
use glossator::formats::{Head, InputFile, UimaJson, best_for};

#[test]
fn files_of_other_programs_say_what_cassis_reads_from_them() {
    for (name, expected) in expected("uima-json") {
        let (documents, losses) = read(&UimaJson, &[fixture(&format!("uima-json/{name}/data.json"))]).unwrap();
        assert_eq!(shown(&documents[0]), expected, "{name}");
        assert!(losses.is_empty(), "{name}: {}", lines(&losses));
    }
}

#[test]
fn structures_stand_in_a_list_or_by_their_ids_and_texts_may_come_last() {
    let list = r#"{"%TYPES": {}, "%FEATURE_STRUCTURES": [
        {"%ID": 2, "%TYPE": "custom.P", "@sofa": 1, "begin": 7, "end": 9, "value": "PER", "@kinds": 5, "n": 2.5, "no": null},
        {"%ID": 3, "%TYPE": "custom.P", "@sofa": 1, "begin": 0, "end": 3, "@links": 6},
        {"%ID": 4, "%TYPE": "custom.Link", "role": "to", "@target": 2},
        {"%ID": 5, "%TYPE": "uima.cas.StringArray", "%ELEMENTS": ["a", "b"]},
        {"%ID": 6, "%TYPE": "custom.Link[]", "%ELEMENTS": [4]},
        {"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView", "sofaString": "Ana \ud83d\udc4d Bo"}],
        "%VIEWS": {"_InitialView": {"%SOFA": 1, "%MEMBERS": [2, 3]}}}"#;
    let map = r#"{"%FEATURE_STRUCTURES": {
        "2": {"%TYPE": "custom.P", "@sofa": 1, "begin": 7, "end": 9, "value": "PER"}, "3": {"%TYPE": "custom.P", "@sofa": 1, "begin": 0, "end": 3},
        "1": {"%TYPE": "uima.cas.Sofa", "sofaID": "_InitialView", "sofaString": "Ana 👍 Bo"}}}"#;
    for content in [list, map] {
        let (document, losses) = read_one(&UimaJson, "a.json", content);
        let spans: Vec<_> = document.sets[0]
            .spans
            .iter()
            .map(|span| (document.text.slice(span.at.hull()), span.label.tag.as_str()))
            .collect();
        assert_eq!(spans, [("Bo", "PER"), ("Ana", "P")]);
        assert!(losses.is_empty());
    }
    let (document, _) = read_one(&UimaJson, "a.json", list);
    let set = &document.sets[0];
    assert_eq!(
        format!("{:?}", set.spans[0].beside.attributes),
        r#"{"kinds": Set({"a", "b"}), "n": Number(Number(2.5))}"#
    );
    assert_eq!((set.relations[0].from, set.relations[0].to, set.relations[0].label.tag.as_str()), (1, 0, "to"));
}

#[test]
fn bad_files_are_refused_with_the_place() {
    let refused = |content: &str| refused(&UimaJson, "a.json", content);
    assert_eq!(refused("{\"%FEATURE_STRUCTURES\": [\n{\"a\": tru}]}"), "expected ident: a.json:2:10");
    assert!(refused("{\"_context\": {}, \"_types\": {}}").starts_with("there are no %FEATURE_STRUCTURES in it; older"));
    assert_eq!(refused("{\"%FEATURE_STRUCTURES\": []}"), "there is no text in it: a.json");
    assert_eq!(refused("{\"%FEATURE_STRUCTURES\": [{\"%TYPE\": \"x\"}]}"), "a feature structure has no %ID: a.json");
    let twice = "{\"%FEATURE_STRUCTURES\": [{\"%ID\": 1, \"%TYPE\": \"x\"}, {\"%ID\": 1, \"%TYPE\": \"x\"}]}";
    assert_eq!(refused(twice), "the id 1 is there twice: a.json");
    assert_eq!(
        refused("{\"%FEATURE_STRUCTURES\": [{\"%ID\": 1, \"%TYPE\": \"uima.cas.Sofa\", \"sofaString\": \"\\ud83d\"}]}"),
        "an escaped surrogate stands alone: a.json:1:84"
    );
    assert!(refused(&format!("{{\"%FEATURE_STRUCTURES\": {}", "[".repeat(100_000))).contains("a.json:1:"));
    let word = "{\"%FEATURE_STRUCTURES\": [{\"%ID\": 2, \"%TYPE\": \"x\", \"begin\": \"0\"}]}";
    assert_eq!(refused(word), "begin of the feature structure 2 is \"0\", and no number: a.json");
}

#[test]
fn all_that_is_hard_reads_back_as_it_was() {
    let (files, losses) = written(&UimaJson, vec![hard()], &["ana", "ben"]).unwrap();
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!((names.as_slice(), lines(&losses).as_str()), (["ana/letter.json", "ben/letter.json"].as_slice(), ""));
    let (documents, _) = read(&UimaJson, &[InputFile::of_bytes("letter.json", files[0].bytes.clone())]).unwrap();
    let (back, hard) = (&documents[0].sets[0], &hard().sets[0]);
    assert_eq!(back.spans[0].beside.attributes, hard.spans[0].beside.attributes);
    assert_eq!((&back.tags, &back.attributes), (&hard.tags, &hard.attributes));
}

#[test]
fn empty_texts_and_control_characters_are_kept() {
    for content in ["", "  \n\t ", "a\u{1}b\u{c}"] {
        let (files, losses) = written(&UimaJson, vec![Document::new(text(content))], &[]).unwrap();
        assert!(losses.is_empty());
        let (documents, _) = read(&UimaJson, &[InputFile::of_bytes("d.json", files[0].bytes.clone())]).unwrap();
        assert_eq!(documents[0].text.as_str(), content);
    }
}

#[test]
fn files_are_known_by_how_they_begin() {
    let best =
        |head: &str| best_for(&Head { name: "a.json", bytes: head.as_bytes(), entries: &[] }).map(|format| format.id());
    assert_eq!(best("{\n  \"%TYPES\" : { }"), Some("uima-json"));
    assert_eq!(best("{\"_context\": {\"_types\": {}}}"), Some("uima-json"));
}

#[test]
fn whatever_is_written_reads_back() {
    holds_the_law(&UimaJson);
}
