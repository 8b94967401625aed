//! Prodigy. Expected values are read off the fixtures by hand.

use super::stumbling::{hard, read, read_all, spoil};
use super::{fixture, written_as};
use glossator::formats::{Format, Head, InputFile, Prodigy, Selection, WriteOptions, best_for};

#[test]
fn tasks_come_in_with_spans_and_relations() {
    let said = read(&Prodigy, vec![fixture("prodigy/edge/harbour.jsonl")]);
    for line in [
        "@team-ann",
        "21-33 SIGHT \"Paris 🗼 with\"",
        "57-61 LOC \"Rome\"",
        "\"Bob\" -lives_in-> \"New Rome\"",
        "\"Alice Müller\" -travels_with-> \"Bob\"",
    ] {
        assert!(said.contains(line), "{line}: {said}");
    }
    assert_eq!(said.lines().count(), 2 + 9 + 2, "{said}");
    let said = read(&Prodigy, vec![fixture("prodigy/ner_manual-news-first20.jsonl")]);
    assert!(said.contains("0-4 ORG \"Uber\"\n15-29 LOCATION \"Silicon Valley\"\n"), "{said}");
    let (project, _) = read_all(&Prodigy, vec![fixture("prodigy/ner_manual-news-first20.jsonl")]).unwrap();
    let uber = project.documents.values().find(|it| it.text.as_str().starts_with("Uber’s Lesson")).unwrap();
    assert_eq!((uber.meta["source"].as_str(), uber.meta["_task_hash"].as_str()), ("The New York Times", "-1952856502"));
    let said = read(&Prodigy, vec![fixture("prodigy/relations-first5.jsonl")]);
    assert!(said.contains("\"Smad\" -Pos-Reg-> \"Id1\"\n") && !said.contains("relation: "), "{said}");
    let said = read(&Prodigy, vec![fixture("prodigy/ner-fashion-emoji.jsonl")]);
    assert!(said.contains("FASHION_BRAND \"Allen Edmonds\"\n"), "{said}");
}

#[test]
fn metadata_stays_where_it_is() {
    let task = r#"{"text": "Ana", "meta": {"source": "NYT", "section": "art", "title": "Her"}, "spans": [{"start": 0, "end": 3, "label": "P"}], "answer": "accept"}"#;
    let (documents, _) = super::uima::read(&Prodigy, &[InputFile::of_bytes("a.jsonl", task)]).unwrap();
    let (files, _) = super::uima::written(&Prodigy, documents, &[]).unwrap();
    let task: serde_json::Value = serde_json::from_slice(&files[0].bytes).unwrap();
    assert_eq!(task["meta"], serde_json::json!({"source": "NYT", "section": "art", "title": "Her"}));
}

#[test]
fn only_what_was_accepted_is_true() {
    let lines = concat!(
        r#"{"text": "a", "spans": [{"start": 0, "end": 1, "label": "P"}], "answer": "reject"}"#,
        "\n",
        r#"{"text": "b", "label": "politics", "answer": "accept"}"#,
        "\n",
        r#"{"text": "c", "options": [{"id": "x", "text": "X"}], "accept": ["x"], "answer": "accept"}"#,
        "\n",
        r#"{"text": "d", "answer": "ignore"}"#,
        "\n",
    );
    let said = read(&Prodigy, vec![InputFile::of_bytes("a.jsonl", lines)]);
    for part in [
        "# \"b\"\n@me\n#politics\n",
        "# \"c\"\n@me\n#x\n",
        "1 rejection: a.jsonl:1: what was answered with “reject”\n",
        "1 field: a.jsonl:4: what was answered with “ignore”\n",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn what_is_written_reads_back_the_same_and_says_what_is_lost() {
    let project = hard();
    let (files, losses) = written_as(&Prodigy, &project, &Selection::default(), &WriteOptions::default()).unwrap();
    let kinds: Vec<&str> = losses.iter().map(|loss| loss.kind.name()).collect();
    assert_eq!(kinds, ["zero-width", "fragments", "attribute", "when"]);
    let (back, _) = read_all(&Prodigy, vec![InputFile::of_bytes("a.jsonl", files[0].bytes.clone())]).unwrap();
    for (id, document) in &project.documents {
        let there = back.document(id).unwrap();
        assert_eq!((&there.title, &there.meta), (&document.title, &document.meta));
    }
    spoil(&Prodigy, &files[0]);
}

#[test]
fn tokens_end_within_spans_and_characters_behind_them() {
    let project = crate::notation::corpus(&[("d", &["@ana Zoë [person|👍 Bo]s\n"])]);
    let (files, _) = written_as(&Prodigy, &project, &Selection::default(), &WriteOptions::default()).unwrap();
    let task: serde_json::Value = serde_json::from_slice(&files[0].bytes).unwrap();
    let words: Vec<&str> =
        task["tokens"].as_array().unwrap().iter().map(|token| token["text"].as_str().unwrap()).collect();
    assert_eq!(words, ["Zoë", "👍", "Bo", "s", "\n"]);
    let span = &task["spans"][0];
    assert_eq!(
        [&span["start"], &span["end"], &span["token_start"], &span["token_end"]].map(|it| it.as_u64().unwrap()),
        [4, 8, 1, 2]
    );
}

#[test]
fn bad_lines_are_refused_with_their_place() {
    let refused = |lines: &str, why: &str| {
        let error = read_all(&Prodigy, vec![InputFile::of_bytes("a.jsonl", lines)]).unwrap_err();
        assert_eq!(error.to_string(), why);
    };
    refused("{\"text\": \"a\"}\n{\"image\": \"a\"}", "the task has no “text”: a.jsonl:2");
    refused(r#"{"text": "a", "spans": [{"start": 0}]}"#, "“{\"start\":0}” has no start and end: a.jsonl:1");
    refused("[1]", "a line must be one JSON object: a.jsonl:1");
}

#[test]
fn its_files_are_known() {
    let best = |name: &str, bytes: &[u8]| best_for(&Head { name, bytes, entries: &[] }).map(Format::id);
    for file in ["edge/harbour", "ner-fashion-emoji", "ner_manual-news-first20", "relations-first5"] {
        let bytes = fixture(&format!("prodigy/{file}.jsonl")).bytes(1_000_000).unwrap();
        assert_eq!(best("a.jsonl", &bytes), Some("prodigy"), "{file}");
    }
}
