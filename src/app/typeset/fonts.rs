//! The faces that text is set in: those that ship with the program, and the system's for every other script.
//!
//! Looking through the system's fonts takes many frames, so a thread does it; until it is done the
//! shipped faces stand in, and a page is laid out again when the others arrive.

use crate::app::theme::{ArticleFace, FontFile, article_fonts, fallback_fonts};
use parley::fontique::{
    Blob, Collection, CollectionOptions, FallbackKey, FamilyId, FontInfoOverride, Script, SourceCache,
};
use parley::{FontContext, FontWeight, GenericFamily};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::sync::{Arc, Mutex};

/// The code of ISO 15924 for emoji, which shapers take for a generic family and not for a script.
const EMOJI: &str = "Zsye";

/// The fonts to read with.
#[derive(Clone, Default)]
pub struct ReaderFonts {
    /// Faces that people choose, those of one family next to each other.
    pub faces: Vec<FontFile>,
    /// Faces for the scripts that those lack.
    pub fallbacks: Vec<FontFile>,
    /// The family of the short names above spans.
    pub interface: &'static str,
}

impl ReaderFonts {
    /// Those that are part of the program.
    pub fn shipped() -> Self {
        Self {
            faces: article_fonts().into(),
            fallbacks: fallback_fonts().into(),
            interface: ArticleFace::Inter.family(),
        }
    }
}

/// Fonts as parley wants them, and perhaps better ones on their way.
pub(crate) struct Fonts {
    pub(crate) context: FontContext,
    /// In a mutex only to be [`Sync`], as what lives in egui's context must be; never waited for.
    incoming: Option<Mutex<Receiver<FontContext>>>,
    /// Families to try after the chosen one, as CSS lists them.
    pub(crate) fallbacks: String,
    /// Goes up when all text must be laid out again.
    pub(crate) generation: u32,
}

impl Fonts {
    /// The shipped fonts alone.
    pub(crate) fn shipped(fonts: &ReaderFonts) -> Self {
        let faces = Faces::of(fonts);
        Self { context: faces.context(false), incoming: None, fallbacks: faces.fallback_families(), generation: 0 }
    }

    /// The shipped fonts at once, the system's as soon as they are known; `wake` is called then.
    pub(crate) fn with_system(fonts: &ReaderFonts, wake: impl FnOnce() + Send + 'static) -> Self {
        let faces = Faces::of(fonts);
        let (sender, receiver) = channel();
        let context = faces.context(false);
        let fallbacks = faces.fallback_families();
        let search = move || {
            let mut context = faces.context(true);
            super::rows::warm_up(&mut context, &faces.fallback_families());
            // The reader may be gone by now, which is no loss.
            let _ = sender.send(context);
            wake();
        };
        let thread = std::thread::Builder::new().name("fonts".to_owned()).spawn(search);
        Self { context, incoming: thread.is_ok().then_some(Mutex::new(receiver)), fallbacks, generation: 0 }
    }

    /// Whether no better fonts are on their way.
    pub(crate) fn is_complete(&self) -> bool {
        self.incoming.is_none()
    }

    /// Takes the system's fonts if they have arrived.
    pub(crate) fn poll(&mut self) {
        let Some(incoming) = self.incoming.as_mut().and_then(|incoming| incoming.get_mut().ok()) else { return };
        match incoming.try_recv() {
            Ok(context) => {
                self.context = context;
                self.generation += 1;
                self.incoming = None;
            }
            Err(TryRecvError::Empty) => {}
            Err(TryRecvError::Disconnected) => self.incoming = None,
        }
    }
}

/// The files in memory blocks that keep their identity, so that glyphs stay cached when the context changes.
struct Faces {
    faces: Vec<(FontFile, Blob<u8>)>,
    fallbacks: Vec<(FontFile, Blob<u8>)>,
}

impl Faces {
    fn of(fonts: &ReaderFonts) -> Self {
        let blobs = |files: &[FontFile]| files.iter().map(|file| (*file, Blob::new(Arc::new(file.bytes)))).collect();
        Self { faces: blobs(&fonts.faces), fallbacks: blobs(&fonts.fallbacks) }
    }

    fn context(&self, system_fonts: bool) -> FontContext {
        let mut collection = Collection::new(CollectionOptions { shared: false, system_fonts });
        let mut families: Vec<FamilyId> = Vec::new();
        for (file, blob) in &self.faces {
            families.extend(registered(&mut collection, file, blob));
        }
        families.dedup();
        for (file, blob) in &self.fallbacks {
            let family = registered(&mut collection, file, blob);
            if file.script == EMOJI {
                collection.append_generic_families(GenericFamily::Emoji, family.into_iter());
                continue;
            }
            let key = FallbackKey::new(script_of(file.script), None);
            // The system's fonts for the script come after, for what this file lacks.
            let system: Vec<FamilyId> = collection.fallback_families(key).collect();
            collection.set_fallbacks(key, family.into_iter().chain(system));
        }
        for generic in [GenericFamily::SansSerif, GenericFamily::Serif, GenericFamily::SystemUi] {
            collection.append_generic_families(generic, families.iter().copied());
        }
        FontContext { collection, source_cache: SourceCache::default() }
    }

    /// Symbols belong to no script, so that only families that are named are asked for them: name all.
    fn fallback_families(&self) -> String {
        let mut names: Vec<&str> = self.faces.iter().chain(&self.fallbacks).map(|(file, _)| file.family).collect();
        names.dedup();
        let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
        quoted.into_iter().chain(["sans-serif".to_owned(), "emoji".to_owned()]).collect::<Vec<_>>().join(", ")
    }
}

fn registered(collection: &mut Collection, file: &FontFile, blob: &Blob<u8>) -> Vec<FamilyId> {
    let named = FontInfoOverride {
        family_name: Some(file.family),
        weight: Some(FontWeight::new(f32::from(file.weight))),
        ..FontInfoOverride::default()
    };
    collection.register_fonts(blob.clone(), Some(named)).into_iter().map(|(family, _)| family).collect()
}

/// A script by its four letters; an unknown one by *Zzzz*.
fn script_of(code: &str) -> Script {
    code.as_bytes().try_into().map_or(Script::from_bytes(*b"Zzzz"), Script::from_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_fonts_arrive_by_themselves() {
        let (sender, woken) = channel();
        let mut fonts = Fonts::with_system(&ReaderFonts::shipped(), move || sender.send(()).unwrap_or_default());
        woken.recv_timeout(std::time::Duration::from_secs(60)).unwrap();
        fonts.poll();
        assert_eq!(fonts.generation, 1);
        let names = "'Literata', 'Inter', 'Atkinson Hyperlegible', 'Noto Sans Arabic'";
        assert!(fonts.fallbacks.starts_with(names), "{}", fonts.fallbacks);
    }
}
