//! Entities as bytes, bit for bit and short.
//!
//! Byte layout, version 2. Whole numbers are variable in length (seven bits a byte, the lowest
//! first, the highest bit set on all but the last byte) and have one spelling each.
//!
//! | what | how |
//! | --- | --- |
//! | version | one byte, 2 |
//! | id, name of the model | length and UTF-8 |
//! | standing | one byte: 0 for evidence, 1 for scores |
//! | evidence | 18 numbers (three for each dimension), epoch, offset, pool |
//! | pool | one byte with a bit for each dimension that it has, the first one lowest, and three numbers for each of these |
//! | scores | six doubles, little-endian |
//! | observations | six numbers |
//! | actions, successes, testimonies | three numbers |
//! | creation, decayed until | seconds (zigzag) and nanoseconds (zigzag) each |
//! | last action | one byte 0, or one byte 1 and the time |
//! | witnessed by | count, then id, largest event, counted events, praise and blame each |
//! | has witnessed | count, then id, largest event and counted events each |

use super::parts::Parts;
use super::{Companion, Companions, EntityTrust, EventWindow, Words};
use crate::TrustError;
use crate::evidence::{Evidence, Opinion, Pool, Position};
use crate::model::{Scores, Standing, rules};
use jiff::Timestamp;

const VERSION: u8 = 2;

impl EntityTrust {
    /// Returns the entity as bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(160);
        out.push(VERSION);
        text(&mut out, self.entity_id());
        text(&mut out, self.0.rules.name());
        match &self.0.standing {
            Standing::Evidence(evidence) => {
                out.push(0);
                for opinion in evidence.opinions {
                    self::opinion(&mut out, opinion);
                }
                number(&mut out, evidence.position.epoch.into());
                number(&mut out, evidence.position.offset);
                let pool = evidence.pool.opinions;
                let there = |at: &usize| pool[*at] != Opinion::default();
                out.push((0..6).filter(there).fold(0, |bits, at| bits | 1 << at));
                for at in (0..6).filter(there) {
                    self::opinion(&mut out, pool[at]);
                }
            }
            Standing::Scores(scores) => {
                out.push(1);
                for score in scores.get() {
                    out.extend(score.to_le_bytes());
                }
            }
        }
        for count in self.0.observations {
            number(&mut out, count.into());
        }
        for count in [self.0.actions, self.0.successes, self.0.testimonies] {
            number(&mut out, count);
        }
        time(&mut out, self.0.created_at);
        time(&mut out, self.0.decayed_until);
        match self.0.last_action {
            None => out.push(0),
            Some(at) => {
                out.push(1);
                time(&mut out, at);
            }
        }
        let lists = [
            (self.0.witnessed_by.list(), true),
            (self.0.has_witnessed.list(), false),
        ];
        for (list, speaks) in lists {
            number(&mut out, list.len() as u64);
            for companion in list {
                text(&mut out, &companion.id);
                number(&mut out, companion.events.largest);
                number(&mut out, companion.events.counted);
                for part in <[u64; 2]>::from(companion.words)
                    .into_iter()
                    .filter(|_| speaks)
                {
                    number(&mut out, part);
                }
            }
        }
        out
    }

    /// Reads an entity from bytes.
    ///
    /// # Errors
    /// If the bytes are not those of an entity, all of them.
    pub fn from_bytes(bytes: &[u8]) -> Result<EntityTrust, TrustError> {
        let mut input = Input(bytes);
        if input.byte()? != VERSION {
            return Err(bad("the version is unknown"));
        }
        let id = input.text()?.parse()?;
        let rules = rules(input.text()?)?;
        let standing = input.standing()?;
        let mut observations = [0; 6];
        for count in &mut observations {
            *count = input.small()?;
        }
        let (actions, successes) = (input.number()?, input.number()?);
        let testimonies = input.number()?;
        let (created_at, decayed_until) = (input.time()?, input.time()?);
        let last_action = match input.byte()? {
            0 => None,
            1 => Some(input.time()?),
            _ => return Err(bad("the last action is neither there nor not there")),
        };
        let witnessed_by = input.companions(true)?;
        let has_witnessed = input.companions(false)?;
        if !input.0.is_empty() {
            return Err(bad("there are more bytes than the entity has"));
        }
        let parts = Parts {
            id,
            rules,
            standing,
            observations,
            actions,
            successes,
            testimonies,
            created_at,
            last_action,
            decayed_until,
            witnessed_by: Companions::from_list(witnessed_by),
            has_witnessed: Companions::from_list(has_witnessed),
        };
        parts.check()?;
        Ok(EntityTrust(Box::new(parts)))
    }
}

