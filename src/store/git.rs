//! How git merges and compares the files of a project: by this program, which knows spans, and not by lines.
//!
//! That is said in two places: the repository's own settings name the program, and `.gitattributes`, which goes along with
//! the project, names the files.

use super::StoreError;
use super::disk::Disk;
use super::files::{is_project, write_file};
use super::replace::read_file;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use thiserror::Error;

/// What the files of a project are to git. Texts are not changed by it, and merged by this program, which mixes no two.
const ATTRIBUTES: [&str; 6] = [
    "documents/*.txt -text",
    "documents/*.txt merge=glossator",
    "documents/*.ron merge=glossator diff=glossator",
    "annotations/*/*.ron merge=glossator diff=glossator",
    "annotators/*.ron merge=glossator diff=glossator",
    "/project.ron merge=glossator diff=glossator",
];

/// The file that says it.
const FILE: &str = ".gitattributes";
/// The largest of these files that is read.
const LIMIT: u64 = 1_000_000;
/// The sections of git's settings that are ours.
const SECTIONS: [&str; 2] = ["merge.glossator", "diff.glossator"];

/// Why git could not be told.
#[derive(Debug, Error)]
pub enum GitError {
    /// There is no git.
    #[error("git is not installed, or not on the PATH")]
    Missing,
    /// The folder is in no repository.
    #[error("this folder is in no git repository: {}", .0.display())]
    NoRepository(PathBuf),
    /// git refused.
    #[error("git refused: {why}: {}", .path.display())]
    Refused {
        /// Its words.
        why: String,
        /// Where.
        path: PathBuf,
    },
    /// A file could not be read or written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl GitError {
    /// What a person can do next.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Missing => "Install git, and try again",
            Self::NoRepository(_) => "Make one with git init, or name a project's folder in one",
            Self::Refused { .. } => "Look whether you may write to .git/config there",
            Self::Store(error) => error.hint(),
        }
    }
}

/// Has git merge and compare the files of a project by `program`. Whether anything had to be changed.
pub fn install_drivers(folder: &Path, program: &Path) -> Result<bool, GitError> {
    check_repository(folder)?;
    let program = quoted(&program.to_string_lossy());
    // git puts the names of files where a percent sign stands.
    let merge = format!("{} merge %O %A %B --path %P", program.replace('%', "%%"));
    let settings = [
        ("merge.glossator.name", "spans, relations, notes and codebook entries, record by record"),
        ("merge.glossator.driver", &merge),
        ("diff.glossator.command", &format!("{program} diff --git")),
    ];
    let mut is_changed = false;
    for (key, value) in settings {
        if setting(folder, key)?.as_deref() != Some(value) {
            expect(folder, &["config", "--local", "--replace-all", key, value])?;
            is_changed = true;
        }
    }
    let before = attributes(folder)?;
    let after = with_attributes(&before);
    if after != before {
        write_file(&folder.join(FILE), after.as_bytes())?;
        is_changed = true;
    }
    Ok(is_changed)
}

/// Takes back what [`install_drivers`] did. That git leaves the texts as they are stays. Whether anything had to be changed.
pub fn remove_drivers(folder: &Path) -> Result<bool, GitError> {
    check_repository(folder)?;
    let mut is_changed = false;
    for section in SECTIONS {
        if run(folder, &["config", "--local", "--get-regexp", &format!("^{}[.]", section.replace('.', "[.]"))])?
            .status
            .success()
        {
            expect(folder, &["config", "--local", "--remove-section", section])?;
            is_changed = true;
        }
    }
    let before = attributes(folder)?;
    let is_ours = |line: &str| line.contains("=glossator") && ATTRIBUTES.contains(&line.trim());
    let after: String = before.split_inclusive('\n').filter(|line| !is_ours(line)).collect();
    if after != before {
        write_file(&folder.join(FILE), after.as_bytes())?;
        is_changed = true;
    }
    Ok(is_changed)
}

/// Whether the folder is a project in a repository.
fn check_repository(folder: &Path) -> Result<(), GitError> {
    if !is_project(folder) {
        return Err(StoreError::NotAProject(folder.to_owned()).into());
    }
    let found = run(folder, &["rev-parse", "--is-inside-work-tree"])?;
    let why = said(&found.stderr);
    match found.status.success() {
        true => Ok(()),
        false if why.contains("not a git repository") => Err(GitError::NoRepository(folder.to_owned())),
        false => Err(GitError::Refused { why, path: folder.to_owned() }),
    }
}

fn setting(folder: &Path, key: &str) -> Result<Option<String>, GitError> {
    let found = run(folder, &["config", "--local", "--get", key])?;
    Ok(found.status.success().then(|| said(&found.stdout)))
}

fn expect(folder: &Path, arguments: &[&str]) -> Result<(), GitError> {
    let ran = run(folder, arguments)?;
    let refused = || GitError::Refused { why: said(&ran.stderr), path: folder.to_owned() };
    if ran.status.success() { Ok(()) } else { Err(refused()) }
}

/// Runs git in a folder. Its words are in English, so that they can be told apart.
fn run(folder: &Path, arguments: &[&str]) -> Result<Output, GitError> {
    let ran = Command::new("git").arg("-C").arg(folder).args(arguments).env("LC_ALL", "C").output();
    ran.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => GitError::Missing,
        _ => GitError::Refused { why: error.to_string(), path: folder.to_owned() },
    })
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}

/// A word as the shell takes it that git runs drivers by.
fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', r"'\''"))
}

fn attributes(folder: &Path) -> Result<String, GitError> {
    let path = folder.join(FILE);
    let disk = Disk::default();
    if disk.is_link(&path) {
        return Err(StoreError::WrongKind { expected: "an ordinary file", path }.into());
    }
    match read_file(&disk, &path, LIMIT) {
        Ok(bytes) => Ok(String::from_utf8_lossy(&bytes).into_owned()),
        Err(error) if error.is_not_found() => Ok(String::new()),
        Err(error) => Err(error.into()),
    }
}

/// The file with our lines, each once, behind those that are there.
fn with_attributes(before: &str) -> String {
    let mut after = before.to_owned();
    for line in ATTRIBUTES {
        if before.lines().any(|there| there.trim() == line) {
            continue;
        }
        if !after.is_empty() && !after.ends_with('\n') {
            after.push('\n');
        }
        after.extend([line, "\n"]);
    }
    after
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_others_stay_and_ours_come_once() {
        let once = with_attributes("*.png binary\r\ndocuments/*.txt -text");
        assert!(once.starts_with("*.png binary\r\ndocuments/*.txt -text\ndocuments/*.txt merge=glossator\n"), "{once}");
        assert_eq!(with_attributes(&once), once);
        assert_eq!(with_attributes("").lines().count(), ATTRIBUTES.len());
    }

    #[test]
    fn the_shell_takes_any_path_as_one_word() {
        assert_eq!(quoted("/a b/c"), "'/a b/c'");
        assert_eq!(quoted("/it's"), r"'/it'\''s'");
    }
}
