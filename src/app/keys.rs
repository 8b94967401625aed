//! Which key does what: chords, and the keymap that a person can change.

use super::verb::{Group, Verb};
use crate::edit::COMMAND_LETTERS;
use egui::{Event, Key, Modifiers};
use std::collections::BTreeMap;
use std::fmt;
use thiserror::Error;

/// A key with the modifiers that are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Chord {
    key: Key,
    ctrl: bool,
    shift: bool,
    alt: bool,
}

impl Chord {
    /// A key alone.
    pub const fn plain(key: Key) -> Self {
        Self { key, ctrl: false, shift: false, alt: false }
    }

    /// The same with Ctrl, or Command on a Mac.
    pub const fn with_ctrl(self) -> Self {
        Self { ctrl: true, ..self }
    }

    /// The same with Shift.
    pub const fn with_shift(self) -> Self {
        Self { shift: true, ..self }
    }

    /// The same with Alt.
    pub const fn with_alt(self) -> Self {
        Self { alt: true, ..self }
    }

    /// The chord that a press is. Digits go by position on the keyboard, so that they need no Shift on any layout.
    pub fn of_press(key: Key, physical: Option<Key>, modifiers: Modifiers) -> Self {
        let key = physical.filter(|key| digit_of(*key).is_some()).unwrap_or(key);
        // On most layouts these need Shift to be typed at all.
        let typed_with_shift = matches!(key, Key::Questionmark | Key::Slash | Key::OpenBracket | Key::CloseBracket);
        Self {
            key,
            ctrl: modifiers.command || modifiers.ctrl,
            shift: modifiers.shift && !typed_with_shift,
            alt: modifiers.alt,
        }
    }

    /// Whether Shift is the only modifier that may be held.
    pub const fn is_plain(self) -> bool {
        !self.ctrl && !self.alt
    }

    /// Whether Alt is held.
    pub const fn alt(self) -> bool {
        self.alt
    }

    /// Whether Shift is held.
    pub const fn shift(self) -> bool {
        self.shift
    }

    /// Without Shift.
    pub const fn without_shift(self) -> Self {
        Self { shift: false, ..self }
    }

    /// The digit or letter of the key, as a tag may have it.
    pub fn tag_key(self) -> Option<char> {
        let letter = || self.key.name().chars().next().filter(|_| self.key.name().len() == 1);
        digit_of(self.key).or_else(letter).map(|c| c.to_ascii_lowercase()).filter(char::is_ascii_alphanumeric)
    }

    /// The chord that a string such as `Ctrl+Shift+Z` means.
    pub fn parse(text: &str) -> Option<Self> {
        let mut chord: Option<Self> = None;
        let (mut ctrl, mut shift, mut alt) = (false, false, false);
        for part in text.split('+').map(str::trim) {
            match part.to_ascii_lowercase().as_str() {
                "ctrl" | "cmd" => ctrl = true,
                "shift" => shift = true,
                "alt" => alt = true,
                _ => chord = Some(Self::plain(Key::from_name(part)?)),
            }
        }
        chord.map(|chord| Self { ctrl, shift, alt, ..chord })
    }

    /// Whether a person could type text with it, so that a text field must get it first.
    pub fn is_typing(self) -> bool {
        self.is_plain() && self.key.name().chars().count() == 1
            || (self.is_plain() && matches!(self.key, Key::Space | Key::Slash | Key::Questionmark))
    }
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ctrl = if cfg!(target_os = "macos") { "Cmd+" } else { "Ctrl+" };
        for (held, name) in [(self.ctrl, ctrl), (self.alt, "Alt+"), (self.shift, "Shift+")] {
            if held {
                f.write_str(name)?;
            }
        }
        f.write_str(match self.key {
            Key::Slash => "/",
            Key::Questionmark => "?",
            Key::OpenBracket => "[",
            Key::CloseBracket => "]",
            Key::Escape => "Esc",
            Key::Delete => "Del",
            Key::ArrowLeft => "←",
            Key::ArrowRight => "→",
            Key::ArrowUp => "↑",
            Key::ArrowDown => "↓",
            key => key.name(),
        })
    }
}

fn digit_of(key: Key) -> Option<char> {
    const DIGITS: [Key; 10] =
        [Key::Num0, Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];
    DIGITS.iter().position(|digit| *digit == key).and_then(|n| char::from_digit(n as u32, 10))
}

/// Why a key cannot be given to a verb.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum KeyClash {
    /// Another verb has it.
    #[error("{chord} already means “{}”", .verb.name())]
    Verb {
        /// The keys.
        chord: Chord,
        /// What they do now.
        verb: Verb,
    },
    /// A tag may have it.
    #[error("{0} is for tags")]
    ForTags(Chord),
}

/// Which keys each verb has.
#[derive(Clone, Debug)]
pub struct Keymap {
    keys: BTreeMap<Verb, Vec<Chord>>,
}

impl Default for Keymap {
    fn default() -> Self {
        Self { keys: Verb::ALL.iter().map(|verb| (*verb, verb.default_keys())).collect() }
    }
}

impl Keymap {
    /// The keys of a verb.
    pub fn keys(&self, verb: Verb) -> &[Chord] {
        self.keys.get(&verb).map_or(&[], Vec::as_slice)
    }

    /// The first key of a verb, for printing on a control.
    pub fn cap(&self, verb: Verb) -> Option<String> {
        self.keys(verb).first().map(Chord::to_string)
    }

    /// The verb that a chord means, in the review or elsewhere.
    pub fn verb(&self, chord: Chord, in_review: bool) -> Option<Verb> {
        let verbs = || self.keys.iter().filter(|(_, keys)| keys.contains(&chord)).map(|(verb, _)| *verb);
        let of_review = |verb: &Verb| verb.group() == Group::Review;
        verbs().find(|verb| in_review && of_review(verb)).or_else(|| verbs().find(|verb| !of_review(verb)))
    }

