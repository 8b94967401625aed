//! doccano. Expected values are read off the fixtures by hand.

use super::stumbling::{hard, read, read_all, spoil};
use super::{empty, fixture, lines, me, written_as};
use crate::notation::corpus;
use glossator::edit::Mint;
use glossator::formats::{
    Batch, Doccano, Format, Grouped, Head, Hint, InputFile, NoTexts, ReadOptions, Selection, WriteOptions, best_for,
};
use glossator::model::Timestamp;
use glossator::text::Unit;

const HARBOUR: &str =
    "# \"Alice Müller flew to Paris 🗼 with Bob.\\nBob stayed in New Rome until 2021; Alice did not.\\n\"\n@me\n";
const SPANS: &str = "0-12 PER \"Alice Müller\"\n13-26 MOVE \"flew to Paris\"\n21-33 SIGHT \"Paris 🗼 with\"\n21-26 LOC \"Paris\"\n34-37 PER \"Bob\"\n39-42 PER \"Bob\"\n53-61 LOC \"New Rome\"\n57-61 LOC \"Rome\"\n68-72 DATE \"2021\"\n";
const RELATIONS: &str = "\"Bob\" -lives_in-> \"New Rome\"\n\"Alice Müller\" -travels_with-> \"Bob\"\n";
const REMARK: &str =
    "offsets are taken in codepoint; doccano's editor counts emoji and marks on letters otherwise in some projects";

/// What comes in of a file when it is read in some way.
fn read_with(options: ReadOptions, file: InputFile) -> String {
    let project = empty();
    let mut batch = Batch::new(&project, Mint::new(7, Timestamp::new(1_770_000_100)), me()).reading(options);
    batch.read(&Grouped { format: &Doccano, files: vec![file], hint: Hint::default() }, &NoTexts).unwrap();
    let (import, losses) = batch.finish();
    let text = import.documents[0].text.clone();
    let spans = import.sets.iter().flat_map(|set| set.spans.iter());
    let covered: Vec<&str> = spans.map(|span| text.slice(span.hull())).collect();
    format!("{}\n{}", covered.join("|"), lines(&losses))
}

#[test]
fn code_points_come_in_with_relations_and_a_word_about_units() {
    let said = read(&Doccano, vec![fixture("doccano/edge/harbour-codepoint.jsonl")]);
    let (text, rest) = said.split_at(HARBOUR.len());
    assert_eq!(text, HARBOUR);
    let mut found: Vec<&str> = rest.lines().collect();
    found.sort_unstable();
    let remark = format!("1 unit: doccano/edge/harbour-codepoint.jsonl:1: {REMARK}");
    let mut expected: Vec<&str> = SPANS.lines().chain(RELATIONS.lines()).chain([remark.as_str()]).collect();
    expected.sort_unstable();
    assert_eq!(found, expected);
    let label = read(&Doccano, vec![fixture("doccano/edge/harbour-label.jsonl")]);
    assert_eq!(
        label
            .lines()
            .filter(|line| line.split_once('-').is_some_and(|(start, _)| start.parse::<usize>().is_ok()))
            .count(),
        9,
        "{label}"
    );
}

#[test]
fn the_unit_is_as_asked_for_or_the_one_that_fits() {
    let utf16 = || fixture("doccano/edge/harbour-utf16.jsonl");
    let covered = "Alice Müller|Paris|Bob|Bob|New Rome|Rome|flew to Paris|Paris 🗼 with|2021\n";
    let asked = ReadOptions { unit: Some(Unit::Utf16), ..ReadOptions::default() };
    let sorted = |said: String| {
        let mut words: Vec<String> = said.lines().next().unwrap().split('|').map(str::to_owned).collect();
        words.sort();
        words
    };
    assert_eq!(sorted(read_with(asked, utf16())), sorted(covered.to_owned()));
    let line = r#"{"text": "Ana 👍 Bo", "label": [[7, 9, "P"]]}"#;
    let said = read_with(ReadOptions::default(), InputFile::of_bytes("a.jsonl", line));
    assert_eq!(said, "Bo\n1 unit: a.jsonl:1: offsets are in utf16 and not in codepoint\n");
    // The family is one grapheme of five code points.
    let line = r#"{"text": "👩‍👩‍👧 Bo", "label": [[2, 4, "P"]]}"#;
    let graphemes = ReadOptions { graphemes: true, ..ReadOptions::default() };
    assert_eq!(read_with(graphemes, InputFile::of_bytes("a.jsonl", line)), "Bo\n");
    let line = r#"{"text": "a", "label": [[0, 2, "P"], [-1, 1, "P"], [1, 0, "P"]]}"#;
    let said = read_with(ReadOptions::default(), InputFile::of_bytes("a.jsonl", line));
    assert_eq!(said, "\n3 span: a.jsonl:1: 0–2 as P: offset 2 lies outside the text, which ends at 1\n");
}

