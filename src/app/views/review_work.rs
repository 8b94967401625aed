//! Who does what, and how far it is: people with their roles, documents handed out, and a table of documents by people.

use super::{ViewCx, capitalized, counted, people_counted, thousands};
use crate::app::action::{Action, Actions};
use crate::app::overlay::Overlay;
use crate::app::reviewing::{Review, WorkDraft};
use crate::app::theme::{icons, regular, semibold, size};
use crate::app::verb::Verb;
use crate::app::views::article_list::state_icon;
use crate::app::widgets::{
    Button, ButtonKind, EmptyState, Laid, MenuItem, button_ui, checkbox_ui, empty_state_ui, menu_item_ui, paint_icon,
    paint_words, section_head_ui, select_ui, soft_ui,
};
use crate::edit::Command;
use crate::model::{
    Annotator, AnnotatorId, Document, DocumentId, NoteTarget, Role, SetKey, SetState, Verdict, Workflow,
};
use crate::review::{HandOut, SetFacts, hand_out, judged, people, spot_check};
use egui::accesskit::Role as Spoken;
use egui::{Align2, DragValue, Popup, Rect, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2};
use std::sync::Arc;

/// Draws the view.
pub fn review_work_ui(ui: &mut Ui, cx: &ViewCx<'_>, review: &mut Review, actions: &mut Actions) {
    let project = cx.desk.workspace.project();
    if project.documents.is_empty() || project.annotators.is_empty() {
        let sentence = "Nobody labels here yet. Say who you are, bring in colleagues’ files, and hand articles out.";
        let empty = EmptyState { icon: icons::USERS, sentence, action: Some("Who is labeling…"), key: None };
        if empty_state_ui(ui, &empty) {
            actions.verb(Verb::Annotator);
        }
        return;
    }
    let may_lead = leads(cx);
    section_head_ui(ui, "Working together");
    ui.add_enabled_ui(may_lead, |ui| together_ui(ui, cx, actions));
    ui.add_space(size::SPACE_S);
    section_head_ui(ui, "People");
    let across = ScrollArea::horizontal().id_salt("people").auto_shrink([false, true]);
    across.show(ui, |ui| people_ui(ui, cx, review, may_lead, actions));
    ui.add_space(size::SPACE_S);
    section_head_ui(ui, "Hand out");
    ui.add_enabled_ui(may_lead, |ui| hand_out_ui(ui, cx, &mut review.work, actions));
    ui.add_space(size::SPACE_S);
    section_head_ui(ui, "Articles by people");
    table_ui(ui, cx, actions);
}

/// Whether this person leads the project.
fn leads(cx: &ViewCx<'_>) -> bool {
    cx.desk.role() == Role::Lead
}

/// What people see of each other, and in which order they work.
fn together_ui(ui: &mut Ui, cx: &ViewCx<'_>, actions: &mut Actions) {
    let workflow = &*cx.desk.workspace.project().workflow;
    let mut changed = workflow.clone();
    checkbox_ui(ui, &mut changed.is_sealed, "Others’ sets stay out of sight until all who label an article are done");
    checkbox_ui(ui, &mut changed.names_are_shown, "Reviewers see whose sets they compare");
    let mut is_shuffled = changed.shuffled_by.is_some();
    ui.horizontal(|ui| {
        checkbox_ui(ui, &mut is_shuffled, "Each person works in an order of their own");
        changed.shuffled_by = match (is_shuffled, changed.shuffled_by) {
            (false, _) => None,
            (true, seed) => Some(seed.unwrap_or(1)),
        };
        if let Some(seed) = &mut changed.shuffled_by {
            soft_ui(ui, "drawn from");
            // Each value on the way would be a step.
            let typed = ui.scope_id().with("seed");
            let mut draft = ui.data(|data| data.get_temp::<u64>(typed)).unwrap_or(*seed);
            let field = ui.add(DragValue::new(&mut draft).range(0..=u64::MAX)).on_hover_text("The seed of the order");
            if field.dragged() || field.has_focus() {
                ui.data_mut(|data| data.insert_temp(typed, draft));
            } else {
                ui.data_mut(|data| data.remove_temp::<u64>(typed));
                *seed = draft;
            }
        }
    });
    if changed.is_sealed && changed.roles.is_empty() {
        // As long as nobody has a role, everybody leads, and nothing would be out of anybody's sight.
        changed.roles.extend(cx.desk.workspace.annotator().map(|me| (me.clone(), Role::Lead)));
    }
    set(workflow, changed, actions);
}

