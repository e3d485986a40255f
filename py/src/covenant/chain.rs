//! Covenants that were passed on, as a frozen class.

use super::asked::{Asked, Rate};
use super::budget::Budget;
use super::contract::Covenant;
use super::parties::{Party, grantors};
use super::permission_texts::PermissionTexts;
use super::refusal;
use super::review_gate::ReviewGate;
use super::revocations::revocations;
use super::{terms, time};
use crate::errors::invalid;
use crate::frozen::first_word;
use crate::given::given;
use crate::guard::detached;
use crate::platform::{Key, PublicKey, refusal as keys};
use lawful_covenant::delegation::{self, Mandate, Request, Revocation};
use lawful_platform::TrustedKeys;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyType};

/// A granted covenant and how it was passed on: what its last holder may do, signed link by link.
///
/// `Covenant.delegate` makes one. It can be verified offline with the keys that may grant.
///
/// >>> from lawful.covenant import Budget, Chain, Covenant
/// >>> from lawful.platform import KeyStore
/// >>> store = KeyStore.memory()
/// >>> owner, agent, helper = (store.new_key(name) for name in ("owner", "agent", "helper"))
/// >>> granted = Covenant.propose(
/// ...     by=agent, grantor=owner, permissions=["fs.*:/srv/**"], budget={"calls": 9}, depth=1
/// ... ).grant(owner)
/// >>> chain = granted.delegate(agent, to=helper, permissions=["fs.read:**"], budget={"calls": 99})
/// >>> chain.holder == helper.public_key, chain.budget
/// (True, Budget(calls=9))
/// >>> Chain.from_bytes(chain.to_bytes()).verify([owner])
#[pyclass(frozen, eq, module = "lawful.covenant")]
pub struct Chain {
    pub chain: delegation::Chain,
    mandate: Mandate,
}

impl PartialEq for Chain {
    fn eq(&self, other: &Chain) -> bool {
        self.chain == other.chain
    }
}

impl Chain {
    /// Checks every signature as if whoever granted were trusted: whether they are is for
    /// [`Chain::verify`].
    fn of(chain: delegation::Chain) -> PyResult<Chain> {
        let grantor: TrustedKeys = [chain.grantor().clone()].into_iter().collect();
        let mandate = chain.verify_signatures(&grantor);
        Ok(Chain {
            mandate: mandate.map_err(refusal::delegation)?,
            chain,
        })
    }

    /// Begins a chain with a granted covenant.
    ///
    /// # Errors
    /// If it is in another state.
    pub fn begin(covenant: &Covenant) -> PyResult<Chain> {
        let granted = covenant.granted()?;
        Chain::of(delegation::Chain::new(&granted).map_err(refusal::delegation)?)
    }

    /// Passes on what the chain leaves.
    pub fn pass_on(
        &self,
        py: Python<'_>,
        by: &Bound<'_, Key>,
        to: &Party<'_>,
        asked: &Asked<'_, '_>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Chain> {
        let key = by.get();
        let mut request = Request::all_of(&self.mandate, to.key()?);
        asked.narrow(&mut request, time::or_now(now)?)?;
        detached(py, || {
            self.chain
                .delegate(request, &key.0)
                .map_err(refusal::delegation)
                .and_then(Chain::of)
        })?
    }
}

#[pymethods]
impl Chain {
    /// Passes this on to another holder, as `Covenant.delegate` does.
    ///
    /// Raises `CovenantError` if it may not be passed on, or the key is not the holder's.
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
        self.pass_on(py, by, &to, &asked, now)
    }

