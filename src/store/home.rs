//! The person's own folders, outside every project: settings, journals, backups, new projects, the log.

use super::disk::Disk;
use super::replace::read_file;
use super::ron_text::{Versioned, record_from_text, text_from_bytes, text_from_record};
use super::{FORMAT, StoreError};
use crate::model::AnnotatorId;
use crate::store::plain::Plain;
use etcetera::{AppStrategy, AppStrategyArgs, choose_app_strategy};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Where a person's own files are. `GLOSSATOR_HOME` moves all of them into one folder.
#[derive(Clone)]
pub struct Home {
    data: PathBuf,
    config: PathBuf,
    state: PathBuf,
    disk: Disk,
}

/// What is remembered of a person between one start and the next.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// Who they are.
    pub person: Option<Person>,
    /// The projects they had open, the last first.
    pub recent: Vec<PathBuf>,
    /// The project they left.
    pub last: Option<PathBuf>,
}

/// Who a person is, by their own word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The id that owns their sets.
    pub id: AnnotatorId,
    /// Their name.
    pub name: String,
}

/// How many recent projects are remembered.
const RECENT: usize = 20;
/// The largest of these files that is read.
const LIMIT: u64 = 4_000_000;

impl Settings {
    /// Remembers that a project was opened.
    pub fn opened(&mut self, project: &Path) {
        self.recent.retain(|other| other != project);
        self.recent.insert(0, project.to_owned());
        self.recent.truncate(RECENT);
        self.last = Some(project.to_owned());
    }

    /// Forgets a project that is no more.
    pub fn gone(&mut self, project: &Path) {
        self.recent.retain(|other| other != project);
        self.last.take_if(|last| last == project);
    }
}

impl Home {
    /// The folders that the system has for this, or the one that `GLOSSATOR_HOME` names.
    pub fn of_person() -> Result<Self, StoreError> {
        if let Some(root) = std::env::var_os("GLOSSATOR_HOME").filter(|root| !root.is_empty()) {
            return Ok(Self::at(Path::new(&root)));
        }
        let names = AppStrategyArgs {
            top_level_domain: "org".to_owned(),
            author: "Glossator".to_owned(),
            app_name: "Glossator".to_owned(),
        };
        let folders = choose_app_strategy(names).map_err(|_| StoreError::NoHome)?;
        let data = folders.data_dir();
        let state = folders.state_dir().unwrap_or_else(|| data.clone());
        Ok(Self { config: folders.config_dir(), data, state, disk: Disk::default() })
    }

    /// One folder for everything.
    pub fn at(root: &Path) -> Self {
        let root = root.to_owned();
        Self { data: root.clone(), config: root.clone(), state: root, disk: Disk::default() }
    }

    /// The same folders on a certain file system.
    pub fn on(self, disk: Disk) -> Self {
        Self { disk, ..self }
    }

    /// The file system they are on.
    pub fn disk(&self) -> &Disk {
        &self.disk
    }

    /// Where new projects go, and the working copy of the example.
    pub fn projects(&self) -> PathBuf {
        self.data.join("projects")
    }

    /// Where exports go, unless a person says otherwise.
    pub fn exports(&self) -> PathBuf {
        self.data.join("exports")
    }

    /// Where journals are.
    pub fn journals(&self) -> PathBuf {
        self.data.join("journals")
    }

    /// Where backups are.
    pub fn backups(&self) -> PathBuf {
        self.data.join("backups")
    }

    /// The file of the log.
    pub fn log_file(&self) -> PathBuf {
        self.state.join("logs").join("glossator.log")
    }

    /// What is remembered of the person. With nothing there it is nothing.
    pub fn settings(&self) -> Result<Settings, StoreError> {
        let path = self.config.join("settings.ron");
        let Some(bytes) = self.read(&path)? else { return Ok(Settings::default()) };
        let record: SettingsRecord = record_from_text(text_from_bytes(&bytes, &path)?, &path)?;
        Ok(record.into())
    }

    /// Changes what is remembered. What another window wrote meanwhile is kept, a file that cannot be read too.
    pub fn change_settings(&self, change: impl FnOnce(&mut Settings)) -> Result<Settings, StoreError> {
        let mut settings = self.settings()?;
        let before = settings.clone();
        change(&mut settings);
        if settings != before {
            let path = self.config.join("settings.ron");
            let text = text_from_record(&SettingsRecord::from(&settings), 1)
                .map_err(|error| StoreError::Malformed { why: error.to_string(), place: None, path: path.clone() })?;
            self.write(&path, text.as_bytes())?;
        }
        Ok(settings)
    }

    /// A text that another room keeps between starts under a file name, such as `ui.ron`.
    pub fn read_text(&self, name: &str) -> Result<Option<String>, StoreError> {
        let path = self.own_file(name)?;
        let Some(bytes) = self.read(&path)? else { return Ok(None) };
        Ok(Some(text_from_bytes(&bytes, &path)?.to_owned()))
    }

    /// Keeps a text under a file name.
    pub fn write_text(&self, name: &str, text: &str) -> Result<(), StoreError> {
        self.write(&self.own_file(name)?, text.as_bytes())
    }

    fn own_file(&self, name: &str) -> Result<PathBuf, StoreError> {
        let checked = AnnotatorId::new(name)
            .map_err(|why| StoreError::BadName { why: why.to_string(), path: PathBuf::from(name) })?;
        Ok(self.config.join(checked.as_str()))
    }

    fn read(&self, path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
        match read_file(&self.disk, path, LIMIT) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
        let failed = |error: std::io::Error| StoreError::io("write", path, &error);
        self.disk.create_folder(&self.config).map_err(failed)?;
        self.disk.write_over(path, bytes).map_err(failed)?;
        self.disk.sync_folder(&self.config).map_err(failed)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SettingsRecord {
    format: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    person: Option<PersonRecord>,
    #[serde(default)]
    recent: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonRecord {
    id: Plain<AnnotatorId>,
    name: String,
}

impl Versioned for SettingsRecord {
    fn format(&self) -> u32 {
        self.format
    }
}

impl From<&Settings> for SettingsRecord {
    fn from(settings: &Settings) -> Self {
        let text = |path: &PathBuf| path.to_str().map(str::to_owned);
        let person = settings.person.as_ref();
        Self {
            format: FORMAT,
            person: person.map(|person| PersonRecord { id: Plain(person.id.clone()), name: person.name.clone() }),
            recent: settings.recent.iter().filter_map(text).collect(),
            last: settings.last.as_ref().and_then(text),
        }
    }
}

impl From<SettingsRecord> for Settings {
    fn from(record: SettingsRecord) -> Self {
        Self {
            person: record.person.map(|person| Person { id: person.id.0, name: person.name }),
            recent: record.recent.into_iter().map(PathBuf::from).collect(),
            last: record.last.map(PathBuf::from),
        }
    }
}
