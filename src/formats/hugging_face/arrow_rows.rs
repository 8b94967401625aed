//! The rows of an Arrow stream or file, batch by batch.

use super::features::{Features, KEY};
use super::row::{Reader, RowAt};
use crate::formats::{FormatError, InputFile, ReadCx};
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, RecordBatch};
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_schema::{ArrowError, DataType, Schema};
use serde_json::{Map, Value};
use std::io::BufReader;
use std::panic::{AssertUnwindSafe, catch_unwind};

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
    let bytes = BufReader::new(file.open()?);
    let mut batches: Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>>>;
    let schema;
    if is_file {
        let reader = unharmed(|| FileReader::try_new(bytes, None)).map_err(malformed)?;
        schema = reader.schema();
        batches = Box::new(reader);
    } else {
        let reader = unharmed(|| StreamReader::try_new(bytes, None)).map_err(malformed)?;
        schema = reader.schema();
        batches = Box::new(reader);
    }
    let mut features = features(&schema);
    for file in beside {
        features = features.or(Features::parse(file.text(BESIDE, None)?.text.as_str()));
    }
    let options = cx.options;
    let reader = Reader { file: &file.name, features: &features, options };
    let mut n = 0;
    while let Some(batch) = unharmed(|| batches.next().transpose()).map_err(malformed)? {
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
    Ok(())
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
