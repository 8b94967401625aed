//! Label Studio. Expected values are read off the fixtures by hand.

use super::stumbling::{hard, read, read_all, spoil};
use super::{fixture, lines, written_as};
use glossator::formats::{
    Confidence, Format, Head, InputFile, Jsonl, LabelStudio, Memory, Selection, WriteOptions, best_for, grouped,
};
use glossator::model::AnnotatorKind;

const HARBOUR: &str =
    "# \"Alice Müller flew to Paris 🗼 with Bob.\\nBob stayed in New Rome until 2021; Alice did not.\\n\"\n";

#[test]
fn an_export_comes_in_with_two_people_relations_attributes_and_tags_of_the_document() {
    let file = || fixture("label-studio/edge/harbour/export.json");
    let ann = "@ann@example.org\n0-12 PER \"Alice Müller\" sure=Text(\"yes\")\n13-26 MOVE \"flew to Paris\"\n21-26 LOC \"Paris\"\n34-37 PER \"Bob\"\n53-61 LOC \"New Rome\"\n68-72 DATE \"2021\"\n\"Alice Müller\" -travels_with-> \"Bob\"\n#travel\n";
    let ben = "@ben@example.org\n21-33 SIGHT \"Paris 🗼 with\"\n39-42 PER \"Bob\"\n57-61 LOC \"Rome\"\n";
    assert_eq!(read(&LabelStudio, vec![file()]), format!("{HARBOUR}{ann}{ben}"));
    let with = vec![file(), fixture("label-studio/edge/harbour/config.xml")];
    assert_eq!(read(&LabelStudio, with), format!("{HARBOUR}{ann}{ben}"));
    let (project, _) = read_all(&LabelStudio, vec![file()]).unwrap();
    let times: Vec<String> =
        project.sets.values().map(|set| set.spans.iter().next().unwrap().made.to_string()).collect();
    assert_eq!(times, ["2026-01-01T10:05:00Z", "2026-01-02T10:05:00Z"]);
    assert_eq!(project.documents.values().next().unwrap().meta.get("id").map(String::as_str), Some("1"));
}

#[test]
fn json_min_comes_in_one_set_a_record() {
    let file = || fixture("label-studio/edge/harbour-converted/json_min-result.json");
    let (project, losses) = read_all(&LabelStudio, vec![file()]).unwrap();
    assert_eq!(lines(&losses), "1 known: “Alice Müller flew to Paris 🗼 with Bob.”\n");
    assert_eq!(project.sets.values().map(|set| set.spans.len()).collect::<Vec<_>>(), [6, 3]);
    let meta = &project.documents.values().next().unwrap().meta;
    assert_eq!(meta.get("sure"), None, "the second record has what the first one lacks");
    let with = read(&LabelStudio, vec![file(), fixture("label-studio/edge/harbour/config.xml")]);
    assert!(with.contains("#travel\n"), "{with}");
}

#[test]
fn paragraphs_count_within_themselves() {
    let file = || fixture("label-studio/phrases/annotation.json");
    let covered = concat!(
        "Uncomfortable silences. Why do we feel its necessary to yak about nonsense in order to be comfortable?\n",
        "I dont know. Thats a good question.\n",
        "Thats when you know you found somebody really special. When you can just shut the door closed a minute, ",
        "and comfortably share silence.",
    );
    // Before the third paragraph stand “Dont you hate that?” and “Hate what?” with a line break each: 19 + 1 + 10 + 1.
    let text = format!("Dont you hate that?\nHate what?\n{covered}");
    let span = format!("31-{} Important Stuff {covered:?}", text.chars().count());
    assert_eq!(read(&LabelStudio, vec![file()]), format!("# {text:?}\n@me\n{span}\n"));
    assert_eq!(
        read(&LabelStudio, vec![file(), fixture("label-studio/phrases/config.xml")]),
        format!("# {text:?}\n@me\n{span}\n")
    );
    assert_eq!(read(&LabelStudio, vec![fixture("label-studio/phrases/tasks.json")]), format!("# {text:?}\n"));
}

