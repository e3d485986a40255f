//! Writes a report that holds every verdict, made by hand: `sample_report PATH [big]`.
//!
//! The ending of the path chooses the form: `html`, `xml` (JUnit), `jsonl`, or `txt`. `big` makes
//! a report of 200 models with 12 laws each instead.

mod sample;

use lawful::report::{html, json_lines, junit, terminal};
use std::error::Error;
use std::io::Write as _;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let usage = "usage: sample_report PATH.{html,xml,jsonl,txt} [big]";
    let path = PathBuf::from(arguments.next().ok_or(usage)?);
    let report = match arguments.next().as_deref() {
        None => sample::every_verdict(),
        Some("big") => sample::big(200, 12),
        Some(_) => return Err(usage.into()),
    };
    let mut out = Vec::new();
    match path.extension().and_then(|e| e.to_str()) {
        Some("html") => html::write(&report, &mut out)?,
        Some("xml") => junit::write(&report, &mut out)?,
        Some("jsonl") => json_lines::write(&report, &mut out)?,
        Some("txt") => {
            let style = terminal::Style {
                colour: false,
                width: 100,
                verbose: true,
            };
            out.write_all(terminal::render(&report, &style).as_bytes())?;
        }
        _ => return Err(usage.into()),
    }
    std::fs::write(path, out)?;
    Ok(())
}
