//! A tag as a page of the codebook: what it means, when it is used, what shows it, and what was made before that.

use super::codebook::{CodebookState, facts_ui, heading_ui, plain_ui};
use super::rules::rules_ui;
use super::tags_panel::{edit_overlay, new_overlay, refactoring, remove};
use super::{ViewCx, counted, in_context};
use crate::app::action::{Action, Actions};
use crate::app::drafts::ExampleDraft;
use crate::app::older::OlderSpan;
use crate::app::overlay::Overlay;
use crate::app::theme::{icons, reading, size};
use crate::app::verb::Verb;
use crate::app::widgets::{
    Button, ButtonKind, IconButton, ListRow, ProseLook, QuietButton, Stress, TagChip, Words, button_ui, checkbox_ui,
    icon_button_ui, isolated, list_row_ui, prose_ui, quiet_button_ui, section_head_ui, section_head_with_ui, soft_ui,
    tag_chip_ui, typed_preview_ui, words_ui,
};
use crate::check::why_not;
use crate::edit::{Change, Command, Guidance};
use crate::model::{Example, LayerKind, SetKey, SpanKey, Tag, TagId};
use crate::query::marked_in;
use crate::report::tag_facts;
use egui::{Align, Key, Layout, Modifiers, ScrollArea, TextEdit, Ui, vec2};
use std::collections::BTreeMap;

/// A part of the guidance while it is being written.
#[derive(Clone, Debug)]
pub struct GuidanceDraft {
    tag: TagId,
    part: Guidance,
    /// What it said when writing began.
    was: String,
    text: String,
    is_correction: bool,
    /// Not drawn yet: the keyboard goes there.
    is_new: bool,
    /// It was asked to be kept: once it is, the draft goes.
    is_asked: bool,
}

impl GuidanceDraft {
    fn of(tag: &Tag, part: Guidance) -> Self {
        let text = part.of(tag).to_owned();
        let (was, tag) = (text.clone(), tag.id.clone());
        Self { tag, part, was, text, is_correction: false, is_new: true, is_asked: false }
    }
}

/// How many examples of each kind are shown, and in how many lines each.
const EXAMPLES: usize = 60;
const PASSAGE: usize = 20;
/// How much of the text stands around a span in the list, in characters.
const AROUND: usize = 28;
/// The longest passage that is looked for in its source, in bytes: those that are taken here are much shorter.
pub const LONGEST: usize = 8 * 1024;
/// How high the list of older spans may become, in points.
const LIST: f32 = 240.0;

/// Draws the page of a tag.
pub fn tag_page_ui(ui: &mut Ui, cx: &ViewCx<'_>, state: &mut CodebookState, tag: &Tag, actions: &mut Actions) {
    let codebook = &cx.desk.workspace.project().codebook;
    heading_ui(ui, &tag.name);
    let chip = TagChip { name: &codebook.path(&tag.id), colors: cx.colors(tag), selected: false, removable: false };
    tag_chip_ui(ui, &chip);
    ui.add_space(size::SPACE_M);
    guidance_ui(ui, cx, state, tag, actions);
    examples_ui(ui, cx, tag, actions);
    rules_ui(ui, cx, tag, actions);
    older_ui(ui, cx, state, tag, actions);
    section_head_ui(ui, "Facts");
    let mut facts = tag_facts(codebook, tag);
    if codebook.kind_of(tag) == LayerKind::Span {
        facts.push(("In the project", counted(cx.desk.figures.in_project(&tag.id), "span")));
    }
    facts.push(("Id in files", tag.id.to_string()));
    facts_ui(ui, cx, &facts);
    ui.add_space(size::SPACE_M);
    ui.horizontal_wrapped(|ui| {
        if plain_ui(ui, "Change the tag…", icons::EDIT) {
            actions.open(edit_overlay(tag));
        }
        if plain_ui(ui, "New tag under it…", icons::ARROW_ELBOW_DOWN_RIGHT) {
            actions.open(new_overlay(cx, Some(tag.id.clone())));
        }
        if plain_ui(ui, "Refactor…", icons::GIT_MERGE) {
            actions.open(refactoring(tag));
        }
        if plain_ui(ui, "Remove the tag…", icons::TRASH) {
            remove(cx, tag, actions);
        }
    });
}

