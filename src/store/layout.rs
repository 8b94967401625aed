//! Which files a project has, and what stands in which.

use crate::edit::Edit;
use crate::model::{AnnotatorId, BadId, DocumentId, SetKey};
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

/// The file of layers, tags and the project's name.
pub const PROJECT: &str = "project.ron";
/// The folder of the annotators' files.
pub const ANNOTATORS: &str = "annotators";
/// The folder of texts and their records.
pub const DOCUMENTS: &str = "documents";
/// The folder of the annotators' folders of sets.
pub const ANNOTATIONS: &str = "annotations";
/// The folder of what is this machine's own: the lock, caches. Never shared.
pub const PRIVATE: &str = ".glossator";

/// One file of a project. In the order in which files are written, so that none needs one that is not there yet.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum FileKey {
    /// `project.ron`
    Project,
    /// `annotators/ana.ron`
    Annotator(AnnotatorId),
    /// `documents/letter-7q2m.txt`
    Text(DocumentId),
    /// `documents/letter-7q2m.ron`
    Document(DocumentId),
    /// `annotations/ana/letter-7q2m.ron`
    Set(SetKey),
}

impl FileKey {
    /// The file's path in the project's folder.
    pub fn path(&self) -> PathBuf {
        match self {
            Self::Project => PathBuf::from(PROJECT),
            Self::Annotator(id) => Path::new(ANNOTATORS).join(format!("{id}.ron")),
            Self::Text(id) => Path::new(DOCUMENTS).join(format!("{id}.txt")),
            Self::Document(id) => Path::new(DOCUMENTS).join(format!("{id}.ron")),
            Self::Set(key) => Path::new(ANNOTATIONS).join(key.annotator.as_str()).join(format!("{}.ron", key.document)),
        }
    }

    /// The file that a path in the project's folder means; nothing for one that is no part of the project.
    pub fn from_path(path: &Path) -> Result<Option<Self>, BadId> {
        let parts: Vec<&str> = path.components().filter_map(as_name).collect();
        if parts.len() != path.components().count() || parts.iter().any(|part| part.starts_with('.')) {
            return Ok(None);
        }
        Ok(match parts.as_slice() {
            [PROJECT] => Some(Self::Project),
            [ANNOTATORS, file] => of_stem(file, ".ron", AnnotatorId::new)?.map(Self::Annotator),
            [DOCUMENTS, file] if file.ends_with(".txt") => of_stem(file, ".txt", DocumentId::new)?.map(Self::Text),
            [DOCUMENTS, file] => of_stem(file, ".ron", DocumentId::new)?.map(Self::Document),
            [ANNOTATIONS, folder, file] => match of_stem(file, ".ron", DocumentId::new)? {
                Some(document) => Some(Self::Set(SetKey { document, annotator: AnnotatorId::new(folder)? })),
                None => None,
            },
            _ => None,
        })
    }

    /// The file of a project that the end of a longer path means, such as `letters/annotations/ana/letter-7q2m.ron`.
    pub fn at_end_of(path: &Path) -> Option<Self> {
        let parts: Vec<Component<'_>> = path.components().collect();
        // The longest first: a folder of a project may be called like one of those in it.
        (1..=3).rev().find_map(|n| {
            let end = parts.get(parts.len().checked_sub(n)?..)?;
            Self::from_path(&end.iter().collect::<PathBuf>()).ok().flatten()
        })
    }

    /// The document that it belongs to, if it belongs to one.
    pub fn document(&self) -> Option<&DocumentId> {
        match self {
            Self::Text(id) | Self::Document(id) => Some(id),
            Self::Set(key) => Some(&key.document),
            Self::Project | Self::Annotator(_) => None,
        }
    }
}

/// The files that an edit changes.
pub fn touched_by(edit: &Edit) -> impl Iterator<Item = FileKey> {
    let (first, second) = match edit {
        Edit::Name(_)
        | Edit::Workflow(_)
        | Edit::Filter(..)
        | Edit::Layers(_)
        | Edit::Tag(..)
        | Edit::TagOrder(_)
        | Edit::Attributes(_)
        | Edit::Rule(..)
        | Edit::Revision(..) => (FileKey::Project, None),
        Edit::Annotator(id, _) => (FileKey::Annotator(id.clone()), None),
        Edit::Document(id, change) => {
            let text_moves = change.before.as_ref().map(|it| &it.text) != change.after.as_ref().map(|it| &it.text);
            (FileKey::Document(id.clone()), text_moves.then(|| FileKey::Text(id.clone())))
        }
        Edit::Head(key, _)
        | Edit::Span(key, _)
        | Edit::Relation(key, _)
        | Edit::DocumentTag(key, _)
        | Edit::Value(key, ..)
        | Edit::Note(key, _)
        | Edit::Rejection(key, _) => (FileKey::Set(key.clone()), None),
    };
    std::iter::once(first).chain(second)
}

/// The files that some edits change.
pub fn touched(edits: &[Edit]) -> BTreeSet<FileKey> {
    edits.iter().flat_map(touched_by).collect()
}

fn as_name(part: Component<'_>) -> Option<&str> {
    match part {
        Component::Normal(name) => name.to_str(),
        _ => None,
    }
}

fn of_stem<T>(file: &str, ending: &str, id: impl Fn(&str) -> Result<T, BadId>) -> Result<Option<T>, BadId> {
    file.strip_suffix(ending).map(id).transpose()
}

/// Whether Windows takes a part of a path for a device, whatever its ending.
pub fn is_device(part: &str) -> bool {
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

    #[track_caller]
    fn check(path: &str, expected: Option<FileKey>) {
        assert_eq!(FileKey::from_path(Path::new(path)).unwrap(), expected);
        if let Some(key) = expected {
            assert_eq!(key.path(), Path::new(path));
        }
    }

    #[test]
    fn paths_and_files_are_one_to_one() {
        let document = DocumentId::new("letter-7q2m").unwrap();
        let annotator = AnnotatorId::new("ana").unwrap();
        check("project.ron", Some(FileKey::Project));
        check("annotators/ana.ron", Some(FileKey::Annotator(annotator.clone())));
        check("documents/letter-7q2m.txt", Some(FileKey::Text(document.clone())));
        check("documents/letter-7q2m.ron", Some(FileKey::Document(document.clone())));
        check("annotations/ana/letter-7q2m.ron", Some(FileKey::Set(SetKey { document, annotator })));
        for other in [
            "README.md",
            "annotations/x.ron",
            "documents/.x.ron",
            "../project.ron",
            "documents/a/b.ron",
            "/project.ron",
        ] {
            check(other, None);
        }
        assert!(FileKey::from_path(Path::new("documents/a:b.ron")).is_err());
    }

    #[test]
    fn a_file_is_known_by_the_end_of_its_path() {
        let end = |path: &str| FileKey::at_end_of(Path::new(path)).map(|key| key.path().display().to_string());
        for path in ["project.ron", "documents/letter.txt", "documents/letter.ron", "annotations/ana/letter.ron"] {
            for before in ["", "work/letters/", "/"] {
                assert_eq!(end(&format!("{before}{path}")), Some(path.replace('/', std::path::MAIN_SEPARATOR_STR)));
            }
        }
        assert_eq!([end(".merge_file_a1b2c3"), end("letter.ron"), end("")], [None, None, None]);
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
}
