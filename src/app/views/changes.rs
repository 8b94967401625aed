//! What a command would change, by count and each in its context, before it does.

use super::{ViewCx, capitalized, counted, on_one_line};
use crate::app::action::{Action, Actions};
use crate::app::preview::{Answer, Changed, Effect};
use crate::app::theme::size;
use crate::app::widgets::{ConcordanceRow, Tick, Words, concordance_row_ui, words_ui};
use crate::edit::Command;
use crate::model::{RecordId, SetKey};
use egui::{ScrollArea, Ui};
use std::collections::BTreeSet;

/// How high the list of changes may become, in points.
const LIST: f32 = 220.0;
/// How much of the text stands around a span in the list, in graphemes.
const AROUND: usize = 60;

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
    let project = view.desk.workspace.project();
    let at = changed.span.hull();
    // Somebody may have changed the project since.
    let document = project.document(&changed.set.document).filter(|it| it.text.check(at).is_ok());
    let Some(document) = document else { return };
    let [before, words, after] = on_one_line(&document.text, at, AROUND);
    let place = place_of(changed);
    let row = ConcordanceRow {
        place: &document.title,
        before: &before,
        words: &words,
        after: &after,
        remark: project.annotator_name(&changed.set.annotator),
        tick: left_out.as_ref().map_or(Tick::Boxless, |left_out| Tick::Open(!left_out.contains(&place))),
        chosen: false,
        color: project.codebook.tag(&changed.span.tag).map_or(view.theme.text, |tag| view.colors(tag).label),
    };
    if concordance_row_ui(ui, &row).clicked()
        && let Some(left_out) = left_out
        && !left_out.remove(&place)
    {
        left_out.insert(place);
    }
}

/// What tells a span from all others.
pub fn place_of(changed: &Changed) -> (SetKey, RecordId) {
    (changed.set.clone(), changed.span.id)
}
