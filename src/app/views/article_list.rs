//! The list of articles at the left: filtered, sorted, as long as it may be.

use super::filter::{narrowed_by, narrowed_ui};
use super::{ViewCx, counted, thousands, verb_icon_ui};
use crate::app::action::{Action, Actions};
use crate::app::theme::{icons, size};
use crate::app::verb::Verb;
use crate::app::widgets::{
    EmptyState, IconButton, ListRow, MenuItem, SearchField, empty_state_ui, icon_button_ui, list_row_ui, menu_item_ui,
    search_field_ui, soft_ui, typed_preview_ui,
};
use crate::edit::Edit;
use crate::model::{AnnotatorId, DocumentId, Project, SetState, TagId};
use crate::query::{DocumentFilter, DocumentRow, Followed, Question, Sort, SortKey, filter_named};
use crate::workspace::Applied;
use egui::{Align, Layout, Popup, ScrollArea, Ui};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What the list shows, and the rows as they were found last.
#[derive(Default)]
pub struct ListState {
    /// What is let through.
    pub filter: DocumentFilter,
    /// In which order.
    pub sort: Sort,
    /// Whether the filter's field wants the keyboard.
    pub wants_focus: bool,
    /// Whether the open document should be brought into view.
    pub reveal: bool,
    found: Found,
}

/// The rows, with what they were found for.
#[derive(Default)]
struct Found {
    rows: Vec<DocumentRow>,
    asked: Option<(Project, Question)>,
    n_finished: usize,
    /// Whether other documents are in the rows since this was told last.
    has_others: bool,
}

/// A step that touches more documents has all rows found again.
const MOST_FOLLOWED: usize = 32;

impl ListState {
    /// The rows in the order of the list.
    pub fn rows(&self) -> &[DocumentRow] {
        &self.found.rows
    }

    /// Where a document stands among the rows.
    pub fn position(&self, id: &DocumentId) -> Option<usize> {
        let (project, question) = self.found.asked.as_ref()?;
        question.position(&self.found.rows, project, id)
    }

    /// Brings the rows of the documents up to date that a step touched, whatever the number of the others.
    pub fn follow(&mut self, applied: &Applied) {
        let Found { rows, asked: Some((project, question)), n_finished, has_others } = &mut self.found else { return };
        let documents: BTreeSet<&DocumentId> = applied.transaction.edits.iter().filter_map(Edit::document).collect();
        if documents.len() > MOST_FOLLOWED || !same_rows(project, &applied.before, question) {
            return;
        }
        if !same_tags(&applied.before, &applied.after, question) {
            return;
        }
        for document in documents {
            let Followed { was, is } = question.follow(rows, &applied.before, &applied.after, document);
            *n_finished -= usize::from(was.is_some_and(SetState::is_finished));
            *n_finished += usize::from(is.is_some_and(SetState::is_finished));
            *has_others |= was.is_some() != is.is_some();
        }
        *project = applied.after.clone();
    }

    /// Finds the rows again where anything has changed that they show and that was not followed.
    /// True when other documents are in them than when this was asked last.
    pub fn refresh(&mut self, project: &Project, annotator: Option<&AnnotatorId>) -> bool {
        let is_known = self.found.asked.as_ref().is_some_and(|(before, question)| {
            question.me.as_ref() == annotator
                && question.filter == self.filter
                && question.sort == self.sort
                && same_rows(before, project, question)
        });
        if !is_known {
            let question = Question { me: annotator.cloned(), filter: self.filter.clone(), sort: self.sort };
            let rows = question.rows(project);
            let ids = |rows: &[DocumentRow]| rows.iter().map(|row| row.id.clone()).collect::<BTreeSet<_>>();
            self.found.has_others |= self.found.asked.is_none() || ids(&self.found.rows) != ids(&rows);
            self.found.n_finished = rows.iter().filter(|row| row.state.is_finished()).count();
            self.found.rows = rows;
            self.found.asked = Some((project.clone(), question));
        }
        std::mem::take(&mut self.found.has_others)
    }

