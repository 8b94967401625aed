//! Files sorted into inputs: archives opened, each file's format found, and companions put beside the file that they
//! belong to.

use super::archive::Archive;
use super::exchange::{Document, Person};
use super::format::best_for;
use super::input::{ending, file_name, folder};
use super::json::skeleton;
use super::{Format, FormatError, Head, InputFile, PlainText};
use crate::text::{Encoding, Text};
use std::collections::{HashMap, HashSet};
use std::io::BufReader;

/// How much of a file is looked at to tell its format; of JSON so much without what is long in it.
const HEAD: u64 = 64 * 1024;
const LOOKED_AT: u64 = 2 * Text::MAX_BYTES as u64;
/// How long the sign of an archive is, with the type that may stand first in it.
const SIGN: usize = 100;

/// Files that are read as one: a file, and its companions after it.
#[derive(Clone)]
pub struct Grouped {
    /// What they are read as.
    pub format: &'static dyn Format,
    /// The files.
    pub files: Vec<InputFile>,
    /// Who and what they are about, as far as folders say it.
    pub hint: Hint,
}

/// What the folders say that files lie in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hint {
    /// Whose the sets are that name nobody.
    pub annotator: Option<String>,
    /// What the document is called that has no name.
    pub document: Option<String>,
}

impl Hint {
    /// A document with what the folders say of it.
    pub fn applied(&self, mut document: Document) -> Document {
        if let Some(name) = &self.document {
            document.id = Some(name.into());
        }
        if let Some(annotator) = &self.annotator {
            for set in document.sets.iter_mut().filter(|set| set.annotator.is_none()) {
                set.annotator = Some(Person::named(annotator.as_str()));
            }
        }
        document
    }
}

/// Sorts files into inputs, in their order. Files that cannot be looked at come back with the reason.
pub fn grouped(
    files: Vec<InputFile>,
    asked: Option<&'static dyn Format>,
) -> (Vec<Grouped>, Vec<(String, FormatError)>) {
    let (files, mut refused) = unpacked(files, asked);
    let mut sorted = Vec::with_capacity(files.len());
    for (file, entries) in files {
        match beginning(&file) {
            Ok(bytes) => {
                let head = Head { name: &file.name, bytes: &bytes, entries: &entries };
                if asked.is_none() && is_our_card(&head) {
                    continue;
                }
                let format = match (asked.or_else(|| best_for(&head)), head.structure()) {
                    (Some(format), _) => Ok(format),
                    (None, Some(what)) => Err(what),
                    // Plain text says best why something is no text.
                    (None, None) => Ok(&PlainText as &dyn Format),
                };
                sorted.push((file, format));
            }
            Err(error) => refused.push((file.name.clone(), error)),
        }
    }
    let by_name: HashMap<String, usize> =
        sorted.iter().enumerate().map(|(at, (file, _))| (file.name.clone(), at)).collect();
    let all: Vec<&str> = sorted.iter().map(|(file, _)| file.name.as_str()).collect();
    let companions: Vec<Vec<usize>> = sorted
        .iter()
        .map(|(file, format)| {
            let Ok(format) = format else { return Vec::new() };
            let mut names = format.companions(&file.name);
            names.extend(format.companions_among(&file.name, &all));
            names.iter().filter_map(|name| by_name.get(&tidy(name)).copied()).collect()
        })
        .collect();
    let taken: HashSet<usize> = companions.iter().flatten().copied().collect();
    let mut groups = Vec::new();
    for (at, (file, format)) in sorted.iter().enumerate().filter(|(at, _)| !taken.contains(at)) {
        let format = match format {
            Ok(format) => format,
            Err(what) => {
                refused.push((file.name.clone(), FormatError::Unknown { what, file: file.name.clone() }));
                continue;
            }
        };
        let beside = companions.get(at).into_iter().flatten().filter_map(|at| sorted.get(*at));
        let files = std::iter::once(file.clone()).chain(beside.map(|(file, _)| file.clone())).collect();
        groups.push(Grouped { format: *format, files, hint: Hint::default() });
    }
    hint(&mut groups);
    (groups, refused)
}

/// How a file begins, as UTF-8 if it says that it is UTF-16: of JSON its keys, of an archive the sign of it, as what is
/// packed in it may look like anything.
fn beginning(file: &InputFile) -> Result<Vec<u8>, FormatError> {
    let bytes = file.head(HEAD)?;
    let head = Head { name: &file.name, bytes: &bytes, entries: &[] };
    if Archive::is_one(&bytes) {
        return Ok(bytes.get(..SIGN).unwrap_or(&bytes).to_vec());
    }
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Ok(
            Encoding::for_bom(&bytes).map_or(bytes.clone(), |(it, _)| it.decode(&bytes).0.into_owned().into_bytes())
        );
    }
    if !head.start().starts_with(b"{") && !head.start().starts_with(b"[") {
        return Ok(bytes);
    }
    let json = BufReader::new(file.open()?);
    skeleton(json, HEAD as usize, LOOKED_AT).map_err(|error| file.unreadable(&error))
}

