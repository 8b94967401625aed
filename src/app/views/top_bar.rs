//! The bar at the top: the project, the places, the way to every command, who is labeling.

use super::ViewCx;
use crate::app::action::Actions;
use crate::app::desk::Room;
use crate::app::theme::{icons, regular, semibold, size};
use crate::app::verb::Verb;
use crate::app::widgets::{
    Button, ButtonKind, IconButton, Laid, MenuItem, button_ui, icon_button_ui, menu_item_ui, on_hover_words,
    paint_focus_ring, paint_icon, paint_words, with_tooltip,
};
use crate::model::LayerKind;
use egui::{Align, Align2, Layout, Popup, Sense, Ui, WidgetInfo, accesskit::Role, vec2};

/// The places with their verbs.
const ROOMS: [(Room, &str, Verb); 5] = [
    (Room::Label, "Label", Verb::GoLabel),
    (Room::Review, "Review", Verb::GoReview),
    (Room::Search, "Search", Verb::GoSearch),
    (Room::Statistics, "Statistics", Verb::GoStatistics),
    (Room::Codebook, "Codebook", Verb::GoCodebook),
];

/// Below this width the places stand closer, in points.
const CLOSE: f32 = 900.0;
/// Below this width the panels are folded and steps taken back by key alone, and who is labeling is an icon.
const CRAMPED: f32 = 790.0;
/// What the place of relations takes, with what stands at the right, in points.
const RELATIONS: f32 = 220.0;

/// Draws the bar.
pub fn top_bar_ui(ui: &mut Ui, cx: &ViewCx<'_>, actions: &mut Actions) {
    let has_relations = cx.desk.workspace.project().codebook.first_layer(LayerKind::Relation).is_some();
    let is_cramped = ui.available_width() < if has_relations { CRAMPED + RELATIONS } else { CRAMPED };
    ui.horizontal_centered(|ui| {
        project_ui(ui, cx, is_cramped, actions);
        ui.add_space(size::SPACE_M);
        for (room, name, verb) in ROOMS {
            room_ui(ui, cx, room, name, verb, actions);
        }
        if has_relations || cx.desk.room == Room::Relations {
            room_ui(ui, cx, Room::Relations, "Relations", Verb::GoRelations, actions);
        }
        if cx.desk.room == Room::History {
            room_ui(ui, cx, Room::History, "History", Verb::History, actions);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            annotator_ui(ui, cx, is_cramped, actions);
            if !is_cramped {
                verb_icon(ui, cx, Verb::FoldRight, icons::SIDEBAR, true, actions);
                verb_icon(ui, cx, Verb::FoldLeft, icons::SIDEBAR, false, actions);
            }
            if !is_cramped {
                verb_icon(ui, cx, Verb::Redo, icons::REDO, false, actions);
                verb_icon(ui, cx, Verb::Undo, icons::UNDO, false, actions);
            }
            commands_button_ui(ui, cx, actions);
        });
    });
}

/// The way to every command, as long as there is room.
fn commands_button_ui(ui: &mut Ui, cx: &ViewCx<'_>, actions: &mut Actions) {
    let key = cx.cap(Verb::Commands);
    let (icon, key, room) = (icons::SEARCH, key.as_deref(), ui.available_width());
    let label = if room < 200.0 { "Find" } else { "Find or do anything" };
    let response = if room < 78.0 {
        icon_button_ui(ui, &IconButton { icon, label, key, ..IconButton::default() })
    } else {
        button_ui(ui, &Button { label, icon: Some(icon), key, kind: ButtonKind::Plain })
    };
    if response.clicked() {
        actions.verb(Verb::Commands);
    }
}

/// How long the project's name may be, in points.
const PROJECT: f32 = 240.0;
/// How much of the bar it may take, and how much where little is left for the rest.
const PROJECT_SHARE: (f32, f32) = (0.25, 0.12);
/// The size of the caret beside it.
const CARET: f32 = 12.0;

