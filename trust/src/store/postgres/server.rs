//! A table in a server.

use super::super::entity_store::{in_order, own_places};
use super::super::{Change, EntityStore, Listing, StoreError, sealed};
use super::failure::{Failure, causes, failed, final_};
use crate::EntityTrust;
use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod};
use refinery::{Migration, Runner};
use std::sync::mpsc;
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;
use tokio_postgres::{Client, Config, IsolationLevel, NoTls, Transaction};

/// Entities in a table of a PostgreSQL server, or of another database that speaks its protocol.
///
/// Transactions are serializable and tried again if they met others, so any number of processes on
/// any number of machines lose nothing. The table is made and brought up to date when the server is
/// connected. Connections are not encrypted: use a socket, a private network or a tunnel.
///
/// The calls of this type wait; inside of an asynchronous task they are refused, use them in
/// `spawn_blocking` there.
pub struct PostgresServer {
    pool: Pool,
    handle: Handle,
    described: String,
    // Dropped before the thread is waited for.
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

/// How often a transaction is tried.
const ATTEMPTS: u32 = 100;

/// How many connections there are at the most.
const CONNECTIONS: usize = 8;

const SELECT: &str = "SELECT record FROM lawful_trust_entities WHERE id = $1";
const SELECT_FOR_UPDATE: &str = "SELECT record FROM lawful_trust_entities WHERE id = $1 FOR UPDATE";
const INSERT: &str = "INSERT INTO lawful_trust_entities (id, record) VALUES ($1, $2)";
const UPDATE: &str = "UPDATE lawful_trust_entities SET record = $2 WHERE id = $1";
const DELETE: &str = "DELETE FROM lawful_trust_entities WHERE id = $1";
const LIST: &str = "SELECT id FROM lawful_trust_entities WHERE id >= $1 ORDER BY id";
const LIST_BELOW: &str =
    "SELECT id FROM lawful_trust_entities WHERE id >= $1 AND id < $2 ORDER BY id";

impl PostgresServer {
    /// Connects to a server, `postgresql://user@host/database` or the other forms of libpq, and
    /// brings its table up to date.
    ///
    /// # Errors
    /// If the text is not such a place, the server cannot be reached, or the table cannot be made.
    pub fn connect(place: &str) -> Result<PostgresServer, StoreError> {
        let mut config: Config = place.parse().map_err(final_("address"))?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_secs(10));
        }
        // The password stays out of what is shown.
        let described = format!(
            "the database `{}` on {:?}",
            config.get_dbname().unwrap_or_default(),
            config.get_hosts()
        );
        let (handle, stop, thread) = background()?;
        let manager = Manager::from_config(
            config,
            NoTls,
            ManagerConfig {
                recycling_method: RecyclingMethod::Fast,
            },
        );
        let pool = Pool::builder(manager)
            .max_size(CONNECTIONS)
            .build()
            .map_err(|error| unreachable_server(&error))?;
        let server = PostgresServer {
            pool,
            handle,
            described,
            stop: Some(stop),
            thread: Some(thread),
        };
        server.wait(server.migrate())?;
        Ok(server)
    }

    /// Waits for something, on the thread that called.
    fn wait<T>(
        &self,
        future: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        if Handle::try_current().is_ok() {
            return Err(StoreError::InsideRuntime);
        }
        self.handle.block_on(future)
    }

    async fn connection(&self) -> Result<Object, StoreError> {
        self.pool
            .get()
            .await
            .map_err(|error| unreachable_server(&error))
    }

    async fn migrate(&self) -> Result<(), StoreError> {
        let told = |error: refinery::Error| StoreError::Database {
            action: "migration",
            problem: match std::error::Error::source(&error) {
                Some(source) => format!("{error}: {source:?}"),
                None => error.to_string(),
            },
        };
        let migration =
            Migration::unapplied("V1__entities", include_str!("migrations/V1__entities.sql"))
                .map_err(told)?;
        let mut last = None;
        // Two processes that do this at the same time may stand in each other's way once.
        for attempt in 0..10 {
            let mut connection = self.connection().await?;
            let mut runner = Runner::new(std::slice::from_ref(&migration));
            runner.set_migration_table_name("lawful_trust_migrations");
            let client: &mut Client = &mut connection;
            match runner.run_async(client).await {
                Ok(_) => return Ok(()),
                Err(error) => last = Some(told(error)),
            }
            pause(attempt).await;
        }
        Err(last.unwrap_or(StoreError::Contended(0)))
    }

    async fn attempt(
        &self,
        connection: &mut Object,
        ids: &[&str],
        places: &[usize],
        change: &mut Change<'_>,
    ) -> Result<(), Failure> {
        let transaction = connection
            .build_transaction()
            .isolation_level(IsolationLevel::Serializable)
            .start()
            .await
            .map_err(failed("transaction"))?;
        let mut entities: Vec<Option<EntityTrust>> = vec![None; ids.len()];
        for place in places {
            if let (Some(id), Some(slot)) = (ids.get(*place), entities.get_mut(*place)) {
                *slot = load(&transaction, SELECT_FOR_UPDATE, id).await?;
            }
        }
        let existed: Vec<bool> = entities.iter().map(Option::is_some).collect();
        change(&mut entities)?;
        own_places(ids, &entities)?;
        for place in places {
            if let (Some(id), Some(existed), Some(entity)) =
                (ids.get(*place), existed.get(*place), entities.get(*place))
            {
                write(&transaction, id, *existed, entity.as_ref()).await?;
            }
        }
        transaction.commit().await.map_err(failed("commit"))
    }
}

