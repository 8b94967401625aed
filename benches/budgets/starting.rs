//! From the start of the program to a window that can be worked in, on a screen in memory.

use crate::clock::Series;
use crate::made::{self, Place};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How often the program is started.
const TIMES: usize = 9;
/// What a program of its own is asked to do: open the window on a project, as `glossator` does.
pub const CHILD: &str = "window-in-child";
/// What the log says once the first frame with the article is on the screen.
const USABLE: &str = "usable after";

/// A screen in memory, which ends with this value.
struct Screen {
    server: Child,
    display: String,
}

impl Screen {
    fn start() -> Option<Self> {
        let mut server = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1920x1200x24", "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let mut line = String::new();
        BufReader::new(server.stdout.take()?).read_line(&mut line).ok()?;
        Some(Self { server, display: format!(":{}", line.trim()) })
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.server.kill().unwrap_or_default();
        self.server.wait().map(drop).unwrap_or_default();
    }
}

/// Starts the program on a project of the example's size, again and again.
pub fn run() {
    let Some(screen) = Screen::start() else {
        println!("    no Xvfb here: not measured");
        return;
    };
    let place = Place::with(&made::project(21, (0..10).map(|_| (5_000, 60))));
    let (mut series, mut first) = (Series::default(), None);
    for _ in 0..TIMES {
        let Some(time) = start(&screen, &place) else {
            println!("    the window did not come up; the log is in {}", place.home().log_file().display());
            return;
        };
        // The very first start makes the driver's caches, which every later one finds.
        match first {
            None => first = Some(time),
            Some(_) => series.push(time),
        }
    }
    println!("    {:<46} {}", "exec to the article on the screen, wall", series.line());
    println!("    {:<46} {:.0} ms", "the first of them", first.unwrap_or_default().as_secs_f64() * 1e3);
}

/// Starts the program, waits until its log says that it can be worked in, and ends it.
fn start(screen: &Screen, place: &Place) -> Option<Duration> {
    let log = place.home().log_file();
    let before = n_usable(&log);
    let begun = Instant::now();
    let mut child = Command::new(std::env::current_exe().ok()?)
        .arg(CHILD)
        .arg(place.project())
        .env("DISPLAY", &screen.display)
        .env_remove("WAYLAND_DISPLAY")
        .env("GLOSSATOR_HOME", place.home_folder())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut time = None;
    while begun.elapsed() < Duration::from_secs(30) && time.is_none() {
        std::thread::sleep(Duration::from_millis(1));
        if n_usable(&log) > before {
            time = Some(begun.elapsed());
        }
    }
    child.kill().unwrap_or_default();
    child.wait().map(drop).unwrap_or_default();
    time
}

fn n_usable(log: &Path) -> usize {
    std::fs::read_to_string(log).map_or(0, |log| log.matches(USABLE).count())
}

/// Opens the window as the program does.
pub fn child(project: &Path) {
    let asked = glossator::cli::Window { paths: vec![project.to_owned()], ..Default::default() };
    glossator::app::run(asked);
}
