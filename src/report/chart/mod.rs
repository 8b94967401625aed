//! Pictures of figures: each is a scene of plain shapes first, which the window paints and hits as it is, and which is
//! written as SVG for everybody else.
//!
//! No picture computes a figure, and none knows a window or a theme: colors are roles, and a [`Palette`] says what they
//! look like. A value that is no finite number is told as missing and is drawn nowhere.

mod bar;
mod dispersion;
mod frame;
mod heat;
mod histogram;
mod letters;
mod network;
mod page;
mod palette;
mod png;
mod scene;
mod stacked;
mod svg;
mod ticks;
mod timeline;
mod words;

pub use bar::{Bar, Bars};
pub use dispersion::{Dispersion, DispersionRow};
pub use heat::Heat;
pub use histogram::{Bin, Histogram, bins};
pub use letters::{INTER_REGULAR, INTER_SEMIBOLD, NOTO_ARABIC, NOTO_DEVANAGARI, NOTO_HEBREW};
pub use network::{Edge, Layout, Network, Node};
pub use page::{Page, Part, page};
pub use palette::{HEAT_STEPS, Palette, Rgb};
pub use png::png;
pub use scene::{Anchor, Form, Ink, Mark, Point, Scene, Shape, Size, Weight};
pub use stacked::{Stacked, StackedRow};
pub use svg::svg;
pub use ticks::{Ticks, ticks};
pub use timeline::{Timeline, TimelineRow};
