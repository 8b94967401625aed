//! Agreement on texts that are divided into passages: boundary similarity B (Fournier 2013) and segmentation similarity S
//! (Fournier and Inkpen 2012), by the boundaries between passages. Those one character apart are a near miss and count half.

use super::adding::adds;
use super::marks::Marks;
use super::sum::PairSum;
use super::tally::PairTally;
use super::{StudyDocument, Undefined};

/// What it takes to make one person's boundaries the other's.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Edits {
    /// Boundaries that both have.
    pub n_same: i64,
    /// Pairs of boundaries one character apart.
    pub n_near: i64,
    /// Boundaries that one has.
    pub n_added: i64,
    /// Places where there could be one.
    pub n_potential: i64,
}
adds!(Edits: n_same, n_near, n_added, n_potential);

/// Where one passage ends and another begins; nothing where passages do not divide the text.
pub(super) fn boundaries(marks: &Marks, document: &StudyDocument) -> Option<Vec<u32>> {
    let mut at = 0;
    let mut boundaries = Vec::with_capacity(marks.places.len());
    for (start, end) in &marks.places {
        if *start != at || end <= start {
            return None;
        }
        at = *end;
        boundaries.push(at);
    }
    boundaries.pop();
    (at == document.n_characters).then_some(boundaries)
}

/// Counts what the boundaries of two annotators have in common.
pub(super) fn count(tally: &mut PairTally, one: &Marks, other: &Marks, document: &StudyDocument) {
    let (Some(one), Some(other)) = (boundaries(one, document), boundaries(other, document)) else { return };
    let n_same = one.iter().filter(|at| other.binary_search(at).is_ok()).count();
    let lone = |these: &[u32], others: &[u32], is_first: bool| -> Vec<(u32, bool)> {
        these.iter().filter(|at| others.binary_search(at).is_err()).map(|at| (*at, is_first)).collect()
    };
    let mut lone_ones = lone(&one, &other, true);
    lone_ones.extend(lone(&other, &one, false));
    lone_ones.sort_unstable();
    let mut edits = Edits {
        n_same: n_same as i64,
        n_potential: i64::from(document.n_characters.saturating_sub(1)),
        ..Edits::default()
    };
    let mut open = lone_ones.iter().peekable();
    while let Some((at, is_first)) = open.next() {
        if open.next_if(|(next, is_its)| *next == at + 1 && is_its != is_first).is_some() {
            edits.n_near += 1;
        } else {
            edits.n_added += 1;
        }
    }
    tally.edits = edits;
}

/// B: one less what is added and half of what is near, over all boundaries. One, where neither has any.
pub(super) fn boundary_similarity(sum: &PairSum) -> Result<f64, Undefined> {
    let edits = divided(sum)?;
    let all = edits.n_added + edits.n_near + edits.n_same;
    if all == 0 { Ok(1.0) } else { Ok(1.0 - (2 * edits.n_added + edits.n_near) as f64 / (2 * all) as f64) }
}

/// S: the share of the places where a boundary could be that need no change. Near one for any long text.
pub(super) fn segmentation_similarity(sum: &PairSum) -> Result<f64, Undefined> {
    let edits = divided(sum)?;
    let all = edits.n_potential;
    if all == 0 {
        Err(Undefined::NoText)
    } else {
        Ok(1.0 - (2 * edits.n_added + edits.n_near) as f64 / (2 * all) as f64)
    }
}

fn divided(sum: &PairSum) -> Result<&Edits, Undefined> {
    if sum.one.n_undivided + sum.other.n_undivided > 0 { Err(Undefined::Undivided) } else { Ok(&sum.both.edits) }
}
