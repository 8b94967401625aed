//! The inspector at the right: what is known about the focused span, or about the article when none is.

use super::document_labels::document_labels_ui;
use super::guidance::{guidance_ui, made_before_ui};
use super::relations::{relation_ui, relations_ui};
use super::said::said_ui;
use super::threads::threads_ui;
use super::{ViewCx, counted, verb_icon_ui};
use crate::app::action::{Action, Actions};
use crate::app::desk::SUGGESTED;
use crate::app::suggestions::Suggestions;
use crate::app::theme::{icons, semibold, size};
use crate::app::verb::Verb;
use crate::app::widgets::{
    Button, ButtonKind, ListRow, TagChip, Words, button_ui, isolated, list_row_ui, on_hover_words, section_head_ui,
    section_head_with_ui, soft_ui, tag_chip_ui, words_ui,
};
use crate::edit::Target;
use crate::model::{Document, NoteTarget, Origin, SetState, Span};
use crate::report::unmarked;
use crate::text::{Unit, quote};
use egui::{ScrollArea, Ui};

/// Draws the inspector.
pub fn inspector_ui(ui: &mut Ui, cx: &ViewCx<'_>, actions: &mut Actions) {
    let Some(document) = cx.desk.document() else { return };
    // The panel keeps its height whatever it shows: it would else stay as small as what it showed first.
    ScrollArea::vertical().id_salt("inspector").auto_shrink([false, false]).show(ui, |ui| {
        if let Some((layer, relation)) = cx.desk.relation() {
            return relation_ui(ui, cx, layer, relation, actions);
        }
        match (cx.desk.focused(), cx.desk.page.focus.as_slice()) {
            (Some(_), [_, _, ..]) => many_ui(ui, cx, actions),
            (Some(span), [at, ..]) if at.layer == SUGGESTED => proposal_ui(ui, cx, document, span, actions),
            (Some(span), [at, ..]) => span_ui(ui, cx, document, span, at.layer, actions),
            _ => article_ui(ui, cx, document, actions),
        }
    });
}

fn span_ui(ui: &mut Ui, cx: &ViewCx<'_>, document: &Document, span: &Span, layer: usize, actions: &mut Actions) {
    let is_own = layer == 0;
    section_head_with_ui(ui, "Span", |ui| {
        if is_own {
            verb_icon_ui(ui, cx, Verb::RemoveSpans, icons::ERASER, "Remove the span", actions);
        }
    });
    if covered_ui(ui, cx, document, span) && is_own {
        actions.verb(Verb::TagPalette);
    }
    if let Some(tag) = cx.desk.workspace.project().codebook.tag(&span.tag) {
        made_before_ui(ui, cx, tag, span, is_own, actions);
        guidance_ui(ui, cx, tag, actions);
    }
    let target = is_own.then(|| Target::Span(span.key()));
    said_ui(ui, cx, &span.tag, &span.details, target, cx.desk.values_want_focus, actions);
    relations_ui(ui, cx, span, layer, actions);
    threads_ui(ui, cx, NoteTarget::Span(span.id), layer, actions);
    ui.add_space(size::SPACE_S);
    soft_ui(ui, &provenance(cx, document, span, layer));
}

/// What a rule proposes, and what can be said to it.
fn proposal_ui(ui: &mut Ui, cx: &ViewCx<'_>, document: &Document, span: &Span, actions: &mut Actions) {
    section_head_ui(ui, "Proposal");
    covered_ui(ui, cx, document, span);
    let rule = Suggestions::proposal(span).by;
    words_ui(ui, &Words::sentence(&format!("Proposed by the rule “{}”", isolated(&rule))).soft(cx.theme));
    ui.add_space(size::SPACE_S);
    ui.horizontal_wrapped(|ui| {
        for (label, verb) in [("Accept", Verb::FixItem), ("Reject", Verb::RejectProposal), ("Skip", Verb::SkipProposal)]
        {
            let key = cx.cap(verb);
            if button_ui(ui, &Button { label, icon: None, key: key.as_deref(), kind: ButtonKind::Plain }).clicked() {
                actions.verb(verb);
            }
        }
    });
    ui.add_space(size::SPACE_S);
    if let Some(tag) = cx.desk.workspace.project().codebook.tag(&span.tag) {
        guidance_ui(ui, cx, tag, actions);
    }
}

