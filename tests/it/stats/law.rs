//! The law of tallies: reached by any edits is the same as computed afresh, and as counted slowly.

use super::reference::{check_all, document_id, documents, tag_id};
use crate::notation::{corpus, tag};
use glossator::edit::{Change, Command, Edit, Fate, Home, Import, ImportedSet, Mint, NewDocument, NewTag, Transaction};
use glossator::model::{AnnotatorId, Document, Fragments, Project, SetKey, SetState, Span, SpanKey, Timestamp};
use glossator::stats::{Scope, Tally};
use glossator::text::{Text, TextRange};
use proptest::prelude::*;
use std::sync::Arc;

/// Small numbers that are turned into whatever step they fit.
pub type Numbers = (u8, u32, u32, usize);

/// Three documents, two of them marked.
pub fn start() -> Project {
    corpus(&[
        (
            "a",
            &[
                "@ana [person|Zoë] of [place|York] wrote to Mr Babbage 👍",
                "@ben [person|Zoë of York] wrote to Mr Babbage 👍",
            ],
        ),
        ("b", &["@ana [person|Ada] met [person|Ada] and Zoë"]),
        ("c", &["漢字 and 漢字 and more"]),
    ])
}

fn scopes() -> Vec<Scope> {
    let only_ana = Some([AnnotatorId::new("ana").unwrap()].into());
    vec![
        Scope::default(),
        Scope { documents: documents("one", &["a"]), ..Scope::default() },
        Scope { documents: documents("some", &["a", "c"]), with_left_out: true, ..Scope::default() },
        Scope {
            documents: documents("some", &["b", "c", "missing"]),
            annotators: only_ana.clone(),
            ..Scope::default()
        },
        Scope { annotators: only_ana, ..Scope::default() },
    ]
}

/// A step of any kind, planned or made by hand where no command makes one.
pub fn step(project: &Project, mint: &mut Mint, numbers: Numbers) -> Option<Transaction> {
    let (kind, a, b, n) = numbers;
    let document = project.documents.values().nth(n % project.documents.len().max(1))?;
    let annotator = AnnotatorId::new(if a % 2 == 0 { "ana" } else { "ben" }).unwrap();
    let set = SetKey { document: document.id.clone(), annotator };
    let at = fragments(&document.text, a, b, n);
    let tags = &project.codebook.order;
    let tag = tags.get(b as usize % tags.len().max(1)).cloned();
    let span = || {
        let spans = &project.set(&set)?.spans;
        spans.iter().nth(n % spans.len().max(1)).map(Span::key)
    };
    let command = match kind {
        0..=4 => Command::AddSpan { tag: tag?, set, at },
        5 => Command::Retag { spans: all_spans(project, &set), set, tag: tag? },
        6 => Command::Retag { spans: vec![span()?], set, tag: tag? },
        7..=8 => Command::Resize { span: span()?, set, at },
        9 => Command::RemoveSpans { spans: vec![span()?], set },
        10 => Command::RemoveSpans { spans: all_spans(project, &set), set },
        11 => Command::SetState { set, state: SetState::ALL[n % 3] },
        12 => Command::note(set, None, "why".to_owned()),
        13 => {
            let new = NewTag { name: format!("Tag {n}"), parent: tag, ..NewTag::default() };
            Command::AddSpanInVivo { set, at, tag: Box::new(new) }
        }
        14 => Command::RemoveTag {
            tag: tag?,
            spans: tags.get(a as usize % tags.len().max(1)).cloned().map_or(Fate::Remove, Fate::Retag),
        },
        15 => Command::RemoveDocuments(project.documents.keys().skip(n % 2).step_by(2).cloned().collect()),
        16 => Command::Archive { documents: vec![document.id.clone()], archived: !document.archived },
        17 => Command::AddDocuments(vec![article(["a", "b", "d"][n % 3], "Ada of York")]),
        18 => Command::Import(Box::new(import(a, b, n))),
        19 => return Some(another_text(document, n)),
        20 => return Some(text_there_and_back(project, document)),
        21..=24 => {
            let range = TextRange::between(document.text.floor(a as usize), document.text.floor(b as usize));
            Command::Exclude { document: document.id.clone(), range, excluded: kind < 24 }
        }
        _ => Command::EditDocument(Box::new(Document { title: format!("Title {n}"), ..Document::clone(document) })),
    };
    command.plan(project, mint).ok()
}

/// Ranges that lie well in a text; two of them now and then.
fn fragments(text: &Text, a: u32, b: u32, n: usize) -> Fragments {
    let range = TextRange::between(text.floor(a as usize), text.floor(b as usize));
    let next = TextRange::between(range.end(), text.floor(range.end().index() + n));
    let both =
        [range, TextRange::between(text.floor(next.end().index().saturating_sub(2)).max(next.start()), next.end())];
    let two = if n.is_multiple_of(4) { Fragments::new(&both).ok() } else { None };
    two.unwrap_or_else(|| range.into())
}

fn all_spans(project: &Project, set: &SetKey) -> Vec<SpanKey> {
    project.set(set).map(|set| set.spans.iter().map(Span::key).collect()).unwrap_or_default()
}

fn article(id: &str, text: &str) -> NewDocument {
    let text = Text::new(text.to_owned()).unwrap();
    NewDocument { id: Some(document_id(id)), ..NewDocument::of_text(text) }
}

