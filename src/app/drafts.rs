//! What a person has typed and chosen in a dialog and not done yet.

use super::exporting::ExportChoices;
use super::importing::ImportChoices;
use super::occurrences::Quest;
use super::revising::NewText;
use crate::edit::NewRule;
use crate::model::{
    Attribute, AttributeId, AttributeKind, Document, DocumentId, Example, Number, RecordId, Rule, Seeks, SetKey, TagId,
    Value,
};
use crate::query::{Bounds, Pattern};
use crate::text::{Text, TextRange};
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};

/// An attribute with what is typed for it.
#[derive(Clone, Debug)]
pub struct AttributeDraft {
    /// The attribute. A choice without an id is new.
    pub attribute: Attribute,
    /// The least number, as written.
    pub least: String,
    /// The most, as written.
    pub most: String,
    /// Why it cannot be kept.
    pub problem: Option<String>,
}

impl AttributeDraft {
    /// An attribute as it is, to be changed.
    pub fn of(attribute: Attribute) -> Self {
        let (least, most) = match attribute.kind {
            AttributeKind::Number { least, most } => (least, most),
            _ => (None, None),
        };
        let typed = |number: Option<Number>| number.map(|number| number.to_string()).unwrap_or_default();
        Self { attribute, least: typed(least), most: typed(most), problem: None }
    }
}

/// What is done with a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// It becomes one with another.
    Merge,
    /// Some of its annotations get another tag.
    Split,
    /// It becomes a value of another tag's attribute.
    Value,
    /// It goes.
    Remove,
}

impl How {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Merge, Self::Split, Self::Value, Self::Remove];
}

/// A refactoring while it is thought about.
#[derive(Clone, Debug)]
pub struct Refactoring {
    /// The tag.
    pub tag: TagId,
    /// What is done with it.
    pub how: How,
    /// The other tag.
    pub into: Option<TagId>,
    /// The name of a new one.
    pub name: String,
    /// The expression that is looked for in the words of spans.
    pub pattern: String,
    /// The value that annotations get, or that those have which are split off.
    pub value: Option<(AttributeId, Value)>,
    /// Those of the list that are not ticked.
    pub left_out: BTreeSet<(SetKey, RecordId)>,
    /// What the last plan was asked for.
    pub planned_for: Option<String>,
}

impl Refactoring {
    /// A tag that something is to be done with.
    pub fn of(tag: TagId, how: How, into: Option<TagId>) -> Self {
        Self {
            tag,
            how,
            into,
            name: String::new(),
            pattern: String::new(),
            value: None,
            left_out: BTreeSet::new(),
            planned_for: None,
        }
    }
}

/// An import while it is thought about.
#[derive(Clone, Debug)]
pub struct ImportDraft {
    /// What is chosen.
    pub choices: ImportChoices,
    /// Tells questions apart.
    pub version: u64,
    /// What was last asked.
    pub asked: Option<ImportChoices>,
    /// Whether all documents are listed.
    pub shows_all: bool,
    /// Whether all kinds of loss are.
    pub shows_all_losses: bool,
}

impl ImportDraft {
    /// An import that the first answer is known of.
    pub fn answered(choices: ImportChoices, version: u64) -> Self {
        Self { asked: Some(choices.clone()), choices, version, shows_all: false, shows_all_losses: false }
    }
}

/// An export while it is thought about.
#[derive(Clone, Debug)]
pub struct ExportDraft {
    /// What is chosen.
    pub choices: ExportChoices,
    /// Tells questions apart.
    pub version: u64,
    /// What was last asked.
    pub asked: Option<ExportChoices>,
    /// Whether all kinds of loss are listed.
    pub shows_all: bool,
}

impl ExportDraft {
    /// An export that begins with some choices.
    pub fn new(choices: ExportChoices) -> Self {
        Self { choices, version: 0, asked: None, shows_all: false }
    }
}

/// Where something is looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    /// In the open article.
    #[default]
    Article,
    /// In those that the list shows.
    List,
    /// In all.
    Project,
}

impl Scope {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Article, Self::List, Self::Project];
}

/// All places of some words while it is thought about which of them to tag.
#[derive(Clone, Debug, Default)]
pub struct TaggingAll {
    /// What is looked for.
    pub pattern: Pattern,
    /// Where.
    pub scope: Scope,
    /// The tag.
    pub tag: Option<TagId>,
    /// Whether those that nothing speaks against are not ticked either.
    pub ticks_none: bool,
    /// Those that are ticked or not against the rule, and which.
    pub ticks: BTreeMap<(DocumentId, TextRange), bool>,
    /// The row that the keyboard is at.
    pub chosen: usize,
    /// Whether it should be brought into view.
    pub moved: bool,
    /// Tells searches apart.
    pub version: u64,
    /// What was last asked for.
    pub asked: Option<Quest>,
}