fn unreachable_server(error: &(impl std::error::Error + 'static)) -> StoreError {
    StoreError::Database {
        action: "connection",
        problem: causes(error),
    }
}

/// Starts the thread that moves the bytes of the connections.
fn background() -> Result<(Handle, oneshot::Sender<()>, JoinHandle<()>), StoreError> {
    let told = |error: std::io::Error| StoreError::Database {
        action: "start",
        problem: error.to_string(),
    };
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(told)?;
    let handle = runtime.handle().clone();
    let (stop, stopped) = oneshot::channel::<()>();
    let (started, is_running) = mpsc::channel();
    let thread = std::thread::Builder::new()
        .name("lawful-trust-postgres".to_owned())
        .spawn(move || {
            runtime.block_on(async {
                let _ = started.send(());
                let _ = stopped.await;
            });
        })
        .map_err(told)?;
    let _ = is_running.recv();
    Ok((handle, stop, thread))
}

/// Waits a little, longer after more attempts, and not as long as others do.
async fn pause(attempt: u32) {
    let most = 1u64 << attempt.min(6);
    let mut random = [0; 8];
    // Without random numbers all wait equally long, which is slower and still right.
    let _ = getrandom::fill(&mut random);
    let micros = 200 * most + u64::from_le_bytes(random) % (200 * most);
    tokio::time::sleep(Duration::from_micros(micros)).await;
}

async fn load(
    transaction: &Transaction<'_>,
    select: &str,
    id: &str,
) -> Result<Option<EntityTrust>, Failure> {
    let statement = transaction
        .prepare_typed(select, &[tokio_postgres::types::Type::TEXT])
        .await
        .map_err(failed("read"))?;
    let row = transaction
        .query_opt(&statement, &[&id])
        .await
        .map_err(failed("read"))?;
    row.map(|row| decode(id, row.try_get(0).map_err(final_("read"))?))
        .transpose()
        .map_err(Failure::Final)
}

fn decode(id: &str, bytes: &[u8]) -> Result<EntityTrust, StoreError> {
    sealed::open(id, bytes).map_err(|problem| {
        StoreError::damaged(
            format_args!("the record of `{id}` in the database"),
            problem,
        )
    })
}

async fn write(
    transaction: &Transaction<'_>,
    id: &str,
    existed: bool,
    entity: Option<&EntityTrust>,
) -> Result<(), Failure> {
    let record = entity.map(sealed::seal);
    let done = match (existed, &record) {
        (false, Some(record)) => transaction.execute(INSERT, &[&id, record]).await,
        (true, Some(record)) => transaction.execute(UPDATE, &[&id, record]).await,
        (true, None) => transaction.execute(DELETE, &[&id]).await,
        (false, None) => return Ok(()),
    };
    done.map(|_| ()).map_err(failed("write"))
}

/// Returns the least text that is above all texts with a beginning, if there is one.
fn end_of(beginning: &str) -> Option<String> {
    let mut text = beginning.to_owned();
    while let Some(last) = text.pop() {
        // Surrogates are not characters: the step over them is longer.
        let next = match last {
            '\u{d7ff}' => Some('\u{e000}'),
            last => char::from_u32(u32::from(last) + 1),
        };
        if let Some(next) = next {
            text.push(next);
            return Some(text);
        }
    }
    None
}

impl EntityStore for PostgresServer {
    fn find(&self, id: &str) -> Result<Option<EntityTrust>, StoreError> {
        self.wait(async {
            let connection = self.connection().await?;
            let statement = connection
                .prepare_cached(SELECT)
                .await
                .map_err(final_("read"))?;
            let row = connection
                .query_opt(&statement, &[&id])
                .await
                .map_err(final_("read"))?;
            row.map(|row| decode(id, row.try_get(0).map_err(final_("read"))?))
                .transpose()
        })
    }

    fn transact(&self, ids: &[&str], change: &mut Change<'_>) -> Result<(), StoreError> {
        let places = in_order(ids)?;
        self.wait(async {
            let mut connection = self.connection().await?;
            for attempt in 0..ATTEMPTS {
                match self.attempt(&mut connection, ids, &places, change).await {
                    Ok(()) => return Ok(()),
                    Err(Failure::Final(error)) => return Err(error),
                    Err(Failure::Contended) => pause(attempt).await,
                }
            }
            Err(StoreError::Contended(ATTEMPTS))
        })
    }

    fn list(&self, beginning: &str) -> Result<Listing, StoreError> {
        self.wait(async {
            let connection = self.connection().await?;
            let rows = match end_of(beginning) {
                Some(end) => connection.query(LIST_BELOW, &[&beginning, &end]).await,
                None => connection.query(LIST, &[&beginning]).await,
            };
            let rows = rows.map_err(final_("listing"))?;
            let ids = rows
                .iter()
                .map(|row| row.try_get(0))
                .collect::<Result<_, _>>()
                .map_err(final_("listing"))?;
            Ok(Listing {
                ids,
                damaged: Vec::new(),
            })
        })
    }

    fn describe(&self) -> String {
        self.described.clone()
    }
}

impl Drop for PostgresServer {
    fn drop(&mut self) {
        self.pool.close();
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::end_of;

    #[test]
    fn the_end_is_above_all_with_the_beginning() {
        assert_eq!(end_of("role:").as_deref(), Some("role;"));
        assert_eq!(end_of(""), None);
        assert_eq!(end_of("a\u{10ffff}").as_deref(), Some("b"));
        assert_eq!(end_of("\u{d7ff}").as_deref(), Some("\u{e000}"));
    }
}
