//! Somebody at the window: presses keys, clicks what has a name, waits for what must come, and reads what is there.

use crate::desk::{Desk, person};
use crate::notation::{corpus, parse, written};
use egui::accesskit::Role;
use egui::{
    Event, Key, LayerId, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, RawInput, Rect, TouchPhase,
    vec2,
};
use egui_kittest::kittest::{By, NodeT as _, Queryable as _};
use egui_kittest::{Harness, Node};
use glossator::app::desk::Desk as Seat;
use glossator::app::overlay::PathPurpose;
use glossator::app::reader::{Place, Selection};
use glossator::app::window::{Session, Start, Window};
use glossator::model::{DocumentId, Project, Span};
use glossator::store;
use glossator::text::{Offset, Text, TextRange};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The window as the harness shows it.
pub struct App(Window);

impl eframe::App for App {
    fn logic(&mut self, cx: &egui::Context, _frame: &mut eframe::Frame) {
        self.0.logic(cx);
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut eframe::Frame) {
        self.0.ui(ui);
    }
}

/// Somebody at a window, with the folders that it works on.
pub struct Hand {
    /// The window's harness.
    pub harness: Harness<'static, App>,
    /// The project's folder and the person's.
    pub desk: Desk,
}

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// Preferences of somebody who has seen the tour.
const NO_TOUR: &str = "(tour_seen: true)";

impl Hand {
    /// Ana with a project of one document, what she says in it, and what is selected.
    #[track_caller]
    pub fn new(notation: &str) -> Self {
        let mut hand = Self::on(Desk::new(notation));
        if let Some((start, end)) = parse(notation).selection {
            hand.select(range(start, end));
        }
        hand
    }

    /// Ana with a project of several documents, in the notation of [`corpus`]; the first one is open.
    #[track_caller]
    pub fn with(documents: &[(&str, &[&str])]) -> Self {
        Self::on(desk_of(&corpus(documents)))
    }

    /// Ana at a desk with a project.
    #[track_caller]
    pub fn on(desk: Desk) -> Self {
        Self::known(&desk);
        let path = desk.path();
        let mut hand = Self::start(desk, vec![path]);
        hand.until("the project is open", |hand| hand.is_open());
        hand
    }

    /// Says to the computer that Ana labels here and has seen the tour.
    pub fn known(desk: &Desk) {
        desk.home.change_settings(|settings| settings.person = Some(person("ana"))).unwrap();
        desk.home.write_text("ui.ron", NO_TOUR).unwrap();
    }

    /// The window as it starts, with a project folder or files.
    pub fn start(desk: Desk, paths: Vec<PathBuf>) -> Self {
        let home = desk.home.clone();
        let harness = Harness::builder()
            .with_size(vec2(1280.0, 800.0))
            .with_theme(egui::Theme::Light)
            .with_os(egui::os::OperatingSystem::Nix)
            .with_step_dt(1.0 / 60.0)
            .build_eframe(move |cc| {
                let mut window = Window::new(&cc.egui_ctx, Start { home, paths });
                // As on a desktop without file dialogs.
                window.ask_for_files = |_: PathPurpose| Vec::new();
                App(window)
            });
        Self { harness, desk }
    }

    /// Closes the window and opens it again, on what was left.
    #[track_caller]
    pub fn reopened(self) -> Self {
        let Self { mut harness, desk } = self;
        harness.state_mut().0.leave();
        drop(harness);
        let mut hand = Self::start(desk, Vec::new());
        hand.until("the project is open again", |hand| hand.is_open());
        hand
    }

    /// Closes the window for good and gives the folders back.
    pub fn leave(self) -> Desk {
        let Self { mut harness, desk } = self;
        harness.state_mut().0.leave();
        desk
    }

    /// The window.
    pub fn window(&self) -> &Window {
        &self.harness.state().0
    }

    /// Whether a project is open.
    pub fn is_open(&self) -> bool {
        matches!(self.window().session, Session::Open(_))
    }

    /// The open project in the window.
    #[track_caller]
    pub fn seat(&self) -> &Seat {
        match &self.window().session {
            Session::Open(seat) => seat,
            Session::Welcome => panic!("no project is open"),
        }
    }

    #[track_caller]
    fn seat_mut(&mut self) -> &mut Seat {
        match &mut self.harness.state_mut().0.session {
            Session::Open(seat) => seat,
            Session::Welcome => panic!("no project is open"),
        }
    }

    /// The open project.
    #[track_caller]
    pub fn project(&self) -> &Project {
        self.seat().workspace.project()
    }

    /// The text of the open document.
    #[track_caller]
    pub fn text(&self) -> Text {
        self.seat().document().expect("an open document").text.clone()
    }

