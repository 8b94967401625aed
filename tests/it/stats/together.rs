//! Which tags stand together: by hand, and by looking at every context and every span one by one.

use super::law::{Numbers, step};
use super::reference::tag_id;
use crate::notation::corpus;
use glossator::edit::Mint;
use glossator::model::{AnnotationSet, AnnotatorId, Document, DocumentId, Project, SetState, Span, TagId, Timestamp};
use glossator::stats::{
    Cell, Contexts, Cooccurrence, Documents, Overlaps, Scope, Sequences, Within, saturation, saturation_table,
};
use glossator::text::TextRange;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::sync::Arc;

fn words(n: u32) -> Within {
    Within::Words(NonZeroU32::new(n).unwrap())
}

fn place(tags: &[TagId], id: &str) -> usize {
    tags.iter().position(|tag| tag.as_str() == id).unwrap_or(usize::MAX)
}

#[track_caller]
fn check(project: &Project, scope: &Scope, within: Within, pair: [&str; 2], numbers: [u64; 4]) {
    let found = Cooccurrence::of(project, scope, within);
    let [a, b] = pair.map(|id| place(found.tags(), id));
    let [n, with_a, with_b, both] = numbers;
    assert_eq!(found.pair(a, b), Contexts::new(n, with_a, with_b, both).unwrap(), "{within:?}");
}

const LETTER: &str = "@ana [person|Ada] met [place|York]. It rained. [person|Ben] left.";

#[test]
fn contexts_can_be_counted_with_a_finger() {
    let project = corpus(&[("a", &[LETTER])]);
    let all = Scope::default();
    let pair = ["person", "place"];
    // Ada and York in the first of three sentences, Ben in the third.
    check(&project, &all, Within::Sentence, pair, [3, 2, 1, 1]);
    check(&project, &all, Within::Paragraph, pair, [1, 1, 1, 1]);
    check(&project, &all, Within::Document, pair, [1, 1, 1, 1]);
    // Three places, none of them with both.
    check(&project, &all, Within::SameSpan, pair, [3, 2, 1, 0]);
    // Ada met York It rained Ben left: six rows of two words, Ada in 1, York in 2 and 3, Ben in 5 and 6.
    check(&project, &all, words(2), pair, [6, 3, 2, 0]);
    // Five rows of three: Ada in 1, York in 1, 2 and 3, Ben in 4 and 5.
    check(&project, &all, words(3), pair, [5, 3, 3, 1]);
    check(&project, &all, words(1), pair, [7, 2, 1, 0]);
    check(&project, &all, words(7), pair, [1, 1, 1, 1]);
    check(&project, &all, words(90), pair, [1, 1, 1, 1]);
    check(&project, &all, Within::Sentence, ["person", "title"], [3, 2, 0, 0]);
}

#[test]
fn annotators_have_contexts_of_their_own() {
    let marked = ["@ana [person|Ada] met York.\nGone.", "@ben Ada met [place|York].\nGone."];
    let project = corpus(&[("a", &marked), ("b", &["Nobody came."])]);
    let all = Scope::default();
    // Two paragraphs twice; what Ana says does not stand together with what Ben says.
    check(&project, &all, Within::Paragraph, ["person", "place"], [4, 1, 1, 0]);
    check(&project, &all, Within::Document, ["person", "place"], [2, 1, 1, 0]);
    let ana = Scope { annotators: Some([AnnotatorId::new("ana").unwrap()].into()), ..Scope::default() };
    check(&project, &ana, Within::Paragraph, ["person", "place"], [2, 1, 0, 0]);
}

#[test]
fn a_set_counts_when_it_says_something() {
    let mut project = corpus(&[("a", &["@ana Nothing here."])]);
    let found = |project: &Project| Cooccurrence::of(project, &Scope::default(), Within::Sentence).n_contexts();
    let key = project.sets.keys().next().unwrap().clone();
    let set_state = |project: &mut Project, state| {
        Arc::make_mut(project.sets.get_mut(&key).unwrap()).head.state = state;
    };
    assert_eq!(found(&project), 1, "begun");
    set_state(&mut project, SetState::Nothing);
    assert_eq!(found(&project), 1);
    set_state(&mut project, SetState::New);
    assert_eq!(found(&project), 0);
}