#[test]
fn all_shapes_of_labels_come_in() {
    let said = read(&Doccano, vec![fixture("doccano/import-relation_extraction.jsonl")]);
    assert!(
        said.contains("0-6 ORG \"Google\"\n22-39 DATE \"September 4, 1998\"\n44-54 PERSON \"Larry Page\"\n"),
        "{said}"
    );
    assert!(said.contains("\"Google\" -foundedAt-> \"September 4, 1998\"\n"), "{said}");
    let said = read(&Doccano, vec![fixture("doccano/export-sequence_labeling.jsonl")]);
    for span in ["0-2 ORG \"EU\"", "11-17 MISC \"German\"", "0-15 PERSON \"Peter Blackburn\"", "10-15 PERSON \"Obama\""]
    {
        assert!(said.contains(span), "{span}: {said}");
    }
    let said = read(&Doccano, vec![fixture("doccano/import-tests-text_classification.jsonl")]);
    assert!(said.contains("# \"exampleB\"\n@me\n#negative\n#positive\n"), "{said}");
    let (project, _) = read_all(&Doccano, vec![fixture("doccano/import-tests-text_classification.jsonl")]).unwrap();
    let ids: Vec<&str> = project.documents.values().map(|it| it.meta["wikiPageID"].as_str()).collect();
    assert_eq!(ids.len(), 3);
    let said = read(&Doccano, vec![fixture("doccano/v0-labels.jsonl")]);
    assert!(
        said.contains("79-99 LOC \"United Arab Emirates\"\n") && said.contains("84-101 PER \"Marcello Cuttitta\"\n"),
        "{said}"
    );
    let line = r#"{"text": "Ana", "annotations": [{"label": 44, "user": 1}, {"label": 45, "start_offset": 0, "end_offset": 3, "user": 2}], "Comments": ["a note"]}"#;
    let files = || vec![InputFile::of_bytes("a.jsonl", line)];
    let labels = fixture("doccano/label_types-valid_labels.json");
    let named = read(&Doccano, files().into_iter().chain([labels]).collect());
    assert_eq!(named, "# \"Ana\"\n@1\n#Dog\n@2\n0-3 Cat \"Ana\"\n@me\nnote: a note\n");
    let bare = read(&Doccano, files());
    assert!(bare.ends_with("2 field: a.jsonl:1: the name of label 44, which is not in the file\n"), "{bare}");
    let intents = r#"{"text": "to Rome", "entities": [[3, 7, "city"]], "cats": ["travel"]}"#;
    let said = read(&Doccano, vec![InputFile::of_bytes("a.jsonl", intents)]);
    assert_eq!(said, "# \"to Rome\"\n@me\n3-7 city \"Rome\"\n#travel\n");
}

#[test]
fn exports_of_users_in_an_archive_are_theirs() {
    let line = r#"{"text": "a", "label": [[0, 1, "P"]]}"#;
    let said = |name: &str| read(&Doccano, vec![InputFile::of_bytes(name, line)]);
    assert_eq!(said("x/project.zip/admin.jsonl"), "# \"a\"\n@admin\n0-1 P \"a\"\n");
    assert_eq!(said("x/project.zip/all.jsonl"), "# \"a\"\n@me\n0-1 P \"a\"\n");
    assert_eq!(said("x/admin.jsonl"), "# \"a\"\n@me\n0-1 P \"a\"\n");
}

#[test]
fn what_is_written_reads_back_the_same_and_says_what_is_lost() {
    let project = hard();
    for unit in [None, Some(Unit::Utf16)] {
        let options = WriteOptions { unit, ..WriteOptions::default() };
        let (files, losses) = written_as(&Doccano, &project, &Selection::default(), &options).unwrap();
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["ana/all.jsonl", "ben/all.jsonl", "model/all.jsonl", "all.jsonl"]);
        let kinds: Vec<&str> = losses.iter().map(|loss| loss.kind.name()).collect();
        assert_eq!(kinds, ["zero-width", "fragments", "attribute", "when"]);
        spoil(&Doccano, &files[0]);
    }
}

