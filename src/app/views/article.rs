//! The article: the page with one's own spans and, beside them, another annotator's.

use super::find_bar::find_bar_ui;
use super::review_columns::review_columns_ui;
use super::review_item::kind_said;
use super::tag_palette::{TagPalette, tag_palette_ui};
use super::{ViewCx, capitalized, tag_colors};
use crate::app::action::{Action, Actions};
use crate::app::columns::Columns;
use crate::app::desk::{Desk, Room, SUGGESTED, VERSIONS};
use crate::app::find::FindState;
use crate::app::preferences::{Finding, Reading};
use crate::app::problems::Problem;
use crate::app::reader::{
    Differing, Emphasis, LayerKind, Marks, Reader, ReaderInput, ReaderLayer, ReaderStyle, TagLook,
};
use crate::app::theme::{Theme, icons, size};
use crate::app::verb::Verb;
use crate::app::widgets::{EmptyState, empty_state_ui};
use crate::model::{AnnotationSet, Codebook, Direction, LayerKind as KindOfLayer, SetHead, SetState, TagId};
use crate::text::{Offset, TextRange};
use egui::{Frame, Margin, Panel, Ui};
use imbl::Vector;
use smol_str::SmolStr;
use std::cmp::Ordering;
use std::sync::Arc;

/// The most problems that are named under the pointer.
const REMARKS: usize = 6;
/// How many differences that begin before a place are looked at for such as reach over it.
const NEAR: usize = 64;

/// The parts of the page that change while they are drawn.
pub struct ArticleParts<'a> {
    /// The view of the text.
    pub reader: &'a mut Reader,
    /// The tag palette, when it is open.
    pub palette: &'a mut Option<TagPalette>,
    /// Whether something stands over the window that the palette must not stand over.
    pub is_covered: bool,
    /// The find bar, when it is open.
    pub find: &'a mut Option<FindState>,
    /// How words are looked for.
    pub finding: Finding,
    /// The views of each annotator's set, where these are to be shown side by side.
    pub columns: Option<&'a mut Columns>,
}

/// Draws the article into all the room there is.
pub fn article_ui(ui: &mut Ui, cx: &ViewCx<'_>, reading: &Reading, parts: ArticleParts<'_>, actions: &mut Actions) {
    let Some(document) = cx.desk.document() else { return };
    let ArticleParts { reader, palette, is_covered, find, finding, columns } = parts;
    if let Some(find) = find {
        let frame = Frame::new()
            .fill(cx.theme.surface)
            .inner_margin(Margin::symmetric(size::SPACE_M as i8, size::SPACE_S as i8));
        Panel::top("find").frame(frame).show(ui, |ui| find_bar_ui(ui, cx, find, &document.text, finding, actions));
    }
    let blank = AnnotationSet::new(SetHead { text: document.text.digest(), state: SetState::New });
    let project = cx.desk.workspace.project();
    let own = cx.desk.own_set().map_or(&blank, |set| &**set);
    let in_review = cx.desk.room == Room::Review;
    let own_name = if in_review { "gold" } else { cx.desk.annotator_name().unwrap_or_default() };
    let mut layers = vec![ReaderLayer { set: own, kind: LayerKind::Own, name: own_name }];
    let versions: Vec<(String, &AnnotationSet)> = versions(cx.desk);
    let side_by_side = columns.filter(|_| in_review && versions.len() >= 2);
    if in_review && side_by_side.is_none() {
        layers.resize(VERSIONS, ReaderLayer { set: &blank, kind: LayerKind::Other, name: "" });
        layers.extend(versions.iter().map(|(name, set)| ReaderLayer { set, kind: LayerKind::Other, name }));
    } else if let (Some(set), Some(id)) = (cx.desk.other_set(), &cx.desk.others) {
        layers.push(ReaderLayer { set, kind: LayerKind::Other, name: project.annotator_name(id) });
    }
    if let Some(set) = cx.desk.suggestions.shown().filter(|_| !in_review) {
        // Each kind of layer has its place, whether somebody else's spans are shown or not.
        layers.resize(SUGGESTED, ReaderLayer { set: &blank, kind: LayerKind::Other, name: "" });
        layers.push(ReaderLayer { set, kind: LayerKind::Suggested, name: "proposed" });
    }
    let codebook = &project.codebook;
    let look =
        |id: &TagId| TagLook { emphasis: cx.desk.veil.emphasis(codebook, id), ..tag_look(cx.theme, codebook, id) };
    let problems = cx.desk.problems.found();
    let looked_at = looked_at(cx.desk).filter(|_| find.is_none()).map(|at| Arc::new(vec![at]));
    let differing = cx.desk.review.differing();
    let remarks = |at: Offset| match in_review {
        true => differing_at(differing, at),
        false => problems.at(at).take(REMARKS).map(remark).collect(),
    };
    let input = ReaderInput {
        layers: &layers,
        look: &look,
        selection: cx.desk.page.selection,
        focus: &cx.desk.page.focus,
        held_edge: cx.desk.page.held.as_ref().map(|held| held.edge),
        armed: cx.desk.armed.as_ref().map(look),
        exact: cx.desk.exact,
        marks: Marks {
            hits: looked_at.clone().or(find.as_ref().map(|find| Arc::clone(find.hits()))).unwrap_or_default(),
            current: looked_at.as_ref().map_or_else(|| find.as_ref().and_then(FindState::current), |_| Some(0)),
            problems_in_strip: in_review,
            differences: if in_review { differing.clone() } else { Default::default() },
            problems: if in_review { cx.desk.review.places() } else { problems.places().clone() },
        },
        left_out: &document.excluded,
        remarks: &remarks,
        style: ReaderStyle::from(&**cx.theme),
        language: document.language.as_deref(),
        settings: reading.settings(),
        read_only: cx.desk.workspace.read_only().is_some(),
        relation: cx.desk.relation(),
        can_link: codebook.of_kind(KindOfLayer::Relation).next().is_some(),
    };
    let events = match side_by_side {
        Some(columns) => review_columns_ui(ui, cx, (reader, columns), &input, &versions, actions),
        None => reader.show(ui, &input),
    };
    let page_answers = !events.is_empty();
    for event in events {
        actions.push(Action::Reader(event));
    }
    if let Some(palette) = palette.as_mut().filter(|_| !is_covered)
        && let Some(range) = palette_place(cx.desk)
        && let Some(beside) = reader.range_rect(range)
    {
        // A click on the page means something there: a third one selects more, and the palette stays for it.
        let dismissed = tag_palette_ui(ui, cx, palette, beside, ui.layer_id(), actions);
        if dismissed && !page_answers {
            actions.push(Action::ClosePalette);
        }
    }
}

