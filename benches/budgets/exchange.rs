//! Exchange: 10,000 articles with 500,000 spans from files into a project, and out again; and a gigabyte of lines through a
//! conversion.

use crate::clock::took;
use crate::made::{self, Place};
use glossator::corpus::Grouping;
use glossator::edit::{Command, Mint};
use glossator::formats::{Batch, FORMATS, Selection, TagMap, WriteOptions, named};
use glossator::model::{Annotator, AnnotatorKind, Codebook, Project, SetKey, Timestamp};
use glossator::store::{Disk, resident_bytes};
use glossator::text::{Offset, TextRange};
use glossator::workspace::{ExportPlan, Intake, Options, SplitPlan, Workspace, export, find, foreseen};
use std::io::Write;
use std::path::Path;
use std::process::Command as Process;
use std::sync::Arc;
use std::time::Instant;

/// The argument of the program when it converts and says how much memory that took.
pub const CHILD: &str = "--convert";

const ARTICLES: usize = 10_000;
const SPANS: usize = 50;
/// An article of 3 kB is one of 500 words.
const BYTES: usize = 3_000;

/// What a format takes in and out.
pub fn run() {
    let project = project();
    let place = Place::empty();
    for id in ["jsonl", "brat", "conll"] {
        let out = place.other(id);
        let (exported, time) = took(|| written(&project, &plan(id), &out));
        println!("    {:<46} {}", format!("{id}: export of {exported} spans, wall"), seconds(time.wall));
        import(id, &out);
    }
    split(&project, &place.other("split"));
}

/// An export into parts, for which every article is compared with what may be a near-duplicate of it.
fn split(project: &Project, out: &Path) {
    let shares = "train=80,dev=10,test=10".parse().expect("shares");
    let how = SplitPlan { shares, seed: 0, grouping: Grouping::default() };
    let plan = ExportPlan { split: Some(how), has_card: true, ..plan("jsonl") };
    let (_, time) = took(|| written(project, &plan, out));
    println!("    {:<46} {}", "jsonl: export into three parts, wall", seconds(time.wall));
    let (seen, time) = took(|| foreseen(project, &plan, &mut |_, _| true).expect("it is looked at"));
    println!("    {:<46} {}", format!("jsonl: foreseeing {} documents", seen.n_documents), seconds(time.wall));
}

/// Articles with spans that stand apart, so that every format can hold them all: one word of each ten.
fn project() -> Project {
    let mut rng = fastrand::Rng::with_seed(13);
    let mut project = made::project(12, (0..ARTICLES).map(|_| (BYTES, 0)));
    let codebook = Arc::clone(&project.codebook);
    let texts = project.documents.iter().map(|(id, document)| (id.clone(), document.text.clone()));
    for (document, text) in texts.collect::<Vec<_>>() {
        let place = |at: usize| Offset::new(u32::try_from(at).expect("a short text"));
        let words = text.as_str().split_inclusive(' ').scan(0, |at, word| {
            let start = *at;
            *at += word.len();
            Some(TextRange::between(place(start), place(start + word.trim_end().len())))
        });
        let words: Vec<TextRange> = words.filter(|word| text.slice(*word).chars().all(char::is_alphabetic)).collect();
        let set = project.sets.get_mut(&SetKey { document, annotator: made::person().id }).expect("a set");
        let spans = words.iter().step_by((words.len() / SPANS).max(1)).take(SPANS);
        Arc::make_mut(set).spans = spans.map(|word| made::span(&mut rng, (*word).into(), &codebook)).collect();
    }
    project
}

fn plan(id: &str) -> ExportPlan {
    ExportPlan {
        format: named(id).expect("a format"),
        selection: Selection::default(),
        options: WriteOptions::default(),
        tag_map: TagMap::default(),
        drop_left_out: false,
        fail_on_loss: false,
        min_agreement: None,
        split: None,
        has_card: false,
    }
}

fn written(project: &Project, plan: &ExportPlan, out: &Path) -> usize {
    std::fs::create_dir_all(out).expect("room");
    export(project, plan, out, &mut |_, _| true).expect("it is written").n_spans
}

