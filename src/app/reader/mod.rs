//! The text view: an article as a page to read and to mark, whatever its length and its scripts.
mod boxes;
mod engine;
mod fonts;
mod glyphs;
mod heights;
mod hit;
mod page;
mod pieces;
mod raster;
mod rows;
mod shown;
mod style;
pub use fonts::{ReaderFont, ReaderFonts};
pub use engine::TextEngine; pub use style::*;
