//! Spans by one dimension and by two: by hand, and by asking every span for every row and column.

use super::law::Numbers;
use super::reference::{document_id, tag_id};
use super::together::{after, scopes};
use crate::notation::corpus;
use glossator::model::{
    AnnotatorId, Attribute, AttributeId, AttributeKind, Calendar, Choice, Details, Document, Number, Project, SetKey,
    SetState, Span, Tag, Value,
};
use glossator::stats::{By, Cell, Documents, Scope, Table, TooLarge, breakdown, crosstab, keyness_table, spread_table};
use glossator::text::{Text, TextRange};
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A table as lines: the id of each row, then its cells behind the name and the id.
fn lines(table: &Table) -> Vec<String> {
    let mut lines = vec![table.columns[2..].iter().map(|column| column.key.as_str()).collect::<Vec<_>>().join(" ")];
    for row in &table.rows {
        assert_eq!(row.cells.len(), table.columns.len());
        assert_eq!(row.cells[1], Cell::Text(row.id.clone()));
        let cells = row.cells[2..].iter().map(|cell| match cell {
            Cell::Count(count) => count.to_string(),
            Cell::Share(number) | Cell::Mean(number) => format!("{number:.3}"),
            Cell::Missing => "-".to_owned(),
            other => panic!("{other:?} in a table of numbers"),
        });
        lines.push(format!("{}: {}", row.id, cells.collect::<Vec<_>>().join(" ")));
    }
    lines
}

fn edit(project: &mut Project, id: &str, change: impl FnOnce(&mut Document)) {
    change(Arc::make_mut(project.documents.get_mut(&document_id(id)).unwrap()));
}

fn field(name: &str) -> By {
    By::Field(name.to_owned())
}

fn attribute(id: &str) -> By {
    By::Attribute(AttributeId::new(id).unwrap())
}

/// Three articles of two outlets and of none.
fn articles() -> Project {
    let mut project = corpus(&[
        ("a", &["@ana [person|Ada] in [place|York]", "@ben [person|Ada] in York"]),
        ("b", &["@ana [person|Ben] [claim|came]."]),
        ("c", &["@ana [person|Cy], [person|Di]"]),
    ]);
    edit(&mut project, "a", |it| {
        it.outlet = Some("Post".to_owned());
        it.date = Some("2026-03-31".to_owned());
        it.meta.insert("page".to_owned(), "9".to_owned());
    });
    edit(&mut project, "b", |it| {
        it.outlet = Some("Echo".to_owned());
        it.date = Some("2026-04-01T10:00:00Z".to_owned());
        it.meta.insert("page".to_owned(), "front".to_owned());
    });
    edit(&mut project, "c", |it| it.date = Some("Spring".to_owned()));
    project
}

#[test]
fn spans_are_crossed_by_tags_and_fields() {
    let (project, all) = (articles(), Scope::default());
    let table = crosstab(&project, &all, &By::Tag, &field("outlet")).unwrap();
    let expected = ["Echo Post  spans", "person: 1 2 2 5", "place: 0 1 0 1", "title: 0 0 0 0", "claim: 1 0 0 1"];
    assert_eq!(lines(&table), expected);
    assert_eq!(table.columns[4].name, "none");
    assert_eq!(table.rows[0].cells[0], Cell::Text("person".to_owned()));
    let table = crosstab(&project, &all, &By::Annotator, &By::Document).unwrap();
    assert_eq!(lines(&table), ["a b c spans", "ana: 2 2 2 6", "ben: 1 0 0 1"]);
    let table = crosstab(&project, &all, &By::Date(Calendar::Month), &field("page")).unwrap();
    // What is no date stays as it is; a number and a word are words; c has no page.
    assert_eq!(lines(&table), ["9 front  spans", "2026-03: 3 0 0 3", "2026-04: 0 2 0 2", "Spring: 0 0 2 2"]);
    let week = crosstab(&project, &all, &By::Date(Calendar::Week), &By::Annotator).unwrap();
    assert_eq!(lines(&week), ["ana ben spans", "2026-W14: 4 1 5", "Spring: 2 0 2"]);
}

