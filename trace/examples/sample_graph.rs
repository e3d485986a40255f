//! Writes the page of a small ledger, with hostile text in it: `sample_graph FILE`.

use lawful_trace::export::write_page;
use lawful_trace::query::{Index, Query};
use lawful_trace::{Ledger, MemoryLedger, Relation, TraceNode};
use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};

const MINUTE: i64 = 60_000_000_000;
const START: i64 = 1_767_225_600_000_000_000;
const HOSTILE: &str = "</script><img src=x onerror=\"document.title='taken'\">{{7*7}}<!--";

fn sample() -> Result<MemoryLedger, Box<dyn Error>> {
    let ledger = MemoryLedger::new();
    let node = |id, origin, minute| TraceNode::builder(id, origin, START + minute * MINUTE);
    let nodes = [
        node("ask", "person", 0)
            .kind("request")
            .walk_id("trip")
            .stimulus("Find me a train to Rome and book it")
            .tag("goal"),
        node("plan", "planner", 1)
            .kind("plan")
            .walk_id("trip")
            .response("search, compare, book")
            .link(Relation::Causes, "ask"),
        node("search", "tools", 2)
            .kind("execute_tool")
            .walk_id("trip")
            .tag("gen_ai.tool.name=timetable")
            .link(Relation::Causes, "plan"),
        node("result", "tools", 3)
            .kind("tool.result")
            .walk_id("trip")
            .response("three trains")
            .link(Relation::Continues, "search"),
        node("cheap", "planner", 4)
            .kind("thought")
            .walk_id("trip")
            .response("take the cheap one")
            .link(Relation::Branches, "result"),
        node("quick", "planner", 5)
            .kind("thought")
            .walk_id("trip")
            .response("take the quick one")
            .link(Relation::Branches, "result"),
        node("gate", "covenant", 6)
            .kind("authorised")
            .walk_id("trip")
            .tag("clause:budget")
            .link(Relation::Causes, "quick"),
        node("book", "tools", 7)
            .kind("execute_tool")
            .walk_id("trip")
            .tag("gen_ai.tool.name=booking")
            .payload(b"ticket 4711")
            .link(Relation::Causes, "gate")
            .link(Relation::Fulfils, "ask"),
        node("aside", "person", 8)
            .kind("request")
            .walk_id("other")
            .stimulus("What is the weather?"),
        node(HOSTILE, HOSTILE, 9)
            .kind(HOSTILE)
            .walk_id(HOSTILE)
            .stimulus(HOSTILE)
            .tag(HOSTILE)
            .link(Relation::Causes, "aside"),
    ];
    for node in nodes {
        ledger.append(&node.build()?)?;
    }
    Ok(ledger)
}

/// A larger one: what a browser must still show.
fn large(count: u64) -> Result<MemoryLedger, Box<dyn Error>> {
    let ledger = MemoryLedger::new();
    for n in 0..count {
        let (id, origin) = (format!("node-{n}"), format!("agent-{}", n % 7));
        let time = START + n as i64;
        let targets: Vec<String> = [1, 5, 40]
            .iter()
            .filter_map(|back| n.checked_sub(*back))
            .map(|target| format!("node-{target}"))
            .collect();
        let node = TraceNode::builder(&id, &origin, time).kind("step");
        let node = targets
            .iter()
            .fold(node, |node, target| node.link(Relation::Causes, target));
        ledger.append(&node.build()?)?;
    }
    Ok(ledger)
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().ok_or("usage: sample_graph FILE [COUNT]")?;
    let ledger = match arguments.next() {
        Some(count) => large(count.parse()?)?,
        None => sample()?,
    };
    let index = Index::of(&ledger);
    let mut writer = BufWriter::new(File::create(path)?);
    let query = Query::new();
    let nodes = index.select(&ledger, &query);
    write_page("Booking a train", nodes, ledger.len(), &mut writer)?;
    writer.flush()?;
    Ok(())
}
