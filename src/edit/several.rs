//! Plans that do several things in one step, each as it stands after those before. What cannot be done is passed by.

use super::command::Plan;
use super::{Command, Edit, EditError, Mint};
use crate::model::Project;

pub(super) fn several(project: &Project, mint: &mut Mint, commands: &[Command]) -> Plan {
    let mut now = project.clone();
    let (mut edits, mut first, mut why_not): (Vec<Edit>, _, _) = (Vec::new(), None, EditError::Nothing);
    for command in commands {
        match command.plan(&now, mint) {
            Ok(transaction) => {
                transaction.apply(&mut now)?;
                edits.extend(transaction.edits);
                first = first.or(Some(transaction.title));
            }
            Err(error) => why_not = error,
        }
    }
    let title = first.ok_or(why_not)?;
    Ok(match edits.iter().filter(|edit| matches!(edit, Edit::Span(..))).count() {
        0 | 1 => (title, edits),
        n => (format!("{title}; {n} spans in all"), edits),
    })
}
