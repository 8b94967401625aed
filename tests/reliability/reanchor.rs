//! A text is edited at random, by a script that knows where each character goes: do the spans know it too?
//!
//! A span is *untouched* when all its words are still there, one after the other, with nothing but white space changed
//! between them. It is *exact* when it is said to be kept or moved to just that place. It is *silently wrong* when it is
//! said to be kept or moved and is not at that place, or when its words were changed or are gone.

use crate::{Form, Outcome};
use glossator::text::{Fate, Offset, Placed, Revision, Text, TextRange, place_quotes, quote};
use std::path::Path;

/// How many spans are looked at in each edited text.
const SPANS: usize = 300;

pub fn run(form: Form) -> Outcome {
    let mut outcome = Outcome::default();
    let mut rng = fastrand::Rng::with_seed(20_261_127);
    let texts = texts(&mut rng);
    let n_rounds = form.pick(4, 120);
    let (mut compared, mut quoted, mut corrected) = (Counts::default(), Counts::default(), Counts::default());
    for (name, content) in &texts {
        for round in 0..n_rounds {
            let place = format!("{name}, round {round}");
            let old = Text::new(content.clone()).unwrap();
            let edited = Edited::at_random(content, &mut rng);
            let new = Text::new(edited.text()).unwrap();
            let revision = Revision::between(&old, &new);
            let spans = spans(&old, &mut rng);
            let truths: Vec<Truth> = spans.iter().map(|&span| edited.truth(&old, span)).collect();
            let placed: Vec<Placed> = spans.iter().map(|&span| revision.place(span)).collect();
            compared.count(&spans, &truths, &placed, (&old, &new), &place, Some(&mut outcome));
            let quotes: Vec<String> = spans.iter().map(|&span| quote(old.slice(span))).collect();
            let asked: Vec<(TextRange, &str)> = spans.iter().copied().zip(quotes.iter().map(String::as_str)).collect();
            quoted.count(&spans, &truths, &place_quotes(&new, &asked), (&old, &new), &place, None);
            correct(&old, &spans, &mut corrected, &mut rng, &place, &mut outcome);
        }
    }
    for (what, counts) in [("with the old text", &compared), ("of corrected words", &corrected)] {
        if counts.exact * 100 < counts.untouched * 99 {
            outcome.lose(format!("{what}: only {} of {} untouched spans are exact", counts.exact, counts.untouched));
        }
    }
    outcome.figures = format!(
        "{} edited texts. Both texts at hand: {compared}. Quotes alone: {quoted}. Words corrected: {corrected}",
        texts.len() * n_rounds
    );
    outcome
}

/// Replaces one stretch of words, of which the place is known.
fn correct(
    old: &Text,
    spans: &[TextRange],
    counts: &mut Counts,
    rng: &mut fastrand::Rng,
    place: &str,
    outcome: &mut Outcome,
) {
    let words = words_of(old.as_str());
    let first = rng.usize(..words.len());
    let last = (first + rng.usize(..4)).min(words.len() - 1);
    let (start, end) = (words[first].0, words[last].1);
    let mut edited = Edited::of(old.as_str());
    let with: String = match rng.u8(..3) {
        0 => String::new(),
        1 => NEW_WORDS[rng.usize(..NEW_WORDS.len())].to_owned(),
        _ => format!("{} {}", NEW_WORDS[rng.usize(..NEW_WORDS.len())], NEW_WORDS[rng.usize(..NEW_WORDS.len())]),
    };
    edited.replace(start, end, &with);
    let part = TextRange::between(Offset::new(start as u32), Offset::new(end as u32));
    let revision = Revision::correcting(old, part, &with).unwrap();
    let truths: Vec<Truth> = spans.iter().map(|&span| edited.truth(old, span)).collect();
    let placed: Vec<Placed> = spans.iter().map(|&span| revision.place(span)).collect();
    counts.count(spans, &truths, &placed, (old, revision.after()), place, Some(outcome));
}

/// What is true of a span.
enum Truth {
    /// Its words are at this place.
    Untouched(TextRange),
    /// Words of it were changed, or others came between them.
    Touched,
    /// Nothing of it is there any more.
    Gone,
}

#[derive(Default)]
struct Counts {
    untouched: usize,
    exact: usize,
    unsure: usize,
    lost: usize,
    touched: usize,
    gone: usize,
    found: usize,
    wrong: usize,
}

