//! Words as labels: one line that is cut where there is no more room, or lines up to a limit.
//!
//! Everything is in physical pixels. A label that was laid out is kept for the next frames.

use super::direction::{POP_ISOLATE, n_open_isolates, reads_rtl};
use super::rows::{Measure, Rows, Stress};
use super::shown::sign;
use crate::app::theme::ArticleFace;
use ahash::AHasher;
use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;
use unicode_segmentation::UnicodeSegmentation as _;

/// How a label is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct LabelStyle {
    pub(crate) face: ArticleFace,
    pub(crate) weight: u16,
    /// In physical pixels.
    pub(crate) size: f32,
    /// How long a line may be; without an end by infinity.
    pub(crate) width: f32,
    /// How many lines there may be; a single line takes paragraphs together.
    pub(crate) lines: usize,
}

/// Words, laid out.
#[derive(Default)]
pub(crate) struct Label {
    paragraphs: Vec<Rows>,
    pub(crate) lines: Vec<LabelLine>,
    /// The width of the longest line.
    pub(crate) width: f32,
    /// Whether something was left out.
    pub(crate) is_elided: bool,
    /// Whether lines of it need more room between them than Latin letters do.
    pub(crate) is_tall: bool,
}

/// One line of a label.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LabelLine {
    paragraph: usize,
    row: usize,
    /// Where it begins and ends in its row.
    pub(crate) left: f32,
    pub(crate) right: f32,
    /// Whether its paragraph reads from right to left.
    pub(crate) rtl: bool,
}

/// What stands for what is left out.
const ELLIPSIS: char = '…';
/// What stands for a character without a picture.
const NO_PICTURE: char = '□';
/// How much of a text a single line looks at, in bytes: more than any screen is wide.
const LINE_REACH: usize = 2048;
/// How much of a text several lines look at.
const LINES_REACH: usize = 64 * 1024;
/// How often a cut is tried a grapheme earlier: letters take other forms before it, and other widths.
const ATTEMPTS: usize = 12;

/// Lays out a stretch of text, as [`TextEngine::rows`](super::TextEngine::rows) does for a label's face.
pub(super) type LayOut<'a> = dyn FnMut(&str, Measure) -> Rows + 'a;

impl Label {
    pub(super) fn of(text: &str, style: &LabelStyle, lay_out: &mut LayOut<'_>) -> Self {
        let mut label = Self::default();
        if style.lines == 1 {
            let (shown, is_cut) = reached(text, LINE_REACH);
            let shown = printable(shown);
            label.add_line(&shown, Line { width: style.width, rtl: reads_rtl(&shown), goes_on: is_cut }, lay_out);
        } else {
            label.add_paragraphs(text, style, lay_out);
        }
        label.width = label.lines.iter().map(|line| line.right - line.left).fold(0.0, f32::max);
        label
    }

    fn add_paragraphs(&mut self, text: &str, style: &LabelStyle, lay_out: &mut LayOut<'_>) {
        let width = style.width.max(1.0);
        let (shown, is_cut) = reached(text.trim_end(), LINES_REACH);
        let mut paragraphs = paragraphs(shown).peekable();
        while let Some(paragraph) = paragraphs.next() {
            let paragraph = printable(paragraph);
            let goes_on = paragraphs.peek().is_some() || is_cut;
            let rtl = reads_rtl(&paragraph);
            let rows = lay_out(&paragraph, Measure::paragraph(width, rtl));
            let n_rows = rows.rows.len();
            let n_left = style.lines.saturating_sub(self.lines.len());
            if n_rows < n_left || n_rows == n_left && !goes_on {
                self.add_rows(rows, n_rows);
                continue;
            }
            // The last line takes the rest of the paragraph, as far as there is room.
            let last = n_left.saturating_sub(1);
            let rest = rows.rows.get(last).map_or(0, |row| row.start as usize);
            self.add_rows(rows, last);
            let (rest, is_long) = reached(paragraph.get(rest..).unwrap_or_default(), LINE_REACH);
            self.add_line(rest, Line { width, rtl, goes_on: goes_on || is_long }, lay_out);
            return;
        }
        if is_cut {
            self.add_line("", Line { width, rtl: false, goes_on: true }, lay_out);
        }
    }

