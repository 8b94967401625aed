//! Files that people bring and take away: articles, codebooks, tables; and folders to choose from.

use super::StoreError;
use super::convert::{codebook_from_text, text_from_codebook};
use super::disk::{Disk, FolderEntry};
use super::layout::PROJECT;
use super::replace::read_file;
use super::ron_text::text_from_bytes;
use crate::model::Codebook;
use smol_str::SmolStr;
use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io;
use std::path::{Component, Path, PathBuf};

/// The largest codebook file that is read.
const CODEBOOK_LIMIT: u64 = 16_000_000;
/// The largest list of words that is read, in bytes.
const LIST_LIMIT: u64 = 64_000_000;

/// The files below a folder whose names are wanted, in the order of their paths. What is hidden is passed over, and
/// links to folders are not followed.
pub fn files_below(disk: &Disk, folder: &Path, is_wanted: &dyn Fn(&str) -> bool) -> Result<Vec<PathBuf>, StoreError> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let entries = disk.list(&folder).map_err(|error| StoreError::io("read", &folder, &error))?;
        for entry in entries.into_iter().filter(|entry| !entry.name.starts_with('.')) {
            let path = folder.join(&entry.name);
            if entry.is_folder {
                open.push(path);
            } else if is_wanted(&entry.name) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The first bytes of an ordinary file, at most `n`.
pub fn head_of(disk: &Disk, path: &Path, n: u64) -> Result<Vec<u8>, StoreError> {
    disk.head(path, n).map_err(|error| refused("read", path, &error))
}

/// All bytes of an ordinary file of at most `limit` bytes; of a larger one nothing is read.
pub fn bytes_of_file(disk: &Disk, path: &Path, limit: u64) -> Result<Vec<u8>, StoreError> {
    read_file(disk, path, limit)
}

/// What is in a folder, by name. Links to folders count as folders.
pub fn list_folder(folder: &Path) -> Result<Vec<FolderEntry>, StoreError> {
    let entries = Disk::default().list(folder).map_err(|error| StoreError::io("read", folder, &error))?;
    let seen = |entry: FolderEntry| FolderEntry { is_folder: folder.join(&entry.name).is_dir(), ..entry };
    Ok(entries.into_iter().map(seen).collect())
}

/// Whether a path is that of a file.
pub fn is_file(path: &Path) -> bool {
    path.is_file()
}

/// Whether a path is that of a folder.
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Whether a folder is a project.
pub fn is_project(path: &Path) -> bool {
    path.join(PROJECT).is_file()
}

/// A folder in `parent` that is not there yet: the name, or the name with a number.
pub fn free_folder(parent: &Path, name: &str) -> PathBuf {
    let numbered = (2_u64..).map(|n| parent.join(format!("{name}-{n}")));
    let mut folders = std::iter::once(parent.join(name)).chain(numbered);
    folders.find(|folder| !Disk::default().is_there(folder)).unwrap_or_else(|| parent.join(name))
}

/// The person's own folder, which people write as `~`.
pub fn home_folder() -> Option<PathBuf> {
    etcetera::home_dir().ok()
}

/// What the system calls the person.
pub fn login_name() -> Option<String> {
    ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok()).filter(|name| !name.is_empty())
}

/// The words of a list: one a line, or the first column of a CSV file, without empty ones. No more than `most` are read.
pub fn read_word_list(path: &Path, most: usize) -> Result<Vec<SmolStr>, StoreError> {
    let bytes = read_file(&Disk::default(), path, LIST_LIMIT)?;
    let content = String::from_utf8_lossy(&bytes);
    let content = content.trim_start_matches('\u{feff}');
    let extension = path.extension().map(|extension| extension.to_ascii_lowercase());
    let delimiter = match extension.as_deref().and_then(OsStr::to_str) {
        Some("csv") => Some(b','),
        Some("tsv") => Some(b'\t'),
        _ => None,
    };
    let mut words: Vec<SmolStr> = Vec::new();
    let mut add = |word: &str| {
        let word = word.trim();
        if !word.is_empty() {
            words.push(word.into());
        }
    };
    match delimiter {
        None => content.lines().for_each(add),
        Some(delimiter) => {
            let mut reader = csv::ReaderBuilder::new();
            let mut reader =
                reader.delimiter(delimiter).has_headers(false).flexible(true).from_reader(content.as_bytes());
            for record in reader.records() {
                let record = record.map_err(|error| StoreError::Malformed {
                    why: error.to_string(),
                    place: None,
                    path: path.to_owned(),
                })?;
                add(record.get(0).unwrap_or_default());
            }
        }
    }
    match words.len() {
        n if n > most => Err(StoreError::TooManyWords { n, most, path: path.to_owned() }),
        0 => Err(StoreError::NoWords(path.to_owned())),
        _ => Ok(words),
    }
}

