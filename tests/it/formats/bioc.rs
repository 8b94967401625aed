//! BioC: what its files say, what is written, and what is told of bad ones.

use super::lines;
use super::uima::{fixture, hard, holds_the_law, read, read_one, refused, span, text, written};
use glossator::formats::exchange::{Document, Label, Set, Span};
use glossator::formats::{BioC, Head, InputFile, best_for, covered};
use glossator::model::{Fragments, Value};

fn said(document: &Document, set: &Set) -> Vec<String> {
    set.spans.iter().map(|span| format!("{} {}", covered(&document.text, &span.at), span.label.tag)).collect()
}

/// The expected values are read off the files by hand.
#[test]
fn both_kinds_of_files_say_the_same() {
    for name in ["bioc/edge/harbour.xml", "bioc/edge/harbour.json"] {
        let (documents, losses) = read(&BioC, &[fixture(name)]).unwrap();
        let document = &documents[0];
        assert_eq!(document.id.as_deref(), Some("harbour"));
        assert_eq!(
            document.text.as_str(),
            "Alice Müller flew to Paris 🗼 with Bob.\nBob stayed in New Rome until 2021; Alice did not.\n"
        );
        let sets: Vec<_> = document.sets.iter().map(|set| set.annotator.as_ref().unwrap().id.as_str()).collect();
        assert_eq!(sets, ["ann", "ben"]);
        assert_eq!(
            said(document, &document.sets[0]),
            ["Alice Müller PER", "Paris LOC", "Bob PER", "New Rome LOC", "flew to Paris MOVE", "2021 DATE"]
        );
        assert_eq!(said(document, &document.sets[1]), ["Bob PER", "Rome LOC", "Paris 🗼 with SIGHT"]);
        let relation = &document.sets[0].relations[0];
        assert_eq!((relation.label.tag.as_str(), relation.from, relation.to), ("travels_with", 0, 2));
        // The other relation leads from a span of ben's to one of ann's.
        let place =
            if name.ends_with("xml") { "bioc/edge/harbour.xml:6" } else { "bioc/edge/harbour.json: document 1" };
        assert_eq!(
            lines(&losses),
            format!(
                "1 relation: {place}: R0 as lives_in: its ends are not there, or of two annotators\n\
                 1 field: {name}: of the collection: source “made by make_edge.py”, date “20260101”, key “edge.key”\n"
            )
        );
    }
}

#[test]
fn texts_stand_in_sentences_as_well_and_inception_has_layers() {
    let (documents, losses) = read(&BioC, &[fixture("bioc/typed/data.xml")]).unwrap();
    let span = &documents[0].sets[0].spans[0];
    assert_eq!((documents[0].text.as_str(), &span.label), ("Sentence 1.", &Label::within("NamedEntity", "PER")));
    assert_eq!(lines(&losses), "2 field: bioc/typed/data.xml:5: type of a passage\n");
    let (documents, losses) = read(&BioC, &[fixture("bioc/example-with-sentences.xml")]).unwrap();
    assert_eq!(documents[0].text.as_str(), "          Sentence 1.         Sentence 2.");
    // Its annotations do not say what stands at their places, so that no relation has ends; passages and sentences have types.
    assert_eq!(
        (documents[0].sets.iter().map(|set| set.spans.len()).sum::<usize>(), lines(&losses).lines().count()),
        (0, 3)
    );
}

fn collection(passage: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE collection SYSTEM \"BioC.dtd\">\n<collection><source/><date/><key/>\n<document><id>d</id>{passage}</document></collection>\n"
    )
}

#[test]
fn offsets_count_code_points_unless_the_quotes_show_another_unit() {
    for (offset, told) in [
        (6, ""),
        (7, "1 unit: a.xml:4: offsets are in utf16 and not in codepoint\n"),
        (9, "1 unit: a.xml:4: offsets are in byte and not in codepoint\n"),
    ] {
        let (document, losses) = read_one(
            &BioC,
            "a.xml",
            &collection(&format!(
                "<passage><offset>0</offset><text>Ana 👍 Bo</text><annotation id=\"1\"><infon key=\"type\">PER</infon><location offset=\"{offset}\" length=\"2\"/><text>Bo</text></annotation></passage>"
            )),
        );
        assert_eq!((said(&document, &document.sets[0]), lines(&losses).as_str()), (vec!["Bo PER".to_owned()], told));
    }
}

#[test]
fn what_has_no_place_is_counted() {
    let annotation = |id: usize, at: usize| {
        format!(
            "<annotation id=\"{id}\"><infon key=\"type\">p</infon><location offset=\"{at}\" length=\"1\"/></annotation>"
        )
    };
    let node = |id: usize, role: &str| format!("<node refid=\"{id}\" role=\"{role}\"/>");
    let passage = format!(
        "<passage><infon key=\"type\">title</infon><offset>0</offset><text>a b c</text>{}{}{}<relation id=\"R\"><infon key=\"type\">binds</infon>{}{}{}</relation></passage>",
        annotation(1, 0),
        annotation(2, 2),
        annotation(3, 4),
        node(1, "source"),
        node(2, "gene"),
        node(3, "target")
    );
    let head = "<source>PubMed</source><date>20200101</date><key>x.key</key><infon key=\"licence\">CC0</infon>";
    let content = collection(&passage).replace("<source/><date/><key/>", head);
    let (document, losses) = read_one(&BioC, "a.xml", &content);
    assert_eq!(document.sets[0].relations.len(), 2);
    let told = "1 pairs: a.xml:4: R as binds has 3 ends\n3 field: a.xml:4: type of a passage\n";
    assert_eq!(lines(&losses), told);
    let json = r#"{"source":"PubMed","date":"","key":"","infons":{"licence":"CC0"},"documents":[{"id":"d","passages":[{"offset":0,"text":"a"}]}]}"#;
    let (_, losses) = read_one(&BioC, "a.json", json);
    assert_eq!(lines(&losses), "1 field: a.json: of the collection: source “PubMed”, licence “CC0”\n");
}

