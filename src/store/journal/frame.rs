//! How records stand in the journal's file: marker, length, checksum, bytes.

/// What a journal begins with: a word, its version, and the checksum of both.
const MAGIC: [u8; 8] = *b"glossajl";
/// The version of the records that this program writes.
pub const VERSION: u32 = 2;
/// The length of a journal's head.
pub const HEAD: usize = 16;
/// What a record begins with. No UTF-8 has these bytes, so no text in a record looks like one.
const MARKER: [u8; 4] = [0xFF, b'g', b'j', 0xFE];
/// Marker, length and checksum.
const PREFIX: usize = 12;

/// The head of a new journal.
pub fn head() -> Vec<u8> {
    let mut head = MAGIC.to_vec();
    head.extend(VERSION.to_le_bytes());
    head.extend(crc32fast::hash(&head).to_le_bytes());
    head
}

/// The version that a journal's head says, if the head is whole.
pub fn version(bytes: &[u8]) -> Option<u32> {
    let body = bytes.get(..12)?;
    let is_whole = number_at(bytes, 12)? == crc32fast::hash(body) && body.starts_with(&MAGIC);
    if is_whole { number_at(bytes, 8) } else { None }
}

/// Adds a record. One of 4 GB or more is not written, which its return value says.
pub fn add(out: &mut Vec<u8>, payload: &[u8]) -> bool {
    let Ok(length) = u32::try_from(payload.len()) else { return false };
    out.extend(MARKER);
    out.extend(length.to_le_bytes());
    out.extend(checksum(length, payload).to_le_bytes());
    out.extend(payload);
    true
}

/// The records of a journal that are whole, and what is not.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Frames<'a> {
    /// The records, in their order.
    pub payloads: Vec<&'a [u8]>,
    /// How many stretches between them are damaged.
    pub n_damaged: usize,
    /// Whether the end is cut off or damaged.
    pub is_torn: bool,
    /// Where the last whole record ends.
    pub end: usize,
}

/// Finds the records in a journal's bytes, whatever happened to them.
pub fn frames(bytes: &[u8]) -> Frames<'_> {
    let head_is_whole = version(bytes).is_some();
    let start = if head_is_whole { HEAD } else { 0 };
    let mut found = Frames { end: start, ..Frames::default() };
    let mut at = start;
    let finder = memchr::memmem::Finder::new(&MARKER);
    while let Some(marker) = bytes.get(at..).and_then(|rest| finder.find(rest)) {
        let here = at + marker;
        let Some(payload) = payload_at(bytes, here) else {
            at = here + 1;
            continue;
        };
        if here != found.end {
            found.n_damaged += 1;
        }
        found.end = here + PREFIX + payload.len();
        found.payloads.push(payload);
        at = found.end;
    }
    found.is_torn = found.end < bytes.len();
    found
}

fn payload_at(bytes: &[u8], here: usize) -> Option<&[u8]> {
    let length = number_at(bytes, here + 4)?;
    let start = here + PREFIX;
    let payload = bytes.get(start..start.checked_add(usize::try_from(length).ok()?)?)?;
    (number_at(bytes, here + 8)? == checksum(length, payload)).then_some(payload)
}

fn checksum(length: u32, payload: &[u8]) -> u32 {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(&length.to_le_bytes());
    hasher.update(payload);
    hasher.finalize()
}

fn number_at(bytes: &[u8], at: usize) -> Option<u32> {
    let four: [u8; 4] = bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
    Some(u32::from_le_bytes(four))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn journal(payloads: &[&[u8]]) -> (Vec<u8>, Vec<usize>) {
        let mut bytes = head();
        let mut ends = Vec::new();
        for payload in payloads {
            assert!(add(&mut bytes, payload));
            ends.push(bytes.len());
        }
        (bytes, ends)
    }

    const RECORDS: [&[u8]; 5] = [b"one", b"", b"three \xFFgj\xFE three", &[0; 40], b"five"];

    #[test]
    fn a_journal_cut_anywhere_has_every_whole_record() {
        let (bytes, ends) = journal(&RECORDS);
        for cut in 0..=bytes.len() {
            let found = frames(&bytes[..cut]);
            let n_whole = ends.iter().filter(|&&end| end <= cut).count();
            assert_eq!(found.payloads, &RECORDS[..n_whole], "cut at {cut}");
            assert_eq!(found.is_torn, cut > 0 && cut != HEAD && !ends.contains(&cut), "cut at {cut}");
        }
    }

    #[test]
    fn a_flipped_bit_costs_its_own_record() {
        let (bytes, ends) = journal(&RECORDS);
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut flipped = bytes.clone();
                flipped[at] ^= 1 << bit;
                let found = frames(&flipped);
                let hit = ends.iter().position(|&end| at < end).filter(|_| at >= HEAD);
                let kept: Vec<&[u8]> =
                    RECORDS.iter().enumerate().filter(|(n, _)| Some(*n) != hit).map(|(_, record)| *record).collect();
                assert_eq!(found.payloads, kept, "bit {bit} of byte {at}");
            }
        }
    }
}
