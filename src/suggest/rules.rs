//! Proposals by the codebook's rules: by word lists, thousands of words in one look at a text, and by expressions.

use crate::edit::Proposal;
use crate::model::{Codebook, RecordId, Rule, Seeks};
use crate::query::{Bounds, Finder, Folded, Mistake, Pattern, Step};
use crate::text::{Offset, Text, TextRange, WordEdges};
use aho_corasick::{AhoCorasick, MatchKind};
use smol_str::SmolStr;
use std::sync::Arc;

/// The rules of a codebook, ready for looking.
#[derive(Default)]
pub struct RuleSet {
    ready: Vec<(Arc<Rule>, Seeker)>,
    troubled: Vec<Troubled>,
}

/// A rule that cannot look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Troubled {
    /// Which.
    pub rule: RecordId,
    /// Why.
    pub mistake: Mistake,
}

enum Seeker {
    Words(Box<AhoCorasick>),
    Pattern(Box<Finder>),
}

/// The most places that one rule proposes in a text: more than that nobody decides about.
const MOST: usize = 20_000;
/// A list of at least so many words is looked for by an automaton of another kind, which takes less memory.
const MANY: usize = 5_000;

impl RuleSet {
    /// Makes the rules of a codebook ready. Takes time with their words: a job for the background.
    pub fn of(codebook: &Codebook) -> Self {
        let mut set = Self::default();
        for rule in codebook.rules.values().filter(|rule| codebook.tag(&rule.tag).is_some()) {
            match seeker(rule) {
                Ok(seeker) => set.ready.push((Arc::clone(rule), seeker)),
                Err(mistake) => set.troubled.push(Troubled { rule: rule.id, mistake }),
            }
        }
        set
    }

    /// The rules that cannot look.
    pub fn troubled(&self) -> &[Troubled] {
        &self.troubled
    }

    /// What the rules propose in a text, in the order of the text; the longest where several of one rule overlap. Gives up
    /// with what it has once `is_over` says so.
    pub fn proposals(&self, text: &Text, is_over: impl Fn() -> bool) -> Vec<Proposal> {
        let mut proposals = Vec::new();
        for (rule, seeker) in &self.ready {
            let by = SmolStr::new(&rule.name);
            let ranges = match seeker {
                Seeker::Words(words) => words_in(text, words, rule, &is_over),
                Seeker::Pattern(finder) => pattern_in(text, finder, &is_over),
            };
            proposals.extend(ranges.into_iter().map(|at| Proposal { at, tag: rule.tag.clone(), by: by.clone() }));
        }
        proposals.sort_by(|a, b| (a.at, &a.tag, &a.by).cmp(&(b.at, &b.tag, &b.by)));
        proposals
    }
}

fn seeker(rule: &Rule) -> Result<Seeker, Mistake> {
    match &rule.seeks {
        Seeks::Words(words) => {
            let folded = words.iter().map(|word| if rule.fold { Folded::of(word).text } else { word.to_string() });
            let kind = (words.len() >= MANY).then_some(aho_corasick::AhoCorasickKind::ContiguousNFA);
            let built = AhoCorasick::builder().match_kind(MatchKind::Standard).kind(kind).build(folded);
            Ok(Seeker::Words(Box::new(built.map_err(|_| Mistake::TooLarge)?)))
        }
        Seeks::Expression(pattern) => {
            let bounds = if rule.whole_words { Bounds::Words } else { Bounds::Anywhere };
            let pattern = Pattern { text: pattern.clone(), fold: rule.fold, bounds, regex: true };
            Ok(Seeker::Pattern(Box::new(pattern.compile()?)))
        }
    }
}

fn pattern_in(text: &Text, finder: &Finder, is_over: impl Fn() -> bool) -> Vec<TextRange> {
    let mut hits = finder.hits(text);
    let mut ranges = Vec::new();
    while ranges.len() < MOST && !is_over() {
        match hits.step() {
            Step::Hit(range) => ranges.push(range),
            Step::Nothing => {}
            Step::End => break,
        }
    }
    ranges
}

fn words_in(text: &Text, words: &AhoCorasick, rule: &Rule, is_over: impl Fn() -> bool) -> Vec<TextRange> {
    let folded = rule.fold.then(|| Folded::of(text.as_str()));
    let haystack = folded.as_ref().map_or(text.as_str(), |folded| &folded.text);
    let place = |at: usize| match &folded {
        Some(folded) => folded.place(at),
        None => Some(at),
    };
    let mut edges = WordEdges::of(text);
    let mut found: Vec<TextRange> = Vec::new();
    for hit in words.find_overlapping_iter(haystack) {
        if found.len() >= MOST || is_over() {
            break;
        }
        let (Some(start), Some(end)) = (place(hit.start()), place(hit.end())) else { continue };
        let range = TextRange::between(text.floor(start), text.floor(end));
        if !rule.whole_words || (edges.has(range.start()) && edges.has(range.end())) {
            found.push(range);
        }
    }
    longest(found)
}

/// Of ranges that overlap, the one that begins first, and of those that begin together the longest.
fn longest(mut ranges: Vec<TextRange>) -> Vec<TextRange> {
    ranges.sort_by_key(|range| (range.start(), std::cmp::Reverse(range.end())));
    let mut kept: Vec<TextRange> = Vec::new();
    let mut free = Offset::ZERO;
    for range in ranges {
        if range.start() >= free && !range.is_empty() {
            free = range.end();
            kept.push(range);
        }
    }
    kept
}
