//! Files that say that more is in them than there is: no room is made for what is not there, and nobody waits for it.

use super::{file, good_of, in_little_room, whole};
use arrow_array::{ArrayRef, RecordBatch, RecordBatchOptions, StringArray};
use arrow_ipc::writer::{FileWriter, StreamWriter};
use arrow_schema::{DataType, Field, Schema};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use glossator::formats::{HuggingFace, Spacy, named};
use std::io::Write;
use std::sync::Arc;

/// What a small Parquet file says of itself, which may be wrong.
struct Claims {
    /// How many columns the table says it has, and how often a column lies in another.
    n_columns: i64,
    n_groups: usize,
    codec: i64,
    n_unpacked: i64,
    /// How many values there are once for all, if a page says so.
    n_values: Option<i64>,
}

const RIGHT: Claims = Claims { n_columns: 1, n_groups: 0, codec: 0, n_unpacked: 10, n_values: None };

/// One text, “Ana Bo”, in one column of one page, written by hand: fields of Thrift, each by its own number.
fn parquet(claims: &Claims) -> Vec<u8> {
    let values = [6, 0, 0, 0, b'A', b'n', b'a', b' ', b'B', b'o'];
    let about = match claims.n_values {
        Some(n) => [integer(1, 2), record(7, &[integer(1, n), integer(2, 0)])].concat(),
        None => [integer(1, 0), record(5, &[integer(1, 1), integer(2, 0), integer(3, 3), integer(4, 3)])].concat(),
    };
    let mut page = [about, integer(2, claims.n_unpacked), integer(3, values.len() as i64), vec![0]].concat();
    page.extend(values);
    let mut schema = vec![[string(4, "schema"), integer(5, claims.n_columns)].concat()];
    schema.extend((0..claims.n_groups).map(|_| [integer(3, 0), string(4, "g"), integer(5, 1)].concat()));
    schema.push([integer(1, 6), integer(3, 0), string(4, "text"), integer(6, 0)].concat());
    let path: Vec<Vec<u8>> = (0..claims.n_groups).map(|_| "g").chain(["text"]).map(bytes).collect();
    let size = page.len() as i64;
    let column = [
        integer(1, 6),
        list(2, 5, &[number(0)]),
        list(3, 8, &path),
        integer(4, claims.codec),
        long(5, 1),
        long(6, size),
        long(7, size),
        long(9, 4),
    ];
    let ended = |fields: &[u8]| [fields, &[0]].concat();
    let chunk = ended(&[long(2, 4), record(3, &column)].concat());
    let group = ended(&[list(1, 12, &[chunk]), long(2, size), long(3, 1)].concat());
    let schema: Vec<Vec<u8>> = schema.iter().map(|fields| ended(fields)).collect();
    let footer = ended(&[integer(1, 1), list(2, 12, &schema), long(3, 1), list(4, 12, &[group])].concat());
    let n_footer = (footer.len() as u32).to_le_bytes();
    [b"PAR1".as_slice(), &page, &footer, &n_footer, b"PAR1"].concat()
}

fn number(value: i64) -> Vec<u8> {
    varint(((value << 1) ^ (value >> 63)) as u64)
}

fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value >= 0x80 {
        bytes.push(value as u8 | 0x80);
        value >>= 7;
    }
    bytes.push(value as u8);
    bytes
}

fn bytes(words: &str) -> Vec<u8> {
    [varint(words.len() as u64), words.as_bytes().to_vec()].concat()
}

fn field(id: u8, kind: u8, value: Vec<u8>) -> Vec<u8> {
    [vec![kind, 2 * id], value].concat()
}

fn integer(id: u8, value: i64) -> Vec<u8> {
    field(id, 5, number(value))
}

fn long(id: u8, value: i64) -> Vec<u8> {
    field(id, 6, number(value))
}

fn string(id: u8, words: &str) -> Vec<u8> {
    field(id, 8, bytes(words))
}

fn record(id: u8, fields: &[Vec<u8>]) -> Vec<u8> {
    field(id, 12, [fields.concat(), vec![0]].concat())
}

fn list(id: u8, kind: u8, items: &[Vec<u8>]) -> Vec<u8> {
    field(id, 9, [vec![0xF0 | kind], varint(items.len() as u64), items.concat()].concat())
}

#[test]
fn a_page_of_parquet_gets_no_room_for_what_it_only_says_that_it_has() {
    let read = |claims: Claims| whole(&HuggingFace, &[file("a.parquet", parquet(&claims))]);
    assert_eq!(read(RIGHT).unwrap().texts(), ["Ana Bo"]);
    assert_eq!(
        read(Claims { n_groups: 1, ..RIGHT }).err().as_deref(),
        Some("row 1: no column has a text or tokens, out of g: a.parquet")
    );
    let refused = |claims: Claims| read(claims).err().unwrap();
    let large = "the page at byte 4 has 2147 MB unpacked, and the largest that is read has 256 MB: a.parquet";
    for codec in [0, 1, 6] {
        assert_eq!(refused(Claims { codec, n_unpacked: 2_147_483_647, ..RIGHT }), large);
    }
    let many = "the page at byte 4 says that it has 2147483647 values, for which it has no room: a.parquet";
    assert_eq!(refused(Claims { n_values: Some(2_147_483_647), ..RIGHT }), many);
    assert_eq!(refused(Claims { n_values: Some(11), ..RIGHT }), many.replace("2147483647", "11"));
    let columns = "the file is damaged: its end does not say what is in it: a.parquet";
    assert_eq!(refused(Claims { n_columns: 2_147_483_647, ..RIGHT }), columns);
    in_little_room(|| {
        let bytes = parquet(&Claims { n_groups: 100_000, ..RIGHT });
        let why = whole(&HuggingFace, &[file("a.parquet", bytes)]).err().unwrap();
        assert_eq!(why, "over 64 columns lie in each other: a.parquet");
    });
}

