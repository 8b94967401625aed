//! Searching and asking what the tags say, over 10,000 articles with 500,000 spans.

use crate::clock::{Series, took};
use crate::made;
use glossator::edit::{Command, Mint};
use glossator::model::{Calendar, Codebook, Document, LayerKind, Project, SetKey, Tag, TagId, Timestamp};
use glossator::query::{Line, LineOrder, Search, order_lines};
use glossator::report::{Ask, KeyOf, Shape};
use glossator::stats::{By, Scope, Tally, Variants, Within};
use glossator::store::resident_bytes;
use glossator::text::{Offset, TextRange};
use rayon::prelude::*;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::time::Duration;

pub const ARTICLES: usize = 10_000;
const SPANS: usize = 50;
/// An article of 3 kB is one of 500 words.
const BYTES: usize = 3_000;
/// How many tags the codebook has.
const TAGS: usize = 40;
/// How often each is measured.
const ROUNDS: usize = 3;

/// Articles of three outlets and a year, with one word in ten marked.
pub fn project(n_articles: usize) -> Project {
    let mut rng = fastrand::Rng::with_seed(17);
    let mut project = made::project(12, (0..n_articles).map(|_| (BYTES, 0)));
    project.codebook = Arc::new(with_many_tags(&project.codebook));
    let codebook = Arc::clone(&project.codebook);
    let ids: Vec<_> = project.documents.keys().cloned().collect();
    for (n, id) in ids.into_iter().enumerate() {
        let document = Arc::make_mut(project.documents.get_mut(&id).expect("a document"));
        document.outlet = Some(["Wire", "Mail", "Post"][n % 3].to_owned());
        document.date = Some(format!("2026-{:02}-{:02}", n % 12 + 1, n % 28 + 1));
        let text = document.text.clone();
        let place = |at: usize| Offset::new(u32::try_from(at).expect("a short text"));
        let words: Vec<TextRange> = text
            .as_str()
            .split_inclusive(' ')
            .scan(0, |at, word| {
                let start = *at;
                *at += word.len();
                Some(TextRange::between(place(start), place(start + word.trim_end().len())))
            })
            .filter(|word| !word.is_empty())
            .collect();
        let set = project.sets.get_mut(&SetKey { document: id, annotator: made::person().id }).expect("a set");
        let spans = words.iter().step_by((words.len() / SPANS).max(1)).take(SPANS);
        Arc::make_mut(set).spans = spans.map(|word| made::span(&mut rng, (*word).into(), &codebook)).collect();
    }
    project
}

/// A codebook with as many tags of spans as a large one has.
fn with_many_tags(codebook: &Codebook) -> Codebook {
    let of_spans: Vec<&Tag> = codebook.of_kind(LayerKind::Span).collect();
    let more = (of_spans.len()..TAGS).filter_map(|n| {
        let id = TagId::new(&format!("tag-{n}")).ok()?;
        Some(Tag { id, name: format!("Tag {n}"), key: None, parent: None, ..(*of_spans.first()?).clone() })
    });
    let tags: Vec<Tag> = of_spans.iter().map(|tag| (*tag).clone()).chain(more).collect();
    Codebook::new(codebook.layers.clone(), tags)
}

/// How long queries and questions take.
pub fn run() {
    let project = project(ARTICLES);
    let n: usize = project.sets.values().map(|set| set.spans.len()).sum();
    println!("    {n} spans, {} MB resident", resident_bytes().unwrap_or_default() / 1_000_000);
    let tag = |at: usize| project.codebook.order[at].to_string();
    for query in [
        "government".to_owned(),
        r"/\b\w+ing\b/".to_owned(),
        format!("tag:{}", tag(0)),
        format!("tag:{} near/12 tag:{}", tag(0), tag(1)),
        format!("tag:{} same-sentence tag:{} where outlet:Wire date>=2026-06", tag(0), tag(1)),
    ] {
        search(&project, &query);
    }
    for query in ["outlet:Wire".to_owned(), format!("tag:{}", tag(0)), format!("by:ana tag:{} outlet:Wire", tag(1))] {
        let search = Search::new(&query, &project).expect("a query");
        measure(&format!("what the filter {query} leaves"), || drop(search.part_of(&project)));
    }
    measure("the live tables afresh", || drop(Tally::of(&project, Scope::default())));
    answer_all(&project);
    println!("    {} MB resident at the end", resident_bytes().unwrap_or_default() / 1_000_000);
    drop(project);
    live(ARTICLES / 5);
    live(2 * ARTICLES);
}

