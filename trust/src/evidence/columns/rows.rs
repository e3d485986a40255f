//! Some rows of the columns, to be changed on all cores.

use lawful_trace::workers::on_all_cores;

/// Rows that one task works on.
pub(super) const BLOCK: usize = 1 << 14;

/// Rows whose intermediate numbers stay in the nearest cache.
pub(super) const PIECE: usize = 256;

/// Some rows, to be changed.
pub(super) struct Rows<'c> {
    pub recent: [&'c mut [u64]; 6],
    pub earlier: [&'c mut [u64]; 6],
    pub against: [&'c mut [u64]; 6],
    pub offset: &'c mut [u64],
    pub epoch: &'c mut [u32],
}

fn halves<T>(columns: [&mut [T]; 6], at: usize) -> ([&mut [T]; 6], [&mut [T]; 6]) {
    let mut upper: [&mut [T]; 6] = Default::default();
    let mut places = upper.iter_mut();
    let lower = columns.map(|column| {
        let (low, high) = column.split_at_mut(at);
        if let Some(place) = places.next() {
            *place = high;
        }
        low
    });
    (lower, upper)
}

impl<'c> Rows<'c> {
    fn len(&self) -> usize {
        self.offset.len()
    }

    fn split(self, at: usize) -> (Rows<'c>, Rows<'c>) {
        let (recent, recent_high) = halves(self.recent, at);
        let (earlier, earlier_high) = halves(self.earlier, at);
        let (against, against_high) = halves(self.against, at);
        let (offset, offset_high) = self.offset.split_at_mut(at);
        let (epoch, epoch_high) = self.epoch.split_at_mut(at);
        (
            Rows {
                recent,
                earlier,
                against,
                offset,
                epoch,
            },
            Rows {
                recent: recent_high,
                earlier: earlier_high,
                against: against_high,
                offset: offset_high,
                epoch: epoch_high,
            },
        )
    }

    /// Works on blocks of rows beside blocks of the input, on all cores.
    pub fn each_block<I: Copy + Send + Sync>(
        self,
        input: I,
        split: &(impl Fn(I, usize) -> (I, I) + Sync),
        work: &(impl Fn(Rows<'_>, I) + Sync),
    ) {
        if self.len() <= BLOCK {
            return work(self, input);
        }
        on_all_cores(|| self.halves(input, split, work));
    }

    fn halves<I: Copy + Send + Sync>(
        self,
        input: I,
        split: &(impl Fn(I, usize) -> (I, I) + Sync),
        work: &(impl Fn(Rows<'_>, I) + Sync),
    ) {
        if self.len() <= BLOCK {
            return work(self, input);
        }
        let middle = self.len() / 2;
        let (low, high) = self.split(middle);
        let (input_low, input_high) = split(input, middle);
        rayon::join(
            || low.halves(input_low, split, work),
            || high.halves(input_high, split, work),
        );
    }
}