fn import(id: &str, from: &Path) {
    let place = Place::empty();
    let options = Options { person: Some(made::person()), ..Options::default() };
    let mut workspace = Workspace::create(&place.project(), "Imported", Codebook::default(), &place.home(), options)
        .expect("a project");
    let begun = Instant::now();
    let me = Annotator { id: made::person().id, name: "Ada".to_owned(), kind: AnnotatorKind::Human };
    let batch = Batch::new(workspace.project(), Mint::new(1, Timestamp::new(1)), me);
    let found = find(&Disk::default(), &[from.to_owned()], None, named(id));
    let mut intake = Intake::new(batch);
    intake.take(&found, |_| true);
    let taken = intake.finish();
    let read = begun.elapsed();
    let n_spans = taken.n_spans;
    let command = Command::Import(Box::new(taken.import));
    let (planned, time) = took(|| command.plan(workspace.project(), &mut Mint::new(2, Timestamp::new(2))));
    println!("    {:<46} {}", format!("{id}: the step planned, beside the window"), seconds(time.wall));
    let planned = planned.expect("it comes in");
    let (_, time) = took(|| workspace.run_planned(&planned).expect("it comes in"));
    println!("    {:<46} {}", format!("{id}: the step done, in the window"), seconds(time.wall));
    while !workspace.is_durable() {
        workspace.poll();
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    let durable = begun.elapsed();
    println!("    {:<46} {}", format!("{id}: import of {n_spans} spans, read, wall"), seconds(read));
    println!("    {:<46} {}", format!("{id}: until the one record is durable"), seconds(durable));
    workspace.close().expect("it closes");
    println!("    {:<46} {}", format!("{id}: until all files are written"), seconds(begun.elapsed()));
    println!("    {:<46} {} MB", format!("{id}: resident"), resident_bytes().unwrap_or_default() / 1_000_000);
}

/// A gigabyte of lines through `convert`, in a program of its own.
pub fn convert() {
    let place = Place::empty();
    let input = place.other("large.jsonl");
    let mut file = std::io::BufWriter::new(std::fs::File::create(&input).expect("a file"));
    let words = "The envoy spoke of a truce in the north on Monday, and nobody there believed him. ".repeat(40);
    let mut n_bytes = 0;
    for n in 0.. {
        let line = format!(
            r#"{{"id":"article-{n}","text":"{n} {words}","sets":[{{"annotator":"ana","spans":[{{"start":0,"end":1,"tag":"number"}}]}}]}}"#
        );
        n_bytes += line.len() + 1;
        writeln!(file, "{line}").expect("room");
        if n_bytes > 1_000_000_000 {
            break;
        }
    }
    file.flush().expect("room");
    let begun = Instant::now();
    let most = most_resident(&input, "jsonl", &place.other("out.jsonl"));
    println!("    {:<46} {}", format!("{} MB through convert, wall", n_bytes / 1_000_000), seconds(begun.elapsed()));
    println!("    {:<46} {most} MB", "the most that was resident");
}

/// How many documents go through each format: memory must not grow with them.
const FEW: usize = 2_000;
const MANY: usize = 8_000;

/// The most memory that each format takes, written, read back and read again, for few documents and for four times as many.
pub fn memory() {
    let place = Place::empty();
    for format in FORMATS.iter().filter(|format| format.is_written()) {
        let id = format.id();
        let most = [FEW, MANY].map(|n| {
            let input = place.other(&format!("{n}.jsonl"));
            if !input.exists() {
                corpus(&input, n);
            }
            let out = place.other(&format!("{id}-{n}/"));
            std::fs::create_dir_all(&out).expect("room");
            let written = most_resident(&input, id, &out);
            let read = most_resident(&out, "jsonl", &place.other(&format!("{id}-{n}.jsonl")));
            std::fs::remove_dir_all(&out).expect("it was there");
            [written, read]
        });
        let [[few_written, few_read], [many_written, many_read]] = most;
        println!(
            "    {id:<16} written {few_written:>5} → {many_written:>5} MB    read {few_read:>5} → {many_read:>5} MB"
        );
    }
}

/// Lines with documents of 500 words, each with 50 spans.
fn corpus(path: &Path, n: usize) {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path).expect("a file"));
    let words = "The envoy spoke of a truce in the north on Monday, and nobody there believed him. ".repeat(35);
    let spans = |shift: usize| {
        let at = |n: usize| shift + 4 + n * 50;
        let span = |n: usize| format!(r#"{{"start":{},"end":{},"tag":"person"}}"#, at(n), at(n) + 5);
        (0..50).map(span).collect::<Vec<_>>().join(",")
    };
    for n in 0..n {
        let head = format!("{n} ");
        let spans = spans(head.len());
        let line = format!(
            r#"{{"id":"article-{n}","text":"{head}{words}","sets":[{{"annotator":"ana","spans":[{spans}]}}]}}"#
        );
        writeln!(file, "{line}").expect("room");
    }
    file.flush().expect("room");
}

/// Converts in a program of its own; the most memory that it had, in MB.
fn most_resident(input: &Path, format: &str, out: &Path) -> u64 {
    let program = std::env::current_exe().expect("this program");
    let ran = Process::new(program).args([CHILD, format]).args([input, out]).output().expect("it runs");
    assert!(ran.status.success(), "{format}: {}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).expect("text").trim().parse().expect("a number")
}

/// Converts, and says the most memory that it had, in MB.
pub fn child(format: &str, input: &Path, out: &Path) {
    let plan = plan(format);
    let found = find(&Disk::default(), &[input.to_owned()], None, None);
    glossator::workspace::convert(&found, &Default::default(), &plan, out, &mut |_, _| true).expect("it converts");
    println!("{}", peak_bytes().unwrap_or_default() / 1_000_000);
}

/// The most that was resident so far; Linux alone says it.
fn peak_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

fn seconds(time: std::time::Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}
