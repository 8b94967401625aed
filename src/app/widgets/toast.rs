//! Short messages at the bottom of the window, with one action such as *Undo*.

use egui::accesskit::Role;
use egui::{
    Align, Align2, Area, Context, Frame, Id, Layout, Margin, Order, Sense, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::button::{Button, ButtonKind, button_ui};
use super::icon_button::{IconButton, icon_button_ui};
use super::paint::paint_icon;
use super::popover::popover_frame;
use super::words::{Laid, paint_words, spoken};
use crate::app::theme::{Theme, icons, regular, semibold, size};

/// How many are shown at once; older ones give way.
const N_SHOWN: usize = 4;
/// How long a message stays, beside the time to read it.
const BASE_SECS: f64 = 4.0;
const SECS_PER_CHAR: f64 = 0.05;

/// What a message is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ToastKind {
    /// Something was done.
    #[default]
    Info,
    /// Something wants a look.
    Warning,
    /// Something failed: it stays until it is closed.
    Error,
}

/// What a person can do about a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToastAction {
    /// What [`toasts_ui`] returns when it is taken.
    pub id: u64,
    /// A verb.
    pub label: String,
    /// Its key.
    pub key: Option<String>,
    /// Whether it does the same whatever is done meanwhile, unlike one that is about the last thing done.
    pub is_lasting: bool,
}

/// A message.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Toast {
    /// What it is about.
    pub kind: ToastKind,
    /// What happened, in one sentence without a full stop.
    pub message: String,
    /// What can be done about it.
    pub action: Option<ToastAction>,
}

/// The messages that are on the screen.
#[derive(Clone, Debug, Default)]
pub struct Toasts {
    shown: Vec<Shown>,
    n_pushed: u64,
}

#[derive(Clone, Debug)]
struct Shown {
    toast: Toast,
    /// What it is about, where only the newest message about that is shown.
    about: Option<&'static str>,
    serial: u64,
    /// When it goes, in egui's time; set when it is first drawn. Errors have none.
    until: Option<f64>,
}

impl Toasts {
    /// Shows a message. One that says the same as an earlier one takes its place.
    pub fn push(&mut self, toast: Toast) {
        self.show(None, toast);
    }

    /// Shows a message in place of the last one about the same.
    pub fn push_about(&mut self, about: &'static str, toast: Toast) {
        self.shown.retain(|shown| shown.about != Some(about));
        self.show(Some(about), toast);
    }

    fn show(&mut self, about: Option<&'static str>, toast: Toast) {
        // An older message whose action is about the last thing done would do something else now.
        let is_fleeting = |toast: &Toast| toast.action.as_ref().is_some_and(|action| !action.is_lasting);
        let outdates = is_fleeting(&toast);
        self.shown.retain(|shown| shown.toast.message != toast.message && !(outdates && is_fleeting(&shown.toast)));
        self.n_pushed += 1;
        self.shown.push(Shown { toast, about, serial: self.n_pushed, until: None });
        let too_many = self.shown.len().saturating_sub(N_SHOWN);
        self.shown.drain(..too_many);
    }

    /// Takes all messages away.
    pub fn clear(&mut self) {
        self.shown.clear();
    }

    /// Whether nothing is shown.
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }
}

/// Where the messages are shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ToastPlace {
    /// In the middle, above so many points from the lower edge.
    Bottom(f32),
    /// In the middle at the upper edge, where they cover no button of a dialog.
    Top,
}

/// Draws the messages; returns the action that was taken. While the pointer is on them, none goes.
pub fn toasts_ui(cx: &Context, toasts: &mut Toasts, place: ToastPlace) -> Option<u64> {
    if toasts.is_empty() {
        return None;
    }
    let now = cx.input(|input| input.time);
    let mut taken = None;
    let mut closed = Vec::new();
    let (align, offset) = match place {
        ToastPlace::Bottom(bottom) => (Align2::CENTER_BOTTOM, vec2(0.0, -bottom - size::SPACE_M)),
        ToastPlace::Top => (Align2::CENTER_TOP, vec2(0.0, size::SPACE_M)),
    };
    let area = Area::new(Id::unique("toasts")).order(Order::Tooltip).anchor(align, offset).show(cx, |ui| {
        ui.spacing_mut().item_spacing.y = size::SPACE_S;
        for shown in &toasts.shown {
            match ui.push_id(shown.serial, |ui| toast_ui(ui, &shown.toast)).inner {
                Some(Answer::Action(id)) => {
                    taken = Some(id);
                    closed.push(shown.serial);
                }
                Some(Answer::Close) => closed.push(shown.serial),
                None => {}
            }
        }
    });
    let held = area.response.contains_pointer();
    for shown in &mut toasts.shown {
        if shown.toast.kind != ToastKind::Error && (held || shown.until.is_none()) {
            let reading = SECS_PER_CHAR * shown.toast.message.chars().count() as f64;
            shown.until = Some(now + BASE_SECS + reading);
        }
    }
    toasts.shown.retain(|shown| shown.until.is_none_or(|until| now < until) && !closed.contains(&shown.serial));
    if let Some(next) = toasts.shown.iter().filter_map(|shown| shown.until).min_by(f64::total_cmp) {
        cx.request_repaint_after(std::time::Duration::from_secs_f64((next - now).max(0.05)));
    }
    taken
}

enum Answer {
    Action(u64),
    Close,
}

fn toast_ui(ui: &mut Ui, toast: &Toast) -> Option<Answer> {
    let theme = Theme::of(ui);
    let (icon, color) = match toast.kind {
        ToastKind::Info => (icons::CHECK_CIRCLE, theme.success),
        ToastKind::Warning => (icons::WARNING, theme.warning),
        ToastKind::Error => (icons::WARNING_CIRCLE, theme.danger),
    };
    let frame = Frame { inner_margin: Margin { left: 12, right: 6, top: 6, bottom: 6 }, ..popover_frame(&theme, ui) };
    let mut answer = None;
    let width = 440.0_f32.min(ui.content_rect().width() - 2.0 * size::SPACE_L);
    let action_width = toast.action.as_ref().map_or(0.0, |action| {
        Laid::line(ui, &action.label, &semibold(size::TEXT), f32::INFINITY).size.x + 2.0 * size::SPACE_S
    });
    let room = width - size::ICON - size::SPACE_S - action_width - size::CONTROL - size::SPACE_L;
    let message = Laid::lines(ui, &toast.message, &regular(size::TEXT), room);
    let height = (message.size.y + size::SPACE_S).max(size::CONTROL).round();
    frame.show(ui, |ui| {
        let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Status, true, spoken(&toast.message)));
        let middle = rect.center().y;
        let at = pos2(rect.left() + size::ICON / 2.0, middle);
        paint_icon(ui.painter(), at, icon, size::ICON, color);
        let at = pos2(rect.left() + size::ICON + size::SPACE_S, middle);
        paint_words(ui.painter(), Align2::LEFT_CENTER, at, &message, theme.text);
        let layout = Layout::right_to_left(Align::Center);
        ui.scope_builder(UiBuilder::new().max_rect(rect).layout(layout), |ui| {
            let close = IconButton { icon: icons::CLOSE, label: "Close message", ..IconButton::default() };
            if icon_button_ui(ui, &close).clicked() {
                answer = Some(Answer::Close);
            }
            if let Some(action) = &toast.action {
                let key = action.key.as_deref();
                let button = Button { label: &action.label, key, kind: ButtonKind::Quiet, icon: None };
                if button_ui(ui, &button).clicked() {
                    answer = Some(Answer::Action(action.id));
                }
            }
        });
    });
    answer
}
