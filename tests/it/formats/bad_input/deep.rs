//! What lies in itself a hundred thousand times: it is refused, or passed over, with the room for calls that any thread has.

use super::samples::{Sample, bytes_of, ids, is_packed, packed, samples, unpacked};
use super::{file, good_of, in_little_room, whole};
use glossator::formats::{Format, InputFile, named};

const DEPTH: usize = 100_000;

/// Reads an input in little room; it may be refused, with a name of its file, and no more.
fn survives(format: &'static dyn Format, files: Vec<InputFile>) {
    in_little_room(move || {
        let _ = whole(format, &files);
        let _ = good_of(format, &files);
    });
}

#[test]
fn brackets_and_elements_without_end_are_survived_by_every_format() {
    let elements = format!("{}{}", "<a>".repeat(DEPTH), "</a>".repeat(DEPTH));
    let lists = format!("{}{}", "[".repeat(DEPTH), "]".repeat(DEPTH));
    let objects = format!("{}1{}", "{\"a\":".repeat(DEPTH), "}".repeat(DEPTH));
    for id in ids() {
        for Sample { format, files } in samples(id) {
            for content in [&elements, &lists, &objects, &"(".repeat(DEPTH), &"<<".repeat(DEPTH)] {
                let mut files = files.clone();
                files[0] = file(&files[0].name, content.as_str());
                survives(format, files);
            }
        }
    }
}

#[test]
fn deep_values_within_a_file_are_survived() {
    let lists = format!("{{\"deep\": {}{}, ", "[".repeat(DEPTH), "]".repeat(DEPTH));
    let elements = format!(">{}{}", "<a>".repeat(DEPTH), "</a>".repeat(DEPTH));
    let changes = |content: &str| [content.replacen('{', &lists, 1), content.replacen('>', &elements, 2)];
    for id in ids() {
        for Sample { format, files } in samples(id) {
            let bytes = bytes_of(&files[0]);
            let name = files[0].name.clone();
            let mut deep: Vec<InputFile> = Vec::new();
            if is_packed(&bytes) {
                let entries = unpacked(&bytes);
                for at in 0..entries.len() {
                    let Ok(content) = std::str::from_utf8(&entries[at].1) else { continue };
                    for content in changes(content) {
                        let mut entries = entries.clone();
                        entries[at].1 = content.into_bytes();
                        deep.push(packed(&name, &entries));
                    }
                }
            } else if let Ok(content) = std::str::from_utf8(&bytes) {
                deep.extend(changes(content).map(|content| file(&name, content)));
            }
            for deep in deep {
                let mut files = files.clone();
                files[0] = deep;
                survives(format, files);
            }
        }
    }
}

#[test]
fn a_deep_line_is_told_and_the_others_are_offered() {
    let deep = format!("{}{}", "[".repeat(DEPTH), "]".repeat(DEPTH));
    for (id, good, bad) in [
        ("jsonl", r#"{"text": "Ana §"}"#, r#"{"text": "Bo", "sets": DEEP}"#),
        ("doccano", r#"{"text": "Ana §", "label": [[0, 3, "p"]]}"#, r#"{"text": "Bo", "label": DEEP}"#),
        ("prodigy", r#"{"text": "Ana §", "spans": []}"#, r#"{"text": "Bo", "spans": DEEP}"#),
        ("hf", r#"{"text": "Ana §", "spans": []}"#, r#"{"text": "Bo", "spans": DEEP}"#),
        ("spacy", r#"["Ana §", {"entities": []}]"#, r#"["Bo", {"entities": DEEP}]"#),
        (
            "label-studio",
            r#"{"data": {"text": "Ana §"}, "annotations": []}"#,
            r#"{"data": {"text": "Bo"}, "annotations": DEEP}"#,
        ),
    ] {
        let lines = [good.replace('§', "1"), bad.replace("DEEP", &deep), good.replace('§', "2")].join("\n");
        in_little_room(move || {
            let format = named(id).unwrap();
            let files = [file("a.jsonl", lines)];
            let why = whole(format, &files).err().unwrap();
            assert!(why.starts_with("recursion limit exceeded: a.jsonl:2:"), "{id}: {why}");
            let taken = good_of(format, &files).unwrap();
            assert_eq!((taken.texts(), &taken.refused), (vec!["Ana 1", "Ana 2"], &vec![why]), "{id}");
        });
    }
}

#[test]
fn letters_in_letters_are_survived() {
    let (mut head, mut tail) = (String::new(), String::new());
    for n in 0..5_000 {
        head.push_str(&format!("Content-Type: multipart/mixed; boundary=\"b{n}\"\n\n--b{n}\n"));
        tail = format!("\n--b{n}--\n{tail}");
    }
    let parts = format!("Subject: x\n{head}Content-Type: text/plain\n\nAna\n{tail}");
    let forwarded = "Content-Type: message/rfc822\n\n".repeat(DEPTH) + "Subject: y\n\nAna\n";
    for letter in [parts, forwarded] {
        survives(named("eml").unwrap(), vec![file("a.eml", letter)]);
    }
}