    /// Adds one line, cut where it does not fit.
    fn add_line(&mut self, text: &str, line: Line, lay_out: &mut LayOut<'_>) {
        let Line { width, rtl, goes_on } = line;
        let measure = Measure::line(rtl);
        let rows = lay_out(text, measure);
        if !goes_on && rows.width() <= width {
            return self.add_rows(rows, 1);
        }
        self.is_elided = true;
        let ellipsis = lay_out(&ELLIPSIS.to_string(), measure).width();
        let mut cut = cut_for(&rows, text, width - ellipsis);
        let mut elided = lay_out(&with_ellipsis(text, cut), measure);
        for _ in 0..ATTEMPTS {
            if elided.width() <= width || cut == 0 {
                break;
            }
            cut = border_before(text, cut);
            elided = lay_out(&with_ellipsis(text, cut), measure);
        }
        self.add_rows(elided, 1);
    }

    fn add_rows(&mut self, rows: Rows, n_rows: usize) {
        let paragraph = self.paragraphs.len();
        self.is_tall |= rows.is_tall || rows.cells.iter().any(|cell| cell.rtl);
        let rtl = rows.rtl;
        let lines = rows.rows.iter().take(n_rows).enumerate();
        self.lines.extend(lines.map(|(row, of)| LabelLine { paragraph, row, left: of.left, right: of.right, rtl }));
        self.paragraphs.push(rows);
    }

    /// The rows that a line is drawn from, and which of them it is.
    pub(super) fn row(&self, line: &LabelLine) -> Option<(&Rows, usize)> {
        Some((self.paragraphs.get(line.paragraph)?, line.row))
    }
}

/// What a single line must keep to.
#[derive(Clone, Copy)]
struct Line {
    width: f32,
    rtl: bool,
    /// Whether the text goes on after it: then it ends in an ellipsis though it fits.
    goes_on: bool,
}

/// The part of a text that is looked at, and whether that is not all of it.
fn reached(text: &str, reach: usize) -> (&str, bool) {
    let end = text.floor_char_boundary(reach);
    (text.get(..end).unwrap_or_default(), end < text.len())
}

/// What ends a paragraph.
const BREAKS: [char; 7] = ['\n', '\r', '\u{B}', '\u{C}', '\u{85}', '\u{2028}', '\u{2029}'];

/// The paragraphs of a text, whatever ends them.
fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let here = rest?;
        let (paragraph, after) = here.split_at(here.find(BREAKS).unwrap_or(here.len()));
        let n_break = if after.starts_with("\r\n") { 2 } else { after.chars().next().map_or(0, char::len_utf8) };
        rest = after.get(n_break..).filter(|_| n_break > 0);
        Some(paragraph)
    })
}

/// Text with a picture for every character: a space for line breaks and tabs, a box for other controls.
fn printable(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| sign(c).is_some()) {
        return Cow::Borrowed(text);
    }
    let text = text.replace("\r\n", " ");
    let picture = |c: char| match c {
        c if c.is_whitespace() && sign(c).is_some() => ' ',
        c if sign(c).is_some() => NO_PICTURE,
        c => c,
    };
    Cow::Owned(text.chars().map(picture).collect())
}

/// The last border between graphemes up to which a line fits into `room`.
fn cut_for(rows: &Rows, text: &str, room: f32) -> usize {
    let mut cells = rows.cells.clone();
    cells.sort_by_key(|cell| cell.start);
    let mut width = 0.0;
    let fitting = cells.iter().take_while(|cell| {
        width += cell.right - cell.left;
        width <= room
    });
    let end = fitting.last().map_or(0, |cell| cell.end as usize);
    if end == text.len() { end } else { border_before(text, end + 1) }
}

