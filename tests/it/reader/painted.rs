//! What is painted for a span, in the frame that egui gets: its graphemes on a tint of its own, and nothing else.

use super::hits::{graphemes, hangs};
use super::sentences::words;
use super::{Desk, LayerKind, World, range, set, span};
use egui::{Color32, Pos2, Rect, Shape, vec2};
use glossator::app::theme::Theme;
use glossator::model::Fragments;
use glossator::text::{Text, TextRange};
use proptest::prelude::*;

/// Physical pixels do not divide evenly into points; half of one is nobody's grapheme.
const SLACK: f32 = 0.51;

impl Desk<'_> {
    /// The rectangles of one color in the last frame.
    fn painted(&self, color: Color32) -> Vec<Rect> {
        let mut found = Vec::new();
        for clipped in &self.harness.output().shapes {
            collect(&clipped.shape, color, &mut found);
        }
        found
    }
}

fn collect(shape: &Shape, color: Color32, found: &mut Vec<Rect>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| collect(shape, color, found)),
        Shape::Rect(rect) if rect.fill == color => found.push(rect.rect),
        _ => {}
    }
}

/// The middles of the glyphs that are drawn in a color.
fn glyphs(shape: &Shape, color: Color32, found: &mut Vec<Pos2>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| glyphs(shape, color, found)),
        Shape::Mesh(mesh) => {
            let quads = mesh.vertices.chunks_exact(4).filter(|quad| quad.iter().all(|vertex| vertex.color == color));
            found.extend(quads.map(|quad| quad[0].pos + (quad[3].pos - quad[0].pos) / 2.0));
        }
        _ => {}
    }
}

#[test]
fn what_is_left_out_stands_back_where_it_was() {
    let content = "Ada wrote. Read more. Bye";
    let text = Text::new(content.to_owned()).unwrap();
    let world = || World::showing(text.clone(), vec![(set(&text, Vec::new()), LayerKind::Own, "Ana")]);
    let plain = Desk::in_all_scripts(world(), vec2(420.0, 300.0));
    let mut part = world();
    part.left_out = [range(11, 21)].into_iter().collect();
    let desk = Desk::in_all_scripts(part, vec2(420.0, 300.0));
    let theme = Theme::light();
    let drawn = |desk: &Desk<'_>, color: Color32| {
        let mut found = Vec::new();
        desk.harness.output().shapes.iter().for_each(|clipped| glyphs(&clipped.shape, color, &mut found));
        found
    };
    let place = desk.world().reader.range_rect(range(11, 21)).unwrap();
    assert_eq!(plain.world().reader.range_rect(range(11, 21)), Some(place), "nothing moves");
    let (soft, strong) = (drawn(&desk, theme.text_soft), drawn(&desk, theme.text));
    // Letters and signs without the spaces: “Readmore.”, “Adawrote.Bye”.
    assert_eq!((soft.len(), strong.len()), (9, 12));
    assert!(soft.iter().all(|at| place.expand(1.0).contains(*at)));
    assert_eq!(drawn(&plain, theme.text).len(), 21);
}

/// Paints two spans and looks at every grapheme: it lies in a rectangle of a span's color if the span covers it, and
/// touches none if not.
fn check(content: &str, spans: &[Vec<TextRange>]) -> Result<(), TestCaseError> {
    let text = Text::new(content.to_owned()).unwrap();
    let mut made = Vec::new();
    for (n, ranges) in spans.iter().enumerate() {
        let mut span = span(n, ["one", "two"][n], 0, 1);
        span.at = Fragments::new(ranges).unwrap();
        made.push(span);
    }
    let world = World::showing(text.clone(), vec![(set(&text, made), LayerKind::Own, "Ana")]);
    let tags = world.tags.clone();
    let desk = Desk::in_all_scripts(world, vec2(420.0, 900.0));
    for (n, ranges) in spans.iter().enumerate() {
        let tag = ["one", "two"][n];
        let slot = tags.iter().position(|known| known.as_str() == tag).unwrap();
        let painted = desk.painted(Theme::light().tag_slot(slot as u8).fill);
        for grapheme in graphemes(&text) {
            let Some(rect) = desk.world().reader.range_rect(grapheme).filter(|rect| rect.width() > 2.0 * SLACK) else {
                continue;
            };
            if hangs(&desk, &text, grapheme) {
                continue;
            }
            let is_covered = ranges.iter().any(|range| range.overlaps(grapheme));
            let inner = rect.shrink(SLACK);
            let lies_in = painted.iter().any(|painted| painted.contains_rect(inner));
            let touches = painted.iter().any(|painted| painted.intersects(inner));
            let words = text.slice(grapheme);
            prop_assert!(
                lies_in == is_covered,
                "{:?} of {} in {:?}: {:?} and {:?}",
                words,
                tag,
                content,
                rect,
                painted
            );
            prop_assert!(
                touches == is_covered,
                "{:?} of {} in {:?}: {:?} and {:?}",
                words,
                tag,
                content,
                rect,
                painted
            );
        }
        let of_span = ranges.iter().filter_map(|&range| desk.world().reader.range_rect(range)).reduce(Rect::union);
        for rect in &painted {
            let hull = of_span.unwrap_or(Rect::NOTHING).expand(SLACK);
            prop_assert!(hull.contains_rect(*rect), "{rect:?} is not in {hull:?}, in {content:?}");
        }
    }
    Ok(())
}

#[test]
fn the_tints_of_every_script_are_on_their_words() {
    for (_, notation) in super::sentences::ALONE {
        let parsed = crate::notation::parse(notation);
        let spans: Vec<_> = parsed.spans.iter().take(2).map(|it| vec![range(it.at[0].0, it.at[0].1)]).collect();
        check(&parsed.text, &spans).unwrap();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn tints_cover_their_graphemes_and_nothing_else(
        parts in words(2..24), rtl: bool,
        places in prop::collection::vec(any::<prop::sample::Index>(), 6),
        break_after in 0usize..24,
    ) {
        let mut parts = parts;
        if let Some(part) = parts.get_mut(break_after) {
            part.push('\n');
        }
        let content = format!("{}{}", if rtl { "א " } else { "a " }, parts.concat());
        let text = Text::new(content.clone()).unwrap();
        let all = graphemes(&text);
        let mut places: Vec<_> = places.into_iter().map(|place| all[place.index(all.len())].start()).collect();
        places.sort();
        let between = |from: usize, to: usize| Some(TextRange::between(places[from], places[to])).filter(|range| !range.is_empty());
        // The second span has two fragments, and lies across the first.
        let spans = [vec![between(1, 4)], vec![between(0, 2), between(3, 5)]];
        let spans = spans.map(|ranges| ranges.into_iter().flatten().collect::<Vec<_>>());
        let spans: Vec<_> = spans.into_iter().filter(|ranges| !ranges.is_empty()).collect();
        check(&content, &spans)?;
    }
}
