//! Projects from strangers: opening one reads and writes nothing outside its folder, ends soon, and needs little memory.

use super::{SET, damage_of};
use crate::desk::{Desk, mark, until, until_saved};
use crate::notation::{letter, set_of};
use glossator::model::{AnnotatorId, DocumentId};
use glossator::store::{self, Progress, StoreError};
use glossator::workspace::SaveState;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

mod effort;
mod network;

const PROJECT: &str = "project.ron";
const ANNOTATOR: &str = "annotators/ana.ron";
const DOCUMENT: &str = "documents/letter-7q2m.ron";
const TEXT: &str = "documents/letter-7q2m.txt";
const FILES: [&str; 5] = [PROJECT, ANNOTATOR, DOCUMENT, TEXT, SET];
const FOLDERS: [&str; 4] = ["annotators", "documents", "annotations", "annotations/ana"];

/// A project with a file of each kind.
fn desk() -> Desk {
    let desk = Desk::new("[person|Zoë] wrote to [place|York]");
    fs::create_dir(desk.file("annotators")).unwrap();
    fs::write(desk.file(ANNOTATOR), "(format: 1, name: \"Ana\")").unwrap();
    desk
}

/// Where something is that is none of the project's business.
fn outside(desk: &Desk) -> PathBuf {
    desk.path().with_file_name("outside")
}

/// All files below a folder, hidden ones and links too, with what they say or where they lead.
fn everything(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let (path, kind) = (entry.path(), entry.file_type().unwrap());
        if kind.is_dir() {
            found.extend(everything(&path));
        } else if kind.is_symlink() {
            found.insert(path.clone(), format!("leads to {}", fs::read_link(&path).unwrap().display()));
        } else {
            found.insert(path.clone(), String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned());
        }
    }
    found
}

/// Moves a file or folder of a project out of it, and leaves a link.
fn link_out(desk: &Desk, name: &str) {
    let outside = outside(desk);
    fs::create_dir_all(&outside).unwrap();
    let target = outside.join(name.replace('/', "-"));
    fs::rename(desk.file(name), &target).unwrap();
    symlink(&target, desk.file(name)).unwrap();
}

#[test]
fn a_file_that_is_a_link_out_of_the_project_is_refused() {
    for name in FILES {
        let desk = desk();
        link_out(&desk, name);
        let before = everything(&outside(&desk));
        let expected = format!("this is not a file of the project but a link out of it: {}", desk.file(name).display());
        let opened = store::open(&desk.path(), &Progress::default());
        if name == PROJECT {
            assert_eq!(opened.err().unwrap().to_string(), expected);
            continue;
        }
        let opened = opened.unwrap();
        let messages: Vec<String> = opened.damage.iter().map(|damage| damage.message()).collect();
        assert!(messages.contains(&expected), "{messages:?}");

        // What was outside is in no copy and in no backup of the project.
        let copy = desk.path().with_file_name("copy");
        store::create_copy(desk.home.disk(), &copy, &opened.project, &opened.damage).unwrap();
        assert!(!copy.join(name).exists(), "{name} was copied");
        let now = glossator::model::Timestamp::new(1_770_000_300);
        let none = Progress::default();
        let made = store::back_up(&desk.home, &opened.project, &opened.folder, &opened.damage, now, &none);
        let backup = made.unwrap().unwrap();
        assert!(backup.cover.unwrap().left_out.contains(&name.to_owned()), "{name} was backed up");
        let restored = desk.path().with_file_name("restored");
        store::restore(&backup.path, &restored, &none).unwrap();
        assert!(!restored.join(name).exists(), "{name} was restored");

        // A window works on what is there, and leaves the link and its target as they are.
        let mut window = desk.window("ben", 3);
        if window.project().document(&letter()).is_some() {
            window.run(&mark("ben", 0, 4, "person")).unwrap();
            until_saved(&mut window);
        }
        drop(window);
        assert_eq!(everything(&outside(&desk)), before, "{name}");
        assert!(desk.file(name).is_symlink(), "{name} was replaced");
    }
}

#[test]
fn a_link_within_the_project_is_read() {
    let desk = desk();
    fs::create_dir(desk.file("texts")).unwrap();
    fs::rename(desk.file(TEXT), desk.file("texts/letter.txt")).unwrap();
    symlink("../texts/letter.txt", desk.file(TEXT)).unwrap();
    assert_eq!(damage_of(&desk).1, [""; 0]);
}

#[test]
fn a_conflict_copy_that_is_a_link_out_of_the_project_is_not_merged() {
    let desk = desk();
    let name = "annotations/ana/letter-7q2m.sync-conflict-20261126-101502-ABCDEFG.ron";
    let theirs = desk.read(SET).replace("\"place\"", "\"claim\"");
    fs::create_dir(outside(&desk)).unwrap();
    fs::write(outside(&desk).join("set.ron"), &theirs).unwrap();
    symlink(outside(&desk).join("set.ron"), desk.file(name)).unwrap();
    let before = desk.files();
    let opened = store::open(&desk.path(), &Progress::default()).unwrap();
    let [copy] = &opened.copies[..] else { panic!("{:?}", opened.copies) };
    let mut project = opened.project.clone();
    assert!(matches!(copy.read(&opened.folder, &mut project), Err(StoreError::WrongKind { .. })));
    assert!(project == opened.project && desk.files() == before);
}

