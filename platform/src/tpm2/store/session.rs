//! The commands that are sent to the TPM, one after the other.

use super::failure::{When, of};
use super::{TpmOptions, templates};
use crate::tpm2::{EcdsaSignature, PcrValues};
use crate::{Anchor, Secret, StoreError};
use std::str::FromStr;
use tss_esapi::attributes::SessionAttributesBuilder;
use tss_esapi::constants::tss::{TPM2_PERSISTENT_FIRST, TPM2_RH_NULL, TPM2_ST_HASHCHECK};
use tss_esapi::constants::{CapabilityType, SessionType};
use tss_esapi::handles::{KeyHandle, ObjectHandle, PersistentTpmHandle, SessionHandle, TpmHandle};
use tss_esapi::interface_types::algorithm::HashingAlgorithm;
use tss_esapi::interface_types::dynamic_handles::Persistent;
use tss_esapi::interface_types::resource_handles::{Hierarchy, Provision};
use tss_esapi::interface_types::session_handles::{AuthSession, PolicySession};
use tss_esapi::structures::{
    Auth, CapabilityData, Data, Digest, HashcheckTicket, PcrSelectionList, PcrSlot, Private,
    Public, SensitiveData, Signature, SignatureScheme, SymmetricDefinition,
};
use tss_esapi::traits::{Marshall, UnMarshall};
use tss_esapi::tss2_esys::TPMT_TK_HASHCHECK;
use tss_esapi::{Context, Error, TctiNameConf};

type Answer<T> = Result<T, StoreError>;

/// What a TPM stated, with its signature.
pub(super) struct Stated {
    /// `TPMS_ATTEST`.
    pub(super) attest: Vec<u8>,
    /// `TPMT_SIGNATURE`.
    pub(super) signature: Vec<u8>,
}

/// A sealed secret, as the TPM stores it outside.
pub(super) struct SealedObject {
    /// `TPMT_PUBLIC`.
    pub(super) public: Vec<u8>,
    /// The encrypted part.
    pub(super) private: Vec<u8>,
}

/// A connection to a TPM.
pub(super) struct TpmSession {
    context: Context,
    key_secret: Option<Secret>,
}

fn using(doing: &'static str) -> impl Fn(Error) -> StoreError {
    of(doing, When::Using)
}

impl TpmSession {
    /// Connects. The connection is tried at once, so a missing TPM is noticed here.
    pub(super) fn open(options: TpmOptions) -> Answer<TpmSession> {
        let opening = || of("connecting to the TPM", When::Opening);
        let address =
            TctiNameConf::from_str(&options.address).map_err(|_| StoreError::Unavailable {
                device: Anchor::Tpm2,
                reason: format!(
                    "`{}` is not the address of a TPM; write `device:/dev/tpmrm0` or the like",
                    options.address
                ),
            })?;
        let mut context = Context::new(address).map_err(opening())?;
        context
            .get_capability(CapabilityType::TpmProperties, 0x100, 1)
            .map_err(opening())?;
        if let Some(secret) = &options.owner_secret {
            let auth = Auth::try_from(secret.expose()).map_err(opening())?;
            context
                .tr_set_auth(ObjectHandle::Owner, auth)
                .map_err(opening())?;
        }
        Ok(TpmSession {
            context,
            key_secret: options.key_secret,
        })
    }

    fn key_auth(&self) -> Answer<Option<Auth>> {
        let auth = self
            .key_secret
            .as_ref()
            .map(|secret| Auth::try_from(secret.expose()));
        auth.transpose().map_err(using("preparing the password"))
    }

    /// Runs commands with the storage key loaded, and unloads it whatever happens.
    fn with_primary<T>(
        &mut self,
        work: impl FnOnce(&mut Context, KeyHandle) -> Answer<T>,
    ) -> Answer<T> {
        let template = templates::primary().map_err(using("describing the storage key"))?;
        let primary = self
            .context
            .execute_with_session(Some(AuthSession::Password), |context| {
                context.create_primary(Hierarchy::Owner, template, None, None, None, None)
            })
            .map_err(using("making the storage key"))?
            .key_handle;
        let result = work(&mut self.context, primary);
        // If the TPM is gone, the reason is in `result` already.
        let _ = self.context.flush_context(primary.into());
        result
    }

