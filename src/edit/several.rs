//! Plans that do several things in one step, each as it stands after those before. What cannot be done is passed by.

use super::command::Plan;
use super::{Command, Edit, EditError, Mint};
use crate::model::Project;

pub(super) fn several(project: &Project, mint: &mut Mint, commands: &[Command]) -> Plan {
    let mut now = project.clone();
    let (mut edits, mut titles, mut why_not): (Vec<Edit>, Vec<String>, _) =
        (Vec::new(), Vec::new(), EditError::Nothing);
    for command in commands {
        match command.plan(&now, mint) {
            Ok(transaction) => {
                transaction.apply(&mut now)?;
                edits.extend(transaction.edits);
                titles.push(transaction.title);
            }
            Err(error) => why_not = error,
        }
    }
    let n_spans = edits.iter().filter(|edit| matches!(edit, Edit::Span(..))).count();
    let mut titles = titles.into_iter();
    let title = titles.next().ok_or(why_not)?;
    Ok((if titles.len() == 0 { title } else { format!("{title}; {n_spans} spans in all") }, edits))
}
