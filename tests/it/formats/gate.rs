//! GATE XML: what its files say, what is written, and what is told of bad ones.

use super::lines;
use super::uima::{at, fixture, hard, holds_the_law, read, read_one, refused, text, written};
use glossator::formats::exchange::{Document, Set};
use glossator::formats::{Gate, Head, InputFile, best_for};
use glossator::model::{Number, Value};

/// Spans of a set as `words tag`.
fn said(document: &Document, set: &Set) -> Vec<String> {
    set.spans.iter().map(|span| format!("{} {}", document.text.slice(span.at.hull()), span.label.tag)).collect()
}

/// The expected values are read off the file by hand.
#[test]
fn sets_are_annotators_and_nodes_are_places() {
    let (documents, losses) = read(&Gate, &[fixture("gate/edge/harbour.xml")]).unwrap();
    let document = &documents[0];
    let by_name = |name: Option<&str>| {
        document.sets.iter().find(|set| set.annotator.as_ref().map(|person| person.id.as_str()) == name).unwrap()
    };
    assert_eq!(
        document.text.as_str(),
        "Alice Müller flew to Paris 🗼 with Bob.\nBob stayed in New Rome until 2021; Alice did not.\n"
    );
    let ann = by_name(Some("ann"));
    assert_eq!(
        said(document, ann),
        ["Alice Müller PER", "Paris LOC", "Bob PER", "New Rome LOC", "flew to Paris MOVE", "2021 DATE"]
    );
    assert_eq!(ann.spans[0].beside.attributes["sure"], Value::Text("yes".into()));
    assert_eq!(said(document, by_name(Some("ben"))), ["Bob PER", "Rome LOC", "Paris 🗼 with SIGHT"]);
    assert_eq!(by_name(None).tags[0].label.tag, "travel");
    assert!(losses.is_empty());
}

/// The counts are those of `<Annotation ` in the files, and of what gatenlp 1.0.8 reads from them.
#[test]
fn files_of_other_programs_are_read_whole() {
    for (name, n, first) in [
        ("ner2002_ref_specific", 28, "Real Madrid Organization"),
        ("saveddoc", 18, "This Token"),
        ("testdocument1", 14, "This Token"),
    ] {
        let (documents, losses) = read(&Gate, &[fixture(&format!("gate/{name}.xml"))]).unwrap();
        let set = documents[0].sets.iter().find(|set| !set.spans.is_empty()).unwrap();
        let n_all: usize = documents[0].sets.iter().map(|set| set.spans.len()).sum();
        assert_eq!((n_all, said(&documents[0], set)[0].as_str()), (n, first), "{name}");
        assert!(losses.is_empty(), "{}", lines(&losses));
    }
    let (documents, _) = read(&Gate, &[fixture("gate/ner2002_ref_specific.xml")]).unwrap();
    assert_eq!(documents[0].sets[0].spans[0].beside.attributes["length"], Value::Number(Number::new(11.0).unwrap()));
}

const HEAD: &str = "<?xml version=\"1.0\"?>\n<GateDocument version=\"3\">\n";

#[test]
fn where_a_node_stands_counts_and_its_number_is_checked() {
    let content = format!(
        "{HEAD}<TextWithNodes><Node id=\"0\"/>Ana\r\n<Node id=\"5\"/>Bo<Node id=\"7\"/></TextWithNodes>\n\
        <AnnotationSet><Annotation Id=\"1\" Type=\"PER\" StartNode=\"5\" EndNode=\"7\"/>\n<Annotation Id=\"2\" Type=\"X\" StartNode=\"5\" EndNode=\"9\"/>\n\
        <Annotation Id=\"3\" Type=\"X\" StartNode=\"7\" EndNode=\"5\"/></AnnotationSet>\n\
        <RelationSet><Relation Id=\"4\" Type=\"r\" Members=\"1;2\"/></RelationSet></GateDocument>"
    );
    let (document, losses) = read_one(&Gate, "a.xml", &content);
    assert_eq!((document.text.as_str(), said(&document, &document.sets[0])), ("Ana\nBo", vec!["Bo PER".to_owned()]));
    let told = "2 span: a.xml:6: X: there is no node \"9\"\n1 relation: a.xml:8: r: its members are not annotations of one set\n\
        1 unit: a.xml: node 5 stands at 4, and spans begin and end where nodes stand\n";
    assert_eq!(lines(&losses), told);
}