    /// Makes a signing key at a persistent handle and returns its public area.
    pub(super) fn create_signing_key(&mut self, handle: u32) -> Answer<Vec<u8>> {
        let auth = self.key_auth()?;
        let template = templates::signing_key(auth.is_some());
        self.create_persistent(handle, template, auth)
    }

    /// Makes an attestation key at a persistent handle and returns its public area.
    pub(super) fn create_attestation_key(&mut self, handle: u32) -> Answer<Vec<u8>> {
        self.create_persistent(handle, templates::attestation_key(), None)
    }

    fn create_persistent(
        &mut self,
        handle: u32,
        template: tss_esapi::Result<Public>,
        auth: Option<Auth>,
    ) -> Answer<Vec<u8>> {
        let template = template.map_err(using("describing the key"))?;
        let persistent = persistent(handle)?;
        self.with_primary(|context, primary| {
            context.execute_with_session(Some(AuthSession::Password), |context| {
                let made = context
                    .create(primary, template, auth, None, None, None)
                    .map_err(using("making the key"))?;
                let area = made
                    .out_public
                    .marshall()
                    .map_err(using("reading the key"))?;
                let loaded = context
                    .load(primary, made.out_private, made.out_public)
                    .map_err(using("loading the key"))?;
                let kept = context
                    .evict_control(
                        Provision::Owner,
                        loaded.into(),
                        Persistent::from(persistent),
                    )
                    .map_err(using("keeping the key"));
                let _ =
                    context.execute_without_session(|context| context.flush_context(loaded.into()));
                let mut kept = kept?;
                context
                    .tr_close(&mut kept)
                    .map_err(using("closing the key"))?;
                Ok(area)
            })
        })
    }

    /// Finds an object by its persistent handle, runs commands with it, and closes it.
    fn with_persistent<T>(
        &mut self,
        handle: u32,
        work: impl FnOnce(&mut Context, ObjectHandle) -> Answer<T>,
    ) -> Answer<T> {
        let handle = TpmHandle::Persistent(persistent(handle)?);
        let mut object = self
            .context
            .execute_without_session(|context| context.tr_from_tpm_public(handle))
            .map_err(using("finding the key"))?;
        let result = work(&mut self.context, object);
        // After an eviction the object is closed already.
        let _ = self.context.tr_close(&mut object);
        result
    }

    /// Returns the public area of the object at a persistent handle.
    pub(super) fn public_area(&mut self, handle: u32) -> Answer<Vec<u8>> {
        self.with_persistent(handle, |context, object| {
            let (public, _, _) = context
                .execute_without_session(|context| context.read_public(object.into()))
                .map_err(using("reading the key"))?;
            public.marshall().map_err(using("reading the key"))
        })
    }

    /// Removes the object at a persistent handle. Its secret is gone for ever.
    pub(super) fn evict(&mut self, handle: u32) -> Answer<()> {
        let place = Persistent::from(persistent(handle)?);
        self.with_persistent(handle, |context, object| {
            context
                .execute_with_session(Some(AuthSession::Password), |context| {
                    context.evict_control(Provision::Owner, object, place)
                })
                .map(|_| ())
                .map_err(using("deleting the key"))
        })
    }

    /// Lists the persistent handles that are in use.
    pub(super) fn persistent_handles(&mut self) -> Answer<Vec<u32>> {
        let doing = "listing the keys";
        let mut found: Vec<u32> = Vec::new();
        loop {
            let next = found
                .last()
                .map_or(TPM2_PERSISTENT_FIRST, |last| last.saturating_add(1));
            let (data, more) = self
                .context
                .execute_without_session(|context| {
                    context.get_capability(CapabilityType::Handles, next, 128)
                })
                .map_err(using(doing))?;
            let CapabilityData::Handles(list) = data else {
                return Err(StoreError::Refused {
                    device: Anchor::Tpm2,
                    reason: format!("{doing}: the answer is not a list of handles"),
                });
            };
            let before = found.len();
            found.extend(list.into_inner().into_iter().map(u32::from));
            if !more || found.len() == before {
                return Ok(found);
            }
        }
    }