#[test]
fn a_tag_has_the_spans_of_those_under_it() {
    let mut project = articles();
    let codebook = Arc::make_mut(&mut project.codebook);
    for (child, parent) in [("place", "person"), ("claim", "place")] {
        let tag = Tag { parent: Some(tag_id(parent)), ..codebook.tag(&tag_id(child)).unwrap().clone() };
        codebook.tags.insert(tag.id.clone(), Arc::new(tag));
    }
    let table = crosstab(&project, &Scope::default(), &By::TagTree, &By::Annotator).unwrap();
    assert_eq!(lines(&table), ["ana ben spans", "person: 6 1 7", "place: 2 0 2", "claim: 1 0 1", "title: 0 0 0"]);
    assert_eq!(table.rows.iter().map(|row| row.depth).collect::<Vec<_>>(), [0, 1, 2, 0]);
    // Each span once in the sum of the row, though it stands in several columns.
    let table = crosstab(&project, &Scope::default(), &By::Document, &By::TagTree).unwrap();
    assert_eq!(lines(&table), ["person place claim title spans", "a: 3 1 0 0 3", "b: 2 1 1 0 2", "c: 2 0 0 0 2"]);
}

#[test]
fn attributes_cross_with_each_choice_and_with_none() {
    let mut project = corpus(&[(
        "a",
        &[
            "@ana [person stance=for n=10|Ada] [person stance=for+against n=9|Ben] [place n=many|York] [place sure=yes|Leeds]",
        ],
    )]);
    let choice = |id: &str| Choice { id: id.into(), name: id.to_uppercase() };
    let new = |id: &str, kind| Attribute::new(AttributeId::new(id).unwrap(), None, kind);
    Arc::make_mut(&mut project.codebook).attributes = vec![
        new("stance", AttributeKind::Choices(["against", "for", "neither"].map(choice).into())),
        new("sure", AttributeKind::YesNo),
    ];
    let of = |id: &str| crosstab(&project, &Scope::default(), &attribute(id), &By::Tag).unwrap();
    let head = "person place title claim spans";
    assert_eq!(
        lines(&of("stance")),
        [head, "against: 1 0 0 0 1", "for: 2 0 0 0 2", "neither: 0 0 0 0 0", ": 0 2 0 0 2"]
    );
    assert_eq!(of("stance").rows[0].cells[0], Cell::Text("AGAINST".to_owned()));
    assert_eq!(of("stance").rows[3].cells[0], Cell::Text("none".to_owned()));
    assert_eq!(lines(&of("sure")), [head, "yes: 0 1 0 0 1", "no: 0 0 0 0 0", ": 2 1 0 0 3"]);
    // Words, then numbers by size, then none.
    assert_eq!(lines(&of("n")), [head, "many: 0 1 0 0 1", "9: 1 0 0 0 1", "10: 1 0 0 0 1", ": 0 1 0 0 1"]);
}

#[test]
fn a_breakdown_tells_what_text_the_spans_are_out_of() {
    let (project, all) = (articles(), Scope::default());
    // Ada in York: three tokens, eleven characters, twice marked. Ben came.: three and nine. Cy, Di: three and six.
    // Five, one and one of seven spans; out of 12 tokens and 37 characters, of which they cover 13, 4 and 4.
    let head = "spans share documents tokens characters covered share_of_text per_1000_tokens low high";
    let by_tag = [
        head,
        "person: 5 0.714 3 12 37 13 0.351 416.667 - -",
        "place: 1 0.143 1 12 37 4 0.108 83.333 - -",
        "title: 0 0.000 0 12 37 0 0.000 0.000 - -",
        "claim: 1 0.143 1 12 37 4 0.108 83.333 - -",
    ];
    assert_eq!(lines(&breakdown(&project, &all, &By::Tag)), by_tag);
    let by_outlet = [
        head,
        "Echo: 2 0.286 1 3 9 7 0.778 666.667 - -",
        "Post: 3 0.429 1 6 22 10 0.455 500.000 - -",
        ": 2 0.286 1 3 6 4 0.667 666.667 - -",
    ];
    assert_eq!(lines(&breakdown(&project, &all, &field("outlet"))), by_outlet);
    let by_annotator = [head, "ana: 6 0.857 3 9 26 18 0.692 666.667 - -", "ben: 1 0.143 1 3 11 3 0.273 333.333 - -"];
    assert_eq!(lines(&breakdown(&project, &all, &By::Annotator)), by_annotator);
}

