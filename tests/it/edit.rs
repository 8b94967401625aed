//! Commands, planned, applied and taken back.

use crate::notation::{letter, parse, project, set_of, spans_over, tag, written};
use glossator::edit::{Change, Command, Edit, EditError, Fate, Mint, NewTag, Recoded, Transaction, net};
use glossator::model::{Codebook, Fragments, Overlap, Project, SetState, SpanKey, Tag, TagId, Timestamp, Which};
use glossator::text::{Offset, Revision, Text, TextRange};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

fn mint() -> Mint {
    Mint::new(7, Timestamp::new(1_770_000_100))
}

fn id(tag: &str) -> TagId {
    TagId::new(tag).unwrap()
}

fn selected(notation: &str) -> Fragments {
    let (start, end) = parse(notation).selection.expect("a selection «…»");
    TextRange::between(Offset::new(start), Offset::new(end)).into()
}

/// Runs a command and checks what Ana's set says then; and that taking it back gives the project as it was.
#[track_caller]
fn check(before: &str, command: impl Fn(&Project) -> Command, after: &str) -> Transaction {
    let project = project(before, Overlap::Any);
    check_in(&project, command(&project), after)
}

#[track_caller]
fn check_in(project: &Project, command: Command, after: &str) -> Transaction {
    let transaction = command.plan(project, &mut mint()).unwrap();
    let mut changed = project.clone();
    transaction.apply(&mut changed).unwrap();
    let text = &changed.document(&letter()).unwrap().text;
    assert_eq!(written(text, changed.set(&set_of("ana")).map(|set| &**set)), after);
    transaction.inverted().apply(&mut changed).unwrap();
    assert_eq!(&changed, project, "taken back");
    transaction
}

#[track_caller]
fn check_refused(overlap: Overlap, before: &str, command: impl Fn(&Project) -> Command, why: &str) {
    let project = project(before, overlap);
    let error = command(&project).plan(&project, &mut mint()).unwrap_err();
    assert_eq!(error.to_string(), why);
}

fn add(notation: &'static str, tag: &'static str) -> impl Fn(&Project) -> Command {
    move |_| Command::AddSpan { set: set_of("ana"), at: selected(notation), tag: id(tag) }
}

fn over(covered: &'static str, command: impl Fn(Vec<SpanKey>) -> Command) -> impl Fn(&Project) -> Command {
    move |project| command(spans_over(project, covered))
}

#[test]
fn spans_are_marked_retagged_resized_and_removed() {
    check("«Ada» wrote", add("«Ada» wrote", "person"), "[person|Ada] wrote");
    check("[person|Ada] wrote", add("«Ada» wrote", "title"), "[person|[title|Ada]] wrote");
    check("[person|Mr Babbage]", add("«Mr» Babbage", "title"), "[person|[title|Mr] Babbage]");
    check(
        "[person|Mr Charles] Babbage",
        add("Mr «Charles Babbage»", "place"),
        "[1:person|Mr [2:place|Charles]1 Babbage]2",
    );
    let retag = |spans| Command::Retag { set: set_of("ana"), spans, tag: id("place") };
    check("[person|Ada] wrote", over("Ada", retag), "[place|Ada] wrote");
    let resize = |spans: Vec<SpanKey>| {
        let at = selected("«Ada wrote»");
        Command::Resize { set: set_of("ana"), span: spans[0], at }
    };
    check("[person|Ada] wrote", over("Ada", resize), "[person|Ada wrote]");
    let remove = |spans| Command::RemoveSpans { set: set_of("ana"), spans };
    check("[person|Ada] [person|wrote]", over("Ada", remove), "Ada [person|wrote]");
}

#[test]
fn titles_say_what_was_done() {
    let title = check("«Ada» wrote", add("«Ada» wrote", "person"), "[person|Ada] wrote").title;
    assert_eq!(title, "Tag “Ada” as person");
}

