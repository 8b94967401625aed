//! Text as its readers expect it: fonts, shaping, bidirectional order, glyph pictures, and where every grapheme stands.
//!
//! All words that are a person's own are drawn through here: the article by [`super::reader`], titles, tag names and
//! notes by the words of [`super::widgets`]. It lives in the egui context, as egui's own fonts do. It knows
//! neither spans nor projects.

mod direction;
mod embeddings;
mod engine;
mod fonts;
mod glyphs;
mod raster;
mod missing;

mod shown;
mod breaking;
mod rows;
mod boxes;
mod hit;

mod label;
mod language;

pub(crate) use boxes::{RowBox, RowEdge, Side};
pub(crate) use direction::{direction, needs_engine, reads_rtl};
pub use direction::{isolated, spoken};
pub(crate) use embeddings::Embeddings;
pub(crate) use engine::Lines;
pub use engine::TextEngine;
pub use fonts::ReaderFonts;
pub(crate) use label::{Label, LabelStyle};
pub(crate) use language::language_of;
pub use missing::MissingScript;
pub(crate) use parley::Language;
pub use rows::Stress;
pub(crate) use rows::{Cell, Face, Measure, Rows};
pub(crate) use shown::{Neighbors, sign};
