//! The command line, end to end: the real program, its answers, its exit codes.

use crate::desk::Desk;
use crate::notation::{letter, set_of, whole_project};
use crate::shell::{ADA, Shell, with_ada};
use glossator::edit::{Command as Edit, NewDocument};
use glossator::model::{SetState, TagId};
use glossator::store;
use glossator::text::Text;
use serde_json::Value;
use std::process::Command;

#[test]
fn a_project_is_made_filled_and_shown() {
    let shell = Shell::new();
    let made = shell.run("new p --name Letters").is(0);
    insta::assert_snapshot!(made.out, @"Made the project “Letters” with 9 tags of News entities: p");
    shell.write("ada.jsonl", ADA);
    let imported = shell.run("import p ada.jsonl").is(0);
    insta::assert_snapshot!(imported.out, @"Imported 1 document with 5 spans: p");
    assert_eq!(imported.err, "");
    insta::assert_snapshot!(shell.run("show p ada").is(0).out, @"
    Ada 👍
    ada: 35 characters

    ana, finished, 3 spans
      start  end  tag     text
          0    3  person  Zoë
         10   13  person  Ada
         17   21  place   York
      Note on “York”: Which one?

    ben, in progress, 2 spans
      start  end  tag    text
         17   21  place  York
         23   27  place  York
    ");
    insta::assert_snapshot!(shell.run("stats p").is(0).out, @"
    1 document, 35 characters, 5 spans

      annotator  spans  documents
      ana            3          1
      ben            2          1

      tag              spans  documents  characters   share  mean  most frequent
      Person               2          1           6  17.1 %   3.0  Ada (1), Zoë (1)
      Organization         0          0           0   0.0 %
      Place                3          1           8  22.9 %   4.0  York (3)
      Group of people      0          0           0   0.0 %
      Role or title        0          0           0   0.0 %
      Event                0          0           0   0.0 %
      Work or law          0          0           0   0.0 %
      Date or time         0          0           0   0.0 %
      Amount               0          0           0   0.0 %
    ");
    insta::assert_snapshot!(shell.run("check p").is(0).out, @"Nothing is wrong");
    insta::assert_snapshot!(shell.run("export p --format jsonl --out out.jsonl").is(0).out, @"Exported 1 document with 5 spans, and read them back: out.jsonl");
    let formats = shell.run("formats").is(0).out;
    let row = |id: &str| {
        let line = formats.lines().find(|line| line.starts_with(&format!("{id} "))).unwrap_or_default();
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert!(formats.starts_with("format "), "{formats}");
    assert_eq!(
        row("jsonl"),
        "jsonl Glossator JSONL yes yes codepoint jsonl ndjson spans overlap fragments zero-width relations document-tags \
         attributes document-attributes certainty notes annotators states times metadata excluded"
    );
    assert_eq!(row("text"), "text Plain text yes no txt text nothing else");
    assert_eq!(
        row("brat"),
        "brat brat standoff yes yes codepoint ann spans overlap fragments zero-width relations attributes notes"
    );
}

#[test]
fn the_codebook_is_written_as_a_page() {
    let shell = with_ada();
    let page = shell.run("codebook p").is(0).out;
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n"), "the page alone");
    insta::assert_snapshot!(shell.run("codebook p -o codebook.html").is(0).out, @"Wrote 9 tags as a page: codebook.html");
    assert_eq!(shell.read("codebook.html"), page);
    insta::assert_snapshot!(shell.run("codebook p --out codebook.html --json").is(0).out, @r#"{"tags":9,"file":"codebook.html","page":null}"#);
    shell.run("codebook gone").is(2);
    shell.run("codebook p -o p").is(2);
}

#[test]
fn answers_in_json_are_one_document() {
    let shell = with_ada();
    let shown = shell.run("show p ada --annotator ben --json").is(0);
    insta::assert_snapshot!(shown.out, @r#"{"document":"ada","title":"Ada 👍","characters":35,"language":null,"date":null,"outlet":null,"unit":"codepoint","sets":[{"annotator":"ben","name":"ben","kind":"human","state":"in progress","spans":[{"id":"bbbbbbb1","start":17,"end":21,"fragments":[[17,21]],"tag":"place","text":"York","attributes":{},"origin":"imported:jsonl","made":"2026-03-02T10:00:00Z"},{"id":"bbbbbbb2","start":23,"end":27,"fragments":[[23,27]],"tag":"place","text":"York","attributes":{},"origin":"imported:jsonl","made":"2026-03-02T10:00:00Z"}],"relations":[],"tags":[],"notes":[]}]}"#);
    insta::assert_snapshot!(shell.run("stats p --tag person --json").is(0).out, @r#"{"documents":1,"characters":35,"spans":2,"annotators":[{"annotator":"ana","name":"ana","spans":2,"documents":1},{"annotator":"ben","name":"ben","spans":0,"documents":0}],"tags":[{"tag":"person","name":"Person","spans":2,"documents":1,"characters":6,"share":0.17142857142857143,"mean_length":3.0,"annotators":{"ana":2,"ben":0},"top":[{"text":"Ada","count":1},{"text":"Zoë","count":1}]}]}"#);
    insta::assert_snapshot!(shell.run("check p --json").is(0).out, @r#"{"findings":[],"repaired":[]}"#);
    insta::assert_snapshot!(shell.run("export p --format jsonl --out out.jsonl --json").is(0).out, @r#"{"documents":1,"spans":5,"files":["out.jsonl"],"losses":[],"verified":true}"#);
    let formats = shell.run("formats --json").is(0).json();
    let conll = formats["formats"].as_array().unwrap().iter().find(|format| format["id"] == "conll").unwrap();
    let expected = serde_json::json!({
        "id": "conll", "name": "CoNLL columns (IOB, BIOES, BILOU)", "reads": true, "writes": true,
        "endings": ["conll", "conll2002", "conll2003", "iob", "iob2", "bio", "bioes", "bilou"],
        "unit": null, "carries": ["spans"],
    });
    assert_eq!(*conll, expected);
    shell.write("b.txt", "Ben wrote");
    insta::assert_snapshot!(shell.run("import p b.txt ada.jsonl gone.txt --json --seed 5").is(1).out, @r#"{"documents":2,"spans":0,"relations":0,"refused":[{"path":"gone.txt","why":"cannot read: it is not there: gone.txt"}],"losses":[{"kind":"same-span","count":5,"example":"“Zoë” as person in “Ada 👍”"},{"kind":"known","count":1,"example":"“Ada 👍”"}],"tags_added":[],"ids":["b"]}"#);
    let made = shell.run("new q --codebook framing-stance --seed 3 --json").is(0);
    insta::assert_snapshot!(made.out, @r#"{"project":"q","id":"xzrqal77","name":"q","codebook":"Framing and stance","tags":14}"#);
}

#[test]
fn all_that_is_said_is_shown() {
    let shell = Shell::new();
    let said =
        "[1:person !|Ada]1 said [2:claim stance=for 80%|it holds]2. {1 -says tone=calm-> 2} {#politics} {language=en}";
    store::create(&shell.path("p"), &whole_project(said)).unwrap();
    insta::assert_snapshot!(shell.run("show p letter-7q2m").is(0).out, @"
    Ada said it holds.
    letter-7q2m: 18 characters

    ana, in progress, 2 spans, 1 relation
      Article: politics
      Article: language=en
      start  end  tag     text      attributes
          0    3  person  Ada       flagged
          9   17  claim   it holds  stance=for 80%
      from  relation  to        attributes
      Ada   says      it holds  tone=calm
    ");
}

#[test]
fn offsets_are_given_in_the_unit_asked_for() {
    let shell = with_ada();
    let places = |unit: &str| {
        let shown = shell.run(&format!("show p ada --annotator ben --json{unit}")).is(0).json();
        let spans = shown["sets"][0]["spans"].as_array().unwrap().clone();
        spans.iter().map(|span| (span["start"].as_u64().unwrap(), span["end"].as_u64().unwrap())).collect::<Vec<_>>()
    };
    assert_eq!(places(""), [(17, 21), (23, 27)]);
    assert_eq!(places(" --unit utf16"), [(18, 22), (24, 28)]);
    assert_eq!(places(" --unit byte"), [(21, 25), (27, 31)]);
    shell.run("export p --format jsonl --unit byte --out bytes.jsonl").is(0);
    let line: Value = serde_json::from_str(&shell.read("bytes.jsonl")).unwrap();
    assert_eq!((line["unit"].as_str(), line["sets"][1]["spans"][0]["start"].as_u64()), (Some("byte"), Some(21)));
}

#[test]
fn the_same_input_and_seed_give_the_same_bytes() {
    let (one, two) = (with_ada(), with_ada());
    assert_eq!(one.files(), two.files());
    one.run("export p --format jsonl --out out.jsonl").is(0);
    let again = Shell::with_project();
    again.write("out.jsonl", one.read("out.jsonl"));
    again.run("import p out.jsonl --seed 2 --now 2026-03-03T10:00:00Z").is(0);
    assert_eq!(one.files(), again.files());
}

#[test]
fn selections_choose_by_id_pattern_name_tag_and_state() {
    let shell = with_ada();
    shell.write("t.txt", "Nobody");
    shell.run("import p t.txt --seed 9").is(0);
    let n = |selection: &str| {
        let stats = shell.run(&format!("stats p --json{selection}")).is(0).json();
        (stats["documents"].as_u64().unwrap(), stats["spans"].as_u64().unwrap())
    };
    assert_eq!(n(""), (2, 5));
    assert_eq!(n(" --document ad*"), (1, 5));
    assert_eq!(n(" --document Nobody"), (1, 0));
    assert_eq!(n(" --annotator ben"), (2, 2));
    assert_eq!(n(" --annotator ana --annotator ben --tag place"), (2, 3));
    assert_eq!(n(" --state finished"), (1, 3));
    assert_eq!(n(" --state in_progress"), (1, 2));
    assert_eq!(n(" --state new"), (1, 0));
    let refused = |selection: &str| shell.run(&format!("stats p{selection}")).is(2).err;
    insta::assert_snapshot!(
        [" --document z*", " --annotator zoe", " --tag ghost", " --state done"].map(refused).join(""),
        @r#"
    glossator: no document's id is like "z*"
      Documents: ada, t
    glossator: there is no annotator "zoe"
      Annotators: ana, ben
    glossator: there is no tag "ghost"
      Tags: person, organization, place, group, role, event, work, date, amount
    glossator: there is no state "done"
      States: new, in progress, finished, nothing to mark
    "#
    );
}

#[test]
fn a_folder_comes_in_with_everything_below_it_that_can_be_read() {
    let shell = Shell::with_project();
    shell.write("in/a.txt", "Ada wrote");
    shell.write("in/deep/er/b.md", "# Ben\n\nwrote");
    shell.write("in/deep/c.JSONL", "{\"text\": \"Cleo wrote\"}\n");
    shell.write("in/deep/photo.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR");
    shell.write("in/.hidden/d.txt", "not this one");
    let imported = shell.run("import p in --json").is(0).json();
    assert_eq!(imported["documents"], 3);
    let ran = shell.run("import p in/deep/photo.png").is(2);
    assert!(ran.out.contains("this is not a text: it has a NUL byte at 8: in/deep/photo.png"), "{}", ran.out);
    shell.write("empty/x.bin", "x");
    insta::assert_snapshot!(shell.run("import p empty").is(2).out, @"
    Imported nothing: p

    Not taken
      there is no file in it that can be read: empty
        Name the files themselves, if their names end in something else
    ");
}

#[test]
fn encodings_are_found_out_or_taken_from_the_person() {
    let shell = Shell::with_project();
    let utf16: Vec<u8> = "Été à Homs".encode_utf16().flat_map(u16::to_le_bytes).collect();
    shell.write("a.txt", [b"\xFF\xFE".as_slice(), &utf16].concat());
    shell.write("b.txt", b"caf\xE9");
    shell.run("import p a.txt").is(0);
    shell.run("import p b.txt --encoding windows-1252").is(0);
    assert_eq!(shell.run("show p Été_à_Homs --json").is(0).json()["characters"], 10);
    assert_eq!(shell.run("show p café --json").is(0).json()["characters"], 4);
    let refused = shell.run("import p b.txt --encoding utf-8").is(2);
    assert!(refused.out.contains("this is not UTF-8: byte 3 does not fit: b.txt"), "{}", refused.out);
}

#[test]
fn standard_input_is_an_input() {
    let shell = Shell::with_project();
    assert_eq!(shell.run_on("import p - --json", "Ada wrote").is(0).json()["documents"], 1);
    assert_eq!(shell.run_on("import p - --json", ADA).is(0).json()["spans"], 5);
    shell.run("show p ada --annotator ben").is(0);
}

#[test]
fn a_text_is_named_by_its_file_where_that_can_be() {
    let shell = Shell::with_project();
    let long = "x".repeat(121);
    let texts = [("aleppo.txt", "The siege\nwent on."), ("Zoë.md", "# Letters"), ("page.html", "<p>Some words.</p>")];
    for (name, text) in texts {
        shell.write(name, text);
    }
    shell.write(&format!("{long}.txt"), "Long name");
    shell.write("other/aleppo.txt", "Rubble");
    let ran = shell.run("import p aleppo.txt Zoë.md page.html --json").is(0).json();
    assert_eq!(ran["ids"], serde_json::json!(["aleppo", "Zoë", "page"]));
    assert_eq!(shell.run("show p aleppo --json").is(0).json()["title"], "The siege");
    let made = |ran: Value| ran["ids"][0].as_str().unwrap().to_owned();
    // It would be too long for an id, and input has no name.
    let ran = shell.run(&format!("import p {long}.txt --json")).is(0).json();
    assert_eq!(ran["losses"], serde_json::json!([]));
    assert!(made(ran).starts_with("long-name-"));
    assert!(made(shell.run_on("import p - --json", "Ada wrote").is(0).json()).starts_with("ada-wrote-"));
    let ran = shell.run("import p other/aleppo.txt --json").is(0).json();
    assert_eq!(ran["losses"], serde_json::json!([]));
    assert!(made(ran).starts_with("rubble-"));
}

#[test]
fn sets_go_to_whom_the_person_says() {
    let shell = Shell::with_project();
    let span = r#"[{"start": 0, "end": 3, "tag": "person"}]"#;
    shell.write("a.jsonl", format!(r#"{{"id": "a", "text": "Ada", "sets": [{{"spans": {span}}}]}}"#));
    shell.write(
        "b.jsonl",
        format!(r#"{{"id": "b", "text": "Ben", "sets": [{{"annotator": "ana", "spans": {span}}}]}}"#),
    );
    shell.write("c.jsonl", ADA);
    shell.run("import p a.jsonl").is(0);
    shell.run("import p b.jsonl --annotator zoe").is(0);
    let owner = |document: &str| shell.run(&format!("show p {document} --json")).json()["sets"][0]["annotator"].clone();
    assert_eq!([owner("a"), owner("b")], ["carla", "zoe"]);
    let refused = shell.run("import p c.jsonl --annotator zoe").is(2);
    let why = "zoe cannot have two sets about one document, “Ada 👍”: c.jsonl\n    Leave the sets to those whom the file names\n";
    assert!(refused.out.contains(why), "{}", refused.out);
}

/// “Read York.” at the end of 20 characters is left out, with a span in it and a relation to that.
const LEFT_OUT: &str = r#"{"id": "note", "text": "Ada wrote. Read York", "excluded": [[11, 20]], "sets": [{"annotator": "ana", "spans": [
    {"id": "aaaaaaaa", "start": 0, "end": 3, "tag": "person"}, {"id": "bbbbbbbb", "start": 16, "end": 20, "tag": "place"}]}]}"#;

#[test]
fn parts_that_are_left_out_count_and_go_out_by_choice() {
    let shell = Shell::new();
    shell.run("new p").is(0);
    shell.write("note.jsonl", LEFT_OUT.replace('\n', ""));
    shell.run("import p note.jsonl").is(0);
    let stats = |options: &str| -> Value {
        serde_json::from_str(&shell.run(&format!("stats p --json{options}")).is(0).out).unwrap()
    };
    let figures = |stats: &Value, n: usize| {
        (stats["characters"].clone(), stats["tags"][n]["characters"].clone(), stats["tags"][n]["spans"].clone())
    };
    assert_eq!(figures(&stats(""), 2), (11.into(), 0.into(), 1.into()));
    assert_eq!(figures(&stats(" --with-left-out"), 2), (20.into(), 4.into(), 1.into()));
    let all = shell.run("export p --format jsonl --out all.jsonl --json").is(0).out;
    assert!(all.contains(r#""spans":2"#) && all.contains(r#""losses":[]"#), "{all}");
    let some = shell.run("export p --format jsonl --out some.jsonl --drop-left-out --json").is(0).out;
    assert!(
        some.contains(r#""spans":1"#)
            && some.contains(r#"{"kind":"left-out","count":1,"example":"“York” as place by ana"#),
        "{some}"
    );
    let written = shell.read("some.jsonl");
    assert!(!written.contains(r#""York""#) && written.contains(r#""excluded":[[11,20]]"#), "{written}");
    shell.run("export p --format jsonl --out no.jsonl --drop-left-out --fail-on-loss").is(1);
}

#[test]
fn help_lists_what_is_there() {
    let shell = Shell::new();
    insta::assert_snapshot!(shell.run("-h").is(0).out, @"
    A workbench for labeling text, and for knowing how far the labels can be trusted

    Usage: glossator [OPTIONS] [PATH]...
           glossator <COMMAND>

    Commands:
      new        Make a new project
      import     Bring texts and annotations into a project
      show       Show what is said about a document
      stats      Count spans, and ask what the tags say
      search     Find where words, tags or both stand together, in their context
      filters    List the queries that have names, or give one a name
      check      Look for what is wrong in a project
      codebook   Write the codebook as a page to be read and printed, or as a file of REFI-QDA
      export     Write a project's documents and annotations in another format
      convert    Turn files of one format into files of another, without a project
      pack       Write a project, or what some people say in it, as one file to be sent; import takes it in
      agreement  Measure how far people agree, in a project or over a table of items by raters
      merge      Merge two versions of a project, or of one of its files, that come from one
      diff       Show what differs between two projects, or two versions of a file
      setup-git  Have git merge and compare a project's files by their records
      formats    List what is read and written, and what each format carries
      help       Print this message or the help of the given subcommand(s)

    Arguments:
      [PATH]...  A project folder or text files to open in the window

    Options:
          --renderer <RENDERER>  What draws the window: auto, glow (OpenGL) or wgpu [default: auto]
      -h, --help                 Print help (see more with '--help')
      -V, --version              Print version
    ");
    assert!(shell.run("--help").is(0).out.contains("Usage: glossator [OPTIONS] [PATH]..."));
    assert_eq!(shell.run("--version").is(0).out, format!("glossator {}\n", env!("CARGO_PKG_VERSION")));
    shell.run("stats").is(2);
    shell.run("stats p --unknown").is(2);
    assert!(!shell.path("home").exists(), "asking for help writes nothing");
}

#[test]
fn a_window_and_the_command_line_keep_what_the_other_did() {
    let desk = Desk::new("[person|Ada] wrote to York");
    let mut window = desk.window("ana", 1);
    window.run(&Edit::SetState { set: set_of("ana"), state: SetState::Finished }).unwrap();
    let shell = Shell::new();
    shell.write("b.txt", "Ben wrote");
    let project = desk.path().display().to_string();
    let imported = Command::new(env!("CARGO_BIN_EXE_glossator"))
        .args(["import", &project, "b.txt"])
        .current_dir(shell.folder.path())
        .env("GLOSSATOR_HOME", desk.path().parent().unwrap().join("home"))
        .output()
        .unwrap();
    assert!(imported.status.success());
    let text = Text::new("Cleo wrote".to_owned()).unwrap();
    window.run(&Edit::AddDocuments(vec![NewDocument::of_text(text)])).unwrap();
    window.close().unwrap();
    let project = desk.on_disk();
    let titles: Vec<&str> = project.documents.values().map(|document| document.title.as_str()).collect();
    assert_eq!(titles.len(), 3, "{titles:?}");
    assert_eq!(project.state(&set_of("ana")), SetState::Finished);
    assert_eq!(project.set(&set_of("ana")).unwrap().spans.len(), 1);
    assert!(project.document(&letter()).is_some() && project.codebook.tag(&TagId::new("person").unwrap()).is_some());
}
