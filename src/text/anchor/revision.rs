//! Two states of a text, and where the ranges of the old one lie in the new one.

use super::align::{Run, aligned, push_run};
use super::correction::{Correction, NotCorrected};
use super::moves::moved;
use super::pieces::{Lies, Pieces, push_bytes};
use super::words::{Words, is_letter, n_letters};
use super::{Placed, range_of, slice};
use crate::text::{Offset, Text, TextRange};
use imara_diff::Interner;
use unicode_segmentation::GraphemeCursor;

/// What stayed and what moved between two states of a text. Some hundred edits in ten megabytes take a second or two, of
/// which nothing is spent on what is equal at both ends; each range is then placed by binary search.
#[derive(Debug)]
pub struct Revision {
    old: Text,
    new: Text,
    how: How,
}

/// How it is known what stayed.
#[derive(Debug)]
enum How {
    /// By comparing the two.
    Compared(Compared),
    /// A certain part was replaced.
    Corrected(Correction),
}

/// The pieces of the old text that are in the new one.
#[derive(Debug)]
struct Compared {
    stayed: Pieces,
    elsewhere: Pieces,
}

/// How far the words where a change begins are looked for, in bytes.
const WORD: usize = 256;

impl Revision {
    /// Compares two states of a text.
    pub fn between(old: &Text, new: &Text) -> Self {
        let (head, tail) = equal_ends(old, new);
        let mut runs = Vec::new();
        let mut elsewhere = Pieces::elsewhere(old, new, &[]);
        push_run(&mut runs, Run { old: 0, new: 0, len: head });
        // Where one side has nothing more, nothing can have moved either.
        if head + tail < old.len().min(new.len()) {
            let mut interner = Interner::default();
            let words = (
                Words::of(slice(old, head, old.len() - tail), head, &mut interner),
                Words::of(slice(new, head, new.len() - tail), head, &mut interner),
            );
            let stayed = aligned((old, new), (&words.0, &words.1), interner.num_tokens());
            for &run in &stayed {
                push_bytes(&mut runs, run, (old, new), (&words.0, &words.1));
            }
            elsewhere = moved((old, new), (&words.0, &words.1), &stayed);
        }
        push_run(&mut runs, Run { old: old.len() - tail, new: new.len() - tail, len: tail });
        let how = How::Compared(Compared { stayed: Pieces::stayed(old, new, &runs), elsewhere });
        Self { old: old.clone(), new: new.clone(), how }
    }

    /// A text with a part of it replaced, as by a person who corrects some words: all other words are where they were.
    pub fn correcting(old: &Text, part: TextRange, with: &str) -> Result<Self, NotCorrected> {
        let (new, correction) = Correction::of(old, part, with)?;
        Ok(Self { old: old.clone(), new, how: How::Corrected(correction) })
    }

    /// Where the words were that were replaced, and where those are that replaced them, if that is known.
    pub fn corrected(&self) -> Option<(TextRange, TextRange)> {
        match &self.how {
            How::Corrected(correction) => Some(correction.parts()),
            How::Compared(_) => None,
        }
    }

    /// How many bytes stayed in their order.
    pub(super) fn n_stayed(&self) -> usize {
        match &self.how {
            How::Compared(compared) => compared.stayed.n_bytes(),
            How::Corrected(_) => 0,
        }
    }

    /// The text as it was.
    pub fn before(&self) -> &Text {
        &self.old
    }

    /// The text as it is.
    pub fn after(&self) -> &Text {
        &self.new
    }

    /// Where a range of the old text lies in the new one. A range that does not fit the old text is lost.
    ///
    /// Where the range began or ended between two graphemes, so does its place.
    pub fn place(&self, range: TextRange) -> Placed {
        if self.old.check(range).is_err() {
            return Placed::LOST;
        }
        let placed = match &self.how {
            How::Compared(compared) => self.place_compared(range, compared),
            How::Corrected(correction) => {
                let placed = correction.place(range, &self.old, &self.new);
                let snapped = placed.at.map(|at| self.between_graphemes(range, at));
                snapped.filter(|_| snapped != placed.at).map_or(placed, Placed::uncertain)
            }
        };
        // A word that got longer is another word.
        let whole = placed.at.map(|at| self.whole_words(range, at));
        whole.filter(|_| whole != placed.at).map_or(placed, Placed::uncertain)
    }

