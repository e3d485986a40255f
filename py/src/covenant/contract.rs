//! Covenants as a frozen class.

use super::asked::{Asked, Rate};
use super::budget::Budget;
use super::chain::Chain;
use super::parties::Party;
use super::permission_texts::PermissionTexts;
use super::refusal::{self, CovenantError};
use super::review_gate::ReviewGate;
use super::revocations::revocations;
use super::{terms, time};
use crate::errors::invalid;
use crate::frozen::first_word;
use crate::given::given;
use crate::guard::detached;
use crate::platform::{Key, PublicKey};
use lawful_covenant::lifecycle::{self, Act, AnyCovenant, History, LifecycleError, Step};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyType};
use std::sync::Arc;

/// A contract with an agent: what it may do, how much, how long, with which reviews, and why.
///
/// It is proposed, perhaps negotiated, granted, and at last revoked, expired or amended. Every move
/// is signed by a key that the covenant names, and gives a new object; one that cannot be made raises
/// `CovenantError`. Nothing that is not permitted is allowed, and a permission with `!` before it
/// wins. A resource without a budget cannot be spent.
///
/// >>> from lawful.covenant import Budget, Covenant
/// >>> from lawful.platform import KeyStore
/// >>> store = KeyStore.memory()
/// >>> owner, agent = store.new_key("owner"), store.new_key("agent")
/// >>> proposed = Covenant.propose(
/// ...     by=agent,
/// ...     grantor=owner,
/// ...     permissions=["fs.write:/srv/app/**", "!fs.write:/srv/app/secrets/**"],
/// ...     budget=Budget(calls=100),
/// ...     reason="release 1.2",
/// ... )
/// >>> proposed.grant(agent)
/// Traceback (most recent call last):
/// lawful.errors.CovenantError: the key `ed25519:...` may not do this: the covenant names ...
/// >>> granted = proposed.grant(owner)
/// >>> granted.status, granted.revoke(owner, "it is done").status
/// ('granted', 'revoked')
#[pyclass(frozen, eq, module = "lawful.covenant")]
#[derive(PartialEq)]
pub struct Covenant(pub Arc<History>);

/// A step: what, when, who, why.
type Told<'py> = (&'static str, Bound<'py, PyAny>, Option<PublicKey>, String);

impl Covenant {
    fn of(covenant: &History) -> Covenant {
        Covenant(Arc::new(covenant.clone()))
    }

    fn any(&self) -> AnyCovenant {
        AnyCovenant::from((*self.0).clone())
    }

    fn terms(&self) -> &lifecycle::Terms {
        self.0.terms()
    }

    fn misplaced(&self, deed: &'static str) -> LifecycleError {
        LifecycleError::Status {
            status: self.0.status(),
            deed,
        }
    }

    /// Returns the granted covenant.
    ///
    /// # Errors
    /// If it is in another state.
    pub fn granted(&self) -> PyResult<lifecycle::Covenant<lifecycle::Granted>> {
        self.any().into_granted().map_err(refusal::lifecycle)
    }
}

