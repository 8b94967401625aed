//! The tag palette beside the selection: the tags used last first, narrowed by typing.

use super::ViewCx;
use crate::app::action::{Action, Actions};
use crate::app::fuzzy;
use crate::app::theme::icons;
use crate::app::verb::Verb;
use crate::app::widgets::{
    MenuItem, Popover, SearchField, TagRow, isolated, menu_item_ui, popover_ui, search_field_ui, tag_row_ui,
    typed_preview_ui,
};
use crate::model::{Codebook, LayerKind, Tag, TagId};
use egui::{Id, Key, LayerId, Modifiers, Rect, ScrollArea, Ui};

/// The palette while it is open.
#[derive(Clone, Debug, Default)]
pub struct TagPalette {
    /// What is typed.
    pub filter: String,
    /// Which of the rows Enter takes.
    pub chosen: usize,
    /// Whether the keyboard is in the field; until then tag keys work.
    pub typing: bool,
    /// Not drawn yet: the Enter that opened it is not meant for it.
    pub is_new: bool,
    /// Adds to the range instead of retagging the focused span.
    pub beside: bool,
}

/// How wide the palette is, in points.
const WIDTH: f32 = 264.0;
/// How high its list may become, in points.
const LIST: f32 = 252.0;

/// The tags in the order of the palette: those used last, then the rest as the codebook has them; narrowed by name,
/// short name, path and aliases.
pub fn palette_tags<'a>(codebook: &'a Codebook, recent: &[TagId], typed: &str) -> Vec<&'a Tag> {
    let used = recent.iter().filter_map(|id| codebook.tag(id));
    let rest = codebook.tree().into_iter().map(|(tag, _)| tag).filter(|tag| !recent.contains(&tag.id));
    let of_spans = used.chain(rest).filter(|tag| codebook.kind_of(tag) == LayerKind::Span);
    let all: Vec<(&Tag, String)> = of_spans.map(|tag| (tag, codebook.path(&tag.id))).collect();
    let found = fuzzy::found(typed, all.iter(), |(tag, path)| {
        let aliases = tag.aliases.iter().map(String::as_str);
        [tag.name.as_str(), path.as_str()].into_iter().chain(tag.short.as_deref()).chain(aliases).collect()
    });
    found.into_iter().map(|(tag, _)| *tag).collect()
}

/// Draws the palette beside a place on the page. True when something else was clicked.
pub fn tag_palette_ui(
    ui: &Ui,
    cx: &ViewCx<'_>,
    palette: &mut TagPalette,
    beside: Rect,
    layer: LayerId,
    actions: &mut Actions,
) -> bool {
    let codebook = &cx.desk.workspace.project().codebook;
    let tags = palette_tags(codebook, &cx.desk.recent, &palette.filter);
    palette.chosen = palette.chosen.min(tags.len().saturating_sub(1));
    let popover = Popover { id: Id::unique("tag palette"), label: "Tag palette", beside, layer, width: WIDTH };
    let shown = popover_ui(ui.ctx(), &popover, |ui| {
        let key = cx.cap(Verb::TagPalette);
        let field = SearchField {
            label: "Tag",
            hint: "Find a tag",
            key: key.as_deref().filter(|_| !palette.typing),
            icon: Some(icons::TAG),
        };
        read_keys(ui, palette, tags.len());
        let response = search_field_ui(ui, &field, &mut palette.filter);
        if palette.typing && !response.has_focus() && !response.lost_focus() {
            response.request_focus();
        }
        if response.gained_focus() {
            palette.typing = true;
        }
        if response.changed() {
            palette.chosen = 0;
        }
        typed_preview_ui(ui, &palette.filter);
        ScrollArea::vertical().max_height(LIST).auto_shrink([false, true]).show(ui, |ui| {
            for (n, tag) in tags.iter().enumerate() {
                row_ui(ui, cx, palette, tag, n == palette.chosen, actions);
            }
        });
        new_tag_ui(ui, palette, tags.is_empty(), actions);
        let is_new = std::mem::take(&mut palette.is_new);
        let pressed = palette.typing && !is_new && ui.input(|input| input.key_pressed(Key::Enter));
        if pressed && let Some(tag) = tags.get(palette.chosen) {
            actions.push(Action::ApplyTag { tag: tag.id.clone(), beside: palette.beside });
        } else if pressed && !palette.filter.trim().is_empty() {
            actions.push(Action::ApplyNewTag(palette.filter.trim().to_owned()));
        }
    });
    shown.is_some_and(|shown| shown.dismissed)
}

fn row_ui(ui: &mut Ui, cx: &ViewCx<'_>, palette: &TagPalette, tag: &Tag, chosen: bool, actions: &mut Actions) {
    let key = tag.key.map(|key| key.to_string());
    let row = TagRow {
        key: key.as_deref(),
        selected: chosen,
        compact: true,
        guide: &tag.guide,
        ..TagRow::new(&tag.name, cx.colors(tag))
    };
    let response = tag_row_ui(ui, &row);
    if chosen && palette.typing {
        response.scroll_to_me(None);
    }
    if response.clicked() {
        actions.push(Action::ApplyTag { tag: tag.id.clone(), beside: palette.beside });
    }
}

/// The last row: a tag that is not there yet, named by what is typed.
fn new_tag_ui(ui: &mut Ui, palette: &TagPalette, nothing_found: bool, actions: &mut Actions) {
    let name = palette.filter.trim();
    if name.is_empty() {
        return;
    }
    let label = format!("New tag “{}”", isolated(name));
    let item = MenuItem { icon: icons::PLUS, label: &label, current: nothing_found, ..MenuItem::default() };
    if menu_item_ui(ui, &item).clicked() {
        actions.push(Action::ApplyNewTag(name.to_owned()));
    }
}

fn read_keys(ui: &Ui, palette: &mut TagPalette, n_rows: usize) {
    if !palette.typing {
        return;
    }
    let last = n_rows.saturating_sub(1);
    ui.input_mut(|input| {
        if input.consume_key(Modifiers::NONE, Key::ArrowDown) {
            palette.chosen = (palette.chosen + 1).min(last);
        }
        if input.consume_key(Modifiers::NONE, Key::ArrowUp) {
            palette.chosen = palette.chosen.saturating_sub(1);
        }
    });
}
