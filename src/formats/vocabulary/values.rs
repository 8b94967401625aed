//! What kind an attribute is of that is new: as the files define it, else one that takes all values it was seen with.

use crate::model::{AttributeKind, Choice, Number, Value};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// The most values of an attribute that is new for them to be offered as choices.
const CHOICES: usize = 20;

/// The longest of them, in characters.
const CHOICE: usize = 40;

/// The values that a new attribute was seen with.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    /// What the files say that it takes.
    defined: Option<AttributeKind>,
    texts: BTreeMap<SmolStr, usize>,
    has_sets: bool,
    has_numbers: bool,
    has_flags: bool,
}

impl Seen {
    /// No values yet of an attribute that files define so.
    pub(super) fn of(defined: AttributeKind) -> Self {
        Self { defined: Some(defined), ..Self::default() }
    }

    pub(super) fn add(&mut self, value: &Value) {
        match value {
            Value::Text(text) => self.add_text(text),
            Value::Set(ids) => {
                self.has_sets = true;
                ids.iter().for_each(|id| self.add_text(id));
            }
            Value::YesNo(yes) => {
                self.has_flags = true;
                self.add_text(&SmolStr::from(yes.to_string()));
            }
            Value::Number(number) => {
                self.has_numbers = true;
                self.add_text(&SmolStr::from(number.to_string()));
            }
        }
    }

    fn add_text(&mut self, text: &SmolStr) {
        if self.defined.as_ref().is_some_and(|kind| kind.choice(text).is_some()) {
            return;
        }
        // More than can be choices need not be remembered.
        if self.texts.len() <= CHOICES || self.texts.contains_key(text) {
            *self.texts.entry(text.clone()).or_default() += 1;
        }
    }

    /// Whether values may have to be settled, as they are of several kinds or of another than is defined.
    pub(super) fn is_mixed(&self) -> bool {
        self.defined.is_some() || self.has_several_kinds()
    }

    fn has_several_kinds(&self) -> bool {
        let words = self.texts.keys().any(|text| text.parse::<f64>().is_err() && text != "true" && text != "false");
        [self.has_sets, self.has_numbers, self.has_flags, words && !self.has_sets]
            .into_iter()
            .filter(|has| *has)
            .count()
            > 1
    }

    /// The kind that takes all values: as it is defined, with whatever else was met among the choices.
    pub(super) fn kind(&self) -> AttributeKind {
        let is_met = !self.texts.is_empty();
        let more = || self.texts.keys().map(|text| Choice { id: text.clone(), name: text.to_string() });
        match &self.defined {
            Some(AttributeKind::Choice(choices)) if !self.has_sets && self.are_choices() => {
                AttributeKind::Choice(choices.iter().cloned().chain(more()).collect())
            }
            Some(AttributeKind::Choice(choices) | AttributeKind::Choices(choices)) if self.are_choices() => {
                AttributeKind::Choices(choices.iter().cloned().chain(more()).collect())
            }
            Some(AttributeKind::Text) if !self.has_sets => AttributeKind::Text,
            Some(kind @ AttributeKind::YesNo) if !is_met || (self.has_flags && !self.has_several_kinds()) => {
                kind.clone()
            }
            Some(kind @ AttributeKind::Number { .. }) if self.texts.keys().all(|text| takes_number(kind, text)) => {
                kind.clone()
            }
            _ => self.kind_of_values(),
        }
    }

    fn are_choices(&self) -> bool {
        let is_choice = |text: &SmolStr| text.chars().count() <= CHOICE && !text.contains(['\n', '\r']);
        self.texts.len() <= CHOICES && self.texts.keys().all(is_choice)
    }

    fn kind_of_values(&self) -> AttributeKind {
        let n: usize = self.texts.values().sum();
        let is_repeated = self.texts.len() < n || self.texts.len() <= 5;
        let choices = || self.texts.keys().map(|text| Choice { id: text.clone(), name: text.to_string() }).collect();
        match (self.has_sets, self.has_numbers, self.has_flags) {
            (true, ..) => AttributeKind::Choices(choices()),
            (_, true, false) if !self.has_several_kinds() => AttributeKind::Number { least: None, most: None },
            (_, false, true) if !self.has_several_kinds() => AttributeKind::YesNo,
            _ if self.are_choices() && is_repeated => AttributeKind::Choice(choices()),
            _ => AttributeKind::Text,
        }
    }
}

fn takes_number(kind: &AttributeKind, text: &str) -> bool {
    text.parse().ok().and_then(Number::new).is_some_and(|number| kind.takes(&Value::Number(number)))
}

