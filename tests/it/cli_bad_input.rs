//! The command line on bad files: exit codes, what is said of them, and that a project's files stay as they are.

use crate::shell::Shell;
use std::io::{Cursor, Write};

/// Files nothing of which comes in, what is asked for besides, and what is said of them.
fn bad() -> Vec<(&'static str, Vec<u8>, &'static str, &'static str)> {
    let deep = format!("{{\"text\": \"Ana\", \"sets\": {}", "[".repeat(100_000));
    let rows: String =
        (1..7500).map(|n| format!("r{n},Article {n}{}\n", if n == 7000 { ",more" } else { "" })).collect();
    let bomb = "<!DOCTYPE x [<!ENTITY a \"qqqqqqqqqq\"><!ENTITY b \"&a;&a;&a;\">]>\n<GateDocument>&b;</GateDocument>";
    let offset = r#"{"text": "Ana", "sets": [{"spans": [{"start": 0, "end": 3, "tag": "p"}]}, {"spans": 7}]}"#;
    vec![
        (
            "cut.jsonl",
            b"{\"text\": \"Ana\"}\n{\"text\": \"B".to_vec(),
            "",
            "the line ends within a string: cut.jsonl:2:11",
        ),
        ("deep.jsonl", deep.into_bytes(), "", "recursion limit exceeded: deep.jsonl:1:"),
        (
            "rows.csv",
            format!("id,text\n{rows}").into_bytes(),
            "",
            "the row has 3 cells, and the table has 2 columns: rows.csv:7001",
        ),
        ("bomb.xml", bomb.as_bytes().to_vec(), " --format gate", "there is no TextWithNodes in it: bomb.xml:2:1"),
        ("kind.jsonl", offset.as_bytes().to_vec(), "", "invalid type: integer `7`, expected a sequence: kind.jsonl:1:"),
        ("latin.txt", b"caf\xE9".to_vec(), " --encoding utf-8", "this is not UTF-8: byte 3 does not fit: latin.txt"),
        ("photo.docx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "", ": photo.docx"),
        ("half.zip", b"PK\x03\x04\x14\0\0\0".to_vec(), "", ": half.zip"),
        ("none.zip", packed(&[]), "", "there is no file in it that can be read: none.zip"),
    ]
}

fn packed(entries: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn a_bad_file_leaves_every_byte_of_the_project_and_is_named() {
    let shell = Shell::with_project();
    let before = shell.files();
    for (name, bytes, asked, why) in bad() {
        shell.write(name, bytes);
        let ran = shell.run(&format!("import p {name}{asked}")).is(2);
        assert!(ran.out.contains(why), "{name}: {}", ran.out);
        assert!(!ran.err.contains("panicked"), "{}", ran.err);
        assert!(shell.files() == before, "{name}");
        let ran = shell.run(&format!("convert {name} out --to jsonl"));
        assert!(ran.code == 2 || !asked.is_empty(), "{name}: {} {}", ran.out, ran.err);
    }
}

#[test]
fn beside_bad_files_the_good_one_comes_in_alone() {
    let shell = Shell::with_project();
    shell.write("good.txt", "Bo");
    let names: Vec<&str> = bad().iter().filter(|(_, _, asked, _)| asked.is_empty()).map(|(name, ..)| *name).collect();
    for (name, bytes, ..) in bad() {
        shell.write(name, bytes);
    }
    let ran = shell.run(&format!("import p {} good.txt --json", names.join(" "))).is(1).json();
    assert_eq!((ran["documents"].as_u64(), ran["spans"].as_u64()), (Some(1), Some(0)));
    assert_eq!(ran["refused"].as_array().unwrap().len(), names.len());
    assert_eq!(ran["tags_added"], serde_json::json!([]));
}

#[test]
fn what_is_good_of_a_file_comes_in_if_that_is_asked_for() {
    let shell = Shell::with_project();
    for (name, content, n) in [
        ("cut.jsonl", "{\"text\": \"Ana\"}\n{\"text\": \"B", 1),
        ("rows.csv", "id,text\nr1,Eve\nr2,Fay,more\nr3,Gus\n", 2),
    ] {
        shell.write(name, content);
        let ran = shell.run(&format!("import p {name} --keep-good --json")).is(1).json();
        assert_eq!(ran["documents"], n, "{name}");
        assert_eq!(ran["refused"].as_array().unwrap().len(), 1, "{name}");
    }
    shell.write("list.json", r#"[{"text": "Cy", "label": []}, {"text": "Di", "label": []}, {"text": "E"#);
    assert_eq!(shell.run("import p list.json --keep-good --json").is(1).json()["documents"], 2);
    let before = shell.files();
    shell.write("nothing.jsonl", "{\"text\": \n");
    let ran = shell.run("import p nothing.jsonl --keep-good --json").is(2).json();
    assert_eq!(ran["refused"].as_array().unwrap().len(), 1, "the one mistake is told once: {ran}");
    assert!(shell.files() == before);
}

#[test]
fn what_can_be_done_about_a_bad_file_is_said() {
    let shell = Shell::with_project();
    shell.write("cut.jsonl", "{\"text\": \"Ana\"}\n{\"text\": \"B");
    shell.write("after.jsonl", "{\"text\": \"B\n{\"text\": \"Ana\"}\n");
    shell.write("nothing.jsonl", "{\"text\": \n");
    let good = "Mend the file at that place, or take what is good of it with --keep-good\n";
    let mend = "Mend the file at that place and try again\n";
    for (asked, hint) in [
        ("cut.jsonl", good),
        ("after.jsonl", good),
        ("nothing.jsonl", mend),
        // Who asked for it is not told again.
        ("nothing.jsonl --keep-good", mend),
        ("gone.jsonl", "Check the path\n"),
    ] {
        let ran = shell.run(&format!("import p {asked}")).is(2);
        assert!(ran.out.ends_with(&format!("\n    {hint}")), "{asked}: {}", ran.out);
        let ran = shell.run(&format!("convert {asked} x.csv --to csv")).is(2);
        assert!(ran.err.ends_with(&format!("\n  {hint}")), "{asked}: {}", ran.err);
    }
}

#[test]
fn names_in_an_archive_that_lead_out_of_it_stay_in_the_project() {
    let shell = Shell::with_project();
    let names = ["../up.txt", "../../further.txt", "/root.txt", "..\\back.txt", "p/../../over.txt", "in.txt"];
    let entries: Vec<(&str, &str)> = names.iter().map(|name| (*name, *name)).collect();
    shell.write("slip.zip", packed(&entries));
    let ran = shell.run("import p slip.zip --json").is(1).json();
    assert_eq!((&ran["documents"], ran["refused"].as_array().unwrap().len()), (&2.into(), 4), "{ran}");
    assert_eq!(ran["refused"][0]["why"], "the name leads out of the archive: slip.zip/../up.txt");
    let mut there: Vec<String> = std::fs::read_dir(shell.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    there.sort();
    assert_eq!(there, ["home", "p", "slip.zip"]);
    let is_own = |name: &String| {
        ["annotations/", "annotators/", "documents/", "project.ron"].iter().any(|own| name.starts_with(own))
    };
    let files: Vec<String> = shell.files().into_keys().collect();
    assert!(files.iter().all(is_own), "{files:?}");
}

#[test]
fn nothing_of_a_refused_file_is_in_what_others_are_converted_to() {
    let shell = Shell::new();
    let line = |text: &str, tag: &str| {
        format!(
            "{{\"text\": \"{text}\", \"sets\": [{{\"annotator\": \"{tag}\", \"spans\": [{{\"start\": 0, \"end\": 2, \"tag\": \"{tag}\"}}, {{\"start\": 1, \"end\": 9, \"tag\": \"x\"}}]}}]}}\n"
        )
    };
    shell.write("in/bad.jsonl", line("Cy", "ghost") + "{\"text\": \n");
    shell.write("in/good.jsonl", line("Bo", "person"));
    let ran = shell.run("convert in out --to brat --json").is(1).json();
    assert_eq!((&ran["documents"], &ran["losses"][0]["count"]), (&1.into(), &1.into()), "{ran}");
    let types = shell.read("out/annotation.conf");
    assert!(types.contains("person") && !types.contains("ghost"), "{types}");
}
