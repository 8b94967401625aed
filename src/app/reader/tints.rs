//! Which tints are laid over each other: one or two, and no more, as colors mix into mud.

use egui::Color32;

/// The tint of a span on one row, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Tint {
    pub(super) row: usize,
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) lane: usize,
    pub(super) color: Color32,
    /// It is shown whatever else is there, as the pointer is on it.
    pub(super) is_first: bool,
}

/// Of the spans on one row, those in the lowest lanes are looked at: the others would be left out anyway, but where
/// only they stand, and few rows have as many.
const MOST_ON_A_ROW: usize = 48;

/// Cuts tints where they begin and end, and leaves out those that would be a third layer somewhere: of three and more,
/// the one in the lowest lane stays.
pub(super) fn tint_stretches(mut tints: Vec<Tint>) -> Vec<Tint> {
    tints.sort_by(|a, b| a.row.cmp(&b.row).then(b.is_first.cmp(&a.is_first)).then(a.lane.cmp(&b.lane)));
    let mut stretches = Vec::new();
    for row in tints.chunk_by(|a, b| a.row == b.row) {
        let row = row.get(..MOST_ON_A_ROW).unwrap_or(row);
        let mut cuts: Vec<f32> = row.iter().flat_map(|tint| [tint.left, tint.right]).collect();
        cuts.sort_by(f32::total_cmp);
        cuts.dedup();
        let mut open: Vec<Option<Tint>> = vec![None; row.len()];
        for cut in cuts.windows(2) {
            let &[left, right] = cut else { continue };
            let covers = |tint: &Tint| tint.left <= left && right <= tint.right;
            let n_here = row.iter().filter(|tint| covers(tint)).count();
            let mut n_kept = if n_here > 2 { 1 } else { 2 };
            for (tint, open) in row.iter().zip(&mut open) {
                if covers(tint) && n_kept > 0 {
                    n_kept -= 1;
                    open.get_or_insert(Tint { left, ..*tint }).right = right;
                } else {
                    stretches.extend(open.take());
                }
            }
        }
        stretches.extend(open.into_iter().flatten());
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tint(lane: usize, left: f32, right: f32) -> Tint {
        Tint { row: 0, left, right, lane, color: Color32::WHITE, is_first: false }
    }

    #[track_caller]
    fn check(tints: &[Tint], expected: &[(usize, f32, f32)]) {
        let mut found: Vec<_> = tint_stretches(tints.to_vec()).iter().map(|t| (t.lane, t.left, t.right)).collect();
        found.sort_by(|a, b| a.partial_cmp(b).unwrap());
        assert_eq!(found, expected);
    }

    #[test]
    fn two_lie_on_each_other_whole() {
        check(&[tint(0, 2.0, 4.0), tint(1, 0.0, 9.0)], &[(0, 2.0, 4.0), (1, 0.0, 9.0)]);
    }

    #[test]
    fn of_three_the_lowest_stays_where_they_meet() {
        check(
            &[tint(0, 4.0, 6.0), tint(1, 2.0, 8.0), tint(2, 0.0, 10.0)],
            &[(0, 4.0, 6.0), (1, 2.0, 4.0), (1, 6.0, 8.0), (2, 0.0, 4.0), (2, 6.0, 10.0)],
        );
    }
}
