//! The gatekeeper: what authentication needs beside the database, shared by all workers of the process.

use std::fmt;
use std::time::Duration;

use chrono::TimeDelta;
use platform::access::{Actor, Reach, Role};
use platform::ids::{AccountId, Id, OfficeId};
use platform::password::{HashError, Hasher, PasswordProfile, Verdict};
use platform::problem::AppError;
use platform::tokens::AccessTokens;
use platform::uuid::Uuid;

use crate::accounts::credentials::hash_error;
use crate::clients::live::LiveClients;
use crate::devices::live::LiveDevices;
use crate::sessions::live::LiveSessions;
use crate::throttle::{Throttle, UnknownNames};

/// Every permission of the deployment with its row of the access matrix; the server collects it from the contexts.
#[derive(Debug, Clone, Default)]
pub struct PermissionCatalogue(pub Vec<(&'static str, &'static [(Role, Reach)])>);

/// How an installation authenticates.
#[derive(Debug, Clone)]
pub struct Settings {
    /// True behind TLS: the cookie is `__Host-sid; Secure`. False only on the loopback of a demo or a test.
    pub https: bool,
    /// `https://host[:port]` as browsers see it; taken from the request's `Host` when it is not given.
    pub origin: Option<String>,
    /// True when a reverse proxy of ours appends the address to `X-Forwarded-For`.
    pub behind_proxy: bool,
    /// A session ends when it is not used for so long.
    pub idle: TimeDelta,
    /// A session ends after so long in any case.
    pub absolute: TimeDelta,
    pub profile: PasswordProfile,
    /// Wrong logins of one address within a minute.
    pub failures_per_address: u32,
    /// Requests of one integration client within a minute.
    pub requests_per_client: u32,
    /// How long after its last contact a tablet's vault may be opened without the network.
    pub lease: TimeDelta,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            https: true,
            origin: None,
            behind_proxy: false,
            idle: TimeDelta::minutes(15),
            absolute: TimeDelta::hours(8),
            profile: PasswordProfile::Asvs,
            failures_per_address: 20,
            requests_per_client: 60,
            lease: TimeDelta::hours(72),
        }
    }
}

impl Settings {
    /// The name of the session cookie; the `__Host-` prefix needs TLS.
    pub fn cookie_name(&self) -> &'static str {
        if self.https { "__Host-sid" } else { "sid" }
    }
}

/// How long what was read of a session, a tablet or a client may be believed: a revocation bites within a second.
pub(crate) const BELIEVED: Duration = Duration::from_millis(900);

/// One per process, as `web::Data`.
pub struct Gatekeeper {
    pub settings: Settings,
    hasher: Hasher,
    /// Tokens of clients.
    pub(crate) tokens: AccessTokens,
    /// Tokens of tablets: the same keys, another audience.
    pub(crate) device_tokens: AccessTokens,
    catalogue: PermissionCatalogue,
    pub(crate) sessions: LiveSessions,
    pub(crate) clients: LiveClients,
    pub(crate) devices: LiveDevices,
    /// Wrong logins by address.
    pub(crate) addresses: Throttle,
    /// Wrong present passwords of somebody who is signed in, by account.
    pub(crate) guesses: Throttle,
    /// Requests by client.
    pub(crate) quota: Throttle,
    pub(crate) unknown: UnknownNames,
}

impl fmt::Debug for Gatekeeper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Gatekeeper({:?})", self.settings)
    }
}

/// How often, and how far apart, a full hasher is asked again: a morning's rush of logins waits up to five seconds.
const HASH_PATIENCE: (u32, Duration) = (25, Duration::from_millis(200));

impl Gatekeeper {
    pub fn new(settings: Settings, hasher: Hasher, tokens: AccessTokens, catalogue: PermissionCatalogue) -> Self {
        Self {
            sessions: LiveSessions::new(BELIEVED),
            clients: LiveClients::new(BELIEVED),
            devices: LiveDevices::new(BELIEVED),
            addresses: Throttle::new(settings.failures_per_address, TimeDelta::minutes(1)),
            guesses: Throttle::new(5, TimeDelta::minutes(15)),
            quota: Throttle::new(settings.requests_per_client, TimeDelta::minutes(1)),
            unknown: UnknownNames::default(),
            settings,
            hasher,
            device_tokens: tokens.with_audience("jiahe-device"),
            tokens,
            catalogue,
        }
    }

    /// Checks a password; without a stored hash the same time passes and the answer is no.
    pub async fn verify(&self, password: String, stored: Option<String>) -> Result<Verdict, AppError> {
        let (times, pause) = HASH_PATIENCE;
        for _ in 0..times {
            match self.hasher.verify(password.clone(), stored.clone()).await {
                Err(HashError::Busy) => tokio::time::sleep(pause).await,
                other => return other.map_err(hash_error),
            }
        }
        Err(hash_error(HashError::Busy))
    }

    /// Hashes a new password.
    pub async fn hash(&self, password: String) -> Result<String, AppError> {
        let (times, pause) = HASH_PATIENCE;
        for _ in 0..times {
            match self.hasher.hash(password.clone()).await {
                Err(HashError::Busy) => tokio::time::sleep(pause).await,
                other => return other.map_err(hash_error),
            }
        }
        Err(hash_error(HashError::Busy))
    }

    /// Reads the account's sessions and tablets again at their next request, in this process at once.
    pub fn forget_account(&self, account: AccountId) {
        self.sessions.forget_account(account);
        self.devices.forget_account(account);
    }

    /// The names of all permissions the actor holds.
    pub fn permissions_of(&self, actor: &Actor) -> Vec<String> {
        self.catalogue.0.iter().filter(|(_, grants)| actor.scope_for(grants).is_some()).map(|(name, _)| (*name).to_owned()).collect()
    }
}

/// Somebody who has not proved anything yet; the journal names nobody.
pub(crate) fn nobody(office: OfficeId, ip: &str) -> Actor {
    Actor {
        name: "anonymous".to_owned(),
        ip: ip.to_owned(),
        request_id: platform::http::context::request_id(),
        ..Actor::system(office, AccountId(Id(Uuid::nil())))
    }
}
