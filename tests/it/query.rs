//! The article list: what a filter lets through, and in which order.

use crate::notation::corpus;
use glossator::model::{AnnotatorId, Document, DocumentId, Project, SetKey, SetState, TagId, Timestamp};
use glossator::query::{
    DocumentFilter, Question, RelationFilter, RelationOrder, RelationRow, Sort, SortKey, end_words, order_relations,
    relations, rows,
};
use std::sync::Arc;

fn ana() -> AnnotatorId {
    AnnotatorId::new("ana").unwrap()
}

fn articles() -> Project {
    let mut project = corpus(&[
        ("budget", &["@ana [claim|Taxes] rise in [place|York]", "@ben Taxes rise in York"]),
        ("aleppo", &["@ana The truce holds in Aleppo"]),
        ("élysée", &["@ben [title|Le président] parle"]),
        ("climate", &["Straße, 気候"]),
    ]);
    change(&mut project, "budget", |it| {
        it.title = "Budget".to_owned();
        it.date = Some("2026-01-05".to_owned());
        it.outlet = Some("The Times".to_owned());
        it.added = Timestamp::new(3);
    });
    change(&mut project, "aleppo", |it| {
        it.title = "aleppo truce".to_owned();
        it.meta.insert("desk".to_owned(), "FOREIGN".to_owned());
        it.added = Timestamp::new(1);
    });
    change(&mut project, "élysée", |it| {
        it.title = "À l’Élysée".to_owned();
        it.date = Some("2026-02-01".to_owned());
        it.added = Timestamp::new(2);
    });
    change(&mut project, "climate", |it| {
        it.title = "Climate".to_owned();
        it.added = Timestamp::new(2);
    });
    let finished = SetKey { document: DocumentId::new("aleppo").unwrap(), annotator: ana() };
    Arc::make_mut(project.sets.get_mut(&finished).unwrap()).head.state = SetState::Finished;
    project
}

fn change(project: &mut Project, id: &str, change: impl FnOnce(&mut Document)) {
    change(Arc::make_mut(project.documents.get_mut(&DocumentId::new(id).unwrap()).unwrap()));
}

#[track_caller]
fn check_filter(filter: DocumentFilter, expected: &str) {
    let sort = Sort { key: SortKey::Title, descending: false };
    let found = rows(&articles(), Some(&ana()), &filter, sort);
    assert_eq!(ids(&found.iter().map(|row| row.id.as_str()).collect::<Vec<_>>()), expected, "{filter:?}");
}

#[track_caller]
fn check_order(key: SortKey, ascending: &str, descending: &str) {
    for (descending, expected) in [(false, ascending), (true, descending)] {
        let found = rows(&articles(), Some(&ana()), &DocumentFilter::default(), Sort { key, descending });
        assert_eq!(ids(&found.iter().map(|row| row.id.as_str()).collect::<Vec<_>>()), expected, "{key:?}");
    }
}

fn ids(ids: &[&str]) -> String {
    ids.join(" ")
}

fn text(text: &str) -> DocumentFilter {
    DocumentFilter { text: text.to_owned(), ..DocumentFilter::default() }
}

fn tagged(tag: &str) -> DocumentFilter {
    DocumentFilter { tag: Some(TagId::new(tag).unwrap()), ..DocumentFilter::default() }
}

#[test]
fn words_are_found_in_title_outlet_id_and_metadata() {
    // “À l’Élysée” comes before “aleppo truce”, as accents and spaces do not count like letters.
    check_filter(text(""), "élysée aleppo budget climate");
    check_filter(text(" TRUCE "), "aleppo");
    check_filter(text("times"), "budget");
    check_filter(text("foreign"), "aleppo");
    check_filter(text("ÉLYS"), "élysée");
    check_filter(text("desk"), "");
    check_filter(text("holds"), "");
}

#[test]
fn states_are_those_of_the_one_who_asks() {
    let states =
        |states: &[SetState]| DocumentFilter { states: states.iter().copied().collect(), ..DocumentFilter::default() };
    check_filter(states(&[SetState::New]), "élysée climate");
    check_filter(states(&[SetState::InProgress]), "budget");
    check_filter(states(&[SetState::New, SetState::Finished]), "élysée aleppo climate");
    let of_nobody = rows(&articles(), None, &DocumentFilter::default(), Sort::default());
    assert!(of_nobody.iter().all(|row| row.state == SetState::New && row.n_spans == 0));
}

