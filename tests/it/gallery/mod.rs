//! Pictures of every widget and color in both themes, for looking at: `gallery-*.png` in `CARGO_TARGET_TMPDIR`.
//!
//! Nothing is compared here; the test only says that all of it can be drawn.

mod board;
mod floating;
mod window;

use crate::pictures::{can_draw, n_colors};
use std::error::Error;

use egui::{Rect, Ui, pos2, vec2};
use egui_kittest::Harness;
use glossator::app::theme::{self, TagColors, Theme, paint_under_line, size};
use glossator::app::widgets::paint_swatch;

use board::board_ui;
use floating::{dialog_scene_ui, floating_ui, sample_toasts};
use window::window_ui;

pub const TAGS: [(&str, &str, usize, u8); 9] = [
    ("Person", "1", 14, 0),
    ("Organisation", "2", 9, 0),
    ("Armed group", "3", 3, 1),
    ("Place", "4", 11, 0),
    ("Event", "5", 6, 0),
    ("Claim", "6", 4, 0),
    ("Donaudampfschifffahrtsgesellschaft", "7", 2, 0),
    ("Number", "8", 1, 0),
    ("Money", "9", 0, 0),
];

#[test]
fn everything_can_be_drawn_in_both_themes() -> Result<(), Box<dyn Error>> {
    if !can_draw("the gallery of widgets") {
        return Ok(());
    }
    for tone in [egui::Theme::Light, egui::Theme::Dark] {
        let (mut text, mut filled, mut chosen) = (String::new(), "ceasefire".to_owned(), 0);
        save("widgets", tone, (1000.0, 720.0), 1.0, |ui| {
            board_ui(ui, &mut text, &mut filled, &mut chosen);
        })?;
        save("colors", tone, (1000.0, 760.0), 1.0, colors_ui)?;
        save("patterns", tone, (560.0, 260.0), 2.0, patterns_ui)?;
        save("window", tone, (1280.0, 800.0), 1.0, window_ui)?;
        save("dialog", tone, (1280.0, 800.0), 1.0, dialog_scene_ui)?;
        let (mut toasts, mut path) = (sample_toasts(), "/home/ana/art".to_owned());
        save("floating", tone, (1000.0, 640.0), 1.0, |ui| {
            floating_ui(ui, &mut toasts, &mut path);
        })?;
    }
    Ok(())
}

/// Draws three frames of a scene and saves the last.
fn save(
    name: &str,
    tone: egui::Theme,
    size: (f32, f32),
    scale: f32,
    mut draw: impl FnMut(&mut Ui),
) -> Result<(), Box<dyn Error>> {
    let mut installed = false;
    let mut harness = Harness::builder()
        .with_size(vec2(size.0, size.1))
        .with_pixels_per_point(scale)
        .with_theme(tone)
        .wgpu()
        .build_ui(move |ui| {
            if !installed {
                theme::install(ui);
                installed = true;
            }
            let canvas = Theme::of(ui).canvas;
            ui.painter().rect_filled(ui.content_rect(), 0, canvas);
            draw(ui);
        });
    harness.run_steps(3);
    let tone = if tone == egui::Theme::Dark { "dark" } else { "light" };
    let path = format!("{}/gallery-{name}-{tone}.png", env!("CARGO_TARGET_TMPDIR"));
    let picture = harness.render()?;
    assert!(n_colors(picture.pixels().map(|pixel| pixel.0)) > 50, "{name} in {tone} shows something");
    picture.save(path)?;
    Ok(())
}

fn colors_ui(ui: &mut Ui) {
    let theme = Theme::of(ui);
    let words = ["Lovelace", "Nations", "Aleppo", "truce", "envoy", "Geneva", "Moscow", "claims"];
    for slot in 0..48_u8 {
        let column = f32::from(slot / 12);
        let row = f32::from(slot % 12);
        let min = pos2(24.0 + column * 240.0, 24.0 + row * 60.0);
        let colors = theme.tag_slot(slot);
        span_at(
            ui,
            min + vec2(40.0, 12.0),
            words[usize::from(slot % 8)],
            ["PER", "ORG", "LOC"][usize::from(slot % 3)],
            colors,
        );
        paint_swatch(ui.painter(), min + vec2(12.0, 22.0), 12.0, &colors);
        ui.painter().text(
            min + vec2(190.0, 22.0),
            egui::Align2::CENTER_CENTER,
            slot.to_string(),
            egui::FontId::proportional(12.0),
            theme.text_soft,
        );
    }
}

fn patterns_ui(ui: &mut Ui) {
    let theme = Theme::of(ui);
    for (row, word) in ["Sergei Lavrov", "Nations", "Moscow", "Ада"].iter().enumerate() {
        let mut x = 24.0;
        for pattern in 0..4_u8 {
            let colors = theme.tag_slot(pattern * 24 + row as u8);
            span_at(ui, pos2(x, 30.0 + row as f32 * 60.0), word, "PER", colors);
            x += 132.0;
        }
    }
}

/// A word as the article view will show it.
pub fn span_at(ui: &Ui, min: egui::Pos2, word: &str, short: &str, colors: TagColors) -> f32 {
    let theme = Theme::of(ui);
    let painter = ui.painter();
    let galley = painter.layout_no_wrap(word.to_owned(), theme::reading(18.0), theme.text);
    let rect = Rect::from_min_size(min, galley.size());
    painter.rect_filled(rect.expand2(vec2(1.0, 0.0)).with_min_y(rect.top() + 2.0), 2, colors.fill);
    paint_under_line(painter, rect.x_range(), rect.bottom(), colors.line, colors.pattern, 2.0);
    painter.text(rect.left_top(), egui::Align2::LEFT_BOTTOM, short, theme::semibold(size::TEXT_LABEL), colors.label);
    let width = galley.size().x;
    painter.galley(min, galley, theme.text);
    width
}
