//! The command line on bad input: what is refused, by which name, and that nothing else is lost.

use crate::shell::{ADA, Shell, with_ada};
use std::fs;

#[test]
fn a_file_that_is_refused_does_not_stop_the_others() {
    let shell = Shell::with_project();
    shell.write("a.txt", "Ada wrote");
    shell.write("photo.jpg", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    shell.write("bad.jsonl", "{\"text\": \"one\"}\n{\"text\": \"two\", }\n");
    shell.write(
        "wrong.jsonl",
        "{\"text\": \"Zoë 👍\", \"sets\": [{\"spans\": [{\"start\": 4, \"end\": 99, \"tag\": \"person\"}]}]}\n",
    );
    let big = fs::File::create(shell.path("big.txt")).unwrap();
    big.set_len(200_000_000).unwrap();
    let ran = shell.run("import p photo.jpg a.txt bad.jsonl wrong.jsonl big.txt gone.txt").is(1);
    insta::assert_snapshot!(ran.out, @"
    Imported 2 documents with 0 spans: p

    Not taken
      cannot read: it is not there: gone.txt
        Check the path
      this is not a text: it has a NUL byte at 8: photo.jpg
        Name its encoding, or save it as text in UTF-8
      trailing comma: bad.jsonl:2:17
        Mend the file at that place, or take what is good of it with --keep-good
      the file has 200 MB, and the largest that is read has 128 MB: big.txt
        Split it into smaller files

    Not as it was
      Spans left out, as their place is not certain: 1
        Such as wrong.jsonl:1: 4–99 as person: offset 99 lies outside the text, which ends at 5
    ");
    let stats = shell.run("stats p --json").is(0).json();
    assert_eq!((stats["documents"].as_u64(), stats["spans"].as_u64()), (Some(2), Some(0)));
}

#[test]
fn nothing_changes_when_nothing_comes_in_or_it_is_only_asked_about() {
    let shell = Shell::with_project();
    let before = shell.files();
    shell.write("photo.jpg", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    shell.run("import p photo.jpg").is(2);
    shell.write("a.txt", "Ada wrote");
    insta::assert_snapshot!(shell.run("import p a.txt --dry-run").is(0).out, @"Would import 1 document with 0 spans: p");
    assert_eq!(shell.run("import p a.txt photo.jpg --dry-run --json").is(1).json()["documents"], 1);
    shell.run("import p a.txt --format brat").is(2);
    shell.run("import p a.txt --encoding klingon").is(2);
    shell.run("import p a.txt --now yesterday").is(2);
    shell.run("import p").is(2);
    shell.run("export p --format brat --out x").is(2);
    assert_eq!(shell.files(), before);
    insta::assert_snapshot!(shell.run("import q a.txt").is(2).err, @"
    glossator: cannot open: it is not there: q
      Look whether the folder was moved, deleted or unmounted
    ");
}

#[test]
fn names_that_are_no_file_names_never_become_one() {
    let shell = Shell::with_project();
    let line = r#"{"id": "../../../evil\u0000", "title": "../up", "text": "Ada", "sets": [{"annotator": "..", "spans": [{"start": 0, "end": 3, "tag": "a/../b"}]}]}"#;
    shell.write("a.jsonl", line);
    let ran = shell.run("import p a.jsonl --seed 4").is(0);
    insta::assert_snapshot!(ran.out, @r#"
    Imported 1 document with 1 span: p
    Tags that the codebook did not have: a-b

    Not as it was
      Ids that could not be kept: 2
        Such as a.jsonl:1: "../../../evil\0" cannot be the id of a document
    "#);
    let files: Vec<String> = shell.files().into_keys().collect();
    insta::assert_snapshot!(files.join("\n"), @"
    annotations/annotator/up-hp7t.ron
    annotators/annotator.ron
    documents/up-hp7t.ron
    documents/up-hp7t.txt
    project.ron
    ");
    let top: Vec<String> = fs::read_dir(shell.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(top.len(), 3, "{top:?}");
}

#[test]
fn new_refuses_a_folder_with_something_in_it_and_a_codebook_that_is_none() {
    let shell = with_ada();
    insta::assert_snapshot!(shell.run("new p").is(2).err, @"
    glossator: the folder is not empty: p
      Choose an empty folder, or a new name
    ");
    insta::assert_snapshot!(shell.run("new q --codebook ghosts").is(2).err, @r#"
    glossator: there is no codebook "ghosts"
      Name a file that ends in .ron, or one of news-entities, claims-evidence, framing-stance
    "#);
    shell.write("book.ron", "(format: 1, name: \"Mine\", tags: [\n  (id: 3)])");
    insta::assert_snapshot!(shell.run("new q --codebook book.ron").is(2).err, @"
    glossator: Expected string: book.ron:2:8
      Mend the file in a text editor, or take an older version of it from a backup; it is not touched
    ");
    shell.write("later.ron", "(format: 99, name: \"Mine\")");
    assert!(shell.run("new q --codebook later.ron").is(2).err.contains("format 99"));
    assert!(!shell.path("q").exists());
    shell.run("new q/.. --name _").is(2);
}

#[test]
fn what_is_broken_is_named_and_the_rest_is_used() {
    let shell = with_ada();
    shell.write("p/annotations/ben/ada.ron", "(\n  format: 1,\n  what");
    let checked = shell.run("check p --json").is(1).json();
    assert_eq!(checked["findings"][0]["kind"], "unreadable");
    assert_eq!(checked["findings"][0]["document"], "ada");
    let ran = shell.run("stats p --json").is(1);
    insta::assert_snapshot!(ran.err, @"
    glossator: Unexpected field named `what` in `SetRecord`, expected one of `format`, `text`, `offsets`, `state`, `mapped`, `attributes`, `tags`, `spans`, `relations`, `notes`, or `rejections` instead: $/p/annotations/ben/ada.ron:3:3
      Mend the file in a text editor, or take an older version of it from a backup; it is not touched
    ");
    assert_eq!(ran.json()["spans"], 3);
    assert_eq!(shell.read("p/annotations/ben/ada.ron"), "(\n  format: 1,\n  what");
    shell.write("p/project.ron", "(format: 99)");
    insta::assert_snapshot!(shell.run("stats p").is(2).err, @"
    glossator: this has format 99, and this program knows formats up to 1: $/p/project.ron
      Open the project with a newer version of Glossator
    ");
}

#[test]
fn an_export_that_would_lose_something_can_be_refused() {
    let shell = with_ada();
    let document = shell.read("p/documents/ada.ron");
    shell.write("p/documents/ada.ron", document.replace("added:", "assigned: [\"ana\"], added:"));
    insta::assert_snapshot!(shell.run("export p --format jsonl --out out.jsonl --fail-on-loss").is(1).out, @"
    Wrote nothing, as Glossator JSONL cannot hold everything

    Not as it was
      Properties of documents left out: 1
        Such as “Ada 👍” is assigned
    ");
    assert!(!shell.path("out.jsonl").exists());
    shell.run("export p --format jsonl --out out/").is(0);
    assert!(shell.path("out/documents.jsonl").exists());
    insta::assert_snapshot!(shell.run("export p --format jsonl --out out.jsonl --document Nobody").is(2).err, @r#"
    glossator: there is no document "Nobody"
      Documents: ada
    "#);
}

#[test]
fn articles_of_every_size_come_in() {
    let shell = Shell::with_project();
    shell.write("empty.txt", "");
    shell.write("long.txt", "word ".repeat(1_000_000));
    assert_eq!(shell.run("import p empty.txt long.txt --json").is(0).json()["documents"], 2);
    let stats = shell.run("stats p --json").is(0).json();
    assert_eq!((stats["documents"].as_u64(), stats["characters"].as_u64()), (Some(2), Some(5_000_000)));
}

#[test]
fn findings_are_listed_and_repaired() {
    let shell = with_ada();
    let set = shell.read("p/annotations/ana/ada.ron");
    shell.write("p/annotations/ana/ada.ron", set.replace("\"place\"", "\"ghost\""));
    insta::assert_snapshot!(shell.run("check p").is(1).out, @"
    error  ada ana  17–21  1 span has the tag ghost, which the codebook lacks
    1 error, 0 warnings, 0 to look at; --repair can set 1 right
    ");
    insta::assert_snapshot!(shell.run("check p --repair").out, @"
    Repaired: Add 1 tag from a codebook
    Nothing is wrong
    ");
    insta::assert_snapshot!(shell.run("check p").is(0).out, @"Nothing is wrong");
}

#[test]
fn files_are_mended_after_a_backup_and_what_cannot_be_is_said() {
    let shell = Shell::with_project();
    shell.write("ada.jsonl", ADA);
    shell.run("import p ada.jsonl --now 2026-03-01T10:00:00Z").is(0);
    // The first repair finds nothing, and leaves a backup.
    insta::assert_snapshot!(shell.run("check p --repair").is(0).out, @"Nothing is wrong");
    let set = shell.read("p/annotations/ana/ada.ron");
    shell.write("p/annotations/ana/ada.ron", set.replace("spans", "spams"));
    let ben = shell.read("p/annotations/ben/ada.ron");
    shell.write("p/annotations/ben/ada (1).ron", &ben);
    assert_eq!(shell.run("check p").code, 1);
    let repaired = shell.run("check p --repair --json").is(0).json();
    let said: Vec<&str> = repaired["repaired"].as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
    assert_eq!(
        said,
        ["$/p/annotations/ana/ada.ron: brought back from a backup and the journal", "A conflict copy merged"]
    );
    assert_eq!(shell.read("p/annotations/ana/ada.ron"), set);
    assert!(!shell.path("p/annotations/ben/ada (1).ron").exists());
    shell.write("p/annotations/carl/ada.ron", "(format: 1, spams: [])");
    let left = shell.run("check p --repair");
    assert_eq!(left.code, 1);
    assert!(left.out.contains("p/annotations/carl/ada.ron:1:"), "{}", left.out);
    assert_eq!(shell.read("p/annotations/carl/ada.ron"), "(format: 1, spams: [])");
}

#[test]
fn few_open_files_are_enough_for_a_project_of_many() {
    let shell = Shell::with_project();
    let lines: Vec<String> = (0..300).map(|n| format!("{{\"id\":\"a{n}\",\"text\":\"Article {n}\"}}")).collect();
    shell.write("many.jsonl", lines.join("\n"));
    shell.run("import p many.jsonl").is(0);
    let limited = std::process::Command::new("sh")
        .args(["-c", "ulimit -n 32 && exec \"$0\" check p --repair", env!("CARGO_BIN_EXE_glossator")])
        .current_dir(shell.folder.path())
        .env("GLOSSATOR_HOME", shell.path("home"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&limited.stderr);
    assert_eq!(
        (limited.status.code(), String::from_utf8_lossy(&limited.stdout).trim()),
        (Some(0), "Nothing is wrong"),
        "{said}"
    );
    assert_eq!(shell.run("check p").is(0).out.trim(), "Nothing is wrong");
}
