//! What a person prefers, kept for them and not in any project: colors, reading, keys, and where they were.

use super::keys::Keymap;
use super::reader::{Emphasis, Numbers, Place, ReaderSettings};
use super::theme::ArticleFace;
use crate::model::{DocumentId, RecordId};
use crate::query::{Bounds, Pattern};
use crate::text::Offset;
use imbl::OrdMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Light, dark, or as the system has it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Colors {
    /// As the system has it.
    #[default]
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// How the article is set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reading {
    /// The face, by its place in [`ArticleFace::ALL`].
    pub face: usize,
    /// The size of the text, in points.
    pub size: f32,
    /// The distance between lines, in that size.
    pub line_height: f32,
    /// How many characters a line has room for.
    pub measure: f32,
    /// What is counted in the margin.
    pub numbers: Numbers,
}

impl Default for Reading {
    fn default() -> Self {
        Self { face: 0, size: 18.0, line_height: 1.8, measure: 70.0, numbers: Numbers::None }
    }
}

impl Reading {
    /// The sizes that can be chosen, in points.
    pub const SIZES: std::ops::RangeInclusive<f32> = 12.0..=36.0;
    /// The distances between lines that can be chosen.
    pub const LINE_HEIGHTS: std::ops::RangeInclusive<f32> = 1.5..=2.6;
    /// The widths that can be chosen, in characters.
    pub const MEASURES: std::ops::RangeInclusive<f32> = 45.0..=110.0;

    /// The face that is chosen.
    pub fn article_face(&self) -> ArticleFace {
        ArticleFace::ALL.get(self.face).copied().unwrap_or(ArticleFace::Literata)
    }

    /// As the reader takes it. Values out of a hand-edited file are brought into range.
    pub fn settings(&self) -> ReaderSettings {
        let within = |value: f32, range: std::ops::RangeInclusive<f32>| value.clamp(*range.start(), *range.end());
        ReaderSettings {
            face: self.article_face(),
            size_px: within(self.size, Self::SIZES),
            line_height: within(self.line_height, Self::LINE_HEIGHTS),
            measure: within(self.measure, Self::MEASURES),
            numbers: self.numbers,
            dim_others: false,
        }
    }
}

/// How words are looked for in an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Finding {
    /// Capitals and small letters are not the same.
    pub match_case: bool,
    /// Only whole words.
    pub whole_word: bool,
    /// What is typed is a regular expression.
    pub regex: bool,
}

impl Finding {
    /// What is looked for when this is typed.
    pub fn pattern(self, typed: &str) -> Pattern {
        let Self { match_case, whole_word, regex } = self;
        let bounds = if whole_word { Bounds::Words } else { Bounds::Anywhere };
        Pattern { text: typed.to_owned(), fold: !match_case, bounds, regex }
    }
}

/// Where somebody was in a project.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Visit {
    /// The document that was open.
    pub open: Option<String>,
    /// How far each document was scrolled: bytes to the first visible line, and points of it above the edge.
    /// There may be thousands, so that they are kept where a copy costs nothing.
    #[serde(with = "places")]
    pub places: OrdMap<String, (u32, f32)>,
    /// The tags used last, the latest first.
    pub recent_tags: Vec<String>,
    /// The tags that are dimmed, hidden, or shown in spite of the tag above them.
    pub veil: BTreeMap<String, Emphasis>,
}

impl Visit {
    /// Where a document was scrolled to.
    pub fn place(&self, document: &DocumentId) -> Option<Place> {
        let &(offset, above_px) = self.places.get(document.as_str())?;
        Some(Place { offset: Offset::new(offset), above_px })
    }

    /// Remembers where a document is scrolled to.
    pub fn keep_place(&mut self, document: &DocumentId, place: Place) {
        self.places.insert(document.to_string(), (place.offset.get(), place.above_px));
    }
}

/// Places in a file: an ordinary map.
mod places {
    use super::OrdMap;
    use serde::{Deserialize, Deserializer, Serializer};
    use std::collections::BTreeMap;

    type Places = OrdMap<String, (u32, f32)>;

    pub fn serialize<S: Serializer>(places: &Places, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(places)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Places, D::Error> {
        let places: BTreeMap<String, (u32, f32)> = BTreeMap::deserialize(deserializer)?;
        Ok(places.into_iter().collect())
    }
}

/// Everything that is kept for a person between sessions.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// Light or dark.
    pub colors: Colors,
    /// How the article is set.
    pub reading: Reading,
    /// How words are looked for.
    pub finding: Finding,
    /// Whether nothing fades or glides.
    pub less_motion: bool,
    /// Whether the left panel is hidden.
    pub left_folded: bool,
    /// Whether the right panel is hidden.
    pub right_folded: bool,
    /// Whether the guidance beside the article is hidden.
    pub guidance_folded: bool,
    /// Whether the review shows sets in columns, and not as lanes.
    pub side_by_side: bool,
    /// Whether the tour has been seen or left.
    pub tour_seen: bool,
    /// The keys that differ from those at first.
    pub keys: BTreeMap<String, Vec<String>>,
    /// Where they were, by the project's id.
    visits: BTreeMap<String, Visit>,
    /// Goes up when a visit may have changed: they are many, and not compared to find out.
    #[serde(skip)]
    n_visited: u64,
}

