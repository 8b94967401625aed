//! The budgets, measured in the real code paths. `cargo bench` measures them all, `cargo bench -- commands` some.
//!
//! Nothing here passes or fails: `docs/performance.md` has the figures, the machine they are from and the aims.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::string_slice,
    reason = "a program for people at a terminal, which ends where something is not as it should be"
)]

mod clock;
mod words;
mod made;
mod rig;
mod opening;
mod commands;
mod reading;
mod relations;
mod memory;
mod counting;
mod asking;
mod agreeing;
mod gamma;
mod reviewing;
mod checking;
mod large_steps;
mod saving;
mod exchange;
mod starting;

use commands::Size;
use made::{Article, n_spans};
use std::path::Path;
use words::Script;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    match args.as_slice() {
        [what, home, project] if what == opening::CHILD => return opening::child(Path::new(home), Path::new(project)),
        [what, home, project] if what == opening::LARGE_CHILD => {
            return opening::large_child(Path::new(home), Path::new(project));
        }
        [what, home, project] if what == opening::ARTICLE_CHILD => {
            return opening::article_child(Path::new(home), Path::new(project));
        }
        [what, home, project] if what == memory::CHILD => return memory::child(Path::new(home), Path::new(project)),
        [what, format, input, out] if what == exchange::CHILD => {
            return exchange::child(format, Path::new(input), Path::new(out));
        }
        [what, project] if what == starting::CHILD => return starting::child(Path::new(project)),
        [what] if what == gamma::LINES => return gamma::lines(),
        _ => {}
    }
    let is_wanted = |section: &str| args.is_empty() || args.iter().any(|arg| arg == section);
    for (name, title, run) in SECTIONS {
        if is_wanted(name) {
            println!("{name}: {title}");
            run();
            println!();
        }
    }
}

/// What is measured, in this order.
const SECTIONS: &[(&str, &str, fn())] = &[
    ("opening", "a project of 1,000 articles, in a program that has just started", opening::run),
    ("opening-large", "10,000 articles with 500,000 spans, in a program that has just started", opening::large),
    ("opening-article", "an article with spans, in a program that has just started", opening::articles),
    ("memory", "resident bytes of a program with an article open", memory::run),
    ("starting", "the window, from exec, on a project of the example's size", starting::run),
    ("journal", "until an edit is on the disk", saving::journal),
    ("long-journal", "a project whose journal has 100,000 transactions", saving::long_journal),
    ("import", "300 articles", saving::import),
    ("exchange", "10,000 articles with 500,000 spans from files, and to files", exchange::run),
    ("convert", "a gigabyte of lines", exchange::convert),
    ("convert-memory", "2,000 documents and 8,000 in each format", exchange::memory),
    ("figures", "the statistics by themselves", counting::run),
    ("asking", "queries and questions, over 10,000 articles with 500,000 spans", asking::run),
    ("agreement", "how far people agree, by all measures of spans", agreeing::run),
    ("review", "comparing what annotators say, and deciding", reviewing::run),
    ("checks", "following edits, with 100,000 spans", checking::run),
    ("gamma", "documents of 2,000 characters", gamma::run),
    ("tag-all", "a name in 10,000 articles", large_steps::tag_all),
    ("merge-tags", "100,000 spans in 1,000 articles get another tag", large_steps::merge_tags),
    ("relations", "2,000 arcs in an article", relations::run),
    ("commands", "in a 1 MB article with 10,000 spans, and in one twice as long", || {
        commands::run(&article("1 MB", 1_000_000), &article("2 MB", 2_000_000), 20, 10);
    }),
    ("project-commands", "in one of 1,000 articles, and in one of 2,000", || {
        commands::run(&project("1,000 articles", 1000), &project("2,000 articles", 2000), 10, 8);
    }),
    ("reading", "an article of 10 MB with 100,000 spans", || reading::article(Script::English)),
    ("reading-arabic", "an article of 10 MB with 100,000 spans", || reading::article(Script::Arabic)),
    ("reading-paragraphs", "articles of one paragraph of 5 MB, with 50,000 spans", reading::paragraphs),
    ("tangled-commands", "in 10 MB with 100,000 spans, nested and crossing, and in twice as much", || {
        commands::run(
            &tangled("10 MB", Script::English, 10_000_000),
            &tangled("20 MB", Script::English, 20_000_000),
            40,
            4,
        );
    }),
    ("arabic-commands", "the same in Arabic", || {
        commands::run(
            &tangled("10 MB", Script::Arabic, 10_000_000),
            &tangled("20 MB", Script::Arabic, 20_000_000),
            40,
            4,
        );
    }),
    ("large-commands", "in a 10 MB article with 100,000 spans, and in one twice as long", || {
        commands::run(&article("10 MB", 10_000_000), &article("20 MB", 20_000_000), 40, 4);
    }),
];

/// One article with spans as dense as in all of them.
fn article(name: &'static str, n_bytes: usize) -> Size {
    Size { name, articles: vec![Article::plain(n_bytes, n_spans(n_bytes))] }
}

/// One article with spans that lie in each other and cross.
fn tangled(name: &'static str, script: Script, n_bytes: usize) -> Size {
    Size { name, articles: vec![Article::tangled(script, n_bytes)] }
}

/// Articles of a usual length.
fn project(name: &'static str, n_articles: usize) -> Size {
    Size { name, articles: vec![Article::plain(5_000, 50); n_articles] }
}
