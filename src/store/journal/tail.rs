//! What is known of a journal at its end: where writing goes on, and what of older segments is still needed.

use super::entry::{CarryEntry, Checked, Kind};
use super::stacks::Stacks;
use crate::store::FileKey;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// All that the records so far come to. A new segment begins with it, so that older ones need not be read.
#[derive(Clone, Debug, Default)]
pub struct Tail {
    /// What can be undone and redone.
    pub stacks: Stacks,
    /// The number of the last step.
    pub last: u64,
    /// Files that lack steps: the segments of these, each with the number of the last one there.
    lacking: BTreeMap<FileKey, BTreeMap<u64, u64>>,
}

impl Tail {
    /// What a segment begins with. Of the files that lacked steps then, the segment of the first is all that is told.
    pub fn from_carry(carry: &CarryEntry) -> Self {
        let stacks = Stacks::from_runs(&carry.done, &carry.undone, carry.last);
        Self { stacks, last: carry.last, lacking: BTreeMap::new() }
    }

    /// What the segment that begins with step `first` says of those before it.
    pub fn carry(&self, first: u64) -> CarryEntry {
        let (done, undone) = self.stacks.runs();
        CarryEntry { last: self.last, needed: self.needed(first), done, undone }
    }

    /// A step is written into a segment.
    pub fn step(&mut self, segment: u64, seq: u64, kind: Kind, touched: &BTreeSet<FileKey>, is_empty: bool) {
        self.stacks.take(seq, kind, is_empty);
        self.last = self.last.max(seq);
        for key in touched {
            let last = self.lacking.entry(key.clone()).or_default().entry(segment).or_default();
            *last = seq.max(*last);
        }
    }

    /// Files have the steps up to certain ones.
    pub fn checkpoint(&mut self, files: &[Checked]) {
        for file in files {
            if let Ok(Some(key)) = FileKey::from_path(Path::new(&file.path))
                && let Some(segments) = self.lacking.get_mut(&key)
            {
                segments.retain(|_, last| *last > file.upto);
                if segments.is_empty() {
                    self.lacking.remove(&key);
                }
            }
        }
    }

    /// The oldest segment with a step that a file may lack; `first` when there is none.
    pub fn needed(&self, first: u64) -> u64 {
        self.lacking.values().flat_map(|segments| segments.keys()).min().copied().unwrap_or(first)
    }
}
