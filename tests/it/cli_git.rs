//! Work in git with colleagues, by real git: branches that label the same article, merged by the installed driver.

use crate::shell::{Ran, Shell, with_ada};
use std::fs;
use std::process::Command;

const SET: &str = "annotations/ana/ada.ron";

/// Whether there is git; where it is required, it must be.
fn has_git() -> bool {
    let is_there = Command::new("git").arg("--version").output().is_ok();
    assert!(is_there || std::env::var_os("GLOSSATOR_REQUIRE_GIT").is_none(), "git is not installed");
    if !is_there {
        println!("skipped: there is no git");
    }
    is_there
}

/// Runs git in the project, by nobody's settings but the repository's own.
#[track_caller]
fn git(shell: &Shell, words: &[&str]) -> Ran {
    let ran = Command::new("git")
        .args(["-c", "user.name=Carla", "-c", "user.email=carla@example.org", "-c", "init.defaultBranch=main"])
        .args(words)
        .current_dir(shell.path("p"))
        .env("GIT_CONFIG_GLOBAL", shell.path("no-settings"))
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_PAGER", "cat")
        .env("GLOSSATOR_HOME", shell.path("home"))
        .output()
        .unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { code: ran.status.code().unwrap(), out: text(ran.stdout), err: text(ran.stderr) }
}

/// A project with an article in a repository, with the driver installed and all committed.
fn repository() -> Shell {
    let shell = with_ada();
    git(&shell, &["init", "-q"]).is(0);
    shell.run("setup-git p").is(0);
    commit(&shell, "Begin");
    shell
}

#[track_caller]
fn commit(shell: &Shell, title: &str) {
    git(shell, &["add", "-A"]).is(0);
    git(shell, &["commit", "-q", "-m", title]).is(0);
}

#[track_caller]
fn rewrite(shell: &Shell, name: &str, old: &str, new: &str) {
    let name = format!("p/{name}");
    let before = shell.read(&name);
    assert!(before.contains(old), "{old} is not in {name}: {before}");
    fs::write(shell.path(&name), before.replace(old, new)).unwrap();
}

/// Does one thing on a branch and another on main, and merges the branch.
#[track_caller]
fn merged(shell: &Shell, on_branch: impl Fn(&Shell), on_main: impl Fn(&Shell)) -> Ran {
    git(shell, &["checkout", "-q", "-b", "colleague"]).is(0);
    on_branch(shell);
    commit(shell, "Label as a colleague does");
    git(shell, &["checkout", "-q", "-"]).is(0);
    on_main(shell);
    commit(shell, "Label on");
    git(shell, &["merge", "-q", "--no-edit", "colleague"])
}

fn mark(id: &'static str, (start, end): (u32, u32), tag: &'static str) -> impl Fn(&Shell) {
    move |shell| {
        let line = format!("(id: \"{id}\", at: [({start}, {end})], tag: \"{tag}\", made: \"2026-03-04T10:00:00Z\"),");
        rewrite(shell, SET, "spans: [\n", &format!("spans: [\n        {line}\n"));
    }
}

fn retag(tag: &'static str) -> impl Fn(&Shell) {
    move |shell| rewrite(shell, SET, "tag: \"person\", quote: \"Ada\"", &format!("tag: \"{tag}\", quote: \"Ada\""))
}

#[test]
fn two_branches_label_the_same_article() {
    if !has_git() {
        return;
    }
    let shell = repository();
    merged(&shell, mark("ttttttt1", (18, 20), "role"), mark("ooooooo1", (14, 25), "event")).is(0);
    let set = shell.read(&format!("p/{SET}"));
    assert!(set.contains("ttttttt1") && set.contains("ooooooo1"), "{set}");
    assert!(!set.contains("<<<<<<<") && !set.contains("Conflict"), "{set}");
    assert_eq!(git(&shell, &["status", "--porcelain"]).out, "");
    shell.run("check p").is(0);
}

#[test]
fn a_true_conflict_is_left_to_be_decided_with_both_versions_in_the_file() {
    if !has_git() {
        return;
    }
    let shell = repository();
    let ran = merged(&shell, retag("group"), retag("organization")).is(1);
    let sentence =
        "person “Ada” was changed on both sides, to organization “Ada” and to group “Ada”: both versions are kept";
    assert!(format!("{}{}", ran.out, ran.err).contains(&format!("{SET}: {sentence}")), "{}{}", ran.out, ran.err);
    assert!(git(&shell, &["status", "--porcelain"]).out.contains(&format!("UU {SET}")));
    let set = shell.read(&format!("p/{SET}"));
    assert!(!set.contains("<<<<<<<"), "{set}");
    for part in
        ["tag: \"organization\", quote: \"Ada\"", "tag: \"group\", quote: \"Ada\"", sentence, "verdict: Conflict"]
    {
        assert!(set.contains(part), "{part} is not in {set}");
    }
    shell.run("check p").is(0);
    commit(&shell, "Merge, to be decided");
    assert_eq!(git(&shell, &["status", "--porcelain"]).out, "");
}

