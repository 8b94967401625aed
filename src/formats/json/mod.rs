//! What the formats that are JSON share.
//!
//! `records` hands on the values of a file one by one, whether they stand in lines or in one long list; `place` names where
//! one stands, `error` what is wrong with it; `about` is what is known of a document, `mapped` finds it under
//! other names; `skeleton` is how a file begins; `values` are those of attributes.

mod about;
mod error;
mod mapped;
mod place;
mod records;
mod skeleton;
mod values;

pub(super) use about::{about, set_about};
pub(super) use error::in_words;
pub(super) use mapped::{column_of, renamed};
pub(super) use place::Place;
pub(super) use records::{head_record, paged_records, records};
pub(super) use skeleton::skeleton;
pub(super) use values::{json_of, plain, value_of};
