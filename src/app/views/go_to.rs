//! The small field that leads to a paragraph, an offset or a part of the article.

use super::{ViewCx, thousands};
use crate::app::action::{Action, Actions};
use crate::app::overlay::Overlay;
use crate::app::theme::size;
use crate::app::widgets::{Popover, popover_ui, section_head_ui};
use crate::text::{Offset, Text, Unit};
use egui::{Context, Id, Key, LayerId, Rect, RichText, TextEdit};

/// Draws the field; Enter goes there.
pub fn go_to_ui(
    cx: &Context,
    view: &ViewCx<'_>,
    overlay: &mut Overlay,
    beside: Rect,
    layer: LayerId,
    actions: &mut Actions,
) {
    let Overlay::GoTo { typed, problem } = overlay else { return };
    let Some(document) = view.desk.document() else { return actions.push(Action::CloseOverlay) };
    let popover = Popover { id: Id::unique("go to"), label: "Go to paragraph", beside, layer, width: 300.0 };
    let shown = popover_ui(cx, &popover, |ui| {
        let label = section_head_ui(ui, "Go to paragraph");
        let field = ui.add(TextEdit::singleline(typed).hint_text("12").desired_width(f32::INFINITY));
        let field = field.labelled_by(label.id);
        if field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
            match place(typed, &document.text) {
                Ok(at) => actions.push(Action::GoTo(at)),
                Err(why) => *problem = Some(why),
            }
        } else if field.changed() {
            *problem = None;
        }
        if !field.has_focus() && !field.lost_focus() {
            field.request_focus();
        }
        let n = thousands(document.text.n_paragraphs());
        let (words, color) = match problem {
            Some(why) => (why.clone(), view.theme.danger),
            None => (format!("of {n} paragraphs; or @1234 for a character, 50 % for a part"), view.theme.text_soft),
        };
        ui.label(RichText::new(words).size(size::TEXT_SECONDARY).color(color));
    });
    if shown.is_some_and(|shown| shown.dismissed) {
        actions.push(Action::CloseOverlay);
    }
}

/// The place that is meant: `12` is the start of the twelfth paragraph, `@1234` has 1,234 code points before it, and
/// `50 %` half of the article. Otherwise says what can be written.
fn place(typed: &str, text: &Text) -> Result<Offset, String> {
    let compact: String = typed.chars().filter(|c| !c.is_whitespace() && *c != ',').collect();
    let n_characters = text.count(text.end(), Unit::CodePoint);
    let number = |digits: &str| digits.parse::<usize>().ok();
    if let Some(digits) = compact.strip_prefix('@') {
        let n = number(digits).ok_or("Write the number of a character after the @, such as @1234")?;
        let outside = || format!("There are {} characters; write @0 to @{n_characters}", thousands(n_characters));
        return text.offset(n, Unit::CodePoint).map_err(|_| outside());
    }
    if let Some(digits) = compact.strip_suffix('%') {
        let share = digits.parse::<f64>().ok().filter(|share| (0.0..=100.0).contains(share));
        let share = share.ok_or("Write 0 % to 100 %")?;
        let n = (n_characters as f64 * share / 100.0).round() as usize;
        return Ok(text.offset(n.min(n_characters), Unit::CodePoint).unwrap_or(text.end()));
    }
    let n = number(&compact).ok_or("Write the number of a paragraph, @ and that of a character, or a percentage")?;
    let n_paragraphs = text.n_paragraphs();
    let index = n.checked_sub(1).filter(|index| *index < n_paragraphs);
    let index = index.ok_or_else(|| match n_paragraphs {
        1 => "There is 1 paragraph".to_owned(),
        n => format!("There are {} paragraphs; write 1 to {n}", thousands(n)),
    })?;
    Ok(text.paragraph(index).start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, expected: Result<u32, &str>) {
        let text = Text::new("Aé\n漢字\n\n👍 end".to_owned()).unwrap();
        let found = place(typed, &text).map(Offset::get);
        assert_eq!(found.as_ref().map_err(String::as_str).copied(), expected, "{typed}");
    }

    /// The text has 4 paragraphs and 12 characters: A é LF 漢 字 LF LF 👍 space e n d.
    #[test]
    fn numbers_are_paragraphs_characters_or_percentages() {
        check("1", Ok(0));
        check(" 2 ", Ok(4));
        check("3", Ok(11));
        check("4", Ok(12));
        check("@0", Ok(0));
        check("@2", Ok(3));
        check("@ 4", Ok(7));
        check("@8", Ok(16));
        check("@12", Ok(20));
        check("0%", Ok(0));
        check("50 %", Ok(11));
        check("100 %", Ok(20));
    }

    #[test]
    fn what_cannot_be_gone_to_is_said_with_what_can_be() {
        check("5", Err("There are 4 paragraphs; write 1 to 4"));
        check("0", Err("There are 4 paragraphs; write 1 to 4"));
        check("@13", Err("There are 12 characters; write @0 to @12"));
        check("@x", Err("Write the number of a character after the @, such as @1234"));
        check("101 %", Err("Write 0 % to 100 %"));
        check("-1", Err("Write the number of a paragraph, @ and that of a character, or a percentage"));
        check("", Err("Write the number of a paragraph, @ and that of a character, or a percentage"));
    }
}
