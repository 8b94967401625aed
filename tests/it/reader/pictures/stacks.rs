//! Spans over spans: nested, crossing, equal, without width, in several fragments, and far too many.

use super::super::{World, range, set, span};
use super::{check, dark, dark_2x, light, light_2x};
use glossator::app::reader::{LayerKind, SpanRef};
use glossator::model::{Fragments, Span};
use glossator::text::Text;

const TALKS: &str = "The envoy Staffan de Mistura met both delegations in Geneva.";

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
    check(|| nested(2), &[("stack-nested-2", light(640.0, 100.0))]);
}

/// Must be seen: three lines below each other, from the innermost down.
#[test]
fn three_nested() {
    check(|| nested(3), &[("stack-nested-3", light(640.0, 100.0)), ("stack-nested-3-dark", dark(640.0, 100.0))]);
}

/// Must be seen: five lines, still one for each span.
#[test]
fn five_nested() {
    check(|| nested(5), &[("stack-nested-5", light(640.0, 110.0))]);
}

/// Must be seen: no more lines than fit, and below them how many spans have none.
#[test]
fn eight_nested() {
    check(|| nested(8), &[("stack-nested-8", light(640.0, 120.0)), ("stack-nested-8-2x", light_2x(640.0, 120.0))]);
}

/// Must be seen: a chain in which each span crosses the next; one lane is used again where it has become free.
#[test]
fn crossing() {
    let chain =
        "[1:claim|The envoy [2:person|Staffan de]1 Mistura [3:event|met]2 both [4:place|delegations]3 in Geneva]4.";
    check(|| World::of(chain), &[("stack-crossing", light(640.0, 110.0)), ("stack-crossing-dark", dark(640.0, 110.0))]);
}

/// Must be seen: the word stays readable, with few tints, few lines and a count of the spans without a line.
#[test]
fn thirty_over_one_word() {
    let (start, end) = find(TALKS, "Staffan");
    let spans = || (0..30).map(|n| span(n, TAGS[n % 8], start, end)).collect();
    check(
        || showing(TALKS, spans()),
        &[("stack-thirty-on-a-word", light(640.0, 120.0)), ("stack-thirty-on-a-word-dark-2x", dark_2x(640.0, 120.0))],
    );
}

/// Must be seen: over the same words three lines of three colors, and three names beside each other.
#[test]
fn the_same_range() {
    let (start, end) = find(TALKS, "Staffan de Mistura");
    let spans = || (0..3).map(|n| span(n, TAGS[n], start, end)).collect();
    check(|| showing(TALKS, spans()), &[("stack-same-range", light(640.0, 100.0))]);
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
    check(|| showing(content, spans.clone()), &[("stack-without-width", light(420.0, 100.0))]);
}

/// Must be seen: the same in a paragraph that reads from right to left: three parts of one span, joined by dotted lines,
/// its name above the right end of the first one at the right.
#[test]
fn several_fragments_from_right_to_left() {
    let content = "قال المبعوث إن المحادثات مع الوفدين تستمر في جنيف.";
    let parts =
        ["المبعوث", "المحادثات", "جنيف"].map(|words| find(content, words)).map(|(start, end)| range(start, end));
    let mut spans = vec![span(0, "claim", 0, 2)];
    spans[0].at = Fragments::new(&parts).unwrap();
    check(|| showing(content, spans.clone()), &[("stack-fragments-from-right-to-left", light(560.0, 90.0))]);
}

/// Must be seen: the tint on the last word of the second paragraph and on the first two of the last one, with the name
/// above the first; nothing on the blank lines between them, and the letters of the others untouched.
#[test]
fn a_span_over_blank_lines() {
    let content = "Headline\nBefore the pause\n\n\nand after it";
    let (start, _) = find(content, "pause");
    let (_, end) = find(content, "and after");
    let spans = vec![span(0, "claim", start, end)];
    check(|| showing(content, spans.clone()), &[("stack-over-blank-lines", light(420.0, 220.0))]);
}

/// Two spans of three parts each, which take turns.
fn torn() -> Vec<Span> {
    let parts = |words: [&str; 3]| words.map(|words| find(TALKS, words)).map(|(start, end)| range(start, end));
    let mut spans = vec![span(0, "claim", 0, 3), span(1, "event", 0, 3)];
    spans[0].at = Fragments::new(&parts(["envoy", "met", "Geneva"])).unwrap();
    spans[1].at = Fragments::new(&parts(["Staffan", "both", "in"])).unwrap();
    spans
}

/// Must be seen: the three parts of each span have one color and are joined by dotted lines in their lane, which differ
/// in height; each name stands above the first part alone.
#[test]
fn several_fragments() {
    check(|| showing(TALKS, torn()), &[("stack-fragments", light(640.0, 100.0))]);
}

/// Must be seen: a ring around each part of the focused span and around nothing else, with handles at its first start
/// and its last end alone.
#[test]
fn several_fragments_in_focus() {
    let focused = || {
        let mut world = showing(TALKS, torn());
        world.focus = vec![SpanRef::new(0, &torn()[0])];
        world
    };
    check(focused, &[("stack-fragments-focused", light(640.0, 100.0))]);
}