/// What it means, when to use it and when not, each to be changed where it stands.
fn guidance_ui(ui: &mut Ui, cx: &ViewCx<'_>, state: &mut CodebookState, tag: &Tag, actions: &mut Actions) {
    let is_kept = |draft: &mut GuidanceDraft| {
        let now = cx.desk.workspace.project().codebook.tag(&draft.tag).map(|tag| draft.part.of(tag));
        draft.is_asked && now.is_none_or(|now| now == draft.text.trim())
    };
    drop(state.draft.take_if(is_kept));
    let is_written = |state: &CodebookState, part| {
        state.draft.as_ref().is_some_and(|draft| draft.part == part && draft.tag == tag.id)
    };
    let mut missing: Vec<Guidance> = Vec::new();
    for part in Guidance::ALL {
        if is_written(state, part) {
            writing_ui(ui, cx, state, tag, actions);
        } else if part.of(tag).is_empty() {
            missing.push(part);
        } else {
            section_head_with_ui(ui, part.heading(), |ui| {
                let edit = IconButton { icon: icons::EDIT, label: change_word(part), ..IconButton::default() };
                if icon_button_ui(ui, &edit).clicked() {
                    state.draft = Some(GuidanceDraft::of(tag, part));
                }
            });
            prose_ui(ui, part.of(tag), ProseLook::Page);
            ui.add_space(size::SPACE_M);
        }
    }
    if missing.len() == Guidance::ALL.len() {
        section_head_ui(ui, "Guidance");
        soft_ui(ui, "No guidance yet. Say what the tag means, when to use it, and when not.");
    }
    if !missing.is_empty() {
        ui.horizontal_wrapped(|ui| {
            for part in missing {
                let (label, help) = (say_word(part), "Markdown is understood");
                let say = QuietButton { icon: (icons::PLUS, cx.theme.text_soft), label, help, key: None };
                if quiet_button_ui(ui, &say).clicked() {
                    state.draft = Some(GuidanceDraft::of(tag, part));
                }
            }
        });
        ui.add_space(size::SPACE_M);
    }
}

const fn change_word(part: Guidance) -> &'static str {
    match part {
        Guidance::Meaning => "Change what it means",
        Guidance::UseWhen => "Change when to use it",
        Guidance::NotWhen => "Change when not to use it",
    }
}

const fn say_word(part: Guidance) -> &'static str {
    match part {
        Guidance::Meaning => "Say what it means",
        Guidance::UseWhen => "Say when to use it",
        Guidance::NotWhen => "Say when not",
    }
}

fn hint_of(part: Guidance) -> &'static str {
    match part {
        Guidance::Meaning => "A definition; Markdown is understood",
        Guidance::UseWhen => "What must hold",
        Guidance::NotWhen => "What it is easily taken for, and the tag for that",
    }
}

/// The part that is being written.
fn writing_ui(ui: &mut Ui, cx: &ViewCx<'_>, state: &mut CodebookState, tag: &Tag, actions: &mut Actions) {
    let Some(draft) = &mut state.draft else { return };
    let label = section_head_ui(ui, draft.part.heading());
    let id = ui.scope_id().with("guidance");
    // Read before the field, which would take Enter for a line.
    let is_confirmed = ui.memory(|memory| memory.has_focus(id))
        && ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
    let edit = TextEdit::multiline(&mut draft.text).id(id).desired_rows(4).desired_width(f32::INFINITY);
    let field = ui.add(edit.hint_text(hint_of(draft.part))).labelled_by(label.id);
    if std::mem::take(&mut draft.is_new) {
        field.request_focus();
    }
    typed_preview_ui(ui, &draft.text);
    let now = draft.part.of(tag);
    let is_disputed = now != draft.was && !draft.is_asked;
    if is_disputed {
        let since = "It has been changed since. It says now:";
        words_ui(ui, &Words::lines(since).color(cx.theme.warning));
        words_ui(ui, &Words { fills: true, ..Words::lines(now).soft(cx.theme) });
    }
    if !draft.was.is_empty() && cx.desk.figures.in_project(&tag.id) > 0 {
        checkbox_ui(ui, &mut draft.is_correction, "Only the wording: what is marked is right as it is");
    }
    let mut is_over = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape)) && draft.text == draft.was;
    ui.add_space(size::SPACE_XS);
    ui.horizontal(|ui| {
        let label = if is_disputed { "Keep mine instead" } else { "Keep" };
        let keep = Button { label, key: Some("Ctrl+Enter"), kind: ButtonKind::Primary, ..Button::default() };
        if button_ui(ui, &keep).clicked() || is_confirmed {
            is_over = draft.text.trim() == now;
            draft.is_asked = !is_over;
            if !is_over {
                actions.push(Action::Run(Command::Define {
                    tag: draft.tag.clone(),
                    part: draft.part,
                    was: now.to_owned(),
                    text: draft.text.clone(),
                    is_correction: draft.is_correction,
                }));
            }
        }
        is_over |= button_ui(ui, &Button { label: "Cancel", ..Button::default() }).clicked();
    });
    ui.add_space(size::SPACE_M);
    if is_over {
        state.draft = None;
    }
}

