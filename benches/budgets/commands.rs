//! Commands from the key to the painted frame, and what follows them until the window rests and the figures are new.

use crate::clock::{Compared, Series, Took};
use crate::made::{Article, Place, project_of};
use crate::rig::{Frame, Rig, press, release, wheel};
use crate::words::words_in;
use cpu_time::{ProcessTime, ThreadTime};
use egui::{Event, Key, Modifiers};
use glossator::text::TextRange;
use std::collections::BTreeMap;
use std::time::Instant;

/// Articles and spans of a project with one large article.
pub struct Size {
    /// What it is, for people.
    pub name: &'static str,
    /// The articles; the first one is open.
    pub articles: Vec<Article>,
}

/// What is measured at every place.
#[derive(Default)]
struct Measured(BTreeMap<&'static str, Series>);

impl Measured {
    fn of(&mut self, what: &'static str) -> &mut Series {
        self.0.entry(what).or_default()
    }
}

/// The tags' keys that the codebook has.
const TAG_KEYS: [Key; 9] =
    [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];
/// Places at which everything is done before anything is counted.
const WARM_UP: usize = 12;
/// Frames of scrolling at one place.
const SCROLLED: usize = 12;
/// Presses of the key that goes a page down, at one place.
const PAGES: usize = 6;

/// A window with places to label at.
struct Labeling {
    rig: Rig,
    rng: fastrand::Rng,
    n_refused: usize,
    n_most_vertices: usize,
    _place: Place,
}

impl Labeling {
    fn new(size: &Size, seed: u64) -> Self {
        let place = Place::with(&project_of(seed, size.articles.iter().copied()));
        let rig = Rig::opened(place.home(), place.project());
        let rng = fastrand::Rng::with_seed(seed);
        Self { rig, rng, n_refused: 0, n_most_vertices: 0, _place: place }
    }

    /// Goes to a place, scrolls there, selects a word, tags it, retags it, takes that back and removes it.
    fn labels(&mut self, measured: &mut Measured) {
        let text = self.rig.desk().document().expect("an article").text.clone();
        let range = words_in(&mut self.rng, &text);
        self.goes_to(range, measured);
        self.scrolls(measured);
        self.goes_to(range, &mut Measured::default());
        let Some(rect) = self.rig.desk().page.reader.as_ref().and_then(|reader| {
            let first = text.unit_at(range.start(), glossator::text::Granularity::Word);
            reader.range_rect(first)
        }) else {
            self.n_refused += 1;
            return;
        };
        self.rig.double_click(rect.center());
        self.rig.rest();
        if self.rig.desk().selected().is_none() {
            self.n_refused += 1;
            return;
        }
        let n_spans = self.rig.n_spans();
        let tag = self.rng.usize(..TAG_KEYS.len());
        let other = (tag + 1 + self.rng.usize(..TAG_KEYS.len() - 1)) % TAG_KEYS.len();
        self.presses("tag", TAG_KEYS[tag], Modifiers::NONE, measured);
        if self.rig.n_spans() != n_spans + 1 {
            // This very word has this tag already.
            self.n_refused += 1;
            return;
        }
        self.presses("retag", TAG_KEYS[other], Modifiers::NONE, measured);
        self.presses("undo", Key::Z, Modifiers::COMMAND, measured);
        self.presses("remove", Key::Delete, Modifiers::NONE, measured);
        assert_eq!(self.rig.n_spans(), n_spans, "the commands were not done");
    }

    /// The first frame somewhere else in the article, where nothing is laid out yet.
    fn goes_to(&mut self, range: TextRange, measured: &mut Measured) {
        self.rig.desk_mut().page.reader.as_mut().expect("an article").scroll_to(range);
        let frame = self.rig.frame(Vec::new());
        measured.of("jump: frame, CPU").push(frame.took.cpu);
        self.rig.rest();
    }

    fn scrolls(&mut self, measured: &mut Measured) {
        let middle = egui::pos2(640.0, 400.0);
        self.rig.frame(vec![Event::PointerMoved(middle)]);
        for _ in 0..SCROLLED {
            let frame = self.rig.frame(vec![wheel(-60.0)]);
            measured.of("scroll: frame, CPU").push(frame.took.cpu);
        }
        self.rig.rest();
        for _ in 0..PAGES {
            let frame = self.rig.frame(press(Key::PageDown, Modifiers::NONE));
            measured.of("page: frame, CPU").push(frame.took.cpu);
            self.rig.frame(release(Key::PageDown, Modifiers::NONE));
        }
        self.rig.rest();
    }

    /// Presses a key; measures the frame with it, what the window does until it rests, and when the figures follow.
    fn presses(&mut self, what: &'static str, key: Key, modifiers: Modifiers, measured: &mut Measured) {
        let names = names_of(what);
        let (begun, own, all) = (Instant::now(), ThreadTime::now(), ProcessTime::now());
        let frame: Frame = self.rig.frame(press(key, modifiers));
        self.rig.until_counted();
        let counted = begun.elapsed();
        self.rig.frame(release(key, modifiers));
        let (rest, _): (Took, usize) = self.rig.rest();
        let (own, all) = (own.elapsed(), all.elapsed());
        measured.of(names.frame_cpu).push(frame.took.cpu);
        measured.of(names.frame_wall).push(frame.took.wall);
        measured.of(names.edit_cpu).push(frame.took.cpu + rest.cpu);
        measured.of(names.counted).push(counted);
        measured.of(names.others_cpu).push(all.saturating_sub(own));
        self.n_most_vertices = self.n_most_vertices.max(frame.n_vertices);
    }
}

/// What the figures of a command are called.
struct Names {
    frame_cpu: &'static str,
    frame_wall: &'static str,
    edit_cpu: &'static str,
    counted: &'static str,
    others_cpu: &'static str,
}

fn names_of(command: &str) -> Names {
    macro_rules! names {
        ($command:literal) => {
            Names {
                frame_cpu: concat!($command, ": key to painted frame, CPU"),
                frame_wall: concat!($command, ": key to painted frame, wall"),
                edit_cpu: concat!($command, ": all frames until the window rests, CPU"),
                counted: concat!($command, ": key to new figures, wall"),
                others_cpu: concat!($command, ": all other threads, CPU"),
            }
        };
    }
    match command {
        "tag" => names!("tag"),
        "retag" => names!("retag"),
        "undo" => names!("undo"),
        _ => names!("remove"),
    }
}

/// Labels in two windows turn by turn, and prints the figures of the first and how the second compares.
pub fn run(once: &Size, twice: &Size, n_rounds: usize, n_places: usize) {
    let mut sides = [Labeling::new(once, 7), Labeling::new(twice, 8)];
    for side in &mut sides {
        for _ in 0..WARM_UP {
            side.labels(&mut Measured::default());
        }
        side.n_refused = 0;
    }
    let mut compared: BTreeMap<&'static str, Compared> = BTreeMap::new();
    for round in 0..n_rounds {
        let mut measured = [Measured::default(), Measured::default()];
        // Who comes first changes from round to round.
        for turn in 0..2 {
            let which = (round + turn) % 2;
            for _ in 0..n_places {
                sides[which].labels(&mut measured[which]);
            }
        }
        let [once, twice] = measured;
        for (what, series) in once.0 {
            let other = twice.0.get(what).cloned().unwrap_or_default();
            compared.entry(what).or_default().round(&series, &other);
        }
    }
    println!("  {}", once.name);
    for (what, compared) in &compared {
        println!("    {what:<46} {}", compared.once().line());
    }
    println!("  {} -> {}", once.name, twice.name);
    for (what, compared) in &compared {
        println!("    {what:<46} {}", compared.line());
    }
    let [once, twice] = &sides;
    println!(
        "  places left out: {} and {}; corners in the largest frame: {} and {}",
        once.n_refused, twice.n_refused, once.n_most_vertices, twice.n_most_vertices
    );
}
