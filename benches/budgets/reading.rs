//! Reading an article: scrolling in three ways, another width, another size of the text, and nothing at all.

use crate::clock::{Series, took};
use crate::made::{Article, Place, project_of};
use crate::rig::{Rig, SIZE, button, press, release, wheel};
use crate::words::{Script, words_in};
use egui::{Event, Key, Modifiers, Rect, pos2};
use glossator::model::Project;

/// A way of scrolling: what it is called, and how it goes.
pub type Scroll = (&'static str, fn(&mut Reading) -> Series);

/// Places from which is scrolled.
const PLACES: usize = 12;
/// Frames with a turn of the wheel, and presses of the key that goes a page down, at each.
const TURNS: usize = 60;
const PAGES: usize = 30;
/// Frames in which the bar is dragged from one end to the other, and how often.
const DRAGGED: usize = 400;
const DRAGS: usize = 2;
/// How much narrower the window becomes with each frame, and in how many, in points.
const NARROWER: f32 = 2.0;
const WIDTHS: usize = 120;
/// How often the text is made larger and smaller again.
const ZOOMS: usize = 20;
/// How long nothing happens, in seconds.
const IDLE: f64 = 8.0;

/// An open article, with where it is on the screen.
pub struct Reading {
    /// The window that it is open in.
    pub rig: Rig,
    rng: fastrand::Rng,
    /// Where its text is.
    pub page: Rect,
    _place: Place,
}

impl Reading {
    fn of(article: Article) -> Self {
        Self::in_project(&project_of(31, [article]))
    }

    /// The first article of a project.
    pub fn in_project(project: &Project) -> Self {
        let place = Place::with(project);
        let mut rig = Rig::opened(place.home(), place.project());
        let page = rig.page_rect();
        Self { rig, rng: fastrand::Rng::with_seed(31), page, _place: place }
    }

    /// Goes somewhere else and comes to rest there.
    pub fn goes_elsewhere(&mut self) {
        let text = self.rig.desk().document().expect("an article").text.clone();
        let range = words_in(&mut self.rng, &text);
        self.rig.desk_mut().page.reader.as_mut().expect("an article").scroll_to(range);
        self.rig.rest();
    }

    /// Turns the wheel fast: a good window's height in every four frames.
    pub fn turns_the_wheel(&mut self) -> Series {
        let mut series = Series::default();
        for _ in 0..PLACES {
            self.goes_elsewhere();
            self.rig.frame(vec![Event::PointerMoved(self.page.center())]);
            for _ in 0..TURNS {
                series.push(self.rig.frame(vec![wheel(-180.0)]).took.cpu);
            }
            self.rig.rest();
        }
        series
    }

    /// Goes down page by page.
    pub fn pages_down(&mut self) -> Series {
        let mut series = Series::default();
        for _ in 0..PLACES {
            self.goes_elsewhere();
            for _ in 0..PAGES {
                series.push(self.rig.frame(press(Key::PageDown, Modifiers::NONE)).took.cpu);
                self.rig.frame(release(Key::PageDown, Modifiers::NONE));
            }
            self.rig.rest();
        }
        series
    }

    /// Drags the bar from the start to the end and back: every frame is somewhere else.
    fn drags_the_bar(&mut self) -> Series {
        let mut series = Series::default();
        let x = self.page.right() + 8.0;
        let (top, bottom) = (self.page.top() + 8.0, self.page.bottom() - 8.0);
        self.rig.frame(press(Key::Home, Modifiers::COMMAND));
        self.rig.frame(release(Key::Home, Modifiers::COMMAND));
        self.rig.rest();
        for turn in 0..DRAGS {
            let (from, to) = if turn % 2 == 0 { (top, bottom) } else { (bottom, top) };
            self.rig.frame(vec![Event::PointerMoved(pos2(x, from))]);
            self.rig.frame(vec![button(pos2(x, from), true)]);
            let before = self.start();
            for n in 1..=DRAGGED {
                let y = from + (to - from) * n as f32 / DRAGGED as f32;
                series.push(self.rig.frame(vec![Event::PointerMoved(pos2(x, y))]).took.cpu);
            }
            self.rig.frame(vec![button(pos2(x, to), false)]);
            self.rig.rest();
            let len = self.rig.desk().document().expect("an article").text.len();
            let moved = self.start().abs_diff(before);
            assert!(moved > len * 9 / 10, "the bar was not dragged: by {moved} of {len} bytes");
        }
        series
    }

    /// Where the first line on the screen starts.
    fn start(&self) -> usize {
        self.rig.desk().page.reader.as_ref().expect("an article").place().offset.index()
    }

    /// Makes the window narrower and wider again, frame by frame.
    fn resizes(&mut self) -> Series {
        let mut series = Series::default();
        self.goes_elsewhere();
        for n in 0..2 * WIDTHS {
            self.rig.size.x = SIZE.x - NARROWER * if n < WIDTHS { n } else { 2 * WIDTHS - n } as f32;
            series.push(self.rig.frame(Vec::new()).took.cpu);
        }
        self.rig.size = SIZE;
        self.rig.rest();
        series
    }

    /// Makes the text larger and smaller again, and returns what the frames took that show it so at first.
    fn zooms(&mut self) -> Series {
        let mut series = Series::default();
        self.goes_elsewhere();
        for n in 0..2 * ZOOMS {
            let key = if (n / 2).is_multiple_of(2) { Key::Plus } else { Key::Minus };
            series.push(self.rig.frame(press(key, Modifiers::COMMAND)).took.cpu);
            self.rig.frame(release(key, Modifiers::COMMAND));
            self.rig.rest();
        }
        series
    }
}

/// Reads an article of 10 MB with 100,000 spans in every way.
pub fn article(script: Script) {
    let mut reading = Reading::of(Article::tangled(script, 10_000_000));
    for _ in 0..20 {
        reading.goes_elsewhere();
    }
    let scrolls: [Scroll; 5] = [
        ("wheel: frame, CPU", Reading::turns_the_wheel),
        ("page down: key to painted frame, CPU", Reading::pages_down),
        ("drag of the bar: frame, CPU", Reading::drags_the_bar),
        ("resize: first frame at a new width, CPU", Reading::resizes),
        ("zoom: key to painted frame, CPU", Reading::zooms),
    ];
    for (what, run) in scrolls {
        println!("    {what:<46} {}", run(&mut reading).frames_line());
    }
    // What was said before may still be on the screen for a while.
    let settling = reading.rig.idle(IDLE);
    let idle = reading.rig.idle(IDLE);
    println!("    at rest: {idle} frames asked for in {IDLE} s (in the {IDLE} s before: {settling})");
}

/// Scrolls through texts of one paragraph of 5 MB.
pub fn paragraphs() {
    for (name, script) in
        [("English", Script::EnglishParagraph), ("Chinese", Script::ChineseParagraph), ("base64", Script::Base64)]
    {
        let (mut reading, opened) = took(|| Reading::of(Article::tangled(script, 5_000_000)));
        println!("  {name}; made and opened in {:.1} s", opened.wall.as_secs_f64());
        for _ in 0..20 {
            reading.goes_elsewhere();
        }
        println!("    {:<46} {}", "wheel: frame, CPU", reading.turns_the_wheel().frames_line());
        println!("    {:<46} {}", "drag of the bar: frame, CPU", reading.drags_the_bar().frames_line());
    }
}
