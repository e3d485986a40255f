//! Reads the frames of a segment, and says where and how they stop.

use super::frame::{ALIGN, BadFrame, Frame, FrameHeader, HEADER};

/// The hash of the frame headers of a segment, which links it to the next one.
#[derive(Clone, Debug)]
pub(crate) struct Link(blake3::Hasher);

impl Link {
    /// Starts with the link to the segment before.
    pub(crate) fn new(before: &[u8; 32]) -> Link {
        let mut hasher = blake3::Hasher::new_derive_key("lawful-trace 2026 segment link");
        hasher.update(before);
        Link(hasher)
    }

    /// Adds the header of each frame.
    pub(crate) fn add(&mut self, header: &[u8]) {
        self.0.update(header);
    }

    /// Returns the link for the next segment.
    pub(crate) fn finish(&self) -> [u8; 32] {
        *self.0.finalize().as_bytes()
    }
}

/// What was found in the frames of a segment or of a part of it.
pub(crate) struct Scan {
    /// The start and the end of each record of whole batches.
    pub(crate) places: Vec<[u32; 2]>,
    /// Where the last whole batch ends.
    pub(crate) end: usize,
    /// Where the last whole frame ends; later than `end` if a batch is not whole.
    pub(crate) frames_end: usize,
    /// How long the file of bodies must be.
    pub(crate) bodies: u64,
    /// What the last frame says was on the disk.
    pub(crate) synced: u64,
    /// Records in whole frames of a batch that is not whole.
    pub(crate) unfinished: u64,
    /// What is wrong at `frames_end`, if bytes follow there.
    pub(crate) bad: Option<BadFrame>,
    /// The link, up to `end`.
    pub(crate) link: Link,
}

/// What a scan starts with.
pub(crate) struct Start {
    /// Where the first frame is.
    pub(crate) from: usize,
    /// The start value of the checksums.
    pub(crate) seed: u32,
    /// The index of the first record.
    pub(crate) first: u64,
    /// The link so far.
    pub(crate) link: Link,
    /// How much of the file of bodies is whole.
    pub(crate) bodies: u64,
}

/// Reads frames up to the first that is bad.
pub(crate) fn scan(bytes: &[u8], start: Start) -> Scan {
    let Start {
        from,
        seed,
        first,
        link,
        bodies,
    } = start;
    let mut found = Scan {
        places: Vec::new(),
        end: from,
        frames_end: from,
        bodies: 0,
        synced: 0,
        unfinished: 0,
        bad: None,
        link,
    };
    let mut next = first;
    let mut unfinished = Vec::new();
    let mut link = found.link.clone();
    while let Some(rest) = bytes
        .get(found.frames_end..)
        .filter(|rest| !rest.is_empty())
    {
        let frame = match Frame::read(rest, seed) {
            // A whole frame in the wrong place was never written here.
            Ok(frame) if frame.header.first != next => {
                found.bad = Some(BadFrame::Header);
                break;
            }
            Ok(frame) if frame.header.bodies > bodies => {
                let records = frame.header.records;
                found.bad = Some(BadFrame::Body { records });
                break;
            }
            Ok(frame) => frame,
            Err(bad) => {
                found.bad = Some(bad);
                break;
            }
        };
        link.add(rest.get(..HEADER).unwrap_or_default());
        unfinished.extend(frame.places(found.frames_end as u32));
        found.frames_end += frame.header.length();
        found.synced = frame.header.synced;
        next += u64::from(frame.header.records);
        if frame.header.last {
            found.places.append(&mut unfinished);
            found.end = found.frames_end;
            found.bodies = frame.header.bodies;
            found.link = link.clone();
        }
    }
    found.unfinished = unfinished.len() as u64;
    found
}

/// What lies behind a bad frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Behind {
    /// How many whole frames.
    pub(crate) frames: u64,
    /// How many records they hold.
    pub(crate) records: u64,
    /// The most that one of them says was on the disk.
    pub(crate) synced: u64,
}

/// Looks for whole frames behind a bad one, at every place where a frame may start.
pub(crate) fn behind(bytes: &[u8], bad: usize, seed: u32) -> Behind {
    let mut found = Behind::default();
    let mut at = bad + ALIGN;
    while let Some(rest) = bytes.get(at..).filter(|rest| rest.len() >= HEADER) {
        // The header alone first: it is cheap, and nearly every place fails here.
        let frame = FrameHeader::read(rest, seed).and_then(|_| Frame::read(rest, seed).ok());
        at += match frame {
            Some(frame) => {
                found.frames += 1;
                found.records += u64::from(frame.header.records);
                found.synced = found.synced.max(frame.header.synced);
                frame.header.length()
            }
            None => ALIGN,
        };
    }
    found
}
