//! The table that is written: its columns, and the features that `datasets` knows them by.

use parquet::errors::Result as ParquetResult;
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::Type;

/// The columns of Parquet. Spans and relations are lists of records, tags a list of strings; `meta` is JSON.
const SCHEMA: &str = "
message schema {
  optional binary id (STRING);
  optional binary title (STRING);
  optional binary text (STRING);
  optional group spans (LIST) { repeated group list { optional group element {
    optional int32 start;
    optional int32 end;
    optional binary label (STRING);
  } } }
  optional group relations (LIST) { repeated group list { optional group element {
    optional int32 from;
    optional int32 to;
    optional binary label (STRING);
  } } }
  optional group tags (LIST) { repeated group list { optional binary element (STRING); } }
  optional binary annotator (STRING);
  optional binary meta (STRING);
}";

/// The same for `datasets`. Its version 3.6 knows no `List` and takes a sequence of records for a record of sequences: a list
/// of one record is the one way to say it that all versions read.
pub(super) const FEATURES: &str = concat!(
    r#"{"info": {"features": {"#,
    r#""id": {"dtype": "string", "_type": "Value"}, "#,
    r#""title": {"dtype": "string", "_type": "Value"}, "#,
    r#""text": {"dtype": "string", "_type": "Value"}, "#,
    r#""spans": [{"start": {"dtype": "int32", "_type": "Value"}, "end": {"dtype": "int32", "_type": "Value"}, "#,
    r#""label": {"dtype": "string", "_type": "Value"}}], "#,
    r#""relations": [{"from": {"dtype": "int32", "_type": "Value"}, "to": {"dtype": "int32", "_type": "Value"}, "#,
    r#""label": {"dtype": "string", "_type": "Value"}}], "#,
    r#""tags": {"feature": {"dtype": "string", "_type": "Value"}, "_type": "Sequence"}, "#,
    r#""annotator": {"dtype": "string", "_type": "Value"}, "#,
    r#""meta": {"dtype": "string", "_type": "Value"}}}}"#,
);

/// The columns, parsed.
pub(super) fn schema() -> ParquetResult<Type> {
    parse_message_type(SCHEMA)
}
