//! Where an axis is marked: at round numbers, few of them, around everything that is drawn.

use super::words::number;

/// The marks of an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Ticks {
    /// From one to the next.
    pub step: f64,
    /// Where they stand; the first and the last are the ends of the axis.
    pub at: Vec<f64>,
}

/// The largest number that is drawn; what lies beyond ends there.
const LARGEST: f64 = 1e300;

/// The smallest that differs from nothing.
const SMALLEST: f64 = 1e-300;

/// Round numbers around everything from `low` to `high`: multiples of 1, 2 or 5 times a power of ten, at most `most`
/// steps of the smallest that do. A range of nothing gets the unit above it.
pub fn ticks(low: f64, high: f64, most: usize) -> Ticks {
    let [low, high] = [low, high].map(|end| drawable(end).unwrap_or(0.0));
    let (low, mut high) = (low.min(high), low.max(high));
    // One step may have to reach over both sides of nothing.
    let most = most.max(2) as f64;
    let largest = low.abs().max(high.abs());
    if high - low <= largest * 1e-9 {
        high = low + if largest > 0.0 { largest * 1e-3 } else { 1.0 };
        if largest == 0.0 {
            return Ticks { step: 1.0, at: vec![0.0, 1.0] };
        }
    }
    let power = ((high - low) / most).log10().floor() as i32;
    let sizes = (power..=power + 2).flat_map(|power| [1.0, 2.0, 5.0].map(|size| Step { size, power }));
    let fits = |step: &Step| step.below(low).abs() < 1e15 && step.above(high) - step.below(low) <= most;
    let step = sizes.into_iter().find(fits).unwrap_or(Step { size: 1.0, power: power + 3 });
    let (first, last) = (step.below(low), step.above(high).max(step.below(low) + 1.0));
    let n_steps = (last - first).clamp(1.0, most) as usize;
    Ticks { step: step.times(1.0), at: (0..=n_steps).map(|n| step.times(first + n as f64)).collect() }
}

/// The marks of an axis that begins at nothing, or below where values do. What is counted in whole numbers has no marks
/// between them.
pub(super) fn axis(values: impl Iterator<Item = f64> + Clone, most: usize) -> Ticks {
    let values = values.filter_map(drawable);
    let ticks = ticks(values.clone().fold(0.0, f64::min), values.clone().fold(0.0, f64::max), most);
    if ticks.step >= 1.0 || !values.clone().all(|value| value.fract() == 0.0) {
        return ticks;
    }
    let (low, high) = ticks.ends();
    let n_steps = (high.ceil() - low.floor()) as usize;
    Ticks { step: 1.0, at: (0..=n_steps).map(|n| low.floor() + n as f64).collect() }
}

/// A finite number in the range that can be drawn.
pub(super) fn drawable(number: f64) -> Option<f64> {
    let number = if number.abs() < SMALLEST { 0.0 } else { number };
    number.is_finite().then(|| number.clamp(-LARGEST, LARGEST))
}

/// A size times a power of ten, kept apart so that a tenth is what people mean by it.
struct Step {
    size: f64,
    power: i32,
}

impl Step {
    fn times(&self, n: f64) -> f64 {
        let times = n * self.size;
        if self.power < 0 { times / 10_f64.powi(-self.power) } else { times * 10_f64.powi(self.power) }
    }

    /// How often it goes into a number.
    fn goes_into(&self, number: f64) -> f64 {
        let number = if self.power < 0 { number * 10_f64.powi(-self.power) } else { number / 10_f64.powi(self.power) };
        number / self.size
    }

    fn below(&self, number: f64) -> f64 {
        rounded(self.goes_into(number), f64::floor)
    }

    fn above(&self, number: f64) -> f64 {
        rounded(self.goes_into(number), f64::ceil)
    }
}

/// Rounds, unless it is whole already but for what computing leaves over.
fn rounded(number: f64, round: fn(f64) -> f64) -> f64 {
    let whole = number.round();
    if (number - whole).abs() < 1e-9 * whole.abs().max(1.0) { whole } else { round(number) }
}

impl Ticks {
    /// The ends of the axis.
    pub fn ends(&self) -> (f64, f64) {
        let low = self.at.first().copied().unwrap_or(0.0);
        (low, self.at.last().copied().unwrap_or(1.0))
    }

    /// How far along the axis a value stands, from 0 to 1.
    pub fn along(&self, value: f64) -> f64 {
        let (low, high) = self.ends();
        let part = (drawable(value).unwrap_or(low) - low) / (high - low);
        if part.is_finite() { part.clamp(0.0, 1.0) } else { 0.0 }
    }

    /// The marks as they are written.
    pub fn labels(&self) -> Vec<String> {
        self.at.iter().map(|at| number(*at)).collect()
    }
}
