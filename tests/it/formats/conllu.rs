//! CoNLL-U.

use super::{fixture, lines, read_all, said, written_as};
use crate::formats::empty;
use glossator::formats::{ConllU, Head, InputFile, Jsonl, Selection, WriteOptions, best_for};

#[track_caller]
fn check(content: &str, expected: &str, losses: &str) {
    let files = vec![InputFile::of_bytes("a.conllu", content)];
    let (project, lost) = read_all(&empty(), &ConllU, files).unwrap();
    assert_eq!(said(&project), expected);
    assert_eq!(lines(&lost), losses);
}

fn row(number: &str, form: &str, misc: &str) -> String {
    format!("{number}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}\n")
}

#[test]
fn words_have_the_gaps_that_the_last_column_says() {
    let rows = [
        row("1", "Ana", "NER=B-PER|SpacesAfter=\\s\\s\\n"),
        row("2", "👍", "SpaceAfter=No"),
        row("3", "Bo", "NER=B-PER"),
    ];
    check(&rows.concat(), "a: Ana  \\n👍Bo\n  PER “Ana” 0-3\n  PER “Bo” 7-9\n", "");
}

#[test]
fn words_that_are_several_count_once_and_empty_ones_do_not() {
    let rows = [
        row("1-2", "vámonos", "NER=B-X"),
        row("1", "vamos", "_"),
        row("2", "nos", "_"),
        row("2.1", "ahora", "_"),
        row("3", "ya", "_"),
    ];
    check(&rows.concat(), "a: vámonos ya\n  X “vámonos” 0-7\n", "");
}

#[test]
fn tags_on_the_words_of_a_token_are_taken() {
    let rows =
        [row("1-2", "vámonos", "_"), row("1", "vamos", "NER=B-X"), row("2", "nos", "NER=I-X"), row("3", "ya", "_")];
    check(&rows.concat(), "a: vámonos ya\n  X “vámonos” 0-7\n", "");
    let rows = [
        row("1-2", "del", "_"),
        row("1", "de", "NER=O"),
        row("2", "el", "NER=B-LOC|Entity=(e1-place"),
        row("3", "Mar", "NER=I-LOC|Entity=e1)"),
    ];
    let expected = "a: del Mar\n  LOC “del Mar” 0-7\n  place “del Mar” 0-7\n";
    check(&rows.concat(), expected, "2 widened: a.conllu: place is on a part of a token, now on “del Mar”\n");
    let rows =
        [row("1-2", "Ana's", "_"), row("1", "Ana", "NER=B-PER"), row("2", "'s", "_"), row("3", "hat", "NER=B-X")];
    check(&rows.concat(), "a: Ana's hat\n  PER “Ana” 0-3\n  X “hat” 6-9\n", "");
    let rows = [row("1-2", "du", "NER=B-X"), row("1", "de", "NER=B-X"), row("2", "le", "NER=B-Y")];
    let told = "1 span: a.conllu: “du” has a tag as a whole, and its words have others\n";
    check(&rows.concat(), "a: du\n  X “du” 0-2\n", told);
}

#[test]
fn brackets_of_entities_nest() {
    let rows = [row("1", "Ana", "Entity=(e1-person-1(e2-name)"), row("2", "Bo", "Entity=e1)"), row("3", "left", "_")];
    check(&rows.concat(), "a: Ana Bo left\n  person “Ana Bo” 0-6\n  name “Ana” 0-3\n", "");
}

#[test]
fn harbour_covers_what_its_file_says() {
    let (project, lost) = read_all(&empty(), &ConllU, vec![fixture("conllu/edge/harbour.conllu")]).unwrap();
    let expected = "harbour: Alice Müller flew to Paris 🗼 with Bob. Bob stayed in New Rome until 2021; Alice did not.
  PER “Alice Müller” 0-12
  MOVE “flew to Paris” 13-26
  PER “Bob” 34-37
  PER “Bob” 39-42
  LOC “New Rome” 53-61
  DATE “2021” 68-72
";
    assert_eq!((said(&project).as_str(), lines(&lost).as_str()), (expected, ""));
}

/// Texts as the files' own `# text` lines have them.
#[test]
fn files_of_others_give_their_texts() {
    let texts = [
        ("conllu-linebreaks.conllu", vec!["Test test."]),
        ("conllu-morphological_annotation.conllu", vec!["Då var han elva år ."]),
        ("conllu-sentence_bounaries_and_comments.conllu", vec!["They buy and sell books. I have no clue."]),
        ("flair-ud.conllu", vec!["They buy and sell books."]),
    ];
    for (name, expected) in texts {
        let file = fixture(&format!("conllu/{name}"));
        let (project, _) = read_all(&empty(), &ConllU, vec![file]).unwrap();
        let found: Vec<&str> = project.documents.values().map(|document| document.text.as_str()).collect();
        assert_eq!(found, expected, "{name}");
    }
    let file = fixture("conllu/conllu-paragraph_and_document_boundaries.conllu");
    let (project, _) = read_all(&empty(), &ConllU, vec![file]).unwrap();
    assert!(project.documents.values().any(|it| it.text.as_str().starts_with("Slovenská ústava: pro i proti")));
}

#[test]
fn white_space_comes_back_as_it_was() {
    let text = "\\t Ana  👍\\r\\n\\r\\nBo\\u00a0left.\\u2028He “did”. ";
    let line =
        format!(r#"{{"id": "d", "text": "{text}", "sets": [{{"spans": [{{"start": 2, "end": 5, "tag": "p q"}}]}}]}}"#);
    let (project, _) = read_all(&empty(), &Jsonl, vec![InputFile::of_bytes("d.jsonl", line)]).unwrap();
    let (files, losses) = written_as(&ConllU, &project, &Selection::default(), &WriteOptions::default()).unwrap();
    let content = String::from_utf8(files[0].bytes.clone()).unwrap();
    assert!(
        content.contains("1\tAna\t_\t_\t_\t_\t_\t_\t_\tNER=B-p_x0020_q|SpacesAfter=\\s\\s|SpacesBefore=\\t\\s\n"),
        "{content}"
    );
    assert_eq!(losses.count(glossator::formats::LossKind::WhiteSpace), 0);
}

#[test]
fn a_line_with_other_columns_is_named() {
    let files = vec![InputFile::of_bytes("a.conllu", format!("{}2\tBo\n", row("1", "Ana", "_")))];
    let why = "there are 2 columns, and 10 are expected: a.conllu:2";
    assert_eq!(read_all(&empty(), &ConllU, files).unwrap_err().to_string(), why);
    let head = row("1", "Ana", "_");
    let best = best_for(&Head { name: "x.txt", bytes: head.as_bytes(), entries: &[] });
    assert_eq!(best.map(|format| format.id()), Some("conllu"));
}
