//! The workspace room: the open project, and the only way to change it while it is open.
//!
//! Owns running commands, undo and redo, who acts, the journal's and the saver's threads, and what they tell.
//! An edit is in memory and on its way to the disk when [`Workspace::run`] returns; nothing here makes the
//! caller wait for a disk but [`Workspace::save_now`] and [`Workspace::close`]. It knows no window and no arguments.

mod options;
mod news;
mod steps;
mod marked;
mod base;
mod shared;
mod sync;
mod sweep;
mod saver;
mod backup;
mod open;
mod run;
mod foreign;
mod history;
mod copies;
mod versions;
mod revision;
mod mend;
mod state;
mod sent;
mod intake;
mod export;
mod foreseen;

pub use copies::{CopiesMerged, CopiesSource};
pub use export::{ExportError, ExportPlan, ExportStage, Exported, GoOn, SplitPlan, convert, export};
pub use foreseen::{Foreseen, foreseen};
pub use history::{History, HistorySource, Moment, WayBack};
pub use intake::{Found, Intake, Reached, Refused, Taken, find};
pub use mend::FilesMended;
pub use news::{Applied, Event, RunError, SaveState, Undone};
pub use options::{Clock, LARGE, Options, Pace, Wake};
pub use revision::ChangedText;
pub use shared::Unread;
pub use state::{CopySource, Workspace};
pub use versions::{ProjectsMerged, Version, merge_versions, same_texts};
