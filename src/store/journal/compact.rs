//! A segment that is full is written anew without what later records of its own have made superfluous.

use super::Checked;
use super::entry::Entry;
use super::frame;
use super::segment::Segment;
use crate::store::StoreError;
use crate::store::disk::Disk;
use std::collections::BTreeMap;

/// Rewrites a segment: of every file the last word is kept, and every step, every text and what it began with.
/// Stretches that are damaged go. One that would not become shorter stays as it is.
pub fn compact(disk: &Disk, segment: &Segment) -> Result<(), StoreError> {
    let bytes = segment.read(disk)?;
    let kept = compacted(&bytes);
    if kept.len() < bytes.len() { segment.rewrite(disk, &kept) } else { Ok(()) }
}

fn compacted(bytes: &[u8]) -> Vec<u8> {
    let mut files: BTreeMap<String, Checked> = BTreeMap::new();
    let mut out = frame::head();
    for payload in frame::frames(bytes).payloads {
        match postcard::from_bytes(payload) {
            Ok(Entry::Checkpoint(checked)) => files.extend(checked.into_iter().map(|file| (file.path.clone(), file))),
            _ => drop(frame::add(&mut out, payload)),
        }
    }
    let last = Entry::Checkpoint(files.into_values().collect());
    if let (Ok(payload), false) = (postcard::to_stdvec(&last), last == Entry::Checkpoint(Vec::new())) {
        frame::add(&mut out, &payload);
    }
    out
}
