//! What a file says about its documents here and there, gathered document by document: a first reading of the file counts
//! what is said of each, so that a second one can pass each on as soon as all of it is there. Of what stands together,
//! nothing else has to be in memory meanwhile.

use std::collections::HashMap;
use std::hash::Hash;

/// What is being gathered, by what it is about.
pub(super) struct Gather<K, T> {
    n_expected: HashMap<K, usize>,
    there: HashMap<K, Vec<T>>,
}

impl<K: Hash + Ord + Clone, T> Gather<K, T> {
    /// Nothing yet.
    pub(super) fn new() -> Self {
        Self { n_expected: HashMap::new(), there: HashMap::new() }
    }

    /// Says that so much more will come about something.
    pub(super) fn expect(&mut self, about: K, n: usize) {
        *self.n_expected.entry(about).or_default() += n;
    }

    /// Takes one of what was expected. The last brings back all, in the order in which they came.
    pub(super) fn put(&mut self, about: &K, what: T) -> Option<Vec<T>> {
        let there = self.there.entry(about.clone()).or_default();
        there.push(what);
        if self.n_expected.get(about).is_some_and(|n| there.len() < *n) {
            return None;
        }
        self.there.remove(about)
    }

    /// What was expected and did not all come, as when a file gets shorter meanwhile.
    pub(super) fn left(&mut self) -> Vec<(K, Vec<T>)> {
        let mut left: Vec<(K, Vec<T>)> = self.there.drain().collect();
        left.sort_by(|one, other| one.0.cmp(&other.0));
        left
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_brings_back_all() {
        let mut gather = Gather::new();
        gather.expect("a", 2);
        gather.expect("b", 1);
        assert_eq!(gather.put(&"a", 1), None);
        assert_eq!(gather.put(&"b", 2), Some(vec![2]));
        assert_eq!(gather.put(&"a", 3), Some(vec![1, 3]));
        gather.expect("b", 1);
        assert_eq!(gather.put(&"b", 4), None);
        assert_eq!((gather.left(), gather.left()), (vec![("b", vec![4])], Vec::new()));
    }
}
