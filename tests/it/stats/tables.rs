//! Reports as tables and as CSV.

use super::reference::tag_id;
use crate::notation::corpus;
use glossator::model::{Project, TagId};
use glossator::stats::{Cell, Column, ColumnKind, Row, Scope, Table, Tally};
use std::sync::Arc;

fn letters() -> Project {
    corpus(&[
        ("a", &["@ana [person|Ada] met [ghost|Zoë], [person|Ben]", "@ben [person|Ada] met Zoë, Ben"]),
        ("b", &["@ana To [place|York]!!"]),
    ])
}

fn tally() -> Tally {
    Tally::of(&letters(), Scope::default())
}

fn one_column(cells: Vec<Cell>) -> Table {
    let rows = cells.into_iter().enumerate().map(|(n, cell)| Row { id: n.to_string(), depth: 0, cells: vec![cell] });
    Table { columns: vec![Column::new("it", "It", "", ColumnKind::Text)], rows: rows.collect() }
}

#[track_caller]
fn check_csv(text: &str, expected: &str) {
    assert_eq!(one_column(vec![Cell::Text(text.to_owned())]).to_csv(), format!("it\r\n{expected}\r\n"));
}

#[track_caller]
fn check_sorted(cells: Vec<Cell>, ascending: &str, descending: &str) {
    for (descending, expected) in [(false, ascending), (true, descending)] {
        let mut table = one_column(cells.clone());
        table.sort(0, descending);
        let ids: Vec<&str> = table.rows.iter().map(|row| row.id.as_str()).collect();
        assert_eq!(ids.concat(), expected);
    }
}

#[test]
fn tags_stand_as_in_the_codebook_and_unknown_ones_last() {
    let mut codebook = letters().codebook;
    let title = Arc::make_mut(&mut codebook).tags.get_mut(&tag_id("title")).unwrap();
    Arc::make_mut(title).parent = Some(tag_id("person"));
    let csv = tally().table(&codebook).to_csv();
    let expected = "\
tag,id,spans,documents,characters,share,mean_length,strings\r
person,person,3,1,6,0.24,3,Ada (2); Ben (1)\r
title,title,0,0,0,0,,\r
place,place,1,1,4,0.16,4,York (1)\r
claim,claim,0,0,0,0,,\r
ghost,ghost,1,1,3,0.12,3,Zoë (1)\r
";
    assert_eq!(csv, expected);
    let depths: Vec<usize> = tally().table(&codebook).rows.iter().map(|row| row.depth).collect();
    assert_eq!(depths, [0, 1, 0, 0, 0]);
}

#[test]
fn annotators_stand_in_columns_and_in_rows() {
    let expected = "\
tag,id,ana,ben,spans\r
person,person,2,1,3\r
place,place,1,0,1\r
title,title,0,0,0\r
claim,claim,0,0,0\r
ghost,ghost,1,0,1\r
";
    assert_eq!(tally().table_by_annotator(&letters()).to_csv(), expected);
    let expected = "annotator,id,spans,documents\r\nana,ana,4,2\r\nben,ben,1,1\r\n";
    assert_eq!(tally().annotators_table(&letters()).to_csv(), expected);
}

#[test]
fn an_empty_project_has_no_shares() {
    let csv = Tally::of(&corpus(&[]), Scope::default()).table(&letters().codebook).to_csv();
    assert!(csv.contains("person,person,0,0,0,,,\r\n"), "{csv}");
}

#[test]
fn csv_quotes_as_the_standard_says_and_runs_no_formula() {
    check_csv("Ada", "Ada");
    check_csv("Ada, Ben", "\"Ada, Ben\"");
    check_csv("“Ada” said \"no\"", "\"“Ada” said \"\"no\"\"\"");
    check_csv("two\nlines", "\"two\nlines\"");
    check_csv("=1+1", "'=1+1");
    check_csv("+1", "'+1");
    check_csv("-1", "'-1");
    check_csv("@SUM(A1)", "'@SUM(A1)");
    check_csv("\tx", "'\tx");
    check_csv("\rx", "\"'\rx\"");
    check_csv("a=b", "a=b");
    check_csv("", "\"\"");
    let list = Cell::List(vec![("=cmd".to_owned(), 2), ("b".to_owned(), 1)]);
    assert_eq!(one_column(vec![list]).to_csv(), "it\r\n'=cmd (2); b (1)\r\n");
}

#[test]
fn csv_numbers_are_exact_and_never_touched() {
    let table = one_column(vec![Cell::Count(12), Cell::Share(1.0 / 3.0), Cell::Mean(2.5), Cell::Missing]);
    assert_eq!(table.to_csv(), "it\r\n12\r\n0.3333333333333333\r\n2.5\r\n\"\"\r\n");
}

#[test]
fn sorting_is_stable_and_missing_values_stand_last() {
    let counts = [2, 1, 2, 3].map(Cell::Count).to_vec();
    check_sorted(counts, "1023", "3021");
    check_sorted(vec![Cell::Missing, Cell::Mean(2.0), Cell::Mean(-1.0)], "210", "120");
    let words = ["b", "a", "B", "A"].map(|word| Cell::Text(word.to_owned())).to_vec();
    check_sorted(words, "1302", "0213");
    let mut table = tally().table(&letters().codebook);
    let before = table.clone();
    table.sort(99, true);
    assert_eq!(table, before, "a column that is not there sorts nothing");
    let spans = table.column("spans").unwrap();
    table.sort(spans, true);
    let ids: Vec<TagId> = table.rows.iter().map(|row| tag_id(&row.id)).collect();
    assert_eq!(ids.first(), Some(&tag_id("person")));
}
