//! What an open article takes of the system's memory: the process's resident bytes, each time in a program of its own.

use crate::made::{self, Article, Place};
use crate::rig::Rig;
use crate::words::{Script, words_in};
use glossator::store::Home;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// What a program of its own is asked to do: see [`child`].
pub const CHILD: &str = "weigh-in-child";
/// Places that are looked at before it is weighed again.
const PLACES: usize = 300;

/// A program with an article open, in bytes.
#[derive(Clone, Copy, Debug)]
struct Weight {
    /// Once it has come to rest.
    opened: f64,
    /// After having been read here and there.
    read: f64,
    /// The most that it ever was.
    most: f64,
}

/// Weighs an article of 10 MB without spans, and one with 100,000, against one of 5 kB.
pub fn run() {
    let article = |n_bytes, n_spans, script| Article { n_bytes, n_spans, script, is_tangled: n_spans > 0 };
    let nothing = weigh(article(5_000, 0, Script::English));
    println!("    a window with an article of 5 kB: {}", in_megabytes(nothing));
    for (name, script) in [("English", Script::English), ("Arabic", Script::Arabic)] {
        let (n_bytes, n_spans) = (10_000_000, 100_000);
        let text = weigh(article(n_bytes, 0, script));
        let both = weigh(article(n_bytes, n_spans, script));
        println!("    {name}, 10 MB without spans:        {}", in_megabytes(text));
        println!("    {name}, 10 MB with 100,000 spans:   {}", in_megabytes(both));
        for (when, of) in [("opened", (|weight| weight.opened) as fn(Weight) -> f64), ("read", |weight| weight.read)] {
            let grown = of(both) - of(nothing);
            println!(
                "      {when}: {:.2} bytes a byte of text, {:.0} bytes a span; {:.0} MB of {:.0} MB",
                (of(text) - of(nothing)) / n_bytes as f64,
                (of(both) - of(text)) / n_spans as f64,
                grown / 1e6,
                (12 * n_bytes + 200 * n_spans) as f64 / 1e6,
            );
        }
    }
}

fn in_megabytes(Weight { opened, read, most }: Weight) -> String {
    format!("opened {:.0} MB, read {:.0} MB, at most {:.0} MB", opened / 1e6, read / 1e6, most / 1e6)
}

/// Starts this program again to open a project with one article, and reads what it says.
fn weigh(article: Article) -> Weight {
    let place = Place::with(&made::project_of(41, [article]));
    let program = std::env::current_exe().expect("this program");
    let output = Command::new(program).arg(CHILD).arg(place.home_folder()).arg(place.project()).output();
    let said = String::from_utf8(output.expect("it starts").stdout).expect("figures");
    let bytes: Vec<f64> = said.split_whitespace().map(|bytes| bytes.parse().expect("a figure")).collect();
    let &[opened, read, most] = bytes.as_slice() else { panic!("three figures, not {said:?}") };
    Weight { opened, read, most }
}

/// Opens a project, reads in it here and there, and prints bytes.
pub fn child(home: &Path, project: &Path) {
    let mut rig = Rig::opened(Home::at(home), PathBuf::from(project));
    // What was freed by other threads in the meantime goes back to the system.
    std::thread::sleep(Duration::from_millis(500));
    rig.rest();
    println!("{}", kilobytes("VmRSS") * 1024.0);
    let text = rig.desk().document().expect("an article").text.clone();
    let mut rng = fastrand::Rng::with_seed(41);
    for _ in 0..PLACES {
        let range = words_in(&mut rng, &text);
        rig.desk_mut().page.reader.as_mut().expect("an article").scroll_to(range);
        rig.rest();
    }
    println!("{}", kilobytes("VmRSS") * 1024.0);
    println!("{}", kilobytes("VmHWM") * 1024.0);
}

/// A figure that the system keeps about this process.
fn kilobytes(name: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux");
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok()).expect("a figure")
}
