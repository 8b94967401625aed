//! What is left of words that were changed a little: letters, and where a stretch was put in or taken out.

use super::align::{Run, runs_of};
use super::is_blank;
use super::words::word_ranges;
use imara_diff::{Algorithm, Diff, Interner, Token};

/// Letters are compared where the lengths of both stretches, in bytes, multiply to no more than this.
const COMPARED: usize = 4096;
/// How far a stretch that was put in or taken out is shifted to where it reads best, in characters.
pub(super) const SHIFT: usize = 256;

/// What is left of a stretch in what replaced it, in bytes of both.
pub(super) fn surviving(old: &str, new: &str) -> Vec<Run> {
    let head: usize = common(old.chars(), new.chars());
    let (old_rest, new_rest) = (old.get(head..).unwrap_or_default(), new.get(head..).unwrap_or_default());
    let tail = common(old_rest.chars().rev(), new_rest.chars().rev());
    let ends = [Run { old: 0, new: 0, len: head }, Run { old: old.len() - tail, new: new.len() - tail, len: tail }];
    let is_pure = old_rest.len() == tail || new_rest.len() == tail;
    if is_pure || is_blank(old) && is_blank(new) {
        ends.into()
    } else if old.len() * new.len() <= COMPARED {
        surviving_letters(old, new)
    } else {
        Vec::new()
    }
}

fn common(a: impl Iterator<Item = char>, b: impl Iterator<Item = char>) -> usize {
    a.zip(b).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
}

/// Letters survive in words that have at least half of theirs from the other side.
fn surviving_letters(old: &str, new: &str) -> Vec<Run> {
    let mut interner = Interner::default();
    let mut numbered = |text: &str| -> Vec<Token> { text.chars().map(|c| interner.intern(c)).collect() };
    let (before, after) = (numbered(old), numbered(new));
    let mut diff = Diff::default();
    diff.compute_with(Algorithm::Myers, &before, &after, interner.num_tokens());
    let runs = runs_of(&diff, before.len(), after.len());
    let pairs: Vec<(usize, usize)> = runs.iter().flat_map(|run| (run.old..run.old_end()).zip(run.new..)).collect();

    let (old_letters, new_letters) = (Letters::of(old), Letters::of(new));
    let in_old = old_letters.half_surviving(pairs.iter().map(|pair| pair.0));
    let in_new = new_letters.half_surviving(pairs.iter().map(|pair| pair.1));
    let survives = |&(a, b): &(usize, usize)| old_letters.is_in(&in_old, a) && new_letters.is_in(&in_new, b);
    let run_of = |(a, b): (usize, usize)| {
        let (start, len) = old_letters.bytes(a);
        Run { old: start, new: new_letters.bytes(b).0, len }
    };
    pairs.into_iter().filter(survives).map(run_of).collect()
}

/// The characters of a stretch, and which word each is of.
struct Letters {
    starts: Vec<usize>,
    words: Vec<Option<usize>>,
    n_letters: Vec<usize>,
}

impl Letters {
    fn of(text: &str) -> Self {
        let mut starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        let mut words = vec![None; starts.len()];
        let mut n_letters = Vec::new();
        for (index, range) in word_ranges(text).enumerate() {
            let from = starts.partition_point(|&start| start < range.start);
            let to = starts.partition_point(|&start| start < range.end);
            words.iter_mut().take(to).skip(from).for_each(|word| *word = Some(index));
            n_letters.push(to - from);
        }
        starts.push(text.len());
        Self { starts, words, n_letters }
    }

    /// For each word, whether half of its letters are among those.
    fn half_surviving(&self, letters: impl Iterator<Item = usize>) -> Vec<bool> {
        let mut n_surviving = vec![0; self.n_letters.len()];
        for letter in letters {
            if let Some(n) = self.words.get(letter).copied().flatten().and_then(|word| n_surviving.get_mut(word)) {
                *n += 1;
            }
        }
        n_surviving.iter().zip(&self.n_letters).map(|(&n_surviving, &n)| n_surviving * 2 >= n).collect()
    }

    /// Whether a letter is of one of these words. White space is of none.
    fn is_in(&self, words: &[bool], letter: usize) -> bool {
        self.words.get(letter).copied().flatten().and_then(|word| words.get(word)).copied().unwrap_or(false)
    }