fn set(before: &Workflow, after: Workflow, actions: &mut Actions) {
    if *before != after {
        actions.push(Action::Run(Command::SetWorkflow(after)));
    }
}

const NAME: f32 = 160.0;
const NUMBER: f32 = 92.0;

/// One line for each person: role, what they have and have done, and a look at something of theirs.
fn people_ui(ui: &mut Ui, cx: &ViewCx<'_>, review: &mut Review, may_lead: bool, actions: &mut Actions) {
    let project = cx.desk.workspace.project();
    ui.horizontal(|ui| {
        cell_ui(ui, NAME, "Name", true);
        cell_ui(ui, NAME, "Role", true);
        for head in ["Assigned", "Finished", "In progress", "Spans", "Time"] {
            cell_ui(ui, NUMBER, head, true);
        }
    });
    for id in people(project) {
        let name = project.annotator_name(&id);
        let (mut n_finished, mut n_begun, mut n_spans, mut seconds) = (0, 0, 0, 0);
        for facts in review.facts().iter().filter(|(key, _)| key.annotator == id).map(|(_, facts)| facts) {
            n_finished += usize::from(facts.state.is_finished());
            n_begun += usize::from(facts.state == SetState::InProgress);
            n_spans += facts.n_spans;
            seconds += facts.seconds;
        }
        let n_assigned = project.documents.values().filter(|document| document.assigned.contains(&id)).count();
        ui.push_id(id.as_str(), |ui| {
            ui.horizontal(|ui| {
                cell_ui(ui, NAME, name, false);
                role_ui(ui, cx, &id, may_lead, actions);
                for number in [n_assigned, n_finished, n_begun, n_spans] {
                    cell_ui(ui, NUMBER, &thousands(number), false);
                }
                cell_ui(ui, NUMBER, &spent(seconds), false);
                let look = Button { label: "Spot check", icon: Some(icons::EYE), key: None, kind: ButtonKind::Quiet };
                if button_ui(ui, &look).clicked() {
                    review.work.n_checks += 1;
                    match spot_check(project, &id, review.work.n_checks) {
                        Some(document) => actions.push(Action::LookAtWork(document, id.clone())),
                        None => actions.push(Action::Say(
                            crate::app::widgets::ToastKind::Info,
                            format!("{name} has nothing finished that was not judged yet"),
                        )),
                    }
                }
            });
        });
    }
}

fn role_ui(ui: &mut Ui, cx: &ViewCx<'_>, id: &AnnotatorId, may_lead: bool, actions: &mut Actions) {
    let workflow = &*cx.desk.workspace.project().workflow;
    let names = Role::ALL.map(|role| capitalized(role.name()));
    let names = names.each_ref().map(String::as_str);
    let mut at = Role::ALL.iter().position(|role| *role == workflow.role(id)).unwrap_or_default();
    ui.allocate_ui(vec2(NAME, size::CONTROL), |ui| {
        ui.set_width(NAME);
        ui.add_enabled_ui(may_lead, |ui| {
            if select_ui(ui, "Role", &names, &mut at).changed() {
                let mut after = workflow.clone();
                if after.roles.is_empty() {
                    // Whoever gives the first role away keeps the lead.
                    after.roles.extend(cx.desk.workspace.annotator().map(|me| (me.clone(), Role::Lead)));
                }
                after.roles.insert(id.clone(), Role::ALL.get(at).copied().unwrap_or_default());
                set(workflow, after, actions);
            }
        });
    });
}

