//! From the command line to what is to be done, and doing it.

use super::args::{CommandArgs, CommandLine, Renderer};
use super::error::CliError;
use super::streams::Streams;
use super::{
    agreement, check, codebook, diff, export, filters, formats, import, merge, new, pack, search, setup_git, show,
    stats,
};
use clap::Parser;
use std::io::{self, BufWriter};
use std::path::PathBuf;
use std::process::ExitCode;

/// What the command line asks for.
#[derive(Debug)]
pub enum Invocation {
    /// The window.
    Window(Window),
    /// A command, without a window.
    Call(Call),
}

/// How the window is to start.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Window {
    /// A project folder or text files; nothing for the project that was left.
    pub paths: Vec<PathBuf>,
    /// What draws it.
    pub renderer: Renderer,
}

/// A command with its arguments.
#[derive(Debug)]
pub struct Call(Box<CommandArgs>);

/// How far a command came.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Outcome {
    /// All of it is done, and the answer is yes.
    Done,
    /// It is done, and the answer is no or not all.
    Partly,
    /// Nothing of it is done.
    Nothing,
}

/// Reads the command line. On help, version and mistakes it answers by itself and ends the program.
pub fn parse() -> Invocation {
    let line = CommandLine::parse();
    match line.command {
        Some(command) => Invocation::Call(Call(Box::new(command))),
        None => Invocation::Window(Window { paths: line.paths, renderer: line.renderer }),
    }
}

impl Call {
    /// Does it, with the program's own streams.
    pub fn run(self) -> ExitCode {
        let mut out = BufWriter::new(io::stdout().lock());
        let mut err = io::stderr().lock();
        let mut input = io::stdin().lock();
        let mut streams = Streams { out: &mut out, err: &mut err, input: &mut input };
        let result = self.answer(&mut streams).and_then(|outcome| {
            streams.out.flush()?;
            Ok(outcome)
        });
        match result {
            Ok(Outcome::Done) => ExitCode::SUCCESS,
            Ok(Outcome::Partly) => ExitCode::from(1),
            Ok(Outcome::Nothing) => ExitCode::from(2),
            Err(error) if error.is_closed_pipe() => ExitCode::SUCCESS,
            Err(error) => {
                streams.warn(&error.to_string());
                if let Some(hint) = error.hint() {
                    streams.hint(hint);
                }
                ExitCode::from(2)
            }
        }
    }

    fn answer(&self, streams: &mut Streams<'_>) -> Result<Outcome, CliError> {
        match &*self.0 {
            CommandArgs::New(args) => new::run(args, streams),
            CommandArgs::Import(args) => import::run(args, streams),
            CommandArgs::Show(args) => show::run(args, streams),
            CommandArgs::Stats(args) => stats::run(args, streams),
            CommandArgs::Check(args) => check::run(args, streams),
            CommandArgs::Codebook(args) => codebook::run(args, streams),
            CommandArgs::Search(args) => search::run(args, streams),
            CommandArgs::Filters(args) => filters::run(args, streams),
            CommandArgs::Export(args) => export::run(args, streams),
            CommandArgs::Pack(args) => pack::run(args, streams),
            CommandArgs::Convert(args) => export::run_convert(args, streams),
            CommandArgs::Agreement(args) => agreement::run(args, streams),
            CommandArgs::Merge(args) => merge::run(args, streams),
            CommandArgs::Diff(args) => diff::run(args, streams),
            CommandArgs::SetupGit(args) => setup_git::run(args, streams),
            CommandArgs::Formats(args) => formats::run(args, streams),
        }
    }
}
