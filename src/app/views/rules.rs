//! The rules that propose a tag: their list on its page, and the dialog of one.

use super::codebook::plain_ui;
use super::{ViewCx, counted};
use crate::app::action::{Action, Actions};
use crate::app::drafts::{ListedWords, RuleDraft};
use crate::app::overlay::Overlay;
use crate::app::theme::{icons, size};
use crate::app::verb::Verb;
use crate::app::widgets::{
    Button, Dialog, DialogAnswer, IconButton, ListRow, Words, button_ui, checkbox_ui, dialog_ui, icon_button_ui,
    list_row_ui, section_head_ui, segmented_ui, soft_ui, words_ui,
};
use crate::edit::Command;
use crate::model::{LayerKind, Rule, Seeks, Tag};
use crate::query::Pattern;
use egui::{Context, Id, TextEdit, Ui};
use std::sync::Arc;

/// How many words of a list that came from a file are shown.
const SHOWN: usize = 12;

/// Draws the rules that propose a tag.
pub fn rules_ui(ui: &mut Ui, cx: &ViewCx<'_>, tag: &Tag, actions: &mut Actions) {
    let codebook = &cx.desk.workspace.project().codebook;
    if codebook.kind_of(tag) != LayerKind::Span {
        return;
    }
    section_head_ui(ui, "Proposed by rules");
    let rules: Vec<&Arc<Rule>> = codebook.rules.values().filter(|rule| rule.tag == tag.id).collect();
    if rules.is_empty() {
        soft_ui(ui, "A rule proposes this tag wherever one of its words stands, or its expression fits.");
    }
    for rule in rules {
        let detail = match &rule.seeks {
            Seeks::Words(words) => counted(words.len(), "word"),
            Seeks::Expression(pattern) => pattern.clone(),
        };
        let troubled = cx.desk.suggestions.troubled().iter().find(|it| it.rule == rule.id);
        ui.horizontal(|ui| {
            let remove = IconButton { icon: icons::TRASH, label: "Remove the rule", ..IconButton::default() };
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if icon_button_ui(ui, &remove).clicked() {
                    actions.push(Action::Run(Command::RemoveRule(rule.id)));
                }
                let row = ListRow {
                    icon: Some((icons::LIGHTNING, Some(cx.theme.text_soft))),
                    title: &rule.name,
                    detail: &detail,
                    ..ListRow::default()
                };
                if list_row_ui(ui, &row).clicked() {
                    actions.open(Overlay::Rule(Box::new(RuleDraft::of(rule))));
                }
            });
        });
        if let Some(troubled) = troubled {
            words_ui(ui, &Words::lines(&troubled.mistake.to_string()).color(cx.theme.warning));
        }
    }
    ui.add_space(size::SPACE_S);
    if plain_ui(ui, "New rule…", icons::PLUS) {
        actions.open(Overlay::Rule(Box::new(RuleDraft::new(tag.id.clone()))));
    }
    ui.add_space(size::SPACE_M);
}

/// Draws the dialog of a rule.
pub fn rule_ui(cx: &Context, view: &ViewCx<'_>, overlay: &mut Overlay, actions: &mut Actions) {
    let Overlay::Rule(draft) = overlay else { return };
    let codebook = &view.desk.workspace.project().codebook;
    let (title, confirm) =
        if draft.rule.is_some() { ("Change the rule", "Keep") } else { ("New rule", "Add the rule") };
    let mistake = draft.mistake();
    let can_confirm = !draft.is_empty() && mistake.is_none();
    let dialog =
        Dialog { can_confirm, has_lines: true, width: 520.0, ..Dialog::new(Id::unique("rule"), title, confirm) };
    let answer = dialog_ui(cx, &dialog, |ui| {
        let name = format!("Proposes {}", codebook.path(&draft.tag));
        words_ui(ui, &Words::lines(&name).color(view.theme.text_soft));
        let label = section_head_ui(ui, "Name");
        let field = TextEdit::singleline(&mut draft.name).hint_text("Cities").desired_width(f32::INFINITY);
        let field = ui.add(field).labelled_by(label.id);
        if std::mem::take(&mut draft.is_new) {
            field.request_focus();
        }
        ui.add_space(size::SPACE_S);
        let mut at = usize::from(draft.is_expression);
        if segmented_ui(ui, "It looks for", &["Words", "An expression"], &mut at).changed() {
            draft.is_expression = at == 1;
        }
        ui.add_space(size::SPACE_S);
        if draft.is_expression {
            let label = section_head_ui(ui, "Expression");
            let field = TextEdit::singleline(&mut draft.expression).desired_width(f32::INFINITY);
            ui.add(field.hint_text(r"(?:Mr|Mrs|Ms)\.? \p{Lu}\p{Ll}+")).labelled_by(label.id);
            if let Some(mistake) = &mistake {
                let words = format!("{mistake}. {}", mistake.hint());
                words_ui(ui, &Words::lines(&words).color(view.theme.warning));
            }
        } else {
            word_list_ui(ui, view, draft, actions);
        }
        ui.add_space(size::SPACE_S);
        let mut with_case = !draft.fold;
        if checkbox_ui(ui, &mut with_case, "Capitals count").changed() {
            draft.fold = !with_case;
        }
        checkbox_ui(ui, &mut draft.whole_words, "Whole words alone");
    });
    match answer {
        Some(DialogAnswer::Confirmed) => {
            let to = Box::new(draft.to_rule());
            actions.push(Action::Run(match draft.rule {
                Some(rule) => Command::EditRule { rule, to },
                None => Command::AddRule(to),
            }));
            actions.push(Action::CloseOverlay);
        }
        Some(_) => actions.push(Action::CloseOverlay),
        None => {}
    }
}

/// The words: typed, one a line, or the first and the number of those that a file had.
fn word_list_ui(ui: &mut Ui, view: &ViewCx<'_>, draft: &mut RuleDraft, actions: &mut Actions) {
    match &mut draft.words {
        ListedWords::Typed(typed) => {
            let label = section_head_ui(ui, "Words, one a line");
            let field = TextEdit::multiline(typed).desired_rows(6).desired_width(f32::INFINITY);
            ui.add(field).labelled_by(label.id);
        }
        ListedWords::Long(words) => {
            let first: Vec<&str> = words.iter().take(SHOWN).map(|word| word.as_str()).collect();
            let more = words.len().saturating_sub(SHOWN);
            let said = match more {
                0 => first.join(", "),
                n => format!("{} … and {}", first.join(", "), counted(n, "more word")),
            };
            words_ui(ui, &Words::lines(&said).color(view.theme.text));
        }
    }
    ui.add_space(size::SPACE_S);
    let read = Button { label: "Read words from a file…", icon: Some(icons::FOLDER_OPEN), ..Button::default() };
    if button_ui(ui, &read).clicked() {
        actions.verb(Verb::ReadWords);
    }
}

impl RuleDraft {
    /// What is wrong with the expression, if it is one that cannot be read.
    fn mistake(&self) -> Option<crate::query::Mistake> {
        let is_sought = self.is_expression && !self.expression.is_empty();
        let pattern = Pattern { text: self.expression.clone(), fold: self.fold, regex: true, ..Pattern::default() };
        if is_sought { pattern.compile().err() } else { None }
    }
}
