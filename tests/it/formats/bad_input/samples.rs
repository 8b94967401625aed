//! A small good input of each format: written by ourselves where that is done, by others or by hand where not.

use super::super::{fixture, written_as};
use super::{file, whole};
use crate::notation::corpus;
use glossator::formats::{FORMATS, Format, InputFile, Selection, WriteOptions, grouped, named};
use std::io::{Cursor, Read, Write};
use std::path::Path;

/// A good input.
pub struct Sample {
    pub format: &'static dyn Format,
    pub files: Vec<InputFile>,
}

/// Inputs of a format, at least one.
pub fn samples(id: &str) -> Vec<Sample> {
    let format = named(id).unwrap();
    let sample = |files: Vec<InputFile>| Sample { format, files };
    let fixtures = |names: &[&str]| sample(names.iter().map(|name| fixture(name)).collect());
    let mut samples = Vec::new();
    if format.is_written() {
        samples.push(written(format));
    }
    match id {
        "text" => samples.push(sample(vec![file("a.txt", "Ana 👍 Bo\n")])),
        "markdown" => samples.push(sample(vec![file("a.md", "# Ana\n\n👍 Bo\n")])),
        "html" => samples.push(fixtures(&["html/harbour.html"])),
        "pdf" => samples.push(fixtures(&["pdf/harbour.pdf"])),
        "docx" => samples.push(fixtures(&["docx/harbour.docx"])),
        "odt" => samples.push(fixtures(&["odt/harbour.odt"])),
        "epub" => samples.push(fixtures(&["epub/harbour.epub"])),
        "eml" => samples.extend([fixtures(&["eml/both.eml"]), fixtures(&["eml/page.eml"])]),
        "csv" => samples.push(sample(vec![file("t.csv", "id,text\na,Ana 👍 Bo\nb,\"Cy,\nDi\"\n")])),
        "brat" => samples.push(fixtures(&["brat/edge/harbour.ann", "brat/edge/harbour.txt"])),
        "conll" => samples.push(fixtures(&["conll/edge/harbour-bilou.conll"])),
        "conllu" => samples.push(fixtures(&["conllu/edge/harbour.conllu"])),
        "webanno-tsv" => samples.push(fixtures(&["webanno-tsv/stacked-user1.tsv"])),
        "doccano" => samples.push(fixtures(&["doccano/edge/harbour-codepoint.jsonl"])),
        "prodigy" => samples.push(fixtures(&["prodigy/edge/harbour.jsonl"])),
        "spacy" => samples.extend([
            fixtures(&["spacy/edge/harbour.spacy"]),
            fixtures(&["spacy/edge/harbour.jsonl"]),
            sample(vec![file("v2.json", VERSION_2)]),
        ]),
        "hf" => samples.extend([
            fixtures(&["hf/edge/harbour-spans.arrow"]),
            sample(vec![file("rows.jsonl", ROWS)]),
            sample(vec![file("rows.json", format!("[{}]", ROWS.trim_end().replace('\n', ",\n")))]),
        ]),
        "refi-qda" => samples.extend([
            sample(vec![file("a.qde", REFI)]),
            fixtures(&["refi-qda/standard-A1-codebook.qdc"]),
            fixtures(&["refi-qda/toolkit-hand_authored.qdpx"]),
        ]),
        "w3c" => samples.push(fixtures(&["w3c/edge/harbour.jsonld", "w3c/edge/harbour.txt"])),
        "bioc" => samples.extend([fixtures(&["bioc/edge/harbour.json"]), fixtures(&["bioc/edge/harbour.xml"])]),
        "taguette" => samples.push(fixtures(&["taguette/harbour.sqlite3"])),
        "tei" => samples.push(sample(vec![file("a.xml", TEI)])),
        "inception-zip" => samples.push(sample(vec![project_of_inception()])),
        _ => assert!(format.is_written(), "{id} has no sample"),
    }
    samples
}

/// The only sample of a format, or the one that we write.
pub fn first(id: &str) -> Sample {
    samples(id).into_iter().next().unwrap()
}

/// Two documents as a format writes them, as far as they are one input.
fn written(format: &'static dyn Format) -> Sample {
    let project = corpus(&[
        ("one", &["@ana [person|Ana] 👍 [place|New Bo] left."]),
        ("two", &["@ana [person|Cy Di] saw [person|Eve] in [place|Old Bo]."]),
    ]);
    let (files, _) = written_as(format, &project, &Selection::default(), &WriteOptions::default()).unwrap();
    let files = files.into_iter().map(|file| InputFile::of_bytes(file.name, file.bytes)).collect();
    let (groups, refused) = grouped(files, Some(format));
    assert!(refused.is_empty(), "{refused:?}");
    Sample { format, files: groups.into_iter().next().unwrap().files }
}

