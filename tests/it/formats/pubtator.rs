//! PubTator.

use super::hard::{hard, out_and_in, read_fixture, said};
use super::{check_refused, empty, file, lines, read_into};
use glossator::formats::{Head, PubTator, best_for};

#[test]
fn documents_are_read_with_their_mutations() {
    // The lines of the file itself; bioc 2.1's validator finds every quote at its place.
    let (project, losses) = read_fixture(&PubTator, "pubtator/tmVar-docs1-4.txt");
    assert_eq!(lines(&losses), "");
    let said = said(&project);
    assert_eq!(said.len(), 12);
    assert!(said.contains(&"22051099 me 327 336 SNP \"rs2234671\"".to_owned()), "{said:?}");
    assert!(
        said.contains(&"21099701 me 849 889 ProteinMutation \"glycine at position 303 by glutamic acid\"".to_owned())
    );
    let document = project.documents.values().find(|document| document.id.as_str() == "22188495").unwrap();
    assert!(document.text.as_str().starts_with(&format!("{}\nWerner syndrome (WS)", document.title)));
}

#[test]
fn relations_are_between_identifiers_that_one_span_has() {
    let content =
        "1|t|Ana 👍\n1|a|Bo\n1\t6\t8\tBo\tPER\tC01\n1\t0\t3\tAna\tPER\tC02\n1\tknows\tC02\tC01\n1\tknows\tC02\tC03\n";
    let (project, losses) = read_into(&empty(), &PubTator, file("a.pubtator", content)).unwrap();
    assert_eq!(said(&project), ["1 me 0 3 PER \"Ana\"", "1 me 6 8 PER \"Bo\""]);
    let why = "not one span alone has each of these identifiers";
    assert_eq!(lines(&losses), format!("1 relation: a.pubtator:6: knows from C02 to C03: {why}\n"));
    assert_eq!(project.sets.values().map(|set| set.relations.len()).sum::<usize>(), 1);
}

#[test]
fn lines_that_are_none_are_refused_by_number() {
    let refused = |content: &str, why: &str| check_refused(&PubTator, file("a.pubtator", content), why);
    refused("1\t0\t1\ta\tb\n", "this line comes before the title of a document: a.pubtator:1");
    refused("1|t|Ana\n2\t0\t3\tAna\tPER\n", "the line does not begin with “1”, the id of its document: a.pubtator:2");
    refused("1|t|Ana\n1\t0\tx\tAna\tPER\n", "“x” is no offset: a.pubtator:2");
    refused("1|t|Ana\n1\tb\n", "a line with 2 cells is none of a span and none of a relation: a.pubtator:2");
    refused("\n\n", "there is no document in it: a.pubtator");
}

#[test]
fn hard_texts_go_out_and_come_back_in_two_lines_each() {
    let project = hard();
    let (files, back, out, losses) = out_and_in(&PubTator, &project);
    // The words of a document that has white space alone are those of one that has nothing.
    let lost = "1 span: “  ” as mark in “white”\n2 known: “Zoe\u{308} 😀 met 👨\u{200D}👩\u{200D}👧 at the 𝓐𝓟 pier.”\n";
    assert_eq!(lines(&losses), lost);
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(
        names,
        ["empty.pubtator", "ana/hard.pubtator", "ben/hard.pubtator", "ben/marked.pubtator", "ana/white.pubtator"]
    );
    let hard = String::from_utf8(files[1].bytes.clone()).unwrap();
    assert!(hard.contains("\nhard\t0\t6\tZoe\u{308} 😀\tperson\t-\n"), "{hard}");
    assert!(
        hard.starts_with("hard|t|Zoe\u{308} 😀 met 👨\u{200D}👩\u{200D}👧 at the 𝓐𝓟 pier.\nhard|a| Then a line: שלום"),
        "{hard}"
    );
    assert!(out.iter().any(|loss| loss.kind.name() == "white-space"));
    // Of the four texts, those without words are one.
    assert_eq!(back.documents.len(), 3);
}

#[test]
fn files_are_told_by_their_first_line() {
    let best = |name: &str, bytes: &[u8]| best_for(&Head { name, bytes, entries: &[] }).map(|it| it.id());
    assert_eq!(best("a.txt", b"22051099|t|Variation"), Some("pubtator"));
}
