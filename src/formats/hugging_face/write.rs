//! From documents to the rows of a Parquet file.

use super::features::KEY;
use super::table::{FEATURES, schema};
use crate::formats::exchange::{Document, Set};
use crate::formats::json::about;
use crate::formats::output::Open;
use crate::formats::{FormatError, Output, WriteCx, Writer, kind_name};
use crate::text::Unit;
use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, Int32Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use serde_json::{Map, Value};
use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

/// The file that `datasets` takes for a split; the whole is the training split.
fn path(cx: &WriteCx<'_>) -> String {
    format!("data/{}-00000-of-00001.parquet", cx.options.part.as_deref().unwrap_or("train"))
}

/// The most rows and the most bytes of texts in a row group, all of which is in memory at once.
const ROWS: usize = 1000;
const BYTES: usize = 32_000_000;

/// Writes a row for each document.
pub(super) struct Rows {
    file: Open,
    written: Shared,
    writer: SerializedFileWriter<Shared>,
    columns: Columns,
    unit: Unit,
}

/// Bytes that were written and are not in the file yet.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl Shared {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The columns of one row group.
#[derive(Default)]
struct Columns {
    n_rows: usize,
    n_bytes: usize,
    ids: Words,
    titles: Words,
    texts: Words,
    spans: Records,
    relations: Records,
    tags: Words,
    annotators: Words,
    meta: Words,
}

/// Strings with how deep each is defined and repeated.
#[derive(Default)]
struct Words {
    values: Vec<ByteArray>,
    defined: Vec<i16>,
    repeated: Vec<i16>,
}

/// Two numbers and a label for each record of a list.
#[derive(Default)]
struct Records {
    first: Vec<i32>,
    second: Vec<i32>,
    labels: Vec<ByteArray>,
    defined: Vec<i16>,
    repeated: Vec<i16>,
}

impl Words {
    /// A value of its own, or none.
    fn push(&mut self, word: Option<&str>) {
        self.defined.push(i16::from(word.is_some()));
        self.values.extend(word.map(ByteArray::from));
    }

    /// A list of values.
    fn push_list<'w>(&mut self, words: impl Iterator<Item = &'w str>) {
        let before = self.values.len();
        for (n, word) in words.enumerate() {
            self.values.push(ByteArray::from(word));
            self.defined.push(3);
            self.repeated.push(i16::from(n > 0));
        }
        if self.values.len() == before {
            self.defined.push(1);
            self.repeated.push(0);
        }
    }
}

impl Records {
    fn push<'r>(&mut self, records: impl Iterator<Item = (usize, usize, &'r str)>) {
        let before = self.first.len();
        for (n, (first, second, label)) in records.enumerate() {
            self.first.push(first as i32);
            self.second.push(second as i32);
            self.labels.push(ByteArray::from(label));
            self.defined.push(4);
            self.repeated.push(i16::from(n > 0));
        }
        if self.first.len() == before {
            self.defined.push(1);
            self.repeated.push(0);
        }
    }
}

impl Columns {
    fn push(&mut self, document: &Document, unit: Unit) {
        let nothing = Set::default();
        let set = document.sets.first().unwrap_or(&nothing);
        let text = &document.text;
        let mut known = about(document);
        known.remove("id");
        known.remove("title");
        let person = set.annotator.as_ref();
        if let Some(person) = person {
            let words = [("name", person.name.as_deref()), ("kind", person.kind.map(kind_name))];
            let said = words.into_iter().filter_map(|(key, word)| Some((key.to_owned(), word?.into())));
            known.insert("annotator".to_owned(), said.collect::<Map<_, _>>().into());
        }
        self.n_rows += 1;
        self.n_bytes += text.len();
        self.ids.push(document.id.as_deref());
        self.titles.push(document.title.as_deref());
        self.texts.push(Some(text.as_str()));
        self.spans.push(set.spans.iter().map(|span| {
            let hull = span.at.hull();
            let count = |at| text.count(at, unit);
            (count(hull.start()), count(hull.end()), span.label.tag.as_str())
        }));
        self.relations.push(set.relations.iter().map(|it| (it.from, it.to, it.label.tag.as_str())));
        self.tags.push_list(set.tags.iter().map(|given| given.label.tag.as_str()));
        self.annotators.push(person.map(|person| person.id.as_str()));
        self.meta.push(Some(&Value::Object(known).to_string()));
    }

    fn write(&self, group: &mut SerializedRowGroupWriter<'_, Shared>) -> Result<(), ParquetError> {
        for words in [&self.ids, &self.titles, &self.texts] {
            column(group, words)?;
        }
        for records in [&self.spans, &self.relations] {
            let (defined, repeated) = (Some(records.defined.as_slice()), Some(records.repeated.as_slice()));
            for numbers in [&records.first, &records.second] {
                if let Some(mut column) = group.next_column()? {
                    column.typed::<Int32Type>().write_batch(numbers, defined, repeated)?;
                    column.close()?;
                }
            }
            if let Some(mut column) = group.next_column()? {
                column.typed::<ByteArrayType>().write_batch(&records.labels, defined, repeated)?;
                column.close()?;
            }
        }
        for words in [&self.tags, &self.annotators, &self.meta] {
            column(group, words)?;
        }
        Ok(())
    }
}

fn column(group: &mut SerializedRowGroupWriter<'_, Shared>, words: &Words) -> Result<(), ParquetError> {
    let Some(mut column) = group.next_column()? else { return Ok(()) };
    let repeated = Some(words.repeated.as_slice()).filter(|repeated| !repeated.is_empty());
    column.typed::<ByteArrayType>().write_batch(&words.values, Some(&words.defined), repeated)?;
    column.close()?;
    Ok(())
}

fn unwritable(error: ParquetError) -> FormatError {
    FormatError::Unwritable { why: error.to_string(), file: "the Parquet file".to_owned() }
}

impl Rows {
    /// Begins the file.
    pub(super) fn new(cx: &WriteCx<'_>, out: &mut dyn Output) -> Result<Self, FormatError> {
        let file = Open::new(out, path(cx))?;
        let written = Shared::default();
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(format!("glossator {}", env!("CARGO_PKG_VERSION")))
            .set_key_value_metadata(Some(vec![KeyValue::new(KEY.to_owned(), FEATURES.to_owned())]))
            .build();
        let schema = Arc::new(schema().map_err(unwritable)?);
        let writer = SerializedFileWriter::new(written.clone(), schema, Arc::new(properties)).map_err(unwritable)?;
        Ok(Self { file, written, writer, columns: Columns::default(), unit: cx.options.unit.unwrap_or_default() })
    }

    fn write_group(&mut self) -> Result<(), FormatError> {
        let columns = std::mem::take(&mut self.columns);
        let mut group = self.writer.next_row_group().map_err(unwritable)?;
        columns.write(&mut group).map_err(unwritable)?;
        group.close().map_err(unwritable)?;
        self.file.put(self.written.take())
    }
}

impl Writer for Rows {
    fn document(&mut self, document: &Document) -> Result<(), FormatError> {
        self.columns.push(document, self.unit);
        if self.columns.n_rows >= ROWS || self.columns.n_bytes >= BYTES {
            self.write_group()?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> Result<(), FormatError> {
        if self.columns.n_rows > 0 {
            self.write_group()?;
        }
        let Self { mut file, written, writer, .. } = *self;
        writer.close().map_err(unwritable)?;
        file.put(written.take())?;
        file.close()
    }
}