    /// Where a character begins, and its length.
    fn bytes(&self, letter: usize) -> (usize, usize) {
        let start = self.starts.get(letter).copied().unwrap_or_default();
        (start, self.starts.get(letter + 1).map_or(0, |end| end - start))
    }
}

/// A stretch `start..end` of `text` was put in or taken out. If the text after it begins as it does, it could as well lie
/// further right, at most by `limit` bytes: how far right it could be.
pub(super) fn shift_to_right(text: &str, start: usize, end: usize, limit: usize) -> usize {
    let from_start = text.get(start..).unwrap_or_default();
    let after = text.get(end..end + limit).unwrap_or_default();
    common(from_start.chars().take(SHIFT), after.chars())
}

/// A stretch `start..end` of `text` was put in or taken out. If the text before it ends as it does, it could as well
/// lie further left, at most by `limit` bytes: how far left it reads best, as whole lines, sentences or words.
pub(super) fn best_shift(text: &str, start: usize, end: usize, limit: usize) -> usize {
    let before = text.get(start.saturating_sub(limit)..start).unwrap_or_default();
    let upto_end = text.get(..end).unwrap_or_default();
    let (mut shift, mut best) = (0, (how_well_parted(text, start), 0));
    for (a, b) in before.chars().rev().zip(upto_end.chars().rev()).take(SHIFT) {
        if a != b {
            break;
        }
        shift += a.len_utf8();
        let score = how_well_parted(text, start - shift);
        if score > best.0 {
            best = (score, shift);
        }
    }
    best.1
}

/// How well a stretch begins at `at`: best with a line, then with a sentence, then with a word.
pub(super) fn how_well_parted(text: &str, at: usize) -> u8 {
    let before = text.get(..at).unwrap_or_default();
    let after = text.get(at..).unwrap_or_default();
    let trimmed = before.trim_end();
    if trimmed.is_empty() || before.ends_with('\n') {
        4
    } else if before.len() > trimmed.len() {
        if trimmed.ends_with(['.', '!', '?', '。', '؟', '।', '”', '"', '»']) { 3 } else { 2 }
    } else {
        u8::from(after.starts_with(char::is_whitespace))
    }
}

#[cfg(test)]
#[allow(clippy::string_slice, reason = "places in the tests' own texts")]
mod tests {
    use super::*;

    /// What survives stands in brackets.
    #[track_caller]
    fn check(old: &str, new: &str, expected: &str) {
        let mut runs: Vec<Run> = Vec::new();
        surviving(old, new).into_iter().for_each(|run| super::super::align::push_run(&mut runs, run));
        let mut marked = String::new();
        let mut from = 0;
        for run in runs {
            assert_eq!(&old[run.old..run.old_end()], &new[run.new..run.new_end()]);
            marked += &format!("{}[{}]", &new[from..run.new], &new[run.new..run.new_end()]);
            from = run.new_end();
        }
        marked += &new[from..];
        assert_eq!(marked, expected);
    }

    #[test]
    fn a_mended_word_keeps_its_letters_and_another_word_none() {
        check("a ceasfire", "the cease-fire", "the [ceas]e-[fire]");
        check("colour", "color", "[colo][r]");
        check("cat", "dog", "dog");
        check("a", "elephant", "elephant");
        check("cat", "bar", "bar");
        check("cat", "cats", "[cat]s");
        check("  \t ", "  ", "[  ]");
    }

    #[test]
    fn a_stretch_is_put_in_as_a_whole_line_sentence_or_word() {
        let shifted = |text: &str, start: usize, len: usize| {
            let right = shift_to_right(text, start, start + len, text.len() - start - len);
            let start = start + right - best_shift(text, start + right, start + right + len, start + right);
            text[start..start + len].to_owned()
        };
        assert_eq!(shifted("- one\n- two\n- three\n", 8, 6), "- two\n");
        assert_eq!(shifted("He went. He said. He left.", 12, 9), "He said. ");
        assert_eq!(shifted("One. Two. Three.", 4, 5), "Two. ");
        assert_eq!(shifted("a very big", 2, 5), "very ");
    }
}
