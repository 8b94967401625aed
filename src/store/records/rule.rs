//! A rule of the codebook on its line.

use super::{is_default, is_yes, yes};
use crate::model::{RecordId, Rule, Seeks, TagId};
use crate::store::plain::Plain;
use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

/// A rule. It has words or an expression.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleRecord {
    /// Its id.
    pub id: Plain<RecordId>,
    tag: Plain<TagId>,
    name: String,
    #[serde(default, skip_serializing_if = "is_default")]
    words: Vec<Plain<SmolStr>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expression: Option<String>,
    #[serde(default, skip_serializing_if = "is_default")]
    fold: bool,
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    whole_words: bool,
}

impl RuleRecord {
    /// What a codebook says of a rule.
    pub fn from_rule(rule: &Rule) -> Self {
        let (words, expression) = match &rule.seeks {
            Seeks::Words(words) => (words.iter().cloned().map(Plain).collect(), None),
            Seeks::Expression(pattern) => (Vec::new(), Some(pattern.clone())),
        };
        Self {
            id: Plain(rule.id),
            tag: Plain(rule.tag.clone()),
            name: rule.name.clone(),
            words,
            expression,
            fold: rule.fold,
            whole_words: rule.whole_words,
        }
    }

    /// The rule, or why there cannot be one.
    pub fn into_rule(self) -> Result<Rule, String> {
        let seeks = match (self.words, self.expression) {
            (words, None) => Seeks::Words(words.into_iter().map(|word| word.0).collect()),
            (words, Some(pattern)) if words.is_empty() => Seeks::Expression(pattern),
            _ => return Err(format!("the rule {} has words and an expression", self.id.0)),
        };
        Ok(Rule {
            id: self.id.0,
            name: self.name,
            tag: self.tag.0,
            seeks,
            fold: self.fold,
            whole_words: self.whole_words,
        })
    }
}
