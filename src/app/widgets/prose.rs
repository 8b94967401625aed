//! Guidance that people wrote in Markdown, as they mean it: headings, lists, stress, code. Links are read, not followed.

use super::words::{Stress, Words, words_ui};
use crate::app::theme::{Theme, reading, reading_semibold, regular, semibold, size};
use crate::report::{Block, BlockKind, Mark, Style, markdown};
use egui::{FontId, Frame, Margin, Ui};

/// How guidance is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProseLook {
    /// To be read: in the article's face, with air.
    Page,
    /// Beside the article: in the interface's face, close together.
    Aside,
}

/// How much of a text is looked at, in bytes: a longer one ends in an ellipsis.
const REACH: usize = 32 * 1024;
/// How far each list in a list stands in, in points.
const STEP: f32 = 16.0;
/// Lists in lists beyond this many stand no further in.
const DEEPEST: usize = 5;

/// Draws Markdown over the whole width.
pub fn prose_ui(ui: &mut Ui, source: &str, look: ProseLook) {
    let shown = source.get(..source.floor_char_boundary(REACH)).unwrap_or_default();
    let blocks = markdown(shown);
    let gap = if look == ProseLook::Page { size::SPACE_S } else { size::SPACE_XS };
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut last: Option<&Block> = None;
        for block in &blocks {
            let is_in_list = |block: &Block| block.depth > 0;
            let goes_on = last.is_some_and(|last| is_in_list(last) && is_in_list(block));
            if last.is_some() {
                ui.add_space(if goes_on { gap / 2.0 } else { gap });
            }
            block_ui(ui, block, look);
            last = Some(block);
        }
        if shown.len() < source.len() {
            line_ui(ui, "…", &[], &Setting::of(BlockKind::Paragraph, look));
        }
    });
}

/// How the words of a block are set.
struct Setting {
    font: FontId,
    line_height: Option<f32>,
    is_soft: bool,
}

impl Setting {
    fn of(kind: BlockKind, look: ProseLook) -> Self {
        let font = match (look, kind) {
            (ProseLook::Page, BlockKind::Heading(1 | 2)) => reading_semibold(18.0),
            (ProseLook::Page, BlockKind::Heading(_)) => reading_semibold(16.0),
            (ProseLook::Page, BlockKind::Code) => regular(14.0),
            (ProseLook::Page, _) => reading(16.0),
            (ProseLook::Aside, BlockKind::Heading(_)) => semibold(size::TEXT),
            (ProseLook::Aside, _) => regular(size::TEXT),
        };
        let line_height = if look == ProseLook::Page { Some(26.0) } else { None };
        Self { font, line_height, is_soft: false }
    }
}

fn block_ui(ui: &mut Ui, block: &Block, look: ProseLook) {
    let setting = Setting { is_soft: block.is_quoted, ..Setting::of(block.kind, look) };
    if block.kind == BlockKind::Rule {
        ui.separator();
        return;
    }
    let indent = STEP * block.depth.saturating_sub(1).min(DEEPEST) as f32;
    // A sign stands in the line itself, so that it is on the side where its readers begin.
    let sign = match block.kind {
        BlockKind::Item(Some(n)) => format!("{n}.\u{2002}"),
        BlockKind::Item(None) => "•\u{2002}".to_owned(),
        _ => String::new(),
    };
    let margin = Margin { left: indent as i8, ..Margin::ZERO };
    Frame::new().inner_margin(margin).show(ui, |ui| {
        let mut at = 0;
        for (n, line) in block.text.split('\n').enumerate() {
            let sign = if n == 0 { sign.as_str() } else { "" };
            // A tab has no picture, and what has none is set plainly.
            let text = format!("{sign}{}", line.replace('\t', " "));
            let stresses = stresses_of(block, at..at + line.len(), sign.len());
            line_ui(ui, &text, &stresses, &setting);
            at += line.len() + 1;
        }
        for mark in &block.marks {
            address_ui(ui, block, mark);
        }
    });
}

fn line_ui(ui: &mut Ui, text: &str, stresses: &[Stress], setting: &Setting) {
    let theme = Theme::of(ui);
    let color = if setting.is_soft { theme.text_soft } else { theme.text };
    let words = Words { fills: true, line_height: setting.line_height, stresses, ..Words::lines(text) };
    words_ui(ui, &words.font(setting.font.clone()).color(color));
}

/// What is set apart in a line, moved to where it stands there.
fn stresses_of(block: &Block, line: std::ops::Range<usize>, moved: usize) -> Vec<Stress> {
    let plain = |range| Stress { range, is_strong: false, is_slanted: false, is_code: false };
    if block.kind == BlockKind::Code {
        return vec![Stress { is_code: true, ..plain(0..line.len()) }];
    }
    let within = |mark: &Mark| {
        let start = mark.range.start.max(line.start);
        let end = mark.range.end.min(line.end);
        (start < end).then(|| start - line.start + moved..end - line.start + moved)
    };
    let stresses = block.marks.iter().filter_map(|mark| {
        let stress = plain(within(mark)?);
        match mark.style {
            Style::Strong => Some(Stress { is_strong: true, ..stress }),
            Style::Emphasis => Some(Stress { is_slanted: true, ..stress }),
            Style::Code => Some(Stress { is_code: true, ..stress }),
            Style::Link(_) => None,
        }
    });
    stresses.collect()
}

/// Where a link leads, unless its words say it.
fn address_ui(ui: &mut Ui, block: &Block, mark: &Mark) {
    let Style::Link(address) = &mark.style else { return };
    let words = block.text.get(mark.range.clone()).unwrap_or_default();
    if words == address {
        return;
    }
    let theme = Theme::of(ui);
    words_ui(ui, &Words { fills: true, ..Words::lines(address).soft(&theme) });
}
