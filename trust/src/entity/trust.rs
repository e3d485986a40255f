//! The trust in one entity.

use super::parts::Parts;
use super::{Arrival, Companion, Companions, EntityId, EntityRecord, Words};
use crate::error::finite;
use crate::model::{Rules, Standing, Testimony, WitnessStanding, default_rules};
use crate::{Decay, DecayRate, Dimension, T3Tensor, TrustError, TrustLevel, V3Tensor};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The trust in one entity: what its model keeps, who witnessed, how often it acted and when.
///
/// Updates and decay neither allocate nor search. Nothing changes when an error is returned.
///
/// ```
/// use lawful_trust::EntityTrust;
/// let now = "2026-01-24T12:00:00Z".parse().unwrap();
/// let mut entity = EntityTrust::new("test:verify", now).unwrap();
/// entity.update_from_outcome(true, 0.1, now).unwrap();
/// assert_eq!(format!("{:.4}", entity.t3_average()), "0.5167");
/// assert_eq!(entity.trust_level().to_string(), "Medium");
/// assert!(entity.update_from_outcome(true, f64::NAN, now).is_err());
/// assert_eq!(entity.action_count(), 1);
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "EntityRecord", into = "EntityRecord")]
pub struct EntityTrust(pub(super) Box<Parts>);

const OUTCOME: [Dimension; 4] = [
    Dimension::Talent,
    Dimension::Training,
    Dimension::Temperament,
    Dimension::Valuation,
];
const WITNESS: [Dimension; 3] = [
    Dimension::Temperament,
    Dimension::Veracity,
    Dimension::Validity,
];

impl EntityTrust {
    /// Makes an entity of which nothing is known, in the default model.
    ///
    /// # Errors
    /// If the id is not an [`EntityId`].
    pub fn new(id: &str, now: Timestamp) -> Result<EntityTrust, TrustError> {
        EntityTrust::with_model(id, default_rules(), now)
    }

    /// Makes an entity of which nothing is known, in a model that [`rules`](crate::model::rules)
    /// found.
    ///
    /// # Errors
    /// If the id is not an [`EntityId`].
    pub fn with_model(
        id: &str,
        rules: &'static dyn Rules,
        now: Timestamp,
    ) -> Result<EntityTrust, TrustError> {
        Ok(EntityTrust(Box::new(Parts {
            id: id.parse()?,
            rules,
            standing: rules.neutral(),
            observations: [0; 6],
            actions: 0,
            successes: 0,
            testimonies: 0,
            created_at: now,
            last_action: None,
            decayed_until: now,
            witnessed_by: Companions::default(),
            has_witnessed: Companions::default(),
        })))
    }

    /// Returns the id.
    pub fn entity_id(&self) -> &str {
        self.0.id.as_str()
    }

    /// Returns what stands before the colon of the id.
    pub fn entity_type(&self) -> &str {
        self.0.id.entity_type()
    }

    /// Returns what stands after the colon of the id.
    pub fn entity_name(&self) -> &str {
        self.0.id.name()
    }

