//! Reads the records of runs in order, and refuses what cannot have happened.

use super::guard::ceiling;
use super::record::{Authorised, Proposed, Record, Returned};
use super::{Decided, Ended, Kind, Mode, RunAnswer, RunsRefused};
use crate::budget::Amounts;
use crate::call::Cost;
use crate::capability::{Action, Effect, PermissionRef};
use crate::clock::Moment;
use crate::delegation::{Chain, DelegationError, Mandate};
use crate::digest::Digest;
use lawful_platform::{PublicKey, TrustedKeys};
use lawful_trace::{NodeView, Payload, Relation};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

type Audited<T> = Result<T, RunsRefused>;

/// Reads the records of runs in order.
///
/// What it holds grows with the calls that are open, and with the names of those that are not.
pub(super) struct Audit<'t> {
    /// Whom to believe grants; nobody has to be believed to add up what was spent.
    grantors: Option<&'t TrustedKeys>,
    /// The proposal of the call that is asked about.
    asked: Option<&'t str>,
    answer: Option<(RunAnswer, Digest)>,
    runs: BTreeMap<String, Rc<Run>>,
    plans: BTreeMap<String, Plan>,
    /// Calls that are open, by the record that was last.
    calls: BTreeMap<String, Call>,
    /// Records that something followed.
    followed: BTreeSet<String>,
    accounts: BTreeMap<Digest, Account>,
}

struct Run {
    mandate: Mandate,
    grantor: PublicKey,
    budgets: Vec<(Digest, Amounts)>,
    mode: Mode,
    /// Why the covenant is not to be believed, if so.
    doubt: Option<DelegationError>,
    opening: String,
}

struct Plan {
    run: Rc<Run>,
    steps: Vec<Digest>,
    used: BTreeSet<u32>,
    authorised: bool,
}

struct Call {
    run: Rc<Run>,
    proposal: String,
    proposed: Proposed,
    action: String,
    stage: Stage,
    decided: Decided,
    reserved: Amounts,
    executed: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Proposed,
    Authorised,
    Denied,
    Executed,
}

/// What the records say of a budget.
#[derive(Default)]
struct Account {
    granted: Amounts,
    reserved: Amounts,
    spent: Amounts,
}