impl std::fmt::Display for Counts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { untouched, exact, unsure, lost, touched, gone, found, wrong } = self;
        let share = 100.0 * *exact as f64 / (*untouched).max(1) as f64;
        write!(
            f,
            "{untouched} untouched spans, {share:.3} % exact, {unsure} uncertain, {lost} lost; {touched} touched, {found} of \
             them uncertain at a place, and {gone} gone; silently wrong: {wrong}"
        )
    }
}

impl Counts {
    fn count(
        &mut self,
        spans: &[TextRange],
        truths: &[Truth],
        placed: &[Placed],
        (old, new): (&Text, &Text),
        place: &str,
        mut outcome: Option<&mut Outcome>,
    ) {
        for ((&span, truth), placed) in spans.iter().zip(truths).zip(placed) {
            let is_sure = matches!(placed.fate, Fate::Kept | Fate::Moved);
            let is_right = match truth {
                Truth::Untouched(at) => placed.at == Some(*at),
                Truth::Touched | Truth::Gone => false,
            };
            match truth {
                Truth::Untouched(_) => {
                    self.untouched += 1;
                    self.exact += usize::from(is_sure && is_right);
                    self.unsure += usize::from(placed.fate == Fate::Uncertain);
                    self.lost += usize::from(placed.fate == Fate::Lost);
                }
                Truth::Touched => {
                    self.touched += 1;
                    self.found += usize::from(placed.fate == Fate::Uncertain);
                }
                Truth::Gone => self.gone += 1,
            }
            if is_sure && !is_right {
                self.wrong += 1;
                if let Some(outcome) = outcome.as_deref_mut() {
                    let expected = match truth {
                        Truth::Untouched(at) => format!("{at}"),
                        Truth::Touched => "changed words".to_owned(),
                        Truth::Gone => "nothing".to_owned(),
                    };
                    let at = placed.at.unwrap_or_default();
                    outcome.lose(format!(
                        "{place}: {:?}: {span} “{}” is said to be at {at} “{}”, and is {expected}",
                        placed.fate,
                        around(old, span),
                        around(new, at)
                    ));
                }
            }
        }
    }
}

/// A range with a few words before and after it.
fn around(text: &Text, at: TextRange) -> String {
    let (from, to) = (text.floor(at.start().index().saturating_sub(24)), text.floor(at.end().index() + 24));
    let part = |a, b| text.slice(TextRange::between(a, b));
    format!("{}[{}]{}", part(from, at.start()), quote(text.slice(at)), part(at.end(), to))
}

/// A text after some edits: each character, and which it was of the old text, by its place in bytes.
struct Edited(Vec<(char, Option<usize>)>);

/// Words that are in none of the texts, so that what comes into a text cannot be taken for what was there.
const NEW_WORDS: [&str; 12] =
    ["zyzzyva", "qoph", "xebec", "vlei", "jynx", "fjeld", "kvass", "gneiss", "phlox", "tsuba", "dzeren", "oquassa"];

impl Edited {
    fn of(content: &str) -> Self {
        Self(content.char_indices().map(|(at, c)| (c, Some(at))).collect())
    }

    fn at_random(content: &str, rng: &mut fastrand::Rng) -> Self {
        let mut edited = Self::of(content);
        for _ in 0..1 + rng.usize(..8) {
            match rng.u8(..10) {
                0 | 1 => edited.typo(rng),
                2 => edited.put_in(rng),
                3 => edited.take_out(rng),
                4 => edited.put_others(rng),
                5 => edited.take_out_line(rng),
                6 => edited.put_in_line(rng),
                7 => edited.move_line(rng),
                8 => edited.wrap_anew(rng),
                _ => edited.change_quotes(rng),
            }
        }
        edited
    }

    fn text(&self) -> String {
        self.0.iter().map(|(c, _)| *c).collect()
    }

    /// The words, as ranges of characters.
    fn words(&self) -> Vec<(usize, usize)> {
        let mut words: Vec<(usize, usize)> = Vec::new();
        for (n, (c, _)) in self.0.iter().enumerate() {
            match words.last_mut() {
                Some((_, end)) if *end == n && is_letter(*c) => *end = n + 1,
                _ if is_letter(*c) || is_ideograph(*c) => words.push((n, n + 1)),
                _ => {}
            }
        }
        words
    }

    /// The lines with their line breaks, as ranges of characters.
    fn lines(&self) -> Vec<(usize, usize)> {
        let mut starts = vec![0];
        starts.extend(self.0.iter().enumerate().filter(|(_, (c, _))| *c == '\n').map(|(n, _)| n + 1));
        starts.push(self.0.len());
        starts.dedup();
        starts.windows(2).map(|pair| (pair[0], pair[1])).collect()
    }