fn number(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn opinion(out: &mut Vec<u8>, opinion: Opinion) {
    for part in <[u64; 3]>::from(opinion) {
        number(out, part);
    }
}

fn signed(out: &mut Vec<u8>, value: i64) {
    number(out, ((value << 1) ^ (value >> 63)) as u64);
}

fn text(out: &mut Vec<u8>, text: &str) {
    number(out, text.len() as u64);
    out.extend(text.as_bytes());
}

fn time(out: &mut Vec<u8>, at: Timestamp) {
    signed(out, at.as_second());
    signed(out, at.subsec_nanosecond().into());
}

fn bad(problem: &'static str) -> TrustError {
    TrustError::Bytes {
        what: "an entity",
        problem,
    }
}

struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn byte(&mut self) -> Result<u8, TrustError> {
        let (first, rest) = self
            .0
            .split_first()
            .ok_or_else(|| bad("they end too soon"))?;
        self.0 = rest;
        Ok(*first)
    }

    fn take(&mut self, length: u64) -> Result<&'a [u8], TrustError> {
        let length = usize::try_from(length).map_err(|_| bad("they end too soon"))?;
        let (taken, rest) = self
            .0
            .split_at_checked(length)
            .ok_or_else(|| bad("they end too soon"))?;
        self.0 = rest;
        Ok(taken)
    }

    /// Most numbers are of one byte.
    #[inline(always)]
    fn number(&mut self) -> Result<u64, TrustError> {
        match self.0.split_first() {
            Some((&byte, rest)) if byte < 0x80 => {
                self.0 = rest;
                Ok(byte.into())
            }
            _ => self.long_number(),
        }
    }

    fn long_number(&mut self) -> Result<u64, TrustError> {
        let mut value = 0u64;
        for (place, byte) in self.0.iter().take(10).enumerate() {
            if place == 9 && *byte > 1 {
                break;
            }
            value |= u64::from(byte & 0x7f) << (7 * place);
            if *byte < 0x80 {
                if *byte == 0 {
                    return Err(bad("a number has a longer spelling than it needs"));
                }
                self.0 = self.0.get(place + 1..).unwrap_or_default();
                return Ok(value);
            }
        }
        Err(bad(if self.0.len() < 10 {
            "they end too soon"
        } else {
            "a number is too large"
        }))
    }

    fn small(&mut self) -> Result<u32, TrustError> {
        u32::try_from(self.number()?).map_err(|_| bad("a number is too large"))
    }

    fn signed(&mut self) -> Result<i64, TrustError> {
        let value = self.number()?;
        Ok((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    fn text(&mut self) -> Result<&'a str, TrustError> {
        let length = self.number()?;
        std::str::from_utf8(self.take(length)?).map_err(|_| bad("a text is not UTF-8"))
    }

    fn time(&mut self) -> Result<Timestamp, TrustError> {
        let (second, nanosecond) = (self.signed()?, self.signed()?);
        i32::try_from(nanosecond)
            .ok()
            .and_then(|nanosecond| Timestamp::new(second, nanosecond).ok())
            .filter(|at| {
                at.as_second() == second && i64::from(at.subsec_nanosecond()) == nanosecond
            })
            .ok_or_else(|| bad("a time cannot be"))
    }

    fn standing(&mut self) -> Result<Standing, TrustError> {
        match self.byte()? {
            0 => {
                let mut opinions = [Opinion::default(); 6];
                for opinion in &mut opinions {
                    *opinion = self.opinion()?;
                }
                let position = Position {
                    epoch: self.small()?,
                    offset: self.number()?,
                };
                let pool = self.pool()?;
                Ok(Standing::Evidence(Evidence {
                    opinions,
                    position,
                    pool,
                }))
            }
            1 => {
                let mut scores = [0.0; 6];
                for score in &mut scores {
                    let mut raw = [0; 8];
                    raw.copy_from_slice(self.take(8)?);
                    *score = f64::from_le_bytes(raw);
                }
                Ok(Standing::Scores(Scores::try_from(scores)?))
            }
            _ => Err(bad("the kind of standing is unknown")),
        }
    }

    fn opinion(&mut self) -> Result<Opinion, TrustError> {
        Ok([self.number()?, self.number()?, self.number()?].into())
    }

    fn pool(&mut self) -> Result<Pool, TrustError> {
        let mut pool = Pool::default();
        let bits = self.byte()?;
        if bits >= 1 << 6 {
            return Err(bad("the pool has a dimension that is none"));
        }
        for (at, opinion) in pool.opinions.iter_mut().enumerate() {
            if bits & 1 << at != 0 {
                *opinion = self.opinion()?;
                if *opinion == Opinion::default() {
                    return Err(bad("the pool has a dimension without words"));
                }
            }
        }
        Ok(pool)
    }

    fn companions(&mut self, speak: bool) -> Result<Vec<Companion>, TrustError> {
        let count = self.number()?;
        // The shortest companion has an id of one byte: nothing is set aside for a count that lies.
        if count > self.0.len() as u64 / 4 {
            return Err(bad("they end too soon"));
        }
        let mut all = Vec::with_capacity(count as usize);
        for _ in 0..count {
            all.push(Companion {
                id: self.text()?.into(),
                events: EventWindow {
                    largest: self.number()?,
                    counted: self.number()?,
                },
                words: if speak {
                    [self.number()?, self.number()?].into()
                } else {
                    Words::NAMED
                },
            });
        }
        Ok(all)
    }
}
