//! What gets out of a ledger, read by others.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use lawful_trace::export::*;
use lawful_trace::ledger::{LedgerOptions, TimeRule, erasure};
use lawful_trace::{Ledger, MemoryLedger, Opening, Relation, TraceNode};
use opentelemetry_proto::tonic::common::v1::{AnyValue, ArrayValue, any_value};
use opentelemetry_proto::tonic::trace::v1::Span;
use opentelemetry_proto::tonic::trace::v1::TracesData;
use serde_json::Value;

const HOSTILE: &str = "</script><!-- \"]; n0 --> n1 #x;\n\u{2028}`&lt;";

fn ledger() -> MemoryLedger {
    let ledger = MemoryLedger::with_options(LedgerOptions::default().time_rule(TimeRule::Causal));
    let node = TraceNode::builder;
    let nodes = [
        node("early", "person", -5).build(),
        node("call", "agent-7", 1_700_000_000_000_000_001)
            .kind("execute_tool")
            .walk_id("trip")
            .stimulus("Rome")
            .response("three trains")
            .tag("gen_ai.tool.name=search")
            .tag("gen_ai.usage.input_tokens=12")
            .tag("other")
            .payload(b"abc")
            .link(Relation::Causes, "early")
            .build(),
        node("reply", "agent-7", 1_700_000_000_000_000_002)
            .kind("gen_ai.chat")
            .walk_id("trip")
            .tag("gen_ai.request.max_tokens=100")
            .tag("gen_ai.request.seed=odd")
            .tag("gen_ai.request.temperature=0.5")
            .tag("gen_ai.request.top_p=nan")
            .tag("gen_ai.response.finish_reasons=stop")
            .tag("gen_ai.response.finish_reasons=length")
            .link(Relation::Fulfils, "early")
            .link(Relation::Continues, "call")
            .build(),
        node("secret", "person", 3)
            .erasable(Opening::with_salt([1; 32], b"gone".to_vec()).unwrap())
            .build(),
        erasure("secret", "erased", "office", 4),
        node("odd", HOSTILE, 5)
            .kind(HOSTILE)
            .walk_id(HOSTILE)
            .stimulus(HOSTILE)
            .tag(HOSTILE)
            .link(Relation::Branches, "early")
            .build(),
    ];
    for node in nodes {
        ledger.append(&node.unwrap()).unwrap();
    }
    ledger
}

fn entries(ledger: &MemoryLedger) -> Vec<(u64, TraceNode)> {
    (0..).zip(ledger.iter()).collect()
}

fn text(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn json_lines_have_everything() {
    let ledger = ledger();
    let out = text(|out| write_json_lines(entries(&ledger), out));
    let lines: Vec<Value> = out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines.len(), 6);
    let call = &lines[1];
    assert_eq!(call["timestamp"], 1_700_000_000_000_000_001i64);
    assert_eq!(call["time"], "2023-11-14T22:13:20.000000001Z");
    assert_eq!(call["payload"], "YWJj");
    assert_eq!(call["links"][0]["relation"], "causes");
    assert_eq!(call["links"][0]["target"], "early");
    assert_eq!(call["tags"].as_array().unwrap().len(), 3);
    let id = ledger.get(1).unwrap().content_id().to_string();
    assert_eq!(call["content_id"], id);
    // The payload was erased: the commitment stays, and the salt is gone too.
    assert!(lines[3].get("payload").is_none());
    assert_eq!(lines[3]["payload_commitment"].as_str().unwrap().len(), 64);
    assert_eq!(lines[5]["stimulus"], HOSTILE);
    assert!(lines[0].get("kind").is_none() && lines[0].get("tags").is_none());
}

#[test]
fn a_damaged_payload_is_not_written_as_an_erased_one() {
    let opening = Opening::with_salt([7; 32], b"kept".to_vec()).unwrap();
    let node = TraceNode::builder("a", "brain", 1).erasable(opening);
    let damaged = node.build().unwrap().with_unreadable_payload(&"torn");
    let failure = write_json_lines([(0, damaged)], &mut Vec::new()).unwrap_err();
    assert!(
        failure.to_string().contains("node `a` cannot be read"),
        "{failure}"
    );
}

