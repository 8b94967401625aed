//! The same of relations, of tags of the document, and of the document as a whole.

use super::values::{complaints, taken_away};
use super::{Check, Find, Finding, Severity};
use crate::edit::{Command, Target};
use crate::model::{AnnotationSet, Project, SetKey, TagId};

pub(super) const CHECK: Check = Check {
    kind: "set-attribute",
    severity: Severity::Warning,
    about: "Attributes of relations and of articles that are needed and missing, or that the codebook does not have so",
    find: Find::InSet(find),
};

fn find(project: &Project, key: &SetKey, set: &AnnotationSet) -> Vec<Finding> {
    let codebook = &project.codebook;
    let name = |tag: &TagId| codebook.name_of(tag).to_owned();
    let of_relations = set.relations.values().map(|it| (&it.tag, &it.details, Target::Relation(it.id)));
    let of_tags = set.document_tags.values().map(|it| (&it.tag, &it.details, Target::DocumentTag(it.tag.clone())));
    let mut found = Vec::new();
    for (tag, details, target) in of_relations.chain(of_tags) {
        for complaint in complaints(codebook, tag, details) {
            let message = format!("{}: {}", name(tag), complaint.message);
            let fix = complaint.lost.map(|id| taken_away(key, target.clone(), id));
            found.push(Finding::new(&CHECK, message).in_set(key).with_fix(fix));
        }
    }
    found.extend(of_the_document(project, key, set));
    found
}

fn of_the_document(project: &Project, key: &SetKey, set: &AnnotationSet) -> Vec<Finding> {
    let codebook = &project.codebook;
    let mut found = Vec::new();
    for (id, value) in &set.attributes {
        let attribute = codebook.attribute(id).filter(|attribute| attribute.layer.is_none());
        let message = match attribute {
            None => format!("the codebook has no attribute {id} of articles"),
            Some(attribute) if !attribute.kind.takes(value) => {
                format!("{} cannot be “{}”", attribute.name, attribute.words(value))
            }
            Some(_) => continue,
        };
        let away = Command::SayOfDocument { set: key.clone(), attribute: id.clone(), value: None };
        found.push(Finding::new(&CHECK, message).in_set(key).with_fix(Some(away).filter(|_| attribute.is_none())));
    }
    if set.head.state.is_finished() {
        let asked = codebook.asked(None, |id| set.attributes.get(id));
        let missing = asked.into_iter().filter(|it| it.required && !set.attributes.contains_key(&it.id));
        let message = |name: &str| format!("the article is finished, and {name} is needed");
        found.extend(missing.map(|it| Finding::new(&CHECK, message(&it.name)).in_set(key)));
    }
    found
}
