//! A backup: whatever its bytes are, it is restored whole into its folder, or nothing is written.

use super::refusal::assert_says_where;
use glossator::store::{self, Disk, Limits, Progress};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Small limits, so that a bomb shows itself.
const LIMITS: Limits = Limits { file: 4_000_000, total: 8_000_000, list: 1_000_000 };

/// Bytes as an archive.
pub fn backup(data: &[u8]) {
    let desk = tempfile::TempDir::new().expect("a temporary folder");
    let (archive, folder) = (desk.path().join("backup.zip"), desk.path().join("restored"));
    std::fs::write(&archive, data).expect("the archive is written");
    let restored = store::restore_on(&Disk::default(), &archive, &folder, &LIMITS, &Progress::default());
    let beside: BTreeSet<PathBuf> = entries(desk.path());
    match restored {
        Ok(()) => {
            assert_eq!(beside, BTreeSet::from([archive, folder.clone()]), "nothing is written beside the folder");
            assert!(folder.join("project.ron").is_file(), "a backup that is restored is a project");
            assert!(size_of(&folder) <= LIMITS.total, "no more is unpacked than the limits say");
            // Its files may be damaged, as they were when it was made; that is said when it is opened.
            if let Err(error) = store::open(&folder, &Progress::default()) {
                assert_says_where(&error, &folder, b"");
            }
        }
        Err(error) => {
            assert_says_where(&error, desk.path(), b"");
            assert_eq!(beside, BTreeSet::from([archive]), "nothing is written: {error}");
        }
    }
}

fn entries(folder: &Path) -> BTreeSet<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder is there");
    entries.map(|entry| entry.expect("an entry").path()).collect()
}

fn size_of(folder: &Path) -> u64 {
    let size = |path: PathBuf| {
        let metadata = std::fs::symlink_metadata(&path).expect("it is there");
        assert!(!metadata.file_type().is_symlink(), "a link was restored: {path:?}");
        if metadata.is_dir() { size_of(&path) } else { metadata.len() }
    };
    entries(folder).into_iter().map(size).sum()
}
