//! A dialog: for what cannot be undone or needs a choice. Escape is the way out, Enter the way through.

use egui::{
    Align, Area, Context, Frame, Id, Key, Layout, Margin, Modal, Modifiers, Rect, ScrollArea, TextEdit, Ui, UiBuilder,
    vec2,
};

use super::button::{Button, ButtonKind, button_ui};
use super::popover::popover_frame;
use super::progress_row::{HEIGHT, ProgressRow, progress_row_ui};
use super::words::{Words, words_ui};
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
    /// The word on the way out; empty where the main button is the way out.
    pub cancel: &'a str,
    /// Whether the body has a field of several lines: Enter belongs to it then, and Ctrl+Enter confirms.
    pub has_lines: bool,
    /// A third way, at the left.
    pub other: Option<&'a str>,
    /// What goes on meanwhile: beside the buttons, where it moves nothing when it comes and goes.
    pub doing: Option<ProgressRow<'a>>,
    /// Its width, in points.
    pub width: f32,
    /// How high the body is, however much stands in it, in points; as high as what stands in it without one.
    pub height: Option<f32>,
    /// Whether much was chosen in it, which a click beside it must not lose.
    pub holds_work: bool,
}

impl<'a> Dialog<'a> {
    /// A dialog with a main button and *Cancel*, 420 points wide.
    pub fn new(id: Id, title: &'a str, confirm: &'a str) -> Self {
        Self {
            id,
            title,
            confirm,
            destroys: false,
            can_confirm: true,
            cancel: "Cancel",
            has_lines: false,
            other: None,
            doing: None,
            width: 420.0,
            height: None,
            holds_work: false,
        }
    }
}

/// What title, buttons and margins of a dialog take, with some air around it, in points.
const AROUND_BODY: f32 = 168.0;

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
    let opened_now = note_shown(cx, dialog.id);
    if opened_now {
        // The focus would else stay with what lies below, and its Enter with it.
        cx.memory_mut(|memory| memory.focused().into_iter().for_each(|id| memory.surrender_focus(id)));
    }
    let frame = Frame { inner_margin: Margin::same(20), ..popover_frame(&theme, cx) };
    let area: Area = Modal::default_area(dialog.id);
    let modal = Modal::new(dialog.id).area(area).frame(frame).backdrop_color(theme.scrim);
    let shown = modal.show(cx, |ui| {
        ui.set_width(dialog.width.min(ui.content_rect().width() - 2.0 * size::SPACE_XXL));
        words_ui(ui, &Words::sentence(dialog.title).font(semibold(size::TEXT_TITLE)));
        ui.add_space(size::SPACE_S);
        body_ui(ui, dialog.height, body);
        ui.add_space(size::SPACE_L);
        buttons_ui(ui, dialog)
    });
    if shown.should_close() && !(dialog.holds_work && shown.backdrop_response.clicked()) {
        return Some(DialogAnswer::Cancelled);
    }
    if shown.inner.is_some() {
        return shown.inner;
    }
    let enters = shown.is_top_modal
        && !shown.any_popup_open
        && !opened_now
        && dialog.can_confirm
        && !dialog.destroys
        && !focus_takes_enter(cx)
        // Shift+Enter begins a line in a field.
        && !cx.input(|input| input.modifiers.shift)
        && cx.input_mut(|input| input.consume_key(enter_modifiers(dialog), Key::Enter));
    enters.then_some(DialogAnswer::Confirmed)
}

/// The body. Where there is no room for it, it scrolls, with the bar in the margin, and the buttons stay in sight. It follows
/// the keyboard.
fn body_ui(ui: &mut Ui, height: Option<f32>, body: impl FnOnce(&mut Ui)) {
    let room = (ui.content_rect().height() - AROUND_BODY).max(60.0);
    let room = height.map_or(room, |height| room.min(height));
    let width = ui.available_width();
    let rect = Rect::from_min_size(ui.cursor().min, vec2(width + size::SPACE_M, room));
    let mut inside = ui.new_child(UiBuilder::new().max_rect(rect));
    let scroll = ScrollArea::vertical().id_salt("body").max_height(room).min_scrolled_height(room);
    scroll.auto_shrink([false, height.is_none()]).show(&mut inside, |ui| {
        ui.set_width(width);
        body(ui);
        follow_focus(ui);
    });
    ui.advance_cursor_after_rect(Rect::from_min_size(rect.min, vec2(width, inside.min_rect().height())));
}

/// Brings into sight what the keyboard has gone to since the last pass.
fn follow_focus(ui: &Ui) {
    let focused = ui.memory(|memory| memory.focused());
    let kept = ui.scope_id().with("focus");
    let last: Option<Option<Id>> = ui.data_mut(|data| data.get_temp(kept));
    ui.data_mut(|data| data.insert_temp(kept, focused));
    if let Some(id) = focused.filter(|_| Some(focused) != last)
        && let Some(response) = ui.ctx().read_response(id)
        && response.layer_id == ui.layer_id()
    {
        response.scroll_to_me(None);
    }
}

/// True when the dialog was not on the screen in the last pass. The Enter that opened it is not meant for it.
fn note_shown(cx: &Context, id: Id) -> bool {
    let now = cx.cumulative_pass_nr();
    let before: Option<u64> = cx.data_mut(|data| {
        let before = data.get_temp(id);
        data.insert_temp(id, now);
        before
    });
    before.is_none_or(|before| before + 1 < now)
}

/// Whether the focus is on a button or a box, whose own key Enter is. Text fields have given it up by now.
fn focus_takes_enter(cx: &Context) -> bool {
    let focused = cx.memory(|memory| memory.focused());
    focused.is_some_and(|id| TextEdit::load_state(cx, id).is_none())
}

fn enter_modifiers(dialog: &Dialog<'_>) -> Modifiers {
    if dialog.has_lines { Modifiers::COMMAND } else { Modifiers::NONE }
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
            if !dialog.cancel.is_empty() && button_ui(ui, &cancel).clicked() {
                answer = Some(DialogAnswer::Cancelled);
            }
            if let Some(doing) = &dialog.doing {
                doing_ui(ui, doing);
            }
        });
    });
    answer
}

fn doing_ui(ui: &mut Ui, doing: &ProgressRow<'_>) {
    let left = ui.available_rect_before_wrap();
    let place = left.left_center() - vec2(0.0, HEIGHT / 2.0);
    let room = Rect::from_min_size(place, vec2(left.width() - size::SPACE_M, HEIGHT));
    let room = UiBuilder::new().max_rect(room).layout(Layout::top_down(Align::Min));
    progress_row_ui(&mut ui.new_child(room), doing);
}
