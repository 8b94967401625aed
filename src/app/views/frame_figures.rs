//! What the last frames cost, over the page: for who wants to know whether the window keeps its promise.

use crate::app::reader::ReaderFigures;
use crate::app::theme::{Theme, size};
use crate::app::views::{counted, thousands};
use crate::app::widgets::popover_frame;
use egui::{Align2, Area, Context, Grid, Id, Order, RichText, Vec2, vec2};
use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// Frames that the largest and the usual time are taken from.
const REMEMBERED: usize = 240;

/// Times of the last frames, kept while the figures are shown.
#[derive(Debug, Default)]
pub struct FrameFigures {
    begun: Option<Instant>,
    times: VecDeque<Duration>,
    resident: Option<u64>,
}

impl FrameFigures {
    /// A frame begins.
    pub fn begin(&mut self) {
        self.begun = Some(Instant::now());
    }

    /// A frame has been laid out and painted.
    pub fn end(&mut self) {
        let Some(begun) = self.begun.take() else { return };
        if self.times.len() == REMEMBERED {
            self.times.pop_front();
        }
        self.times.push_back(begun.elapsed());
        self.resident = crate::store::resident_bytes();
    }

    /// The last frame's time, the median and the largest, in milliseconds.
    fn times_ms(&self) -> Option<[f64; 3]> {
        let last = self.times.back()?;
        let mut sorted: Vec<Duration> = self.times.iter().copied().collect();
        sorted.sort();
        let [median, largest] = [sorted.get(sorted.len() / 2)?, sorted.last()?];
        Some([last, median, largest].map(|time| time.as_secs_f64() * 1000.0))
    }
}

/// Draws the figures at the upper right of the page. They are those of frames that were drawn anyway: nothing is
/// drawn to show them.
pub fn frame_figures_ui(cx: &Context, figures: &FrameFigures, reader: Option<ReaderFigures>, below: f32) {
    let theme = Theme::of(cx);
    let mut lines: Vec<(&str, String)> = Vec::new();
    if let Some([last, median, largest]) = figures.times_ms() {
        lines.push(("Last frame", format!("{last:.2} ms")));
        lines.push((
            "Median, largest",
            format!("{median:.2} ms, {largest:.2} ms of {}", counted(figures.times.len(), "frame")),
        ));
    }
    if let Some(reader) = reader {
        lines.push(("Laid out", format!("{} of {}", thousands(reader.n_laid), counted(reader.n_pieces, "piece"))));
        lines.push(("On the page", counted(reader.n_spans_on_page, "span")));
        lines.push((
            "Glyph pictures",
            format!("{} in {side} × {side} pixels", thousands(reader.n_glyphs), side = reader.atlas_side),
        ));
    }
    if let Some(resident) = figures.resident {
        lines.push(("Memory", format!("{} MB", thousands((resident / 1_000_000) as usize))));
    }
    let area = Area::new(Id::unique("frame figures")).order(Order::Tooltip).interactable(false);
    area.anchor(Align2::RIGHT_TOP, vec2(-size::SPACE_L, below)).show(cx, |ui| {
        popover_frame(&theme, cx).show(ui, |ui| {
            Grid::new("frame figures").spacing(Vec2::new(size::SPACE_M, 2.0)).show(ui, |ui| {
                for (name, value) in lines {
                    ui.label(RichText::new(name).size(size::TEXT_SECONDARY).color(theme.text_soft));
                    ui.label(RichText::new(value).size(size::TEXT_SECONDARY));
                    ui.end_row();
                }
            });
        });
    });
}