impl<'t> Audit<'t> {
    pub fn new(grantors: Option<&'t TrustedKeys>, asked: Option<&'t str>) -> Audit<'t> {
        Audit {
            grantors,
            asked,
            answer: None,
            runs: BTreeMap::new(),
            plans: BTreeMap::new(),
            calls: BTreeMap::new(),
            followed: BTreeSet::new(),
            accounts: BTreeMap::new(),
        }
    }

    /// Returns what was spent under a covenant or link, or may have been: what was set aside for
    /// calls that never returned counts as spent.
    pub fn spent(&self, name: &Digest) -> Amounts {
        let account = self.accounts.get(name);
        account.map_or(Amounts::NONE, |account| {
            account.spent.plus(&account.reserved)
        })
    }

    /// Returns what is recorded of the call that was asked about, and the digest of the call.
    pub fn answer(mut self) -> Option<(RunAnswer, Digest)> {
        let answer = self.answer.take();
        answer.or_else(|| {
            let mut open = self.calls.values();
            let call = open.find(|call| Some(call.proposal.as_str()) == self.asked)?;
            Some((call.answer(None), call.proposed.call))
        })
    }

    /// Looks at the next node; nodes that are not of runs are passed over.
    pub fn step(&mut self, node: NodeView<'_>) -> Audited<()> {
        let fields = node.fields();
        let Some(kind) = fields.kind.and_then(Kind::of_name) else {
            return Ok(());
        };
        let id = fields.id.to_owned();
        let payload = match fields.payload() {
            Payload::Inline(bytes) => bytes,
            Payload::Committed(_) | Payload::None => &[],
        };
        let (record, mode) = Record::read(kind, payload).map_err(|why| RunsRefused::Record {
            node: id.clone(),
            why,
        })?;
        let target = |relation| {
            let mut links = fields.links().filter(|link| link.relation == relation);
            links.next().map(|link| link.target.to_owned())
        };
        let node = Node {
            id,
            kind,
            mode,
            after: target(Relation::Causes).unwrap_or_default(),
        };
        match record {
            Record::Opened(chain) => self.opened(node, &chain),
            Record::PlanProposed { steps } => self.plan_proposed(node, steps),
            Record::PlanAuthorised { .. } => self.plan_decided(node, true),
            Record::PlanDenied { .. } => self.plan_decided(node, false),
            Record::Proposed(proposed) => {
                self.proposed(node, proposed, fields.stimulus.unwrap_or_default())
            }
            Record::Authorised(authorised) => self.authorised(node, authorised),
            Record::Denied { at } => {
                let clause = fields.response.unwrap_or_default().to_owned();
                self.denied(node, Decided::Denied { at, clause })
            }
            Record::Executed => self.executed(node),
            Record::Returned(returned) => {
                let fulfilled = target(Relation::Fulfils);
                self.returned(node, returned, fulfilled.as_deref())
            }
        }
    }

    fn opened(&mut self, node: Node, chain: &[u8]) -> Audited<()> {
        let refused = |why| RunsRefused::Covenant {
            node: node.id.clone(),
            why: Box::new(why),
        };
        let chain = Chain::from_bytes(chain).map_err(refused)?;
        let mandate = chain.unverified().map_err(refused)?;
        let doubt = self
            .grantors
            .and_then(|grantors| chain.verify_signatures(grantors).err());
        let budgets = chain.budgets();
        for (name, granted) in &budgets {
            self.accounts.entry(*name).or_default().granted = *granted;
        }
        let run = Run {
            mandate,
            grantor: chain.grantor().clone(),
            budgets,
            mode: node.mode,
            doubt,
            opening: node.id.clone(),
        };
        self.runs.insert(node.id, Rc::new(run));
        Ok(())
    }

    fn plan_proposed(&mut self, node: Node, steps: Vec<Digest>) -> Audited<()> {
        let run = self.runs.get(&node.after).cloned();
        let run = run.ok_or_else(|| node.missing())?;
        node.of(&run)?;
        let plan = Plan {
            run,
            steps,
            used: BTreeSet::new(),
            authorised: false,
        };
        self.plans.insert(node.id, plan);
        Ok(())
    }

    fn plan_decided(&mut self, node: Node, authorised: bool) -> Audited<()> {
        let Some(mut plan) = self.plans.remove(&node.after) else {
            return Err(self.nothing_to_follow(node));
        };
        if plan.authorised {
            return Err(node.out_of_order());
        }
        node.of(&plan.run)?;
        self.followed.insert(node.after);
        if authorised {
            plan.authorised = true;
            self.plans.insert(node.id, plan);
        }
        Ok(())
    }

    fn proposed(&mut self, node: Node, proposed: Proposed, action: &str) -> Audited<()> {
        let run = match (self.runs.get(&node.after), proposed.step) {
            (Some(run), None) => Rc::clone(run),
            (Some(_), Some(_)) => return Err(node.out_of_order()),
            (None, step) => self.step_of_plan(&node, &proposed.call, step)?,
        };
        node.of(&run)?;
        let expected = run.mandate.name();
        if proposed.mandate != expected {
            return Err(RunsRefused::OtherCovenant {
                node: node.id,
                expected,
                found: proposed.mandate,
            });
        }
        let call = Call {
            run,
            proposal: node.id.clone(),
            proposed,
            action: action.to_owned(),
            stage: Stage::Proposed,
            decided: Decided::Nothing,
            reserved: Amounts::NONE,
            executed: false,
        };
        self.calls.insert(node.id, call);
        Ok(())
    }

    fn step_of_plan(&mut self, node: &Node, call: &Digest, step: Option<u32>) -> Audited<Rc<Run>> {
        let plan = self.plans.get_mut(&node.after);
        let plan = plan.filter(|plan| plan.authorised);
        let (Some(plan), Some(step)) = (plan, step) else {
            return Err(node.missing());
        };
        if plan.steps.get(step as usize) != Some(call) {
            return Err(node.not_permitted("it is not that step of the plan"));
        }
        if !plan.used.insert(step) {
            return Err(node.twice());
        }
        Ok(Rc::clone(&plan.run))
    }

    /// Takes the call whose last record a node follows.
    fn follow(&mut self, node: &Node, stages: &[Stage]) -> Audited<Call> {
        let stage = self.calls.get(&node.after).map(|call| call.stage);
        if stage.is_some_and(|stage| !stages.contains(&stage)) {
            return Err(node.out_of_order());
        }
        let Some(call) = self.calls.remove(&node.after) else {
            return Err(self.nothing_to_follow(node.clone()));
        };
        node.of(&call.run)?;
        self.followed.insert(node.after.clone());
        Ok(call)
    }

    fn nothing_to_follow(&self, node: Node) -> RunsRefused {
        match self.followed.contains(&node.after) {
            true => node.twice(),
            false => node.missing(),
        }
    }

    fn authorised(&mut self, node: Node, authorised: Authorised) -> Audited<()> {
        let mut call = self.follow(&node, &[Stage::Proposed])?;
        let permission = call
            .permission(authorised.by, authorised.at)
            .map_err(|why| node.not_permitted(why))?;
        let reviewers = call
            .reviewers(&authorised)
            .map_err(|why| node.not_permitted(why))?;
        if authorised.reserved != ceiling(&call.proposed.cost) {
            return Err(RunsRefused::Cost(node.id));
        }
        for (name, _) in &call.run.budgets {
            let account = self.accounts.entry(*name).or_default();
            account.reserved = account.reserved.plus(&authorised.reserved);
            let taken = account.reserved.plus(&account.spent);
            if let Some(resource) = account.granted.lacks(&taken) {
                return Err(RunsRefused::Overspent {
                    node: node.id,
                    covenant: *name,
                    resource,
                });
            }
        }
        call.stage = Stage::Authorised;
        call.reserved = authorised.reserved;
        call.decided = Decided::Authorised {
            at: authorised.at,
            by: authorised.by,
            permission,
            reserved: authorised.reserved,
            reviewers,
        };
        self.calls.insert(node.id, call);
        Ok(())
    }

    fn denied(&mut self, node: Node, decided: Decided) -> Audited<()> {
        let mut call = self.follow(&node, &[Stage::Proposed])?;
        (call.stage, call.decided) = (Stage::Denied, decided);
        match call.run.mode {
            // In shadow mode what was denied may be executed all the same.
            Mode::Shadow => {
                self.calls.insert(node.id, call);
            }
            Mode::Enforced => self.done(&call, None),
        }
        Ok(())
    }

    fn executed(&mut self, node: Node) -> Audited<()> {
        let mut call = self.follow(&node, &[Stage::Authorised, Stage::Denied])?;
        (call.stage, call.executed) = (Stage::Executed, true);
        self.calls.insert(node.id, call);
        Ok(())
    }

    fn returned(&mut self, node: Node, returned: Returned, proposal: Option<&str>) -> Audited<()> {
        let call = self.follow(&node, &[Stage::Executed])?;
        if proposal != Some(call.proposal.as_str()) {
            return Err(node.out_of_order());
        }
        let known = !matches!(call.proposed.cost, Cost::AtMost(_));
        if known && returned.spent != ceiling(&call.proposed.cost) {
            return Err(RunsRefused::Cost(node.id));
        }
        for (name, _) in &call.run.budgets {
            let account = self.accounts.entry(*name).or_default();
            account.reserved = account.reserved.minus(&call.reserved);
            // What went beyond the ceiling was paid as far as something was free, which is less.
            let spent = returned.spent.meet(&call.reserved);
            account.spent = account.spent.plus(&spent);
        }
        let ended = Ended {
            at: returned.at,
            outcome: returned.outcome,
            spent: returned.spent,
        };
        self.done(&call, Some(ended));
        Ok(())
    }

    fn done(&mut self, call: &Call, ended: Option<Ended>) {
        if Some(call.proposal.as_str()) == self.asked {
            self.answer = Some((call.answer(ended), call.proposed.call));
        }
    }

    /// Refuses if the covenant of the call that is asked about is not to be believed.
    pub fn believe(&mut self, call: &str) -> Audited<()> {
        let run = call.split_once('/').map_or(call, |(run, _)| run);
        for found in self.runs.values_mut() {
            if found.opening.split_once('/').map(|(run, _)| run) != Some(run) {
                continue;
            }
            if let Some(why) = Rc::get_mut(found).and_then(|run| run.doubt.take()) {
                let node = found.opening.clone();
                let why = Box::new(why);
                return Err(RunsRefused::Covenant { node, why });
            }
        }
        Ok(())
    }
}

