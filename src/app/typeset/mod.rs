//! Text as its readers expect it: fonts, shaping, bidirectional order, glyph pictures, and where every grapheme stands.
//!
//! All words that are a person's own are drawn through here: the article by [`super::reader`], titles, tag names and
//! notes by the labels of [`super::widgets`]. It lives in the egui context, as egui's own fonts do. It knows
//! neither spans nor projects.

mod engine;
mod fonts;
mod glyphs;
mod raster;
mod missing;

mod shown;
mod rows;
mod boxes;
mod hit;

pub(crate) use boxes::RowBox;
pub use engine::TextEngine;
pub use fonts::ReaderFonts;
pub use missing::MissingScript;
pub(crate) use rows::{Cell, Face, Measure, Rows};
pub(crate) use shown::{Neighbors, sign};
