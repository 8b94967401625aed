//! The fonts in the program, for egui's widgets and for the article view, which lays out its own text.

use std::sync::Arc;

use egui::{FontData, FontDefinitions, FontFamily, FontId};

use crate::report::chart::{INTER_REGULAR, INTER_SEMIBOLD, NOTO_ARABIC, NOTO_DEVANAGARI, NOTO_HEBREW};

const SEMIBOLD: &str = "semibold";
const ICONS: &str = "icons";
const READING: &str = "reading";
const READING_SEMIBOLD: &str = "reading semibold";

const LITERATA_REGULAR: &[u8] = include_bytes!("../../../assets/fonts/Literata-Regular.ttf");
const LITERATA_SEMIBOLD: &[u8] = include_bytes!("../../../assets/fonts/Literata-SemiBold.ttf");
const ATKINSON_REGULAR: &[u8] = include_bytes!("../../../assets/fonts/AtkinsonHyperlegible-Regular.ttf");
const ATKINSON_BOLD: &[u8] = include_bytes!("../../../assets/fonts/AtkinsonHyperlegible-Bold.ttf");
const PHOSPHOR: &[u8] = include_bytes!("../../../assets/icons/Phosphor.ttf");

/// The typeface of the article, a person's choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ArticleFace {
    /// A serif made for long reading on screens.
    #[default]
    Literata,
    /// The interface's sans.
    Inter,
    /// Letters as unlike each other as they can be.
    Atkinson,
}

impl ArticleFace {
    /// All faces, in the order of the settings.
    pub const ALL: [Self; 3] = [Self::Literata, Self::Inter, Self::Atkinson];

    /// The family name that the font files carry, which the article view asks its font collection for.
    pub fn family(self) -> &'static str {
        match self {
            Self::Literata => "Literata",
            Self::Inter => "Inter",
            Self::Atkinson => "Atkinson Hyperlegible",
        }
    }

    /// Weight of headlines. Atkinson Hyperlegible has no semibold, so its bold stands in.
    pub fn headline_weight(self) -> f32 {
        match self {
            Self::Literata | Self::Inter => 600.0,
            Self::Atkinson => 700.0,
        }
    }
}

/// One embedded font file.
#[derive(Clone, Copy)]
pub struct FontFile {
    /// The family name in the file.
    pub family: &'static str,
    /// Weight from 100 to 900.
    pub weight: u16,
    /// ISO 15924 code of the script that the file is there for.
    pub script: &'static str,
    /// The TrueType file.
    pub bytes: &'static [u8],
}

const fn font(family: &'static str, weight: u16, script: &'static str, bytes: &'static [u8]) -> FontFile {
    FontFile { family, weight, script, bytes }
}

/// The files of the article faces: Latin, Greek, Cyrillic and Vietnamese (Atkinson Hyperlegible: Latin alone).
pub fn article_fonts() -> [FontFile; 6] {
    [
        font("Literata", 400, "Latn", LITERATA_REGULAR),
        font("Literata", 600, "Latn", LITERATA_SEMIBOLD),
        font("Inter", 400, "Latn", INTER_REGULAR),
        font("Inter", 600, "Latn", INTER_SEMIBOLD),
        font("Atkinson Hyperlegible", 400, "Latn", ATKINSON_REGULAR),
        font("Atkinson Hyperlegible", 700, "Latn", ATKINSON_BOLD),
    ]
}

/// The files for scripts that the article faces lack, so that these can be read on a machine without fonts.
pub fn fallback_fonts() -> [FontFile; 3] {
    [
        font("Noto Sans Arabic", 400, "Arab", NOTO_ARABIC),
        font("Noto Sans Hebrew", 400, "Hebr", NOTO_HEBREW),
        font("Noto Sans Devanagari", 400, "Deva", NOTO_DEVANAGARI),
    ]
}

/// The interface's semibold.
pub fn semibold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(SEMIBOLD.into()))
}

/// The font of the constants in [`super::icons`]. The interface's own fonts have them too, for icons inside a sentence.
pub fn icon(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(ICONS.into()))
}

/// The article's serif in plain widgets: samples in lists, concordance rows, the example on the first screen.
pub fn reading(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(READING.into()))
}

/// The article's serif for headlines in plain widgets.
pub fn reading_semibold(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(READING_SEMIBOLD.into()))
}

/// The face and weight that a plain widget's font stands for, to set a person's words in.
pub fn face_of(font: &FontId) -> (ArticleFace, u16) {
    match &font.family {
        FontFamily::Name(name) if **name == *SEMIBOLD => (ArticleFace::Inter, 600),
        FontFamily::Name(name) if **name == *READING => (ArticleFace::Literata, 400),
        FontFamily::Name(name) if **name == *READING_SEMIBOLD => (ArticleFace::Literata, 600),
        _ => (ArticleFace::Inter, 400),
    }
}

/// The interface's regular.
pub fn regular(size: f32) -> FontId {
    FontId::new(size, FontFamily::Proportional)
}