/// Seconds as people say them.
fn spent(seconds: i64) -> String {
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min", seconds / 60),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}

fn cell_ui(ui: &mut Ui, width: f32, text: &str, is_head: bool) {
    let font = if is_head { semibold(size::TEXT_SECONDARY) } else { regular(size::TEXT) };
    let color = if is_head { ui.visuals().weak_text_color() } else { ui.visuals().text_color() };
    let laid = Laid::line(ui, text, &font, width - size::SPACE_S);
    let (rect, response) = ui.allocate_exact_size(vec2(width, size::CONTROL), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Spoken::Label, true, text));
    paint_words(ui.painter(), Align2::LEFT_CENTER, rect.left_center(), &laid, color);
}

/// How articles are handed out to all people who label.
fn hand_out_ui(ui: &mut Ui, cx: &ViewCx<'_>, draft: &mut WorkDraft, actions: &mut Actions) {
    let project = cx.desk.workspace.project();
    let everybody = people(project);
    let n = everybody.len();
    ui.horizontal_wrapped(|ui| {
        soft_ui(ui, "Each article to");
        ui.add(DragValue::new(&mut draft.each).range(0..=n)).on_hover_text("How many people each article goes to");
        soft_ui(ui, "of");
        soft_ui(ui, &people_counted(n));
        soft_ui(ui, "and");
        ui.add(DragValue::new(&mut draft.share).range(0..=100).suffix(" %"))
            .on_hover_text("What share of the articles goes to more people");
        soft_ui(ui, "of them to");
        ui.add(DragValue::new(&mut draft.more).range(0..=n)).on_hover_text("How many people these articles go to");
        soft_ui(ui, "drawn from");
        ui.add(DragValue::new(&mut draft.seed)).on_hover_text("The seed: the same hands out the same");
        let documents: Vec<DocumentId> = project
            .documents
            .values()
            .filter(|document| !document.archived && (draft.anew || document.assigned.is_empty()))
            .map(|document| document.id.clone())
            .collect();
        let label = format!("Hand out {}", counted(documents.len(), "article"));
        let key = None;
        let button = Button { label: &label, icon: Some(icons::USERS), key, kind: ButtonKind::Plain };
        if ui.add_enabled_ui(!documents.is_empty(), |ui| button_ui(ui, &button).clicked()).inner {
            let how = HandOut { each: draft.each, share: draft.share, more: draft.more, seed: draft.seed };
            actions.push(Action::Run(Command::Assign(hand_out(&documents, &everybody, how))));
        }
    });
    checkbox_ui(ui, &mut draft.anew, "Also those that somebody has already");
}

const COLUMN: f32 = 104.0;

/// Documents by people: how far each is, whose work it is, and what was said about it.
fn table_ui(ui: &mut Ui, cx: &ViewCx<'_>, actions: &mut Actions) {
    let project = cx.desk.workspace.project();
    let everybody: Vec<&Arc<Annotator>> = people(project).iter().filter_map(|id| project.annotators.get(id)).collect();
    let documents: Vec<&Arc<Document>> = project.documents.values().filter(|document| !document.archived).collect();
    let title = (ui.available_width() - COLUMN * everybody.len() as f32 - size::SPACE_L).clamp(160.0, 420.0);
    ScrollArea::horizontal().id_salt("work").auto_shrink([false, false]).show(ui, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            cell_ui(ui, title, "Article", true);
            everybody.iter().for_each(|person| cell_ui(ui, COLUMN, &person.name, true));
        });
        let area = ScrollArea::vertical().id_salt("articles by people").auto_shrink([false, false]);
        area.show_rows(ui, size::ROW, documents.len(), |ui, range| {
            for document in documents.iter().take(range.end).skip(range.start) {
                ui.push_id(document.id.as_str(), |ui| {
                    ui.horizontal(|ui| {
                        ui.spacing_mut().item_spacing.x = 0.0;
                        cell_ui(ui, title, &document.title, false);
                        everybody.iter().for_each(|person| work_ui(ui, cx, document, person, actions));
                    });
                });
            }
        });
    });
}

