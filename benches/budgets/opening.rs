//! Opening a project in a program that has just started, until its first article is on the screen.

use crate::clock::{Series, ms, took};
use crate::made::{self, Place};
use crate::rig::Rig;
use glossator::store::Home;
use glossator::workspace::{Options, Workspace};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// How often it is opened.
const TIMES: usize = 9;
/// How often it is opened from the disk: putting 3,000 files out of memory takes long.
const TIMES_COLD: usize = 3;

/// What a program of its own is asked to do: see [`child`].
pub const CHILD: &str = "open-in-child";

/// Opens 1,000 articles with 50,000 spans, each time in a program of its own.
pub fn run() {
    let (made, writing) = took(|| Place::with(&made::project(3, (0..1000).map(|_| (5_000, 50)))));
    println!("  1,000 articles with 50,000 spans; written by the store in {}", ms(writing.wall.as_secs_f64() * 1e3));
    for (what, is_cold, n_times) in [("files in memory", false, TIMES), ("files out of memory", true, TIMES_COLD)] {
        let mut series = [Series::default(), Series::default(), Series::default(), Series::default()];
        for _ in 0..n_times {
            if is_cold && !evict(made.path()) {
                println!("    {what}: this system does not let them be put out of memory");
                break;
            }
            for (series, time) in series.iter_mut().zip(open_in_child(&made)) {
                series.push(time);
            }
        }
        let names = ["Workspace::open, wall", "Workspace::open, CPU", "until a frame has the article", "longest frame"];
        for (name, series) in names.iter().zip(&series) {
            println!("    {:<46} {}", format!("{what}: {name}"), series.line());
        }
    }
}

/// Starts this program again to open a project, and reads what it says.
fn open_in_child(place: &Place) -> Vec<Duration> {
    let program = std::env::current_exe().expect("this program");
    let output = Command::new(program).arg(CHILD).arg(place.home_folder()).arg(place.project()).output();
    let said = String::from_utf8(output.expect("it starts").stdout).expect("figures");
    said.split_whitespace().map(|ns| Duration::from_nanos(ns.parse().expect("a figure"))).collect()
}

/// Opens a project, first alone, then in a window, and prints nanoseconds.
pub fn child(home: &Path, project: &Path) {
    let home = Home::at(home);
    let all_threads = cpu_time::ProcessTime::now();
    let (workspace, opened) = took(|| Workspace::open(project, &home, Options::default()).expect("it opens"));
    let opened_cpu = all_threads.elapsed();
    drop(workspace);
    let begun = Instant::now();
    let mut rig = Rig::start(home, vec![PathBuf::from(project)]);
    let frames = rig.until("open", Rig::shows_article);
    let usable = begun.elapsed();
    let longest = frames.iter().map(|frame| frame.took.wall).max().unwrap_or_default();
    for time in [opened.wall, opened_cpu, usable, longest] {
        println!("{}", time.as_nanos());
    }
}

/// Puts the files of a folder out of the system's memory. Returns whether that could be asked for.
fn evict(folder: &Path) -> bool {
    let script = "sync; find \"$0\" -type f -print0 | xargs -0 -I F dd if=F iflag=nocache count=0 status=none";
    Command::new("sh").arg("-c").arg(script).arg(folder).status().is_ok_and(|status| status.success())
}
