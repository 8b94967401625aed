//! A text of which a certain part was replaced: nothing has to be looked for outside of it, and no word there can be
//! taken for another that reads the same.

use super::words::{is_letter, n_letters};
use super::{Fate, Placed, Revision, range_of};
use crate::text::{RangeError, Text, TextRange, TextTooLong};
use thiserror::Error;

/// Why a part of a text cannot be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NotCorrected {
    /// The part is none of the text.
    #[error(transparent)]
    Range(#[from] RangeError),
    /// The text would be longer than what can be held.
    #[error(transparent)]
    TooLong(#[from] TextTooLong),
}

/// The part that was replaced, without the words at its ends that are the same.
#[derive(Debug)]
pub(super) struct Correction {
    /// Where it was.
    was: TextRange,
    /// Where what replaced it is.
    now: TextRange,
    /// What became of the words in it.
    inside: Box<Revision>,
    /// Whether words were only mended: two thirds of their letters are the same, or there were none.
    mends: bool,
}

impl Correction {
    /// The text with a part replaced, and what that means for the places in it.
    pub(super) fn of(old: &Text, part: TextRange, with: &str) -> Result<(Text, Self), NotCorrected> {
        old.check(part)?;
        let new = Text::new([old.upto(part.start()), with, old.from(part.end())].concat())?;
        let (head, tail) = same_words(old.slice(part), with);
        let (start, n_now) = (part.start().index() + head, with.len() - head - tail);
        let was = range_of(start, part.end().index() - tail);
        let now = range_of(start, start + n_now);
        let [before, after] = [old.slice(was), new.slice(now)].map(|words| Text::new(words.to_owned()));
        let (before, after) = (before?, after?);
        let inside = Box::new(Revision::between(&before, &after));
        let has_letters = [&before, &after].iter().any(|words| words.as_str().contains(char::is_alphanumeric));
        let mends = !has_letters || 3 * inside.n_stayed() >= 2 * before.len().max(after.len());
        Ok((new, Self { was, now, inside, mends }))
    }

    /// Where what was replaced was, and where what replaced it is.
    pub(super) fn parts(&self) -> (TextRange, TextRange) {
        (self.was, self.now)
    }

    /// Where a range of the old text lies in the new one.
    pub(super) fn place(&self, range: TextRange, old: &Text, new: &Text) -> Placed {
        let was = self.was;
        if range.is_empty() {
            return self.place_point(range, old);
        }
        if range.end() <= was.start() {
            return Placed::found(range, range, true);
        }
        if range.start() >= was.end() {
            return Placed::found(range, self.behind(range), true);
        }
        if range.contains(was) {
            return self.place_around(range);
        }
        let (start, end) = (range.start().max(was.start()), range.end().min(was.end()));
        let placed = self.place_inside(TextRange::between(start, end));
        if was.contains(range) {
            return placed;
        }
        // It begins before the part or ends behind it: that end is certain, and the other as good as what is in the part.
        let (at, is_whole) = match (placed.at, range.start() < was.start()) {
            (Some(at), true) => (TextRange::between(range.start(), at.end()), at.start() == self.now.start()),
            (Some(at), false) => {
                let whole = self.behind(range);
                (TextRange::between(at.start(), whole.end()), at.end() == self.now.end())
            }
            (None, true) => (trimmed_like(range, TextRange::between(range.start(), was.start()), old, new), false),
            (None, false) => {
                let rest = TextRange::between(self.now.end(), self.behind(range).end());
                (trimmed_like(range, rest, old, new), false)
            }
        };
        let is_sure = is_whole && matches!(placed.fate, Fate::Kept | Fate::Moved);
        if is_sure { Placed::found(range, at, true) } else { Placed::uncertain(at) }
    }

    /// A range that has the whole part in it goes from where it began to where it ended. If no word in it became another
    /// one, it says what it said.
    fn place_around(&self, range: TextRange) -> Placed {
        let at = TextRange::between(range.start(), self.behind(range).end());
        match at.is_empty() {
            true => Placed::LOST,
            false if self.mends => Placed { fate: Fate::Moved, at: Some(at) },
            false => Placed::uncertain(at),
        }
    }

    fn place_inside(&self, range: TextRange) -> Placed {
        let from = self.was.start().index();
        let inside = range_of(range.start().index() - from, range.end().index() - from);
        let placed = self.inside.place(inside);
        Placed { at: placed.at.map(|at| range_of(at.start().index() + from, at.end().index() + from)), ..placed }
    }

    /// An empty range stays with the word it stands before, else with what it stands behind.
    fn place_point(&self, range: TextRange, old: &Text) -> Placed {
        let (at, was) = (range.start(), self.was);
        let is_word = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
        let stands_behind = is_word(old.upto(at).chars().next_back());
        let stands_before = is_word(old.from(at).chars().next()) && !stands_behind;
        if at < was.start() || at == was.start() && !stands_before {
            Placed::found(range, range, true)
        } else if at > was.end() || at == was.end() && (stands_before || !stands_behind) {
            Placed::found(range, self.behind(range), true)
        } else if at == was.start() {
            // The word that it stood before is a mended one now, or gone.
            Placed { fate: if self.mends { Fate::Kept } else { Fate::Uncertain }, at: Some(range) }
        } else if at == was.end() {
            let there = self.behind(range);
            if self.mends { Placed::found(range, there, true) } else { Placed::uncertain(there) }
        } else {
            self.place_inside(range)
        }
    }

    /// The same range, if all before it has become longer or shorter.
    fn behind(&self, range: TextRange) -> TextRange {
        let moved = |at: usize| (at + self.now.end().index()).saturating_sub(self.was.end().index());
        range_of(moved(range.start().index()), moved(range.end().index()))
    }
}

/// Without white space at its end or start, if the old range had none there.
fn trimmed_like(range: TextRange, at: TextRange, old: &Text, new: &Text) -> TextRange {
    if old.trimmed(range) == range && !new.trimmed(at).is_empty() { new.trimmed(at) } else { at }
}

/// How many bytes are the same at the start and at the end of what was replaced and what replaced it, in whole words: a
/// word that got longer is another word.
fn same_words(old: &str, new: &str) -> (usize, usize) {
    let head = common(old.chars(), new.chars());
    let begins_in_word = [old, new].iter().any(|text| rest(text, head).chars().next().is_some_and(is_letter));
    let head = head - if begins_in_word { n_letters(up_to(old, head).chars().rev()) } else { 0 };
    let (old, new) = (rest(old, head), rest(new, head));
    let tail = common(old.chars().rev(), new.chars().rev());
    let before_tail = |text: &&str| up_to(text, text.len() - tail).chars().next_back().is_some_and(is_letter);
    let ends_in_word = [old, new].iter().any(before_tail);
    let tail = tail - if ends_in_word { n_letters(rest(old, old.len() - tail).chars()) } else { 0 };
    (head, tail)
}

fn common(a: impl Iterator<Item = char>, b: impl Iterator<Item = char>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
}

fn rest(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or_default()
}

fn up_to(text: &str, at: usize) -> &str {
    text.get(..at).unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::string_slice, reason = "places in the tests' own texts")]
