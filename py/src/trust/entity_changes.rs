//! What changes an entity.

use super::clock;
use super::entity::EntityTrust;
use super::event::SignedWitnessEvent;
use super::refusal;
use crate::given::given;
use crate::platform::PublicKey;
use lawful_trust::DecayRate;
use lawful_trust::entity::Arrival;
use pyo3::prelude::*;

#[pymethods]
impl EntityTrust {
    /// Adds the outcome of an action. A magnitude outside 0 to 1 counts as the nearer end.
    ///
    /// Raises `InvalidInput` if the magnitude is not finite, or the clock went back.
    #[inline]
    #[pyo3(signature = (success, magnitude, *, now=None))]
    fn update_from_outcome(
        &self,
        success: bool,
        #[pyo3(from_py_with = given)] magnitude: f64,
        now: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<()> {
        let now = clock::or_now(now)?;
        self.held()
            .update_from_outcome(success, magnitude, now)
            .map_err(refusal::trust)
    }

    /// Adds what a witness says of whom nothing is known; returns whether it counts. Somebody's word
    /// about themselves does not. However many such witnesses there are, together they count up to a
    /// bound; their praise fades as other evidence does.
    ///
    /// Raises `InvalidInput` if the id is none, or the magnitude is not finite.
    fn receive_witness(
        &self,
        #[pyo3(from_py_with = given)] witness_id: &str,
        success: bool,
        #[pyo3(from_py_with = given)] magnitude: f64,
    ) -> PyResult<bool> {
        self.held()
            .receive_witness(witness_id, success, magnitude)
            .map_err(refusal::trust)
    }

    /// Adds what another entity says; its own trust bounds what it counts. Returns whether it counts.
    ///
    /// Raises `InvalidInput` if the magnitude is not finite.
    fn receive_witness_of(
        &self,
        witness: &Bound<'_, EntityTrust>,
        success: bool,
        #[pyo3(from_py_with = given)] magnitude: f64,
    ) -> PyResult<bool> {
        // A copy: the witness may be this very entity.
        let witness = witness.get().held().clone();
        self.held()
            .receive_witness_of(&witness, success, magnitude)
            .map_err(refusal::trust)
    }

    /// Records that this entity has witnessed another one.
    ///
    /// Raises `InvalidInput` if the id is none, or the magnitude is not finite.
    fn give_witness(
        &self,
        #[pyo3(from_py_with = given)] target_id: &str,
        success: bool,
        #[pyo3(from_py_with = given)] magnitude: f64,
    ) -> PyResult<()> {
        self.held()
            .give_witness(target_id, success, magnitude)
            .map_err(refusal::trust)
    }

    /// Hears a signed event: each counts once. Returns `new`, `repeated`, or `too old` to know.
    ///
    /// `witness` is the entity that signed, whose trust bounds what it counts; without it nothing is
    /// known of the witness.
    ///
    /// Raises `BadSignature` if the key did not sign it, `InvalidInput` if it is about somebody else or
    /// another entity has signed than `witness`.
    #[pyo3(signature = (event, public_key, *, witness=None))]
    fn hear(
        &self,
        event: &SignedWitnessEvent,
        public_key: &PublicKey,
        witness: Option<&Bound<'_, EntityTrust>>,
    ) -> PyResult<&'static str> {
        let verified = event.0.verify(&public_key.0).map_err(refusal::witness)?;
        // A copy: the witness may be this very entity.
        let witness = witness.map(|witness| witness.get().held().clone());
        let arrival = self.held().hear(&verified, witness.as_ref());
        arrival.map(Arrival::name).map_err(refusal::witness)
    }

    /// Lets days go by at a rate per day; returns whether training moved by more than 0.001.
    ///
    /// Raises `InvalidInput` if the days are negative or not finite, or the rate is not from 0 to 1.
    #[inline]
    fn apply_decay(
        &self,
        #[pyo3(from_py_with = given)] days_inactive: f64,
        #[pyo3(from_py_with = given)] decay_rate: f64,
    ) -> PyResult<bool> {
        self.held()
            .apply_decay(days_inactive, decay_rate)
            .map_err(refusal::trust)
    }

    /// Lets the time go by since `known_until`: time before the last action does not count. In the model
    /// web4-0.1 nothing happens within a day, as in the published packages.
    ///
    /// Raises `InvalidInput` if the clock went back, or the rate is not from 0 to 1.
    #[pyo3(signature = (now=None, decay_rate=0.01))]
    fn decay_until(
        &self,
        now: Option<&Bound<'_, PyAny>>,
        #[pyo3(from_py_with = given)] decay_rate: f64,
    ) -> PyResult<bool> {
        let rate = DecayRate::new(decay_rate).map_err(refusal::trust)?;
        let now = clock::or_now(now)?;
        self.held().decay_until(now, rate).map_err(refusal::trust)
    }

    /// Notes that something came at a time, the word of a witness for instance: what is known does not
    /// fade for the time before it.
    ///
    /// Raises `InvalidInput` if the clock went back.
    #[pyo3(signature = (now=None))]
    fn come_to(&self, now: Option<&Bound<'_, PyAny>>) -> PyResult<()> {
        let now = clock::or_now(now)?;
        self.held().come_to(now).map_err(refusal::trust)
    }

    /// Returns a copy as it is at a time, with the decay until then.
    ///
    /// Raises `InvalidInput` if the time is before what is known, or the rate is not from 0 to 1.
    #[pyo3(signature = (time, decay_rate=0.01))]
    fn as_of(
        &self,
        time: &Bound<'_, PyAny>,
        #[pyo3(from_py_with = given)] decay_rate: f64,
    ) -> PyResult<EntityTrust> {
        let rate = DecayRate::new(decay_rate).map_err(refusal::trust)?;
        let time = clock::or_now(Some(time))?;
        self.held()
            .as_of(time, rate)
            .map(EntityTrust::of)
            .map_err(refusal::trust)
    }
}