    /// Whether the list is narrowed.
    pub fn is_narrowed(&self) -> bool {
        self.filter.is_narrow()
    }

    /// The documents in the list, as they stand there.
    pub fn in_order(&self) -> Vec<DocumentId> {
        self.found.rows.iter().map(|row| row.id.clone()).collect()
    }

    /// The documents of the list, for counting what the filter lets through.
    pub fn documents(&self) -> Arc<BTreeSet<DocumentId>> {
        Arc::new(self.found.rows.iter().map(|row| row.id.clone()).collect())
    }
}

/// Whether two states of a project give a question the same rows, told at once by their parts in memory.
fn same_rows(a: &Project, b: &Project, question: &Question) -> bool {
    a.documents.ptr_eq(&b.documents) && a.sets.ptr_eq(&b.sets) && a.workflow == b.workflow && same_tags(a, b, question)
}

/// The codebook says which tags stand under the one that is asked for.
fn same_tags(a: &Project, b: &Project, question: &Question) -> bool {
    question.filter.tag.is_none() || Arc::ptr_eq(&a.codebook, &b.codebook)
}

/// Draws the panel.
pub fn article_list_ui(ui: &mut Ui, cx: &ViewCx<'_>, list: &mut ListState, actions: &mut Actions) {
    filter_ui(ui, cx, list, actions);
    chosen_ui(ui, cx, list, actions);
    ui.add_space(size::SPACE_XS);
    let footer = 32.0;
    if list.found.rows.is_empty() {
        empty_ui(ui, cx, list, actions);
        return;
    }
    let open = cx.desk.page.document.as_ref().and_then(|id| list.position(id));
    ui.spacing_mut().item_spacing.y = 0.0;
    let height = (ui.available_height() - footer).max(size::ROW);
    let mut area = ScrollArea::vertical()
        .id_salt("articles")
        .max_height(height)
        .min_scrolled_height(height)
        .auto_shrink([false, false]);
    if std::mem::take(&mut list.reveal)
        && let Some(open) = open
    {
        let top = open as f32 * size::ROW;
        let seen = ui.data(|data| data.get_temp::<(f32, f32)>(ui.scope_id().with("seen"))).unwrap_or((0.0, height));
        if top < seen.0 || top + size::ROW > seen.1 {
            area = area.vertical_scroll_offset((top - height / 2.0).max(0.0));
        }
    }
    let rows = &list.found.rows;
    let shown = area.show_rows(ui, size::ROW, rows.len(), |ui, range| {
        for (n, row) in rows.iter().enumerate().take(range.end).skip(range.start) {
            row_ui(ui, cx, row, Some(n) == open, actions);
        }
    });
    let top = shown.state.clamped_offset().y;
    ui.data_mut(|data| data.insert_temp(ui.scope_id().with("seen"), (top, top + height)));
    footer_ui(ui, cx, list, actions);
}

fn filter_ui(ui: &mut Ui, cx: &ViewCx<'_>, list: &mut ListState, actions: &mut Actions) {
    let line = egui::vec2(ui.available_width(), size::CONTROL);
    ui.allocate_ui_with_layout(line, Layout::right_to_left(Align::Center), |ui| {
        let is_narrowed = !narrowed_by(cx.desk, &list.filter).is_empty();
        let button = IconButton {
            icon: icons::FUNNEL_SIMPLE,
            label: "Filter and sort",
            selected: is_narrowed,
            ..IconButton::default()
        };
        let response = icon_button_ui(ui, &button);
        Popup::menu(&response).width(230.0).close_behavior(egui::PopupCloseBehavior::CloseOnClickOutside).show(|ui| {
            choices_ui(ui, cx, list, actions);
        });
        let key = cx.cap(Verb::FilterList);
        let field =
            SearchField { label: "Filter articles", hint: "Filter", key: key.as_deref(), icon: Some(icons::SEARCH) };
        let response = search_field_ui(ui, &field, &mut list.filter.text);
        if std::mem::take(&mut list.wants_focus) {
            response.request_focus();
        }
    });
    ui.scope(|ui| {
        ui.set_max_width(ui.available_width() - size::CONTROL - size::SPACE_S);
        typed_preview_ui(ui, &list.filter.text);
    });
}

