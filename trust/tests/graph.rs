//! Transitive trust: known answers, bounds, and one result on any number of threads.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use lawful_trust::EntityTrust;
use lawful_trust::graph::{Edge, EigenTrust, MaxFlow, Roots, TransitiveTrust, TrustGraph};

#[test]
fn the_example_of_go_eigentrust() {
    let edges = [("ek", "sd", 100.0), ("vm", "sd", 100.0), ("ek", "vm", 75.0)];
    let graph = TrustGraph::named(edges).unwrap();
    let roots = Roots::named(&graph, [("ek", 50.0), ("vm", 100.0)]).unwrap();
    let node = |name| graph.node(name).unwrap() as usize;
    // The published digits are those after 18 rounds from the roots, where the last round has moved
    // less than 3 in 10^7.
    let early = EigenTrust::new(0.5, 3e-7).unwrap();
    let early = early.converge(&graph, &roots).unwrap();
    assert_eq!(early.rounds, 18);
    for (name, trust) in [
        ("ek", 0.21705427907),
        ("sd", 0.30232554291),
        ("vm", 0.48062017802),
    ] {
        assert!((early.trust[node(name)] - trust).abs() < 5.1e-12, "{name}");
    }
    // Fractions with the denominator 129 solve the equations.
    let exact = EigenTrust::new(0.5, 1e-13).unwrap();
    let exact = exact.converge(&graph, &roots).unwrap();
    for (name, part) in [("ek", 28.0), ("sd", 39.0), ("vm", 62.0)] {
        assert!(
            (exact.trust[node(name)] - part / 129.0).abs() < 1e-12,
            "{name}"
        );
    }
}

fn random_graph(nodes: u32, edges: usize) -> Vec<Edge> {
    let mut s = 1u64;
    let mut next = |n: u32| {
        s = s
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((s >> 33) % u64::from(n)) as u32
    };
    (0..edges)
        .map(|_| Edge {
            from: next(nodes),
            to: next(nodes),
            weight: f64::from(1 + next(100)),
        })
        .collect()
}

#[test]
fn the_number_of_threads_does_not_matter() {
    let graph = TrustGraph::new(50_000, &random_graph(50_000, 300_000)).unwrap();
    let roots = Roots::new([(1, 1.0), (77, 2.0)]).unwrap();
    let on = |threads| {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        pool.install(|| EigenTrust::STANDARD.converge(&graph, &roots).unwrap())
    };
    let one = on(1);
    assert_eq!(one, on(2));
    assert_eq!(one, on(7));
    assert!((one.trust.iter().sum::<f64>() - 1.0).abs() < 1e-12);
}

#[test]
fn flow_is_bounded_by_the_narrowest_cut() {
    // Two ways of a half each, one of them narrowed to a quarter.
    let edges = [
        ("root", "a", 1.0),
        ("root", "b", 1.0),
        ("a", "target", 1.0),
        ("b", "target", 1.0),
        ("b", "away", 1.0),
    ];
    let graph = TrustGraph::named(edges).unwrap();
    let roots = Roots::named(&graph, [("root", 5.0)]).unwrap();
    let node = |name| graph.node(name).unwrap();
    let trust = MaxFlow.trust(&graph, &roots).unwrap();
    for (name, flow) in [
        ("root", 1.0),
        ("a", 0.5),
        ("b", 0.5),
        // `b` could send all of its half on, for an edge carries a share of what a node may send in
        // all: one half of one unit.
        ("target", 1.0),
        ("away", 0.5),
    ] {
        assert_eq!(trust[node(name) as usize], flow, "{name}");
        let alone = MaxFlow.trust_of(&graph, &roots, node(name)).unwrap();
        assert_eq!(alone, flow, "{name}");
    }
}

