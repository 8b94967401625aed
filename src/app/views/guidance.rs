//! What guides people in a tag, beside the article while they label: short, quiet, and to be folded.

use super::ViewCx;
use super::tag_page::LONGEST;
use crate::app::action::{Action, Actions};
use crate::app::theme::{icons, size};
use crate::app::verb::Verb;
use crate::app::widgets::{
    IconButton, ProseLook, QuietButton, Words, icon_button_ui, isolated, on_hover_words, prose_ui, quiet_button_ui,
    section_head_with_ui, soft_ui, words_ui,
};
use crate::edit::Guidance;
use crate::model::{Example, Span, Tag};
use crate::query::marked_in;
use crate::text::quote;
use egui::Ui;

/// How many examples of each kind are shown.
const EXAMPLES: usize = 3;

/// How much of a passage the tooltip of its words has, in bytes.
const TIP: usize = 1000;

/// Draws the guidance of a tag, or nothing where nobody has written any.
pub fn guidance_ui(ui: &mut Ui, cx: &ViewCx<'_>, tag: &Tag, actions: &mut Actions) {
    let says_nothing = Guidance::ALL.iter().all(|part| part.of(tag).is_empty());
    if says_nothing && tag.examples.is_empty() {
        return;
    }
    let is_folded = cx.desk.guidance_folded;
    section_head_with_ui(ui, "Guidance", |ui| {
        let (icon, label) =
            if is_folded { (icons::CARET_DOWN, "Unfold the guidance") } else { (icons::CARET_UP, "Fold the guidance") };
        let key = cx.cap(Verb::FoldGuidance);
        if icon_button_ui(ui, &IconButton { icon, label, key: key.as_deref(), ..IconButton::default() }).clicked() {
            actions.verb(Verb::FoldGuidance);
        }
        let open =
            IconButton { icon: icons::BOOK_OPEN, label: "Show the tag in the codebook", ..IconButton::default() };
        if icon_button_ui(ui, &open).clicked() {
            actions.push(Action::ShowTag(tag.id.clone()));
        }
    });
    if is_folded {
        return;
    }
    for part in Guidance::ALL.into_iter().filter(|part| !part.of(tag).is_empty()) {
        if part != Guidance::Meaning {
            soft_ui(ui, part.heading());
        }
        prose_ui(ui, part.of(tag), ProseLook::Aside);
        ui.add_space(size::SPACE_XS);
    }
    for (heading, is_positive) in [("For example", true), ("But not", false)] {
        let mut examples = tag.examples.iter().filter(|example| example.is_positive == is_positive).peekable();
        if examples.peek().is_some() {
            soft_ui(ui, heading);
        }
        examples.take(EXAMPLES).for_each(|example| example_ui(ui, cx, example));
    }
    ui.add_space(size::SPACE_S);
}

/// The words that an example marks, in two lines at most; the passage is in the tooltip.
fn example_ui(ui: &mut Ui, cx: &ViewCx<'_>, example: &Example) {
    let is_short = example.text.len() <= LONGEST;
    let marked = if is_short { marked_in(cx.desk.workspace.project(), example) } else { None };
    let marked = marked.filter(|marked| !marked.is_empty());
    let words = marked.and_then(|marked| example.text.get(marked)).unwrap_or(&example.text);
    let why = if example.why.is_empty() { String::new() } else { format!(": {}", isolated(&example.why)) };
    let sentence = format!("{}{why}", isolated(&format!("“{}”", quote(words).replace('\n', " "))));
    let response = words_ui(ui, &Words { lines: 2, fills: true, ..Words::sentence(&sentence) });
    let passage = example.text.get(..example.text.floor_char_boundary(TIP)).unwrap_or_default();
    on_hover_words(response, passage);
}

/// Says of a span that it was made before what its tag means was last changed, and takes the word that it is right.
pub fn made_before_ui(ui: &mut Ui, cx: &ViewCx<'_>, tag: &Tag, span: &Span, is_own: bool, actions: &mut Actions) {
    if tag.revised.is_none_or(|revised| span.made >= revised) {
        return;
    }
    words_ui(ui, &Words::lines("Marked before what the tag means was changed").soft(cx.theme));
    if is_own {
        let (icon, key) = ((icons::SEAL_CHECK, cx.theme.text_soft), cx.cap(Verb::StillRight));
        let help = Verb::StillRight.help();
        if quiet_button_ui(ui, &QuietButton { icon, label: "Still right", help, key: key.as_deref() }).clicked() {
            actions.verb(Verb::StillRight);
        }
    }
    ui.add_space(size::SPACE_XS);
}
