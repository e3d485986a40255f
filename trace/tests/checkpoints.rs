//! Checkpoints, notes, witnesses and pinned heads, against published examples and another crate.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "helpers of tests fail by panicking"
)]

use lawful_platform::{Signer, SoftwareKey};
use lawful_trace::checkpoint::*;
use lawful_trace::merkle::*;
use signed_note::{StandardVerifier, VerifierList};

/// The example of the Go package `golang.org/x/mod/sumdb/note`.
const NEUMANN: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
const NEUMANN_SECRET: &str = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const NEUMANN_NOTE: &str = "If you think cryptography is the answer to your problem,\n\
    then you don't know what your problem is.\n\n\
    \u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

fn name(text: &str) -> NoteName {
    text.parse().unwrap()
}

fn key(seed: u8) -> SoftwareKey {
    SoftwareKey::from_ed25519_seed(&[seed; 32])
}

fn note_key(text: &str, kind: KeyKind, key: &SoftwareKey) -> NoteKey {
    NoteKey::new(name(text), kind, key.public_key().clone()).unwrap()
}

fn tree(entries: u8) -> Tree {
    let mut tree = Tree::new(&Rfc6962Sha256);
    (0..entries).for_each(|n| tree.append(&[n]));
    tree
}

const LOG: &str = "example.com/log";

fn signed(entries: u8) -> Note {
    let checkpoint = Checkpoint::new(LOG, tree(entries).head(), &Rfc6962Sha256).unwrap();
    sign(&checkpoint, &name(LOG), &key(1)).unwrap()
}

fn policy() -> Policy {
    Policy::of_log(LOG, note_key(LOG, KeyKind::Note, &key(1))).unwrap()
}

fn witnesses(count: u8) -> Vec<NoteKey> {
    (0..count)
        .map(|n| note_key(&format!("w{n}.example"), KeyKind::Cosignature, &key(10 + n)))
        .collect()
}

fn cosigned(note: &Note, witness: u8, time: u64) -> Note {
    cosign(
        note,
        &name(&format!("w{witness}.example")),
        &key(10 + witness),
        time,
    )
    .unwrap()
}

#[test]
fn the_published_note_is_read_and_made_again() {
    let note = Note::parse(NEUMANN_NOTE.as_bytes()).unwrap();
    assert_eq!(note.to_string(), NEUMANN_NOTE);
    let vkey: NoteKey = NEUMANN.parse().unwrap();
    assert_eq!(vkey.to_string(), NEUMANN);
    assert_eq!(vkey.id(), note.lines()[0].id);

    let secret =
        base64::Engine::decode(&base64::engine::general_purpose::STANDARD, NEUMANN_SECRET).unwrap();
    let signer = SoftwareKey::from_ed25519_seed(secret[1..].try_into().unwrap());
    assert_eq!(signer.public_key(), vkey.key());
    let signature = signer
        .sign(
            &lawful_platform::Context::SIGNED_NOTE,
            note.text().as_bytes(),
        )
        .unwrap();
    assert_eq!(signature.raw(), note.lines()[0].signature.as_slice());
    // It is signed, but it is not a checkpoint.
    let policy = Policy::of_log("x", vkey).unwrap();
    assert!(matches!(
        policy.verify(NEUMANN_NOTE.as_bytes()),
        Err(NotBelieved::Checkpoint(_))
    ));
    let other = NEUMANN_NOTE.replace("answer", "anwser");
    assert!(matches!(
        policy.verify(other.as_bytes()),
        Err(NotBelieved::Signature(_))
    ));
}

/// The example of the specification of cosignatures.
#[test]
fn the_published_cosigned_checkpoint_is_read() {
    let text = "example.com/behind-the-sofa\n20852163\n\
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\
        \u{2014} example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n\
        \u{2014} witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";
    let note = Note::parse(text.as_bytes()).unwrap();
    assert_eq!(note.to_string(), text);
    let checkpoint: Checkpoint = note.text().parse().unwrap();
    assert_eq!(checkpoint.origin(), "example.com/behind-the-sofa");
    assert_eq!(checkpoint.head().size, 20_852_163);
    assert_eq!(
        note.lines()[1].signature[..8],
        1_679_315_147u64.to_be_bytes()
    );
}

