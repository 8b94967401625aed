//! What is said of a span, a relation or a document tag beside its tag.

use super::{AttributeId, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How sure an annotator is, in percent.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Confidence(u8);

impl Confidence {
    /// From 0 to 100.
    pub fn new(percent: u8) -> Option<Self> {
        (percent <= 100).then_some(Self(percent))
    }

    /// The percentage.
    pub const fn percent(self) -> u8 {
        self.0
    }
}

/// What is said of an annotation beside its tag.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Said {
    /// The values of attributes.
    pub attributes: BTreeMap<AttributeId, Value>,
    /// How sure the annotator is; nothing when they do not say.
    pub confidence: Option<Confidence>,
    /// Whether it is marked for another look.
    pub flagged: bool,
}

/// The same, for one pointer where nothing is said, and shared where it is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Details(Option<Arc<Said>>);

static NOTHING: Said = Said { attributes: BTreeMap::new(), confidence: None, flagged: false };

impl Details {
    /// What is said.
    pub fn said(&self) -> &Said {
        self.0.as_deref().unwrap_or(&NOTHING)
    }

    /// Whether nothing is said.
    pub fn is_blank(&self) -> bool {
        self.0.is_none()
    }

    /// The value of an attribute.
    pub fn get(&self, id: &AttributeId) -> Option<&Value> {
        self.said().attributes.get(id)
    }

    /// The same with an attribute set, or without it.
    #[must_use]
    pub fn with(&self, id: &AttributeId, value: Option<Value>) -> Self {
        let mut said = self.said().clone();
        match value {
            Some(value) => said.attributes.insert(id.clone(), value),
            None => said.attributes.remove(id),
        };
        said.into()
    }
}

impl From<Said> for Details {
    fn from(said: Said) -> Self {
        Self((said != NOTHING).then(|| Arc::new(said)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn saying_nothing_is_one_value_and_costs_a_pointer() {
        let id = AttributeId::new("stance").unwrap();
        let said = Details::default().with(&id, Some(Value::YesNo(true)));
        assert_eq!(said.get(&id), Some(&Value::YesNo(true)));
        assert_eq!(said.with(&id, None), Details::default());
        assert_eq!(size_of::<Details>(), size_of::<usize>());
    }
}
