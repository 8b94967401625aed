//! A virtual desktop to work on: a display, a window manager, a screen reader's view, and folders of one's own.

use super::program::Program;
use std::cell::{Cell, RefCell};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The longest that anything may take.
pub const LIMIT: Duration = Duration::from_secs(60);
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(30);
/// Debian's own Python: it has the binding of AT-SPI.
const PYTHON: &str = "/usr/bin/python3";
/// Set where a test that cannot run has failed.
const REQUIRE: &str = "GLOSSATOR_REQUIRE_WINDOW";

/// What a window manager writes on the root window.
const MANAGER: &str = "_NET_SUPPORTING_WM_CHECK";

/// The display is one, so one test at a time has it.
static TURN: Mutex<()> = Mutex::new(());

/// A desktop for one test.
pub struct Desktop {
    folder: TempDir,
    reader: RefCell<Reader>,
    _manager: Running,
    name: &'static str,
    since: Cell<Instant>,
    n_pictures: Cell<usize>,
    _turn: MutexGuard<'static, ()>,
}

/// A process that ends with its owner.
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// What answers with a program's accessible tree.
struct Reader {
    _process: Running,
    ask: ChildStdin,
    answer: BufReader<ChildStdout>,
}

impl Desktop {
    /// A desktop; nothing where there can be none, which is said.
    #[track_caller]
    pub fn new(name: &'static str) -> Option<Self> {
        static LACK: OnceLock<Option<String>> = OnceLock::new();
        if let Some(lack) = LACK.get_or_init(lack) {
            say(&format!("skipped: {name}: {lack}"));
            assert!(std::env::var_os(REQUIRE).is_none(), "{REQUIRE} is set, but {lack}");
            return None;
        }
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        let since = Cell::new(Instant::now());
        let folder = TempDir::new().expect("a temporary folder");
        let manager = managed(folder.path());
        speak_to_screen_readers();
        let reader = RefCell::new(Reader::new());
        let n_pictures = Cell::new(0);
        let desktop = Self { folder, reader, _manager: manager, name, since, n_pictures, _turn: turn };
        desktop.done("the desktop is there");
        Some(desktop)
    }

    /// The folder of the program's own files, as `GLOSSATOR_HOME`.
    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// The project in the program's own folder; there is one.
    #[track_caller]
    pub fn project(&self) -> PathBuf {
        let mut entries = std::fs::read_dir(self.home().join("projects")).expect("projects");
        let path = entries.next().expect("a project").expect("a project").path();
        assert!(entries.next().is_none(), "there is more than one project");
        path
    }

    /// Writes a file into the test's folder.
    #[track_caller]
    pub fn write(&self, name: &str, content: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(&path, content).expect("a file");
        path
    }

    /// Says who the person at this desktop is.
    pub fn seat(&self, id: &str, name: &str) {
        self.write("home/settings.ron", &format!("(format: 1, person: Some((id: {id:?}, name: {name:?})))\n"));
    }

    /// The program with its own folder, before its arguments.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_glossator"));
        command
            .env("GLOSSATOR_HOME", self.home())
            .env("XDG_CACHE_HOME", self.folder.path().join("cache"))
            .env("LANG", "C.UTF-8")
            .env("USER", "somebody")
            // Else the window would open on the Wayland desktop of whoever runs the test.
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("RUST_LOG")
            .current_dir(self.folder.path());
        command
    }

    /// The program with its own folder on a disk of `kilobytes`, which is there for it alone; the disk's folder. Nothing
    /// where the system gives nobody a disk of their own.
    pub fn command_on_small_disk(&self, kilobytes: usize) -> Option<(Command, PathBuf)> {
        let disk = self.folder.path().join("disk");
        std::fs::create_dir_all(&disk).expect("a folder");
        let size = format!("size={kilobytes}k");
        let script = "mount -t tmpfs -o \"$1\" tmpfs \"$2\" && cp -a \"$3\" \"$2/home\" && shift 3 && exec \"$@\"";
        let own = |program: &str| {
            let mut wrapped = Command::new("unshare");
            wrapped.args(["--user", "--map-current-user", "--keep-caps", "--mount", "sh", "-c", script, "sh"]);
            wrapped.args([&size]).arg(&disk).arg(self.home()).arg(program);
            self.settle_in(&mut wrapped);
            wrapped.env("GLOSSATOR_HOME", disk.join("home"));
            wrapped
        };
        std::fs::create_dir_all(self.home()).expect("a folder");
        let works = own("true").output().is_ok_and(|output| output.status.success());
        works.then(|| (own(env!("CARGO_BIN_EXE_glossator")), disk.clone()))
    }

    /// The program under `strace`, which writes down what is asked of the network, and where. Nothing without `strace`.
    pub fn command_traced(&self) -> Option<(Command, PathBuf)> {
        let log = self.folder.path().join("network.log");
        let mut traced = Command::new("strace");
        // The tracer stands aside, so that the program is this process's own child.
        traced.args(["-D", "-f", "-e", "trace=network", "-o"]).arg(&log).arg(env!("CARGO_BIN_EXE_glossator"));
        self.settle_in(&mut traced);
        let is_there = Command::new("strace").arg("-V").output().is_ok_and(|output| output.status.success());
        is_there.then_some((traced, log))
    }

    /// Gives a command the folder and the variables of the program.
    fn settle_in(&self, command: &mut Command) {
        for (name, value) in self.command().get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        command.current_dir(self.folder.path());
    }

    /// What a command of the program prints. It may fail only with words.
    #[track_caller]
    pub fn call(&self, arguments: &[&str]) -> String {
        let output = self.command().args(arguments).output().expect("the program starts");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "glossator {arguments:?}: {said}");
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    /// Starts the program and waits for its window.
    #[track_caller]
    pub fn start(&self, arguments: &[&Path]) -> Program<'_> {
        Program::start(self, arguments)
    }

    /// The accessible tree of a process, as JSON.
    pub fn tree(&self, pid: u32) -> String {
        self.reader.borrow_mut().tree(pid)
    }

    /// Prints what was done and how long it took.
    pub fn done(&self, what: &str) {
        let now = Instant::now();
        let took = now - self.since.replace(now);
        say(&format!("{}: {:6.2} s  {what}", self.name, took.as_secs_f64()));
    }

    /// Where the next picture is kept, in Cargo's folder for what tests leave.
    pub fn next_picture(&self, of: &str) -> PathBuf {
        let n = self.n_pictures.replace(self.n_pictures.get() + 1);
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("window");
        std::fs::create_dir_all(&folder).expect("a folder for pictures");
        folder.join(format!("{}-{n}-{of}.png", self.name))
    }
}