fn project_ui(ui: &mut Ui, cx: &ViewCx<'_>, is_cramped: bool, actions: &mut Actions) {
    let name = &cx.desk.workspace.project().name;
    let share = if is_cramped { PROJECT_SHARE.1 } else { PROJECT_SHARE.0 };
    let room = PROJECT.min(ui.available_width() * share);
    let words = Laid::line(ui, name, &semibold(size::TEXT), room);
    let place = vec2(words.size.x + size::SPACE_XS + CARET, size::CONTROL);
    let (rect, response) = ui.allocate_exact_size(place, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Project {name}")));
    let painter = ui.painter();
    let around = rect.expand2(vec2(size::SPACE_XS, 0.0));
    if response.hovered() {
        painter.rect_filled(around, size::RADIUS, cx.theme.hover);
    }
    paint_words(painter, Align2::LEFT_CENTER, rect.left_center(), &words, cx.theme.text);
    let caret = rect.right_center() - vec2(CARET / 2.0, 0.0);
    paint_icon(painter, caret, icons::CARET_DOWN, CARET, cx.theme.text_soft);
    paint_focus_ring(ui, &response, around, size::RADIUS);
    let response = if words.is_elided() { on_hover_words(response, name) } else { response };
    Popup::menu(&response).width(250.0).show(|ui| {
        let verbs = [
            Verb::OpenArticles,
            Verb::PasteArticle,
            Verb::NewProject,
            Verb::OpenProject,
            Verb::OpenExample,
            Verb::ImportCodebook,
            Verb::ExportCodebook,
            Verb::OthersShown,
            Verb::History,
            Verb::Backups,
            Verb::SaveCopy,
            Verb::SendWork,
            Verb::ReadingSettings,
            Verb::Tour,
            Verb::Keys,
            Verb::CloseProject,
            Verb::Quit,
        ];
        menu_ui(ui, cx, &verbs, actions);
    });
}

/// A menu of verbs with their keys.
pub fn menu_ui(ui: &mut Ui, cx: &ViewCx<'_>, verbs: &[Verb], actions: &mut Actions) {
    for verb in verbs {
        let key = cx.cap(*verb);
        let danger = matches!(verb, Verb::Purge | Verb::Delete);
        let item =
            MenuItem { icon: verb.icon(), label: verb.name(), key: key.as_deref(), danger, ..MenuItem::default() };
        if menu_item_ui(ui, &item).clicked() {
            actions.verb(*verb);
            ui.close();
        }
    }
}

fn room_ui(ui: &mut Ui, cx: &ViewCx<'_>, room: Room, name: &str, verb: Verb, actions: &mut Actions) {
    let is_here = cx.desk.room == room;
    let color = if is_here { cx.theme.text } else { cx.theme.text_soft };
    let font = if is_here { semibold(size::TEXT) } else { regular(size::TEXT) };
    let words = Laid::line(ui, name, &font, f32::INFINITY);
    let is_close = ui.ctx().content_rect().width() < CLOSE;
    let padding = if is_close { size::SPACE_S } else { size::SPACE_M };
    let (rect, response) = ui.allocate_exact_size(vec2(words.size.x + 2.0 * padding, size::CONTROL), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_here, name));
    let painter = ui.painter();
    if response.hovered() {
        painter.rect_filled(rect, size::RADIUS, cx.theme.hover);
    }
    paint_words(painter, Align2::CENTER_CENTER, rect.center(), &words, color);
    if is_here {
        let line = egui::Rect::from_min_max(
            rect.left_bottom() + vec2(padding, 6.0),
            rect.right_bottom() + vec2(-padding, 8.0),
        );
        painter.rect_filled(line, 1.0, cx.theme.accent);
    }
    paint_focus_ring(ui, &response, rect, size::RADIUS);
    let clicked = response.clicked();
    with_tooltip(response, verb.help(), cx.cap(verb).as_deref());
    if clicked {
        actions.verb(verb);
    }
}

fn verb_icon(ui: &mut Ui, cx: &ViewCx<'_>, verb: Verb, icon: &'static str, turned: bool, actions: &mut Actions) {
    let key = cx.cap(verb);
    let history = &cx.desk.workspace;
    let title = match verb {
        Verb::Undo => history.next_undo().map(|title| format!("Undo: {title}")),
        Verb::Redo => history.next_redo().map(|title| format!("Redo: {title}")),
        _ => Some(verb.name().to_owned()),
    };
    let label = title.clone().unwrap_or_else(|| verb.name().to_owned());
    let button = IconButton { icon, label: &label, key: key.as_deref(), turned, ..IconButton::default() };
    let clicked = ui.add_enabled_ui(title.is_some(), |ui| icon_button_ui(ui, &button).clicked()).inner;
    if clicked {
        actions.verb(verb);
    }
}

fn annotator_ui(ui: &mut Ui, cx: &ViewCx<'_>, is_cramped: bool, actions: &mut Actions) {
    let name = cx.desk.annotator_name();
    let label = name.unwrap_or("Who are you?");
    let kind = if name.is_some() { ButtonKind::Quiet } else { ButtonKind::Plain };
    let icon = icons::USER;
    let response = if is_cramped {
        icon_button_ui(ui, &IconButton { icon, label, ..IconButton::default() })
    } else {
        button_ui(ui, &Button { label, icon: Some(icon), key: None, kind })
    };
    if response.clicked() {
        actions.verb(Verb::Annotator);
    }
}
