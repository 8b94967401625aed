//! How colors look to people who lack one kind of cone: for the tests of the palette.
//!
//! Protan and deutan: Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision
//! Deficiency" (IEEE TVCG 15(6), 2009), severity 1.0. Tritan: Brettel, Viénot and Mollon, "Computerized simulation of
//! color appearance for dichromats" (JOSA A 14(10), 1997), its two half-planes in linear sRGB, as Machado's model is
//! known to be poor there.

use egui::Color32;

use super::color::linear_from_byte;
use super::oklch::oklab_from_linear;

type Matrix = [[f32; 3]; 3];

const PROTAN: Matrix =
    [[0.152_286, 1.052_583, -0.204_868], [0.114_503, 0.786_281, 0.099_216], [-0.003_882, -0.048_116, 1.051_998]];
const DEUTAN: Matrix =
    [[0.367_322, 0.860_646, -0.227_968], [0.280_085, 0.672_501, 0.047_413], [-0.011_820, 0.042_940, 0.968_881]];
const TRITAN_NEAR: Matrix =
    [[1.012_77, 0.135_48, -0.148_26], [-0.012_43, 0.868_12, 0.144_31], [0.075_89, 0.805_00, 0.119_11]];
const TRITAN_FAR: Matrix =
    [[0.936_78, 0.189_79, -0.126_57], [0.061_54, 0.815_26, 0.123_20], [-0.375_62, 1.127_67, 0.247_96]];
const TRITAN_PLANE: [f32; 3] = [0.039_60, -0.028_31, -0.011_29];

/// Whose eyes a color is seen with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Vision {
    /// All three kinds of cones.
    Normal,
    /// No cones for long waves.
    Protan,
    /// No cones for middle waves.
    Deutan,
    /// No cones for short waves.
    Tritan,
}

impl Vision {
    pub const ALL: [Self; 4] = [Self::Normal, Self::Protan, Self::Deutan, Self::Tritan];

    /// The color as these eyes see it, in OKLab.
    fn seen(self, color: Color32) -> [f32; 3] {
        let rgb = [color.r(), color.g(), color.b()].map(linear_from_byte);
        let seen = match self {
            Self::Normal => rgb,
            Self::Protan => product(&PROTAN, rgb),
            Self::Deutan => product(&DEUTAN, rgb),
            Self::Tritan if dot(&TRITAN_PLANE, rgb) >= 0.0 => product(&TRITAN_NEAR, rgb),
            Self::Tritan => product(&TRITAN_FAR, rgb),
        };
        oklab_from_linear(seen.map(|part| part.clamp(0.0, 1.0)))
    }

    /// How far two colors are apart for these eyes: a hundred times their distance in OKLab, where 2 can just be told.
    pub fn distance(self, a: Color32, b: Color32) -> f32 {
        let (a, b) = (self.seen(a), self.seen(b));
        let sum: f32 = a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum();
        100.0 * sum.sqrt()
    }
}

fn product(matrix: &Matrix, rgb: [f32; 3]) -> [f32; 3] {
    matrix.map(|row| dot(&row, rgb))
}

fn dot(row: &[f32; 3], rgb: [f32; 3]) -> f32 {
    row.iter().zip(rgb).map(|(x, y)| x * y).sum()
}

#[test]
fn grays_look_the_same_to_all() {
    for vision in Vision::ALL {
        for gray in [0, 60, 128, 200, 255] {
            let seen = vision.seen(Color32::from_gray(gray));
            let normal = Vision::Normal.seen(Color32::from_gray(gray));
            for (a, b) in seen.iter().zip(normal) {
                assert!((a - b).abs() < 2e-3, "{vision:?} sees gray {gray} in color");
            }
        }
    }
}

#[test]
fn red_and_green_fall_together_without_long_or_middle_cones() {
    let (red, green) = (Color32::from_rgb(150, 90, 40), Color32::from_rgb(95, 115, 45));
    assert!(Vision::Normal.distance(red, green) > 10.0);
    assert!(Vision::Deutan.distance(red, green) < Vision::Normal.distance(red, green) / 2.0);
}
