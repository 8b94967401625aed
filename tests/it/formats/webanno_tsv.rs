//! WebAnno TSV: what its files say, what is written, and what is told of bad ones.

use super::lines;
use super::uima::{expected, fixture, hard, holds_the_law, read, read_one, refused, shown, span, text, written};
use glossator::formats::exchange::{Document, Label, Relation, Set};
use glossator::formats::{Head, InputFile, WebAnnoTsv, best_for};

/// Cases of the suite that lose something by design, and what is read instead of what the twin says.
const LOSSY: &[(&str, &str)] = &[
    ("testAnnotationWithLeadingWhitespace", r#"{"text":"one  two","spans":[[5,8,"NamedEntity"]],"relations":[]}"#),
    ("testAnnotationWithTrailingWhitespace", r#"{"text":"one  two","spans":[[0,3,"NamedEntity"]],"relations":[]}"#),
    (
        "testZeroWidthAnnotationBeforeFirstTokenIsMovedToBeginOfFirstToken",
        r#"{"text":"  one two","spans":[[2,2,"NamedEntity"]],"relations":[]}"#,
    ),
    (
        "testZeroWidthAnnotationBeyondLastTokenIsMovedToEndOfLastToken",
        r#"{"text":"one two","spans":[[7,7,"NamedEntity"]],"relations":[]}"#,
    ),
];

/// Layers that the twins call `NamedEntity`, and the files by their own names.
fn as_in_the_twin(shown: &serde_json::Value) -> serde_json::Value {
    serde_json::from_str(&shown.to_string().replace("\"Span\"", "\"NamedEntity\"")).unwrap()
}

#[test]
fn the_suite_says_what_cassis_reads_from_the_twins() {
    for (name, expected) in expected("webanno-tsv") {
        let (documents, losses) =
            read(&WebAnnoTsv, &[fixture(&format!("webanno-tsv/tsv3-suite/{name}/reference.tsv"))]).unwrap();
        let lossy = LOSSY.iter().find(|(case, _)| *case == name);
        let expected = lossy.map_or(expected, |(_, instead)| serde_json::from_str(instead).unwrap());
        assert_eq!(as_in_the_twin(&shown(&documents[0])), expected, "{name}");
        assert!(losses.is_empty(), "{name}: {}", lines(&losses));
    }
}

/// The expected values are counted by hand in the file.
#[test]
fn a_file_of_inception_has_its_layers_and_relations() {
    let (documents, losses) = read(&WebAnnoTsv, &[fixture("webanno-tsv/relationLabelTest-user1.tsv")]).unwrap();
    let set = &documents[0].sets[0];
    // 26 tokens, each with a part of speech, a lemma and a dependency; six of those lead from a word to itself.
    assert_eq!((set.spans.len(), set.relations.len()), (52, 26));
    let first = &set.relations[0];
    let covered = |at: usize| documents[0].text.slice(set.spans[at].at.hull());
    assert_eq!(
        (first.label.tag.as_str(), covered(first.from), covered(first.to)),
        ("ADV | basic", "beklagen", "Heutzutage")
    );
    assert_eq!(set.spans[first.from].label, Label::within("POS", "VVFIN | VVFIN"));
    let lemma = set.spans.iter().find(|span| span.label.tag == "er|es|sie").unwrap();
    assert_eq!(lemma.label.layer.as_deref(), Some("Lemma"));
    assert!(losses.is_empty(), "{}", lines(&losses));
    let (documents, _) = read(&WebAnnoTsv, &[fixture("webanno-tsv/stacked-user1.tsv")]).unwrap();
    let said: Vec<_> = documents[0].sets[0]
        .spans
        .iter()
        .map(|span| (documents[0].text.slice(span.at.hull()), span.label.tag.as_str()))
        .collect();
    assert_eq!(said, [("Champions League", "ORG"), ("Champions League", "ORGpart")]);
}

const HEAD: &str = "#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Span|value\n\n\n";

#[test]
fn offsets_count_utf16_units_unless_the_tokens_show_another() {
    let file = |begin: usize| {
        format!(
            "{HEAD}#Text=Ana 👍 Bo\n1-1\t0-3\tAna\t*\t\n1-2\t4-{}\t👍\t_\t\n1-3\t{begin}-{}\tBo\tPER\t\n",
            begin - 1,
            begin + 2
        )
    };
    for (begin, told) in [
        (7, ""),
        (6, "1 unit: a.tsv: offsets are in codepoint and not in utf16\n"),
        (9, "1 unit: a.tsv: offsets are in byte and not in utf16\n"),
    ] {
        let (document, losses) = read_one(&WebAnnoTsv, "a.tsv", &file(begin));
        let said: Vec<_> = document.sets[0]
            .spans
            .iter()
            .map(|span| (document.text.slice(span.at.hull()), span.label.tag.as_str()))
            .collect();
        assert_eq!((said.as_slice(), lines(&losses).as_str()), ([("Ana", "Span"), ("Bo", "PER")].as_slice(), told));
    }
    let (document, losses) = read_one(
        &WebAnnoTsv,
        "a.tsv",
        &format!("{HEAD}#Text=👍 Bo\n1-1\t0-2\t👍\t_\t\n1-1.1\t1-2\t\tx\t\n1-2\t3-5\tBo\tPER\t\n1-2.1\t4-9\t\ty\t\n"),
    );
    assert_eq!(document.sets[0].spans.len(), 1);
    assert_eq!(lines(&losses), "2 span: a.tsv:7: x: offset 1 lies inside a character\n");
}

/// The order of the columns in WebAnno's own description of the format, and the other, which its programs write.
#[test]
fn columns_of_chains_stand_in_the_order_of_the_header() {
    let link = "de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink";
    let file = |columns: &str, first: &str, second: &str| {
        format!(
            "#FORMAT=WebAnno TSV 3.3\n#T_CH={link}|{columns}\n\n\n#Text=Ana she\n1-1\t0-3\tAna\t{first}\t\n1-2\t4-7\tshe\t{second}\t\n"
        )
    };
    let documented = file("referenceType|referenceRelation", "nam[1]\tcoref->1-1", "pr[1]\tcoref->1-2");
    let written = file("referenceRelation|referenceType", "coref->1-1\tnam[1]", "coref->1-2\tpr[1]");
    let read = |content: &str| {
        let (document, losses) = read_one(&WebAnnoTsv, "a.tsv", content);
        assert_eq!(lines(&losses), "");
        shown(&document)
    };
    assert_eq!(read(&documented), read(&written));
    let (document, _) = read_one(&WebAnnoTsv, "a.tsv", &documented);
    let set = &document.sets[0];
    let covered: Vec<&str> = set.spans.iter().map(|span| document.text.slice(span.at.hull())).collect();
    assert_eq!((covered.as_slice(), set.relations.len()), (["Ana", "she"].as_slice(), 1));
    let (_, losses) = read_one(&WebAnnoTsv, "a.tsv", &file("referenceType|referenceRelation", "nam[1]\tcoref", "_\t_"));
    let told = "1 span: a.tsv:6: “coref” does not say where in which chain this is, such as coref->1-2\n";
    assert_eq!(lines(&losses), told);
}

#[test]
fn line_ends_of_windows_and_old_escapes_are_read() {
    let content = format!("{HEAD}#Text=a\\tb\n1-1\t0-1\ta\t*\t\n1-2\t2-3\tb\t_\t\n").replace('\n', "\r\n");
    let (document, _) = read_one(&WebAnnoTsv, "a.tsv", &content);
    assert_eq!(document.text.as_str(), "a\tb");
    let old = "#FORMAT=WebAnno TSV 3.1\n\n\n#Text=\\u00e9 \\uD83D\\uDC4D\n1-1\t0-1\té\t\n1-2\t2-4\t👍\t\n";
    let (document, _) = read_one(&WebAnnoTsv, "a.tsv", old);
    assert_eq!(document.text.as_str(), "é 👍");
}

#[test]
fn bad_files_are_refused_with_the_line() {
    let refused = |content: &str| refused(&WebAnnoTsv, "a.tsv", content);
    assert_eq!(
        refused("#FORMAT=WebAnno TSV 2\n"),
        "this is WebAnno TSV 2, and version 3 is read: export it again as “WebAnno TSV v3.3”: a.tsv:1"
    );
    assert_eq!(refused("1-1\t0-3\n"), "the first line does not say that this is WebAnno TSV: a.tsv:1");
    let body = |lines: &str| format!("{HEAD}#Text=Ana Bo\n{lines}");
    assert_eq!(
        refused(&body("1-1\t0-3\tAna\n")),
        "the line of 1-1 has 0 columns of layers, and there should be 1: a.tsv:6"
    );
    assert_eq!(refused(&body("1-1\tzero\tAna\t_\t\n")), "\"zero\" does not say where 1-1 begins and ends: a.tsv:6");
    assert_eq!(refused(&body("word\n")), "\"word\" is no number of a token, such as 1-1: a.tsv:6");
    assert_eq!(refused(&body("1-1\t0-3\tAna\t_\t\n1-1\t4-6\tBo\t_\t\n")), "there are two lines of 1-1: a.tsv:7");
    assert_eq!(refused(&format!("{HEAD}1-1\t0-3\tAna\t_\t\n")), "1-1 stands before any #Text=: a.tsv:5");
    let before = body("1-1\t0-3\tAna\t_\t\n\n#Text=Bo\n2-1\t3-5\tBo\t_\t\n");
    assert_eq!(refused(&before), "the sentence begins at 3, and the one before it ends at 6: a.tsv:8");
    let far = body("1-1\t99999999999-99999999999\tAna\t_\t\n");
    assert_eq!(refused(&far), "the sentence begins at 99999999999, which is further than the longest text: a.tsv:5");
}

#[test]
fn all_that_is_hard_reads_back_as_it_was() {
    let (files, losses) = written(&WebAnnoTsv, vec![hard()], &["ana", "ben"]).unwrap();
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["ana/letter.tsv", "ben/letter.tsv"]);
    let lost = "1 document-tag: politics & more on “letter”\n1 attribute: stance of “letter”\n";
    let kept = lines(&losses)
        .lines()
        .filter(|line| !line.contains("document:"))
        .map(|line| format!("{line}\n"))
        .collect::<String>();
    assert_eq!(kept, lost);
    let (documents, _) = read(&WebAnnoTsv, &[InputFile::of_bytes("letter.tsv", files[0].bytes.clone())]).unwrap();
    let (back, hard) = (&documents[0].sets[0], &hard().sets[0]);
    let mut labels: Vec<_> = back.spans.iter().map(|span| &span.label).collect();
    let mut expected: Vec<_> = hard.spans.iter().map(|span| &span.label).collect();
    labels.sort();
    expected.sort();
    assert_eq!(labels, expected);
}

/// Derived by hand from the shape of the format.
#[test]
fn spans_are_tokens_and_parts_of_tokens() {
    let text = text("Ada left. She\nwrote home.");
    let spans = vec![
        span(&text, "Ada left", "entities", "whole"),
        span(&text, "da", "entities", "part"),
        span(&text, "home", "entities", "one"),
        span(&text, "She\nwrote", "places", "p"),
    ];
    let relations = vec![Relation::new(0, 2, Label::within("links", "to"))];
    let set = Set { spans, relations, ..Set::default() };
    let document = Document { id: Some("d".into()), sets: vec![set], ..Document::new(text) };
    let (files, _) = written(&WebAnnoTsv, vec![document], &[]).unwrap();
    let expected = "#FORMAT=WebAnno TSV 3.3
#T_SP=custom.entities|value
#T_SP=custom.places|value
#T_RL=custom.links|value|BT_custom.entities


#Text=Ada left.\x20
1-1\t0-3\tAda\twhole[1]\t_\t_\t_\t
1-1.1\t1-3\tda\tpart\t_\t_\t_\t
1-2\t4-8\tleft\twhole[1]\t_\t_\t_\t
1-3\t8-9\t.\t_\t_\t_\t_\t

#Text=She
#Text=wrote home.
2-1\t10-13\tShe\t_\tp[2]\t_\t_\t
2-2\t14-19\twrote\t_\tp[2]\t_\t_\t
2-3\t20-24\thome\tone\t_\tto\t1-1[1_0]\t
2-4\t24-25\t.\t_\t_\t_\t_\t
";
    assert_eq!(String::from_utf8(files[0].bytes.clone()).unwrap(), expected);
}

#[test]
fn what_stands_before_the_first_word_becomes_spaces_and_is_told() {
    let text = text("\n\u{a0} Ada");
    let set = Set { spans: vec![span(&text, "Ada", "l", "p")], ..Set::default() };
    let document = Document { id: Some("d".into()), sets: vec![set], ..Document::new(text) };
    let (files, losses) = written(&WebAnnoTsv, vec![document], &[]).unwrap();
    assert_eq!(lines(&losses), "1 white-space: spaces before the first word of “d”\n");
    let (documents, _) = read(&WebAnnoTsv, &[InputFile::of_bytes("d.tsv", files[0].bytes.clone())]).unwrap();
    assert_eq!(documents[0].text.as_str(), "   Ada");
}

#[test]
fn files_are_known_by_how_they_begin() {
    let best =
        |head: &str| best_for(&Head { name: "a.tsv", bytes: head.as_bytes(), entries: &[] }).map(|format| format.id());
    assert_eq!(best("#FORMAT=WebAnno TSV 3.2\n"), Some("webanno-tsv"));
}

#[test]
fn whatever_is_written_reads_back() {
    holds_the_law(&WebAnnoTsv);
}
