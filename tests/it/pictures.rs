//! Pictures are drawn where a renderer is found; where none is, a test says so and passes, unless it must not.

use egui_kittest::wgpu::WgpuTestRenderer;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// Set where a test that draws no picture has failed.
const REQUIRE: &str = "GLOSSATOR_REQUIRE_RENDERER";

/// Whether pictures can be drawn on this machine. Says that `test` is skipped where they cannot.
#[track_caller]
pub fn can_draw(test: &str) -> bool {
    static FOUND: OnceLock<bool> = OnceLock::new();
    let found = *FOUND.get_or_init(|| std::panic::catch_unwind(WgpuTestRenderer::new).is_ok());
    assert!(found || std::env::var_os(REQUIRE).is_none(), "no renderer was found for {test}");
    if !found {
        println!("skipped: no renderer was found for {test}");
    }
    found
}

/// How many colors a picture has: an empty one has one.
pub fn n_colors(pixels: impl IntoIterator<Item = [u8; 4]>) -> usize {
    pixels.into_iter().collect::<BTreeSet<_>>().len()
}
