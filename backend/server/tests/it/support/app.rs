//! The whole house on a port of its own, with one county in it and one account for every role.

use std::cell::RefCell;
use std::collections::HashMap;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use actix_web::HttpServer;
use actix_web::dev::ServerHandle;
use chrono::TimeDelta;
use documents::Locker;
use identity::{ClientScope, Gatekeeper, NewAccount, NewClient, NewOffice, NewOrg, OrgKind, Registered, Settings};
use platform::access::{Actor, Role};
use platform::clock::Clock;
use platform::db::{Db, Tx};
use platform::http::{Command, Version};
use platform::ids::{AccountId, OfficeId, OrgId};
use platform::password::{HashCost, Hasher};
use platform::problem::AppError;
use platform::tokens::AccessTokens;
use platform::totp;
use print::Printer;
use serde_json::json;
use server::app::{self, House};
use server::web::WebApp;
use sync::Carriers;
use testkit::TestDatabase;

use super::clients::Client;

/// The first password of every account of a test.
pub const PASSWORD: &str = "cobalt-ravine-quill";
/// The authenticator's secret of every account of a test.
pub const SECRET: [u8; 20] = [9; 20];

/// The county of a test.
#[derive(Debug, Clone, Copy)]
pub struct County {
    pub office: OfficeId,
    pub county: OrgId,
    pub street: OrgId,
    pub committee: OrgId,
    pub station: OrgId,
    /// Another street with another station, to which nobody of the first belongs.
    pub other_street: OrgId,
    pub other_station: OrgId,
    pub lawyer_room: OrgId,
    pub partner: OrgId,
}

impl County {
    fn new() -> Self {
        Self {
            office: OfficeId::new(),
            county: OrgId::new(),
            street: OrgId::new(),
            committee: OrgId::new(),
            station: OrgId::new(),
            other_street: OrgId::new(),
            other_station: OrgId::new(),
            lawyer_room: OrgId::new(),
            partner: OrgId::new(),
        }
    }

    /// Where a role is held.
    pub fn seat(&self, role: Role) -> OrgId {
        match role {
            Role::PlatformAdmin | Role::SecurityAdmin | Role::Auditor | Role::FederationOfficer | Role::Archivist => self.county,
            Role::CommitteeDirector | Role::SealKeeper => self.committee,
            Role::StationHead | Role::Registrar | Role::Mediator => self.station,
            Role::VolunteerLawyer => self.lawyer_room,
            Role::IntegrationClient => self.partner,
        }
    }
}

/// The running application.
pub struct TestApp {
    pub db: Db,
    pub clock: Clock,
    pub place: County,
    pub accounts: HashMap<Role, AccountId>,
    pub integration: Registered,
    pub address: SocketAddr,
    /// Cleared away when the application is dropped.
    pub database: TestDatabase,
    files: Files,
    /// The files people bring along in this test.
    pub locker: Locker,
    pub(super) sessions: RefCell<HashMap<String, Client>>,
    server: ServerHandle,
}

/// The directory of the files of one test.
struct Files(PathBuf);

impl Files {
    fn new() -> Self {
        Self(std::env::temp_dir().join(format!("jiahe-files-{}", platform::ids::Id::new().0)))
    }
}

impl Drop for Files {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The login name of the one who holds a role.
pub fn username(role: Role) -> String {
    role.as_str().to_lowercase()
}

impl TestApp {
    pub async fn new() -> Self {
        Self::carrying(app::carriers()).await
    }

    /// An application whose tablets take other things along.
    pub async fn carrying(carriers: Carriers) -> Self {
        let database = TestDatabase::migrated();
        let (keys, clock) = (testkit::keys(), testkit::clock());
        let db = database.open(keys.clone(), clock.clone());
        let hasher = Hasher::new(HashCost::TEST, keys.password_pepper(), 2).unwrap();
        let place = County::new();
        let hash = hasher.hash_blocking(PASSWORD).unwrap();
        let people: HashMap<Role, AccountId> =
            Role::ALL.iter().filter(|role| **role != Role::IntegrationClient).map(|role| (*role, AccountId::new())).collect();
        let accounts = people.clone();
        let integration = db.transact(Self::house(place.office), move |tx| populate(tx, &place, &people, &hash)).await.unwrap();
        let settings = Settings {
            https: false,
            failures_per_address: 1_000,
            requests_per_client: 100_000,
            idle: TimeDelta::hours(8),
            ..Settings::default()
        };
        let gate = Gatekeeper::new(settings, hasher, AccessTokens::new(&keys, "jiahe", "jiahe"), app::catalogue());
        let pages = WebApp::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/pages")).unwrap();
        let files = Files::new();
        let locker = Locker::new(&files.0, keys.clone());
        let house = House::new(db.clone(), gate, pages, printer(), locker.clone()).unwrap().carrying(carriers);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let server =
            HttpServer::new(move || app::app(&house)).workers(1).disable_signals().shutdown_timeout(1).listen(listener).unwrap().run();
        let handle = server.handle();
        actix_web::rt::spawn(server);
        Self { db, clock, place, accounts, integration, address, database, files, locker, sessions: RefCell::default(), server: handle }
    }

    /// Where the files of this test lie.
    pub fn files_directory(&self) -> &Path {
        &self.files.0
    }

