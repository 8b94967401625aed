//! A journal's folder: reading it never fails for what stands in it, and both ways of reading agree.

use super::records::empty;
use super::refusal::assert_says_where;
use glossator::store::{self, Contents, Disk, MarkedSets, Past, Step};
use std::collections::HashMap;
use std::path::Path;

/// What a record begins with.
const MARKER: [u8; 4] = [0xFF, b'g', b'j', 0xFE];

/// Bytes as a journal. The first says what follows: `r`, the bytes of one segment as they are; `p`, the payloads of
/// records, each after its length in two bytes, which are framed with a whole head and whole checksums, so that changed
/// payloads get past these. A payload of no bytes begins another segment.
pub fn journal(data: &[u8]) {
    let (segments, folder) = match data.split_first() {
        Some((b'p', rest)) => (framed(rest), tempfile::TempDir::new()),
        Some((_, rest)) => (vec![rest.to_vec()], tempfile::TempDir::new()),
        None => return,
    };
    let folder = folder.expect("a temporary folder");
    for (n, bytes) in segments.iter().enumerate() {
        let path = folder.path().join(format!("{:012}.journal", 1 + n * 10));
        std::fs::write(path, bytes).expect("a segment is written");
    }
    read(folder.path());
}

fn read(folder: &Path) {
    let disk = Disk::default();
    let contents = match Contents::read(&disk, folder, HashMap::new()) {
        Ok(contents) => contents,
        Err(error) => return assert_says_where(&error, folder, b""),
    };
    let past = Past::new(disk.clone(), folder.to_owned());
    let all = past.all(HashMap::new()).expect("a journal that is read once is read again");
    for step in &contents.steps {
        assert!(all.contains(step), "a step that is not in the past: {step:?}");
        assert!(step.seq <= contents.last(), "a step after the last: {step:?}");
    }
    let (undo, redo) = (contents.stacks().next_undo(), contents.stacks().next_redo());
    for slot in undo.into_iter().chain(redo) {
        assert!(slot.of.max(slot.at) <= contents.last(), "what can be undone was done: {slot:?}");
        let around = past.around(slot.at, HashMap::new).expect("its segment is read");
        assert!(around.iter().all(|step: &Step| all.contains(step)), "a part has no more than the whole");
    }
    let mut project = empty();
    let recovery = store::recover(&mut project, &MarkedSets::new(), &contents, &[]);
    assert!(contents.pending().is_empty() || !recovery.keys.is_empty() || !recovery.waiting.is_empty());
    let mut again = empty();
    store::recover(&mut again, &MarkedSets::new(), &contents, &[]);
    assert!(project == again, "recovering is a function of the journal and the files");
}

/// The bytes of segments that have certain payloads, each after its length.
pub fn framed(mut rest: &[u8]) -> Vec<Vec<u8>> {
    let mut segments = vec![head()];
    while let [low, high, after @ ..] = rest {
        let length = usize::from(u16::from_le_bytes([*low, *high])).min(after.len());
        let (payload, after) = after.split_at(length);
        rest = after;
        match segments.last_mut() {
            Some(segment) if length > 0 => add(segment, payload),
            _ => segments.push(head()),
        }
    }
    segments
}

fn head() -> Vec<u8> {
    let mut head = b"glossajl\x02\0\0\0".to_vec();
    let checksum = crc32fast::hash(&head);
    head.extend(checksum.to_le_bytes());
    head
}

fn add(segment: &mut Vec<u8>, payload: &[u8]) {
    let length = (payload.len() as u32).to_le_bytes();
    let mut checked = crc32fast::Hasher::new();
    checked.update(&length);
    checked.update(payload);
    segment.extend(MARKER);
    segment.extend(length);
    segment.extend(checked.finalize().to_le_bytes());
    segment.extend(payload);
}