fn choices_ui(ui: &mut Ui, cx: &ViewCx<'_>, list: &mut ListState, actions: &mut Actions) {
    queries_ui(ui, cx, actions);
    ui.separator();
    for state in SetState::ALL {
        let label = super::capitalized(state.name());
        let ticked = list.filter.states.contains(&state);
        if menu_item_ui(ui, &MenuItem { icon: state_icon(state), label: &label, ticked, ..MenuItem::default() })
            .clicked()
            && !list.filter.states.remove(&state)
        {
            list.filter.states.insert(state);
        }
    }
    let ticked = list.filter.archived;
    let ticked_mine = list.filter.assigned;
    let mine = MenuItem { icon: icons::USER, label: "Assigned to me", ticked: ticked_mine, ..MenuItem::default() };
    if menu_item_ui(ui, &mine).clicked() {
        list.filter.assigned = !list.filter.assigned;
    }
    let archived = MenuItem { icon: icons::ARCHIVE, label: "Archived articles", ticked, ..MenuItem::default() };
    if menu_item_ui(ui, &archived).clicked() {
        list.filter.archived = !list.filter.archived;
    }
    ui.separator();
    for (key, label) in [
        (SortKey::Added, "By when it was added"),
        (SortKey::Title, "By title"),
        (SortKey::Date, "By date"),
        (SortKey::State, "By state"),
        (SortKey::Spans, "By number of spans"),
        (SortKey::Length, "By length"),
        (SortKey::Work, "By my order of work"),
    ] {
        let is_chosen = list.sort.key == key;
        let icon = match (is_chosen, list.sort.descending) {
            (false, _) => "",
            (true, false) => icons::SORT_ASCENDING,
            (true, true) => icons::SORT_DESCENDING,
        };
        if menu_item_ui(ui, &MenuItem { icon, label, ticked: is_chosen, ..MenuItem::default() }).clicked() {
            list.sort = Sort { key, descending: is_chosen && !list.sort.descending };
        }
    }
    ui.separator();
    tag_choices_ui(ui, cx, &mut list.filter.tag);
}

/// How many saved filters the menu has; the dialog has all.
const SAVED: usize = 8;

/// The filter of the project, and those that have names.
fn queries_ui(ui: &mut Ui, cx: &ViewCx<'_>, actions: &mut Actions) {
    let key = cx.cap(Verb::FilterByQuery);
    let write =
        MenuItem { icon: icons::FUNNEL, label: Verb::FilterByQuery.name(), key: key.as_deref(), ..MenuItem::default() };
    if menu_item_ui(ui, &write).clicked() {
        actions.verb(Verb::FilterByQuery);
        ui.close();
    }
    let now = cx.desk.filtering.query.text.trim();
    for name in cx.desk.workspace.project().filters.keys().take(SAVED) {
        let query = filter_named(name);
        let ticked = now == query;
        let item = MenuItem { icon: icons::BOOKMARK, label: name, ticked, ..MenuItem::default() };
        if menu_item_ui(ui, &item).clicked() {
            actions.push(Action::FilterBy(if ticked { String::new() } else { query }));
        }
    }
}

/// How high the tags in the menu may become, in points.
const TAGS: f32 = 220.0;

