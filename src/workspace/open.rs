//! Opening: files, then the journal over them, then the threads.

use super::backup::{self, Backups};
use super::base::Base;
use super::marked::Marked;
use super::run::texts_of;
use super::saver::Saver;
use super::shared::{Dirty, News, Shared, State, Unread};
use super::state::Threads;
use super::steps::Steps;
use super::sync::Files;
use super::{ChangedText, Event, Options, Wake, Workspace};
use crate::edit::{Edit, Mint, Transaction};
use crate::model::{Codebook, DocumentId, Project};
use crate::store::{
    Claimed, Contents, Damage, FileKey, Home, Journal, Kind, Left, OldTexts, Opened, Past, Recovery, Step, StoreError,
    catch_up, claim, copy_part, create_on, diff_parts, mend_halves, mend_texts, open_on, recover,
    without_own_revisions,
};
use crate::text::{Digest, Text};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

/// How long opening waits for the journal to have what another program left behind.
const PATIENCE: Duration = Duration::from_secs(5);

impl Workspace {
    /// Makes a new project in a folder that is empty or not there yet, and opens it.
    pub fn create(
        path: &Path,
        name: &str,
        codebook: Codebook,
        home: &Home,
        options: Options,
    ) -> Result<Self, StoreError> {
        let seed = options.seed.unwrap_or_else(|| fastrand::u64(..));
        let id = Mint::new(seed, (options.clock)()).record_id(|_| false);
        create_on(home.disk(), path, &Project::new(id, name.to_owned(), codebook))?;
        Self::open(path, home, Options { seed: Some(seed.wrapping_add(1)), ..options })
    }

    /// Opens the project in a folder, and takes from the journal what its files lack.
    pub fn open(path: &Path, home: &Home, options: Options) -> Result<Self, StoreError> {
        let opened = open_on(home.disk(), path, &options.progress)?;
        let read_only = opened.read_only().cloned().or_else(|| why_not_writable(&opened));
        let mut mint = Mint::new(options.seed.unwrap_or_else(|| fastrand::u64(..)), (options.clock)());
        mint.by = options.person.as_ref().map(|person| person.id.clone());
        let mut workspace = Self {
            project: opened.project.clone(),
            folder: opened.folder.clone(),
            damage: by_path(opened.damage.clone()),
            copies: opened.copies.clone(),
            merged_copies: Vec::new(),
            changed_texts: Vec::new(),
            read_only,
            mint,
            clock: Arc::clone(&options.clock),
            pace: options.pace,
            person: options.person.clone(),
            steps: Steps::none(),
            seq: 0,
            revision: 0,
            applied: Vec::new(),
            events: Vec::new(),
            journal_error: None,
            threads: None,
        };
        if workspace.read_only.is_none() {
            workspace.start(opened, home, &options)?;
        }
        Ok(workspace)
    }

