//! `glossator check`: what is wrong in a project; 0 when nothing is, or only what can wait, 1 when something is an error.

use super::args::CheckArgs;
use super::error::CliError;
use super::invocation::Outcome;
use super::streams::{Streams, counted};
use super::table::{Side, TextTable};
use super::{open, pick};
use crate::check::{self, Finding, Severity};
use crate::edit::{Command, Mint};
use crate::formats::Selection;
use crate::model::{Project, Timestamp};
use crate::store::{ConflictCopy, Damage, Home, mend_project_file};
use crate::text::Unit;
use crate::workspace::Workspace;
use serde::Serialize;
use std::io::{self, Write};

#[derive(Serialize)]
struct Answer {
    findings: Vec<FindingLine>,
    repaired: Vec<String>,
}

#[derive(Serialize)]
struct FindingLine {
    kind: &'static str,
    severity: &'static str,
    document: Option<String>,
    annotator: Option<String>,
    start: Option<usize>,
    end: Option<usize>,
    message: String,
    fix: Option<String>,
}

pub(super) fn run(args: &CheckArgs, streams: &mut Streams<'_>) -> Result<Outcome, CliError> {
    let me = open::person()?;
    let mut repaired = Vec::new();
    if args.repair {
        repaired.extend(mend_project_file(&Home::of_person()?, &args.folder)?);
    }
    let mut workspace = open::open(&args.folder, open::options(None, Some(me)), streams)?;
    let mut selection = pick::places(workspace.project(), &args.pick)?;
    if args.pick.document.is_empty() {
        // What is archived can be wrong as well.
        selection.documents = None;
    }
    if args.repair {
        // Before anything is mended, everything is kept as it is.
        workspace.back_up()?;
        repaired.extend(repair_files(&mut workspace, streams)?);
        repaired.extend(repair(&mut workspace, &selection)?);
    }
    let copies = workspace.copies().to_vec();
    let damage = workspace.damage().clone();
    let project = workspace.snapshot();
    open::close(workspace, streams)?;
    let unit = args.unit.unit();
    let found = findings(&project, &selection);
    let damaged =
        damage.values().map(damage_line).filter(|line| selection.documents.is_none() || line.document.is_some());
    let mut lines: Vec<FindingLine> = damaged.collect();
    lines.extend(copies.iter().map(copy_line));
    lines.extend(found.iter().map(|finding| finding_line(&project, finding, unit)));
    let has_errors = lines.iter().any(|line| line.severity == severity_name(Severity::Error));
    let answer = Answer { findings: lines, repaired };
    if args.answer.json {
        streams.json(&answer)?;
    } else {
        write(&answer, streams.out)?;
    }
    Ok(if has_errors { Outcome::Partly } else { Outcome::Done })
}

fn findings(project: &Project, selection: &Selection) -> Vec<Finding> {
    let mut findings = check::run(project);
    findings.retain(|finding| {
        let has_document = match (&selection.documents, &finding.document) {
            (Some(documents), Some(document)) => documents.contains(document),
            (wanted, _) => wanted.is_none(),
        };
        let has_annotator =
            finding.annotator.as_ref().map_or(selection.annotators.is_none(), |id| selection.has_annotator(id));
        has_document && has_annotator
    });
    findings
}

/// Mends what is wrong with files: what sync programs left, changed texts, and what cannot be read.
fn repair_files(workspace: &mut Workspace, streams: &mut Streams<'_>) -> Result<Vec<String>, CliError> {
    let mut repaired = Vec::new();
    let n_texts = workspace.take_in_changed_texts();
    if n_texts > 0 {
        repaired.push(format!("{} taken in, with their spans", counted(n_texts, "changed text")));
    }
    let files = workspace.mend_files()?;
    repaired.extend(files.mended);
    let copies = workspace.copies_source().merge();
    workspace.take_copies(copies.clone())?;
    match copies.n_copies() {
        0 => {}
        1 => repaired.push("A conflict copy merged".to_owned()),
        n => repaired.push(format!("{n} conflict copies merged")),
    }
    for conflict in &copies.conflicts {
        streams.warn(conflict);
    }
    Ok(repaired)
}

