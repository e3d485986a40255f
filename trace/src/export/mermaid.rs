//! The causal graph as a Mermaid flowchart.

use super::places::Places;
use crate::node::{Relation, TraceNode};
use std::io::{self, Write};

/// The longest label, in characters.
const LONGEST: usize = 80;

/// It has no width, and nothing is parted at it.
const WORD_JOINER: char = '\u{2060}';

/// Writes text that Mermaid shows as it is: everything that could mean something to Mermaid or to
/// HTML becomes a character code.
fn escaped(text: &str, out: &mut String) {
    let mut before = None;
    for (at, c) in text.char_indices().take(LONGEST) {
        // Mermaid makes a formula of what is between two `$$`, and a picture of `fa:fa-` and a name, however
        // they are escaped. Nobody sees the character that keeps it from that.
        let icon =
            before == Some(':') && text.get(at..).is_some_and(|rest| rest.starts_with("fa-"));
        if icon || (c, before) == ('$', Some('$')) {
            out.push(WORD_JOINER);
        }
        before = Some(c);
        match c {
            c if c.is_control() || c == '\u{2028}' || c == '\u{2029}' => out.push(' '),
            c if c.is_alphanumeric() || " .,_:/-".contains(c) => out.push(c),
            c => out.push_str(&format!("#{};", u32::from(c))),
        }
    }
    if text.chars().nth(LONGEST).is_some() {
        out.push('…');
    }
}

fn arrow(relation: Relation) -> &'static str {
    match relation {
        Relation::Causes => "-->|causes|",
        Relation::Continues => "==>|continues|",
        Relation::Branches => "-.->|branches|",
        Relation::Fulfils => "--o|fulfils|",
    }
}

/// Writes nodes and the causal links between them as a Mermaid flowchart; arrows lead from earlier to
/// later. Links to nodes that are not among those given are left out.
///
/// Mermaid itself refuses charts of more than 500 links unless told otherwise: ask for fewer nodes.
///
/// # Errors
/// If the writer fails.
///
/// ```
/// use lawful_trace::export::write_mermaid;
/// use lawful_trace::{Relation, TraceNode};
/// let cause = TraceNode::new("a", "brain", 1)?;
/// let effect = TraceNode::builder("b", "hand", 2).link(Relation::Causes, "a").build()?;
/// let mut out = Vec::new();
/// write_mermaid([(0, cause), (1, effect)], &mut out)?;
/// let chart = String::from_utf8(out)?;
/// assert_eq!(chart, "flowchart TD\n  n0[\"a<br/>brain\"]\n  n1[\"b<br/>hand\"]\n  n0 -->|causes| n1\n");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn write_mermaid(
    nodes: impl IntoIterator<Item = (u64, TraceNode)>,
    writer: &mut impl Write,
) -> io::Result<()> {
    let nodes: Vec<(u64, TraceNode)> = nodes.into_iter().collect();
    let places = Places::of(&nodes);
    writeln!(writer, "flowchart TD")?;
    for (at, node) in &nodes {
        let fields = node.fields();
        let mut label = String::new();
        escaped(fields.id, &mut label);
        for part in [Some(fields.origin), fields.kind].into_iter().flatten() {
            label.push_str("<br/>");
            escaped(part, &mut label);
        }
        writeln!(writer, "  n{at}[\"{label}\"]")?;
    }
    for (at, node) in &nodes {
        for link in node.links() {
            if let Some((cause, _)) = places.find(*at, link.target) {
                writeln!(writer, "  n{cause} {} n{at}", arrow(link.relation))?;
            }
        }
    }
    Ok(())
}
