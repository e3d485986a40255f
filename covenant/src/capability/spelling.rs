//! A name cut into its segments, each with its hash, so that a check only looks up.

use super::hash;

/// One segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cut {
    start: u16,
    end: u16,
    pub hash: u64,
}

/// The text of an action, cut.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Spelling {
    text: Box<str>,
    cuts: Vec<Cut>,
    /// How many of the segments belong to the verb.
    verb: usize,
    pub absolute: bool,
}

impl Spelling {
    /// Cuts a text that was checked: at most 65,535 bytes, one colon, no empty segment.
    pub fn cut(text: &str) -> Spelling {
        let (verb, resource) = text.split_once(':').unwrap_or((text, ""));
        let (absolute, resource) = match resource.strip_prefix('/') {
            Some(rest) => (true, rest),
            None => (false, resource),
        };
        let mut cuts = Vec::with_capacity(8);
        let mut start = 0;
        let mut add = |segment: &str, start: &mut usize| {
            let end = *start + segment.len();
            cuts.push(Cut {
                start: *start as u16,
                end: end as u16,
                hash: hash::of_segment(segment),
            });
            *start = end + 1;
        };
        verb.split('.').for_each(|segment| add(segment, &mut start));
        let count = verb.bytes().filter(|b| *b == b'.').count() + 1;
        start += usize::from(absolute);
        if !resource.is_empty() {
            resource
                .split('/')
                .for_each(|segment| add(segment, &mut start));
        }
        Spelling {
            text: text.into(),
            cuts,
            verb: count,
            absolute,
        }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    pub fn verb(&self) -> &[Cut] {
        self.cuts.get(..self.verb).unwrap_or_default()
    }

    pub fn resource(&self) -> &[Cut] {
        self.cuts.get(self.verb..).unwrap_or_default()
    }

    #[inline]
    pub fn segment(&self, cut: &Cut) -> &str {
        let range = usize::from(cut.start)..usize::from(cut.end);
        self.text.get(range).unwrap_or_default()
    }
}
