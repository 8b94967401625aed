//! The window: the only room that knows egui.
//!
//! Views draw and ask by [`action`]; [`dispatch`] is the only place where an action takes effect, and
//! changes the project by [`crate::workspace::Workspace::run`] alone.

pub mod start;
pub mod window;
mod guard;
mod panes;
pub mod verb;
pub mod keys;
mod keyboard;
pub mod action;
pub mod drafts;
mod answering;
pub mod agreeing;
pub mod supposing;
pub mod drawing_gamma;
pub mod searching;
pub mod filtering;
mod analyzing;
mod columns;
mod reviewing;
pub mod overlay;
pub mod dispatch;
pub mod desk;
pub mod preferences;
pub mod keeper;
pub mod jobs;
pub mod files;
pub mod inquiry;
pub mod importing;
pub mod exporting;
pub mod figures;
pub mod search;
pub mod find;
pub mod occurrences;
pub mod preview;
pub mod revising;
pub mod problems;
pub mod suggestions;
pub mod history;
pub mod older;
pub mod relations;
pub mod veil;
pub mod fuzzy;
pub mod typeset;
pub mod reader;
pub mod views;
pub mod widgets;

pub mod theme;

pub use start::run;