/// The tags that the list can be narrowed to.
fn tag_choices_ui(ui: &mut Ui, cx: &ViewCx<'_>, chosen: &mut Option<TagId>) {
    soft_ui(ui, "With a span of");
    // Without the least height a menu that is being measured leaves room for two rows.
    let list = ScrollArea::vertical().max_height(TAGS).min_scrolled_height(TAGS).auto_shrink([false, true]);
    list.show(ui, |ui| {
        for (tag, depth) in cx.desk.workspace.project().codebook.tree() {
            let ticked = chosen.as_ref() == Some(&tag.id);
            if menu_item_ui(ui, &MenuItem { label: &tag.name, depth, ticked, ..MenuItem::default() }).clicked() {
                *chosen = Some(tag.id.clone()).filter(|_| !ticked);
            }
        }
    });
}

/// What narrows the list, in words, with the way out.
fn chosen_ui(ui: &mut Ui, cx: &ViewCx<'_>, list: &mut ListState, actions: &mut Actions) {
    if narrowed_ui(ui, cx, &narrowed_by(cx.desk, &list.filter)) {
        list.filter = DocumentFilter { text: list.filter.text.clone(), ..DocumentFilter::default() };
        actions.push(Action::FilterBy(String::new()));
    }
}

/// The icon of a state.
pub fn state_icon(state: SetState) -> &'static str {
    match state {
        SetState::New => icons::CIRCLE,
        SetState::InProgress => icons::IN_PROGRESS,
        SetState::Finished => icons::CHECK_CIRCLE,
        SetState::Nothing => icons::MINUS,
    }
}

fn row_ui(ui: &mut Ui, cx: &ViewCx<'_>, row: &DocumentRow, is_open: bool, actions: &mut Actions) {
    let color = match row.state {
        SetState::Finished | SetState::Nothing => cx.theme.success,
        SetState::InProgress => cx.theme.accent,
        SetState::New => cx.theme.text_soft,
    };
    let detail = if row.n_spans > 0 { thousands(row.n_spans) } else { String::new() };
    let spoken = format!("{}, {}, {}", row.document.title, row.state.name(), counted(row.n_spans, "span"));
    let shown = ListRow {
        icon: Some((state_icon(row.state), Some(color))),
        title: &row.document.title,
        detail: &detail,
        selected: is_open,
        compact: false,
        spoken: Some(&spoken),
    };
    let response = ui.push_id(row.id.as_str(), |ui| list_row_ui(ui, &shown)).inner;
    if response.clicked() {
        actions.push(Action::Open(row.id.clone()));
    }
    if response.secondary_clicked() {
        actions.push(Action::Open(row.id.clone()));
    }
    Popup::context_menu(&response).width(240.0).show(|ui| {
        let verbs = [
            Verb::DocumentDetails,
            Verb::StateNew,
            Verb::StateInProgress,
            Verb::StateFinished,
            Verb::Archive,
            Verb::Delete,
            Verb::Purge,
        ];
        super::top_bar::menu_ui(ui, cx, &verbs, actions);
    });
}

fn footer_ui(ui: &mut Ui, cx: &ViewCx<'_>, list: &ListState, actions: &mut Actions) {
    ui.horizontal(|ui| {
        let text = format!("{} of {} finished", thousands(list.found.n_finished), thousands(list.found.rows.len()));
        soft_ui(ui, &text);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            verb_icon_ui(ui, cx, Verb::OpenArticles, icons::FILE_PLUS, "Open articles", actions);
        });
    });
}

fn empty_ui(ui: &mut Ui, cx: &ViewCx<'_>, list: &mut ListState, actions: &mut Actions) {
    if cx.desk.workspace.project().documents.is_empty() {
        let empty = EmptyState {
            icon: icons::FILES,
            sentence: "No articles yet. Open text files, drop them here, or paste a text.",
            action: Some("Open articles…"),
            key: None,
        };
        if empty_state_ui(ui, &empty) {
            actions.verb(Verb::OpenArticles);
        }
        return;
    }
    let empty = EmptyState {
        icon: icons::FUNNEL,
        sentence: "No article passes the filter.",
        action: Some("Show all"),
        key: None,
    };
    if empty_state_ui(ui, &empty) {
        list.filter = DocumentFilter::default();
        actions.push(Action::FilterBy(String::new()));
    }
}
