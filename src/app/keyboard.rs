//! The keyboard: what a press means here and now, for a verb, a tag's key or a text field.

use super::action::Action;
use super::desk::Room;
use super::keys::{Chord, may_repeat, pressed_chords};
use super::overlay::Overlay;
use super::reviewing::Part;
use super::verb::{Group, Verb};
use super::views::commands::works_without_project;
use super::window::{Session, Window};
use crate::model::LayerKind;
use egui::{Context, Event};

impl Window {
    /// Turns presses into actions. A text field gets what can be typed; everything else is a verb or a tag's key.
    pub(super) fn read_keys(&mut self, cx: &Context) {
        let events = cx.input(|input| input.events.clone());
        if self.give_key(&events) {
            // The press is nobody else's: Esc ends the question and not the help, Enter presses nothing.
            let is_key = |event: &Event| matches!(event, Event::Key { .. } | Event::Text(_));
            return cx.input_mut(|input| input.events.retain(|event| !is_key(event)));
        }
        let in_field = cx.text_edit_focused();
        let is_modal = self.is_modal();
        for event in &events {
            match event {
                Event::Paste(text) if !in_field && !is_modal => self.actions.push(Action::AddText(text.clone())),
                Event::Copy if !in_field && !is_modal => self.actions.verb(Verb::Copy),
                _ => {}
            }
        }
        let has_article = self.article_has_keyboard(cx) && !is_modal;
        for (chord, repeat) in pressed_chords(&events) {
            if in_field && chord.is_typing() {
                continue;
            }
            let Some(verb) = self.verb_now(chord, has_article, in_field, is_modal) else {
                if has_article && !repeat {
                    self.tag_key(chord);
                }
                continue;
            };
            if repeat && !may_repeat(verb) || verb == Verb::Back && self.esc_left_field() {
                continue;
            }
            match super::dispatch::motion_of(verb) {
                Some(motion) => self.move_caret(cx, motion, chord.shift()),
                None => self.actions.verb(verb),
            }
            if in_field && chord.alt() {
                // Some systems send the letter as text as well.
                cx.input_mut(|input| input.events.retain(|event| !matches!(event, Event::Text(_))));
            }
        }
    }

    /// Whether what stands over the window has the keyboard to itself.
    pub(super) fn is_modal(&self) -> bool {
        self.overlay.as_ref().is_some_and(|overlay| !matches!(overlay, Overlay::Tour(_) | Overlay::Reading))
    }

    /// The verb that a chord means here and now.
    fn verb_now(&self, chord: Chord, has_article: bool, in_field: bool, is_modal: bool) -> Option<Verb> {
        let in_review = self.is_in_review();
        let verb = self.keymap.verb(chord, in_review).or_else(|| {
            // Shift and a step of the caret extends the selection.
            let step = self.keymap.verb(chord.without_shift(), in_review).filter(|_| chord.shift())?;
            super::dispatch::motion_of(step).map(|_| step)
        })?;
        let is_field_key = in_field
            && (super::dispatch::motion_of(verb).is_some() || matches!(verb, Verb::Undo | Verb::Redo))
            || self.writes_guidance(verb, in_field);
        let here = match verb.group() {
            Group::Labeling | Group::Review => has_article,
            Group::Caret => (has_article || verb == Verb::Back) && !is_field_key,
            // A dialog has the keyboard to itself, but for what opens and closes the overlays.
            _ if is_field_key => false,
            _ => !is_modal || matches!(verb, Verb::Commands | Verb::Keys | Verb::Quit),
        };
        let is_open = matches!(self.session, Session::Open(_)) || works_without_project(verb);
        // Dialogs take Esc themselves; the command palette is none.
        let is_dialog = is_modal && !matches!(self.overlay, Some(Overlay::Commands(_)));
        let modal_back = verb == Verb::Back && is_dialog;
        (here && is_open && !modal_back).then_some(verb)
    }

