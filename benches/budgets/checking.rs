//! The checks: all of them at first, and after each edit, as the window has them done beside itself.

use crate::clock::{Series, took};
use crate::made;
use crate::words::words_in;
use cpu_time::ProcessTime;
use glossator::app::problems::Problems;
use glossator::check::{Habits, SetFindings, Since};
use glossator::edit::{Command, Mint};
use glossator::model::{
    AnnotationSet, Document, DocumentId, Project, RecordId, SetHead, SetKey, SetState, Span, Timestamp,
};
use glossator::text::{Offset, Text, TextRange};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Instant;

/// Edits that are followed.
const EDITS: usize = 90;
/// Names that are marked, some of them very often and most of them seldom.
const NAMES: usize = 20_000;
/// Of so many places of a name, one is left unmarked and one has another tag.
const SLIPS: usize = 100;

/// A project in which somebody marks words in one article.
struct Checked {
    project: Project,
    document: DocumentId,
    mint: Mint,
    rng: fastrand::Rng,
    problems: Problems,
}

impl Checked {
    fn new(articles: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let mut rng = fastrand::Rng::with_seed(51);
        let articles: Vec<(usize, usize)> = articles.into_iter().collect();
        let mut project = made::project(51, articles.iter().map(|(n_bytes, _)| (*n_bytes, 0)));
        let names = names(&mut rng);
        for (n, (_, n_spans)) in articles.into_iter().enumerate() {
            put_names(&mut project, &mut rng, &names, made::article_id(n), n_spans);
        }
        let mut mint = Mint::new(51, Timestamp::new(1_770_000_000));
        mint.by = Some(made::person().id);
        Self { project, document: made::article_id(0), mint, rng, problems: Problems::default() }
    }

    fn key(&self) -> SetKey {
        SetKey { document: self.document.clone(), annotator: made::person().id }
    }

    /// Has the checks done, and waits until the findings are those of the project as it is.
    fn follow(&mut self) {
        let person = made::person().id;
        let (wake, woken) = channel();
        loop {
            let wake = wake.clone();
            let done = move || wake.send(()).unwrap_or_default();
            self.problems.follow(&self.project, Some(&self.document), &[&person], done);
            if !self.problems.is_stale() {
                return;
            }
            woken.recv().expect("the search goes on");
        }
    }

    /// Marks some words, gives a span another tag, or removes one.
    fn edits(&mut self, n: usize) {
        loop {
            let set = self.key();
            let tag = self.project.codebook.order[self.rng.usize(..9)].clone();
            let known = &self.project.sets[&set].spans;
            let spans = known.nth(self.rng.usize(..known.len())).map(Span::key).into_iter().collect();
            let command = match n % 3 {
                0 => {
                    let text = &self.project.documents[&self.document].text;
                    Command::AddSpan { set, at: words_in(&mut self.rng, text).into(), tag }
                }
                1 => Command::Retag { set, spans, tag },
                _ => Command::RemoveSpans { set, spans },
            };
            if let Some(step) = command.plan(&self.project, &mut self.mint).ok().filter(|step| !step.is_empty()) {
                return step.apply(&mut self.project).expect("it was planned on this");
            }
        }
    }
}

/// Names of three or four syllables, each once.
fn names(rng: &mut fastrand::Rng) -> Vec<String> {
    let mut names = BTreeSet::new();
    while names.len() < NAMES {
        let syllables = (0..rng.usize(3..=4)).map(|_| [rng.choice(*b"bdfgklmnprstvz"), rng.choice(*b"aeiou")]);
        let mut name: String = syllables.flatten().flatten().map(char::from).collect();
        name.get_mut(..1).map(str::make_ascii_uppercase);
        names.insert(name);
    }
    let mut names: Vec<String> = names.into_iter().collect();
    rng.shuffle(&mut names);
    names
}