/// The passages that show the tag, and those that show what it is not for.
fn examples_ui(ui: &mut Ui, cx: &ViewCx<'_>, tag: &Tag, actions: &mut Actions) {
    for (heading, is_positive) in [("Examples", true), ("Counterexamples", false)] {
        let of_kind: Vec<&Example> = tag.examples.iter().filter(|it| it.is_positive == is_positive).collect();
        if of_kind.is_empty() {
            continue;
        }
        section_head_ui(ui, heading);
        for (n, example) in of_kind.iter().take(EXAMPLES).enumerate() {
            ui.push_id((heading, n), |ui| example_ui(ui, cx, tag, example, actions));
        }
        if of_kind.len() > EXAMPLES {
            soft_ui(ui, &format!("and {} more", super::thousands(of_kind.len() - EXAMPLES)));
        }
        ui.add_space(size::SPACE_S);
    }
    if tag.examples.is_empty() && cx.desk.workspace.project().codebook.kind_of(tag) == LayerKind::Span {
        section_head_ui(ui, "Examples");
        let key = cx.cap(Verb::UseAsExample).map(|key| format!("press {key} or ")).unwrap_or_default();
        soft_ui(ui, &format!("No examples yet. Focus a span in an article, and {key}choose “Use as an example”."));
        ui.add_space(size::SPACE_M);
    }
}

fn example_ui(ui: &mut Ui, cx: &ViewCx<'_>, tag: &Tag, example: &Example, actions: &mut Actions) {
    let project = cx.desk.workspace.project();
    // What somebody else's program has written may be of any length; it is not looked for in each frame.
    let is_short = example.text.len() <= LONGEST;
    // Where all of it is meant, nothing is set apart.
    let marked = if is_short { marked_in(project, example) } else { None };
    let marked = marked.filter(|marked| marked.len() < example.text.len());
    let stress = marked.map(|range| Stress { range, is_strong: true, is_slanted: false, is_code: false });
    let stresses: Vec<Stress> = stress.into_iter().collect();
    let passage = Words { fills: true, lines: PASSAGE, line_height: Some(24.0), ..Words::lines(&example.text) };
    let passage = Words { stresses: &stresses, ..passage };
    words_ui(ui, &passage.font(reading(15.0)));
    if !example.why.is_empty() {
        words_ui(ui, &Words { fills: true, ..Words::lines(&example.why) });
    }
    if is_short && let Some(why) = why_not(project, tag, example) {
        let sentence = format!("It does not hold any more: {}", isolated(&why));
        words_ui(ui, &Words::sentence(&sentence).color(cx.theme.warning));
    }
    ui.horizontal(|ui| {
        let source = example.source.as_ref();
        let known = source.and_then(|source| Some((source, project.document(&source.document)?)));
        if let Some((source, document)) = known {
            let title = isolated(&document.title);
            let label: String = title.chars().take(TITLE).collect();
            let help = "Show it in its article";
            let icon = (icons::ARROW_RIGHT, cx.theme.text_soft);
            let go = QuietButton { icon, label: "Show the source", help, key: None };
            if quiet_button_ui(ui, &go).clicked() {
                actions.push(Action::ShowPassage(source.document.clone(), source.range));
            }
            words_ui(ui, &Words { room: Some(240.0), ..Words::line(&label).soft(cx.theme) });
        }
        let edit = IconButton { icon: icons::EDIT, label: "Change the example", ..IconButton::default() };
        if icon_button_ui(ui, &edit).clicked() {
            let draft = ExampleDraft::of(tag.id.clone(), example.clone());
            actions.open(Overlay::Example(Box::new(draft)));
        }
        let remove = IconButton { icon: icons::CLOSE, label: "Remove the example", ..IconButton::default() };
        if icon_button_ui(ui, &remove).clicked() {
            let change = Box::new(Change::remove(example.clone()));
            actions.push(Action::Run(Command::Exemplify { tag: tag.id.clone(), change }));
        }
    });
    ui.add_space(size::SPACE_XS);
}

