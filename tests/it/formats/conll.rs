//! Columns of tokens and tags.

use super::{fixture, lines, read_all, said, written_as};
use crate::formats::empty;
use glossator::formats::{Conll, Head, InputFile, OverlapPolicy, Selection, TagScheme, WriteOptions, best_for};

#[track_caller]
fn check(content: &str, expected: &str, losses: &str) {
    let files = vec![InputFile::of_bytes("a.conll", content)];
    let (project, lost) = read_all(&empty(), &Conll, files).unwrap();
    assert_eq!(said(&project), expected);
    assert_eq!(lines(&lost), losses);
}

#[test]
fn columns_of_all_habits_are_read() {
    let said = "a: Ana 👍 Bo\\nShe left\n  PER “Ana” 0-3\n  PER “Bo” 6-8\n";
    check("Ana\tB-PER\n👍\tO\nBo\tB-PER\n\nShe\tO\nleft\tO\n", said, "");
    check("Ana NNP B-NP B-PER\n👍 SYM O O\nBo NNP B-NP B-PER\n\nShe P B-NP O\nleft V B-VP O", said, "");
    check("-DOCSTART- -X- -X- O\n\nAna U-PER\r\n👍 O\r\nBo U-PER\r\n\r\n\r\nShe O\r\nleft O\r\n\r\n", said, "");
    check(
        "Ana|NNP|B-PER 👍|SYM|O Bo|NNP|I-PER\nShe|P|O left|V|O\n",
        said,
        "1 field: a.conll: a span begins with I- and is taken for one\n",
    );
}

/// The layouts of WikiNEuRal and MultiNERD, and the same with word classes.
#[test]
fn numbers_of_tokens_are_no_words() {
    let said = "a: Ana Bo\\n7 left\n  PER “Ana Bo” 0-6\n";
    check("0\tAna\tB-PER\n1\tBo\tI-PER\n\n0\t7\tO\n1\tleft\tO\n", said, "");
    check("1 Ana NNP B-PER\n2 Bo NNP I-PER\n\n1 7 CD O\n2 left VBD O\n", said, "");
    check("1 CD O\n\nAna NNP B-PER\n", "a: 1\\nAna\n  PER “Ana” 2-5\n", "");
}

#[test]
fn germeval_has_an_outer_and_a_nested_tag() {
    let rows = "#\thttp://example.org [2010-01-01]\n1\tUniversität\tB-ORG\tO\n2\tKöln\tI-ORG\tB-LOC\n3\t.\tO\tO\n";
    check(rows, "a: Universität Köln .\n  ORG “Universität Köln” 0-16\n  LOC “Köln” 12-16\n", "");
}

/// Counted in the files, and for `ner2002_test` and the spaCy files read by seqeval 1.2.2's `get_entities`.
#[test]
fn files_of_others_are_read_whole() {
    let counts = [
        ("ner2002_test.conll", 1, vec!["PER “Wolff”", "LOC “Argentina”", "PER “Del Bosque”", "ORG “Real Madrid”"]),
        ("doccano-example.conll", 1, vec!["LOC “JAPAN”", "PER “Nadim Ladki”"]),
        ("doccano-trailing.conll", 1, vec!["LOC “JAPAN”", "PER “CHINA”"]),
        (
            "ner-token-per-line.iob",
            1,
            vec![
                "PERSON “Sebastian Thrun”",
                "ORG “Google”",
                "DATE “2007”",
                "NORP “American”",
                "PERSON “Thrun”",
                "ORG “Recode”",
                "DATE “earlier this week”",
            ],
        ),
        (
            "ner-token-per-line-conll2003.iob",
            1,
            vec![
                "PERSON “Sebastian Thrun”",
                "ORG “Google”",
                "DATE “2007”",
                "NORP “American”",
                "PERSON “Thrun”",
                "ORG “Recode”",
                "DATE “earlier this week”",
            ],
        ),
    ];
    for (name, n_documents, spans) in counts {
        let file = fixture(&format!("conll/{name}"));
        let best = best_for(&Head { name: &file.name, bytes: &file.head(65_536).unwrap(), entries: &[] });
        assert_eq!(best.map(|format| format.id()), Some("conll"), "{name}");
        let (project, lost) = read_all(&empty(), &Conll, vec![file]).unwrap();
        assert_eq!(project.documents.len(), n_documents, "{name}");
        let said = said(&project);
        let found: Vec<&str> = said.lines().skip(1).filter_map(|line| Some(line.trim().rsplit_once(' ')?.0)).collect();
        assert_eq!(found, spans, "{name}");
        assert_eq!(lines(&lost), "", "{name}");
    }
}

