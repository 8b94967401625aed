//! An attribute on its line in a codebook.

use super::is_default;
use super::value::ValueRecord;
use crate::model::{Attribute, AttributeId, AttributeKind, Choice, Clause, LayerId, Number, TagId};
use crate::store::plain::Plain;
use crate::store::ron_text::Refused;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// An attribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttributeRecord {
    id: Plain<AttributeId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    layer: Option<Plain<LayerId>>,
    kind: KindRecord,
    /// Names of choices that are not their ids.
    #[serde(default, skip_serializing_if = "is_default")]
    names: BTreeMap<Plain<SmolStr>, String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    least: Option<ValueRecord>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    most: Option<ValueRecord>,
    #[serde(default, skip_serializing_if = "is_default")]
    required: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    default: Option<ValueRecord>,
    #[serde(default, skip_serializing_if = "is_default")]
    when: Vec<ClauseRecord>,
    #[serde(default, skip_serializing_if = "is_default")]
    guide: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum KindRecord {
    Choice(Vec<Plain<SmolStr>>),
    Choices(Vec<Plain<SmolStr>>),
    YesNo,
    Number,
    Text,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum ClauseRecord {
    Tagged(BTreeSet<Plain<TagId>>),
    Has(Plain<AttributeId>, Vec<ValueRecord>),
}

impl AttributeRecord {
    /// The attribute's id.
    pub fn id(&self) -> &AttributeId {
        &self.id.0
    }

    /// The layer that it says it belongs to.
    pub fn layer(&self) -> Option<&LayerId> {
        self.layer.as_ref().map(|layer| &layer.0)
    }

    /// What a codebook says of an attribute.
    pub fn from_attribute(attribute: &Attribute) -> Self {
        let ids = |choices: &[Choice]| choices.iter().map(|choice| Plain(choice.id.clone())).collect();
        let kind = match &attribute.kind {
            AttributeKind::Choice(choices) => KindRecord::Choice(ids(choices)),
            AttributeKind::Choices(choices) => KindRecord::Choices(ids(choices)),
            AttributeKind::YesNo => KindRecord::YesNo,
            AttributeKind::Number { .. } => KindRecord::Number,
            AttributeKind::Text => KindRecord::Text,
        };
        let (least, most) = match attribute.kind {
            AttributeKind::Number { least, most } => (least, most),
            _ => (None, None),
        };
        let bound = |number: Option<Number>| number.map(|number| ValueRecord(number.into()));
        let named = attribute.kind.choices().iter().filter(|choice| choice.name != choice.id.as_str());
        Self {
            id: Plain(attribute.id.clone()),
            name: (attribute.name != attribute.id.as_str()).then(|| attribute.name.clone()),
            layer: attribute.layer.clone().map(Plain),
            kind,
            names: named.map(|choice| (Plain(choice.id.clone()), choice.name.clone())).collect(),
            least: bound(least),
            most: bound(most),
            required: attribute.required,
            default: attribute.default.clone().map(ValueRecord),
            when: attribute.when.iter().map(clause_record).collect(),
            guide: attribute.guide.clone(),
        }
    }

    /// The attribute, if what it says of itself fits together.
    pub fn into_attribute(self) -> Result<Attribute, Refused> {
        let id = self.id.0;
        let refused = |why: String| Refused::record(&id, format!("the attribute {id} {why}"));
        let mut names = self.names;
        let mut choices = |ids: Vec<Plain<SmolStr>>| -> Result<Vec<Choice>, Refused> {
            let mut known = BTreeSet::new();
            let twice = ids.iter().find(|id| !known.insert(*id));
            if let Some(twice) = twice {
                return Err(refused(format!("has the choice {:?} twice", twice.0)));
            }
            let named =
                |id: Plain<SmolStr>| Choice { name: names.remove(&id).unwrap_or_else(|| id.0.to_string()), id: id.0 };
            Ok(ids.into_iter().map(named).collect())
        };
        let bound = |bound: Option<ValueRecord>| {
            let number = |value: ValueRecord| match value.0 {
                crate::model::Value::Number(number) => Ok(number),
                _ => Err(refused("has a bound that is no number".to_owned())),
            };
            bound.map(number).transpose()
        };
        let (least, most) = (bound(self.least)?, bound(self.most)?);
        let kind = match self.kind {
            KindRecord::Choice(ids) => AttributeKind::Choice(choices(ids)?),
            KindRecord::Choices(ids) => AttributeKind::Choices(choices(ids)?),
            KindRecord::YesNo => AttributeKind::YesNo,
            KindRecord::Number => AttributeKind::Number { least, most },
            KindRecord::Text => AttributeKind::Text,
        };
        let is_number = matches!(kind, AttributeKind::Number { .. });
        if !is_number && (least.is_some() || most.is_some()) {
            return Err(refused("has bounds, and is no number".to_owned()));
        }
        if let Some(name) = names.keys().next() {
            return Err(refused(format!("names {:?}, which is none of its choices", name.0)));
        }
        let default = self.default.map(|value| value.0);
        if default.as_ref().is_some_and(|value| !kind.takes(value)) {
            return Err(refused("has a default that it does not take".to_owned()));
        }
        Ok(Attribute {
            name: self.name.unwrap_or_else(|| id.to_string()),
            layer: self.layer.map(|layer| layer.0),
            kind,
            required: self.required,
            default,
            when: self.when.into_iter().map(clause_of).collect(),
            guide: self.guide,
            id,
        })
    }
}

fn clause_record(clause: &Clause) -> ClauseRecord {
    match clause {
        Clause::Tagged(tags) => ClauseRecord::Tagged(tags.iter().cloned().map(Plain).collect()),
        Clause::Has(id, values) => {
            ClauseRecord::Has(Plain(id.clone()), values.iter().cloned().map(ValueRecord).collect())
        }
    }
}

fn clause_of(record: ClauseRecord) -> Clause {
    match record {
        ClauseRecord::Tagged(tags) => Clause::Tagged(tags.into_iter().map(|tag| tag.0).collect()),
        ClauseRecord::Has(id, values) => Clause::Has(id.0, values.into_iter().map(|value| value.0).collect()),
    }
}
