//! Tables: of spans with texts beside them, and of articles.

use super::hard::{Named, bytes_of, hard, only, out_and_in, read_files, said};
use super::{check_refused, empty, file, fixture, lines, read_into};
use glossator::formats::{Csv, Head, NoTexts, ReadOptions, best_for};
use glossator::model::Project;

fn text_of(name: &str) -> String {
    String::from_utf8(bytes_of(name)).unwrap()
}

fn with_columns(pairs: &[(&str, &str)]) -> ReadOptions {
    let columns = pairs.iter().map(|(what, column)| ((*what).to_owned(), (*column).to_owned())).collect();
    ReadOptions { columns, ..ReadOptions::default() }
}

#[track_caller]
fn check(table: &str, text: &str, expected: &[&str], losses: &str) -> Project {
    let texts = Named([("d", text.to_owned())].into());
    let (project, lost, _) = read_files(&Csv, vec![file("a.csv", table)], &texts, ReadOptions::default()).unwrap();
    assert_eq!(said(&project), expected);
    assert_eq!(lines(&lost), losses);
    project
}

// Read off `edge/harbour.csv`; Python's csv module and slices of the text say the same.
const HARBOUR: [&str; 9] = [
    "harbour ann 0 12 PER \"Alice Müller\"",
    "harbour ann 13 26 MOVE \"flew to Paris\"",
    "harbour ann 21 26 LOC \"Paris\"",
    "harbour ann 34 37 PER \"Bob\"",
    "harbour ann 53 61 LOC \"New Rome\"",
    "harbour ann 68 72 DATE \"2021\"",
    "harbour ben 21 33 SIGHT \"Paris 🗼 with\"",
    "harbour ben 39 42 PER \"Bob\"",
    "harbour ben 57 61 LOC \"Rome\"",
];