/// The words of a span, and its tag. Returns whether that was clicked.
fn covered_ui(ui: &mut Ui, cx: &ViewCx<'_>, document: &Document, span: &Span) -> bool {
    let covered = quote(document.text.slice(span.hull()));
    words_ui(ui, &Words { fills: true, ..Words::lines(&covered).font(semibold(size::TEXT)) });
    ui.add_space(size::SPACE_XS);
    let codebook = &cx.desk.workspace.project().codebook;
    let mut clicked = false;
    match codebook.tag(&span.tag) {
        Some(tag) => {
            let chip =
                TagChip { name: &codebook.path(&tag.id), colors: cx.colors(tag), selected: true, removable: false };
            let response = tag_chip_ui(ui, &chip);
            let response =
                if tag.guide.is_empty() { response } else { on_hover_words(response, &unmarked(&tag.guide)) };
            clicked = response.clicked();
        }
        None => {
            let lost = format!("{} is not in the codebook", span.tag);
            words_ui(ui, &Words::sentence(&lost).color(cx.theme.warning));
        }
    }
    ui.add_space(size::SPACE_S);
    clicked
}

/// Where the span lies, who made it, when, and how.
fn provenance(cx: &ViewCx<'_>, document: &Document, span: &Span, layer: usize) -> String {
    let at = span.hull();
    let start = document.text.count(at.start(), Unit::CodePoint);
    let end = document.text.count(at.end(), Unit::CodePoint);
    let me = cx.desk.annotator_name();
    let other = cx.desk.others.as_ref().map(|id| cx.desk.workspace.project().annotator_name(id));
    let name = if layer == 0 { me } else { other }.unwrap_or("Nobody");
    let how = match &span.origin {
        Origin::Hand => "by hand".to_owned(),
        Origin::Imported(format) => format!("imported from {format}"),
        Origin::Suggested(by) => format!("suggested by {by}"),
        Origin::Taken(from) => {
            let from: Vec<String> = from.iter().map(|id| isolated(cx.desk.workspace.annotator_name(id))).collect();
            format!("taken from {}", from.join(", "))
        }
    };
    let made = span.made.to_string().replace('T', " ").replace('Z', " UTC");
    format!("Characters {start}–{end}\n{}, {how}\n{made}", isolated(name))
}

fn many_ui(ui: &mut Ui, cx: &ViewCx<'_>, actions: &mut Actions) {
    section_head_ui(ui, "Spans");
    words_ui(ui, &Words::line(&counted(cx.desk.page.focus.len(), "span")));
    soft_ui(ui, "A tag key retags them all");
    ui.add_space(size::SPACE_S);
    let key = cx.cap(Verb::RemoveSpans);
    let remove =
        Button { label: "Remove them", icon: Some(icons::ERASER), key: key.as_deref(), kind: ButtonKind::Plain };
    if button_ui(ui, &remove).clicked() {
        actions.verb(Verb::RemoveSpans);
    }
}

