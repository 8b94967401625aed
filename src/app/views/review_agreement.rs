//! How far people agree: the headline figures with their intervals, pairs, tags, what is taken for what, and the hardest
//! articles. Every cell opens the very items.

use super::{ViewCx, counted, thousands};
use crate::agreement::{Figure, Note, Spread, Undefined};
use crate::app::action::{Action, Actions};
use crate::app::agreeing::{Agreed, RatedFigures};
use crate::app::reviewing::{Part, Review};
use crate::app::supposing::Otherwise;
use crate::app::theme::{icons, regular, semibold, size};
use crate::app::verb::Verb;
use crate::app::views::capitalized;
use crate::app::widgets::{
    Button, ButtonKind, EmptyState, HeatCell, IntervalBar, ListRow, ProgressRow, Words, button_ui, empty_state_ui,
    heat_cell_ui, interval_bar_ui, isolated, list_row_ui, on_hover_words, progress_row_ui, section_head_ui, select_ui,
    soft_ui, words_ui,
};
use crate::model::{AnnotatorId, Layer, LayerKind, TagId};
use crate::review::{Confused, Wanted, WantedKind, shown_name};
use egui::{ScrollArea, Ui, vec2};
use std::collections::BTreeSet;

const TITLE: f32 = 300.0;
const VALUE: f32 = 64.0;
const INTERVAL: f32 = 130.0;
const AXIS: f32 = 320.0;
/// Below this room a row on the axis has a shorter title, and a shorter axis as far as it must.
const ROOMY: f32 = 900.0;
const TITLE_CLOSE: f32 = 180.0;
const AXIS_CLOSE: f32 = 100.0;
/// What a row on the axis has beside it.
const BESIDE: f32 = 290.0;
const CELL: egui::Vec2 = vec2(64.0, 28.0);
const NAME: f32 = 150.0;
/// Fewer articles than this are few for an interval.
const FEW: usize = 10;
/// The measure of what was rated that stands on the axis.
const ALPHA: &str = "krippendorff_alpha_nominal";
/// How many tags the table of what is taken for what has at most.
const CONFUSED: usize = 12;

/// Draws the view.
pub fn review_agreement_ui(ui: &mut Ui, cx: &ViewCx<'_>, review: &mut Review, actions: &mut Actions) {
    let agreed = review.agreed();
    if agreed.annotators.len() < 2 {
        if !review.is_stale() {
            let sentence = "Agreement is measured over articles that two people have finished. There are none yet.";
            empty_state_ui(ui, &EmptyState { icon: icons::SCALES, sentence, action: None, key: None });
        }
        return;
    }
    ScrollArea::vertical().id_salt("agreement").auto_shrink([false, false]).show(ui, |ui| {
        section_head_ui(ui, "How far people agree");
        layer_ui(ui, cx, review);
        for figure in agreed.headline.iter().filter(|figure| figure.value.is_ok()) {
            figure_ui(ui, cx, review, figure);
        }
        undefined_ui(ui, cx, &agreed.headline);
        gamma_ui(ui, cx, review, actions);
        if let Some(figure) = agreed.headline.first().filter(|figure| figure.basis.n_documents < FEW) {
            let few = format!(
                "{}: too few for intervals that can be relied on.",
                counted(figure.basis.n_documents, "article")
            );
            words_ui(ui, &Words::sentence(&few).font(regular(size::TEXT_SECONDARY)).color(cx.theme.warning));
        }
        let says = if review.intervals.is_reckoning() {
            "Intervals are being reckoned; what stands there is of an earlier state."
        } else {
            "Intervals hold 95 % of 2000 resamples of the articles, drawn from seed 0."
        };
        soft_ui(ui, says);
        ui.add_space(size::SPACE_M);
        if agreed.annotators.len() > 2 {
            section_head_ui(ui, "Pairs: same span, same tag");
            pairs_ui(ui, cx, review, &agreed);
            ui.add_space(size::SPACE_M);
        }
        section_head_ui(ui, "By tag: same span, same tag");
        tags_ui(ui, cx, review, &agreed);
        ui.add_space(size::SPACE_M);
        if agreed.periods.len() > 1 {
            section_head_ui(ui, &format!("By the {} in which articles were marked", agreed.calendar.name()));
            periods_ui(ui, review, &agreed);
            ui.add_space(size::SPACE_M);
        }
        if !agreed.rated.is_empty() {
            section_head_ui(ui, "What is said of articles and beside tags: Krippendorff’s α");
            rated_ui(ui, cx, review, &agreed);
            ui.add_space(size::SPACE_M);
        }
        section_head_ui(ui, "What is taken for what");
        confusion_ui(ui, cx, review);
        ui.add_space(size::SPACE_M);
        section_head_ui(ui, "What if");
        what_if_ui(ui, cx, review, actions);
        ui.add_space(size::SPACE_M);
        section_head_ui(ui, "The hardest articles");
        hardest_ui(ui, cx, review, &agreed, actions);
    });
}

