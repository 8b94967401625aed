//! Backups: what is restored is what was backed up, byte for byte, and nothing else ever is.

use super::identity;
use crate::desk::{Desk, add_document};
use crate::notation::{letter, project};
use glossator::model::{Annotator, AnnotatorId, AnnotatorKind, DocumentId, Overlap, Project, Timestamp};
use glossator::store::{self, Backup, Damage, Disk, Folder, Progress, StoreError};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

mod faults;
mod hostile;
mod keep;

/// 2026-03-01T10:02:11Z: 20,513 days since 1970 at 86,400 seconds, and 36,131 seconds of the day.
const NOON: i64 = 20_513 * 86_400 + 36_131;
const LETTER: &str = "[person|Ada] wrote to [title|Mr] Babbage";

/// All files of a folder but the machine's own, with the hidden ones.
fn whole(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = crate::desk::files_of(folder);
    for hidden in [".gitattributes", ".gitignore"] {
        files.extend(std::fs::read(folder.join(hidden)).ok().map(|bytes| (hidden.to_owned(), bytes)));
    }
    files
}

fn folder_of(desk: &Desk) -> Folder {
    Folder::new(desk.path(), Disk::default())
}

/// Backs up what stands on the desk, so many seconds after the first time.
fn back_up(desk: &Desk, seconds: i64) -> Result<Option<Backup>, StoreError> {
    let opened = store::open(&desk.path(), &Progress::default()).unwrap();
    let now = Timestamp::new(NOON + seconds);
    store::back_up(&desk.home, &opened.project, &folder_of(desk), &opened.damage, now, &Progress::default())
}

#[track_caller]
fn restored(backup: &Path) -> BTreeMap<String, Vec<u8>> {
    let to = tempfile::TempDir::new().unwrap();
    store::restore(backup, &to.path().join("copy"), &Progress::default()).unwrap();
    whole(&to.path().join("copy"))
}

/// The unpacked files of an archive, as any tool sees them.
fn unpacked(archive: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(archive).unwrap()).unwrap();
    let mut files = BTreeMap::new();
    for index in 0..zip.len() {
        let mut entry = zip.by_index(index).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        files.insert(entry.name().unwrap().into_owned(), bytes);
    }
    files
}

/// The names of what is on the shelf.
fn shelf(desk: &Desk) -> Vec<String> {
    let list = Disk::default().list(&shelf_path(desk)).unwrap();
    list.into_iter().map(|entry| entry.name).collect()
}

fn shelf_path(desk: &Desk) -> PathBuf {
    desk.home.backups().join("7q2mk8da")
}

fn with_second_document(project: &Project) -> (Project, DocumentId) {
    let mut project = project.clone();
    let mut mint = glossator::edit::Mint::new(7, Timestamp::new(NOON));
    add_document("Second letter").plan(&project, &mut mint).unwrap().apply(&mut project).unwrap();
    let id = project.documents.keys().find(|id| **id != letter()).unwrap().clone();
    (project, id)
}

