//! Relations on the page, as arcs from span to span, and the handle that a new one is drawn from.

use super::input::{LayerKind, SpanRef};
use super::links::Links;
use super::paint::{OnScreen, PagePainter};
use super::style::Emphasis;
use crate::model::{RecordId, Relation};
use crate::text::TextRange;
use ahash::AHashSet;
use egui::epaint::CubicBezierShape;
use egui::{Color32, CornerRadius, Pos2, Rect, Shape, Stroke, Vec2, pos2, vec2};
use std::collections::HashMap;

/// How high an arc within a row stands above it, and how much with each point of its width.
const ARC: f32 = 9.0;
const ARC_SLOPE: f32 = 0.03;
const HIGHEST_ARC: f32 = 16.0;
/// How far from the edge of a long box an arc begins, in points.
const EDGE: f32 = 12.0;
/// How strong an arc is that neither is chosen nor belongs to a focused span.
const QUIET: f32 = 0.45;
/// The half width and the length of an arrow's head, in points.
const HEAD: Vec2 = vec2(7.0, 3.5);
/// The size of a relation's name, in points.
const NAME: f32 = 10.0;
/// The radius of the handle, and how far it stands from the span, in points.
const HANDLE: f32 = 5.0;
const HANDLE_GAP: f32 = 3.0;

/// An end of an arc.
#[derive(Clone, Copy)]
enum End {
    /// The first and the last box of a span that are on screen.
    At(Rect, Rect),
    /// The span lies above the window.
    Above,
    /// Below it.
    Below,
}

/// The place of the handle of a span: beside the end of its last box.
pub(super) fn handle_rect(last_box: Rect) -> Rect {
    let center = pos2(last_box.right() + HANDLE + HANDLE_GAP, last_box.top());
    Rect::from_center_size(center, Vec2::splat(2.0 * HANDLE))
}

