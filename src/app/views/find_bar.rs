//! The bar above the article that finds words in it.

use super::{ViewCx, thousands};
use crate::app::action::Actions;
use crate::app::find::FindState;
use crate::app::preferences::Finding;
use crate::app::theme::{icons, regular, size};
use crate::app::verb::Verb;
use crate::app::widgets::{
    IconButton, SearchField, ToggleButton, Words, icon_button_ui, paint_icon, popover_frame, search_field_ui, soft_ui,
    toggle_button_ui, typed_preview_ui, words_ui,
};
use crate::text::Text;
use egui::text::{CCursor, CCursorRange};
use egui::text_edit::TextEditState;
use egui::{Area, Id, Key, Modifiers, Order, Pos2, Rect, Response, Sense, Ui, Vec2, vec2};

/// Draws the bar, and looks for what is typed in it.
pub fn find_bar_ui(
    ui: &mut Ui,
    cx: &ViewCx<'_>,
    find: &mut FindState,
    text: &Text,
    how: Finding,
    actions: &mut Actions,
) {
    let mut field = Rect::NOTHING;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = size::SPACE_XS;
        ui.allocate_ui(vec2((ui.available_width() - 300.0).clamp(120.0, 360.0), size::CONTROL), |ui| {
            let response = field_ui(ui, find, how, actions);
            field = response.rect;
        });
        for (verb, letters, on) in [
            (Verb::FindCase, "Aa", how.match_case),
            (Verb::FindWholeWord, "|ab|", how.whole_word),
            (Verb::FindRegex, ".*", how.regex),
        ] {
            let key = cx.cap(verb);
            let button = ToggleButton { letters, label: verb.name(), key: key.as_deref(), on };
            if toggle_button_ui(ui, &button).clicked() {
                actions.verb(verb);
            }
        }
        let wake = ui.ctx().clone();
        find.look(text, how.pattern(&find.text), cx.desk.page.selection, move || wake.request_repaint());
        for (verb, icon) in [(Verb::FindPrevious, icons::CARET_UP), (Verb::FindNext, icons::CARET_DOWN)] {
            let key = cx.cap(verb);
            let button = IconButton { icon, label: verb.name(), key: key.as_deref(), ..IconButton::default() };
            if icon_button_ui(ui, &button).clicked() {
                actions.verb(verb);
            }
        }
        soft_ui(ui, &count(find));
        let close =
            IconButton { icon: icons::CLOSE, label: "Close the search", key: Some("Esc"), ..IconButton::default() };
        if icon_button_ui(ui, &close).clicked() {
            actions.verb(Verb::Back);
        }
    });
    ui.scope(|ui| {
        ui.set_max_width(field.right() - ui.max_rect().left());
        typed_preview_ui(ui, &find.text);
    });
    if let Some((message, is_wrong)) = advice(cx, find, how) {
        advice_ui(ui, cx, field.left_bottom(), &message, is_wrong);
    }
}

fn field_ui(ui: &mut Ui, find: &mut FindState, how: Finding, actions: &mut Actions) -> Response {
    let hint = if how.regex { r"An expression, such as cease-?fires?" } else { "Words to find" };
    let field = SearchField { label: "Find in the article", hint, key: None, icon: None };
    let response = search_field_ui(ui, &field, &mut find.text);
    if std::mem::take(&mut find.wants_focus) {
        response.request_focus();
        select_all(ui, response.id, &find.text);
    }
    find.wants_view |= response.changed();
    if response.has_focus() || response.lost_focus() {
        let (next, previous) = ui.input_mut(|input| {
            let previous = input.consume_key(Modifiers::SHIFT, Key::Enter);
            (input.consume_key(Modifiers::NONE, Key::Enter), previous)
        });
        if next || previous {
            actions.verb(if next { Verb::FindNext } else { Verb::FindPrevious });
            response.request_focus();
        }
    }
    response
}

/// Selects all that is in a text field, so that typing replaces it.
fn select_all(ui: &Ui, field: Id, text: &str) {
    let mut state = TextEditState::load(ui, field).unwrap_or_default();
    let all = CCursorRange::two(CCursor::new(0), CCursor::new(text.chars().count()));
    state.cursor.set_char_range(Some(all));
    state.store(ui, field);
}

/// Which hit of how many.
fn count(find: &FindState) -> String {
    let n = thousands(find.hits().len());
    match find.current() {
        _ if find.text.is_empty() || find.mistake().is_some() => String::new(),
        _ if find.hits().is_empty() && find.is_whole() => "Nothing found".to_owned(),
        Some(current) if find.is_whole() => format!("{} of {n}", thousands(current + 1)),
        _ => format!("{n} so far…"),
    }
}

/// What a person can do when nothing is found, and whether it is because of a mistake.
fn advice(cx: &ViewCx<'_>, find: &FindState, how: Finding) -> Option<(String, bool)> {
    if let Some(mistake) = find.mistake() {
        return Some((format!("{}. {}", super::capitalized(&mistake.to_string()), mistake.hint()), true));
    }
    if find.text.is_empty() || !find.hits().is_empty() || !find.is_whole() {
        return None;
    }
    let narrow =
        [(how.match_case, Verb::FindCase), (how.whole_word, Verb::FindWholeWord), (how.regex, Verb::FindRegex)];
    let off: Vec<String> = narrow.iter().filter(|(on, _)| *on).map(|(_, verb)| named(cx, *verb)).collect();
    (!off.is_empty()).then(|| (format!("To find more, turn off {}", off.join(" or ")), false))
}

fn named(cx: &ViewCx<'_>, verb: Verb) -> String {
    let key = cx.cap(verb).map(|key| format!(" ({key})")).unwrap_or_default();
    format!("“{}”{key}", verb.name())
}

/// Over the page, so that it does not move while an expression is being typed.
fn advice_ui(ui: &Ui, cx: &ViewCx<'_>, at: Pos2, message: &str, is_wrong: bool) {
    let area = Area::new(Id::unique("find advice")).order(Order::Middle).fixed_pos(at + vec2(0.0, size::SPACE_S));
    area.interactable(false).show(ui, |ui| {
        popover_frame(cx.theme, ui).show(ui, |ui| {
            ui.set_max_width(440.0);
            ui.horizontal(|ui| {
                let color = if is_wrong { cx.theme.danger } else { cx.theme.text_soft };
                let glyph = if is_wrong { icons::WARNING_CIRCLE } else { icons::INFO };
                let (place, _) = ui.allocate_exact_size(Vec2::splat(size::ICON), Sense::hover());
                paint_icon(ui.painter(), place.center(), glyph, size::ICON, color);
                words_ui(ui, &Words::sentence(message).font(regular(size::TEXT_SECONDARY)));
            });
        });
    });
}
