//! A dialog: for what cannot be undone or needs a choice. Escape is the way out, Enter the way through.

use egui::{Align, Area, Context, Frame, Id, Key, Layout, Margin, Modal, Modifiers, RichText, Ui};

use super::button::{Button, ButtonKind, button_ui};
use super::popover::popover_frame;
use crate::app::theme::{Theme, semibold, size};

/// What a dialog asks.
#[derive(Clone, Copy, Debug)]
pub struct Dialog<'a> {
    /// Its identity.
    pub id: Id,
    /// The question or the task, without a full stop.
    pub title: &'a str,
    /// The verb on the main button.
    pub confirm: &'a str,
    /// Whether the main button destroys something: it is drawn so, and Enter does not press it.
    pub destroys: bool,
    /// Whether the main button can be pressed yet.
    pub can_confirm: bool,
    /// The word on the way out.
    pub cancel: &'a str,
    /// A third way, at the left.
    pub other: Option<&'a str>,
    /// Its width, in points.
    pub width: f32,
}

impl<'a> Dialog<'a> {
    /// A dialog with a main button and *Cancel*, 420 points wide.
    pub fn new(id: Id, title: &'a str, confirm: &'a str) -> Self {
        Self { id, title, confirm, destroys: false, can_confirm: true, cancel: "Cancel", other: None, width: 420.0 }
    }
}

/// How a dialog was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DialogAnswer {
    /// The main button, or Enter.
    Confirmed,
    /// The way out: its button, Escape, or a click beside the dialog.
    Cancelled,
    /// The third way.
    Other,
}

/// Draws the dialog over everything; `None` while the person still thinks.
pub fn dialog_ui(cx: &Context, dialog: &Dialog<'_>, body: impl FnOnce(&mut Ui)) -> Option<DialogAnswer> {
    let theme = Theme::of(cx);
    let frame = Frame { inner_margin: Margin::same(20), ..popover_frame(&theme, cx) };
    let area: Area = Modal::default_area(dialog.id);
    let modal = Modal::new(dialog.id).area(area).frame(frame).backdrop_color(theme.scrim);
    let shown = modal.show(cx, |ui| {
        ui.set_width(dialog.width.min(ui.content_rect().width() - 2.0 * size::SPACE_XXL));
        ui.label(RichText::new(dialog.title).font(semibold(size::TEXT_TITLE)));
        ui.add_space(size::SPACE_S);
        body(ui);
        ui.add_space(size::SPACE_L);
        buttons_ui(ui, dialog)
    });
    if shown.should_close() {
        return Some(DialogAnswer::Cancelled);
    }
    if shown.inner.is_some() {
        return shown.inner;
    }
    // Enter belongs to a focused button, and to a field of several lines; everywhere else it confirms.
    let enter = shown.is_top_modal
        && !shown.any_popup_open
        && dialog.can_confirm
        && !dialog.destroys
        && cx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
    enter.then_some(DialogAnswer::Confirmed)
}

fn buttons_ui(ui: &mut Ui, dialog: &Dialog<'_>) -> Option<DialogAnswer> {
    let mut answer = None;
    let kind = if dialog.destroys { ButtonKind::Danger } else { ButtonKind::Primary };
    ui.horizontal(|ui| {
        if let Some(other) = dialog.other {
            let button = Button { label: other, kind: ButtonKind::Quiet, ..Button::default() };
            if button_ui(ui, &button).clicked() {
                answer = Some(DialogAnswer::Other);
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let confirm = Button { label: dialog.confirm, kind, ..Button::default() };
            let clicked = ui.add_enabled_ui(dialog.can_confirm, |ui| button_ui(ui, &confirm).clicked());
            if clicked.inner {
                answer = Some(DialogAnswer::Confirmed);
            }
            let cancel = Button { label: dialog.cancel, ..Button::default() };
            if button_ui(ui, &cancel).clicked() {
                answer = Some(DialogAnswer::Cancelled);
            }
        });
    });
    answer
}
