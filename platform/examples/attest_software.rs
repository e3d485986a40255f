//! Attests a software key and prints the envelope, from a fixed seed and a fixed time.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use jiff::{SignedDuration, Timestamp};
use lawful_platform::attestation::{Envelope, Nonce, Proof, Purpose, Statement};
use lawful_platform::tpm2::PcrValues;
use lawful_platform::{Anchor, Context, Signer, SoftwareKey};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let key = SoftwareKey::from_ed25519_seed(&[1; 32]);
    let issued_at: Timestamp = "2026-03-01T12:00:00Z".parse()?;
    let statement = Statement {
        entity_id: "agent:example".to_owned(),
        public_key: key.public_key().clone(),
        anchor: Anchor::Software,
        purpose: Purpose::SessionStart,
        challenge: Nonce([7; 32]),
        issued_at,
        expires_at: issued_at + SignedDuration::from_hours(1),
        platform_state: PcrValues::default(),
    };
    let signature = key.sign(
        &Context::new("lawful.attestation.v1")?,
        &statement.to_bytes(),
    )?;
    println!(
        "{}",
        Envelope {
            statement,
            proof: Proof::Software { signature }
        }
        .to_json()
    );
    Ok(())
}