/// A value as it is shown: three digits, or a dash.
fn shown(value: Result<f64, Undefined>) -> String {
    value.map_or_else(|_| "–".to_owned(), |value| format!("{value:.3}"))
}

fn interval(spread: Option<&Spread>) -> Option<(f64, f64)> {
    spread?.interval.map(|interval| (interval.low, interval.high))
}

/// One figure: what it is called, its value, its interval, and what it means or what to mind.
fn figure_ui(ui: &mut Ui, cx: &ViewCx<'_>, review: &Review, figure: &Figure) {
    let spread = review.spread(figure.key);
    let is_faint = spread.as_ref().is_none_or(|(_, is_of_now)| !is_of_now) || figure.basis.n_documents < FEW;
    ui.horizontal(|ui| {
        let text = |ui: &mut Ui, width: f32, words: &str, font| {
            let size = vec2(width, size::ROW_COMPACT);
            ui.allocate_ui(size, |ui| {
                ui.set_min_width(width);
                words_ui(ui, &Words::line(words).font(font))
            })
            .inner
        };
        let title = capitalized(&figure.key.measure.title());
        on_hover_words(text(ui, TITLE, &title, semibold(size::TEXT)), figure.key.measure.meaning());
        text(ui, VALUE, &shown(figure.value), semibold(size::TEXT));
        let between = interval(spread.as_ref().map(|(spread, _)| spread));
        let words = between.map_or_else(String::new, |(low, high)| format!("{low:.3} – {high:.3}"));
        ui.allocate_ui(vec2(INTERVAL, size::ROW_COMPACT), |ui| {
            ui.set_min_width(INTERVAL);
            let color = if is_faint { cx.theme.text_soft } else { cx.theme.text };
            words_ui(ui, &Words::line(&words).font(regular(size::TEXT)).color(color));
        });
        let basis =
            format!("{} in {}", counted(figure.basis.n_units, "span"), counted(figure.basis.n_documents, "article"));
        soft_ui(ui, &basis);
    });
    // That there are few articles is said once for all.
    let minds = figure.notes.iter().filter(|note| !matches!(note, Note::FewDocuments(_)));
    let minds: Vec<String> = minds.map(|note| note.sentence()).collect();
    let (under, color) = if minds.is_empty() {
        (figure.key.measure.meaning().to_owned(), cx.theme.text_soft)
    } else {
        (minds.join(". "), cx.theme.warning)
    };
    words_ui(ui, &Words::sentence(&under).font(regular(size::TEXT_SECONDARY)).color(color));
    ui.add_space(size::SPACE_XS);
}

/// Which layer is measured, where there are several: spans of two may lie over each other, which most measures are not for.
fn layer_ui(ui: &mut Ui, cx: &ViewCx<'_>, review: &mut Review) {
    let layers: Vec<&Layer> =
        cx.desk.workspace.project().codebook.layers.iter().filter(|layer| layer.kind == LayerKind::Span).collect();
    if layers.len() < 2 {
        return;
    }
    let names: Vec<&str> = std::iter::once("All layers together").chain(layers.iter().map(|it| &*it.name)).collect();
    let chosen = review.asked.layer.as_ref();
    let mut at = layers.iter().position(|layer| Some(&layer.id) == chosen).map_or(0, |at| at + 1);
    if select_ui(ui, "Layer", &names, &mut at).changed() {
        review.asked.layer = at.checked_sub(1).and_then(|at| layers.get(at)).map(|layer| layer.id.clone());
    }
    ui.add_space(size::SPACE_S);
}