#[test]
fn a_tag_finds_whoever_used_it_and_what_stands_under_it() {
    check_filter(tagged("place"), "budget");
    check_filter(tagged("title"), "élysée");
    check_filter(tagged("person"), "");
    let mut project = articles();
    let codebook = Arc::make_mut(&mut project.codebook);
    let title = codebook.tags.get_mut(&TagId::new("title").unwrap()).unwrap();
    Arc::make_mut(title).parent = Some(TagId::new("person").unwrap());
    let found = rows(&project, Some(&ana()), &tagged("person"), Sort::default());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].id.as_str(), "élysée");
}

#[test]
fn archived_documents_stand_apart() {
    let mut project = articles();
    change(&mut project, "budget", |it| it.archived = true);
    let archived = DocumentFilter { archived: true, ..DocumentFilter::default() };
    let found = |filter| rows(&project, None, &filter, Sort::default()).len();
    assert_eq!((found(archived), found(DocumentFilter::default())), (1, 3));
}

#[test]
fn rows_count_sets_and_ones_own_spans() {
    let found = rows(&articles(), Some(&ana()), &text("budget"), Sort::default());
    assert_eq!(found.iter().map(|row| (row.n_spans, row.n_sets)).collect::<Vec<_>>(), [(2, 2)]);
    let mut orphaned = articles();
    orphaned.documents.remove(&DocumentId::new("aleppo").unwrap());
    let found = rows(&orphaned, Some(&ana()), &text("budget"), Sort::default());
    assert_eq!(found.iter().map(|row| (row.n_spans, row.n_sets)).collect::<Vec<_>>(), [(2, 2)]);
}

#[test]
fn every_order_is_stated_and_ties_stand_by_id() {
    check_order(SortKey::Added, "aleppo climate élysée budget", "budget climate élysée aleppo");
    check_order(SortKey::Title, "élysée aleppo budget climate", "climate budget aleppo élysée");
    check_order(SortKey::State, "climate élysée budget aleppo", "aleppo budget climate élysée");
    check_order(SortKey::Spans, "aleppo climate élysée budget", "budget aleppo climate élysée");
    check_order(SortKey::Date, "budget élysée aleppo climate", "élysée budget aleppo climate");
    check_order(SortKey::Length, "climate budget élysée aleppo", "aleppo budget élysée climate");
}

/// Every way in which a document can change, one after the other: the rows that follow are those found afresh.
#[test]
fn rows_that_follow_are_those_found_afresh() {
    let states = || [SetState::InProgress, SetState::Finished].into_iter().collect();
    let filters = [
        DocumentFilter::default(),
        text("a"),
        tagged("title"),
        DocumentFilter { states: states(), ..DocumentFilter::default() },
        DocumentFilter { archived: true, ..DocumentFilter::default() },
    ];
    let keys = [SortKey::Added, SortKey::Title, SortKey::State, SortKey::Spans, SortKey::Date, SortKey::Length];
    type Changed = fn(&mut Project, &DocumentId);
    let changes: [(&str, Changed); 6] = [
        ("gone", |project, id| {
            for key in project.sets_of(id).map(|(key, _)| key.clone()).collect::<Vec<_>>() {
                project.sets.remove(&key);
            }
            project.documents.remove(id);
        }),
        ("archived", |project, id| change(project, id.as_str(), |it| it.archived = !it.archived)),
        ("renamed", |project, id| change(project, id.as_str(), |it| it.title = "Middle".to_owned())),
        ("dated", |project, id| change(project, id.as_str(), |it| it.date = Some("2026-01-20".to_owned()))),
        ("finished", |project, id| {
            let key = SetKey { document: id.clone(), annotator: ana() };
            if let Some(set) = project.sets.get_mut(&key) {
                Arc::make_mut(set).head.state = SetState::Finished;
            }
        }),
        ("without spans", |project, id| {
            let key = SetKey { document: id.clone(), annotator: ana() };
            if let Some(set) = project.sets.get_mut(&key) {
                Arc::make_mut(set).spans = Default::default();
            }
        }),
    ];
    for filter in &filters {
        for (key, descending) in keys.iter().flat_map(|key| [(*key, false), (*key, true)]) {
            let question = Question { me: Some(ana()), filter: filter.clone(), sort: Sort { key, descending } };
            for document in ["budget", "aleppo", "élysée", "climate"] {
                let id = DocumentId::new(document).unwrap();
                for (what, change) in &changes {
                    let (before, mut after) = (articles(), articles());
                    change(&mut after, &id);
                    for (from, to) in [(&before, &after), (&after, &before)] {
                        let mut rows = question.rows(from);
                        let was = rows.iter().find(|row| row.id == id).map(|row| row.state);
                        let followed = question.follow(&mut rows, from, to, &id);
                        let afresh = question.rows(to);
                        assert_eq!(rows, afresh, "{what}, {question:?}");
                        assert_eq!(followed.was, was);
                        assert_eq!(followed.is, afresh.iter().find(|row| row.id == id).map(|row| row.state));
                        let at = question.position(&rows, to, &id);
                        assert_eq!(at, afresh.iter().position(|row| row.id == id));
                    }
                }
            }
        }
    }
}

