//! Morphisms that compose where they fit.

use crate::{Sort, theory};

theory! {
    /// Objects, and morphisms that compose where the target of one is the source of the next.
    ///
    /// `compose` is called with morphisms that fit; with others it may return anything.
    pub theory Category in ::lawful::theories {
        /// The objects.
        sort Object;
        /// The morphisms.
        sort Morphism;
        /// Returns where a morphism begins.
        op source(f: Morphism) -> Object;
        /// Returns where a morphism ends.
        op target(f: Morphism) -> Object;
        /// Returns the identity of an object.
        op identity(x: Object) -> Morphism as "1";
        /// Returns the first morphism, then the second.
        op compose(f: Morphism, g: Morphism) -> Morphism as ";";

        /// An identity begins at its object.
        law identity_source(x: Object) { source(identity(x)) == x }
        /// An identity ends at its object.
        law identity_target(x: Object) { target(identity(x)) == x }
        /// A composite begins where its first part does.
        law composite_source(f, g: Morphism) if target(f) == source(g) {
            source(compose(f, g)) == source(f)
        }
        /// A composite ends where its last part does.
        law composite_target(f, g: Morphism) if target(f) == source(g) {
            target(compose(f, g)) == target(g)
        }
        /// The identity before a morphism changes nothing.
        law left_identity(f: Morphism) { compose(identity(source(f)), f) == f }
        /// The identity after a morphism changes nothing.
        law right_identity(f: Morphism) { compose(f, identity(target(f))) == f }
        /// How a composite is bracketed does not matter.
        law associative(f, g, h: Morphism) if target(f) == source(g) && target(g) == source(h) {
            compose(compose(f, g), h) == compose(f, compose(g, h))
        }

        /// Forgets where an identity begins.
        lawbreaker lost_identity_source breaks identity_source {
            Object: u8 = Sort::finite([0, 1]);
            Morphism: Arrow = arrows();
            source(f) => if f.made_by_identity { 1 - f.source } else { f.source };
            target(f) => f.target;
            identity(x) => Arrow { made_by_identity: true, ..Arrow::between(*x, *x, 0) };
            compose(f, g) => Arrow::between(f.source, g.target, (f.label + g.label) % 3);
        }
        /// Forgets where an identity ends.
        lawbreaker lost_identity_target breaks identity_target {
            Object: u8 = Sort::finite([0, 1]);
            Morphism: Arrow = arrows();
            source(f) => f.source;
            target(f) => if f.made_by_identity { 1 - f.target } else { f.target };
            identity(x) => Arrow { made_by_identity: true, ..Arrow::between(*x, *x, 0) };
            compose(f, g) => Arrow::between(f.source, g.target, (f.label + g.label) % 3);
        }
        /// Forgets where a composite begins.
        lawbreaker lost_source breaks composite_source {
            Object: u8 = Sort::finite([0, 1]);
            Morphism: Arrow = arrows();
            source(f) => if f.composite { 1 - f.source } else { f.source };
            target(f) => f.target;
            identity(x) => Arrow::between(*x, *x, 0);
            compose(f, g) => Arrow {
                composite: true,
                ..Arrow::between(f.source, g.target, (f.label + g.label) % 3)
            };
        }
        /// Forgets where a composite ends.
        lawbreaker lost_target breaks composite_target {
            Object: u8 = Sort::finite([0, 1]);
            Morphism: Arrow = arrows();
            source(f) => f.source;
            target(f) => if f.composite { 1 - f.target } else { f.target };
            identity(x) => Arrow::between(*x, *x, 0);
            compose(f, g) => Arrow {
                composite: true,
                ..Arrow::between(f.source, g.target, (f.label + g.label) % 3)
            };
        }
        /// Keeps the label of the first part.
        lawbreaker first_label breaks left_identity {
            Object: u8 = Sort::finite([0, 1]);
            Morphism: Arrow = arrows();
            source(f) => f.source;
            target(f) => f.target;
            identity(x) => Arrow::between(*x, *x, 0);
            compose(f, g) => Arrow::between(f.source, g.target, f.label);
        }
        /// Keeps the label of the last part.
        lawbreaker last_label breaks right_identity {
            Object: u8 = Sort::finite([0, 1]);
            Morphism: Arrow = arrows();
            source(f) => f.source;
            target(f) => f.target;
            identity(x) => Arrow::between(*x, *x, 0);
            compose(f, g) => Arrow::between(f.source, g.target, g.label);
        }
        /// Combines labels by a table with a unit that is not associative.
        lawbreaker bracketed_labels breaks associative {
            Object: u8 = Sort::finite([0, 1]);
            Morphism: Arrow = arrows();
            source(f) => f.source;
            target(f) => f.target;
            identity(x) => Arrow::between(*x, *x, 0);
            compose(f, g) => Arrow::between(f.source, g.target, match (f.label, g.label) {
                (0, x) | (x, 0) => x,
                (1, 2) => 1,
                _ => 2,
            });
        }
    }
}

/// A labelled arrow between two objects; the flags, which equality does not see, let a lawbreaker
/// break one law and no other.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Arrow {
    source: u8,
    target: u8,
    label: u8,
    made_by_identity: bool,
    composite: bool,
}

impl Arrow {
    fn between(source: u8, target: u8, label: u8) -> Arrow {
        Arrow {
            source,
            target,
            label,
            made_by_identity: false,
            composite: false,
        }
    }
}

fn arrows() -> Sort<Arrow> {
    let ends = [(0, 0), (0, 1), (1, 0), (1, 1)];
    let all: Vec<Arrow> = ends
        .into_iter()
        .flat_map(|(source, target)| (0..3).map(move |label| Arrow::between(source, target, label)))
        .collect();
    Sort::finite(all).observed(|f| (f.source, f.target, f.label))
}
