//! `glossator stats`: how many spans, of which tags, by whom, over how much of the text.

use super::args::StatsArgs;
use super::error::CliError;
use super::invocation::Outcome;
use super::streams::{Streams, counted, thousands};
use super::table::{Side, TextTable, clipped};
use super::{analysis, open, pick};
use crate::formats::Selection;
use crate::model::{AnnotatorId, Project, Tag, TagId};
use crate::stats::{Documents, Scope, Tally};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::Arc;

/// How many of a tag's most frequent strings are given.
const TOP: usize = 5;

/// How many of them are shown to people, and how many characters of each.
const SHOWN: usize = 3;
const CLIPPED: usize = 28;

#[derive(Serialize)]
struct Answer<'a> {
    documents: usize,
    characters: usize,
    spans: usize,
    annotators: Vec<AnnotatorLine<'a>>,
    tags: Vec<TagLine<'a>>,
}

#[derive(Serialize)]
struct AnnotatorLine<'a> {
    annotator: &'a str,
    name: &'a str,
    spans: usize,
    documents: usize,
}

#[derive(Serialize)]
struct TagLine<'a> {
    tag: &'a str,
    name: &'a str,
    spans: usize,
    documents: usize,
    characters: usize,
    share: Option<f64>,
    mean_length: Option<f64>,
    annotators: BTreeMap<&'a str, usize>,
    top: Vec<TopLine<'a>>,
    #[serde(skip)]
    depth: usize,
}

#[derive(Serialize)]
struct TopLine<'a> {
    text: &'a str,
    count: usize,
}

pub(super) fn run(args: &StatsArgs, streams: &mut Streams<'_>) -> Result<Outcome, CliError> {
    let workspace = open::open(&args.folder, open::options(None, None), streams)?;
    let is_whole = workspace.damage().is_empty();
    let project = workspace.snapshot();
    open::close(workspace, streams)?;
    let (project, selection) = pick::picked(project, &args.pick)?;
    let part = selection.part_of(&project);
    if args.show.is_some() || args.out.is_some() {
        return analysis::run(args, &part, streams);
    }
    let ids = part.documents.keys().cloned().collect();
    let scope =
        Scope { documents: Documents::Some(Arc::new(ids)), annotators: None, with_left_out: args.with_left_out };
    let tally = Tally::of(&part, scope);
    let answer = answer(&part, &tally, &selection);
    if args.answer.json {
        streams.json(&answer)?;
    } else {
        write(&answer, streams.out)?;
    }
    Ok(if is_whole { Outcome::Done } else { Outcome::Partly })
}

fn answer<'a>(project: &'a Project, tally: &'a Tally, selection: &Selection) -> Answer<'a> {
    let mut annotators: Vec<&AnnotatorId> =
        project.annotators.keys().chain(tally.annotators().map(|(id, ..)| id)).collect();
    annotators.sort_unstable();
    annotators.dedup();
    let known =
        project.codebook.tree().into_iter().map(|(tag, depth): (&Tag, usize)| (&tag.id, tag.name.as_str(), depth));
    let unknown = tally.tags().filter(|id| project.codebook.tag(id).is_none()).map(|id| (id, id.as_str(), 0));
    let tags = known.chain(unknown).filter(|(id, ..)| selection.has_tag(id));
    let tags = tags.map(|(id, name, depth)| tag_line(tally, &annotators, id, name, depth)).collect();
    let annotators = annotators.iter().map(|id| {
        let (spans, documents) = tally.counts_of(id);
        AnnotatorLine { annotator: id.as_str(), name: project.annotator_name(id), spans, documents }
    });
    Answer {
        documents: tally.n_documents(),
        characters: tally.n_characters(),
        spans: tally.n_spans(),
        annotators: annotators.collect(),
        tags,
    }
}

fn tag_line<'a>(
    tally: &'a Tally,
    annotators: &[&'a AnnotatorId],
    tag: &'a TagId,
    name: &'a str,
    depth: usize,
) -> TagLine<'a> {
    let figures = tally.figures(tag);
    TagLine {
        tag: tag.as_str(),
        name,
        spans: figures.n_spans,
        documents: figures.n_documents,
        characters: figures.n_characters,
        share: figures.share,
        mean_length: figures.mean_length,
        annotators: annotators.iter().map(|id| (id.as_str(), tally.spans_by(id, tag))).collect(),
        top: tally.strings_of(tag).take(TOP).map(|(text, count)| TopLine { text, count }).collect(),
        depth,
    }
}

fn write(answer: &Answer<'_>, out: &mut dyn Write) -> io::Result<()> {
    let documents = counted(answer.documents, "document");
    let (characters, spans) = (counted(answer.characters, "character"), counted(answer.spans, "span"));
    writeln!(out, "{documents}, {characters}, {spans}")?;
    let mut annotators =
        TextTable::new(&[("annotator", Side::Left), ("spans", Side::Right), ("documents", Side::Right)]);
    for line in &answer.annotators {
        annotators.row([line.name.to_owned(), thousands(line.spans), thousands(line.documents)]);
    }
    if !annotators.is_empty() {
        writeln!(out)?;
        annotators.write(out, "  ")?;
    }
    let mut tags = TextTable::new(&[
        ("tag", Side::Left),
        ("spans", Side::Right),
        ("documents", Side::Right),
        ("characters", Side::Right),
        ("share", Side::Right),
        ("mean", Side::Right),
        ("most frequent", Side::Left),
    ]);
    for line in &answer.tags {
        let top = line.top.iter().take(SHOWN).map(|top| format!("{} ({})", clipped(top.text, CLIPPED), top.count));
        tags.row([
            format!("{}{}", "  ".repeat(line.depth), line.name),
            thousands(line.spans),
            thousands(line.documents),
            thousands(line.characters),
            line.share.map(|share| format!("{:.1} %", share * 100.0)).unwrap_or_default(),
            line.mean_length.map(|mean| format!("{mean:.1}")).unwrap_or_default(),
            top.collect::<Vec<_>>().join(", "),
        ]);
    }
    if !tags.is_empty() {
        writeln!(out)?;
        tags.write(out, "  ")?;
    }
    Ok(())
}
