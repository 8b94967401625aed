//! Spans over spans: nested, crossing, equal, without width, in several fragments, and far too many.

use super::super::{World, range, set, span};
use super::{Shot, check, dark, light, light_2x};
use glossator::app::reader::{LayerKind, SpanRef};
use glossator::model::{Fragments, Span};
use glossator::text::Text;

const TALKS: &str = "The envoy Staffan de Mistura met both delegations in Geneva on Monday.";

fn showing(content: &str, spans: Vec<Span>) -> World {
    let text = Text::new(content.to_owned()).unwrap();
    World::showing(text.clone(), vec![(set(&text, spans), LayerKind::Own, "Ana")])
}

#[track_caller]
fn find(content: &str, words: &str) -> (u32, u32) {
    let at = content.find(words).expect("these words") as u32;
    (at, at + words.len() as u32)
}

const TAGS: [&str; 8] = ["person", "role", "claim", "event", "place", "time", "stance", "frame"];

/// As many spans as asked for, each two characters shorter at both ends than the one around it.
fn nested(depth: usize) -> World {
    let (start, end) = find(TALKS, "envoy Staffan de Mistura met both delegations");
    let spans = (0..depth).map(|n| span(n, TAGS[n % 8], start + 2 * n as u32, end - 2 * n as u32)).collect();
    showing(TALKS, spans)
}

/// Must be seen: two tints, the inner one darker where both are; the inner one's line is nearest to the text; one name
/// at each start.
#[test]
fn two_nested() {
    check("stack-nested-2", light(640.0, 100.0), nested(2));
}

/// Must be seen: three lines below each other, from the innermost down.
#[test]
fn three_nested() {
    check("stack-nested-3", light(640.0, 100.0), nested(3));
    check("stack-nested-3-dark", dark(640.0, 100.0), nested(3));
}

/// Must be seen: five lines, still one for each span.
#[test]
fn five_nested() {
    check("stack-nested-5", light(640.0, 110.0), nested(5));
}

/// Must be seen: no more lines than fit, and below them how many spans have none.
#[test]
fn eight_nested() {
    check("stack-nested-8", light(640.0, 120.0), nested(8));
    check("stack-nested-8-2x", light_2x(640.0, 120.0), nested(8));
}

/// Must be seen: a chain in which each span crosses the next; one lane is used again where it has become free.
#[test]
fn crossing() {
    let chain = "[1:claim|The envoy [2:person|Staffan de]1 Mistura [3:event|met]2 both [4:place|delegations]3 in Geneva]4 on Monday.";
    check("stack-crossing", light(640.0, 110.0), World::of(chain));
    check("stack-crossing-dark", dark(640.0, 110.0), World::of(chain));
}

/// Must be seen: the word stays readable, with few tints, few lines and a count of the spans without a line.
#[test]
fn thirty_over_one_word() {
    let (start, end) = find(TALKS, "Staffan");
    let spans = || (0..30).map(|n| span(n, TAGS[n % 8], start, end)).collect();
    check("stack-thirty-on-a-word", light(640.0, 120.0), showing(TALKS, spans()));
    check("stack-thirty-on-a-word-dark-2x", Shot { scale: 2.0, ..dark(640.0, 120.0) }, showing(TALKS, spans()));
}

/// Must be seen: over the same words three lines of three colors and patterns, and more than one name above.
#[test]
fn the_same_range() {
    let (start, end) = find(TALKS, "Staffan de Mistura");
    let spans = (0..3).map(|n| span(n, TAGS[n], start, end)).collect();
    check("stack-same-range", light(640.0, 100.0), showing(TALKS, spans));
}

/// Must be seen: a stem with a flag before *met*, one between two Arabic letters, and one at the very end; the letters
/// stand where they would without them.
#[test]
fn marks_without_width() {
    let content = "The envoy met مرحبا back.";
    let (met, _) = find(content, "met");
    let (inside, _) = find(content, "حبا");
    let end = content.len() as u32;
    let spans = vec![span(0, "pause", met, met), span(1, "cut", inside, inside), span(2, "end", end, end)];
    check("stack-without-width", light(420.0, 100.0), showing(content, spans));
}

/// Must be seen: one span in three parts, joined by dotted lines in their lane; a second one whose two parts are on
/// both sides of the first one's middle part. The first span is focused: a ring around each part, handles at its
/// first start and its last end alone.
#[test]
fn several_fragments() {
    let parts = |words: [&str; 3]| words.map(|words| find(TALKS, words)).map(|(start, end)| range(start, end));
    let mut spans = vec![span(0, "claim", 0, 3), span(1, "event", 0, 3)];
    spans[0].at = Fragments::new(&parts(["envoy", "met", "Geneva"])).unwrap();
    spans[1].at = Fragments::new(&parts(["Staffan", "both", "Monday"])).unwrap();
    let mut world = showing(TALKS, spans.clone());
    check("stack-fragments", light(640.0, 100.0), showing(TALKS, spans.clone()));
    world.focus = vec![SpanRef::new(0, &spans[0])];
    check("stack-fragments-focused", light(640.0, 100.0), world);
}