impl Reader {
    fn new() -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/window/atspi.py");
        let mut python = Command::new(PYTHON);
        python.arg(script).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = python.spawn().expect("Python starts");
        let ask = process.stdin.take().expect("a pipe");
        let answer = BufReader::new(process.stdout.take().expect("a pipe"));
        Self { _process: Running(process), ask, answer }
    }

    fn tree(&mut self, pid: u32) -> String {
        writeln!(self.ask, "{pid}").expect("the tree's reader takes questions");
        let mut line = String::new();
        self.answer.read_line(&mut line).expect("the tree's reader answers");
        assert!(!line.is_empty(), "the tree's reader ended");
        line
    }
}

/// Why there can be no desktop here, if so.
fn lack() -> Option<String> {
    if std::env::var_os("DISPLAY").is_none() {
        return Some("there is no DISPLAY".to_owned());
    }
    if std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_none() {
        return Some("there is no session bus".to_owned());
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    for tool in ["openbox", "xdotool", "xprop", "import", "gdbus"] {
        if !std::env::split_paths(&path).any(|place| place.join(tool).is_file()) {
            return Some(format!("{tool} is not installed"));
        }
    }
    let binding = Command::new(PYTHON).args(["-c", "import gi; gi.require_version('Atspi', '2.0')"]).output();
    if !binding.is_ok_and(|output| output.status.success()) {
        return Some(format!("{PYTHON} has no binding of AT-SPI (python3-pyatspi)"));
    }
    if !Command::new("xprop").arg("-root").output().is_ok_and(|output| output.status.success()) {
        return Some("the display cannot be opened".to_owned());
    }
    // The tests would take the keyboard and the pointer away from somebody.
    has_manager().then(|| "the display is somebody's desktop: it has a window manager already".to_owned())
}

/// Starts a window manager, and waits until it is in charge.
#[track_caller]
fn managed(home: &Path) -> Running {
    // The manager of the test before had no time to take its mark away.
    Command::new("xprop").args(["-root", "-remove", MANAGER]).output().ok();
    let open = || {
        let mut openbox = Command::new("openbox");
        openbox.arg("--sm-disable").env("HOME", home).stdout(Stdio::null()).stderr(Stdio::null());
        Running(openbox.spawn().expect("openbox starts"))
    };
    let mut manager = open();
    until("openbox manages the display", || {
        // A server without other clients begins anew when one leaves, and throws out whoever is just coming.
        if manager.0.try_wait().is_ok_and(|ended| ended.is_some()) {
            manager = open();
        }
        has_manager().then_some(())
    });
    manager
}

fn has_manager() -> bool {
    let mark = Command::new("xprop").args(["-root", MANAGER]).output();
    mark.is_ok_and(|mark| String::from_utf8_lossy(&mark.stdout).contains("window id #"))
}

/// Programs publish their trees only while a screen reader is on.
fn speak_to_screen_readers() {
    for property in ["IsEnabled", "ScreenReaderEnabled"] {
        let call = [
            "call",
            "--session",
            "--dest=org.a11y.Bus",
            "--object-path=/org/a11y/bus",
            "--method=org.freedesktop.DBus.Properties.Set",
            "org.a11y.Status",
            property,
            "<true>",
        ];
        run("gdbus", &call);
    }
}

/// Runs a tool to its end, and gives what it printed.
#[track_caller]
pub fn run(tool: &str, arguments: &[&str]) -> String {
    let output = Command::new(tool).args(arguments).output().expect("the tool starts");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{tool} {arguments:?}: {printed}{}", String::from_utf8_lossy(&output.stderr));
    printed
}

/// Waits until there is something, and fails when there is nothing within the limit.
#[track_caller]
pub fn until<T>(what: &str, look: impl FnMut() -> Option<T>) -> T {
    let Some(found) = within(LIMIT, look) else { panic!("not within {} s: {what}", LIMIT.as_secs()) };
    found
}

/// Waits until there is something, or the time is over.
pub fn within<T>(limit: Duration, mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let begun = Instant::now();
    loop {
        if let Some(found) = look() {
            return Some(found);
        }
        if begun.elapsed() > limit {
            return None;
        }
        std::thread::sleep(PAUSE);
    }
}

/// Prints a line even of a test that passes.
pub fn say(line: &str) {
    writeln!(std::io::stderr(), "{line}").ok();
}
