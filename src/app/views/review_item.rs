//! The item that is looked at in the review: how its versions differ, what each says, and what was decided.

use super::{ViewCx, counted};
use crate::app::action::{Action, Actions};
use crate::app::theme::{Theme, icons, size};
use crate::app::verb::Verb;
use crate::app::widgets::{
    Button, ButtonKind, EmptyState, QuietButton, VersionRow, Words, button_ui, empty_state_ui, isolated,
    quiet_button_ui, section_head_ui, version_row_ui, words_ui,
};
use crate::edit::{Command, Place, Statement};
use crate::model::{AttributeId, Codebook, Details, Document, LayerKind, NoteTarget, Value, Verdict};
use crate::review::{Comparison, Differences, Item, Version, value_said};
use crate::text::{TextRange, quote};
use egui::{ScrollArea, Ui};

/// How many conflicts are listed.
const CONFLICTS: usize = 5;
/// How much of the text is shown on each side of the item, in graphemes.
const AROUND: usize = 60;

/// Draws the panel.
pub fn review_item_ui(ui: &mut Ui, cx: &ViewCx<'_>, actions: &mut Actions) {
    let Some(document) = cx.desk.document() else { return };
    conflicts_ui(ui, cx, actions);
    let comparison = cx.desk.review.comparison(&document.id);
    let Some(comparison) = comparison.filter(|comparison| comparison.annotators.len() >= 2) else { return };
    let at = cx.desk.review.at(comparison);
    let Some((at, item)) = at.and_then(|at| Some((at, comparison.items.get(at)?))) else {
        return nothing_chosen_ui(ui, cx, comparison, actions);
    };
    let area = ScrollArea::vertical().id_salt("item").auto_shrink([false, false]);
    area.show(ui, |ui| {
        head_ui(ui, cx, document, (at, comparison.items.len()), item);
        for (lane, version) in item.versions.iter().enumerate() {
            if version_ui(ui, cx, document, lane, version, item) {
                actions.push(Action::TakeVersion(lane));
            }
        }
        ui.add_space(size::SPACE_S);
        decision_ui(ui, cx, item, actions);
    });
}

/// What merges have left: what both sides said, the way to where it stands, and that it is settled.
fn conflicts_ui(ui: &mut Ui, cx: &ViewCx<'_>, actions: &mut Actions) {
    let conflicts = cx.desk.review.conflicts();
    if conflicts.is_empty() || cx.desk.is_sealed() {
        return;
    }
    section_head_ui(ui, "Conflicts of a merge");
    for conflict in conflicts.iter().take(CONFLICTS) {
        ui.push_id(conflict.note, |ui| {
            words_ui(ui, &Words { lines: 4, ..Words::sentence(&conflict.says) });
            ui.horizontal(|ui| {
                let mut button = |label: &str, icon: &'static str, help: &str| {
                    let button = QuietButton { icon: (icon, cx.theme.text_soft), label, help, key: None };
                    quiet_button_ui(ui, &button).clicked()
                };
                if let Some(at) = conflict.at
                    && button("Show", icons::EYE, "Shows where it stands")
                {
                    actions.push(Action::ShowPassage(conflict.set.document.clone(), at));
                }
                if button("Settled", icons::CHECK, "Says that it is decided, with a note of yours")
                    && let Some(set) = cx.desk.notes_key()
                {
                    let (on, of) = (NoteTarget::Note(conflict.note), Some(conflict.set.annotator.clone()));
                    let of = of.filter(|of| *of != set.annotator);
                    let (body, verdict) = (String::new(), Some(Verdict::Resolved));
                    actions.push(Action::Run(Command::AddNote { set, on, of, body, verdict }));
                }
            });
        });
    }
    let n_more = conflicts.len().saturating_sub(CONFLICTS);
    if n_more > 0 {
        words_ui(ui, &Words::line(&format!("and {n_more} more")).soft(cx.theme));
    }
    ui.add_space(size::SPACE_S);
}

fn nothing_chosen_ui(ui: &mut Ui, cx: &ViewCx<'_>, comparison: &Comparison, actions: &mut Actions) {
    let key = cx.cap(Verb::NextDisagreement);
    let sentence = match (comparison.items.len(), comparison.n_open()) {
        (0, _) => "Nobody has marked anything here.".to_owned(),
        (_, 0) => "Everything here is decided.".to_owned(),
        (_, n) => format!("{} not decided.", counted(n, "item")),
    };
    let action = (comparison.n_open() > 0).then_some("Next disagreement");
    let empty = EmptyState { icon: icons::SCALES, sentence: &sentence, action, key: key.as_deref() };
    if empty_state_ui(ui, &empty) {
        actions.verb(Verb::NextDisagreement);
    }
}

fn head_ui(ui: &mut Ui, cx: &ViewCx<'_>, document: &Document, (at, n): (usize, usize), item: &Item) {
    section_head_ui(ui, &format!("Item {} of {n}", at + 1));
    let kind = kind_of(item);
    let color = if item.differences.is_none() { cx.theme.success } else { cx.theme.warning };
    words_ui(ui, &Words::sentence(&kind).color(color));
    let passage = match item.kind {
        LayerKind::Document => isolated(&document.title),
        // The text may be another by now.
        LayerKind::Span | LayerKind::Relation if document.text.check(item.at).is_err() => String::new(),
        LayerKind::Span | LayerKind::Relation => {
            let [before, words, after] = super::on_one_line(&document.text, item.at, AROUND);
            isolated(&format!("…{before}[{words}]{after}…"))
        }
    };
    words_ui(ui, &Words { lines: 4, ..Words::sentence(&passage).soft(cx.theme) });
    ui.add_space(size::SPACE_XS);
}

