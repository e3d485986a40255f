//! DID documents of tokens.

use super::{Did, IdentityError, Lct};
use crate::hex;
use crate::wire::Writer;
use jiff::Timestamp;
use lawful_platform::{Context, Signature, Signer, Verifier};
use serde::{Deserialize, Serialize};

const CONTEXT: Context = Context::fixed("lawful.trust.did-document");
const WHAT: &str = "a DID document";

/// A document that tells other tools the key of a token, and lets them verify it: the token itself
/// is inside, and the key signs the whole.
///
/// All fields but the time follow from the token, so a document that says anything else is refused.
///
/// ```
/// use jiff::Timestamp;
/// use lawful_platform::SoftwareKey;
/// use lawful_trust::identity::{DidDocument, EntityType, Lct};
/// let key = SoftwareKey::from_ed25519_seed(&[7; 32]);
/// let lct = Lct::create(EntityType::Human, &key, Timestamp::UNIX_EPOCH).unwrap();
/// let document = DidDocument::issue(lct, &key, Timestamp::UNIX_EPOCH).unwrap();
/// let json = document.to_json();
/// assert_eq!(DidDocument::from_json(json.as_bytes()).unwrap(), document);
/// assert!(DidDocument::from_json(json.replace("human", "role").as_bytes()).is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DidDocument {
    did: Did,
    lct: Lct,
    issued_at: Timestamp,
    signature: Signature,
}

#[derive(Serialize, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Method {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    controller: String,
    public_key_multibase: String,
}

#[derive(Serialize, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Proof {
    #[serde(rename = "type")]
    kind: String,
    created: Timestamp,
    verification_method: String,
    proof_purpose: String,
    proof_value: String,
}

#[derive(Serialize, Deserialize, PartialEq)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Wire {
    #[serde(rename = "@context")]
    context: Vec<String>,
    id: String,
    also_known_as: Vec<String>,
    verification_method: Vec<Method>,
    authentication: Vec<String>,
    assertion_method: Vec<String>,
    entity_type: String,
    linked_context_token: String,
    proof: Proof,
}

impl DidDocument {
    /// The largest document, in bytes of JSON.
    pub const LARGEST: usize = 1 << 14;

    /// Makes and signs the document of a token.
    ///
    /// # Errors
    /// If the signer is not the owner, the key has no `did:key` form, the time is before the token
    /// was made, or the key cannot sign.
    pub fn issue(
        lct: Lct,
        signer: &(impl Signer + ?Sized),
        issued_at: Timestamp,
    ) -> Result<DidDocument, IdentityError> {
        lct.check_owner(signer.public_key())?;
        if issued_at < lct.created_at() {
            return Err(IdentityError::ClockWentBack {
                at: issued_at,
                earlier: lct.created_at(),
            });
        }
        let did = Did::of_key(lct.public_key())?;
        let signature = signer.sign(&CONTEXT, &message(&lct, issued_at))?;
        Ok(DidDocument {
            did,
            lct,
            issued_at,
            signature,
        })
    }

    /// Returns the name.
    pub fn did(&self) -> &Did {
        &self.did
    }

    /// Returns the token.
    pub fn lct(&self) -> &Lct {
        &self.lct
    }

    /// Returns when the document was made, as the owner says.
    pub fn issued_at(&self) -> Timestamp {
        self.issued_at
    }

    fn wire(&self) -> Wire {
        let (id, method) = (self.did.to_string(), self.did.verification_method());
        Wire {
            context: vec![
                "https://www.w3.org/ns/did/v1".to_owned(),
                "https://w3id.org/security/multikey/v1".to_owned(),
            ],
            also_known_as: vec![self.lct.id().to_string()],
            verification_method: vec![Method {
                id: method.clone(),
                kind: "Multikey".to_owned(),
                controller: id.clone(),
                public_key_multibase: self.did.multibase().to_owned(),
            }],
            id,
            authentication: vec![method.clone()],
            assertion_method: vec![method.clone()],
            entity_type: self.lct.entity_type().name().to_owned(),
            linked_context_token: hex::encode(&self.lct.to_bytes()),
            proof: Proof {
                kind: "LawfulLctProof1".to_owned(),
                created: self.issued_at,
                verification_method: method,
                proof_purpose: "assertionMethod".to_owned(),
                proof_value: self.signature.to_string(),
            },
        }
    }

    /// Returns the JSON form.
    pub fn to_json(&self) -> String {
        // The type has only strings and lists of them: this cannot fail.
        serde_json::to_string_pretty(&self.wire()).unwrap_or_default()
    }

    /// Reads the JSON form, verifies its signatures, and compares every field with the token.
    ///
    /// # Errors
    /// If the bytes are not such a document, a signature is not good, or a field says something
    /// else than the token.
    pub fn from_json(json: &[u8]) -> Result<DidDocument, IdentityError> {
        if json.len() > Self::LARGEST {
            let problem = format!("it has {} bytes, more than {}", json.len(), Self::LARGEST);
            return Err(IdentityError::garbage(WHAT, problem));
        }
        let wire: Wire =
            serde_json::from_slice(json).map_err(|error| IdentityError::garbage(WHAT, error))?;
        let token = hex::decode_any(&wire.linked_context_token)
            .ok_or_else(|| IdentityError::garbage(WHAT, "its token is not hexadecimal"))?;
        let lct = Lct::from_bytes(&token)?;
        let signature: Signature = wire
            .proof
            .proof_value
            .parse()
            .map_err(|error| IdentityError::garbage(WHAT, error))?;
        let document = DidDocument {
            did: Did::of_key(lct.public_key())?,
            issued_at: wire.proof.created,
            lct,
            signature,
        };
        if document.wire() != wire {
            let problem = "a field says something else than the token";
            return Err(IdentityError::garbage(WHAT, problem));
        }
        let message = message(&document.lct, document.issued_at);
        document
            .lct
            .public_key()
            .verify(&CONTEXT, &message, &document.signature)
            .map_err(|source| IdentityError::BadSignature {
                what: "the DID document",
                source,
            })?;
        Ok(document)
    }
}

fn message(lct: &Lct, issued_at: Timestamp) -> Vec<u8> {
    Writer::new(&[1]).field(&lct.to_bytes()).time(issued_at).0
}
