//! Sizes and distances, in points, on a grid of four.

/// Between things that belong together: an icon and its word.
pub const SPACE_XS: f32 = 4.0;
/// Between parts of one row.
pub const SPACE_S: f32 = 8.0;
/// Around the contents of a panel.
pub const SPACE_M: f32 = 12.0;
/// Between groups.
pub const SPACE_L: f32 = 16.0;
/// Between sections, and around the contents of a dialog.
pub const SPACE_XL: f32 = 24.0;
/// Around what stands alone in an empty room.
pub const SPACE_XXL: f32 = 32.0;

/// A row of a list.
pub const ROW: f32 = 28.0;
/// A row of a list where a person asked for more on the screen.
pub const ROW_COMPACT: f32 = 24.0;
/// A button or a field.
pub const CONTROL: f32 = 28.0;
/// The least width and height of anything that can be clicked.
pub const HIT: f32 = 24.0;

/// Corners of controls.
pub const RADIUS: u8 = 6;
/// Corners of what floats.
pub const RADIUS_FLOATING: u8 = 8;

/// Width of the ring around what has the keyboard's focus.
pub const FOCUS_RING: f32 = 2.0;

/// Interface text.
pub const TEXT: f32 = 13.0;
/// Secondary text: counts, times, hints.
pub const TEXT_SECONDARY: f32 = 12.0;
/// Section heads, in semibold capitals.
pub const TEXT_HEAD: f32 = 11.0;
/// Short names on the page and keycaps.
pub const TEXT_LABEL: f32 = 10.0;
/// The title of a dialog or an empty place.
pub const TEXT_TITLE: f32 = 16.0;
/// Icons.
pub const ICON: f32 = 16.0;

/// How long anything may move, in seconds.
pub const MOTION_SECS: f32 = 0.12;