impl PagePainter<'_> {
    /// The arcs of all layers, the quiet ones first.
    pub(super) fn links(&mut self, pieces: &[OnScreen<'_>], links: &[Links]) {
        let shown = pieces.iter().map(|piece| piece.shown()).reduce(TextRange::hull);
        let Some(shown) = shown.filter(|_| links.iter().any(|links| !links.is_empty())) else { return };
        for (layer, links) in links.iter().enumerate().filter(|(_, links)| !links.is_empty()) {
            let mut found: Vec<(bool, &Relation)> =
                links.within(shown).into_iter().map(|relation| (self.is_loud(layer, relation), relation)).collect();
            let boxes = self.boxes_on_screen(pieces, layer, found.iter().map(|(_, relation)| *relation));
            found.sort_by_key(|(is_loud, relation)| (*is_loud, relation.id));
            for (is_loud, relation) in found {
                let end = |span| match (boxes.get(&span), links.place(span)) {
                    (Some((first, last)), _) => Some(End::At(*first, *last)),
                    (None, Some(place)) if place.start() < shown.start() => Some(End::Above),
                    (None, Some(_)) => Some(End::Below),
                    (None, None) => None,
                };
                if let (Some(from), Some(to)) = (end(relation.from), end(relation.to)) {
                    self.link(layer, relation, from, to, is_loud);
                }
            }
        }
    }

    fn is_loud(&self, layer: usize, relation: &Relation) -> bool {
        let is_focused = |span: &SpanRef| span.layer == layer && relation.is_on(span.id);
        self.input.relation == Some((layer, relation.id)) || self.input.focus.iter().any(is_focused)
    }

    /// The first and the last box on screen of each span that is linked.
    fn boxes_on_screen<'a>(
        &self,
        pieces: &[OnScreen<'_>],
        layer: usize,
        relations: impl Iterator<Item = &'a Relation>,
    ) -> HashMap<RecordId, (Rect, Rect)> {
        let linked: AHashSet<RecordId> = relations.flat_map(|relation| [relation.from, relation.to]).collect();
        let mut boxes: HashMap<RecordId, (Rect, Rect)> = HashMap::new();
        for piece in pieces {
            let is_linked = |span: &SpanRef| span.layer == layer && linked.contains(&span.id);
            for span in piece.laid.spans.iter().filter(|span| is_linked(&span.span)) {
                let shown = span.boxes.iter().filter(|it| piece.shows(it.row)).map(|it| (it.row, it.left, it.right));
                let point = span.point.filter(|(row, _)| piece.shows(*row)).map(|(row, x)| (row, x, x));
                let rows = || shown.clone().chain(point);
                let in_order = |a: &(usize, f32, f32), b: &(usize, f32, f32)| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1));
                let rect = |(row, left, right)| self.screen.band_rect(piece.laid, piece.top, row, left, right);
                let (first, last) = (rows().min_by(in_order).map(rect), rows().max_by(in_order).map(rect));
                if let (Some(first), Some(last)) = (first, last) {
                    boxes.entry(span.span.id).and_modify(|known| known.1 = last).or_insert((first, last));
                }
            }
        }
        boxes
    }

    fn link(&mut self, layer: usize, relation: &Relation, from: End, to: End, is_loud: bool) {
        let look = self.look(&relation.tag).clone();
        if look.emphasis == Emphasis::Hidden {
            return;
        }
        let kind = self.input.layers.get(layer).map_or(LayerKind::Other, |layer| layer.kind);
        let strength = if is_loud { 1.0 } else { QUIET } * if kind == LayerKind::Own { 1.0 } else { 0.7 };
        let color = look.colors.line.gamma_multiply(strength);
        let stroke = Stroke::new(if is_loud { 2.0 } else { 1.25 }, color);
        let Some(points) = self.way(from, to) else { return };
        let arc = CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, stroke);
        self.painter.add(Shape::CubicBezier(arc));
        if look.directed && matches!(to, End::At(..)) {
            self.head(points, color);
        }
        if is_loud {
            self.link_name(points, &look.name, color);
        }
    }

    /// The curve between two ends: an arc above a row, else from row to row.
    fn way(&self, from: End, to: End) -> Option<[Pos2; 4]> {
        let page = self.screen.rect;
        let at_edge = |x: f32, end: End| match end {
            End::Above => pos2(x, page.top()),
            _ => pos2(x, page.bottom()),
        };
        let (start, end) = match (from, to) {
            (End::At(first, last), End::At(other_first, other_last)) => {
                // From the boxes that are nearest to each other.
                let (a, b) = if first.top() <= other_first.top() { (last, other_first) } else { (first, other_last) };
                if (a.top() - b.top()).abs() < 1.0 {
                    return Some(arc(pos2(near(a, b), a.top()), pos2(near(b, a), b.top())));
                }
                let is_down = a.top() < b.top();
                let edges = if is_down { (a.bottom(), b.top()) } else { (a.top(), b.bottom()) };
                (pos2(near(a, b), edges.0), pos2(near(b, a), edges.1))
            }
            (End::At(first, _), End::Above) => (first.center_top(), at_edge(first.center().x, to)),
            (End::At(_, last), _) => (last.center_bottom(), at_edge(last.center().x, to)),
            (End::Above, End::At(first, _)) => (at_edge(first.center().x, from), first.center_top()),
            (_, End::At(_, last)) => (at_edge(last.center().x, from), last.center_bottom()),
            _ => return None,
        };
        let bend = vec2(0.0, (end.y - start.y) * 0.5);
        Some([start, start + bend, end - bend, end])
    }

    fn head(&self, points: [Pos2; 4], color: Color32) {
        let [.., control, tip] = points;
        let along = (tip - control).normalized();
        let across = along.rot90();
        let back = tip - along * HEAD.x;
        let corners = vec![tip, back + across * HEAD.y, back - across * HEAD.y];
        self.painter.add(Shape::convex_polygon(corners, color, Stroke::NONE));
    }

    /// The relation's name on the middle of its arc.
    fn link_name(&mut self, points: [Pos2; 4], name: &smol_str::SmolStr, color: Color32) {
        let ppp = self.screen.ppp;
        let line = self.engine.line(name, NAME * ppp);
        let width = line.rows.first().map_or(0.0, |row| row.right - row.left);
        let [a, b, c, d] = points.map(|point| point.to_vec2());
        let mut middle = ((a + 3.0 * b + 3.0 * c + d) / 8.0).to_pos2();
        let room = vec2(width / ppp + 8.0, NAME + 5.0);
        if a.y == d.y && (a.x - d.x).abs() < room.x + 2.0 * HEAD.x {
            // It would cover a short arc, and its head.
            middle.y -= room.y / 2.0 + 1.0;
        }
        let chip = Rect::from_center_size(middle, room);
        self.painter.rect_filled(chip, CornerRadius::same(4), self.input.style.canvas);
        let origin = pos2(middle.x * ppp - width / 2.0, middle.y * ppp + NAME * ppp * 0.36);
        self.add_line(&line, origin, color);
    }

    /// The handle of the first focused span, and the line from it to the pointer while it is dragged.
    pub(super) fn link_handle(&mut self, handle: Option<Rect>, dragged_to: Option<Pos2>) {
        let Some(handle) = handle else { return };
        let color = self.input.style.focus;
        if let Some(to) = dragged_to {
            self.painter.line_segment([handle.center(), to], Stroke::new(2.0, color));
            self.painter.circle_filled(to, 3.0, color);
        }
        let is_hovered = self.moment.pointer.is_some_and(|pos| handle.expand(3.0).contains(pos));
        let fill = if is_hovered || dragged_to.is_some() { color } else { self.input.style.canvas };
        self.painter.circle(handle.center(), HANDLE, fill, Stroke::new(1.5, color));
    }
}

/// Where on a box an arc to another one begins: as near to it as it can, but not at the very edge.
fn near(from: Rect, to: Rect) -> f32 {
    let edge = (from.width() / 2.0).min(EDGE);
    to.center().x.clamp(from.left() + edge, from.right() - edge)
}

/// An arc above a row.
fn arc(start: Pos2, end: Pos2) -> [Pos2; 4] {
    let height = ((end.x - start.x).abs() * ARC_SLOPE + ARC).min(HIGHEST_ARC) * 4.0 / 3.0;
    let lift = vec2(0.0, -height);
    [start, start + lift, end + lift, end]
}
