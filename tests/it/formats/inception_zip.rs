//! Exported projects of INCEpTION.

use super::lines;
use super::uima::{fixture, hard, read, written};
use glossator::formats::{FORMATS, InceptionZip, InputFile, UimaJson, UimaXmi, WebAnnoTsv, grouped};
use glossator::model::{AnnotatorKind, SetState};
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_project_with_annotations_in_javas_own_form_gives_its_texts_and_says_what_to_do() {
    let (documents, losses) =
        read(&InceptionZip, &[fixture("inception-zip/test-project-with-recommenders.zip")]).unwrap();
    assert_eq!((documents.len(), documents[0].id.as_deref(), documents[0].text.len()), (1, Some("Obama.txt"), 2748));
    let told = "1 span: annotation_ser/Obama.txt/admin.ser: what admin says is in Java's own form alone: \
        export the project from INCEpTION again with the format “UIMA CAS JSON”\n";
    assert_eq!(lines(&losses), told);
}

#[test]
fn annotations_in_every_readable_form_are_read_for_each_user() {
    let (xmi, _) = written(&UimaXmi, vec![hard()], &["ana", "ben"]).unwrap();
    let (json, _) = written(&UimaJson, vec![hard()], &["ana", "ben"]).unwrap();
    let (tsv, _) = written(&WebAnnoTsv, vec![hard()], &["ana", "ben"]).unwrap();
    let inner = archive(&[("letter.xmi", &xmi[1].bytes), ("TypeSystem.xml", &xmi[2].bytes)]);
    let project = r#"{"source_documents": [{"name": "letter.txt", "format": "text"}, {"name": "other.txt", "format": "text"}],
        "annotation_documents": [{"name": "letter.txt", "user": "ana", "state": "FINISHED"}],
        "layers": [{"name": "custom.entities", "uiName": "Entities"}]}"#;
    let bytes = archive(&[
        ("exportedproject123.json", project.as_bytes()),
        ("source/letter.txt", hard().text.as_str().as_bytes()),
        ("source/other.txt", b"Other"),
        ("annotation/letter.txt/INITIAL_CAS.json", &json[1].bytes),
        ("annotation/letter.txt/ana.json", &json[0].bytes),
        ("annotation/letter.txt/ben.zip", &inner),
        ("annotation_ser/letter.txt/ana.ser", b"x"),
        ("annotation_ser/letter.txt/cleo.ser", b"x"),
        ("curation/letter.txt/CURATION_USER.tsv", &tsv[1].bytes),
    ]);
    let (groups, _) = grouped(vec![InputFile::of_bytes("p.zip", bytes)], None);
    assert_eq!(groups.iter().map(|group| group.format.id()).collect::<Vec<_>>(), ["inception-zip"]);
    let (documents, losses) = read(&InceptionZip, &groups[0].files).unwrap();
    assert_eq!(documents.iter().map(|it| it.id.as_deref().unwrap()).collect::<Vec<_>>(), ["letter.txt", "other.txt"]);
    let sets: Vec<_> = documents[0]
        .sets
        .iter()
        .map(|set| {
            let person = set.annotator.as_ref().unwrap();
            (person.id.as_str(), person.kind, set.state, set.spans.len())
        })
        .collect();
    let expected = [
        ("ana", None, Some(SetState::Finished), 11),
        ("ben", None, None, 1),
        ("CURATION_USER", Some(AnnotatorKind::Gold), None, 1),
    ];
    assert_eq!(sets, expected);
    assert_eq!(documents[0].sets[0].spans[0].label.layer.as_deref(), Some("Entities"));
    assert!(
        lines(&losses).starts_with("1 span: annotation_ser/letter.txt/cleo.ser: what cleo says"),
        "{}",
        lines(&losses)
    );
    assert_eq!(documents[1].text.as_str(), "Other");
}

#[test]
fn bad_projects_are_refused_with_the_place() {
    let bytes = archive(&[("exportedproject.json", b"{\n\"source_documents\": 3}")]);
    let error = read(&InceptionZip, &[InputFile::of_bytes("p.zip", bytes)]).unwrap_err().to_string();
    assert_eq!(error, "invalid type: integer `3`, expected a sequence: p.zip/exportedproject.json:2:21");
    let error =
        read(&InceptionZip, &[InputFile::of_bytes("p.zip", archive(&[("a.txt", b"")]))]).unwrap_err().to_string();
    assert!(error.starts_with("there is no exportedproject.json in it"), "{error}");
    assert!(FORMATS.iter().any(|format| format.id() == "inception-zip" && !format.is_written()));
}
