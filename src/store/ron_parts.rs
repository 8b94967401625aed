//! Long lists of a file, read in parts on all cores: RON takes its time, and a large set is one file.

use super::StoreError;
use super::ron_text::{Versioned, options, record_from_text};
use rayon::prelude::*;
use serde::de::DeserializeOwned;
use std::path::Path;

/// How long a part is, in bytes.
const PART: usize = 256 * 1024;

/// A record with a list of others that may be long, each on a line of its own when we have written it.
pub trait HasList: DeserializeOwned + Versioned {
    /// The items of the list.
    type Item: DeserializeOwned + Send;

    /// The list's name.
    const LIST: &str;

    /// The list.
    fn list_mut(&mut self) -> &mut Vec<Self::Item>;
}

/// Reads one file's record. What is not laid out as we write it, or has an error, is read as a whole.
pub fn record_in_parts<T: HasList>(source: &str, path: &Path) -> Result<T, StoreError> {
    match read_in_parts(source, PART) {
        Some(record) => Ok(record),
        None => record_from_text(source, path),
    }
}

/// A list that is cut within a string or a comment leaves it without an end there, so that no such part can be read.
fn read_in_parts<T: HasList>(source: &str, part_len: usize) -> Option<T> {
    let (head, rest) = source.split_once(&format!("\n    {}: [\n", T::LIST))?;
    let (list, tail) = rest.split_once("\n    ],\n")?;
    if list.len() < 2 * part_len {
        return None;
    }
    let without_items = format!("{head}\n    {}: [],\n{tail}", T::LIST);
    let mut record: T = record_from_text(&without_items, Path::new("")).ok()?;
    let read = |part: &str| options().from_str::<Vec<T::Item>>(&format!("[{part}]")).ok();
    let parts: Option<Vec<Vec<T::Item>>> = parts(list, part_len).into_par_iter().map(read).collect();
    *record.list_mut() = parts?.into_iter().flatten().collect();
    Some(record)
}

/// Cuts a list before items that begin a line.
fn parts(list: &str, part_len: usize) -> Vec<&str> {
    let mut parts = Vec::with_capacity(list.len() / part_len + 1);
    let mut rest = list;
    while rest.len() > part_len {
        let from = rest.floor_char_boundary(part_len);
        let Some(cut) = rest.get(from..).and_then(|after| after.find("),\n        (")) else { break };
        let (part, after) = rest.split_at(from + cut + "),\n".len());
        parts.push(part);
        rest = after;
    }
    parts.push(rest);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde::{Deserialize, Serialize};

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Shelf {
        format: u32,
        name: String,
        books: Vec<Book>,
        notes: Vec<String>,
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Book {
        title: String,
        pages: Vec<(u32, u32)>,
    }

    impl Versioned for Shelf {
        fn format(&self) -> u32 {
            self.format
        }
    }

    impl HasList for Shelf {
        type Item = Book;
        const LIST: &str = "books";

        fn list_mut(&mut self) -> &mut Vec<Book> {
            &mut self.books
        }
    }

    fn whole(source: &str) -> Result<Shelf, StoreError> {
        record_from_text(source, Path::new("shelf.ron"))
    }

    #[test]
    fn other_layouts_are_left_to_be_read_as_a_whole() {
        let in_one_line =
            "(format: 1, name: \"\", books: [(title: \"a\", pages: []), (title: \"b\", pages: [])], notes: [])";
        assert_eq!(read_in_parts::<Shelf>(in_one_line, 1), None);
        assert_eq!(record_in_parts::<Shelf>(in_one_line, Path::new("")).unwrap().books.len(), 2);
    }

    #[test]
    fn a_cut_within_a_string_or_a_comment_is_found_out() {
        let book = |title: &str| format!("        (title: {title}, pages: [],),\n");
        let shelf = |books: &str| {
            let books = books.trim_end();
            format!("(\n    format: 1,\n    name: \"\",\n    books: [\n{books}\n    ],\n    notes: [],\n)\n")
        };
        let hostile = [
            book("r#\"a\n        (title: 1),\n        (title: \"#"),
            book("\"a),\n        (b\""),
            format!("/* {} */\n{}", book("\"a\""), book("\"b\"")),
            format!("// \" (\n{}", book("\"b\"")),
            book("r#\"\n    ],\n    notes: [],\n)\n\"#"),
        ];
        for books in hostile {
            let source = shelf(&format!("{}{books}{}", book("\"first\""), book("\"last\"")));
            let expected = whole(&source).unwrap();
            for part_len in 1..source.len() {
                let read = read_in_parts::<Shelf>(&source, part_len);
                assert!(read.is_none_or(|shelf| shelf == expected), "in parts of {part_len}: {source}");
            }
        }
    }

    #[test]
    fn a_mistake_is_told_with_its_line() {
        let source = "(\n    format: 1,\n    name: \"\",\n    books: [\n        (title: \"a\", pages: []),\n        (titel: \"b\", pages: []),\n    ],\n    notes: [],\n)\n";
        assert_eq!(read_in_parts::<Shelf>(source, 1), None);
        assert!(record_in_parts::<Shelf>(source, Path::new("shelf.ron")).unwrap_err().to_string().ends_with(":6:10"));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_in_parts_of_any_length(
            titles in prop::collection::vec("(\\PC|\n|\"|\\),|    |\\]){0,12}", 0..20),
            name in "\\PC{0,9}",
            part_len in 1usize..200,
        ) {
            let books = titles.iter().map(|title| Book { title: title.clone(), pages: vec![(1, 2)] }).collect();
            let shelf = Shelf { format: 1, name, books, notes: titles };
            let source = crate::store::ron_text::text_from_record(&shelf, 2).unwrap();
            let read = read_in_parts::<Shelf>(&source, part_len);
            prop_assert!(read.is_some() || shelf.books.len() * 30 < 2 * part_len, "not read in parts: {source}");
            prop_assert!(read.is_none_or(|read| read == shelf));
        }
    }
}