/// What every record has.
#[derive(Clone)]
struct Node {
    id: String,
    kind: Kind,
    mode: Mode,
    after: String,
}

impl Node {
    /// Checks that the record says the same as its run about whether the guard enforces.
    fn of(&self, run: &Run) -> Audited<()> {
        if self.mode == run.mode {
            return Ok(());
        }
        Err(RunsRefused::Mode(self.id.clone()))
    }

    fn missing(&self) -> RunsRefused {
        let (node, kind) = (self.id.clone(), self.kind);
        RunsRefused::Missing { node, kind }
    }

    fn out_of_order(&self) -> RunsRefused {
        RunsRefused::Order {
            node: self.id.clone(),
            kind: self.kind,
            after: self.after.clone(),
        }
    }

    fn twice(&self) -> RunsRefused {
        RunsRefused::Twice {
            node: self.id.clone(),
            kind: self.kind,
            after: self.after.clone(),
        }
    }

    fn not_permitted(&self, why: &'static str) -> RunsRefused {
        let node = self.id.clone();
        RunsRefused::NotPermitted { node, why }
    }
}

impl Call {
    /// Checks that the covenant has the permission, that it is for this action, and in time.
    fn permission(&self, by: PermissionRef, at: Moment) -> Result<String, &'static str> {
        let mandate = &self.run.mandate;
        if at < mandate.not_before() || at >= mandate.expires() {
            return Err("it was not in force then");
        }
        if !mandate.delegation().may_use {
            return Err("the holder may pass it on, and not use it");
        }
        let layer = mandate.permissions().layers().nth(usize::from(by.layer));
        let permission = layer.and_then(|layer| layer.iter().nth(by.place as usize));
        let permission = permission.ok_or("it has no such permission")?;
        let action: Action = self.action.parse().map_err(|_| "it is not an action")?;
        let allows = permission.effect() == Effect::Allow && permission.pattern().matches(&action);
        match allows {
            true => Ok(permission.to_string()),
            false => Err("that permission does not allow this action"),
        }
    }

    /// Checks that every approval is a reviewer's, and for this call.
    fn reviewers(&self, authorised: &Authorised) -> Result<Vec<PublicKey>, &'static str> {
        let mut keys = BTreeSet::new();
        for reviewed in &authorised.reviewed {
            let request = &reviewed.request;
            if request.call != self.proposed.call {
                return Err("an approval is for another call");
            }
            let mut gates = self.run.mandate.gates().iter();
            let gate = gates.find(|gate| gate.name() == request.gate);
            let gate = gate.ok_or("an approval is for a gate that it does not have")?;
            for approval in &reviewed.approvals {
                // Whoever is no reviewer does not count, and may have signed anything.
                if gate.reviewers().contains(&approval.key) {
                    if !approval.is_for(request) {
                        return Err("the signature of an approval is bad");
                    }
                    keys.insert(approval.key.clone());
                }
            }
        }
        Ok(keys.into_iter().collect())
    }

    fn answer(&self, ended: Option<Ended>) -> RunAnswer {
        let mandate = &self.run.mandate;
        RunAnswer {
            lineage: mandate.lineage().to_vec(),
            grantor: self.run.grantor.clone(),
            holder: mandate.holder().clone(),
            mode: self.run.mode,
            decided: self.decided.clone(),
            executed: self.executed,
            ended,
            whole_ledger: false,
        }
    }
}
