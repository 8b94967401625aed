//! W3C Web Annotation. Expected values are read off the fixtures by hand.

use super::stumbling::{hard, read, read_all, spoil};
use super::{empty, fixture, me, written_as};
use glossator::edit::Mint;
use glossator::formats::{
    Batch, Format, Grouped, Head, Hint, InputFile, LossKind, ReadOptions, Selection, Texts, WebAnnotation,
    WriteOptions, best_for,
};
use glossator::model::Timestamp;
use glossator::text::Text;

/// One text, under one name.
struct One(&'static str, String);

impl Texts for One {
    fn named(&self, name: &str, _by: &str) -> Option<Text> {
        (name == self.0).then(|| Text::new(self.1.clone()).unwrap())
    }
}

fn read_beside(file: InputFile, texts: &dyn Texts) -> Result<(usize, usize), String> {
    let project = empty();
    let mut batch = Batch::new(&project, Mint::new(7, Timestamp::new(1_770_000_100)), me());
    let input = Grouped { format: &WebAnnotation, files: vec![file], hint: Hint::default() };
    batch.read(&input, texts).map_err(|error| error.to_string())?;
    Ok((batch.n_spans(), batch.n_relations()))
}

#[test]
fn annotations_come_in_beside_their_text() {
    let files = || vec![fixture("w3c/edge/harbour.jsonld"), fixture("w3c/edge/harbour.txt")];
    let said = read(&WebAnnotation, files());
    let text = "# \"Alice Müller flew to Paris 🗼 with Bob.\\nBob stayed in New Rome until 2021; Alice did not.\\n\"\n";
    let ann = "@ann\n0-12 PER \"Alice Müller\" sure=Text(\"yes\")\n13-26 MOVE \"flew to Paris\"\n21-26 LOC \"Paris\"\n34-37 PER \"Bob\"\n53-61 LOC \"New Rome\"\n68-72 DATE \"2021\"\n";
    let ben = "@ben\n21-33 SIGHT \"Paris 🗼 with\"\n39-42 PER \"Bob\"\n57-61 LOC \"Rome\"\n";
    assert_eq!(said, format!("{text}{ann}{ben}"));
    let (project, _) = read_all(&WebAnnotation, files()).unwrap();
    let document = project.documents.values().next().unwrap();
    assert_eq!((document.id.as_str(), document.source.as_ref().unwrap().file.as_str()), ("harbour", "harbour.txt"));
    assert_eq!(
        project.sets.values().next().unwrap().spans.iter().next().unwrap().made.to_string(),
        "2026-01-01T10:00:00Z"
    );
}

#[test]
fn a_text_that_is_not_there_is_named() {
    let error = read_all(&WebAnnotation, vec![fixture("w3c/edge/harbour.jsonld")]).unwrap_err();
    let why = "the text “harbour.txt”, which the annotations are about, is not there";
    assert_eq!(error.to_string(), format!("{why}: w3c/edge/harbour.jsonld"));
    let text = fixture("w3c/edge/harbour.txt").text(1000, None).unwrap().text.as_str().to_owned();
    assert_eq!(read_beside(fixture("w3c/edge/harbour.jsonld"), &One("harbour.txt", text)), Ok((9, 0)));
    for file in ["anno5", "anno15", "anno26", "anno41-example44"] {
        let error = read_all(&WebAnnotation, vec![fixture(&format!("w3c/{file}.json"))]).unwrap_err().to_string();
        assert!(error.starts_with("the text “"), "{file}: {error}");
    }
    // Of the sample’s page one phrase is known, with what stands around it.
    let page = "so this is an anotation that has some".to_owned();
    assert_eq!(read_beside(fixture("w3c/anno26.json"), &One("page1", page)), Ok((1, 0)));
}

#[test]
fn recogitos_files_have_no_source_and_count_as_browsers_do() {
    // The file has “Troy” at 124, “death in battle” at 646 and “Ithaca” with a space at 963.
    let mut text = " ".repeat(1000);
    for (at, words) in [(124, "Troy"), (646, "death in battle"), (963, "Ithaca")] {
        text.replace_range(at..at + words.len(), words);
    }
    let name = "recogito-annotations.w3c";
    let project = empty();
    let mut batch = Batch::new(&project, Mint::new(7, Timestamp::new(1_770_000_100)), me());
    let files = vec![fixture("w3c/recogito-annotations.w3c.json")];
    batch.read(&Grouped { format: &WebAnnotation, files, hint: Hint::default() }, &One(name, text)).unwrap();
    // “A Tag” and “Another Tag” over one place, and a comment alone, which is a span for the sake of its note.
    assert_eq!((batch.n_spans(), batch.n_relations()), (3, 1));
    let (import, losses) = batch.finish();
    assert_eq!(losses.count(LossKind::Span), 1);
    assert_eq!(import.sets[0].notes.len(), 2);
}

#[test]
fn what_is_written_reads_back_the_same_and_says_what_is_lost() {
    let project = hard();
    let (files, losses) =
        written_as(&WebAnnotation, &project, &Selection::default(), &WriteOptions::default()).unwrap();
    assert_eq!(files.len(), 2 * project.documents.len());
    let kinds: Vec<&str> = losses.iter().map(|loss| loss.kind.name()).collect();
    assert_eq!(kinds, ["document", "when"]);
    let both = files.iter().find(|file| file.name == "both.jsonld").unwrap();
    spoil(&WebAnnotation, both);
    let text = files.iter().find(|file| file.name == "both.txt").unwrap();
    let file = |file: &glossator::formats::OutputFile| InputFile::of_bytes(file.name.as_str(), file.bytes.clone());
    let said = read(&WebAnnotation, vec![file(both), file(text)]);
    assert!(said.contains("\"𝔄da 🗼 went\" -says-> \"Ro\u{301}me\"\n") || said.contains("-says->"), "{said}");
}

#[test]
fn the_unit_is_what_the_quotes_show() {
    let annotation = r##"{"@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation", "body": {"type": "TextualBody", "purpose": "tagging", "value": "P"}, "target": {"source": "a.txt", "selector": [{"type": "TextPositionSelector", "start": 7, "end": 9}, {"type": "TextQuoteSelector", "exact": "Bo"}]}}"##;
    let text = || InputFile::of_bytes("a.txt", "Ana 👍 Bo");
    let said = read(&WebAnnotation, vec![InputFile::of_bytes("a.jsonld", annotation), text()]);
    assert_eq!(
        said,
        "# \"Ana 👍 Bo\"\n@me\n6-8 P \"Bo\"\n1 unit: a.jsonld: offsets are in utf16 and not in codepoint\n"
    );
    let wrong = annotation.replace("\"Bo\"", "\"Bob\"");
    let said = read(&WebAnnotation, vec![InputFile::of_bytes("a.jsonld", wrong), text()]);
    assert_eq!(said, "# \"Ana 👍 Bo\"\n1 span: a.jsonld:1: P: offset 9 lies outside the text, which ends at 8\n");
    let unnamed = r#"{"type": "Annotation", "target": {"source": "a.txt", "selector": {"type": "TextPositionSelector", "start": 0, "end": 99}}}"#;
    let said = read(&WebAnnotation, vec![InputFile::of_bytes("a.jsonld", unnamed), text()]);
    assert_eq!(said, "# \"Ana 👍 Bo\"\n1 span: a.jsonld:1: offset 99 lies outside the text, which ends at 8\n");
}

#[test]
fn files_that_are_none_are_refused_with_their_place() {
    let refused = |json: &str, why: &str| {
        let error = read_all(&WebAnnotation, vec![InputFile::of_bytes("a.jsonld", json)]).unwrap_err();
        assert_eq!(error.to_string(), why);
    };
    refused("[\n3]", "an annotation must be an object: a.jsonld:2");
    refused("[\n{\"type\": \"Annotation\"}]", "an annotation has no “target”: a.jsonld:2");
    refused("[\n{\"type\": \"Annotation\"", "the file ends within an object: a.jsonld:2:21");
}

#[test]
fn its_files_are_known() {
    let best = |name: &str, bytes: &[u8]| best_for(&Head { name, bytes, entries: &[] }).map(Format::id);
    for file in ["edge/harbour.jsonld", "recogito-annotations.w3c.json", "anno5.json", "anno41-example44.json"] {
        assert_eq!(best(file, &fixture(&format!("w3c/{file}")).bytes(1_000_000).unwrap()), Some("w3c"), "{file}");
    }
}

/// An annotation of the words of a text.
fn annotation(id: &str, source: &str, (start, end): (usize, usize)) -> String {
    format!(
        r#"{{"id":"{id}","type":"Annotation","motivation":"tagging","body":{{"value":"Name","purpose":"tagging"}},"target":{{"source":"{source}","selector":{{"type":"TextPositionSelector","start":{start},"end":{end}}}}}}}"#
    )
}

#[test]
fn annotations_of_several_texts_may_stand_in_any_order_in_lists_lines_and_pages() {
    struct Two;
    impl Texts for Two {
        fn named(&self, name: &str, _by: &str) -> Option<Text> {
            let text = [("a.txt", "Ana met Bo"), ("b.txt", "Cem met Di")].into_iter().find(|it| it.0 == name);
            text.map(|(_, words)| Text::new(words.to_owned()).unwrap())
        }
    }
    let link = r##"{"id":"#l","type":"Annotation","motivation":"linking","body":{"value":"met","purpose":"tagging"},"target":[{"id":"#1"},{"id":"#3"}]}"##;
    // The link stands before what it links, and what is about one text stands apart.
    let all = [
        link.to_owned(),
        annotation("#1", "a.txt", (0, 3)),
        annotation("#2", "b.txt", (0, 3)),
        annotation("#3", "a.txt", (8, 10)),
        r##"{"id":"#n","type":"Annotation","motivation":"commenting","bodyValue":"Who?","target":"#2"}"##.to_owned(),
    ];
    let list = all.join(",");
    let files = [
        format!("[{list}]"),
        all.join("\n"),
        format!(r#"{{"@context":"http://www.w3.org/ns/anno.jsonld","type":"AnnotationPage","items":[{list}]}}"#),
        format!(r#"{{"type":"AnnotationCollection","first":{{"type":"AnnotationPage","items":[{list}]}}}}"#),
    ];
    for file in files {
        let input = InputFile::of_bytes("all.jsonld", file.as_bytes());
        assert_eq!(read_beside(input, &Two), Ok((3, 1)), "{file}");
    }
}

#[test]
fn what_stands_before_damage_is_good() {
    let whole = format!("[{},\n{}", annotation("#1", "a.txt", (0, 3)), annotation("#2", "b.txt", (0, 3)));
    let cut = InputFile::of_bytes("all.jsonld", &whole.as_bytes()[..whole.len() - 20]);
    let project = empty();
    let options = ReadOptions { keep_good: true, ..ReadOptions::default() };
    let mut batch = Batch::new(&project, Mint::new(7, Timestamp::new(1_770_000_100)), me()).reading(options);
    let input = Grouped { format: &WebAnnotation, files: vec![cut], hint: Hint::default() };
    batch.read(&input, &One("a.txt", "Ana met Bo".to_owned())).unwrap();
    assert_eq!((batch.n_documents(), batch.n_spans()), (1, 1));
}