    /// Returns the trust model.
    pub fn model(&self) -> &'static dyn Rules {
        self.0.rules
    }

    /// Returns what the model keeps.
    pub fn standing(&self) -> &Standing {
        &self.0.standing
    }

    /// Returns a score, 0 to 1.
    pub fn score(&self, dimension: Dimension) -> f64 {
        self.0.rules.score(&self.0.standing, dimension)
    }

    /// Returns all scores, in the order of [`Dimension::ALL`].
    pub fn scores(&self) -> [f64; 6] {
        Dimension::ALL.map(|dimension| self.score(dimension))
    }

    /// Returns how little a score rests on evidence, 0 to 1.
    pub fn uncertainty(&self, dimension: Dimension) -> f64 {
        self.0.rules.uncertainty(&self.0.standing, dimension)
    }

    /// Returns how much of the trust rests on evidence, 0 to 1: the mean over the three dimensions
    /// of trust of what uncertainty leaves.
    pub fn confidence(&self) -> f64 {
        let sum: f64 = Dimension::TRUST.iter().map(|d| self.uncertainty(*d)).sum();
        1.0 - sum / 3.0
    }

    /// Replaces a score by a number that is taken to the nearer of 0 and 1 if it is outside, and
    /// counts one observation.
    ///
    /// # Errors
    /// If the number is not finite.
    pub fn set_score(&mut self, dimension: Dimension, score: f64) -> Result<(), TrustError> {
        let score = finite("score", score)?.clamp(0.0, 1.0);
        self.0
            .rules
            .set_score(&mut self.0.standing, dimension, score)?;
        self.observe(&[dimension]);
        Ok(())
    }

    /// Returns how often each dimension was observed, in the order of [`Dimension::ALL`].
    pub fn observation_counts(&self) -> [u32; 6] {
        self.0.observations
    }

    #[inline]
    fn observe(&mut self, dimensions: &[Dimension]) {
        for dimension in dimensions {
            let count = &mut self.0.observations[dimension.index()];
            *count = count.saturating_add(1);
        }
    }

    /// Returns the mean of talent, training and temperament.
    pub fn t3_average(&self) -> f64 {
        mean(Dimension::TRUST.map(|d| self.score(d)))
    }

    /// Returns the mean of valuation, veracity and validity.
    pub fn v3_average(&self) -> f64 {
        mean(Dimension::VALUE.map(|d| self.score(d)))
    }

    /// Returns the level of [`EntityTrust::t3_average`].
    pub fn trust_level(&self) -> TrustLevel {
        TrustLevel::of(self.t3_average())
    }

    /// Returns the trust tensor: the evidence itself in the model of evidence, the scores as
    /// evidence in other models.
    pub fn t3(&self) -> T3Tensor {
        T3Tensor::of_entity(self)
    }

    /// Returns the value tensor, as [`EntityTrust::t3`] returns the trust tensor.
    pub fn v3(&self) -> V3Tensor {
        V3Tensor::of_entity(self)
    }

    /// Adds the outcome of an action. The magnitude is taken to the nearer of 0 and 1 if it is
    /// outside.
    ///
    /// # Errors
    /// If the magnitude is not finite, or `now` is before what is known already.
    #[inline]
    pub fn update_from_outcome(
        &mut self,
        success: bool,
        magnitude: f64,
        now: Timestamp,
    ) -> Result<(), TrustError> {
        let magnitude = finite("magnitude", magnitude)?;
        self.check_clock(now)?;
        self.0
            .rules
            .outcome(&mut self.0.standing, success, magnitude.clamp(0.0, 1.0))?;
        self.0.actions = self.0.actions.saturating_add(1);
        self.0.successes = self.0.successes.saturating_add(u64::from(success));
        self.0.last_action = Some(now);
        self.observe(&OUTCOME);
        Ok(())
    }

    /// Adds what a witness says of whom nothing is known; returns whether it counts. Somebody's
    /// word about themselves does not.
    ///
    /// # Errors
    /// If the id of the witness is not an [`EntityId`], or the magnitude is not finite.
    pub fn receive_witness(
        &mut self,
        witness_id: &str,
        success: bool,
        magnitude: f64,
    ) -> Result<bool, TrustError> {
        let testimony = Testimony::new(success, magnitude, WitnessStanding::UNKNOWN)?;
        self.receive_testimony(witness_id, &testimony)
    }

    /// Adds what another entity says; its own trust bounds what it counts.
    ///
    /// # Errors
    /// If the magnitude is not finite.
    pub fn receive_witness_of(
        &mut self,
        witness: &EntityTrust,
        success: bool,
        magnitude: f64,
    ) -> Result<bool, TrustError> {
        let testimony = Testimony::new(success, magnitude, witness.as_witness())?;
        self.receive_testimony(witness.entity_id(), &testimony)
    }

    /// Returns what this entity is as a witness: its average trust and the confidence in it.
    pub fn as_witness(&self) -> WitnessStanding {
        WitnessStanding::new(self.t3_average(), self.confidence().clamp(0.0, 1.0))
            .unwrap_or(WitnessStanding::UNKNOWN)
    }

    /// Adds a testimony; returns whether it counts.
    ///
    /// # Errors
    /// If the id of the witness is not an [`EntityId`].
    pub fn receive_testimony(
        &mut self,
        witness_id: &str,
        testimony: &Testimony,
    ) -> Result<bool, TrustError> {
        if self.is_refused_self(witness_id)? {
            return Ok(false);
        }
        self.take(witness_id, None, testimony)?;
        Ok(true)
    }

    /// Adds a testimony that has a number, each number of a witness once. Returns what the number
    /// was: only a new one counts.
    ///
    /// Somebody's word about themselves is [`Arrival::Repeated`]: there is nothing new in it.
    ///
    /// # Errors
    /// If the id of the witness is not an [`EntityId`].
    pub fn receive_event(
        &mut self,
        witness_id: &str,
        number: u64,
        testimony: &Testimony,
    ) -> Result<Arrival, TrustError> {
        if self.is_refused_self(witness_id)? {
            return Ok(Arrival::Repeated);
        }
        let known = self.companion(witness_id).map(|c| c.events);
        let arrival = known.unwrap_or_default().look(number);
        if arrival != Arrival::New && !self.0.rules.counts_repeated_events() {
            return Ok(arrival);
        }
        self.take(witness_id, Some(number), testimony)?;
        Ok(Arrival::New)
    }

    /// Takes a testimony that counts, and what number it has.
    fn take(
        &mut self,
        witness_id: &str,
        number: Option<u64>,
        testimony: &Testimony,
    ) -> Result<(), TrustError> {
        self.0.rules.receive(&mut self.0.standing, testimony)?;
        if let Some(companion) = self.0.witnessed_by.meet(witness_id) {
            if let Some(number) = number {
                companion.events.arrive(number);
            }
            let (success, magnitude) = (testimony.success(), testimony.magnitude());
            companion.words.add(success, magnitude);
        }
        self.0.testimonies = self.0.testimonies.saturating_add(1);
        self.observe(&WITNESS);
        Ok(())
    }

    fn is_refused_self(&self, witness_id: &str) -> Result<bool, TrustError> {
        if witness_id == self.entity_id() {
            return Ok(!self.0.rules.counts_self_witness());
        }
        if !self.0.witnessed_by.contains(witness_id) {
            EntityId::check(witness_id)?;
        }
        Ok(false)
    }

    fn companion(&self, id: &str) -> Option<&Companion> {
        self.0.witnessed_by.get(id)
    }

    /// Records that this entity has witnessed another one.
    ///
    /// # Errors
    /// If the id of the target is not an [`EntityId`], or the magnitude is not finite.
    pub fn give_witness(
        &mut self,
        target_id: &str,
        success: bool,
        magnitude: f64,
    ) -> Result<(), TrustError> {
        let magnitude = finite("magnitude", magnitude)?;
        if !self.0.has_witnessed.contains(target_id) {
            EntityId::check(target_id)?;
        }
        if target_id == self.entity_id() && !self.0.rules.counts_self_witness() {
            return Ok(());
        }
        self.0
            .rules
            .give(&mut self.0.standing, success, magnitude)?;
        if let Some(companion) = self.0.has_witnessed.meet(target_id) {
            // What was said is kept by the target.
            companion.words = Words::NAMED;
        }
        Ok(())
    }

    /// Lets some days go by at a rate per day; returns whether training moved by more than 0.001.
    ///
    /// # Errors
    /// If the days are negative or not finite, or the rate is not from 0 to 1.
    #[inline]
    pub fn apply_decay(&mut self, days_inactive: f64, decay_rate: f64) -> Result<bool, TrustError> {
        self.decay(Decay::new(days_inactive, decay_rate)?)
    }

    /// Lets time go by; returns whether training moved by more than 0.001.
    ///
    /// # Errors
    /// None in the models of this crate; a plugin may refuse.
    #[inline]
    pub fn decay(&mut self, decay: Decay) -> Result<bool, TrustError> {
        let before = self.score(Dimension::Training);
        self.0.rules.decay(&mut self.0.standing, decay)?;
        Ok((self.score(Dimension::Training) - before).abs() > 0.001)
    }

    /// Lets the time go by since [`known_until`](EntityTrust::known_until).
    ///
    /// Because decay is an action, it does not matter how often this is called: a store keeps what
    /// it has and decays when it is read. It is counted in whole milliseconds. Time before the last
    /// action does not count, since what is known may have come as late as then: to let older
    /// evidence fade until an action, call this before the action is added.
    ///
    /// In a model with [`patience`](Rules::patience), as web4-0.1, nothing happens while less time than
    /// that has gone by, and the time is not forgotten.
    ///
    /// # Errors
    /// If `now` is before that time.
    pub fn decay_until(&mut self, now: Timestamp, rate: DecayRate) -> Result<bool, TrustError> {
        self.check_clock(now)?;
        let known = self.known_until();
        let patience = self.0.rules.patience();
        if !patience.is_zero() && now.duration_since(known) <= patience {
            return Ok(false);
        }
        let Ok(milliseconds) = u64::try_from(now.as_millisecond() - known.as_millisecond()) else {
            return Err(TrustError::ClockWentBack { now, known });
        };
        let moved = self.decay(Decay::milliseconds(milliseconds, rate))?;
        self.0.decayed_until = now;
        Ok(moved)
    }

    /// Returns the entity as it is at a time, with the decay until then.
    ///
    /// # Errors
    /// If the time is before what is known already.
    pub fn as_of(&self, time: Timestamp, rate: DecayRate) -> Result<EntityTrust, TrustError> {
        let known = self.known_until();
        if time < known {
            return Err(TrustError::AlreadyKnown { time, known });
        }
        let mut then = self.clone();
        then.decay_until(time, rate)?;
        Ok(then)
    }

    /// Notes that something came at a time: what is known does not fade for the time before it.
    ///
    /// # Errors
    /// If `now` is before what is known already.
    pub fn come_to(&mut self, now: Timestamp) -> Result<(), TrustError> {
        self.check_clock(now)?;
        self.0.decayed_until = now;
        Ok(())
    }

    /// Returns until when all is known: the last action, or the creation if there was none, or until
    /// when time has gone by.
    #[inline]
    pub fn known_until(&self) -> Timestamp {
        self.last_known().max(self.0.decayed_until)
    }

    /// Returns until when [`EntityTrust::decay_until`] has let time go by.
    pub fn decayed_until(&self) -> Timestamp {
        self.0.decayed_until
    }

    /// Returns the days since the last action, or since the creation if there was none; whole
    /// seconds are counted.
    ///
    /// # Errors
    /// If `now` is before that.
    pub fn days_since_last_action(&self, now: Timestamp) -> Result<f64, TrustError> {
        let since = self.last_known();
        if now < since {
            return Err(TrustError::ClockWentBack { now, known: since });
        }
        Ok(now.duration_since(since).as_secs() as f64 / 86_400.0)
    }

    /// Returns the time of the last action, or that of the creation if there was none.
    #[inline]
    fn last_known(&self) -> Timestamp {
        self.0.last_action.unwrap_or(self.0.created_at)
    }

    #[inline]
    fn check_clock(&self, now: Timestamp) -> Result<(), TrustError> {
        let known = self.known_until();
        if now < known {
            return Err(TrustError::ClockWentBack { now, known });
        }
        Ok(())
    }

    /// Returns the part of the actions that succeeded, one half if there were none.
    pub fn success_rate(&self) -> f64 {
        if self.0.actions == 0 {
            0.5
        } else {
            self.0.successes as f64 / self.0.actions as f64
        }
    }

    /// Returns how many actions there were.
    pub fn action_count(&self) -> u64 {
        self.0.actions
    }

    /// Returns how many actions succeeded.
    pub fn success_count(&self) -> u64 {
        self.0.successes
    }

    /// Returns how many testimonies have counted.
    pub fn witness_count(&self) -> u64 {
        self.0.testimonies
    }

    /// Returns who has witnessed this entity, in the order of the first time.
    pub fn witnessed_by(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.witnessed_by.list().iter().map(|c| &*c.id)
    }

    /// Returns who has witnessed this entity, and how much each has said for it and against it.
    pub fn words(&self) -> impl ExactSizeIterator<Item = (&str, Words)> {
        let all = self.0.witnessed_by.list().iter();
        all.map(|companion| (&*companion.id, companion.words))
    }

    /// Returns whom this entity has witnessed, in the order of the first time.
    pub fn has_witnessed(&self) -> impl ExactSizeIterator<Item = &str> {
        self.0.has_witnessed.list().iter().map(|c| &*c.id)
    }

    /// Returns whether somebody has witnessed this entity.
    pub fn is_witnessed_by(&self, witness_id: &str) -> bool {
        self.0.witnessed_by.contains(witness_id)
    }

    /// Returns when the entity was created.
    pub fn created_at(&self) -> Timestamp {
        self.0.created_at
    }

    /// Returns when the last action was.
    pub fn last_action(&self) -> Option<Timestamp> {
        self.0.last_action
    }

    /// Returns everything that is known, to be stored.
    pub fn record(&self) -> EntityRecord {
        EntityRecord::from(self.clone())
    }
}

#[inline(always)]
pub(crate) fn mean([a, b, c]: [f64; 3]) -> f64 {
    (a + b + c) / 3.0
}