    /// Signs a SHA-256 digest with the key at a persistent handle. The TPM may choose the higher
    /// `s`.
    pub(super) fn sign(&mut self, handle: u32, digest: [u8; 32]) -> Answer<[u8; 64]> {
        let doing = "signing";
        let auth = self.key_auth()?;
        // The digest was not made by the TPM: a ticket that says nothing.
        let ticket = HashcheckTicket::try_from(TPMT_TK_HASHCHECK {
            tag: TPM2_ST_HASHCHECK,
            hierarchy: TPM2_RH_NULL,
            digest: Default::default(),
        })
        .map_err(using(doing))?;
        let digest = Digest::try_from(digest.as_slice()).map_err(using(doing))?;
        self.with_persistent(handle, |context, object| {
            set_auth(context, object, auth)?;
            let signature = context
                .execute_with_session(Some(AuthSession::Password), |context| {
                    context.sign(object.into(), digest, SignatureScheme::Null, ticket)
                })
                .map_err(using(doing))?;
            Ok(*parse_signature(&signature, doing)?.raw())
        })
    }

    /// Reads registers of the SHA-256 bank.
    pub(super) fn read_registers(&mut self, registers: &[u8]) -> Answer<PcrValues> {
        let doing = "reading the platform state";
        let mut values: Vec<(u8, [u8; 32])> = Vec::new();
        // One answer has at most eight values.
        for part in registers.chunks(8) {
            let selection = selection(part)?;
            let (_, read, digests) = self
                .context
                .execute_without_session(|context| context.pcr_read(selection.clone()))
                .map_err(using(doing))?;
            let complete = read == selection && digests.len() == part.len();
            let digests: Option<Vec<[u8; 32]>> = digests
                .value()
                .iter()
                .map(|digest| digest.value().try_into().ok())
                .collect();
            let digests = digests
                .filter(|_| complete)
                .ok_or_else(|| StoreError::Refused {
                    device: Anchor::Tpm2,
                    reason: format!("{doing}: the TPM has no SHA-256 bank for these registers"),
                })?;
            values.extend(part.iter().copied().zip(digests));
        }
        PcrValues::new(values).map_err(|error| StoreError::Refused {
            device: Anchor::Tpm2,
            reason: error.to_string(),
        })
    }

    /// Lets the attestation key state the values of registers.
    pub(super) fn quote(&mut self, handle: u32, nonce: &[u8], registers: &[u8]) -> Answer<Stated> {
        let doing = "quoting the platform state";
        let nonce = Data::try_from(nonce).map_err(using(doing))?;
        let selection = selection(registers)?;
        self.with_persistent(handle, |context, object| {
            let (attest, signature) = context
                .execute_with_session(Some(AuthSession::Password), |context| {
                    context.quote(object.into(), nonce, SignatureScheme::Null, selection)
                })
                .map_err(using(doing))?;
            Ok(Stated {
                attest: attest.marshall().map_err(using(doing))?,
                signature: parse_signature(&signature, doing)?.to_bytes(),
            })
        })
    }

    /// Lets the attestation key state that the key at a handle is in the TPM.
    pub(super) fn certify(&mut self, key: u32, by: u32, nonce: &[u8]) -> Answer<Stated> {
        let doing = "certifying the key";
        let auth = self.key_auth()?;
        let nonce = Data::try_from(nonce).map_err(using(doing))?;
        let password = Some(AuthSession::Password);
        let by = TpmHandle::Persistent(persistent(by)?);
        self.with_persistent(key, |context, object| {
            set_auth(context, object, auth)?;
            let mut signer = context
                .execute_without_session(|context| context.tr_from_tpm_public(by))
                .map_err(using(doing))?;
            let result = context.execute_with_sessions((password, password, None), |context| {
                context.certify(object, signer.into(), nonce, SignatureScheme::Null)
            });
            let _ = context.tr_close(&mut signer);
            let (attest, signature) = result.map_err(using(doing))?;
            Ok(Stated {
                attest: attest.marshall().map_err(using(doing))?,
                signature: parse_signature(&signature, doing)?.to_bytes(),
            })
        })
    }

    /// Seals a few bytes, bound to the present state of registers if there are any.
    pub(super) fn seal(&mut self, secret: &[u8], registers: &[u8]) -> Answer<SealedObject> {
        let doing = "sealing";
        let policy = if registers.is_empty() {
            None
        } else {
            Some(
                self.with_policy(SessionType::Trial, registers, |context, session| {
                    context.policy_get_digest(session).map_err(using(doing))
                })?,
            )
        };
        let template = templates::sealed(policy).map_err(using(doing))?;
        let secret = SensitiveData::try_from(secret).map_err(using(doing))?;
        self.with_primary(|context, primary| {
            let made = context
                .execute_with_session(Some(AuthSession::Password), |context| {
                    context.create(primary, template, None, Some(secret), None, None)
                })
                .map_err(using(doing))?;
            Ok(SealedObject {
                public: made.out_public.marshall().map_err(using(doing))?,
                private: made.out_private.value().to_vec(),
            })
        })
    }

