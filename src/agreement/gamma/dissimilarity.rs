//! How unlike two passages are: by where they begin and end, and by their tags (Mathet, Widlöcher and Métivier 2015, the
//! *positional sporadic* dissimilarity and the *combined* one).

/// A passage of a text, or of one that was drawn at random, where places need not be whole characters.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Passage {
    pub(super) start: f64,
    pub(super) end: f64,
    pub(super) tag: u32,
}

impl Passage {
    pub(super) fn len(self) -> f64 {
        self.end - self.start
    }
}

/// The parameters of gamma. Without them a value means nothing, for each gives another.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Dissimilarity {
    alpha: f64,
    beta: f64,
    delta_empty: f64,
}

impl Default for Dissimilarity {
    /// All of them one, as in pygamma-agreement and INCEpTION; the authors' own program has an alpha of three.
    fn default() -> Self {
        Self { alpha: 1.0, beta: 1.0, delta_empty: 1.0 }
    }
}

impl Dissimilarity {
    /// How much place and tag weigh, and how unlike a passage and none are; nothing where a weight is negative, or the last
    /// is not above zero.
    pub fn new(alpha: f64, beta: f64, delta_empty: f64) -> Option<Self> {
        let are_finite = alpha.is_finite() && beta.is_finite() && delta_empty.is_finite();
        let are_right = are_finite && alpha >= 0.0 && beta >= 0.0 && delta_empty > 0.0;
        are_right.then_some(Self { alpha, beta, delta_empty })
    }

    /// How much the place weighs.
    pub const fn alpha(self) -> f64 {
        self.alpha
    }

    /// How much the tag weighs.
    pub const fn beta(self) -> f64 {
        self.beta
    }

    /// How unlike a passage and none are.
    pub const fn delta_empty(self) -> f64 {
        self.delta_empty
    }

    /// How unlike two passages are, in units of the `delta_empty`: all is by it, so that it changes no alignment and no
    /// gamma.
    pub(super) fn between(self, one: Passage, other: Passage) -> f64 {
        let tags = if one.tag == other.tag { 0.0 } else { self.beta };
        self.alpha * apart(one, other).powi(2) + tags
    }

    /// By how much of both their lengths two passages may be apart if they are less unlike than a limit.
    pub(super) fn reach(self, limit: f64) -> f64 {
        (limit / self.alpha).sqrt()
    }
}

/// How far the ends of two passages are apart, in the lengths of both: nothing for the same place, one where they touch.
pub(super) fn apart(one: Passage, other: Passage) -> f64 {
    ((one.start - other.start).abs() + (one.end - other.end).abs()) / (one.len() + other.len())
}
