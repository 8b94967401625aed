//! Merging and comparing on the command line: whole projects, single files, and what cannot be merged.

use crate::shell::{Shell, with_ada};
use std::fs;

const SET: &str = "annotations/ana/ada.ron";
const ADA: &str = "(id: \"aaaaaaa2\", at: [(14, 17)], tag: \"person\", quote: \"Ada\",";

/// Three copies of a project with an article: `base`, `ours` and `theirs`.
fn three() -> Shell {
    let shell = with_ada();
    for side in ["base", "ours", "theirs"] {
        copy(&shell, "p", side);
    }
    shell
}

fn copy(shell: &Shell, from: &str, to: &str) {
    for (name, bytes) in crate::desk::files_of(&shell.path(from)) {
        shell.write(&format!("{to}/{name}"), bytes);
    }
}

#[track_caller]
fn rewrite(shell: &Shell, name: &str, old: &str, new: &str) {
    let before = shell.read(name);
    assert!(before.contains(old), "{old} is not in {name}: {before}");
    fs::write(shell.path(name), before.replace(old, new)).unwrap();
}

/// Marks a range of Ana's set by hand, as a line of its own.
#[track_caller]
fn mark(shell: &Shell, side: &str, id: &str, (start, end): (u32, u32), tag: &str, quote: &str) {
    let line = format!(
        "(id: \"{id}\", at: [({start}, {end})], tag: \"{tag}\", quote: \"{quote}\", made: \"2026-03-04T10:00:00Z\"),"
    );
    rewrite(shell, &format!("{side}/{SET}"), "spans: [\n", &format!("spans: [\n        {line}\n"));
}

fn as_tag(tag: &str) -> String {
    ADA.replace("\"person\"", &format!("\"{tag}\""))
}