/// The sets that are compared in the review, with what they are called there.
fn versions(desk: &Desk) -> Vec<(String, &AnnotationSet)> {
    if desk.room != Room::Review {
        return Vec::new();
    }
    (0..).map_while(|lane| Some((desk.version_name(lane), &**desk.version_set(lane)?))).collect()
}

/// The place of the item that is looked at in the review.
fn looked_at(desk: &Desk) -> Option<TextRange> {
    let (kind, at, _) = desk.review.current.filter(|_| desk.room == Room::Review)?;
    (kind != KindOfLayer::Document && !at.is_empty()).then_some(at)
}

/// How what several people say of a place differs.
fn differing_at(differing: &Vector<Differing>, at: Offset) -> Vec<String> {
    let n_before =
        differing.binary_search_by(|it| if it.at.start() <= at { Ordering::Less } else { Ordering::Greater });
    let n_before = n_before.unwrap_or_else(|n| n);
    let near = (n_before.saturating_sub(NEAR)..n_before).filter_map(|n| differing.get(n));
    let here = near.filter(|it| at < it.at.end() || it.at.is_empty() && it.at.start() == at);
    let said = |it: &Differing| {
        let kind = if it.is_relation { KindOfLayer::Relation } else { KindOfLayer::Span };
        kind_said(kind, it.differences)
    };
    here.map(said).take(REMARKS).collect()
}

/// What the palette stands beside: the selection, else the focused span.
fn palette_place(desk: &Desk) -> Option<TextRange> {
    desk.selected().or_else(|| desk.focused().map(|span| span.hull()))
}

/// How a tag looks on the page; one that the codebook lacks looks plain and is called by its id.
pub fn tag_look(theme: &Theme, codebook: &Codebook, id: &TagId) -> TagLook {
    match codebook.tag(id) {
        Some(tag) => TagLook {
            colors: tag_colors(theme, tag.color),
            short: tag.short_name(),
            name: SmolStr::new(&tag.name),
            emphasis: Emphasis::Normal,
            directed: tag.ends.direction == Direction::Directed,
        },
        None => TagLook {
            colors: theme.untagged(),
            short: SmolStr::new_static("?"),
            name: SmolStr::new(format!("{id} (not in the codebook)")),
            emphasis: Emphasis::Normal,
            directed: true,
        },
    }
}

fn remark(problem: &Problem) -> String {
    capitalized(problem.message())
}

/// What stands in place of the page when no article is open.
pub fn no_article_ui(ui: &mut Ui, cx: &ViewCx<'_>, actions: &mut Actions) {
    let has_documents = !cx.desk.workspace.project().documents.is_empty();
    let key = cx.cap(Verb::OpenArticles);
    let empty = if has_documents {
        EmptyState { icon: icons::FILE_TEXT, sentence: "Choose an article from the list.", action: None, key: None }
    } else {
        EmptyState {
            icon: icons::FILE_PLUS,
            sentence: "No articles yet. Drop text files here, paste a text, or open some.",
            action: Some("Open articles…"),
            key: key.as_deref(),
        }
    };
    if empty_state_ui(ui, &empty) {
        actions.verb(Verb::OpenArticles);
    }
}
