//! A query as signs: words, phrases, expressions, brackets, what is said about documents.

use super::grammar::SearchMistake;

/// A sign, with the character at which it begins, from 0.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Sign {
    pub at: usize,
    pub what: What,
}

#[derive(Clone, PartialEq, Debug)]
pub(super) enum What {
    Open,
    Close,
    /// A word without quotation marks, as it stands.
    Word(String),
    /// A phrase, and whether it is meant as it is written.
    Phrase {
        text: String,
        exact: bool,
    },
    /// An expression, and whether case does not count.
    Expression {
        text: String,
        fold: bool,
    },
    /// `field:value` and the like.
    About {
        name: String,
        compare: Compare,
        value: String,
        value_at: usize,
        conditions: Vec<Condition>,
    },
}

/// How a value is compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Compare {
    Has,
    Is,
    IsNot,
    Less,
    AtMost,
    More,
    AtLeast,
}

/// `[stance=pro]`
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Condition {
    pub at: usize,
    pub name: String,
    pub is_not: bool,
    pub value: String,
}

/// The longest first.
const COMPARES: [(&str, Compare); 7] = [
    ("!=", Compare::IsNot),
    ("<=", Compare::AtMost),
    (">=", Compare::AtLeast),
    (":", Compare::Has),
    ("=", Compare::Is),
    ("<", Compare::Less),
    (">", Compare::More),
];

/// Reads all signs of a query.
pub(super) fn signs(query: &str) -> Result<Vec<Sign>, SearchMistake> {
    let mut reader = Reader { all: query.chars().collect(), at: 0 };
    let mut signs = Vec::new();
    loop {
        reader.skip(char::is_whitespace);
        let at = reader.at;
        let Some(c) = reader.peek() else { return Ok(signs) };
        let what = match c {
            '(' => reader.one(What::Open),
            ')' => reader.one(What::Close),
            '"' => What::Phrase { text: reader.quoted()?, exact: false },
            '=' if reader.peek_at(1) == Some('"') => {
                reader.at += 1;
                What::Phrase { text: reader.quoted()?, exact: true }
            }
            '/' => reader.expression()?,
            _ => reader.word_or_about()?,
        };
        signs.push(Sign { at, what });
    }
}

struct Reader {
    all: Vec<char>,
    at: usize,
}

impl Reader {
    fn peek(&self) -> Option<char> {
        self.peek_at(0)
    }

    fn peek_at(&self, n: usize) -> Option<char> {
        self.all.get(self.at + n).copied()
    }

    fn one(&mut self, what: What) -> What {
        self.at += 1;
        what
    }

    fn skip(&mut self, is_skipped: impl Fn(char) -> bool) {
        while self.peek().is_some_and(&is_skipped) {
            self.at += 1;
        }
    }

    /// A phrase in quotation marks; a backslash before one of them, or before another backslash, means the sign itself.
    fn quoted(&mut self) -> Result<String, SearchMistake> {
        let begin = self.at;
        self.at += 1;
        let mut text = String::new();
        while let Some(c) = self.peek() {
            self.at += 1;
            match c {
                '"' => return Ok(text),
                '\\' if matches!(self.peek(), Some('"' | '\\')) => {
                    text.extend(self.peek());
                    self.at += 1;
                }
                _ => text.push(c),
            }
        }
        Err(SearchMistake::new(begin, "this phrase has no end", "Write \" after it"))
    }

    fn expression(&mut self) -> Result<What, SearchMistake> {
        let begin = self.at;
        self.at += 1;
        let mut text = String::new();
        while let Some(c) = self.peek() {
            self.at += 1;
            match c {
                '/' => {
                    let fold = self.peek() == Some('i');
                    self.at += usize::from(fold);
                    return Ok(What::Expression { text, fold });
                }
                '\\' if self.peek() == Some('/') => {
                    text.push('/');
                    self.at += 1;
                }
                '\\' => {
                    text.push('\\');
                    text.extend(self.peek());
                    self.at += usize::from(self.peek().is_some());
                }
                _ => text.push(c),
            }
        }
        Err(SearchMistake::new(
            begin,
            "this expression has no end",
            "Write / after it, or \" around a phrase that has one",
        ))
    }

    fn word_or_about(&mut self) -> Result<What, SearchMistake> {
        let mut name = String::new();
        loop {
            if let Some((sign, compare)) = self.compare().filter(|_| !name.is_empty()) {
                self.at += sign.chars().count();
                return self.about(name, compare);
            }
            match self.peek() {
                // Names of metadata can have spaces in them.
                Some('"') if name == "meta." => name.push_str(&self.quoted()?),
                Some(c) if !c.is_whitespace() && !matches!(c, '(' | ')' | '"') => {
                    name.push(c);
                    self.at += 1;
                }
                _ => return Ok(What::Word(name)),
            }
        }
    }

    fn compare(&self) -> Option<(&'static str, Compare)> {
        COMPARES.into_iter().find(|(sign, _)| sign.chars().enumerate().all(|(n, c)| self.peek_at(n) == Some(c)))
    }

    fn about(&mut self, name: String, compare: Compare) -> Result<What, SearchMistake> {
        let value_at = self.at;
        let value = if self.peek() == Some('"') { self.quoted()? } else { self.bare(&[]) };
        let conditions = if self.peek() == Some('[') { self.conditions()? } else { Vec::new() };
        Ok(What::About { name, compare, value, value_at, conditions })
    }

    /// A value without quotation marks, up to white space, a bracket or one of some signs.
    fn bare(&mut self, ends: &[char]) -> String {
        let mut value = String::new();
        while let Some(c) = self.peek().filter(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | '[' | ']')) {
            if ends.contains(&c) {
                break;
            }
            value.push(c);
            self.at += 1;
        }
        value
    }

    fn conditions(&mut self) -> Result<Vec<Condition>, SearchMistake> {
        let begin = self.at;
        self.at += 1;
        let mut conditions = Vec::new();
        loop {
            self.skip(|c| c.is_whitespace() || c == ',');
            let at = self.at;
            if self.peek() == Some(']') {
                self.at += 1;
                return Ok(conditions);
            }
            let mut name = self.bare(&['=', '!', ',', '"']);
            // Names of attributes can have spaces in them.
            if name == "attr." && self.peek() == Some('"') {
                name.push_str(&self.quoted()?);
            }
            let is_not = self.peek() == Some('!');
            self.at += usize::from(is_not);
            if name.is_empty() || self.peek() != Some('=') {
                let is_open = self.peek().is_none();
                let (at, what) =
                    if is_open { (begin, "this bracket is not closed") } else { (at, "this says nothing of a value") };
                return Err(SearchMistake::new(at, what, "Write conditions as [stance=pro, by=ana]"));
            }
            self.at += 1;
            let value = if self.peek() == Some('"') { self.quoted()? } else { self.bare(&[',']) };
            conditions.push(Condition { at, name, is_not, value });
        }
    }
}