/// One person's work on one document, with what can be done about it.
fn work_ui(ui: &mut Ui, cx: &ViewCx<'_>, document: &Arc<Document>, person: &Annotator, actions: &mut Actions) {
    let project = cx.desk.workspace.project();
    let key = SetKey { document: document.id.clone(), annotator: person.id.clone() };
    let facts = project.set(&key).map(|set| SetFacts { state: set.head.state, n_spans: set.spans.len(), seconds: 0 });
    let is_assigned = document.assigned.contains(&person.id);
    let verdict = judged(project, &document.id, &person.id).and_then(|judged| judged.note.verdict);
    let state = facts.map_or(SetState::New, |facts| facts.state);
    let said = match verdict {
        Some(Verdict::Returned) => ", returned",
        Some(Verdict::Accepted) => ", accepted",
        _ => "",
    };
    let whose = if is_assigned { "assigned, " } else { "" };
    let n = facts.map_or(0, |facts| facts.n_spans);
    let label = format!("{}, {}: {whose}{}, {}{said}", document.title, person.name, state.name(), counted(n, "span"));
    let (rect, response) = ui.allocate_exact_size(vec2(COLUMN, size::ROW), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Spoken::Button, ui.is_enabled(), &label));
    let painter = ui.painter();
    if response.hovered() || response.has_focus() {
        painter.rect_filled(rect, size::RADIUS, cx.theme.hover);
    }
    if is_assigned || state != SetState::New {
        let color = match (verdict, state) {
            (Some(Verdict::Returned), _) => cx.theme.warning,
            (_, state) if state.is_finished() => cx.theme.success,
            (_, SetState::InProgress) => cx.theme.accent,
            _ => cx.theme.text_soft,
        };
        paint_icon(painter, pos2(rect.left() + 10.0, rect.center().y), state_icon(state), size::ICON, color);
    }
    if n > 0 {
        let laid = Laid::line(ui, &thousands(n), &regular(size::TEXT_SECONDARY), 50.0);
        paint_words(painter, Align2::LEFT_CENTER, pos2(rect.left() + 26.0, rect.center().y), &laid, cx.theme.text);
    }
    let judged_icon = match verdict {
        Some(Verdict::Returned) => Some((icons::ARROW_LEFT, cx.theme.warning)),
        Some(Verdict::Accepted) => Some((icons::SEAL_CHECK, cx.theme.success)),
        _ => None,
    };
    if let Some((icon, color)) = judged_icon {
        let at = Rect::from_min_size(pos2(rect.left() + 62.0, rect.top()), vec2(16.0, rect.height())).center();
        paint_icon(painter, at, icon, size::ICON, color);
    }
    Popup::menu(&response).width(230.0).show(|ui| {
        let mut item = |icon: &'static str, label: &str| {
            menu_item_ui(ui, &MenuItem { icon, label, ..MenuItem::default() }).clicked()
        };
        if item(icons::EYE, "Look at it") {
            actions.push(Action::LookAtWork(document.id.clone(), person.id.clone()));
        }
        if leads(cx) && item(icons::USER_PLUS, if is_assigned { "Take the article away" } else { "Assign the article" })
        {
            let mut assigned = document.assigned.clone();
            assigned.retain(|other| *other != person.id);
            assigned.extend((!is_assigned).then(|| person.id.clone()));
            assigned.sort();
            actions.push(Action::Run(Command::Assign([(document.id.clone(), assigned)].into())));
        }
        if item(icons::SEAL_CHECK, "Accept the work") {
            actions.push(Action::Judge(key.clone(), Verdict::Accepted));
        }
        if item(icons::ARROW_LEFT, "Return it with a comment…") {
            actions.push(Action::Judge(key.clone(), Verdict::Returned));
        }
    });
}

/// The note that returns somebody's work.
pub fn returning(annotator: &AnnotatorId) -> Overlay {
    Overlay::Note {
        on: NoteTarget::Document,
        of: Some(annotator.clone()),
        note: None,
        body: String::new(),
        verdict: Some(Verdict::Returned),
    }
}