#[test]
fn harbour_is_read_alike_in_every_scheme() {
    let expected =
        ["PER “Alice Müller”", "MOVE “flew to Paris”", "PER “Bob”", "PER “Bob”", "LOC “New Rome”", "DATE “2021”"];
    for name in ["iob1", "iob2", "bilou"] {
        let (project, _) =
            read_all(&empty(), &Conll, vec![fixture(&format!("conll/edge/harbour-{name}.conll"))]).unwrap();
        let said = said(&project);
        let found: Vec<&str> = said.lines().skip(1).filter_map(|line| Some(line.trim().rsplit_once(' ')?.0)).collect();
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn words_of_a_text_that_is_there_go_to_that_text() {
    let text = InputFile::of_bytes("d.jsonl", r#"{"id": "d", "text": "Ana  👍\n\nBo, he said."}"#);
    let (project, _) = read_all(&empty(), &glossator::formats::Jsonl, vec![text]).unwrap();
    let rows = InputFile::of_bytes("x.conll", "Ana\tB-PER\n👍\tO\nBo\tB-PER\n,\tO\nhe\tO\nsaid\tO\n.\tO\n");
    let (project, lost) = read_all(&project, &Conll, vec![rows]).unwrap();
    assert_eq!(said(&project), "d: Ana  👍\\n\\nBo, he said.\n  PER “Ana” 0-3\n  PER “Bo” 8-10\n");
    assert_eq!(lines(&lost), "1 known: “x”\n");
}

#[test]
fn words_of_another_version_of_a_text_are_aligned_by_its_name() {
    let text = "Ana  Pérez met Bo.\nShe left Paris early that very day.";
    let line = serde_json::json!({"id": "e1", "text": text}).to_string();
    let text = InputFile::of_bytes("e1.jsonl", line);
    let (project, _) = read_all(&empty(), &glossator::formats::Jsonl, vec![text]).unwrap();
    let first = "Ana B-PER|Pérez I-PER|met O|Bo B-PER|. O||She O|left O|Paris B-LOC|late O|that O|day O|. O||";
    let other = "-DOCSTART- O||Cem B-PER|slept O|. O|";
    let rows = InputFile::of_bytes("e1.conll", format!("{first}{other}").replace('|', "\n"));
    let (project, lost) = read_all(&project, &Conll, vec![rows]).unwrap();
    let aligned = "e1: Ana  Pérez met Bo.\\nShe left Paris early that very day.\n  PER “Ana  Pérez” 0-10\n  PER “Bo” 15-17\n  LOC “Paris” 28-33\n";
    assert_eq!(said(&project), format!("{aligned}e1-2: Cem slept .\n  PER “Cem” 0-3\n"));
    assert_eq!(lines(&lost), "1 aligned: “e1”: 1 kept, 2 moved along\n");
}

#[test]
fn a_line_without_a_tag_is_named() {
    let files = vec![InputFile::of_bytes("a.conll", "Ana\tB-PER\n\nBo\n")];
    let why = "there is no tag in the last column: a.conll:3";
    assert_eq!(read_all(&empty(), &Conll, files).unwrap_err().to_string(), why);
}

/// “flew to Paris” and “Paris” overlap, “Müller flew” crosses the first name.
fn crossing() -> glossator::model::Project {
    let spans = [(0, 12, "name"), (6, 17, "cross"), (13, 26, "move"), (21, 26, "place")];
    let spans: Vec<String> = spans
        .iter()
        .map(|(start, end, tag)| format!(r#"{{"start": {start}, "end": {end}, "tag": "{tag}"}}"#))
        .collect();
    let line = format!(
        r#"{{"id": "d", "text": "Alice Müller flew to Paris.", "sets": [{{"spans": [{}]}}]}}"#,
        spans.join(", ")
    );
    read_all(&empty(), &glossator::formats::Jsonl, vec![InputFile::of_bytes("d.jsonl", line)]).unwrap().0
}

#[track_caller]
fn check_written(options: &WriteOptions, expected: &str, n_lost: usize) {
    let (files, losses) = written_as(&Conll, &crossing(), &Selection::default(), options).unwrap();
    let content = String::from_utf8(files[0].bytes.clone()).unwrap();
    assert_eq!(content.replace('\t', " ").replace('\n', "|"), format!("-DOCSTART- O||{expected}||"));
    assert_eq!(losses.count(glossator::formats::LossKind::Overlap), n_lost);
}

#[test]
fn of_spans_that_overlap_the_policy_keeps_some() {
    let longest = WriteOptions::default();
    check_written(&longest, "Alice B-name|Müller I-name|flew B-move|to I-move|Paris I-move|. O", 2);
    let first = WriteOptions { overlap: OverlapPolicy::First, scheme: TagScheme::Bilou, ..WriteOptions::default() };
    check_written(&first, "Alice B-name|Müller L-name|flew B-move|to I-move|Paris L-move|. O", 2);
    let error = WriteOptions { overlap: OverlapPolicy::Error, ..WriteOptions::default() };
    let refused = written_as(&Conll, &crossing(), &Selection::default(), &error).unwrap_err().to_string();
    assert_eq!(refused, "spans overlap, and the format has no place for that: “Müller flew” as cross in “d”");
}

#[test]
fn a_span_within_a_word_is_a_token_of_its_own() {
    let line = r#"{"id": "d", "text": "Łódź-based", "sets": [{"spans": [{"start": 1, "end": 3, "tag": "p q"}]}]}"#;
    let (project, _) =
        read_all(&empty(), &glossator::formats::Jsonl, vec![InputFile::of_bytes("d.jsonl", line)]).unwrap();
    let (files, _) = written_as(&Conll, &project, &Selection::default(), &WriteOptions::default()).unwrap();
    let content = String::from_utf8(files[0].bytes.clone()).unwrap();
    assert_eq!(content, "-DOCSTART-\tO\n\nŁ\tO\nód\tB-p_x0020_q\nź\tO\n-\tO\nbased\tO\n\n");
}