#[test]
fn spans_stand_where_their_fragments_have_characters() {
    let all = Scope::default();
    // Over the end of a sentence, in both; in two pieces, not between them; one without characters, nowhere.
    let across = corpus(&[("a", &["@ana He [claim|left. She] [person|]came. It rained."])]);
    check(&across, &all, Within::Sentence, ["claim", "person"], [3, 2, 0, 0]);
    check(&across, &all, Within::Document, ["claim", "person"], [1, 1, 0, 0]);
    check(&across, &all, Within::SameSpan, ["claim", "person"], [1, 1, 0, 0]);
    let pieces = corpus(&[("a", &["@ana [1:claim|He]1 left. [person|She] came. It [+1|rained]1."])]);
    check(&pieces, &all, Within::Sentence, ["claim", "person"], [3, 2, 1, 0]);
    let same = corpus(&[("a", &["@ana [person|[place|[person|Ada]]] [place|[person|Ben] B]"])]);
    // Ada, Ben, and Ben B.
    check(&same, &all, Within::SameSpan, ["person", "place"], [3, 2, 2, 1]);
}

#[test]
fn what_is_left_out_gives_no_contexts_but_by_choice() {
    let mut project = corpus(&[("a", &["@ana [person|Ada] left. Read [place|more] here."])]);
    let document = project.documents.values().next().unwrap().clone();
    let start = document.text.as_str().find("Read").unwrap();
    let part = TextRange::between(document.text.floor(start), document.text.end());
    let left_out = Document { excluded: [part].into_iter().collect(), ..Document::clone(&document) };
    project.documents.insert(document.id.clone(), Arc::new(left_out));
    check(&project, &Scope::default(), Within::Sentence, ["person", "place"], [1, 1, 0, 0]);
    let with = Scope { with_left_out: true, ..Scope::default() };
    check(&project, &with, Within::Sentence, ["person", "place"], [2, 1, 1, 0]);
}

#[test]
fn the_table_has_the_pairs_that_there_are() {
    let project = corpus(&[("a", &[LETTER]), ("b", &["@ana [title|Dr.] [person|Cy] left. [title|Dr.] Di came."])]);
    let found = Cooccurrence::of(&project, &Scope::default(), Within::Sentence);
    let table = found.table(&project.codebook);
    let ids: Vec<&str> = table.rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids, ["person place", "person title"]);
    // Five sentences, three with a person, one with a place and a person.
    let cell = |row: usize, key: &str| table.rows[row].cells[table.column(key).unwrap()].clone();
    let counts = ["contexts", "with_a", "with_b", "together"].map(|key| cell(0, key));
    assert_eq!(counts, [5, 3, 1, 1].map(Cell::Count));
    assert_eq!(cell(0, "jaccard"), Cell::Share(1.0 / 3.0));
    let Cell::Mean(pmi) = cell(0, "pmi") else { panic!("no PMI") };
    assert!((pmi - (5.0_f64 / 3.0).log2()).abs() < 1e-12, "log₂(5·1/(3·1))");
    // Fisher's, as so few are expected: the place is as likely in each sentence, and in three of five with a person.
    // Both ways: 3/5 with, 2/5 without; as improbable as 3/5 are both.
    let Cell::Mean(p) = cell(0, "p") else { panic!("no p") };
    assert!((p - 1.0).abs() < 1e-12, "{p}");
    assert!(table.rows.iter().all(|row| row.cells.len() == table.columns.len()));
}

#[test]
fn overlaps_are_told_both_ways() {
    let notation = "@ana [claim|[person|Ada] and [person|Ben] left] with [person|Cy] [place|[place|Y]ork]";
    let project = corpus(&[("a", &[notation, "@ben [place|Ada] and Ben left with Cy York"])]);
    let found = Overlaps::of(&project, &Scope::default());
    let n = |a: &str, b: &str| found.n_on(place(found.tags(), a), place(found.tags(), b));
    // Two of three persons lie on the claim, on which there are persons; Ben's place lies on nothing of his.
    assert_eq!((n("person", "claim"), n("claim", "person"), n("person", "place"), n("place", "person")), (2, 1, 0, 0));
    assert_eq!((n("place", "place"), n("person", "person")), (2, 0), "another of the same tag");
    assert_eq!(found.n_spans(place(found.tags(), "place")), 3);
    let table = found.table(&project.codebook);
    let ids: Vec<&str> = table.rows.iter().map(|row| row.id.as_str()).collect();
    assert_eq!(ids, ["person claim", "place place", "claim person"]);
    let cell = |row: usize, key: &str| table.rows[row].cells[table.column(key).unwrap()].clone();
    assert_eq!(cell(0, "share"), Cell::Share(2.0 / 3.0));
    // Both persons lie in the claim, which lies around them; the Y of York lies in York.
    let ways = |row: usize| ["same", "inside", "around", "across"].map(|key| cell(row, key));
    assert_eq!(ways(0), [0, 2, 0, 0].map(Cell::Count));
    assert_eq!(ways(2), [0, 0, 1, 0].map(Cell::Count));
    assert_eq!(ways(1), [0, 1, 1, 0].map(Cell::Count));
}

