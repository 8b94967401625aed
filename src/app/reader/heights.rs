//! How high every piece is, and which piece lies at a height: a Fenwick tree of physical pixels.

/// Heights of a row of things, with sums in logarithmic time. Whole pixels, so that no sum drifts.
#[derive(Clone, Debug, Default)]
pub(super) struct Heights {
    each: Vec<u32>,
    /// `tree[i]` is the sum of the `i & -i` heights that end before `i`.
    tree: Vec<u64>,
}

impl Heights {
    /// All heights at once.
    pub(super) fn new(each: Vec<u32>) -> Self {
        let mut tree = vec![0; each.len() + 1];
        for (index, &height) in each.iter().enumerate() {
            let node = index + 1;
            let own = add(&mut tree, node, u64::from(height));
            let parent = node + lowest_bit(node);
            if parent < tree.len() {
                add(&mut tree, parent, own);
            }
        }
        Self { each, tree }
    }

    /// The height of one.
    pub(super) fn get(&self, index: usize) -> u32 {
        self.each.get(index).copied().unwrap_or(0)
    }

    /// Gives one another height.
    pub(super) fn set(&mut self, index: usize, height: u32) {
        let Some(old) = self.each.get_mut(index) else { return };
        let change = i64::from(height) - i64::from(*old);
        *old = height;
        let mut node = index + 1;
        while let Some(sum) = self.tree.get_mut(node) {
            *sum = sum.saturating_add_signed(change);
            node += lowest_bit(node);
        }
    }

    /// The height of all that stand before `index`.
    pub(super) fn before(&self, index: usize) -> u64 {
        let mut node = index.min(self.each.len());
        let mut sum = 0;
        while node > 0 {
            sum += self.tree.get(node).copied().unwrap_or(0);
            node -= lowest_bit(node);
        }
        sum
    }

    /// The height of all.
    pub(super) fn total(&self) -> u64 {
        self.before(self.each.len())
    }

    /// The one that lies at `y`, and how far below its top; past the end, the last one.
    pub(super) fn at(&self, y: u64) -> (usize, u64) {
        let mut index = 0;
        let mut rest = y;
        let mut step = self.tree.len().next_power_of_two();
        while step > 0 {
            if let Some(&sum) = self.tree.get(index + step)
                && sum <= rest
            {
                index += step;
                rest -= sum;
            }
            step /= 2;
        }
        if index < self.each.len() {
            return (index, rest);
        }
        let last = self.each.len().saturating_sub(1);
        (last, y.saturating_sub(self.before(last)))
    }
}

fn lowest_bit(node: usize) -> usize {
    node & node.wrapping_neg()
}

fn add(tree: &mut [u64], node: usize, height: u64) -> u64 {
    tree.get_mut(node).map_or(0, |sum| {
        *sum += height;
        *sum
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_has_no_height() {
        let none = Heights::new(Vec::new());
        assert_eq!((none.total(), none.at(0), none.at(9), none.get(3)), (0, (0, 0), (0, 9), 0));
    }

    proptest! {
        #[test]
        fn sums_and_places_are_those_of_a_plain_list(
            mut plain in prop::collection::vec(0u32..90, 1..70),
            changes in prop::collection::vec((0usize..70, 0u32..200), 0..30),
            y in 0u64..9000,
        ) {
            let mut heights = Heights::new(plain.clone());
            for (index, height) in changes {
                heights.set(index, height);
                if let Some(old) = plain.get_mut(index) {
                    *old = height;
                }
            }
            for (index, height) in plain.iter().enumerate() {
                prop_assert_eq!(heights.get(index), *height);
                prop_assert_eq!(heights.before(index), plain.iter().take(index).map(|&h| u64::from(h)).sum::<u64>());
            }
            let total: u64 = plain.iter().map(|&h| u64::from(h)).sum();
            prop_assert_eq!(heights.total(), total);
            let (index, rest) = heights.at(y);
            prop_assert_eq!(heights.before(index) + rest, y);
            prop_assert!(y >= total || rest < u64::from(plain[index]));
        }
    }
}
