//! What carrying trust along a graph is.

use super::small::scores;
use lawful::{Sort, theory};

fn pairs() -> Sort<(u8, u8)> {
    Sort::finite([(0, 0), (0, 1), (1, 0), (1, 2), (2, 1)])
}

theory! {
    /// A way to carry trust along a graph, from roots to those whom one does not know.
    pub theory TransitiveTrusting in ::lawful_trust::theories {
        /// Graphs with roots.
        sort Graph;
        /// Attacks: nodes that somebody adds, with edges among themselves and to others, and the
        /// few edges that honest nodes were tricked into.
        sort Attack;
        /// The trust of all nodes.
        sort Shares;
        /// Trust of one node.
        sort Grade;
        /// Returns the trust of all nodes.
        op trusts(g: Graph) -> Shares;
        /// Returns the lowest trust of a node.
        op least(g: Graph) -> Grade;
        /// Returns the highest trust of a node.
        op most(g: Graph) -> Grade;
        /// Returns no trust.
        op nothing() -> Grade as "0";
        /// Returns all trust.
        op everything() -> Grade as "1";
        /// Returns the graph with its edges and roots told in another order.
        op reordered(g: Graph, seed: u64) -> Graph;
        /// Returns the trust of a node that trusts everybody and whom nobody trusts.
        op newcomer(g: Graph) -> Grade;
        /// Returns the highest trust of a node of the attack, in the attacked graph.
        op captured(g: Graph, a: Attack) -> Grade;
        /// Returns the bound that is stated for the nodes of the attack.
        op bound(g: Graph, a: Attack) -> Grade;

        /// Trust stays in its range.
        law range(g: Graph) { nothing() <= least(g) && most(g) <= everything() }
        /// The order in which edges are told does not matter.
        law order_free(g: Graph, seed: u64) { trusts(reordered(g, seed)) == trusts(g) }
        /// Whom nobody trusts gets nothing.
        law newcomers_get_nothing(g: Graph) { newcomer(g) == nothing() }
        /// However many nodes somebody adds, and whatever they say of each other, each gets no more
        /// than the bound that follows from the edges into the attack.
        law sybil_bound(g: Graph, a: Attack) { captured(g, a) <= bound(g, a) }

        lawkeeper {
            Graph: (u8, u8) = pairs();
            Attack: u8 = Sort::any();
            Shares: u8 = Sort::any();
            Grade: f64 = scores();
            trusts(g) => g.0 + g.1;
            least(_g) => 0.0;
            most(_g) => 0.5;
            nothing() => 0.0;
            everything() => 1.0;
            reordered(g, seed) => if seed.is_multiple_of(2) { *g } else { (g.1, g.0) };
            newcomer(_g) => 0.0;
            captured(_g, a) => f64::from(*a.min(&2)) / 10.0;
            bound(_g, _a) => 0.2;
        }
        /// Gives more trust than there is.
        lawbreaker unbounded breaks range { most(_g) => 1.5; }
        /// Believes the first edge.
        lawbreaker first_told breaks order_free { trusts(g) => g.0; }
        /// Gives everybody a little.
        lawbreaker welcoming breaks newcomers_get_nothing { newcomer(_g) => 0.25; }
        /// Gives more to those who are many.
        lawbreaker counting_heads breaks sybil_bound { captured(_g, a) => f64::from(*a) / 10.0; }
    }
}