#[test]
fn another_implementation_accepts_what_we_sign() {
    let note = signed(5);
    let vkey = note_key(LOG, KeyKind::Note, &key(1)).to_string();
    let theirs = signed_note::Note::from_bytes(note.to_string().as_bytes()).unwrap();
    let known = VerifierList::new(vec![Box::new(StandardVerifier::new(&vkey).unwrap())]);
    let (verified, unknown) = theirs.verify(&known).unwrap();
    assert_eq!((verified.len(), unknown.len()), (1, 0));
    let checkpoint = tlog_tiles::Checkpoint::from_bytes(theirs.text()).unwrap();
    assert_eq!(checkpoint.origin(), LOG);
    assert_eq!(checkpoint.size(), 5);
    assert_eq!(checkpoint.hash().0, tree(5).head().root);
    // A cosignature is of a type it does not know, and does not disturb it.
    let cosigned = cosigned(&note, 0, 1_700_000_000).to_string();
    let theirs = signed_note::Note::from_bytes(cosigned.as_bytes()).unwrap();
    assert_eq!(theirs.verify(&known).unwrap().1.len(), 1);
}

#[test]
fn a_policy_counts_witnesses_once_and_refuses_bad_ones() {
    let note = signed(3);
    let two_of_three = policy().with_witnesses(witnesses(3), 2).unwrap();
    let verify = |note: &Note| two_of_three.verify(note.to_string().as_bytes());
    assert!(policy().verify(note.to_string().as_bytes()).is_ok());
    assert_eq!(
        verify(&note),
        Err(NotBelieved::TooFewWitnesses {
            needed: 2,
            given: 0
        })
    );
    let once = cosigned(&note, 0, 100);
    let twice = cosigned(&once, 0, 200);
    assert_eq!(
        verify(&twice),
        Err(NotBelieved::TooFewWitnesses {
            needed: 2,
            given: 1
        })
    );
    let stranger = cosigned(&once, 9, 100);
    assert!(verify(&stranger).is_err());
    let believed = verify(&cosigned(&twice, 2, 300)).unwrap();
    assert_eq!(
        believed.witnesses,
        [(name("w0.example"), 200), (name("w2.example"), 300)]
    );
    assert_eq!(believed.checkpoint.head(), &tree(3).head());

    // The time is signed too.
    let late = cosigned(&once, 2, 300).to_string();
    let mut read = Note::parse(late.as_bytes()).unwrap().lines().to_vec();
    read[2].signature[7] ^= 1;
    let forged = Note::new(note.text(), read).unwrap();
    assert_eq!(
        verify(&forged),
        Err(NotBelieved::Signature(name("w2.example")))
    );
}

#[test]
fn a_policy_believes_only_its_log() {
    let note = signed(3).to_string();
    let other_key = Policy::of_log(LOG, note_key(LOG, KeyKind::Note, &key(2))).unwrap();
    assert!(matches!(
        other_key.verify(note.as_bytes()),
        Err(NotBelieved::Unsigned(_))
    ));
    let other_log = Policy::of_log("example.com/other", note_key(LOG, KeyKind::Note, &key(1)));
    assert!(matches!(
        other_log.unwrap().verify(note.as_bytes()),
        Err(NotBelieved::Origin { .. })
    ));
    // A cosignature by the key of the log is not the log's signature.
    let only_cosigned = {
        let log = cosign(&signed(3), &name(LOG), &key(1), 5).unwrap();
        Note::new(log.text(), vec![log.lines()[1].clone()]).unwrap()
    };
    assert!(matches!(
        policy().verify(only_cosigned.to_string().as_bytes()),
        Err(NotBelieved::Unsigned(_))
    ));
}

#[test]
fn policies_that_cannot_be_are_refused() {
    assert!(matches!(
        policy().with_witnesses(witnesses(2), 3),
        Err(BadPolicy::Quorum { needed: 3, of: 2 })
    ));
    let same = vec![
        note_key("a.example", KeyKind::Cosignature, &key(7)),
        note_key("b.example", KeyKind::Cosignature, &key(7)),
    ];
    assert!(matches!(
        policy().with_witnesses(same, 1),
        Err(BadPolicy::Twice(_))
    ));
    assert!(matches!(
        Policy::of_log(LOG, witnesses(1).remove(0)),
        Err(BadPolicy::Kind { .. })
    ));
    assert!(matches!(
        cosign(&signed(1), &name("w"), &key(1), 0),
        Err(CannotSign::Time(0))
    ));
    assert!(matches!(
        cosign(&signed(1), &name("w"), &key(1), u64::MAX),
        Err(CannotSign::Time(u64::MAX))
    ));
}

