//! The search through the project: on a thread of its own while it is shown, the first lines at once, and anew when something
//! has been done.

use super::desk::Desk;
use super::filtering::Within;
use super::jobs::Progress;
use super::views::query_field::QueryText;
use crate::edit::Command;
use crate::model::{Document, DocumentId, Project, SetKey, SpanKey, TagId};
use crate::query::{Line, LineGroup, LineOrder, Search, SearchMistake, group_lines, order_lines};
use crate::text::TextRange;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

/// What was found so far.
#[derive(Clone, Debug, Default)]
pub struct SearchFound {
    /// The lines, in the order that was asked for.
    pub lines: Arc<Vec<Line>>,
    /// Their groups, where they are grouped.
    pub groups: Arc<Vec<LineGroup>>,
    /// In how many documents the query is true.
    pub n_documents: usize,
    /// Whether all documents have been looked through, or as many as the lines that are listed come from.
    pub is_whole: bool,
    /// Whether there are more lines than are listed.
    pub is_cut: bool,
    /// What is wrong with the query.
    pub mistake: Option<SearchMistake>,
}

/// A line by its place, which stays when others come and go.
pub type LinePlace = (DocumentId, TextRange);

/// What a search is of.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Ground {
    query: String,
    order: LineOrder,
    is_grouped: bool,
    revision: u64,
    /// The version of what the list lets through, where that alone is looked through.
    within: Option<u64>,
}

/// A row of what was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShownRow {
    /// The head of a group, by its place.
    Group(usize),
    /// A line, by its place.
    Line(usize),
}

/// The rows of what was found.
#[derive(Debug)]
pub enum Rows {
    /// So many lines.
    Plain(usize),
    /// Groups with their lines.
    Grouped(Vec<ShownRow>),
}

impl Rows {
    /// How many there are.
    pub fn count(&self) -> usize {
        match self {
            Self::Plain(n) => *n,
            Self::Grouped(rows) => rows.len(),
        }
    }

    /// The row at a place.
    pub fn at(&self, place: usize) -> Option<ShownRow> {
        match self {
            Self::Plain(n) => (place < *n).then_some(ShownRow::Line(place)),
            Self::Grouped(rows) => rows.get(place).copied(),
        }
    }
}

impl Ground {
    /// Whether the same is asked. What was done meanwhile, and what else is let through since, comes with the next search.
    fn asks_like(&self, other: &Self) -> bool {
        self.query == other.query
            && self.order == other.order
            && self.is_grouped == other.is_grouped
            && self.within.is_some() == other.within.is_some()
    }
}

/// The search that is shown.
#[derive(Default)]
pub struct SearchState {
    /// What is looked for.
    pub query: QueryText,
    /// Whether it is looked for in all articles, also while the list is narrowed.
    pub is_everywhere: bool,
    /// In which order lines stand.
    pub order: LineOrder,
    /// Whether lines are grouped by what orders them.
    pub is_grouped: bool,
    /// The groups whose lines are put away, by their names.
    pub folded: BTreeSet<String>,
    /// The lines that are ticked.
    pub ticked: BTreeSet<LinePlace>,
    /// The line that the keyboard is at.
    pub chosen: usize,
    /// Whether it should be brought into view.
    pub moved: bool,
    running: Option<Running>,
    found: Option<(Ground, SearchFound)>,
}

/// A search that runs. Dropping it ends it.
struct Running {
    of: Ground,
    parts: Receiver<SearchFound>,
    progress: Progress,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.progress.stop();
    }
}

/// The most lines that are listed. More than that nobody looks through.
pub const MOST: usize = 200_000;
/// How many documents are looked through between two looks at the clock.
const TOGETHER: usize = 128;
/// What was found is sent when the first lines are there, and then after such pauses, each twice as long as the one before.
const PAUSE: Duration = Duration::from_millis(60);

