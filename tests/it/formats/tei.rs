//! TEI. Expected values are read off the files.

use super::fixture;
use super::stumbling::{read, read_all};
use glossator::formats::{Format, Head, InputFile, Tei};

const LETTER: &str = r##"<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0">
  <teiHeader><fileDesc>
    <titleStmt><title>A letter</title></titleStmt>
    <publicationStmt><publisher>Northlight</publisher><date when="1843-07-05">5 July</date></publicationStmt>
  </fileDesc></teiHeader>
  <text xml:lang="en"><body>
    <head>To <persName ref="#babbage">Mr.
      Babbage</persName></head>
    <p>I met <rs type="poet" key="p7">a 🗼 <name>Byron</name></rs> in <placeName>York</placeName>
       on <date when="1843-07-04">Tuesday</date>.<note>Not so.</note>
       We <choice><sic>speek</sic><corr>speak</corr></choice><lb/>again.</p>
    <p><seg xml:id="s1">No more</seg> <seg xml:id="s2">of this</seg>.</p>
  </body></text>
  <standOff><spanGrp type="claim">
    <span from="#s1" to="#s2"/>
    <span target="#s2">demand</span>
    <span target="#s9" type="lost"/>
  </spanGrp></standOff>
</TEI>"##;

#[test]
fn names_in_line_and_spans_beside_come_in() {
    let file = InputFile::of_bytes("letter.xml", LETTER);
    let said = read(&Tei, vec![file.clone()]);
    let text = "To Mr. Babbage\\n\\nI met a 🗼 Byron in York on Tuesday. We speak\\nagain.\\n\\nNo more of this.";
    assert!(said.contains(text), "{said}");
    for span in [
        "persName \"Mr. Babbage\"",
        "poet \"a 🗼 Byron\"",
        "name \"Byron\"",
        "placeName \"York\"",
        "date \"Tuesday\"",
        "claim \"No more of this\"",
        "demand \"of this\"",
    ] {
        assert!(said.contains(span), "{span}: {said}");
    }
    let (project, losses) = read_all(&Tei, vec![file]).unwrap();
    let document = project.documents.values().next().unwrap();
    assert_eq!(document.title, "A letter");
    assert_eq!(document.date.as_deref(), Some("1843-07-05"));
    assert_eq!(document.outlet.as_deref(), Some("Northlight"));
    assert_eq!(document.language.as_deref(), Some("en"));
    // The note and the misspelling are said about the text; one span points to a part that is not there.
    let lost: Vec<(&str, usize)> = losses.iter().map(|loss| (loss.kind.name(), loss.count)).collect();
    assert_eq!(lost, [("span", 1), ("field", 2)]);
}

#[test]
fn files_of_other_projects_come_in() {
    let (project, _) = read_all(&Tei, vec![fixture("tei/with_xml_id.xml")]).unwrap();
    let text = project.documents.values().next().unwrap().text.as_str().to_owned();
    assert_eq!(text, "This is a test .\n\nThis is a test .");
    let (project, _) = read_all(&Tei, vec![fixture("tei/recogito-sample.xml")]).unwrap();
    let document = project.documents.values().next().unwrap();
    assert_eq!(document.title, "Homer: The Odyssey");
    assert!(
        document
            .text
            .as_str()
            .starts_with("Tell me, O muse, of that ingenious hero who travelled far and wide after he had sacked")
    );
    assert!(document.text.as_str().contains("He had gone there to accept a hecatomb of sheep and oxen, and was"));
}

#[test]
fn it_is_told_by_its_root() {
    let sniff = |bytes: &str| Tei.sniff(&Head { name: "a.xml", bytes: bytes.as_bytes(), entries: &[] });
    assert!(sniff(LETTER) > sniff("<html xmlns=\"http://www.w3.org/1999/xhtml\">"));
    let error = read_all(&Tei, vec![InputFile::of_bytes("a.xml", "<TEI><p>no text</p></TEI>")]).unwrap_err();
    assert_eq!(error.to_string(), "the TEI element has no text: a.xml:1");
}
