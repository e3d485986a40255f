//! A thread that talks to a device, with a deadline for every answer.
//!
//! The system libraries of TPMs and of HID devices wait for ever. So the device is used on a thread
//! of its own; when an answer is late, the caller gets an error and the thread is left to itself: it
//! ends when the device answers or is closed.

use crate::{Anchor, StoreError};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

type Job<T> = Box<dyn FnOnce(&mut T) + Send>;

/// A device that is used on its own thread.
pub(crate) struct DeviceThread<T> {
    device: Anchor,
    deadline: Duration,
    /// `None` after an answer was late: the state of the device is unknown then.
    jobs: Mutex<Option<Sender<Job<T>>>>,
}

impl<T: 'static> DeviceThread<T> {
    /// Opens a device on a new thread.
    pub(crate) fn start(
        device: Anchor,
        deadline: Duration,
        open: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
    ) -> Result<DeviceThread<T>, StoreError> {
        let (jobs, queue) = mpsc::channel::<Job<T>>();
        let (opened, result) = mpsc::channel();
        let body = move || match open() {
            Ok(mut state) => {
                if opened.send(Ok(())).is_ok() {
                    queue.into_iter().for_each(|job| job(&mut state));
                }
            }
            Err(error) => {
                // Nobody listens only if the deadline has passed: then nobody wants to know.
                let _ = opened.send(Err(error));
            }
        };
        thread::Builder::new()
            .name(format!("lawful-{device}"))
            .spawn(body)
            .map_err(|error| StoreError::Unavailable {
                device,
                reason: error.to_string(),
            })?;
        let this = DeviceThread {
            device,
            deadline,
            jobs: Mutex::new(Some(jobs)),
        };
        match result.recv_timeout(deadline) {
            Ok(Ok(())) => Ok(this),
            Ok(Err(error)) => Err(error),
            Err(RecvTimeoutError::Disconnected) => Err(StoreError::Unavailable {
                device,
                reason: "the system library failed while it was opened".to_owned(),
            }),
            Err(late) => Err(this.failed(late)),
        }
    }

    /// Runs a job on the device and waits for its answer, at most the deadline.
    ///
    /// Jobs of several threads take turns; the deadline counts from when the turn comes.
    pub(crate) fn run<R: Send + 'static>(
        &self,
        job: impl FnOnce(&mut T) -> Result<R, StoreError> + Send + 'static,
    ) -> Result<R, StoreError> {
        let mut jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
        let (answer, result) = mpsc::channel();
        let sent = jobs.as_ref().is_some_and(|jobs| {
            jobs.send(Box::new(move |state| {
                let _ = answer.send(job(state));
            }))
            .is_ok()
        });
        if !sent {
            return Err(StoreError::Gone {
                device: self.device,
                reason: "an earlier answer did not come".to_owned(),
            });
        }
        match result.recv_timeout(self.deadline) {
            Ok(result) => {
                if let Err(StoreError::Gone { .. }) = &result {
                    *jobs = None;
                }
                result
            }
            Err(late) => {
                *jobs = None;
                Err(self.failed(late))
            }
        }
    }

    fn failed(&self, why: RecvTimeoutError) -> StoreError {
        match why {
            RecvTimeoutError::Timeout => StoreError::NoAnswer {
                device: self.device,
                waited: self.deadline,
            },
            RecvTimeoutError::Disconnected => StoreError::Gone {
                device: self.device,
                reason: "its thread ended".to_owned(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(deadline: Duration) -> DeviceThread<u32> {
        DeviceThread::start(Anchor::Tpm2, deadline, || Ok(7)).unwrap()
    }

    #[test]
    fn a_late_answer_is_an_error_and_the_device_is_given_up() {
        let device = start(Duration::from_millis(50));
        assert_eq!(device.run(|n| Ok(*n)).unwrap(), 7);
        let (release, wait) = mpsc::channel::<()>();
        let late = device.run(move |_| {
            let _ = wait.recv();
            Ok(())
        });
        assert!(matches!(
            late,
            Err(StoreError::NoAnswer {
                device: Anchor::Tpm2,
                ..
            })
        ));
        assert!(matches!(
            device.run(|n| Ok(*n)),
            Err(StoreError::Gone { .. })
        ));
        drop(release);
    }

    #[test]
    fn a_device_that_cannot_be_opened_says_why() {
        let start = DeviceThread::<u32>::start(Anchor::Fido2, Duration::from_secs(60), || {
            Err(StoreError::WrongPassword)
        });
        assert!(matches!(start, Err(StoreError::WrongPassword)));
    }

    #[test]
    fn a_panic_on_the_thread_is_an_error_here() {
        let device = start(Duration::from_secs(60));
        let lost =
            device.run(|_| -> Result<(), StoreError> { std::panic::resume_unwind(Box::new(())) });
        assert!(matches!(lost, Err(StoreError::Gone { .. })));
    }
}