impl SearchState {
    /// Takes what was found, and begins anew when the query or the project is another one.
    /// `within` is what the list lets through, where it is narrowed.
    pub fn follow(
        &mut self,
        revision: u64,
        within: Option<&Arc<Within>>,
        snapshot: impl FnOnce() -> Project,
        wake: impl Fn() + Send + 'static,
    ) {
        let within = within.filter(|_| !self.is_everywhere);
        let query = self.query.text.trim().to_owned();
        let ground = Ground {
            query,
            order: self.order,
            is_grouped: self.is_grouped,
            revision,
            within: within.map(|within| within.version),
        };
        if let Some(running) = &self.running {
            let last = running.parts.try_iter().last();
            let is_over = last.as_ref().is_some_and(|found| found.is_whole);
            // What an earlier search found stays until the next has found something, or that there is nothing.
            if let Some(found) = last.filter(|found| found.is_whole || !found.lines.is_empty()) {
                self.found = Some((running.of.clone(), found));
            }
            if running.of.asks_like(&ground) && !is_over {
                return;
            }
            self.running = None;
        }
        if ground.query.is_empty() {
            self.found = None;
            return;
        }
        if self.found.as_ref().is_some_and(|(of, found)| *of == ground && found.is_whole) {
            return;
        }
        let (outbox, parts) = channel();
        let progress = Progress::default();
        let (project, theirs, of, within) = (snapshot(), progress.clone(), ground.clone(), within.cloned());
        std::thread::spawn(move || {
            match within.map_or_else(|| Ok(project.clone()), |within| within.part_of(&project, revision)) {
                Ok(part) => look(&part, &project, &of, MOST, &theirs, &outbox, &wake),
                // The filter says itself that it cannot be understood, and lets everything through then.
                Err(_) => {
                    let _ = outbox.send(SearchFound { is_whole: true, ..SearchFound::default() });
                    wake();
                }
            }
        });
        self.running = Some(Running { of: ground, parts, progress });
    }

    /// What was found last, and whether that is what is there now.
    pub fn found(&self) -> Option<(&SearchFound, bool)> {
        let (_, found) = self.found.as_ref()?;
        Some((found, self.running.is_none() && found.is_whole))
    }

    /// The rows as they are shown: the lines, and their groups where they are grouped.
    pub fn rows(&self, found: &SearchFound) -> Rows {
        if found.groups.is_empty() {
            return Rows::Plain(found.lines.len());
        }
        let rows = found.groups.iter().enumerate().flat_map(|(n, group)| {
            let n_shown = if self.folded.contains(&group.name) { 0 } else { group.n };
            let lines = (group.first..group.first + n_shown).map(ShownRow::Line);
            std::iter::once(ShownRow::Group(n)).chain(lines)
        });
        Rows::Grouped(rows.collect())
    }

    /// The lines that something is done with: those that are ticked, else the chosen one.
    pub fn meant(&self) -> Vec<&Line> {
        let Some((_, found)) = &self.found else { return Vec::new() };
        let lines = found.lines.as_slice();
        if self.ticked.is_empty() {
            let chosen = self.rows(found).at(self.chosen);
            return if let Some(ShownRow::Line(at)) = chosen {
                lines.get(at).into_iter().collect()
            } else {
                Vec::new()
            };
        }
        lines.iter().filter(|line| self.ticked.contains(&(line.document.clone(), line.range))).collect()
    }

    /// Ticks a line, or takes its tick away.
    pub fn flip(&mut self, line: &Line) {
        let place = (line.document.clone(), line.range);
        if !self.ticked.remove(&place) {
            self.ticked.insert(place);
        }
    }
}

/// The spans of lines that are one's own, by their sets.
pub fn own_spans(desk: &Desk, lines: &[&Line]) -> BTreeMap<SetKey, Vec<SpanKey>> {
    let mut own: BTreeMap<SetKey, Vec<SpanKey>> = BTreeMap::new();
    let Some(me) = desk.working_on() else { return own };
    for (set, span) in lines.iter().flat_map(|line| line.spans(desk.workspace.project())) {
        if set.annotator == me {
            own.entry(set).or_default().push(span.key());
        }
    }
    own
}

/// Gives one's own spans among the lines a tag, and marks the other lines as it.
pub fn tagging(desk: &Desk, lines: &[&Line], tag: &TagId) -> Command {
    let own = own_spans(desk, lines);
    let mut commands: Vec<Command> =
        own.into_iter().map(|(set, spans)| Command::Retag { set, spans, tag: tag.clone() }).collect();
    if let Some(annotator) = desk.working_on() {
        let mut places: BTreeMap<_, Vec<TextRange>> = BTreeMap::new();
        for line in lines.iter().filter(|line| line.spans.iter().all(|(who, _)| *who != annotator)) {
            places.entry(line.document.clone()).or_default().push(line.range);
        }
        if !places.is_empty() {
            commands.push(Command::TagAll { annotator, tag: tag.clone(), places });
        }
    }
    Command::Several(commands)
}

