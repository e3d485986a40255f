//! What a ledger is, as laws over what is seen from outside.

use super::draft::{Draft, calls, contents, plans};
use super::faults::{
    changed_first, is_last, late_cause, misleads, one_by_one, pruned_to, reversed_end, same_id,
    without_links,
};
use super::{Fresh, Outcome, Tells};
use crate::MemoryLedger;
use crate::node::TraceNode;
use lawful::{Sort, theory};

const TRUE: Tells = Tells(|| Ok(Fresh::new(MemoryLedger::new(), ())));

theory! {
    /// Ledgers, seen from outside: a plan is appended node by node, then a call as one.
    pub theory Ledgers in ::lawful_trace::theories {
        /// What is appended first, node by node.
        sort Plan;
        /// The nodes of one call.
        sort Call;
        /// All nodes of a ledger.
        sort Content;
        /// What a call answers.
        sort Answer;
        /// Returns the nodes after a plan.
        op before(p: Plan) -> Content;
        /// Returns the nodes after a plan and a call.
        op after(p: Plan, c: Call) -> Content;
        /// Returns whether a call that is made twice leaves the nodes as they are the second time.
        op stays_on_retry(p: Plan, c: Call) -> bool;
        /// Returns what a call answers after a plan.
        op outcome(p: Plan, c: Call) -> Answer;
        /// Returns what a call answers the second time.
        op outcome_of_retry(p: Plan, c: Call) -> Answer;
        /// Returns whether the nodes of a call are in the ledger.
        op accepted(o: Answer) -> bool;
        /// Returns what the same call must answer the second time.
        op retold(o: Answer) -> Answer;
        /// Returns whether one content begins with another.
        op begins(a: Content, b: Content) -> bool;
        /// Returns whether what is new in the second content is the call, in its order.
        op follows(a: Content, b: Content, c: Call) -> bool;
        /// Returns whether every link points to an earlier node whose time is not later.
        op caused(a: Content) -> bool;
        /// Returns what the ledger has under the ids of a call after it.
        op got(p: Plan, c: Call) -> Content;
        /// Returns the nodes of a call.
        op asked(c: Call) -> Content;
        /// Returns whether a node is proved to be in the ledger.
        op proved(p: Plan, i: u64) -> bool;
        /// Returns whether the proof of a node proves another one.
        op fooled(p: Plan, i: u64, c: Call) -> bool;
        /// Returns whether a head stays what it was.
        op keeps_heads(p: Plan, c: Call) -> bool;
        /// Returns whether the head before a call is proved to be a part of the one after it.
        op proves_growth(p: Plan, c: Call) -> bool;
        /// Returns whether pruning leaves the later nodes, their proofs and the head as they were.
        op proves_after_pruning(p: Plan, c: Call, i: u64) -> bool;
        /// Returns whether pruning leaves the proofs of growth between later heads as they were.
        op grows_after_pruning(p: Plan, c: Call, i: u64) -> bool;
        /// Returns whether the payload of every node of a call is there, unless a node erases it.
        op keeps_payloads(p: Plan, c: Call) -> bool;
        /// Returns whether there is a node to be proved, and the call has another one.
        op has_another(p: Plan, i: u64, c: Call) -> bool;
        /// Returns whether links lead to what they led to when they were appended, or nowhere: after a
        /// plan, pruning and a call.
        op leads_back(p: Plan, i: u64, c: Call) -> bool;

        /// Nothing that was appended ever changes.
        law prefix_stability(p: Plan, c: Call) { begins(after(p, c), before(p)) }
        /// New nodes are at the end, in the order of the call.
        law order(p: Plan, c: Call) if accepted(outcome(p, c)) { follows(before(p), after(p, c), c) }
        /// A call that is refused changes nothing.
        law all_or_nothing(p: Plan, c: Call) if !accepted(outcome(p, c)) { after(p, c) == before(p) }
        /// Every link points to an earlier node whose time is not later.
        law causality(p: Plan, c: Call) { caused(after(p, c)) }
        /// The same call again changes nothing.
        law retry_changes_nothing(p: Plan, c: Call) { stays_on_retry(p, c) }
        /// The same call again gives the same place, and appends nothing.
        law retry_answers_the_same(p: Plan, c: Call) if accepted(outcome(p, c)) {
            outcome_of_retry(p, c) == retold(outcome(p, c))
        }
        /// What was put is what one gets.
        law get_what_was_put(p: Plan, c: Call) if accepted(outcome(p, c)) { got(p, c) == asked(c) }
        /// Every node can be proved.
        law proofs_are_complete(p: Plan, i: u64) { proved(p, i) }
        /// No proof of a node proves another.
        law proofs_are_sound(p: Plan, i: u64, c: Call) if has_another(p, i, c) { !fooled(p, i, c) }
        /// A head that was given stays the head at that length.
        law heads_are_kept(p: Plan, c: Call) { keeps_heads(p, c) }
        /// A later head is proved to extend an earlier one.
        law growth_is_proved(p: Plan, c: Call) { proves_growth(p, c) }
        /// Pruning leaves the later nodes, their proofs and the head as they were.
        law pruning_keeps_proofs(p: Plan, c: Call, i: u64) { proves_after_pruning(p, c, i) }
        /// Pruning leaves the proofs of growth between later heads as they were.
        law pruning_keeps_growth(p: Plan, c: Call, i: u64) { grows_after_pruning(p, c, i) }
        /// A payload stays until a node erases it, and is gone from then on.
        law payloads_stay_until_erased(p: Plan, c: Call) if accepted(outcome(p, c)) {
            keeps_payloads(p, c)
        }
        /// A link leads to what was there before it, or nowhere once that is pruned, whoever takes its id.
        law links_lead_back(p: Plan, i: u64, c: Call) { leads_back(p, i, c) }

        lawkeeper {
            Plan: Vec<Draft> = plans();
            Call: Vec<Draft> = calls();
            Content: Vec<TraceNode> = contents();
            Answer: Outcome = Sort::finite([Outcome::Failed, Outcome::Conflict]);
            before(p) => TRUE.before(p);
            after(p, c) => TRUE.after(p, c);
            stays_on_retry(p, c) => TRUE.stays_on_retry(p, c);
            outcome(p, c) => TRUE.outcome(p, c);
            outcome_of_retry(p, c) => TRUE.outcome_of_retry(p, c);
            accepted(o) => TRUE.accepted(o);
            retold(o) => TRUE.retold(o);
            begins(a, b) => TRUE.begins(a, b);
            follows(a, b, c) => TRUE.follows(a, b, c);
            caused(a) => TRUE.caused(a);
            got(p, c) => TRUE.got(p, c);
            asked(c) => TRUE.asked(c);
            proved(p, i) => TRUE.proved(p, i);
            fooled(p, i, c) => TRUE.fooled(p, i, c);
            keeps_heads(p, c) => TRUE.keeps_heads(p, c);
            proves_growth(p, c) => TRUE.proves_growth(p, c);
            proves_after_pruning(p, c, i) => TRUE.proves_after_pruning(p, c, i);
            grows_after_pruning(p, c, i) => TRUE.grows_after_pruning(p, c, i);
            keeps_payloads(p, c) => TRUE.keeps_payloads(p, c);
            has_another(p, i, c) => TRUE.has_another(p, i, c);
            leads_back(p, i, c) => TRUE.leads_back(p, i, c);
        }
        /// Makes the first node another one's whenever a later one comes.
        lawbreaker rewriting breaks prefix_stability {
            after(p, c) => changed_first(&TRUE.before(p), TRUE.after(p, c));
        }
        /// Appends the nodes of a call in reverse.
        lawbreaker upside_down breaks order {
            after(p, c) => reversed_end(&TRUE.before(p), TRUE.after(p, c), c);
        }
        /// Keeps the nodes before the one that is refused.
        lawbreaker half_done breaks all_or_nothing { after(p, c) => one_by_one(p, c); }
        /// Reads the clock of a cause after that of its effect.
        lawbreaker late_clock breaks causality {
            after(p, c) => late_cause(&TRUE.before(p), TRUE.after(p, c), c);
        }
        /// Appends the nodes once more on a retry.
        lawbreaker forgetful_of_retries breaks retry_changes_nothing {
            stays_on_retry(p, c) => TRUE.stays_on_retry(p, c) && c.is_empty();
        }
        /// Says on a retry that the nodes are new.
        lawbreaker proud breaks retry_answers_the_same {
            outcome_of_retry(p, c) => TRUE.outcome(p, c);
        }
        /// Gives nodes back without their links.
        lawbreaker lossy breaks get_what_was_put { got(p, c) => without_links(&TRUE.got(p, c)); }
        /// Proves nothing but the last node.
        lawbreaker short_sighted breaks proofs_are_complete {
            proved(p, i) => TRUE.proved(p, i) && is_last(&TRUE.before(p), *i);
        }
        /// Takes a proof of a node for one of any node with the same id.
        lawbreaker gullible breaks proofs_are_sound {
            fooled(p, i, c) => TRUE.fooled(p, i, c) || same_id(&TRUE.before(p), *i, c);
        }
        /// Takes a node into a head that was given already.
        lawbreaker repainting breaks heads_are_kept {
            keeps_heads(p, c) => TRUE.keeps_heads(p, c) && TRUE.after(p, c).len() == TRUE.before(p).len();
        }
        /// Proves growth only from nothing.
        lawbreaker disconnected breaks growth_is_proved {
            proves_growth(p, c) => TRUE.proves_growth(p, c) && TRUE.before(p).is_empty();
        }
        /// Cuts the tree with the nodes.
        lawbreaker felling breaks pruning_keeps_proofs {
            proves_after_pruning(p, c, i) => TRUE.proves_after_pruning(p, c, i) && pruned_to(&TRUE.after(p, c), *i) == 0;
        }
        /// Keeps the leaves and forgets the nodes above them.
        lawbreaker short_of_peaks breaks pruning_keeps_growth {
            grows_after_pruning(p, c, i) => TRUE.grows_after_pruning(p, c, i) && pruned_to(&TRUE.after(p, c), *i) == 0;
        }
        /// Keeps nodes and loses the payloads beside them.
        lawbreaker careless breaks payloads_stay_until_erased {
            keeps_payloads(p, c) => TRUE.keeps_payloads(p, c) && c.iter().all(|draft| draft.payload().is_none());
        }
        /// Follows a link to any node that has the id of its target.
        lawbreaker misled breaks links_lead_back {
            leads_back(p, i, c) => TRUE.leads_back(p, i, c) && !misleads(p, *i, c);
        }
    }
}
