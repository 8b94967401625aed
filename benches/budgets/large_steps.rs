//! Steps over many articles: what they would do, shown beside the window; doing them, taking them back, doing them again.

use crate::clock::{Series, took};
use crate::made::{self, Place};
use crate::rig::{Rig, press, release};
use egui::{Key, Modifiers};
use glossator::app::occurrences::Quest;
use glossator::edit::{Command, Fate};
use glossator::model::{AnnotationSet, DocumentId, Project, Span, TagId};
use glossator::query::{Bounds, Mark, Pattern, Standing};
use glossator::text::TextRange;
use glossator::workspace::SaveState;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

/// How often everything is done.
const ROUNDS: usize = 4;

/// A window in which steps are done.
struct Stepping {
    rig: Rig,
    /// Tells one preview from another.
    version: u64,
    measured: BTreeMap<&'static str, Series>,
    _place: Place,
}

impl Stepping {
    fn on(project: &Project) -> Self {
        let place = Place::with(project);
        let rig = Rig::opened(place.home(), place.project());
        Self { rig, version: 0, measured: BTreeMap::new(), _place: place }
    }

    fn took(&mut self, what: &'static str, since: Instant) {
        self.measured.entry(what).or_default().push(since.elapsed());
    }

    /// The number of the next preview, when it begins, and what it is of.
    fn begins(&mut self) -> (u64, Instant, Project) {
        self.version += 1;
        (self.version, Instant::now(), self.rig.desk().workspace.snapshot())
    }

    /// Draws frames until a preview is whole; keeps how long that was and the longest frame.
    fn waits_for_preview(&mut self, begun: Instant, is_whole: impl Fn(&Rig) -> bool) {
        let frames = self.rig.until("previewed", is_whole);
        self.took("1 previewed, wall", begun);
        let longest = frames.iter().map(|frame| frame.took.wall).max().unwrap_or_default();
        self.measured.entry("2 the longest frame meanwhile, wall").or_default().push(longest);
    }

    /// Does a command, takes it back, does it again and takes it back for good.
    fn does_and_undoes(&mut self, command: &Command) {
        let before = self.rig.desk().workspace.snapshot();
        let begun = Instant::now();
        let (done, ran) = took(|| self.rig.desk_mut().workspace.run(command));
        done.expect("it can be done");
        self.rig.frame(Vec::new());
        self.took("3 done and painted, wall", begun);
        self.measured.entry("4 of that, Workspace::run, CPU").or_default().push(ran.cpu);
        self.settles("5 until it is durable, wall", begun);
        let after = self.rig.desk().workspace.snapshot();
        assert!(after.sets != before.sets, "nothing was done");
        self.presses("7 key to undone and painted, wall", Key::Z, Modifiers::COMMAND);
        assert!(self.rig.desk().workspace.project().sets == before.sets, "it was not taken back");
        self.presses("8 key to redone and painted, wall", Key::Z, Modifiers::COMMAND | Modifiers::SHIFT);
        assert!(self.rig.desk().workspace.project().sets == after.sets, "it was not done again");
        self.presses("7 key to undone and painted, wall", Key::Z, Modifiers::COMMAND);
        // All files are written once a round, and not beside what is measured next.
        self.rig.desk_mut().workspace.save_now().expect("it is saved");
    }

    fn presses(&mut self, what: &'static str, key: Key, modifiers: Modifiers) {
        let begun = Instant::now();
        self.rig.frame(press(key, modifiers));
        self.took(what, begun);
        self.rig.frame(release(key, modifiers));
        self.settles("9 undone or redone, until it is durable, wall", begun);
    }

    /// Waits until nothing goes on that the next step could meet.
    fn settles(&mut self, what: &'static str, begun: Instant) {
        self.rig.until("durable", |rig| rig.desk().workspace.save_state() == SaveState::Saved);
        self.took(what, begun);
        self.rig.until("counted", |rig| !rig.desk().figures.is_stale());
        self.took("6 until the figures have it too, wall", begun);
        self.rig.until("checked", |rig| !rig.desk().problems.is_stale());
        self.rig.rest();
    }

    fn says(&self) {
        for (what, series) in &self.measured {
            let what = what.get(2..).unwrap_or(what);
            println!("    {what:<46} {}", series.best_line());
        }
    }
}

/// Tags a name wherever it stands in 10,000 articles of 5 kB with ten spans each: some 5,000 places.
pub fn tag_all() {
    let mut stepping = Stepping::on(&made::project(21, (0..10_000).map(|_| (5_000, 10))));
    let tag = TagId::new("place").expect("an id");
    let mark = Mark { annotator: made::person().id, tag: tag.clone() };
    let pattern = Pattern { text: "Idlib".to_owned(), bounds: Bounds::Words, ..Pattern::default() };
    for _ in 0..ROUNDS {
        let (version, begun, project) = stepping.begins();
        let documents = project.documents.keys().cloned().collect();
        let quest = Quest { pattern: pattern.clone(), mark: mark.clone(), documents };
        stepping.rig.desk_mut().occurrences.begin(version, project, quest, || {});
        stepping.waits_for_preview(begun, |rig| rig.desk().occurrences.of(version).is_some_and(|it| it.is_whole));
        let found = stepping.rig.desk().occurrences.of(version).expect("a search").clone();
        let mut places: BTreeMap<DocumentId, Vec<TextRange>> = BTreeMap::new();
        for row in found.rows.iter().filter(|row| row.standing == Standing::Free) {
            places.entry(row.document.clone()).or_default().push(row.range);
        }
        if version == 1 {
            println!("    {} places in {} articles, {} free", found.rows.len(), found.n_documents, found.n_free);
        }
        let annotator = made::person().id;
        stepping.does_and_undoes(&Command::TagAll { annotator, tag: tag.clone(), places });
    }
    stepping.says();
}

/// Puts a tag with 100,000 spans into another one with as many, in 1,000 articles of 10 kB.
pub fn merge_tags() {
    let [from, to] = ["person", "role"].map(|id| TagId::new(id).expect("an id"));
    let mut project = made::project(22, (0..1_000).map(|_| (10_000, 200)));
    let retagged = |set: &AnnotationSet| {
        let tag = |n: usize| if n.is_multiple_of(2) { from.clone() } else { to.clone() };
        let spans = set.spans.iter().enumerate().map(|(n, span)| Span { tag: tag(n), ..span.clone() });
        AnnotationSet { spans: spans.collect(), ..set.clone() }
    };
    project.sets = project.sets.iter().map(|(key, set)| (key.clone(), Arc::new(retagged(set)))).collect();
    let mut stepping = Stepping::on(&project);
    let command = Command::RemoveTag { tag: from, spans: Fate::Retag(to) };
    for _ in 0..ROUNDS {
        let (version, begun, project) = stepping.begins();
        let asked = version.to_string();
        stepping.rig.desk_mut().preview.begin(asked.clone(), project, command.clone(), || {});
        stepping.waits_for_preview(begun, |rig| rig.desk().preview.of(&asked).is_some());
        if version == 1 {
            let planned = stepping.rig.desk().preview.of(&asked).expect("a plan").as_ref().expect("it can be done");
            println!("    {} spans in {} articles", planned.spans.len(), planned.n_documents);
        }
        stepping.does_and_undoes(&command);
    }
    stepping.says();
}
