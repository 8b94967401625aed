//! What a PDF says of the size of its parts, before its reader makes room for all of that: streams that are far larger
//! unpacked, and tables with rows wider than any.

use flate2::read::ZlibDecoder;
use std::io::Read;

/// The most bytes of a stream, unpacked, and of all streams of a file together.
const STREAM: u64 = 512_000_000;
const ALL: u64 = 4_000_000_000;

/// How often a stream may be packed again.
const LAYERS: usize = 4;

/// The widest row of a table or picture, in columns or bytes.
const WIDTH: u64 = 1_000_000;

/// What says how wide a row is.
const WIDTHS: [&[u8]; 4] = [b"/W", b"/Columns", b"/Colors", b"/BitsPerComponent"];

/// Refuses files that would need more room than any that is read.
pub(super) fn check(bytes: &[u8]) -> Result<(), String> {
    for name in WIDTHS {
        let after = memchr::memmem::find_iter(bytes, name).filter_map(|at| bytes.get(at + name.len()..));
        if let Some(width) = after.flat_map(numbers).find(|width| *width > WIDTH) {
            return Err(format!("this PDF says that rows of it are {width} wide"));
        }
    }
    let mut left = ALL;
    for at in memchr::memmem::find_iter(bytes, b"stream") {
        let stream = bytes.get(at + b"stream".len()..).unwrap_or_default();
        let stream = stream.strip_prefix(b"\r").unwrap_or(stream);
        let bound = STREAM.min(left);
        let n = unpacked(stream.strip_prefix(b"\n").unwrap_or(stream), bound);
        left = left.checked_sub(n).filter(|_| n <= bound).ok_or_else(|| {
            let (one, all) = (STREAM / 1_000_000, ALL / 1_000_000);
            format!("unpacked, a part of this PDF has over {one} MB, or all of them have over {all} MB")
        })?;
    }
    Ok(())
}

/// The number after a name, or those of the list there.
fn numbers(after: &[u8]) -> impl Iterator<Item = u64> {
    let start = after.trim_ascii_start();
    let list = start.strip_prefix(b"[");
    let most = if list.is_some() { 3 } else { 1 };
    let words = list.unwrap_or(start).split(|byte| !byte.is_ascii_digit());
    let is_first_at_once = list.is_some() || start.first().is_some_and(u8::is_ascii_digit);
    let digits = words.filter(|word| !word.is_empty()).take(if is_first_at_once { most } else { 0 });
    digits.map(|word| str::from_utf8(word).ok().and_then(|word| word.parse().ok()).unwrap_or(u64::MAX))
}

/// How many bytes a stream has unpacked, at most one more than a bound; of a stream that is packed several times, its
/// largest form.
fn unpacked(stream: &[u8], bound: u64) -> u64 {
    let mut most = 0;
    for n_layers in 0..LAYERS {
        let mut head = Vec::new();
        let is_read = layers(stream, n_layers).take(2).read_to_end(&mut head).is_ok();
        if !is_read || !is_packed(&head) {
            break;
        }
        most = most.max(length(layers(stream, n_layers + 1), bound));
        if most > bound {
            break;
        }
    }
    most
}

fn layers(stream: &[u8], n: usize) -> Box<dyn Read + '_> {
    (0..n).fold(Box::new(stream) as Box<dyn Read + '_>, |packed, _| Box::new(ZlibDecoder::new(packed)))
}

/// Whether bytes begin as zlib does.
fn is_packed(head: &[u8]) -> bool {
    matches!(head, [first, next, ..] if first & 0x0F == 8 && (u16::from(*first) << 8 | u16::from(*next)).is_multiple_of(31))
}

fn length(mut bytes: Box<dyn Read + '_>, bound: u64) -> u64 {
    let (mut n, mut room) = (0, [0; 1 << 14]);
    while n <= bound {
        match bytes.read(&mut room) {
            Ok(0) | Err(_) => break,
            Ok(more) => n += more as u64,
        }
    }
    n
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use std::io::Write;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::best());
        zlib.write_all(bytes).unwrap();
        zlib.finish().unwrap()
    }

    #[test]
    fn streams_are_as_large_as_they_are_unpacked_however_often() {
        let once = packed(&[b'a'; 100_000]);
        assert_eq!((unpacked(b"plain words", 10), unpacked(&once, 1 << 20)), (0, 100_000));
        assert_eq!(unpacked(&packed(&once), 1 << 20), 100_000);
        let more = unpacked(&packed(&packed(&once)), 50_000);
        assert!((50_001..=100_000).contains(&more), "{more}");
        // What is cut off counts as far as it goes.
        assert!(unpacked(&once[..once.len() / 2], 1 << 20) > 10_000);
    }

    #[test]
    fn rows_that_are_too_wide_are_told() {
        assert_eq!(check(b"<< /W [1 2 1] /Columns 4 /Widths [250 333] >> stream\nabc\nendstream"), Ok(()));
        assert_eq!(
            check(b"<< /W[ 1 4000000000 1 ]>>").unwrap_err(),
            "this PDF says that rows of it are 4000000000 wide"
        );
        assert_eq!(check(b"<< /Columns 1000001>>").unwrap_err(), "this PDF says that rows of it are 1000001 wide");
        assert!(check(b"<< /Columns 99999999999999999999999>>").is_err());
        assert_eq!(check(b"/W"), Ok(()));
    }
}
