//! The operad of agents.

use super::Agent;
use super::model::{agents, alphabet, always};
use lawful::theory;

theory! {
    /// Agents under sequence, parallel, branch, loop and trace. Agents are equal if they do the same.
    pub theory AgentOperad in ::lawful_operad::agent {
        /// The agents.
        sort Agent;
        /// Returns the agent that gives its input back.
        op identity() -> Agent as "id";
        /// Returns `a`, then `b` on its output.
        op seq(a: Agent, b: Agent) -> Agent as ">>";
        /// Returns both agents on the same input.
        op par(a: Agent, b: Agent) -> Agent as "|";
        /// Returns `a` where the test says so, otherwise `b`.
        op branch(test: Agent, a: Agent, b: Agent) -> Agent;
        /// Returns the loop of a body until the test says so.
        op fix(test: Agent, body: Agent) -> Agent;
        /// Returns the agent with its inputs added to its outputs.
        op trace(a: Agent) -> Agent;
        /// Returns the test that always says yes.
        op always() -> Agent;
        /// Returns the test that always says no.
        op never() -> Agent;
        /// Returns the agent with outputs `((x, y), z)` as `(x, (y, z))`.
        op reassociated(a: Agent) -> Agent;
        /// Returns the agent without what a trace has added.
        op untraced(a: Agent) -> Agent;
        /// Returns the agent with every output marked as the end of a loop.
        op done(a: Agent) -> Agent;

        /// The identity before an agent changes nothing.
        law seq_left_identity(a: Agent) { seq(identity(), a) == a }
        /// The identity after an agent changes nothing.
        law seq_right_identity(a: Agent) { seq(a, identity()) == a }
        /// How a sequence is bracketed does not matter: only the positions differ, and they are hidden.
        law seq_associative(a, b, c: Agent) { seq(seq(a, b), c) == seq(a, seq(b, c)) }
        /// How agents side by side are bracketed matters for the outputs, and for nothing else.
        law par_associative_up_to_reassociation(a, b, c: Agent) {
            reassociated(par(par(a, b), c)) == par(a, par(b, c))
        }
        /// A branch whose test says yes is its first agent.
        law branch_always(a, b: Agent) { branch(always(), a, b) == a }
        /// A branch whose test says no is its second agent.
        law branch_never(a, b: Agent) { branch(never(), a, b) == b }
        /// A trace adds to the outputs and changes nothing.
        law trace_is_invisible(a: Agent) { untraced(trace(a)) == a }
        /// A loop whose test says yes at once runs its body once.
        law fix_at_once(a: Agent) { fix(always(), a) == done(a) }

        lawkeeper {
            Agent: Agent = agents();
            identity() => Agent::identity(&alphabet());
            seq(a, b) => a.seq(b);
            par(a, b) => a.par(b);
            branch(test, a, b) => test.branch(a, b);
            fix(test, body) => test.fix(body);
            trace(a) => a.trace();
            always() => always(true);
            never() => always(false);
            reassociated(a) => a.reassociated();
            untraced(a) => a.untraced();
            done(a) => a.done();
        }
        /// Adds a trace to what follows an identity.
        lawbreaker traced_start breaks seq_left_identity {
            seq(a, b) => if a.name() == "id" { a.seq(b).trace() } else { a.seq(b) };
        }
        /// Adds a trace to what comes before an identity.
        lawbreaker traced_end breaks seq_right_identity {
            seq(a, b) => if b.name() == "id" { a.seq(b).trace() } else { a.seq(b) };
        }
        /// Adds a trace when a sequence is put behind another agent.
        lawbreaker traced_sequence breaks seq_associative {
            seq(a, b) => if b.name() == "seq" { a.seq(b).trace() } else { a.seq(b) };
        }
        /// Forgets to turn the brackets of the outputs.
        lawbreaker forgotten_reassociation breaks par_associative_up_to_reassociation {
            reassociated(a) => a.clone();
        }
        /// Runs the wrong agent when the test says yes.
        lawbreaker always_wrong breaks branch_always {
            branch(test, a, b) => if test.name() == "true" { b.clone() } else { test.branch(a, b) };
        }
        /// Runs the wrong agent when the test says no.
        lawbreaker never_wrong breaks branch_never {
            branch(test, a, b) => if test.name() == "false" { a.clone() } else { test.branch(a, b) };
        }
        /// Leaves the trace in the outputs.
        lawbreaker visible_trace breaks trace_is_invisible { untraced(a) => a.clone(); }
        /// Forgets that the loop has ended.
        lawbreaker unmarked_end breaks fix_at_once { done(a) => a.clone(); }
    }
}
