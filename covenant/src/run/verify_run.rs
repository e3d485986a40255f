//! Was this call authorised? The answer from a ledger or from proof files, offline.

use super::audit::Audit;
use super::scribe::proposal_of;
use super::{RunAnswer, RunsRefused};
use crate::call::Call;
use lawful_platform::TrustedKeys;
use lawful_trace::checkpoint::Policy;
use lawful_trace::merkle::{Tree, tree_hash};
use lawful_trace::proof_file::ProofFile;
use lawful_trace::{Ledger, TraceNode};
use std::ops::ControlFlow;

/// Whom to believe: the key of the log (and its witnesses), and the keys that grant covenants.
#[derive(Debug, Clone, Copy)]
pub struct Believing<'a> {
    /// Who signs heads.
    pub log: &'a Policy,
    /// Who grants.
    pub grantors: &'a TrustedKeys,
}

/// Answers from a ledger and a signed head: was this call authorised, by whom, under which covenant,
/// at what cost?
///
/// All nodes under the head are hashed again, and all records of runs among them are read: so the
/// answer also says that the call happened once, that every execution was authorised before, and that
/// no budget was overspent. `name` is the name of the call, as its [`Receipt`](super::Receipt) has it.
///
/// # Errors
/// If the head is not to be believed, the nodes are not those that it was signed over, a record cannot
/// have happened, the covenant does not hold, or `call` is not the call of that name.
pub fn verify_run(
    ledger: &dyn Ledger,
    head: &[u8],
    name: &str,
    call: &Call,
    believing: Believing<'_>,
) -> Result<RunAnswer, RunsRefused> {
    let believed = believing.log.verify(head)?;
    let (checkpoint, length) = (&believed.checkpoint, ledger.len());
    let signed = checkpoint.head().size;
    if length < signed {
        return Err(RunsRefused::Shorter { length, signed });
    }
    if ledger.first() > 0 {
        return Err(RunsRefused::Pruned(ledger.first()));
    }
    let mut tree = Tree::new(tree_hash(checkpoint.tree_hash_id())?);
    ledger.visit(0..signed, &mut |_, node| {
        tree.append(node.bytes());
        ControlFlow::Continue(())
    });
    if tree.head() != *checkpoint.head() {
        return Err(RunsRefused::OtherNodes);
    }
    let proposal = proposal_of(name);
    let mut audit = Audit::new(Some(believing.grantors), Some(&proposal));
    let mut refused = Ok(());
    ledger.visit(0..signed, &mut |_, node| match audit.step(node) {
        Ok(()) => ControlFlow::Continue(()),
        Err(error) => {
            refused = Err(error);
            ControlFlow::Break(())
        }
    });
    refused?;
    let mut answer = answer(audit, name, call)?;
    answer.whole_ledger = true;
    Ok(answer)
}

/// Makes proof files of the nodes of a call, and of what it follows: everything that a third party
/// needs for [`verify_proofs`].
///
/// # Errors
/// If the head is not to be believed, there is no such call under it, or a node cannot be proved.
pub fn prove_run(
    ledger: &dyn Ledger,
    head: &[u8],
    name: &str,
    log: &Policy,
) -> Result<Vec<ProofFile>, RunsRefused> {
    let believed = log.verify(head)?;
    let size = believed.checkpoint.head().size;
    let no_call = || RunsRefused::NoCall(name.to_owned());
    let head = std::str::from_utf8(head).map_err(|_| no_call())?;
    // From the proposal back to the opening.
    let mut nodes = vec![ledger.find(&proposal_of(name)).ok_or_else(no_call)?];
    while let Some(node) = nodes.last() {
        let cause = node.links().next().map(|link| link.target.to_owned());
        match cause.and_then(|cause| ledger.find(&cause)) {
            Some(cause) => nodes.push(cause),
            None => break,
        }
    }
    let rest = ["a", "d", "x", "r"].map(|part| ledger.find(&format!("{name}/{part}")));
    nodes.extend(rest.into_iter().flatten());
    let mut proofs = Vec::new();
    for node in nodes {
        let index = ledger.index_of(node.id()).ok_or_else(no_call)?;
        if index >= size {
            continue;
        }
        let proof = ledger.prove_at(index, size).map_err(|_| no_call())?;
        let file = ProofFile::new(Some(node.bytes()), &proof, head);
        proofs.push(file.map_err(|_| RunsRefused::NotANode(index))?);
    }
    proofs.sort_by_key(ProofFile::index);
    Ok(proofs)
}

/// Answers from proof files that carry their nodes. What is not there cannot be seen: that the call
/// happened once, and that no budget was overspent, only [`verify_run`] says.
///
/// # Errors
/// As [`verify_run`].
pub fn verify_proofs(
    proofs: &[ProofFile],
    name: &str,
    call: &Call,
    believing: Believing<'_>,
) -> Result<RunAnswer, RunsRefused> {
    let proposal = proposal_of(name);
    let mut audit = Audit::new(Some(believing.grantors), Some(&proposal));
    let mut sorted: Vec<&ProofFile> = proofs.iter().collect();
    sorted.sort_by_key(|proof| proof.index());
    for proof in sorted {
        let (entry, _) = proof.verify_carried(believing.log)?;
        let node = TraceNode::from_bytes(entry.to_vec());
        let node = node.map_err(|_| RunsRefused::NotANode(proof.index()))?;
        audit.step(node.view())?;
    }
    answer(audit, name, call)
}

fn answer(mut audit: Audit<'_>, name: &str, call: &Call) -> Result<RunAnswer, RunsRefused> {
    audit.believe(name)?;
    let (answer, found) = audit
        .answer()
        .ok_or_else(|| RunsRefused::NoCall(name.to_owned()))?;
    let asked = call.digest();
    if found != asked {
        return Err(RunsRefused::OtherCall {
            name: name.to_owned(),
            found,
            asked,
        });
    }
    Ok(answer)
}
