//! What a command would change, by count and each in its context, before it does.

use super::{ViewCx, capitalized, counted};
use crate::app::action::{Action, Actions};
use crate::app::preview::{Answer, Changed, Effect};
use crate::app::theme::size;
use crate::app::widgets::{Words, checkbox_ui, isolated, words_ui};
use crate::edit::Command;
use crate::model::{Project, RecordId, SetKey, Span};
use crate::text::{Offset, TextRange};
use egui::{ScrollArea, Ui};
use std::collections::BTreeSet;

/// How high the list of changes may become, in points.
const LIST: f32 = 220.0;
/// How much of the text stands around a span in the list, in bytes.
const AROUND: u32 = 28;

/// The plan of a command, once it is there. Asks for it when it is another command than that it was `planned_for` last.
pub fn answer_of<'a>(
    view: &ViewCx<'a>,
    command: &Command,
    planned_for: &mut Option<String>,
    actions: &mut Actions,
) -> Option<&'a Answer> {
    let asked = format!("{command:?}");
    if planned_for.as_ref() != Some(&asked) {
        actions.push(Action::Preview(asked.clone(), Box::new(command.clone())));
        *planned_for = Some(asked);
        return None;
    }
    view.desk.preview.of(&asked)
}

/// How many would change, and each in its context; with a place for those that are left out, each can be ticked.
pub fn changes_ui(
    ui: &mut Ui,
    view: &ViewCx<'_>,
    answer: &Answer,
    mut left_out: Option<&mut BTreeSet<(SetKey, RecordId)>>,
) {
    let planned = match answer {
        Ok(planned) => planned,
        Err(why) => return drop(words_ui(ui, &Words::sentence(&capitalized(why)).soft(view.theme))),
    };
    let n_left_out = left_out.as_ref().map_or(0, |left_out| left_out.len());
    let n_spans = planned.spans.len() - n_left_out.min(planned.spans.len());
    let others = if planned.n_others > 0 {
        format!(" and {}", counted(planned.n_others, "other annotation"))
    } else {
        String::new()
    };
    let would = match planned.effect {
        Effect::Change => "would change",
        Effect::Look => "would be shown so",
    };
    let says = format!(
        "{}{others} of {} in {} {would}",
        counted(n_spans, "span"),
        counted(planned.n_annotators, "annotator"),
        counted(planned.n_documents, "article"),
    );
    words_ui(ui, &Words::line(&says));
    ui.add_space(size::SPACE_XS);
    ScrollArea::vertical().id_salt("changes").max_height(LIST).auto_shrink([false, true]).show_rows(
        ui,
        size::ROW_COMPACT,
        planned.spans.len(),
        |ui, rows| {
            for changed in planned.spans.iter().skip(rows.start).take(rows.len()) {
                row_ui(ui, view, changed, left_out.as_deref_mut());
            }
        },
    );
}

fn row_ui(ui: &mut Ui, view: &ViewCx<'_>, changed: &Changed, left_out: Option<&mut BTreeSet<(SetKey, RecordId)>>) {
    let words = with_owner(view.desk.workspace.project(), changed);
    ui.horizontal(|ui| {
        ui.set_height(size::ROW_COMPACT);
        if let Some(left_out) = left_out {
            let place = place_of(changed);
            let mut is_in = !left_out.contains(&place);
            if checkbox_ui(ui, &mut is_in, &words).changed() && !left_out.remove(&place) {
                left_out.insert(place);
            }
        } else {
            words_ui(ui, &Words::sentence(&words));
        }
    });
}

/// What tells a span from all others.
pub fn place_of(changed: &Changed) -> (SetKey, RecordId) {
    (changed.set.clone(), changed.span.id)
}

/// A span in its context, on one line, with who marked it.
fn with_owner(project: &Project, changed: &Changed) -> String {
    let who = isolated(project.annotator_name(&changed.set.annotator));
    match in_context(project, &changed.set, &changed.span) {
        Some(context) => format!("{context}  {who}"),
        None => who,
    }
}

/// A span in its context, on one line; nothing where its text is not there.
pub fn in_context(project: &Project, set: &SetKey, span: &Span) -> Option<String> {
    let text = &project.document(&set.document)?.text;
    let hull = span.hull();
    text.check(hull).ok()?;
    let from = text.floor(hull.start().index().saturating_sub(AROUND as usize));
    let to = text.floor(hull.end().index() + AROUND as usize);
    let line = |a: Offset, b: Offset| text.slice(TextRange::between(a, b)).replace(['\n', '\r'], " ");
    let covered = crate::text::quote(text.slice(hull)).replace(['\n', '\r'], " ");
    Some(isolated(&format!("…{}[{covered}]{}…", line(from, hull.start()), line(hull.end(), to))))
}