    /// Grows a range to whole words where the old one had whole ones.
    fn whole_words(&self, range: TextRange, at: TextRange) -> TextRange {
        if at.is_empty() {
            return at;
        }
        let (mut start, mut end) = (at.start().index(), at.end().index());
        if is_in_word(&self.new, at.start()) && !is_in_word(&self.old, range.start()) {
            start -= n_letters(self.new.upto(at.start()).chars().rev());
        }
        if is_in_word(&self.new, at.end()) && !is_in_word(&self.old, range.end()) {
            end += n_letters(self.new.from(at.end()).chars());
        }
        range_of(start, end)
    }

    fn place_compared(&self, range: TextRange, compared: &Compared) -> Placed {
        if range.is_empty() {
            return self.place_point(range, compared);
        }
        let best = |range| self.best(range, compared);
        let trimmed = self.old.trimmed(range);
        let core = if trimmed.is_empty() { range } else { trimmed };
        match best(core) {
            Some(_) if core == range => self.judged(range, best(range)),
            Some(core_lies) => {
                // White space at the ends counts only where the words are found.
                let whole = best(range).filter(|whole| whole.at.contains(core_lies.at));
                self.judged(range, whole.or(Some(core_lies)))
            }
            None => Placed::LOST,
        }
    }

    /// Where most of a range is found, if a quarter of it is, or both its ends, or the rest of it was only taken out.
    fn best(&self, range: TextRange, compared: &Compared) -> Option<Lies> {
        let is_half = |lies: &Lies| lies.n_kept * 2 >= range.len() as usize;
        let is_left = |lies: &Lies| lies.has_ends || lies.sure && lies.n_kept * 2 >= lies.at.len() as usize;
        let is_enough = |lies: &Lies| is_left(lies) || lies.n_kept * 4 >= range.len() as usize;
        let stayed = compared.stayed.place(range, &self.old, &self.new);
        if stayed.as_ref().is_some_and(is_half) {
            return stayed;
        }
        let mut elsewhere = compared.elsewhere.place_elsewhere(range, &self.old, &self.new);
        if let (Some(elsewhere), Some(stayed)) = (&mut elsewhere, &stayed) {
            // Part of it certainly stayed: it did not move as a whole.
            elsewhere.sure &= !stayed.sure || elsewhere.at.contains(stayed.at);
        }
        // Of two as good, the one that stayed.
        let both = [elsewhere, stayed].into_iter().flatten();
        both.max_by_key(|lies| lies.n_kept).filter(is_enough)
    }

    fn judged(&self, range: TextRange, lies: Option<Lies>) -> Placed {
        let Some(lies) = lies else { return Placed::LOST };
        let at = self.between_graphemes(range, lies.at);
        if lies.is_same && at == lies.at && !at.is_empty() {
            Placed::found(range, at, lies.sure)
        } else {
            Placed::uncertain(at)
        }
    }

    /// An empty range stays with the word it stands before, else with what it stands behind. If that is not found, it is
    /// not certain that it goes with what is on its other side.
    fn place_point(&self, range: TextRange, compared: &Compared) -> Placed {
        let at = range.start();
        let is_word = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace());
        let begins_word = is_word(self.old.from(at).chars().next()) && !is_word(self.old.upto(at).chars().next_back());
        let around = [&compared.stayed, &compared.elsewhere].map(|pieces| pieces.around(at.index()));
        let own = around.map(|(left, right)| if begins_word { right.filter(|piece| piece.run.len > 0) } else { left });
        let other = around.map(|(left, right)| if begins_word { left } else { right });
        let is_own = own.iter().any(Option::is_some);
        if let Some(piece) = own.into_iter().chain(other).flatten().next() {
            let to = piece.run.new + (at.index() - piece.run.old);
            let exact = range_of(to, to);
            let snapped = self.between_graphemes(range, exact);
            // That it is where it was says nothing of a place without words.
            let is_sure = is_own && piece.sure && snapped == exact;
            return if is_sure { Placed::found(range, snapped, true) } else { Placed::uncertain(snapped) };
        }
        let (from, to) = compared.stayed.between(at.index());
        if from > 0 || to < self.new.len() {
            return Placed::uncertain(self.between_graphemes(range, range_of(from, from)));
        }
        Placed::LOST
    }

    /// Grows a range to whole graphemes where the old one had whole ones.
    fn between_graphemes(&self, range: TextRange, at: TextRange) -> TextRange {
        let start = match is_between_graphemes(&self.old, range.start()) && !is_between_graphemes(&self.new, at.start())
        {
            true => self.new.previous_grapheme(at.start()),
            false => at.start(),
        };
        if at.is_empty() {
            return TextRange::empty_at(start);
        }
        let end = match is_between_graphemes(&self.old, range.end()) && !is_between_graphemes(&self.new, at.end()) {
            true => self.new.next_grapheme(at.end()),
            false => at.end(),
        };
        TextRange::between(start, end)
    }
}

