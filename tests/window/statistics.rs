//! Statistics over the example project: articles are chosen, a figure leads to its passages, they are tagged from the concordance,
//! and the figure changes.

use super::desktop::{Desktop, until};
use super::program::Program;
use super::review::copy;
use std::path::Path;

/// How many spans a tag has, by the table of the analysis.
fn n_spans(program: &Program<'_>, tag: &str) -> Option<usize> {
    let tree = program.tree();
    let says = tree.name_like(&format!("Find the passages of {tag}:"))?;
    says.rsplit(": ").next()?.parse().ok()
}

/// How much the search found.
fn n_hits(program: &Program<'_>) -> Option<usize> {
    let tree = program.tree();
    let says = tree.name_like(" hits in ").filter(|says| !says.contains('…'))?;
    says.split(' ').next()?.parse().ok()
}

#[test]
fn a_figure_leads_to_passages_that_are_tagged_and_it_changes() {
    let Some(desktop) = Desktop::new("statistics") else { return };
    desktop.seat("cem", "Cem");
    let project = desktop.home().with_file_name("ceasefire");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("projects/ceasefire"), &project);
    let program = desktop.start(&[&project]);
    program.wait_for("the example", |tree| tree.has("Leave the tour").then_some(()));
    program.click_button("Leave the tour");

    program.key("ctrl+4");
    program.wait_for("the statistics", |tree| tree.has("Analysis").then_some(()));
    program.click("Analysis");
    let all = until("all people are counted", || n_spans(&program, "Person"));
    program.keep_picture("counted");
    // One article alone, by a filter that gets a name.
    program.key("ctrl+alt+l");
    program.wait_for("the filter", |tree| tree.has("Filter by a query").then_some(()));
    program.type_text("id=aid-convoy");
    program.wait_for("what it leaves", |tree| tree.name_like("Lets 1 of 10 articles through").map(|_| ()));
    program.click("Name of the filter");
    program.type_text("convoy");
    program.click_button("Save");
    program.wait_for("its name", |tree| tree.has("Change the filter convoy").then_some(()));
    program.click_button("Done");
    let some = until("those of one article are counted", || n_spans(&program, "Person").filter(|n| *n < all));
    let before = n_spans(&program, "Claim").expect("claims");
    desktop.done("articles are chosen");
    program.click_button(&format!("Find the passages of Person: {some}"));
    // Two people marked some of them, which are one place each; the search is in that article.
    let hits = until("the passages are there", || n_hits(&program));
    assert!(hits > 0);
    program.keep_picture("passages");
    program.click_button("Tick all");
    program.wait_for("what can be done", |tree| tree.has("Untag").then_some(()));
    program.key("c");
    until("they are tagged as claims", || {
        let tree = program.tree();
        tree.name_like("Undo: Tag ").map(|_| ())
    });
    desktop.done("the passages are tagged");
    program.key("ctrl+4");
    until("the figure has changed", || n_spans(&program, "Claim").filter(|n| *n > before));
    program.keep_picture("changed");
    desktop.done("the figure has changed");
}
