//! Counts that add up: exactly, so that a sum from which something was taken out again is the sum without it, to the bit.

/// Something that adds up field by field.
pub(super) trait Adds: Default + PartialEq {
    /// Adds another so many times; taken out where the number is negative.
    fn add(&mut self, other: &Self, times: i64);
}

impl Adds for i64 {
    fn add(&mut self, other: &Self, times: i64) {
        *self += other * times;
    }
}

impl Adds for i128 {
    fn add(&mut self, other: &Self, times: i64) {
        *self += other * Self::from(times);
    }
}

/// Adds up a struct by its fields, which must all be named.
macro_rules! adds {
    ($name:ident: $($field:ident),+) => {
        impl $crate::agreement::adding::Adds for $name {
            fn add(&mut self, other: &Self, times: i64) {
                let Self { $($field),+ } = self;
                $($crate::agreement::adding::Adds::add($field, &other.$field, times);)+
            }
        }
    };
}
pub(super) use adds;

/// Counts by a whole number, such as that of a tag, in order; those that are nothing are not there.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct ByNumber<T>(Vec<(u32, T)>);

impl<T> Default for ByNumber<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Adds> ByNumber<T> {
    /// Changes the counts of a number, which only grow.
    pub(super) fn count(&mut self, number: u32, change: impl FnOnce(&mut T)) {
        match self.0.binary_search_by_key(&number, |(other, _)| *other) {
            Ok(at) => {
                if let Some((_, counts)) = self.0.get_mut(at) {
                    change(counts);
                }
            }
            Err(at) => {
                let mut counts = T::default();
                change(&mut counts);
                if counts != T::default() {
                    self.0.insert(at, (number, counts));
                }
            }
        }
    }

    /// The counts of a number, if there are any.
    pub(super) fn get(&self, number: u32) -> Option<&T> {
        let at = self.0.binary_search_by_key(&number, |(other, _)| *other).ok()?;
        self.0.get(at).map(|(_, counts)| counts)
    }

    /// All of them with their numbers.
    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        self.0.iter().map(|(number, counts)| (*number, counts))
    }

    /// The numbers that this or another has.
    pub(super) fn numbers_with<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = u32> + 'a {
        let lone = other.0.iter().filter(|(number, _)| self.get(*number).is_none());
        self.0.iter().chain(lone).map(|(number, _)| *number)
    }

    /// A count of one number, or the sum over all.
    pub(super) fn sum(&self, number: Option<u32>, of: impl Fn(&T) -> i64) -> i64 {
        match number {
            Some(number) => self.get(number).map_or(0, of),
            None => self.0.iter().map(|(_, counts)| of(counts)).sum(),
        }
    }
}

impl<T: Adds + Clone> Adds for ByNumber<T> {
    fn add(&mut self, other: &Self, times: i64) {
        let mut at = 0;
        for (number, counts) in &other.0 {
            at += self.0.iter().skip(at).take_while(|(before, _)| before < number).count();
            if self.0.get(at).is_none_or(|(here, _)| here != number) {
                self.0.insert(at, (*number, T::default()));
            }
            if let Some((_, sum)) = self.0.get_mut(at) {
                sum.add(counts, times);
            }
        }
        if times < 0 {
            self.0.retain(|(_, counts)| *counts != T::default());
        }
    }
}
