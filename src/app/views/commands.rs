//! The command palette: every command by its name, with its key; and articles and tags by theirs.

use super::ViewCx;
use crate::app::action::{Action, Actions};
use crate::app::fuzzy;
use crate::app::keys::Keymap;
use crate::app::overlay::Finder;
use crate::app::theme::{Theme, icons, size};
use crate::app::verb::{Group, Verb};
use crate::app::widgets::{MenuItem, SearchField, menu_item_ui, popover_frame, search_field_ui, typed_preview_ui};
use crate::model::DocumentId;
use egui::{Align2, Area, Context, Id, Key, Modifiers, Order, ScrollArea, Ui, vec2};

/// One entry of the palette.
#[derive(Clone)]
enum Entry {
    Verb(Verb),
    Article(DocumentId, String),
}

/// How wide the palette is, in points.
const WIDTH: f32 = 560.0;
/// How many articles it offers at the most.
const ARTICLES: usize = 8;

/// Draws the palette; `desk` is there when a project is open.
pub fn commands_ui(
    ui: &Context,
    keymap: &Keymap,
    desk: Option<&ViewCx<'_>>,
    finder: &mut Finder,
    actions: &mut Actions,
) {
    let theme = Theme::of(ui);
    let entries = entries(desk, &finder.text);
    finder.chosen = finder.chosen.min(entries.len().saturating_sub(1));
    let area = Area::new(Id::unique("commands")).order(Order::Foreground).anchor(Align2::CENTER_TOP, vec2(0.0, 56.0));
    let shown = area.show(ui, |ui| {
        popover_frame(&theme, ui.ctx()).show(ui, |ui| {
            ui.set_width(WIDTH.min(ui.ctx().content_rect().width() - 2.0 * size::SPACE_XL));
            let moved = read_keys(ui, finder, entries.len());
            let field = SearchField { label: "Command", hint: "Find or do anything", key: None, icon: None };
            let response = search_field_ui(ui, &field, &mut finder.text);
            if !response.has_focus() && !response.lost_focus() {
                response.request_focus();
            }
            if response.changed() {
                finder.chosen = 0;
            }
            typed_preview_ui(ui, &finder.text);
            list_ui(ui, keymap, &entries, finder.chosen, moved, actions);
            if ui.input(|input| input.key_pressed(Key::Enter))
                && let Some(entry) = entries.get(finder.chosen)
            {
                take(entry, actions);
            }
        });
    });
    if shown.response.clicked_elsewhere() {
        actions.push(Action::CloseOverlay);
    }
}

fn entries(desk: Option<&ViewCx<'_>>, typed: &str) -> Vec<Entry> {
    let works = |verb: &Verb| *verb != Verb::Commands && (desk.is_some() || works_without_project(*verb));
    let mut verbs: Vec<Verb> = Verb::ALL.iter().copied().filter(works).filter(|verb| !is_step(*verb)).collect();
    verbs = fuzzy::found(typed, verbs, |verb| vec![verb.name(), verb.group().name()]);
    let mut entries: Vec<Entry> = verbs.into_iter().map(Entry::Verb).collect();
    if let Some(cx) = desk.filter(|_| typed.trim().len() > 1) {
        let documents = cx.desk.workspace.project().documents.values();
        let folded = typed.trim().to_lowercase();
        let named = documents.filter(|document| document.title.to_lowercase().contains(&folded));
        entries
            .extend(named.take(ARTICLES).map(|document| Entry::Article(document.id.clone(), document.title.clone())));
    }
    entries
}

/// Whether a verb is a mere step of the caret, which nobody looks for by name.
fn is_step(verb: Verb) -> bool {
    verb.group() == Group::Caret && !matches!(verb, Verb::SelectAll | Verb::SelectSentence | Verb::Copy)
        || verb == Verb::Confirm
}

/// Whether a verb means something without an open project.
pub fn works_without_project(verb: Verb) -> bool {
    match verb.group() {
        Group::Project => matches!(
            verb,
            Verb::NewProject
                | Verb::OpenProject
                | Verb::OpenArticles
                | Verb::OpenExample
                | Verb::PasteArticle
                | Verb::Backups
        ),
        Group::Window => matches!(
            verb,
            Verb::Commands
                | Verb::Keys
                | Verb::ThemeSystem
                | Verb::ThemeLight
                | Verb::ThemeDark
                | Verb::LessMotion
                | Verb::Quit
        ),
        _ => verb == Verb::Back,
    }
}

fn list_ui(ui: &mut Ui, keymap: &Keymap, entries: &[Entry], chosen: usize, moved: bool, actions: &mut Actions) {
    ScrollArea::vertical().max_height(360.0).auto_shrink([false, true]).show(ui, |ui| {
        for (n, entry) in entries.iter().enumerate() {
            let (icon, label, key) = match entry {
                Entry::Verb(verb) => (verb.icon(), verb.name(), keymap.cap(*verb)),
                Entry::Article(_, title) => (icons::FILE_TEXT, title.as_str(), None),
            };
            let item = MenuItem { icon, label, key: key.as_deref(), current: n == chosen, ..MenuItem::default() };
            let response = menu_item_ui(ui, &item);
            if n == chosen && moved {
                response.scroll_to_me(None);
            }
            if response.clicked() {
                take(entry, actions);
            }
        }
        if entries.is_empty() {
            ui.label("No command or article has these letters");
        }
    });
}

fn take(entry: &Entry, actions: &mut Actions) {
    actions.push(Action::CloseOverlay);
    match entry {
        Entry::Verb(verb) => actions.verb(*verb),
        Entry::Article(id, _) => actions.push(Action::Open(id.clone())),
    }
}

fn read_keys(ui: &Ui, finder: &mut Finder, n_rows: usize) -> bool {
    let before = finder.chosen;
    ui.input_mut(|input| {
        if input.consume_key(Modifiers::NONE, Key::ArrowDown) {
            finder.chosen = (finder.chosen + 1).min(n_rows.saturating_sub(1));
        }
        if input.consume_key(Modifiers::NONE, Key::ArrowUp) {
            finder.chosen = finder.chosen.saturating_sub(1);
        }
    });
    before != finder.chosen
}