/// The last border between graphemes before `at`.
fn border_before(text: &str, at: usize) -> usize {
    text.grapheme_indices(true).map(|(border, _)| border).take_while(|&border| border < at).last().unwrap_or(0)
}

/// The text up to `cut`, with the ellipsis outside of every isolate.
fn with_ellipsis(text: &str, cut: usize) -> String {
    let kept = text.get(..cut).unwrap_or_default().trim_end();
    let mut line = kept.to_owned();
    line.extend(std::iter::repeat_n(POP_ISOLATE, n_open_isolates(kept)));
    line.push(ELLIPSIS);
    line
}

/// Labels kept at most. Then the half goes that was used longest ago.
const MOST: usize = 4000;

/// The labels of the last frames.
#[derive(Default)]
pub(super) struct Labels {
    kept: HashMap<u64, Kept>,
    n_used: u64,
}

struct Kept {
    text: Box<str>,
    stresses: Box<[Stress]>,
    style: LabelStyle,
    label: Arc<Label>,
    used: u64,
}

impl Labels {
    pub(super) fn get(&mut self, text: &str, stresses: &[Stress], style: &LabelStyle) -> Option<Arc<Label>> {
        let kept = self.kept.get_mut(&hash_of(text, stresses, style))?;
        if *kept.text != *text || *kept.stresses != *stresses || kept.style != *style {
            return None;
        }
        self.n_used += 1;
        kept.used = self.n_used;
        Some(Arc::clone(&kept.label))
    }

    pub(super) fn keep(&mut self, text: &str, stresses: &[Stress], style: &LabelStyle, label: Arc<Label>) {
        if self.kept.len() >= MOST {
            let mut used: Vec<u64> = self.kept.values().map(|kept| kept.used).collect();
            let (_, &mut middle, _) = used.select_nth_unstable(MOST / 2);
            self.kept.retain(|_, kept| kept.used > middle);
        }
        self.n_used += 1;
        let kept = Kept { text: text.into(), stresses: stresses.into(), style: *style, label, used: self.n_used };
        self.kept.insert(hash_of(text, stresses, style), kept);
    }

    pub(super) fn clear(&mut self) {
        self.kept.clear();
    }
}