    fn word(&self, rng: &mut fastrand::Rng) -> Option<(usize, usize)> {
        let words = self.words();
        (!words.is_empty()).then(|| words[rng.usize(..words.len())])
    }

    fn splice(&mut self, start: usize, end: usize, with: &str) {
        self.0.splice(start..end, with.chars().map(|c| (c, None)));
    }

    /// Replaces what was between two places of the old text.
    fn replace(&mut self, start: usize, end: usize, with: &str) {
        let at = |place: usize| self.0.iter().position(|(_, was)| *was == Some(place)).unwrap_or(self.0.len());
        let (start, end) = (at(start), at(end));
        self.splice(start, end, with);
    }

    /// A letter is left out, doubled, or another one.
    fn typo(&mut self, rng: &mut fastrand::Rng) {
        let Some((start, end)) = self.word(rng).filter(|(start, end)| end - start > 3) else { return };
        let at = rng.usize(start..end);
        match rng.u8(..3) {
            0 => self.splice(at, at + 1, ""),
            1 => self.splice(at, at, "q"),
            _ => self.splice(at, at + 1, "x"),
        }
    }

    fn put_in(&mut self, rng: &mut fastrand::Rng) {
        let Some((start, _)) = self.word(rng) else { return };
        let words: String = (0..1 + rng.usize(..4)).map(|_| format!("{} ", new_word(rng))).collect();
        self.splice(start, start, &words);
    }

    /// Words go, unless others that read the same stand beside them: nobody could tell which of them went.
    fn take_out(&mut self, rng: &mut fastrand::Rng) {
        let words = self.words();
        if words.len() < 8 {
            return;
        }
        let first = 1 + rng.usize(..words.len() - 7);
        let last = first + rng.usize(..4);
        let (start, end) = (words[first].0, words[last + 1].0);
        if self.can_go(start, end) {
            self.splice(start, end, "");
        }
    }

    /// Whether a stretch can be told from what is around it.
    fn can_go(&self, start: usize, end: usize) -> bool {
        let chars = |range: std::ops::Range<usize>| self.0[range].iter().map(|(c, _)| *c);
        let len = end - start;
        let same = |a: Option<char>, b: Option<char>| a.is_some() && a.map(fold) == b.map(fold);
        let after: String = chars(end..(end + len).min(self.0.len())).collect();
        let before: String = chars(start.saturating_sub(len)..start).collect();
        let gone: String = chars(start..end).collect();
        // Where words stand without spaces, each character is one.
        let first = |text: &str| -> Option<String> {
            let word = text.split_whitespace().next()?.to_lowercase();
            Some(word.split_inclusive(is_ideograph).next().unwrap_or_default().to_owned())
        };
        let last = |text: &str| -> Option<String> {
            let word = text.split_whitespace().next_back()?.to_lowercase();
            Some(word.rfind(is_ideograph).and_then(|at| word.get(at..)).unwrap_or(&word).to_owned())
        };
        let starts_alike = first(&gone).is_some() && first(&gone) == first(&after);
        let ends_alike = last(&gone).is_some() && last(&gone) == last(&before);
        !starts_alike && !ends_alike && !same(gone.chars().next(), after.chars().next())
    }

