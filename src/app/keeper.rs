//! Keeps the preferences in their file, on a thread of its own: a disk may take longer than a frame.

use super::preferences::Preferences;
use crate::store::Home;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

/// The file of the preferences, in the person's own folder.
pub const PREFERENCES: &str = "ui.ron";

/// What writes the preferences. Dropping it waits until the last ones are written.
pub struct Keeper {
    newest: Option<Sender<Preferences>>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    /// Begins to wait for preferences to write.
    pub fn start(home: Home) -> Self {
        let (newest, inbox) = channel();
        let thread = std::thread::Builder::new().name("preferences".to_owned()).spawn(move || run(&home, &inbox));
        let thread = thread.map_err(|error| tracing::warn!("preferences cannot be kept: {error}")).ok();
        Self { newest: Some(newest), thread }
    }

    /// Writes preferences in place of the last ones, soon.
    pub fn keep(&self, preferences: Preferences) {
        if let Some(newest) = &self.newest {
            // Nobody listens only when the thread could not be started, which has been said.
            newest.send(preferences).unwrap_or_default();
        }
    }

    /// Waits until the last preferences are written. What comes after that is not kept.
    pub fn finish(&mut self) {
        self.newest = None;
        if let Some(thread) = self.thread.take() {
            // A thread that panicked has nothing left to write.
            thread.join().unwrap_or_default();
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.finish();
    }
}

/// Writes the newest of what has come, until nobody is left who could send more.
fn run(home: &Home, inbox: &Receiver<Preferences>) {
    while let Ok(preferences) = inbox.recv() {
        let newest = inbox.try_iter().last().unwrap_or(preferences);
        if let Err(error) = home.write_text(PREFERENCES, &newest.written()) {
            tracing::warn!("{error}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_preferences_are_written_when_it_is_dropped() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        let keeper = Keeper::start(home.clone());
        let mut preferences = Preferences::default();
        for _ in 0..5 {
            preferences.reading.size += 1.0;
            keeper.keep(preferences.clone());
        }
        drop(keeper);
        assert_eq!(home.read_text(PREFERENCES).unwrap().unwrap(), preferences.written());
    }
}
