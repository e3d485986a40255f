//! What tests with devices share: where programs are, and loud skips.

#[cfg(feature = "tpm2")]
pub mod swtpm;

use std::io::Write;

/// Says on the real standard error, past the test harness, that something was not tested.
pub fn skip(test: &str, missing: &str, packages: &str) {
    let line = format!(
        "\nSKIPPED: {test} did not run, because `{missing}` is not installed (Debian: apt-get install {packages})\n"
    );
    let _ = std::io::stderr().write_all(line.as_bytes());
}

/// Returns whether a program is on the path.
pub fn is_installed(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
    })
}