#[test]
fn the_shape_is_that_of_the_kind_of_project() {
    let written = |project| {
        let (files, _) = written_as(&Doccano, &project, &Selection::default(), &WriteOptions::default()).unwrap();
        String::from_utf8(files[0].bytes.clone()).unwrap()
    };
    let spans = written(corpus(&[("d", &["@ana [person|Zoë 👍] left"])]));
    assert_eq!(
        spans,
        "{\"Comments\":[],\"id\":\"d\",\"label\":[[0,5,\"person\"]],\"text\":\"Zoë 👍 left\",\"title\":\"Zoë 👍 left\"}\n"
    );
    let relations =
        written(crate::notation::whole_project("[1:person|Ana]1 met [2:person|Bo]2 {1 -knows-> 2} {#politics}"));
    let expected = r#""cats":["politics"],"entities":[{"end_offset":3,"id":0,"label":"person","start_offset":0},{"end_offset":10,"id":1,"label":"person","start_offset":8}],"id""#;
    assert!(relations.contains(expected), "{relations}");
    assert!(relations.contains(r#""relations":[{"from_id":0,"id":0,"to_id":1,"type":"knows"}]"#), "{relations}");
}

#[test]
fn bad_lines_are_refused_with_their_place() {
    let refused = |lines: &str, why: &str| {
        let error = read_all(&Doccano, vec![InputFile::of_bytes("a.jsonl", lines)]).unwrap_err();
        assert_eq!(error.to_string(), why);
    };
    refused("{\"text\": \"a\"}\n{\"label\": []}", "the line has no “text”: a.jsonl:2");
    refused("{\"text\": \"a\"}\n{\"text\": \"ä\", x}", "key must be a string: a.jsonl:2:15");
    refused(r#"{"text": "a", "label": [[0, 1]]}"#, "a label must be a start, an end and a name: a.jsonl:1");
    refused(r#"{"text": "a", "label": [[0, "x", "P"]]}"#, "0 and \"x\" are no offsets: a.jsonl:1");
    refused(
        r#"{"text": "a", "entities": [{"start_offset": 0, "end_offset": 1}]}"#,
        "an entity has no “label”: a.jsonl:1",
    );
    refused("3", "a line must be one JSON object: a.jsonl:1");
    let kept = ReadOptions { keep_good: true, ..ReadOptions::default() };
    assert_eq!(read_with(kept, fixture("doccano/import-tests-sequence_labeling.jsonl")), "e\n");
    let error = read_all(&Doccano, vec![fixture("doccano/import-tests-sequence_labeling.jsonl")]).unwrap_err();
    assert_eq!(error.to_string(), "the line has no “text”: doccano/import-tests-sequence_labeling.jsonl:3");
}

#[test]
fn its_lines_are_told_from_those_of_others() {
    let best = |line: &str| best_for(&Head { name: "a.jsonl", bytes: line.as_bytes(), entries: &[] }).map(Format::id);
    for file in [
        "edge/harbour-utf16",
        "edge/harbour-label",
        "import-tests-text_classification",
        "export-sequence_labeling",
        "import-relation_extraction",
        "v0-labels",
    ] {
        let bytes = fixture(&format!("doccano/{file}.jsonl")).bytes(1_000_000).unwrap();
        assert_eq!(best(std::str::from_utf8(&bytes).unwrap()), Some("doccano"), "{file}");
    }
    assert_eq!(best(r#"{"text": "a"}"#), Some("jsonl"));
    assert_eq!(best(r#"{"text": "a", "sets": []}"#), Some("jsonl"));
    assert_eq!(best(r#"{"text": "a", "entities": [[0, 1, "P"]]}"#), Some("spacy"));
    assert_eq!(best(r#"{"text": "a", "entities": [[0, 1, "P"]], "cats": ["x"]}"#), Some("doccano"));
    assert_eq!(best(r#"["a", {"entities": []}]"#), Some("spacy"));
    assert_eq!(
        best(r#"{"text": "a", "spans": [{"start": 0, "end": 1, "token_start": 0, "label": "P"}]}"#),
        Some("prodigy")
    );
    assert_eq!(best(r#"{"text": "a", "label": "x", "answer": "accept"}"#), Some("prodigy"));
}
