//! What signing and opening heads is.

use super::SignsHeads;
use super::laws_support::{counts, crowds, witnesses};
use super::simple_note::{SimpleHead, SimpleNote};
use lawful::{Sort, theory};

theory! {
    /// Signed heads that open for exactly the key, the name and the log that they were signed for,
    /// and witnesses who add to them and take nothing away.
    pub theory HeadSigning in ::lawful_trace::checkpoint {
        /// Keys of logs.
        sort Key;
        /// Names of keys.
        sort Name;
        /// What logs are called.
        sort Origin;
        /// Heads with the logs that they are of.
        sort Checkpoint;
        /// Signed heads.
        sort Note;
        /// Witnesses: some that the policy knows, and strangers.
        sort Witness;
        /// Known witnesses, each once.
        sort Crowd;
        /// Numbers of known witnesses.
        sort Count;
        /// Returns what the log is called.
        op log_of(c: Checkpoint) -> Origin;
        /// Signs a head as its log.
        op sign(k: Key, n: Name, c: Checkpoint) -> Note;
        /// Adds a witness's cosignature. The number chooses a time that a cosignature can have.
        op cosign(w: Witness, s: Note, time: u64) -> Note;
        /// Adds the cosignatures of several witnesses.
        op seen_by(who: Crowd, s: Note) -> Note;
        /// Returns the head, if this key signed it under this name for this log.
        op open(k: Key, n: Name, o: Origin, s: Note) -> Option<Checkpoint>;
        /// Returns whether a policy that demands so many of its witnesses is met.
        op met(k: Key, n: Name, o: Origin, needed: Count, s: Note) -> bool;
        /// Returns how many witnesses these are.
        op number_of(who: Crowd) -> Count;
        /// Returns the number of one witness.
        op one() -> Count;
        /// Returns whether the policy knows a witness.
        op known(w: Witness) -> bool;
        /// Flips one bit of a signed head.
        op alter(s: Note, bit: u64) -> Note;

        /// What was signed opens, and is what was signed.
        law round_trip(k: Key, n: Name, c: Checkpoint) {
            open(k, n, log_of(c), sign(k, n, c)) == some(c)
        }
        /// Under another key it does not open.
        law other_key(k, j: Key, n: Name, c: Checkpoint) if k != j {
            open(j, n, log_of(c), sign(k, n, c)) == none()
        }
        /// Under another name it does not open.
        law other_name(k: Key, n, m: Name, c: Checkpoint) if n != m {
            open(k, m, log_of(c), sign(k, n, c)) == none()
        }
        /// For another log it does not open.
        law other_origin(k: Key, n: Name, c: Checkpoint, o: Origin) if o != log_of(c) {
            open(k, n, o, sign(k, n, c)) == none()
        }
        /// A note of which any bit was flipped, of the head or of a signature that is needed, is not
        /// believed.
        law altered(k: Key, n: Name, c: Checkpoint, who: Crowd, bit: u64) {
            !met(k, n, log_of(c), number_of(who), alter(seen_by(who, sign(k, n, c)), bit))
        }
        /// A cosignature does not change the head.
        law head_stays(k: Key, n: Name, c: Checkpoint, who: Crowd, w: Witness, time: u64) {
            open(k, n, log_of(c), cosign(w, seen_by(who, sign(k, n, c)), time))
                == open(k, n, log_of(c), seen_by(who, sign(k, n, c)))
        }
        /// A cosignature makes no earlier signature invalid.
        law earlier_stay(
            k: Key, n: Name, c: Checkpoint, who: Crowd, needed: Count, w: Witness, time: u64
        ) if met(k, n, log_of(c), needed, seen_by(who, sign(k, n, c))) {
            met(k, n, log_of(c), needed, cosign(w, seen_by(who, sign(k, n, c)), time))
        }
        /// The word of a witness that the policy knows counts.
        law counted(k: Key, n: Name, c: Checkpoint, w: Witness, time: u64) if known(w) {
            met(k, n, log_of(c), one(), cosign(w, sign(k, n, c), time))
        }
        /// A witness counts once, however often it signs.
        law counted_once(
            k: Key, n: Name, c: Checkpoint, needed: Count, w: Witness, time, again: u64
        ) {
            met(k, n, log_of(c), needed, cosign(w, cosign(w, sign(k, n, c), time), again))
                == met(k, n, log_of(c), needed, cosign(w, sign(k, n, c), time))
        }
        /// Whom the policy does not know does not count.
        law strangers(
            k: Key, n: Name, c: Checkpoint, who: Crowd, needed: Count, w: Witness, time: u64
        ) if !known(w) {
            met(k, n, log_of(c), needed, cosign(w, seen_by(who, sign(k, n, c)), time))
                == met(k, n, log_of(c), needed, seen_by(who, sign(k, n, c)))
        }
        /// A policy is met exactly if as many different witnesses signed as it demands.
        law quorum(k: Key, n: Name, c: Checkpoint, who: Crowd, needed: Count) {
            met(k, n, log_of(c), needed, seen_by(who, sign(k, n, c))) == (needed <= number_of(who))
        }

        lawkeeper {
            Key: u8 = Sort::any();
            Name: u8 = Sort::any();
            Origin: u8 = Sort::any();
            Checkpoint: SimpleHead = Sort::any().pair(Sort::any());
            Note: SimpleNote = Sort::finite([SimpleNote::new(0, 0, (0, 0))]);
            Witness: u8 = witnesses();
            Crowd: Vec<u8> = crowds();
            Count: u8 = counts();
            log_of(c) => c.0;
            sign(k, n, c) => SimpleNote::new(*k, *n, *c);
            cosign(w, s, _time) => s.seen_by(&[*w]);
            seen_by(who, s) => s.seen_by(who);
            open(k, n, o, s) => s.open(*k, *n, *o);
            met(k, n, o, needed, s) => s.is_met(*k, *n, *o, *needed);
            number_of(who) => who.len() as u8;
            one() => 1;
            known(w) => *w < SignsHeads::KNOWN;
            alter(s, bit) => s.touched(*bit);
        }
        /// Takes the head of an empty log for no head.
        lawbreaker hollow breaks round_trip {
            open(k, n, o, s) => s.open(*k, *n, *o).filter(|head| head.1 > 0);
        }
        /// Takes any key that bears the name.
        lawbreaker keyless breaks other_key { open(_k, n, o, s) => s.open(s.key, *n, *o); }
        /// Does not look at the name of the key.
        lawbreaker nameless breaks other_name { open(k, _n, o, s) => s.open(*k, s.name, *o); }
        /// Takes the head of any log that the key signs for.
        lawbreaker homeless breaks other_origin { open(k, n, _o, s) => s.open(*k, *n, s.head.0); }
        /// Does not look at the first bit.
        lawbreaker blurred breaks altered {
            alter(s, bit) => match bit {
                0 => s.clone(),
                _ => s.touched(*bit),
            };
        }
        /// Takes the last signature for the log's.
        lawbreaker hasty breaks head_stays {
            open(k, n, o, s) => s.open(*k, *n, *o).filter(|_| s.seen.is_empty());
        }
        /// Keeps the last of the known witnesses only.
        lawbreaker replacing breaks earlier_stay {
            cosign(w, s, _time) => match *w < SignsHeads::KNOWN {
                true => SimpleNote { seen: vec![*w], ..s.clone() },
                false => s.seen_by(&[*w]),
            };
        }
        /// Does not let a witness be the first.
        lawbreaker deferring breaks counted {
            cosign(w, s, _time) => match s.seen.is_empty() {
                true => s.clone(),
                false => s.seen_by(&[*w]),
            };
        }
        /// Counts signatures, not witnesses.
        lawbreaker tallying breaks counted_once {
            met(k, n, o, needed, s) => {
                let known = s.seen.iter().filter(|by| **by < SignsHeads::KNOWN);
                s.open(*k, *n, *o).is_some() && known.count() >= usize::from(*needed)
            };
        }
        /// Counts one witness that the policy does not know.
        lawbreaker hospitable breaks strangers {
            met(k, n, o, needed, s) => {
                let seen = s.witnesses_under(SignsHeads::KNOWN + 1);
                s.open(*k, *n, *o).is_some() && seen >= *needed
            };
        }
        /// Is content with one witness less, if there is any.
        lawbreaker lenient breaks quorum {
            met(k, n, o, needed, s) => match s.witnesses_under(SignsHeads::KNOWN) {
                0 => s.is_met(*k, *n, *o, *needed),
                _ => s.is_met(*k, *n, *o, needed.saturating_sub(1)),
            };
        }
    }
}