#[test]
fn a_table_of_spans_is_read_with_the_text_that_it_names() {
    let texts = || Named([("harbour.txt", text_of("csv/edge/harbour.txt"))].into());
    let read = |bytes: Vec<u8>, options: ReadOptions| {
        let (project, losses, _) = read_files(&Csv, vec![file("t.csv", bytes)], &texts(), options).unwrap();
        assert_eq!(lines(&losses), "");
        assert_eq!(said(&project), HARBOUR);
    };
    let table = text_of("csv/edge/harbour.csv");
    read(table.clone().into(), ReadOptions::default());
    read([b"\xEF\xBB\xBF", table.as_bytes()].concat(), ReadOptions::default());
    read(table.replace(',', ";").replace('\n', "\r\n").into(), ReadOptions::default());
    read(table.replace(',', "\t").into(), ReadOptions::default());
    let utf16: Vec<u8> = format!("\u{FEFF}{table}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    read(utf16, ReadOptions::default());
    let named = table.replace("document,start,end,label,text,annotator", "text,a,b,kind,words,who");
    let columns = [
        ("document", "text"),
        ("start", "a"),
        ("end", "b"),
        ("label", "kind"),
        ("text", "words"),
        ("annotator", "who"),
    ];
    read(named.into(), with_columns(&columns));
}

#[test]
fn quotes_in_the_table_show_the_unit_and_wrong_spans_are_left_out() {
    let text = "Ana 👍 Bo";
    let bo = ["d me 6 8 p \"Bo\""];
    check("document,start,end,label,text\nd,6,8,p,Bo\n", text, &bo, "");
    let utf16 = "1 unit: a.csv:2: offsets of “d” are in utf16 and not in codepoint\n";
    check("document,start,end,label,text\nd,7,9,p,Bo\n", text, &bo, utf16);
    check("doc_id\tBegin\tEnd\tTag\nd\t6.0\t8.0\tp\n", text, &bo, "");
    let outside = "1 span: a.csv:3: “Bo” as p: offset 99 lies outside the text, which ends at 8\n";
    check("document,start,end,label,text\nd,6,8,p,Bo\nd,6,99,p,Bo\n", text, &bo, outside);
    let wrong = "1 span: a.csv:3: “Bo” as p: the text there is “na” and not “Bo”\n";
    check("document,start,end,label,text\nd,6,8,p,Bo\nd,1,3,p,Bo\n", text, &bo, wrong);
    check("document,start,end,label\nd,,,travel\nd,6,8,p\n", text, &["d me 6 8 p \"Bo\"", "d me – – travel"], "");
}

#[test]
fn rows_that_are_none_are_refused_by_their_line_and_the_rest_is_kept_if_asked() {
    let refused = |table: &str, why: &str| check_refused(&Csv, file("dir/a.csv", table), why);
    refused("", "the table is empty: dir/a.csv");
    refused("document,start,end,label\nd,\"\nx\",2,p\nd,1,2\n", "“x” is no start of a span: dir/a.csv:2");
    refused(
        "document,start,end,label\n\nd,0,1,p\n",
        "there is no text, or more than one, with the name “d”: dir/a.csv:3",
    );
    refused("document,start,end,label\nd,0,\"1,p\n", "a quote is opened in this row and never closed: dir/a.csv:2");
    refused("text,n\n\"a\nb\",1\nc\n", "the row has 1 cell, and the table has 2 columns: dir/a.csv:4");
    refused("a,b\n1,2\n", "no column has long texts that would be the articles, out of “a”, “b”: dir/a.csv:1");
    let keep = ReadOptions { keep_good: true, ..ReadOptions::default() };
    let table = "text,n\n\"a\nb\",1\nc\nd,2\n\"e";
    let (project, _, refused) = read_files(&Csv, vec![file("a.csv", table)], &NoTexts, keep).unwrap();
    let texts: Vec<&str> = project.documents.values().map(|document| document.text.as_str()).collect();
    assert_eq!((texts.len(), refused.len()), (2, 2));
    assert_eq!(refused[1].to_string(), "a quote is opened in this row and never closed: a.csv:6");
}

#[test]
fn a_table_of_articles_is_read_by_its_names_or_as_asked() {
    let table = "id,headline,body,published,source,lang,section\n7,One,\"Text, \"\"of\"\" one\r\nline\",2026-03-01,Wire,en,World\n";
    let (project, losses) = read_into(&empty(), &Csv, file("a.csv", table)).unwrap();
    assert_eq!(lines(&losses), "");
    let document = only(&project);
    assert_eq!((document.id.as_str(), document.title.as_str()), ("7", "One"));
    assert_eq!(document.text.as_str(), "Text, \"of\" one\r\nline");
    assert_eq!((document.date.as_deref(), document.outlet.as_deref()), (Some("2026-03-01"), Some("Wire")));
    assert_eq!(document.language.as_deref(), Some("en"));
    assert_eq!(document.meta, [("section".to_owned(), "World".to_owned())].into());
    assert_eq!(document.source.as_ref().map(|source| source.file.as_str()), Some("a.csv"));
    let asked =
        [("text", "section"), ("title", "lang"), ("date", "id"), ("meta.outlet", "body"), ("meta.kind", "source")];
    let (project, _, _) = read_files(&Csv, vec![file("a.csv", table)], &NoTexts, with_columns(&asked)).unwrap();
    let document = only(&project);
    assert_eq!((document.text.as_str(), document.title.as_str()), ("World", "en"));
    assert_eq!((document.date.as_deref(), document.outlet.as_deref()), (Some("7"), Some("Text, \"of\" one\r\nline")));
    assert_eq!(document.meta["kind"], "Wire");
    let missing = read_files(&Csv, vec![file("a.csv", table)], &NoTexts, with_columns(&[("text", "words")]));
    let why = "there is no column “words”; there are “id”, “headline”, “body”, “published”, “source”, “lang”, “section”: a.csv:1";
    assert_eq!(missing.unwrap_err().to_string(), why);
}

#[test]
fn the_only_long_column_is_the_text() {
    let long = "A sentence of some length, and another one that makes it long enough to be an article. ".repeat(2);
    let table = format!("n;words;who\n1;\"{long}\";ana\n2;\"{long}2\";ben\n");
    let (project, _) = read_into(&empty(), &Csv, file("a.csv", table)).unwrap();
    let texts: Vec<&str> = project.documents.values().map(|document| document.text.as_str()).collect();
    assert_eq!(texts.len(), 2);
    assert!(texts.iter().all(|text| text.starts_with("A sentence")));
}

#[test]
fn spans_as_json_in_a_cell_come_along() {
    // The offsets and texts stand in the file; the two rows are one text with two annotators.
    let (project, losses) = read_into(&empty(), &Csv, fixture("csv/label-studio.csv")).unwrap();
    assert_eq!(lines(&losses).lines().filter(|line| line.contains("span")).count(), 0, "{}", lines(&losses));
    let said = said(&project);
    assert_eq!(said.len(), 9);
    let id = |annotator: &str| said.iter().filter(|line| line.contains(annotator)).count();
    assert_eq!((id("ann@example.org"), id("ben@example.org")), (6, 3));
    assert!(said.iter().any(|line| line.ends_with("21 33 SIGHT \"Paris 🗼 with\"")), "{said:?}");
}

#[test]
fn hard_texts_go_out_and_come_back_with_the_texts_beside_the_table() {
    let project = hard();
    let (files, back, out, losses) = out_and_in(&Csv, &project);
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["spans.csv", "empty.txt", "hard.txt", "marked.txt", "white.txt"]);
    assert_eq!(
        files[2].bytes,
        project.documents.values().find(|it| it.id.as_str() == "hard").unwrap().text.as_str().as_bytes()
    );
    assert!(!losses.is_serious(), "{}", lines(&losses));
    // The span in two pieces goes from its first to its last; all others come back as they were.
    let one_piece = |line: &String| line.contains(" pieces ");
    let as_they_were =
        |project: &Project| said(project).into_iter().filter(|line| !one_piece(line)).collect::<Vec<_>>();
    assert_eq!(as_they_were(&back), as_they_were(&project));
    let lost = ["fragments", "relation", "note", "attribute", "state", "when", "document"];
    let kinds: Vec<&str> = out.iter().map(|loss| loss.kind.name()).collect();
    assert!(lost.iter().all(|kind| kinds.contains(kind)), "{kinds:?}");
    let table = String::from_utf8(files[0].bytes.clone()).unwrap();
    assert!(table.starts_with("document,start,end,label,text,annotator\n"), "{table}");
    assert!(table.contains("hard,0,6,person,Zoe\u{308} 😀,ana\n"), "{table}");
    assert!(table.contains("hard,,,travel,,ana\n"), "{table}");
}

#[test]
fn tables_are_told_by_their_columns() {
    let best =
        |name: &str, head: &str| best_for(&Head { name, bytes: head.as_bytes(), entries: &[] }).map(|it| it.id());
    assert_eq!(best("a.csv", "document,start,end,label\n"), Some("csv"));
    assert_eq!(best("a.tsv", "text\tlabel\n"), Some("csv"));
    assert_eq!(best("-", "document;start;end;label\n"), Some("csv"));
    assert_eq!(best("a.txt", "Ana, who wrote\nand wrote"), Some("text"));
}
