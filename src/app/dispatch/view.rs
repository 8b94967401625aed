//! What the window shows: places, panels, colors, overlays.

use super::finding::selected_words;
use crate::app::desk::Room;
use crate::app::figures::Extent;
use crate::app::overlay::{Finder, Overlay};
use crate::app::panes::is_narrow;
use crate::app::preferences::{Colors, Reading};
use crate::app::theme::set_motion;
use crate::app::verb::Verb;
use crate::app::views::frame_figures::FrameFigures;
use crate::app::window::{Session, Window};
use crate::query::{DocumentFilter, in_quotes, quoted};
use egui::{Context, ThemePreference, ViewportCommand};

impl Window {
    pub(super) fn window_verb(&mut self, cx: &Context, verb: Verb) {
        match verb {
            Verb::Commands => self.toggle_over(Overlay::Commands(Finder::default())),
            Verb::Keys => self.toggle_over(Overlay::Keys { filter: String::new(), waiting: None, refused: None }),
            Verb::Tour => self.overlay = Some(Overlay::Tour(0)),
            Verb::GoLabel => self.go(Room::Label),
            Verb::GoReview => self.go(Room::Review),
            Verb::GoSearch => self.go_search(),
            Verb::GoStatistics => self.go(Room::Statistics),
            Verb::GoCodebook => self.go(Room::Codebook),
            Verb::GoRelations => self.go(Room::Relations),
            Verb::FoldLeft => self.preferences.left_folded = !self.preferences.left_folded,
            Verb::FoldRight if is_narrow(cx) => self.right_over = !self.right_over,
            Verb::FoldRight => self.preferences.right_folded = !self.preferences.right_folded,
            Verb::FoldGuidance => self.fold_guidance(),
            Verb::ShowAllTags => self.show_all_tags(),
            Verb::FocusMode => self.focus_mode = !self.focus_mode,
            Verb::NextPane => self.pane_wanted = Some(true),
            Verb::PreviousPane => self.pane_wanted = Some(false),
            Verb::ReadingSettings => self.toggle(Overlay::Reading),
            Verb::CycleNumbers => {
                let numbers = &mut self.preferences.reading.numbers;
                *numbers = numbers.next();
            }
            Verb::FrameFigures => {
                self.figures = if self.figures.is_some() { None } else { Some(FrameFigures::default()) };
            }
            Verb::LargerText => self.resize_text(1.0),
            Verb::SmallerText => self.resize_text(-1.0),
            Verb::ThemeSystem => self.paint_in(cx, Colors::System),
            Verb::ThemeLight => self.paint_in(cx, Colors::Light),
            Verb::ThemeDark => self.paint_in(cx, Colors::Dark),
            Verb::LessMotion => {
                self.preferences.less_motion = !self.preferences.less_motion;
                set_motion(cx, !self.preferences.less_motion);
            }
            Verb::Quit => cx.send_viewport_cmd(ViewportCommand::Close),
            _ => {}
        }
    }

    /// Goes to the search, with the selected words as what is looked for.
    fn go_search(&mut self) {
        if let Session::Open(desk) = &mut self.session {
            if let Some(words) = selected_words(desk).filter(|_| desk.room.has_article()) {
                desk.search.query.text = in_quotes(&words);
            }
            desk.search.query.wants_focus = true;
        }
        self.go(Room::Search);
    }

    /// Goes to the search with a query.
    pub(super) fn search_for(&mut self, query: String, extent: Extent) {
        if let Session::Open(desk) = &mut self.session {
            desk.search.query.text = match (extent, &desk.page.document) {
                (Extent::Document, Some(document)) => format!("{query} where id={}", quoted(document.as_str())),
                _ => query,
            };
            desk.search.is_everywhere = extent != Extent::Filter;
            desk.search.chosen = 0;
            desk.search.ticked.clear();
        }
        self.go(Room::Search);
    }

    /// Narrows the list, and all that follows it, by a query.
    pub(super) fn filter_by(&mut self, query: String) {
        if let Session::Open(desk) = &mut self.session {
            desk.filtering.query.text = query;
        }
    }

    /// Lets everything through again.
    pub(super) fn show_all(&mut self) {
        if let Session::Open(desk) = &mut self.session {
            desk.filtering.query.text.clear();
            desk.list.filter = DocumentFilter::default();
        }
    }

    /// Opens an overlay, or closes it when it is open already.
    pub(super) fn toggle(&mut self, overlay: Overlay) {
        let is_open =
            self.overlay.as_ref().is_some_and(|open| std::mem::discriminant(open) == std::mem::discriminant(&overlay));
        self.overlay = Some(overlay).filter(|_| !is_open);
    }

    /// The same for what can be opened over a dialog, which comes back behind it.
    fn toggle_over(&mut self, overlay: Overlay) {
        let below = self.overlay.take_if(|open| open.holds_work());
        self.behind = below.or(self.behind.take());
        self.toggle(overlay);
        if self.overlay.is_none() {
            self.come_back();
        }
    }

    /// Shows the dialog again that something was opened over.
    pub(super) fn come_back(&mut self) {
        self.overlay = self.behind.take().map(Overlay::asked_anew);
    }

    pub(super) fn go(&mut self, room: Room) {
        if let Session::Open(desk) = &mut self.session {
            if desk.room.has_article() && room != desk.room {
                // What is focused stands in sets that are shown here alone.
                desk.let_go();
            }
            desk.room = room;
            desk.page.palette = None;
        }
    }

    fn resize_text(&mut self, by: f32) {
        let size = &mut self.preferences.reading.size;
        *size = (*size + by).clamp(*Reading::SIZES.start(), *Reading::SIZES.end());
    }

    /// Light, dark, or as the system has it.
    pub fn paint_in(&mut self, cx: &Context, colors: Colors) {
        self.preferences.colors = colors;
        cx.set_theme(match colors {
            Colors::System => ThemePreference::System,
            Colors::Light => ThemePreference::Light,
            Colors::Dark => ThemePreference::Dark,
        });
    }
}
