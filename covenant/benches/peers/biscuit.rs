//! Biscuit, asked what the gate was asked, and its chain of three blocks.

use biscuit_auth::builder::{AuthorizerBuilder, BlockBuilder};
use biscuit_auth::{Biscuit, KeyPair};
use std::hint::black_box;

/// Verifies a token of three blocks, and authorizes one action with it.
pub fn run() {
    println!("\nbiscuit, us");
    let root = KeyPair::new();
    let names = ["/srv/app0/file0", "/srv/app1/file1", "/srv/app2/file2"];
    let mut builder = Biscuit::builder();
    for name in names {
        let fact = format!("right(\"{name}\", \"write\")");
        builder = builder.fact(fact.as_str()).unwrap();
    }
    let mut token = builder.build(&root).unwrap();
    for check in [
        "check if operation(\"write\")",
        "check if resource($r), $r.starts_with(\"/srv/\")",
    ] {
        let block = BlockBuilder::new().check(check).unwrap();
        token = token.append(block).unwrap();
    }
    let bytes = token.to_vec().unwrap();
    let verified = crate::least(100, || {
        black_box(Biscuit::from(black_box(&bytes), root.public()).unwrap());
    });
    let authorized = crate::least(100, || {
        let authorizer = AuthorizerBuilder::new()
            .fact("resource(\"/srv/app2/file2\")")
            .and_then(|a| a.fact("operation(\"write\")"))
            .and_then(|a| a.policy("allow if resource($r), operation($o), right($r, $o)"));
        let mut authorizer = authorizer.unwrap().build(&token).unwrap();
        black_box(authorizer.authorize().unwrap());
    });
    println!(
        "  reading and verifying three blocks {:8.2}",
        verified / 1e3
    );
    println!(
        "  one authorization                  {:8.2}",
        authorized / 1e3
    );
}