#[test]
fn references_and_cdata_and_line_ends_are_as_xml_has_them() {
    let (document, _) = read_one(
        &BioC,
        "a.xml",
        &collection("<passage><offset>0</offset><text>a&amp;b\r\n&#13;&#x1F44D;<![CDATA[<c>]]></text></passage>"),
    );
    assert_eq!(document.text.as_str(), "a&b\n\r👍<c>");
    let utf16: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(
            collection("<passage><offset>0</offset><text>é</text></passage>")
                .replace("UTF-8", "UTF-16")
                .encode_utf16()
                .flat_map(u16::to_le_bytes),
        )
        .collect();
    let (documents, _) = read(&BioC, &[InputFile::of_bytes("a.xml", utf16)]).unwrap();
    assert_eq!(documents[0].text.as_str(), "é");
}

#[test]
fn bad_files_are_refused_with_the_place() {
    let refused = |content: &str| refused(&BioC, "a.xml", content);
    assert_eq!(refused("<a/>\n<b>"), "the file begins with b, and not with collection: a.xml:2:1");
    assert_eq!(
        refused(&collection("<passage><offset>x</offset></passage>")),
        "an offset is \"x\", and no number: a.xml:4:1"
    );
    assert_eq!(refused(&collection("<passage>&x;</passage>")), "nobody says what &x; means: a.xml:4:30");
    let before = collection(
        "<passage><offset>0</offset><text>Ana</text></passage><passage><offset>1</offset><text>b</text></passage>",
    );
    assert_eq!(refused(&before), "a passage begins at 1, and the one before it ends at 3: a.xml:4");
    let far = collection("<passage><offset>99999999999</offset><text>Ana</text></passage>");
    assert_eq!(refused(&far), "a passage begins at 99999999999, which is further than the longest text: a.xml:4");
    assert!(
        refused(&format!("<collection><document>{}", "<a>".repeat(100_000)))
            .starts_with("there are over 100 elements within each other: a.xml:1:")
    );
    let whole = collection("<passage><offset>0</offset><text>Ana</text></passage>");
    for cut in 1..whole.trim_end().len() {
        assert!(
            read(&BioC, &[InputFile::of_bytes("a.xml", &whole.as_bytes()[..cut])]).is_err()
                || !whole[..cut].contains("<collection>"),
            "{cut}"
        );
    }
    assert!(
        read(&BioC, &[InputFile::of_bytes("a.json", "{\"documents\": [{\"passages\": [\n{\"offset\": true}]}]}")])
            .unwrap_err()
            .to_string()
            .ends_with("a.json:2:15")
    );
}

#[test]
fn all_that_is_hard_reads_back_as_it_was() {
    let mut hard = hard();
    let pieces: Vec<_> = ["Zoe\u{301}", "met", "שלום"].map(|words| super::uima::at(&hard.text, words)).into();
    hard.sets[0].spans.push(Span::new(Fragments::new(&pieces).unwrap(), Label::within("entities", "person")));
    let other = text("second");
    let second = Document {
        id: Some("second".into()),
        sets: vec![Set { spans: vec![span(&other, "second", "l", "p")], ..Set::default() }],
        ..Document::new(other)
    };
    let (files, losses) = written(&BioC, vec![hard.clone(), second], &["ana", "ben"]).unwrap();
    assert_eq!((files.len(), files[0].name.as_str(), lines(&losses).as_str()), (1, "collection.xml", ""));
    let (documents, losses) = read(&BioC, &[InputFile::of_bytes("a.xml", files[0].bytes.clone())]).unwrap();
    assert!(losses.is_empty(), "{}", lines(&losses));
    assert_eq!(documents.len(), 2);
    assert_eq!(
        (&documents[0].title, &documents[0].text, documents[1].text.as_str()),
        (&hard.title, &hard.text, "second")
    );
    let places = |document: &Document| {
        document.sets[0].spans.iter().map(|span| (span.at.clone(), span.label.clone())).collect::<Vec<_>>()
    };
    assert_eq!(places(&documents[0]), places(&hard));
    assert_eq!(
        documents[0].sets[0].spans[0].beside.attributes["of & <kinds>"],
        Value::Set(["a,b".into(), "%2C".into(), "é".into()].into())
    );
    assert_eq!(
        documents[0].sets[0].spans[0].beside.attributes["value"],
        hard.sets[0].spans[0].beside.attributes["value"]
    );
}

#[test]
fn files_are_known_by_how_they_begin() {
    let best =
        |head: &str| best_for(&Head { name: "a.xml", bytes: head.as_bytes(), entries: &[] }).map(|format| format.id());
    assert_eq!(best(&collection("")), Some("bioc"));
    assert_eq!(best("{\"bioctype\": \"BioCCollection\"}"), Some("bioc"));
    assert_eq!(best("{\"documents\": [{\"id\": 1, \"passages\": []}]}"), Some("bioc"));
}

#[test]
fn whatever_is_written_reads_back() {
    holds_the_law(&BioC);
}
