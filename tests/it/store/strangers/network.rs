//! The program opens no network socket, as the system sees it.

use crate::shell::with_ada;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Runs a command under `strace`, and returns what it asked of the network.
fn traced(folder: &Path, command: &[&str]) -> String {
    let log = folder.join("strace.log");
    let ran = Command::new("strace")
        .args(["-f", "-e", "trace=network", "-o"])
        .arg(&log)
        .args(command)
        .current_dir(folder)
        .env("GLOSSATOR_HOME", folder.join("home"))
        .env("USER", "carla")
        .output()
        .unwrap();
    assert!(ran.status.success(), "{command:?}: {}", String::from_utf8_lossy(&ran.stderr));
    fs::read_to_string(log).unwrap()
}

#[test]
fn no_network_socket_is_opened() {
    if Command::new("strace").arg("-V").output().is_err() {
        assert!(std::env::var_os("GLOSSATOR_REQUIRE_STRACE").is_none(), "strace is not installed");
        println!("skipped: there is no strace");
        return;
    }
    let shell = with_ada();
    let folder = shell.folder.path();
    let seen = traced(folder, &["bash", "-c", "exec 3<>/dev/udp/127.0.0.1/9"]);
    assert!(seen.contains("AF_INET"), "what does open a socket is seen: {seen}");
    shell.write("new.txt", "A new text, see http://127.0.0.1:9/ and //127.0.0.1/share.");
    let project = fs::read_to_string(shell.path("p/project.ron")).unwrap();
    fs::write(shell.path("p/project.ron"), project.replacen("name: \"", "name: \"http://127.0.0.1:9/ ", 1)).unwrap();
    for line in ["check p", "stats p", "import p new.txt", "show p ada", "export p --format jsonl --out out.jsonl"] {
        let words: Vec<&str> = std::iter::once(env!("CARGO_BIN_EXE_glossator")).chain(line.split(' ')).collect();
        let seen = traced(folder, &words);
        assert!(!seen.contains("AF_INET"), "{line}: {seen}");
        assert!(seen.contains("exited with 0"), "{line}: {seen}");
    }
}