fn article_ui(ui: &mut Ui, cx: &ViewCx<'_>, document: &Document, actions: &mut Actions) {
    let armed = cx.desk.armed.as_ref().and_then(|id| cx.desk.workspace.project().codebook.tag(id));
    if let Some(tag) = armed {
        guidance_ui(ui, cx, tag, actions);
    }
    section_head_with_ui(ui, "Article", |ui| {
        verb_icon_ui(ui, cx, Verb::DocumentDetails, icons::EDIT, "Title and details", actions);
    });
    words_ui(ui, &Words { fills: true, ..Words::lines(&document.title).font(semibold(size::TEXT)) });
    let known = [
        ("Outlet", document.outlet.clone()),
        ("Date", document.date.clone()),
        ("Language", document.language.clone()),
        ("File", document.source.as_ref().map(|source| source.file.clone())),
        ("Encoding", document.source.as_ref().map(|source| source.encoding.clone()).filter(|name| name != "UTF-8")),
    ];
    let fixed = known.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    let free = document.meta.iter().map(|(name, value)| (name.clone(), value.clone()));
    for (name, value) in fixed.chain(free) {
        soft_ui(ui, &format!("{}: {}", isolated(&name), isolated(&value)));
    }
    let n_characters = document.text.count(document.text.end(), Unit::CodePoint);
    soft_ui(ui, &counted(n_characters, "character"));
    if !document.excluded.is_empty() {
        soft_ui(ui, &format!("{} left out", counted(document.excluded.len(), "part")));
    }
    ui.add_space(size::SPACE_S);
    document_labels_ui(ui, cx, cx.desk.values_want_focus, actions);
    state_ui(ui, cx, actions);
    ui.add_space(size::SPACE_S);
    threads_ui(ui, cx, NoteTarget::Document, 0, actions);
    others_ui(ui, cx, document, actions);
}

/// The other annotators who marked this document; a click shows their spans, or hides them again.
fn others_ui(ui: &mut Ui, cx: &ViewCx<'_>, document: &Document, actions: &mut Actions) {
    let project = cx.desk.workspace.project();
    let me = cx.desk.workspace.annotator();
    let others: Vec<_> = project.sets_of(&document.id).filter(|(key, _)| Some(&key.annotator) != me).collect();
    if others.is_empty() || cx.desk.is_sealed() {
        return;
    }
    section_head_ui(ui, "Also marked by");
    for (key, set) in others {
        let is_shown = cx.desk.others.as_ref() == Some(&key.annotator);
        let icon = if is_shown { icons::EYE } else { icons::EYE_SLASH };
        let title = project.annotator_name(&key.annotator);
        let detail = counted(set.spans.len(), "span");
        let verb = if is_shown { "Hide" } else { "Show" };
        let spoken = format!("{verb} the spans of {title}, {detail}");
        let row = ListRow {
            icon: Some((icon, None)),
            title,
            detail: &detail,
            selected: is_shown,
            compact: true,
            spoken: Some(&spoken),
        };
        if list_row_ui(ui, &row).clicked() {
            actions.push(Action::ShowOthers(Some(key.annotator.clone()).filter(|_| !is_shown)));
        }
    }
}

fn state_ui(ui: &mut Ui, cx: &ViewCx<'_>, actions: &mut Actions) {
    let state = cx.desk.own_set().map_or(SetState::New, |set| set.head.state);
    let key = cx.cap(Verb::Finish);
    let button = match state {
        SetState::Finished | SetState::Nothing => {
            Button { label: "Reopen", icon: Some(icons::IN_PROGRESS), ..Button::default() }
        }
        _ => Button {
            label: "Finish and open the next",
            icon: Some(icons::CHECK_CIRCLE),
            key: key.as_deref(),
            kind: ButtonKind::Plain,
        },
    };
    if button_ui(ui, &button).clicked() {
        actions.verb(if state.is_finished() { Verb::StateInProgress } else { Verb::Finish });
    }
    if state == SetState::Nothing {
        soft_ui(ui, "Finished, and there is nothing to mark");
    } else if !state.is_finished() && cx.desk.own_set().is_none_or(|set| set.is_empty()) {
        let key = cx.cap(Verb::StateNothing);
        let nothing = Button {
            label: "Nothing to mark here",
            icon: Some(icons::MINUS),
            key: key.as_deref(),
            kind: ButtonKind::Plain,
        };
        if button_ui(ui, &nothing).clicked() {
            actions.verb(Verb::StateNothing);
        }
    }
}
