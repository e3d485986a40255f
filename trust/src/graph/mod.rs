//! Trust in those whom one does not know: carried along a graph from chosen roots.

mod eigen_trust;
mod max_flow;
mod names;
mod network;
mod room;
mod roots;
mod transitive;
mod trust_graph;
mod witnessing;

pub use eigen_trust::{Converged, EigenTrust};
pub use max_flow::MaxFlow;
pub use roots::Roots;
pub use transitive::{TransitivePlugin, TransitiveTrust, transitive_trust};
pub use trust_graph::{Edge, TrustGraph};
