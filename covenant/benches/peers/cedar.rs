//! Cedar, asked what the gate was asked.

use lawful_covenant::call::Call;
use lawful_covenant::capability::cedar::CedarPolicies;
use lawful_platform::{Signer, SoftwareKey};
use std::hint::black_box;

/// Asks Cedar the same question as the gate was asked.
pub fn run() {
    println!("\nCedar, the same question, ns");
    for count in [10, 1_000] {
        let texts = crate::texts(count);
        let last = &texts[count - 2];
        let policy = |text: &String| {
            let (verb, resource) = text.split_once(':').unwrap();
            let resource = resource.replace("**", "*");
            format!(
                "permit(principal, action == Action::\"{verb}\", resource) \
                 when {{ context.resource like \"{resource}\" }};"
            )
        };
        let policies: String = texts.iter().map(policy).collect();
        let policies = CedarPolicies::parse(&policies).unwrap();
        let holder = SoftwareKey::from_ed25519_seed(&[2; 32]);
        let call = Call::new(last.parse().unwrap());
        let asked = crate::least(2_000 / count as u32 + 1, || {
            assert!(
                black_box(&policies)
                    .check(&call, holder.public_key())
                    .is_allowed()
            );
        });
        println!("  with {count:>6} policies               {asked:8.0}");
    }
}
