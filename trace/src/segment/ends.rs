//! Where records end that lie back to back: said behind them, in the same memory.
//!
//! ```text
//! record 0, record 1, ..., room for more, ..., end of record 1, end of record 0
//! ```
//!
//! So a record and its end are in the same large page, and one allocation has both.

/// The size of an end.
pub const END: usize = size_of::<u32>();

/// Returns the start and the end of a record.
#[inline]
pub fn place(memory: &[u8], number: usize) -> Option<(usize, usize)> {
    let ends = memory.as_rchunks::<END>().1;
    let at = ends.len().checked_sub(number)?.checked_sub(1)?;
    let end = u32::from_ne_bytes(*ends.get(at)?) as usize;
    let start = match number {
        0 => 0,
        _ => u32::from_ne_bytes(*ends.get(at + 1)?) as usize,
    };
    Some((start, end))
}

/// Puts a record behind another that ends somewhere, and returns where it ends; none if there is no
/// room.
#[inline]
pub fn push(memory: &mut [u8], number: usize, start: usize, record: &[u8]) -> Option<usize> {
    let ends = number.checked_add(1)?.checked_mul(END)?;
    let room = memory.len().checked_sub(ends)?;
    let (records, ends) = memory.split_at_mut_checked(room)?;
    let end = start.checked_add(record.len())?;
    records.get_mut(start..end)?.copy_from_slice(record);
    *ends.first_chunk_mut()? = (end as u32).to_ne_bytes();
    Some(end)
}
