//! All integration tests, as one binary.

#![allow(clippy::string_slice, reason = "tests cut texts that they wrote themselves")]

mod edit;
mod gallery;
mod house;
mod notation;
mod reader;
mod widgets;
