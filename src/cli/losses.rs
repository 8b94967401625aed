//! What did not come through a format as it was, in answers.

use super::streams::thousands;
use super::table::one_line;
use crate::formats::Losses;
use serde::Serialize;
use std::io::{self, Write};

/// A kind of loss, as JSON has it.
#[derive(Serialize)]
pub(super) struct LossLine {
    kind: &'static str,
    count: usize,
    example: String,
}

/// All losses, as JSON has them.
pub(super) fn lines(losses: &Losses) -> Vec<LossLine> {
    losses.iter().map(|loss| LossLine { kind: loss.kind.name(), count: loss.count, example: loss.example }).collect()
}

/// All losses, for people.
pub(super) fn write(losses: &Losses, out: &mut dyn Write) -> io::Result<()> {
    if losses.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nNot as it was")?;
    for loss in losses.iter() {
        writeln!(out, "  {}: {}", loss.kind.meaning(), thousands(loss.count))?;
        writeln!(out, "    Such as {}", one_line(&loss.example))?;
    }
    Ok(())
}
