//! What a project must be after each edit, reckoned in memory without files, journal or threads.

use crate::act::{self, Act};
use crate::scene::{clock, person};
use fastrand::Rng;
use glossator::edit::{Mint, Transaction};
use glossator::model::Project;
use glossator::workspace::Workspace;
use imbl::Vector;
use std::sync::Arc;

/// A project with what can be undone and redone.
#[derive(Clone)]
pub struct State {
    pub project: Project,
    pub done: Vector<Arc<Transaction>>,
    pub undone: Vector<Arc<Transaction>>,
}

impl State {
    /// A project that nothing was done to.
    pub fn new(project: Project) -> Self {
        Self { project, done: Vector::new(), undone: Vector::new() }
    }

    /// Does an act; says whether it was an edit.
    fn take(&mut self, act: &Act, mint: &mut Mint) -> bool {
        match act {
            Act::Run(command) => {
                let Ok(transaction) = command.plan(&self.project, mint) else { return false };
                transaction.apply(&mut self.project).unwrap();
                self.done.push_back(Arc::new(transaction));
                self.undone.clear();
                true
            }
            Act::Undo => {
                let Some(step) = self.done.pop_back() else { return false };
                step.inverted().apply(&mut self.project).unwrap();
                self.undone.push_back(step);
                true
            }
            Act::Redo => {
                let Some(step) = self.undone.pop_back() else { return false };
                step.apply(&mut self.project).unwrap();
                self.done.push_back(step);
                true
            }
            Act::SaveNow | Act::Flush | Act::Wait => false,
        }
    }

    /// Whether a window shows the same, with the same steps to take back and to do again.
    pub fn is_like(&self, window: &mut Workspace) -> bool {
        let title = |step: Option<&Arc<Transaction>>| step.map(|step| step.title.clone());
        self.project == *window.project()
            && self.done.len() == window.n_undoable()
            && title(self.done.last()).as_deref() == window.next_undo()
            && title(self.undone.last()).as_deref() == window.next_redo()
            && self.done.last() == window.step_to_undo().unwrap().map(|(_, step)| step).as_ref()
            && self.undone.last() == window.step_to_redo().unwrap().map(|(_, step)| step).as_ref()
    }
}

/// The states after each edit of a worker that starts from a state with a seed; the first is the start.
pub struct States {
    rng: Rng,
    mint: Mint,
    now: State,
    all: Vec<State>,
}

impl States {
    pub fn new(start: State, annotator: &str, seed: u64) -> Self {
        let mut mint = Mint::new(seed, clock());
        mint.by = Some(person(annotator).id);
        Self { rng: Rng::with_seed(seed), mint, all: vec![start.clone()], now: start }
    }

    /// The state after so many edits.
    pub fn after(&mut self, n_edits: usize) -> &State {
        while self.all.len() <= n_edits {
            let act = act::next(&mut self.rng, &self.now.project);
            if self.now.take(&act, &mut self.mint) {
                self.all.push(self.now.clone());
            }
        }
        &self.all[n_edits]
    }
}
