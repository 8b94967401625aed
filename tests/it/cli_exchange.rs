//! Options of import and export on the command line that are about other programs' habits.

use crate::shell::{Shell, with_ada};
use serde_json::{Value, json};
use std::fs::{self, File};
use std::io::Write;

#[test]
fn a_table_begins_with_a_byte_order_mark_where_that_is_asked_for() {
    let shell = with_ada();
    let rows = "document,start,end,label,text,annotator\nada,0,3,person,Zoë,ana\nada,10,13,person,Ada,ana\n\
                ada,17,21,place,York,ana\nada,17,21,place,York,ben\nada,23,27,place,York,ben\n";
    shell.run("export p --format csv --out plain/").is(0);
    assert_eq!(shell.read("plain/spans.csv"), rows);
    shell.run("export p --format csv --bom --out marked/").is(0);
    assert_eq!(shell.read("marked/spans.csv"), format!("\u{FEFF}{rows}"));
    assert_eq!(shell.read("marked/ada.txt"), "Zoë 👍 met Ada in York.\nYork is old.", "texts have none");
    shell.run("convert plain/ again/ --to csv --bom").is(0);
    assert_eq!(shell.read("again/spans.csv"), format!("\u{FEFF}{rows}"));
    shell.run("new q").is(0);
    let back = shell.run("import q marked/ --json").is(0).json();
    assert_eq!((back["documents"].as_u64(), back["spans"].as_u64()), (Some(1), Some(5)));
}

#[test]
fn words_that_a_spreadsheet_would_run_are_guarded_where_that_is_asked_for() {
    let shell = Shell::with_project();
    let spans: Vec<Value> = [(0, 5), (6, 8), (9, 12), (13, 16)]
        .map(|(start, end)| json!({"start": start, "end": end, "tag": "person"}))
        .into();
    let line = json!({"id": "d", "text": "=A1+2 -5 'n' Bo.", "sets": [{"annotator": "ana", "spans": spans}]});
    shell.write("d.jsonl", line.to_string());
    shell.run("import p d.jsonl").is(0);
    let table = |words: [&str; 4]| {
        let rows =
            ["0,5", "6,8", "9,12", "13,16"].iter().zip(words).map(|(at, word)| format!("d,{at},person,{word},ana\n"));
        format!("document,start,end,label,text,annotator\n{}", rows.collect::<String>())
    };
    shell.run("export p --format csv --out exact/").is(0);
    assert_eq!(shell.read("exact/spans.csv"), table(["=A1+2", "-5", "'n'", "Bo."]));
    shell.run("export p --format csv --guard-formulas --out guarded/").is(0);
    assert_eq!(shell.read("guarded/spans.csv"), table(["'=A1+2", "'-5", "''n'", "Bo."]));
    // Both read back as the same spans.
    for folder in ["exact", "guarded"] {
        shell.run(&format!("convert {folder}/ {folder}.jsonl --to jsonl")).is(0);
    }
    assert_eq!(shell.read("exact.jsonl"), shell.read("guarded.jsonl"));
    assert!(shell.read("guarded.jsonl").contains("\"text\":\"=A1+2\""), "{}", shell.read("guarded.jsonl"));
}

#[test]
fn what_spreadsheets_want_is_for_tables() {
    let shell = with_ada();
    for line in ["export p --format brat --bom --out x/", "convert ada.jsonl x/ --to brat --guard-formulas"] {
        let refused = shell.run(line).is(2);
        assert_eq!(
            refused.err,
            "glossator: brat standoff is no table for spreadsheets\n  Leave --bom and --guard-formulas out, or write csv\n"
        );
        assert!(!shell.path("x").exists());
    }
}