/// Puts names between the words of an article, and marks nearly all of them, each mostly as the same.
fn put_names(project: &mut Project, rng: &mut fastrand::Rng, names: &[String], id: DocumentId, n_spans: usize) {
    let old = &project.documents[&id];
    let every = old.text.len() / n_spans;
    let tags = &project.codebook.order;
    let mut content = String::new();
    let mut spans = Vec::new();
    for word in old.text.as_str().split_inclusive([' ', '\n']) {
        content.push_str(word);
        if content.len() / every > spans.len() {
            // A few names are everywhere, and most are seldom there.
            let name = (names.len() as f64).powf(rng.f64()) as usize - 1;
            let start = Offset::new(content.len() as u32);
            content.push_str(&names[name]);
            let at = TextRange::between(start, Offset::new(content.len() as u32));
            content.push(' ');
            let tag = match rng.usize(..SLIPS) {
                0 => None,
                1 => Some(rng.usize(..tags.len())),
                _ => Some(name % tags.len()),
            };
            let record = RecordId::drawn(|| rng.u8(0..36));
            spans.push(tag.map(|tag| Span::new(record, at, tags[tag].clone(), Timestamp::new(1_770_000_000))));
        }
    }
    let text = Text::new(content).expect("short enough");
    let key = SetKey { document: id.clone(), annotator: made::person().id };
    let mut set = AnnotationSet::new(SetHead { text: text.digest(), state: SetState::InProgress });
    set.spans = spans.into_iter().flatten().collect();
    let document = Document { text, ..Document::clone(old) };
    project.documents.insert(id, Arc::new(document));
    project.sets.insert(key, Arc::new(set));
}

/// Follows edits in one of 1,000 articles, in one that has a tenth of all, and in one that is all: with 100,000 spans.
pub fn run() {
    for (name, articles) in [
        ("1,000 articles of 10 kB, 100 spans in each", vec![(10_000, 100); 1_000]),
        ("10 articles of 1 MB, 10,000 spans in each", vec![(1_000_000, 10_000); 10]),
        ("one article of 10 MB, 100,000 spans", vec![(10_000_000, 100_000)]),
    ] {
        println!("  {name}");
        let mut checked = Checked::new(articles);
        let ((), first) = took(|| checked.follow());
        let n_found = checked.problems.found().len();
        println!("    {:<46} {:.0} ms, {n_found} findings", "at first, wall", first.wall.as_secs_f64() * 1e3);
        let (mut wall, mut cpu) = (Series::default(), Series::default());
        for n in 0..EDITS {
            checked.edits(n);
            let (begun, used) = (Instant::now(), ProcessTime::now());
            checked.follow();
            wall.push(begun.elapsed());
            cpu.push(used.elapsed());
        }
        println!("    {:<46} {}", "after an edit, wall", wall.line());
        println!("    {:<46} {}", "after an edit, CPU of all threads", cpu.line());
        parts(&mut checked);
    }
}

/// What the parts of it take by themselves.
fn parts(checked: &mut Checked) {
    let key = checked.key();
    let mut habits = Habits::of(&checked.project, &key.annotator);
    let mut findings = SetFindings::of(&checked.project, &key, &checked.project.sets[&key]);
    let (_, anew) = took(|| findings.follow_habits(&checked.project, &habits, &key, &checked.project.sets[&key], None));
    println!("    {:<46} {:.0} ms", "compared with habits at first, CPU", anew.cpu.as_secs_f64() * 1e3);
    let mut all: [Series; 3] = Default::default();
    for n in 0..EDITS {
        let (before, old_habits) = (checked.project.clone(), habits.clone());
        checked.edits(n);
        let now = &checked.project;
        let (set, old) = (&now.sets[&key], &before.sets[&key]);
        let (words, counted) = took(|| habits.follow(Some(&before), now, &key.annotator));
        let changed = set.spans.changed_since(&old.spans);
        let (_, near) = took(|| findings.follow(now, &key, set, changed));
        let since = Since { habits: &old_habits, words: &words, set: old };
        let (_, compared) = took(|| findings.follow_habits(now, &habits, &key, set, Some(since)));
        all.iter_mut().zip([near, counted, compared]).for_each(|(series, time)| series.push(time.cpu));
    }
    for (what, series) in ["near the edit, CPU", "habits counted, CPU", "compared with habits, CPU"].iter().zip(&all) {
        println!("    {what:<46} {}", series.line());
    }
}
