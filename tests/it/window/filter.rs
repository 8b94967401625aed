//! The filter of the project: written, named, and followed by the list, the search, the statistics, the review and exports.

use super::hand::Hand;
use egui::accesskit::Role;
use glossator::app::exporting::ExportChoices;
use glossator::app::figures::{Extent, Report};
use glossator::model::DocumentId;

/// Ana with four articles, two of which Ben marked as well.
fn filtering(query: &str) -> Hand {
    let mut hand = Hand::with(&[
        ("one", &["@ana [person|Ada] met [place|York].", "@ben Ada met [place|York]."]),
        ("two", &["@ana [person|Bo] slept. [person|Bo] woke.", "@ben [person|Bo] slept. Bo woke."]),
        ("six", &["@ana Nobody is here, but [person|Bo]."]),
        ("ten", &["Rain fell."]),
    ]);
    hand.keys("Ctrl+Alt+l");
    hand.types(query);
    hand
}

fn refilter(hand: &mut Hand, query: &str) {
    hand.keys("Ctrl+Alt+l");
    hand.fill("The query of the filter", query);
    hand.click("Done");
}

fn listed(hand: &Hand) -> Vec<String> {
    hand.seat().list.rows().iter().map(|row| row.id.to_string()).collect()
}

#[test]
fn the_list_follows_the_query_as_it_is_typed() {
    let mut hand = filtering("slept or nobody");
    hand.until("two stay", |hand| listed(hand) == ["six", "two"]);
    hand.until("it says how many", |hand| hand.sees("Lets 2 of 4 articles through, with 4 spans"));
    hand.fill("The query of the filter", "tag:person");
    hand.until("three stay", |hand| listed(hand) == ["one", "six", "two"]);
    hand.types("a");
    hand.until("a mistake is told", |hand| hand.sees_words("no tag is called “persona”"));
    assert_eq!(listed(&hand), ["one", "six", "two"], "what tag:person lets through stays");
    hand.fill("The query of the filter", "tag:place");
    hand.until("one stays", |hand| listed(hand) == ["one"]);
    hand.click("Done");
    assert!(hand.sees_words("Only") && hand.sees_words("tag:place"), "{:#?}", hand.labels());
    hand.click("Show all");
    hand.until("all are back", |hand| listed(hand).len() == 4);
}

#[test]
fn a_filter_gets_a_name_and_is_chosen_by_it() {
    let mut hand = filtering("tag:place");
    hand.until("it is found", |hand| hand.sees("Lets 1 of 4 articles through, with 2 spans"));
    hand.fill("Name of the filter", "places");
    hand.keys("Enter");
    hand.until("it has a name", |hand| hand.project().filters.get("places").is_some_and(|it| it == "tag:place"));
    assert_eq!(hand.seat().filtering.query.text, "filter:places");
    hand.until("it is found by its name", |hand| listed(hand) == ["one"]);
    hand.click("Change the filter places");
    hand.fill("The query of the filter", "tag:person");
    hand.until("another query is found", |hand| listed(hand) == ["one", "six", "two"]);
    hand.click("Save in its place");
    hand.until("the name means it", |hand| hand.project().filters.get("places").is_some_and(|it| it == "tag:person"));
    hand.click("Remove the filter places");
    hand.until("the name is gone", |hand| hand.project().filters.is_empty());
    hand.until("that is told", |hand| hand.sees_words("no filter is called “places”"));
    hand.keys("Escape Ctrl+z");
    hand.until("undo brings it back", |hand| hand.project().filters.contains_key("places"));
}

/// How many documents an export would have.
fn n_documents(hand: &Hand, choices: &ExportChoices) -> usize {
    let part = hand.seat().source(choices.is_filtered).part().unwrap();
    let plan = choices.plan(&part).unwrap();
    plan.selection.documents(&part).count()
}

#[test]
fn what_is_put_away_goes_out_only_where_it_is_listed() {
    let mut hand = Hand::with(&[("one", &["@ana [person|Ada]"]), ("two", &["@ana Bo"]), ("six", &["@ana Cy"])]);
    hand.open_menu("Ada, in progress, 1 span");
    hand.click_as(Role::MenuItem, "Archive the article");
    hand.until("two stay", |hand| listed(hand).len() == 2);
    let choices = ExportChoices::default();
    let all = ExportChoices { is_filtered: false, ..choices.clone() };
    assert_eq!((n_documents(&hand, &choices), n_documents(&hand, &all)), (2, 2));
    hand.click("Filter and sort");
    hand.click_as(Role::MenuItem, "Archived articles");
    hand.until("one is listed", |hand| listed(hand).len() == 1);
    assert_eq!((n_documents(&hand, &choices), n_documents(&hand, &all)), (1, 2));
}