impl TaggingAll {
    /// Some words and a tag.
    pub fn of(words: String, tag: Option<TagId>) -> Self {
        let pattern = Pattern { text: words, bounds: Bounds::Words, ..Pattern::default() };
        Self { pattern, tag, ..Self::default() }
    }
}

/// Another text for a document, while it is thought about.
#[derive(Clone, Debug)]
pub struct RevisionDraft {
    /// The document.
    pub document: DocumentId,
    /// Its text when this began.
    pub text: Text,
    /// Where the other text is from.
    pub new: NewText,
    /// What the last plan was asked for.
    pub asked: Option<NewText>,
    /// Tells plans apart.
    pub version: u64,
    /// It is to be done as soon as the plan is there.
    pub is_wanted: bool,
}

impl RevisionDraft {
    /// A document that may get another text.
    pub fn new(document: &Document, new: NewText) -> Self {
        let (document, text) = (document.id.clone(), document.text.clone());
        Self { document, text, new, asked: None, version: 0, is_wanted: false }
    }
}

/// A rule while it is thought about.
#[derive(Clone, Debug)]
pub struct RuleDraft {
    /// The rule that is changed; without one it is new.
    pub rule: Option<RecordId>,
    /// What it proposes.
    pub tag: TagId,
    /// What people call it.
    pub name: String,
    /// Whether it looks for an expression, and not for words.
    pub is_expression: bool,
    /// The words.
    pub words: ListedWords,
    /// The expression.
    pub expression: String,
    /// Capitals and small letters are the same.
    pub fold: bool,
    /// What it finds begins and ends where words do.
    pub whole_words: bool,
    /// Not drawn yet: the keyboard goes to its field.
    pub is_new: bool,
}

/// The words of a rule while it is thought about.
#[derive(Clone, Debug)]
pub enum ListedWords {
    /// As they are typed, one a line.
    Typed(String),
    /// So many that nobody types them.
    Long(Vec<SmolStr>),
}

/// The most words that can be typed into a field, and not only be read from a file.
const TYPED: usize = 500;

impl ListedWords {
    /// Words, to be typed on where they are few.
    pub fn of(words: Vec<SmolStr>) -> Self {
        if words.len() > TYPED { Self::Long(words) } else { Self::Typed(words.join("\n")) }
    }

    fn words(&self) -> Vec<SmolStr> {
        match self {
            Self::Typed(typed) => typed.lines().map(SmolStr::new).collect(),
            Self::Long(words) => words.clone(),
        }
    }
}

impl RuleDraft {
    /// A new rule for a tag.
    pub fn new(tag: TagId) -> Self {
        Self {
            rule: None,
            tag,
            name: String::new(),
            is_expression: false,
            words: ListedWords::Typed(String::new()),
            expression: String::new(),
            fold: false,
            whole_words: true,
            is_new: true,
        }
    }

    /// A rule, to be changed.
    pub fn of(rule: &Rule) -> Self {
        let (is_expression, words, expression) = match &rule.seeks {
            Seeks::Words(words) => (false, ListedWords::of(words.clone()), String::new()),
            Seeks::Expression(pattern) => (true, ListedWords::Typed(String::new()), pattern.clone()),
        };
        let (fold, whole_words) = (rule.fold, rule.whole_words);
        let (tag, name) = (rule.tag.clone(), rule.name.clone());
        Self { rule: Some(rule.id), tag, name, is_expression, words, expression, fold, whole_words, is_new: true }
    }

    /// Whether there is no name yet, or nothing to look for.
    pub fn is_empty(&self) -> bool {
        let is_sought = match (&self.words, self.is_expression) {
            (_, true) => !self.expression.is_empty(),
            (ListedWords::Typed(typed), false) => !typed.trim().is_empty(),
            (ListedWords::Long(words), false) => !words.is_empty(),
        };
        self.name.trim().is_empty() || !is_sought
    }

    /// What the rule is to be.
    pub fn to_rule(&self) -> NewRule {
        let seeks = match self.is_expression {
            true => Seeks::Expression(self.expression.clone()),
            false => Seeks::Words(self.words.words()),
        };
        let (fold, whole_words) = (self.fold, self.whole_words);
        NewRule { name: self.name.clone(), tag: self.tag.clone(), seeks, fold, whole_words }
    }
}

/// An example of a tag while it is thought about.
#[derive(Clone, Debug)]
pub struct ExampleDraft {
    /// The tag.
    pub tag: TagId,
    /// The example as it was; without one it is new.
    pub was: Option<Example>,
    /// The example as it is being changed.
    pub example: Example,
    /// Not drawn yet: the keyboard goes to its field.
    pub is_new: bool,
}

impl ExampleDraft {
    /// An example of a tag as it is, to be changed.
    pub fn of(tag: TagId, example: Example) -> Self {
        Self { tag, was: Some(example.clone()), example, is_new: true }
    }
}
