//! UIMA CAS XMI: what its files say, what is written, and what is told of bad ones.

use super::lines;
use super::uima::{at, expected, fixture, hard, holds_the_law, read, read_one, refused, shown, span, text, written};
use glossator::formats::exchange::{Document, Set};
use glossator::formats::{Head, InputFile, UimaXmi, best_for, grouped};
use glossator::model::{Number, Value};

/// A file over a text, with some feature structures.
fn xmi(text: &str, structures: &str, members: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:cas=\"http:///uima/cas.ecore\" \
         xmlns:t=\"http:///custom.ecore\" xmlns:ner=\"http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore\" xmi:version=\"2.0\">\n\
         {structures}\n<cas:Sofa xmi:id=\"1\" sofaNum=\"1\" sofaID=\"_InitialView\" sofaString=\"{text}\"/>\n\
         <cas:View sofa=\"1\" members=\"{members}\"/>\n</xmi:XMI>\n"
    )
}

#[test]
fn files_of_other_programs_say_what_cassis_reads_from_them() {
    for (name, expected) in expected("uima-xmi") {
        let file = fixture(&format!("uima-xmi/{name}/data.xmi"));
        // With and without the type system, for those that have one.
        let mut inputs = vec![vec![file.clone()]];
        if name != "inception-stackedrel1" {
            inputs.push(vec![file, fixture(&format!("uima-xmi/{name}/typesystem.xml"))]);
        }
        for files in inputs {
            let (documents, losses) = read(&UimaXmi, &files).unwrap();
            assert_eq!(shown(&documents[0]), expected, "{name}");
            assert!(losses.is_empty(), "{name}: {}", lines(&losses));
        }
    }
}

#[test]
fn a_type_system_beside_the_file_tells_numbers_from_words() {
    let content =
        xmi("Ana", "<t:Place xmi:id=\"2\" sofa=\"1\" begin=\"0\" end=\"3\" value=\"x\" n=\"2\" sure=\"true\"/>", "2");
    let feature = |name: &str, range: &str| {
        format!(
            "<featureDescription><name>{name}</name><rangeTypeName>uima.cas.{range}</rangeTypeName></featureDescription>"
        )
    };
    // The features stand in the type above the one that is used.
    let types = format!(
        "<typeSystemDescription xmlns=\"http://uima.apache.org/resourceSpecifier\"><types><typeDescription><name>custom.Base</name>\
         <supertypeName>uima.tcas.Annotation</supertypeName><features>{}{}{}</features></typeDescription><typeDescription>\
         <name>custom.Place</name><supertypeName>custom.Base</supertypeName></typeDescription></types></typeSystemDescription>",
        feature("value", "String"),
        feature("n", "Integer"),
        feature("sure", "Boolean"),
    );
    let files = vec![InputFile::of_bytes("in/ana/a.xmi", content), InputFile::of_bytes("in/TypeSystem.xml", types)];
    let (groups, _) = grouped(files, None);
    assert_eq!(
        groups.iter().map(|group| (group.format.id(), group.files.len())).collect::<Vec<_>>(),
        [("uima-xmi", 2)]
    );
    let (documents, _) = read(&UimaXmi, &groups[0].files).unwrap();
    let values = &documents[0].sets[0].spans[0].beside.attributes;
    assert_eq!(values["n"], Value::Number(Number::new(2.0).unwrap()));
    assert_eq!(values["sure"], Value::YesNo(true));
}

#[test]
fn labels_are_the_value_else_all_that_is_said_else_the_layer() {
    let (document, losses) = read_one(
        &UimaXmi,
        "a.xmi",
        &xmi(
            "Ana 👍 Bo",
            concat!(
                "<ner:NamedEntity xmi:id=\"2\" sofa=\"1\" begin=\"7\" end=\"9\" value=\"PER\" sure=\"yes\"/>",
                "<t:Place xmi:id=\"3\" sofa=\"1\" begin=\"0\" end=\"3\" a=\"x\" b=\"y\"/>",
                "<t:Place xmi:id=\"4\" sofa=\"1\" begin=\"4\" end=\"6\"/>",
                "<t:Place xmi:id=\"5\" sofa=\"1\" begin=\"4\" end=\"6\" value=\"not a member\"/>",
                "<t:Topic xmi:id=\"6\" sofa=\"1\" value=\"travel\" sure=\"no\"/>",
            ),
            "2 3 4 6",
        ),
    );
    let said: Vec<_> = document.sets[0]
        .spans
        .iter()
        .map(|span| {
            (
                document.text.slice(span.at.hull()),
                span.label.layer.as_deref().unwrap(),
                span.label.tag.as_str(),
                span.beside.attributes.len(),
            )
        })
        .collect();
    assert_eq!(said, [("Bo", "NamedEntity", "PER", 1), ("Ana", "Place", "x | y", 2), ("👍", "Place", "Place", 0)]);
    let tag = &document.sets[0].tags[0];
    assert_eq!((tag.label.layer.as_deref(), tag.label.tag.as_str()), (Some("Topic"), "travel"));
    assert_eq!(tag.beside.attributes["sure"], Value::Text("no".into()));
    assert!(losses.is_empty());
    assert_eq!(document.id.as_deref(), Some("a"));
}

