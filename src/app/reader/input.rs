//! What goes into the reader and what comes out of it: values in, events out.

use super::style::{ReaderSettings, ReaderStyle, TagLook};
use crate::model::{AnnotationSet, RecordId, Span, SpanKey, TagId};
use crate::review::Differences;
use crate::text::{Granularity, Offset, Regions, TextRange};
use egui::Pos2;
use imbl::Vector;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

/// All that one frame of the reader is drawn from.
#[derive(Clone)]
pub struct ReaderInput<'a> {
    /// The annotation sets on the page; the person's own first.
    pub layers: &'a [ReaderLayer<'a>],
    /// How a tag looks, and what it is called.
    pub look: &'a dyn Fn(&TagId) -> TagLook,
    /// What is selected; a caret when it is empty.
    pub selection: Option<Selection>,
    /// The focused spans; the first one can be resized.
    pub focus: &'a [SpanRef],
    /// The edge of the first focused span that the keyboard holds.
    pub held_edge: Option<Edge>,
    /// The tag that is put on every selection at once.
    pub armed: Option<TagLook>,
    /// Selects exact graphemes instead of words, as holding Alt does.
    pub exact: bool,
    /// The language of the text, as a BCP 47 tag, if somebody has named it.
    pub language: Option<&'a str>,
    /// Other ranges to show.
    pub marks: Marks,
    /// The parts that are left out of the labeling: they stand back.
    pub left_out: &'a Regions,
    /// What is to be said of a place under the pointer, below the names of its spans.
    pub remarks: &'a dyn Fn(Offset) -> Vec<String>,
    /// Colors.
    pub style: ReaderStyle,
    /// Face, size, measure.
    pub settings: ReaderSettings,
    /// Nothing can be resized.
    pub read_only: bool,
    /// The relation that is looked at, with its layer.
    pub relation: Option<(usize, RecordId)>,
    /// Whether there are relations to make: the focused span has a handle for them then.
    pub can_link: bool,
}

/// One annotation set on the page.
#[derive(Clone, Copy)]
pub struct ReaderLayer<'a> {
    /// The set.
    pub set: &'a AnnotationSet,
    /// Whose it is.
    pub kind: LayerKind,
    /// The annotator's name, for tooltips.
    pub name: &'a str,
}

/// Whose spans a layer holds, and so how they are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LayerKind {
    /// The person's own: tinted, under-lined, named.
    Own,
    /// Another annotator's: thin under-lines alone, read-only.
    Other,
    /// A recommender's: dashed outlines.
    Suggested,
}

/// A span of one of the layers.
#[derive(Clone, Copy, Debug)]
pub struct SpanRef {
    /// The index of its layer.
    pub layer: usize,
    /// Where it starts.
    pub start: Offset,
    /// Its id in the set.
    pub id: RecordId,
}

impl SpanRef {
    /// A span of a layer.
    pub fn new(layer: usize, span: &Span) -> Self {
        Self { layer, start: span.hull().start(), id: span.id }
    }

    /// Its key in the layer's set.
    pub fn key(&self) -> SpanKey {
        (self.start, self.id)
    }
}

/// The same span even when it has been resized since.
impl PartialEq for SpanRef {
    fn eq(&self, other: &Self) -> bool {
        self.layer == other.layer && self.id == other.id
    }
}

impl Eq for SpanRef {}

impl Hash for SpanRef {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.layer, self.id).hash(state);
    }
}

/// A selected range with a direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Selection {
    /// Where it was begun.
    pub anchor: Offset,
    /// Where it is extended, and where the caret stands.
    pub head: Offset,
}

impl Selection {
    /// A caret.
    pub const fn caret(at: Offset) -> Self {
        Self { anchor: at, head: at }
    }

    /// A range, selected forwards.
    pub const fn of(range: TextRange) -> Self {
        Self { anchor: range.start(), head: range.end() }
    }

    /// A range whose head is at its start when `backwards`.
    pub const fn directed(range: TextRange, backwards: bool) -> Self {
        if backwards { Self { anchor: range.end(), head: range.start() } } else { Self::of(range) }
    }

    /// What it covers.
    pub fn range(self) -> TextRange {
        TextRange::between(self.anchor, self.head)
    }
}

/// One end of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Edge {
    /// Where it begins, which in right-to-left text is at the right.
    Start,
    /// Where it ends.
    End,
}

