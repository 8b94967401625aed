//! Scripts that no font on this computer can draw, and what would bring one.

use icu_properties::props::{ExtendedPictographic, GeneralCategory, RegionalIndicator, Script};
use icu_properties::{CodePointMapData, CodePointSetData, PropertyNamesLong};

/// A script without a font.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MissingScript {
    /// What it is called in English.
    pub name: String,
    /// The package of Debian and Ubuntu that has a font for it.
    pub package: &'static str,
}

impl MissingScript {
    /// The script of a character that a font could have; nothing for private and unassigned ones, which none has.
    pub(crate) fn of(c: char) -> Option<Self> {
        if CodePointSetData::new::<ExtendedPictographic>().contains(c)
            || CodePointSetData::new::<RegionalIndicator>().contains(c)
        {
            return Some(Self { name: "emoji".to_owned(), package: "fonts-noto-color-emoji" });
        }
        use GeneralCategory::{Control, Format, PrivateUse, SpaceSeparator, Surrogate, Unassigned};
        let category = CodePointMapData::<GeneralCategory>::new().get(c);
        if [Control, Format, PrivateUse, SpaceSeparator, Surrogate, Unassigned].contains(&category) {
            return None;
        }
        let script = CodePointMapData::<Script>::new().get(c);
        if script == Script::Common || script == Script::Inherited {
            return Some(Self { name: "symbols".to_owned(), package: "fonts-noto-core" });
        }
        let is_east_asian =
            [Script::Han, Script::Hiragana, Script::Katakana, Script::Hangul, Script::Bopomofo].contains(&script);
        let name = PropertyNamesLong::<Script>::new().get(script).unwrap_or("this script").replace('_', " ");
        Some(Self { name, package: if is_east_asian { "fonts-noto-cjk" } else { "fonts-noto-core" } })
    }

    /// What is missing and what to do, in one sentence.
    pub fn sentence(&self) -> String {
        let Self { name, package } = self;
        format!("No font on this computer has {name}, so that it shows as boxes. Install {package} and start again")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(c: char, expected: Option<(&str, &str)>) {
        let missing = MissingScript::of(c);
        assert_eq!(missing.as_ref().map(|missing| (missing.name.as_str(), missing.package)), expected);
    }

    #[test]
    fn a_script_is_called_by_its_name_and_has_its_package() {
        check('ก', Some(("Thai", "fonts-noto-core")));
        check('漢', Some(("Han", "fonts-noto-cjk")));
        check('한', Some(("Hangul", "fonts-noto-cjk")));
        check('👍', Some(("emoji", "fonts-noto-color-emoji")));
        check('∑', Some(("symbols", "fonts-noto-core")));
    }

    #[test]
    fn nothing_is_said_of_what_no_font_has() {
        check('\u{E000}', None);
        check('\u{10FFFF}', None);
        check('\u{200F}', None);
        check('\u{2003}', None);
    }
}
