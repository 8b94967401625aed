//! Opening a project in a program that has just started, until its first article is on the screen.

use crate::clock::{Series, ms, took};
use crate::made::{self, Article, Place};
use crate::rig::Rig;
use crate::words::Script;
use cpu_time::ProcessTime;
use glossator::store::{Home, resident_bytes};
use glossator::workspace::{Options, Workspace};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// How often it is opened.
const TIMES: usize = 9;
/// How often it is opened from the disk: putting 3,000 files out of memory takes long.
const TIMES_COLD: usize = 3;

/// What [`child`] measures.
const WITH_PROJECT: [&str; 6] = [
    "Workspace::open, wall",
    "Workspace::open, CPU of all threads",
    "until a frame has the article, wall",
    "that, CPU of all threads",
    "longest frame, wall",
    "longest frame, CPU",
];
/// What [`article_child`] measures.
const IN_PROJECT: [&str; 4] =
    ["until a frame has the article, wall", "that, CPU", "longest frame, CPU", "the frame after it, CPU"];

/// What a program of its own is asked to do: see [`child`].
pub const CHILD: &str = "open-in-child";

/// Opens 1,000 articles with 50,000 spans, each time in a program of its own.
pub fn run() {
    let (made, writing) = took(|| Place::with(&made::project(3, (0..1000).map(|_| (5_000, 50)))));
    println!("  1,000 articles with 50,000 spans; written by the store in {}", ms(writing.wall.as_secs_f64() * 1e3));
    for (what, is_cold, n_times) in [("files in memory", false, TIMES), ("files out of memory", true, TIMES_COLD)] {
        let mut series = vec![Series::default(); WITH_PROJECT.len()];
        for _ in 0..n_times {
            if is_cold && !evict(made.path()) {
                println!("    {what}: this system does not let them be put out of memory");
                break;
            }
            for (series, time) in series.iter_mut().zip(in_child(CHILD, &made)) {
                series.push(time);
            }
        }
        for (name, series) in WITH_PROJECT.iter().zip(&series) {
            println!("    {:<70} {}", format!("{what}: {name}"), series.line());
        }
    }
}

/// What a program of its own is asked to do: see [`large_child`].
pub const LARGE_CHILD: &str = "open-large-in-child";

/// Opens 10,000 articles with 500,000 spans, to the first article and to all live figures.
pub fn large() {
    let place = Place::with(&crate::asking::project(crate::asking::ARTICLES));
    let (mut usable, mut counted, mut largest) = (Series::default(), Series::default(), 0);
    for _ in 0..TIMES_COLD {
        let figures = figures_of_child(LARGE_CHILD, &place);
        let [to_article, to_figures, bytes] = figures[..] else { panic!("three figures: {figures:?}") };
        usable.push(Duration::from_nanos(to_article));
        counted.push(Duration::from_nanos(to_figures));
        largest = largest.max(bytes);
    }
    println!("    {:<70} {}", "until a frame has the article, wall", usable.line());
    println!("    {:<70} {}", "until all figures are complete, wall", counted.line());
    println!("    {:<70} {} MB", "resident then, the most", largest / 1_000_000);
}

/// Opens a project in a window, and prints nanoseconds to its first article and to its figures, and bytes that are resident then.
pub fn large_child(home: &Path, project: &Path) {
    let begun = Instant::now();
    let mut rig = Rig::start(Home::at(home), vec![PathBuf::from(project)]);
    rig.until("open", Rig::shows_article);
    let usable = begun.elapsed();
    rig.until_counted();
    println!("{} {} {}", usable.as_nanos(), begun.elapsed().as_nanos(), resident_bytes().unwrap_or_default());
}

/// Starts this program again to open a project, and reads the times that it says.
fn in_child(what: &str, place: &Place) -> Vec<Duration> {
    figures_of_child(what, place).into_iter().map(Duration::from_nanos).collect()
}

