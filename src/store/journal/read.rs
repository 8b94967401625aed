//! What a journal says, as far as it is whole: the newest segments, back to the first with something that a file may lack.

use super::entry::{CarryEntry, Entry, Kind, step_from_entry};
use super::frame::{Frames, VERSION, frames, version};
use super::segment::{Segment, segments};
use super::tail::Tail;
use super::{Checked, Stacks, Step};
use crate::edit::Edit;
use crate::model::{RecordId, SetKey};
use crate::store::disk::Disk;
use crate::store::layout::{touched, touched_by};
use crate::store::{FileKey, StoreError};
use crate::text::{Digest, Text};
use std::collections::{BTreeSet, HashMap, hash_map};
use std::path::Path;

/// What a journal says of all that some file may lack, and where it ends.
#[derive(Debug, Default)]
pub struct Contents {
    /// The steps, in order, from the first that some file may lack.
    pub steps: Vec<Step>,
    /// Up to which step each file has what the journal says of it.
    upto: HashMap<FileKey, u64>,
    /// How many records were damaged, or do not make sense.
    pub n_damaged: usize,
    /// Whether the end was cut off.
    pub is_torn: bool,
    /// What all records come to.
    pub(super) tail: Tail,
    /// The first segment that was read.
    pub(super) needed: u64,
    /// Where writing goes on; nothing in a journal that is not there yet.
    pub(super) end: Option<End>,
}

/// An edit that some file may lack.
#[derive(Clone, Debug)]
pub struct Pending {
    /// The edit, as it was applied.
    pub edit: Edit,
    /// Whether it was taken from a file that others changed.
    pub is_taken: bool,
}

/// The end of a journal's newest segment.
#[derive(Debug)]
pub struct End {
    /// The segment.
    pub segment: Segment,
    /// Where its last whole record ends, in bytes.
    pub bytes: u64,
    /// The texts that it holds.
    pub texts: BTreeSet<Digest>,
}