    fn start(&mut self, mut opened: Opened, home: &Home, options: &Options) -> Result<(), StoreError> {
        let disk = home.disk().clone();
        let folder = journals_of(home, &opened);
        let mut old_texts = OldTexts::new(home.clone(), opened.project.id, folder.clone());
        let texts_mended = mend_texts(&mut opened, &mut old_texts);
        let texts = if disk.is_there(&folder) { texts_of(&opened.project) } else { Default::default() };
        let mut claimed = claim(&disk, &folder, &texts);
        self.seq = claimed.contents.last();
        let past = Past::new(disk.clone(), claimed.folder.clone());
        self.steps = Steps::from_journal(claimed.contents.stacks().clone(), &claimed.contents.steps, past);
        let left = std::mem::take(&mut claimed.left);
        let contents = std::iter::once(&claimed.contents).chain(left.iter().map(|left| &left.contents));
        let mut base = mend_halves(&mut opened, contents);
        // What is to be written is not in the files yet.
        let nothing = Project::new(base.id, base.name.clone(), Codebook::default());
        texts_mended.keys.iter().for_each(|key| copy_part(key, &nothing, &mut base));
        self.project = opened.project.clone();
        self.damage = by_path(opened.damage);
        let mut recovered = Recovered { keys: texts_mended.keys, ..Recovered::default() };
        // A document whose text was changed is there as it was, and so are its sets.
        let is_away = |damage: &&Damage| !matches!(damage.error, StoreError::TextChanged(_));
        let away: Vec<Damage> = self.damage.values().filter(is_away).cloned().collect();
        let journals = std::iter::once(&claimed.contents).chain(left.iter().map(|left| &left.contents));
        without_own_revisions(&mut self.project, &opened.marked, journals);
        let own = recover(&mut self.project, &opened.marked, &claimed.contents, &away);
        let mut steps = vec![own.resolved.clone()];
        recovered.add(own, &claimed.contents);
        for left in &left {
            let before = self.project.clone();
            let found = recover(&mut self.project, &opened.marked, &left.contents, &away);
            steps.push(diff_parts(&found.keys, &before, &self.project));
            recovered.add(found, &left.contents);
        }
        let (mut reanchored, lagging) = catch_up(&mut self.project, &mut old_texts, &texts_mended.changed);
        recovered.keys.extend(lagging);
        for (document, report) in texts_mended.by_quotes {
            *reanchored.entry(document).or_default() += report;
        }
        let journals = std::iter::once(&claimed.contents).chain(left.iter().map(|left| &left.contents));
        let mut marked = Marked::of(&base.codebook, journals);
        marked.follow(&self.project.codebook);
        let problems = std::mem::take(&mut claimed.problems);
        self.events.extend(problems.into_iter().map(Event::Failed));

        let (sender, news) = channel();
        let journal = start_journal(home, claimed, options.journal_file, sender.clone(), Arc::clone(&options.wake))?;
        for edits in steps.into_iter().filter(|edits| !edits.is_empty()) {
            self.seq += 1;
            journal.append(Step { seq: self.seq, kind: Kind::Recovered, transaction: self.recovery(edits) });
        }
        if !left.is_empty() {
            self.settle_left(&left, &journal, home, &recovered.waiting);
        }
        let base = Base::new(base, std::mem::take(&mut opened.marked));
        let shared = Arc::new(Shared::new(self.first_state(&recovered.keys, marked, base.clone())));
        let backups = backup::Worker {
            home: home.clone(),
            folder: opened.folder.clone(),
            shared: Arc::clone(&shared),
            clock: Arc::clone(&self.clock),
            first: self.pace.first_backup,
            between: self.pace.backup,
            news: sender.clone(),
            wake: Arc::clone(&options.wake),
        };
        let not_started = |error: io::Error| StoreError::io("start saving", self.folder.root(), &error);
        let backups = Backups::start(backups).map_err(not_started)?;
        let saver = Saver {
            files: Files::new(opened.folder, base, opened.files, self.damage.values(), opened.copies, old_texts),
            shared: Arc::clone(&shared),
            journal: Arc::clone(&journal),
            news: sender,
            wake: Arc::clone(&options.wake),
            pace: self.pace,
        };
        let thread = std::thread::Builder::new().name("saver".to_owned()).spawn(move || saver.run());
        let saver = Some(thread.map_err(not_started)?);
        self.threads = Some(Threads { shared, journal, saver, backups, news, journals: folder, home: home.clone() });
        self.tell_recovered(recovered);
        for (document, report) in reanchored {
            self.events.push(Event::Revised { document, report });
        }
        self.take_in_texts(texts_mended.changed);
        if !self.copies.is_empty() {
            self.events.push(Event::Copies(self.copies.clone()));
        }
        self.name_next();
        Ok(())
    }

    /// Takes in the texts that were changed while nobody had the project open here.
    fn take_in_texts(&mut self, changed: Vec<(DocumentId, Text)>) {
        for (id, text) in changed {
            let path = self.folder.path(&FileKey::Text(id.clone()));
            let damage = self.damage.get(&path).cloned();
            let document = self.project.document(&id).cloned();
            if let (Some(damage), Some(document)) = (damage, document) {
                self.damage.remove(&path);
                if document.text == text {
                    // It was changed here, and the record did not get that far.
                    continue;
                }
                self.found_text(ChangedText::compared(&self.project, &document, &text, damage));
            }
        }
    }

    fn recovery(&self, edits: Vec<Edit>) -> Arc<Transaction> {
        let title = "Recovered from the journal".to_owned();
        Arc::new(Transaction { title, by: None, made: (self.clock)(), edits })
    }

