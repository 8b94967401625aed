//! What floats beside a place on the page: the tag palette, a note, a choice. It never covers the place.

use egui::{
    Context, CornerRadius, Frame, Id, Key, LayerId, Margin, Modifiers, Popup, PopupCloseBehavior, Rect, RectAlign,
    Response, Stroke, Ui,
};

use crate::app::theme::{Theme, size};

const PADDING: i8 = 6;

/// The frame of everything that floats: raised, rounded by 8, one hairline and the one soft shadow.
pub fn popover_frame(theme: &Theme, cx: &Context) -> Frame {
    Frame {
        inner_margin: Margin::same(PADDING),
        outer_margin: Margin::ZERO,
        fill: theme.raised,
        stroke: Stroke::new(theme.hairline(cx).width, theme.line),
        corner_radius: CornerRadius::same(size::RADIUS_FLOATING),
        shadow: theme.floating_shadow(),
    }
}

/// Where a popover stands.
#[derive(Clone, Copy, Debug)]
pub struct Popover<'a> {
    /// Its identity.
    pub id: Id,
    /// Its name for screen readers.
    pub label: &'a str,
    /// The place that it belongs to and leaves free.
    pub beside: Rect,
    /// The layer of that place.
    pub layer: LayerId,
    /// Its width, in points.
    pub width: f32,
}

/// What came of a popover.
#[derive(Debug)]
pub struct PopoverResponse<R> {
    /// What its contents returned.
    pub inner: R,
    /// Where it was drawn.
    pub rect: Rect,
    /// Escape was pressed, or something else was clicked.
    pub dismissed: bool,
}

/// Keeps what has just been opened from a dialog above it: egui puts both on top in the order in which they were first shown.
pub fn keep_above(ui: &Ui, opened: &Response) {
    let (parent, child) = (ui.layer_id(), opened.layer_id);
    if parent.order == child.order && parent != child {
        ui.ctx().memory_mut(|memory| memory.areas_mut().set_sublayer(parent, child));
    }
}

/// Draws the popover below the place, or above it where there is more room.
pub fn popover_ui<R>(
    cx: &Context,
    popover: &Popover<'_>,
    add: impl FnOnce(&mut Ui) -> R,
) -> Option<PopoverResponse<R>> {
    let theme = Theme::of(cx);
    let shown = Popup::new(popover.id, cx.clone(), popover.beside, popover.layer)
        .accessible_name(popover.label)
        .align(RectAlign::BOTTOM_START)
        .align_alternatives(&[
            RectAlign::TOP_START,
            RectAlign::BOTTOM_END,
            RectAlign::TOP_END,
            RectAlign::RIGHT_START,
            RectAlign::LEFT_START,
        ])
        .gap(size::SPACE_XS)
        .frame(popover_frame(&theme, cx))
        .close_behavior(PopupCloseBehavior::IgnoreClicks)
        .width(popover.width)
        .show(|ui| {
            ui.set_width(popover.width - f32::from(PADDING) * 2.0);
            add(ui)
        })?;
    let escaped = cx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    Some(PopoverResponse {
        rect: shown.response.rect,
        dismissed: escaped || shown.response.clicked_elsewhere(),
        inner: shown.inner,
    })
}
