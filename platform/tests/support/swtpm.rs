//! A software TPM for one test: started by it, killed with it.

use super::{is_installed, skip};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The Debian packages that the tests need.
pub const PACKAGES: &str = "swtpm swtpm-tools tpm2-tools";

/// A running swtpm with its own state.
pub struct Swtpm {
    folder: TempDir,
    child: Child,
    port: u16,
}

impl Swtpm {
    /// Starts a new TPM; `None`, loudly, if swtpm is not installed.
    pub fn start(test: &str) -> Option<Swtpm> {
        if !is_installed("swtpm") {
            skip(test, "swtpm", PACKAGES);
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("state")).unwrap();
        let (child, port) = launch(folder.path());
        Some(Swtpm {
            folder,
            child,
            port,
        })
    }

    /// The address, as libtss2 writes it.
    pub fn address(&self) -> String {
        format!("swtpm:host=127.0.0.1,port={}", self.port)
    }

    /// A path for a file beside the state.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Kills the TPM, as if it had been torn out.
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Starts the TPM again with the state that it had: a reboot.
    pub fn restart(&mut self) {
        self.kill();
        let (child, port) = launch(self.folder.path());
        (self.child, self.port) = (child, port);
    }

    /// Stops the process without ending it: it never answers.
    pub fn freeze(&self) {
        self.signal("-STOP");
    }

    /// Lets a stopped process go on.
    pub fn thaw(&self) {
        self.signal("-CONT");
    }

    fn signal(&self, signal: &str) {
        let done = Command::new("kill")
            .arg(signal)
            .arg(self.child.id().to_string())
            .status()
            .unwrap();
        assert!(done.success());
    }

    /// Runs one of the tpm2 tools in the folder of the TPM and returns its output.
    pub fn tool(&self, line: &str) -> String {
        let mut words = line.split_whitespace();
        let output = Command::new(words.next().unwrap())
            .args(words)
            .current_dir(self.folder.path())
            .env("TPM2TOOLS_TCTI", self.address())
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert!(output.status.success(), "{line}: {}", text(&output.stderr));
        text(&output.stdout)
    }
}

impl Drop for Swtpm {
    fn drop(&mut self) {
        self.thaw_quietly();
        self.kill();
    }
}

impl Swtpm {
    /// A stopped process can be killed, but only a running one can be waited for at once.
    fn thaw_quietly(&self) {
        let _ = Command::new("kill")
            .arg("-CONT")
            .arg(self.child.id().to_string())
            .stderr(Stdio::null())
            .status();
    }
}

/// Starts swtpm on two consecutive free ports: libtss2 wants the control port after the data port.
fn launch(folder: &Path) -> (Child, u16) {
    for _ in 0..20 {
        let Some(port) = free_pair() else { continue };
        let mut child = Command::new("swtpm")
            .args([
                "socket",
                "--tpm2",
                "--flags",
                "not-need-init,startup-clear",
                "--tpmstate",
            ])
            .arg(format!("dir={}", folder.join("state").display()))
            .arg("--server")
            .arg(format!("type=tcp,port={port},bindaddr=127.0.0.1"))
            .arg("--ctrl")
            .arg(format!("type=tcp,port={},bindaddr=127.0.0.1", port + 1))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(20) {
            // Somebody else may have taken a port in between: swtpm ends then, and we try again.
            if child.try_wait().unwrap().is_some() {
                break;
            }
            if listens(port) && listens(port + 1) {
                return (child, port);
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        let _ = child.kill();
        let _ = child.wait();
    }
    panic!("swtpm does not start");
}

/// Looks whether somebody listens on a port without connecting: a connection would confuse swtpm.
fn listens(port: u16) -> bool {
    let wanted = format!("0100007F:{port:04X} 00000000:0000 0A");
    std::fs::read_to_string("/proc/net/tcp").is_ok_and(|table| table.contains(&wanted))
}

fn free_pair() -> Option<u16> {
    let first = TcpListener::bind("127.0.0.1:0").ok()?;
    let port = first.local_addr().ok()?.port();
    let next = port.checked_add(1)?;
    TcpListener::bind(("127.0.0.1", next)).ok().map(|_| port)
}
