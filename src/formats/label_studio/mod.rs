//! Label Studio: its JSON and JSON-MIN are read, its JSON is written.
//!
//! `format` says what it is called and carries; `configuration` is the labelling configuration, which stands in a file of
//! its own, and `codebook` what that says of labels; `task` reads a task, `result` what one annotation says, `flat` a record
//! of JSON-MIN, `subject` the texts that regions lie in; `controls` names what is written, `write` writes.

mod codebook;
mod configuration;
mod controls;
mod flat;
mod format;
mod hyper_text;
mod result;
mod subject;
mod task;
mod write;

pub use format::LabelStudio;
