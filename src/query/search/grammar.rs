//! From a query to what it asks: the grammar of [`super`], by recursive descent.

use super::lexer::{Compare, Condition, Sign, What, signs};
use crate::query::Mistake;
use thiserror::Error;

/// What is wrong with a query, and at which character.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("character {at}: {what}")]
pub struct SearchMistake {
    /// Which character it is about, counted from 1.
    pub at: usize,
    /// What is wrong there.
    pub what: String,
    /// What a person can do, as a sentence without a full stop.
    pub hint: String,
}

impl SearchMistake {
    /// A mistake at a character, counted from 0.
    pub(super) fn new(at: usize, what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { at: at + 1, what: what.into(), hint: hint.into() }
    }

    /// A mistake of an expression that begins at a character.
    pub(super) fn of_expression(at: usize, mistake: &Mistake) -> Self {
        let hint = mistake.hint();
        match mistake {
            Mistake::Syntax { at: within, what, .. } => Self::new(at + within.saturating_sub(1), what.clone(), hint),
            Mistake::TooLarge => Self::new(at, mistake.to_string(), hint),
        }
    }
}

/// What a query asks, whatever the project.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Asked {
    Words(Sign),
    About {
        at: usize,
        name: String,
        compare: Compare,
        value: String,
        value_at: usize,
        conditions: Vec<Condition>,
    },
    /// A query that has a name, with the character at which that stands.
    Saved {
        name: String,
        what: Box<Asked>,
        at: usize,
    },
    Not(Box<Asked>),
    And(Vec<Asked>),
    Or(Vec<Asked>),
    Placed {
        left: Box<Asked>,
        relation: Relation,
        is_not: bool,
        right: Box<Asked>,
    },
    /// Spans by what comes next, with the character that says so.
    Followed {
        left: Box<Asked>,
        is_not: bool,
        right: Box<Asked>,
        at: usize,
    },
}

/// How a place stands to another one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Relation {
    Within,
    Containing,
    Overlapping,
    SamePlace,
    SameSentence,
    SameParagraph,
    SameArticle,
    /// So many words or fewer between.
    Near(usize),
    /// The same, and on the left.
    Before(usize),
}

/// How deep brackets may stand in each other.
const DEEPEST: usize = 100;

/// Reads a query.
pub(super) fn asked(query: &str) -> Result<Asked, SearchMistake> {
    let signs = signs(query)?;
    let end = query.chars().count();
    if signs.is_empty() {
        return Err(SearchMistake::new(0, "nothing is asked", "Write words, or what is tagged, such as tag:person"));
    }
    let mut parser = Parser { signs: &signs, at: 0, end, depth: 0 };
    let asked = parser.whole()?;
    match parser.peek() {
        None => Ok(asked),
        Some(sign) => Err(SearchMistake::new(sign.at, "no bracket is open here", "Write ( before it, or \" around it")),
    }
}

struct Parser<'s> {
    signs: &'s [Sign],
    at: usize,
    /// The character after the last.
    end: usize,
    depth: usize,
}

