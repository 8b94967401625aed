//! From documents to XMI files, and the type system for them all.

use crate::formats::cas::{self, Cas, Declared, Feature, Mark, short};
use crate::formats::exchange::Document;
use crate::formats::output::{Open, Stems};
use crate::formats::xml_characters::{attribute, content};
use crate::formats::{FormatError, Output, WriteCx, Writer};
use crate::model::Value;
use smol_str::SmolStr;
use std::collections::BTreeMap;

/// Writes each document into a file, and what types there are at the end.
pub(super) struct Files<'a> {
    out: &'a mut dyn Output,
    cx: &'a WriteCx<'a>,
    stems: Stems,
    declared: Declared,
}

impl<'a> Files<'a> {
    pub(super) fn new(out: &'a mut dyn Output, cx: &'a WriteCx<'a>) -> Self {
        Self { out, cx, stems: Stems::default(), declared: Declared::default() }
    }
}

impl Writer for Files<'_> {
    fn document(&mut self, document: &Document) -> Result<(), FormatError> {
        let cas = cas::written(document, &mut self.declared, self.cx);
        let mut file = Open::new(self.out, format!("{}.xmi", self.stems.of(document)))?;
        put(&cas, &mut file)?;
        file.close()
    }

    fn finish(self: Box<Self>) -> Result<(), FormatError> {
        Open::whole(self.out, "TypeSystem.xml", type_system(&self.declared).as_bytes())
    }
}

fn put(cas: &Cas, file: &mut Open) -> Result<(), FormatError> {
    let prefixes = prefixes(cas);
    file.put("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\"")?;
    file.put(" xmlns:cas=\"http:///uima/cas.ecore\"")?;
    for (package, prefix) in &prefixes {
        file.put(format!(" xmlns:{prefix}=\"http:///{}.ecore\"", package.replace('.', "/")))?;
    }
    file.put(" xmi:version=\"2.0\">\n  <cas:NULL xmi:id=\"0\"/>\n")?;
    for mark in &cas.marks {
        put_mark(mark, &prefixes, file)?;
    }
    for sofa in &cas.sofas {
        let text = attribute(sofa.text.as_deref().unwrap_or_default());
        file.put(format!(
            "  <cas:Sofa xmi:id=\"{}\" sofaNum=\"1\" sofaID=\"{}\" mimeType=\"text\" sofaString=\"{text}\"/>\n",
            sofa.id, sofa.name
        ))?;
        let members: Vec<String> = sofa.members.iter().flatten().map(i64::to_string).collect();
        file.put(format!("  <cas:View sofa=\"{}\" members=\"{}\"/>\n", sofa.id, members.join(" ")))?;
    }
    file.put("</xmi:XMI>\n")
}

/// A prefix for each package: its last part, with a number where two have the same.
fn prefixes(cas: &Cas) -> BTreeMap<String, String> {
    let mut prefixes: BTreeMap<String, String> = BTreeMap::new();
    for mark in &cas.marks {
        let package = package(&mark.type_name);
        if prefixes.contains_key(package) {
            continue;
        }
        let last = short(package);
        let numbered = (2..).map(|n| format!("{last}{n}"));
        let mut names = std::iter::once(last.to_owned()).chain(numbered);
        let is_free = |name: &String| name != "cas" && name != "xmi" && !prefixes.values().any(|other| other == name);
        let prefix = names.find(is_free).unwrap_or_default();
        prefixes.insert(package.to_owned(), prefix);
    }
    prefixes
}

fn package(type_name: &str) -> &str {
    type_name.rsplit_once('.').map_or("", |(package, _)| package)
}

fn put_mark(mark: &Mark, prefixes: &BTreeMap<String, String>, file: &mut Open) -> Result<(), FormatError> {
    let prefix = prefixes.get(package(&mark.type_name)).map_or("", String::as_str);
    let name = format!("{prefix}:{}", short(&mark.type_name));
    file.put(format!("  <{name} xmi:id=\"{}\"", mark.id))?;
    if let Some(sofa) = mark.sofa {
        file.put(format!(" sofa=\"{sofa}\""))?;
    }
    if let Some((begin, end)) = mark.at {
        file.put(format!(" begin=\"{begin}\" end=\"{end}\""))?;
    }
    for (feature, value) in &mark.features {
        if let Some(word) = word(value) {
            file.put(format!(" {feature}=\"{}\"", attribute(&word)))?;
        }
    }
    let lists: Vec<String> = mark.features.iter().filter_map(|(feature, value)| elements(feature, value)).collect();
    if lists.is_empty() {
        return file.put("/>\n");
    }
    file.put(format!(">\n{}  </{name}>\n", lists.concat()))
}

/// A feature in one word; none where it is a list with something in it.
fn word(feature: &Feature) -> Option<SmolStr> {
    match feature {
        Feature::Value(Value::Text(text)) => Some(text.clone()),
        Feature::Value(Value::YesNo(yes)) => Some(yes.to_string().into()),
        Feature::Value(Value::Number(number)) => Some(number.to_string().into()),
        Feature::Value(Value::Set(words)) => words.is_empty().then(SmolStr::default),
        Feature::To(id) => Some(id.to_string().into()),
        Feature::All(ids) => Some(ids.iter().map(i64::to_string).collect::<Vec<_>>().join(" ").into()),
    }
}

fn elements(name: &str, feature: &Feature) -> Option<String> {
    let Feature::Value(Value::Set(words)) = feature else { return None };
    let element = |word: &SmolStr| format!("    <{name}>{}</{name}>\n", content(word));
    (!words.is_empty()).then(|| words.iter().map(element).collect())
}

fn type_system(declared: &Declared) -> String {
    let mut written = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    written.push_str("<typeSystemDescription xmlns=\"http://uima.apache.org/resourceSpecifier\">\n  <types>\n");
    for (name, parent, features) in declared.declarations() {
        written.push_str(&format!(
            "    <typeDescription>\n      <name>{name}</name>\n      <description/>\n      <supertypeName>{parent}</supertypeName>\n      <features>\n"
        ));
        for (feature, range) in features {
            written.push_str(&format!(
                "        <featureDescription>\n          <name>{feature}</name>\n          <description/>\n          <rangeTypeName>{range}</rangeTypeName>\n        </featureDescription>\n"
            ));
        }
        written.push_str("      </features>\n    </typeDescription>\n");
    }
    written.push_str("  </types>\n</typeSystemDescription>\n");
    written
}
