//! Linked context tokens.

use super::endorsement::{read_key, read_signature};
use super::{Endorsement, EntityType, IdentityError, LctId};
use crate::wire::{Broken, Reader, Writer};
use jiff::Timestamp;
use lawful_platform::{Context, PublicKey, Signature, Signer, Verifier, VerifyError};

const CONTEXT: Context = Context::fixed("lawful.trust.lct");
const MAGIC: &[u8] = b"LCT\x01";

/// A linked context token: who somebody is.
///
/// The id is computed from the public key, and the key signs the token; a child carries its
/// parent's endorsement. A value of this type always has good signatures: there is no other way to
/// make one.
///
/// # Binary form, version 1
/// `"LCT" 01`, the type of the entity (1 byte), when it was made (nanoseconds, 16 bytes), the public
/// key, `00` or `01` and the endorsement (parent's key, depth, signature), the signature of all
/// that. Fields of variable length have their length before them (4 bytes). Every token has exactly
/// one binary form.
///
/// ```
/// use jiff::Timestamp;
/// use lawful_platform::SoftwareKey;
/// use lawful_trust::identity::{EntityType, Lct};
/// let key = SoftwareKey::generate_ed25519().unwrap();
/// let lct = Lct::create(EntityType::Human, &key, Timestamp::UNIX_EPOCH).unwrap();
/// let bytes = lct.to_bytes();
/// assert_eq!(Lct::from_bytes(&bytes).unwrap(), lct);
/// let mut forged = bytes;
/// forged[4] = EntityType::Society.code();
/// assert!(Lct::from_bytes(&forged).is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lct {
    id: LctId,
    entity_type: EntityType,
    created_at: Timestamp,
    public_key: PublicKey,
    lineage: Option<Endorsement>,
    signature: Signature,
}

impl Lct {
    /// The greatest depth of a line of descent.
    pub const DEEPEST: u64 = 1 << 16;

    /// The longest binary form, in bytes.
    pub const LONGEST: usize = 1 << 10;

    /// Makes the token of a key, without a parent.
    ///
    /// # Errors
    /// If the key cannot sign.
    pub fn create(
        entity_type: EntityType,
        signer: &(impl Signer + ?Sized),
        created_at: Timestamp,
    ) -> Result<Lct, IdentityError> {
        Self::signed(entity_type, signer, created_at, None)
    }

    /// Makes the token of a child, with its parent's endorsement.
    ///
    /// # Errors
    /// If the endorsement is of another key, is not good, or the key cannot sign.
    pub fn create_child(
        endorsement: Endorsement,
        signer: &(impl Signer + ?Sized),
    ) -> Result<Lct, IdentityError> {
        let expected = LctId::of_key(&endorsement.child_key);
        let found = LctId::of_key(signer.public_key());
        if expected != found {
            return Err(IdentityError::OtherKey { expected, found });
        }
        endorsement.verify()?;
        let (entity_type, at) = (endorsement.entity_type, endorsement.at);
        Self::signed(entity_type, signer, at, Some(endorsement))
    }

    fn signed(
        entity_type: EntityType,
        signer: &(impl Signer + ?Sized),
        created_at: Timestamp,
        lineage: Option<Endorsement>,
    ) -> Result<Lct, IdentityError> {
        let public_key = signer.public_key().clone();
        let body = body(entity_type, created_at, &public_key, lineage.as_ref());
        Ok(Lct {
            id: LctId::of_key(&public_key),
            entity_type,
            created_at,
            signature: signer.sign(&CONTEXT, &body.0)?,
            public_key,
            lineage,
        })
    }

    /// Returns the id.
    pub fn id(&self) -> LctId {
        self.id
    }

    /// Returns what the entity is.
    pub fn entity_type(&self) -> EntityType {
        self.entity_type
    }

    /// Returns when the token was made, as its owner says.
    pub fn created_at(&self) -> Timestamp {
        self.created_at
    }

    /// Returns the public key.
    pub fn public_key(&self) -> &PublicKey {
        &self.public_key
    }

    /// Returns the id of the parent, if there is one.
    pub fn parent(&self) -> Option<LctId> {
        self.lineage.as_ref().map(Endorsement::parent)
    }