/// How the versions differ, in a few words.
pub fn kind_of(item: &Item) -> String {
    kind_said(item.kind, item.differences)
}

/// The same of an item of a kind.
pub fn kind_said(kind: LayerKind, differences: Differences) -> String {
    let Differences { missing, boundary, tag, attribute } = differences;
    let kinds = [(boundary, "other words"), (tag, "other tags"), (attribute, "other values"), (missing, "missing")];
    let kinds: Vec<&str> = kinds.into_iter().filter(|(is, _)| *is).map(|(_, name)| name).collect();
    let what = match kind {
        LayerKind::Span => "",
        LayerKind::Relation => "Relation: ",
        LayerKind::Document => "The article: ",
    };
    let how = if kinds.is_empty() { "agreed".to_owned() } else { kinds.join(", ") };
    if what.is_empty() { super::capitalized(&how) } else { format!("{what}{how}") }
}

/// One version with its number. True when it was clicked.
fn version_ui(ui: &mut Ui, cx: &ViewCx<'_>, document: &Document, lane: usize, version: &Version, item: &Item) -> bool {
    let project = cx.desk.workspace.project();
    let name = cx.desk.version_name(lane);
    let key = (lane < 9).then(|| (lane + 1).to_string());
    let lines: Vec<String> = version.says.iter().map(|(what, beside)| told(cx, document, what, beside)).collect();
    let says = if lines.is_empty() { "nothing here".to_owned() } else { lines.join("\n") };
    let swatch = version.says.first().and_then(|(statement, _)| project.codebook.tag(statement.tag()?));
    let is_taken = cx.desk.own_set().is_some_and(|gold| {
        item.is_decided
            && !version.says.is_empty()
            && version.says.iter().all(|(statement, _)| statement.is_said(project, gold))
    });
    let row = VersionRow {
        key: key.as_deref(),
        name: &name,
        says: &says,
        colors: swatch.map(|tag| cx.colors(tag)),
        is_taken,
        is_nothing: version.says.is_empty(),
    };
    ui.push_id(lane, |ui| version_row_ui(ui, &row)).inner.clicked()
}

/// What a version says: the tag, the words, the values.
fn told(cx: &ViewCx<'_>, document: &Document, what: &Statement, beside: &Details) -> String {
    let codebook = &cx.desk.workspace.project().codebook;
    let words = |at: TextRange| match document.text.check(at) {
        Ok(()) => isolated(&quote(document.text.slice(at)).replace(['\n', '\r'], " ")),
        Err(_) => String::new(),
    };
    let of = |place: &Place| words(place.at.hull());
    let name = what.tag().map_or("", |id| codebook.name_of(id));
    let mut told = match what {
        Statement::Span(place) => format!("{}  “{}”", isolated(name), of(place)),
        Statement::Relation { from, to, .. } => format!("“{}” {} “{}”", of(from), isolated(name), of(to)),
        Statement::Document(_) => isolated(name),
        Statement::Value(id, value) => value_told(codebook, id, value),
    };
    for (id, value) in &beside.said().attributes {
        told.push_str(&format!("  {}", value_told(codebook, id, value)));
    }
    told
}

/// An attribute with its value.
fn value_told(codebook: &Codebook, id: &AttributeId, value: &Value) -> String {
    let attribute = codebook.attribute(id);
    let name = attribute.map_or(id.as_str(), |attribute| &attribute.name);
    let value = attribute.map_or_else(|| value_said(value), |attribute| attribute.words(value));
    format!("{} {}", isolated(name), isolated(&value))
}

/// What can be done about the item.
fn decision_ui(ui: &mut Ui, cx: &ViewCx<'_>, item: &Item, actions: &mut Actions) {
    let mut button = |ui: &mut Ui, verb: Verb, label: &str, kind: ButtonKind| {
        let key = cx.cap(verb);
        if button_ui(ui, &Button { label, icon: Some(verb.icon()), key: key.as_deref(), kind }).clicked() {
            actions.verb(verb);
        }
    };
    button(ui, Verb::RejectAll, "None of these", ButtonKind::Plain);
    ui.horizontal_wrapped(|ui| {
        button(ui, Verb::EditBeforeTaking, "Edit", ButtonKind::Quiet);
        button(ui, Verb::CommentToAnnotator, "Comment", ButtonKind::Quiet);
        button(ui, Verb::SkipDisagreement, "Skip", ButtonKind::Quiet);
    });
    if !item.is_decided {
        return;
    }
    ui.add_space(size::SPACE_S);
    let theme: &Theme = cx.theme;
    ui.horizontal(|ui| {
        words_ui(ui, &Words::line("Decided").color(theme.success));
        let key = cx.cap(Verb::ReopenItem);
        let help = Verb::ReopenItem.help();
        let again =
            QuietButton { icon: (icons::UNDO, theme.text_soft), label: "Open again", help, key: key.as_deref() };
        if quiet_button_ui(ui, &again).clicked() {
            actions.verb(Verb::ReopenItem);
        }
    });
}