#[test]
fn what_cannot_be_is_refused() {
    let graph = TrustGraph::new(2, &[]).unwrap();
    let outside = Roots::new([(2, 1.0)]).unwrap();
    assert!(EigenTrust::STANDARD.trust(&graph, &outside).is_err());
    assert!(MaxFlow.trust(&graph, &outside).is_err());
    let inside = Roots::new([(0, 1.0)]).unwrap();
    assert!(MaxFlow.trust_of(&graph, &inside, 2).is_err());
    for weight in [-1.0, f64::NAN, f64::INFINITY] {
        assert!(Roots::new([(0, weight)]).is_err());
        let edge = Edge {
            from: 0,
            to: 1,
            weight,
        };
        assert!(TrustGraph::new(2, &[edge]).is_err());
    }
    assert!(EigenTrust::new(0.0, 1e-9).is_err());
    assert!(EigenTrust::new(f64::NAN, 1e-9).is_err());
    assert!(EigenTrust::new(0.5, 0.0).is_err());
}

#[test]
fn each_source_is_weighed_by_itself() {
    let edges = [("a", "b", 1e298), ("c", "d", 1e-300), ("c", "e", 1e-300)];
    let graph = TrustGraph::named(edges).unwrap();
    let d = graph.node("d").unwrap();
    let (c, half) = (graph.node("c").unwrap(), 0.5);
    assert_eq!(graph.incoming(d).collect::<Vec<_>>(), [(c, half)]);
    assert!(TrustGraph::named([("a", "b", 1e299)]).is_err());
}

#[test]
fn a_tolerance_below_rounding_is_refused_at_once() {
    for (alpha, tolerance) in [(0.001, 1e-15), (0.001, 1e-13), (0.01, 1e-14)] {
        assert!(
            EigenTrust::new(alpha, tolerance).is_err(),
            "{alpha} {tolerance}"
        );
    }
    let graph = TrustGraph::new(3, &random_graph(3, 7)).unwrap();
    let roots = Roots::new([(0, 1.0)]).unwrap();
    for (alpha, tolerance) in [(0.001, 1e-12), (0.5, 1e-15), (1.0, 1e-15), (0.9, 1.0)] {
        let eigen = EigenTrust::new(alpha, tolerance).unwrap();
        let found = eigen.converge(&graph, &roots).unwrap();
        assert!(found.error <= tolerance, "{alpha} {tolerance}");
    }
}

#[test]
fn blame_is_no_trust_and_entities_without_witnesses_are_nodes() {
    let now = jiff::Timestamp::UNIX_EPOCH;
    let entity = |id| EntityTrust::new(id, now).unwrap();
    let boss = entity("role:boss");
    let (mut evil, mut good, mut mixed) = (entity("e:evil"), entity("e:good"), entity("e:mixed"));
    evil.receive_witness("role:boss", false, 1.0).unwrap();
    good.receive_witness("role:boss", true, 0.5).unwrap();
    mixed.receive_witness("role:boss", true, 1.0).unwrap();
    mixed.receive_witness("role:boss", false, 0.25).unwrap();
    let alone = entity("e:alone");
    let graph = TrustGraph::of_witnessing([&boss, &evil, &good, &mixed, &alone]).unwrap();
    let roots = Roots::named(&graph, [("role:boss", 1.0)]).unwrap();
    for way in [&EigenTrust::STANDARD as &dyn TransitiveTrust, &MaxFlow] {
        let trust = way.trust(&graph, &roots).unwrap();
        let of = |id| trust[graph.node(id).unwrap() as usize];
        assert_eq!((of("e:evil"), of("e:alone")), (0.0, 0.0), "{}", way.name());
        assert!(of("e:good") > 0.0 && of("e:good") == of("e:mixed"));
    }
    // Nobody witnessed this one.
    assert!(Roots::named(&graph, [("e:alone", 1.0)]).is_ok());
    // Words are kept with the entity.
    let again = EntityTrust::from_bytes(&mixed.to_bytes()).unwrap();
    let words: Vec<_> = again.words().collect();
    assert_eq!((words[0].1.praise(), words[0].1.blame()), (1.0, 0.25));
    assert_eq!(again, mixed);
}