#[test]
fn spans_that_do_not_fit_are_left_out_and_told_with_their_place() {
    let (document, losses) = read_one(
        &UimaXmi,
        "a.xmi",
        &xmi(
            "Ana 👍 Bo",
            concat!(
                "<t:P xmi:id=\"2\" sofa=\"1\" begin=\"5\" end=\"9\" value=\"p\"/>\n",
                "<t:P xmi:id=\"3\" sofa=\"1\" begin=\"7\" end=\"10\" value=\"p\"/>\n",
                "<t:P xmi:id=\"4\" sofa=\"1\" begin=\"-1\" end=\"3\" value=\"p\"/>\n",
                "<t:P xmi:id=\"5\" sofa=\"1\" begin=\"0\" end=\"3\" value=\"p\"/>\n",
                "<t:R xmi:id=\"6\" sofa=\"1\" begin=\"0\" end=\"3\" value=\"r\" Governor=\"2\" Dependent=\"5\"/>",
            ),
            "2 3 4 5 6",
        ),
    );
    assert_eq!(document.sets[0].spans.len(), 1);
    let all =
        "3 span: a.xmi:3: p: offset 5 lies inside a character\n1 relation: a.xmi:7: r: an end of it is not there\n";
    assert_eq!(lines(&losses), all);
}

#[test]
fn bad_files_are_refused_with_the_place() {
    let good = xmi("Ana", "<t:P xmi:id=\"2\" sofa=\"1\" begin=\"0\" end=\"3\"/>", "2");
    assert!(read(&UimaXmi, &[InputFile::of_bytes("a.xmi", good.as_str())]).is_ok());
    for cut in 0..good.len() - 1 {
        assert!(read(&UimaXmi, &[InputFile::of_bytes("a.xmi", &good.as_bytes()[..cut])]).is_err(), "{cut}");
    }
    assert_eq!(refused(&UimaXmi, "d/a.xmi", "<a/>"), "the file begins with a, and not with xmi:XMI: d/a.xmi:1:1");
    let twice = xmi("Ana", "<t:P xmi:id=\"2\" sofa=\"1\"/>\n <t:P xmi:id=\"2\" sofa=\"1\"/>", "2");
    assert_eq!(refused(&UimaXmi, "a.xmi", twice), "the id 2 is there twice: a.xmi:4:2");
    let word = xmi("Ana", "<t:P xmi:id=\"2\" sofa=\"1\" begin=\"x\" end=\"3\"/>", "2");
    assert_eq!(refused(&UimaXmi, "a.xmi", word), "begin is \"x\", and no number: a.xmi:3:1");
    let types = "<typeSystemDescription/>";
    assert!(refused(&UimaXmi, "a.xml", types).starts_with("this is a type system"));
    let latin = good.replace("Ana", "Zo\u{eb}").replace("UTF-8", "ISO-8859-1");
    let latin: Vec<u8> = latin.chars().map(|c| c as u8).collect();
    let (documents, _) = read(&UimaXmi, &[InputFile::of_bytes("a.xmi", latin)]).unwrap();
    assert_eq!(documents[0].text.as_str(), "Zo\u{eb}");
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    assert_eq!(refused(&UimaXmi, "a.xmi", deep), "there are over 200 elements within each other: a.xmi:1:601");
    let bomb = format!(
        "<!DOCTYPE a [<!ENTITY a \"{}\">{}]><a>&j;</a>",
        "x".repeat(1000),
        ('b'..='j')
            .map(|c| { format!("<!ENTITY {c} \"{}\">", format!("&{};", (c as u8 - 1) as char).repeat(100)) })
            .collect::<String>()
    );
    assert!(read(&UimaXmi, &[InputFile::of_bytes("a.xmi", bomb)]).is_err());
    let outside = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>";
    assert!(read(&UimaXmi, &[InputFile::of_bytes("a.xmi", outside)]).is_err());
}