/// Whether letters of one word stand on both sides.
fn is_in_word(text: &Text, at: Offset) -> bool {
    let is_letter = |c: Option<char>| c.is_some_and(is_letter);
    is_letter(text.upto(at).chars().next_back()) && is_letter(text.from(at).chars().next())
}

fn is_between_graphemes(text: &Text, at: Offset) -> bool {
    GraphemeCursor::new(at.index(), text.len(), true).is_boundary(text.as_str(), 0).unwrap_or(true)
}

/// How many bytes are equal at the start and, of what is left, at the end. Unless they are all of a text, they end with
/// a whole word.
fn equal_ends(old: &Text, new: &Text) -> (usize, usize) {
    let (was, is) = (old.as_str().as_bytes(), new.as_str().as_bytes());
    let head = was.iter().zip(is).take_while(|(a, b)| a == b).count();
    let head = old.floor(head).index().min(new.floor(head).index());
    let shorter = was.len().min(is.len());
    let equal = was.iter().rev().zip(is.iter().rev()).take_while(|(a, b)| a == b).count();
    let mut tail = equal.min(shorter - head);
    while !old.as_str().is_char_boundary(old.len() - tail) || !new.as_str().is_char_boundary(new.len() - tail) {
        tail -= 1;
    }
    if head + tail == shorter {
        return (head, tail);
    }
    let near_head = slice(old, old.floor(head.saturating_sub(WORD)).index(), head);
    let in_word = near_head.chars().rev().take_while(|c| !c.is_whitespace()).map(char::len_utf8).sum::<usize>();
    let near_tail = slice(old, old.len() - tail, old.floor(old.len() - tail + WORD).index());
    let begins_word = near_tail.chars().take_while(|c| !c.is_whitespace()).map(char::len_utf8).sum::<usize>();
    (head - in_word.min(head), tail - begins_word.min(tail))
}

#[cfg(test)]
#[allow(clippy::string_slice, reason = "places in the tests' own texts")]
mod tests {
    use super::*;
    use crate::text::Fate;
    use Fate::{Kept, Lost, Moved, Uncertain};
    use proptest::prelude::*;

    fn text(content: &str) -> Text {
        Text::new(content.to_owned()).unwrap()
    }

    /// `«…»` marks a range of the old text, and where it should lie in the new one.
    #[track_caller]
    fn check(old: &str, fate: Fate, new: &str) {
        let start = old.find('«').expect("a mark «");
        let end = old.find('»').expect("a mark »") - '«'.len_utf8();
        let without = |marked: &str| text(&marked.replace(['«', '»'], ""));
        let (old, plain) = (without(old), without(new));
        let placed = Revision::between(&old, &plain).place(range_of(start, end));
        let mut marked = plain.as_str().to_owned();
        if let Some(at) = placed.at {
            marked.insert(at.end().index(), '»');
            marked.insert(at.start().index(), '«');
        }
        assert_eq!((placed.fate, marked.as_str()), (fate, new));
    }

    #[test]
    fn an_edit_outside_only_moves() {
        check("The «envoy» spoke.", Kept, "The «envoy» spoke.");
        check("The «envoy» spoke.", Kept, "The «envoy» spoke on Monday.");
        check("The «envoy» spoke.", Moved, "Then the tired «envoy» spoke.");
        check("He met the tired «envoy» in Paris.", Moved, "He met the «envoy» in Paris.");
        check("teh king of «France» adn Navarre", Kept, "the king of «France» and Navarre");
        check("停火«谈判»继续", Moved, "今天停火«谈判»继续");
    }

    #[test]
    fn what_is_put_in_at_an_edge_is_not_taken_in() {
        check("met «Ada» today", Kept, "met «Ada» Lovelace today");
        check("met «Ada» today", Moved, "met young «Ada» today");
        check("met «Ada»", Kept, "met «Ada»’s");
        check("in «Leban»", Uncertain, "in «Lebanon»");
        check("«Ada»", Moved, "Hi «Ada»!");
    }

