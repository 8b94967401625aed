//! From documents to JSON CAS files.

use crate::formats::cas::{self, Cas, Declared, Feature, Mark};
use crate::formats::exchange::Document;
use crate::formats::output::{Open, Stems};
use crate::formats::{FormatError, Output, WriteCx, Writer};
use crate::model::Value;
use serde_json::Value as Json;
use smol_str::SmolStr;
use std::collections::BTreeSet;

/// Writes each document into a file.
pub(super) struct Files<'a> {
    out: &'a mut dyn Output,
    cx: &'a WriteCx<'a>,
    stems: Stems,
}

impl<'a> Files<'a> {
    pub(super) fn new(out: &'a mut dyn Output, cx: &'a WriteCx<'a>) -> Self {
        Self { out, cx, stems: Stems::default() }
    }
}

impl Writer for Files<'_> {
    fn document(&mut self, document: &Document) -> Result<(), FormatError> {
        let mut declared = Declared::default();
        let cas = cas::written(document, &mut declared, self.cx);
        let mut file = Open::new(self.out, format!("{}.json", self.stems.of(document)))?;
        put_types(&declared, &mut file)?;
        put_structures(&cas, &mut file)?;
        put_views(&cas, &mut file)?;
        file.close()
    }

    fn finish(self: Box<Self>) -> Result<(), FormatError> {
        Ok(())
    }
}

fn put_types(declared: &Declared, file: &mut Open) -> Result<(), FormatError> {
    let types = declared.declarations().into_iter().map(|(name, parent, features)| {
        let mut fields = vec![("%NAME".to_owned(), quoted(&name)), ("%SUPER_TYPE".to_owned(), quoted(parent))];
        for (feature, range) in features {
            let range = if range == "uima.cas.StringArray" { "uima.cas.String[]" } else { range };
            let object = object(&[("%NAME".to_owned(), quoted(&feature)), ("%RANGE".to_owned(), quoted(range))]);
            fields.push((feature.to_string(), object));
        }
        format!("    {}: {}", quoted(&name), object(&fields))
    });
    let types: Vec<String> = types.collect();
    file.put(format!("{{\n  \"%TYPES\": {{\n{}\n  }},\n", types.join(",\n")))
}

fn put_structures(cas: &Cas, file: &mut Open) -> Result<(), FormatError> {
    file.put("  \"%FEATURE_STRUCTURES\": [")?;
    let mut between = "\n    ";
    for sofa in &cas.sofas {
        let fields = [
            ("%ID", sofa.id.to_string()),
            ("%TYPE", quoted("uima.cas.Sofa")),
            ("sofaNum", "1".to_owned()),
            ("sofaID", quoted(&sofa.name)),
            ("mimeType", quoted("text")),
            ("sofaString", quoted(sofa.text.as_deref().unwrap_or_default())),
        ];
        file.put(between)?;
        file.put(object(&fields.map(|(name, value)| (name.to_owned(), value))))?;
        between = ",\n    ";
    }
    // Lists of words are feature structures themselves.
    let mut next = cas.marks.iter().map(|mark| mark.id).max().unwrap_or_default();
    for mark in &cas.marks {
        let (fields, lists) = fields(mark, &mut next);
        file.put(between)?;
        file.put(object(&fields))?;
        for (id, words) in lists {
            let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
            let fields = [
                ("%ID".to_owned(), id.to_string()),
                ("%TYPE".to_owned(), quoted("uima.cas.StringArray")),
                ("%ELEMENTS".to_owned(), format!("[{}]", words.join(", "))),
            ];
            file.put(between)?;
            file.put(object(&fields))?;
        }
    }
    file.put("\n  ],\n")
}

type Fields = Vec<(String, String)>;

fn fields<'a>(mark: &'a Mark, next: &mut i64) -> (Fields, Vec<(i64, &'a BTreeSet<SmolStr>)>) {
    let mut fields = vec![("%ID".to_owned(), mark.id.to_string()), ("%TYPE".to_owned(), quoted(&mark.type_name))];
    fields.extend(mark.sofa.map(|sofa| ("@sofa".to_owned(), sofa.to_string())));
    if let Some((begin, end)) = mark.at {
        fields.push(("begin".to_owned(), begin.to_string()));
        fields.push(("end".to_owned(), end.to_string()));
    }
    let mut lists = Vec::new();
    for (name, feature) in &mark.features {
        let field = match feature {
            Feature::Value(Value::Text(text)) => (name.to_string(), quoted(text)),
            Feature::Value(Value::YesNo(yes)) => (name.to_string(), yes.to_string()),
            Feature::Value(Value::Number(number)) => (name.to_string(), Json::from(number.get()).to_string()),
            Feature::Value(Value::Set(words)) => {
                *next += 1;
                lists.push((*next, words));
                (format!("@{name}"), next.to_string())
            }
            Feature::To(id) => (format!("@{name}"), id.to_string()),
            Feature::All(ids) => (format!("@{name}"), Json::from(ids.clone()).to_string()),
        };
        fields.push(field);
    }
    (fields, lists)
}

fn put_views(cas: &Cas, file: &mut Open) -> Result<(), FormatError> {
    let views = cas.sofas.iter().map(|sofa| {
        let members: Vec<String> = sofa.members.iter().flatten().map(i64::to_string).collect();
        let members = ("%MEMBERS".to_owned(), format!("[{}]", members.join(", ")));
        format!("    {}: {}", quoted(&sofa.name), object(&[("%SOFA".to_owned(), sofa.id.to_string()), members]))
    });
    let views: Vec<String> = views.collect();
    file.put(format!("  \"%VIEWS\": {{\n{}\n  }}\n}}\n", views.join(",\n")))
}

fn object(fields: &[(String, String)]) -> String {
    let fields: Vec<String> = fields.iter().map(|(name, value)| format!("{}: {value}", quoted(name))).collect();
    format!("{{{}}}", fields.join(", "))
}

fn quoted(text: &str) -> String {
    Json::from(text).to_string()
}