    /// Whether the same words stand before or behind two places: a stretch that goes from the one to the other could as
    /// well have taken them along.
    fn reads_alike(&self, a: usize, b: usize) -> bool {
        let word_behind = |at: usize| -> String {
            let letters = self.0[at..].iter().map(|(c, _)| *c).skip_while(|c| c.is_whitespace());
            letters.take_while(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
        };
        let word_before = |at: usize| -> String {
            let letters = self.0[..at].iter().rev().map(|(c, _)| *c).skip_while(|c| !c.is_alphanumeric());
            letters.take_while(|c| c.is_alphanumeric()).collect::<String>().to_lowercase()
        };
        word_behind(a) == word_behind(b) || word_before(a) == word_before(b)
    }

    fn put_others(&mut self, rng: &mut fastrand::Rng) {
        let words = self.words();
        if words.len() < 8 {
            return;
        }
        let first = rng.usize(..words.len() - 5);
        let last = first + rng.usize(..4);
        let with: Vec<&str> = (0..1 + rng.usize(..3)).map(|_| new_word(rng)).collect();
        self.splice(words[first].0, words[last].1, &with.join(" "));
    }

    fn line(&self, rng: &mut fastrand::Rng) -> Option<(usize, usize)> {
        let lines = self.lines();
        let line = lines[rng.usize(..lines.len())];
        (lines.len() > 3 && line.1 - line.0 > 1).then_some(line)
    }

    fn take_out_line(&mut self, rng: &mut fastrand::Rng) {
        let Some((start, end)) = self.line(rng) else { return };
        if self.can_go(start, end) {
            self.splice(start, end, "");
        }
    }

    fn put_in_line(&mut self, rng: &mut fastrand::Rng) {
        let Some((start, _)) = self.line(rng) else { return };
        let words: Vec<&str> = (0..6 + rng.usize(..20)).map(|_| new_word(rng)).collect();
        self.splice(start, start, &format!("{}.\n", words.join(" ")));
    }

    fn move_line(&mut self, rng: &mut fastrand::Rng) {
        let Some((start, end)) = self.line(rng) else { return };
        let (at, _) = self.lines()[rng.usize(..self.lines().len())];
        if at >= start && at <= end || self.reads_alike(end, at) {
            return;
        }
        let line: Vec<_> = self.0.drain(start..end).collect();
        let at = if at > start { at - line.len() } else { at };
        self.0.splice(at..at, line);
    }

    /// Spaces become line breaks, or two spaces, and line breaks become those of another system.
    fn wrap_anew(&mut self, rng: &mut fastrand::Rng) {
        let how = rng.u8(..3);
        let mut wrapped = Vec::with_capacity(self.0.len());
        for &(c, was) in &self.0 {
            match (c, how) {
                (' ', 0) if rng.u8(..8) == 0 => wrapped.push(('\n', None)),
                (' ', 1) if rng.u8(..8) == 0 => wrapped.extend([(c, was), (' ', None)]),
                ('\n', 2) => wrapped.extend([('\r', None), (c, was)]),
                _ => wrapped.push((c, was)),
            }
        }
        self.0 = wrapped;
    }

    /// Straight quotes become curly ones, or the other way round.
    fn change_quotes(&mut self, rng: &mut fastrand::Rng) {
        let to_curly = rng.bool();
        for (c, _) in &mut self.0 {
            let other = match (*c, to_curly) {
                ('"', true) => '”',
                ('\'', true) => '’',
                ('“' | '”', false) => '"',
                ('‘' | '’', false) => '\'',
                _ => continue,
            };
            *c = other;
        }
    }

    /// Where a span of the old text is, by each of its characters.
    fn truth(&self, old: &Text, span: TextRange) -> Truth {
        let mut at = 0;
        let places: Vec<(usize, char, Option<usize>)> = self
            .0
            .iter()
            .map(|&(c, was)| {
                let place = (at, c, was);
                at += c.len_utf8();
                place
            })
            .collect();
        if span.is_empty() {
            return point_truth(&places, old, span.start(), at);
        }
        let inside = |was: &Option<usize>| was.is_some_and(|was| span.bytes().contains(&was));
        let mut of_span = places.iter().enumerate().filter(|(_, (_, c, was))| inside(was) && !c.is_whitespace());
        let (Some(first), last) = (of_span.next(), of_span.next_back()) else { return Truth::Gone };
        let last = last.unwrap_or(first);
        let now: String = places[first.0..=last.0].iter().map(|(_, c, _)| *c).collect();
        let only_own = places[first.0..=last.0].iter().all(|(_, c, was)| inside(was) || c.is_whitespace());
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        // A word that goes on where it ended before is another word.
        let goes_on = |a: Option<char>, b: Option<char>| a.is_some_and(is_letter) && b.is_some_and(is_letter);
        let char_at = |at: Option<usize>| at.and_then(|at| places.get(at)).map(|(_, c, _)| *c);
        let was = old.slice(span);
        let begins_later = goes_on(char_at(first.0.checked_sub(1)), now.chars().next())
            && !goes_on(old.upto(span.start()).chars().next_back(), was.chars().next());
        let ends_earlier = goes_on(now.chars().next_back(), char_at(last.0.checked_add(1)))
            && !goes_on(was.chars().next_back(), old.from(span.end()).chars().next());
        let grew = begins_later || ends_earlier;
        if !only_own || grew || squeezed(&now) != squeezed(old.slice(span)) {
            return Truth::Touched;
        }
        let (_, (start, ..)) = first;
        let (_, (end, c, _)) = last;
        Truth::Untouched(TextRange::between(Offset::new(*start as u32), Offset::new((end + c.len_utf8()) as u32)))
    }
}

/// A place between two characters stays with the word that begins there, else with what it stands behind; if that is
/// gone, with the other of the two.
fn point_truth(places: &[(usize, char, Option<usize>)], old: &Text, at: Offset, end: usize) -> Truth {
    let after = old.from(at).chars().next();
    let before = old.upto(at).chars().next_back();
    let begins = after.is_some_and(|c| !c.is_whitespace()) && before.is_none_or(char::is_whitespace);
    let now = |at: usize, c: char| places.iter().find(|place| place.2 == Some(at) && place.1 == c);
    let with_after = after.and_then(|c| now(at.index(), c)).map(|(now, ..)| *now);
    let with_before = before.and_then(|c| now(at.index() - c.len_utf8(), c)).map(|(now, c, _)| now + c.len_utf8());
    // Both ends of the text are places too.
    let with_before = with_before.or((at == Offset::ZERO).then_some(0));
    let with_after = with_after.or((at == old.end()).then_some(end));
    let found = if begins { with_after.or(with_before) } else { with_before.or(with_after) };
    found.map_or(Truth::Gone, |now| Truth::Untouched(TextRange::empty_at(Offset::new(now as u32))))
}

/// Whether a character is of a word that spaces part from others, with the signs above and below its letters.
fn is_letter(c: char) -> bool {
    let is_mark = matches!(c, '\u{300}'..='\u{36F}' | '\u{900}'..='\u{DFF}' | '\u{64B}'..='\u{65F}');
    (c.is_alphanumeric() || is_mark) && !is_ideograph(c)
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}')
}

