//! Attributes: what can be said of an annotation or a document beside its tags, and when it is asked for.

use super::{AttributeId, LayerId, TagId};
use smol_str::SmolStr;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fmt;

/// A finite number.
#[derive(Clone, Copy, Debug)]
pub struct Number(f64);

impl Number {
    /// Takes any number but infinities and what is no number.
    pub fn new(number: f64) -> Option<Self> {
        // There is one zero, so that equal numbers are written alike.
        number.is_finite().then_some(Self(number + 0.0))
    }

    /// The number.
    pub const fn get(self) -> f64 {
        self.0
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number {}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What an attribute is on one annotation. The attribute's kind says how it is to be read.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Value {
    /// Free text, or the id of a choice.
    Text(SmolStr),
    /// The ids of several choices.
    Set(BTreeSet<SmolStr>),
    /// Yes or no.
    YesNo(bool),
    /// A number.
    Number(Number),
}

impl From<Number> for Value {
    fn from(number: Number) -> Self {
        Self::Number(number)
    }
}

/// One of the values to choose from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice {
    /// What annotations say; it stays when the choice is renamed.
    pub id: SmolStr,
    /// What people call it.
    pub name: String,
}

/// The values that an attribute takes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum AttributeKind {
    /// One of these.
    Choice(Vec<Choice>),
    /// Any number of these.
    Choices(Vec<Choice>),
    /// Yes or no.
    YesNo,
    /// A number, between two where they are given.
    Number {
        /// The least.
        least: Option<Number>,
        /// The most.
        most: Option<Number>,
    },
    /// Free text.
    Text,
}

impl AttributeKind {
    /// The choices, if there are any to make.
    pub fn choices(&self) -> &[Choice] {
        match self {
            Self::Choice(choices) | Self::Choices(choices) => choices,
            Self::YesNo | Self::Number { .. } | Self::Text => &[],
        }
    }

    /// The choice with an id.
    pub fn choice(&self, id: &str) -> Option<&Choice> {
        self.choices().iter().find(|choice| choice.id == id)
    }

    /// Whether a value is one of those that it takes.
    pub fn takes(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Choice(_), Value::Text(id)) => self.choice(id).is_some(),
            (Self::Choices(_), Value::Set(ids)) => !ids.is_empty() && ids.iter().all(|id| self.choice(id).is_some()),
            (Self::YesNo, Value::YesNo(_)) => true,
            (Self::Number { least, most }, Value::Number(number)) => {
                least.is_none_or(|least| least <= *number) && most.is_none_or(|most| *number <= most)
            }
            (Self::Text, Value::Text(text)) => !text.is_empty(),
            _ => false,
        }
    }
}

/// What must hold for an attribute to be asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Clause {
    /// The annotation is tagged as one of these, or as one under them.
    Tagged(BTreeSet<TagId>),
    /// Another attribute is asked for and has one of these values; with none given here, any. Of several choices, one
    /// that is among these is enough.
    Has(AttributeId, Vec<Value>),
}

/// Something that can be said of annotations or documents.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attribute {
    /// Unique in the codebook.
    pub id: AttributeId,
    /// What people call it.
    pub name: String,
    /// The layer whose spans, relations or document tags have it; without one, documents as a whole have it.
    pub layer: Option<LayerId>,
    /// The values that it takes.
    pub kind: AttributeKind,
    /// Whether annotations lack something without it.
    pub required: bool,
    /// What it is unless somebody says otherwise.
    pub default: Option<Value>,
    /// When it is asked for: all of these hold.
    pub when: Vec<Clause>,
    /// What guides people in it.
    pub guide: String,
}

impl Attribute {
    /// An attribute that is asked for everywhere and may be left out.
    pub fn new(id: AttributeId, layer: Option<LayerId>, kind: AttributeKind) -> Self {
        Self {
            name: id.to_string(),
            id,
            layer,
            kind,
            required: false,
            default: None,
            when: Vec::new(),
            guide: String::new(),
        }
    }

    /// The other attributes that it depends on.
    pub fn depends_on(&self) -> impl Iterator<Item = &AttributeId> {
        self.when.iter().filter_map(|clause| match clause {
            Clause::Has(id, _) => Some(id),
            Clause::Tagged(_) => None,
        })
    }

    /// A value in words.
    pub fn words(&self, value: &Value) -> String {
        let name = |id: &SmolStr| self.kind.choice(id).map_or_else(|| id.to_string(), |choice| choice.name.clone());
        match value {
            Value::Text(text) => name(text),
            Value::Set(ids) => ids.iter().map(name).collect::<Vec<_>>().join(", "),
            Value::YesNo(true) => "yes".to_owned(),
            Value::YesNo(false) => "no".to_owned(),
            Value::Number(number) => number.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(number: f64) -> Number {
        Number::new(number).unwrap()
    }

    #[test]
    fn numbers_are_finite_and_have_one_zero() {
        assert_eq!(Number::new(f64::NAN), None);
        assert_eq!(Number::new(f64::INFINITY), None);
        assert_eq!(number(-0.0), number(0.0));
        assert_eq!(number(-0.0).to_string(), "0");
        assert!(number(-1.5) < number(0.25));
    }

    #[test]
    fn a_kind_takes_its_own_values_alone() {
        let choices = || vec![Choice { id: "sure".into(), name: "Sure".to_owned() }];
        let set = |ids: &[&str]| Value::Set(ids.iter().map(SmolStr::new).collect());
        let cases = [
            (AttributeKind::Choice(choices()), Value::Text("sure".into()), true),
            (AttributeKind::Choice(choices()), Value::Text("unsure".into()), false),
            (AttributeKind::Choices(choices()), set(&["sure"]), true),
            (AttributeKind::Choices(choices()), set(&["sure", "unsure"]), false),
            (AttributeKind::Choices(choices()), set(&[]), false),
            (AttributeKind::YesNo, Value::YesNo(false), true),
            (AttributeKind::YesNo, Value::Text("no".into()), false),
            (AttributeKind::Text, Value::Text("no".into()), true),
            (AttributeKind::Text, Value::Text("".into()), false),
            (AttributeKind::Number { least: Some(number(0.0)), most: None }, Value::Number(number(0.0)), true),
            (AttributeKind::Number { least: None, most: Some(number(1.0)) }, Value::Number(number(1.5)), false),
        ];
        for (kind, value, takes) in cases {
            assert_eq!(kind.takes(&value), takes, "{kind:?} {value:?}");
        }
    }
}