#[test]
fn the_same_range_and_tag_stand_once() {
    let why = "“Ada” is already tagged person";
    check_refused(Overlap::Any, "[person|Ada] wrote", add("«Ada» wrote", "person"), why);
}

#[test]
fn layers_keep_their_rule_for_overlap() {
    let crossing = add("Mr «Charles Babbage»", "person");
    let inside = add("«Mr» Charles Babbage", "person");
    let before = "[person|Mr Charles] Babbage";
    let why = "spans of Entities may not cross one another, and this would cross “Mr Charles”";
    check_refused(Overlap::Nested, before, crossing, why);
    let why = "spans of Entities may not overlap one another, and this would overlap “Mr Charles”";
    check_refused(Overlap::None, before, &inside, why);
    let nested = project(before, Overlap::Nested);
    check_in(&nested, inside(&nested), "[person|[person|Mr] Charles] Babbage");
}

#[test]
fn what_is_no_range_of_the_text_is_refused() {
    let at = |start, end| {
        move |_: &Project| Command::AddSpan {
            set: set_of("ana"),
            at: TextRange::between(Offset::new(start), Offset::new(end)).into(),
            tag: id("person"),
        }
    };
    check_refused(Overlap::Any, "Zoë", at(0, 9), "offset 9 lies outside the text, which ends at 4");
    check_refused(Overlap::Any, "Zoë", at(0, 3), "offset 3 lies inside a character");
    check_refused(Overlap::Any, "Zoë", at(1, 1), "no text is selected");
    check_refused(Overlap::Any, "Zoë", add("«Zoë»", "ghost"), "there is no tag ghost in the codebook");
}

#[test]
fn a_tag_is_made_from_the_words_it_marks() {
    let in_vivo = |name: &'static str| {
        move |_: &Project| Command::AddSpanInVivo {
            set: set_of("ana"),
            at: selected("«Ada» wrote"),
            tag: Box::new(NewTag { name: name.to_owned(), ..NewTag::default() }),
        }
    };
    check("«Ada» wrote", in_vivo("Letter writer"), "[letter-writer|Ada] wrote");
    check("«Ada» wrote", in_vivo("作者"), "[zuo-zhe|Ada] wrote");
    check_refused(Overlap::Any, "Ada wrote", in_vivo("Person"), "there is already a tag named “Person” at this place");
    check_refused(Overlap::Any, "Ada wrote", in_vivo("  "), "the name is empty");
}

#[test]
fn a_removed_tag_gives_its_spans_away_or_takes_them_along() {
    let remove = |spans: Fate| move |_: &Project| Command::RemoveTag { tag: id("person"), spans: spans.clone() };
    check("[person|Ada] and [place|York]", remove(Fate::Remove), "Ada and [place|York]");
    check("[person|Ada] and [place|York]", remove(Fate::Retag(id("place"))), "[place|Ada] and [place|York]");
    check("[person|[place|Ada]]", remove(Fate::Retag(id("place"))), "[place|Ada]");
}

#[test]
fn keys_are_unique_and_never_commands() {
    let with_key = |key| {
        move |_: &Project| {
            let mut claim = tag("claim", Some(key));
            claim.name = "Claim".to_owned();
            Command::EditTag(Box::new(claim))
        }
    };
    check_refused(Overlap::Any, "Ada", with_key('1'), "the key 1 belongs to person");
    check_refused(Overlap::Any, "Ada", with_key('d'), "the key d is a command");
    check_refused(
        Overlap::Any,
        "Ada",
        with_key('é'),
        "a tag's key is a digit or a letter from a to z, and 'é' is neither",
    );
    check("Ada", with_key('c'), "Ada");
}