/// How often fixes may bring new findings that have fixes of their own.
const ROUNDS: usize = 8;

/// Gives all fixes; what they are called. A fix that cannot be given any more leaves its finding.
fn repair(workspace: &mut Workspace, selection: &Selection) -> Result<Vec<String>, CliError> {
    let mut repaired = Vec::new();
    for _ in 0..ROUNDS {
        let n_before = repaired.len();
        // What is only worth a look is for a person to decide.
        let wrong = findings(workspace.project(), selection).into_iter().filter(|it| it.severity != Severity::Info);
        for fix in wrong.filter_map(|finding| finding.fix) {
            match workspace.run(&fix) {
                Ok(transaction) => repaired.push(transaction.title.clone()),
                Err(error) if workspace.read_only().is_some() => return Err(error.into()),
                Err(_) => {}
            }
        }
        if repaired.len() == n_before {
            break;
        }
    }
    Ok(repaired)
}

fn finding_line(project: &Project, finding: &Finding, unit: Unit) -> FindingLine {
    let text = finding.document.as_ref().and_then(|id| project.document(id)).map(|document| &document.text);
    let range = finding.range.zip(text).filter(|(range, text)| text.check(*range).is_ok());
    FindingLine {
        kind: finding.kind,
        severity: severity_name(finding.severity),
        document: finding.document.as_ref().map(ToString::to_string),
        annotator: finding.annotator.as_ref().map(ToString::to_string),
        start: range.map(|(range, text)| text.count(range.start(), unit)),
        end: range.map(|(range, text)| text.count(range.end(), unit)),
        message: finding.message.clone(),
        fix: finding.fix.as_ref().and_then(|fix| title(project, fix)),
    }
}

/// What a fix is called.
fn title(project: &Project, fix: &Command) -> Option<String> {
    fix.plan(project, &mut Mint::new(0, Timestamp::default())).ok().map(|transaction| transaction.title)
}

/// So is what a sync program left.
fn copy_line(copy: &ConflictCopy) -> FindingLine {
    FindingLine {
        kind: "conflict-copy",
        severity: severity_name(Severity::Warning),
        document: copy.of.document().map(ToString::to_string),
        annotator: None,
        start: None,
        end: None,
        message: format!("this is another version of {}: {}", copy.of.path().display(), copy.path.display()),
        fix: Some("Merge it".to_owned()),
    }
}

/// A file that cannot be read is a finding too.
fn damage_line(damage: &Damage) -> FindingLine {
    let key = damage.key.as_ref();
    FindingLine {
        kind: "unreadable",
        severity: severity_name(Severity::Error),
        document: key.and_then(|key| key.document()).map(ToString::to_string),
        annotator: None,
        start: None,
        end: None,
        message: damage.message(),
        fix: None,
    }
}

const fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}

fn write(answer: &Answer, out: &mut dyn Write) -> io::Result<()> {
    for title in &answer.repaired {
        writeln!(out, "Repaired: {title}")?;
    }
    if answer.findings.is_empty() {
        return writeln!(out, "Nothing is wrong");
    }
    let mut table = TextTable::new(&[("", Side::Left), ("", Side::Left), ("", Side::Left), ("", Side::Left)]);
    for line in &answer.findings {
        let whose = [&line.document, &line.annotator].into_iter().flatten().cloned().collect::<Vec<_>>().join(" ");
        let range = line.start.zip(line.end).map(|(start, end)| format!("{start}–{end}")).unwrap_or_default();
        table.row([line.severity.to_owned(), whose, range, line.message.clone()]);
    }
    table.write(out, "")?;
    let count =
        |severity: Severity| answer.findings.iter().filter(|line| line.severity == severity_name(severity)).count();
    let fixes = answer.findings.iter().filter(|line| line.fix.is_some()).count();
    let (errors, warnings) = (counted(count(Severity::Error), "error"), counted(count(Severity::Warning), "warning"));
    writeln!(out, "{errors}, {warnings}, {} to look at; --repair can set {fixes} right", count(Severity::Info))
}
