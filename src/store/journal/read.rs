//! What a journal's bytes say, as far as they are whole.

use super::entry::{Entry, step_from_entry};
use super::frame::{VERSION, frames, version};
use super::{Checked, Step};
use crate::edit::Edit;
use crate::store::layout::touched_by;
use crate::store::{FileKey, StoreError};
use crate::text::{Digest, Text};
use std::collections::{BTreeSet, HashMap};
use std::path::Path;

/// All that a journal says.
#[derive(Debug, Default)]
pub struct Contents {
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// Up to which step each file has what the journal says of it.
    upto: HashMap<FileKey, u64>,
    /// The digests of the texts that the journal holds.
    pub texts: BTreeSet<Digest>,
    /// How many records were damaged, or do not make sense.
    pub n_damaged: usize,
    /// Whether the end was cut off.
    pub is_torn: bool,
    /// Where the last whole record ends, in bytes.
    pub end: u64,
    /// The number of the last step.
    pub last: u64,
}

impl Contents {
    /// Reads a journal. `texts` are those of the project, by digest.
    pub fn read(bytes: &[u8], path: &Path, mut texts: HashMap<Digest, Text>) -> Result<Self, StoreError> {
        if version(bytes).is_some_and(|version| version > VERSION) {
            return Err(StoreError::NotAJournal(path.to_owned()));
        }
        let found = frames(bytes);
        let mut contents =
            Self { n_damaged: found.n_damaged, is_torn: found.is_torn, end: found.end as u64, ..Self::default() };
        let mut steps = Vec::new();
        for payload in found.payloads {
            match postcard::from_bytes::<Entry>(payload) {
                Ok(Entry::Text { digest, content }) => {
                    let digest = Digest::from(digest);
                    contents.texts.insert(digest);
                    texts.extend(Text::new(content).ok().map(|text| (digest, text)));
                }
                Ok(Entry::Step(step)) => steps.push(step),
                Ok(Entry::Checkpoint(files)) => contents.check(files),
                Err(_) => contents.n_damaged += 1,
            }
        }
        for entry in steps {
            contents.last = contents.last.max(entry.seq);
            match step_from_entry(entry, &texts) {
                Some(step) => contents.steps.push(step),
                None => contents.n_damaged += 1,
            }
        }
        Ok(contents)
    }

    fn check(&mut self, files: Vec<Checked>) {
        for file in files {
            if let Ok(Some(key)) = FileKey::from_path(Path::new(&file.path)) {
                let upto = self.upto.entry(key).or_default();
                *upto = file.upto.max(*upto);
            }
        }
    }

    /// Whether a file lacks what the step of a number did to it.
    pub fn lacks(&self, key: &FileKey, seq: u64) -> bool {
        self.upto.get(key).is_none_or(|&upto| upto < seq)
    }

    /// The edits, as they were applied, that some file may lack.
    pub fn pending(&self) -> Vec<Edit> {
        let mut pending = Vec::new();
        for step in &self.steps {
            if step.transaction.edits.iter().any(|edit| self.is_pending(edit, step.seq)) {
                pending.extend(step.applied().into_iter().filter(|edit| self.is_pending(edit, step.seq)));
            }
        }
        pending
    }

    fn is_pending(&self, edit: &Edit, seq: u64) -> bool {
        touched_by(edit).any(|key| self.lacks(&key, seq))
    }
}
