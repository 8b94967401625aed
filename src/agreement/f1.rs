//! Precision, recall and F1 of what two people have and have in common (van Rijsbergen 1979; for annotators Hripcsak and
//! Rothschild 2005).

use super::Undefined;
use super::adding::adds;

/// What two annotators have, and have in common, summed over documents before it is divided.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Counts {
    /// What the first has.
    pub n_one: i64,
    /// What the second has.
    pub n_other: i64,
    /// What both have.
    pub n_both: i64,
}
adds!(Counts: n_one, n_other, n_both);

impl Counts {
    /// The share of what the second has that the first has too.
    pub(super) fn precision(self) -> Result<f64, Undefined> {
        if self.n_other == 0 { Err(Undefined::NothingMarked) } else { Ok(self.n_both as f64 / self.n_other as f64) }
    }

    /// The share of what the first has that the second has too.
    pub(super) fn recall(self) -> Result<f64, Undefined> {
        if self.n_one == 0 { Err(Undefined::NothingMarked) } else { Ok(self.n_both as f64 / self.n_one as f64) }
    }

    /// Twice what both have over what each has.
    pub(super) fn f1(self) -> Result<f64, Undefined> {
        let n = self.n_one + self.n_other;
        if n == 0 { Err(Undefined::NothingMarked) } else { Ok((2 * self.n_both) as f64 / n as f64) }
    }
}