#[test]
fn a_breakdown_of_nothing_has_no_shares() {
    let project = corpus(&[("a", &["Ada in York"])]);
    let head = "spans share documents tokens characters covered share_of_text per_1000_tokens low high";
    let table = breakdown(&project, &Scope::default(), &By::Document);
    assert_eq!(lines(&table), [head, "a: 0 - 0 0 0 0 - - - -"], "a text that nobody worked on");
    let nothing = Scope { documents: Documents::One(document_id("gone")), ..Scope::default() };
    assert_eq!(lines(&breakdown(&project, &nothing, &field("outlet"))), [head]);
}

#[test]
fn what_is_left_out_is_no_text_for_spans_but_by_choice() {
    let mut project = articles();
    edit(&mut project, "c", |it| {
        // “, Di”
        it.excluded = [TextRange::between(it.text.floor(2), it.text.end())].into_iter().collect();
    });
    let of_c = |scope: &Scope| lines(&breakdown(&project, scope, &By::Document)).pop().unwrap();
    assert_eq!(of_c(&Scope::default()), "c: 2 0.286 1 1 2 2 1.000 2000.000 - -");
    assert_eq!(of_c(&Scope { with_left_out: true, ..Scope::default() }), "c: 2 0.286 1 3 6 4 0.667 666.667 - -");
}

#[test]
fn a_table_that_nobody_can_read_is_refused() {
    let mut project = articles();
    let document = project.documents.values().next().unwrap().clone();
    for n in 0..1_100 {
        let id = document_id(&format!("more-{n}"));
        let text = Text::new(String::new()).unwrap();
        let new = Document { id: id.clone(), text, ..Document::clone(&document) };
        project.documents.insert(id, Arc::new(new));
    }
    let found = crosstab(&project, &Scope::default(), &By::Document, &By::Document);
    assert_eq!(found, Err(TooLarge { rows: 1_103, columns: 1_103 }));
}

#[test]
fn tags_are_spread_over_the_documents_that_somebody_worked_on() {
    let mut project = articles();
    let more = corpus(&[("d", &["Nobody came to Leeds on Monday"])]);
    project.documents.extend(more.documents);
    // Tokens as often as they were read: 6, 3 and 3, so shares of a half and two quarters.
    // Persons 2, 1, 2 of 5: DP = (0.1 + 0.05 + 0.15)/2 = 0.15, by 1 − 1/4. Per token 1/3, 1/3, 2/3: mean 4/9, deviation
    // √(2/81) = √2/9, so V = √2/4 and D = 1 − √2/4/√2.
    // Places all in the first: DP = (1/2 + 1/4 + 1/4)/2, and V = √2, so D = 0. Claims all in the second: DP = 3/4.
    let expected = [
        "spans documents dp dp_norm juilland_d",
        "person: 5 3 0.150 0.200 0.750",
        "place: 1 1 0.500 0.667 0.000",
        "claim: 1 1 0.750 1.000 0.000",
    ];
    let rounded: Vec<String> =
        lines(&spread_table(&project, &Scope::default())).iter().map(|line| line.replace("-0.000", "0.000")).collect();
    assert_eq!(rounded, expected);
}

#[test]
fn one_part_is_set_apart_from_another_by_its_tags() {
    let project = articles();
    let of = |ids: &[&str]| Scope { documents: super::reference::documents("some", ids), ..Scope::default() };
    let table = keyness_table((&project, &of(&["c", "b"])), (&project, &of(&["a"])));
    // Out of six tokens each. Persons 3 and 2, 2.5 expected: 2·(3·ln 1.2 + 2·ln 0.8) = 0.201; log₂ 1.5.
    // Places 0 and 1: 2·ln 2 = 1.386, log₂(0.5/1). Claims the other way round.
    // The chance of 1.386 is 0.239 (tables have 0.2390), of 0.201 0.654; adjusted: 0.239·3/2 = 0.359 twice, 0.654.
    let expected = [
        "target reference target_tokens reference_tokens log_ratio log_likelihood p p_adjusted",
        "person: 3 2 6 6 0.585 0.201 0.654 0.654",
        "place: 0 1 6 6 -1.000 1.386 0.239 0.359",
        "claim: 1 0 6 6 1.000 1.386 0.239 0.359",
    ];
    assert_eq!(lines(&table), expected);
    let nothing = keyness_table((&project, &of(&["c"])), (&project, &of(&["gone"])));
    assert_eq!(lines(&nothing)[1], "person: 2 0 3 0 - - - -");
}