/// Ranges that are shown without being spans. There may be millions: only those in view are looked at, and one for each
/// row of the strip. They are shared, and taken to be the same as long as they are the same in memory.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// Found by a search: in order, and apart from each other.
    pub hits: Arc<Vec<TextRange>>,
    /// The hit that the search stands at, by its place among the others.
    pub current: Option<usize>,
    /// What wants a look, in order of where it begins.
    pub problems: Vector<TextRange>,
    /// Whether that shows in the strip and not under the words, where what stands there is drawn already.
    pub problems_in_strip: bool,
    /// Where what several people say differs, in order of where it begins.
    pub differences: Vector<Differing>,
}

/// A place where what several people say differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Differing {
    /// All that anybody covers.
    pub at: TextRange,
    /// Whether it is a relation, and no passage.
    pub is_relation: bool,
    /// How it differs.
    pub differences: Differences,
}

impl Marks {
    /// How many problems begin before a place.
    pub(super) fn n_problems_before(&self, at: Offset) -> usize {
        let side = |range: &TextRange| if range.start() < at { Ordering::Less } else { Ordering::Greater };
        self.problems.binary_search_by(side).unwrap_or_else(|n| n)
    }

    /// The differences that begin in a range or at its end.
    pub(super) fn differences_in(&self, range: TextRange) -> impl Iterator<Item = Differing> {
        let side = |it: &Differing| if it.at.start() < range.start() { Ordering::Less } else { Ordering::Greater };
        let first = self.differences.binary_search_by(side).unwrap_or_else(|n| n);
        let from = (first..).map_while(|n| self.differences.get(n).copied());
        from.take_while(move |it| it.at.start() <= range.end())
    }

    /// The problems that begin in a range or at its end.
    pub(super) fn problems_in(&self, range: TextRange) -> impl Iterator<Item = TextRange> {
        let from = (self.n_problems_before(range.start())..).map_while(|n| self.problems.get(n).copied());
        from.take_while(move |problem| problem.start() <= range.end())
    }
}

/// What a person did on the page. The reader changes nothing by itself but its own scroll position.
#[derive(Clone, Debug, PartialEq)]
pub enum ReaderEvent {
    /// A click on text without spans: put the caret here.
    Caret(Offset),
    /// A range is being selected, or has been.
    Select {
        /// What is selected, snapped where it should be.
        selection: Selection,
        /// Whether the gesture is over; with an armed tag, whether no further click can enlarge it.
        done: bool,
        /// The unit of a double, triple or fourfold click.
        unit: Option<Granularity>,
        /// Ctrl was held: the range is to become another fragment of the focused span.
        is_fragment: bool,
    },
    /// A click on a span.
    FocusSpan {
        /// Which one.
        span: SpanRef,
        /// Ctrl was held: add it to the focused ones, or take it out.
        add: bool,
    },
    /// An edge of the first focused span is being dragged, or has been.
    Resize {
        /// Which span.
        span: SpanRef,
        /// Which edge.
        edge: Edge,
        /// The range it would have, from its start to its end.
        to: TextRange,
        /// Whether the edge has been let go.
        done: bool,
    },
    /// The handle of the first focused span was dragged onto another one.
    Link {
        /// The focused span.
        from: SpanRef,
        /// The one under the pointer.
        to: SpanRef,
    },
    /// Alt and a click: a zero-width mark, where the tag allows one.
    Point(Offset),
    /// A click on the count of spans that lie on each other.
    OpenStack {
        /// Those that it stands for.
        spans: Vec<SpanRef>,
        /// Where the pointer is.
        at: Pos2,
    },
    /// A click where there is no text.
    ClickedEmpty,
    /// The secondary button, or the menu key of a screen reader.
    ContextMenu {
        /// The nearest place in the text.
        at: Offset,
        /// The innermost span there.
        span: Option<SpanRef>,
        /// Where the pointer is.
        pos: Pos2,
    },
}

/// Where the page is scrolled to, so that it can be found again after another width, size or session.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Place {
    /// Where the first visible line begins.
    pub offset: Offset,
    /// How many points of that line lie above the window's upper edge.
    pub above_px: f32,
}

/// A step of the caret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Motion {
    /// By word: forwards in text that reads from right to left.
    WordLeft,
    /// By word: backwards in text that reads from right to left.
    WordRight,
    /// By grapheme.
    GraphemeLeft,
    /// By grapheme.
    GraphemeRight,
    /// To the line above, as far from the left as the first of several such steps was.
    LineUp,
    /// To the line below.
    LineDown,
    /// To the start of the line.
    LineStart,
    /// To the end of the line.
    LineEnd,
    /// To the start of the paragraph, or of the one before.
    ParagraphUp,
    /// To the start of the next paragraph.
    ParagraphDown,
    /// One window up, less two lines.
    PageUp,
    /// One window down, less two lines.
    PageDown,
    /// To the start of the text.
    DocumentStart,
    /// To the end of the text.
    DocumentEnd,
}
