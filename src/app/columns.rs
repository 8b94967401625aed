//! Several views of one article beside each other, which scroll together: whichever is moved, the others follow.

use super::reader::{Place, Reader};
use crate::text::Text;

/// How far two places of one line may be apart and still be the same, in points.
const SAME: f32 = 1.5;

/// The views beside the first one, with where each was when it was drawn last.
#[derive(Default)]
pub struct Columns {
    readers: Vec<Reader>,
    places: Vec<Option<Place>>,
    /// Which of them were told where to go, and so do not lead.
    told: Vec<bool>,
}

impl Columns {
    /// So many views of a text; new ones begin where `place` is.
    pub fn fit(&mut self, n: usize, text: &Text, place: Place) -> &mut [Reader] {
        self.readers.retain(|reader| reader.text().same(text));
        self.readers.truncate(n);
        let first_new = self.readers.len();
        self.readers.resize_with(n, || Reader::new(text.clone()));
        self.readers.iter_mut().skip(first_new).for_each(|reader| reader.restore(place));
        &mut self.readers
    }

    /// Lets all views, the first one among them, follow the one that was moved since. Whether any has to be drawn again.
    pub fn follow(&mut self, first: &mut Reader) -> bool {
        let mut all: Vec<&mut Reader> = std::iter::once(first).chain(&mut self.readers).collect();
        let places: Vec<Place> = all.iter().map(|reader| reader.place()).collect();
        self.places.resize(all.len(), None);
        let is_new = self.told.len() != all.len();
        self.told.resize(all.len(), false);
        let was_moved = |at: &usize| {
            let (before, now) = (self.places.get(*at).copied().flatten(), places.get(*at));
            let is_told = self.told.get(*at).copied().unwrap_or_default();
            !is_told && before.zip(now.copied()).is_some_and(|(before, now)| !is_same(before, now))
        };
        let leader = (0..all.len()).find(was_moved).or(is_new.then_some(0));
        self.told.fill(false);
        if let Some(place) = leader.and_then(|leader| places.get(leader).copied()) {
            let others = all.iter_mut().zip(&mut self.told).enumerate().filter(|(at, _)| Some(*at) != leader);
            for (_, (reader, told)) in others {
                reader.restore(place);
                *told = true;
            }
        }
        self.places = places.into_iter().map(Some).collect();
        leader.is_some()
    }
}

fn is_same(one: Place, other: Place) -> bool {
    one.offset == other.offset && (one.above_px - other.above_px).abs() < SAME
}
