//! Stands in for the crate `hidapi`: a device is a Unix socket, plugged in with [`plug`].
//!
//! Only what `ctap-hid-fido2` uses is here. Packets have 64 bytes, as on the wire; the report number
//! that comes first in a write is dropped.

use std::ffi::{CStr, CString};
use std::io::{Error, Read, Write};
use std::os::unix::net::UnixStream;
use std::sync::Mutex;

/// The device list of the process.
static PLUGGED_IN: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Puts a socket on the list of devices. One that is not on the list can still be opened by its path.
pub fn plug(path: &str) {
    PLUGGED_IN.lock().unwrap().push(path.to_owned());
}

/// Takes a socket off the list of devices.
pub fn unplug(path: &str) {
    PLUGGED_IN.lock().unwrap().retain(|plugged| plugged != path);
}

/// The result type of the crate.
pub type HidResult<T> = Result<T, Error>;

/// The list of devices.
pub struct HidApi(Vec<DeviceInfo>);

/// One device.
pub struct DeviceInfo(CString);

/// An open device.
pub struct HidDevice(UnixStream);

impl HidApi {
    pub fn new() -> HidResult<HidApi> {
        let plugged = PLUGGED_IN.lock().unwrap();
        Ok(HidApi(plugged.iter().map(|path| DeviceInfo(CString::new(path.as_str()).unwrap())).collect()))
    }

    pub fn device_list(&self) -> impl Iterator<Item = &DeviceInfo> {
        self.0.iter()
    }

    pub fn open_path(&self, path: &CStr) -> HidResult<HidDevice> {
        let path = path.to_str().map_err(Error::other)?;
        UnixStream::connect(path).map(HidDevice)
    }
}

impl DeviceInfo {
    pub fn path(&self) -> &CStr {
        &self.0
    }

    pub fn vendor_id(&self) -> u16 {
        0x1209
    }

    pub fn product_id(&self) -> u16 {
        0xf1d0
    }

    pub fn product_string(&self) -> Option<&str> {
        Some("Software authenticator")
    }

    pub fn serial_number(&self) -> Option<&str> {
        None
    }

    pub fn usage_page(&self) -> u16 {
        0xf1d0
    }

    pub fn usage(&self) -> u16 {
        1
    }
}

impl HidDevice {
    pub fn write(&self, data: &[u8]) -> HidResult<usize> {
        let packet = data.get(1..65).ok_or_else(|| Error::other("not a report"))?;
        (&self.0).write_all(packet)?;
        Ok(data.len())
    }

    pub fn read(&self, buffer: &mut [u8]) -> HidResult<usize> {
        let packet = buffer.get_mut(..64).ok_or_else(|| Error::other("the buffer is too small"))?;
        (&self.0).read_exact(packet)?;
        Ok(64)
    }
}
