//! The small parts that the window is made of. They know egui and plain values, never the workspace or the model.
//!
//! A widget is a plain struct that says what it shows and a function ending in `_ui` that draws it. Each has a name for
//! screen readers, a hit target of 24 points at least, a visible focus, and shows its key in the tooltip.

mod bar;
mod button;
mod checkbox;
mod choice_chip;
mod color_picker;
mod concordance_row;
mod picture;
mod dialog;
mod empty_state;
mod heat_cell;
mod icon_button;
mod interval_bar;
mod keycap;
mod list_row;
mod menu_item;
mod paint;
mod path_field;
mod popover;
mod progress_row;
mod prose;
mod quiet_button;
mod relation_row;
mod search_field;
mod section_head;
mod segmented;
mod select;
mod slider;
mod swatch;
mod tag_chip;
mod tag_row;
mod toast;
mod toggle_button;
mod version_row;
mod words;

pub use bar::{Bar, bar_ui};
pub use button::{Button, ButtonKind, button_ui};
pub use checkbox::checkbox_ui;
pub use choice_chip::{ChoiceChip, choice_chip_ui};
pub use color_picker::{PickedColor, color_picker_ui};
pub use concordance_row::{ConcordanceRow, Tick, concordance_row_ui};
pub use dialog::{Dialog, DialogAnswer, dialog_ui};
pub use empty_state::{EmptyState, empty_state_ui};
pub use heat_cell::{HeatCell, heat_cell_ui};
pub use icon_button::{IconButton, icon_button_ui};
pub use interval_bar::{IntervalBar, interval_bar_ui};
pub use keycap::{keycap_ui, keycap_width, paint_keycap};
pub use list_row::{ListRow, list_row_ui};
pub use menu_item::{MenuItem, menu_item_ui};
pub use paint::{paint_focus_ring, paint_icon, with_tooltip};
pub use path_field::{PathField, PathFieldResponse, path_field_ui};
pub use picture::picture_ui;
pub use popover::{Popover, PopoverResponse, popover_frame, popover_ui};
pub use progress_row::{ProgressRow, progress_row_ui};
pub use prose::{ProseLook, prose_ui};
pub use quiet_button::{QuietButton, quiet_button_ui};
pub use relation_row::{RelationRow, relation_heads_ui, relation_row_ui};
pub use search_field::{SearchField, search_field_ui};
pub use section_head::{section_head_ui, section_head_with_ui, section_text};
pub use segmented::segmented_ui;
pub use select::select_ui;
pub use slider::slider_ui;
pub use swatch::paint_swatch;
pub use tag_chip::{TagChip, tag_chip_ui};
pub use tag_row::{TagRow, tag_row_ui};
pub use toast::{Toast, ToastAction, ToastKind, ToastPlace, Toasts, toasts_ui};
pub use toggle_button::{ToggleButton, toggle_button_ui};
pub use version_row::{VersionRow, version_row_ui};
pub use words::{
    Laid, Stress, Words, isolated, on_hover_words, paint_words, soft_ui, spoken, typed_preview_ui, words_ui,
};