/// Files of other tools may have labels that differ in case alone.
#[test]
fn a_name_that_two_tags_share_already_stays_when_something_else_is_changed() {
    let mut shared = project("Ada", Overlap::Any);
    let mut codebook = Codebook::clone(&shared.codebook);
    let twin = Tag {
        label: Some("per/son".into()),
        ..Tag::new(id("twin"), codebook.layers[0].id.clone(), "Person".to_owned())
    };
    codebook.order.push(id("twin"));
    codebook.tags.insert(id("twin"), Arc::new(twin.clone()));
    shared.codebook = Arc::new(codebook);
    let edit = |tag: Tag| Command::EditTag(Box::new(tag));
    let keyed = edit(Tag { key: Some('9'), ..twin.clone() }).plan(&shared, &mut mint()).unwrap();
    keyed.apply(&mut shared).unwrap();
    let now = shared.codebook.tag(&id("twin")).unwrap();
    assert_eq!((now.key, now.label.as_deref()), (Some('9'), Some("per/son")));
    let taken = edit(Tag { name: "PLACE".to_owned(), ..twin }).plan(&shared, &mut mint()).unwrap_err();
    assert_eq!(taken, EditError::NameTaken("PLACE".to_owned()));
    let merge = Command::RemoveTag { tag: id("twin"), spans: Fate::Retag(id("place")) };
    merge.plan(&shared, &mut mint()).unwrap().apply(&mut shared).unwrap();
    let place = shared.codebook.tag(&id("place")).unwrap();
    assert_eq!(place.aliases, ["Person", "per/son"], "files that come in later are read as they were");
}

#[test]
fn a_tag_cannot_stand_under_itself() {
    let mut project = project("Ada", Overlap::Any);
    let under = |tag: &str, parent: &str| Command::MoveTag { tag: id(tag), parent: Some(id(parent)), before: None };
    under("title", "person").plan(&project, &mut mint()).unwrap().apply(&mut project).unwrap();
    let error = under("person", "title").plan(&project, &mut mint()).unwrap_err();
    assert_eq!(error, EditError::Circle("person".to_owned()));
}

#[test]
fn a_transaction_over_something_changed_changes_nothing() {
    let project = project("[person|Ada] and [person|Ben]", Overlap::Any);
    let spans = [spans_over(&project, "Ada"), spans_over(&project, "Ben")].concat();
    let both = Command::Retag { set: set_of("ana"), spans, tag: id("place") };
    let planned = both.plan(&project, &mut mint()).unwrap();
    let mut changed = project.clone();
    let ben = Command::RemoveSpans { set: set_of("ana"), spans: spans_over(&project, "Ben") };
    ben.plan(&project, &mut mint()).unwrap().apply(&mut changed).unwrap();
    let as_it_was = changed.clone();
    assert_eq!(
        planned.apply(&mut changed).unwrap_err().to_string(),
        "a span of ana in “Ada and Ben” has changed since"
    );
    assert_eq!(changed, as_it_was);
    let (applied, refused) = planned.apply_matching(&mut changed);
    assert_eq!((applied.edits.len(), refused.len()), (1, 1));
}

#[test]
fn a_set_begins_with_its_first_span_and_says_nothing_when_undone() {
    let transaction = check("«Ada» wrote", add("«Ada» wrote", "person"), "[person|Ada] wrote");
    let head = transaction.edits.iter().find_map(|edit| match edit {
        Edit::Head(_, Change { before: None, after: Some(head) }) => Some(head.state),
        _ => None,
    });
    assert_eq!(head, Some(SetState::InProgress));
}