const VERSION_2: &str = r#"[{"id": 0, "paragraphs": [{"raw": "Ana 👍 New Bo", "sentences": [{"tokens": [
{"orth": "Ana", "ner": "U-PER"}, {"orth": "👍", "ner": "O"}, {"orth": "New", "ner": "B-LOC"}, {"orth": "Bo", "ner": "L-LOC"}]}]}]}]"#;

const ROWS: &str = r#"{"text": "Ana 👍 Bo", "spans": [{"start": 0, "end": 3, "label": "PER"}]}
{"tokens": ["Ana", "New", "Bo"], "ner_tags": ["B-PER", "B-LOC", "I-LOC"]}
"#;

const REFI: &str = r##"<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" name="x"><Users><User guid="u" name="ana"/></Users>
<CodeBook><Codes><Code guid="aa" name="p" isCodable="true" color="#ff0000"/></Codes></CodeBook>
<Sources><TextSource guid="s" name="d.txt"><PlainTextContent>Ana 👍 Bo</PlainTextContent>
<PlainTextSelection guid="p1" name="Ana" startPosition="0" endPosition="3"><Coding guid="c1"><CodeRef targetGUID="aa"/></Coding></PlainTextSelection>
<PlainTextSelection guid="p2" name="Bo" startPosition="6" endPosition="8"><Coding guid="c2"><CodeRef targetGUID="aa"/></Coding></PlainTextSelection>
</TextSource></Sources></Project>"##;

const TEI: &str = r##"<?xml version="1.0" encoding="utf-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader/><text><body>
<p><persName ref="#ana">Ana</persName> 👍 <seg xml:id="s1">New</seg> <seg xml:id="s2">Bo</seg></p>
</body></text><standOff><spanGrp type="place"><span from="#s1" to="#s2"/></spanGrp></standOff></TEI>"##;

/// A project of INCEpTION with one document, in which one user has marked something.
fn project_of_inception() -> InputFile {
    let xmi = written(named("uima-xmi").unwrap());
    let inner: Vec<(String, Vec<u8>)> = xmi
        .files
        .iter()
        .map(|file| {
            let name = if file.name.ends_with(".xmi") { "ana.xmi" } else { "TypeSystem.xml" };
            (name.to_owned(), bytes_of(file))
        })
        .collect();
    let project = r#"{"name": "P", "source_documents": [{"name": "a.txt", "format": "text"}], "annotation_documents": [], "layers": []}"#;
    let text = "Ana 👍 New Bo left.";
    packed(
        "p.zip",
        &[
            ("exportedproject.json".to_owned(), project.into()),
            ("source/a.txt".to_owned(), text.into()),
            ("annotation/a.txt/ana.zip".to_owned(), bytes_of(&packed("ana.zip", &inner))),
        ],
    )
}

/// Files as an archive.
pub fn packed(name: &str, entries: &[(String, Vec<u8>)]) -> InputFile {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    file(name, zip.finish().unwrap().into_inner())
}

/// The files in an archive.
pub fn unpacked(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = zip.file_names().map(|name| name.unwrap().to_string()).collect();
    let entry = |name: String| {
        let mut bytes = Vec::new();
        zip.by_name(&name).unwrap().read_to_end(&mut bytes).unwrap();
        (name, bytes)
    };
    names.into_iter().map(entry).collect()
}

/// The bytes of a file.
pub fn bytes_of(file: &InputFile) -> Vec<u8> {
    file.bytes(1 << 20).unwrap()
}

/// Whether a file is an archive.
pub fn is_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// The ids of all formats that are read.
pub fn ids() -> Vec<&'static str> {
    FORMATS.iter().filter(|format| format.is_read()).map(|format| format.id()).collect()
}

#[test]
fn every_sample_is_good() {
    for id in ids() {
        for Sample { format, files } in samples(id) {
            let taken = whole(format, &files).unwrap_or_else(|error| panic!("{id}: {error}"));
            assert_eq!(taken.refused, [""; 0], "{id}");
            let has_spans = format.carries().spans;
            let is_alone = Path::new(&files[0].name).extension().is_some_and(|ending| ending == "qdc");
            let is_text = files[0].name == "t.csv";
            assert_eq!(!taken.spans().is_empty(), has_spans && !is_alone && !is_text, "{id} {}", files[0].name);
        }
    }
}
