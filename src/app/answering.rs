//! A thread beside the window that answers news, for as long as the window listens.

use std::sync::mpsc::{Receiver, Sender};

/// What takes news of one kind and finds what follows from them.
pub trait Answers {
    /// What it is told.
    type News;
    /// What it finds.
    type Found;

    /// Takes one piece of news.
    fn take(&mut self, news: Self::News);

    /// What is so after the news of a version.
    fn found(&self, version: u64) -> Self::Found;

    /// Takes news until the desk is gone. News that wait are taken together, and answered once.
    fn run(mut self, inbox: &Receiver<(u64, Self::News)>, outbox: &Sender<Self::Found>, wake: &dyn Fn())
    where
        Self: Sized,
    {
        while let Ok((mut version, news)) = inbox.recv() {
            self.take(news);
            while let Ok((later, news)) = inbox.try_recv() {
                version = later;
                self.take(news);
            }
            if outbox.send(self.found(version)).is_err() {
                return;
            }
            wake();
        }
    }
}
