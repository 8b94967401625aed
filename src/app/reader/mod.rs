//! The text view: an article as a page to read and to mark, whatever its length and its scripts.
//!
//! Owns how text is laid out and drawn, where spans stand on it, and what the pointer does there. It takes
//! values ([`ReaderInput`]) and gives events ([`ReaderEvent`]): it never changes a project, and names no color.
//! No frame and no edit takes time with the length of the text or the number of its spans.

mod input;
mod style;

mod pieces;

mod heights;
mod lanes;
mod links;
mod laid;
mod overview;
mod page;
mod sheet;
mod window;

mod caret;
mod gesture;
mod screen;

mod tints;
mod paint;
mod paint_links;
mod paint_marks;
mod paint_differences;
mod paint_spans;
mod captions;
mod strip;
mod text_runs;
mod access;
mod view;

pub use input::*;
pub use style::{Emphasis, Numbers, ReaderSettings, ReaderStyle, TagLook};
pub use view::{Reader, ReaderFigures};
