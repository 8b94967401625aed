//! What the colors of a picture look like: the theme's, as plain values for whoever has no window.

use super::scene::Ink;

/// Red, green and blue.
pub type Rgb = [u8; 3];

/// In how many steps a file tells how much; the eye sees no more in one picture.
pub const HEAT_STEPS: u8 = 24;

/// The colors of a picture by day or by night.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Palette {
    /// What everything stands on.
    pub ground: Rgb,
    /// Words that are read.
    pub text: Rgb,
    /// Words that stand back.
    pub soft: Rgb,
    /// Hairlines.
    pub line: Rgb,
    /// What a picture of one series is drawn in.
    pub accent: Rgb,
    /// Nothing and most of it; both let `text` be read.
    pub heat: [Rgb; 2],
    /// The series, in order; those past the last begin again.
    pub series: Vec<Rgb>,
}

impl Palette {
    /// The program's own colors by day.
    pub fn light() -> Self {
        Self {
            ground: hex(0xFBFAF7),
            text: hex(0x22211F),
            soft: hex(0x5F5B54),
            line: hex(0xE2DED5),
            accent: hex(0x0F6466),
            heat: [hex(0xF1EEE7), hex(0x4C9A99)],
            series: LIGHT_SERIES.map(hex).to_vec(),
        }
    }

    /// The program's own colors by night.
    pub fn dark() -> Self {
        Self {
            ground: hex(0x17181A),
            text: hex(0xE6E4DF),
            soft: hex(0xB5B3AC),
            line: hex(0x34363C),
            accent: hex(0x66BBB6),
            heat: [hex(0x222427), hex(0x24706E)],
            series: DARK_SERIES.map(hex).to_vec(),
        }
    }

    /// The color of an ink.
    pub fn color(&self, ink: Ink) -> Rgb {
        match ink {
            Ink::Text => self.text,
            Ink::Soft => self.soft,
            Ink::Line => self.line,
            Ink::Accent => self.accent,
            Ink::Series(series) => self.series(series),
            Ink::Heat(much) => self.heat(much),
        }
    }

    /// The color of a series.
    pub fn series(&self, series: usize) -> Rgb {
        self.series.get(series % self.series.len().max(1)).copied().unwrap_or(self.accent)
    }

    /// The color for so much, from 0 to 1.
    pub fn heat(&self, much: f32) -> Rgb {
        let much = if much.is_finite() { much.clamp(0.0, 1.0) } else { 0.0 };
        let [[r, g, b], [most_r, most_g, most_b]] = self.heat;
        let between = |low: u8, high: u8| {
            let (low, high) = (f32::from(low), f32::from(high));
            (low + (high - low) * much).round() as u8
        };
        [between(r, most_r), between(g, most_g), between(b, most_b)]
    }
}

const fn hex(color: u32) -> Rgb {
    let [_, r, g, b] = color.to_be_bytes();
    [r, g, b]
}

/// The colors of tags by day, as the theme derives them.
const LIGHT_SERIES: [u32; 24] = [
    0x5C6AA9, 0x891901, 0x789233, 0x5F308F, 0x7B6400, 0x0B91DC, 0xBF7286, 0x00606F, 0x9C4590, 0xC97500, 0x008A7D,
    0x00572B, 0x43508C, 0xB5452F, 0x4C6100, 0xA276DA, 0x574600, 0x00669E, 0x9A2A53, 0x0097AD, 0x731C69, 0xA86100,
    0x017065, 0x089650,
];

/// The colors of tags by night, as the theme derives them.
const DARK_SERIES: [u32; 24] = [
    0x788CF1, 0xC3523B, 0xCBE399, 0x866BAB, 0xB69501, 0x64BDFF, 0xFF96B2, 0x74E7FF, 0xCE72C0, 0xFFB166, 0x039B8C,
    0x55C97F, 0xB9C8FF, 0xEC775F, 0x6B8701, 0xBB9FE2, 0xD5B122, 0x0181C6, 0xD05D80, 0x00B2CC, 0xFFBAF2, 0xB47B45,
    0x03DECA, 0x32AC64,
];
