//! What the nodes of a run carry: binary, canonical, read strictly.
//!
//! The payload of each node begins with the version of the form and with whether the guard enforces.
//! How the records hang together is in the links of the nodes:
//!
//! | node | links |
//! | --- | --- |
//! | proposed | causes: the opening, or the plan that it is a step of |
//! | authorised, denied | causes: the proposal |
//! | executed | causes: the authorisation, or in shadow mode the denial |
//! | returned | causes: the execution; fulfils: the proposal |

use super::{Kind, Mode, Outcome};
use crate::budget::Amounts;
use crate::call::Cost;
use crate::capability::PermissionRef;
use crate::clock::Moment;
use crate::digest::Digest;
use crate::encoding::{EncodingError, Reader, Writer};
use crate::lifecycle::parts::{read_amounts, write_amounts};
use crate::review::Reviewed;

/// The version of all records of runs.
const FORM: u8 = 1;

type Read<T> = Result<T, EncodingError>;

/// What the nodes of a run carry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Record {
    Opened(Vec<u8>),
    PlanProposed { steps: Vec<Digest> },
    PlanAuthorised { at: Moment },
    PlanDenied { at: Moment, step: u32 },
    Proposed(Proposed),
    Authorised(Authorised),
    Denied { at: Moment },
    Executed,
    Returned(Returned),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Proposed {
    /// Under which covenant or link.
    pub mandate: Digest,
    /// The digest of exactly this call.
    pub call: Digest,
    pub cost: Cost,
    /// Which step of a plan it is, from 0.
    pub step: Option<u32>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Authorised {
    pub at: Moment,
    pub by: PermissionRef,
    pub reserved: Amounts,
    pub reviewed: Vec<Reviewed>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Returned {
    pub at: Moment,
    pub outcome: Outcome,
    pub spent: Amounts,
}

/// The most approvals that a record has.
const MOST_REVIEWS: usize = 1 << 10;
/// The most steps of a plan.
pub(super) const MOST_STEPS: usize = 1 << 10;

impl Record {
    pub fn kind(&self) -> Kind {
        match self {
            Record::Opened(_) => Kind::Opened,
            Record::PlanProposed { .. } => Kind::PlanProposed,
            Record::PlanAuthorised { .. } => Kind::PlanAuthorised,
            Record::PlanDenied { .. } => Kind::PlanDenied,
            Record::Proposed(_) => Kind::Proposed,
            Record::Authorised(_) => Kind::Authorised,
            Record::Denied { .. } => Kind::Denied,
            Record::Executed => Kind::Executed,
            Record::Returned(_) => Kind::Returned,
        }
    }

    pub fn to_bytes(&self, mode: Mode) -> Vec<u8> {
        let mut writer = Writer::with_capacity(128);
        writer.u8(FORM).u8(u8::from(mode == Mode::Enforced));
        match self {
            Record::Opened(chain) => {
                writer.bytes(chain);
            }
            Record::PlanProposed { steps } => {
                writer.count(steps.len());
                steps.iter().for_each(|step| {
                    writer.digest(step);
                });
            }
            Record::PlanAuthorised { at } | Record::Denied { at } => {
                writer.u64(at.as_millis());
            }
            Record::PlanDenied { at, step } => {
                writer.u64(at.as_millis()).u32(*step);
            }
            Record::Proposed(proposed) => proposed.write(&mut writer),
            Record::Authorised(authorised) => authorised.write(&mut writer),
            Record::Executed => {}
            Record::Returned(returned) => {
                writer.u64(returned.at.as_millis());
                writer.u8(returned.outcome.code());
                write_amounts(&mut writer, &returned.spent);
            }
        }
        writer.finish()
    }

    /// Reads the payload of a node of a kind.
    pub fn read(kind: Kind, bytes: &[u8]) -> Read<(Record, Mode)> {
        let mut reader = Reader::new(bytes, crate::delegation::Chain::LARGEST)?;
        match reader.u8()? {
            FORM => {}
            other => return Err(EncodingError::OtherVersion(u16::from(other))),
        }
        let mode = match reader.bool()? {
            true => Mode::Enforced,
            false => Mode::Shadow,
        };
        let record = match kind {
            Kind::Opened => {
                Record::Opened(reader.bytes(crate::delegation::Chain::LARGEST)?.to_vec())
            }
            Kind::PlanProposed => Record::PlanProposed {
                steps: reader.list(MOST_STEPS, Reader::digest)?,
            },
            Kind::PlanAuthorised => Record::PlanAuthorised {
                at: moment(&mut reader)?,
            },
            Kind::PlanDenied => Record::PlanDenied {
                at: moment(&mut reader)?,
                step: reader.u32()?,
            },
            Kind::Proposed => Record::Proposed(Proposed::read(&mut reader)?),
            Kind::Authorised => Record::Authorised(Authorised::read(&mut reader)?),
            Kind::Denied => Record::Denied {
                at: moment(&mut reader)?,
            },
            Kind::Executed => Record::Executed,
            Kind::Returned => Record::Returned(Returned {
                at: moment(&mut reader)?,
                outcome: match Outcome::of_code(reader.u8()?) {
                    Some(outcome) => outcome,
                    None => return reader.wrong("there is no such outcome"),
                },
                spent: read_amounts(&mut reader)?,
            }),
        };
        reader.finish()?;
        Ok((record, mode))
    }
}

fn moment(reader: &mut Reader<'_>) -> Read<Moment> {
    reader.u64().map(Moment::from_millis)
}

impl Proposed {
    fn write(&self, writer: &mut Writer) {
        writer.digest(&self.mandate).digest(&self.call);
        let (kind, amounts) = match &self.cost {
            Cost::Nothing => (0, Amounts::NONE),
            Cost::Known(amounts) => (1, *amounts),
            Cost::AtMost(amounts) => (2, *amounts),
        };
        writer.u8(kind);
        write_amounts(writer, &amounts);
        writer.u8(u8::from(self.step.is_some()));
        if let Some(step) = self.step {
            writer.u32(step);
        }
    }

    fn read(reader: &mut Reader<'_>) -> Read<Proposed> {
        let (mandate, call) = (reader.digest()?, reader.digest()?);
        let kind = reader.u8()?;
        let amounts = read_amounts(reader)?;
        let cost = match kind {
            0 if amounts.is_none() => Cost::Nothing,
            1 => Cost::Known(amounts),
            2 => Cost::AtMost(amounts),
            _ => return reader.wrong("there is no such cost"),
        };
        let step = match reader.bool()? {
            true => Some(reader.u32()?),
            false => None,
        };
        Ok(Proposed {
            mandate,
            call,
            cost,
            step,
        })
    }
}

impl Authorised {
    fn write(&self, writer: &mut Writer) {
        writer.u64(self.at.as_millis());
        writer.u16(self.by.layer).u32(self.by.place);
        write_amounts(writer, &self.reserved);
        writer.count(self.reviewed.len());
        for reviewed in &self.reviewed {
            reviewed.write(writer);
        }
    }

    fn read(reader: &mut Reader<'_>) -> Read<Authorised> {
        Ok(Authorised {
            at: moment(reader)?,
            by: PermissionRef {
                layer: reader.u16()?,
                place: reader.u32()?,
            },
            reserved: read_amounts(reader)?,
            reviewed: reader.list(MOST_REVIEWS, Reviewed::read)?,
        })
    }
}
