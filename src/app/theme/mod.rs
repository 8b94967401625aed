//! How the program looks: the one place with colors, fonts, sizes and icons.
//!
//! [`install`] gives egui its fonts and both styles once, at the start; [`Theme::of`] is what every view asks for a
//! color afterwards, so that nothing but this room names one. The values themselves stand in `assets/theme/*.ron`.

mod color;
mod fonts;
pub mod icons;
mod oklch;
mod palette;
pub mod size;
mod style;
mod tokens;
mod under_line;
#[cfg(test)]
mod vision;

pub use color::{contrast, hex_from_color, rgb_from_hex};
pub use fonts::{
    ArticleFace, FontFile, article_fonts, face_of, fallback_fonts, icon, reading, reading_semibold, regular, semibold,
};
pub use palette::{N_SLOTS, N_TAG_COLORS, Pattern, TagColors};
pub use style::{install, set_motion};
pub use tokens::Theme;
pub use under_line::{paint_under_line, under_line_height};