fn text_batch() -> RecordBatch {
    let texts: ArrayRef = Arc::new(StringArray::from(vec!["Ana Bo"]));
    RecordBatch::try_new(Arc::new(Schema::new(vec![Field::new("text", DataType::Utf8, false)])), vec![texts]).unwrap()
}

fn arrow_file() -> Vec<u8> {
    let batch = text_batch();
    let mut writer = FileWriter::try_new(Vec::new(), &batch.schema()).unwrap();
    writer.write(&batch).unwrap();
    writer.finish().unwrap();
    writer.into_inner().unwrap()
}

#[test]
fn the_list_at_the_end_of_an_arrow_file_is_not_believed() {
    let good = arrow_file();
    let texts = |bytes: &[u8]| whole(&HuggingFace, &[file("a.arrow", bytes)]).map(|taken| taken.texts().concat());
    assert_eq!(texts(&good).as_deref(), Ok("Ana Bo"));
    let mut large = good.clone();
    let at = good.len() - 10;
    large[at..at + 4].copy_from_slice(&i32::MAX.to_le_bytes());
    assert_eq!(texts(&large).as_deref(), Ok("Ana Bo"));
    let end = memchr::memmem::rfind(&good, b"\xFF\xFF\xFF\xFF\0\0\0\0").unwrap() + 8;
    for cut in 0..end {
        let why = texts(&good[..cut]).unwrap_err();
        assert!(why.ends_with(": a.arrow"), "{cut}: {why}");
    }
}

#[test]
fn a_stream_of_arrow_that_ends_between_two_batches_is_cut_off() {
    let mut writer = StreamWriter::try_new(Vec::new(), &text_batch().schema()).unwrap();
    writer.write(&text_batch()).unwrap();
    writer.finish().unwrap();
    let bytes = writer.into_inner().unwrap();
    let cut = [file("a.arrow", &bytes[..bytes.len() - 8])];
    let why = "the file ends after row 1 without saying that it ends there: a.arrow";
    assert_eq!(whole(&HuggingFace, &cut).err().as_deref(), Some(why));
    let good = good_of(&HuggingFace, &cut).unwrap();
    assert_eq!((good.texts(), &good.refused), (vec!["Ana Bo"], &vec![why.to_owned()]));
}

#[test]
fn rows_of_arrow_that_take_no_room_are_not_counted_one_by_one() {
    let schema = Arc::new(Schema::new(Vec::<Field>::new()));
    let options = RecordBatchOptions::new().with_row_count(Some(1 << 40));
    let batch = RecordBatch::try_new_with_options(Arc::clone(&schema), Vec::new(), &options).unwrap();
    let mut writer = StreamWriter::try_new(Vec::new(), &schema).unwrap();
    writer.write(&batch).unwrap();
    writer.finish().unwrap();
    let files = [file("a.arrow", writer.into_inner().unwrap())];
    let why = "it says that it has 1099511627776 rows, for which it has no room: a.arrow";
    assert_eq!(good_of(&HuggingFace, &files).err().as_deref(), Some(why));
}

#[test]
fn lists_and_strings_of_a_doc_bin_are_no_longer_than_it() {
    let packed = |bytes: &[u8]| {
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::fast());
        zlib.write_all(bytes).unwrap();
        zlib.finish().unwrap()
    };
    // A map of one pair: a name, and what has four thousand million of something.
    for name in ["attrs", "strings", "cats", "flags", "span_groups", "user_data", "else"] {
        for kind in [0xDD, 0xDF, 0xDB, 0xC6] {
            let mut bytes = vec![0x81, 0xA0 | name.len() as u8];
            bytes.extend(name.bytes());
            bytes.extend([kind, 0xFF, 0xFF, 0xFF, 0xFF]);
            let why = whole(&Spacy, &[file("a.spacy", packed(&bytes))]).err().unwrap();
            assert!(why.ends_with(": a.spacy"), "{name}: {why}");
        }
    }
    // Lists in lists, as deep as there are bytes.
    let deep = [b"\x81\xA4else".as_slice(), &[0x91; 1_000_000]].concat();
    in_little_room(move || {
        let why = whole(&Spacy, &[file("a.spacy", packed(&deep))]).err().unwrap();
        assert_eq!(why, "a value is missing, or the file is cut off: a.spacy");
    });
}

#[test]
fn signs_without_end_are_words_and_elements_without_end_are_refused() {
    let html = named("html").unwrap();
    for sign in ["<", "<a", "</", "<!", "&", "&x", "<<p>", "\u{A0}", "<a x=\""] {
        let _ = whole(html, &[file("a.html", sign.repeat(100_000))]);
    }
    for signs in ["<".repeat(200_000), "&".repeat(300_000)] {
        let taken = whole(html, &[file("a.html", format!("<p>Ana {signs} Bo</p>"))]).unwrap();
        assert_eq!(taken.texts(), [format!("Ana {signs} Bo")]);
    }
    // What ends another element, or none, does not end these.
    for element in ["<b></p>", "<i>x</b>", "<div></span>", "<table>"] {
        let why = whole(html, &[file("a.html", element.repeat(20_000))]).err();
        assert_eq!(why.as_deref(), Some("over 5000 elements of the page lie in each other: a.html"), "{element}");
    }
    let script = format!("<p>Ana</p><script>{}</script><p>Bo</p>", "if (i<n) {}".repeat(20_000));
    assert_eq!(whole(html, &[file("a.html", script)]).unwrap().texts(), ["Ana\n\nBo"]);
}
