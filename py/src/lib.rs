//! The Python face of lawful: `lawful._core`.
//!
//! Nothing here decides anything about laws: models written in Python become the erased models of
//! the `lawful` crate, and its reports become frozen classes.

mod adequacy;
mod comparison;
mod covenant;
mod discover;
mod ending;
mod errors;
mod evidence;
mod frozen;
mod given;
mod guard;
mod helpers;
mod hold;
mod interrupts;
mod judge;
mod law;
mod machine;
mod model;
mod op;
mod operad;
mod operad_term;
mod peers;
mod plain;
mod platform;
mod prover;
mod raised;
mod register;
mod registry;
mod regressions;
mod replay;
mod run;
mod sampler;
mod sort;
mod theory;
mod trace;
mod tree;
mod trust;
mod value;
mod waiter;

// Linked for the models that it registers.
use lawful_models as _;
use lawful_operad as _;
use pyo3::prelude::*;

/// The engine of lawful. Use the package `lawful`, which re-exports what is public.
#[pymodule(gil_used = false)]
mod _core {
    use pyo3::prelude::*;

    /// Prepares what is needed when the interpreter ends.
    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        crate::errors::find(module.py());
        Ok(())
    }

    #[pymodule_export]
    use crate::adequacy::measure;
    #[pymodule_export]
    use crate::comparison::{Comparison, Difference, Outcome, compare};
    #[pymodule_export]
    use crate::covenant::{
        Approval, Budget, Call, CallReceipt, Chain, Covenant, CovenantGate, Decision, Guard,
        ReviewGate, ReviewRequest, RunAnswer, Running, Standing, prove_run, verify_proofs,
        verify_run,
    };
    #[pymodule_export]
    use crate::discover::{Discoveries, Discovery, RedundantClaim, discover};
    #[pymodule_export]
    use crate::ending::{_end_runs, _forked};
    #[pymodule_export]
    use crate::evidence::{
        Binding, Counterexample, Evidence, Failure, KillMatrix, LawEvidence, Mutant, NotRun,
        Proved, Refuted, Report, Step, Summary, Tested, Timing, Vacuous, Verdict,
    };
    #[pymodule_export]
    use crate::frozen::_restore;
    #[pymodule_export]
    use crate::hold::{_abandoned, _end_abandoned};
    #[pymodule_export]
    use crate::judge::judge;
    #[pymodule_export]
    use crate::law::{Law, Variable};
    #[pymodule_export]
    use crate::model::{Claim, Model};
    #[pymodule_export]
    use crate::operad::{FiniteOperad, tabulate_operad};
    #[pymodule_export]
    use crate::operad_term::read_term;
    #[pymodule_export]
    use crate::peers::_time_of_crate;
    #[pymodule_export]
    use crate::platform::{
        Attestation, Attested, Certificate, Certified, CertifiedLaw, Challenges, Key, KeyStore,
        Policy, PublicKey, Signature, authenticators, blake3, certify, sha256, stores, verify,
        verify_batch,
    };
    #[pymodule_export]
    use crate::prover::{Settled, Task, settle};
    #[pymodule_export]
    use crate::register::build;
    #[pymodule_export]
    use crate::registry::{add, find, models, origins, require};
    #[pymodule_export]
    use crate::replay::{replay_case, replay_token};
    #[pymodule_export]
    use crate::run::check;
    #[pymodule_export]
    use crate::sampler::{
        Sampler, booleans, dicts, floats, integers, lists, sampled, sets, strategy, text, tuples,
        values,
    };
    #[pymodule_export]
    use crate::theory::{Operation, Theory, lawbreakers, theories};

    #[pymodule_export]
    use crate::trace::{
        Checkpoint, ConsistencyProof, Head, InclusionProof, Link, ProofFile, Receipt, TraceLedger,
        TraceNode, verifier_key,
    };

    #[pymodule_export]
    use crate::trust::{
        _restore_trust, Claims, Coherence, DidDocument, EntityTrust, HardwareBinding, Lct,
        Lifecycle, ManualClock, SignedClaim, SignedWitnessEvent, StatusChange, StatusLedger,
        T3Tensor, TrustColumns, TrustLevel, TrustModel, TrustStore, V3Tensor, continuity, phi,
        reachability, stability, transitive_trust, transitive_trust_array, trust_levels,
        trust_models,
    };

    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");
}
