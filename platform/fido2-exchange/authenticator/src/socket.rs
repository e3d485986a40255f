//! CTAPHID over a Unix socket, and what can go wrong with it.

use crate::attestation::Attestation;
use crate::ctap::Ctap;
use passkey_transports::hid::{ChannelHandler, Command, Message};
use std::io::{Read, Write};
use std::os::unix::net::{UnixListener, UnixStream};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;

/// What goes wrong with the next commands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// The authenticator does not answer.
    Stall,
    /// It answers with CBOR that makes no sense.
    Garbage,
    /// It is torn out while it works.
    Unplug,
    /// It waits for a touch and says so, then answers.
    KeepAlive,
}

struct Shared {
    ctap: Mutex<Ctap>,
    fault: Mutex<Fault>,
    plugged: Mutex<Vec<UnixStream>>,
}

/// An authenticator that is plugged in.
pub struct Device {
    folder: TempDir,
    shared: Arc<Shared>,
}

impl Device {
    /// Plugs a new authenticator in.
    pub fn new(attestation: Attestation) -> Device {
        let folder = tempfile::tempdir().unwrap();
        let shared = Arc::new(Shared {
            ctap: Mutex::new(Ctap::new(attestation)),
            fault: Mutex::new(Fault::None),
            plugged: Mutex::new(Vec::new()),
        });
        let device = Device { folder, shared };
        device.plug();
        device
    }

    /// The path by which it is opened.
    pub fn path(&self) -> String {
        self.folder.path().join("device").to_str().unwrap().to_owned()
    }

    /// Makes the next commands go wrong.
    pub fn fault(&self, fault: Fault) {
        *self.shared.fault.lock().unwrap() = fault;
    }

    /// Says whether somebody touches the authenticator when it asks.
    pub fn touched(&self, touched: bool) {
        self.shared.ctap.lock().unwrap().person.present.store(touched, Ordering::SeqCst);
    }

    /// Sets all signature counters back.
    pub fn rewind_counters(&self) {
        self.shared.ctap.lock().unwrap().rewind_counters();
    }

    /// Resets the authenticator: all credentials are gone.
    pub fn forget(&self) {
        self.shared.ctap.lock().unwrap().forget();
    }

    /// Takes the authenticator out.
    pub fn unplug(&self) {
        let _ = std::fs::remove_file(self.path());
        for stream in self.shared.plugged.lock().unwrap().drain(..) {
            let _ = stream.shutdown(std::net::Shutdown::Both);
        }
    }

    /// Puts it in again.
    pub fn plug(&self) {
        self.shared.ctap.lock().unwrap().pin.power_cycle();
        let listener = UnixListener::bind(self.path()).unwrap();
        let shared = Arc::clone(&self.shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                shared.plugged.lock().unwrap().push(stream.try_clone().unwrap());
                let shared = Arc::clone(&shared);
                std::thread::spawn(move || serve(&shared, stream));
            }
        });
    }
}

fn serve(shared: &Shared, mut stream: UnixStream) {
    let mut channels = ChannelHandler::default();
    let mut packet = [0; 64];
    while stream.read_exact(&mut packet).is_ok() {
        let Some(message) = channels.handle_packet(&packet) else { continue };
        let channel = message.channel;
        match message.command {
            // The nonce, a channel, the version of the protocol, three numbers of the device, and
            // what it can: CBOR.
            Command::Init => {
                let answer = [&message.payload[..8], &[0, 0, 0, 7, 2, 1, 0, 0, 0x04]].concat();
                send(&mut stream, channel, Command::Init, &answer);
            }
            Command::Cbor => {
                let fault = *shared.fault.lock().unwrap();
                let answer = match fault {
                    Fault::Stall => continue,
                    Fault::Garbage => vec![0, 0xff, 0x17, 0x80],
                    Fault::Unplug => {
                        let _ = stream.shutdown(std::net::Shutdown::Both);
                        return;
                    }
                    Fault::KeepAlive => {
                        for _ in 0..3 {
                            send(&mut stream, channel, Command::KeepAlive, &[2]);
                            std::thread::sleep(Duration::from_millis(10));
                        }
                        shared.ctap.lock().unwrap().answer(&message.payload)
                    }
                    Fault::None => shared.ctap.lock().unwrap().answer(&message.payload),
                };
                send(&mut stream, channel, Command::Cbor, &answer);
            }
            _ => send(&mut stream, channel, Command::Err, &[0x01]),
        }
    }
}

fn send(stream: &mut UnixStream, channel: u32, command: Command, data: &[u8]) {
    let mut packets = Vec::new();
    Message::new(channel, command, data).unwrap().send(&mut packets).unwrap();
    // A host that has gone away needs no answer.
    let _ = stream.write_all(&packets);
}
