//! Starting the window: hardware when there is some, software rendering when not, chosen by itself.

use super::window::{Start, Window};
use crate::cli;
use crate::store::{Home, LogFile, say_last_words};
use eframe::{NativeOptions, Renderer};
use egui::ViewportBuilder;
use std::process::ExitCode;
use std::time::Instant;
use thiserror::Error;
use tracing_subscriber::EnvFilter;

/// What the system must have, for Debian and its relatives. `README.md` has the same line.
pub const PACKAGES: &str = "sudo apt-get install gcc libc6-dev libx11-6 libx11-xcb1 libxcursor1 libxi6 libxrandr2 libxkbcommon-x11-0 libegl1 libgl1-mesa-dri";

/// Why there is no window.
#[derive(Debug, Error)]
pub enum StartError {
    /// The person's own folders cannot be used.
    #[error(transparent)]
    Home(#[from] crate::store::StoreError),
    /// No renderer started.
    #[error("no window could be opened: {0}\nOn Debian and Ubuntu this may be missing:\n  {PACKAGES}")]
    NoWindow(String),
}

/// Opens the window and stays until it is closed. Where there is none, says why.
pub fn run(asked: cli::Window) -> ExitCode {
    match open(asked) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say_last_words(&format!("glossator: {error}"));
            ExitCode::from(2)
        }
    }
}

fn open(asked: cli::Window) -> Result<(), StartError> {
    let begun = Instant::now();
    let home = Home::of_person()?;
    begin_log(&home);
    say_packages_on_panic();
    let mut first_error = None;
    for renderer in order(asked.renderer) {
        let start = Start { home: home.clone(), paths: asked.paths.clone() };
        tracing::info!("drawing with {renderer}");
        let made = eframe::run_native(
            "glossator",
            options(renderer),
            Box::new(move |cc| Ok(Box::new(Shown::new(cc, start, begun)))),
        );
        match made {
            Ok(()) => return Ok(()),
            Err(error) => {
                tracing::warn!("{renderer} does not start: {error}");
                first_error.get_or_insert(error.to_string());
            }
        }
    }
    Err(StartError::NoWindow(first_error.unwrap_or_default()))
}

/// On Linux OpenGL comes first: without a GPU it draws four times as fast as wgpu does.
fn order(choice: cli::Renderer) -> Vec<Renderer> {
    match choice {
        cli::Renderer::Glow => vec![Renderer::Glow],
        cli::Renderer::Wgpu => vec![Renderer::Wgpu],
        cli::Renderer::Auto if cfg!(target_os = "linux") => vec![Renderer::Glow, Renderer::Wgpu],
        cli::Renderer::Auto => vec![Renderer::Wgpu, Renderer::Glow],
    }
}

fn options(renderer: Renderer) -> NativeOptions {
    let viewport = ViewportBuilder::default()
        .with_title("Glossator")
        .with_app_id("glossator")
        .with_inner_size([1280.0, 800.0])
        .with_min_inner_size([640.0, 420.0])
        .with_drag_and_drop(true);
    NativeOptions { viewport, renderer, persist_window: false, ..NativeOptions::default() }
}

/// The log goes to a file in the person's folder; `RUST_LOG` says how much.
fn begin_log(home: &Home) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("glossator=info,warn"));
    let log = LogFile::open(home);
    let begun = tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).with_writer(log).try_init();
    if begun.is_ok() {
        tracing::info!("glossator {}", env!("CARGO_PKG_VERSION"));
    }
}

/// A missing system library is no error but a panic deep inside the window system: say what to install.
fn say_packages_on_panic() {
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        before(info);
        let message = info.to_string();
        tracing::error!("{message}");
        if message.contains("libxkbcommon") || message.contains("dlopen") {
            say_last_words(&format!("A system library is missing. On Debian and Ubuntu:\n  {PACKAGES}"));
        }
    }));
}

/// The window as eframe shows it.
struct Shown {
    window: Window,
    begun: Instant,
    first: First,
}

/// How far the first frame is that a person can work in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum First {
    Awaited,
    Drawn,
    Told,
}

impl Shown {
    fn new(cc: &eframe::CreationContext<'_>, start: Start, begun: Instant) -> Self {
        Self { window: Window::new(&cc.egui_ctx, start), begun, first: First::Awaited }
    }
}

impl eframe::App for Shown {
    fn logic(&mut self, cx: &egui::Context, _frame: &mut eframe::Frame) {
        if self.first == First::Drawn {
            // The frame that was drawn is on the screen by now.
            tracing::info!("usable after {} ms", self.begun.elapsed().as_millis());
            self.first = First::Told;
        }
        self.window.logic(cx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.window.ui(ui);
        if self.first == First::Awaited && self.window.shows_article() {
            self.first = First::Drawn;
            ui.ctx().request_repaint();
        }
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        self.window.leave();
    }
}