/// Equal for preferences in which nothing was changed between.
#[derive(Clone, Debug, PartialEq)]
pub struct PreferencesState {
    choices: (Colors, Reading, Finding, [bool; 6]),
    keys: BTreeMap<String, Vec<String>>,
    n_visited: u64,
}

impl Default for Preferences {
    fn default() -> Self {
        Self {
            colors: Colors::System,
            reading: Reading::default(),
            finding: Finding::default(),
            less_motion: false,
            left_folded: false,
            right_folded: false,
            guidance_folded: false,
            side_by_side: false,
            tour_seen: false,
            keys: BTreeMap::new(),
            visits: BTreeMap::new(),
            n_visited: 0,
        }
    }
}

impl Preferences {
    /// What a preferences file says; what it does not say, or says wrongly, is as at first.
    pub fn read(text: &str) -> Self {
        ron::from_str(text).unwrap_or_else(|error| {
            tracing::warn!("preferences: {error}");
            Self::default()
        })
    }

    /// As a preferences file has it.
    pub fn written(&self) -> String {
        ron::ser::to_string_pretty(self, ron::ser::PrettyConfig::default()).unwrap_or_default()
    }

    /// The keys of this person.
    pub fn keymap(&self) -> Keymap {
        Keymap::with_changes(&self.keys)
    }

    /// Where they were in a project.
    pub fn visit(&self, project: RecordId) -> Option<&Visit> {
        self.visits.get(project.as_str())
    }

    /// The same, to be changed.
    pub fn visit_mut(&mut self, project: RecordId) -> &mut Visit {
        self.n_visited += 1;
        self.visits.entry(project.to_string()).or_default()
    }

    /// What tells whether anything has changed since, at a cost that does not grow with what is kept of projects.
    pub fn state(&self) -> PreferencesState {
        let Self { colors, reading, finding, keys, visits: _, n_visited, .. } = self;
        let Self { less_motion, left_folded, right_folded, guidance_folded, side_by_side, tour_seen, .. } = *self;
        let flags = [less_motion, left_folded, right_folded, guidance_folded, side_by_side, tour_seen];
        PreferencesState {
            choices: (*colors, reading.clone(), *finding, flags),
            keys: keys.clone(),
            n_visited: *n_visited,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn preferences_survive_a_file_and_a_broken_one_is_no_loss() {
        let mut preferences = Preferences { colors: Colors::Dark, left_folded: true, ..Preferences::default() };
        let project = "7q2mk8da".parse().unwrap();
        let document = DocumentId::new("letter-7q2m").unwrap();
        let place = Place { offset: Offset::new(120), above_px: 3.5 };
        preferences.visit_mut(project).keep_place(&document, place);
        let again = Preferences::read(&preferences.written());
        assert_eq!(again.written(), preferences.written());
        assert_eq!((again.colors, again.left_folded), (Colors::Dark, true));
        assert_eq!(again.visit(project).and_then(|visit| visit.place(&document)), Some(place));
        assert_eq!(Preferences::read("(colors: Purple").written(), Preferences::default().written());
        assert!(Preferences::read("(left_folded: true)").left_folded);
    }

    #[test]
    fn every_change_changes_the_state() {
        let mut preferences = Preferences::default();
        let mut states = vec![preferences.state()];
        let changes: [fn(&mut Preferences); 10] = [
            |it| it.colors = Colors::Light,
            |it| it.reading.size += 1.0,
            |it| it.finding.whole_word = true,
            |it| it.left_folded = true,
            |it| it.right_folded = true,
            |it| it.guidance_folded = true,
            |it| it.side_by_side = true,
            |it| it.tour_seen = true,
            |it| drop(it.keys.insert("undo".to_owned(), vec!["F9".to_owned()])),
            |it| it.visit_mut("7q2mk8da".parse().unwrap()).open = Some("letter-7q2m".to_owned()),
        ];
        for change in changes {
            change(&mut preferences);
            assert!(!states.contains(&preferences.state()));
            states.push(preferences.state());
            assert_eq!(preferences.state(), preferences.state());
        }
    }

    #[test]
    fn sizes_out_of_a_file_are_brought_into_range() {
        let settings = Reading { size: 900.0, measure: 1.0, face: 9, ..Reading::default() }.settings();
        assert_eq!((settings.size_px, settings.measure, settings.face), (36.0, 45.0, ArticleFace::Literata));
    }
}
