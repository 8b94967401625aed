//! Files in another encoding than one thinks, and files that are no texts at all.

use super::samples::{Sample, bytes_of, ids, samples};
use super::{file, read, whole};
use glossator::formats::{InputFile, ReadOptions};
use glossator::text::encoding_named;

/// Formats whose files are lines or records, in any encoding.
const LINES: [&str; 10] =
    ["jsonl", "text", "markdown", "csv", "conll", "conllu", "label-studio", "doccano", "prodigy", "pubtator"];

/// The sample's files that are text, each in place of the whole one.
fn in_place(sample: &Sample, change: impl Fn(&str) -> Vec<u8>) -> Vec<Vec<InputFile>> {
    let mut changed = Vec::new();
    for at in 0..sample.files.len() {
        let bytes = bytes_of(&sample.files[at]);
        let Ok(content) = std::str::from_utf8(&bytes) else { continue };
        let mut files = sample.files.clone();
        files[at] = file(&files[at].name, change(content));
        changed.push(files);
    }
    changed
}

#[test]
fn utf16_says_the_same_or_is_refused() {
    let units: [fn(u16) -> [u8; 2]; 2] = [u16::to_le_bytes, u16::to_be_bytes];
    for id in ids() {
        for sample in samples(id) {
            let all = whole(sample.format, &sample.files).unwrap();
            for unit in units {
                for files in in_place(&sample, |content| {
                    let content = content.trim_start_matches('\u{FEFF}');
                    std::iter::once(0xFEFF).chain(content.encode_utf16()).flat_map(unit).collect()
                }) {
                    match whole(sample.format, &files) {
                        Ok(taken) => {
                            assert_eq!((taken.words(), taken.texts()), (all.words(), all.texts()), "{id}: {files:?}");
                        }
                        Err(why) => assert!(!LINES.contains(&id), "{id}: {why}"),
                    }
                }
            }
        }
    }
}

#[test]
fn other_encodings_are_read_as_they_are_named_and_refused_as_what_they_are_not() {
    let named = |name: &str| ReadOptions { encoding: encoding_named(name), ..ReadOptions::default() };
    let mut n = 0;
    for id in LINES {
        for sample in samples(id) {
            // In code points, an accent counts as a hand does; and an accent has no place in ASCII.
            let western = |content: &str| content.replace(['👍', '🗼'], "é").replace('ü', "ö");
            for (known, files) in in_place(&sample, |content| western(content).into_bytes())
                .into_iter()
                .zip(in_place(&sample, |content| {
                    encoding_named("windows-1252").unwrap().encode(&western(content)).0.into()
                }))
            {
                let all = whole(sample.format, &known).unwrap();
                if known.iter().zip(&files).all(|(one, other)| bytes_of(one) == bytes_of(other)) {
                    continue;
                }
                let taken = read(sample.format, &files, named("windows-1252")).unwrap();
                assert_eq!((taken.words(), taken.texts()), (all.words(), all.texts()), "{id}: {files:?}");
                match read(sample.format, &files, named("utf-8")) {
                    Err(why) => assert!(
                        ["this is not UTF-8: byte ", "invalid unicode code point: "]
                            .iter()
                            .any(|start| why.starts_with(start)),
                        "{id}: {why}"
                    ),
                    // The texts beside a table may be in another encoding than it is.
                    Ok(taken) => assert_eq!((id, taken.texts()), ("csv", all.texts()), "{files:?}"),
                }
                n += 1;
            }
        }
    }
    assert!(n >= LINES.len(), "{n}");
}

#[test]
fn what_is_no_file_of_the_format_is_refused_or_has_nothing_in_it() {
    let mut seed = 7_u32;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 24) as u8
    })
    .take(400)
    .collect();
    let picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\x02".as_slice();
    for id in ids() {
        for Sample { format, files } in samples(id) {
            for bytes in [
                picture,
                &[0; 300],
                &noise,
                b"",
                b"\xEF\xBB\xBF",
                b"\xFF\xFE\x41",
                b"PK\x03\x04",
                b"{",
                b"<",
                b"\t\t\t\n",
            ] {
                let mut files = files.clone();
                files[0] = file(&files[0].name, bytes);
                match whole(format, &files) {
                    Ok(taken) => {
                        assert_eq!(taken.words(), [""; 0], "{id}: {bytes:?}");
                        assert!(bytes != picture, "{id} takes a picture");
                    }
                    Err(why) => assert!(why.contains(&files[0].name), "{id}: {why}"),
                }
            }
        }
    }
}