    /// What whoever labels says in the open document.
    #[track_caller]
    pub fn says(&self) -> String {
        written(&self.text(), self.seat().own_set().map(|set| &**set))
    }

    /// The same with the selection marked, or a caret as `|`.
    #[track_caller]
    pub fn selects(&self) -> String {
        let text = self.text();
        let Some(selection) = self.seat().page.selection else { return text.as_str().to_owned() };
        let (before, at, after) = around(text.as_str(), selection.range());
        if at.is_empty() { format!("{before}|{after}") } else { format!("{before}«{at}»{after}") }
    }

    /// What the focused spans cover, with their tags.
    #[track_caller]
    pub fn focused(&self) -> Vec<String> {
        let seat = self.seat();
        let said = |span: &Span| format!("{}:{}", self.text().slice(span.hull()), span.tag);
        let spans = seat.page.focus.iter().filter_map(|at| seat.layer_set(at.layer)?.spans.get(at.key()));
        spans.map(said).collect()
    }

    /// The name of the armed tag.
    #[track_caller]
    pub fn armed(&self) -> Option<&str> {
        self.seat().armed.as_ref().map(|tag| tag.as_str())
    }

    /// Whether the tag palette is open.
    #[track_caller]
    pub fn has_palette(&self) -> bool {
        self.seat().page.palette.is_some()
    }

    /// Where the page is scrolled to.
    #[track_caller]
    pub fn place(&self) -> Place {
        self.seat().page.reader.as_ref().expect("a page").place()
    }

    /// Which document is open.
    #[track_caller]
    pub fn document(&self) -> &str {
        self.seat().page.document.as_ref().map_or("", DocumentId::as_str)
    }

    /// Selects a range at once.
    #[track_caller]
    pub fn select(&mut self, range: TextRange) {
        self.seat_mut().page.selection = Some(Selection::of(range));
        self.settle();
    }

    /// Lets some frames pass, so that what was asked for is done and drawn.
    pub fn settle(&mut self) {
        self.harness.run_steps(4);
    }

    /// Lets seconds of the window's own time pass.
    pub fn wait(&mut self, seconds: f32) {
        self.harness.run_steps((seconds * 60.0).ceil() as usize);
    }

