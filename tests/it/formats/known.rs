//! Which format a file is found to be, by itself: every fixture, and files that look like another format.

use super::fixture;
use glossator::formats::{InputFile, grouped};
use std::io::Write;
use std::path::Path;

/// The formats that files are found to be, or why they are none.
fn found(files: Vec<InputFile>) -> Vec<Result<&'static str, String>> {
    let (groups, refused) = grouped(files, None);
    let found = groups.into_iter().map(|group| Ok(group.format.id()));
    found.chain(refused.into_iter().map(|(_, error)| Err(error.to_string()))).collect()
}

fn of(name: &str, bytes: impl Into<Vec<u8>>) -> Result<&'static str, String> {
    found(vec![InputFile::of_bytes(name, bytes)]).remove(0)
}

/// Files of a folder of fixtures, those of folders in it as well.
fn below(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            names.extend(below(&entry.path()));
        } else {
            names.push(entry.path().display().to_string());
        }
    }
    names.sort();
    names
}

/// The folders of formats that are called otherwise, and files that are of another format than the folder says, by how their
/// names end.
const OTHERWISE: [(&str, &str); 9] = [
    ("SOURCES.md", "markdown"),
    (".txt", "text"),
    (".conf", "text"),
    (".dtd", "text"),
    (".xsd", "text"),
    (".xmi", "uima-xmi"),
    ("webannoTestTypes.xml", "uima-xmi"),
    ("-result.conll", "conll"),
    ("harbour-codebook.qdc", "refi-qda"),
];
const TABLES: [&str; 2] = ["csv_test2_result.csv", "csv-result.csv"];

/// What is there for tests alone.
const NONE: [(&str, &str); 1] = [("expected.json", "JSON")];

#[test]
fn every_fixture_is_found_to_be_of_its_format() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats");
    for path in below(&root) {
        let name = path.strip_prefix(&format!("{}/", root.display())).unwrap();
        let Some((folder, _)) = name.split_once('/') else { continue };
        let found = of(name, fixture(name).bytes(100_000_000).unwrap());
        let ends = |end: &str| name.ends_with(end);
        if let Some((_, what)) = NONE.iter().find(|(end, _)| ends(end)) {
            assert_eq!(found, Err(format!("this is {what}, and of no format that is read: {name}")));
            continue;
        }
        // Files of these formats are often called .txt.
        let is_own = ["conll", "pubtator"].contains(&folder) && ends(".txt");
        let other = OTHERWISE.iter().filter(|_| !is_own).find(|(end, _)| ends(end)).map(|(_, id)| *id);
        let other = other.or_else(|| TABLES.iter().any(|end| ends(end)).then_some("csv"));
        assert_eq!(found.as_deref(), Ok(other.unwrap_or(folder)), "{name}");
    }
}

/// A line of JSON whose keys stand after a text of 300 kB.
fn long(before: &str, after: &str) -> String {
    format!("{{{before}\"text\": \"Ana {}\", {after}}}\n", "left the harbour. ".repeat(17_000))
}

#[test]
fn what_stands_after_a_long_text_tells_the_format() {
    assert_eq!(of("a.jsonl", long("\"id\": 1, ", "\"label\": [[0, 3, \"PER\"]]")), Ok("doccano"));
    assert_eq!(of("a.jsonl", long("", "\"spans\": [{\"start\": 0, \"end\": 3, \"label\": \"PER\"}]")), Ok("prodigy"));
    let pair = format!("[[{:?}, {{\"entities\": [[0, 3, \"PER\"]]}}]]", format!("Ana {}", "x ".repeat(40_000)));
    assert_eq!(of("a.json", pair), Ok("spacy"));
    let tokens = "{\"text\": \"Ana\", \"start\": 0, \"end\": 3, \"id\": 0},".repeat(20_000);
    let after = format!(
        "\"tokens\": [{}], \"spans\": [{{\"start\": 0, \"end\": 3, \"label\": \"A\"}}]",
        tokens.trim_end_matches(',')
    );
    assert_eq!(of("a.jsonl", long("", &after)), Ok("prodigy"));
}

#[test]
fn articles_that_speak_of_a_format_are_articles() {
    for (name, article, id) in [
        ("a.txt", "How to read <GateDocument> files.", "text"),
        ("a.txt", "urn:QDA-XML:project:1.0 is a namespace.", "text"),
        ("a.md", "Write <TEI xmlns=\"http://www.tei-c.org/ns/1.0\"> first.", "markdown"),
        ("a.html", "<p>a |t| b</p>\n<p>Ana left.</p>", "html"),
        ("a.txt", "{\"text\": \"an article in braces\"}", "text"),
    ] {
        assert_eq!(of(name, article), Ok(id), "{article}");
    }
}

#[test]
fn structures_that_nobody_knows_are_no_articles() {
    for name in ["a.json", "dataset_dict.json"] {
        for json in ["{\"splits\": [\"train\"]}", "{\"a\":", &"[".repeat(100_000)] {
            assert_eq!(of(name, json), Err(format!("this is JSON, and of no format that is read: {name}")));
        }
    }
    assert_eq!(
        of("a.xml", "<?xml version=\"1.0\"?>\n<b/>"),
        Err("this is XML, and of no format that is read: a.xml".to_owned())
    );
}

#[test]
fn what_is_stored_in_an_archive_says_nothing_of_the_archive() {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    zip.start_file("harbour.xml", options).unwrap();
    zip.write_all(&fixture("gate/edge/harbour.xml").bytes(1_000_000).unwrap()).unwrap();
    let archive = InputFile::of_bytes("s.zip", zip.finish().unwrap().into_inner());
    assert_eq!(found(vec![archive]), [Ok("gate")]);
}

#[test]
fn the_card_beside_an_export_is_no_article() {
    let card = "# Letters\n\n## Fingerprint\n\nSHA-256 over the names and bytes of all files: `ab`\n";
    assert_eq!(found(vec![InputFile::of_bytes("out/README.md", card)]), []);
    assert_eq!(of("out/README.md", "# Letters\n"), Ok("markdown"));
}
