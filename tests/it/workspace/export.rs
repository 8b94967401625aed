//! An export that is stopped in its midst leaves nothing behind.

use crate::notation::corpus;
use glossator::corpus::Grouping;
use glossator::formats::{Selection, TagMap, WriteOptions, named};
use glossator::model::Project;
use glossator::workspace::{ExportError, ExportPlan, ExportStage, SplitPlan, export, foreseen};
use tempfile::TempDir;

fn plan() -> ExportPlan {
    ExportPlan {
        format: named("jsonl").unwrap(),
        selection: Selection::default(),
        options: WriteOptions::default(),
        tag_map: TagMap::default(),
        drop_left_out: false,
        fail_on_loss: false,
        min_agreement: Some(0.5),
        split: Some(SplitPlan { shares: "a=1,b=1".parse().unwrap(), seed: 0, grouping: Grouping::default() }),
        has_card: true,
    }
}

fn project() -> Project {
    let ada = ["@ana [person|Ada] wrote to [person|Babbage]", "@ben [person|Ada] wrote to [person|Babbage]"];
    let grace = ["@ana [person|Grace] wrote to Aiken", "@ben [person|Grace] wrote to Aiken"];
    corpus(&[("one", &ada), ("two", &ada), ("three", &grace)])
}

#[test]
fn an_export_can_be_stopped_at_every_document_of_every_stage() {
    let project = project();
    let out = TempDir::new().unwrap();
    let written = out.path().join("out");
    let mut heard = Vec::new();
    let done = export(&project, &plan(), &written, &mut |stage, _| {
        heard.push(stage);
        true
    });
    assert_eq!(done.unwrap().n_documents, 3);
    for stage in [ExportStage::Choosing, ExportStage::Splitting, ExportStage::Writing, ExportStage::ReadingBack] {
        assert!(heard.iter().filter(|it| **it == stage).count() >= 3, "{stage:?} of {heard:?}");
    }
    std::fs::remove_dir_all(&written).unwrap();
    for stop_at in 0..heard.len() {
        let mut n = 0;
        let stopped = export(&project, &plan(), &written, &mut |_, _| {
            n += 1;
            n <= stop_at
        });
        assert!(matches!(stopped, Err(ExportError::Stopped)), "at {stop_at}: {stopped:?}");
        assert_eq!(n, stop_at + 1, "it stops at once");
        assert_eq!(std::fs::read_dir(out.path()).unwrap().count(), 0, "at {stop_at}");
    }
}

#[test]
fn what_an_export_would_hold_can_be_given_up_too() {
    let project = project();
    for stage in [ExportStage::Choosing, ExportStage::Splitting, ExportStage::Writing] {
        let stopped = foreseen(&project, &plan(), &mut |now, _| now != stage);
        assert!(matches!(stopped, Err(ExportError::Stopped)), "{stage:?}: {stopped:?}");
    }
}
