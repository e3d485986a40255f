//! Entities in a PostgreSQL server.

mod failure;
mod server;

pub use server::PostgresServer;
