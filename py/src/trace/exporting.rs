//! Nodes for other programs and for people: `TraceLedger.export`.

use super::given::Given;
use super::ledger::TraceLedger;
use super::refusal;
use crate::errors::{NotFound, invalid};
use crate::given::given;
use crate::guard::detached;
use lawful_trace::export::{write_json_lines, write_mermaid, write_otlp, write_page};
use lawful_trace::{Ledger, TraceNode};
use pyo3::prelude::*;

#[derive(Clone, Copy)]
enum Format {
    JsonLines,
    Otlp,
    Mermaid,
    Html,
}

impl Format {
    fn of(name: &str) -> PyResult<Format> {
        match name {
            "jsonl" => Ok(Format::JsonLines),
            "otlp" => Ok(Format::Otlp),
            "mermaid" => Ok(Format::Mermaid),
            "html" => Ok(Format::Html),
            other => Err(invalid(format!(
                "`{other}` is not a format; use `jsonl`, `otlp`, `mermaid` or `html`"
            ))),
        }
    }

    fn write(
        self,
        ledger: &dyn Ledger,
        nodes: impl Iterator<Item = (u64, TraceNode)>,
        name: &str,
    ) -> std::io::Result<Vec<u8>> {
        let mut out = Vec::new();
        match self {
            Format::JsonLines => write_json_lines(nodes, &mut out)?,
            Format::Otlp => write_otlp(ledger, nodes, name, &mut out)?,
            Format::Mermaid => write_mermaid(nodes, &mut out)?,
            Format::Html => write_page(name, nodes, ledger.len() - ledger.first(), &mut out)?,
        }
        Ok(out)
    }
}

#[pymethods]
impl TraceLedger {
    /// Returns nodes as text: `jsonl`, `otlp` (OTLP/JSON spans for any OpenTelemetry collector),
    /// `mermaid` (a chart) or `html` (one page with filters, for a browser).
    ///
    /// `TraceNode.from_json_lines` reads `jsonl` back: it has payloads, those that can be erased with
    /// their salts. Whoever keeps it erases there, too.
    ///
    /// Raises `DamagedFile` if a payload for `jsonl` is damaged, and `LedgerError` if the system fails to
    /// read one.
    ///
    /// `nodes` are nodes of the ledger, all by default, and are written as it has them now; `name` is the service of the spans and the
    /// title of the page.
    ///
    /// >>> from lawful.trace import TraceLedger, TraceNode
    /// >>> ledger = TraceLedger()
    /// >>> ledger.append(TraceNode("a", "brain", 1))
    /// 0
    /// >>> print(ledger.export("mermaid"))
    /// flowchart TD
    ///   n0["a<br/>brain"]
    /// <BLANKLINE>
    #[pyo3(signature = (format, *, nodes=None, name="lawful"))]
    fn export(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] format: &str,
        nodes: Option<&Bound<'_, PyAny>>,
        #[pyo3(from_py_with = given)] name: &str,
    ) -> PyResult<String> {
        let format = Format::of(format)?;
        let ledger = self.ledger()?;
        let chosen = nodes
            .map(|nodes| {
                Given::all(nodes)?
                    .iter()
                    .map(|node| {
                        // What is written is what the ledger has now: a payload may be erased since.
                        let given = node.cloned();
                        let index = ledger.index_of(given.id());
                        let kept = index.and_then(|index| Some((index, ledger.get(index)?)));
                        kept.filter(|(_, kept)| *kept == given).ok_or_else(|| {
                            NotFound::new_err(format!(
                                "the ledger has no such node `{}`",
                                given.id()
                            ))
                        })
                    })
                    .collect::<PyResult<Vec<_>>>()
            })
            .transpose()?;
        let written = detached(py, || match chosen {
            Some(nodes) => format.write(&*ledger, nodes.into_iter(), name),
            None => {
                let all = ledger.first()..ledger.len();
                let nodes = all.filter_map(|index| Some((index, ledger.get(index)?)));
                format.write(&*ledger, nodes, name)
            }
        })?;
        let written = written.map_err(|why| refusal::export(&why))?;
        String::from_utf8(written).map_err(invalid)
    }
}
