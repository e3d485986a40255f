//! A PostgreSQL server of its own for a test program.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A running server, in a folder of its own, that only this machine reaches, through a socket. It
/// stops, and its folder goes, when this process ends, however it ends: a shell beside it waits for
/// the end of its input.
pub struct Cluster {
    folder: PathBuf,
    shell: Child,
}

/// Makes a database, starts the server, tells when it answers, waits for the end of the input.
const SCRIPT: &str = r#"
set -e
folder=$(mktemp -d /tmp/lawful-pg-XXXXXX)
trap 'kill -INT $server 2>/dev/null; wait $server; rm -rf "$folder"' EXIT
"$1/initdb" -D "$folder/data" -U lawful -A trust -N >"$folder/log" 2>&1
"$1/postgres" -D "$folder/data" -k "$folder" -h '' -F -c max_connections=200 >>"$folder/log" 2>&1 </dev/null &
server=$!
for _ in $(seq 300); do
    "$1/pg_isready" -q -h "$folder" && break
    sleep 0.1
done
"$1/pg_isready" -q -h "$folder" || { cat "$folder/log" >&2; exit 1; }
echo "$folder"
exec 1>&-
cat >/dev/null
"#;

fn binaries() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten();
    let mut found: Vec<PathBuf> = versions
        .map(|entry| entry.unwrap().path().join("bin"))
        .filter(|bin| bin.join("postgres").exists())
        .collect();
    found.sort();
    found
        .pop()
        .expect("there is no PostgreSQL server; install the package `postgresql`")
}

impl Cluster {
    /// Starts a server and waits until it answers.
    pub fn start() -> Cluster {
        let is_root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
        // The server refuses to run as root.
        let mut command = if is_root {
            let mut command = Command::new("setpriv");
            command.args([
                "--reuid=postgres",
                "--regid=postgres",
                "--clear-groups",
                "sh",
            ]);
            command
        } else {
            Command::new("sh")
        };
        let mut shell = command
            .args(["-c", SCRIPT, "sh"])
            .arg(binaries())
            .current_dir("/tmp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut folder = String::new();
        shell
            .stdout
            .take()
            .unwrap()
            .read_to_string(&mut folder)
            .unwrap();
        let folder = PathBuf::from(folder.trim_end());
        assert!(folder.is_absolute(), "the server did not start");
        Cluster { folder, shell }
    }

    /// Waits until nobody uses a database, and nothing that was begun there goes on.
    #[allow(dead_code, reason = "not every test program kills who uses it")]
    pub fn wait_for_nobody(&self, name: &str) {
        let sessions = format!("SELECT count(*) FROM pg_stat_activity WHERE datname = '{name}'");
        for _ in 0..3000 {
            let asked = Command::new(binaries().join("psql"))
                .args(["-U", "lawful", "-d", "template1", "-tAc", &sessions, "-h"])
                .arg(self.folder())
                .output()
                .unwrap();
            assert!(asked.status.success(), "{asked:?}");
            if asked.stdout == b"0\n" {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("somebody uses the database `{name}`");
    }

    fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the address of a database, which is made if `fresh`.
    pub fn database(&self, name: &str, fresh: bool) -> String {
        if fresh {
            let done = Command::new(binaries().join("createdb"))
                .args(["-U", "lawful", "-h"])
                .arg(self.folder())
                .arg(name)
                .status()
                .unwrap();
            assert!(done.success());
        }
        let socket = self.folder().to_str().unwrap().replace('/', "%2F");
        format!("postgresql://lawful@{socket}/{name}")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        let _ = self.shell.wait();
    }
}