#[test]
fn all_that_is_hard_reads_back_as_it_was() {
    let (files, losses) = written(&UimaXmi, vec![hard()], &["ana", "ben"]).unwrap();
    let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["ana/letter.xmi", "ben/letter.xmi", "TypeSystem.xml"]);
    assert_eq!(lines(&losses), "");
    let inputs = files.into_iter().map(|file| InputFile::of_bytes(file.name, file.bytes)).collect();
    let (groups, _) = grouped(inputs, None);
    assert_eq!(
        groups.iter().map(|group| group.hint.annotator.as_deref()).collect::<Vec<_>>(),
        [Some("ana"), Some("ben")]
    );
    let (documents, _) = read(&UimaXmi, &groups[0].files).unwrap();
    let (hard, back) = (hard(), &documents[0]);
    assert_eq!(back.title, hard.title);
    let set = &back.sets[0];
    // With the type system beside it, values come back as what they were.
    assert_eq!(
        set.spans.iter().map(|span| &span.beside.attributes).collect::<Vec<_>>(),
        hard.sets[0].spans.iter().map(|span| &span.beside.attributes).collect::<Vec<_>>()
    );
    assert_eq!(
        set.spans.iter().map(|span| &span.label).collect::<Vec<_>>(),
        hard.sets[0].spans.iter().map(|span| &span.label).collect::<Vec<_>>()
    );
    assert_eq!((&set.tags, &set.attributes), (&hard.sets[0].tags, &hard.sets[0].attributes));
}

#[test]
fn what_xml_cannot_hold_is_replaced_and_told() {
    let text = text("a\u{1}b\u{c} end");
    let set = Set { spans: vec![span(&text, "end", "l", "p\u{2}")], ..Set::default() };
    let document = Document { id: Some("d".into()), sets: vec![set], ..Document::new(text) };
    let (files, losses) = written(&UimaXmi, vec![document], &[]).unwrap();
    assert_eq!(lines(&losses), "3 character: control characters in “d”, which XML cannot hold\n");
    let (documents, _) = read(&UimaXmi, &[InputFile::of_bytes("d.xmi", files[0].bytes.clone())]).unwrap();
    assert_eq!(documents[0].text.as_str(), "a\u{FFFD}b\u{FFFD} end");
    assert_eq!(documents[0].sets[0].spans[0].at.hull(), at(&documents[0].text, "end"));
}

#[test]
fn control_characters_of_a_later_xml_are_read() {
    let content =
        xmi("a&#1;&#x0c;\u{85}b&#13;", "<t:P xmi:id=\"2\" sofa=\"1\" begin=\"4\" end=\"5\" value=\"p&#2;\"/>", "2");
    let (document, _) = read_one(&UimaXmi, "a.xmi", &content.replace("version=\"1.0\"", "version=\"1.1\""));
    assert_eq!(document.text.as_str(), "a\u{1}\u{c}\u{85}b\r");
    let span = &document.sets[0].spans[0];
    assert_eq!((document.text.slice(span.at.hull()), span.label.tag.as_str()), ("b", "p\u{2}"));
    assert!(refused(&UimaXmi, "a.xmi", content).starts_with("malformed entity reference"));
}

#[test]
fn empty_texts_are_documents() {
    for content in ["", "  \n\t "] {
        let (files, losses) = written(&UimaXmi, vec![Document::new(text(content))], &[]).unwrap();
        assert!(losses.is_empty());
        let (documents, _) = read(&UimaXmi, &[InputFile::of_bytes("d.xmi", files[0].bytes.clone())]).unwrap();
        assert_eq!(documents[0].text.as_str(), content);
    }
}

#[test]
fn several_views_are_several_documents() {
    let content = xmi(
        "Ana",
        "<t:P xmi:id=\"2\" sofa=\"1\" begin=\"0\" end=\"3\"/><t:P xmi:id=\"9\" sofa=\"8\" begin=\"0\" end=\"2\"/>\
        <cas:Sofa xmi:id=\"8\" sofaNum=\"2\" sofaID=\"other\" sofaString=\"Bo\"/><cas:View sofa=\"8\" members=\"9\"/>",
        "2",
    );
    let (documents, _) = read(&UimaXmi, &[InputFile::of_bytes("a.xmi", content)]).unwrap();
    let said: Vec<_> =
        documents.iter().map(|it| (it.id.as_deref().unwrap(), it.text.as_str(), it.sets[0].spans.len())).collect();
    assert_eq!(said, [("a-other", "Bo", 1), ("a-_InitialView", "Ana", 1)]);
}

#[test]
fn files_are_known_by_how_they_begin() {
    let best = |name: &str, head: &str| {
        best_for(&Head { name, bytes: head.as_bytes(), entries: &[] }).map(|format| format.id())
    };
    assert_eq!(best("a.xml", &xmi("", "", "")), Some("uima-xmi"));
    assert_eq!(best("TypeSystem.xml", "<typeSystemDescription xmlns=\"x\">"), Some("uima-xmi"));
}

#[test]
fn whatever_is_written_reads_back() {
    holds_the_law(&UimaXmi);
}