#[test]
fn json_lines_come_back() {
    let ledger = ledger();
    let kept = Opening::with_salt([7; 32], b"kept".to_vec()).unwrap();
    let kept = TraceNode::builder("kept", "person", 6).erasable(kept);
    ledger.append(&kept.build().unwrap()).unwrap();
    let out = text(|out| write_json_lines(entries(&ledger), out));
    let back = read_json_lines(out.as_bytes()).unwrap();
    let copy = MemoryLedger::with_options(LedgerOptions::default().time_rule(TimeRule::Causal));
    for (index, node) in (0..).zip(&back) {
        let before = ledger.get(index).unwrap();
        assert_eq!(before.payload_bytes(), node.payload_bytes());
        assert_eq!(before.content_id(), node.content_id());
        copy.append(node).unwrap();
    }
    assert_eq!(copy.head(), ledger.head());
    assert_eq!(text(|again| write_json_lines(entries(&copy), again)), out);
}

#[test]
fn every_changed_byte_of_a_json_line_is_noticed_or_means_nothing() {
    let node = TraceNode::builder("id", "brain", 1)
        .kind("act")
        .tag("t")
        .link(Relation::Causes, "a")
        .erasable(Opening::with_salt([7; 32], b"kept".to_vec()).unwrap())
        .build()
        .unwrap();
    let line = text(|out| write_json_lines([(0, node.clone())], out)).into_bytes();
    for at in 0..line.len() {
        for bit in 0..8 {
            let mut changed = line.clone();
            changed[at] ^= 1 << bit;
            if let Ok(read) = read_json_lines(&changed) {
                let what = String::from_utf8_lossy(&changed);
                assert_eq!(read, std::slice::from_ref(&node), "{what}");
                assert_eq!(read[0].payload_bytes(), node.payload_bytes());
            }
        }
    }
}

fn attribute<'a>(span: &'a Span, key: &str) -> Option<&'a any_value::Value> {
    let mut found = span.attributes.iter().filter(|pair| pair.key == key);
    let first = found.next()?;
    assert!(found.next().is_none(), "{key} is there twice");
    first.value.as_ref()?.value.as_ref()
}

fn string(span: &Span, key: &str) -> Option<String> {
    match attribute(span, key)? {
        any_value::Value::StringValue(text) => Some(text.clone()),
        other => panic!("{key} is {other:?}"),
    }
}

/// Read by the generated types of the protocol.
#[test]
fn otlp_is_read_by_the_types_of_the_protocol() {
    let ledger = ledger();
    let out = text(|out| write_otlp(&ledger, entries(&ledger), "agents", out));
    assert_eq!(
        out,
        text(|out| write_otlp(&ledger, entries(&ledger), "agents", out))
    );
    let read: TracesData = serde_json::from_str(&out).unwrap();
    let resource = &read.resource_spans[0];
    let service = &resource.resource.as_ref().unwrap().attributes[0];
    assert_eq!(service.key, "service.name");
    let spans = &resource.scope_spans[0].spans;
    assert_eq!(spans.len(), 6);
    for span in spans {
        assert_eq!((span.trace_id.len(), span.span_id.len()), (16, 8));
    }
    let [early, call, reply, secret, _, odd] = &spans[..] else {
        panic!("six spans");
    };
    // A call of a model is a call of another service; a tool runs here.
    let kinds: Vec<i32> = spans.iter().map(|span| span.kind).collect();
    assert_eq!(kinds, [1, 1, 3, 1, 1, 1]);
    assert_eq!(call.name, "execute_tool search");
    assert_eq!(call.start_time_unix_nano, 1_700_000_000_000_000_001);
    assert_eq!(call.end_time_unix_nano, call.start_time_unix_nano);
    for (key, value) in [
        ("gen_ai.operation.name", "execute_tool"),
        ("gen_ai.tool.name", "search"),
        ("gen_ai.agent.name", "agent-7"),
        ("gen_ai.conversation.id", "trip"),
        ("lawful.id", "call"),
        ("lawful.origin", "agent-7"),
        ("lawful.walk", "trip"),
        ("lawful.stimulus", "Rome"),
        ("lawful.response", "three trains"),
    ] {
        assert_eq!(string(call, key).as_deref(), Some(value), "{key}");
    }
    let tokens = attribute(call, "gen_ai.usage.input_tokens").unwrap();
    assert_eq!(tokens, &any_value::Value::IntValue(12));
    assert_eq!(
        attribute(call, "lawful.payload.size"),
        Some(&any_value::Value::IntValue(3))
    );
    let text = |text: &str| any_value::Value::StringValue(text.to_owned());
    let reasons = ["length", "stop"].map(|reason| AnyValue {
        value: Some(text(reason)),
    });
    let reasons = ArrayValue {
        values: reasons.to_vec(),
    };
    for (key, value) in [
        ("gen_ai.request.max_tokens", any_value::Value::IntValue(100)),
        (
            "gen_ai.request.temperature",
            any_value::Value::DoubleValue(0.5),
        ),
        (
            "gen_ai.response.finish_reasons",
            any_value::Value::ArrayValue(reasons),
        ),
        // What is no number is kept as it was said.
        ("gen_ai.request.seed", text("odd")),
        ("gen_ai.request.top_p", text("nan")),
    ] {
        assert_eq!(attribute(reply, key), Some(&value), "{key}");
    }
    // The cause is of no walk, so it is another trace: a link and no parent.
    assert_eq!(call.links.len(), 1);
    assert_eq!(call.links[0].span_id, early.span_id);
    assert_eq!(call.links[0].trace_id, early.trace_id);
    assert!(call.parent_span_id.is_empty());
    assert_eq!(reply.name, "chat");
    assert_eq!(reply.trace_id, call.trace_id);
    assert_eq!(reply.parent_span_id, call.span_id);
    assert_eq!(reply.links.len(), 2);
    assert_eq!(early.start_time_unix_nano, 0);
    assert_eq!(
        attribute(early, "lawful.timestamp"),
        Some(&any_value::Value::IntValue(-5))
    );
    assert!(attribute(secret, "gen_ai.operation.name").is_none());
    assert_eq!(odd.name, HOSTILE);
}