#[test]
fn html_counts_its_rendered_text() {
    let said = read(&LabelStudio, vec![fixture("label-studio/rich_text_html/annotation.json")]);
    for span in ["0-5 Person \"Jules\"", "180-188 Person \"The Wolf\"", "81-105 Date \"Vincent: Look, Mr. Wolfe\""] {
        assert!(said.contains(span), "{span}: {said}");
    }
    // The last region’s text goes on where its offsets end, in the fixture as it was found.
    let lost = "“appreciated.\\n\\nVincent: Look, Mr. Wolfe, I respect you.” as Date: the text there is";
    assert!(said.contains("\n1 span: ") && said.contains(lost), "{said}");
}

#[test]
fn paths_lead_to_the_places_that_offsets_name() {
    let said = read(&LabelStudio, vec![fixture("label-studio/rich_text_html/tasks.json")]);
    // The same task as that of the other test, where the offsets stand beside the paths.
    let spans =
        "@model 1\n0-5 Person \"Jules\"\n81-105 Date \"Vincent: Look, Mr. Wolfe\"\n180-188 Person \"The Wolf\"\n";
    assert!(said.contains(spans), "{said}");
    let lost = "1 span: label-studio/rich_text_html/tasks.json:2: “appreciated.\\n\\nVincent: Look, Mr. Wolfe, I respect you.” as Date: the text there is “appreciated.Vincent: Look, Mr. Wolf” and not";
    assert!(said.contains(lost), "{said}");
}