#[test]
fn a_backup_is_a_dated_archive_that_says_what_it_is() {
    let desk = Desk::new(LETTER);
    let backup = back_up(&desk, 0).unwrap().unwrap();
    let [name] = shelf(&desk).try_into().unwrap();
    assert!(name.starts_with("2026-03-01T10-02-11Z-") && name.ends_with(".zip") && name.len() == 33, "{name}");
    assert_eq!(backup.path, shelf_path(&desk).join(name));
    assert_eq!(restored(&backup.path), whole(&desk.path()));
    assert_eq!(store::backups(&desk.home, desk.on_disk().id).unwrap(), std::slice::from_ref(&backup));
    let cover = backup.cover.unwrap();
    let files = whole(&desk.path());
    let bytes = files.values().map(|bytes| bytes.len() as u64).sum::<u64>();
    assert_eq!((cover.name.as_str(), cover.place.as_str()), ("Letters", desk.path().to_str().unwrap()));
    assert_eq!((cover.made, cover.n_files, cover.bytes), (Timestamp::new(NOON), files.len(), bytes));
    assert_eq!(cover.left_out, [""; 0]);
    let unpacked = unpacked(&backup.path);
    let kept: Vec<&str> = unpacked.keys().map(String::as_str).collect();
    assert_eq!(
        kept,
        [
            ".gitattributes",
            ".gitignore",
            ".glossator-backup.ron",
            "annotations/ana/letter-7q2m.ron",
            "documents/letter-7q2m.ron",
            "documents/letter-7q2m.txt",
            "project.ron"
        ]
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn any_project_is_restored_byte_for_byte(project in identity::project()) {
        let desk = Desk::empty();
        store::create(&desk.path(), &project).unwrap();
        let now = Timestamp::new(NOON);
        let made = store::back_up(&desk.home, &project, &folder_of(&desk), &[], now, &Progress::default());
        let path = made.unwrap().unwrap().path;
        prop_assert_eq!(restored(&path), whole(&desk.path()));
        let bytes = std::fs::read(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        store::back_up(&desk.home, &project, &folder_of(&desk), &[], now, &Progress::default()).unwrap();
        prop_assert_eq!(std::fs::read(&path).unwrap(), bytes, "the same content and time give the same bytes");
    }
}

#[test]
fn what_has_not_changed_is_not_backed_up_again() {
    let desk = Desk::new(LETTER);
    let first = back_up(&desk, 0).unwrap().unwrap();
    assert_eq!(back_up(&desk, 600).unwrap(), None);
    let (second, _) = with_second_document(&desk.on_disk());
    let now = Timestamp::new(NOON + 1200);
    let made = store::back_up(&desk.home, &second, &folder_of(&desk), &[], now, &Progress::default());
    let second = made.unwrap().unwrap();
    let third = back_up(&desk, 1800).unwrap().unwrap();
    let paths: Vec<PathBuf> =
        store::backups(&desk.home, desk.on_disk().id).unwrap().into_iter().map(|it| it.path).collect();
    assert_eq!(paths, [third.path.clone(), second.path, first.path], "the newest first");
    // A backup that is broken is no reason not to make another.
    let mut bytes = std::fs::read(&third.path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0xff;
    std::fs::write(&third.path, bytes).unwrap();
    assert!(back_up(&desk, 2400).unwrap().is_some());
    assert_eq!(back_up(&desk, 3000).unwrap(), None);
}

#[test]
fn copies_of_a_project_are_backed_up_and_thinned_each_for_itself() {
    let desk = Desk::new(LETTER);
    let copy = desk.path().with_file_name("copy");
    let (elsewhere, _) = with_second_document(&desk.on_disk());
    store::create(&copy, &elsewhere).unwrap();
    let back_up_copy = |seconds: i64| {
        let now = Timestamp::new(NOON + seconds);
        let folder = Folder::new(copy.clone(), Disk::default());
        store::back_up(&desk.home, &elsewhere, &folder, &[], now, &Progress::default()).unwrap()
    };
    assert!(back_up(&desk, 0).unwrap().is_some());
    assert!(back_up_copy(1).is_some());
    assert_eq!(back_up(&desk, 2).unwrap(), None);
    assert_eq!(back_up_copy(3), None);
    let later = Timestamp::new(NOON + 400 * 24 * 3600);
    assert_eq!(store::thin(&desk.home, elsewhere.id, later).unwrap(), Vec::<PathBuf>::new());
    assert_eq!(shelf(&desk).len(), 2, "one of each place, though they were made in the same minute");
}

#[test]
fn files_that_cannot_be_read_are_backed_up_as_they_are() {
    let desk = Desk::new(LETTER);
    desk.rewrite(super::SET, |set| set.replace("spans", "spam"));
    desk.rewrite("documents/letter-7q2m.txt", |text| format!("{text}!"));
    std::fs::write(desk.file("documents/a:b.ron"), "what is this").unwrap();
    std::os::unix::fs::symlink("/etc/passwd", desk.file("documents/passwd.txt")).unwrap();
    let backup = back_up(&desk, 0).unwrap().unwrap();
    assert_eq!(backup.cover.unwrap().left_out, ["documents/a:b.ron", "documents/passwd.txt"]);
    let mut expected = whole(&desk.path());
    expected.remove("documents/a:b.ron");
    expected.remove("documents/passwd.txt");
    assert_eq!(restored(&backup.path), expected);
}

#[test]
fn a_codebook_that_cannot_be_read_is_backed_up_as_it_is() {
    let desk = Desk::new(LETTER);
    desk.rewrite("project.ron", |source| source.replace("layers", "lawyers"));
    let backup = back_up(&desk, 0).unwrap().unwrap();
    assert_eq!(restored(&backup.path), whole(&desk.path()));
}

#[test]
fn what_is_in_memory_is_backed_up_though_the_file_was_damaged_since() {
    let desk = Desk::new(LETTER);
    let (project, before) = (desk.on_disk(), whole(&desk.path()));
    desk.rewrite(super::SET, |set| set.replace("spans", "spam"));
    let damage = store::open(&desk.path(), &Progress::default()).unwrap().damage;
    let now = Timestamp::new(NOON);
    let made = store::back_up(&desk.home, &project, &folder_of(&desk), &damage, now, &Progress::default());
    assert_eq!(restored(&made.unwrap().unwrap().path), before);
}

#[test]
fn no_link_inside_the_folder_is_followed() {
    let desk = Desk::new(LETTER);
    let outside = desk.path().with_file_name("outside");
    std::fs::create_dir_all(outside.join("ana")).unwrap();
    std::fs::write(outside.join("ana/letter-7q2m.ron"), "secret").unwrap();
    let project = desk.on_disk();
    let key = store::FileKey::from_path(Path::new("annotations/eve/letter-7q2m.ron")).unwrap().unwrap();
    std::os::unix::fs::symlink(outside.join("ana"), desk.file("annotations/eve")).unwrap();
    let path = desk.file("annotations/eve/letter-7q2m.ron");
    let damage = Damage { key: Some(key), path: path.clone(), error: StoreError::OtherText(path) };
    let now = Timestamp::new(NOON);
    let made = store::back_up(&desk.home, &project, &folder_of(&desk), &[damage], now, &Progress::default());
    let backup = made.unwrap().unwrap();
    assert_eq!(backup.cover.unwrap().left_out, ["annotations/eve/letter-7q2m.ron"]);
    assert!(unpacked(&backup.path).values().all(|bytes| bytes != b"secret"));
}

#[test]
fn only_what_is_named_as_a_backup_is_listed_and_removed() {
    let desk = Desk::new(LETTER);
    let id = desk.on_disk().id;
    assert_eq!(store::backups(&desk.home, id).unwrap(), []);
    back_up(&desk, 0).unwrap();
    let others = ["notes.txt", "my copy.zip", "2026-03-01T10-02-11Z.zip", ".hidden"];
    for name in others {
        std::fs::write(shelf_path(&desk).join(name), "mine").unwrap();
    }
    std::fs::create_dir(shelf_path(&desk).join("2026-03-01T10-02-12Z-00000000.zip")).unwrap();
    let broken = shelf_path(&desk).join("2026-03-01T10-02-13Z-00000000.zip");
    std::fs::write(&broken, "no archive").unwrap();
    let listed = store::backups(&desk.home, id).unwrap();
    assert_eq!(listed.len(), 2);
    let error = listed[0].cover.clone().unwrap_err();
    assert_eq!(error.to_string(), format!("this archive is damaged or not complete: {}", broken.display()));
    assert!(error.hint().starts_with("Take another backup"), "{}", error.hint());
    let years = Timestamp::new(NOON + 10 * 365 * 24 * 3600);
    store::thin(&desk.home, id, years).unwrap();
    for name in others {
        assert!(shelf(&desk).iter().any(|other| other == name), "{name}");
    }
}

#[test]
fn thinning_removes_what_the_rule_says() {
    let desk = Desk::new(LETTER);
    let mut project = desk.on_disk();
    // 10:02:11, and 1, 2 and 9 minutes later: three in the ten minutes from 10:00, one in those from 10:10.
    for minutes in [0, 1, 2, 9] {
        project.name = format!("after {minutes} minutes");
        let now = Timestamp::new(NOON + minutes * 60);
        store::back_up(&desk.home, &project, &folder_of(&desk), &[], now, &Progress::default()).unwrap().unwrap();
    }
    let removed = store::thin(&desk.home, project.id, Timestamp::new(NOON + 600)).unwrap();
    assert_eq!(removed.len(), 2);
    let left: Vec<String> =
        store::backups(&desk.home, project.id).unwrap().into_iter().map(|it| it.cover.unwrap().name).collect();
    assert_eq!(left, ["after 9 minutes", "after 0 minutes"]);
}

#[test]
fn a_backup_is_restored_only_where_nothing_is() {
    let desk = Desk::new(LETTER);
    let backup = back_up(&desk, 0).unwrap().unwrap();
    let before = whole(&desk.path());
    let progress = Progress::default();
    assert_eq!(store::restore(&backup.path, &desk.path(), &progress), Err(StoreError::Occupied(desk.path())));
    let file = desk.file("project.ron");
    assert_eq!(store::restore(&backup.path, &file, &progress), Err(StoreError::Occupied(file)));
    assert_eq!(whole(&desk.path()), before);
    let empty = desk.path().with_file_name("empty");
    std::fs::create_dir(&empty).unwrap();
    store::restore(&backup.path, &empty, &progress).unwrap();
    assert_eq!(whole(&empty), before);
}

#[test]
fn backing_up_and_restoring_tell_how_far_they_are_and_can_be_stopped() {
    let desk = Desk::new(LETTER);
    let seen = Arc::new(std::sync::Mutex::new(Vec::new()));
    let sink = Arc::clone(&seen);
    let progress = Progress::new(move |done, of| sink.lock().unwrap().push((done, of)));
    let n_files = whole(&desk.path()).len();
    let now = Timestamp::new(NOON);
    let made = store::back_up(&desk.home, &desk.on_disk(), &folder_of(&desk), &[], now, &progress);
    let expected: Vec<(usize, usize)> = (1..=3 * n_files).map(|done| (done, 3 * n_files)).collect();
    assert_eq!(*seen.lock().unwrap(), expected);
    let path = made.unwrap().unwrap().path;
    seen.lock().unwrap().clear();
    let to = desk.path().with_file_name("copy");
    store::restore(&path, &to, &progress).unwrap();
    let expected: Vec<(usize, usize)> = (1..=2 * n_files).map(|done| (done, 2 * n_files)).collect();
    assert_eq!(*seen.lock().unwrap(), expected);
    progress.stop();
    let to = desk.path().with_file_name("stopped");
    assert!(matches!(store::restore(&path, &to, &progress), Err(StoreError::Cancelled(_))));
    assert!(!to.exists());
    std::fs::remove_file(path).unwrap();
    let made = store::back_up(&desk.home, &desk.on_disk(), &folder_of(&desk), &[], now, &progress);
    assert!(matches!(made, Err(StoreError::Cancelled(_))));
    assert_eq!(shelf(&desk), [""; 0]);
}

#[test]
fn a_purged_document_is_in_no_backup_and_everything_else_is() {
    let desk = Desk::new(LETTER);
    back_up(&desk, 0).unwrap();
    let (project, second) = with_second_document(&desk.on_disk());
    let now = Timestamp::new(NOON + 600);
    store::back_up(&desk.home, &project, &folder_of(&desk), &[], now, &Progress::default()).unwrap();
    let broken = shelf_path(&desk).join("2026-03-01T10-02-13Z-00000000.zip");
    std::fs::write(&broken, "Ada wrote to Mr Babbage").unwrap();
    let half_made = shelf_path(&desk).join(".glossator-x1y2z3.tmp");
    std::fs::write(&half_made, "Ada wrote to Mr Babbage").unwrap();
    let before = store::backups(&desk.home, project.id).unwrap();
    let kept_before: Vec<_> = [&before[0].path, &before[2].path].map(|path| unpacked(path)).into();

    let errors = store::purge_backups(&desk.home, project.id, &BTreeSet::from([letter()]));
    let paths: Vec<Option<&Path>> = errors.iter().map(StoreError::path).collect();
    assert_eq!(paths, [Some(broken.as_path())], "what cannot be read cannot be purged, and is said to be so");
    assert!(!half_made.exists());
    std::fs::remove_file(&broken).unwrap();

    let after = store::backups(&desk.home, project.id).unwrap();
    assert_eq!(after.len(), 2);
    for (backup, mut expected) in after.iter().zip(kept_before) {
        let holds = |needle: &[u8], bytes: &[u8]| bytes.windows(needle.len()).any(|part| part == needle);
        expected.retain(|name, _| !name.contains("letter-7q2m") && name != ".glossator-backup.ron");
        let mut files = unpacked(&backup.path);
        assert!(files.iter().all(|(name, bytes)| !name.contains("7q2m.") && !holds(b"Babbage", bytes)));
        files.remove(".glossator-backup.ron");
        assert_eq!(files, expected);
        assert_eq!(restored(&backup.path), expected);
        assert_eq!(backup.cover.as_ref().unwrap().n_files, expected.len());
    }
    assert!(unpacked(&after[0].path).contains_key(&format!("documents/{second}.txt")));
    let stamps = || after.iter().map(|it| std::fs::metadata(&it.path).unwrap().modified().unwrap()).collect::<Vec<_>>();
    let stamps_before = stamps();
    assert_eq!(store::purge_backups(&desk.home, project.id, &BTreeSet::from([letter()])), []);
    assert_eq!(stamps(), stamps_before, "what has nothing to purge is not written again");
}

#[test]
fn a_project_may_have_more_files_than_the_older_form_of_the_format_counts() {
    let mut large = project("Ada", Overlap::Any);
    for n in 0..66_000 {
        let id = AnnotatorId::new(&format!("a{n}")).unwrap();
        let annotator = Annotator { id: id.clone(), name: "A".to_owned(), kind: AnnotatorKind::Human };
        large.annotators.insert(id, Arc::new(annotator));
    }
    let desk = Desk::empty();
    let now = Timestamp::new(NOON);
    let made = store::back_up(&desk.home, &large, &folder_of(&desk), &[], now, &Progress::default());
    let listed = store::backups(&desk.home, large.id).unwrap();
    assert_eq!(listed, [made.unwrap().unwrap()]);
    assert!(listed[0].cover.as_ref().unwrap().n_files > 66_000);
}