/// Whether a file is the card that an export has beside it.
fn is_our_card(head: &Head<'_>) -> bool {
    head.file_name() == "readme.md" && head.has(b"\n## Fingerprint\n\nSHA-256 over the names and bytes of all files: `")
}

/// The files with those in archives in their place, but for archives that are documents themselves.
#[allow(clippy::type_complexity, reason = "two lists that are made together")]
fn unpacked(
    files: Vec<InputFile>,
    asked: Option<&'static dyn Format>,
) -> (Vec<(InputFile, Vec<String>)>, Vec<(String, FormatError)>) {
    let (mut all, mut refused) = (Vec::with_capacity(files.len()), Vec::new());
    for file in files {
        let bytes = beginning(&file).unwrap_or_default();
        if !Archive::is_one(&bytes) {
            all.push((file, Vec::new()));
            continue;
        }
        match Archive::open(&file) {
            Ok(archive) => {
                let entries = archive.names();
                let head = Head { name: &file.name, bytes: &bytes, entries: &entries };
                let own = asked
                    .map_or_else(|| best_for(&head).is_some(), |format| format.sniff(&head) > super::Confidence::No);
                if own {
                    all.push((file, entries));
                } else {
                    let malformed = |why: &str, name: &str| (name.to_owned(), FormatError::malformed(why, name, 0, 0));
                    let (inner, out): (Vec<InputFile>, Vec<InputFile>) =
                        archive.files().into_iter().partition(|file| !leads_out(&file.name));
                    refused.extend(out.iter().map(|file| malformed("the name leads out of the archive", &file.name)));
                    let n_before = all.len();
                    let inner = inner.into_iter().filter(|file| is_worth_reading(&file.name));
                    all.extend(inner.map(|file| (file, Vec::new())));
                    if all.len() == n_before && out.is_empty() {
                        refused.push(malformed("there is no file in it that can be read", &file.name));
                    }
                }
            }
            Err(error) => refused.push((file.name.clone(), error)),
        }
    }
    (all, refused)
}

/// Whether a path goes up in any part of it.
fn leads_out(name: &str) -> bool {
    name.split(['/', '\\']).any(|part| part == "..")
}

/// Whether a file in a folder or archive may be a document, from its name: some format has its ending, and it is none of
/// those that systems put there.
pub fn is_worth_reading(name: &str) -> bool {
    let hidden = name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX");
    let ending = ending(name);
    !hidden && super::FORMATS.iter().any(|format| format.is_read() && format.endings().contains(&ending.as_str()))
}

/// Formats that do not say whose spans they are have a folder for each annotator, or for each document with a file for
/// each annotator, as INCEpTION's exports do.
fn hint(groups: &mut [Grouped]) {
    let mut n_of_name: HashMap<String, usize> = HashMap::new();
    let name_of = |group: &Grouped| group.files.first().map_or("", |file| file.name.as_str()).to_owned();
    for group in groups.iter() {
        *n_of_name.entry(file_name(&name_of(group)).to_owned()).or_default() += 1;
    }
    for group in groups.iter_mut().filter(|group| !group.format.carries().annotators) {
        let name = name_of(group);
        let parent = file_name(folder(&name).trim_end_matches(['/', '\\'])).to_owned();
        let stem = file_name(&name).rsplit_once('.').map_or(file_name(&name), |(stem, _)| stem).to_owned();
        let is_document = DOCUMENTS.contains(&ending(&parent).as_str());
        if is_document {
            group.hint = Hint { annotator: Some(stem), document: Some(parent) };
        } else if n_of_name.get(file_name(&name)).is_some_and(|n| *n > 1) && !parent.is_empty() {
            group.hint = Hint { annotator: Some(parent), document: None };
        }
    }
}

/// Endings of folders that are named after a document.
const DOCUMENTS: &[&str] = &["txt", "xmi", "xml", "html", "htm", "pdf", "tsv", "json", "conll", "md"];

/// A path without `..` and `.` in it.
fn tidy(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for (at, part) in path.split('/').enumerate() {
        match part {
            "." => {}
            "" if at > 0 => {}
            ".." if parts.last().is_some_and(|last| *last != ".." && !last.is_empty()) => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_tidied() {
        assert_eq!(tidy("a/b/../c.conf"), "a/c.conf");
        assert_eq!(tidy("/a/./b//c"), "/a/b/c");
        assert_eq!(tidy("../a"), "../a");
        assert_eq!(tidy("a/../../b"), "../b");
    }
}
