//! The article: the page with one's own spans and, beside them, another annotator's.

use super::find_bar::find_bar_ui;
use super::tag_palette::{TagPalette, tag_palette_ui};
use super::{ViewCx, capitalized, tag_colors};
use crate::app::action::{Action, Actions};
use crate::app::desk::{Desk, Room, SUGGESTED, VERSIONS};
use crate::app::find::FindState;
use crate::app::preferences::{Finding, Reading};
use crate::app::problems::Problem;
use crate::app::reader::{Emphasis, LayerKind, Marks, Reader, ReaderInput, ReaderLayer, ReaderStyle, TagLook};
use crate::app::theme::{Theme, icons, size};
use crate::app::verb::Verb;
use crate::app::widgets::{EmptyState, empty_state_ui};
use crate::model::{AnnotationSet, Codebook, Direction, LayerKind as KindOfLayer, SetHead, SetState, TagId};
use crate::text::{Offset, TextRange};
use egui::{Frame, Margin, Panel, Ui};
use smol_str::SmolStr;
use std::sync::Arc;

/// The most problems that are named under the pointer.
const REMARKS: usize = 6;

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
}

/// Draws the article into all the room there is.
pub fn article_ui(ui: &mut Ui, cx: &ViewCx<'_>, reading: &Reading, parts: ArticleParts<'_>, actions: &mut Actions) {
    let Some(document) = cx.desk.document() else { return };
    let ArticleParts { reader, palette, is_covered, find, finding } = parts;
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
    if in_review {
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
    let remarks = |at: Offset| match in_review {
        true => Vec::new(),
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
    let events = reader.show(ui, &input);
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
