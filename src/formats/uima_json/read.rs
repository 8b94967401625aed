//! From JSON CAS files to feature structures.

use crate::formats::cas::{self, Cas, Feature, Mark, Sofa};
use crate::formats::json::in_words;
use crate::formats::{FormatError, InputFile, ReadCx};
use crate::model::{Number, Value};
use crate::text::Text;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value as Json;
use smol_str::SmolStr;
use std::collections::{HashMap, HashSet};
use std::fmt;

/// The largest file.
const FILE: u64 = 2 * Text::MAX_BYTES as u64;

/// A file, as far as it matters: what type a value is of shows in the value itself.
#[derive(Deserialize)]
struct File {
    #[serde(rename = "%FEATURE_STRUCTURES")]
    structures: Option<Structures>,
    #[serde(rename = "%VIEWS", default)]
    views: HashMap<String, ViewOf>,
}

#[derive(Deserialize)]
struct ViewOf {
    #[serde(rename = "%SOFA")]
    sofa: Option<i64>,
    #[serde(rename = "%MEMBERS", default)]
    members: Vec<i64>,
}

/// Feature structures, each with its id where that stands before it.
struct Structures(Vec<(Option<i64>, Fields)>);

/// The fields of one, in order.
struct Fields(Vec<(String, Json)>);

impl<'de> Deserialize<'de> for Structures {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StructuresVisitor)
    }
}

struct StructuresVisitor;

impl<'de> Visitor<'de> for StructuresVisitor {
    type Value = Structures;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of feature structures, or feature structures by their ids")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Structures, A::Error> {
        let mut all = Vec::new();
        while let Some(fields) = list.next_element()? {
            all.push((None, fields));
        }
        Ok(Structures(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Structures, A::Error> {
        let mut all = Vec::new();
        while let Some((id, fields)) = map.next_entry::<String, Fields>()? {
            let id =
                id.parse().map_err(|_| serde::de::Error::custom(format!("{id:?} is no id of a feature structure")))?;
            all.push((Some(id), fields));
        }
        Ok(Structures(all))
    }
}

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a feature structure")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let mut all = Vec::new();
        while let Some(entry) = map.next_entry()? {
            all.push(entry);
        }
        Ok(Fields(all))
    }
}

impl Fields {
    fn get(&self, name: &str) -> Option<&Json> {
        self.0.iter().find(|(its, _)| its == name).map(|(_, value)| value)
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Json::as_str)
    }
}

/// Reads a file.
pub(super) fn documents(file: &InputFile, cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
    let decoded = file.text(FILE, cx.options.encoding)?;
    cx.losses.add_replaced(&decoded, &file.name);
    let read: File = serde_json::from_str(decoded.text.as_str())
        .map_err(|error| FormatError::malformed(in_words(&error, "file"), &file.name, error.line(), error.column()))?;
    let cas = cas_of(read, &file.name)?;
    for document in cas::documents(&cas, &file.name, cx.losses)? {
        cx.document(cas::named(document, file.stem(), file.source(&decoded)))?;
    }
    Ok(())
}

fn cas_of(read: File, file: &str) -> Result<Cas, FormatError> {
    let malformed = |why: String| FormatError::malformed(why, file, 0, 0);
    let Some(Structures(structures)) = read.structures else {
        let why = "there are no %FEATURE_STRUCTURES in it; older “UIMA JSON” is not read: export it again as “UIMA CAS JSON 0.4.0”";
        return Err(malformed(why.to_owned()));
    };
    let mut cas = Cas::default();
    let mut ids = HashSet::new();
    for (id, fields) in &structures {
        let Some(id) = id.or_else(|| fields.get("%ID").and_then(Json::as_i64)) else {
            return Err(malformed("a feature structure has no %ID".to_owned()));
        };
        if !ids.insert(id) {
            return Err(malformed(format!("the id {id} is there twice")));
        }
        let Some(type_name) = fields.text("%TYPE") else {
            return Err(malformed(format!("the feature structure {id} has no %TYPE")));
        };
        if type_name == "uima.cas.Sofa" {
            cas.sofas.push(sofa(id, fields, &read.views).map_err(malformed)?);
        } else {
            cas.marks.push(mark(id, type_name, fields).map_err(malformed)?);
        }
    }
    Ok(cas)
}

fn sofa(id: i64, fields: &Fields, views: &HashMap<String, ViewOf>) -> Result<Sofa, String> {
    if let Some(uri) = fields.text("sofaURI") {
        return Err(format!("the text lies elsewhere, at {uri}"));
    }
    let name = fields.text("sofaID").unwrap_or_default();
    let view = views.values().find(|view| view.sofa == Some(id)).or_else(|| views.get(name));
    // Without any view, all that names the text is said of it.
    let members = view.map(|view| view.members.clone()).or_else(|| (!views.is_empty()).then(Vec::new));
    Ok(Sofa { id, name: name.to_owned(), text: fields.text("sofaString").map(str::to_owned), members })
}

fn mark(id: i64, type_name: &str, fields: &Fields) -> Result<Mark, String> {
    let offset = |name: &str| match fields.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(value) => value
            .as_i64()
            .map(Some)
            .ok_or_else(|| format!("{name} of the feature structure {id} is {value}, and no number")),
    };
    let at = match (offset("begin")?, offset("end")?) {
        (None, None) => None,
        (begin, end) => Some((begin.unwrap_or_default(), end.unwrap_or_default())),
    };
    let mut features = Vec::new();
    for (name, value) in &fields.0 {
        if matches!(name.as_str(), "begin" | "end" | "@sofa") || (name.starts_with('%') && name != "%ELEMENTS") {
            continue;
        }
        let name = name
            .strip_prefix(['@', '#', '^'])
            .map_or_else(|| (name.as_str(), false), |bare| (bare, name.starts_with('@')));
        if let Some(feature) = feature(name, value, type_name) {
            let name = if name.0 == "%ELEMENTS" { "elements" } else { name.0 };
            features.push((SmolStr::from(name), feature));
        }
    }
    let is_array = type_name.ends_with("[]");
    let type_name = if is_array { "uima.cas.FSArray" } else { type_name };
    let sofa = fields.get("@sofa").and_then(Json::as_i64);
    Ok(Mark { id, type_name: type_name.into(), sofa, at, features, line: 0 })
}

fn feature((name, is_reference): (&str, bool), value: &Json, type_name: &str) -> Option<Feature> {
    let is_references =
        is_reference || (name == "%ELEMENTS" && (type_name == "uima.cas.FSArray" || is_array_of_structures(type_name)));
    let value = match value {
        Json::Null | Json::Object(_) => return None,
        Json::Number(number) if is_reference => return number.as_i64().map(Feature::To),
        Json::Array(ids) if is_references => return Some(Feature::All(ids.iter().filter_map(Json::as_i64).collect())),
        Json::Array(words) => Value::Set(words.iter().map(word).collect()),
        Json::Bool(yes) => Value::YesNo(*yes),
        Json::Number(number) => {
            number.as_f64().and_then(Number::new).map_or_else(|| Value::Text(number.to_string().into()), Value::Number)
        }
        Json::String(text) => Value::Text(text.into()),
    };
    Some(Feature::Value(value))
}

fn is_array_of_structures(type_name: &str) -> bool {
    type_name.ends_with("[]") && !type_name.starts_with("uima.cas.")
}

fn word(value: &Json) -> SmolStr {
    value.as_str().map_or_else(|| value.to_string().into(), SmolStr::from)
}