#[test]
fn the_codebook_and_what_is_known_of_an_article_merge_too() {
    if !has_git() {
        return;
    }
    let shell = repository();
    let theirs = |shell: &Shell| {
        rewrite(shell, "project.ron", "name: \"Letters\"", "name: \"Old letters\"");
        rewrite(shell, "documents/ada.ron", "    text:", "    language: \"en\",\n    text:");
    };
    let ours = |shell: &Shell| {
        rewrite(shell, "project.ron", "name: \"Person\"", "name: \"Human\"");
        rewrite(shell, "documents/ada.ron", "    text:", "    date: \"1843\",\n    text:");
    };
    merged(&shell, theirs, ours).is(0);
    let (project, document) = (shell.read("p/project.ron"), shell.read("p/documents/ada.ron"));
    assert!(project.contains("Old letters") && project.contains("Human"));
    assert!(document.contains("1843") && document.contains("language: \"en\""), "{document}");
    shell.run("check p").is(0);
}

#[test]
fn texts_are_never_mixed_by_lines() {
    if !has_git() {
        return;
    }
    let shell = repository();
    let text = |content: &'static str| {
        move |shell: &Shell| {
            fs::write(shell.path("p/documents/ada.txt"), content).unwrap();
            shell.run("check p --repair");
        }
    };
    let ours = "Zoë 👍 met Ada in Leeds.\nYork is old.";
    let ran = merged(&shell, text("Zoë 👍 met Ada in York.\nYork was old."), text(ours)).is(1);
    assert!(format!("{}{}", ran.out, ran.err).contains("documents/ada.txt: the text was changed on both sides"));
    assert_eq!(shell.read("p/documents/ada.txt"), ours, "the text is as it was on this branch");
    shell.run("check p").is(0);
}

#[test]
fn git_shows_what_differs_by_records() {
    if !has_git() {
        return;
    }
    let shell = repository();
    retag("group")(&shell);
    fs::remove_file(shell.path("p/annotations/ben/ada.ron")).unwrap();
    rewrite(&shell, "project.ron", "name: \"Letters\"", "nome: \"Letters\"");
    let shown = git(&shell, &["diff"]).is(0).out;
    let expected = "\
glossator diff annotations/ana/ada.ron
ada, ana
  span retagged: person “Ada” → group “Ada”
glossator diff annotations/ben/ada.ron
ada, ben
  span removed: place “York”
  span removed: place “York”
  set removed: “in progress”
glossator diff project.ron
  cannot be compared: ";
    assert!(shown.starts_with(expected), "{shown}");
}

#[test]
fn the_setting_up_is_done_once_and_can_be_taken_back() {
    if !has_git() {
        return;
    }
    let shell = with_ada();
    let ran = shell.run("setup-git p").is(2);
    assert!(ran.err.contains("this folder is in no git repository: p"), "{}", ran.err);
    assert!(ran.err.contains("git init"), "{}", ran.err);
    git(&shell, &["init", "-q"]).is(0);
    shell.write("p/.gitattributes", "*.png binary\ndocuments/*.txt -text\n");
    let fresh = shell.read("p/.git/config");
    shell.run("setup-git p").is(0);
    let (attributes, config) = (shell.read("p/.gitattributes"), shell.read("p/.git/config"));
    assert!(attributes.starts_with("*.png binary\ndocuments/*.txt -text\ndocuments/*.txt merge=glossator\n"));
    let ran = shell.run("setup-git p").is(0);
    assert!(ran.out.contains("already"), "{}", ran.out);
    assert_eq!((shell.read("p/.gitattributes"), shell.read("p/.git/config")), (attributes, config));
    assert!(shell.run("setup-git p --remove --json").is(0).json()["changed"].as_bool().unwrap());
    assert_eq!(shell.read("p/.gitattributes"), "*.png binary\ndocuments/*.txt -text\n");
    assert_eq!(shell.read("p/.git/config"), fresh);
    let ran = shell.run("setup-git .").is(2);
    assert!(ran.err.contains("no project"), "{}", ran.err);
    // What git itself takes for being written by another is refused, and nothing is changed.
    shell.write("p/.git/config.lock", "");
    let ran = shell.run("setup-git p").is(2);
    assert!(ran.err.contains("git refused") && ran.err.contains(".git/config"), "{}", ran.err);
    assert_eq!(shell.read("p/.gitattributes"), "*.png binary\ndocuments/*.txt -text\n");
}
