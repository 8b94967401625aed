//! Parts of the text that are not to be labeled: left out, and taken in again.

use crate::app::reader::Selection;
use crate::app::widgets::ToastKind;
use crate::app::window::{Session, Window};
use crate::edit::Command;
use crate::text::TextRange;

impl Window {
    /// Leaves the selection out of the labeling, or the paragraph at the caret.
    pub(super) fn leave_out(&mut self) {
        let Session::Open(desk) = &self.session else { return };
        let Some(document) = desk.document() else { return };
        let paragraph = || {
            let text = &document.text;
            let at = desk.page.selection?.head;
            Some(text.paragraph(text.paragraph_index(at))).filter(|paragraph| !paragraph.is_empty())
        };
        match desk.selected().or_else(paragraph) {
            Some(part) => self.exclude(part, true),
            None => self.say(ToastKind::Info, "Select the words to leave out first".to_owned()),
        }
    }

    /// Takes what is left out of the selection in again, or the part that the caret is in.
    pub(super) fn take_in_again(&mut self) {
        let Session::Open(desk) = &self.session else { return };
        let Some(document) = desk.document() else { return };
        let at_caret = || document.excluded.touching(desk.page.selection?.head);
        match desk.selected().or_else(at_caret) {
            Some(part) => self.exclude(part, false),
            None => self.say(ToastKind::Info, "Nothing is left out here".to_owned()),
        }
    }

    fn exclude(&mut self, range: TextRange, excluded: bool) {
        let Session::Open(desk) = &self.session else { return };
        let Some(document) = desk.page.document.clone() else { return };
        if self.run(&Command::Exclude { document, range, excluded })
            && let Session::Open(desk) = &mut self.session
        {
            desk.let_go();
            desk.page.selection = Some(Selection::caret(range.start()));
        }
    }
}
