//! Attributes of spans that are needed and missing, that take no such value, or that the codebook lacks.

use super::{Check, Find, Finding, Severity};
use crate::edit::{Command, Saying, Target};
use crate::model::{AnnotationSet, Attribute, AttributeId, Codebook, Details, Project, SetKey, TagId};
use crate::text::{TextRange, quote};

pub(super) const CHECK: Check = Check {
    kind: "attribute",
    severity: Severity::Warning,
    about: "Attributes of spans that are needed and missing, or that the codebook does not have so",
    find: Find::AmongSpans(find),
};

fn find(project: &Project, key: &SetKey, set: &AnnotationSet, range: TextRange) -> Vec<Finding> {
    let mut found = Vec::new();
    let Some(document) = project.document(&key.document) else { return found };
    let codebook = &project.codebook;
    for span in set.spans.starting_within(range) {
        if codebook.attributes.is_empty() && span.details.is_blank() {
            continue;
        }
        for complaint in complaints(codebook, &span.tag, &span.details) {
            let words = quote(document.text.slice(span.hull()));
            let message = format!("“{words}”: {}", complaint.message);
            let fix = complaint.lost.map(|id| taken_away(key, Target::Span(span.key()), id));
            found.push(Finding::new(&CHECK, message).in_set(key).at(span.hull()).with_fix(fix));
        }
    }
    found
}

/// Something wrong with what is said of an annotation.
pub(super) struct Complaint {
    /// What, for people.
    pub(super) message: String,
    /// The attribute that could be taken away: it is not in the codebook.
    pub(super) lost: Option<AttributeId>,
}

/// What is wrong with what is said of an annotation.
pub(super) fn complaints(codebook: &Codebook, tag: &TagId, details: &Details) -> Vec<Complaint> {
    let asked = codebook.asked_of(tag, details);
    let mut complaints = said_wrongly(codebook, details);
    complaints.extend(asked.into_iter().filter(|it| it.required && details.get(&it.id).is_none()).map(missing));
    complaints
}

/// Attributes and values that the codebook does not have.
fn said_wrongly(codebook: &Codebook, details: &Details) -> Vec<Complaint> {
    let complaint = |(id, value)| match codebook.attribute(id) {
        None => Some(Complaint { message: format!("the codebook has no attribute {id}"), lost: Some(id.clone()) }),
        Some(attribute) if !attribute.kind.takes(value) => Some(Complaint {
            message: format!("{} cannot be “{}”", attribute.name, attribute.words(value)),
            lost: None,
        }),
        Some(_) => None,
    };
    details.said().attributes.iter().filter_map(complaint).collect()
}

fn missing(attribute: &Attribute) -> Complaint {
    Complaint { message: format!("{} is needed", attribute.name), lost: None }
}

/// The command that takes an attribute away.
pub(super) fn taken_away(key: &SetKey, target: Target, id: AttributeId) -> Command {
    Command::Say { set: key.clone(), of: vec![target], what: Saying::Attribute(id, None) }
}
