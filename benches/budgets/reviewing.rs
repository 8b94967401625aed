//! The review: comparing what annotators say, and what one decision costs.

use crate::clock::{Series, took};
use crate::made;
use glossator::app::agreeing::Agreed;
use glossator::edit::{Command, Mint};
use glossator::model::{
    Annotator, AnnotatorId, AnnotatorKind, DocumentId, Fragments, Project, SetKey, SetState, Span, Timestamp,
};
use glossator::review::{Compared, ProjectStudy, compare};
use glossator::text::{Offset, TextRange};
use std::sync::Arc;

const PEOPLE: usize = 5;

/// What several people say of some documents: each moves, renames or leaves out a few of the same spans.
fn project(n_documents: usize, n_bytes: usize, n_spans: usize) -> Project {
    let mut rng = fastrand::Rng::with_seed(5);
    let mut project = made::project(7, (0..n_documents).map(|_| (n_bytes, 0)));
    let codebook = Arc::clone(&project.codebook);
    let one = made::person().id;
    for n in 0..PEOPLE {
        let id = AnnotatorId::new(&format!("person-{n}")).expect("an id");
        let annotator = Annotator { id: id.clone(), name: id.to_string(), kind: AnnotatorKind::Human };
        project.annotators.insert(id, annotator.into());
    }
    for document in project.documents.keys().cloned().collect::<Vec<_>>() {
        let text = project.document(&document).expect("a document").text.clone();
        let key = |annotator: AnnotatorId| SetKey { document: document.clone(), annotator };
        let blank = (**project.set(&key(one.clone())).expect("a set")).clone();
        project.sets.remove(&key(one.clone()));
        let room = text.len() / n_spans;
        let right: Vec<Span> = (0..n_spans)
            .map(|n| {
                let from = text.floor(n * room);
                let to = text.floor(n * room + rng.usize(4..room / 2));
                made::span(&mut rng, Fragments::one(TextRange::between(from, to)), &codebook)
            })
            .collect();
        for annotator in project.annotators.keys().filter(|id| **id != one).cloned().collect::<Vec<_>>() {
            let mut set = blank.clone();
            set.head.state = SetState::Finished;
            set.spans = right
                .iter()
                .filter_map(|span| match rng.usize(0..10) {
                    0 => None,
                    1 => Some(Span { tag: made::span(&mut rng, span.at.clone(), &codebook).tag, ..span.clone() }),
                    2 => {
                        let end = text.floor(span.hull().end().index() + 2).min(Offset::new(text.len() as u32));
                        Some(Span { at: TextRange::between(span.hull().start(), end).into(), ..span.clone() })
                    }
                    _ => Some(span.clone()),
                })
                .collect();
            project.sets.insert(key(annotator), Arc::new(set));
        }
    }
    project
}

fn line(what: &str, series: &Series) {
    println!("    {what:<52} {}", series.best_line());
}

/// Measures a project of 100,000 spans, and a document of 20,000 spans of each of five people.
pub fn run() {
    let which = Compared::default();
    let many = project(400, 3_000, 50);
    let n_spans: usize = many.sets.values().map(|set| set.spans.len()).sum();
    println!("  {PEOPLE} people, 400 documents, {n_spans} spans");
    let mut all = Series::default();
    let compared = |id: &DocumentId, of: &Project| compare(of, of.document(id).expect("a document"), &which);
    for _ in 0..3 {
        all.push(took(|| many.documents.keys().map(|id| compared(id, &many).items.len()).sum::<usize>()).1.wall);
    }
    line("comparing all of them, one core", &all);
    let mut study = ProjectStudy::of(&many);
    let mut now = many.clone();
    let mut mint = Mint::new(1, Timestamp::new(0));
    let [mut deciding, mut labeling] = [Series::default(), Series::default()];
    let gold = |document: &DocumentId| SetKey {
        document: document.clone(),
        annotator: AnnotatorId::new("gold").expect("an id"),
    };
    for id in many.documents.keys().take(100) {
        let comparison = compared(id, &now);
        let item = comparison.items.iter().find(|item| !item.is_decided).expect("an open item");
        let decisions = vec![item.take(&comparison.annotators, 0).expect("a version")];
        let command = Command::Decide { set: gold(id), decisions };
        let (_, decided) = took(|| {
            let step = command.plan(&now, &mut mint).expect("it can be taken");
            step.apply(&mut now).expect("it applies");
            compared(id, &now).n_open()
        });
        deciding.push(decided.wall);
    }
    line("a decision, and its document compared anew", &deciding);
    for id in many.documents.keys().take(100) {
        let key = SetKey { document: id.clone(), annotator: AnnotatorId::new("person-0").expect("an id") };
        let span = now.set(&key).expect("a set").spans.iter().next().expect("a span").key();
        let step = Command::RemoveSpans { set: key, spans: vec![span] }.plan(&now, &mut mint).expect("a step");
        let mut after = now.clone();
        step.apply(&mut after).expect("it applies");
        let (_, told) = took(|| {
            study.apply(&step, &after);
            Agreed::of(&after, &study).headline.len()
        });
        labeling.push(told.wall);
        now = after;
    }
    line("a span removed, and all shown figures again", &labeling);
    let long = project(1, 1_000_000, 20_000);
    let mut series = Series::default();
    for _ in 0..3 {
        series.push(took(|| long.documents.keys().map(|id| compared(id, &long).items.len()).sum::<usize>()).1.wall);
    }
    line("comparing a document of 20,000 spans of each", &series);
    let id = long.documents.keys().next().expect("a document").clone();
    let comparison = compared(&id, &long);
    let alike = comparison.items.iter().filter(|item| item.differences.is_none());
    let decisions: Vec<_> = alike.filter_map(|item| item.take(&comparison.annotators, 0)).collect();
    let n = decisions.len();
    let command = Command::Decide { set: gold(&id), decisions };
    let mut taken = long.clone();
    let mut series = Series::default();
    series.push(took(|| command.plan(&long, &mut mint).expect("a step").apply(&mut taken).expect("it applies")).1.wall);
    line(&format!("taking {n} items that all agree on"), &series);
    let mut series = Series::default();
    series.push(took(|| compared(&id, &taken).n_open()).1.wall);
    line("comparing it anew with that gold", &series);
}
