//! The journal: every transaction of one running program, on the disk before the window says *saved*.
//!
//! One append-only file for each project and program, in the person's own folder. A record is framed by a
//! marker, its length and its checksum, so that a torn tail is cut off and a damaged middle costs only itself.

mod frame;
mod entry;
mod read;
mod claim;
mod writer;
mod purge;

pub use claim::{Claimed, Left, claim};
pub use entry::{Checked, Kind, Step};
pub use read::Contents;
pub use writer::{Journal, JournalNews};