/// What is not defined, once for each reason.
fn undefined_ui(ui: &mut Ui, cx: &ViewCx<'_>, figures: &[Figure]) {
    let mut reasons: Vec<(Undefined, Vec<String>)> = Vec::new();
    for figure in figures {
        let Err(why) = figure.value else { continue };
        let title = figure.key.measure.title().into_owned();
        match reasons.iter_mut().find(|(other, _)| *other == why) {
            Some((_, titles)) => titles.push(title),
            None => reasons.push((why, vec![title])),
        }
    }
    for (why, titles) in reasons {
        let words = format!("Not defined, as {why}: {}.", titles.join("; "));
        words_ui(ui, &Words::sentence(&words).font(regular(size::TEXT_SECONDARY)).color(cx.theme.text_soft));
        ui.add_space(size::SPACE_XS);
    }
}

/// Gamma, or the way to it.
fn gamma_ui(ui: &mut Ui, cx: &ViewCx<'_>, review: &Review, actions: &mut Actions) {
    if let Some(progress) = review.gamma.progress() {
        let row = ProgressRow { label: "Reckoning gamma", can_cancel: true, ..ProgressRow::default() };
        if progress_row_ui(ui, &row) {
            progress.stop();
        }
    }
    let drawn = review.drawn_gamma();
    for line in drawn.iter().flat_map(|(lines, _)| *lines).filter(|line| !line.measure.starts_with("gamma_disorder")) {
        let title = if line.measure == "gamma" { "Gamma (γ)" } else { "Gamma of tags (γ-cat)" };
        ui.horizontal(|ui| {
            ui.allocate_ui(vec2(TITLE, size::ROW_COMPACT), |ui| {
                ui.set_min_width(TITLE);
                on_hover_words(words_ui(ui, &Words::line(title).font(semibold(size::TEXT))), line.meaning);
            });
            words_ui(ui, &Words::line(&line.shown()).font(semibold(size::TEXT)));
            if let Some((low, high)) = line.low.zip(line.high) {
                soft_ui(ui, &format!("{low:.3} – {high:.3}"));
            }
        });
        let mut says = match &line.undefined {
            Some(why) => vec![format!("Not defined: {why}")],
            None => line.notes.clone(),
        };
        if drawn.is_some_and(|(_, is_of_now)| !is_of_now) {
            says.insert(0, "Of an earlier state".to_owned());
        }
        let words = says.join(". ");
        words_ui(ui, &Words::sentence(&words).font(regular(size::TEXT_SECONDARY)).color(cx.theme.text_soft));
        ui.add_space(size::SPACE_XS);
    }
    let is_needed = drawn.is_none_or(|(_, is_of_now)| !is_of_now) && review.gamma.progress().is_none();
    if is_needed {
        let (label, icon) = ("Reckon gamma", Some(icons::CHART_BAR));
        if button_ui(ui, &Button { label, icon, kind: ButtonKind::Plain, ..Button::default() }).clicked() {
            actions.verb(Verb::ReckonGamma);
        }
    }
}

/// The name of a row or a column, in a width that it always has.
fn head_ui(ui: &mut Ui, cx: &ViewCx<'_>, width: f32, name: &str) -> egui::Response {
    let room = vec2(width, size::ROW_COMPACT);
    ui.allocate_ui(room, |ui| {
        ui.set_min_width(width);
        ui.set_max_width(width);
        words_ui(ui, &Words::line(name).soft(cx.theme))
    })
    .inner
}

