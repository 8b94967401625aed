//! What is said of an annotation beside its tag: attributes, confidence and flag.

use super::ViewCx;
use super::values::{confidence_ui, values_ui};
use crate::app::action::{Action, Actions};
use crate::app::theme::{icons, size};
use crate::app::verb::Verb;
use crate::app::widgets::{IconButton, Words, icon_button_ui, isolated, section_head_with_ui, words_ui};
use crate::edit::{Command, Saying, Target};
use crate::model::{AttributeId, Details, TagId};
use egui::Ui;

/// Draws what is said, to be changed where there is a `target`; else it is another's, and only shown.
pub fn said_ui(
    ui: &mut Ui,
    cx: &ViewCx<'_>,
    tag: &TagId,
    details: &Details,
    target: Option<Target>,
    wants_focus: bool,
    actions: &mut Actions,
) {
    let codebook = &cx.desk.workspace.project().codebook;
    let asked = codebook.asked_of(tag, details);
    let Some(target) = target.zip(cx.desk.own_key()) else {
        return shown_ui(ui, cx, details);
    };
    let (target, set) = target;
    let mut say = |what: Saying| {
        actions.push(Action::Run(Command::Say { set: set.clone(), of: vec![target.clone()], what }));
    };
    section_head_with_ui(ui, "Attributes", |ui| {
        let is_flagged = details.said().flagged;
        let key = cx.cap(Verb::Flag).filter(|_| matches!(target, Target::Span(_)));
        let label = if is_flagged { "Take the flag away" } else { "Flag for another look" };
        let flag =
            IconButton { icon: icons::FLAG, label, key: key.as_deref(), selected: is_flagged, ..IconButton::default() };
        if icon_button_ui(ui, &flag).clicked() {
            say(Saying::Flag(!is_flagged));
        }
    });
    if let Some((id, value)) = values_ui(ui, cx, &asked, |id| details.get(id), wants_focus) {
        say(Saying::Attribute(id, value));
    }
    if let Some(confidence) = confidence_ui(ui, cx, details.said().confidence) {
        say(Saying::Confidence(confidence));
    }
    lost_ui(ui, cx, details);
    ui.add_space(size::SPACE_S);
}

/// What is said of attributes that the codebook does not have any more.
fn lost_ui(ui: &mut Ui, cx: &ViewCx<'_>, details: &Details) {
    let codebook = &cx.desk.workspace.project().codebook;
    let is_lost = |id: &&AttributeId| codebook.attribute(id).is_none();
    for id in details.said().attributes.keys().filter(is_lost) {
        let lost = format!("{} is not in the codebook", isolated(id.as_str()));
        words_ui(ui, &Words::sentence(&lost).color(cx.theme.warning));
    }
}

/// What somebody else said.
fn shown_ui(ui: &mut Ui, cx: &ViewCx<'_>, details: &Details) {
    let codebook = &cx.desk.workspace.project().codebook;
    let said = details.said();
    for (id, value) in &said.attributes {
        let words = match codebook.attribute(id) {
            Some(attribute) => format!("{}: {}", isolated(&attribute.name), isolated(&attribute.words(value))),
            None => isolated(id.as_str()),
        };
        words_ui(ui, &Words::sentence(&words));
    }
    if let Some(confidence) = said.confidence {
        words_ui(ui, &Words::line(&format!("Confidence: {} %", confidence.percent())));
    }
    if said.flagged {
        words_ui(ui, &Words::line("Flagged"));
    }
    ui.add_space(size::SPACE_S);
}
