//! The suggest room: what proposes spans to a person, one file each.
//!
//! It makes proposals and marks nothing: only a person's command does.

mod open;
mod rules;

pub use open::open;
pub use rules::{RuleSet, Troubled};