    /// Steps until something holds.
    #[track_caller]
    pub fn until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) {
        let begun = Instant::now();
        while !holds(self) {
            assert!(begun.elapsed() < PATIENCE, "not yet: {what}; there is {:#?}", self.labels());
            self.harness.step();
            std::thread::yield_now();
        }
        self.settle();
    }

    /// Presses keys, one after the other: `1 Shift+2 Ctrl+z Del 'typed'`.
    #[track_caller]
    pub fn keys(&mut self, keys: &str) {
        for key in keys.split_whitespace() {
            match key.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
                Some(typed) => self.types(typed),
                None => self.press(key),
            }
        }
        self.settle();
    }

    /// Presses one key and lets it go.
    #[track_caller]
    fn press(&mut self, written: &str) {
        let (key, modifiers) = key_of(written);
        self.press_as(key, Some(key), modifiers, false);
        let released = Event::Key { key, physical_key: Some(key), pressed: false, repeat: false, modifiers };
        self.frame([released, Event::ModifiersChanged(Modifiers::NONE)]);
        self.harness.run_steps(2);
    }

    /// A press as the system sends it, with the text that it types.
    pub fn press_as(&mut self, key: Key, physical_key: Option<Key>, modifiers: Modifiers, repeat: bool) {
        let press = Event::Key { key, physical_key, pressed: true, repeat, modifiers };
        let typed = key.symbol_or_name();
        let is_text = typed.len() == 1 && !modifiers.ctrl && !modifiers.alt;
        let typed = if modifiers.shift { typed.to_owned() } else { typed.to_lowercase() };
        let text = is_text.then_some(Event::Text(typed));
        self.frame([Event::ModifiersChanged(modifiers), press].into_iter().chain(text));
    }

    /// Lets a key go.
    pub fn release(&mut self, key: Key) {
        let modifiers = Modifiers::NONE;
        self.frame([Event::Key { key, physical_key: Some(key), pressed: false, repeat: false, modifiers }]);
    }

    /// Types a text, letter by letter.
    pub fn types(&mut self, text: &str) {
        for c in text.chars() {
            let key = Key::from_name(&c.to_uppercase().to_string());
            let modifiers = Modifiers { shift: c.is_uppercase(), ..Modifiers::NONE };
            let press = key.map(|key| Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers });
            let released =
                key.map(|key| Event::Key { key, physical_key: None, pressed: false, repeat: false, modifiers });
            self.frame(press.into_iter().chain([Event::Text(c.to_string())]).chain(released));
        }
        self.settle();
    }

    /// One frame with some events.
    pub fn frame(&mut self, events: impl IntoIterator<Item = Event>) {
        self.harness.input_mut().events.extend(events);
        self.harness.step();
    }

    /// Lets the window work while nothing is drawn, as the system does when it is minimized.
    pub fn work_hidden(&mut self) {
        let cx = self.harness.ctx.clone();
        let window = &mut self.harness.state_mut().0;
        let _asked = cx.run_logic(&RawInput::default(), |cx| window.logic(cx));
    }

    /// Whether something of this name is in the window.
    pub fn sees(&self, label: &str) -> bool {
        self.harness.query_all_by_label(label).next().is_some()
    }

    /// Whether something whose name has these words is in the window.
    pub fn sees_words(&self, words: &str) -> bool {
        self.harness.query_all_by_label_contains(words).next().is_some()
    }

    /// The names of all that is in the window, for messages.
    pub fn labels(&self) -> Vec<String> {
        let all = self.harness.query_all(By::new());
        all.filter_map(|node| node.accesskit_node().label().or(node.value()))
            .filter(|label| !label.is_empty())
            .collect()
    }

    /// What has a name.
    #[track_caller]
    pub fn get<'a>(&'a self, label: &'a str) -> Node<'a> {
        match self.harness.query_all_by_label(label).next() {
            Some(node) => node,
            None => panic!("no “{label}” among {:#?}", self.labels()),
        }
    }

    /// What has a name and a role.
    #[track_caller]
    pub fn get_as<'a>(&'a self, role: Role, label: &'a str) -> Node<'a> {
        match self.harness.query_all(By::new().role(role).label(label)).next() {
            Some(node) => node,
            None => panic!("no {role:?} “{label}” among {:#?}", self.labels()),
        }
    }

    /// Where everything with a name is.
    pub fn all(&self, label: &str) -> Vec<Rect> {
        self.harness.query_all_by_label(label).map(|node| node.rect()).collect()
    }

    /// What a click at a place would meet.
    pub fn layer_at(&self, pos: Pos2) -> Option<LayerId> {
        self.harness.ctx.layer_id_at(pos)
    }

    /// Clicks what has a name.
    #[track_caller]
    pub fn click(&mut self, label: &str) {
        self.get(label).click();
        self.harness.step();
        self.settle();
    }

    /// Presses what has a name as a screen reader does, also where it is scrolled out of view.
    #[track_caller]
    pub fn activate(&mut self, label: &str) {
        self.get(label).click_accesskit();
        self.harness.step();
        self.settle();
    }

    /// The same for what has a name and a role.
    #[track_caller]
    pub fn activate_as(&mut self, role: Role, label: &str) {
        self.get_as(role, label).click_accesskit();
        self.harness.step();
        self.settle();
    }

    /// Clicks what has a name and a role.
    #[track_caller]
    pub fn click_as(&mut self, role: Role, label: &str) {
        self.get_as(role, label).click();
        self.harness.step();
        self.settle();
    }

    /// Opens the menu of what has a name.
    #[track_caller]
    pub fn open_menu(&mut self, label: &str) {
        self.get(label).click_secondary();
        self.harness.step();
        self.settle();
    }

    /// Puts the keyboard into a field, empties it and types a text.
    #[track_caller]
    pub fn fill(&mut self, label: &str, text: &str) {
        self.click_as(Role::TextInput, label);
        self.keys("Ctrl+a Backspace");
        self.types(text);
    }

    /// Finds a command by its name and runs it.
    #[track_caller]
    pub fn command(&mut self, name: &str) {
        self.keys("Ctrl+p");
        self.types(name);
        self.keys("Enter");
    }

    /// Waits for the path field that stands in for a missing dialog, types a path and takes it.
    #[track_caller]
    pub fn give_path(&mut self, path: &Path) {
        self.until("the path field", |hand| {
            hand.harness.query_all(By::new().role(Role::TextInput).label("Path")).next().is_some()
        });
        self.fill("Path", path.to_str().unwrap());
        self.keys("Enter");
    }

    /// Where words of the text are on the page.
    #[track_caller]
    pub fn rect(&self, words: &str) -> Rect {
        let at = self.text().as_str().find(words).expect("these words in the text") as u32;
        let reader = self.seat().page.reader.as_ref().expect("a page");
        reader.range_rect(range(at, at + words.len() as u32)).expect("the words are in view")
    }

    /// Where a range of the text is on the page, if it is in view.
    #[track_caller]
    pub fn rect_of(&self, at: TextRange) -> Option<Rect> {
        self.seat().page.reader.as_ref().expect("a page").range_rect(at)
    }

    /// The middle of a letter of some words on the page.
    #[track_caller]
    pub fn letter(&self, words: &str, n: usize) -> Pos2 {
        let at = self.text().as_str().find(words).expect("these words in the text");
        let (from, c) = words.char_indices().nth(n).expect("a letter there");
        let start = (at + from) as u32;
        let reader = self.seat().page.reader.as_ref().expect("a page");
        reader.range_rect(range(start, start + c.len_utf8() as u32)).expect("it is in view").center()
    }

    /// Just right of the left edge of a letter of some words.
    #[track_caller]
    pub fn before(&self, words: &str, n: usize) -> Pos2 {
        let at = self.text().as_str().find(words).expect("these words in the text");
        let start = (at + words.char_indices().nth(n).expect("a letter there").0) as u32;
        let reader = self.seat().page.reader.as_ref().expect("a page");
        let rect = reader.range_rect(range(start, start + 1)).expect("it is in view");
        rect.left_center() + vec2(1.0, 0.0)
    }

    fn button(&mut self, pos: Pos2, pressed: bool, modifiers: Modifiers) {
        let button = PointerButton::Primary;
        self.frame([Event::ModifiersChanged(modifiers), Event::PointerButton { pos, button, pressed, modifiers }]);
    }

    /// Clicks at a place, several times without a pause.
    pub fn click_at(&mut self, pos: Pos2, times: usize, modifiers: Modifiers) {
        self.frame([Event::PointerMoved(pos)]);
        for _ in 0..times {
            self.button(pos, true, modifiers);
            self.button(pos, false, modifiers);
        }
        self.frame([Event::ModifiersChanged(Modifiers::NONE)]);
        self.settle();
    }

    /// Turns the wheel over a place, down by so many points; less than none is up.
    pub fn turns_wheel(&mut self, pos: Pos2, points: f32) {
        let delta = vec2(0.0, -points);
        let (unit, phase, modifiers) = (MouseWheelUnit::Point, TouchPhase::Move, Modifiers::NONE);
        self.frame([Event::PointerMoved(pos)]);
        self.frame([Event::MouseWheel { unit, delta, phase, source: MouseWheelSource::Unknown, modifiers }]);
        self.wait(1.0);
    }

    /// Clicks with the secondary button.
    pub fn click_secondary_at(&mut self, pos: Pos2) {
        let (button, modifiers) = (PointerButton::Secondary, Modifiers::NONE);
        self.frame([Event::PointerMoved(pos)]);
        for pressed in [true, false] {
            self.frame([Event::PointerButton { pos, button, pressed, modifiers }]);
        }
        self.settle();
    }

    /// Drags from a place to another.
    pub fn drag(&mut self, from: Pos2, to: Pos2, modifiers: Modifiers) {
        self.frame([Event::PointerMoved(from)]);
        self.button(from, true, modifiers);
        for part in [0.3, 0.7, 1.0] {
            self.frame([Event::PointerMoved(from + (to - from) * part)]);
        }
        self.button(to, false, modifiers);
        self.frame([Event::ModifiersChanged(Modifiers::NONE)]);
        self.settle();
    }
}

