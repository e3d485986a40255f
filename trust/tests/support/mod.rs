//! Processes that use a store, and are killed.

use lawful_trust::TrustStore;
use lawful_trust::store::{JsonDirectory, RedbFile, RedbOptions, Sharing};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Which store, by a name that fits into a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Json,
    RedbHeld,
    RedbTurns,
    Postgres,
}

impl Kind {
    const ALL: [(Kind, &'static str); 4] = [
        (Kind::Json, "json"),
        (Kind::RedbHeld, "redb-held"),
        (Kind::RedbTurns, "redb-turns"),
        (Kind::Postgres, "postgres"),
    ];

    fn name(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).unwrap().1
    }

    fn of(name: &str) -> Kind {
        Self::ALL
            .iter()
            .find(|(_, known)| *known == name)
            .unwrap()
            .0
    }

    /// Opens the store; processes that find it taken wait for a long time.
    pub fn open(self, place: &str) -> TrustStore {
        let redb = |sharing| {
            let options = RedbOptions::new()
                .sharing(sharing)
                .patience(Duration::from_secs(300));
            TrustStore::over(RedbFile::open_with(Path::new(place), options).unwrap())
        };
        match self {
            Kind::Json => TrustStore::over(JsonDirectory::open(place).unwrap()),
            Kind::RedbHeld => redb(Sharing::Held),
            Kind::RedbTurns => redb(Sharing::Turns),
            Kind::Postgres => TrustStore::open(place).unwrap(),
        }
    }
}

/// A folder in memory where there is one: kills are survived there as on a disk, and syncing is
/// quick.
#[allow(dead_code, reason = "not every test program has files")]
pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap()
}

/// What a process is to do, and where.
pub struct Job {
    pub what: String,
    pub store: TrustStore,
}

/// Returns the job, if this process is one that [`start`] started.
pub fn job() -> Option<Job> {
    let text = std::env::var("LAWFUL_TRUST_JOB").ok()?;
    let mut parts = text.splitn(3, '|').map(str::to_owned);
    let (what, kind, place) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Job {
        what,
        store: Kind::of(&kind).open(&place),
    })
}

/// Starts this program again, as a process that runs the test `child` with a job.
pub fn start(what: &str, kind: Kind, place: &str) -> Child {
    command(&std::env::current_exe().unwrap(), what, kind, place)
        .args(["--exact", "child", "--nocapture"])
        .spawn()
        .unwrap()
}

/// Starts it under a limit for the size of files, in KiB.
#[cfg(unix)]
#[allow(dead_code, reason = "not every test program limits files")]
pub fn start_limited(what: &str, kind: Kind, place: &str, kib: u32) -> Child {
    let program = std::env::current_exe().unwrap();
    // The signal is ignored, so that the write fails with an error. Units are half a KiB.
    let script = format!(
        "trap '' XFSZ; ulimit -f {}; exec \"$0\" --exact child --nocapture",
        2 * kib
    );
    command(Path::new("sh"), what, kind, place)
        .arg("-c")
        .arg(script)
        .arg(program)
        .spawn()
        .unwrap()
}

fn command(program: &Path, what: &str, kind: Kind, place: &str) -> Command {
    let mut command = Command::new(program);
    command
        .env(
            "LAWFUL_TRUST_JOB",
            format!("{what}|{}|{place}", kind.name()),
        )
        .stdout(Stdio::piped());
    command
}