/// Name and codebook of a codebook's own file.
pub fn read_codebook(path: &Path) -> Result<(String, Codebook), StoreError> {
    let bytes = read_file(&Disk::default(), path, CODEBOOK_LIMIT)?;
    codebook_from_text(text_from_bytes(&bytes, path)?, path)
}

/// Writes a codebook to a file of its own.
pub fn write_codebook(path: &Path, name: &str, codebook: &Codebook) -> Result<(), StoreError> {
    write_file(path, text_from_codebook(name, codebook)?.as_bytes())
}

/// Writes a file whole, with the folders above it. What was there before is there until the new file is complete.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    write_file_on(&Disk::default(), path, bytes)
}

/// The same, on a certain file system.
pub fn write_file_on(disk: &Disk, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let failed = |error: io::Error| StoreError::io("write", path, &error);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    disk.create_folder(folder).map_err(failed)?;
    if path.is_dir() {
        return Err(StoreError::WrongKind { expected: "a file but a folder", path: path.to_owned() });
    }
    disk.write_over(&folder.join(path.file_name().unwrap_or_default()), bytes).map_err(failed)?;
    disk.sync_folder(folder).map_err(failed)
}

/// Writes files into a folder, by paths inside it. A path that leads out of it is refused before anything is written.
pub fn write_files<'a>(folder: &Path, files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Result<(), StoreError> {
    let files: Vec<(PathBuf, &[u8])> =
        files.into_iter().map(|(name, bytes)| Ok((inside(folder, name)?, bytes))).collect::<Result<_, StoreError>>()?;
    files.into_iter().try_for_each(|(path, bytes)| write_file(&path, bytes))
}

fn inside(folder: &Path, name: &str) -> Result<PathBuf, StoreError> {
    let path = Path::new(name);
    let is_plain = |part: Component<'_>| matches!(part, Component::Normal(_));
    if name.is_empty() || name.contains(['\0', '\\']) || !path.components().all(is_plain) {
        let why = format!("{name:?} is no name for a file in a folder");
        return Err(StoreError::BadName { why, path: folder.to_owned() });
    }
    Ok(folder.join(path))
}

/// Copies a folder with all that is in it but links and what is a machine's own. The target must not be there yet.
pub fn copy_folder(from: &Path, to: &Path) -> Result<(), StoreError> {
    let disk = Disk::default();
    if disk.is_there(to) {
        return Err(StoreError::Occupied(to.to_owned()));
    }
    let mut open = vec![PathBuf::new()];
    let mut seen = BTreeSet::new();
    while let Some(part) = open.pop() {
        let folder = from.join(&part);
        for entry in disk.list(&folder).map_err(|error| StoreError::io("read", &folder, &error))? {
            let name = part.join(&entry.name);
            let path = from.join(&name);
            if entry.name == super::layout::PRIVATE || disk.is_link(&path) {
                continue;
            }
            if entry.is_folder {
                open.extend(seen.insert(name.clone()).then_some(name));
            } else {
                write_file(&to.join(&name), &read_file(&disk, &path, super::replace::LIMIT)?)?;
            }
        }
    }
    Ok(())
}

fn refused(doing: &'static str, path: &Path, error: &io::Error) -> StoreError {
    match error.kind() {
        io::ErrorKind::InvalidInput => StoreError::WrongKind { expected: "an ordinary file", path: path.to_owned() },
        _ => StoreError::io(doing, path, error),
    }
}