/// Small numbers that are turned into whatever command they fit.
pub fn command_from(project: &Project, numbers: (u8, u32, u32, usize)) -> Option<Command> {
    let (kind, a, b, n) = numbers;
    let text = &project.document(&letter())?.text;
    let at: Fragments = TextRange::between(text.floor(a as usize), text.floor(b as usize)).into();
    let tags: Vec<TagId> = project.codebook.order.clone();
    let tag_id = tags.get(n % tags.len().max(1)).cloned();
    let set = set_of(if n % 3 == 0 { "ben" } else { "ana" });
    let span = || {
        let spans = &project.set(&set)?.spans;
        spans.iter().nth(n % spans.len().max(1)).map(glossator::model::Span::key)
    };
    Some(match kind % 14 {
        0..=2 => Command::AddSpan { set, at, tag: tag_id? },
        3 => Command::Retag { spans: vec![span()?], set, tag: tag_id? },
        4 => Command::Resize { span: span()?, set, at },
        5 => Command::RemoveSpans { spans: vec![span()?], set },
        6 => Command::SetState { set, state: SetState::ALL[n % 3] },
        7 => Command::AddTag(Box::new(NewTag { name: format!("Tag {n}"), parent: tag_id, ..NewTag::default() })),
        8 => Command::RemoveTag {
            tag: tag_id?,
            spans: tags.get(a as usize % tags.len().max(1)).cloned().map_or(Fate::Remove, Fate::Retag),
        },
        9 => Command::MoveTag {
            tag: tag_id?,
            parent: tags.get(b as usize).cloned(),
            before: tags.get(a as usize).cloned(),
        },
        10 => Command::Recode {
            from: tag_id?,
            which: Which::Matching(["Ada", "o", "^[A-Z]", "e"][a as usize % 4].to_owned()),
            to: Recoded::Known(tags.get(b as usize % tags.len().max(1))?.clone()),
            values: BTreeMap::new(),
        },
        11 => Command::RemoveDocuments(vec![letter()]),
        12 if b % 2 == 0 => Command::RemoveFilter(["claims", "wire"][n % 2].to_owned()),
        12 => Command::SaveFilter { name: ["claims", "wire"][n % 2].to_owned(), query: format!("word{a}") },
        _ => {
            // A stretch of the text becomes a few words, or goes, or they come.
            let (start, end) = (text.floor(a.min(b) as usize), text.floor(a.max(b) as usize));
            let words = ["", "new words ", "Ada "][n % 3];
            let new = Text::new(format!("{}{words}{}", text.upto(start), text.from(end))).ok()?;
            let revision = match n % 2 {
                0 => Revision::between(text, &new),
                _ => Revision::correcting(text, TextRange::between(start, end), words).ok()?,
            };
            Command::Revise { document: letter(), revision: Arc::new(revision), source: None }
        }
    })
}

proptest! {
    #[test]
    fn any_commands_undone_give_the_project_as_it_was(
        numbers in prop::collection::vec((0u8..14, 0u32..30, 0u32..30, 0usize..12), 1..40)
    ) {
        let start = project("[person|Ada] of [place|York] wrote to Mr Babbage", Overlap::Any);
        let mut now = start.clone();
        let mut mint = mint();
        let mut done: Vec<(Transaction, Project)> = Vec::new();
        for numbers in numbers {
            let Some(command) = command_from(&now, numbers) else { continue };
            let Ok(transaction) = command.plan(&now, &mut mint) else { continue };
            let before = now.clone();
            prop_assert!(transaction.apply(&mut now).is_ok(), "{transaction:?}");
            done.push((transaction, before));
        }
        let end = now.clone();
        for (transaction, before) in done.iter().rev() {
            prop_assert!(transaction.inverted().apply(&mut now).is_ok());
            prop_assert_eq!(&now, before);
        }
        prop_assert_eq!(&now, &start);
        for (transaction, _) in &done {
            prop_assert!(transaction.apply(&mut now).is_ok());
        }
        prop_assert_eq!(&now, &end);
        let Some((first, _)) = done.first() else { return Ok(()) };
        let edits = net(done.iter().flat_map(|(transaction, _)| &transaction.edits));
        let all = Transaction { edits, ..first.clone() };
        prop_assert!(all.inverted().apply(&mut now).is_ok(), "what all come to can be taken back at once: {all:?}");
        prop_assert_eq!(&now, &start);
        prop_assert!(all.apply(&mut now).is_ok(), "and done at once");
        prop_assert_eq!(&now, &end);
    }
}