#[test]
fn mermaid_takes_hostile_text_as_text() {
    let ledger = ledger();
    let chart = text(|out| write_mermaid(entries(&ledger), out));
    let lines: Vec<&str> = chart.lines().collect();
    assert_eq!(lines[0], "flowchart TD");
    assert_eq!(lines.len(), 1 + 6 + 5);
    assert!(lines.contains(&"  n1 ==>|continues| n2"));
    let odd = lines.iter().find(|line| line.starts_with("  n5[")).unwrap();
    let inner = odd
        .strip_prefix("  n5[\"")
        .and_then(|rest| rest.strip_suffix("\"]"))
        .unwrap()
        .replace("<br/>", "");
    assert!(
        !inner.contains(['"', '<', '>', '`', '&', '[', ']', '|']),
        "{inner}"
    );
    // Links to what is not on the chart are left out.
    let last = text(|out| write_mermaid(entries(&ledger).split_off(5), out));
    assert_eq!(last.lines().count(), 2);
}

#[test]
fn mermaid_makes_no_icons_and_no_formulas_of_ids() {
    let shown = |id: &str| {
        let node = TraceNode::new(id, "o", 1).unwrap();
        let chart = text(|out| write_mermaid([(0, node)], out));
        let label = chart.lines().nth(1).unwrap().to_owned();
        label.replace("  n0[\"", "").replace("<br/>o\"]", "")
    };
    for (id, expected) in [
        ("fa:fa-car", "fa:\u{2060}fa-car"),
        ("$$x$$", "#36;\u{2060}#36;x#36;\u{2060}#36;"),
        ("a:b fa-c $", "a:b fa-c #36;"),
    ] {
        assert_eq!(shown(id), expected);
    }
}

#[test]
fn a_page_holds_hostile_text_inside_its_data() {
    let ledger = ledger();
    let page = text(|out| write_page(HOSTILE, entries(&ledger), ledger.len(), out));
    assert_eq!(page.matches("</script>").count(), 2);
    assert!(!page.contains("<!-- "));
    assert!(!page.contains("http://") || page.matches("http://").count() == 1);
    let start = page.find("type=\"application/json\"").unwrap();
    let json = page[start..].split_once('>').unwrap().1;
    let json = json.split_once("</script>").unwrap().0;
    let rows: Value = serde_json::from_str(json).unwrap();
    assert_eq!(rows[5]["stimulus"], HOSTILE);
    assert_eq!(
        rows[5]["links"][0],
        serde_json::json!(["branches", 0, "early"])
    );
    assert_eq!(rows[3]["payload"], "erased or not at hand");
    assert!(!page.contains("The ledger has"));
    let part = text(|out| write_page("t", entries(&ledger).split_off(4), 6, out));
    assert!(part.contains("The ledger has 6 nodes; 2 of them are on this page."));
}