    /// Whether keys mean what they mean in the review. While an edge is held, they are those of labeling.
    fn is_in_review(&self) -> bool {
        let Session::Open(desk) = &self.session else { return false };
        desk.room == Room::Review && desk.page.held.is_none() && desk.page.palette.is_none()
    }

    /// Whether Ctrl+Enter keeps a part of the guidance that is being written.
    fn writes_guidance(&self, verb: Verb, in_field: bool) -> bool {
        let Session::Open(desk) = &self.session else { return false };
        let is_writing = desk.room == Room::Codebook && desk.codebook.draft.is_some();
        in_field && is_writing && verb == Verb::Finish
    }

    /// Whether Esc has done its one thing already: the field that it left stands in no popover that it would close.
    fn esc_left_field(&self) -> bool {
        let Session::Open(desk) = &self.session else { return false };
        let closes = self.overlay.is_some() || desk.page.palette.is_some() || desk.page.find.is_some();
        self.field_had_keyboard && !closes
    }

    /// A digit or letter that the codebook gives to a tag; Shift adds beside what is there.
    fn tag_key(&mut self, chord: Chord) {
        let Session::Open(desk) = &mut self.session else { return };
        let Some(key) = chord.tag_key().filter(|_| chord.is_plain()) else { return };
        if desk.room == Room::Review && desk.page.palette.is_none() && desk.page.held.is_none() {
            let lane = key.to_digit(10).and_then(|digit| usize::try_from(digit).ok()?.checked_sub(1));
            return lane.into_iter().for_each(|lane| self.actions.push(Action::TakeVersion(lane)));
        }
        let Some(tag) = desk.workspace.project().codebook.with_key(key).map(|tag| tag.id.clone()) else {
            // A letter that means nothing else begins to narrow the open palette.
            if let Some(palette) = &mut desk.page.palette {
                palette.filter.push(key);
                palette.typing = true;
            }
            return;
        };
        let codebook = &desk.workspace.project().codebook;
        if codebook.tag(&tag).is_some_and(|tag| codebook.kind_of(tag) != LayerKind::Span) {
            return self.actions.push(Action::ApplyTag { tag, beside: false });
        }
        if desk.selected().is_none() && desk.marked_place(&tag).is_some() {
            return self.actions.push(Action::ApplyTag { tag, beside: false });
        }
        let holds = desk.selected().is_some() || !desk.focused_own().is_empty() || desk.suggested().is_some();
        let is_armed = desk.armed.as_ref() == Some(&tag) && desk.selected().is_none();
        if is_armed && desk.focused().is_none_or(|span| span.tag == tag) {
            // What the armed tag has just marked is focused: its key still puts it down.
            return self.actions.push(Action::Arm(None));
        }
        self.actions.push(if holds { Action::ApplyTag { tag, beside: chord.shift() } } else { Action::Arm(Some(tag)) });
    }

    /// While the key help waits for a key, the next press is that key.
    fn give_key(&mut self, events: &[Event]) -> bool {
        let Some(Overlay::Keys { waiting, refused, .. }) = &mut self.overlay else { return false };
        let Some(verb) = *waiting else { return false };
        let Some((chord, _)) = pressed_chords(events).first().copied() else { return false };
        if chord == Chord::plain(egui::Key::Escape) {
            *waiting = None;
            *refused = None;
        } else {
            match self.keymap.assign(verb, chord) {
                Ok(()) => {
                    *waiting = None;
                    *refused = None;
                    self.preferences.keys = self.keymap.changes();
                }
                Err(clash) => *refused = Some(clash.to_string()),
            }
        }
        true
    }

    /// Whether keys go to the article: it has the focus, or nothing has.
    fn article_has_keyboard(&self, cx: &Context) -> bool {
        let Session::Open(desk) = &self.session else { return false };
        let is_shown = desk.room == Room::Label || desk.room == Room::Review && desk.review.part == Part::Decide;
        let Some(reader) = desk.page.reader.as_ref().filter(|_| is_shown) else { return false };
        reader.has_focus(cx) || cx.memory(|memory| memory.focused().is_none())
    }
}
