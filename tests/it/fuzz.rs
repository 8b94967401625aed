//! The fuzz targets on stable: every file of the corpus, and changed ones, the same in every run.
//!
//! `GLOSSATOR_FUZZ_SECONDS` lets each target go on for so long, with other changes. `GLOSSATOR_FUZZ_SEEDS` has the files of the
//! corpus written anew that the program itself makes.

use crate::desk::{Desk, add_document, mark, until_saved};
use fastrand::Rng;
use glossator::store::{self, Progress};
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

#[path = "../../fuzz/src/lib.rs"]
mod targets;

/// How often each file of the corpus is changed when nobody asks for more.
const CHANGES: u64 = 120;
/// No input may take longer.
const LONGEST: Duration = Duration::from_secs(2);
/// Inputs are cut to this.
const LARGEST: usize = 100_000;

/// Words that mean something to some reader.
const WORDS: [&str; 22] = [
    "SHA",
    "BYTES",
    "id: ",
    "at: [(0, 3)]",
    "(",
    ")",
    "[",
    "]",
    "Some(",
    "\"",
    "r#\"",
    "/*",
    "*/",
    "//",
    "\u{feff}",
    "\n---\n",
    "format: 2",
    "-1",
    "4294967295",
    "18446744073709551616",
    "é👍",
    "\0",
];

macro_rules! tests {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            run(stringify!($name));
        })*

        #[test]
        fn every_target_is_run() {
            let run = [$(stringify!($name)),*];
            assert_eq!(targets::TARGETS.map(|(name, _)| name), run);
            let manifest = fs::read_to_string(fuzz("Cargo.toml")).unwrap();
            for name in run {
                assert!(manifest.contains(&format!("name = \"{name}\"")), "{name} is not in fuzz/Cargo.toml");
                let source = fs::read_to_string(fuzz(&format!("fuzz_targets/{name}.rs"))).unwrap();
                assert!(source.contains(&format!("glossator_fuzz::{name}(data)")), "{name} does not call its function");
            }
        }
    };
}

tests! { ron_project ron_codebook ron_annotator ron_document ron_set journal backup merge_sets merge_codebooks formats }

fn fuzz(inside: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(inside)
}

/// Gives a target its corpus, and changes of it.
fn run(name: &str) {
    let (_, target) = targets::TARGETS.into_iter().find(|(other, _)| *other == name).unwrap();
    let corpus = corpus(name);
    for (file, bytes) in &corpus {
        check(name, target, bytes, file);
    }
    let seconds: Option<u64> = std::env::var("GLOSSATOR_FUZZ_SECONDS").ok().map(|it| it.parse().unwrap());
    let started = Instant::now();
    let mut n_run = corpus.len();
    for round in 0.. {
        for (file, bytes) in &corpus {
            let mut rng = Rng::with_seed(round);
            let other = &corpus[rng.usize(..corpus.len())].1;
            check(name, target, &changed(bytes, other, &mut rng), &format!("{file}, change {round}"));
            n_run += 1;
        }
        let is_over = seconds.map_or(round + 1 >= CHANGES, |seconds| started.elapsed().as_secs() >= seconds);
        if is_over {
            break;
        }
    }
    println!("{name}: {n_run} inputs in {:.1} s", started.elapsed().as_secs_f64());
}

/// Gives a target an input. What breaks a law is kept, to be looked at. Time on a busy machine is taken again before it counts.
#[track_caller]
fn check(name: &str, target: fn(&[u8]), bytes: &[u8], what: &str) {
    let mut fastest = Duration::MAX;
    for _ in 0..3 {
        let started = Instant::now();
        let ran = catch_unwind(AssertUnwindSafe(|| target(bytes)));
        fastest = fastest.min(started.elapsed());
        let kept = std::env::temp_dir().join(format!("glossator-fuzz-{name}"));
        if ran.is_err() || fastest > 2 * LONGEST {
            fs::write(&kept, bytes).unwrap();
        }
        assert!(ran.is_ok(), "{name}: a law does not hold of {what}, which is in {}", kept.display());
        if fastest < LONGEST {
            return;
        }
    }
    panic!("{name}: {what} takes {fastest:?}");
}

/// The files of a target's corpus, by their names.
fn corpus(name: &str) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(fuzz("corpus").join(name)).unwrap().map(|entry| entry.unwrap().path());
    // Without an ending it is one that libFuzzer found.
    let mut files: Vec<PathBuf> = entries.filter(|path| path.extension().is_some()).collect();
    files.sort();
    assert!(!files.is_empty(), "{name} has no corpus");
    files.into_iter().map(|path| (path.display().to_string(), fs::read(path).unwrap())).collect()
}

/// Bytes with a few things changed.
fn changed(bytes: &[u8], other: &[u8], rng: &mut Rng) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..1 + rng.usize(..4) {
        change(&mut bytes, other, rng);
    }
    bytes.truncate(LARGEST);
    bytes
}

