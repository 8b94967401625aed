//! The journal: every transaction of one running program, on the disk before the window says *saved*.
//!
//! One journal for each project and program, in the person's own folder, as append-only files that follow each other.
//! A record is framed by a marker, its length and its checksum, so that a torn tail is cut off and a damaged middle
//! costs only itself. A new file begins with all that is needed of the older ones: opening reads the newest alone.

mod frame;
mod segment;
mod stacks;
mod value_entry;
mod codebook_entry;
mod document_entry;
mod set_entry;
mod workflow_entry;
mod entry;
mod tail;
mod read;
mod past;
mod claim;
mod compact;
mod writer;
mod purge;

pub use claim::{Claimed, Left, claim};
pub use entry::{Checked, Kind, Step};
pub use past::{Past, pasts};
pub use read::{Contents, Pending};
pub use stacks::{Slot, Stacks};
pub use writer::{Journal, JournalNews};
