//! Memory for graphs, of which somebody may want more than there is.

use crate::TrustError;

/// Returns an empty list with room for some entries.
///
/// # Errors
/// If the memory is not to be had.
pub(super) fn room_for<T>(rows: usize) -> Result<Vec<T>, TrustError> {
    let mut list = Vec::new();
    list.try_reserve_exact(rows)
        .map_err(|_| TrustError::Memory { rows })?;
    Ok(list)
}

/// Returns a list with one value everywhere.
///
/// # Errors
/// If the memory is not to be had.
pub(super) fn filled<T: Clone>(rows: usize, value: T) -> Result<Vec<T>, TrustError> {
    let mut list = room_for(rows)?;
    list.resize(rows, value);
    Ok(list)
}

/// Adds an entry to a list that grows.
///
/// # Errors
/// If the memory is not to be had.
pub(super) fn push<T>(list: &mut Vec<T>, entry: T) -> Result<(), TrustError> {
    list.try_reserve(1).map_err(|_| TrustError::Memory {
        rows: list.len().saturating_add(1),
    })?;
    list.push(entry);
    Ok(())
}

/// Tells which of the nodes of a graph are in a list.
///
/// # Errors
/// If the memory is not to be had.
pub(super) fn marked(nodes: usize, list: &[u32]) -> Result<Vec<bool>, TrustError> {
    let mut marks = filled(nodes, false)?;
    for node in list {
        if let Some(mark) = marks.get_mut(*node as usize) {
            *mark = true;
        }
    }
    Ok(marks)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_refused() {
        let rows = usize::MAX / 16;
        let full = TrustError::Memory { rows };
        assert_eq!(filled(rows, 0u64), Err(full.clone()));
        assert_eq!(room_for::<u64>(rows), Err(full.clone()));
        assert_eq!(
            marked(usize::MAX, &[1]).map(drop),
            Err(TrustError::Memory { rows: usize::MAX })
        );
        assert_eq!(marked(3, &[1, 9]), Ok(vec![false, true, false]));
    }
}
