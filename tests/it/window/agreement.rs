//! How far people agree, as the window shows it.

use super::hand::{Hand, desk_of};
use crate::notation::corpus;
use glossator::model::{SetState, Span, Timestamp, Workflow};

/// Three documents of three people, all finished; Cem does not know what a place is.
fn three() -> Hand {
    let sets = [
        (
            "one",
            [
                "@ana [person|Ada] in [place|London]",
                "@ben [person|Ada] in [place|London]",
                "@cem [person|Ada] in [claim|London]",
            ],
        ),
        (
            "two",
            [
                "@ana [person|Ben] in [place|Rome]",
                "@ben [person|Ben] in [place|Rome]",
                "@cem [person|Ben] in [claim|Rome]",
            ],
        ),
        ("six", ["@ana [person|Eve] in [place|Oslo]", "@ben Eve in [place|Oslo]", "@cem [person|Eve] in Oslo"]),
    ];
    let sets: Vec<(&str, &[&str])> = sets.iter().map(|(id, sets)| (*id, sets.as_slice())).collect();
    let mut project = corpus(&sets);
    for (key, set) in project.sets.clone() {
        let mut set = (*set).clone();
        set.head.state = SetState::Finished;
        project.sets.insert(key, set.into());
    }
    project.workflow = Workflow { names_are_shown: true, ..Workflow::default() }.into();
    let mut hand = Hand::on(desk_of(&project));
    hand.keys("Ctrl+2");
    hand.click("Agreement");
    hand.until("the figures are there", |hand| hand.sees("How far people agree"));
    hand
}

fn three_filtered(query: &str) -> Hand {
    let mut hand = three();
    hand.keys("Ctrl+Alt+l");
    hand.types(query);
    hand.click("Done");
    hand
}

#[test]
fn the_headline_is_what_a_calculation_by_hand_says() {
    let mut hand = three();
    // Ana and Ben share 5 of 6 and 5 spans, 10/11; Ana and Cem 3 of 6 and 5, 6/11; Ben and Cem 2 of 5 and 5, 4/10.
    let mean = (10.0 / 11.0 + 6.0 / 11.0 + 0.4) / 3.0;
    assert!(hand.sees(&format!("{mean:.3}")), "{:#?}", hand.labels());
    assert!(hand.sees("ana and ben: 0.909") && hand.sees("ana and cem: 0.545") && hand.sees("ben and cem: 0.400"));
    hand.until("the intervals are there", |hand| hand.sees_words("Intervals hold 95 %"));
    assert!(hand.sees("3 articles: too few for intervals that can be relied on."));
}

#[test]
fn what_is_taken_for_what_opens_the_very_items() {
    let mut hand = three();
    // In two articles Cem says claim where Ana and Ben say place: two pairs each.
    hand.activate("claim against place: 4");
    hand.until("the items are looked at", |hand| hand.sees_words("Ada in London, 1 to look at"));
    assert!(hand.sees_words("Ben in Rome, 1 to look at") && hand.sees_words("Eve in Oslo, 0 to look at"));
}

#[test]
fn a_pair_is_compared_by_itself() {
    let mut hand = three();
    hand.activate("ana and ben: 0.909");
    hand.until("only they are", |hand| hand.sees_words("Eve in Oslo, 1 to look at, 2 of 2 open, 2 people compared"));
    assert!(hand.sees("Whose sets: ana and ben"));
}

#[test]
fn people_are_compared_in_what_a_filter_leaves() {
    let mut hand = three_filtered("tag:person");
    // Of people Ana and Cem mark the same three, of which Ben lacks one: 2·2 / (3 + 2).
    hand.until("places no longer count", |hand| hand.sees("ana and cem: 1.000"));
    assert!(!hand.sees("claim against place: 4"), "nor what they are taken for");
    assert!(hand.sees("ana and ben: 0.800") && hand.sees("ben and cem: 0.800"), "{:#?}", hand.labels());
    hand.keys("Ctrl+1 Tab Delete Ctrl+2");
    hand.until("an edit is followed", |hand| hand.sees("ana and cem: 0.800"));
}

