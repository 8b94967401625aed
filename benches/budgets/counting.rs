//! The figures: counted afresh, and brought up to date by one edit.

use crate::clock::{Compared, Series, took};
use crate::made;
use crate::words::words_in;
use glossator::edit::{Command, Mint};
use glossator::model::{Project, SetKey, Timestamp};
use glossator::stats::{Scope, Tally};

/// Edits in one round.
const EDITS: usize = 60;
/// Rounds, turn by turn.
const ROUNDS: usize = 10;

/// A project with its figures.
struct Counted {
    project: Project,
    tally: Tally,
    mint: Mint,
    rng: fastrand::Rng,
}

impl Counted {
    fn new(seed: u64, articles: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let project = made::project(seed, articles);
        let tally = Tally::of(&project, Scope::default());
        let mut mint = Mint::new(seed, Timestamp::new(1_770_000_000));
        mint.by = Some(made::person().id);
        Self { project, tally, mint, rng: fastrand::Rng::with_seed(seed) }
    }

    /// Marks random words; returns what planning and applying took, what following took, and what the tables took.
    fn edits(&mut self) -> [Series; 3] {
        let mut series = [Series::default(), Series::default(), Series::default()];
        let ids: Vec<_> = self.project.documents.keys().cloned().collect();
        for _ in 0..EDITS {
            let document = ids[self.rng.usize(..ids.len())].clone();
            let text = self.project.documents[&document].text.clone();
            let at = words_in(&mut self.rng, &text).into();
            let tag = self.project.codebook.order[self.rng.usize(..9)].clone();
            let set = SetKey { document, annotator: made::person().id };
            let command = Command::AddSpan { set, at, tag };
            let before = self.project.clone();
            let (done, applied) = took(|| {
                let transaction = command.plan(&self.project, &mut self.mint).ok()?;
                transaction.apply(&mut self.project).ok()?;
                Some(transaction)
            });
            let Some(transaction) = done else { continue };
            let ((), followed) = took(|| self.tally.apply(&before, &transaction, &self.project));
            let (_tables, made) =
                took(|| (self.tally.table(&self.project.codebook), self.tally.table_by_annotator(&self.project)));
            for (series, time) in series.iter_mut().zip([applied, followed, made]) {
                series.push(time.cpu);
            }
        }
        series
    }
}

/// Counts two pairs of projects: an article and one twice as long, a project and one with twice the articles.
pub fn run() {
    let project = made::project(1, (0..1000).map(|_| (5_000, 50)));
    let mut series = Series::default();
    for _ in 0..7 {
        series.push(took(|| Tally::of(&project, Scope::default())).1.cpu);
    }
    println!("    {:<46} {}", "1,000 articles with 50,000 spans afresh, CPU", series.line());
    let article = |n_bytes: usize| vec![(n_bytes, made::n_spans(n_bytes))];
    let many = |n: usize| vec![(5_000, 50); n];
    for (name, once, twice) in [
        ("1 MB, 10,000 spans -> twice", article(1_000_000), article(2_000_000)),
        ("10 MB, 100,000 spans -> twice", article(10_000_000), article(20_000_000)),
        ("1,000 articles, 50,000 spans -> twice", many(1000), many(2000)),
    ] {
        let mut sides = [Counted::new(4, once), Counted::new(5, twice)];
        let mut compared: [Compared; 3] = Default::default();
        sides.iter_mut().for_each(|side| drop(side.edits()));
        for round in 0..ROUNDS {
            let mut series: [[Series; 3]; 2] = Default::default();
            for turn in 0..2 {
                let which = (round + turn) % 2;
                series[which] = sides[which].edits();
            }
            let [once, twice] = &series;
            for ((compared, once), twice) in compared.iter_mut().zip(once).zip(twice) {
                compared.round(once, twice);
            }
        }
        println!("  {name}");
        for (what, compared) in ["plan and apply, CPU", "Tally::apply, CPU", "tables, CPU"].iter().zip(&compared) {
            println!("    {what:<46} {}", compared.once().line());
            println!("    {:<46} {}", "", compared.line());
        }
    }
}