    /// A command of the house itself.
    pub fn house(office: OfficeId) -> Command {
        Command::internal(Arc::new(Actor::system(office, AccountId(platform::ids::Id(platform::uuid::Uuid::nil())))))
    }

    /// Somebody without a session.
    pub fn anonymous(&self) -> Client {
        Client::new(self.address, None)
    }

    /// The one who holds the role, signed in.
    pub async fn role(&self, role: Role) -> Client {
        if role == Role::IntegrationClient { self.integration().await } else { self.person(&username(role)).await }
    }

    /// An account of the test's password and secret, signed in over HTTP; the session is kept.
    pub async fn person(&self, username: &str) -> Client {
        if let Some(client) = self.sessions.borrow().get(username) {
            return client.clone();
        }
        let code = totp::code_at(&SECRET, self.clock.now().timestamp().div_euclid(totp::STEP_SECONDS));
        let login = json!({"username": username, "password": PASSWORD, "totpCode": code});
        let reply = self.anonymous().post("/api/v1/auth/login", &login).await;
        assert_eq!(reply.status, 204, "{username} cannot sign in: {}", reply.text);
        let cookie = reply.header("set-cookie").split(';').next().unwrap().to_owned();
        let client = Client::new(self.address, Some(("cookie", cookie)));
        self.sessions.borrow_mut().insert(username.to_owned(), client.clone());
        client
    }

    /// The third-party system, with a token.
    pub async fn integration(&self) -> Client {
        let ask = json!({
            "grantType": "client_credentials",
            "clientId": self.integration.client_id,
            "clientSecret": self.integration.client_secret,
        });
        let reply = self.anonymous().post("/api/v1/auth/token", &ask).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        Client::new(self.address, Some(("authorization", format!("Bearer {}", reply.json["accessToken"].as_str().unwrap()))))
    }
}

macro_rules! somebody {
    ($($name:ident = $role:ident),* $(,)?) => {
        impl TestApp {
            $(pub async fn $name(&self) -> Client { self.role(Role::$role).await })*
        }
    };
}
somebody!(
    platform_admin = PlatformAdmin,
    security_admin = SecurityAdmin,
    auditor = Auditor,
    federation_officer = FederationOfficer,
    committee_director = CommitteeDirector,
    station_head = StationHead,
    registrar = Registrar,
    mediator = Mediator,
    volunteer_lawyer = VolunteerLawyer,
    seal_keeper = SealKeeper,
    archivist = Archivist,
);

impl Drop for TestApp {
    fn drop(&mut self) {
        // the port and the workers go with the runtime of the test; nothing waits for them
        drop(self.server.stop(false));
    }
}

/// The printing house, its fonts read once for all tests.
fn printer() -> Option<Printer> {
    static PRINTER: OnceLock<Printer> = OnceLock::new();
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.cache/fonts");
    Some(PRINTER.get_or_init(|| Printer::new(&[fonts]).expect("no fonts: run scripts/fonts")).clone())
}

fn populate(tx: &mut Tx<'_>, place: &County, people: &HashMap<Role, AccountId>, hash: &str) -> Result<Registered, AppError> {
    identity::found_office(
        tx,
        NewOffice {
            id: place.office,
            name: "清源县妇女联合会".to_owned(),
            short_name: "清源县妇联".to_owned(),
            county: place.county,
            division_code: Some("999900000000".to_owned()),
        },
    )?;
    let mut add = |id, parent, kind, name: &str, code: Option<&str>| {
        identity::add_org(
            tx,
            NewOrg {
                id,
                parent,
                kind,
                name: name.to_owned(),
                short_name: name.to_owned(),
                division_code: None,
                station_code: code.map(str::to_owned),
                is_sealing_committee: kind == OrgKind::Committee,
                filing_no: (kind == OrgKind::Committee).then(|| "清司调备〔2026〕1号".to_owned()),
            },
        )
    };
    add(place.committee, place.county, OrgKind::Committee, "清源县婚姻家庭纠纷人民调解委员会", None)?;
    add(place.street, place.county, OrgKind::Street, "栖霞街道妇联", None)?;
    add(place.station, place.street, OrgKind::Station, "栖霞街道调解工作站", Some("QX"))?;
    add(place.other_street, place.county, OrgKind::Street, "枫桥街道妇联", None)?;
    add(place.other_station, place.other_street, OrgKind::Station, "枫桥街道调解工作站", Some("FQ"))?;
    add(place.lawyer_room, place.county, OrgKind::LawyerRoom, "清源县妇联律师工作室", None)?;
    add(place.partner, place.county, OrgKind::Partner, "清源县人民法院", None)?;
    for (role, id) in people {
        let new = NewAccount {
            id: *id,
            username: username(*role),
            name: format!("测试{}", role.as_str()),
            password_hash: hash.to_owned(),
            totp_secret: Some(SECRET.to_vec()),
        };
        identity::create_account(tx, new)?;
        identity::grant_role(tx, *id, Version(1), *role, place.seat(*role))?;
    }
    let scopes = ClientScope::ALL.to_vec();
    identity::register_client(tx, NewClient { id: AccountId::new(), name: "委派平台".to_owned(), org: place.partner, scopes, secret: None })
}
