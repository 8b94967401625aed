//! The one rule of every merge, for a single value.

use super::field_words::FieldWords;
use std::fmt::Debug;

/// What a merge gives, and what it could not settle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged<T> {
    /// The result. It has what both sides wrote.
    pub value: T,
    /// What both sides changed in different ways, for people, and what became of it.
    pub conflicts: Vec<String>,
}

impl<T> Merged<T> {
    /// A result that nobody disputes.
    pub(super) fn clean(value: T) -> Self {
        Self { value, conflicts: Vec::new() }
    }
}

/// Whose word stands where both sides changed the same in ways that cannot both stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precedence {
    /// Ours: what a window shows does not change under somebody's hands.
    Ours,
    /// Neither's: the later stands, else the greater as it is written, on whichever side it is, so that both sides come to
    /// the same. What the other one says is noted in the set or in the codebook, to be decided.
    Neither,
}

impl Precedence {
    /// Two versions, first the one that stands. `made` says which is the later.
    pub(super) fn in_order<'a, T, K>(self, ours: &'a T, theirs: &'a T, made: impl Fn(&T) -> K) -> (&'a T, &'a T)
    where
        T: Debug + ?Sized,
        K: Ord,
    {
        let key = |it: &T| (made(it), format!("{it:?}"));
        match self {
            Self::Neither if key(ours) < key(theirs) => (theirs, ours),
            Self::Ours | Self::Neither => (ours, theirs),
        }
    }

    /// The value that stands, of two that have no time.
    pub(super) fn first<'a, T: Debug + ?Sized>(self, ours: &'a T, theirs: &'a T) -> &'a T {
        self.in_order(ours, theirs, |_| ()).0
    }
}

/// How three values become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Settled<'a, T: ?Sized> {
    /// At most one side changed it, or both in the same way.
    Clean(&'a T),
    /// Both changed it, in different ways.
    Conflict,
}

/// The side that changed the value, if only one did.
pub(super) fn three<'a, T: PartialEq + ?Sized>(base: Option<&T>, ours: &'a T, theirs: &'a T) -> Settled<'a, T> {
    if ours == theirs || base == Some(theirs) {
        Settled::Clean(ours)
    } else if base == Some(ours) {
        Settled::Clean(theirs)
    } else {
        Settled::Conflict
    }
}

/// Merges one field: where both sides changed it, one stays and the field's name is noted.
pub(super) fn field<T: PartialEq + Clone + Debug>(
    precedence: Precedence,
    base: Option<&T>,
    ours: &T,
    theirs: &T,
    name: &'static str,
    disputed: &mut Vec<&'static str>,
) -> T {
    match three(base, ours, theirs) {
        Settled::Clean(value) => value.clone(),
        Settled::Conflict => {
            disputed.push(name);
            precedence.first(ours, theirs).clone()
        }
    }
}

/// What is said of fields that both sides changed, each with what was kept and what was not.
pub(super) fn named(
    disputed: &[&'static str],
    of: &str,
    kept: &[FieldWords],
    sides: &[Vec<FieldWords>; 2],
) -> Vec<String> {
    let said = |facts: &[FieldWords], name: &str| {
        facts.iter().find(|(other, _)| *other == name).map(|(_, said)| said.clone()).unwrap_or_default()
    };
    let sentence = |name: &&str| {
        let kept = said(kept, name);
        let other = sides.iter().map(|side| said(side, name)).find(|other| *other != kept);
        changed_twice(&format!("the {name} of {of}"), &kept, other.as_deref().unwrap_or(&kept))
    };
    disputed.iter().map(sentence).collect()
}

/// What is said of something that both sides changed, of which one version is kept.
pub(super) fn changed_twice(what: &str, kept: &str, other: &str) -> String {
    format!("{what} was changed on both sides, to {kept} and to {other}: {kept} is kept")
}

/// Merges lists without doubles: what one side added or removed is added or removed, and what it moved is moved.
pub(super) fn list<T: PartialEq + Clone + Debug>(
    precedence: Precedence,
    base: &[T],
    ours: &[T],
    theirs: &[T],
) -> Vec<T> {
    let is_kept = |item: &T| !base.contains(item) || (ours.contains(item) && theirs.contains(item));
    match three(Some(base), ours, theirs) {
        Settled::Clean(list) => list.to_vec(),
        Settled::Conflict => order(precedence, base, ours, theirs, is_kept),
    }
}

/// One order from three: of the side that moved things, with what the other added after its neighbor there.
pub(super) fn order<T: PartialEq + Clone + Debug>(
    precedence: Precedence,
    base: &[T],
    ours: &[T],
    theirs: &[T],
    is_kept: impl Fn(&T) -> bool,
) -> Vec<T> {
    let common = |list: &[T]| -> Vec<T> {
        list.iter().filter(|id| base.contains(id) && ours.contains(id) && theirs.contains(id)).cloned().collect()
    };
    let [we_moved, they_moved] = [ours, theirs].map(|side| common(side) != common(base));
    let we_lead = match precedence {
        _ if we_moved != they_moved => we_moved,
        Precedence::Ours => we_moved,
        Precedence::Neither => precedence.first(ours, theirs) == ours,
    };
    let (skeleton, other) = if we_lead { (ours, theirs) } else { (theirs, ours) };
    let mut order: Vec<T> = skeleton.iter().filter(|id| is_kept(id)).cloned().collect();
    let mut previous: Option<&T> = None;
    for id in other.iter().filter(|id| is_kept(id)) {
        if !order.contains(id) {
            let at = previous.and_then(|previous| order.iter().position(|other| other == previous));
            order.insert(at.map_or(0, |at| at + 1), id.clone());
        }
        previous = Some(id);
    }
    order
}

/// Both texts where both were changed, one after the other.
pub(super) fn prose(precedence: Precedence, base: Option<&str>, ours: &str, theirs: &str) -> String {
    match three(base, ours, theirs) {
        Settled::Clean(text) => text.to_owned(),
        Settled::Conflict if ours.contains(theirs) => ours.to_owned(),
        Settled::Conflict if theirs.contains(ours) => theirs.to_owned(),
        Settled::Conflict => {
            let (first, second) = precedence.in_order(ours, theirs, |_| ());
            format!("{first}\n\n{second}")
        }
    }
}