    /// Verifies the chain as of now, for those who may grant.
    ///
    /// Raises `CovenantError` if the grantor is not one of them, it is not time, or something that it
    /// comes from was revoked.
    #[pyo3(signature = (grantors, *, now=None))]
    fn verify(
        &self,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] grantors: Vec<Party<'_>>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        let (grantors, now) = (self::grantors(Some(&grantors))?, time::or_now(now)?);
        let verified = detached(py, || self.chain.verify(&grantors, revocations(), now))?;
        verified.map(|_| ()).map_err(refusal::delegation)
    }

    /// Revokes what was passed on last, or the covenant or link of a digest, and with it all that was
    /// passed on from there: no gate and no guard of this process allows anything under it.
    ///
    /// The key is the grantor's, a revoker's, or of somebody who passed it on.
    ///
    /// Raises `CovenantError` if the key may not, or there is no such link.
    #[pyo3(signature = (key, reason="", *, link=None, now=None))]
    fn revoke(
        &self,
        py: Python<'_>,
        key: &Bound<'_, Key>,
        #[pyo3(from_py_with = given)] reason: &str,
        #[pyo3(from_py_with = given)] link: Option<&str>,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        let (key, now) = (key.get(), time::or_now(now)?);
        let lineage = self.mandate.lineage();
        let target = match link {
            None => self.mandate.name(),
            Some(link) => *lineage
                .iter()
                .find(|digest| digest.to_string() == link)
                .ok_or_else(|| {
                    let shown: String = link.chars().take(80).collect();
                    invalid(format!("the chain has no covenant or link `{shown}`"))
                })?,
        };
        let grantor: TrustedKeys = [self.chain.grantor().clone()].into_iter().collect();
        detached(py, || {
            let signed = Revocation::sign(target, now, reason, &key.0).map_err(keys::sign)?;
            self.chain
                .revoke(&signed, &grantor, revocations())
                .map_err(refusal::delegation)
        })?
    }

    /// The names from the covenant to the last link, 64 hexadecimal digits each.
    #[getter]
    fn lineage(&self) -> Vec<String> {
        let lineage = self.mandate.lineage().iter();
        lineage.map(ToString::to_string).collect()
    }

    /// The name of the last link.
    #[getter]
    fn digest(&self) -> String {
        self.mandate.name().to_string()
    }

    /// Who granted the covenant.
    #[getter]
    fn grantor(&self) -> PublicKey {
        PublicKey(self.chain.grantor().clone())
    }

    /// Who may act.
    #[getter]
    fn holder(&self) -> PublicKey {
        PublicKey(self.mandate.holder().clone())
    }

    /// The permissions: layers, each of which must allow.
    #[getter]
    fn permissions(&self) -> Vec<Vec<String>> {
        terms::layers(self.mandate.permissions())
    }

    /// How much may be spent.
    #[getter]
    fn budget(&self) -> Budget {
        Budget(*self.mandate.budget())
    }

    /// How fast: tuples of a resource, the most, and the window in milliseconds.
    #[getter]
    fn rates(&self) -> Vec<(&'static str, u64, u64)> {
        terms::rates(self.mandate.rates())
    }

    /// With which reviews.
    #[getter]
    fn review_gates(&self) -> Vec<ReviewGate> {
        terms::gates(self.mandate.gates())
    }

    /// From when on it holds.
    #[getter]
    fn not_before<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        time::to_python(py, self.mandate.not_before())
    }

    /// From when on it does not hold any more.
    #[getter]
    fn expires<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        time::to_python(py, self.mandate.expires())
    }

    /// How many times it may be passed on, one after the other.
    #[getter]
    fn depth(&self) -> u8 {
        self.mandate.delegation().depth
    }

    /// Whether the holder may use it, and not only pass it on.
    #[getter]
    fn may_use(&self) -> bool {
        self.mandate.delegation().may_use
    }

    /// Returns the stored form.
    fn to_bytes<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.chain.to_bytes())
    }

    /// Reads a stored form and checks every signature; whom to trust is for `verify`.
    ///
    /// Raises `DamagedFile` if the bytes are none, `FutureVersion` if a later version wrote them, and
    /// `CovenantError` if a link is missing, repeated, in another place, or badly signed.
    #[classmethod]
    #[pyo3(signature = (data, /))]
    fn from_bytes(
        _class: &Bound<'_, PyType>,
        py: Python<'_>,
        #[pyo3(from_py_with = given)] data: &[u8],
    ) -> PyResult<Chain> {
        detached(py, || {
            delegation::Chain::from_bytes(data)
                .map_err(refusal::delegation)
                .and_then(Chain::of)
        })?
    }

    fn __bytes__<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        self.to_bytes(py)
    }

    fn __hash__(&self) -> u64 {
        first_word(self.chain.digest().as_bytes())
    }

    fn __repr__(&self) -> String {
        let (name, links) = (self.mandate.name(), self.chain.links().len());
        format!("<Chain {} of {links} links>", name.short())
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