mod tests {
    use super::*;
    use crate::text::Offset;
    use Fate::{Kept, Lost, Moved, Uncertain};
    use proptest::prelude::*;

    /// `«…»` marks a range of the old text and where it should lie in the new one; what `{old|new}` says is replaced.
    #[track_caller]
    fn check(edited: &str, fate: Fate, expected: &str) {
        let (before, rest) = edited.split_once('{').expect("a {");
        let (was, rest) = rest.split_once('|').expect("a |");
        let (with, after) = rest.split_once('}').expect("a }");
        let marked = [before, was, after].concat();
        let without = |marked: &str| marked.replace(['«', '»'], "");
        let start = marked.find('«').expect("a mark «");
        let end = marked.find('»').expect("a mark »") - '«'.len_utf8();
        let old = Text::new(without(&marked)).unwrap();
        let from = without(before).len();
        let part = range_of(from, from + without(was).len());
        let revision = Revision::correcting(&old, part, with).unwrap();
        let placed = revision.place(range_of(start, end));
        let mut shown = revision.after().as_str().to_owned();
        if let Some(at) = placed.at {
            shown.insert(at.end().index(), '»');
            shown.insert(at.start().index(), '«');
        }
        assert_eq!((placed.fate, shown.as_str()), (fate, expected));
    }

    #[test]
    fn what_is_before_stays_and_what_is_behind_moves() {
        check("«Ada» wrote to {Babage|Babbage}.", Kept, "«Ada» wrote to Babbage.");
        check("{Adda|Ada} wrote to «Babbage».", Moved, "Ada wrote to «Babbage».");
        check("{Ade|Ada} wrote to «Babbage».", Kept, "Ada wrote to «Babbage».");
        check("{the |}«the» king", Moved, "«the» king");
        check("«the» {the |}king", Kept, "«the» king");
        check("{|The }«king»", Moved, "The «king»");
        check("the «king»{| said}", Kept, "the «king» said");
    }

    #[test]
    fn a_mended_word_stays_marked_as_a_whole() {
        check("in «{Alepo|Aleppo}» now", Moved, "in «Aleppo» now");
        check("in «{Leban|Lebanon}» now", Moved, "in «Lebanon» now");
        check("in «{banon|Lebanon}» now", Moved, "in «Lebanon» now");
        check("in «{Lebanom|Lebanon}» now", Moved, "in «Lebanon» now");
        check("«the {goverment|government} of France» said", Moved, "«the government of France» said");
        check("«it will{| ,} rain»", Moved, "«it will , rain»");
    }

