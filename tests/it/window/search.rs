//! The search through the project: what it finds, and what is done with its lines.

use super::hand::Hand;

/// Ana with three articles, in two of which she marked something.
fn searching(query: &str) -> Hand {
    let mut hand = Hand::with(&[
        ("one", &["@ana [person|Ada] met Bo in York."]),
        ("two", &["@ana Bo slept. [place|Bo] woke.", "@ben [person|Bo] slept. Bo woke."]),
        ("six", &["Nobody is here, but Bo."]),
    ]);
    hand.keys("Ctrl+3");
    hand.types(query);
    hand
}

#[test]
fn words_and_tags_are_found_as_they_are_typed() {
    let mut hand = searching("bo");
    hand.until("all are found", |hand| hand.sees("4 hits in 3 articles"));
    hand.fill("Search the project", "tag:person");
    hand.until("marked ones are found", |hand| hand.sees("2 hits in 2 articles"));
    hand.fill("Search the project", "tag:persona");
    hand.until("a mistake is told", |hand| hand.sees_words("Character 5: no tag is called “persona”"));
    assert!(hand.sees_words("Tags: person, place"), "{:#?}", hand.labels());
    hand.fill("Search the project", "zebra");
    hand.until("nothing is found", |hand| hand.sees("0 hits in 0 articles") && hand.sees_words("Nothing fits."));
    hand.fill("Search the project", "");
    hand.until("it says what can be asked", |hand| hand.sees_words("Write words, or what is tagged"));
}

#[test]
fn a_query_of_articles_alone_becomes_a_filter() {
    let mut hand = searching("not tag:*");
    hand.until("one fits", |hand| hand.sees("0 hits in 1 article") && hand.sees_words("true of articles as a whole"));
    hand.click("Filter by it");
    hand.until("it is the filter", |hand| hand.seat().list.rows().len() == 1);
    assert_eq!(hand.seat().filtering.query.text, "not tag:*");
}

#[test]
fn lines_are_tagged_together_in_one_step_and_the_search_follows() {
    let mut hand = searching("bo");
    hand.until("all are found", |hand| hand.sees("4 hits in 3 articles"));
    hand.keys("Enter");
    hand.click("Tick all");
    // The tag with the first key: hers is another tag then, and the other three are marked.
    hand.keys("1");
    hand.until("all are tagged", |hand| hand.project().sets.values().map(|set| set.spans.len()).sum::<usize>() == 6);
    let own = |hand: &Hand| {
        let sets = hand.project().sets.iter().filter(|(key, _)| key.annotator.as_str() == "ana");
        sets.map(|(_, set)| set.spans.iter().filter(|span| span.tag.as_str() == "person").count()).sum::<usize>()
    };
    // Ada, and Bo in four places.
    assert_eq!(own(&hand), 5);
    hand.until("statistics know", |hand| hand.seat().figures.in_project(&"person".parse().unwrap()) == 6);
    hand.fill("Search the project", "by:ana tag:person not =\"Ada\"");
    hand.until("what was tagged is found by its tag", |hand| hand.sees("3 hits in 2 articles"));
    hand.keys("Enter Ctrl+z");
    hand.until("one step takes all back", |hand| own(hand) == 1);
    hand.until("the search follows", |hand| hand.sees("0 hits in 0 articles"));
}

#[test]
fn ends_of_ticked_lines_are_moved_by_a_word() {
    let mut hand = searching("tag:person[by=ana]");
    hand.until("it is found", |hand| hand.sees("1 hit in 1 article"));
    hand.keys("Enter");
    hand.click("Tick all");
    hand.click("End later");
    hand.until("it is longer", |hand| says(hand, "one") == "Ada met");
    hand.until("the longer one is found", |hand| hand.sees("1 hit in 1 article") && hand.sees_words("[Ada met]"));
    hand.click("Tick all");
    hand.click("Start later");
    hand.until("it begins later", |hand| says(hand, "one") == "met");
    hand.keys("Ctrl+z Ctrl+z");
    hand.until("it is what it was", |hand| says(hand, "one") == "Ada");
    hand.until("it is found", |hand| hand.sees_words("[Ada]"));
    hand.click("Tick all");
    hand.click("Untag");
    hand.until("it is gone", |hand| says(hand, "one").is_empty());
}

