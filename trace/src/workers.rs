//! Work on all cores, in forked processes too.

use rayon::ThreadPoolBuilder;
use std::sync::atomic::{AtomicU32, Ordering};

/// The process that has worked on all cores first, 0 if none has. Its threads are in no other process.
static FIRST: AtomicU32 = AtomicU32::new(0);

/// Does work that uses `rayon`.
///
/// A process that was forked from one with worker threads has none of them, and would wait for ever for
/// their help: it gets threads of its own here, for each work anew.
///
/// ```
/// use lawful_trace::workers::on_all_cores;
/// let squares = on_all_cores(|| rayon::join(|| 2 * 2, || 3 * 3));
/// assert_eq!(squares, (4, 9));
/// ```
pub fn on_all_cores<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    let process = std::process::id();
    let first = FIRST.compare_exchange(0, process, Ordering::Relaxed, Ordering::Relaxed);
    if first.is_ok() || first == Err(process) {
        return work();
    }
    let own = ThreadPoolBuilder::new().build();
    // Where no thread can be started, the one that asks works alone.
    let own = own.or_else(|_| {
        let alone = ThreadPoolBuilder::new().num_threads(1);
        alone.use_current_thread().build()
    });
    match own {
        Ok(threads) => threads.install(work),
        Err(_) => work(),
    }
}