/// egui's font list: ours first, then egui's own for emoji and symbols; what is still missing comes from the system.
pub(super) fn definitions() -> FontDefinitions {
    let mut fonts = FontDefinitions::default();
    for (name, bytes) in [
        ("Inter", INTER_REGULAR),
        ("Inter SemiBold", INTER_SEMIBOLD),
        ("Literata", LITERATA_REGULAR),
        ("Literata SemiBold", LITERATA_SEMIBOLD),
        ("Phosphor", PHOSPHOR),
        ("Noto Sans Arabic", NOTO_ARABIC),
        ("Noto Sans Hebrew", NOTO_HEBREW),
        ("Noto Sans Devanagari", NOTO_DEVANAGARI),
    ] {
        fonts.font_data.insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    }
    let shipped = fonts.families.get(&FontFamily::Proportional).cloned().unwrap_or_default();
    let family = |own: &[&str]| -> Vec<String> {
        let scripts = ["Phosphor", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Devanagari"];
        let own = own.iter().chain(&scripts).map(|name| (*name).to_owned());
        own.chain(shipped.iter().cloned()).collect()
    };
    for (key, own) in [
        (FontFamily::Proportional, &["Inter"][..]),
        (FontFamily::Name(SEMIBOLD.into()), &["Inter SemiBold"]),
        (FontFamily::Name(READING.into()), &["Literata", "Inter"]),
        (FontFamily::Name(READING_SEMIBOLD.into()), &["Literata SemiBold", "Inter SemiBold"]),
        (FontFamily::Name(ICONS.into()), &["Phosphor", "Inter"]),
    ] {
        fonts.families.insert(key, family(own));
    }
    if let Some(monospace) = fonts.families.get_mut(&FontFamily::Monospace) {
        monospace.push("Inter".to_owned());
        monospace.push("Phosphor".to_owned());
    }
    fonts
}

#[cfg(test)]
mod tests {
    use skrifa::string::StringId;
    use skrifa::{FontRef, MetadataProvider};

    use super::*;

    fn name(font: &FontRef<'_>, id: StringId) -> Option<String> {
        font.localized_strings(id).english_or_first().map(|name| name.chars().collect())
    }

    #[test]
    fn files_say_the_family_and_weight_that_we_ask_for() {
        for file in article_fonts().iter().chain(&fallback_fonts()) {
            let font = FontRef::new(file.bytes).unwrap();
            let family = name(&font, StringId::TYPOGRAPHIC_FAMILY_NAME).or_else(|| name(&font, StringId::FAMILY_NAME));
            assert_eq!(family.as_deref(), Some(file.family));
            assert!((font.attributes().weight.value() - f32::from(file.weight)).abs() < 0.5);
        }
    }

    #[test]
    fn every_face_has_a_regular_and_its_headline_weight() {
        for face in ArticleFace::ALL {
            for weight in [400.0, face.headline_weight()] {
                let found = article_fonts()
                    .iter()
                    .any(|file| file.family == face.family() && (f32::from(file.weight) - weight).abs() < 0.5);
                assert!(found, "{face:?} has no weight {weight}");
            }
        }
    }

    #[test]
    fn the_words_of_many_languages_can_be_drawn() {
        for (family, text) in [
            ("Literata", "Straße façade Łódź Ångström Việt Nam Ελλάδα Київ “quotes” — …"),
            ("Inter", "Straße façade Łódź Ångström Việt Nam Ελλάδα Київ “quotes” — … → ⌘ ⇧ × ≥ ½"),
            ("Atkinson Hyperlegible", "Straße façade Łódź Ångström “quotes” — …"),
            ("Noto Sans Arabic", "أعلنت الأمم المتحدة ۱۲۳ گچپژ ؟،"),
            ("Noto Sans Hebrew", "שלום עולם"),
            ("Noto Sans Devanagari", "संयुक्त राष्ट्र १२३"),
        ] {
            for file in article_fonts().iter().chain(&fallback_fonts()).filter(|file| file.family == family) {
                let charmap = FontRef::new(file.bytes).unwrap().charmap();
                let missing: String = text.chars().filter(|c| charmap.map(*c).is_none()).collect();
                assert_eq!(missing, "", "missing from {family} {}", file.weight);
            }
        }
    }

    #[test]
    fn digits_of_the_interface_stand_in_columns() {
        use skrifa::instance::{LocationRef, Size};
        for bytes in [INTER_REGULAR, INTER_SEMIBOLD] {
            let font = FontRef::new(bytes).unwrap();
            let metrics = font.glyph_metrics(Size::new(13.0), LocationRef::default());
            let widths: Vec<_> =
                ('0'..='9').map(|digit| metrics.advance_width(font.charmap().map(digit).unwrap()).unwrap()).collect();
            assert!(widths.iter().all(|width| (width - widths[0]).abs() < 1e-3), "{widths:?}");
        }
    }

    #[test]
    fn the_icon_font_has_every_icon() {
        let charmap = FontRef::new(PHOSPHOR).unwrap().charmap();
        for (name, icon) in super::super::icons::ALL {
            assert!(icon.chars().all(|c| charmap.map(c).is_some()), "{name} is not in the font");
        }
    }

    #[test]
    fn the_fonts_stay_small() {
        let all: usize = article_fonts().iter().chain(&fallback_fonts()).map(|file| file.bytes.len()).sum();
        assert!(all + PHOSPHOR.len() < 2_000_000);
    }
}