impl<'s> Parser<'s> {
    fn peek(&self) -> Option<&'s Sign> {
        self.signs.get(self.at)
    }

    /// Takes a word that means something by itself.
    fn takes(&mut self, word: &str) -> bool {
        let is_it = matches!(self.peek(), Some(Sign { what: What::Word(it), .. }) if it == word);
        self.at += usize::from(is_it);
        is_it
    }

    fn whole(&mut self) -> Result<Asked, SearchMistake> {
        let begins_so = matches!(self.peek(), Some(Sign { what: What::Word(word), .. }) if word == "where");
        let mut parts = if begins_so { Vec::new() } else { vec![self.either()?] };
        while self.takes("where") {
            parts.push(Asked::Not(Box::new(Asked::Not(Box::new(self.either()?)))));
            self.deeper()?;
        }
        Ok(one_or(parts, Asked::And))
    }

    fn either(&mut self) -> Result<Asked, SearchMistake> {
        let mut parts = vec![self.all()?];
        while self.takes("or") {
            parts.push(self.all()?);
        }
        Ok(one_or(parts, Asked::Or))
    }

    fn all(&mut self) -> Result<Asked, SearchMistake> {
        let mut parts = vec![self.maybe_not()?];
        loop {
            let says_and = self.takes("and");
            let is_over = match self.peek() {
                None | Some(Sign { what: What::Close, .. }) => true,
                Some(Sign { what: What::Word(word), .. }) => word == "or" || word == "where",
                Some(_) => false,
            };
            if is_over && !says_and {
                return Ok(one_or(parts, Asked::And));
            }
            parts.push(self.maybe_not()?);
        }
    }

    fn maybe_not(&mut self) -> Result<Asked, SearchMistake> {
        if self.takes("not") {
            self.deeper()?;
            let asked = self.maybe_not()?;
            self.depth -= 1;
            return Ok(Asked::Not(Box::new(asked)));
        }
        let mut left = self.term()?;
        loop {
            let begin = self.at;
            let is_not = self.takes("not");
            let at = self.peek().map_or(self.end, |sign| sign.at);
            if self.takes("followed-by") {
                let right = Box::new(self.term()?);
                left = Asked::Followed { left: Box::new(left), is_not, right, at };
                continue;
            }
            let Some(relation) = self.relation()? else {
                self.at = begin;
                return Ok(left);
            };
            let right = Box::new(self.term()?);
            left = Asked::Placed { left: Box::new(left), relation, is_not, right };
        }
    }

    fn relation(&mut self) -> Result<Option<Relation>, SearchMistake> {
        let Some(Sign { at, what: What::Word(word) }) = self.peek() else { return Ok(None) };
        let counted = |n: &str| {
            let hint = "Say how many words may be between, such as near/5";
            n.parse::<usize>().map_err(|_| SearchMistake::new(*at, "this is not a number of words", hint))
        };
        let relation = match (word.as_str(), word.split_once('/')) {
            ("within", _) => Relation::Within,
            ("containing", _) => Relation::Containing,
            ("overlapping", _) => Relation::Overlapping,
            ("same-place", _) => Relation::SamePlace,
            ("same-sentence", _) => Relation::SameSentence,
            ("same-paragraph", _) => Relation::SameParagraph,
            ("same-article", _) => Relation::SameArticle,
            (_, Some(("near", n))) => Relation::Near(counted(n)?),
            (_, Some(("before", n))) => Relation::Before(counted(n)?),
            _ => return Ok(None),
        };
        self.at += 1;
        Ok(Some(relation))
    }

    fn term(&mut self) -> Result<Asked, SearchMistake> {
        let Some(sign) = self.peek() else {
            return Err(SearchMistake::new(self.end, "something is missing here", "Write what is looked for"));
        };
        self.at += 1;
        match &sign.what {
            What::Open => {
                self.deeper()?;
                let asked = self.whole()?;
                self.depth -= 1;
                match self.peek() {
                    Some(Sign { what: What::Close, .. }) => {
                        self.at += 1;
                        Ok(asked)
                    }
                    _ => Err(SearchMistake::new(sign.at, "this bracket is not closed", "Write ) where it ends")),
                }
            }
            What::Close => Err(SearchMistake::new(sign.at, "nothing is in these brackets", "Write what is looked for")),
            What::Word(word)
                if KEPT.contains(&word.as_str()) || word.starts_with("near/") || word.starts_with("before/") =>
            {
                let what = format!("“{word}” stands between two things that are looked for");
                Err(SearchMistake::new(sign.at, what, "Write \" around it to find the word itself"))
            }
            What::About { name, compare, value, value_at, conditions } => Ok(Asked::About {
                at: sign.at,
                name: name.clone(),
                compare: *compare,
                value: value.clone(),
                value_at: *value_at,
                conditions: conditions.clone(),
            }),
            What::Word(_) | What::Phrase { .. } | What::Expression { .. } => Ok(Asked::Words(sign.clone())),
        }
    }

    fn deeper(&mut self) -> Result<(), SearchMistake> {
        self.depth += 1;
        let at = self.peek().map_or(self.end, |sign| sign.at);
        if self.depth > DEEPEST {
            return Err(SearchMistake::new(at, "brackets stand too deep in each other here", "Take some of them away"));
        }
        Ok(())
    }
}

/// Words that mean something by themselves.
const KEPT: [&str; 12] = [
    "and",
    "or",
    "not",
    "within",
    "containing",
    "overlapping",
    "same-place",
    "same-sentence",
    "same-paragraph",
    "same-article",
    "followed-by",
    "where",
];

fn one_or(mut parts: Vec<Asked>, several: fn(Vec<Asked>) -> Asked) -> Asked {
    match parts.pop() {
        Some(only) if parts.is_empty() => only,
        Some(last) => {
            parts.push(last);
            several(parts)
        }
        None => several(parts),
    }
}
