//! Documents of JSON collections, each handed on as soon as it is read.

use super::document::{OfCollection, Place, take};
use super::record::{Infons, Record, Word};
use crate::formats::json::in_words;
use crate::formats::{FormatError, InputFile, ReadCx};
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::io::BufReader;

/// Reads a file.
pub(super) fn documents(file: &InputFile, cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
    let mut stopped = None;
    let is_utf8 = cx.options.encoding.is_none_or(|encoding| encoding.name() == "UTF-8");
    let read = if is_utf8 {
        let reader = BufReader::with_capacity(1 << 16, file.open()?);
        collection(serde_json::Deserializer::from_reader(reader), file, cx, &mut stopped)
    } else {
        let decoded = file.text(crate::formats::xml_characters::FILE, cx.options.encoding)?;
        collection(serde_json::Deserializer::from_str(decoded.text.as_str()), file, cx, &mut stopped)
    };
    if let Some(error) = stopped {
        return Err(error);
    }
    read.map_err(|error| FormatError::malformed(in_words(&error, "file"), &file.name, error.line(), error.column()))
}

fn collection<'de, R: serde_json::de::Read<'de>>(
    mut json: serde_json::Deserializer<R>,
    file: &InputFile,
    cx: &mut ReadCx<'_>,
    stopped: &mut Option<FormatError>,
) -> Result<(), serde_json::Error> {
    Collection { file, cx, stopped, n: 0, said: OfCollection::default() }.deserialize(&mut json)?;
    json.end()
}

/// What hands on the documents of a collection.
struct Collection<'a, 'b> {
    file: &'a InputFile,
    cx: &'a mut ReadCx<'b>,
    /// Why a document was not taken, which is no mistake of JSON.
    stopped: &'a mut Option<FormatError>,
    n: usize,
    said: OfCollection,
}

impl<'de> DeserializeSeed<'de> for Collection<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Collection<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a BioC collection")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                // PubTator calls the list by its own name.
                "documents" | "PubTator3" => map.next_value_seed(Documents(&mut self))?,
                "source" | "date" | "key" => self.said.add(key, map.next_value::<Word>()?.0),
                "infons" => {
                    map.next_value::<Infons>()?.0.into_iter().for_each(|(key, value)| self.said.add(key, value))
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        self.said.count(self.file, self.cx.losses);
        Ok(())
    }
}

struct Documents<'a, 'b, 'c>(&'a mut Collection<'b, 'c>);

impl<'de> DeserializeSeed<'de> for Documents<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Documents<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of documents")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(record) = list.next_element::<Record>()? {
            self.0.n += 1;
            let place = Place { file: self.0.file, line: &|| 0, number: self.0.n };
            if let Err(error) = take(record, &place, self.0.cx) {
                *self.0.stopped = Some(error);
                return Err(serde::de::Error::custom("it was stopped"));
            }
        }
        Ok(())
    }
}