#[test]
fn sequences_go_by_start_then_end_within_a_document() {
    let project = corpus(&[
        ("a", &["@ana [claim|[person|Ada] met [place|York]] [person|Ben]", "@ben Ada met [place|York] Ben"]),
        ("b", &["@ana [place|York]"]),
    ]);
    let found = Sequences::of(&project, &Scope::default());
    let n = |a: &str, b: &str| found.n_next(place(found.tags(), a), place(found.tags(), b));
    // Ana's in a: person (Ada), claim (ends later), place, person. All others stand alone.
    assert_eq!((n("person", "claim"), n("claim", "place"), n("place", "person")), (1, 1, 1));
    assert_eq!((n("person", "person"), n("place", "place"), n("claim", "person")), (0, 0, 0));
    let table = found.table(&project.codebook);
    let keys: Vec<&str> = table.columns.iter().map(|column| column.key.as_str()).collect();
    assert_eq!(keys, ["tag", "id", "person", "place", "claim", "spans"]);
    let of_place: Vec<Cell> = table.rows[1].cells[2..].to_vec();
    assert_eq!(of_place, [1, 0, 0, 1].map(Cell::Count));
}

#[test]
fn saturation_counts_what_is_new_in_the_order_that_is_given() {
    let project = corpus(&[
        ("a", &["@ana [person|Ada] [person|Ben]", "@ben [person|Ada] Ben"]),
        ("b", &["@ana [person|Ben] [place|Ada] [person|Cy]"]),
        ("c", &["@ana [person|]Ada"]),
    ]);
    let ids = ["b", "c", "gone", "a", "b"].map(|id| DocumentId::new(id).unwrap());
    let found = |tag: Option<&str>| {
        let tag = tag.map(tag_id);
        let fresh = saturation(&project, &Scope::default(), tag.as_ref(), &ids);
        let table = saturation_table(&project, &fresh);
        assert_eq!(table.rows.len(), fresh.len());
        fresh.iter().map(|it| (it.document.to_string(), it.n_spans, it.n_new, it.n_so_far)).collect::<Vec<_>>()
    };
    let row = |id: &str, spans, new, so_far| (id.to_owned(), spans, new, so_far);
    // Of persons: Ben and Cy; nothing; Ada, thrice named.
    assert_eq!(found(Some("person")), [row("b", 2, 2, 2), row("c", 1, 0, 2), row("a", 3, 1, 3)]);
    // With places: Ben, Ada and Cy at once.
    assert_eq!(found(None), [row("b", 3, 3, 3), row("c", 1, 0, 3), row("a", 3, 0, 3)]);
}

// What follows counts slowly.

/// The ranges of a span that have characters.
fn pieces<'a>(document: &'a Document, span: &'a Span) -> impl Iterator<Item = TextRange> + 'a {
    span.at.iter().filter(|range| document.text.check(*range).is_ok() && !range.is_empty())
}

/// The contexts of a set, each as the ranges that are in it.
fn contexts(document: &Document, set: &AnnotationSet, scope: &Scope, within: Within) -> Vec<Vec<TextRange>> {
    let text = &document.text;
    let is_left_out = |range: &TextRange| {
        !scope.with_left_out && range.bytes().all(|at| document.excluded.iter().any(|part| part.bytes().contains(&at)))
    };
    let kept =
        |ranges: Vec<TextRange>| -> Vec<TextRange> { ranges.into_iter().filter(|range| !is_left_out(range)).collect() };
    let each = |ranges: Vec<TextRange>| kept(ranges).into_iter().map(|range| vec![range]).collect();
    match within {
        Within::SameSpan => {
            let placed = set.spans.iter().filter(|span| pieces(document, span).next().is_some());
            let places: BTreeSet<TextRange> = placed.map(Span::hull).collect();
            places.into_iter().map(|place| vec![place]).collect()
        }
        Within::Document => vec![vec![text.whole()]],
        Within::Sentence => each(text.sentences()),
        Within::Paragraph => {
            let mut start = 0;
            let mut found = Vec::new();
            for line in text.as_str().split_inclusive('\n') {
                let first = start + line.len() - line.trim_start().len();
                let last = first + line.trim().len();
                if first < last {
                    found.push(TextRange::between(text.floor(first), text.floor(last)));
                }
                start += line.len();
            }
            each(found)
        }
        Within::Words(n) => {
            let is_word = |token: &TextRange| text.slice(*token).chars().any(char::is_alphanumeric);
            let words: Vec<TextRange> = kept(text.tokens().into_iter().filter(is_word).collect());
            let n = (n.get() as usize).min(words.len());
            if n == 0 { Vec::new() } else { words.windows(n).map(<[TextRange]>::to_vec).collect() }
        }
    }
}

fn is_in(document: &Document, span: &Span, context: &[TextRange], within: Within) -> bool {
    let mut pieces = pieces(document, span);
    match within {
        Within::SameSpan => pieces.next().is_some() && context == [span.hull()],
        _ => pieces.any(|piece| context.iter().any(|part| part.bytes().any(|at| piece.bytes().contains(&at)))),
    }
}

