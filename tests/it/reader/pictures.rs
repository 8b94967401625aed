//! Pictures of the reader through its real paint path, compared with those in `tests/snapshots/reader`.
//!
//! Each test says what a reader must see. A new picture is read against its text before it is kept;
//! `UPDATE_SNAPSHOTS=1 cargo test --test it -- pictures` makes them anew.

mod highlights;
mod marks;
mod scripts;
mod stacks;

use super::{World, fonts};
use crate::pictures::can_draw;
use egui::{Theme, vec2};
use egui_kittest::{Harness, SnapshotOptions, SnapshotResults};
use glossator::app::theme;
use glossator::app::typeset::TextEngine;

/// How a picture is taken.
#[derive(Clone, Copy)]
struct Shot {
    width: f32,
    height: f32,
    scale: f32,
    tone: Theme,
}

/// By day, a pixel for each point.
const fn light(width: f32, height: f32) -> Shot {
    Shot { width, height, scale: 1.0, tone: Theme::Light }
}

/// By night.
const fn dark(width: f32, height: f32) -> Shot {
    Shot { tone: Theme::Dark, ..light(width, height) }
}

/// By day on a screen with four pixels for each point.
const fn light_2x(width: f32, height: f32) -> Shot {
    Shot { scale: 2.0, ..light(width, height) }
}

/// By night on such a screen.
const fn dark_2x(width: f32, height: f32) -> Shot {
    Shot { tone: Theme::Dark, ..light_2x(width, height) }
}

/// Draws a world and compares it with its pictures. Only few pixels may differ by more than two renderers do.
#[track_caller]
fn check(world: impl Fn() -> World, pictures: &[(&str, Shot)]) {
    let mut results = SnapshotResults::new();
    for &(name, shot) in pictures.iter().filter(|(name, _)| can_draw(name)) {
        let mut is_installed = false;
        let mut harness = Harness::builder()
            .with_size(vec2(shot.width, shot.height))
            .with_pixels_per_point(shot.scale)
            .with_theme(shot.tone)
            .wgpu()
            .build_ui_state(
                move |ui, world: &mut World| {
                    if !is_installed {
                        theme::install(ui);
                        TextEngine::without_system_fonts(&fonts::carried()).install(ui.ctx());
                        is_installed = true;
                    }
                    world.ui(ui);
                },
                world(),
            );
        harness.run_steps(6);
        let options = SnapshotOptions::new().threshold(0.6).max_failed_pixels(10);
        results.add(harness.try_snapshot_options(format!("reader/{name}"), &options));
    }
}
