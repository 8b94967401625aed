//! What measuring gives: times of many runs in a line of figures, and how two series compare, round by round.

use cpu_time::ThreadTime;
use std::time::{Duration, Instant};

/// What one run took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Took {
    /// CPU time of the thread that ran it, which a busy machine disturbs less than the clock on the wall.
    pub cpu: Duration,
    /// The clock on the wall.
    pub wall: Duration,
}

impl std::ops::AddAssign for Took {
    fn add_assign(&mut self, other: Self) {
        self.cpu += other.cpu;
        self.wall += other.wall;
    }
}

/// Runs something and says what it took.
pub fn took<T>(run: impl FnOnce() -> T) -> (T, Took) {
    let (wall, cpu) = (Instant::now(), ThreadTime::now());
    let value = run();
    (value, Took { cpu: cpu.elapsed(), wall: wall.elapsed() })
}

/// Times of the same thing, in milliseconds.
#[derive(Clone, Debug, Default)]
pub struct Series(Vec<f64>);

impl Series {
    /// Takes one more.
    pub fn push(&mut self, time: Duration) {
        self.0.push(time.as_secs_f64() * 1e3);
    }

    /// Takes those of another series.
    pub fn extend(&mut self, other: &Self) {
        self.0.extend(&other.0);
    }

    /// The value that this part of all lie at or below.
    pub fn quantile(&self, part: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let last = sorted.len().saturating_sub(1);
        sorted.get((last as f64 * part).round() as usize).copied().unwrap_or(f64::NAN)
    }

    /// The one in the middle.
    pub fn median(&self) -> f64 {
        self.quantile(0.5)
    }

    /// All of them as people read them, and how many are longer than a frame may be.
    pub fn frames_line(&self) -> String {
        let n_long = self.0.iter().filter(|ms| **ms > 16.0).count();
        format!("{}  over 16 ms: {n_long}", self.line())
    }

    /// The shortest and the middle of few: on a machine that does other things, the shortest says more.
    pub fn best_line(&self) -> String {
        format!("best {}  median {}  (n = {})", ms(self.quantile(0.0)), ms(self.median()), self.0.len())
    }

    /// All of them as people read them.
    pub fn line(&self) -> String {
        let at = |part| ms(self.quantile(part));
        let n = self.0.len();
        format!("median {}  p95 {}  p99 {}  max {}  (n = {n})", at(0.5), at(0.95), at(0.99), at(1.0))
    }
}

/// The same measured in two places turn by turn: one ratio a round, so that the noise between rounds can be seen.
#[derive(Clone, Debug, Default)]
pub struct Compared {
    once: Series,
    twice: Series,
    ratios: Vec<f64>,
}

impl Compared {
    /// Takes a round: what was measured with the article as it is, and what with twice of it.
    pub fn round(&mut self, once: &Series, twice: &Series) {
        self.ratios.push(twice.median() / once.median());
        self.once.extend(once);
        self.twice.extend(twice);
    }

    /// All that was measured with the article as it is.
    pub fn once(&self) -> &Series {
        &self.once
    }

    /// All that was measured in the other place.
    pub fn twice(&self) -> &Series {
        &self.twice
    }

    /// The ratio of the medians of all rounds, and between what the middle half of the rounds lies.
    pub fn line(&self) -> String {
        let mut sorted = self.ratios.clone();
        sorted.sort_by(f64::total_cmp);
        let at = |part: f64| {
            let place = (sorted.len().saturating_sub(1) as f64 * part).round() as usize;
            sorted.get(place).copied().unwrap_or(f64::NAN)
        };
        let ratio = self.twice.median() / self.once.median();
        let verdict = if ratio <= 1.10 { "" } else { "  <-- more than a tenth" };
        let (once, twice) = (ms(self.once.median()), ms(self.twice.median()));
        format!(
            "{once} -> {twice}  ratio {ratio:.3}  (rounds: quartiles {:.3} to {:.3}, {} of them){verdict}",
            at(0.25),
            at(0.75),
            sorted.len()
        )
    }
}

/// Milliseconds as people read them.
pub fn ms(ms: f64) -> String {
    match ms {
        ms if ms < 0.1 => format!("{:.1} µs", ms * 1e3),
        ms if ms < 10.0 => format!("{ms:.2} ms"),
        ms => format!("{ms:.0} ms"),
    }
}