/// The documents and sets in scope that say something.
fn sets<'a>(project: &'a Project, scope: &'a Scope) -> Vec<(&'a Document, &'a AnnotationSet)> {
    let in_scope = project.sets.iter().filter(|(key, _)| {
        scope.annotators.as_ref().is_none_or(|ids| ids.contains(&key.annotator))
            && match &scope.documents {
                Documents::All => project.document(&key.document).is_some_and(|document| !document.archived),
                Documents::One(id) => key.document == *id,
                Documents::Some(ids) => ids.contains(&key.document),
            }
    });
    in_scope
        .filter(|(_, set)| !set.is_empty() || set.head.state != SetState::New)
        .filter_map(|(key, set)| Some((&**project.document(&key.document)?, &**set)))
        .collect()
}

fn check_slowly(project: &Project, scope: &Scope) {
    let sets = sets(project, scope);
    let tags: BTreeSet<&TagId> = sets.iter().flat_map(|(_, set)| set.spans.iter()).map(|span| &span.tag).collect();
    for within in
        [Within::SameSpan, Within::Sentence, words(1), words(3), words(8), Within::Paragraph, Within::Document]
    {
        let found = Cooccurrence::of(project, scope, within);
        assert_eq!(found.tags().iter().collect::<BTreeSet<_>>(), tags);
        let standing: Vec<BTreeSet<&TagId>> = sets
            .iter()
            .flat_map(|(document, set)| {
                contexts(document, set, scope, within).into_iter().map(|context| {
                    let here = set.spans.iter().filter(|span| is_in(document, span, &context, within));
                    here.map(|span| &span.tag).collect()
                })
            })
            .collect();
        for (at, a) in found.tags().iter().enumerate() {
            for (other, b) in found.tags().iter().enumerate() {
                let n_with = |tags: &[&TagId]| {
                    standing.iter().filter(|here| tags.iter().all(|tag| here.contains(tag))).count() as u64
                };
                let expected =
                    Contexts::new(standing.len() as u64, n_with(&[a]), n_with(&[b]), n_with(&[a, b])).unwrap();
                assert_eq!(found.pair(at, other), expected, "{a} {b} {within:?}");
            }
        }
    }
    let found = Overlaps::of(project, scope);
    for (at, a) in found.tags().iter().enumerate() {
        for (other, b) in found.tags().iter().enumerate() {
            let mut n_on = 0;
            for (document, set) in &sets {
                for span in set.spans.iter().filter(|span| span.tag == *a) {
                    let shares = |one: &Span| {
                        pieces(document, one).any(|piece| pieces(document, span).any(|mine| piece.overlaps(mine)))
                    };
                    let mut others = set.spans.iter().filter(|one| one.tag == *b && one.id != span.id);
                    n_on += usize::from(others.any(shares));
                }
            }
            assert_eq!(found.n_on(at, other), n_on, "{a} on {b}");
        }
    }
}

/// Several sentences and paragraphs, marked by two.
pub fn start() -> Project {
    corpus(&[
        (
            "a",
            &[
                "@ana [person|Zoë] came. [claim|She [person|left]. Mr] Babbage 👍 wrote.\n\nIt rained in [place|York].",
                "@ben Zoë came. She left. Mr [person|Babbage] 👍 wrote.\n\nIt rained in York.",
            ],
        ),
        (
            "b",
            &["@ana [person|Ada] met [person|[title|Ada]] and Zoë.\n — \nNo.", "@ben Ada met Ada and Zoë.\n — \nNo."],
        ),
        ("c", &["漢字 and 漢字 and more"]),
    ])
}

pub fn scopes() -> Vec<Scope> {
    let some = super::reference::documents("some", &["a", "c", "missing"]);
    let ana = Some([AnnotatorId::new("ana").unwrap()].into());
    vec![
        Scope::default(),
        Scope { documents: some, with_left_out: true, ..Scope::default() },
        Scope { annotators: ana, ..Scope::default() },
    ]
}

/// The start after some steps of any kind.
pub fn after(numbers: &[Numbers]) -> Project {
    let mut project = start();
    let mut mint = Mint::new(7, Timestamp::new(1_770_000_100));
    for numbers in numbers {
        if let Some(step) = step(&project, &mut mint, *numbers) {
            // A step that does not fit changes nothing.
            let _ = step.apply(&mut project);
        }
    }
    project
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]
    #[test]
    fn contexts_are_those_that_are_counted_slowly(
        numbers in prop::collection::vec((0u8..26, 0u32..70, 0u32..70, 0usize..12), 0..25)
    ) {
        let project = after(&numbers);
        for scope in scopes() {
            check_slowly(&project, &scope);
        }
    }
}
