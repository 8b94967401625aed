//! The faces that text is set in: those that ship with the program, and the system's for every other script.
//!
//! Looking through the system's fonts takes many frames, so a thread does it; until it is done the
//! shipped faces stand in, and a page is laid out again when the others arrive.

use parley::fontique::{Blob, Collection, CollectionOptions, FallbackKey, FontInfoOverride, Script, SourceCache};
use parley::{FontContext, FontWeight, GenericFamily};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

/// One font file that ships with the program.
#[derive(Clone, Copy, Debug)]
pub struct ReaderFont {
    /// The family it belongs to.
    pub family: &'static str,
    /// Its weight, from 100 to 900.
    pub weight: f32,
    /// The script it is there for (ISO 15924, as *Arab*), when it is a fallback; `None` for a face that people choose.
    pub script: Option<[u8; 4]>,
    /// The file.
    pub data: &'static [u8],
}

/// The fonts to read with.
#[derive(Clone, Debug, Default)]
pub struct ReaderFonts {
    /// The files, those of one family next to each other.
    pub files: Vec<ReaderFont>,
    /// The family of the short names above spans.
    pub interface: &'static str,
}

/// Fonts as parley wants them, and perhaps better ones on their way.
pub(super) struct Fonts {
    pub(super) context: FontContext,
    incoming: Option<Receiver<FontContext>>,
    /// Families to try after the chosen one, as CSS lists them.
    pub(super) fallbacks: String,
    /// Goes up when all text must be laid out again.
    pub(super) generation: u32,
}

impl Fonts {
    /// The shipped fonts alone.
    pub(super) fn shipped(fonts: &ReaderFonts) -> Self {
        let faces = Faces::of(fonts);
        Self { context: faces.context(false), incoming: None, fallbacks: faces.fallbacks(), generation: 0 }
    }

    /// The shipped fonts at once, the system's as soon as they are known; `wake` is called then.
    pub(super) fn with_system(fonts: &ReaderFonts, wake: impl FnOnce() + Send + 'static) -> Self {
        let faces = Faces::of(fonts);
        let (sender, receiver) = channel();
        let context = faces.context(false);
        let fallbacks = faces.fallbacks();
        let search = move || {
            let mut context = faces.context(true);
            super::rows::warm_up(&mut context, &faces.fallbacks());
            // The reader may be gone by now, which is no loss.
            let _ = sender.send(context);
            wake();
        };
        let thread = std::thread::Builder::new().name("fonts".to_owned()).spawn(search);
        Self { context, incoming: thread.is_ok().then_some(receiver), fallbacks, generation: 0 }
    }

    /// Takes the system's fonts if they have arrived.
    pub(super) fn poll(&mut self) {
        let Some(incoming) = &self.incoming else { return };
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
    files: Vec<(ReaderFont, Blob<u8>)>,
}

impl Faces {
    fn of(fonts: &ReaderFonts) -> Self {
        Self { files: fonts.files.iter().map(|file| (*file, Blob::new(Arc::new(file.data)))).collect() }
    }

    fn context(&self, system_fonts: bool) -> FontContext {
        let mut collection = Collection::new(CollectionOptions { shared: false, system_fonts });
        let mut fallbacks: Vec<([u8; 4], parley::fontique::FamilyId)> = Vec::new();
        let mut families = Vec::new();
        for (file, blob) in &self.files {
            let named = FontInfoOverride {
                family_name: Some(file.family),
                weight: Some(FontWeight::new(file.weight)),
                ..FontInfoOverride::default()
            };
            for (family, _) in collection.register_fonts(blob.clone(), Some(named)) {
                match file.script {
                    Some(script) => fallbacks.push((script, family)),
                    None if !families.contains(&family) => families.push(family),
                    None => {}
                }
            }
        }
        for (script, family) in fallbacks {
            collection.append_fallbacks(FallbackKey::new(Script::from_bytes(script), None), std::iter::once(family));
        }
        for generic in [GenericFamily::SansSerif, GenericFamily::Serif, GenericFamily::SystemUi] {
            collection.append_generic_families(generic, families.iter().copied());
        }
        FontContext { collection, source_cache: SourceCache::default() }
    }

    /// Symbols belong to no script, so that only families that are named are asked for them: name all.
    fn fallbacks(&self) -> String {
        let mut names: Vec<&str> = self.files.iter().map(|(file, _)| file.family).collect();
        names.dedup();
        let quoted: Vec<String> = names.iter().map(|name| format!("'{name}'")).collect();
        quoted.into_iter().chain(["sans-serif".to_owned(), "emoji".to_owned()]).collect::<Vec<_>>().join(", ")
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Noto faces of the system, for tests until the program ships its own.
    pub(in crate::app::reader) fn noto() -> ReaderFonts {
        let read = |name: &str| -> Option<&'static [u8]> {
            let bytes = std::fs::read(format!("/usr/share/fonts/truetype/noto/{name}.ttf")).ok()?;
            Some(Box::leak(bytes.into_boxed_slice()))
        };
        let files = [
            ("Noto Serif", 400.0, None, "NotoSerif-Regular"),
            ("Noto Serif", 700.0, None, "NotoSerif-Bold"),
            ("Noto Sans", 400.0, None, "NotoSans-Regular"),
            ("Noto Sans", 700.0, None, "NotoSans-Bold"),
            ("Noto Sans Arabic", 400.0, Some(*b"Arab"), "NotoSansArabic-Regular"),
            ("Noto Sans Hebrew", 400.0, Some(*b"Hebr"), "NotoSansHebrew-Regular"),
            ("Noto Sans Devanagari", 400.0, Some(*b"Deva"), "NotoSansDevanagari-Regular"),
        ];
        let files = files.into_iter().filter_map(|(family, weight, script, name)| {
            Some(ReaderFont { family, weight, script, data: read(name)? })
        });
        ReaderFonts { files: files.collect(), interface: "Noto Sans" }
    }

    #[test]
    fn the_systems_fonts_arrive_by_themselves() {
        let (sender, woken) = channel();
        let mut fonts = Fonts::with_system(&noto(), move || sender.send(()).unwrap_or_default());
        woken.recv_timeout(std::time::Duration::from_secs(60)).unwrap();
        fonts.poll();
        assert_eq!(fonts.generation, 1);
        assert!(fonts.fallbacks.starts_with("'Noto Serif', 'Noto Sans', 'Noto Sans Arabic'"), "{}", fonts.fallbacks);
    }
}