fn hash_of(text: &str, stresses: &[Stress], style: &LabelStyle) -> u64 {
    let mut hasher = AHasher::default();
    (text, stresses, style.face, style.weight, style.size.to_bits(), style.width.to_bits(), style.lines)
        .hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::typeset::{ReaderFonts, TextEngine};

    const SIZE: f32 = 13.0;

    fn style(width: f32, lines: usize) -> LabelStyle {
        LabelStyle { face: ArticleFace::Inter, weight: 400, size: SIZE, width, lines }
    }

    fn label(text: &str, width: f32, lines: usize) -> Arc<Label> {
        TextEngine::without_system_fonts(&ReaderFonts::shipped()).label(text, &[], style(width, lines))
    }

    /// The cells of a line from left to right, with the bytes that each stands for.
    fn cells(label: &Label, line: usize) -> Vec<std::ops::Range<u32>> {
        let (rows, row) = label.row(&label.lines[line]).unwrap();
        rows.cells_of(&rows.rows[row]).iter().map(|cell| cell.start..cell.end).collect()
    }

    /// How many bytes of the text stand before the ellipsis of a line.
    fn kept(label: &Label, line: usize) -> usize {
        let (rows, _) = label.row(&label.lines[line]).unwrap();
        rows.len as usize - ELLIPSIS.len_utf8()
    }

    #[test]
    fn what_fits_is_whole_and_begins_on_its_readers_side() {
        let hebrew = label("שלום", 200.0, 1);
        assert!(!hebrew.is_elided);
        assert_eq!(cells(&hebrew, 0), [6..8, 4..6, 2..4, 0..2], "the first letter stands at the right");
        assert_eq!(cells(&label("abcd", 200.0, 1), 0), [0..1, 1..2, 2..3, 3..4]);
        // A paragraph that reads from right to left, with a number that does not.
        assert_eq!(cells(&label("גל 12", 200.0, 1), 0), [5..6, 6..7, 4..5, 2..4, 0..2]);
    }

    #[test]
    fn a_line_without_room_ends_in_an_ellipsis_at_its_readers_end() {
        let english = label("Ceasefire talks resume in Geneva", 100.0, 1);
        assert!(english.is_elided && english.width <= 100.0);
        let end = kept(&english, 0) as u32;
        assert_eq!(cells(&english, 0).last(), Some(&(end..end + 3)), "at the right");

        for text in ["استؤنفت محادثات وقف إطلاق النار في جنيف", "שיחות הפסקת האש מתחדשות בז׳נבה"]
        {
            let rtl = label(text, 100.0, 1);
            assert!(rtl.is_elided && rtl.width <= 100.0, "{text}");
            let end = kept(&rtl, 0) as u32;
            assert_eq!(cells(&rtl, 0).first(), Some(&(end..end + 3)), "at the left: {text}");
            assert_eq!(cells(&rtl, 0).last().map(|cell| cell.start), Some(0), "and the first letter at the right");
        }
    }

    #[test]
    fn as_much_is_kept_as_fits() {
        let text = "Ceasefire talks resume in Geneva";
        for width in [40.0, 77.0, 123.0, 160.0] {
            let cut = kept(&label(text, width, 1), 0);
            let next = cut + text.get(cut..).unwrap().find(|c: char| !c.is_whitespace()).unwrap();
            let one_more = format!("{}…", text.get(..=next).unwrap());
            assert!(label(&one_more, f32::INFINITY, 1).width > width, "{one_more} would fit into {width}");
        }
    }

    #[test]
    fn graphemes_stay_whole() {
        for unit in ["e\u{301}", "क्षि", "שָׁ", "🇫🇷"] {
            let text = unit.repeat(40);
            for width in [30.0, 61.0, 90.0] {
                assert_eq!(kept(&label(&text, width, 1), 0) % unit.len(), 0, "{unit} in {width}");
            }
        }
    }

    #[test]
    fn a_name_that_is_cut_in_a_sentence_leaves_the_sentence_its_end() {
        let sentence = format!("Remove {}", super::super::isolated(&"שלום עולם ".repeat(20)));
        let label = label(&sentence, 120.0, 1);
        let last = cells(&label, 0).last().cloned().unwrap();
        assert_eq!(last, kept(&label, 0) as u32..kept(&label, 0) as u32 + 3, "the ellipsis stands at the right");
    }

    #[test]
    fn too_little_room_leaves_the_ellipsis() {
        let label = label("Person", 3.0, 1);
        assert!(label.is_elided);
        assert_eq!((label.lines.len(), kept(&label, 0)), (1, 0));
    }

    #[test]
    fn one_line_takes_breaks_and_controls_as_signs_of_its_own() {
        let label = label("a\r\nb\tc\0d\u{2028}e", f32::INFINITY, 1);
        let (rows, _) = label.row(&label.lines[0]).unwrap();
        assert_eq!((label.lines.len(), rows.rows.len()), (1, 1));
        assert_eq!(rows.cells.len(), "a b c□d e".chars().count());
        assert_eq!(rows.n_missing(), 0);
    }

    #[test]
    fn paragraphs_are_lines_of_their_own_whatever_ends_them() {
        let parts = |text| paragraphs(text).collect::<Vec<_>>();
        assert_eq!(parts("a\nb\r\nc\rd\u{2029}e"), ["a", "b", "c", "d", "e"]);
        assert_eq!(parts("a\n\nb"), ["a", "", "b"]);
        assert_eq!(parts("a\r\n\r\nb\n"), ["a", "", "b", ""]);
        assert_eq!(label("one\n\nthree\n", 300.0, usize::MAX).lines.len(), 3, "a break at the end is none");
    }

    #[test]
    fn each_paragraph_begins_on_its_own_side() {
        let mixed = label("Agreed.\nمتفق عليه", 300.0, usize::MAX);
        assert_eq!(mixed.lines.iter().map(|line| line.rtl).collect::<Vec<_>>(), [false, true]);
        assert_eq!(mixed.lines[0].left, 0.0);
        assert_eq!(mixed.lines[1].right.round(), 300.0);
    }

    #[test]
    fn lines_beyond_the_limit_become_an_ellipsis() {
        let text = "one two three four five six seven eight nine ten";
        let all = label(text, 90.0, usize::MAX);
        assert!(all.lines.len() > 3 && !all.is_elided);
        let two = label(text, 90.0, 2);
        assert!(two.is_elided && two.lines.len() == 2 && two.width <= 90.0);
        let between = label("a\nb\nc", 90.0, 2);
        assert!(between.is_elided && between.lines.len() == 2);
        assert_eq!(kept(&between, 1), 1, "b…");
        assert!(!label("a\nb", 90.0, 2).is_elided);
    }

    #[test]
    fn a_text_longer_than_any_label_is_not_laid_out_whole() {
        let long = "word ".repeat(100_000);
        let line = label(&long, f32::INFINITY, 1);
        assert!(line.is_elided && kept(&line, 0) <= LINE_REACH);
        let lines = label(&long, 200.0, usize::MAX);
        assert!(lines.is_elided && lines.paragraphs.iter().all(|rows| rows.len as usize <= LINES_REACH));
    }

    #[test]
    fn stressed_stretches_are_set_otherwise_where_they_stand() {
        let stress = |range: std::ops::Range<usize>, is_strong: bool| Stress {
            range,
            is_strong,
            is_slanted: !is_strong,
            is_code: false,
        };
        let mut engine = TextEngine::without_system_fonts(&ReaderFonts::shipped());
        let plain = engine.label("never a title", &[], style(400.0, usize::MAX));
        let strong = engine.label("never a title", &[stress(0..5, true)], style(400.0, usize::MAX));
        let slanted = engine.label("never a title", &[stress(8..13, false)], style(400.0, usize::MAX));
        let width = |label: &Label, range: std::ops::Range<u32>| -> f32 {
            let (rows, row) = label.row(&label.lines[0]).unwrap();
            let cells = rows.cells_of(&rows.rows[row]).iter().filter(|cell| range.contains(&cell.start));
            cells.map(|cell| cell.right - cell.left).sum()
        };
        assert!(width(&strong, 0..5) > width(&plain, 0..5), "semibold letters are wider");
        assert!((width(&strong, 5..13) - width(&plain, 5..13)).abs() < 0.5, "the rest is as it was");
        let is_slanted = |label: &Label| -> Vec<bool> {
            let (rows, _) = label.row(&label.lines[0]).unwrap();
            rows.glyphs.iter().map(|glyph| rows.fonts[glyph.font].skew.is_some()).collect()
        };
        assert_eq!(is_slanted(&slanted), [vec![false; 8], vec![true; 5]].concat());
        assert_eq!(is_slanted(&plain), [false; 13]);
        // Ranges of another text, or through a letter, set nothing otherwise.
        let wrong = engine.label("né", &[stress(2..9, true), stress(0..2, true)], style(400.0, usize::MAX));
        assert_eq!(wrong.width, engine.label("né", &[], style(400.0, usize::MAX)).width);
    }

    #[test]
    fn those_used_longest_ago_are_forgotten() {
        let mut labels = Labels::default();
        let style = style(90.0, 1);
        for n in 0..MOST {
            labels.keep(&n.to_string(), &[], &style, Arc::default());
        }
        assert!(labels.get("0", &[], &style).is_some());
        labels.keep("one more", &[], &style, Arc::default());
        assert!(labels.kept.len() <= MOST / 2 + 1);
        assert!(labels.get("0", &[], &style).is_some(), "it was used just now");
        assert!(labels.get("1", &[], &style).is_none());
        assert!(labels.get(&(MOST - 1).to_string(), &[], &style).is_some());
        assert!(
            labels.get("0", &[], &LabelStyle { lines: 2, ..style }).is_none(),
            "set otherwise, it is another label"
        );
    }
}
