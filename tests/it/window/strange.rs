//! Codebooks that nobody expects: a thousand tags, names without end, names in other scripts.

use super::hand::{Hand, desk_of, range};
use crate::notation::{project, tag};
use glossator::edit::{Command, EditError, Mint, NewTag};
use glossator::model::{Codebook, Overlap, Project, Tag, Timestamp};
use glossator::text::TextRange;
use std::sync::Arc;

/// The letter of Ada under a codebook of these names.
fn under(names: impl IntoIterator<Item = String>) -> Project {
    let mut project = project("Ada of York wrote home", Overlap::Any);
    let named = |(n, name): (usize, String)| Tag { name, ..tag(&format!("tag-{n}"), None) };
    let tags: Vec<Tag> = names.into_iter().enumerate().map(named).collect();
    project.codebook = Arc::new(Codebook::new(project.codebook.layers.clone(), tags));
    project
}

/// Finds a tag in the palette by a part of its name, and takes it.
fn tag_by_name(hand: &mut Hand, at: TextRange, part: &str) {
    hand.select(at);
    hand.keys("/");
    hand.types(part);
    hand.keys("Enter");
}

#[test]
fn a_thousand_tags_are_found_by_their_names_and_shown() {
    let mut hand = Hand::on(desk_of(&under((0..1000).map(|n| format!("Subject {n}")))));
    tag_by_name(&mut hand, range(0, 3), "subject 777");
    assert_eq!(hand.says(), "[tag-777|Ada] of York wrote home");
    hand.keys("Ctrl+5");
    assert!(hand.sees_words("Subject 0"));
    hand.keys("Ctrl+1 Ctrl+Z");
    assert_eq!(hand.says(), "Ada of York wrote home");
}

#[test]
fn a_name_without_end_and_one_that_reads_from_the_right_are_tags_like_others() {
    let endless = "ארוך ".repeat(2_000);
    let mut hand = Hand::on(desk_of(&under([endless.clone(), "مدينة".to_owned()])));
    tag_by_name(&mut hand, range(0, 3), "مدينة");
    assert_eq!(hand.says(), "[tag-1|Ada] of York wrote home");
    tag_by_name(&mut hand, range(7, 11), "ארוך");
    assert_eq!(hand.says(), "[tag-1|Ada] of [tag-0|York] wrote home");
    hand.keys("Ctrl+5");
    assert!(hand.sees_words("مدينة"));
    let desk = hand.leave();
    assert_eq!(desk.on_disk().codebook.tags.values().next().unwrap().name, endless, "no letter is lost");
}

#[test]
fn a_name_without_end_and_one_that_is_taken_are_not_made() {
    let project = under(["Place".to_owned()]);
    let why = |name: String| {
        let new = NewTag { name, ..NewTag::default() };
        Command::AddTag(Box::new(new)).plan(&project, &mut Mint::new(1, Timestamp::default())).unwrap_err()
    };
    assert_eq!(why("x".repeat(10_000)), EditError::LongName(10_000));
    assert_eq!(why(" place ".to_owned()), EditError::NameTaken("place".to_owned()));
    assert_eq!(why(" \n".to_owned()), EditError::NoName);
}