impl Contents {
    /// Reads the journal in a folder. `texts` are those of the project, by digest.
    pub fn read(disk: &Disk, folder: &Path, texts: HashMap<Digest, Text>) -> Result<Self, StoreError> {
        let read = needed_segments(disk, folder)?;
        let mut contents = Self::default();
        let found: Vec<(&Segment, Frames<'_>)> = read.iter().map(|(segment, bytes)| (segment, frames(bytes))).collect();
        let mut parsed = Parsed { texts, ..Parsed::default() };
        for (n, (segment, found)) in found.iter().enumerate() {
            let is_newest = n + 1 == read.len();
            contents.n_damaged += found.n_damaged + usize::from(found.is_torn && !is_newest);
            contents.is_torn = found.is_torn && is_newest;
            parsed.own.clear();
            for payload in &found.payloads {
                contents.n_damaged += usize::from(!parsed.add(segment.first, payload));
            }
            if is_newest {
                let texts = std::mem::take(&mut parsed.own);
                contents.end = Some(End { segment: (*segment).clone(), bytes: found.end as u64, texts });
            }
        }
        contents.needed = found.first().map(|(segment, _)| segment.first).unwrap_or_default();
        let base = found.first().and_then(|(_, found)| carry_of(found));
        contents.tail = base.as_ref().map(Tail::from_carry).unwrap_or_default();
        for (segment, entry) in parsed.entries {
            match entry {
                Entry::Checkpoint(files) => contents.check(&files),
                Entry::Step(entry) => match step_from_entry(entry, &parsed.texts) {
                    Some(step) => contents.add(segment, step),
                    None => contents.n_damaged += 1,
                },
                Entry::Text { .. } | Entry::Carry(_) => {}
            }
        }
        Ok(contents)
    }

    fn add(&mut self, segment: u64, step: Step) {
        let edits = &step.transaction.edits;
        self.tail.step(segment, step.seq, step.kind, &touched(edits), edits.is_empty());
        self.steps.push(step);
    }

    fn check(&mut self, files: &[Checked]) {
        self.tail.checkpoint(files);
        for file in files {
            if let Ok(Some(key)) = FileKey::from_path(Path::new(&file.path)) {
                let upto = self.upto.entry(key).or_default();
                *upto = file.upto.max(*upto);
            }
        }
    }

    /// What can be undone and redone.
    pub fn stacks(&self) -> &Stacks {
        &self.tail.stacks
    }

    /// The number of the last step.
    pub fn last(&self) -> u64 {
        self.tail.last
    }

    /// Whether a file lacks what the step of a number did to it.
    pub fn lacks(&self, key: &FileKey, seq: u64) -> bool {
        self.upto.get(key).is_none_or(|&upto| upto < seq)
    }

    /// The edits, as they were applied, that some file may lack, in order.
    pub fn pending(&self) -> Vec<Pending> {
        let mut pending = Vec::new();
        for step in &self.steps {
            if step.transaction.edits.iter().any(|edit| self.is_pending(edit, step.seq)) {
                let is_taken = step.kind == Kind::Foreign;
                let edits = step.applied().into_iter().filter(|edit| self.is_pending(edit, step.seq));
                pending.extend(edits.map(|edit| Pending { edit, is_taken }));
            }
        }
        pending
    }

    /// The sets to which something was done here that their files may lack.
    pub fn lacking_own(&self) -> BTreeSet<&SetKey> {
        let own = self.steps.iter().filter(|step| step.kind.is_own());
        let edits = own.flat_map(|step| step.transaction.edits.iter().map(|edit| (step.seq, edit)));
        let sets = edits.filter_map(|(seq, edit)| Some((seq, edit.set()?)));
        sets.filter(|(seq, key)| self.lacks(&FileKey::Set((*key).clone()), *seq)).map(|(_, key)| key).collect()
    }

    /// The revisions of the codebook that were made here or taken back, each with its step.
    pub fn own_revisions(&self) -> Vec<(u64, RecordId)> {
        let own = self.steps.iter().filter(|step| step.kind.is_own());
        let edits = own.flat_map(|step| step.transaction.edits.iter().map(|edit| (step.seq, edit)));
        edits.filter_map(|(seq, edit)| if let Edit::Revision(id, _) = edit { Some((seq, *id)) } else { None }).collect()
    }

    fn is_pending(&self, edit: &Edit, seq: u64) -> bool {
        touched_by(edit).any(|key| self.lacks(&key, seq))
    }
}

/// Records in their order, each with the segment that it stands in, and all texts.
#[derive(Default)]
struct Parsed {
    entries: Vec<(u64, Entry)>,
    texts: HashMap<Digest, Text>,
    /// The texts of the segment that is being read.
    own: BTreeSet<Digest>,
}

impl Parsed {
    /// Adds a record, or says that it makes no sense.
    fn add(&mut self, segment: u64, payload: &[u8]) -> bool {
        match postcard::from_bytes::<Entry>(payload) {
            Ok(Entry::Text { digest, content }) => {
                let digest = Digest::from(digest);
                self.own.insert(digest);
                if let hash_map::Entry::Vacant(place) = self.texts.entry(digest)
                    && let Ok(text) = Text::new(content)
                {
                    place.insert(text);
                }
            }
            Ok(entry) => self.entries.push((segment, entry)),
            Err(_) => return false,
        }
        true
    }
}

/// The newest segments, in order: back to the one that the newest of them needs, and that says what was before it.
fn needed_segments(disk: &Disk, folder: &Path) -> Result<Vec<(Segment, Vec<u8>)>, StoreError> {
    let mut read = Vec::new();
    let mut needed = None;
    for segment in segments(disk, folder)?.into_iter().rev() {
        let bytes = segment.read(disk)?;
        if version(&bytes).is_some_and(|version| version != VERSION) {
            return Err(StoreError::NotAJournal(segment.path));
        }
        let carry = carry_of(&frames(&bytes));
        let first = segment.first;
        read.push((segment, bytes));
        if let Some(carry) = carry
            && first <= *needed.get_or_insert(carry.needed)
        {
            break;
        }
    }
    read.reverse();
    Ok(read)
}

fn carry_of(found: &Frames<'_>) -> Option<CarryEntry> {
    match postcard::from_bytes(found.payloads.first()?) {
        Ok(Entry::Carry(carry)) => Some(carry),
        _ => None,
    }
}
