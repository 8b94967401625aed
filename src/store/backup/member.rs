//! The files in an archive: what each is, by its name, and what all of them come to.

use crate::store::FileKey;
use crate::store::create::GIT_FILES;
use crate::text::Digest;
use std::fmt::Write as _;
use std::path::Path;

/// The name of the entry that says what a backup is.
pub const COVER: &str = ".glossator-backup.ron";

/// What a file in an archive is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Member {
    /// What git is told about the folder.
    Git(&'static str),
    /// A file of the project.
    File(FileKey),
}

/// A file in an archive, as it is unpacked.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Listed {
    /// Its path in the project's folder, with `/` between folders on every system.
    pub name: String,
    /// Its size.
    pub bytes: u64,
    /// The digest of its bytes.
    pub digest: Digest,
}

impl Member {
    /// What a name in an archive means; nothing when it is not exactly the name of a file that a backup has. So no
    /// name leads out of the folder, and no file has two names.
    pub fn from_name(name: &str) -> Option<Self> {
        if let Some((git, _)) = GIT_FILES.iter().find(|(git, _)| *git == name) {
            return Some(Self::Git(git));
        }
        if cfg!(windows) && name.split('/').any(is_device) {
            return None;
        }
        let key = FileKey::from_path(Path::new(name)).ok().flatten()?;
        (name_of(&key) == name).then_some(Self::File(key))
    }
}

/// The name of a project's file in an archive.
pub fn name_of(key: &FileKey) -> String {
    let path = key.path();
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

/// The digest of files that stand in the order of their names: that of what `sha256sum` prints for them.
pub fn digest_of(files: &[Listed]) -> Digest {
    let mut list = String::new();
    for file in files {
        // Writing into a string cannot fail.
        writeln!(list, "{}  {}", file.digest, file.name).unwrap_or_default();
    }
    Digest::of(list.as_bytes())
}

/// Whether Windows takes a part of a path for a device, whatever its ending.
fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or_default().trim_end().to_ascii_lowercase();
    let is_numbered = |name: &str| {
        let number = stem.strip_prefix(name);
        number.is_some_and(|number| matches!(number, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9"))
    };
    matches!(stem.as_str(), "con" | "prn" | "aux" | "nul") || is_numbered("com") || is_numbered("lpt")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_a_backups_files_are_taken() {
        for name in [
            ".gitattributes",
            ".gitignore",
            "project.ron",
            "annotators/été.ron",
            "documents/a.txt",
            "annotations/a/b.ron",
        ] {
            let member = Member::from_name(name).unwrap();
            if let Member::File(key) = member {
                assert_eq!(name_of(&key), name);
            }
        }
        for name in [
            "",
            ".",
            "..",
            "/",
            "../project.ron",
            "/project.ron",
            "./project.ron",
            "project.ron/",
            "C:/project.ron",
            "documents//a.txt",
            "documents/./a.txt",
            "documents/../documents/a.txt",
            "documents/../../a.txt",
            "documents\\a.txt",
            "documents/a\0.txt",
            "documents/.txt",
            "documents/a.txt/",
            "documents/a.txt:stream",
            ".git/hooks/post-checkout",
            ".glossator/lock",
            COVER,
        ] {
            assert_eq!(Member::from_name(name), None, "{name:?}");
        }
    }

    #[test]
    fn devices_are_told_by_their_stems() {
        for name in ["con", "NUL.txt", "aux.tar.gz", "Com1.ron", "lpt9", "prn .txt"] {
            assert!(is_device(name), "{name}");
        }
        for name in ["console", "com", "com0", "com10", "nul-7q2m.txt", "letter.con"] {
            assert!(!is_device(name), "{name}");
        }
    }

    #[test]
    fn the_digest_is_that_of_the_list_that_sha256sum_prints() {
        // printf abc > a; printf '' > b; sha256sum a b | sha256sum
        let file = |name: &str, content: &[u8]| Listed {
            name: name.to_owned(),
            bytes: content.len() as u64,
            digest: Digest::of(content),
        };
        let digest = digest_of(&[file("a", b"abc"), file("b", b"")]);
        assert_eq!(digest.to_string(), "09c7e0b8a02d027d95ec0375a600ed4ad4d6b26a1c93f16d9150cab5fec761a6");
    }
}