    /// Journals of programs that ended early are done with once this one's journal has what they say.
    fn settle_left(&mut self, left: &[Left], journal: &Journal, home: &Home, waiting: &BTreeSet<FileKey>) {
        let started = Instant::now();
        while journal.durable() < self.seq && started.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(1));
        }
        if journal.durable() >= self.seq {
            // One that cannot be written to is read again next time, which changes nothing any more.
            let failed = left.iter().filter_map(|left| left.settle(home.disk(), waiting).err());
            self.events.extend(failed.map(Event::Failed));
        }
    }

    fn first_state(&self, keys: &BTreeSet<FileKey>, marked: Marked, base: Base) -> State {
        let now = Instant::now();
        let dirty = Dirty { first: 0, seq: self.seq, since: now, due: now };
        State {
            project: self.project.clone(),
            seq: self.seq,
            marked,
            base,
            dirty: keys.iter().map(|key| (key.clone(), dirty)).collect(),
            failing: BTreeMap::new(),
            integrated: 0,
            purging: BTreeSet::new(),
            damage: self.damage.clone(),
            heard: BTreeMap::new(),
            accepted: BTreeSet::new(),
            is_over: false,
        }
    }

    fn tell_recovered(&mut self, recovered: Recovered) {
        if recovered.n_damaged > 0 {
            self.events.push(Event::JournalDamaged(recovered.n_damaged));
        }
        if recovered.is_torn {
            self.events.push(Event::JournalTorn);
        }
        if recovered.n_records > 0 || !recovered.conflicts.is_empty() {
            let Recovered { n_records, conflicts, documents, .. } = recovered;
            self.events.push(Event::Recovered { n_records, documents, conflicts });
        }
        if !recovered.waiting.is_empty() {
            let paths = recovered.waiting.iter().map(|key| self.folder.path(key)).collect();
            self.events.push(Event::Waiting(paths));
        }
    }
}

fn by_path(damage: Vec<Damage>) -> Unread {
    damage.into_iter().map(|damage| (damage.path.clone(), damage)).collect()
}

/// What all journals together gave.
#[derive(Default)]
struct Recovered {
    keys: BTreeSet<FileKey>,
    waiting: BTreeSet<FileKey>,
    documents: BTreeSet<DocumentId>,
    conflicts: Vec<String>,
    n_records: usize,
    n_damaged: usize,
    is_torn: bool,
}

impl Recovered {
    fn add(&mut self, found: Recovery, contents: &Contents) {
        if found.n_edits > 0 {
            self.documents.extend(found.keys.iter().filter_map(FileKey::document).cloned());
        }
        self.keys.extend(found.keys);
        self.waiting.extend(found.waiting);
        self.conflicts.extend(found.conflicts);
        self.n_records += found.n_edits;
        self.n_damaged += contents.n_damaged;
        self.is_torn |= contents.is_torn;
    }
}

/// The folder of a project's journals: by its id and its place, so that a copy of a project has its own.
fn journals_of(home: &Home, opened: &Opened) -> PathBuf {
    let place = Digest::of(opened.folder.root().as_os_str().as_encoded_bytes()).to_string();
    let place: String = place.chars().take(12).collect();
    home.journals().join(format!("{}-{place}", opened.project.id))
}

fn start_journal(
    home: &Home,
    claimed: Claimed,
    full: u64,
    news: Sender<News>,
    wake: Wake,
) -> Result<Arc<Journal>, StoreError> {
    let path = claimed.folder.clone();
    let tell = move |item| {
        // The workspace may be gone already; the journal is written all the same.
        news.send(News::Journal(item)).unwrap_or_default();
        wake();
    };
    let journal = Journal::start(home.disk().clone(), claimed, full, tell);
    journal.map(Arc::new).map_err(|error| StoreError::io("start writing", &path, &error))
}

/// Why a project's folder cannot be written to, if it says so itself.
fn why_not_writable(opened: &Opened) -> Option<StoreError> {
    match opened.folder.lock() {
        Err(
            error @ (StoreError::Io {
                kind: io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem, ..
            }
            | StoreError::WrongKind { .. }),
        ) => Some(error),
        _ => None,
    }
}