/// How much of an article's title is looked at, in characters.
const TITLE: usize = 200;

/// The spans that were made before what the tag means was last changed, with the way to each of them.
fn older_ui(ui: &mut Ui, cx: &ViewCx<'_>, state: &CodebookState, tag: &Tag, actions: &mut Actions) {
    let Some(older) = state.older.of(&tag.id).filter(|older| !older.spans.is_empty()) else { return };
    let spans = &older.spans;
    let me = cx.desk.workspace.annotator();
    section_head_ui(ui, "Made before this definition");
    let were = if spans.len() == 1 { "was" } else { "were" };
    let says = format!("{} {were} made before what this tag means was changed.", counted(spans.len(), "span"));
    words_ui(ui, &Words::lines(&says));
    ui.add_space(size::SPACE_XS);
    let n_own = me.and_then(|me| older.n_of.get(me)).copied().unwrap_or_default();
    ui.horizontal_wrapped(|ui| {
        if plain_ui(ui, "Go through them", icons::ARROW_RIGHT) {
            actions.push(step_through(tag, spans, 0));
        }
        if n_own > 0 {
            let all = format!("All {} of mine are still right", super::thousands(n_own));
            let label = if n_own == 1 { "Mine is still right" } else { &all };
            if plain_ui(ui, label, icons::SEAL_CHECK) {
                let mut sets: BTreeMap<SetKey, Vec<SpanKey>> = BTreeMap::new();
                let own = spans.iter().filter(|(key, _)| Some(&key.annotator) == me);
                own.for_each(|(key, span)| sets.entry(key.clone()).or_default().push(span.key()));
                actions.push(Action::Run(Command::Affirm(sets)));
            }
        }
    });
    ui.add_space(size::SPACE_XS);
    let area = ScrollArea::vertical().id_salt("older").max_height(LIST).auto_shrink([false, true]);
    area.show_rows(ui, size::ROW, spans.len(), |ui, rows| {
        for (n, span) in spans.iter().enumerate().skip(rows.start).take(rows.len()) {
            let id = (&span.0.document, &span.0.annotator, span.1.id);
            ui.push_id(id, |ui| {
                if older_row_ui(ui, cx, span, actions) {
                    actions.push(step_through(tag, spans, n));
                }
            });
        }
    });
    ui.add_space(size::SPACE_M);
}

fn step_through(tag: &Tag, spans: &[OlderSpan], at: usize) -> Action {
    let spans = spans.iter().map(|(key, span)| (key.clone(), span.key())).collect();
    Action::StepThrough { tag: tag.id.clone(), spans, at }
}

/// A span in its context, with the word that it is right where it is one's own. True when it is to be shown.
fn older_row_ui(ui: &mut Ui, cx: &ViewCx<'_>, (set, span): &OlderSpan, actions: &mut Actions) -> bool {
    let project = cx.desk.workspace.project();
    let row = vec2(ui.available_width(), size::ROW);
    let mut shown = false;
    ui.allocate_ui_with_layout(row, Layout::right_to_left(Align::Center), |ui| {
        if cx.desk.workspace.annotator() == Some(&set.annotator) {
            let help = "It is right by what the tag means today";
            let icon = (icons::SEAL_CHECK, cx.theme.text_soft);
            let right = QuietButton { icon, label: "Still right", help, key: None };
            if quiet_button_ui(ui, &right).clicked() {
                let spans = BTreeMap::from([(set.clone(), vec![span.key()])]);
                actions.push(Action::Run(Command::Affirm(spans)));
            }
        }
        let document = project.document(&set.document).filter(|it| it.text.check(span.hull()).is_ok());
        let title = document.map(|it| in_context(&it.text, span.hull(), AROUND)).unwrap_or_default();
        let who = project.annotator_name(&set.annotator);
        let row = ListRow { title: &title, detail: who, ..ListRow::default() };
        shown = list_row_ui(ui, &row).clicked();
    });
    shown
}