    /// Unseals, if the TPM is the same and the registers are in the same state.
    pub(super) fn unseal(&mut self, sealed: &SealedObject, registers: &[u8]) -> Answer<Secret> {
        let doing = "unsealing";
        // The TPM checks both parts; whatever cannot be read is not what was sealed.
        let public = Public::unmarshall(&sealed.public).map_err(|_| StoreError::SealBroken)?;
        let private =
            Private::try_from(sealed.private.as_slice()).map_err(|_| StoreError::SealBroken)?;
        let object = self.with_primary(|context, primary| {
            context
                .execute_with_session(Some(AuthSession::Password), |context| {
                    context.load(primary, private, public)
                })
                .map_err(using(doing))
        })?;
        let result = if registers.is_empty() {
            self.context
                .execute_with_session(Some(AuthSession::Password), |context| {
                    context.unseal(object.into())
                })
                .map_err(using(doing))
        } else {
            self.with_policy(SessionType::Policy, registers, |context, session| {
                context
                    .execute_with_session(Some(session.into()), |context| {
                        context.unseal(object.into())
                    })
                    .map_err(using(doing))
            })
        };
        let _ = self
            .context
            .execute_without_session(|c| c.flush_context(object.into()));
        result.map(|data| Secret::new(data.value().to_vec()))
    }

    /// Runs commands in a session whose policy is the present state of registers.
    fn with_policy<T>(
        &mut self,
        kind: SessionType,
        registers: &[u8],
        work: impl FnOnce(&mut Context, PolicySession) -> Answer<T>,
    ) -> Answer<T> {
        let doing = "binding to the platform state";
        let selection = selection(registers)?;
        let missing = || StoreError::Refused {
            device: Anchor::Tpm2,
            reason: format!("{doing}: the TPM gave no session"),
        };
        let session = self
            .context
            .execute_without_session(|context| {
                context.start_auth_session(
                    None,
                    None,
                    None,
                    kind,
                    SymmetricDefinition::AES_128_CFB,
                    HashingAlgorithm::Sha256,
                )
            })
            .map_err(using(doing))?
            .ok_or_else(missing)?;
        let result = (|| {
            let policy = PolicySession::try_from(session).map_err(using(doing))?;
            // The secret travels encrypted from the TPM to us.
            let (attributes, mask) = SessionAttributesBuilder::new()
                .with_decrypt(true)
                .with_encrypt(true)
                .build();
            self.context
                .tr_sess_set_attributes(session, attributes, mask)
                .map_err(using(doing))?;
            self.context
                .policy_pcr(policy, Digest::default(), selection)
                .map_err(using(doing))?;
            work(&mut self.context, policy)
        })();
        let _ = self
            .context
            .flush_context(SessionHandle::from(session).into());
        result
    }
}

fn set_auth(context: &mut Context, object: ObjectHandle, auth: Option<Auth>) -> Answer<()> {
    match auth {
        None => Ok(()),
        Some(auth) => context
            .tr_set_auth(object, auth)
            .map_err(using("giving the password")),
    }
}

fn persistent(handle: u32) -> Answer<PersistentTpmHandle> {
    PersistentTpmHandle::new(handle).map_err(using("finding the key"))
}

fn selection(registers: &[u8]) -> Answer<PcrSelectionList> {
    let doing = "choosing registers";
    let slots: Vec<PcrSlot> = registers
        .iter()
        .map(|index| PcrSlot::try_from(1u32 << (index & 31)))
        .collect::<Result<_, _>>()
        .map_err(using(doing))?;
    PcrSelectionList::builder()
        .with_selection(HashingAlgorithm::Sha256, &slots)
        .build()
        .map_err(using(doing))
}

fn parse_signature(signature: &Signature, doing: &'static str) -> Answer<EcdsaSignature> {
    let bytes = signature.marshall().map_err(using(doing))?;
    EcdsaSignature::parse(&bytes).map_err(|error| StoreError::Refused {
        device: Anchor::Tpm2,
        reason: format!("{doing}: {error}"),
    })
}
