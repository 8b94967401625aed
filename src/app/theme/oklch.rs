//! OKLCH: colors by lightness, chroma and hue, so that a hue can be kept while the rest fits the theme.
//!
//! Björn Ottosson, "A perceptual color space for image processing" (2020), with the matrices of its 2021 revision.

use egui::Color32;

use super::color::{byte_from_linear, linear_from_byte};

/// A color by its lightness (0 to 1), chroma (0 to about 0.37) and hue in degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Oklch {
    pub lightness: f32,
    pub chroma: f32,
    pub hue: f32,
}

impl Oklch {
    /// The same color with another lightness.
    pub fn with_lightness(self, lightness: f32) -> Self {
        Self { lightness, ..self }
    }

    /// The nearest color that a screen can show: hue and lightness stay, chroma gives way.
    pub fn to_color(self) -> Color32 {
        let (mut low, mut high) = (0.0, self.chroma);
        if in_gamut(linear_from_oklab(self.to_oklab())) {
            low = high;
        } else {
            for _ in 0..16 {
                let chroma = (low + high) / 2.0;
                if in_gamut(linear_from_oklab(Self { chroma, ..self }.to_oklab())) {
                    low = chroma;
                } else {
                    high = chroma;
                }
            }
        }
        let [r, g, b] = linear_from_oklab(Self { chroma: low, ..self }.to_oklab());
        Color32::from_rgb(byte_from_linear(r), byte_from_linear(g), byte_from_linear(b))
    }

    fn to_oklab(self) -> [f32; 3] {
        let hue = self.hue.to_radians();
        [self.lightness, self.chroma * hue.cos(), self.chroma * hue.sin()]
    }
}

/// The lightness, chroma and hue of an opaque color.
pub(super) fn oklch_from_rgb(rgb: [u8; 3]) -> Oklch {
    let [lightness, a, b] = oklab_from_linear(rgb.map(linear_from_byte));
    Oklch { lightness, chroma: a.hypot(b), hue: b.atan2(a).to_degrees().rem_euclid(360.0) }
}

/// OKLab of linear light, which may lie slightly out of range.
pub(super) fn oklab_from_linear(rgb: [f32; 3]) -> [f32; 3] {
    let [r, g, b] = rgb;
    let l = (0.412_221_46 * r + 0.536_332_55 * g + 0.051_445_995 * b).cbrt();
    let m = (0.211_903_5 * r + 0.680_699_5 * g + 0.107_396_96 * b).cbrt();
    let s = (0.088_302_46 * r + 0.281_718_85 * g + 0.629_978_7 * b).cbrt();
    [
        0.210_454_26 * l + 0.793_617_8 * m - 0.004_072_047 * s,
        1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
        0.025_904_037 * l + 0.782_771_77 * m - 0.808_675_77 * s,
    ]
}

fn linear_from_oklab(lab: [f32; 3]) -> [f32; 3] {
    let [lightness, a, b] = lab;
    let l = (lightness + 0.396_337_78 * a + 0.215_803_76 * b).powi(3);
    let m = (lightness - 0.105_561_346 * a - 0.063_854_17 * b).powi(3);
    let s = (lightness - 0.089_484_18 * a - 1.291_485_5 * b).powi(3);
    [
        4.076_741_7 * l - 3.307_711_6 * m + 0.230_969_94 * s,
        -1.268_438 * l + 2.609_757_4 * m - 0.341_319_38 * s,
        -0.004_196_086_3 * l - 0.703_418_6 * m + 1.707_614_7 * s,
    ]
}

fn in_gamut(rgb: [f32; 3]) -> bool {
    rgb.iter().all(|part| (-1e-4..=1.0001).contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_corner_of_the_cube_comes_back() {
        for rgb in [[0, 0, 0], [255, 255, 255], [255, 0, 0], [0, 255, 0], [0, 0, 255], [31, 138, 112]] {
            let color = oklch_from_rgb(rgb).to_color();
            let back = [color.r(), color.g(), color.b()];
            for (there, here) in rgb.iter().zip(back) {
                assert!(there.abs_diff(here) <= 1, "{rgb:?} came back as {back:?}");
            }
        }
    }

    #[test]
    fn red_has_the_published_coordinates() {
        let red = oklch_from_rgb([255, 0, 0]);
        assert!((red.lightness - 0.628).abs() < 1e-3);
        assert!((red.chroma - 0.2577).abs() < 1e-3);
        assert!((red.hue - 29.23).abs() < 0.1);
    }

    #[test]
    fn chroma_gives_way_and_hue_stays() {
        let wanted = Oklch { lightness: 0.6, chroma: 0.4, hue: 195.0 };
        let color = wanted.to_color();
        let got = oklch_from_rgb([color.r(), color.g(), color.b()]);
        assert!((got.hue - wanted.hue).abs() < 2.0 && got.chroma < 0.2);
    }
}