    /// Returns the parent's endorsement, if there is a parent.
    pub fn lineage(&self) -> Option<&Endorsement> {
        self.lineage.as_ref()
    }

    /// Returns how many ancestors the line has: 0 without a parent. The parent vouches for it.
    pub fn depth(&self) -> u64 {
        self.lineage.as_ref().map_or(0, Endorsement::depth)
    }

    /// Verifies that this token is a child of another: that the endorsement is by the parent's key,
    /// that the depth is the parent's plus one, and that the child is not older.
    ///
    /// # Errors
    /// [`IdentityError::NotAChild`] says what does not fit.
    pub fn verify_lineage(&self, parent: &Lct) -> Result<(), IdentityError> {
        let problem = match &self.lineage {
            None => "it has no parent",
            Some(lineage) if *lineage.parent_key() != parent.public_key => {
                "another token endorsed it"
            }
            Some(lineage) if lineage.depth() != parent.depth() + 1 => {
                "its depth does not follow the parent's"
            }
            Some(_) if self.created_at < parent.created_at => "it is older than the parent",
            Some(_) => return Ok(()),
        };
        Err(IdentityError::NotAChild {
            child: self.id,
            parent: parent.id,
            problem,
        })
    }

    /// Verifies a signature by the owner of the token.
    ///
    /// # Errors
    /// If the signature is not good.
    pub fn verify(
        &self,
        context: &Context,
        message: &[u8],
        signature: &Signature,
    ) -> Result<(), VerifyError> {
        self.public_key.verify(context, message, signature)
    }

    pub(super) fn check_owner(&self, key: &PublicKey) -> Result<(), IdentityError> {
        if *key == self.public_key {
            return Ok(());
        }
        Err(IdentityError::OtherKey {
            expected: self.id,
            found: LctId::of_key(key),
        })
    }

    /// Returns the binary form.
    pub fn to_bytes(&self) -> Vec<u8> {
        body(
            self.entity_type,
            self.created_at,
            &self.public_key,
            self.lineage.as_ref(),
        )
        .field(&self.signature.to_bytes())
        .0
    }

    /// Reads the binary form and verifies its signatures.
    ///
    /// # Errors
    /// If the bytes are not a token of version 1, or a signature is not good.
    pub fn from_bytes(bytes: &[u8]) -> Result<Lct, IdentityError> {
        let lct = Self::parse(bytes)
            .map_err(|Broken(problem)| IdentityError::garbage("a linked context token", problem))?;
        if let Some(lineage) = &lct.lineage {
            lineage.verify()?;
        }
        let body = body(
            lct.entity_type,
            lct.created_at,
            &lct.public_key,
            lct.lineage.as_ref(),
        );
        lct.public_key
            .verify(&CONTEXT, &body.0, &lct.signature)
            .map_err(|source| IdentityError::BadSignature {
                what: "the token",
                source,
            })?;
        Ok(lct)
    }

    fn parse(bytes: &[u8]) -> Result<Lct, Broken> {
        if bytes.len() > Self::LONGEST {
            return Err(Broken("it is too long"));
        }
        let mut reader = Reader::new(bytes);
        reader.magic(MAGIC, "it does not begin as version 1 does")?;
        let entity_type = EntityType::from_code(reader.byte()?)
            .ok_or(Broken("the type of the entity is unknown"))?;
        let created_at = reader.time()?;
        let public_key = read_key(&mut reader)?;
        let lineage = match reader.byte()? {
            0 => None,
            1 => Some(Endorsement::read(
                &mut reader,
                entity_type,
                &public_key,
                created_at,
            )?),
            _ => return Err(Broken("the mark of a lineage is neither 0 nor 1")),
        };
        let signature = read_signature(&mut reader)?;
        reader.end()?;
        Ok(Lct {
            id: LctId::of_key(&public_key),
            entity_type,
            created_at,
            public_key,
            lineage,
            signature,
        })
    }
}

fn body(
    entity_type: EntityType,
    created_at: Timestamp,
    public_key: &PublicKey,
    lineage: Option<&Endorsement>,
) -> Writer {
    let writer = Writer::new(MAGIC)
        .byte(entity_type.code())
        .time(created_at)
        .field(&public_key.to_bytes());
    match lineage {
        None => writer.byte(0),
        Some(lineage) => lineage.write(writer.byte(1)),
    }
}