#[test]
fn what_a_filter_leaves_is_compared_with_all_that_is_said_there() {
    let mut hand = three_filtered("by:ana,cem tag:place");
    // In two articles Cem says claim where Ana says place, and in the third nothing; people and Ben no longer count.
    hand.until("only theirs count", |hand| hand.sees("claim against place: 2"));
    assert!(hand.sees("nothing here against place: 1"), "{:#?}", hand.labels());
    hand.activate("claim against place: 2");
    hand.until("the items are looked at", |hand| hand.sees_words("Ada in London, 1 to look at"));
    assert!(hand.sees_words("Ben in Rome, 1 to look at") && hand.sees_words("Eve in Oslo, 0 to look at"));
}

#[test]
fn figures_follow_when_somebody_labels() {
    let mut hand = three();
    // Ana takes back what she marked in the first article.
    hand.keys("Ctrl+1 Tab Delete Ctrl+2");
    // 4 of 5 and 5 with Ben, 8/10.
    hand.until("the pair is another", |hand| hand.sees("ana and ben: 0.800"));
    hand.keys("Ctrl+z");
    hand.until("and is what it was", |hand| hand.sees("ana and ben: 0.909"));
}

#[test]
fn the_report_is_written_as_the_ending_says() {
    let mut hand = three();
    hand.until("the intervals are there", |hand| hand.sees_words("Intervals hold 95 %"));
    for (name, has) in [("a.html", "<h1"), ("a.csv", "strict_f1@ana|ben"), ("a.json", "\"measures\"")] {
        let path = hand.desk.file(name);
        hand.click("Save the report…");
        hand.give_path(&path);
        hand.until("it is written", |hand| hand.sees_words(&format!("written to {}", path.display())));
        let report = std::fs::read_to_string(&path).unwrap();
        assert!(report.contains(has) && report.contains("strict_f1_mean"), "{name}: {report}");
    }
    let path = hand.desk.file("a.docx");
    hand.click("Save the report…");
    hand.give_path(&path);
    hand.until("it is refused", |hand| hand.sees_words("ends in .html, .csv or .json"));
    assert!(!path.exists());
}

#[test]
fn one_article_with_one_tag_says_what_cannot_be_said() {
    let mut project = corpus(&[("one", &["@ana [person|Ada] slept", "@ben [person|Ada] slept", "@cem Ada slept"])]);
    for (key, set) in project.sets.clone() {
        let mut set = (*set).clone();
        set.head.state = SetState::Finished;
        project.sets.insert(key, set.into());
    }
    let mut hand = Hand::on(desk_of(&project));
    hand.keys("Ctrl+2");
    hand.click("Agreement");
    hand.until("the figures are there", |hand| hand.sees("How far people agree"));
    // 1, 0 and 0 over the three pairs, and of the one tag.
    assert!(hand.sees("0.333") && hand.sees("person: 0.333"), "{:#?}", hand.labels());
    assert!(hand.sees("1 article: too few for intervals that can be relied on."));
    hand.until("the intervals are there", |hand| hand.sees_words("Intervals hold 95 %"));
    assert!(!hand.sees_words("NaN") && !hand.sees_words("inf"), "{:#?}", hand.labels());
}

/// Two weeks: in the first both say the same, in the second nothing.
#[test]
fn agreement_is_shown_by_when_articles_were_marked() {
    let mut project = corpus(&[
        ("one", &["@ana [person|Ada] slept", "@ben [person|Ada] slept"]),
        ("two", &["@ana [person|Bo] slept", "@ben Bo slept"]),
    ]);
    let at = |moment: &str| moment.parse::<Timestamp>().unwrap();
    for (key, set) in project.sets.clone() {
        let mut set = (*set).clone();
        set.head.state = SetState::Finished;
        let made = at(if key.document.as_str() == "one" { "2026-03-30T10:00:00Z" } else { "2026-04-06T10:00:00Z" });
        set.spans = set.spans.iter().map(|span| Span { made, ..span.clone() }).collect();
        project.sets.insert(key, set.into());
    }
    let mut hand = Hand::on(desk_of(&project));
    hand.keys("Ctrl+2");
    hand.click("Agreement");
    hand.until("the figures are there", |hand| hand.sees("By the day in which articles were marked"));
    assert!(hand.sees("2026-03-30: 1.000") && hand.sees("2026-04-06: 0.000"), "{:#?}", hand.labels());
}
