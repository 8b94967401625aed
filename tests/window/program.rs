//! The running program: its window, its accessible tree, keys and pointer on it.

use super::desktop::{Desktop, LIMIT, Running, run, until, within};
use super::picture::{Area, Picture};
use serde::Deserialize;
use std::cell::RefCell;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// One thing in the window as a screen reader is told.
#[derive(Clone, Debug, Deserialize)]
pub struct Node {
    /// What it is.
    pub role: String,
    /// What it is called.
    pub name: String,
    /// More about it.
    #[serde(default)]
    pub description: String,
    /// Of a text: the line that the caret is in.
    #[serde(default)]
    pub line: String,
    /// Of a text: the word that the caret is in, with the space after it.
    #[serde(default)]
    pub word: String,
    parent: Option<usize>,
    rect: Option<(i32, i32, i32, i32)>,
}

/// The window as a screen reader is told.
pub struct Tree(Vec<Node>);

impl Tree {
    /// The thing of a role and a name.
    pub fn find(&self, role: &str, name: &str) -> Option<&Node> {
        self.0.iter().find(|node| node.role == role && node.name == name)
    }

    /// What is called so, whatever it is.
    pub fn named(&self, name: &str) -> Option<&Node> {
        self.0.iter().find(|node| node.name == name)
    }

    /// Whether something is called so.
    pub fn has(&self, name: &str) -> bool {
        self.0.iter().any(|node| node.name == name)
    }

    /// Whether something is called so, with more behind it.
    pub fn has_like(&self, start: &str) -> bool {
        self.0.iter().any(|node| node.name.starts_with(start))
    }

    /// What something is called that has some words in its name.
    pub fn name_like(&self, words: &str) -> Option<&str> {
        self.0.iter().find(|node| node.name.contains(words)).map(|node| node.name.as_str())
    }

    /// The article.
    pub fn article(&self) -> Option<&Node> {
        self.find("document frame", "Article")
    }

    /// The names of the article's visible paragraphs.
    pub fn paragraphs(&self) -> Vec<&str> {
        self.in_article("paragraph").map(|node| node.name.as_str()).collect()
    }

    /// The visible paragraph with some text.
    pub fn paragraph(&self, text: &str) -> Option<&Node> {
        self.in_article("paragraph").find(|node| node.name == text)
    }

    /// What the article's visible spans are called, such as "Person: Ada Lovelace".
    pub fn spans(&self) -> Vec<&str> {
        self.in_article("push button").map(|node| node.name.as_str()).collect()
    }

    /// Where a thing is in the window.
    ///
    /// The window's own corner is taken off: in what the tree says, all is moved by the window's frame.
    pub fn area(&self, node: &Node) -> Option<Area> {
        let (left, top, ..) = self.0.iter().find(|node| node.role == "frame")?.rect?;
        let (x, y, width, height) = node.rect?;
        Some(Area { x: x - left, y: y - top, width, height })
    }

    fn in_article(&self, role: &str) -> impl Iterator<Item = &Node> {
        let article = self.0.iter().position(|node| node.role == "document frame" && node.name == "Article");
        self.0.iter().filter(move |node| node.role == role && node.parent == article && article.is_some())
    }
}

/// The program with its window, until it is dropped or killed.
pub struct Program<'a> {
    desktop: &'a Desktop,
    process: RefCell<Running>,
    pid: u32,
    window: String,
}

impl<'a> Program<'a> {
    /// Starts the program and waits for its window.
    #[track_caller]
    pub fn start(desktop: &'a Desktop, arguments: &[&Path]) -> Self {
        Self::spawn(desktop, desktop.command(), arguments)
    }

    /// Starts the program by a command of its own, and waits for its window.
    #[track_caller]
    pub fn spawn(desktop: &'a Desktop, mut command: Command, arguments: &[&Path]) -> Self {
        let printed = File::options().create(true).append(true).open(desktop.home().with_extension("out"));
        let printed = printed.expect("a file");
        command
            .args(["--renderer", "glow"])
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(printed.try_clone().expect("a file"))
            .stderr(printed);
        let mut process = Running(command.spawn().expect("the program starts"));
        let pid = process.0.id();
        let window = within(LIMIT, || {
            assert!(process.0.try_wait().expect("a process").is_none(), "the program ended: {}", log(desktop));
            let search = Command::new("xdotool")
                .args(["search", "--onlyvisible", "--all", "--pid", &pid.to_string(), "--name", "Glossator"])
                .output();
            String::from_utf8(search.ok()?.stdout).ok()?.lines().next().map(str::to_owned)
        });
        let Some(window) = window else { panic!("there is no window: {}", log(desktop)) };
        let program = Self { desktop, process: RefCell::new(process), pid, window };
        program.activate();
        desktop.done("the window is there");
        program
    }

    /// Brings the window to the front and gives it the keyboard.
    pub fn activate(&self) {
        run("xdotool", &["windowactivate", "--sync", &self.window]);
    }

