//! What spans cover, for people: from the text, or as a set's own file repeats it.

use crate::edit::covered;
use crate::model::{Fragments, Span};
use crate::text::Text;
use std::collections::HashMap;

/// Where the words of spans are known from.
#[derive(Clone, Copy, Debug)]
pub enum Words<'a> {
    /// From nowhere.
    Unknown,
    /// From the text that they lie in.
    Text(&'a Text),
    /// From what stands beside each place in a set's file.
    Quotes(&'a HashMap<Fragments, String>),
}

impl Words<'_> {
    /// A span by its tag and its words, or by its place where these are not known.
    pub fn name(self, span: &Span) -> String {
        match self.of(&span.at) {
            Some(words) => format!("{} “{words}”", span.tag),
            None => format!("{} at {}–{}", span.tag, span.hull().start(), span.hull().end()),
        }
    }

    /// What some fragments cover, on one line and shortened.
    pub fn of(self, at: &Fragments) -> Option<String> {
        match self {
            Self::Unknown => None,
            Self::Text(text) => at.iter().all(|range| text.check(range).is_ok()).then(|| covered(text, at)),
            Self::Quotes(quotes) => quotes.get(at).map(|quote| quote.replace(['\n', '\r'], " ")),
        }
    }
}