/// A desk with a project.
pub fn desk_of(project: &Project) -> Desk {
    let desk = Desk::empty();
    store::create(&desk.path(), project).unwrap();
    desk
}

/// A range of bytes.
pub fn range(start: u32, end: u32) -> TextRange {
    TextRange::between(Offset::new(start), Offset::new(end))
}

fn around(text: &str, range: TextRange) -> (&str, &str, &str) {
    let (start, end) = (range.start().index(), range.end().index());
    (&text[..start], &text[start..end], &text[end..])
}

/// The key and the modifiers of `Ctrl+Shift+z`.
#[track_caller]
fn key_of(written: &str) -> (Key, Modifiers) {
    let mut modifiers = Modifiers::NONE;
    let mut rest = written;
    while let Some((modifier, after)) =
        rest.split_once('+').filter(|(modifier, after)| !modifier.is_empty() && !after.is_empty())
    {
        match modifier {
            "Ctrl" => modifiers = modifiers | Modifiers::COMMAND | Modifiers::CTRL,
            "Shift" => modifiers.shift = true,
            "Alt" => modifiers.alt = true,
            other => panic!("no modifier {other}"),
        }
        rest = after;
    }
    let name = match rest {
        "Esc" => "Escape",
        "Del" => "Delete",
        "Left" => "ArrowLeft",
        "Right" => "ArrowRight",
        "Up" => "ArrowUp",
        "Down" => "ArrowDown",
        name => name,
    };
    let key = Key::from_name(name).or_else(|| Key::from_name(&name.to_uppercase()));
    (key.unwrap_or_else(|| panic!("no key {name}")), modifiers)
}