/// People by people; a click compares the two.
fn pairs_ui(ui: &mut Ui, cx: &ViewCx<'_>, review: &mut Review, agreed: &Agreed) {
    let project = cx.desk.workspace.project();
    let names: Vec<String> = agreed.annotators.iter().map(|id| shown_name(project, id)).collect();
    // In the order of what they are called, which tells nothing of who they are.
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by_key(|at| names.get(*at));
    let mut chosen: Option<BTreeSet<AnnotatorId>> = None;
    egui::Grid::new("pairs").spacing([2.0, 2.0]).show(ui, |ui| {
        ui.label("");
        order.iter().filter_map(|at| names.get(*at)).for_each(|name| drop(head_ui(ui, cx, CELL.x, name)));
        ui.end_row();
        for (at, name) in order.iter().filter_map(|at| Some((*at, names.get(*at)?))) {
            head_ui(ui, cx, NAME, name);
            for (other, other_name) in order.iter().filter_map(|at| Some((*at, names.get(*at)?))) {
                let pair = (at.min(other), at.max(other));
                let figure = agreed.pairs.iter().find(|(a, b, _)| (*a, *b) == pair).map(|(.., figure)| figure);
                let Some(figure) = figure else {
                    ui.allocate_exact_size(CELL, egui::Sense::hover());
                    continue;
                };
                let text = shown(figure.value);
                let label = format!("{name} and {other_name}: {text}");
                let heat = figure.value.ok().map(|value| value as f32);
                let cell = HeatCell { text: &text, label: &label, heat, is_bad: false };
                if heat_cell_ui(ui, CELL, &cell).clicked() {
                    let two = [at, other].into_iter().filter_map(|at| agreed.annotators.get(at).cloned());
                    chosen = Some(two.collect());
                }
            }
            ui.end_row();
        }
    });
    if let Some(two) = chosen {
        review.asked.which.annotators = Some(two);
        review.asked.wanted = Wanted::default();
        review.part = Part::Decide;
    }
}

/// The tags on one axis, the least agreed on first; a click looks at a tag's differences.
fn tags_ui(ui: &mut Ui, cx: &ViewCx<'_>, review: &mut Review, agreed: &Agreed) {
    let codebook = &cx.desk.workspace.project().codebook;
    let mut tags: Vec<&(TagId, Figure, Figure)> = agreed.tags.iter().collect();
    tags.sort_by(|(_, one, _), (_, other, _)| {
        one.value.unwrap_or(f64::INFINITY).total_cmp(&other.value.unwrap_or(f64::INFINITY))
    });
    let mut chosen = None;
    for (id, strict, unitizing) in tags {
        let name = codebook.name_of(id);
        let spread = review.spread(strict.key);
        let detail = counted(strict.basis.n_units, "span");
        let value = strict.value;
        let (is_few, meaning) = (strict.basis.n_documents < FEW, strict.key.measure.meaning());
        let row = BarRow { title: name, detail: &detail, value, spread, is_few, meaning };
        ui.push_id(id.as_str(), |ui| {
            ui.horizontal(|ui| {
                if bar_row_ui(ui, &row) {
                    chosen = Some(id.clone());
                }
                let alpha = format!("|u|α {}", shown(unitizing.value));
                let minds: Vec<String> = unitizing.notes.iter().map(|note| note.sentence()).collect();
                let response = soft_ui(ui, &alpha);
                if !minds.is_empty() {
                    on_hover_words(response, &minds.join("\n"));
                }
            });
        });
    }
    if let Some(tag) = chosen {
        review.asked.wanted = Wanted { tag: Some(tag), decided: true, ..Wanted::default() };
        review.part = Part::Decide;
    }
}

/// A value on the axis from nothing to one, in a row of its own.
struct BarRow<'a> {
    title: &'a str,
    detail: &'a str,
    value: Result<f64, Undefined>,
    /// Its spread, and whether that is of now.
    spread: Option<(Spread, bool)>,
    /// Whether it rests on few documents.
    is_few: bool,
    /// What it means.
    meaning: &'a str,
}

/// Draws it. Whether it was clicked.
fn bar_row_ui(ui: &mut Ui, row: &BarRow<'_>) -> bool {
    let room = ui.available_width();
    let title = if room > ROOMY { TITLE } else { TITLE_CLOSE };
    let axis = (room - title - BESIDE).clamp(AXIS_CLOSE, AXIS);
    let is_faint = row.spread.as_ref().is_none_or(|(_, is_of_now)| !is_of_now) || row.is_few;
    let head = ui.allocate_ui(vec2(title, size::ROW_COMPACT), |ui| {
        ui.set_min_width(title);
        ui.set_max_width(title);
        let row = ListRow { title: row.title, detail: row.detail, compact: true, ..ListRow::default() };
        list_row_ui(ui, &row).clicked()
    });
    let interval = interval(row.spread.as_ref().map(|(spread, _)| spread));
    let label = format!("{}: {}", row.title, shown(row.value));
    interval_bar_ui(ui, axis, &IntervalBar { value: row.value.ok(), interval, is_faint, label: &label });
    let response = words_ui(ui, &Words::line(&shown(row.value)).font(semibold(size::TEXT)));
    let says = match (row.value, interval) {
        (Err(why), _) => format!("Not defined: {why}"),
        (Ok(_), Some((low, high))) => format!("{low:.3} – {high:.3}"),
        (Ok(_), None) => row.meaning.to_owned(),
    };
    on_hover_words(response, &says);
    head.inner
}

