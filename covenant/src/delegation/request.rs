//! What somebody asks to be given.

use super::Mandate;
use crate::budget::{Amounts, RateLimit};
use crate::capability::Permissions;
use crate::clock::Moment;
use crate::encoding::{EncodingError, Reader, Writer};
use crate::lifecycle::{Delegation, parts};
use crate::review::ReviewGate;
use lawful_platform::PublicKey;
use std::collections::BTreeSet;

/// What somebody asks to be given. It is met with what the parent has, so it may ask for too much.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Request {
    /// Who is to hold it.
    pub holder: PublicKey,
    /// What may be done.
    pub permissions: Permissions,
    /// How much may be spent.
    pub budget: Amounts,
    /// Further rate limits.
    pub rates: BTreeSet<RateLimit>,
    /// Further gates.
    pub gates: BTreeSet<ReviewGate>,
    /// From when.
    pub not_before: Moment,
    /// Until when.
    pub expires: Moment,
    /// Passed on how far, and whether it may be used.
    pub delegation: Delegation,
}

impl Request {
    /// Asks for everything that a mandate has, for use only.
    pub fn all_of(mandate: &Mandate, holder: PublicKey) -> Request {
        Request {
            holder,
            permissions: mandate.permissions().clone(),
            budget: *mandate.budget(),
            rates: BTreeSet::new(),
            gates: BTreeSet::new(),
            not_before: mandate.not_before(),
            expires: mandate.expires(),
            delegation: Delegation {
                depth: 0,
                may_use: true,
            },
        }
    }

    pub(super) fn write(&self, writer: &mut Writer) {
        writer.key(&self.holder);
        parts::write_permissions(writer, &self.permissions);
        parts::write_amounts(writer, &self.budget);
        parts::write_rates(writer, &self.rates);
        parts::write_gates(writer, &self.gates);
        writer.u64(self.not_before.as_millis());
        writer.u64(self.expires.as_millis());
        parts::write_delegation(writer, &self.delegation);
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Request, EncodingError> {
        Ok(Request {
            holder: reader.key()?,
            permissions: parts::read_permissions(reader)?,
            budget: parts::read_amounts(reader)?,
            rates: parts::read_rates(reader)?,
            gates: parts::read_gates(reader)?,
            not_before: parts::read_moment(reader)?,
            expires: parts::read_moment(reader)?,
            delegation: parts::read_delegation(reader)?,
        })
    }
}
