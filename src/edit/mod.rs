//! The edit room: the only way a project changes.
//!
//! A [`Command`] says what a person wants; planning it checks the codebook's rules and gives a
//! [`Transaction`], a list of records each before and after, which applies whole or not at all.
//! Undo, recovery, history and merge are this one mechanism. Nothing here overwrites a value it did not expect.

mod apply;
mod attributes;
mod command;
mod decide;
mod documents;
mod error;
mod guidance;
mod incoming;
mod mapping;
mod mint;
mod net;
mod notes;
mod place;
mod refactor;
mod relations;
mod revise;
mod revisions;
mod rules;
mod say;
mod spans;
mod tag_all;
mod several;
mod tags;
mod teamwork;
mod transaction;

pub use command::{Command, Fate, NewTag};
pub use decide::{Decision, Place, Statement};
pub use error::EditError;
pub use guidance::{Guidance, example_at};
pub use incoming::{Home, Import, ImportedSet, NewDocument};
pub use mapping::{Mapper, map_gone, mapped, reading_of, recoding, shown, to_be_told};
pub use mint::{Mint, slug};
pub use net::{Record, net};
pub use place::{covered, fitted};
pub use refactor::Recoded;
pub use relations::permitted_relations;
pub use revise::{Reanchored, Revised, document_along, placed, reanchor, reanchor_by_quotes, revised};
pub use rules::{MOST_WORDS, NewRule, Proposal};
pub use say::{Saying, Target};
pub use tag_all::check_mark;
pub use tags::{COMMAND_LETTERS, default_layer, key_of};
pub use transaction::{Change, Edit, Stale, Transaction};
