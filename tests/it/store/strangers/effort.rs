//! What opening costs, however a folder is made: each is opened by a program of its own, which tells its time and memory.
//!
//! With `GLOSSATOR_FUZZ_SECONDS` the folders are ten times as large.

use super::{FILES, PROJECT, TEXT, desk};
use crate::desk::Desk;
use crate::store::SET;
use glossator::store::{self, Progress};
use std::fmt::Write as _;
use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

/// Names the folder that the program of its own opens.
const FOLDER: &str = "GLOSSATOR_TEST_STRANGER";

/// What opening gave and cost.
#[derive(Debug)]
struct Effort {
    /// Every line that it said: why it failed, or what was damaged.
    said: Vec<String>,
    peak: u64,
    time: Duration,
}

/// A number of things or bytes: all of them when there is time, else a tenth.
fn up_to(n: usize) -> usize {
    if std::env::var_os("GLOSSATOR_FUZZ_SECONDS").is_some() { n } else { n / 10 }
}

/// The other side of [`effort`]: the same test binary, with nothing else in its memory.
#[test]
fn a_program_of_its_own() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let started = Instant::now();
    let opened = store::open(folder.as_ref(), &Progress::default());
    let time = started.elapsed();
    match &opened {
        Ok(opened) => opened.damage.iter().take(20).for_each(|damage| println!("said {}", damage.message())),
        Err(error) => println!("said {error}"),
    }
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    println!("peak {}", peak.trim().trim_end_matches(" kB"));
    println!("milliseconds {}", time.as_millis());
}

/// Opens the project in a program of its own.
#[track_caller]
fn effort(desk: &Desk) -> Effort {
    let ran = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "store::strangers::effort::a_program_of_its_own", "--nocapture"])
        .env(FOLDER, desk.path())
        .output()
        .unwrap();
    let out = String::from_utf8(ran.stdout).unwrap();
    assert!(ran.status.success(), "{out}{}", String::from_utf8_lossy(&ran.stderr));
    let lines = |word: &str| -> Vec<String> {
        out.lines().filter_map(|line| Some(line.split_once(word)?.1.to_owned())).collect()
    };
    let number = |word: &str| -> u64 { lines(word)[0].parse().unwrap() };
    let said = lines("said ").iter().map(|line| line.replace(&format!("{}/", desk.path().display()), "")).collect();
    Effort { said, peak: number("peak ") * 1024, time: Duration::from_millis(number("milliseconds ")) }
}

/// Opens the project, and holds it to a time and to memory in MB; tells what it was.
#[track_caller]
fn check(what: &str, desk: &Desk, seconds: u64, megabytes: u64) -> Vec<String> {
    let Effort { said, peak, time } = effort(desk);
    let first = said.first().map(|line| line.chars().take(120).collect::<String>()).unwrap_or_default();
    println!("{what}: {:.1} s, {} MB, {} said: {first}", time.as_secs_f64(), peak / 1_000_000, said.len());
    assert!(time < Duration::from_secs(seconds), "{what} takes {time:?}");
    assert!(peak < megabytes * 1_000_000, "{what} takes {peak} bytes");
    said
}

#[test]
fn brackets_and_comments_without_end_are_named() {
    let starts = ["", "(format: 1, x: ", "(format: 1, name: ", "(format: 1, spans: [(id: ", "(format: 2, x: "];
    for name in FILES.into_iter().filter(|name| *name != TEXT) {
        for (n, start) in starts.into_iter().enumerate() {
            for open in ["[", "(", "{", "{\"a\":", "Some(", "/*", "r#", "\"\\u{"] {
                let desk = desk();
                fs::write(desk.file(name), format!("{start}{}", open.repeat(100_000))).unwrap();
                let opened = store::open(&desk.path(), &Progress::default()).unwrap();
                let is_named = |damage: &store::Damage| damage.message().contains(&format!("{name}:1:"));
                assert!(opened.damage.iter().any(is_named), "{name}, {n}, {open}: {:?}", opened.damage);
            }
        }
    }
}

#[test]
fn a_file_of_ten_gigabytes_is_not_read() {
    for name in FILES {
        let desk = desk();
        fs::File::options().write(true).open(desk.file(name)).unwrap().set_len(10_000_000_000).unwrap();
        let said = check(&format!("10 GB of nothing as {name}"), &desk, 20, 100);
        let expected = format!("the file has 10000 MB, and the largest that is read has 512 MB: {name}");
        assert!(said.contains(&expected), "{said:?}");
    }
}

