//! The rows of a Parquet file, one row group after the other.

use super::features::{Features, KEY};
use super::parquet_claims::{check_columns, check_pages};
use super::row::{Reader, RowAt};
use crate::formats::{FormatError, InputFile, ReadCx, ReadSeek};
use bytes::Bytes;
use parquet::errors::{ParquetError, Result as ParquetResult};
use parquet::file::reader::{ChunkReader, FileReader, Length};
use parquet::file::serialized_reader::SerializedFileReader;
use parquet::record::Row;
use serde_json::Value;
use std::io::{BufReader, Read, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reads a document for each row.
pub(super) fn documents(file: &InputFile, cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
    let malformed = |why: String| FormatError::malformed(why, &file.name, 0, 0);
    let file = &file.at_hand()?;
    let chunks = Chunks { n_bytes: file.n_bytes()?, file: file.clone() };
    check_columns(file).map_err(malformed)?;
    let opened = unharmed(|| SerializedFileReader::new(chunks)).map_err(malformed)?;
    unharmed(|| check_pages(file, opened.metadata())).map_err(malformed)?;
    let features = features(&opened);
    let mut rows = unharmed(|| opened.get_row_iter(None)).map_err(malformed)?;
    let options = cx.options;
    let reader = Reader { file: &file.name, features: &features, options };
    for n in 1.. {
        let next = unharmed(|| rows.next().transpose()).map_err(malformed)?;
        let Some(row) = next else { break };
        let document = match fields(&row) {
            Some(row) => reader.document(row, &RowAt::Number(n), cx),
            None => Err(malformed(format!("row {n} has no columns"))),
        };
        match document {
            Ok(document) => cx.document(document)?,
            Err(error) => cx.refuse(error)?,
        }
    }
    Ok(())
}

/// What a reader of Parquet gives. It gives up on some damaged files instead of saying so.
fn unharmed<T, E: ToString>(read: impl FnOnce() -> Result<T, E>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(read) => read.map_err(|error| error.to_string()),
        Err(_) => Err("the file is damaged".to_owned()),
    }
}

fn fields(row: &Row) -> Option<serde_json::Map<String, Value>> {
    match row.to_json_value() {
        Value::Object(fields) => Some(fields),
        _ => None,
    }
}

fn features(reader: &SerializedFileReader<Chunks>) -> Features {
    let metadata = reader.metadata().file_metadata().key_value_metadata();
    let ours = metadata.into_iter().flatten().find(|pair| pair.key == KEY);
    ours.and_then(|pair| pair.value.as_deref()).map(Features::parse).unwrap_or_default()
}

/// The bytes of a file from any place on.
struct Chunks {
    file: InputFile,
    n_bytes: u64,
}

impl Chunks {
    fn from(&self, start: u64) -> ParquetResult<Box<dyn ReadSeek>> {
        let mut bytes = self.file.open().map_err(|error| ParquetError::General(error.to_string()))?;
        bytes.seek(SeekFrom::Start(start))?;
        Ok(bytes)
    }
}

impl Length for Chunks {
    fn len(&self) -> u64 {
        self.n_bytes
    }
}

impl ChunkReader for Chunks {
    type T = BufReader<Box<dyn ReadSeek>>;

    fn get_read(&self, start: u64) -> ParquetResult<Self::T> {
        Ok(BufReader::new(self.from(start)?))
    }

    fn get_bytes(&self, start: u64, length: usize) -> ParquetResult<Bytes> {
        if start.checked_add(length as u64).is_none_or(|end| end > self.n_bytes) {
            return Err(ParquetError::EOF("the file ends before what it says is in it".to_owned()));
        }
        let mut bytes = vec![0; length];
        self.from(start)?.read_exact(&mut bytes)?;
        Ok(bytes.into())
    }
}
