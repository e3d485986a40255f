//! Commands are kept and printed, so they own their arguments.

lawful::machine! {
    pub machine Notes {
        state lines: Vec<String> = Vec::new();
        command write(line: &str) { lines.push(line.to_string()) }
    }
}

fn main() {}
