//! Files that cannot be read are mended, as far as a backup, the journal or what spans covered can say what stood in them.

use super::{RunError, Workspace};
use crate::edit::Edit;
use crate::model::Project;
use crate::store::{
    Damage, FileKey, Kind, Mending, Pending, diff_parts, put_aside, put_aside_folder, read_mended, replayed,
};
use std::collections::BTreeSet;

/// What came of mending files.
#[derive(Debug, Default)]
pub struct FilesMended {
    /// What was mended, and how, for people.
    pub mended: Vec<String>,
    /// What could not be.
    pub left: Vec<Damage>,
}

impl Workspace {
    /// Brings back what stood in files that cannot be read: from the newest backup that has them, and what the journals of
    /// this computer say since. A set that counts in an unknown version of its text is taken along by what its spans
    /// covered. What stood in the broken file goes into the person's own folder. Every file is a step that can be undone.
    pub fn mend_files(&mut self) -> Result<FilesMended, RunError> {
        self.check_writable()?;
        let mut done = FilesMended::default();
        let history = self.history().map(|source| source.read()).transpose()?.unwrap_or_default();
        let moments = history.moments().iter();
        let edits: Vec<Pending> = moments
            .flat_map(|moment| {
                let is_taken = moment.kind == Kind::Foreign;
                moment.edits.iter().map(move |edit| Pending { edit: edit.clone(), is_taken })
            })
            .collect();
        let mut damaged: Vec<Damage> = self.damage.values().cloned().collect();
        // Sets need their documents.
        damaged.sort_by(|a, b| a.key.cmp(&b.key));
        for damage in damaged {
            if !self.damage.contains_key(&damage.path) {
                // It was the other half of a document.
                continue;
            }
            match self.mend_file(&damage, &edits) {
                Some(how) => done.mended.push(how),
                None => done.left.push(damage),
            }
        }
        Ok(done)
    }

    /// Mends a file; how, for people. Nothing when no place tells what stood in it.
    fn mend_file(&mut self, damage: &Damage, edits: &[Pending]) -> Option<String> {
        let part = match damage.key.as_ref()? {
            FileKey::Project => return None,
            FileKey::Text(id) => FileKey::Document(id.clone()),
            key => key.clone(),
        };
        let home = self.threads.as_ref()?.home.clone();
        let mut found = self.project.clone();
        let how = read_mended(&home, &self.folder, &part, &mut found)?;
        let own: Vec<Pending> = edits.iter().filter(|pending| is_about(&pending.edit, &part)).cloned().collect();
        let mended = with_journal(&found, &own, &part);
        // First it goes, or the saver would find it between the two.
        if how != Mending::Sound && self.folder.disk().is_there(&damage.path) {
            let aside = put_aside_folder(&home, self.project.id);
            put_aside(self.folder.disk(), &damage.path, &aside).ok()?;
        }
        self.damage.remove(&damage.path);
        self.damage.remove(&self.folder.path(&part));
        self.share_damage();
        let part = BTreeSet::from([part]);
        let edits = diff_parts(&part, &self.project, &mended);
        let step = self.step_of(format!("Mend {}", damage.path.display()), edits);
        if self.take_step(step).is_err() {
            self.damage.insert(damage.path.clone(), damage.clone());
            self.share_damage();
            return None;
        }
        // Also when the window had all of it, the file is to be written.
        self.share(&part, None);
        Some(format!("{}: {}", damage.path.display(), how.words()))
    }
}

/// A part as the journals leave it, if that still counts in the text that its document has.
fn with_journal(found: &Project, edits: &[Pending], part: &FileKey) -> Project {
    let replayed = replayed(found, edits);
    let fits = match part {
        FileKey::Set(key) => match (replayed.set(key), found.document(&key.document)) {
            (Some(set), Some(document)) => {
                set.head.text == document.text.digest()
                    && set.spans.iter().all(|span| span.at.iter().all(|range| document.text.check(range).is_ok()))
            }
            _ => false,
        },
        FileKey::Document(id) => match (replayed.document(id), found.document(id)) {
            (Some(replayed), Some(found)) => replayed.text == found.text,
            _ => false,
        },
        _ => true,
    };
    if fits { replayed } else { found.clone() }
}

fn is_about(edit: &Edit, part: &FileKey) -> bool {
    match (edit, part) {
        (Edit::Document(id, _), FileKey::Document(other)) => id == other,
        (Edit::Annotator(id, _), FileKey::Annotator(other)) => id == other,
        (edit, FileKey::Set(key)) => edit.set() == Some(key),
        _ => false,
    }
}
