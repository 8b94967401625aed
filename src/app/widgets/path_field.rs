//! A field for a path, with completion. What exists on the disk is told by a closure: widgets never look for themselves.

use egui::accesskit::Role;
use egui::{
    Align2, EventFilter, Id, Key, Modifiers, Popup, PopupCloseBehavior, Rect, RectAlign, Response, Sense, TextEdit, Ui,
    WidgetInfo, pos2,
};

use super::paint::{paint_icon, paint_wash, row_size};
use super::popover::{keep_above, popover_frame};
use super::words::{Laid, paint_words};
use crate::app::theme::{Theme, icons, regular, size};

/// How many completions are shown at once.
const N_SHOWN: usize = 8;

/// What a path field shows.
#[derive(Clone, Copy, Debug)]
pub struct PathField<'a> {
    /// Its identity.
    pub id: Id,
    /// Its name for screen readers.
    pub label: &'a str,
    /// What stands in it while it is empty.
    pub hint: &'a str,
}

/// What came of a path field in this frame.
#[derive(Debug)]
pub struct PathFieldResponse {
    /// The text field's.
    pub response: Response,
    /// Enter was pressed and no completion was marked: the path is meant as it stands.
    pub submitted: bool,
}

/// Which completion is marked, kept by egui while the field has the focus.
#[derive(Clone, Copy, Debug, Default)]
struct Marked(Option<usize>);

/// Draws the field over the whole width.
///
/// `complete` gets the text and returns whole paths that begin like it; folders end in the separator. Up and Down
/// mark one, Tab takes the marked or the first, Enter takes the marked.
pub fn path_field_ui(
    ui: &mut Ui,
    field: &PathField<'_>,
    text: &mut String,
    complete: &dyn Fn(&str) -> Vec<String>,
) -> PathFieldResponse {
    let had_focus = ui.memory(|memory| memory.has_focus(field.id));
    let paths = if had_focus { shown_completions(text, complete) } else { Vec::new() };
    let mut marked: Marked = ui.data(|data| data.get_temp(field.id)).unwrap_or_default();
    marked.0 = marked.0.filter(|index| *index < paths.len());
    let keys = if had_focus { read_keys(ui, &paths, &mut marked) } else { Keys::default() };

    // Tab belongs to the field while there is something to complete, and moves on otherwise.
    let filter = EventFilter { tab: !paths.is_empty(), horizontal_arrows: true, vertical_arrows: true, escape: false };
    let edit = TextEdit::singleline(text)
        .id(field.id)
        .hint_text(field.hint)
        .event_filter(filter)
        .desired_width(f32::INFINITY)
        .align(Align2::LEFT_CENTER);
    let mut response = ui.add(edit).accessible_name(field.label);

    // A click on a completion takes the focus away first: the list stays for the frame in which it counts.
    let clicked = if (had_focus || response.has_focus()) && !paths.is_empty() {
        completions_ui(ui, field, &response, &paths, marked)
    } else {
        None
    };
    let taken = clicked.or(keys.taken).and_then(|index| paths.get(index));
    if let Some(path) = taken {
        text.clone_from(path);
        marked.0 = None;
        response.mark_changed();
        response.request_focus();
        move_caret_to_end(ui, field.id, text);
    } else if response.changed() {
        marked.0 = None;
    }
    ui.data_mut(|data| data.insert_temp(field.id, marked));
    PathFieldResponse { response, submitted: keys.entered && taken.is_none() }
}

#[derive(Clone, Copy, Debug, Default)]
struct Keys {
    taken: Option<usize>,
    entered: bool,
}

fn read_keys(ui: &Ui, paths: &[String], marked: &mut Marked) -> Keys {
    ui.input_mut(|input| {
        let mut keys = Keys::default();
        if !paths.is_empty() {
            let last = paths.len() - 1;
            if input.consume_key(Modifiers::NONE, Key::ArrowDown) {
                marked.0 = Some(marked.0.map_or(0, |index| (index + 1).min(last)));
            }
            if input.consume_key(Modifiers::NONE, Key::ArrowUp) {
                marked.0 = marked.0.and_then(|index| index.checked_sub(1));
            }
            if input.consume_key(Modifiers::NONE, Key::Tab) {
                keys.taken = Some(marked.0.unwrap_or(0));
            }
        }
        if input.consume_key(Modifiers::NONE, Key::Enter) {
            keys.entered = true;
            keys.taken = keys.taken.or(marked.0);
        }
        keys
    })
}

fn shown_completions(text: &str, complete: &dyn Fn(&str) -> Vec<String>) -> Vec<String> {
    let mut paths = complete(text);
    paths.retain(|path| path != text);
    paths.truncate(N_SHOWN);
    paths
}

fn completions_ui(
    ui: &Ui,
    field: &PathField<'_>,
    response: &Response,
    paths: &[String],
    marked: Marked,
) -> Option<usize> {
    let theme = Theme::of(ui);
    let popup = Popup::new(field.id.with("completions"), ui.ctx().clone(), response.rect, ui.layer_id())
        .accessible_name(format!("Completions for {}", field.label))
        .align(RectAlign::BOTTOM_START)
        .gap(size::SPACE_XS)
        .frame(popover_frame(&theme, ui))
        .close_behavior(PopupCloseBehavior::IgnoreClicks)
        .width(response.rect.width());
    let shown = popup.show(|ui| {
        ui.set_width(response.rect.width() - 14.0);
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut taken = None;
        for (index, path) in paths.iter().enumerate() {
            if completion_ui(ui, path, marked.0 == Some(index)).clicked() {
                taken = Some(index);
            }
        }
        taken
    });
    let shown = shown?;
    keep_above(ui, &shown.response);
    shown.inner
}

/// One completion. It cannot take the focus, which stays with the field; a long path is cut at its start.
fn completion_ui(ui: &mut Ui, path: &str, marked: bool) -> Response {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(row_size(ui, size::ROW_COMPACT), Sense::CLICK);
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, marked, path));
    if marked {
        ui.painter().rect_filled(rect, size::RADIUS, theme.accent_soft);
    }
    paint_wash(ui, &response, rect, size::RADIUS);
    let folder = path.ends_with(['/', '\\']);
    let icon = if folder { icons::FOLDER } else { icons::FILE_TEXT };
    paint_icon(ui.painter(), pos2(rect.left() + 14.0, rect.center().y), icon, 14.0, theme.text_soft);
    let room = Rect::from_min_max(pos2(rect.left() + 26.0, rect.top()), rect.max);
    let path = Laid::line(ui, path, &regular(size::TEXT), f32::INFINITY);
    let (anchor, at) = if path.size.x > room.width() {
        (Align2::RIGHT_CENTER, room.right_center())
    } else {
        (Align2::LEFT_CENTER, room.left_center())
    };
    paint_words(&ui.painter().with_clip_rect(room), anchor, at, &path, theme.text);
    response
}

fn move_caret_to_end(ui: &Ui, id: Id, text: &str) {
    use egui::text::{CCursor, CCursorRange};
    if let Some(mut state) = TextEdit::load_state(ui, id) {
        let end = CCursor::new(text.chars().count());
        state.cursor.set_char_range(Some(CCursorRange::one(end)));
        TextEdit::store_state(ui, id, state);
    }
}