#[test]
fn a_tree_hash_of_another_kind_is_told() {
    let mut tree = Tree::new(&Blake3);
    tree.append(b"x");
    let checkpoint = Checkpoint::new(LOG, tree.head(), &Blake3).unwrap();
    assert_eq!(checkpoint.tree_hash_id(), "blake3");
    assert_eq!(checkpoint.extensions(), ["lawful-tree-hash blake3"]);
    assert_eq!(
        checkpoint.to_string().parse::<Checkpoint>().unwrap(),
        checkpoint
    );
    let twice = format!("{checkpoint}lawful-tree-hash rfc6962-sha256\n");
    assert!(twice.parse::<Checkpoint>().is_err());
    for origin in ["", "two\nlines", "tab\t", &"x".repeat(2000)] {
        assert!(
            Checkpoint::new(origin, tree.head(), &Blake3).is_err(),
            "{origin:?}"
        );
    }
}

#[test]
fn every_flipped_bit_of_a_cosigned_checkpoint_is_refused() {
    let note = cosigned(&cosigned(&signed(3), 0, 100), 1, 200).to_string();
    let both = policy().with_witnesses(witnesses(2), 2).unwrap();
    let believed = both.verify(note.as_bytes()).unwrap();
    for at in 0..note.len() {
        for bit in 0..8 {
            let mut bytes = note.clone().into_bytes();
            bytes[at] ^= 1 << bit;
            assert!(
                both.verify(&bytes).is_err(),
                "byte {at} bit {bit}: {believed:?}"
            );
        }
    }
    for length in 0..note.len() {
        assert!(both.verify(&note.as_bytes()[..length]).is_err(), "{length}");
    }
}

#[test]
fn bad_notes_and_keys_are_refused() {
    let line = NEUMANN_NOTE.lines().last().unwrap();
    let long = format!("text\n\n{}", format!("{line}\n").repeat(65));
    let bad = [
        "".to_owned(),
        "text\n".to_owned(),
        format!("text\n{line}\n"),
        format!("text\n\n{line}"),
        format!("text\r\n\n{line}\n"),
        format!("te\u{0}xt\n\n{line}\n"),
        "text\n\n- name AAAAAGFi\n".to_owned(),
        "text\n\n\u{2014} name AAAAAA==\n".to_owned(),
        "text\n\n\u{2014} name AAAAAGFi \n".to_owned(),
        "text\n\n\u{2014} na+me AAAAAGFi\n".to_owned(),
        long,
        "x".repeat(Note::LONGEST + 1),
    ];
    for text in bad {
        assert!(Note::parse(text.as_bytes()).is_err(), "{text:.80}");
    }
    for text in [
        "",
        "a",
        "a+b",
        "a+00000000+",
        "PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW",
        "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10T",
        "PeterNeumann+c74f20a3+AhpC",
    ] {
        assert!(text.parse::<NoteKey>().is_err(), "{text}");
    }
    let p256 = SoftwareKey::from_p256_scalar(&[1; 32]).unwrap();
    assert!(matches!(
        NoteKey::new(name("a"), KeyKind::Note, p256.public_key().clone()),
        Err(BadNoteKey::Algorithm(_))
    ));
}

#[test]
fn a_pinned_head_tells_truncation_from_a_fork() {
    let pinned = PinnedHead::new(tree(5).head());
    assert_eq!(
        pinned.compare(&tree(5)),
        Ok(Continuity::Consistent { added: 0 })
    );
    assert_eq!(
        pinned.compare(&tree(9)),
        Ok(Continuity::Consistent { added: 4 })
    );
    assert_eq!(
        pinned.compare(&tree(3)),
        Ok(Continuity::Truncated { missing: 2 })
    );
    let mut forked = Tree::new(&Rfc6962Sha256);
    (0..9u8).for_each(|n| forked.append(&[n + u8::from(n == 4)]));
    assert_eq!(pinned.compare(&forked), Ok(Continuity::Forked));
    let mut pruned = tree(9);
    pruned.prune(7).unwrap();
    assert!(matches!(
        pinned.compare(&pruned),
        Err(CannotProve::Pruned { .. })
    ));

    let later = tree(9);
    let proof = later.prove_consistency(5).unwrap();
    let compare = |head: &Head| pinned.compare_with(&Rfc6962Sha256, head, &proof);
    assert_eq!(
        compare(&later.head()),
        Ok(Continuity::Consistent { added: 4 })
    );
    assert!(compare(&forked.head()).is_err());
    assert_eq!(
        compare(&tree(2).head()),
        Ok(Continuity::Truncated { missing: 3 })
    );
    let other = Head {
        size: 5,
        root: [0; 32],
    };
    assert_eq!(compare(&other), Ok(Continuity::Forked));
}