/// Each question of the analysis, counted afresh.
fn answer_all(project: &Project) {
    let (scope, tag) = (Scope::default(), project.codebook.order[0].clone());
    let words = NonZeroU32::new(10).expect("not none");
    for (name, ask) in [
        ("spans by outlet", Ask::Counts(By::Field("outlet".to_owned()))),
        ("spans by tag", Ask::Counts(By::Tag)),
        ("tags by outlet", Ask::Crossed(By::Tag, By::Field("outlet".to_owned()))),
        ("tags by month", Ask::OverTime(Calendar::Month)),
        ("tags together in a sentence", Ask::Together(Within::Sentence, Shape::Net)),
        ("tags together in ten words", Ask::Together(Within::Words(words), Shape::Net)),
        ("tags together in an article", Ask::Together(Within::Document, Shape::Net)),
        ("what lies over what", Ask::Overlaps),
        ("what follows what", Ask::Sequences),
        ("dispersion", Ask::Spread),
        ("where in the texts", Ask::Places),
        ("what is said", Ask::Strings(None, Variants::Together)),
        ("words near spans", Ask::Collocates(Some(tag), words)),
        ("how long", Ask::Lengths),
        ("keyness of tags", Ask::Keyness(KeyOf::Tags)),
        ("keyness of words", Ask::Keyness(KeyOf::Words)),
        ("saturation", Ask::Saturation),
    ] {
        measure(name, || drop(ask.answer(project, &scope, (project, &scope))));
    }
}

/// A query over all articles, on all cores; to the first line, to all of them, and these in another order.
fn search(project: &Project, query: &str) {
    let search = Search::new(query, project).expect("a query");
    let documents: Vec<&Arc<Document>> = project.documents.values().collect();
    let (_, first) = took(|| documents.iter().find_map(|document| search.lines(project, document)));
    let (mut series, mut lines) = (Series::default(), Vec::<Line>::new());
    for _ in 0..ROUNDS {
        let (found, time) = took(|| {
            let found: Vec<Vec<Line>> =
                documents.par_iter().filter_map(|document| search.lines(project, document)).collect();
            found.into_iter().flatten().collect::<Vec<Line>>()
        });
        series.push(time.wall);
        lines = found;
    }
    let (_, sorted) = took(|| order_lines(&mut lines, project, LineOrder::Right));
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    let (first, sorted) = (ms(first.wall), ms(sorted.wall));
    println!(
        "    {query:<60} {:>8} lines, first {first:.2} ms, all {}, sorted by the right {sorted:.0} ms",
        lines.len(),
        series.best_line()
    );
}

fn measure(name: &str, run: impl Fn()) {
    let mut series = Series::default();
    for _ in 0..ROUNDS {
        series.push(took(&run).1.wall);
    }
    println!("    {name:<60} {}", series.best_line());
}

/// What is counted anew after an edit while it is shown.
fn live(n_articles: usize) {
    let project = project(n_articles);
    let n: usize = project.sets.values().map(|set| set.spans.len()).sum();
    println!("    {n} spans, after an edit:");
    let tag = project.codebook.order[0].clone();
    let key = project.sets.keys().next().expect("a set").clone();
    let mut mint = Mint::new(1, Timestamp::new(1_770_000_000));
    let span = project.set(&key).and_then(|set| set.spans.iter().next()).expect("a span").key();
    let command = Command::RemoveSpans { set: key, spans: vec![span] };
    let transaction = command.plan(&project, &mut mint).expect("a step");
    let mut after = project.clone();
    transaction.apply(&mut after).expect("it fits");
    let tally = Tally::of(&project, Scope::default());
    measure("the live tables, by the edit's difference", || {
        let mut tally = tally.clone();
        tally.apply(&project, &transaction, &after);
        drop(tally.table(&after.codebook));
    });
    let search = Search::new(&format!("tag:{tag} outlet:Wire"), &after).expect("a query");
    measure("what a filter of a tag and an outlet leaves", || drop(search.part_of(&after)));
    answer_all(&after);
}