#[test]
fn relations_and_values_of_all_classes_are_read() {
    let feature = |name: &str, class: &str, value: &str| {
        format!(
            "<Feature><Name className=\"java.lang.String\">{name}</Name><Value className=\"{class}\">{value}</Value></Feature>"
        )
    };
    let features = [
        feature("a", "java.lang.Boolean", "true"),
        feature("b", "java.util.ArrayList\" itemClassName=\"java.lang.String", "x;y"),
        feature("c", "gate.corpora.ObjectWrapper", "<![CDATA[<x/>]]>"),
        feature("d", "java.lang.Long", "7"),
    ]
    .concat();
    let content = format!(
        "{HEAD}<TextWithNodes><Node id=\"0\"/>A<Node id=\"1\"/></TextWithNodes><AnnotationSet>\
        <Annotation Id=\"1\" Type=\"p\" StartNode=\"0\" EndNode=\"1\">{features}</Annotation><Annotation Id=\"2\" Type=\"q\" StartNode=\"0\" EndNode=\"0\"/>\
        <RelationSet><Relation Id=\"3\" Type=\"r\" Members=\"2;1\"/></RelationSet></AnnotationSet></GateDocument>"
    );
    let (document, losses) = read_one(&Gate, "a.xml", &content);
    let set = &document.sets[0];
    let values: Vec<String> = set.spans[0].beside.attributes.values().map(|value| format!("{value:?}")).collect();
    assert_eq!(values, ["YesNo(true)", "Set({\"x\", \"y\"})", "Text(\"<x/>\")", "Number(Number(7.0))"]);
    assert_eq!((set.relations[0].from, set.relations[0].to, set.relations[0].label.tag.as_str()), (1, 0, "r"));
    assert!(losses.is_empty());
}

#[test]
fn relations_of_three_are_pairs_and_told() {
    let annotation = |id: usize| format!("<Annotation Id=\"{id}\" Type=\"p{id}\" StartNode=\"0\" EndNode=\"1\"/>");
    let content = format!(
        "{HEAD}<TextWithNodes><Node id=\"0\"/>A<Node id=\"1\"/></TextWithNodes>\n<AnnotationSet>{}{}{}\n\
        <RelationSet><Relation Id=\"4\" Type=\"r\" Members=\"1;2;3\"/></RelationSet></AnnotationSet></GateDocument>",
        annotation(1),
        annotation(2),
        annotation(3)
    );
    let (document, losses) = read_one(&Gate, "a.xml", &content);
    let ends: Vec<(usize, usize)> = document.sets[0].relations.iter().map(|it| (it.from, it.to)).collect();
    assert_eq!(
        (ends.as_slice(), lines(&losses).as_str()),
        (&[(0, 1), (0, 2)][..], "1 pairs: a.xml:5: r has 3 members\n")
    );
}

#[test]
fn bad_files_are_refused_with_the_place() {
    assert_eq!(refused(&Gate, "a.xml", "<a/>"), "the file begins with a, and not with GateDocument: a.xml:1:1");
    assert_eq!(refused(&Gate, "a.xml", "<GateDocument/>"), "there is no TextWithNodes in it: a.xml:1:1");
    let twice = format!(
        "{HEAD}<TextWithNodes/><AnnotationSet>\n<Annotation Id=\"1\"/>\n<Annotation Id=\"1\"/></AnnotationSet></GateDocument>"
    );
    assert_eq!(refused(&Gate, "a.xml", twice), "there are two annotations with the id 1: a.xml:5:1");
    let whole = fixture("gate/edge/harbour.xml").bytes(1 << 20).unwrap();
    for cut in (0..whole.len() - 20).step_by(7) {
        assert!(read(&Gate, &[InputFile::of_bytes("a.xml", &whole[..cut])]).is_err(), "{cut}");
    }
}

#[test]
fn all_that_is_hard_reads_back_as_it_was() {
    let hard = hard();
    let (files, losses) = written(&Gate, vec![hard.clone()], &["ana", "ben"]).unwrap();
    assert_eq!((files.len(), files[0].name.as_str(), lines(&losses).as_str()), (1, "letter.xml", ""));
    let (documents, losses) = read(&Gate, &[InputFile::of_bytes("letter.xml", files[0].bytes.clone())]).unwrap();
    let back = &documents[0];
    assert!(losses.is_empty(), "{}", lines(&losses));
    assert_eq!((&back.title, &back.text), (&hard.title, &hard.text));
    for (back, hard) in back.sets.iter().zip(&hard.sets) {
        assert_eq!((&back.spans, &back.relations, &back.tags), (&hard.spans, &hard.relations, &hard.tags));
        assert_eq!((&back.attributes, &back.annotator), (&hard.attributes, &hard.annotator));
    }
}

#[test]
fn what_is_known_of_a_document_comes_along() {
    let meta = [("title".to_owned(), "another".to_owned()), ("url".to_owned(), "http://x".to_owned())].into();
    let document = Document {
        id: Some("d".into()),
        date: Some("2026".to_owned()),
        outlet: Some("Wire".to_owned()),
        meta,
        ..Document::new(text("a"))
    };
    let (files, _) = written(&Gate, vec![document.clone()], &[]).unwrap();
    let (documents, _) = read(&Gate, &[InputFile::of_bytes("d.xml", files[0].bytes.clone())]).unwrap();
    let back = &documents[0];
    assert_eq!(
        (&back.date, &back.outlet, &back.meta, &back.title),
        (&document.date, &document.outlet, &document.meta, &document.title)
    );
    assert_eq!(at(&back.text, "a").len(), 1);
}

#[test]
fn files_are_known_by_how_they_begin() {
    let best =
        |head: &str| best_for(&Head { name: "a.xml", bytes: head.as_bytes(), entries: &[] }).map(|format| format.id());
    assert_eq!(best(HEAD), Some("gate"));
}

#[test]
fn whatever_is_written_reads_back() {
    holds_the_law(&Gate);
}
