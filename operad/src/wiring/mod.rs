//! Wiring diagrams: boxes with ports, wires between them, and diagrams in the place of boxes.
//!
//! ```
//! use lawful_operad::wiring::{Diagram, Interface, Sink, Source, Wire};
//!
//! let wire = |from, to| Wire { from, to };
//! let diagram = Diagram::new(
//!     Interface::new(1, 1),
//!     vec![("read".into(), Interface::new(1, 1)), ("sum".into(), Interface::new(2, 1))],
//!     vec![
//!         wire(Source::Outer(0), Sink::Box(0, 0)),
//!         wire(Source::Box(0, 0), Sink::Box(1, 0)),
//!         wire(Source::Outer(0), Sink::Box(1, 1)),
//!         wire(Source::Box(1, 0), Sink::Outer(0)),
//!     ],
//! )
//! .unwrap();
//! assert!(diagram.mermaid().contains("read"));
//! assert!(diagram.svg().starts_with("<svg"));
//! ```

mod diagram;
mod error;
mod layers;
mod mermaid;
mod model;
mod svg;

pub use diagram::{Diagram, Interface, MOST_BOXES, MOST_PORTS, Sink, Source, Wire};
pub use error::WiringError;
pub use model::Wirings;
