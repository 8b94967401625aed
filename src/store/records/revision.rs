//! A revision of the codebook on its line, with what becomes of annotations made before.

use super::is_default;
use super::value::ValueRecord;
use crate::model::{
    AnnotatorId, AttributeId, Becomes, CodebookRevision, DocumentId, Mapping, RecordId, SetKey, TagId, Timestamp, Which,
};
use crate::store::plain::Plain;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RevisionRecord {
    /// Its id.
    pub id: Plain<RecordId>,
    made: Plain<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<Plain<AnnotatorId>>,
    title: String,
    #[serde(default, skip_serializing_if = "is_default")]
    mappings: Vec<MappingRecord>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MappingRecord {
    from: Plain<TagId>,
    #[serde(default, skip_serializing_if = "is_default")]
    which: WhichRecord,
    to: BecomesRecord,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
enum WhichRecord {
    #[default]
    All,
    Matching(String),
    With(Plain<AttributeId>, ValueRecord),
    Picked(Vec<(Plain<DocumentId>, Plain<AnnotatorId>, Plain<RecordId>)>),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum BecomesRecord {
    Nothing,
    Tagged(Plain<TagId>, BTreeMap<Plain<AttributeId>, Option<ValueRecord>>),
}

impl RevisionRecord {
    /// What a codebook says of a revision.
    pub fn from_revision(revision: &CodebookRevision) -> Self {
        Self {
            id: Plain(revision.id),
            made: Plain(revision.made),
            by: revision.by.clone().map(Plain),
            title: revision.title.clone(),
            mappings: revision.mappings.iter().map(mapping_record).collect(),
        }
    }

    /// The revision.
    pub fn into_revision(self) -> CodebookRevision {
        CodebookRevision {
            id: self.id.0,
            made: self.made.0,
            by: self.by.map(|by| by.0),
            title: self.title,
            mappings: self.mappings.into_iter().map(mapping_of).collect(),
        }
    }
}

fn mapping_record(mapping: &Mapping) -> MappingRecord {
    let which = match &mapping.which {
        Which::All => WhichRecord::All,
        Which::Matching(pattern) => WhichRecord::Matching(pattern.clone()),
        Which::With(id, value) => WhichRecord::With(Plain(id.clone()), ValueRecord(value.clone())),
        Which::Picked(picked) => {
            let names = |(key, id): &(SetKey, RecordId)| {
                (Plain(key.document.clone()), Plain(key.annotator.clone()), Plain(*id))
            };
            WhichRecord::Picked(picked.iter().map(names).collect())
        }
    };
    let to = match &mapping.to {
        Becomes::Nothing => BecomesRecord::Nothing,
        Becomes::Tagged(tag, values) => {
            let values = values.iter().map(|(id, value)| (Plain(id.clone()), value.clone().map(ValueRecord)));
            BecomesRecord::Tagged(Plain(tag.clone()), values.collect())
        }
    };
    MappingRecord { from: Plain(mapping.from.clone()), which, to }
}

fn mapping_of(record: MappingRecord) -> Mapping {
    let which = match record.which {
        WhichRecord::All => Which::All,
        WhichRecord::Matching(pattern) => Which::Matching(pattern),
        WhichRecord::With(id, value) => Which::With(id.0, value.0),
        WhichRecord::Picked(picked) => {
            let keys = picked
                .into_iter()
                .map(|(document, annotator, id)| (SetKey { document: document.0, annotator: annotator.0 }, id.0));
            Which::Picked(keys.collect())
        }
    };
    let to = match record.to {
        BecomesRecord::Nothing => Becomes::Nothing,
        BecomesRecord::Tagged(tag, values) => {
            let values = values.into_iter().map(|(id, value)| (id.0, value.map(|value| value.0)));
            Becomes::Tagged(tag.0, values.collect())
        }
    };
    Mapping { from: record.from.0, which, to }
}
