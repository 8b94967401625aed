//! The rows of an Arrow stream or file, batch by batch.

use super::features::{Features, KEY};
use super::row::{Reader, RowAt};
use crate::formats::{FormatError, InputFile, ReadCx};
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, RecordBatch};
use arrow_ipc::reader::StreamReader;
use arrow_schema::{ArrowError, DataType, Schema};
use serde_json::{Map, Value};
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Before the stream that a file holds stand its name and zeros, to one of these steps. What stands after it says again what
/// is in it, for those who want one part alone, and would have to be believed.
const STEP: u64 = 8;
const BEFORE: u64 = 64;

/// How streams end.
const END: [u8; 8] = *b"\xFF\xFF\xFF\xFF\0\0\0\0";

/// The largest description beside a file.
const BESIDE: u64 = 16_000_000;

/// Reads a document for each row. What `save_to_disk` puts beside the file has the features once more.
pub(super) fn documents(
    file: &InputFile,
    beside: &[InputFile],
    is_file: bool,
    cx: &mut ReadCx<'_>,
) -> Result<(), FormatError> {
    let malformed = |why: String| FormatError::malformed(why, &file.name, 0, 0);
    let file = &file.at_hand()?;
    let mut bytes = BufReader::new(file.open()?);
    if is_file {
        pass_name(&mut bytes).map_err(|error| file.unreadable(&error))?;
    }
    let mut batches = unharmed(|| StreamReader::try_new(bytes, None)).map_err(malformed)?;
    let mut features = features(&batches.schema());
    for file in beside {
        features = features.or(Features::parse(file.text(BESIDE, None)?.text.as_str()));
    }
    let options = cx.options;
    let reader = Reader { file: &file.name, features: &features, options };
    let mut n = 0;
    while let Some(batch) = unharmed(|| batches.next().transpose()).map_err(malformed)? {
        // Each row has a text, which takes bytes.
        if batch.num_rows() as u64 > file.n_bytes()? {
            return Err(malformed(format!("it says that it has {} rows, for which it has no room", batch.num_rows())));
        }
        for at in 0..batch.num_rows() {
            n += 1;
            let row = catch_unwind(AssertUnwindSafe(|| row(&batch, at)));
            let document = match row {
                Ok(row) => reader.document(row, &RowAt::Number(n), cx),
                Err(_) => Err(malformed(format!("row {n} is damaged"))),
            };
            match document {
                Ok(document) => cx.document(document)?,
                Err(error) => cx.refuse(error)?,
            }
        }
    }
    if has_end(batches.get_mut()).map_err(|error| file.unreadable(&error))? {
        return Ok(());
    }
    cx.refuse(malformed(format!("the file ends after row {n} without saying that it ends there")))
}

/// Goes to where the stream begins that a file holds.
fn pass_name(bytes: &mut (impl Read + Seek)) -> io::Result<()> {
    for at in (STEP..=BEFORE).step_by(STEP as usize) {
        bytes.seek(SeekFrom::Start(at))?;
        let mut next = [0; STEP as usize];
        bytes.read_exact(&mut next)?;
        if next != [0; STEP as usize] {
            bytes.seek(SeekFrom::Start(at))?;
            break;
        }
    }
    Ok(())
}

/// Whether a stream that was read ends as whole ones do; the reader takes any end of a file between two batches.
fn has_end(bytes: &mut (impl Read + Seek)) -> io::Result<bool> {
    let at = bytes.stream_position()?;
    let mut end = [0; END.len()];
    bytes.seek(SeekFrom::Start(at.saturating_sub(END.len() as u64)))?;
    bytes.read_exact(&mut end)?;
    Ok(end == END)
}

/// What a reader of Arrow gives. It gives up on some damaged files instead of saying so.
fn unharmed<T>(read: impl FnOnce() -> Result<T, ArrowError>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(read) => read.map_err(|error| error.to_string()),
        Err(_) => Err("the file is damaged".to_owned()),
    }
}

fn features(schema: &Schema) -> Features {
    schema.metadata().get(KEY).map(|value| Features::parse(value)).unwrap_or_default()
}

fn row(batch: &RecordBatch, at: usize) -> Map<String, Value> {
    let schema = batch.schema();
    let columns = schema.fields().iter().zip(batch.columns());
    columns.map(|(field, column)| (field.name().clone(), value(column, at))).collect()
}

/// A cell as JSON has it; nothing for types that no text, span or tag has.
fn value(column: &dyn Array, at: usize) -> Value {
    if column.is_null(at) {
        return Value::Null;
    }
    match column.data_type() {
        DataType::Utf8 => column.as_string::<i32>().value(at).into(),
        DataType::LargeUtf8 => column.as_string::<i64>().value(at).into(),
        DataType::Utf8View => column.as_string_view().value(at).into(),
        DataType::Boolean => column.as_boolean().value(at).into(),
        DataType::Int8 => column.as_primitive::<Int8Type>().value(at).into(),
        DataType::Int16 => column.as_primitive::<Int16Type>().value(at).into(),
        DataType::Int32 => column.as_primitive::<Int32Type>().value(at).into(),
        DataType::Int64 => column.as_primitive::<Int64Type>().value(at).into(),
        DataType::UInt8 => column.as_primitive::<UInt8Type>().value(at).into(),
        DataType::UInt16 => column.as_primitive::<UInt16Type>().value(at).into(),
        DataType::UInt32 => column.as_primitive::<UInt32Type>().value(at).into(),
        DataType::UInt64 => column.as_primitive::<UInt64Type>().value(at).into(),
        DataType::Float32 => column.as_primitive::<Float32Type>().value(at).into(),
        DataType::Float64 => column.as_primitive::<Float64Type>().value(at).into(),
        DataType::List(_) => list(&column.as_list::<i32>().value(at)),
        DataType::LargeList(_) => list(&column.as_list::<i64>().value(at)),
        DataType::FixedSizeList(..) => list(&column.as_fixed_size_list().value(at)),
        DataType::Struct(fields) => {
            let columns = fields.iter().zip(column.as_struct().columns());
            columns.map(|(field, column)| (field.name().clone(), value(column, at))).collect::<Map<_, _>>().into()
        }
        _ => Value::Null,
    }
}

fn list(items: &dyn Array) -> Value {
    (0..items.len()).map(|at| value(items, at)).collect()
}
