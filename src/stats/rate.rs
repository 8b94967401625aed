//! How often something stands by so much text, and how far that tells of texts like these.
//!
//! The rate is a ratio of two sums over documents, which are drawn whole: its variance is that of the ratio estimator (Cochran
//! 1977, *Sampling Techniques*, 3rd edition, 6.3), in which spans of one document may be as alike as they are.

/// How often something stands in documents, and how long these are.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Rate {
    n: u64,
    times: f64,
    size: f64,
    times_squared: f64,
    times_by_size: f64,
    size_squared: f64,
}

/// With fewer documents the interval would be narrower than it claims.
const FEW: u64 = 20;
/// The quantile of the normal distribution for 95 %.
const SPREAD: f64 = 1.959_963_984_540_054;

impl Rate {
    /// A document more. One without a size is none.
    pub fn add(&mut self, times: usize, size: usize) {
        if size == 0 {
            return;
        }
        let (times, size) = (times as f64, size as f64);
        self.n += 1;
        self.times += times;
        self.size += size;
        self.times_squared += times * times;
        self.times_by_size += times * size;
        self.size_squared += size * size;
    }

    /// Where the rate lies with a chance of 95 % in all documents, if these are drawn from them by chance; never below zero.
    /// Nothing with fewer than 20.
    pub fn interval(&self) -> Option<(f64, f64)> {
        if self.n < FEW {
            return None;
        }
        let n = self.n as f64;
        let rate = self.times / self.size;
        let squares = self.times_squared - 2.0 * rate * self.times_by_size + rate * rate * self.size_squared;
        let deviation = (n / (n - 1.0) * squares.max(0.0)).sqrt() / self.size;
        Some(((rate - SPREAD * deviation).max(0.0), rate + SPREAD * deviation))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 20 documents of 100 words, half with one and half with three: r = 0.02, each differs by 1, so that s² = 20/19 and the
    /// deviation √(20 · 20/19)/2000 = 0.0022942.
    #[test]
    fn an_interval_is_that_of_the_ratio() {
        let mut rate = Rate::default();
        (0..20).for_each(|n| rate.add(if n % 2 == 0 { 1 } else { 3 }, 100));
        let (low, high) = rate.interval().unwrap();
        assert!((low - (0.02 - 1.959_964 * 0.002_294_157)).abs() < 1e-8, "{low}");
        assert!((high - (0.02 + 1.959_964 * 0.002_294_157)).abs() < 1e-8, "{high}");
    }

    #[test]
    fn what_stands_evenly_has_no_width_and_few_documents_have_no_interval() {
        let mut rate = Rate::default();
        (1..20).for_each(|n| rate.add(n, 10 * n));
        assert_eq!(rate.interval(), None);
        rate.add(5, 0);
        assert_eq!(rate.interval(), None, "a document without words is none");
        rate.add(20, 200);
        let (low, high) = rate.interval().unwrap();
        assert!((low - 0.1).abs() < 1e-7 && (high - 0.1).abs() < 1e-7, "{low} {high}");
    }
}
