//! The canonical encoding of terms, and of their parts.

use super::terms::{Delegation, Parties, Terms};
use crate::budget::{Amounts, RateLimit, Resource};
use crate::capability::{Layer, Permission, Permissions};
use crate::clock::Moment;
use crate::digest::Digest;
use crate::encoding::{EncodingError, Reader, Writer};
use crate::review::ReviewGate;
use lawful_platform::PublicKey;
use std::collections::BTreeSet;

type Read<T> = Result<T, EncodingError>;

/// Collects a list that must be strictly increasing, so that a set has one encoding.
fn set<T: Ord>(reader: &Reader<'_>, items: Vec<T>) -> Read<BTreeSet<T>> {
    if items.iter().zip(items.iter().skip(1)).all(|(a, b)| a < b) {
        Ok(items.into_iter().collect())
    } else {
        reader.wrong("a set is not sorted, or has something twice")
    }
}

pub(crate) fn write_permissions(writer: &mut Writer, permissions: &Permissions) {
    writer.count(permissions.layers().count());
    for layer in permissions.layers() {
        writer.count(layer.len());
        layer.iter().for_each(|permission| {
            writer.text(&permission.to_string());
        });
    }
}

pub(crate) fn read_permissions(reader: &mut Reader<'_>) -> Read<Permissions> {
    let layers = reader.list(Permissions::MOST_LAYERS, |reader| {
        let texts = reader.list(Permissions::MOST, |reader| {
            let text = reader.text(Permission::LONGEST)?;
            text.parse::<Permission>().or_else(|e| reader.wrong(e))
        })?;
        set(reader, texts)
    })?;
    let layers: BTreeSet<Layer> = set(reader, layers)?;
    Permissions::of_layers(layers).or_else(|error| reader.wrong(error))
}

pub(crate) fn write_amounts(writer: &mut Writer, amounts: &Amounts) {
    amounts.numbers().iter().for_each(|n| {
        writer.u64(*n);
    });
}

pub(crate) fn read_amounts(reader: &mut Reader<'_>) -> Read<Amounts> {
    let mut numbers = [0; Resource::COUNT];
    for number in &mut numbers {
        *number = reader.u64()?;
    }
    match Amounts::from_numbers(numbers) {
        Some(amounts) => Ok(amounts),
        None => reader.wrong("an amount is above 2^63 - 1"),
    }
}

pub(crate) fn write_rates(writer: &mut Writer, rates: &BTreeSet<RateLimit>) {
    writer.count(rates.len());
    for rate in rates {
        writer.u8(rate.resource().code());
        writer.u64(rate.most()).u64(rate.window_millis());
    }
}

pub(crate) fn read_rates(reader: &mut Reader<'_>) -> Read<BTreeSet<RateLimit>> {
    let rates = reader.list(Terms::MOST_RATES, |reader| {
        let Some(resource) = Resource::from_code(reader.u8()?) else {
            return reader.wrong("this resource is not known");
        };
        let (most, window) = (reader.u64()?, reader.u64()?);
        RateLimit::new(resource, most, window).or_else(|error| reader.wrong(error))
    })?;
    set(reader, rates)
}

pub(crate) fn write_gates(writer: &mut Writer, gates: &BTreeSet<ReviewGate>) {
    writer.count(gates.len());
    gates.iter().for_each(|gate| write_gate(writer, gate));
}

fn write_gate(writer: &mut Writer, gate: &ReviewGate) {
    writer.text(gate.name()).text(gate.trigger().as_str());
    writer.u64(gate.threshold());
    write_keys(writer, gate.reviewers());
    writer.u8(gate.quorum()).u64(gate.timeout_millis());
}

impl ReviewGate {
    /// Returns the digest of all that the gate says.
    pub(crate) fn digest(&self) -> Digest {
        let mut writer = Writer::new();
        write_gate(&mut writer, self);
        Digest::derive("lawful covenant review gate v1", &[&writer.finish()])
    }
}

pub(crate) fn read_gates(reader: &mut Reader<'_>) -> Read<BTreeSet<ReviewGate>> {
    let gates = reader.list(Terms::MOST_GATES, |reader| {
        let name = reader.text(64)?;
        let trigger = reader.text(crate::capability::Action::LONGEST)?;
        let trigger = trigger.parse().or_else(|e| reader.wrong(e))?;
        let threshold = reader.u64()?;
        let reviewers = read_keys(reader, ReviewGate::MOST_REVIEWERS)?;
        let (quorum, timeout) = (reader.u8()?, reader.u64()?);
        ReviewGate::new(name, trigger, threshold, reviewers, quorum, timeout)
            .or_else(|error| reader.wrong(error))
    })?;
    set(reader, gates)
}

fn write_keys(writer: &mut Writer, keys: &BTreeSet<PublicKey>) {
    writer.count(keys.len());
    keys.iter().for_each(|key| {
        writer.key(key);
    });
}

fn read_keys(reader: &mut Reader<'_>, most: usize) -> Read<BTreeSet<PublicKey>> {
    let keys = reader.list(most, Reader::key)?;
    set(reader, keys)
}

pub(crate) fn write_delegation(writer: &mut Writer, delegation: &Delegation) {
    writer.u8(delegation.depth).u8(u8::from(delegation.may_use));
}

pub(crate) fn read_delegation(reader: &mut Reader<'_>) -> Read<Delegation> {
    Ok(Delegation {
        depth: reader.u8()?,
        may_use: reader.bool()?,
    })
}

pub(crate) fn read_moment(reader: &mut Reader<'_>) -> Read<Moment> {
    reader.u64().map(Moment::from_millis)
}

impl Terms {
    /// Returns the canonical encoding.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        self.write(&mut writer);
        writer.finish()
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        writer.raw(&self.nonce);
        writer.u8(u8::from(self.replaces.is_some()));
        if let Some(replaces) = &self.replaces {
            writer.digest(replaces);
        }
        let parties = &self.parties;
        writer.key(&parties.proposer).key(&parties.grantor);
        writer.key(&parties.holder);
        write_keys(writer, &parties.revokers);
        write_permissions(writer, &self.permissions);
        write_amounts(writer, &self.budget);
        write_rates(writer, &self.rates);
        write_gates(writer, &self.gates);
        writer.u64(self.not_before.as_millis());
        writer.u64(self.expires.as_millis());
        write_delegation(writer, &self.delegation);
        writer.text(&self.reason);
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Read<Terms> {
        let terms = Terms {
            nonce: reader.array()?,
            replaces: if reader.bool()? {
                Some(reader.digest()?)
            } else {
                None
            },
            parties: Parties {
                proposer: reader.key()?,
                grantor: reader.key()?,
                holder: reader.key()?,
                revokers: read_keys(reader, Terms::MOST_REVOKERS)?,
            },
            permissions: read_permissions(reader)?,
            budget: read_amounts(reader)?,
            rates: read_rates(reader)?,
            gates: read_gates(reader)?,
            not_before: read_moment(reader)?,
            expires: read_moment(reader)?,
            delegation: read_delegation(reader)?,
            reason: reader.text(Terms::LONGEST_REASON)?.to_owned(),
        };
        terms.check().or_else(|error| reader.wrong(error))?;
        Ok(terms)
    }

    /// Returns the digest that names a covenant with these terms.
    pub fn digest(&self) -> Digest {
        Digest::derive("lawful covenant terms v1", &[&self.to_bytes()])
    }
}
