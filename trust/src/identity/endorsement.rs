//! What makes a lineage true: the parent signs for the child.

use super::{EntityType, IdentityError, Lct, LctId, Lifecycle};
use crate::wire::{Broken, Reader, Writer};
use jiff::Timestamp;
use lawful_platform::{Context, PublicKey, Signature, Signer, Verifier};

const CONTEXT: Context = Context::fixed("lawful.trust.lineage");

/// A parent's signature that a key belongs to its child. The child makes its token with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endorsement {
    pub(super) parent_key: PublicKey,
    pub(super) depth: u64,
    pub(super) entity_type: EntityType,
    pub(super) child_key: PublicKey,
    pub(super) at: Timestamp,
    pub(super) signature: Signature,
}

impl Endorsement {
    /// Signs, as the parent, that the owner of a key is a child.
    ///
    /// # Errors
    /// If the parent is not active, the signer is not the parent, the child is the parent itself,
    /// the line is too long, the clock went back, or the key cannot sign.
    pub fn issue(
        parent: &Lifecycle,
        signer: &(impl Signer + ?Sized),
        entity_type: EntityType,
        child_key: &PublicKey,
        at: Timestamp,
    ) -> Result<Endorsement, IdentityError> {
        parent.check_active("endorse children")?;
        let lct = parent.lct();
        lct.check_owner(signer.public_key())?;
        if child_key == lct.public_key() {
            return Err(IdentityError::NotAChild {
                child: lct.id(),
                parent: lct.id(),
                problem: "it is the same key",
            });
        }
        let depth = lct.depth() + 1;
        if depth > Lct::DEEPEST {
            return Err(IdentityError::TooDeep(depth));
        }
        if at < parent.changed_at() {
            return Err(IdentityError::ClockWentBack {
                at,
                earlier: parent.changed_at(),
            });
        }
        let parent_key = lct.public_key().clone();
        let message = message(&parent_key, depth, entity_type, child_key, at);
        let signature = signer.sign(&CONTEXT, &message)?;
        Ok(Endorsement {
            parent_key,
            depth,
            entity_type,
            child_key: child_key.clone(),
            at,
            signature,
        })
    }

    /// Returns the id of the parent.
    pub fn parent(&self) -> LctId {
        LctId::of_key(&self.parent_key)
    }

    /// Returns the public key of the parent.
    pub fn parent_key(&self) -> &PublicKey {
        &self.parent_key
    }

    /// Returns the depth of the child: the parent's plus one.
    pub fn depth(&self) -> u64 {
        self.depth
    }

    pub(super) fn verify(&self) -> Result<(), IdentityError> {
        let message = message(
            &self.parent_key,
            self.depth,
            self.entity_type,
            &self.child_key,
            self.at,
        );
        self.parent_key
            .verify(&CONTEXT, &message, &self.signature)
            .map_err(|source| IdentityError::BadSignature {
                what: "the endorsement by the parent",
                source,
            })
    }

    /// Writes what the child's token does not say elsewhere.
    pub(super) fn write(&self, writer: Writer) -> Writer {
        writer
            .field(&self.parent_key.to_bytes())
            .number(self.depth)
            .field(&self.signature.to_bytes())
    }

    pub(super) fn read(
        reader: &mut Reader<'_>,
        entity_type: EntityType,
        child_key: &PublicKey,
        at: Timestamp,
    ) -> Result<Endorsement, Broken> {
        let parent_key = read_key(reader)?;
        let depth = reader.number()?;
        if depth == 0 || depth > Lct::DEEPEST || parent_key == *child_key {
            return Err(Broken("the lineage is impossible"));
        }
        Ok(Endorsement {
            parent_key,
            depth,
            entity_type,
            child_key: child_key.clone(),
            at,
            signature: read_signature(reader)?,
        })
    }
}

pub(super) fn read_key(reader: &mut Reader<'_>) -> Result<PublicKey, Broken> {
    PublicKey::from_bytes(reader.field(PublicKey::LONGEST)?)
        .map_err(|_| Broken("a public key is not one"))
}

pub(super) fn read_signature(reader: &mut Reader<'_>) -> Result<Signature, Broken> {
    Signature::from_bytes(reader.field(128)?).map_err(|_| Broken("a signature is not one"))
}

fn message(
    parent_key: &PublicKey,
    depth: u64,
    entity_type: EntityType,
    child_key: &PublicKey,
    at: Timestamp,
) -> Vec<u8> {
    Writer::new(&[1])
        .field(&parent_key.to_bytes())
        .number(depth)
        .byte(entity_type.code())
        .field(&child_key.to_bytes())
        .time(at)
        .0
}
