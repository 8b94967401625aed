//! What a colleague sent of a project of our own: its folder, an archive of it, or files of sets alone.

use super::intake::{Refused, refused_by_store};
use crate::formats::{Archive, InputFile};
use crate::model::{Annotator, Project};
use crate::store::{Disk, Progress, SentSet, StoreError, Unpacked, files_below, is_project, open_on, read_sent_set};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Something that was sent, found and not read yet.
pub struct Sent {
    /// What was named.
    path: PathBuf,
    what: What,
    unpacked: Option<Unpacked>,
}

enum What {
    Project(PathBuf),
    Sets(Vec<PathBuf>),
}

impl Sent {
    /// A project's folder, a set's file or a folder that has nothing but such; nothing for anything else.
    pub fn at(disk: &Disk, path: &Path) -> Result<Option<Self>, StoreError> {
        let sent = |what| Ok(Some(Self { path: path.to_owned(), what, unpacked: None }));
        if is_project(path) {
            return sent(What::Project(path.to_owned()));
        }
        if !disk.is_folder(path) {
            return if is_record(&path.to_string_lossy()) { sent(What::Sets(vec![path.to_owned()])) } else { Ok(None) };
        }
        let files = files_below(disk, path, &|_| true)?;
        match !files.is_empty() && files.iter().all(|file| is_record(&file.to_string_lossy())) {
            true => sent(What::Sets(sets_among(files))),
            false => Ok(None),
        }
    }

    /// The same in an archive, which is unpacked then.
    pub fn packed(disk: &Disk, path: &Path, file: &InputFile) -> Result<Option<Self>, StoreError> {
        if !file.head(4).is_ok_and(|head| Archive::is_one(&head)) {
            return Ok(None);
        }
        // What is no archive after all is refused where it is read.
        let Ok(archive) = Archive::open(file) else { return Ok(None) };
        let names: Vec<String> = archive.names().into_iter().filter(|name| !is_hidden(name)).collect();
        let has_project = names.iter().any(|name| name == PROJECT || name.ends_with(&format!("/{PROJECT}")));
        let is_ours = has_project || (!names.is_empty() && names.iter().all(|name| is_record(name)));
        if !is_ours {
            return Ok(None);
        }
        let files = names.into_iter().filter_map(|name| Some((name.clone(), archive.named(&name)?)));
        let unpacked = Unpacked::of(path, files)?;
        let what = match unpacked.project() {
            Some(project) => What::Project(project),
            None => What::Sets(sets_among(files_below(disk, unpacked.path(), &is_record)?)),
        };
        Ok(Some(Self { path: path.to_owned(), what, unpacked: Some(unpacked) }))
    }

    /// What was named.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads it as a project, and what of it cannot be read. Sets alone are those of documents that are there, and of
    /// `owner` where that is given.
    pub fn read(&self, disk: &Disk, ours: &Project, owner: Option<&Annotator>) -> (Option<Project>, Vec<Refused>) {
        let (read, mut refused) = match &self.what {
            What::Project(path) => read_project(disk, path),
            What::Sets(paths) => read_sets(disk, paths, ours, owner),
        };
        if let Some(unpacked) = &self.unpacked {
            for refused in &mut refused {
                refused.path = unpacked.as_named(&refused.path);
                refused.why = unpacked.as_named(&refused.why);
            }
        }
        if let (Some(project), Some(owner)) = (&read, owner)
            && let Some(document) = project.documents.values().find(|it| project.sets_of(&it.id).count() > 1)
        {
            refused.push(several_sets(&self.path, owner, &document.title));
            return (None, refused);
        }
        (read, refused)
    }
}

/// What tells a project's folder.
const PROJECT: &str = "project.ron";

fn is_record(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending == "ron")
}

fn is_hidden(name: &str) -> bool {
    name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX")
}

/// Without the records of people, which lie beside the sets and are read with them.
fn sets_among(mut files: Vec<PathBuf>) -> Vec<PathBuf> {
    files.retain(|path| path.parent().is_none_or(|parent| !parent.ends_with("annotators")));
    files
}

fn read_project(disk: &Disk, path: &Path) -> (Option<Project>, Vec<Refused>) {
    match open_on(disk, path, &Progress::default()) {
        Ok(opened) => {
            let refused = opened.damage.iter().map(|damage| Refused {
                has_good_part: true,
                ..refused_by_store(damage.path.display().to_string(), &damage.error)
            });
            (Some(opened.project), refused.collect())
        }
        Err(error) => (None, vec![refused_by_store(path.display().to_string(), &error)]),
    }
}

fn read_sets(
    disk: &Disk,
    paths: &[PathBuf],
    ours: &Project,
    owner: Option<&Annotator>,
) -> (Option<Project>, Vec<Refused>) {
    let mut project = Project::new(ours.id, ours.name.clone(), (*ours.codebook).clone());
    let mut refused = Vec::new();
    for path in paths {
        let said = path.display().to_string();
        let SentSet { key, annotator, set, reanchored } = match read_sent_set(disk, path, ours, owner) {
            Ok(sent) => sent,
            Err(error) => {
                refused.push(refused_by_store(said, &error));
                continue;
            }
        };
        if let Some(report) = reanchored.filter(|report| report.uncertain + report.lost > 0) {
            let why = format!("it is about another version of the text. Spans: {report}: {said}");
            let hint = "Look at the spans that are uncertain; what is lost is in the file still";
            refused.push(Refused { path: said, why, hint, has_good_part: true });
        }
        let document = ours.documents.get(&key.document);
        project.documents.extend(document.map(|it| (key.document.clone(), Arc::clone(it))));
        project.annotators.insert(annotator.id.clone(), Arc::new(annotator));
        project.sets.insert(key, set);
    }
    ((!project.sets.is_empty()).then_some(project), refused)
}

fn several_sets(path: &Path, owner: &Annotator, title: &str) -> Refused {
    Refused {
        path: path.display().to_string(),
        why: format!("{} cannot have two sets about one document, “{title}”: {}", owner.name, path.display()),
        hint: "Leave the sets to those whom the project names",
        has_good_part: false,
    }
}