/// Strict agreement by time, the earliest first.
fn periods_ui(ui: &mut Ui, review: &Review, agreed: &Agreed) {
    for (period, figure, documents) in &agreed.periods {
        let detail = counted(documents.len(), "article");
        let (value, spread) = (figure.value, review.spread_of_period(period));
        let (is_few, meaning) = (documents.len() < FEW, figure.key.measure.meaning());
        let row = BarRow { title: period, detail: &detail, value, spread, is_few, meaning };
        ui.push_id(period, |ui| ui.horizontal(|ui| bar_row_ui(ui, &row)));
    }
}

/// Tags and attributes of articles, and attributes of spans that several marked alike: Krippendorff's alpha on the axis, and
/// beside it the share that is the same, and AC1.
fn rated_ui(ui: &mut Ui, cx: &ViewCx<'_>, review: &Review, agreed: &Agreed) {
    for RatedFigures { name, n_items, measured, .. } in &agreed.rated {
        let detail = counted(*n_items, "item");
        let alpha = measured.iter().find(|(_, it)| it.measure == ALPHA);
        let Some((at, alpha)) = alpha else { continue };
        let (value, spread) = (alpha.value, review.spread_of_rated(name, *at));
        let row =
            BarRow { title: name, detail: &detail, value, spread, is_few: *n_items < FEW, meaning: alpha.meaning };
        ui.push_id(name, |ui| {
            ui.horizontal(|ui| {
                bar_row_ui(ui, &row);
                for (at, it) in measured.iter().filter(|(_, it)| it.measure != ALPHA) {
                    let short = if it.measure == "gwet_ac1" { "AC1" } else { "the same" };
                    let between = interval(review.spread_of_rated(name, *at).as_ref().map(|(spread, _)| spread));
                    let mut minds = vec![it.meaning.to_owned()];
                    minds.extend(between.map(|(low, high)| format!("{low:.3} – {high:.3}")));
                    minds.extend(it.value.err().map(|why| format!("Not defined: {why}")));
                    minds.extend(it.notes.iter().map(|note| note.sentence()));
                    on_hover_words(soft_ui(ui, &format!("{short} {}", shown(it.value))), &minds.join("\n"));
                    ui.add_space(size::SPACE_S);
                }
                if let Err(why) = value {
                    let color = cx.theme.text_soft;
                    let words = capitalized(&why.to_string());
                    words_ui(ui, &Words::line(&words).font(regular(size::TEXT_SECONDARY)).color(color));
                }
            });
        });
    }
}

