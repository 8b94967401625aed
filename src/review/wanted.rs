//! Which items of a comparison are looked at.

use super::{Confused, Item};
use crate::model::{Codebook, LayerKind, TagId};

/// A kind of difference that is looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WantedKind {
    /// Any difference.
    #[default]
    Different,
    /// Other words.
    Boundary,
    /// Another tag.
    Tag,
    /// Somebody says nothing.
    Missing,
    /// Another value of an attribute.
    Attribute,
    /// A relation that differs in whatever.
    Relation,
    /// No difference at all.
    Agreed,
    /// Everything, different or not.
    All,
}

impl WantedKind {
    /// All kinds, in the order of menus.
    pub const ALL: [Self; 8] = [
        Self::Different,
        Self::Boundary,
        Self::Tag,
        Self::Missing,
        Self::Attribute,
        Self::Relation,
        Self::Agreed,
        Self::All,
    ];

    /// The words for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Different => "all differences",
            Self::Boundary => "other words",
            Self::Tag => "other tags",
            Self::Missing => "missing",
            Self::Attribute => "other values",
            Self::Relation => "relations",
            Self::Agreed => "agreed",
            Self::All => "everything",
        }
    }
}

/// Which items are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Those that differ so.
    pub kind: WantedKind,
    /// Those that somebody marks as this tag, or as one under it.
    pub tag: Option<TagId>,
    /// Also those that are decided.
    pub decided: bool,
    /// Those where these two stand against each other.
    pub confused: Option<Confused>,
}

impl Wanted {
    /// Whether an item is looked at, but for [`Self::confused`], which is asked of what a filter leaves of it.
    pub fn wants(&self, codebook: &Codebook, item: &Item) -> bool {
        let differs = item.differences;
        let is_kind = match self.kind {
            WantedKind::Different => !differs.is_none(),
            WantedKind::Boundary => differs.boundary,
            WantedKind::Tag => differs.tag,
            WantedKind::Missing => differs.missing,
            WantedKind::Attribute => differs.attribute,
            WantedKind::Relation => item.kind == LayerKind::Relation && !differs.is_none(),
            WantedKind::Agreed => differs.is_none(),
            WantedKind::All => true,
        };
        let has_tag = |tag: &TagId| item.tags().any(|other| codebook.is_within(other, tag));
        is_kind && (self.decided || !item.is_decided) && self.tag.as_ref().is_none_or(has_tag)
    }
}