#[test]
fn relations_are_listed_by_title_then_by_where_their_ends_stand() {
    let mut project = corpus(&[
        ("a", &["@ana [1:person|Ben]1 told [2:person|Ada]2: [3:claim|no]3 {2 -says-> 3} {1 -says-> 3} {1 -knows-> 2}"]),
        (
            "b",
            &[
                "@ben [1:person|Zoe]1 said [2:claim|Aha]2 {1 -says-> 2}",
                "@ana [1:person|Zoe]1 said [2:claim|Aha]2 {1 -says-> 2}",
            ],
        ),
    ]);
    change(&mut project, "a", |it| it.title = "second".to_owned());
    change(&mut project, "b", |it| it.title = "First".to_owned());
    let listed = |filter: &RelationFilter, order: RelationOrder| -> Vec<String> {
        let mut rows: Vec<RelationRow> = relations(&project, project.documents.values(), filter).flatten().collect();
        order_relations(&project, &mut rows, order);
        let words = |row: &RelationRow, end| end_words(&project, &row.set, end).unwrap_or_default();
        rows.iter()
            .map(|row| format!("{} {} {}", row.set.annotator, words(row, row.from), words(row, row.to)))
            .collect()
    };
    let all = RelationFilter::default();
    let by_place = ["ana Zoe Aha", "ben Zoe Aha", "ana Ben Ada", "ana Ben no", "ana Ada no"];
    assert_eq!(listed(&all, RelationOrder::Place), by_place);
    let by_from = ["ana Ada no", "ana Ben Ada", "ana Ben no", "ana Zoe Aha", "ben Zoe Aha"];
    assert_eq!(listed(&all, RelationOrder::From), by_from);
    let by_to = ["ana Ben Ada", "ana Zoe Aha", "ben Zoe Aha", "ana Ben no", "ana Ada no"];
    assert_eq!(listed(&all, RelationOrder::To), by_to);
    let says = RelationFilter { tag: Some(TagId::new("says").unwrap()), annotator: Some(ana()) };
    assert_eq!(listed(&says, RelationOrder::Place), ["ana Zoe Aha", "ana Ben no", "ana Ada no"]);
}

#[test]
fn a_relation_that_lost_an_end_stands_last_and_has_no_words_there() {
    let mut project = corpus(&[("a", &["@ana [1:person|Ada]1 said [2:claim|no]2 {1 -says-> 2} {2 -knows-> 1}"])]);
    let key = SetKey { document: DocumentId::new("a").unwrap(), annotator: ana() };
    let set = Arc::make_mut(project.sets.get_mut(&key).unwrap());
    let lost = set.spans.iter().find(|span| span.tag.as_str() == "person").unwrap().key();
    set.spans.remove(lost);
    let rows: Vec<RelationRow> =
        relations(&project, project.documents.values(), &RelationFilter::default()).flatten().collect();
    let ends: Vec<_> =
        rows.iter().map(|row| [row.from, row.to].map(|end| end_words(&project, &row.set, end))).collect();
    assert_eq!(ends, [[Some("no".to_owned()), None], [None, Some("no".to_owned())]]);
}