#[test]
fn two_projects_become_one_from_either_side() {
    let shell = three();
    mark(&shell, "ours", "ooooooo1", (14, 25), "event", "Ada in York");
    rewrite(&shell, "ours/documents/ada.ron", "Ada 👍", "Zoë and Ada");
    mark(&shell, "theirs", "ttttttt1", (18, 20), "role", "in");
    rewrite(&shell, "theirs/annotations/ben/ada.ron", "InProgress", "Finished");
    shell.write("new.jsonl", r#"{"id": "new", "text": "A new text."}"#);
    shell.run("import theirs new.jsonl").is(0);
    shell.run("merge base ours theirs --out one").is(0);
    shell.run("merge base theirs ours --out other").is(0);
    let merged = crate::desk::files_of(&shell.path("one"));
    assert!(merged == crate::desk::files_of(&shell.path("other")), "the same bytes");
    let set = shell.read(&format!("one/{SET}"));
    assert!(set.contains("ooooooo1") && set.contains("ttttttt1") && !set.contains("Conflict"), "{set}");
    assert!(merged.contains_key("documents/new.txt"), "a document that one side has comes along");
    assert!(shell.read("one/documents/ada.ron").contains("Zoë and Ada"));
    shell.run("check one").is(0);

    let ran = shell.run("merge base ours theirs").is(0);
    assert!(ran.out.starts_with("Merged, 3 records changed: ours"), "{}", ran.out);
    assert!(merged == crate::desk::files_of(&shell.path("ours")), "the same where ours becomes the result");
    assert_eq!(shell.run("merge base ours theirs").is(0).out, "Merged, 0 records changed: ours\n");
    assert_eq!(shell.run("diff one ours").is(0).out, "");
}

#[test]
fn what_cannot_both_stand_is_kept_twice_and_noted() {
    let shell = three();
    rewrite(&shell, &format!("ours/{SET}"), ADA, &as_tag("organization"));
    rewrite(&shell, &format!("theirs/{SET}"), ADA, &as_tag("group"));
    let ran = shell.run("merge base ours theirs --json").is(1);
    let conflicts = ran.json()["conflicts"].clone();
    let sentence =
        "person “Ada” was changed on both sides, to organization “Ada” and to group “Ada”: both versions are kept";
    assert_eq!(conflicts[0]["file"], SET);
    assert_eq!(conflicts[0]["message"], sentence);
    let set = shell.read(&format!("ours/{SET}"));
    assert!(set.contains(&as_tag("organization")) && set.contains("tag: \"group\"") && set.contains(sentence), "{set}");
    assert!(set.contains("verdict: Conflict"), "{set}");
    shell.run("merge base ours theirs").is(0);
    assert_eq!(shell.read(&format!("ours/{SET}")), set, "a conflict is found once");
}

#[test]
fn a_text_that_one_side_changed_takes_the_spans_of_the_other_along() {
    let shell = three();
    fs::write(shell.path("theirs/documents/ada.txt"), "Yes: Zoë 👍 met Ada in York.\nYork is old.").unwrap();
    shell.run("check theirs --repair").is(0);
    mark(&shell, "ours", "ooooooo1", (14, 25), "event", "Ada in York");
    shell.run("merge base ours theirs --out one").is(0);
    shell.run("merge base theirs ours --out other").is(0);
    assert!(crate::desk::files_of(&shell.path("one")) == crate::desk::files_of(&shell.path("other")));
    let set = shell.read(&format!("one/{SET}"));
    assert!(set.contains("(id: \"ooooooo1\", at: [(19, 30)]"), "{set}");
    shell.run("check one").is(0);
    let diff = shell.run("diff base theirs").is(1).out;
    assert_eq!(diff, "ada\n  text changed: it is another one\n");
}

#[test]
fn a_text_that_both_sides_changed_stands_twice_with_what_was_said_of_each() {
    let shell = three();
    for (side, text) in [("ours", "Zoë 👍 met Ada in York."), ("theirs", "Zoë 👍 met Ada in York.\nYork is very old.")]
    {
        fs::write(shell.path(side).join("documents/ada.txt"), text).unwrap();
        shell.run(&format!("check {side} --repair"));
    }
    let ran = shell.run("merge base ours theirs --out one").is(1);
    assert!(
        ran.out.contains("the text of “Ada 👍” was changed on both sides: the other version is ada-"),
        "{}",
        ran.out
    );
    shell.run("merge base theirs ours --out other").is(1);
    let merged = crate::desk::files_of(&shell.path("one"));
    assert!(merged == crate::desk::files_of(&shell.path("other")));
    let texts: Vec<&String> = merged.keys().filter(|name| name.ends_with(".txt")).collect();
    assert_eq!(texts.len(), 2);
    let sets = merged.keys().filter(|name| name.starts_with("annotations/")).count();
    assert_eq!(sets, 4, "two people on two texts");
    let noted = merged.values().filter(|bytes| String::from_utf8_lossy(bytes).contains("verdict: Conflict")).count();
    assert_eq!(noted, 2);
    shell.run("check one");
    shell.run("merge base one theirs").is(0);
}

#[test]
fn a_codebook_conflict_stands_among_its_revisions() {
    let shell = three();
    for (side, name) in [("ours", "Human"), ("theirs", "People")] {
        rewrite(&shell, &format!("{side}/project.ron"), "name: \"Person\"", &format!("name: \"{name}\""));
    }
    let ran = shell.run("merge base ours theirs").is(1);
    let sentence = "the name of the tag People was changed on both sides, to “People” and to “Human”: “People” is kept";
    assert!(ran.out.contains(sentence), "{}", ran.out);
    let codebook = shell.read("ours/project.ron");
    assert!(codebook.contains(&format!("To be decided: {sentence}")), "{codebook}");
    shell.run("merge base ours theirs").is(0);
}

#[test]
fn files_of_each_kind_are_merged_alone() {
    let shell = three();
    mark(&shell, "ours", "ooooooo1", (14, 25), "event", "Ada in York");
    mark(&shell, "theirs", "ttttttt1", (18, 20), "role", "in");
    rewrite(&shell, "ours/documents/ada.ron", "Ada 👍", "Ada");
    rewrite(&shell, "theirs/documents/ada.ron", "    text:", "    language: \"en\",\n    text:");
    rewrite(&shell, "ours/project.ron", "name: \"Letters\"", "name: \"Old letters\"");
    rewrite(&shell, "theirs/project.ron", "name: \"Person\"", "name: \"Human\"");
    shell.run("merge base ours theirs --out whole").is(0);
    for file in [SET, "documents/ada.ron", "project.ron"] {
        let versions = ["base", "ours", "theirs"].map(|side| format!("{side}/{file}"));
        let [base, ours, theirs] = &versions;
        shell.run(&format!("merge {base} {theirs} {ours} --out mirrored.ron")).is(0);
        // As git has it: no name tells what it is.
        for (n, version) in versions.iter().enumerate() {
            fs::copy(shell.path(version), shell.path(&format!("merge{n}"))).unwrap();
        }
        let ran = shell.run(&format!("merge merge0 merge1 merge2 --path {file}")).is(0);
        assert_eq!((ran.out, ran.err), (String::new(), String::new()));
        assert_eq!(shell.read("merge1"), shell.read("mirrored.ron"), "{file}");
        shell.run(&format!("merge {base} {ours} {theirs}")).is(0);
        assert_eq!(shell.read(ours), shell.read("merge1"));
        assert_eq!(shell.read(ours), shell.read(&format!("whole/{file}")), "as in the merge of the whole");
    }
    shell.run("check ours").is(0);
    assert!(shell.read("ours/project.ron").contains("Old letters") && shell.read("ours/project.ron").contains("Human"));
}

#[test]
fn a_set_that_both_sides_made_needs_no_base() {
    let shell = three();
    shell.write("nothing", "");
    mark(&shell, "theirs", "ttttttt1", (18, 20), "role", "in");
    shell.run(&format!("merge nothing ours/{SET} theirs/{SET} --out out.ron --path {SET}")).is(0);
    let set = shell.read("out.ron");
    assert_eq!(
        (set.matches("aaaaaaa2").count(), set.matches("ttttttt1").count()),
        (1, 1),
        "sent twice, it stands once"
    );
}

#[test]
fn two_people_under_one_id_are_told_and_tags_that_nobody_knows_come_along() {
    let shell = three();
    for (side, name) in [("ours", "Ana Brown"), ("theirs", "Ana Lopez")] {
        shell.write(&format!("{side}/annotators/ana.ron"), format!("(format: 1, name: \"{name}\")\n"));
    }
    mark(&shell, "theirs", "ttttttt1", (18, 20), "martian", "in");
    let ran = shell.run("merge base ours theirs").is(1);
    let said = "annotators/ana.ron: the name of the annotator ana was changed on both sides, to “Ana Lopez” and to “Ana Brown”";
    assert!(ran.out.contains(said), "{}", ran.out);
    assert!(shell.read(&format!("ours/{SET}")).contains("martian"));
    let checked = shell.run("check ours");
    assert!(checked.out.contains("martian"), "{}", checked.out);
}

#[test]
fn differences_are_told_in_words() {
    let shell = three();
    rewrite(&shell, &format!("theirs/{SET}"), ADA, &as_tag("group").replace("quote:", "confidence: 40, quote:"));
    rewrite(
        &shell,
        &format!("theirs/{SET}"),
        "(0, 4)], tag: \"person\", quote: \"Zoë\"",
        "(0, 9)], tag: \"person\", quote: \"Zoë 👍\"",
    );
    rewrite(&shell, &format!("theirs/{SET}"), "Which one?", "Which York?");
    mark(&shell, "theirs", "ttttttt1", (18, 20), "role", "in");
    rewrite(&shell, "theirs/project.ron", "name: \"Person\"", "name: \"Human\"");
    let set = "\
ada, ana
  span moved: person “Zoë” → person “Zoë 👍”
  span retagged: person “Ada” → group “Ada”; confidence nothing → 40 %
  span added: role “in”
  note changed: on place “York”: “Which one?” → “Which York?”
";
    assert_eq!(shell.run(&format!("diff base/{SET} theirs/{SET}")).is(1).out, set);
    let all = format!("project\n  tag changed: person; name “Person” → “Human”\n{set}");
    assert_eq!(shell.run("diff base theirs").is(1).out, all);
    assert_eq!(shell.run("diff base base").is(0).out, "");
    let json = shell.run(&format!("diff base/{SET} theirs/{SET} --json")).is(1).json();
    assert_eq!(json["differences"][1]["change"], "retagged");
    assert_eq!(json["differences"][1]["id"], "aaaaaaa2");
}

#[test]
fn what_cannot_be_merged_is_named_and_left_as_it_is() {
    let shell = three();
    shell.run("new other --name Letters").is(0);
    fs::copy(shell.path(&format!("ours/{SET}")), shell.path("set.ron")).unwrap();
    shell.write("marked.ron", format!("<<<<<<< ours\n{}=======\n>>>>>>> theirs\n", shell.read(&format!("ours/{SET}"))));
    shell.write("newer.ron", shell.read(&format!("ours/{SET}")).replace("format: 1", "format: 99"));
    shell.write("text.ron", shell.read(&format!("ours/{SET}")).replace("text: \"89", "text: \"98"));
    shell.write("nothing", "");
    let before = [crate::desk::files_of(&shell.path("ours")), crate::desk::files_of(&shell.path("base"))];
    for (line, code, why) in [
        ("merge base ours other", 2, "this is another project than ours: other"),
        ("merge nowhere ours theirs", 2, "nowhere"),
        ("merge base ours/project.ron theirs/project.ron", 2, "base"),
        ("merge base/project.ron ours/project.ron theirs/documents/ada.ron", 2, "these are files of different kinds"),
        (
            "merge nothing set.ron marked.ron --path annotations/ana/ada.ron",
            2,
            "git left its marks of a conflict here: annotations/ana/ada.ron:1:1",
        ),
        ("merge nothing set.ron newer.ron --path annotations/ana/ada.ron", 2, "this has format 99"),
        ("merge nothing set.ron nothing --path annotations/ana/ada.ron", 2, "nothing is there: nothing"),
        (
            "merge nothing set.ron text.ron --path annotations/ana/ada.ron",
            1,
            "the sides were made for different versions of the text",
        ),
        ("diff base", 2, "two versions are to be named"),
        ("diff set.ron ours/project.ron", 2, "these are files of different kinds"),
    ] {
        let set = shell.read("set.ron");
        let ran = shell.run(line);
        assert_eq!(ran.code, code, "{line}: {}{}", ran.out, ran.err);
        assert!(format!("{}{}", ran.out, ran.err).contains(why), "{line}: {}{}", ran.out, ran.err);
        assert!(!ran.err.contains("panicked"), "{}", ran.err);
        assert_eq!(shell.read("set.ron"), set);
        if code > 0 {
            assert!(before == ["ours", "base"].map(|side| crate::desk::files_of(&shell.path(side))), "{line}");
        }
    }
    rewrite(&shell, &format!("theirs/{SET}"), "spans:", "spams:");
    let ran = shell.run("merge base ours theirs").is(2);
    assert!(
        ran.err.contains("theirs/annotations/ana/ada.ron"),
        "what cannot be read is not taken for removed: {}",
        ran.err
    );
}