fn figures_of_child(what: &str, place: &Place) -> Vec<u64> {
    place.forget();
    let program = std::env::current_exe().expect("this program");
    let output = Command::new(program).arg(what).arg(place.home_folder()).arg(place.project()).output();
    let said = String::from_utf8(output.expect("it starts").stdout).expect("figures");
    said.split_whitespace().map(|figure| figure.parse().expect("a figure")).collect()
}

/// Opens a project, first alone, then in a window, and prints nanoseconds.
pub fn child(home: &Path, project: &Path) {
    let home = Home::at(home);
    let all_threads = ProcessTime::now();
    let (workspace, opened) = took(|| Workspace::open(project, &home, Options::default()).expect("it opens"));
    let opened_cpu = all_threads.elapsed();
    drop(workspace);
    let (begun, all_threads) = (Instant::now(), ProcessTime::now());
    let mut rig = Rig::start(home, vec![PathBuf::from(project)]);
    let frames = rig.until("open", Rig::shows_article);
    let (usable, all_threads) = (begun.elapsed(), all_threads.elapsed());
    let longest = frames.iter().map(|frame| frame.took.wall).max().unwrap_or_default();
    let longest_cpu = frames.iter().map(|frame| frame.took.cpu).max().unwrap_or_default();
    for time in [opened.wall, opened_cpu, usable, all_threads, longest, longest_cpu] {
        println!("{}", time.as_nanos());
    }
}

/// What a program of its own is asked to do: see [`article_child`].
pub const ARTICLE_CHILD: &str = "open-article-in-child";

/// Opens articles of 1 MB and 10 MB: with their project, and in a project that is open.
pub fn articles() {
    for (name, script, n_bytes) in [
        ("1 MB, 10,000 spans", Script::English, 1_000_000),
        ("10 MB, 100,000 spans", Script::English, 10_000_000),
        ("10 MB of Arabic, 100,000 spans", Script::Arabic, 10_000_000),
    ] {
        let alone = Place::with(&made::project_of(5, [Article::tangled(script, n_bytes)]));
        let second = [Article::plain(5_000, 50), Article::tangled(script, n_bytes)];
        let second = Place::with(&made::project_of(5, second));
        println!("  {name}");
        for (when, child, place, names) in [
            ("with its project", CHILD, alone, WITH_PROJECT.as_slice()),
            ("in an open project", ARTICLE_CHILD, second, IN_PROJECT.as_slice()),
        ] {
            let mut series = vec![Series::default(); names.len()];
            for _ in 0..TIMES {
                for (series, time) in series.iter_mut().zip(in_child(child, &place)) {
                    series.push(time);
                }
            }
            for (name, series) in names.iter().zip(&series) {
                println!("    {:<70} {}", format!("{when}: {name}"), series.line());
            }
        }
    }
}

/// Opens a project at its first article, which is short, then its second one, and prints nanoseconds.
pub fn article_child(home: &Path, project: &Path) {
    let mut rig = Rig::opened(Home::at(home), PathBuf::from(project));
    let begun = Instant::now();
    let cx = rig.cx.clone();
    let ((), own) = took(|| rig.window.open_document(&cx, &made::article_id(1)));
    let frames = rig.until("open", Rig::shows_article);
    let usable = begun.elapsed();
    let longest = frames.iter().map(|frame| frame.took.cpu).max().unwrap_or_default();
    let all = frames.iter().map(|frame| frame.took.cpu).sum::<Duration>() + own.cpu;
    let next = rig.frame(Vec::new()).took.cpu;
    for time in [usable, all, longest, next] {
        println!("{}", time.as_nanos());
    }
}

/// Puts the files of a folder out of the system's memory. Returns whether that could be asked for.
fn evict(folder: &Path) -> bool {
    let script = "sync; find \"$0\" -type f -print0 | xargs -0 -I F dd if=F iflag=nocache count=0 status=none";
    Command::new("sh").arg("-c").arg(script).arg(folder).status().is_ok_and(|status| status.success())
}