/// What Ana's first span in a document covers.
fn says(hand: &Hand, id: &str) -> String {
    let project = hand.project();
    let (key, set) = project.sets.iter().find(|(key, _)| key.document.as_str() == id).unwrap();
    let text = &project.document(&key.document).unwrap().text;
    set.spans.iter().next().map(|span| text.slice(span.hull()).to_owned()).unwrap_or_default()
}

#[test]
fn what_is_not_ones_own_is_not_changed_and_that_is_said() {
    let mut hand = searching("tag:person[by=ben]");
    hand.until("it is found", |hand| hand.sees("1 hit in 1 article"));
    hand.click("Tick all");
    hand.click("Untag");
    hand.until("it says why", |hand| hand.sees_words("None of these lines is a span of yours"));
}

#[test]
fn lines_are_grouped_by_what_orders_them() {
    let mut hand = searching("bo or tag:person");
    hand.until("all are found", |hand| hand.sees("5 hits in 3 articles"));
    hand.click("Group the lines by what orders them");
    let heads = |hand: &Hand| -> Vec<String> {
        hand.labels().into_iter().filter(|label| label.ends_with(", shown") || label.ends_with(", put away")).collect()
    };
    hand.until("by article", |hand| heads(hand).len() == 3);
    let first = &heads(&hand)[0];
    assert!(first.contains("Ada met Bo in York.") && first.ends_with(", 2 hits, shown"), "{first}");
    // Down to the first line and further, over the head of the next group.
    hand.keys("Home Down Space");
    assert_eq!(hand.seat().search.ticked.len(), 1);
    hand.keys("Home Space");
    assert_eq!(
        hand.seat().search.ticked.len(),
        1,
        "the line that was ticked is no more, and the other of the group is"
    );
    let n_rows = |hand: &Hand| {
        let search = &hand.seat().search;
        search.found().map_or(0, |(found, _)| search.rows(found).count())
    };
    assert_eq!(n_rows(&hand), 8);
    hand.keys("Home Enter");
    assert_eq!(n_rows(&hand), 6, "the lines of the first group are put away");
    assert!(heads(&hand)[0].ends_with("put away"), "{:?}", heads(&hand));
    hand.click("Group the lines by what orders them");
    hand.until("they are lines again", |hand| n_rows(hand) == 5);
}

#[test]
fn a_line_leads_to_its_passage_and_selected_words_are_looked_for() {
    let mut hand = searching("nobody");
    hand.until("it is found", |hand| hand.sees("1 hit in 1 article"));
    hand.keys("Enter Enter");
    hand.until("the article is open at it", |hand| hand.document() == "six");
    let nobody = hand.rect("Nobody").center();
    hand.click_at(nobody, 2, egui::Modifiers::NONE);
    hand.keys("Ctrl+Shift+f");
    hand.until("the words are looked for", |hand| hand.sees("1 hit in 1 article"));
    assert_eq!(hand.seat().search.query.text, "\"Nobody\"");
}

#[test]
fn a_pattern_of_nothing_finds_nothing() {
    let mut hand = searching("/x*/");
    hand.until("what matches nothing is nowhere", |hand| hand.sees("0 hits in 0 articles"));
}

#[test]
fn what_could_come_next_is_offered_while_one_types() {
    let mut hand = searching("york tag:pe");
    hand.until("a tag is offered", |hand| hand.sees("tag:person"));
    hand.click("tag:person");
    assert_eq!(hand.seat().search.query.text, "york tag:person");
    hand.until("it is looked for", |hand| hand.sees("2 hits in 1 article"));
    hand.types("[by=ana]");
    assert_eq!(hand.seat().search.query.text, "york tag:person[by=ana]");
}

#[test]
fn tab_takes_what_is_offered_first_and_leaves_the_field_when_nothing_is() {
    let mut hand = searching("york ta");
    hand.until("what goes on is offered", |hand| hand.sees("tag:"));
    hand.keys("Tab");
    assert_eq!(hand.seat().search.query.text, "york tag:");
    hand.types("pla");
    hand.keys("Tab");
    assert_eq!(hand.seat().search.query.text, "york tag:place");
    hand.keys("Tab");
    hand.types("x");
    assert_eq!(hand.seat().search.query.text, "york tag:place");
}