// What follows counts slowly.

/// The values that a span has: ids as rows have them.
fn values(by: &By, project: &Project, key: &SetKey, span: &Span) -> BTreeSet<String> {
    let document = project.document(&key.document).unwrap();
    let or_none = |value: Option<String>| BTreeSet::from([value.unwrap_or_default()]);
    match by {
        By::Tag => [span.tag.to_string()].into(),
        By::TagTree => {
            let mut found = BTreeSet::new();
            let mut next = Some(span.tag.clone());
            while let Some(tag) = next {
                found.insert(tag.to_string());
                next = project.codebook.tag(&tag).and_then(|tag| tag.parent.clone());
                next = next.filter(|tag| !found.contains(tag.as_str()) && project.codebook.tag(tag).is_some());
            }
            found
        }
        By::Annotator => [key.annotator.to_string()].into(),
        By::Document => [document.id.to_string()].into(),
        By::Field(name) => or_none(document.field(name).cloned()),
        // All dates here are days by ISO 8601, or none.
        By::Date(_) => or_none(document.date.as_ref().map(|date| date[..7].to_owned())),
        By::Attribute(id) => match span.details.get(id) {
            None => or_none(None),
            Some(Value::Set(ids)) => {
                let ids: BTreeSet<String> = ids.iter().map(ToString::to_string).collect();
                if ids.is_empty() { or_none(None) } else { ids }
            }
            Some(Value::Text(text)) => or_none(Some(text.to_string())),
            Some(Value::YesNo(is_so)) => or_none(Some(["no", "yes"][usize::from(*is_so)].to_owned())),
            Some(Value::Number(number)) => or_none(Some(number.get().to_string())),
        },
    }
}

/// The sets in scope that say something.
fn keys<'a>(project: &'a Project, scope: &'a Scope) -> Vec<&'a SetKey> {
    let is_in = |key: &SetKey| {
        let is_theirs = scope.annotators.as_ref().is_none_or(|ids| ids.contains(&key.annotator));
        let is_there = project.document(&key.document).is_some_and(|document| match &scope.documents {
            Documents::All => !document.archived,
            Documents::One(id) => document.id == *id,
            Documents::Some(ids) => ids.contains(&document.id),
        });
        is_theirs && is_there
    };
    let sets = project.sets.iter().filter(|(key, _)| is_in(key));
    sets.filter(|(_, set)| !set.is_empty() || set.head.state != SetState::New).map(|(key, _)| key).collect()
}

