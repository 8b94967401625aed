//! Spans and right-to-left text: where a span's boxes stand.

use super::super::World;
use super::{check, dark, light, light_2x};

/// A span from Arabic into English, one inside the Arabic, one from English into the middle of the Hebrew.
const INTO_RUNS: &str = "He said [event|مرحبا [person|بالعالم] back] home, met [claim|the envoy של] הארץ and left.";
/// The same in a paragraph that reads from right to left.
const OUT_OF_RUNS: &str = "قال [event|الوزير [org|Ministry of] Culture] إن [claim|يوم Monday] هو [time|1911] الموعد.";
/// Borders between letters that are joined.
const IN_WORDS: &str = "كتب [a|الأ]ديب ال[b|قاه]رة ولل[c|ه] م[d|ح]مد؛ ב[a|של]ום.";
/// Long enough for three lines.
const WRAPPED: &str = "أعلنت [claim|الأمم المتحدة أن المحادثات في جنيف (مع Northern Council) سوف تستمر حتى نهاية الشهر]، ثم تبدأ جولة ثانية.";

/// Must be seen: the Arabic words stand in right-to-left order between *said* and *back*; the event is one box around
/// both and *back*, its name ends where it begins, at the right end of مرحبا; the person is the left one of the two.
/// The claim has two boxes, joined by dots: *the envoy* with its space, and של, which is the right one of the two Hebrew
/// words; its name stands above *the*.
#[test]
fn spans_begin_and_end_inside_right_to_left_runs() {
    check(
        || World::of(INTO_RUNS),
        &[
            ("highlight-into-right-to-left", light(640.0, 120.0)),
            ("highlight-into-right-to-left-dark", dark(640.0, 120.0)),
        ],
    );
}

/// Must be seen: the line begins at the right with قال. The event is one box from الوزير to the left end of *Ministry of
/// Culture*; the org is the left part of it, and *Culture* is not in it. The claim is one box around يوم and, to its
/// left, *Monday*.
#[test]
fn spans_begin_and_end_inside_left_to_right_runs() {
    check(
        || World::of(OUT_OF_RUNS),
        &[
            ("highlight-out-of-right-to-left", light(640.0, 120.0)),
            ("highlight-out-of-right-to-left-2x", light_2x(640.0, 100.0)),
        ],
    );
}

/// Must be seen: letters stay joined across the borders of spans, and each tint covers its own letters.
#[test]
fn a_span_within_a_word_leaves_its_letters_joined() {
    check(|| World::of(IN_WORDS), &[("highlight-within-words-2x", light_2x(400.0, 90.0))]);
}

/// Must be seen: the tint begins in the first line left of أعلنت, goes to that line's left end, covers all of the
/// second line and ends in the third before the comma; the brackets around *Northern Council* face each other.
#[test]
fn a_span_goes_on_over_right_to_left_lines() {
    check(|| World::of(WRAPPED), &[("highlight-over-right-to-left-lines", light(420.0, 180.0))]);
}
