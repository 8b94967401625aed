//! Steps that are not in memory: read from their segment when they are asked for.

use super::Step;
use super::entry::{Entry, EntryHead, step_from_entry};
use super::frame::frames;
use super::segment::{Segment, segments};
use crate::store::StoreError;
use crate::store::disk::Disk;
use crate::text::{Digest, Text};
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

/// The pasts of all journals in a project's folder of journals.
pub fn pasts(disk: &Disk, folder: &Path) -> Result<Vec<Past>, StoreError> {
    let entries = disk.list(folder).map_err(|error| StoreError::io("read", folder, &error))?;
    let folders = entries.into_iter().filter(|entry| entry.is_folder).map(|entry| folder.join(entry.name));
    Ok(folders.map(|folder| Past::new(disk.clone(), folder)).collect())
}

/// A journal's older steps.
#[derive(Clone)]
pub struct Past {
    disk: Disk,
    folder: PathBuf,
}

impl Past {
    /// The past of the journal in a folder.
    pub fn new(disk: Disk, folder: PathBuf) -> Self {
        Self { disk, folder }
    }

    /// What a person's steps in the segment that holds a step are called, by their numbers; what they did is not looked at.
    pub fn titles_around(&self, seq: u64) -> Result<BTreeMap<u64, String>, StoreError> {
        let Some(segment) = self.segment_of(seq)? else { return Ok(BTreeMap::new()) };
        let bytes = segment.read(&self.disk)?;
        let title = |payload: &[u8]| match postcard::take_from_bytes::<EntryHead>(payload) {
            Ok((EntryHead::Step(step), _)) if step.kind.is_own() => Some((step.seq, step.title)),
            _ => None,
        };
        Ok(frames(&bytes).payloads.into_iter().filter_map(title).collect())
    }

    /// All steps of the segment that holds a step; none when there is no such segment. `texts` gives those of the project.
    pub fn around(&self, seq: u64, texts: impl FnOnce() -> HashMap<Digest, Text>) -> Result<Vec<Step>, StoreError> {
        self.steps_of(self.segment_of(seq)?.as_slice(), texts())
    }

    fn segment_of(&self, seq: u64) -> Result<Option<Segment>, StoreError> {
        Ok(segments(&self.disk, &self.folder)?.into_iter().rev().find(|segment| segment.first <= seq))
    }

    /// All steps of the journal, in order. `texts` are those of the project.
    pub fn all(&self, texts: HashMap<Digest, Text>) -> Result<Vec<Step>, StoreError> {
        self.steps_of(&segments(&self.disk, &self.folder)?, texts)
    }

    /// The text with a digest, if the journal holds it.
    pub fn text(&self, digest: Digest) -> Option<Text> {
        let segments = segments(&self.disk, &self.folder).ok()?;
        segments.iter().rev().find_map(|segment| {
            let bytes = segment.read(&self.disk).ok()?;
            frames(&bytes).payloads.into_iter().find_map(|payload| match postcard::from_bytes(payload) {
                Ok(Entry::Text { digest: other, content }) if Digest::from(other) == digest => {
                    Text::new(content).ok().filter(|text| text.digest() == digest)
                }
                _ => None,
            })
        })
    }

    fn steps_of(&self, segments: &[Segment], mut texts: HashMap<Digest, Text>) -> Result<Vec<Step>, StoreError> {
        let mut entries = Vec::new();
        for segment in segments {
            for payload in frames(&segment.read(&self.disk)?).payloads {
                match postcard::from_bytes(payload) {
                    Ok(Entry::Text { digest, content }) => {
                        texts.extend(Text::new(content).ok().map(|text| (Digest::from(digest), text)));
                    }
                    Ok(Entry::Step(entry)) => entries.push(entry),
                    _ => {}
                }
            }
        }
        // A text may stand after a step that needs it: it is written when its document goes.
        Ok(entries.into_iter().filter_map(|entry| step_from_entry(entry, &texts)).collect())
    }
}
