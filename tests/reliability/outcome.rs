//! What a section found out.

/// Figures for the one line, and what must not be.
#[derive(Default)]
pub struct Outcome {
    /// The figures.
    pub figures: String,
    /// What was lost or went wrong, with what is needed to do it again.
    pub losses: Vec<String>,
}

/// How many losses are told; one mistake usually shows many times.
const TOLD: usize = 12;

impl Outcome {
    /// Remembers a loss.
    pub fn lose(&mut self, loss: String) {
        if self.losses.len() < TOLD {
            self.losses.push(loss);
        }
    }
}