/// Looks through the documents of a part of a project, until so many lines are found.
fn look(
    part: &Project,
    project: &Project,
    of: &Ground,
    most: usize,
    progress: &Progress,
    outbox: &Sender<SearchFound>,
    wake: &dyn Fn(),
) {
    let send = |found: SearchFound| {
        // Nobody waits for what a search finds that has been given up.
        let _ = outbox.send(found);
        wake();
    };
    let search = match Search::new(&of.query, project) {
        Ok(search) => search,
        Err(mistake) => {
            return send(SearchFound { is_whole: true, mistake: Some(mistake), ..SearchFound::default() });
        }
    };
    let is_shown = |document: &&Arc<Document>| of.within.is_some() || !document.archived;
    let documents: Vec<&Arc<Document>> = part.documents.values().filter(is_shown).collect();
    let (mut lines, mut n_documents): (Vec<Line>, usize) = (Vec::new(), 0);
    let (mut pause, mut sent) = (PAUSE, Instant::now());
    let found = |lines: &[Line], n_documents| {
        let mut ordered = lines.to_vec();
        if of.order != LineOrder::Place {
            order_lines(&mut ordered, project, of.order);
        }
        let groups = if of.is_grouped { group_lines(&ordered, project, of.order) } else { Vec::new() };
        SearchFound { lines: Arc::new(ordered), groups: Arc::new(groups), n_documents, ..SearchFound::default() }
    };
    for documents in documents.chunks(TOGETHER) {
        if progress.is_stopped() {
            return;
        }
        let hits: Vec<Vec<Line>> =
            documents.par_iter().filter_map(|document| search.lines_within(part, project, document)).collect();
        n_documents += hits.len();
        let is_first = lines.is_empty() && hits.iter().any(|lines| !lines.is_empty());
        lines.extend(hits.into_iter().flatten());
        if lines.len() > most {
            lines.truncate(most);
            return send(SearchFound { is_whole: true, is_cut: true, ..found(&lines, n_documents) });
        }
        if is_first || sent.elapsed() >= pause {
            send(found(&lines, n_documents));
            (pause, sent) = (pause * 2, Instant::now());
        }
    }
    send(SearchFound { is_whole: true, ..found(&lines, n_documents) });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Codebook, DocumentId, Timestamp};
    use crate::text::Text;

    /// What a search for `/./` sends over articles of three letters each.
    fn sent(n_documents: usize, most: usize) -> Vec<SearchFound> {
        let mut project = Project::new("7q2mk8da".parse().unwrap(), "Letters".to_owned(), Codebook::default());
        for n in 0..n_documents {
            let id = DocumentId::new(&format!("d{n}")).unwrap();
            let text = Text::new("abc".to_owned()).unwrap();
            let document = Document::new(id.clone(), String::new(), text, Timestamp::new(0));
            project.documents.insert(id, Arc::new(document));
        }
        let of =
            Ground { query: "/./".to_owned(), order: LineOrder::Place, is_grouped: false, revision: 0, within: None };
        let (outbox, parts) = channel();
        look(&project, &project, &of, most, &Progress::default(), &outbox, &|| {});
        drop(outbox);
        parts.iter().collect()
    }

    #[test]
    fn a_pattern_that_is_everywhere_lists_the_first_lines_and_says_so() {
        let all = sent(4, 12);
        assert_eq!(all.last().map(|found| (found.lines.len(), found.is_whole, found.is_cut)), Some((12, true, false)));
        let cut = sent(5, 12);
        assert_eq!(cut.last().map(|found| (found.lines.len(), found.is_whole, found.is_cut)), Some((12, true, true)));
        // The first lines come before all documents have been looked through.
        let many = sent(2 * TOGETHER, 10_000);
        assert!(
            many.first().is_some_and(|found| !found.is_whole && found.lines.len() == 3 * TOGETHER),
            "{}",
            many.len()
        );
    }
}