    #[test]
    fn white_space_changes_no_words() {
        check("one\r\n«two\r\nthree»\r\nfour", Moved, "one\n«two\nthree»\nfour");
        check("«two\nthree»", Moved, "«two\r\nthree»");
        check("a «long line» here", Moved, "a «long\n    line» here");
        check("one\t«two»\tthree", Kept, "one «two» three");
        check("the «cease fire» held", Uncertain, "the «ceasefire» held");
    }

    #[test]
    fn an_edit_inside_is_uncertain_from_the_first_to_the_last_survivor() {
        check("the «ceasfire» held", Uncertain, "the «ceasefire» held");
        check("the «UN envoy on Syria» spoke", Uncertain, "the «UN special envoy on Syria» spoke");
        check("the «UN special envoy on Syria» spoke", Uncertain, "the «UN envoy on Syria» spoke");
        check("the «old envoy on Syria» spoke", Uncertain, "the «young envoy on Syria» spoke");
        check("the «envoy to the Syrians» spoke", Uncertain, "the «envoy to the Kurds» spoke");
        check("the «UN, as all of those who met it know, envoy» spoke", Uncertain, "the «UN envoy» spoke");
        check("He said «yes, and went home for the night» then", Uncertain, "He said «yes» then");
        check("He «said yes. She said» no.", Uncertain, "He «said» no.");
        check("the old «king of» Spain", Uncertain, "the «young of» Spain");
    }

    #[test]
    fn what_is_gone_is_lost() {
        check("One. «Two.» Three.", Lost, "One. Three.");
        check("met «Ada» today", Lost, "met Bob today");
        check("«Ada»", Lost, "");
        check("«Ada wrote it»", Lost, "completely different words");
    }

    const FRANCE: &str = "France has rejected the criticism of the envoy, calling for a truce.";
    const RUSSIA: &str = "The comments came after the Russian minister spoke of the envoy on Monday at length.";
    const TALKS: &str = "Talks are in theory set to resume.";

    #[test]
    fn a_paragraph_that_was_moved_takes_its_ranges_along() {
        let marked = FRANCE.replace("the envoy", "«the envoy»");
        check(&format!("{marked}\n{RUSSIA}\n{TALKS}\n"), Moved, &format!("{RUSSIA}\n{TALKS}\n{marked}\n"));
        check(&format!("{RUSSIA}\n{marked}\n"), Moved, &format!("{marked}\n{RUSSIA}\n"));
        check(&format!("«{FRANCE}»\n{RUSSIA}\n{TALKS}"), Moved, &format!("{RUSSIA}\n{TALKS}\n«{FRANCE}»"));
        check(&format!("Annex «A»\n{RUSSIA}\n{TALKS}"), Moved, &format!("{RUSSIA}\n{TALKS}\nAnnex «A»"));
        // It was mended as well.
        let mended = marked.replace("rejected", "refused");
        check(&format!("{marked}\n{RUSSIA}\n{TALKS}"), Moved, &format!("{RUSSIA}\n{TALKS}\n{mended}"));
        let mended = FRANCE.replace("rejected", "refused");
        check(&format!("«{FRANCE}»\n{RUSSIA}\n{TALKS}"), Uncertain, &format!("{RUSSIA}\n{TALKS}\n«{mended}»"));
    }

    #[test]
    fn a_paragraph_that_is_now_there_twice_is_uncertain() {
        let marked = FRANCE.replace("the envoy", "«the envoy»");
        let old = format!("{marked}\n{RUSSIA}\n{TALKS}");
        check(&old, Uncertain, &format!("{RUSSIA}\n{marked}\n{TALKS}\n{FRANCE}"));
    }

    #[test]
    fn a_new_line_that_begins_like_the_next_one_is_a_whole_line() {
        check("- one\n- «t»hree\n", Moved, "- one\n- two\n- «t»hree\n");
        check("He went. «He left.»", Moved, "He went. He said so. «He left.»");
    }

    #[test]
    fn an_empty_range_goes_with_its_neighbors() {
        check("one «»two", Moved, "one and «»two");
        check("one«» two", Kept, "one«» and two");
        check("one tw«»o", Moved, "the one tw«»o");
        check("one two«»", Moved, "one and two«»");
        check("«»one two three four five", Uncertain, "«»She said: two three four five");
        check("He left. «»Bo met Ada in Rome.", Uncertain, "He left. «»Al met Ada in Rome.");
        check("One. Tw«»o. Three.", Uncertain, "One. «»Three.");
        check("«»", Kept, "«»new");
        check("on«»e", Lost, "");
    }