#[pymethods]
impl Covenant {
    /// Proposes a covenant.
    ///
    /// `by` is the key of whoever proposes; `grantor` alone can grant it; `holder` may act under it, by
    /// default the proposer. It holds from `not_before`, by default now, for `seconds` or until
    /// `expires`; without either, for an hour. `rates` are tuples of a resource, the most, and a window
    /// in milliseconds. `revokers` may revoke it beside the grantor. It may be passed on `depth` times,
    /// one after the other; with `may_use=False` only that.
    ///
    /// Raises `InvalidInput` if a permission, an amount or a time is none.
    #[staticmethod]
    #[pyo3(signature = (*, by, grantor, permissions=None, budget=None, review_gates=None, reason="",
        holder=None, rates=None, seconds=None, expires=None, not_before=None, revokers=None, depth=0,
        may_use=true, now=None))]
    #[expect(clippy::too_many_arguments, reason = "they are what a covenant says")]
    fn propose<'py>(
        py: Python<'py>,
        by: &Bound<'py, Key>,
        #[pyo3(from_py_with = given)] grantor: Party<'py>,
        #[pyo3(from_py_with = given)] permissions: Option<PermissionTexts>,
        budget: Option<&Bound<'py, PyAny>>,
        review_gates: Option<Vec<Bound<'py, ReviewGate>>>,
        #[pyo3(from_py_with = given)] reason: &str,
        #[pyo3(from_py_with = given)] holder: Option<Party<'py>>,
        rates: Option<Vec<Rate>>,
        #[pyo3(from_py_with = given)] seconds: Option<f64>,
        expires: Option<&Bound<'py, PyAny>>,
        not_before: Option<&Bound<'py, PyAny>>,
        #[pyo3(from_py_with = given)] revokers: Option<Vec<Party<'py>>>,
        #[pyo3(from_py_with = given)] depth: u8,
        may_use: bool,
        now: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Covenant> {
        const HOUR: f64 = 3600.0;
        let key = by.get();
        let now = time::or_now(now)?;
        let proposer = lawful_platform::Signer::public_key(&key.0).clone();
        let holder = match holder {
            Some(holder) => holder.key()?,
            None => proposer.clone(),
        };
        let expires_at = time::after(now, HOUR)?;
        let made = lifecycle::Terms::new(grantor.key()?, holder, now, expires_at);
        let mut terms = made.map_err(invalid)?;
        terms.parties.proposer = proposer;
        let asked = Asked {
            permissions,
            budget,
            review_gates,
            rates,
            reason: Some(reason),
            seconds: seconds.or(expires.is_none().then_some(HOUR)),
            expires,
            not_before,
            revokers,
            depth: Some(depth),
            may_use: Some(may_use),
        };
        asked.change(&mut terms, now)?;
        let proposed = detached(py, || lifecycle::Covenant::propose(terms, &key.0, now))?;
        let proposed = proposed.map_err(refusal::lifecycle)?;
        Ok(Covenant::of(proposed.history()))
    }

    /// Answers with other terms, which replace these; what is not given stays.
    ///
    /// `by` is the key of the holder, the grantor or the proposer.
    ///
    /// Raises `CovenantError` if the covenant is granted or over, or does not name the key.
    #[pyo3(signature = (by, *, permissions=None, budget=None, review_gates=None, reason=None,
        rates=None, seconds=None, expires=None, not_before=None, revokers=None, depth=None,
        may_use=None, now=None))]
    #[expect(clippy::too_many_arguments, reason = "they are what a covenant says")]
    fn negotiate<'py>(
        &self,
        py: Python<'py>,
        by: &Bound<'py, Key>,
        #[pyo3(from_py_with = given)] permissions: Option<PermissionTexts>,
        budget: Option<&Bound<'py, PyAny>>,
        review_gates: Option<Vec<Bound<'py, ReviewGate>>>,
        #[pyo3(from_py_with = given)] reason: Option<&str>,
        rates: Option<Vec<Rate>>,
        #[pyo3(from_py_with = given)] seconds: Option<f64>,
        expires: Option<&Bound<'py, PyAny>>,
        not_before: Option<&Bound<'py, PyAny>>,
        #[pyo3(from_py_with = given)] revokers: Option<Vec<Party<'py>>>,
        #[pyo3(from_py_with = given)] depth: Option<u8>,
        may_use: Option<bool>,
        now: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Covenant> {
        let (key, now) = (by.get(), time::or_now(now)?);
        let mut terms = self.terms().clone();
        let asked = Asked {
            permissions,
            budget,
            review_gates,
            rates,
            reason,
            seconds,
            expires,
            not_before,
            revokers,
            depth,
            may_use,
        };
        asked.change(&mut terms, now)?;
        let open = self.any();
        let done = detached(py, || match open {
            AnyCovenant::Proposed(open) => open
                .negotiate(terms, &key.0, now)
                .map(|done| Covenant::of(done.history()))
                .map_err(|refused| refused.why),
            AnyCovenant::Negotiating(open) => open
                .negotiate(terms, &key.0, now)
                .map(|done| Covenant::of(done.history()))
                .map_err(|refused| refused.why),
            _ => Err(self.misplaced("negotiated")),
        })?;
        done.map_err(refusal::lifecycle)
    }

    /// Grants the covenant with the key of the grantor.
    ///
    /// Raises `CovenantError` if it is not open, names another grantor, or its time is over.
    #[pyo3(signature = (key, *, now=None))]
    fn grant(
        &self,
        py: Python<'_>,
        key: &Bound<'_, Key>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Covenant> {
        let (key, now) = (key.get(), time::or_now(now)?);
        let open = self.any();
        let done = detached(py, || match open {
            AnyCovenant::Proposed(open) => open
                .grant(&key.0, now)
                .map(|done| Covenant::of(done.history()))
                .map_err(|refused| refused.why),
            AnyCovenant::Negotiating(open) => open
                .grant(&key.0, now)
                .map(|done| Covenant::of(done.history()))
                .map_err(|refused| refused.why),
            _ => Err(self.misplaced("granted")),
        })?;
        done.map_err(refusal::lifecycle)
    }

    /// Revokes the covenant, and all that was passed on from it: when this returns, no gate and no
    /// guard of this process allows anything under it.
    ///
    /// Raises `CovenantError` if it is not granted, or does not name the key for this.
    #[pyo3(signature = (key, reason="", *, now=None))]
    fn revoke(
        &self,
        py: Python<'_>,
        key: &Bound<'_, Key>,
        #[pyo3(from_py_with = given)] reason: &str,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Covenant> {
        let (key, now) = (key.get(), time::or_now(now)?);
        let AnyCovenant::Granted(granted) = self.any() else {
            return Err(refusal::lifecycle(self.misplaced("revoked")));
        };
        let done = detached(py, || granted.revoke(&key.0, reason, now, revocations()))?;
        match done {
            Ok(done) => Ok(Covenant::of(done.history())),
            Err(refused) => Err(refusal::lifecycle(refused.why)),
        }
    }

    /// Says that the covenant's time is over. A gate denies from then on anyway.
    ///
    /// Raises `CovenantError` if it is not, or the covenant is not granted.
    #[pyo3(signature = (*, now=None))]
    fn expire(&self, now: Option<&Bound<'_, PyAny>>) -> PyResult<Covenant> {
        let AnyCovenant::Granted(granted) = self.any() else {
            return Err(refusal::lifecycle(self.misplaced("declared expired")));
        };
        match granted.expire(time::or_now(now)?) {
            Ok(done) => Ok(Covenant::of(done.history())),
            Err(refused) => Err(refusal::lifecycle(refused.why)),
        }
    }

    /// Proposes an amendment: a new covenant that names this one; what is not given stays.
    ///
    /// This one holds on until the amendment is granted, and `amended_by` puts it in its place.
    ///
    /// Raises `CovenantError` if this one is not granted.
    #[pyo3(signature = (by, *, permissions=None, budget=None, review_gates=None, reason=None,
        rates=None, seconds=None, expires=None, not_before=None, revokers=None, depth=None,
        may_use=None, now=None))]
    #[expect(clippy::too_many_arguments, reason = "they are what a covenant says")]
    fn amend<'py>(
        &self,
        py: Python<'py>,
        by: &Bound<'py, Key>,
        #[pyo3(from_py_with = given)] permissions: Option<PermissionTexts>,
        budget: Option<&Bound<'py, PyAny>>,
        review_gates: Option<Vec<Bound<'py, ReviewGate>>>,
        #[pyo3(from_py_with = given)] reason: Option<&str>,
        rates: Option<Vec<Rate>>,
        #[pyo3(from_py_with = given)] seconds: Option<f64>,
        expires: Option<&Bound<'py, PyAny>>,
        not_before: Option<&Bound<'py, PyAny>>,
        #[pyo3(from_py_with = given)] revokers: Option<Vec<Party<'py>>>,
        #[pyo3(from_py_with = given)] depth: Option<u8>,
        may_use: Option<bool>,
        now: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Covenant> {
        let (key, now) = (by.get(), time::or_now(now)?);
        let AnyCovenant::Granted(granted) = self.any() else {
            return Err(refusal::lifecycle(self.misplaced("amended")));
        };
        let mut terms = self.terms().clone();
        terms.parties.proposer = lawful_platform::Signer::public_key(&key.0).clone();
        let asked = Asked {
            permissions,
            budget,
            review_gates,
            rates,
            reason,
            seconds,
            expires,
            not_before,
            revokers,
            depth,
            may_use,
        };
        asked.change(&mut terms, now)?;
        let done = detached(py, || granted.amend(terms, &key.0, now))?;
        done.map(|done| Covenant::of(done.history()))
            .map_err(refusal::lifecycle)
    }

    /// Puts a granted amendment in the place of this covenant, which ends like a revoked one.
    ///
    /// Raises `CovenantError` if either is not granted, the other one does not replace this one, or
    /// the key is not the grantor's.
    #[pyo3(signature = (amendment, key, *, now=None))]
    fn amended_by(
        &self,
        py: Python<'_>,
        amendment: &Bound<'_, Covenant>,
        key: &Bound<'_, Key>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Covenant> {
        let (key, now) = (key.get(), time::or_now(now)?);
        let AnyCovenant::Granted(granted) = self.any() else {
            return Err(refusal::lifecycle(self.misplaced("amended")));
        };
        let amendment = amendment.get().granted()?;
        let done = detached(py, || {
            granted.amended_by(&amendment, &key.0, now, revocations())
        })?;
        match done {
            Ok(done) => Ok(Covenant::of(done.history())),
            Err(refused) => Err(refusal::lifecycle(refused.why)),
        }
    }

    /// Passes a granted covenant on to another holder, with the key of this one's holder.
    ///
    /// The other one gets what both this covenant and the arguments allow: never more permissions,
    /// budget or time, never fewer gates. What is not given is as much as there is.
    ///
    /// Raises `CovenantError` if it is not granted, may not be passed on, or the key is not the
    /// holder's.
    #[pyo3(signature = (by, *, to, permissions=None, budget=None, review_gates=None, rates=None,
        seconds=None, expires=None, not_before=None, depth=0, may_use=true, now=None))]
    #[expect(clippy::too_many_arguments, reason = "they are what a covenant says")]
    fn delegate<'py>(
        &self,
        py: Python<'py>,
        by: &Bound<'py, Key>,
        #[pyo3(from_py_with = given)] to: Party<'py>,
        #[pyo3(from_py_with = given)] permissions: Option<PermissionTexts>,
        budget: Option<&Bound<'py, PyAny>>,
        review_gates: Option<Vec<Bound<'py, ReviewGate>>>,
        rates: Option<Vec<Rate>>,
        #[pyo3(from_py_with = given)] seconds: Option<f64>,
        expires: Option<&Bound<'py, PyAny>>,
        not_before: Option<&Bound<'py, PyAny>>,
        #[pyo3(from_py_with = given)] depth: u8,
        may_use: bool,
        now: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Chain> {
        let asked = Asked {
            permissions,
            budget,
            review_gates,
            rates,
            reason: None,
            seconds,
            expires,
            not_before,
            revokers: None,
            depth: Some(depth),
            may_use: Some(may_use),
        };
        Chain::begin(self)?.pass_on(py, by, &to, &asked, now)
    }

    /// Makes known to all gates of this process that the covenant was revoked or amended, as its
    /// stored form shows; returns whether it was.
    fn make_known(&self) -> bool {
        revocations().learn_history(&self.0)
    }

    /// The state: `proposed`, `negotiating`, `granted`, `revoked`, `expired` or `amended`.
    #[getter]
    fn status(&self) -> String {
        self.0.status().to_string()
    }

    /// The name of the covenant: the digest of its terms, 64 hexadecimal digits.
    #[getter]
    fn digest(&self) -> String {
        self.0.digest().to_string()
    }

    /// The permissions: layers, each of which must allow. As proposed there is one.
    #[getter]
    fn permissions(&self) -> Vec<Vec<String>> {
        terms::layers(&self.terms().permissions)
    }

    /// How much may be spent.
    #[getter]
    fn budget(&self) -> Budget {
        Budget(self.terms().budget)
    }

    /// How fast: tuples of a resource, the most, and the window in milliseconds.
    #[getter]
    fn rates(&self) -> Vec<(&'static str, u64, u64)> {
        terms::rates(&self.terms().rates)
    }

    /// With which reviews.
    #[getter]
    fn review_gates(&self) -> Vec<ReviewGate> {
        terms::gates(&self.terms().gates)
    }

    /// Why.
    #[getter]
    fn reason(&self) -> &str {
        &self.terms().reason
    }

    /// From when on it holds.
    #[getter]
    fn not_before<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        time::to_python(py, self.terms().not_before)
    }

    /// From when on it does not hold any more.
    #[getter]
    fn expires<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        time::to_python(py, self.terms().expires)
    }

    /// How many times it may be passed on, one after the other.
    #[getter]
    fn depth(&self) -> u8 {
        self.terms().delegation.depth
    }

    /// Whether the holder may use it, and not only pass it on.
    #[getter]
    fn may_use(&self) -> bool {
        self.terms().delegation.may_use
    }

    /// Who proposed it first.
    #[getter]
    fn proposer(&self) -> PublicKey {
        PublicKey(self.terms().parties.proposer.clone())
    }

    /// Who alone can grant it.
    #[getter]
    fn grantor(&self) -> PublicKey {
        PublicKey(self.terms().parties.grantor.clone())
    }

    /// Who may act under it.
    #[getter]
    fn holder(&self) -> PublicKey {
        PublicKey(self.terms().parties.holder.clone())
    }

    /// Who may revoke it beside the grantor.
    #[getter]
    fn revokers(&self) -> Vec<PublicKey> {
        terms::public(&self.terms().parties.revokers)
    }

    /// The digest of the covenant, or of the earlier proposal, whose place these terms take.
    #[getter]
    fn replaces(&self) -> Option<String> {
        self.terms().replaces.map(|digest| digest.to_string())
    }

    /// What happened to it: tuples of what, when, by whom, and why.
    #[getter]
    fn steps<'py>(&self, py: Python<'py>) -> PyResult<Vec<Told<'py>>> {
        let signed = |what, act: &Act| {
            let at = time::to_python(py, act.at)?;
            Ok((
                what,
                at,
                Some(PublicKey(act.key.clone())),
                act.reason.clone(),
            ))
        };
        let told = |step: &Step| match step {
            Step::Propose(_, act) => signed("proposed", act),
            Step::Negotiate(_, act) => signed("negotiated", act),
            Step::Grant(act) => signed("granted", act),
            Step::Revoke(act) => signed("revoked", act),
            Step::Amend(act) => signed("amended", act),
            Step::Expire(at) => Ok(("expired", time::to_python(py, *at)?, None, String::new())),
        };
        self.0.steps().iter().map(told).collect()
    }

    /// Returns the stored form.
    fn to_bytes<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.0.to_bytes())
    }

    /// Reads a stored form, and takes every step again: signatures, keys, times and order.
    ///
    /// Raises `DamagedFile` if the bytes are none, `FutureVersion` if a later version wrote them, and
    /// `CovenantError` if they tell of a step that cannot be taken.
    #[classmethod]
    #[pyo3(signature = (data, /))]
    fn from_bytes(
        _class: &Bound<'_, PyType>,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] data: &[u8],
    ) -> PyResult<Covenant> {
        let history = detached(py, || History::from_bytes(data))?;
        let history = history.map_err(refusal::lifecycle)?;
        Ok(Covenant(Arc::new(history)))
    }

    fn __bytes__<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        self.to_bytes(py)
    }

    fn __hash__(&self) -> u64 {
        first_word(self.0.digest().as_bytes())
    }

    fn __repr__(&self) -> String {
        format!("<Covenant {} {}>", self.0.digest().short(), self.0.status())
    }

    fn __reduce__<'py>(
        &self,
        py: Python<'py>,
    ) -> PyResult<(Bound<'py, PyAny>, (Bound<'py, PyBytes>,))> {
        let restore = py.get_type::<Self>().getattr("from_bytes")?;
        Ok((restore, (self.to_bytes(py),)))
    }

    fn __copy__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __deepcopy__(this: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        this
    }
}

/// Returns the error for something that is neither a covenant nor a chain.
pub fn no_covenant(given: &Bound<'_, PyAny>) -> PyErr {
    match given.get_type().name() {
        Ok(name) => invalid(format!(
            "a `{name}` is no covenant; give a `Covenant` or a `Chain`"
        )),
        Err(error) => error,
    }
}

/// Returns the error for something that was closed.
pub fn closed(what: &str) -> PyErr {
    CovenantError::new_err(format!("the {what} is closed; open another one"))
}
