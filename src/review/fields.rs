//! The one rule of every merge, for a single value.

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

/// Merges one field: where both sides changed it, ours stays and the field's name is noted.
pub(super) fn field<T: PartialEq + Clone>(
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
            ours.clone()
        }
    }
}

/// Merges lists without doubles: what one side added or removed is added or removed.
pub(super) fn list<T: PartialEq + Clone>(base: &[T], ours: &[T], theirs: &[T]) -> Vec<T> {
    let keeps = |item: &&T| !base.contains(item) || theirs.contains(item);
    let mut merged: Vec<T> = ours.iter().filter(keeps).cloned().collect();
    for item in theirs {
        if !merged.contains(item) && !base.contains(item) {
            merged.push(item.clone());
        }
    }
    merged
}

/// Both texts where both were changed, one after the other.
pub(super) fn prose(base: Option<&str>, ours: &str, theirs: &str) -> String {
    match three(base, ours, theirs) {
        Settled::Clean(text) => text.to_owned(),
        Settled::Conflict if ours.contains(theirs) => ours.to_owned(),
        Settled::Conflict if theirs.contains(ours) => theirs.to_owned(),
        Settled::Conflict => format!("{ours}\n\n{theirs}"),
    }
}
