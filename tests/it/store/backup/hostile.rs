//! Archives that are damaged or forged: each is refused, and nothing of it is written.

use super::*;
use glossator::store::Limits;
use glossator::text::Digest;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

/// Tries to restore an archive. An error says what it says; what is restored is the whole of it.
fn restore(bytes: &[u8], limits: &Limits) -> Result<BTreeMap<String, Vec<u8>>, String> {
    let desk = tempfile::TempDir::new().unwrap();
    let (archive, copy) = (desk.path().join("backup.zip"), desk.path().join("copy"));
    std::fs::write(&archive, bytes).unwrap();
    match store::restore_on(&Disk::default(), &archive, &copy, limits, &Progress::default()) {
        Ok(()) => Ok(whole(&copy)),
        Err(error) => {
            assert!(!copy.exists(), "something was written in spite of {error}");
            assert_eq!(std::fs::read_dir(desk.path()).unwrap().count(), 1, "something was written beside it");
            assert_eq!(error.path(), Some(archive.as_path()));
            Err(error.to_string().replace(&format!(": {}", archive.display()), ""))
        }
    }
}

/// An archive with a cover that fits its files, whatever these are.
fn forged(files: &[(&str, &[u8])], add_more: impl FnOnce(&mut zip::ZipWriter<Cursor<Vec<u8>>>)) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut sorted = files.to_vec();
    sorted.sort_unstable();
    let list: String = sorted.iter().map(|(name, bytes)| format!("{}  {name}\n", Digest::of(bytes))).collect();
    let cover = format!(
        "(format: 1, project: \"7q2mk8da\", name: \"L\", place: \"/\", made: \"2026-03-01T10:02:11Z\", files: {}, \
         bytes: {}, sha256: \"{}\")",
        files.len(),
        files.iter().map(|(_, bytes)| bytes.len()).sum::<usize>(),
        Digest::of(list.as_bytes())
    );
    for (name, bytes) in [(".glossator-backup.ron", cover.as_bytes())].iter().chain(files) {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    add_more(&mut zip);
    zip.finish().unwrap().into_inner()
}

const PROJECT: (&str, &[u8]) = ("project.ron", b"(format: 1, id: \"7q2mk8da\", name: \"L\", layers: [], tags: [])");

#[track_caller]
fn check(bytes: &[u8], limits: &Limits, expected: &str) {
    assert_eq!(restore(bytes, limits), Err(expected.to_owned()));
}

/// Where the entry of a file begins in the archive's list of files.
fn listed_at(archive: &[u8], name: &str) -> usize {
    let starts = archive.windows(4).enumerate().filter(|(_, bytes)| *bytes == b"PK\x01\x02").map(|(at, _)| at);
    let mut starts = starts.filter(|at| archive[at + 46..].starts_with(name.as_bytes()));
    starts.next().unwrap()
}

#[test]
fn an_archive_that_was_cut_is_refused() {
    let desk = Desk::new("[person|Ada]");
    let bytes = std::fs::read(back_up(&desk, 0).unwrap().unwrap().path).unwrap();
    for end in 0..bytes.len() {
        check(&bytes[..end], &Limits::default(), "this archive is damaged or not complete");
    }
}

#[test]
fn an_archive_with_a_wrong_bit_is_refused_or_none_the_worse() {
    let desk = Desk::new("[person|Ada]");
    let bytes = std::fs::read(back_up(&desk, 0).unwrap().unwrap().path).unwrap();
    let expected = whole(&desk.path());
    let mut n_refused = 0;
    for at in 0..bytes.len() {
        let mut wrong = bytes.clone();
        wrong[at] ^= 1 << (at % 8);
        match restore(&wrong, &Limits::default()) {
            Ok(files) => assert_eq!(files, expected, "at {at}"),
            Err(_) => n_refused += 1,
        }
    }
    assert!(n_refused > bytes.len() * 3 / 4, "{n_refused} of {}", bytes.len());
}

#[test]
fn names_that_lead_elsewhere_are_refused() {
    assert_eq!(
        restore(&forged(&[PROJECT], |_| {}), &Limits::default()).unwrap().len(),
        1,
        "what is forged well passes"
    );
    for name in [
        "../evil.txt",
        "/etc/evil",
        "documents/../../evil.txt",
        "documents\\..\\evil.txt",
        "C:\\evil.txt",
        "documents/a\0.txt",
        "./project.ron",
        ".git/hooks/post-checkout",
        ".glossator/lock",
        "README.md",
        "documents/",
        "",
    ] {
        let archive = forged(&[PROJECT, (name, b"evil")], |_| {});
        check(&archive, &Limits::default(), &format!("no backup has a file named {name:?}"));
    }
}

