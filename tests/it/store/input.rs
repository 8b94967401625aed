//! Files that people bring and take away, and what is remembered of them.

use crate::desk::Desk;
use glossator::formats::{Grouped, PlainText};
use glossator::model::AnnotatorId;
use glossator::store::{self, Disk, Home, Person, Settings, StoreError};
use glossator::workspace::find;
use std::path::{Path, PathBuf};

#[test]
fn folders_give_their_texts_in_order() {
    let desk = Desk::empty();
    for name in ["b.txt", "a.md", "c.pdf", "z/d.TXT", "k/e.markdown", ".hidden.txt", ".git/f.txt"] {
        store::write_file(&desk.file(name), b"text").unwrap();
    }
    std::os::unix::fs::symlink("..", desk.file("k/round")).unwrap();
    let named = [desk.path(), desk.file("c.pdf"), desk.file("gone.txt")];
    let found = find(&Disk::default(), &named, None, Some(&PlainText));
    let name = |group: &Grouped| {
        let path = PathBuf::from(&group.files[0].name);
        path.strip_prefix(desk.path()).unwrap().display().to_string()
    };
    let names: Vec<String> = found.groups().iter().map(name).collect();
    assert_eq!(names, ["a.md", "b.txt", "c.pdf", "k/e.markdown", "z/d.TXT"]);
    let refused: Vec<&str> = found.refused().iter().map(|refused| refused.path.as_str()).collect();
    assert_eq!(refused, [desk.file("gone.txt").display().to_string()]);
    let listed: Vec<(String, bool)> =
        store::list_folder(&desk.path()).unwrap().into_iter().map(|entry| (entry.name, entry.is_folder)).collect();
    assert_eq!(listed.len(), 7);
    assert!(listed.contains(&("k".to_owned(), true)) && listed.contains(&("b.txt".to_owned(), false)));
}

#[test]
fn a_huge_file_is_refused_without_being_read() {
    let desk = Desk::empty();
    let path = desk.file("huge.txt");
    store::write_file(&path, b"").unwrap();
    std::fs::File::options().write(true).open(&path).unwrap().set_len(200_000_000).unwrap();
    let read = |path: &Path| store::bytes_of_file(&Disk::default(), path, 128_000_000);
    let error = read(&path).unwrap_err();
    let expected = format!("the file has 200 MB, and the largest that is read has 128 MB: {}", path.display());
    assert_eq!(error.to_string(), expected);
    assert!(matches!(read(&desk.path()), Err(StoreError::WrongKind { .. })));
    assert!(read(&desk.file("gone")).unwrap_err().is_not_found());
}

#[test]
fn files_are_written_inside_their_folder_or_not_at_all() {
    let desk = Desk::empty();
    let good: (&str, &[u8]) = ("a/b.txt", b"b");
    for bad in ["../up.txt", "/etc/passwd", "a/../../up.txt", "nul\0.txt", "", "a\\b"] {
        let error = store::write_files(&desk.path(), [good, (bad, b"x")]).unwrap_err();
        assert!(matches!(error, StoreError::BadName { .. }), "{bad:?}");
        assert!(!desk.file("a/b.txt").exists(), "{bad:?}");
    }
    store::write_files(&desk.path(), [good]).unwrap();
    assert_eq!(desk.read("a/b.txt"), "b");
    assert!(matches!(store::write_file(&desk.file("a"), b"x"), Err(StoreError::WrongKind { .. })));
}

#[test]
fn a_copied_project_is_whole_and_has_nothing_of_this_machine() {
    let desk = Desk::new("[person|Ada]");
    std::fs::create_dir_all(desk.file(".glossator")).unwrap();
    std::fs::write(desk.file(".glossator/lock"), "").unwrap();
    std::os::unix::fs::symlink("/etc", desk.file("etc")).unwrap();
    let copy = desk.path().with_file_name("copy");
    store::copy_folder(&desk.path(), &copy).unwrap();
    assert_eq!(crate::desk::files_of(&copy).len(), 4);
    assert!(copy.join(".gitattributes").exists() && !copy.join(".glossator").exists() && !copy.join("etc").exists());
    assert_eq!(store::copy_folder(&desk.path(), &copy), Err(StoreError::Occupied(copy)));
}

#[test]
fn new_projects_get_a_folder_of_their_own() {
    let desk = Desk::empty();
    assert_eq!(store::free_folder(&desk.path(), "truce"), desk.file("truce"));
    std::fs::create_dir_all(desk.file("truce")).unwrap();
    assert_eq!(store::free_folder(&desk.path(), "truce"), desk.file("truce-2"));
    let copy = store::install_example(&desk.home);
    assert_eq!(copy, Ok(desk.home.projects().join("ceasefire")));
}

#[test]
fn settings_are_remembered() {
    let desk = Desk::empty();
    assert_eq!(desk.home.settings(), Ok(Settings::default()));
    let person = Person { id: AnnotatorId::new("ana").unwrap(), name: "Ana Pérez".to_owned() };
    desk.home.change_settings(|settings| settings.person = Some(person.clone())).unwrap();
    for n in 0..30 {
        desk.home.change_settings(|settings| settings.opened(&PathBuf::from(format!("/p/{}", n % 25)))).unwrap();
    }
    let settings = desk.home.settings().unwrap();
    assert_eq!(settings.person, Some(person));
    assert_eq!((settings.recent.len(), settings.last), (20, Some(PathBuf::from("/p/4"))));
    assert_eq!(settings.recent.iter().take(2).collect::<Vec<_>>(), [&PathBuf::from("/p/4"), &PathBuf::from("/p/3")]);
    assert_eq!(desk.home.read_text("ui.ron"), Ok(None));
    desk.home.write_text("ui.ron", "(size: 17)").unwrap();
    assert_eq!(desk.home.read_text("ui.ron"), Ok(Some("(size: 17)".to_owned())));
    assert!(desk.home.write_text("../ui.ron", "x").is_err());
}

#[test]
fn settings_that_cannot_be_read_are_not_overwritten() {
    let desk = Desk::empty();
    let home = Home::at(&desk.path());
    store::write_file(&desk.file("settings.ron"), b"(format: 1, persn: 1)").unwrap();
    let error = home.change_settings(|settings| settings.opened(&desk.path())).unwrap_err();
    assert!(error.to_string().ends_with("settings.ron:1:13"), "{error}");
    assert_eq!(desk.read("settings.ron"), "(format: 1, persn: 1)");
}