    #[test]
    fn graphemes_stay_whole() {
        check("xx «👍» yes", Uncertain, "xx «👍🏽» yes");
        check("«e» x", Uncertain, "«e\u{301}» x");
    }

    #[test]
    fn what_agrees_by_chance_is_not_certain() {
        check("Lavrov hoped «the» truce", Uncertain, "Angela argues «the» pact");
    }

    #[test]
    fn ranges_of_another_text_are_lost() {
        let revision = Revision::between(&text("äöü"), &text("äöü"));
        assert_eq!(revision.place(range_of(1, 2)).fate, Lost);
        assert_eq!(revision.place(range_of(0, 99)).fate, Lost);
    }

    fn without_white(text: &str) -> String {
        text.chars().filter(|c| !c.is_whitespace()).collect()
    }

    fn any_range(text: &Text, a: usize, b: usize) -> TextRange {
        TextRange::between(text.floor(a), text.floor(b))
    }

    /// Texts of few words, so that much agrees.
    const FEW_WORDS: &str = "(the |king |of |France |, |\\. |\n|\r\n|é|漢|👍🏽|e\u{301}|a){0,40}";

    fn check_place(old: &str, new: &str, a: usize, b: usize) -> Result<(), TestCaseError> {
        let (old, new) = (text(old), text(new));
        let range = any_range(&old, a, b);
        let placed = Revision::between(&old, &new).place(range);
        prop_assert_eq!(placed.at.is_none(), placed.fate == Lost);
        let Some(at) = placed.at else { return Ok(()) };
        prop_assert!(new.check(at).is_ok());
        match placed.fate {
            Kept => prop_assert_eq!((at, new.slice(at)), (range, old.slice(range))),
            Moved => prop_assert_eq!(without_white(new.slice(at)), without_white(old.slice(range))),
            Uncertain | Lost => {}
        }
        for (was, is) in [(range.start(), at.start()), (range.end(), at.end())] {
            prop_assert!(!is_between_graphemes(&old, was) || is_between_graphemes(&new, is));
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn the_same_text_keeps_everything(content in FEW_WORDS, a in 0usize..200, b in 0usize..200) {
            let same = text(&content);
            let range = any_range(&same, a, b);
            let placed = Revision::between(&same, &text(&content)).place(range);
            prop_assert_eq!(placed, Placed { fate: Kept, at: Some(range) });
        }

        #[test]
        fn places_are_valid_in_texts_of_few_words(old in FEW_WORDS, new in FEW_WORDS, a in 0usize..200, b in 0usize..200) {
            check_place(&old, &new, a, b)?;
        }

        #[test]
        fn places_are_valid_in_any_text(old in "\\PC{0,40}", new in "\\PC{0,40}", a in 0usize..90, b in 0usize..90) {
            check_place(&old, &new, a, b)?;
        }

        #[test]
        fn what_is_put_in_moves_what_is_after_it_and_goes_without_a_trace(
            content in "(the |king |of |France |, |\n|\r\n|é|漢){0,40}",
            more in "[A-Z0-9]{1,20}( [A-Z0-9]{1,20}){0,3}",
            at in 0usize..200, a in 0usize..200, b in 0usize..200,
        ) {
            // Nothing of what is put in is in the text, so that there is only one place where it can have been put in.
            let content = content.replace('F', "f").replace("\r\n", "\n");
            let old = text(&content);
            let at = old.floor(at).index();
            let new = text(&format!("{}{more}{}", &content[..at], &content[at..]));
            let range = any_range(&old, a, b);
            // A word that gets longer is another word.
            let before = content[..at].chars().next_back().is_some_and(is_letter);
            let after = content[at..].chars().next().is_some_and(is_letter);
            prop_assume!(range.end().index() != at || !before || after);
            prop_assume!(range.start().index() != at || !after || before);
            let placed = Revision::between(&old, &new).place(range);
            let shifted = range_of(range.start().index() + more.len(), range.end().index() + more.len());
            if range.end().index() < at || range.end().index() == at && !range.is_empty() {
                prop_assert_eq!(placed, Placed { fate: Kept, at: Some(range) });
            } else if at < range.start().index() || at == range.start().index() && !range.is_empty() {
                prop_assert_eq!(placed, Placed { fate: Moved, at: Some(shifted) });
            }
            let back = placed.at.map(|there| Revision::between(&new, &old).place(there));
            prop_assert_eq!(back.and_then(|back| back.at), Some(range));
        }
    }
}