#[test]
fn links_and_devices_are_refused() {
    let link = forged(&[PROJECT], |zip| {
        zip.add_symlink("documents/a.txt", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    });
    check(&link, &Limits::default(), "\"documents/a.txt\" in it is a link, or no ordinary file");
    let plain = forged(&[PROJECT, ("documents/a.txt", b"text")], |_| {});
    // A named pipe, a device, a folder, a link.
    for kind in [0o010_000_u32, 0o020_000, 0o040_000, 0o120_000] {
        let mut archive = plain.clone();
        let at = listed_at(&archive, "documents/a.txt");
        archive[at + 38..at + 42].copy_from_slice(&((kind | 0o644) << 16).to_le_bytes());
        check(&archive, &Limits::default(), "\"documents/a.txt\" in it is a link, or no ordinary file");
    }
}

#[test]
fn encrypted_and_strangely_packed_files_are_refused() {
    let plain = forged(&[PROJECT, ("documents/a.txt", b"text")], |_| {});
    let at = listed_at(&plain, "documents/a.txt");
    let mut encrypted = plain.clone();
    encrypted[at + 8] |= 1;
    check(&encrypted, &Limits::default(), "\"documents/a.txt\" in it is encrypted");
    let mut bzip2 = plain;
    bzip2[at + 10] = 12;
    check(&bzip2, &Limits::default(), "\"documents/a.txt\" in it is packed in a way that Glossator does not use");
}

#[test]
fn doubled_names_are_refused() {
    let mut archive = forged(&[PROJECT, ("documents/a.txt", b"one"), ("documents/b.txt", b"two")], |_| {});
    for at in 0..archive.len() - 15 {
        if archive[at..].starts_with(b"documents/b.txt") {
            archive[at + 10] = b'a';
        }
    }
    check(&archive, &Limits::default(), "two files in it have the same name");
}

#[test]
fn other_archives_are_no_backups() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("project.ron", SimpleFileOptions::default()).unwrap();
    zip.write_all(PROJECT.1).unwrap();
    let no_cover = zip.finish().unwrap().into_inner();
    check(&no_cover, &Limits::default(), "this archive is no backup");
    let no_project = forged(&[("documents/a.txt", b"text")], |_| {});
    check(&no_project, &Limits::default(), "this backup has no project.ron");
    let one_too_many = forged(&[PROJECT], |zip| {
        zip.start_file("documents/a.txt", SimpleFileOptions::default()).unwrap();
    });
    check(&one_too_many, &Limits::default(), "its files are not those that were put into it");
    let mut behind = b"something before".to_vec();
    behind.extend(forged(&[PROJECT], |_| {}));
    check(&behind, &Limits::default(), "this archive is damaged or not complete");
}

#[test]
fn what_unpacks_to_too_much_is_refused_by_what_comes_out() {
    let zeros = vec![0; 32_000_000];
    let bomb = forged(&[PROJECT, ("documents/a.txt", &zeros)], |_| {});
    assert!(bomb.len() < 100_000, "{}", bomb.len());
    let limits = Limits { file: 1_000_000, ..Limits::default() };
    check(&bomb, &limits, "this archive unpacks to more than a backup may have");
    let limits = Limits { total: 2_000_000, ..Limits::default() };
    check(&bomb, &limits, "this archive unpacks to more than a backup may have");
    // The list says that there are 7 bytes.
    let mut lying = bomb;
    let at = listed_at(&lying, "documents/a.txt");
    lying[at + 24..at + 28].copy_from_slice(&7_u32.to_le_bytes());
    check(&lying, &Limits::default(), "this archive is damaged or not complete");
}

#[test]
fn a_list_of_files_that_is_too_long_is_not_read_to_its_end() {
    let names: Vec<String> = (0..2_000).map(|n| format!("documents/{n}.txt")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    let archive = forged(&[&[PROJECT], files.as_slice()].concat(), |_| {});
    assert_eq!(restore(&archive, &Limits::default()).unwrap().len(), 2_001);
    let limits = Limits { list: 50_000, ..Limits::default() };
    check(&archive, &limits, "the list of the files in this archive is too long");
}

#[test]
fn a_backup_of_a_later_version_is_said_to_be_one() {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(".glossator-backup.ron", SimpleFileOptions::default()).unwrap();
    zip.write_all(b"(format: 2, sealed: true)").unwrap();
    let later = zip.finish().unwrap().into_inner();
    check(&later, &Limits::default(), "this has format 2, and this program knows formats up to 1");
}
