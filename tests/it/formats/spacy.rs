//! spaCy. Expected values of the JSON files are read off them by hand; those of the DocBin files are what spaCy 3.8.18 says.

use super::stumbling::{hard, read, read_all, spoil};
use super::{fixture, written_as};
use crate::notation::corpus;
use glossator::formats::{Format, FormatError, Head, InputFile, Selection, Spacy, WriteOptions, best_for};

const HARBOUR: &str =
    "# \"Alice Müller flew to Paris 🗼 with Bob.\\nBob stayed in New Rome until 2021; Alice did not.\\n\"\n@me\n";

fn sorted(said: &str) -> Vec<&str> {
    let mut lines: Vec<&str> = said.lines().collect();
    lines.sort_unstable();
    lines
}

#[test]
fn entities_and_span_groups_of_a_doc_bin_come_in_once() {
    let said = read(&Spacy, vec![fixture("spacy/edge/harbour.spacy")]);
    let spans = "0-12 PER \"Alice Müller\"\n21-26 LOC \"Paris\"\n34-37 PER \"Bob\"\n39-42 PER \"Bob\"\n53-61 LOC \"New Rome\"\n57-61 LOC \"Rome\"\n13-26 MOVE \"flew to Paris\"\n21-33 SIGHT \"Paris 🗼 with\"\n68-72 DATE \"2021\"\n#travel\n";
    assert_eq!(sorted(&said), sorted(&format!("{HARBOUR}{spans}")));
}

#[test]
fn words_without_known_spaces_are_a_rebuilt_text() {
    let entities = "5-20 PERSON \"Sebastian Thrun\"\n63-69 ORG \"Google\"\n73-77 DATE \"2007\"\n178-186 NORP \"American\"\n279-284 PERSON \"Thrun\"\n308-314 ORG \"Recode\"\n315-332 DATE \"earlier this week\"\n";
    for file in
        ["converted/ner-token-per-line.spacy", "converted/v2-ner-token-per-line.spacy", "v2-ner-token-per-line.json"]
    {
        let said = read(&Spacy, vec![fixture(&format!("spacy/{file}"))]);
        assert!(
            said.starts_with("# \"When Sebastian Thrun started working on self - driving cars at Google in 2007 , few"),
            "{said}"
        );
        assert!(said.ends_with(&format!("@me\n{entities}")), "{file}: {said}");
    }
}

#[test]
fn texts_with_offsets_come_in() {
    let said = read(&Spacy, vec![fixture("spacy/edge/harbour.jsonl")]);
    let spans = "0-12 PER \"Alice Müller\"\n13-26 MOVE \"flew to Paris\"\n34-37 PER \"Bob\"\n39-42 PER \"Bob\"\n53-61 LOC \"New Rome\"\n68-72 DATE \"2021\"\n#travel\n";
    assert_eq!(said, format!("{HARBOUR}{spans}"));
    let said = read(&Spacy, vec![fixture("spacy/spancat_demo-train.json")]);
    for span in ["7-17 PERSON \"Shaka Khan\"", "7-13 LOC \"London\"", "18-24 LOC \"Berlin\"", "17-23 LOC \"London\""] {
        assert!(said.contains(span), "{span}: {said}");
    }
    let lines = "[\"Ana 👍 Bo\", {\"entities\": [[6, 8, \"PER\"]], \"cats\": {\"travel\": 1.0}}]\n[\"x\", {}]\n";
    let said = read(&Spacy, vec![InputFile::of_bytes("a.jsonl", lines)]);
    assert!(said.contains("# \"Ana 👍 Bo\"\n@me\n6-8 PER \"Bo\"\n#travel\n") && said.contains("# \"x\"\n"), "{said}");
    let groups = r#"{"text": "a b", "ents": [{"start": 0, "end": 1, "label": "P"}], "spans": {"sc": [{"start": 0, "end": 1, "label": "P"}, {"start": 0, "end": 3, "label": "Q"}]}}"#;
    let said = read(&Spacy, vec![InputFile::of_bytes("a.jsonl", groups)]);
    assert_eq!(sorted(&said), ["# \"a b\"", "0-1 P \"a\"", "0-3 Q \"a b\"", "@me"]);
    let utf16 = r#"{"text": "Ana 👍 Bo", "entities": [[7, 9, "P"]]}"#;
    let said = read(&Spacy, vec![InputFile::of_bytes("a.jsonl", utf16)]);
    assert!(said.ends_with("6-8 P \"Bo\"\n1 unit: a.jsonl:1: offsets are in utf16 and not in codepoint\n"), "{said}");
}

#[test]
fn what_is_written_reads_back_the_same_and_says_what_is_lost() {
    let project = hard();
    let (files, losses) = written_as(&Spacy, &project, &Selection::default(), &WriteOptions::default()).unwrap();
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["ana/documents.spacy", "ben/documents.spacy", "model/documents.spacy", "documents.spacy"]);
    let kinds: Vec<&str> = losses.iter().map(|loss| loss.kind.name()).collect();
    assert_eq!(kinds, ["zero-width", "fragments", "relation", "attribute", "when"]);
    spoil(&Spacy, &files[1]);
    assert_eq!(files, written_as(&Spacy, &project, &Selection::default(), &WriteOptions::default()).unwrap().0);
}

#[test]
fn metadata_comes_back() {
    let project = corpus(&[("a b", &["@ana [person|Ada] left"])]);
    let (files, _) = written_as(&Spacy, &project, &Selection::default(), &WriteOptions::default()).unwrap();
    let (back, _) = read_all(&Spacy, vec![InputFile::of_bytes("x.spacy", files[0].bytes.clone())]).unwrap();
    let (then, now) = (project.documents.values().next().unwrap(), back.documents.values().next().unwrap());
    assert_eq!((&then.id, &then.title), (&now.id, &now.title));
}

#[test]
fn files_that_are_none_are_refused() {
    let refused = |name: &str, bytes: &[u8]| {
        let error: FormatError = read_all(&Spacy, vec![InputFile::of_bytes(name, bytes)]).unwrap_err();
        error.to_string()
    };
    assert_eq!(refused("a.spacy", b""), "it cannot be unpacked: incomplete deflate stream: a.spacy");
    assert_eq!(refused("a.json", b"[[\"a\", 3]]"), "an example must be a text and an object with “entities”: a.json:1");
    assert_eq!(
        refused("a.json", b"[\n{\"text\": \"a\", \"entities\": [[0, 1]]}]"),
        "“[0,1]” has no start, end and label: a.json:2"
    );
    assert_eq!(
        refused("a.jsonl", b"{\"paragraphs\": [{\"sentences\": [{\"tokens\": [{}]}]}]}"),
        "a token has no “orth”: a.jsonl:1"
    );
}

#[test]
fn its_files_are_known() {
    let best = |name: &str, bytes: &[u8]| best_for(&Head { name, bytes, entries: &[] }).map(Format::id);
    for file in ["edge/harbour.spacy", "edge/harbour.jsonl", "spancat_demo-train.json", "v2-ner-token-per-line.json"] {
        assert_eq!(best(file, &fixture(&format!("spacy/{file}")).bytes(1_000_000).unwrap()), Some("spacy"), "{file}");
    }
}