/// A value as an attribute of a kind has it, if it can; else as it is.
pub(super) fn as_kind(kind: &AttributeKind, value: &Value) -> Value {
    let word = match value {
        Value::Text(text) => Some(text.clone()),
        Value::YesNo(yes) => Some(yes.to_string().into()),
        Value::Number(number) => Some(number.to_string().into()),
        Value::Set(ids) => ids.iter().next().filter(|_| ids.len() == 1).cloned(),
    };
    let choice = |word: &str| {
        let folded = word.to_lowercase();
        let named = || kind.choices().iter().find(|choice| choice.name.to_lowercase() == folded);
        kind.choice(word).or_else(named).map(|choice| choice.id.clone())
    };
    let converted = match (kind, &word) {
        (AttributeKind::Choice(_), Some(word)) => choice(word).map(Value::Text),
        (AttributeKind::Choices(_), Some(word)) => choice(word).map(|id| Value::Set(BTreeSet::from([id]))),
        (AttributeKind::Choices(_), None) => match value {
            Value::Set(ids) => ids.iter().map(|id| choice(id)).collect::<Option<BTreeSet<_>>>().map(Value::Set),
            _ => None,
        },
        (AttributeKind::YesNo, Some(word)) => match word.to_lowercase().as_str() {
            "true" | "yes" | "1" => Some(Value::YesNo(true)),
            "false" | "no" | "0" => Some(Value::YesNo(false)),
            _ => None,
        },
        (AttributeKind::Number { .. }, Some(word)) => word.trim().parse().ok().and_then(Number::new).map(Value::Number),
        (AttributeKind::Text, Some(word)) => Some(Value::Text(word.clone())),
        _ => None,
    };
    converted.filter(|value| kind.takes(value)).unwrap_or_else(|| value.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind_in(mut seen: Seen, values: &[Value]) -> AttributeKind {
        values.iter().for_each(|value| seen.add(value));
        seen.kind()
    }

    fn kind_of(values: &[Value]) -> AttributeKind {
        kind_in(Seen::default(), values)
    }

    fn choices(ids: &[&str]) -> Vec<Choice> {
        ids.iter().map(|id| Choice { id: (*id).into(), name: (*id).to_owned() }).collect()
    }

    #[test]
    fn a_new_attribute_takes_all_values_that_it_was_seen_with() {
        let text = |text: &str| Value::Text(text.into());
        let number = |n: f64| Value::Number(Number::new(n).unwrap());
        assert_eq!(kind_of(&[Value::YesNo(true), Value::YesNo(false)]), AttributeKind::YesNo);
        assert_eq!(kind_of(&[number(1.0), number(2.5)]), AttributeKind::Number { least: None, most: None });
        assert_eq!(kind_of(&[text("a"), text("b"), text("a")]), AttributeKind::Choice(choices(&["a", "b"])));
        assert_eq!(kind_of(&[text("two\nlines")]), AttributeKind::Text);
        let many: Vec<Value> = (0..6).map(|n| text(&format!("word {n}"))).collect();
        assert_eq!(kind_of(&many), AttributeKind::Text);
        assert_eq!(kind_of(&[Value::YesNo(true), text("maybe")]), AttributeKind::Choice(choices(&["maybe", "true"])));
        let set = Value::Set(BTreeSet::from(["a".into(), "c".into()]));
        assert_eq!(kind_of(&[set, text("b")]), AttributeKind::Choices(choices(&["a", "b", "c"])));
    }

    #[test]
    fn a_defined_attribute_keeps_its_kind_unless_values_are_others() {
        let text = |text: &str| Value::Text(text.into());
        let sure = || AttributeKind::Choice(choices(&["sure", "not"]));
        let check = |kind: AttributeKind, values: &[Value], expected: AttributeKind| {
            assert_eq!(kind_in(Seen::of(kind), values), expected);
        };
        check(sure(), &[], sure());
        check(sure(), &[text("not"), text("maybe")], AttributeKind::Choice(choices(&["sure", "not", "maybe"])));
        let both = Value::Set(BTreeSet::from(["sure".into(), "not".into()]));
        check(sure(), &[both, text("not")], AttributeKind::Choices(choices(&["sure", "not"])));
        check(sure(), &[text("two\nlines")], AttributeKind::Text);
        check(AttributeKind::YesNo, &[], AttributeKind::YesNo);
        check(AttributeKind::YesNo, &[Value::YesNo(true)], AttributeKind::YesNo);
        check(AttributeKind::YesNo, &[text("so")], AttributeKind::Choice(choices(&["so"])));
        check(AttributeKind::Text, &[text("a"), text("a")], AttributeKind::Text);
        let stars = AttributeKind::Number { least: Number::new(1.0), most: Number::new(5.0) };
        check(stars.clone(), &[Value::Number(Number::new(5.0).unwrap())], stars);
    }

    #[test]
    fn values_come_as_the_codebook_has_them() {
        let check = |kind: AttributeKind, value: &str, expected: Value| {
            assert_eq!(as_kind(&kind, &Value::Text(value.into())), expected);
        };
        let sure = || vec![Choice { id: "sure".into(), name: "Quite sure".to_owned() }];
        check(AttributeKind::Choice(sure()), "quite SURE", Value::Text("sure".into()));
        check(AttributeKind::Choice(sure()), "unsure", Value::Text("unsure".into()));
        check(AttributeKind::Choices(sure()), "sure", Value::Set(BTreeSet::from(["sure".into()])));
        check(AttributeKind::YesNo, "Yes", Value::YesNo(true));
        check(AttributeKind::Number { least: None, most: None }, " 2.5", Value::Number(Number::new(2.5).unwrap()));
        assert_eq!(as_kind(&AttributeKind::Text, &Value::YesNo(true)), Value::Text("true".into()));
    }
}
