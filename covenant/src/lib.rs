//! Permission contracts that really stop a call, and the guarded run.