fn fold(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

fn new_word(rng: &mut fastrand::Rng) -> &'static str {
    NEW_WORDS[rng.usize(..NEW_WORDS.len())]
}

/// The words of a text, as ranges of bytes.
fn words_of(content: &str) -> Vec<(usize, usize)> {
    let mut words: Vec<(usize, usize)> = Vec::new();
    for (at, c) in content.char_indices() {
        match words.last_mut() {
            Some((_, end)) if *end == at && is_letter(c) => *end = at + c.len_utf8(),
            _ if is_letter(c) || is_ideograph(c) => words.push((at, at + c.len_utf8())),
            _ => {}
        }
    }
    words
}

/// Words, rows of words, sentences or so, and a few places between two characters.
fn spans(old: &Text, rng: &mut fastrand::Rng) -> Vec<TextRange> {
    let words = words_of(old.as_str());
    let one = |rng: &mut fastrand::Rng| {
        let first = rng.usize(..words.len());
        let n = match rng.u8(..10) {
            0 => return TextRange::empty_at(Offset::new(words[first].0 as u32)),
            1..=5 => 0,
            6..=8 => 1 + rng.usize(..6),
            _ => 7 + rng.usize(..40),
        };
        let last = (first + n).min(words.len() - 1);
        TextRange::between(Offset::new(words[first].0 as u32), Offset::new(words[last].1 as u32))
    };
    (0..SPANS).map(|_| one(rng)).collect()
}

/// The articles of the example projects, and texts made here.
fn texts(rng: &mut fastrand::Rng) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("projects")];
    while let Some(folder) = folders.pop() {
        let mut paths: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "txt") {
                let name = path.file_name().unwrap().to_string_lossy().into_owned();
                texts.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    for (name, syllables, space) in [
        ("few letters", "ta ki ro en the al ma so ri no ve de lu pa is", " "),
        ("Arabic", "ال ما كت در سل يو قا نا حل بر في من عل ون ات", " "),
        ("Chinese", "停 火 谈 判 继 续 今 天 在 巴 黎 法 国 外 长 说 不 和 平 会 议 军 队 城 市 人 道 援 助", ""),
        ("accents", "é où è naï e\u{301} ç ’on \"oui\" n° -t-il ä ß œ ĳ ū", " "),
    ] {
        let syllables: Vec<&str> = syllables.split(' ').collect();
        let words: Vec<String> = (0..WORDS)
            .map(|_| (0..1 + rng.usize(..3)).map(|_| syllables[rng.usize(..syllables.len())]).collect())
            .collect();
        texts.push((name.to_owned(), made_of(&words, space, rng)));
    }
    texts
}

/// How many words a text that is made here is written with.
const WORDS: usize = 150;

/// Some paragraphs of sentences of these words, the first of them far more often than the last, with numbers as real
/// texts have.
fn made_of(words: &[String], space: &str, rng: &mut fastrand::Rng) -> String {
    let mut content = String::new();
    for _ in 0..14 {
        for _ in 0..2 + rng.usize(..4) {
            let sentence: Vec<String> = (0..5 + rng.usize(..12))
                .map(|_| match rng.u8(..16) {
                    0 => rng.u16(..).to_string(),
                    _ => words[(words.len() as f64 * rng.f64().powi(2)) as usize].clone(),
                })
                .collect();
            content.push_str(&sentence.join(space));
            content.push_str(". ");
        }
        content.push('\n');
    }
    content
}