#[test]
fn files_as_large_as_may_be_are_read_and_refused() {
    for name in FILES {
        let desk = desk();
        let bytes = up_to(500_000_000) as u64;
        fs::File::options().write(true).open(desk.file(name)).unwrap().set_len(bytes).unwrap();
        let said = check(&format!("{bytes} bytes of nothing as {name}"), &desk, 60, 1_700);
        assert!(said.iter().any(|line| line.contains(name)), "{said:?}");
    }
}

#[test]
fn a_long_line_is_read_or_refused() {
    let long = "x".repeat(up_to(100_000_000));
    let whole = desk().read(PROJECT);
    let lines = [
        ("in a name", whole.replace("name: \"Letters\"", &format!("name: \"{long}\""))),
        ("in a comment", format!("/*{long}*/{whole}")),
        ("in an unknown field", whole.replace("name: \"Letters\"", &format!("other: \"{long}\""))),
        ("without an end", format!("(format: 1, name: \"{long}")),
        ("of spaces before a mistake", format!("(format: 1,{}oops", " ".repeat(up_to(100_000_000)))),
        ("as a number", format!("(format: {}", "1".repeat(up_to(100_000_000)))),
    ];
    for (what, bytes) in lines {
        let desk = desk();
        fs::write(desk.file(PROJECT), bytes).unwrap();
        let said = check(&format!("a line of {} bytes {what}", up_to(100_000_000)), &desk, 60, 1_200);
        assert!(said.iter().all(|line| line.len() < 2_000), "a message of {:?} bytes", said.first().map(String::len));
        assert!(said.iter().all(|line| line.contains("project.ron:")), "{said:?}");
    }
}

#[test]
fn thousands_of_files_are_named() {
    let desk = desk();
    for n in 0..up_to(20_000) {
        fs::write(desk.file(&format!("annotators/a{n}.ron")), "").unwrap();
        fs::write(desk.file(&format!("annotations/ana/b{n}.ron")), "").unwrap();
        fs::write(desk.file(&format!("documents/c{n}.txt")), "").unwrap();
    }
    let said = check(&format!("{} empty files", 3 * up_to(20_000)), &desk, 90, 300);
    assert_eq!(said.len(), 20, "as many as are told");
}

#[test]
fn tags_without_number_are_read() {
    let n_tags = up_to(100_000);
    let tags = |parent: &dyn Fn(usize) -> String| {
        let mut all = String::new();
        for n in 0..n_tags {
            writeln!(all, "        (id: \"t{n}\", layer: \"entity\", name: \"T{n}\"{}),", parent(n)).unwrap();
        }
        format!("(format: 1, id: \"7q2mk8da\", name: \"L\", layers: [(id: \"entity\")], tags: [\n{all}])")
    };
    let under = |n: usize| format!(", parent: \"t{n}\"");
    let made = [
        ("tags", tags(&|_| String::new()), 0),
        ("tags, each under the one before", tags(&|n| if n == 0 { String::new() } else { under(n - 1) }), 0),
        ("tags in a circle", tags(&|n| under((n + 1) % n_tags)), 1),
        ("tags under one that stands under itself", tags(&|_| under(n_tags - 1)), 1),
    ];
    for (what, bytes, n_said) in made {
        let desk = desk();
        fs::write(desk.file(PROJECT), bytes).unwrap();
        assert_eq!(check(&format!("{n_tags} {what}"), &desk, 60, 400).len(), n_said);
    }
}

#[test]
fn spans_at_one_place_are_read() {
    let desk = desk();
    let first = desk.read(SET).lines().find(|line| line.contains("(id: \"")).unwrap().to_owned();
    let all: String = (0..up_to(200_000)).map(|n| first.replace("span0000", &format!("{n:08}")) + "\n").collect();
    desk.rewrite(SET, |set| {
        let (head, rest) = set.split_once("spans: [\n").unwrap();
        let (_, tail) = rest.split_once("    ],\n").unwrap();
        format!("{head}spans: [\n{all}    ],\n{tail}")
    });
    assert_eq!(check(&format!("{} spans at one place", up_to(200_000)), &desk, 90, 600), [""; 0]);
}