    /// Waits until the tree has something.
    #[track_caller]
    pub fn wait_for<T>(&self, what: &str, look: impl Fn(&Tree) -> Option<T>) -> T {
        let mut last = Tree(Vec::new());
        let found = within(LIMIT, || {
            if let Some(ended) = self.process.borrow_mut().0.try_wait().expect("a process") {
                panic!("the program ended before {what}: {ended}\n{}", log(self.desktop));
            }
            last = self.tree();
            look(&last)
        });
        let Some(found) = found else {
            let picture = self.keep_picture("failed");
            let names: Vec<String> = last.0.iter().map(|node| format!("{} {:?}", node.role, node.name)).collect();
            let log = log(self.desktop);
            panic!("not within {} s: {what}\n{picture}\n{}\n{log}", LIMIT.as_secs(), names.join("\n"))
        };
        found
    }

    /// The tree as it is now.
    pub fn tree(&self) -> Tree {
        Tree(serde_json::from_str(&self.desktop.tree(self.pid)).expect("a tree"))
    }

    /// Presses a key, such as `ctrl+z`.
    pub fn key(&self, key: &str) {
        run("xdotool", &["key", "--clearmodifiers", key]);
    }

    /// Types a text.
    pub fn type_text(&self, text: &str) {
        run("xdotool", &["type", "--clearmodifiers", "--delay", "20", text]);
    }

    /// Clicks a button.
    #[track_caller]
    pub fn click_button(&self, name: &str) {
        let area = self.wait_for(name, |tree| tree.find("push button", name).and_then(|node| tree.area(node)));
        let [x, y] = text_of(area.center());
        run("xdotool", &["mousemove", "--sync", "--window", &self.window, &x, &y, "click", "1"]);
    }

    /// Clicks what is called so, whatever it is.
    #[track_caller]
    pub fn click(&self, name: &str) {
        let area = self.wait_for(name, |tree| tree.named(name).and_then(|node| tree.area(node)));
        let [x, y] = text_of(area.center());
        run("xdotool", &["mousemove", "--sync", "--window", &self.window, &x, &y, "click", "1"]);
    }

    /// Double-clicks at a place in the window.
    pub fn double_click(&self, at: (i32, i32)) {
        let [x, y] = text_of(at);
        let click = ["click", "--repeat", "2", "--delay", "60", "1"];
        run("xdotool", &[&["mousemove", "--window", &self.window, &x, &y], &click[..]].concat());
    }

    /// Drags from a place in the window to another, by way of two places between them.
    pub fn drag(&self, from: (i32, i32), to: (i32, i32)) {
        let between = |n: i32| (from.0 + (to.0 - from.0) * n / 3, from.1 + (to.1 - from.1) * n / 3);
        let places = [from, between(1), between(2), to].map(text_of);
        let mut steps: Vec<&str> = Vec::new();
        for (n, [x, y]) in places.iter().enumerate() {
            steps.extend(["mousemove", "--window", &self.window, x, y]);
            if n == 0 {
                steps.extend(["mousedown", "1"]);
            }
        }
        steps.extend(["mouseup", "1"]);
        run("xdotool", &steps);
    }

    /// The window as it is drawn now.
    #[track_caller]
    pub fn picture(&self) -> Picture {
        let import = Command::new("import")
            .args(["-silent", "-window", &self.window, "-depth", "8", "ppm:-"])
            .output()
            .expect("import starts");
        Picture::from_ppm(&import.stdout).expect("a picture")
    }

    /// Keeps a picture of the whole display for people to look at, and says where.
    pub fn keep_picture(&self, of: &str) -> String {
        let path = self.desktop.next_picture(of).display().to_string();
        run("import", &["-silent", "-window", "root", &path]);
        format!("see {path}")
    }

    /// The first line of a paragraph as it is drawn: the box around its ink.
    #[track_caller]
    pub fn first_line(&self, paragraph: &str) -> Area {
        let seen = |tree: &Tree| tree.area(tree.paragraph(paragraph)?);
        let area = self.wait_for(paragraph, seen);
        let mut last = None;
        until("the paragraph is drawn and stands still", || {
            let now = self.picture().first_line(area);
            let before = std::mem::replace(&mut last, now);
            now.filter(|now| before == Some(*now))
        })
    }

    /// A path as the program sees it, which may have disks of its own.
    pub fn path(&self, path: &Path) -> PathBuf {
        Path::new("/proc").join(self.pid.to_string()).join("root").join(path.strip_prefix("/").expect("a whole path"))
    }

    /// Ends the program by `SIGKILL`: it can do nothing about it.
    pub fn kill(self) {
        drop(self.process);
        self.desktop.done("killed");
    }
}

/// What the program printed and logged.
fn log(desktop: &Desktop) -> String {
    let read = |path| std::fs::read_to_string(path).unwrap_or_default();
    read(desktop.home().with_extension("out")) + &read(desktop.home().join("logs/glossator.log"))
}

fn text_of((x, y): (i32, i32)) -> [String; 2] {
    [x.to_string(), y.to_string()]
}