/// Two documents with what Ben says in one, an unknown tag and an empty span among it.
fn import(a: u32, b: u32, n: usize) -> Import {
    let documents = vec![article("e", "One more"), article("f", "Zoë, once more 👍 and again")];
    let text = &documents[1].text;
    let span = |at: Fragments, tag: &str| Span::new("00000000".parse().unwrap(), at, tag_id(tag), Timestamp::new(0));
    let empty = TextRange::empty_at(text.floor(b as usize));
    let spans = vec![
        span(fragments(text, a, b, n), "person"),
        span(fragments(text, b, b + 9, n + 4), "person"),
        span(fragments(text, a, b, n), "ghost"),
        span(empty.into(), "person"),
    ];
    let annotator = AnnotatorId::new("ben").unwrap();
    let set = ImportedSet { spans, ..ImportedSet::new(Home::New(1), annotator, SetState::Finished) };
    Import {
        title: "Import".to_owned(),
        documents,
        tags: vec![tag("extra", None)],
        sets: vec![set],
        ..Import::default()
    }
}

/// The document with another text under spans that stay: what merging a foreign change may do.
fn another_text(document: &Arc<Document>, n: usize) -> Transaction {
    let mut content = document.text.as_str().to_owned();
    content.insert_str(content.floor_char_boundary(n * 2), "é—");
    content.truncate(content.floor_char_boundary(14 + 2 * n));
    let text = Text::new(content).unwrap();
    let excluded = document.excluded.iter().filter(|part| text.check(*part).is_ok()).collect();
    let after = Document { text, excluded, ..Document::clone(document) };
    let change = Change::replace(Arc::clone(document), Arc::new(after));
    by_hand(vec![Edit::Document(document.id.clone(), change)])
}

/// A document that goes with all its sets and comes back in the same step.
fn text_there_and_back(project: &Project, document: &Arc<Document>) -> Transaction {
    let mut edits = Vec::new();
    for (key, set) in project.sets_of(&document.id) {
        edits.extend(set.notes.values().map(|note| Edit::Note(key.clone(), Change::remove(note.clone()))));
        edits.extend(set.spans.iter().map(|span| Edit::Span(key.clone(), Change::remove(span.clone()))));
        edits.push(Edit::Head(key.clone(), Change::remove(set.head)));
    }
    edits.push(Edit::Document(document.id.clone(), Change::remove(Arc::clone(document))));
    let back: Vec<Edit> = edits.iter().rev().map(Edit::inverted).collect();
    edits.extend(back);
    by_hand(edits)
}

fn by_hand(edits: Vec<Edit>) -> Transaction {
    Transaction { title: String::new(), by: None, made: Timestamp::new(0), edits }
}

/// A project with its tallies, which follow every step.
struct Followed {
    project: Project,
    tallies: Vec<(Scope, Tally)>,
}

impl Followed {
    fn new(project: Project) -> Self {
        let tallies = scopes().into_iter().map(|scope| (scope.clone(), Tally::of(&project, scope))).collect();
        Self { project, tallies }
    }

    /// Whether the transaction could be applied; the figures are checked if so.
    fn run(&mut self, transaction: &Transaction) -> bool {
        let before = self.project.clone();
        if transaction.apply(&mut self.project).is_err() {
            return false;
        }
        for (scope, tally) in &mut self.tallies {
            tally.apply(&before, transaction, &self.project);
            assert_eq!(*tally, Tally::of(&self.project, scope.clone()), "{transaction:?}");
        }
        true
    }

    fn check(&self) {
        for (scope, tally) in &self.tallies {
            check_all(tally, &self.project, scope);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]
    #[test]
    fn reached_by_edits_is_computed_afresh_is_counted_slowly(
        numbers in prop::collection::vec((0u8..26, 0u32..40, 0u32..40, 0usize..12, prop::bool::weighted(0.2)), 1..40)
    ) {
        let mut followed = Followed::new(start());
        followed.check();
        let mut mint = Mint::new(7, Timestamp::new(1_770_000_100));
        let mut done: Vec<Transaction> = Vec::new();
        for (kind, a, b, n, undo) in numbers {
            if undo && let Some(last) = done.pop() {
                followed.run(&last.inverted());
            } else if let Some(transaction) = step(&followed.project, &mut mint, (kind, a, b, n))
                && followed.run(&transaction)
            {
                done.push(transaction);
            }
            followed.check();
        }
        for transaction in done.iter().rev() {
            followed.run(&transaction.inverted());
        }
        followed.check();
    }
}

/// Many short spans that overlap, so that a few changes are followed by looking around them alone.
fn crowded() -> Project {
    let mut notation = "@ana ".to_owned();
    for n in 0..1500 {
        let tag = ["person", "place"][n % 2];
        notation.push_str(&format!("[1:{tag}|wé[2:person|r]1e n]2o "));
    }
    corpus(&[("a", &[&notation])])
}

#[test]
fn few_changes_among_many_spans_are_followed_too() {
    let mut followed = Followed::new(crowded());
    let mut mint = Mint::new(7, Timestamp::new(1_770_000_100));
    let set = followed.project.sets.keys().next().unwrap().clone();
    let mut done = Vec::new();
    for (n, n_spans) in [1usize, 2, 3, 5, 7, 8, 60].into_iter().enumerate() {
        let all = all_spans(&followed.project, &set);
        let spans: Vec<SpanKey> = all.iter().copied().skip(n * 31).step_by(37 + n).take(n_spans).collect();
        let tag = tag_id(["claim", "title"][n % 2]);
        let changed = [
            Command::Retag { set: set.clone(), spans: spans.clone(), tag },
            Command::RemoveSpans { set: set.clone(), spans },
        ];
        for command in changed {
            let transaction = command.plan(&followed.project, &mut mint).unwrap();
            assert!(followed.run(&transaction));
            done.push(transaction);
        }
    }
    followed.check();
    for transaction in done.iter().rev() {
        assert!(followed.run(&transaction.inverted()));
    }
    assert_eq!(followed.project, crowded());
}