#[test]
fn a_folder_that_is_a_link_has_nothing_of_the_project() {
    for name in FOLDERS {
        let desk = desk();
        link_out(&desk, name);
        // Whatever else is there is not asked for either.
        fs::write(outside(&desk).join("secret.txt"), "a secret").unwrap();
        let before = everything(&outside(&desk));
        let (project, messages) = damage_of(&desk);
        assert!(messages.contains(&format!("this is not a folder but a link: {name}")), "{name}: {messages:?}");
        assert!(name != "documents" || project.documents.is_empty());
        assert!(!name.starts_with("annotations") || project.sets.is_empty());
        let mut window = desk.window("ana", 3);
        if window.project().document(&letter()).is_some() {
            window.run(&mark("ana", 0, 4, "claim")).unwrap();
            let is_done = |state: SaveState| matches!(state, SaveState::Saved | SaveState::Failed { .. });
            until(&mut window, "saved or refused", |window| is_done(window.save_state()));
        }
        drop(window);
        assert_eq!(everything(&outside(&desk)), before, "{name}");
    }
}

#[test]
fn a_lock_that_is_no_ordinary_file_leaves_the_project_to_be_looked_at() {
    let check = |make: &dyn Fn(&Desk), expected: &str| {
        let desk = desk();
        fs::create_dir_all(outside(&desk)).unwrap();
        fs::remove_dir_all(desk.file(".glossator")).unwrap();
        make(&desk);
        let before = everything(&outside(&desk));
        let window = desk.window("ana", 3);
        let message = window.read_only().unwrap().to_string();
        assert_eq!(message.replace(&format!("{}/", desk.path().display()), ""), expected);
        drop(window);
        assert_eq!(everything(&outside(&desk)), before);
    };
    check(
        &|desk| symlink(outside(desk), desk.file(".glossator")).unwrap(),
        "this is not a folder but a link: .glossator",
    );
    let private = |desk: &Desk| fs::create_dir_all(desk.file(".glossator")).unwrap();
    let no_file = "this is not an ordinary file: .glossator/lock";
    check(
        &|desk| {
            private(desk);
            symlink(outside(desk).join("made"), desk.file(".glossator/lock")).unwrap();
        },
        no_file,
    );
    check(
        &|desk| {
            private(desk);
            fifo(&desk.file(".glossator/lock"));
        },
        no_file,
    );
}

/// Makes a pipe, which never ends for who reads it.
fn fifo(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn pipes_devices_and_folders_in_place_of_files_are_named() {
    type Make = fn(&Path);
    let made: [(&str, Make); 4] = [
        ("a pipe", fifo),
        ("a folder", |path| fs::create_dir(path).unwrap()),
        ("a device without end", |path| symlink("/dev/zero", path).unwrap()),
        ("a device that waits", |path| symlink("/dev/stdin", path).unwrap()),
    ];
    for (what, make) in made {
        for name in FILES {
            let desk = desk();
            fs::remove_file(desk.file(name)).unwrap();
            make(&desk.file(name));
            match store::open(&desk.path(), &Progress::default()) {
                Err(error) => {
                    assert_eq!(name, PROJECT, "{error}");
                    let expected = format!("this is not an ordinary file: {}", desk.file(name).display());
                    assert_eq!(error.to_string(), expected, "{what}");
                }
                Ok(opened) => {
                    let expected = format!("this is not an ordinary file: {}", desk.file(name).display());
                    let is_named = opened.damage.iter().any(|damage| damage.message() == expected);
                    assert!(is_named, "{what} as {name}: {:?}", opened.damage);
                }
            }
        }
    }
}

#[test]
fn a_pipe_in_place_of_a_folder_ends_opening() {
    for name in ["annotators", "documents", "annotations"] {
        let desk = desk();
        fs::remove_dir_all(desk.file(name)).unwrap();
        fifo(&desk.file(name));
        let error = store::open(&desk.path(), &Progress::default()).err().unwrap();
        assert!(error.to_string().ends_with(name), "{error}");
    }
}

#[test]
fn no_id_leads_out_of_the_folder() {
    for id in ["..", "../x", "/etc/passwd", "a/b", "a\\b", ".hidden", "c:x", "x\0", "x\n", "con:", " x", "x "] {
        assert!(DocumentId::new(id).is_err() && AnnotatorId::new(id).is_err(), "{id:?}");
        let desk = desk();
        let quoted = format!("{id:?}");
        desk.rewrite(SET, |set| set.replace("\"person\"", &quoted));
        desk.rewrite(DOCUMENT, |document| document.replace("added:", &format!("assigned: [{quoted}], added:")));
        let before = everything(&desk.path());
        let (project, messages) = damage_of(&desk);
        assert!(project.documents.is_empty() && project.sets.is_empty());
        assert_eq!(messages.len(), 2, "{messages:?}");
        assert_eq!(everything(&desk.path()), before);
    }
    let opened = store::open(&desk().path(), &Progress::default()).unwrap();
    assert!(opened.project.set(&set_of("ana")).is_some());
}

#[test]
fn a_link_to_the_root_of_the_machine_is_not_walked() {
    let desk = desk();
    symlink("/", desk.file("documents/everything")).unwrap();
    symlink("..", desk.file("annotations/ana/round")).unwrap();
    symlink("/", desk.file("root")).unwrap();
    let mut window = desk.window("ana", 3);
    window.run(&mark("ana", 0, 4, "claim")).unwrap();
    until_saved(&mut window);
    // A watch for every folder of the machine would be counted here.
    let watches = |entry: fs::DirEntry| {
        let info = fs::read_to_string(format!("/proc/self/fdinfo/{}", entry.file_name().display()));
        info.unwrap_or_default().lines().filter(|line| line.starts_with("inotify wd:")).count()
    };
    let most = fs::read_dir("/proc/self/fd").unwrap().filter_map(Result::ok).map(watches).max();
    assert!(most.unwrap_or_default() < 200, "{most:?} folders are watched");
}