#[test]
fn what_an_export_left_that_was_killed_goes_with_the_next_one() {
    let shell = with_ada();
    let leave = |name: &str, files: &[&str]| {
        for file in files {
            shell.write(&format!("out/.glossator-{name}/{file}"), "left");
        }
        shell.path(&format!("out/.glossator-{name}"))
    };
    let left = [leave("a1B2c3", &["lock", "0", "12"]), leave("d4E5f6", &["lock", "lock.new", "packed.zip"])];
    let others = [leave("unlocked", &["0"]), leave("notes", &["lock", "notes.txt"])];
    // As another export holds it that is still running.
    let used = leave("g7H8i9", &["lock", "0"]);
    let lock = File::options().write(true).open(used.join("lock")).unwrap();
    lock.try_lock().unwrap();
    shell.run("export p --format brat --out out/brat/").is(0);
    assert_eq!(left.each_ref().map(|folder| folder.exists()), [false, false]);
    assert!(used.join("0").exists() && others.iter().all(|folder| folder.exists()));
    drop(lock);
    shell.run("convert ada.jsonl out/again/ --to csv").is(0);
    assert!(!used.exists());
    let mut there: Vec<String> = fs::read_dir(shell.path("out"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    there.sort();
    assert_eq!(there, [".glossator-notes", ".glossator-unlocked", "again", "brat"]);
}

#[test]
fn offsets_are_written_in_another_unit_only_where_the_format_leaves_it_open() {
    let shell = with_ada();
    let hint = "Leave --unit out for it; these can be told: jsonl, csv, doccano";
    for (line, name) in [
        ("export p --format brat --unit byte --out x/", "brat standoff"),
        ("export p --format conll --unit codepoint --out x/", "CoNLL columns (IOB, BIOES, BILOU)"),
        ("convert ada.jsonl x/ --to uima-xmi --unit codepoint", "UIMA CAS XMI"),
    ] {
        let refused = shell.run(line).is(2);
        assert_eq!(refused.err, format!("glossator: {name} cannot be told what offsets count\n  {hint}\n"));
        assert!(!shell.path("x").exists());
    }
    // What it counts anyway may be said.
    shell.run("export p --format brat --unit codepoint --out x/").is(0);
    shell.run("convert ada.jsonl y/ --to csv --unit utf16").is(0);
}

#[test]
fn offsets_are_read_in_the_unit_that_is_asked_for() {
    // The family is 5 code points, 8 units of UTF-16, 18 bytes and one grapheme; Bo follows after a space.
    for (unit, start, end) in [("codepoint", 6, 8), ("utf16", 9, 11), ("byte", 19, 21), ("grapheme", 2, 4)] {
        let shell = Shell::with_project();
        let line = json!({"text": "👩\u{200D}👩\u{200D}👧 Bo", "label": [[start, end, "person"]]});
        shell.write("a.jsonl", line.to_string());
        let taken = shell.run(&format!("import p a.jsonl --format doccano --unit {unit} --json")).is(0).json();
        let id = taken["ids"][0].as_str().unwrap().to_owned();
        let shown = shell.run(&format!("show p {id} --json")).is(0).json();
        let span = &shown["sets"][0]["spans"][0];
        let found = (span["start"].as_u64(), span["end"].as_u64(), span["text"].as_str());
        assert_eq!(found, (Some(6), Some(8), Some("Bo")), "{unit}");
    }
}

#[test]
fn a_format_that_says_itself_what_offsets_count_is_not_told() {
    let shell = with_ada();
    let before = shell.files();
    let refused = shell.run("import p ada.jsonl --unit byte").is(2);
    assert_eq!(
        refused.err,
        "glossator: Glossator JSONL cannot be told what offsets count: ada.jsonl\n  \
         Leave --unit out for it; these can be told: csv, brat, doccano, spacy, hf, bioc, pubtator\n"
    );
    shell.write("b/b.txt", "Ana met Bo.");
    shell.write("b/b.ann", "T1\tperson 0 3\tAna\n");
    let refused = shell.run("import p b --unit grapheme").is(2);
    assert!(refused.err.starts_with("glossator: brat standoff cannot be told that offsets count graphemes: "));
    assert!(refused.err.ends_with("\n  Leave --unit out for it; these can be told: doccano\n"), "{}", refused.err);
    assert_eq!(shell.files(), before);
    // A text has no offsets, and nothing to be told.
    shell.write("c.txt", "Cy left.");
    shell.run("import p b c.txt --unit codepoint").is(0);
}

/// Labels that cannot be ids of tags, and choices of a taxonomy.
fn strange_labels(shell: &Shell) -> Vec<&'static str> {
    let labels = vec!["PER", "Per", "per", "org/company", "per:title", "a|b", "A/B", "<t>", "q\"q", "*", "org-company"];
    let text = vec!["word"; labels.len()].join(" ");
    let span = |(at, label): (usize, &&str)| json!({"start": 5 * at, "end": 5 * at + 4, "tag": label});
    let spans: Vec<Value> = labels.iter().enumerate().map(span).collect();
    let set = json!({"annotator": "ana", "spans": spans, "tags": labels});
    shell.write("in/d.jsonl", json!({"id": "d", "text": text, "sets": [set]}).to_string());
    labels
}

#[test]
fn a_configuration_of_label_studio_has_every_label_and_choice_of_the_tasks() {
    let shell = Shell::new();
    let labels = strange_labels(&shell);
    shell.run("new p").is(0);
    shell.run("import p in/d.jsonl").is(0);
    shell.run("convert in/d.jsonl converted/ --to label-studio").is(0);
    shell.run("export p --format label-studio --out exported/").is(0);
    for folder in ["converted", "exported"] {
        let xml = shell.read(&format!("{folder}/config.xml"));
        let config = roxmltree::Document::parse(&xml).unwrap();
        let values = |element: &str| -> Vec<(String, String)> {
            let all = config.descendants().filter(|node| node.has_tag_name(element));
            let control = |node: roxmltree::Node<'_, '_>| node.parent().unwrap().attribute("name").unwrap().to_owned();
            all.map(|node| (control(node), node.attribute("value").unwrap().to_owned())).collect()
        };
        let (spans, choices) = (values("Label"), values("Choice"));
        let tasks: Value = serde_json::from_str(&shell.read(&format!("{folder}/tasks.json"))).unwrap();
        let mut found = Vec::new();
        for result in tasks[0]["annotations"][0]["result"].as_array().unwrap() {
            let control = result["from_name"].as_str().unwrap();
            for (key, known) in [("labels", &spans), ("choices", &choices)] {
                for label in result["value"][key].as_array().into_iter().flatten().filter_map(Value::as_str) {
                    assert!(known.contains(&(control.to_owned(), label.to_owned())), "{label} of {control} in {xml}");
                    found.push(label.to_owned());
                }
            }
        }
        let mut expected = [labels.clone(), labels.clone()].concat();
        expected.sort_unstable();
        found.sort();
        assert_eq!(found, expected, "{folder}");
    }
}

#[test]
fn attributes_are_those_of_the_configuration_too() {
    let shell = Shell::new();
    let span = json!({"start": 0, "end": 4, "tag": "p", "attributes": {"how/sure": "very|much", "n": "one"}});
    let other = json!({"start": 5, "end": 9, "tag": "p", "attributes": {"how/sure": "a/b", "n": "two"}});
    let set = json!({"annotator": "ana", "spans": [span, other], "attributes": {"mood/x": "good"}});
    shell.write("in/d.jsonl", json!({"id": "d", "text": "word word", "sets": [set]}).to_string());
    let told = shell.run("convert in/d.jsonl studio/ --to label-studio").is(0).out;
    assert!(told.contains("Such as the attribute how/sure is how-sure in “d”"), "{told}");
    let xml = shell.read("studio/config.xml");
    let config = roxmltree::Document::parse(&xml).unwrap();
    let tasks: Value = serde_json::from_str(&shell.read("studio/tasks.json")).unwrap();
    let results = tasks[0]["annotations"][0]["result"].as_array().unwrap();
    assert_eq!(results.len(), 7);
    for result in results {
        let is_it = |node: &roxmltree::Node<'_, '_>| node.attribute("name") == result["from_name"].as_str();
        let control = config.descendants().find(is_it).unwrap_or_else(|| panic!("{result} in {xml}"));
        for choice in result["value"]["choices"].as_array().into_iter().flatten() {
            let mut values = control.children().filter_map(|node| node.attribute("value"));
            assert!(values.any(|value| choice == value), "{choice} in {xml}");
        }
    }
    shell.run("convert in/d.jsonl brat/ --to brat").is(0);
    assert!(shell.read("brat/d.ann").contains("\thow-sure T1 very|much"));
    assert!(shell.read("brat/annotation.conf").contains("\nhow-sure\tArg:"));
}

#[test]
fn types_of_brat_and_codes_of_research_are_those_of_the_annotations() {
    let shell = Shell::new();
    let labels = strange_labels(&shell);
    shell.run("new p").is(0);
    shell.run("import p in/d.jsonl").is(0);
    shell.run("convert in/d.jsonl converted/ --to brat").is(0);
    shell.run("export p --format brat --out exported/").is(0);
    for folder in ["converted", "exported"] {
        let conf = shell.read(&format!("{folder}/annotation.conf"));
        let entities = conf.split_once("[entities]").unwrap().1.split_once("[relations]").unwrap().0;
        let types: Vec<&str> = entities.split_whitespace().collect();
        let annotations = shell.read(&format!("{folder}/d.ann"));
        let used: Vec<&str> = annotations.lines().map(|line| line.split(['\t', ' ']).nth(1).unwrap()).collect();
        assert_eq!(used.len(), labels.len());
        let missing: Vec<_> = used.into_iter().filter(|name| !types.contains(name)).collect();
        assert_eq!(missing, [""; 0], "{folder}: {conf}");
    }
    // What is read from a project has the labels as they were: back in lines, they are the same.
    shell.run("export p --format refi-qda --out p.qdpx").is(0);
    shell.run("convert p.qdpx back.jsonl --to jsonl").is(0);
    let back: Value = serde_json::from_str(&shell.read("back.jsonl")).unwrap();
    let tags = |list: &str| -> Vec<String> {
        let all = back["sets"][0][list].as_array().unwrap().iter();
        all.map(|it| it["tag"].as_str().or(it.as_str()).unwrap().to_owned()).collect()
    };
    let (mut spans, mut topics, mut expected) = (tags("spans"), tags("tags"), labels);
    [&mut spans, &mut topics].into_iter().for_each(|tags| tags.sort());
    expected.sort_unstable();
    assert_eq!(spans, expected);
    assert_eq!(topics, expected);
}

#[test]
fn a_tag_is_dropped_or_renamed_by_what_files_call_it_and_by_its_id() {
    let shell = Shell::new();
    strange_labels(&shell);
    shell.run("new p").is(0);
    shell.run("import p in/d.jsonl").is(0);
    let used = |line: &str| -> Vec<String> {
        shell.run(line).is(0);
        let lines = shell.read("out.jsonl");
        let document: Value = serde_json::from_str(&lines).unwrap();
        let spans = document["sets"][0]["spans"].as_array().unwrap().iter();
        spans.map(|span| span["tag"].as_str().unwrap().to_owned()).collect()
    };
    let map = "org/company=ORG,a-b=,Per=Person";
    let tags = used(&format!("export p --format jsonl --tag-map {map} --out out.jsonl"));
    assert_eq!(tags, ["PER", "Person", "per", "ORG", "per:title", "A/B", "<t>", "q\"q", "*", "org-company"]);
    assert_eq!(used("export p --format jsonl --tag org/company --out out.jsonl"), ["org/company"]);
    let shown = shell.run("show p d --json").is(0).json();
    assert_eq!(shown["sets"][0]["spans"][3]["tag"], "org-company", "the project itself speaks of ids");
}

#[test]
fn a_colleagues_project_comes_in_as_a_folder() {
    let shell = Shell::with_project();
    let said = |annotator: &str, tag: &str| {
        let sets = json!([{"annotator": annotator, "spans": [{"start": 0, "end": 3, "tag": tag}]}]);
        json!({"id": "d", "text": "Ada wrote.", "sets": sets}).to_string()
    };
    shell.write("ana.jsonl", said("ana", "person"));
    shell.write("ben.jsonl", said("ben", "place"));
    shell.run("import p ana.jsonl").is(0);
    shell.run("new bens").is(0);
    shell.run("import bens ben.jsonl").is(0);
    let taken = shell.run("import p bens --json").is(0).json();
    assert_eq!((taken["documents"].as_u64(), taken["spans"].as_u64()), (Some(1), Some(1)), "{taken}");
    shell.run("export p --format csv --out both/").is(0);
    let rows = "document,start,end,label,text,annotator\nd,0,3,person,Ada,ana\nd,0,3,place,Ada,ben\n";
    assert_eq!(shell.read("both/spans.csv"), rows);
    // A second time brings nothing twice.
    shell.run("import p bens");
    shell.run("export p --format csv --out again/").is(0);
    assert_eq!(shell.read("again/spans.csv"), rows);
}

/// A project whose documents ben has, with what he says about them in his own copy.
fn sent_by_ben() -> Shell {
    let shell = Shell::with_project();
    shell.write("d.jsonl", json!({"id": "d", "text": "Ada wrote."}).to_string());
    shell.run("import p d.jsonl").is(0);
    let sets = json!([{"annotator": "ben", "spans": [{"start": 0, "end": 3, "tag": "place"}]}]);
    shell.write("ben.jsonl", json!({"id": "d", "text": "Ada wrote.", "sets": sets}).to_string());
    shell.run("new bens").is(0);
    shell.run("import bens ben.jsonl").is(0);
    shell
}

/// What everybody says in a project, as rows.
fn rows_of(shell: &Shell, out: &str) -> String {
    shell.run(&format!("export p --format csv --out {out}")).is(0);
    shell.read(&format!("{out}spans.csv"))
}

const BENS: &str = "document,start,end,label,text,annotator\nd,0,3,place,Ada,ben\n";

#[test]
fn a_packed_project_is_taken_in() {
    let shell = sent_by_ben();
    let packed = shell.run("pack bens --annotator ben --out ben.zip --json").is(0).json();
    assert_eq!(packed, json!({"out": "ben.zip", "documents": 1, "sets": 1, "spans": 1}));
    let taken = shell.run("import p ben.zip --json").is(0).json();
    assert_eq!((&taken["documents"], &taken["spans"]), (&json!(1), &json!(1)), "{taken}");
    assert_eq!(rows_of(&shell, "out/"), BENS);
    // The same twice, and the same bytes.
    shell.run("import p ben.zip");
    assert_eq!(rows_of(&shell, "again/"), BENS);
    shell.run("pack bens --annotator ben --out second.zip").is(0);
    assert_eq!(fs::read(shell.path("ben.zip")).unwrap(), fs::read(shell.path("second.zip")).unwrap());
    // As a folder it is a project like any other.
    shell.run("pack bens --out unpacked").is(0);
    assert_eq!(shell.run("stats unpacked --json").is(0).json()["spans"], 1);
    shell.run("pack bens --annotator nobody --out no.zip").is(2);
    assert!(!shell.path("no.zip").exists());
}

#[test]
fn a_set_that_was_sent_alone_goes_to_its_document() {
    let shell = sent_by_ben();
    let set = "bens/annotations/ben/d.ron";
    // Its place says whose it is; its text says what it is about.
    let taken = shell.run(&format!("import p {set} --json")).is(0).json();
    assert_eq!((&taken["documents"], &taken["spans"]), (&json!(1), &json!(1)), "{taken}");
    assert_eq!(rows_of(&shell, "out/"), BENS);
}

#[test]
fn a_set_without_its_place_needs_a_name() {
    let shell = sent_by_ben();
    fs::copy(shell.path("bens/annotations/ben/d.ron"), shell.path("mail.ron")).unwrap();
    let refused = shell.run("import p mail.ron").is(2);
    assert!(refused.out.contains("nothing says whose annotations these are: mail.ron"), "{}", refused.out);
    shell.run("import p mail.ron --annotator ben").is(0);
    assert_eq!(rows_of(&shell, "out/"), BENS);
}

#[test]
fn a_folder_or_an_archive_of_sets_alone_is_taken_in() {
    for packs in [false, true] {
        let shell = sent_by_ben();
        if packs {
            let mut zip = zip::ZipWriter::new(File::create(shell.path("sets.zip")).unwrap());
            for name in ["annotations/ben/d.ron", "annotators/ben.ron"] {
                zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
                zip.write_all(&fs::read(shell.path(&format!("bens/{name}"))).unwrap()).unwrap();
            }
            zip.finish().unwrap();
            shell.run("import p sets.zip").is(0);
        } else {
            shell.run("import p bens/annotations").is(0);
        }
        assert_eq!(rows_of(&shell, "out/"), BENS, "packed: {packs}");
    }
}

#[test]
fn a_set_about_another_version_of_the_text_is_found_by_its_words_or_refused() {
    let shell = sent_by_ben();
    shell.write("new.jsonl", json!({"id": "d", "text": "Yesterday Ada wrote."}).to_string());
    shell.run("new q").is(0);
    shell.run("import q new.jsonl").is(0);
    shell.run("import q bens/annotations/ben/d.ron").is(0);
    shell.run("export q --format csv --out out/").is(0);
    assert_eq!(shell.read("out/spans.csv"), BENS.replace("d,0,3", "d,10,13"));
    shell.write("other.jsonl", json!({"id": "d", "text": "Quite another text."}).to_string());
    shell.run("new r").is(0);
    shell.run("import r other.jsonl").is(0);
    let refused = shell.run("import r bens/annotations/ben/d.ron").is(2);
    let why = "no document of the project has the text that these annotations are about: bens/annotations/ben/d.ron";
    assert!(refused.out.contains(why), "{}", refused.out);
    assert!(!shell.path("r/annotations").exists());
}

#[test]
fn an_archive_that_leads_out_is_no_project() {
    let shell = sent_by_ben();
    let mut zip = zip::ZipWriter::new(File::create(shell.path("evil.zip")).unwrap());
    for (name, bytes) in [("../escaped.ron", b"()".as_slice()), ("project.ron", b"(")] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap();
    let refused = shell.run("import p evil.zip").is(2);
    assert!(refused.out.contains("evil.zip/project.ron"), "{}", refused.out);
    assert!(!shell.path("escaped.ron").exists() && !shell.path("../escaped.ron").exists());
}
