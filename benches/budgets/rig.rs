//! A window without a driver: egui gets its input as `RawInput`, the frame is drawn and turned into triangles,
//! and only the graphics card is left out.

use crate::clock::{Took, took};
use egui::{
    Context, CursorIcon, Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, RawInput, Rect,
    TouchPhase, Vec2, ViewportId, pos2, vec2,
};
use glossator::app::desk::Desk;
use glossator::app::window::{Session, Start, Window};
use glossator::store::Home;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The size of the window as it opens at first, in points.
pub const SIZE: Vec2 = vec2(1280.0, 800.0);
/// How long a frame is shown.
const FRAME: f64 = 1.0 / 60.0;
/// A window that asks for more frames in a row does not come to rest.
const RESTLESS: usize = 400;

/// The window with what drives it.
pub struct Rig {
    /// The window.
    pub window: Window,
    /// The context that it is drawn in.
    pub cx: Context,
    /// Its size, in points.
    pub size: Vec2,
    time: f64,
    /// When the next frame is due, asked for by the window or by another thread.
    due: Arc<Mutex<Option<Instant>>>,
}

/// One frame.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// From the input to the triangles.
    pub took: Took,
    /// Whether the window asks for the next one at once.
    pub wants_more: bool,
    /// The triangles' corners.
    pub n_vertices: usize,
    /// What the pointer looks like.
    pub cursor: CursorIcon,
}

impl Rig {
    /// A window as it starts with these paths.
    pub fn start(home: Home, paths: Vec<PathBuf>) -> Self {
        let cx = Context::default();
        let due = Arc::<Mutex<Option<Instant>>>::default();
        let asked = Arc::clone(&due);
        cx.set_request_repaint_callback(move |info| {
            // A request for never is no request.
            let Some(at) = Instant::now().checked_add(info.delay) else { return };
            let mut due = asked.lock().unwrap_or_else(PoisonError::into_inner);
            *due = Some(due.map_or(at, |due| due.min(at)));
        });
        let window = Window::new(&cx, Start { home, paths });
        Self { window, cx, size: SIZE, time: 0.0, due }
    }

    /// A window on a project that shows its first article and has come to rest.
    pub fn opened(home: Home, project: PathBuf) -> Self {
        let mut rig = Self::start(home, vec![project]);
        rig.until("open", |rig| rig.shows_article());
        rig.until("counted", |rig| !rig.desk().figures.is_stale());
        // The system's fonts come once, after a while, and lay the page out anew.
        std::thread::sleep(Duration::from_millis(600));
        rig.rest();
        rig
    }

    /// Whether the article is on the screen.
    pub fn shows_article(&self) -> bool {
        self.window.shows_article()
    }

    /// The open project.
    pub fn desk(&self) -> &Desk {
        let Session::Open(desk) = &self.window.session else { panic!("no project is open") };
        desk
    }

    /// The open project, to select in.
    pub fn desk_mut(&mut self) -> &mut Desk {
        let Session::Open(desk) = &mut self.window.session else { panic!("no project is open") };
        desk
    }

    /// How many spans the person has in the open article.
    pub fn n_spans(&self) -> usize {
        self.desk().own_set().map_or(0, |set| set.spans.len())
    }

    /// Draws one frame as eframe does, but for handing the triangles to the driver.
    pub fn frame(&mut self, events: Vec<Event>) -> Frame {
        self.time += FRAME;
        let screen_rect = Some(Rect::from_min_size(Pos2::ZERO, self.size));
        let mut input = RawInput { screen_rect, time: Some(self.time), events, focused: true, ..RawInput::default() };
        if let Some(viewport) = input.viewports.get_mut(&ViewportId::ROOT) {
            viewport.native_pixels_per_point = Some(1.0);
            viewport.focused = Some(true);
        }
        *self.due.lock().unwrap_or_else(PoisonError::into_inner) = None;
        let (cx, window) = (&self.cx, &mut self.window);
        let ((n_vertices, wants_more, cursor), took) = took(|| {
            let mut output = cx.run_ui(input, |ui| {
                window.logic(ui.ctx());
                window.ui(ui);
            });
            let primitives = cx.tessellate(output.shapes, output.pixels_per_point);
            output.textures_delta.clear();
            let n_vertices = primitives.iter().map(|clipped| match &clipped.primitive {
                egui::epaint::Primitive::Mesh(mesh) => mesh.vertices.len(),
                egui::epaint::Primitive::Callback(_) => 0,
            });
            let delay = output.viewport_output.get(&ViewportId::ROOT).map(|viewport| viewport.repaint_delay);
            (n_vertices.sum(), delay.is_some_and(|delay| delay.is_zero()), output.platform_output.cursor_icon)
        });
        Frame { took, wants_more, n_vertices, cursor }
    }