/// Tags against tags, with nothing as one of them; a click looks at the very items.
fn confusion_ui(ui: &mut Ui, cx: &ViewCx<'_>, review: &mut Review) {
    let codebook = &cx.desk.workspace.project().codebook;
    let counts = review.confusions();
    let mut weight: Vec<(usize, Option<TagId>)> = Vec::new();
    for ((one, other), count) in counts.iter().filter(|((one, other), _)| one != other) {
        for tag in [one, other] {
            match weight.iter_mut().find(|(_, known)| known == tag) {
                Some((sum, _)) => *sum += count,
                None => weight.push((*count, tag.clone())),
            }
        }
    }
    if weight.is_empty() {
        soft_ui(ui, "Nothing is taken for anything else.");
        return;
    }
    weight.sort_by(|(one, a), (other, b)| a.is_some().cmp(&b.is_some()).reverse().then(other.cmp(one)));
    let (tags, rest): (Vec<_>, Vec<_>) = weight.into_iter().partition(|(_, tag)| tag.is_some());
    let tags: Vec<Option<TagId>> =
        tags.into_iter().take(CONFUSED).chain(rest.into_iter().take(1)).map(|(_, tag)| tag).collect();
    let name = |tag: &Option<TagId>| match tag {
        Some(id) => codebook.name_of(id).to_owned(),
        None => "nothing here".to_owned(),
    };
    let most = counts.iter().filter(|((one, other), _)| one != other).map(|(_, n)| *n).max().unwrap_or(1);
    let mut chosen: Option<Confused> = None;
    ScrollArea::horizontal().id_salt("confusion").show(ui, |ui| {
        egui::Grid::new("confusion").spacing([2.0, 2.0]).show(ui, |ui| {
            ui.label("");
            for tag in &tags {
                let short = tag.as_ref().and_then(|id| codebook.tag(id)).map(|tag| tag.short_name());
                let head = short.map_or_else(|| "–".to_owned(), |short| short.to_string());
                on_hover_words(head_ui(ui, cx, CELL.x, &head), &name(tag));
            }
            ui.end_row();
            for (at, tag) in tags.iter().enumerate() {
                head_ui(ui, cx, NAME, &name(tag));
                for other in tags.iter().take(at + 1) {
                    let pair = if tag <= other { (tag.clone(), other.clone()) } else { (other.clone(), tag.clone()) };
                    let n = counts.get(&pair).copied().unwrap_or_default();
                    if n == 0 {
                        ui.allocate_exact_size(CELL, egui::Sense::hover());
                        continue;
                    }
                    let is_same = tag == other;
                    let label = format!("{} against {}: {n}", name(tag), name(other));
                    let heat = (!is_same).then_some(n as f32 / most as f32);
                    let text = thousands(n);
                    let cell = HeatCell { text: &text, label: &label, heat, is_bad: true };
                    if on_hover_words(heat_cell_ui(ui, CELL, &cell), &label).clicked() {
                        chosen = Some(pair);
                    }
                }
                ui.end_row();
            }
        });
    });
    if let Some(pair) = chosen {
        let wanted = Wanted { kind: WantedKind::All, decided: true, confused: Some(pair), tag: None };
        review.asked.wanted = wanted;
        review.part = Part::Decide;
    }
}

/// What agreement would be if something were otherwise, ranked by what that gains.
fn what_if_ui(ui: &mut Ui, cx: &ViewCx<'_>, review: &Review, actions: &mut Actions) {
    let project = cx.desk.workspace.project();
    let tag = |id: &TagId| project.codebook.name_of(id).to_owned();
    if let Some(progress) = review.supposing.progress() {
        let row = ProgressRow { label: "Trying what could be otherwise", can_cancel: true, ..ProgressRow::default() };
        if progress_row_ui(ui, &row) {
            progress.stop();
        }
    } else {
        let label = "Try merging tags, leaving somebody out, passing over boundaries";
        let icon = Some(icons::SPARKLE);
        if button_ui(ui, &Button { label, icon, kind: ButtonKind::Plain, ..Button::default() }).clicked() {
            actions.verb(Verb::WhatIf);
        }
    }
    let Some((tried, is_of_now)) = review.tried() else { return };
    if !is_of_now {
        soft_ui(ui, "Of an earlier state:");
    }
    for (otherwise, value, gain) in &tried.found {
        let what = match otherwise {
            Otherwise::Merged(one, other) => {
                format!("{} and {} were one tag", isolated(&tag(one)), isolated(&tag(other)))
            }
            Otherwise::Without(who) => format!("without {}", isolated(&shown_name(project, who))),
            Otherwise::Within(n) => format!("boundaries within {} were the same", counted(*n, "word")),
        };
        let gain = gain.map_or_else(String::new, |gain| format!(" ({gain:+.3})"));
        let line = format!("{} → {}{gain}   {what}", shown(tried.now), shown(*value));
        words_ui(ui, &Words::line(&line).font(regular(size::TEXT)));
    }
}

/// The articles that people agree on least; a click goes there.
fn hardest_ui(ui: &mut Ui, cx: &ViewCx<'_>, review: &mut Review, agreed: &Agreed, actions: &mut Actions) {
    let project = cx.desk.workspace.project();
    for (id, figure) in &agreed.hardest {
        let title = project.document(id).map_or_else(|| id.to_string(), |document| document.title.clone());
        let detail = format!("{}  of {}", shown(figure.value), counted(figure.basis.n_units, "span"));
        ui.push_id(id.as_str(), |ui| {
            ui.set_max_width(TITLE + VALUE + INTERVAL + AXIS);
            let row = ListRow { title: &title, detail: &detail, compact: true, ..ListRow::default() };
            if list_row_ui(ui, &row).clicked() {
                review.part = Part::Decide;
                actions.push(Action::Open(id.clone()));
            }
        });
    }
}