fn check_slowly(project: &Project, scope: &Scope, dimensions: &[By]) {
    let keys = keys(project, scope);
    let spans: Vec<(&SetKey, &Span)> =
        keys.iter().flat_map(|&key| project.set(key).unwrap().spans.iter().map(move |span| (key, span))).collect();
    for rows in dimensions {
        for columns in dimensions {
            let table = crosstab(project, scope, rows, columns).unwrap();
            let (mut down, mut across) = (BTreeSet::new(), BTreeSet::new());
            for row in &table.rows {
                assert!(down.insert(row.id.clone()), "{} twice", row.id);
                for (column, cell) in table.columns.iter().zip(&row.cells).skip(2) {
                    let is_sum = column.key == "spans";
                    across.insert(column.key.clone());
                    let counts = spans.iter().filter(|(key, span)| {
                        let has = |by: &By, value: &str| values(by, project, key, span).contains(value);
                        has(rows, &row.id) && (is_sum || has(columns, &column.key))
                    });
                    assert_eq!(*cell, Cell::Count(counts.count()), "{rows:?} {} {columns:?} {}", row.id, column.key);
                }
            }
            for (key, span) in &spans {
                assert!(values(rows, project, key, span).is_subset(&down));
                assert!(values(columns, project, key, span).is_subset(&across));
            }
        }
        let table = breakdown(project, scope, rows);
        for row in &table.rows {
            let with = || spans.iter().filter(|(key, span)| values(rows, project, key, span).contains(&row.id));
            let documents: BTreeSet<_> = with().map(|(key, _)| &key.document).collect();
            let cell = |key: &str| row.cells[table.column(key).unwrap()].clone();
            assert_eq!(cell("spans"), Cell::Count(with().count()));
            assert_eq!(cell("documents"), Cell::Count(documents.len()));
            // A span that nobody made tells what the set it would be in has.
            let probe =
                Span::new("00000000".parse().unwrap(), TextRange::default(), tag_id("person"), Default::default());
            let is_of_spans = matches!(rows, By::Tag | By::TagTree | By::Attribute(_));
            let texts = keys.iter().filter(|key| is_of_spans || values(rows, project, key, &probe).contains(&row.id));
            let (mut n_tokens, mut n_characters, mut n_covered) = (0, 0, 0);
            for key in texts {
                let document = project.document(&key.document).unwrap();
                let is_out =
                    |at: usize| !scope.with_left_out && document.excluded.iter().any(|part| part.bytes().contains(&at));
                n_tokens += document.text.tokens().iter().filter(|token| !token.bytes().all(is_out)).count();
                n_characters += document.text.as_str().char_indices().filter(|(at, _)| !is_out(*at)).count();
                let covers = |at: usize| {
                    with().any(|(of, span)| of == key && span.at.iter().any(|range| range.bytes().contains(&at)))
                };
                n_covered +=
                    document.text.as_str().char_indices().filter(|(at, _)| !is_out(*at) && covers(*at)).count();
            }
            assert_eq!(cell("covered"), Cell::Count(n_covered), "{rows:?} {}", row.id);
            assert_eq!((cell("tokens"), cell("characters")), (Cell::Count(n_tokens), Cell::Count(n_characters)));
        }
    }
}

/// Gives spans values and documents fields, by turns.
fn enriched(mut project: Project, turns: &[u8]) -> Project {
    let mut turns = turns.iter().copied().cycle();
    let mut turn = || turns.next().unwrap_or_default();
    let stance = AttributeId::new("stance").unwrap();
    let keys: Vec<SetKey> = project.sets.keys().cloned().collect();
    for key in keys {
        let set = Arc::make_mut(project.sets.get_mut(&key).unwrap());
        let spans: Vec<Span> = set.spans.iter().cloned().collect();
        for span in spans {
            let value = match turn() % 7 {
                0 => Some(Value::Text("for".into())),
                1 => Some(Value::Set(["for".into(), "against".into()].into())),
                2 => Some(Value::Set(BTreeSet::new())),
                3 => Some(Value::YesNo(true)),
                4 => Some(Value::Number(Number::new(9.5).unwrap())),
                5 => Some(Value::Text("".into())),
                _ => None,
            };
            let details = Details::default().with(&stance, value);
            set.spans.insert(Span { details, ..span });
        }
    }
    let ids: Vec<_> = project.documents.keys().cloned().collect();
    for id in ids {
        let turn = turn();
        edit(&mut project, id.as_str(), |it| {
            it.outlet = [None, Some("Post"), Some("Echo"), Some("")][usize::from(turn % 4)].map(str::to_owned);
            it.date = [None, Some("2026-03-31"), Some("2026-04-01")][usize::from(turn % 3)].map(str::to_owned);
        });
    }
    project
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn tables_are_those_that_are_counted_slowly(
        numbers in prop::collection::vec((0u8..26, 0u32..70, 0u32..70, 0usize..12), 0..25),
        turns in prop::collection::vec(0u8..84, 1..30),
    ) {
        let numbers: Vec<Numbers> = numbers;
        let project = enriched(after(&numbers), &turns);
        let dimensions = [
            By::Tag,
            By::TagTree,
            By::Annotator,
            By::Document,
            field("outlet"),
            By::Date(Calendar::Month),
            attribute("stance"),
        ];
        for scope in scopes() {
            check_slowly(&project, &scope, &dimensions);
        }
    }
}

#[test]
fn nobody_else_stands_in_a_table_of_one_annotator() {
    let ana = Scope { annotators: Some([AnnotatorId::new("ana").unwrap()].into()), ..Scope::default() };
    let table = crosstab(&articles(), &ana, &By::Annotator, &By::Document).unwrap();
    assert_eq!(lines(&table), ["a b c spans", "ana: 2 2 2 6"]);
}