#[test]
fn search_and_figures_keep_to_what_the_list_lets_through() {
    let mut hand = filtering("by:ben tag:person");
    hand.until("one stays", |hand| listed(hand) == ["two"]);
    hand.click("Done");
    hand.keys("Ctrl+3");
    hand.types("tag:*");
    hand.until("that is found alone", |hand| hand.sees("1 hit in 1 article"));
    hand.click("Only in the list");
    hand.until("everything is", |hand| hand.sees("5 hits in 3 articles"));
    hand.click("Only in the list");
    hand.until("that alone again", |hand| hand.sees("1 hit in 1 article"));
    let person = "person".parse().unwrap();
    let count = |hand: &Hand, extent| {
        let table = hand.seat().figures.table(extent, Report::Tags)?.clone();
        let row = table.rows.iter().find(|row| row.id == "person")?;
        let glossator::stats::Cell::Count(n) = row.cells.get(table.column("spans")?)? else { return None };
        Some(*n)
    };
    hand.until("the figures of the list are of that", |hand| count(hand, Extent::Filter) == Some(1));
    assert_eq!((count(&hand, Extent::Project), hand.seat().figures.in_project(&person)), (Some(5), 5));
    // The figures follow an edit by what the query leaves of it.
    hand.fill("Search the project", "woke");
    hand.click("Only in the list");
    hand.until("it is found", |hand| hand.sees("1 hit in 1 article"));
    hand.click("Tick all");
    hand.keys("1");
    hand.until("it is tagged", |hand| hand.seat().figures.in_project(&person) == 6);
    hand.until("Ana's does not count", |hand| count(hand, Extent::Filter) == Some(1));
    refilter(&mut hand, "tag:person");
    hand.until("now hers count as well", |hand| count(hand, Extent::Filter) == Some(6));
}

#[test]
fn the_review_and_an_export_keep_to_it_too() {
    let mut hand = filtering("slept");
    hand.until("one stays", |hand| listed(hand) == ["two"]);
    hand.click("Done");
    hand.keys("Ctrl+2");
    hand.click("Compare unfinished work");
    let queue = |hand: &Hand| -> Vec<DocumentId> {
        hand.seat().review.queue().iter().map(|row| row.document.clone()).collect()
    };
    hand.until("one is queued", |hand| queue(hand).len() == 1);
    assert_eq!(queue(&hand)[0].as_str(), "two");
    let choices = ExportChoices::default();
    assert_eq!(n_documents(&hand, &choices), 1);
    assert_eq!(n_documents(&hand, &ExportChoices { is_filtered: false, ..choices }), 4);
    refilter(&mut hand, "");
    hand.until("both are queued", |hand| queue(hand).len() == 2);
}

#[test]
fn a_filter_that_can_no_longer_be_understood_lets_everything_through() {
    let mut hand = filtering("tag:place");
    hand.until("it is found", |hand| listed(hand) == ["one"]);
    hand.fill("Name of the filter", "places");
    hand.click("Save");
    hand.until("it is found by its name", |hand| hand.seat().filtering.query_of_left() == "filter:places");
    // A query that is only begun leaves what was let through, and that goes with the project.
    hand.fill("The query of the filter", "filter:places (");
    hand.until("a mistake is told", |hand| hand.seat().filtering.mistake().is_some());
    assert_eq!(listed(&hand), ["one"]);
    hand.fill("The query of the filter", "filter:places");
    assert!(hand.seat().filtering.mistake().is_none(), "it is of another query");
    hand.click("Remove the filter places");
    hand.until("all are let through", |hand| listed(hand).len() == 4);
    assert!(hand.sees_words("no longer works as a filter"), "{:#?}", hand.labels());
    hand.keys("Escape Ctrl+z");
    hand.until("undo brings it back", |hand| listed(hand) == ["one"]);
    assert!(hand.seat().filtering.mistake().is_none(), "it is understood again");
}