fn html(html: &str, values: &[&str]) -> String {
    let item = |value: &&str| {
        format!(r#"{{"id":"r","type":"hypertextlabels","to_name":"html","value":{{{value},"hypertextlabels":["P"]}}}}"#)
    };
    let items: Vec<String> = values.iter().map(item).collect();
    let task = format!(r#"[{{"data":{{"html":"{html}"}},"annotations":[{{"result":[{}]}}]}}]"#, items.join(","));
    read(&LabelStudio, vec![InputFile::of_bytes("a.json", task)])
}

#[test]
fn of_html_the_text_stays_and_that_is_told() {
    let markup =
        "1 document: a.json:1: html is HTML, of which the text stays: elements and the paths of regions are left out\n";
    let whole = r#""start":"/text()[1]","startOffset":0,"end":"/text()[1]","endOffset":2"#;
    assert_eq!(html("Bo", &[whole]), "# \"Bo\"\n@me\n0-2 P \"Bo\"\n");
    // Selections over blocks are kept with two signs for each line break that the browser puts between them.
    let by_offsets = r#""globalOffsets":{"start":1,"end":4},"text":"o\\n\\nCy""#;
    let by_paths =
        r#""start":"/p[1]/text()[1]","startOffset":1,"end":"/p[2]/text()[1]","endOffset":2,"text":"o\\n\\nCy""#;
    for value in [by_offsets, by_paths] {
        let spans = "# \"BoCy\"\n@me\n1-4 P \"oCy\"\n";
        assert_eq!(html("<p>Bo</p><p>Cy</p>", &[value]), format!("{spans}{markup}"));
    }
    let lost = |why: &str| format!("# \"BoCy\"\n1 span: a.json:1: “o” as P: {why}\n{markup}");
    let wrong = r#""start":"/p[1]/text()[1]","startOffset":0,"end":"/p[1]/text()[1]","endOffset":1,"text":"o""#;
    assert_eq!(html("<p>Bo</p><p>Cy</p>", &[wrong]), lost("the text there is “B” and not “o”"));
    let nowhere = r#""start":"/p[3]","startOffset":0,"end":"/p[3]","endOffset":1,"text":"o""#;
    assert_eq!(html("<p>Bo</p><p>Cy</p>", &[nowhere]), lost("the path /p[3] leads to no text"));
    assert_eq!(html("<p>Bo</p><p>Cy</p>", &[r#""text":"o""#]), lost("it has no “start”"));
}

#[test]
fn line_breaks_of_selections_stand_in_two_signs() {
    let said = read(&LabelStudio, vec![task("Ana\\nBo", &[region(0, 6, "Ana\\\\nBo")])]);
    assert_eq!(said, "# \"Ana\\nBo\"\n@me\n0-6 P \"Ana\\nBo\"\n");
}

#[test]
fn a_relation_in_both_directions_keeps_one_of_them_and_says_so() {
    let relation = |direction: &str| {
        let relation = format!(
            r#"{{"type":"relation","from_id":"r0","to_id":"r6","direction":"{direction}","labels":["knows"]}}"#
        );
        read(&LabelStudio, vec![task("Ana 👍 Bo", &[region(0, 3, "Ana"), region(6, 8, "Bo"), relation])])
    };
    let forth = "# \"Ana 👍 Bo\"\n@me\n0-3 P \"Ana\"\n6-8 P \"Bo\"\n\"Ana\" -knows-> \"Bo\"\n";
    assert_eq!(relation("right"), forth);
    assert_eq!(relation("left"), forth.replace("\"Ana\" -knows-> \"Bo\"", "\"Bo\" -knows-> \"Ana\""));
    let told = "1 field: a.json:1: knows between r0 and r6 in both directions: only the first is kept\n";
    assert_eq!(relation("bi"), format!("{forth}{told}"));
}

#[test]
fn tasks_and_choices_of_other_kinds_come_in() {
    let said = read(&LabelStudio, vec![fixture("label-studio/named_entity/annotation.json")]);
    assert!(said.contains("\n343-354 Date \"February 22\"\n"), "{said}");
    let said = read(&LabelStudio, vec![fixture("label-studio/choices-export/csv_test2.json")]);
    assert!(said.contains("@test@heartex.com\n#"), "{said}");
}

fn region(start: usize, end: usize, text: &str) -> String {
    let value = format!(r#"{{"start":{start},"end":{end},"text":"{text}","labels":["P"]}}"#);
    format!(r#"{{"id":"r{start}","from_name":"label","to_name":"text","type":"labels","value":{value}}}"#)
}

fn task(text: &str, regions: &[String]) -> InputFile {
    let annotations = format!(r#"[{{"result":[{}]}}]"#, regions.join(","));
    InputFile::of_bytes("a.json", format!(r#"[{{"data":{{"text":"{text}"}},"annotations":{annotations}}}]"#))
}

#[test]
fn the_unit_is_what_the_covered_texts_show() {
    let check = |regions: &[String], expected: &str| {
        let said = read(&LabelStudio, vec![task("Ana 👍 Bo", regions)]);
        assert_eq!(said.strip_prefix("# \"Ana 👍 Bo\"\n@me\n"), Some(expected));
    };
    check(&[region(0, 3, "Ana"), region(6, 8, "Bo")], "0-3 P \"Ana\"\n6-8 P \"Bo\"\n");
    // Label Studio cuts the text with JavaScript at the numbers of code points: “ B” stands there for “Bo”.
    check(&[region(0, 3, "Ana"), region(6, 8, " B")], "0-3 P \"Ana\"\n6-8 P \"Bo\"\n");
    let unit = "1 unit: a.json:1: offsets are in utf16 and not in codepoint\n";
    check(&[region(0, 3, "Ana"), region(7, 9, "Bo")], &format!("0-3 P \"Ana\"\n6-8 P \"Bo\"\n{unit}"));
    // A region that fits is not moved by one that does not.
    let lost = "1 span: a.json:1: “Bo” as P: offset 9 lies outside the text, which ends at 8\n";
    check(&[region(6, 8, "Bo"), region(7, 9, "Bo")], &format!("6-8 P \"Bo\"\n{lost}"));
    let lost = "1 span: a.json:1: “Bob” as P: the text there is “Bo” and not “Bob”\n";
    check(&[region(0, 3, "Ana"), region(6, 8, "Bob")], &format!("0-3 P \"Ana\"\n{lost}"));
}

#[test]
fn predictions_are_sets_of_machines_and_cancelled_annotations_are_left_out() {
    let result = format!("[{}]", region(0, 1, "a"));
    let json = format!(
        r#"{{"data":{{"text":"a"}},"annotations":[{{"completed_by":3,"result":{result}}},{{"was_cancelled":true,"result":{result}}}],"predictions":[{{"model_version":"m1","score":0.5,"result":{result}}}],"drafts":[{{"result":[]}}]}}"#
    );
    let (project, losses) = read_all(&LabelStudio, vec![InputFile::of_bytes("a.json", json)]).unwrap();
    let people: Vec<(String, AnnotatorKind)> =
        project.annotators.values().map(|it| (it.id.to_string(), it.kind)).collect();
    assert_eq!(people, [("3".to_owned(), AnnotatorKind::Human), ("m1".to_owned(), AnnotatorKind::Machine)]);
    assert_eq!(lines(&losses), "2 field: a.json:1: an annotation that was cancelled\n");
}

#[test]
fn what_is_written_reads_back_the_same_and_says_what_is_lost() {
    let project = hard();
    let (files, losses) = written_as(&LabelStudio, &project, &Selection::default(), &WriteOptions::default()).unwrap();
    assert_eq!(files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["config.xml", "tasks.json"]);
    let kinds: Vec<(usize, &str)> = losses.iter().map(|loss| (loss.count, loss.kind.name())).collect();
    // The empty mark and the span of two pieces in “pieces”; times of 21 records.
    let expected = [(1, "zero-width"), (1, "fragments")];
    assert_eq!(kinds.iter().filter(|(_, kind)| *kind != "when").copied().collect::<Vec<_>>(), expected);
    let inputs = files.iter().map(|file| InputFile::of_bytes(file.name.as_str(), file.bytes.clone())).collect();
    let (groups, _) = grouped(inputs, None);
    assert_eq!(
        groups.iter().map(|group| (group.format.id(), group.files.len())).collect::<Vec<_>>(),
        [("label-studio", 2)]
    );
    roxmltree::Document::parse(std::str::from_utf8(&files[0].bytes).unwrap()).unwrap();
    let again = written_as(&LabelStudio, &project, &Selection::default(), &WriteOptions::default()).unwrap().0;
    assert_eq!(files, again);
    spoil(&LabelStudio, &files[1]);
}

#[test]
fn metadata_comes_back() {
    let project = hard();
    let (files, _) = written_as(&LabelStudio, &project, &Selection::default(), &WriteOptions::default()).unwrap();
    let (back, _) = read_all(&LabelStudio, vec![InputFile::of_bytes("tasks.json", files[1].bytes.clone())]).unwrap();
    for (id, document) in &project.documents {
        let there = back.document(id).unwrap();
        let known = (&there.title, &there.language, &there.meta, &there.source);
        assert_eq!(known, (&document.title, &document.language, &document.meta, &document.source));
    }
}

#[test]
fn files_that_are_none_are_refused_with_their_place() {
    let refused = |json: &str, why: &str| {
        let error = read_all(&LabelStudio, vec![InputFile::of_bytes("a.json", json)]).unwrap_err();
        assert_eq!(error.to_string(), why);
    };
    refused("[\n{\"data\": {\"text\": \"é\", 3}}]", "key must be a string: a.json:2:24");
    refused("[\n{\"data\": {\"text\": \"a\"}}", "the file ends within a list: a.json:2:23");
    refused("[\n\n3]", "a task must be an object with “data”: a.json:3");
    refused("[\n{\"data\": {\"text\": \"a\"}, \"annotations\": 3}]", "“annotations” must be a list: a.json:2");
    refused("[{\"data\": {\"n\": 1}}]", "the task has no text in its “data”: a.json:1");
    refused("[{\"data\": {\"text\": \"\\ud83d\"}}]", "an escaped surrogate stands alone: a.json:1:27");
    refused("[]", "there is no document in it: a.json");
    refused(&"[".repeat(100_000), "recursion limit exceeded: a.json:1:128");
    let xml = InputFile::of_bytes("config.xml", "<!DOCTYPE v [<!ENTITY a \"b\">]>\n<View>&a;</View>");
    let error = read_all(&LabelStudio, vec![task("a", &[]), xml]).unwrap_err();
    assert_eq!(error.to_string(), "XML with DTD detected: config.xml:1:1");
}

#[test]
fn exports_are_known_by_what_is_in_them() {
    let best = |name: &str, bytes: &[u8]| best_for(&Head { name, bytes, entries: &[] }).map(|format| format.id());
    for file in ["edge/harbour/export.json", "phrases/annotation.json", "edge/harbour-converted/json_min-result.json"] {
        let bytes = fixture(&format!("label-studio/{file}")).bytes(1_000_000).unwrap();
        assert_eq!(best(file, &bytes), Some("label-studio"), "{file}");
        let head = Head { name: file, bytes: bytes.get(..600).unwrap(), entries: &[] };
        assert!(LabelStudio.sniff(&head) >= Confidence::Likely, "{file}");
    }
    assert_eq!(best("a.json", br#"{"text": "a", "sets": []}"#), Some("jsonl"));
    let _ = (Memory::default(), &Jsonl);
}
