//! Two processes that want to write.

use crate::child::{command, contents};
use lawful_trace::file::{FileError, Log, LogReader, Options};
use std::io::{BufRead as _, BufReader};

pub fn refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let mut holder = command(&["hold", path]).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(holder.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    assert_eq!(line, "held\n");
    let second = || command(&["try", path]).status().unwrap().code();
    assert_eq!(second(), Some(17));
    let refused = Log::open(folder.path(), Options::default());
    assert!(matches!(refused, Err(FileError::Busy { .. })));
    let (_, segments, _) = LogReader::open(folder.path(), Options::default()).unwrap();
    assert_eq!(contents(&segments), [b"held"]);
    // The system frees the lock when the process dies, however it dies.
    holder.kill().unwrap();
    holder.wait().unwrap();
    assert_eq!(second(), Some(0));
}
