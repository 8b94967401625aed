//! The letters of pictures: those of the window, which are part of the program, and the system's for scripts that they
//! lack.

use parley::fontique::{
    Blob, Collection, CollectionOptions, FallbackKey, FamilyId, FontInfoOverride, Script, SourceCache,
};
use parley::{FontContext, FontWeight};
use skrifa::{FontRef, MetadataProvider as _};
use std::sync::Arc;

/// Inter, for running text.
pub static INTER_REGULAR: &[u8] = include_bytes!("../../../assets/fonts/Inter-Regular.ttf");
/// Inter, for headings.
pub static INTER_SEMIBOLD: &[u8] = include_bytes!("../../../assets/fonts/Inter-SemiBold.ttf");
/// Arabic.
pub static NOTO_ARABIC: &[u8] = include_bytes!("../../../assets/fonts/NotoSansArabic-Regular.ttf");
/// Hebrew.
pub static NOTO_HEBREW: &[u8] = include_bytes!("../../../assets/fonts/NotoSansHebrew-Regular.ttf");
/// Devanagari.
pub static NOTO_DEVANAGARI: &[u8] = include_bytes!("../../../assets/fonts/NotoSansDevanagari-Regular.ttf");

/// What letters are asked for by.
pub(super) const FAMILIES: &str = "'Inter', 'Noto Sans Arabic', 'Noto Sans Hebrew', 'Noto Sans Devanagari', sans-serif";

/// Fonts for words. The system's, which it takes a while to look through, are among them only where a letter needs them.
pub(super) fn fonts<'a>(words: impl Iterator<Item = &'a str>) -> FontContext {
    let own = [INTER_REGULAR, NOTO_ARABIC, NOTO_HEBREW, NOTO_DEVANAGARI];
    let maps: Vec<_> = own.iter().filter_map(|bytes| FontRef::new(bytes).ok()).map(|font| font.charmap()).collect();
    let is_drawn = |c: char| is_unseen(c) || maps.iter().any(|map| map.map(c).is_some());
    let system_fonts = words.flat_map(str::chars).any(|c| !is_drawn(c));
    let mut collection = Collection::new(CollectionOptions { shared: false, system_fonts });
    for (weight, bytes) in [(400.0, INTER_REGULAR), (600.0, INTER_SEMIBOLD)] {
        registered(&mut collection, "Inter", weight, bytes);
    }
    for (family, script, bytes) in [
        ("Noto Sans Arabic", b"Arab", NOTO_ARABIC),
        ("Noto Sans Hebrew", b"Hebr", NOTO_HEBREW),
        ("Noto Sans Devanagari", b"Deva", NOTO_DEVANAGARI),
    ] {
        let families = registered(&mut collection, family, 400.0, bytes);
        let key = FallbackKey::new(Script::from_bytes(*script), None);
        let system: Vec<FamilyId> = collection.fallback_families(key).collect();
        collection.set_fallbacks(key, families.into_iter().chain(system));
    }
    FontContext { collection, source_cache: SourceCache::default() }
}

fn registered(collection: &mut Collection, family: &str, weight: f32, bytes: &'static [u8]) -> Vec<FamilyId> {
    let named = FontInfoOverride {
        family_name: Some(family),
        weight: Some(FontWeight::new(weight)),
        ..FontInfoOverride::default()
    };
    let fonts = collection.register_fonts(Blob::new(Arc::new(bytes)), Some(named));
    fonts.into_iter().map(|(family, _)| family).collect()
}

/// Whether a character only directs others.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}')
}