    /// Gives a verb one key instead of all it had, unless the key belongs to another verb or to the tags.
    pub fn assign(&mut self, verb: Verb, chord: Chord) -> Result<(), KeyClash> {
        let other = self.verb(chord, verb.group() == Group::Review);
        // In the review a key may mean something else than elsewhere, but not two things.
        let is_clash =
            |other: &Verb| *other != verb && (other.group() == Group::Review) == (verb.group() == Group::Review);
        if let Some(other) = other.filter(is_clash) {
            return Err(KeyClash::Verb { chord, verb: other });
        }
        let is_free_letter = chord.tag_key().is_some_and(|key| !COMMAND_LETTERS.contains(key));
        if chord.is_plain() && is_free_letter {
            return Err(KeyClash::ForTags(chord));
        }
        self.keys.insert(verb, vec![chord]);
        Ok(())
    }

    /// Gives a verb the keys it had at first.
    pub fn reset(&mut self, verb: Verb) {
        self.keys.insert(verb, verb.default_keys());
    }

    /// What differs from the keys at first, as the keymap file has it.
    pub fn changes(&self) -> BTreeMap<String, Vec<String>> {
        let differs = |(verb, keys): &(&Verb, &Vec<Chord>)| verb.default_keys() != **keys;
        let written = |keys: &[Chord]| keys.iter().map(written_chord).collect();
        self.keys.iter().filter(differs).map(|(verb, keys)| (verb.id().to_owned(), written(keys))).collect()
    }

    /// The keys at first with the changes of a keymap file; what cannot be read or clashes is left out.
    pub fn with_changes(changes: &BTreeMap<String, Vec<String>>) -> Self {
        let mut keymap = Self::default();
        for (id, keys) in changes {
            let Some(verb) = Verb::named(id) else { continue };
            for chord in keys.iter().filter_map(|text| Chord::parse(text)) {
                if let Err(clash) = keymap.assign(verb, chord) {
                    tracing::warn!("keymap: {id}: {clash}");
                }
            }
        }
        keymap
    }
}

/// A chord as the keymap file has it: names that [`Chord::parse`] reads on every system.
fn written_chord(chord: &Chord) -> String {
    let held = [(chord.ctrl, "Ctrl+"), (chord.alt, "Alt+"), (chord.shift, "Shift+")];
    let modifiers: String = held.iter().filter(|(held, _)| *held).map(|(_, name)| *name).collect();
    format!("{modifiers}{}", chord.key.name())
}

/// What the keys pressed since the last frame mean for the verbs that may act now.
pub fn pressed_chords(events: &[Event]) -> Vec<(Chord, bool)> {
    let press = |event: &Event| match event {
        Event::Key { key, physical_key, pressed: true, repeat, modifiers } => {
            Some((Chord::of_press(*key, *physical_key, *modifiers), *repeat))
        }
        _ => None,
    };
    events.iter().filter_map(press).collect()
}

/// Whether holding the key down may go on doing it. Key repeat never toggles.
pub const fn may_repeat(verb: Verb) -> bool {
    matches!(verb.group(), Group::Caret) && !matches!(verb, Verb::Back)
        || matches!(
            verb,
            Verb::Undo
                | Verb::Redo
                | Verb::LargerText
                | Verb::SmallerText
                | Verb::FindNext
                | Verb::FindPrevious
                | Verb::NextItem
                | Verb::PreviousItem
                | Verb::NextDisagreement
                | Verb::PreviousDisagreement
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_verbs_share_a_key_and_no_tag_key_is_a_verb() {
        let mut seen = BTreeSet::new();
        for verb in Verb::ALL {
            for chord in verb.default_keys() {
                assert!(seen.insert((chord, verb.group() == Group::Review)), "{chord} is used twice");
                if let (true, Some(key)) = (chord.is_plain(), chord.tag_key()) {
                    assert!(COMMAND_LETTERS.contains(key), "{chord} of {verb:?} could be a tag's key");
                }
            }
        }
    }

    #[test]
    fn chords_are_read_as_they_are_written() {
        for verb in Verb::ALL {
            for chord in verb.default_keys() {
                assert_eq!(Chord::parse(&written_chord(&chord)), Some(chord), "{chord}");
            }
        }
        assert_eq!(Chord::parse("Ctrl+Nonsense"), None);
    }

    #[test]
    fn digits_go_by_position() {
        let french = Chord::of_press(Key::Quote, Some(Key::Num4), Modifiers::NONE);
        assert_eq!(french.tag_key(), Some('4'));
        assert_eq!(Chord::of_press(Key::P, Some(Key::P), Modifiers::NONE).tag_key(), Some('p'));
        assert_eq!(Chord::plain(Key::Tab).tag_key(), None);
    }

    #[test]
    fn a_clash_is_refused_and_changes_survive_a_file() {
        let mut keymap = Keymap::default();
        let clash = keymap.assign(Verb::RepeatTag, Chord::plain(Key::Z).with_ctrl()).unwrap_err();
        assert_eq!(clash.to_string(), "Ctrl+Z already means “Undo”");
        let for_tags = keymap.assign(Verb::RepeatTag, Chord::plain(Key::P)).unwrap_err();
        assert_eq!(for_tags.to_string(), "P is for tags");
        keymap.assign(Verb::RepeatTag, Chord::plain(Key::F9)).unwrap();
        let again = Keymap::with_changes(&keymap.changes());
        assert_eq!(again.keys(Verb::RepeatTag), [Chord::plain(Key::F9)]);
        assert_eq!(again.keys(Verb::Undo), keymap.keys(Verb::Undo));
    }
}