    /// Draws frames until the window asks for no more, and says what they took together and how many they were.
    pub fn rest(&mut self) -> (Took, usize) {
        let mut all = Took::default();
        for n in 1..RESTLESS {
            let frame = self.frame(Vec::new());
            all += frame.took;
            if !frame.wants_more {
                return (all, n);
            }
        }
        panic!("the window does not come to rest");
    }

    /// How many frames are asked for in some time in which nothing happens. Each is drawn.
    pub fn idle(&mut self, seconds: f64) -> usize {
        let (begun, time) = (Instant::now(), self.time);
        let mut n_frames = 0;
        while begun.elapsed().as_secs_f64() < seconds {
            std::thread::sleep(Duration::from_millis(5));
            let due = *self.due.lock().unwrap_or_else(PoisonError::into_inner);
            if due.is_some_and(|due| due <= Instant::now()) {
                self.time = time + begun.elapsed().as_secs_f64();
                self.frame(Vec::new());
                n_frames += 1;
            }
        }
        n_frames
    }

    /// Where the article is drawn, in points, but for the strip at its right edge. It is found by the pointer, which
    /// is that of text there.
    pub fn page_rect(&mut self) -> Rect {
        let middle = (self.size / 2.0).to_pos2();
        let mut edge = |step: Vec2| {
            let mut at = middle;
            while self.frame(vec![Event::PointerMoved(at + step)]).cursor == CursorIcon::Text {
                at += step;
            }
            at
        };
        let (left, right) = (edge(vec2(-2.0, 0.0)).x, edge(vec2(2.0, 0.0)).x);
        let (top, bottom) = (edge(vec2(0.0, -2.0)).y, edge(vec2(0.0, 2.0)).y);
        Rect::from_min_max(pos2(left, top), pos2(right, bottom))
    }

    /// Draws frames until something holds; between two, other threads may work.
    pub fn until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) -> Vec<Frame> {
        let started = Instant::now();
        let mut frames = Vec::new();
        loop {
            frames.push(self.frame(Vec::new()));
            if holds(self) {
                return frames;
            }
            assert!(started.elapsed() < Duration::from_secs(120), "not yet {what}");
            std::thread::sleep(Duration::from_micros(500));
        }
    }

    /// Waits for the figures to have every edit, without drawing. Says how long that took on the wall.
    pub fn until_counted(&mut self) -> Duration {
        let started = Instant::now();
        let figures = &mut self.desk_mut().figures;
        while figures.is_stale() {
            assert!(started.elapsed() < Duration::from_secs(120), "not yet counted");
            std::thread::sleep(Duration::from_micros(50));
            figures.poll();
        }
        started.elapsed()
    }

    /// A double click: two presses in two pairs of frames, as fast as a hand is.
    pub fn double_click(&mut self, at: Pos2) {
        self.frame(vec![Event::PointerMoved(at)]);
        for _ in 0..2 {
            self.frame(vec![button(at, true)]);
            self.frame(vec![button(at, false)]);
        }
    }
}

/// The button of the pointer that goes down or comes up.
pub fn button(pos: Pos2, pressed: bool) -> Event {
    Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE }
}

/// The wheel, turned by so many points.
pub fn wheel(points: f32) -> Event {
    Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, points),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    }
}

/// A key that goes down.
pub fn press(key: Key, modifiers: Modifiers) -> Vec<Event> {
    let mut events = vec![Event::ModifiersChanged(modifiers), key_event(key, modifiers, true)];
    let typed = key.name();
    if modifiers.is_none() && typed.len() == 1 {
        events.push(Event::Text(typed.to_lowercase()));
    }
    events
}

/// The same key coming up.
pub fn release(key: Key, modifiers: Modifiers) -> Vec<Event> {
    vec![key_event(key, modifiers, false), Event::ModifiersChanged(Modifiers::NONE)]
}

fn key_event(key: Key, modifiers: Modifiers, pressed: bool) -> Event {
    Event::Key { key, physical_key: Some(key), pressed, repeat: false, modifiers }
}