fn change(bytes: &mut Vec<u8>, other: &[u8], rng: &mut Rng) {
    let at = rng.usize(..=bytes.len());
    let end = (at + rng.usize(..40)).min(bytes.len());
    match rng.u8(..9) {
        0 if at < bytes.len() => bytes[at] ^= 1 << rng.u8(..8),
        1 if at < bytes.len() => bytes[at] = rng.u8(..),
        2 => bytes.truncate(at),
        3 => drop(bytes.drain(at..end)),
        4 => {
            let again = bytes[at..end].to_vec();
            let n = 1 + rng.usize(..20);
            bytes.splice(at..at, again.repeat(n));
        }
        5 => {
            let from = rng.usize(..=other.len());
            let part = &other[from..(from + rng.usize(..200)).min(other.len())];
            bytes.splice(at..end, part.iter().copied());
        }
        6 => {
            let word = rng.choice(WORDS).unwrap();
            bytes.splice(at..at, word.bytes());
        }
        7 => swap_numbers(bytes, rng),
        _ => {
            // A few thousand of the same open a bracket or a comment, or make a name long.
            let byte = *rng.choice(b"([{\"/*a \n0").unwrap();
            bytes.splice(at..at, vec![byte; 1 << rng.u32(..14)]);
        }
    }
}

/// Gives two numbers of a text each other's digits.
fn swap_numbers(bytes: &mut Vec<u8>, rng: &mut Rng) {
    let starts: Vec<usize> =
        (0..bytes.len()).filter(|&n| bytes[n].is_ascii_digit() && (n == 0 || !bytes[n - 1].is_ascii_digit())).collect();
    let (Some(&one), Some(&two)) = (rng.choice(&starts), rng.choice(&starts)) else { return };
    let (first, second) = (one.min(two), one.max(two));
    let number = |from: usize| -> Vec<u8> { bytes[from..].iter().copied().take_while(u8::is_ascii_digit).collect() };
    let (low, high) = (number(first), number(second));
    if first < second {
        bytes.splice(second..second + high.len(), low.iter().copied());
        bytes.splice(first..first + low.len(), high);
    }
}

#[test]
fn seeds_that_the_program_makes_are_sound() {
    let desk = Desk::new("[person|Ada] wrote to [title|Mr] Babbage of [place|London].");
    let mut window = desk.window("ana", 1);
    for n in 0..6 {
        window.run(&mark("ana", n, n + 5, if n % 2 == 0 { "person" } else { "claim" })).unwrap();
    }
    window.run(&add_document("A second letter, which nobody has read yet.")).unwrap();
    for _ in 0..3 {
        window.undo().unwrap();
    }
    window.redo().unwrap();
    until_saved(&mut window);
    let now = glossator::model::Timestamp::new(1_770_000_200);
    let opened = store::open(&desk.path(), &Progress::default()).unwrap();
    let made = store::back_up(&desk.home, &opened.project, &opened.folder, &[], now, &Progress::default());
    let backup = fs::read(made.unwrap().unwrap().path).unwrap();
    drop(window);

    let mut journals = Vec::new();
    for past in fs::read_dir(desk.home.journals()).unwrap().map(|entry| entry.unwrap().path()) {
        for folder in fs::read_dir(past).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()) {
            journals.extend(fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()));
        }
    }
    journals.retain(|path| path.extension().is_some_and(|ending| ending == "journal"));
    journals.sort();
    let segments: Vec<Vec<u8>> = journals.iter().map(|path| fs::read(path).unwrap()).collect();
    assert!(segments.iter().any(|segment| segment.len() > 1000), "{journals:?}");
    let mut payloads = Vec::new();
    for segment in &segments {
        let frames = payloads_of(segment);
        payloads.extend([0, 0].repeat(usize::from(!payloads.is_empty())));
        for frame in frames {
            payloads.extend((frame.len() as u16).to_le_bytes());
            payloads.extend(frame);
        }
    }
    assert_eq!(targets::framed(&payloads), segments, "what is taken apart is put together again");
    let raw: Vec<u8> = [b"r".to_vec(), segments.last().unwrap().clone()].concat();
    let framed: Vec<u8> = [b"p".to_vec(), payloads].concat();
    for bytes in [&raw, &framed] {
        targets::journal(bytes);
    }
    targets::backup(&backup);
    if std::env::var_os("GLOSSATOR_FUZZ_SEEDS").is_some() {
        for (name, bytes) in
            [("journal/whole.raw", raw), ("journal/whole.payloads", framed), ("backup/whole.zip", backup)]
        {
            fs::write(fuzz("corpus").join(name), bytes).unwrap();
        }
    }
}

/// The payloads of a segment's records.
fn payloads_of(segment: &[u8]) -> Vec<Vec<u8>> {
    let mut payloads = Vec::new();
    let mut rest = &segment[16..];
    while rest.len() >= 12 {
        let length = u32::from_le_bytes(rest[4..8].try_into().unwrap()) as usize;
        payloads.push(rest[12..12 + length].to_vec());
        rest = &rest[12 + length..];
    }
    payloads
}