    #[test]
    fn other_words_are_uncertain() {
        check("«the {very |}old king»", Uncertain, "«the old king»");
        check("«it will {|not }rain»", Uncertain, "«it will not rain»");
        check("met «{Ada|Babbage}» today", Uncertain, "met «Babbage» today");
        check("met «{Ada|Ada Lovelace}» today", Kept, "met «Ada» Lovelace today");
        check("met «{UN|the Security Council of the UN}» today", Moved, "met the Security Council of the «UN» today");
    }

    #[test]
    fn what_is_taken_out_is_lost() {
        check("met {«Ada» |}today", Lost, "met today");
        check("met «{Ada|}» today", Lost, "met  today");
        check("{«Ada»|}", Lost, "");
    }

    #[test]
    fn what_begins_or_ends_in_the_part_is_cut() {
        check("the «old {king» of Spain|queen}", Uncertain, "the «old» queen");
        check("the {old «king| young} of» Spain", Uncertain, "the  young «of» Spain");
        check("the «old {king» of Spian|king of Spain}", Kept, "the «old king» of Spain");
        check("the {kign of «Spain|king of Spain} and» France", Kept, "the king of «Spain and» France");
        check("the {mighty kign of «Spain|king of Spain} and» France", Moved, "the king of «Spain and» France");
    }

    #[test]
    fn words_in_the_part_are_looked_for_in_it() {
        check(
            "{teh king of «France» adn Navarre|the king of France and Navarre}",
            Kept,
            "the king of «France» and Navarre",
        );
        check(
            "{teh king of «Frnce» adn Navarre|the king of France and Navarre}",
            Uncertain,
            "the king of «France» and Navarre",
        );
        check("{a king of «France» went|nobody knows} France", Lost, "nobody knows France");
    }

    #[test]
    fn an_empty_range_stays_with_its_word() {
        check("Ada «»{wrot|wrote} it", Kept, "Ada «»wrote it");
        check("Ada {wrot|wrote} «»it", Moved, "Ada wrote «»it");
        check("Ada {wrot |}«»it", Moved, "Ada «»it");
        check("{|So }«»Ada", Moved, "So «»Ada");
        check("Ada«»{| then}", Kept, "Ada«» then");
        check("Ada {wrote|}«» it", Uncertain, "Ada «» it");
        check("Ada «»{wrote|said} it", Uncertain, "Ada «»said it");
    }

    #[test]
    fn a_part_that_is_none_or_a_text_that_gets_too_long_is_refused() {
        let text = Text::new("é".to_owned()).unwrap();
        let refused = |part, with: &str| Revision::correcting(&text, part, with).map(|_| ()).unwrap_err();
        assert_eq!(refused(range_of(1, 2), ""), NotCorrected::Range(RangeError::InsideCharacter { at: 1 }));
        assert_eq!(refused(range_of(0, 4), ""), NotCorrected::Range(RangeError::Outside { at: 4, len: 2 }));
        let long = "x".repeat(Text::MAX_BYTES);
        assert!(matches!(refused(range_of(0, 0), &long), NotCorrected::TooLong(_)));
    }

    proptest! {
        #[test]
        fn places_are_valid_and_what_lies_outside_is_exact(
            content in "(the |king |of |é|e\u{301}|漢|👍🏽|\r\n| ){0,20}",
            with in "(the |king |of |é|\u{301}|漢|\n| ){0,6}",
            ends in prop::array::uniform4(0usize..90),
        ) {
            let old = Text::new(content).unwrap();
            let [a, b, c, d] = ends.map(|at| old.floor(at));
            let (part, range) = (TextRange::between(a, b), TextRange::between(c, d));
            let revision = Revision::correcting(&old, part, &with).unwrap();
            let new = revision.after();
            prop_assert_eq!(new.as_str(), [old.upto(part.start()), &with, old.from(part.end())].concat());
            let placed = revision.place(range);
            prop_assert_eq!(placed.at.is_none(), placed.fate == Lost);
            prop_assert!(placed.at.is_none_or(|at| new.check(at).is_ok()), "{placed:?}");
            if range.end() < part.start() {
                prop_assert_eq!(placed, Placed { fate: Kept, at: Some(range) });
            }
            let delta = with.len() as i64 - i64::from(part.len());
            let moved = |at: Offset| Offset::new((i64::from(at.get()) + delta) as u32);
            if range.start() > part.end() {
                let at = TextRange::between(moved(range.start()), moved(range.end()));
                prop_assert_eq!(placed.at, Some(at));
                prop_assert!(matches!(placed.fate, Kept | Moved));
            }
        }
    }
}
