//! Taguette's projects and tables of highlights.

use super::hard::{Named, bytes_of, read_files, read_fixture, said};
use super::{check_refused, empty, file, fixture, lines, read_into};
use glossator::formats::{Head, ReadOptions, Taguette, best_for};

#[test]
fn a_project_is_read_by_bytes_over_the_text_without_tags() {
    // Offsets, snippets and tags as `sqlite3` shows them; places in code points counted by Python.
    let (project, losses) = read_fixture(&Taguette, "taguette/harbour.sqlite3");
    assert_eq!(lines(&losses), "");
    let expected = [
        "harbour me 0 12 entity.PER \"Alice Müller\"",
        "harbour me 13 26 entity.MOVE \"flew to Paris\"",
        "harbour me 21 26 entity.LOC \"Paris\"",
        "harbour me 21 33 entity.SIGHT \"Paris 🗼 with\"",
        "harbour me 34 37 entity.PER \"Bob\"",
        "harbour me 39 42 entity.PER \"Bob\"",
        "harbour me 53 61 entity.LOC \"New Rome\"",
        "harbour me 57 61 entity.LOC \"Rome\"",
        "harbour me 68 72 entity.DATE \"2021\"",
    ];
    assert_eq!(said(&project), expected);
    let document = project.documents.values().next().unwrap();
    assert_eq!((document.title.as_str(), document.meta["project"].as_str()), ("harbour.txt", "harbour"));
}

#[test]
fn passages_of_a_table_are_found_again_where_they_stand_once() {
    let text = String::from_utf8(bytes_of("csv/edge/harbour.txt")).unwrap();
    let texts = Named([("harbour.txt", text)].into());
    let table = fixture("taguette/harbour-highlights.csv");
    let (project, losses, _) = read_files(&Taguette, vec![table], &texts, ReadOptions::default()).unwrap();
    // “Paris” and “Rome” stand within longer words, but once in the text; “Bob” stands twice.
    let expected = [
        "harbour me 0 12 entity.PER \"Alice Müller\"",
        "harbour me 13 26 entity.MOVE \"flew to Paris\"",
        "harbour me 21 26 entity.LOC \"Paris\"",
        "harbour me 21 33 entity.SIGHT \"Paris 🗼 with\"",
        "harbour me 53 61 entity.LOC \"New Rome\"",
        "harbour me 57 61 entity.LOC \"Rome\"",
        "harbour me 68 72 entity.DATE \"2021\"",
    ];
    assert_eq!(said(&project), expected);
    let why = "it stands there more than once, and the table does not say where it is meant";
    assert_eq!(lines(&losses), format!("2 span: taguette/harbour-highlights.csv:6: “Bob” as entity.PER: {why}\n"));
}

#[test]
fn what_is_damaged_or_something_else_is_refused() {
    let bytes = bytes_of("taguette/harbour.sqlite3");
    for cut in [50, 4096, bytes.len() / 2] {
        let error = read_into(&empty(), &Taguette, file("a.sqlite3", &bytes[..cut])).unwrap_err().to_string();
        assert!(error.ends_with(": a.sqlite3"), "{error}");
    }
    let why = "this is a codebook, and there are no highlights in it: taguette/harbour-codebook.csv:1";
    check_refused(&Taguette, fixture("taguette/harbour-codebook.csv"), why);
    let table = "id,document,tag,content\n1,a.txt,x\n";
    check_refused(
        &Taguette,
        file("h.csv", table),
        "the row has 3 cells, and a table of highlights has 4 columns: h.csv:2",
    );
}

#[test]
fn projects_and_tables_are_told_by_how_they_begin() {
    let best = |name: &str, bytes: &[u8]| best_for(&Head { name, bytes, entries: &[] }).map(|it| it.id());
    assert_eq!(best("a.sqlite3", &bytes_of("taguette/harbour.sqlite3")), Some("taguette"));
    assert_eq!(best("h.csv", b"id,document,tag,content\n"), Some("taguette"));
    assert_eq!(best("h.csv", b"id,document,tag,text\n"), Some("csv"));
}
