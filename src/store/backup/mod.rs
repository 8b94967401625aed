//! Backups: a project as it was, dated and compressed, in the person's own folder.
//!
//! One `.zip` for each, which any tool opens, with a cover that says what it is. It is read back before it gets its
//! name; the older it is, the fewer stand beside it; and what is restored goes into a folder of its own.

mod cover;
mod member;
mod taking;
mod pack;
mod unpack;
mod keep;
mod shelf;
mod restore;
mod steps;

pub use cover::Cover;
pub use keep::thinned;
pub use restore::{restore, restore_on};
pub use shelf::{Backup, back_up, backups, find_in_backups, purge_backups, thin};
pub use unpack::Limits;
