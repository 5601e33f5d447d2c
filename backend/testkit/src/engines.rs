//! Where a test's database lies: a file on the fastest disk there is, or a database on the server of this run.

use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use diesel::connection::SimpleConnection;
use platform::db::migrate::migrate;
use platform::db::{AnyConnection, Use};

static NEXT: AtomicU64 = AtomicU64::new(1);

/// A place that is cleared when the test is over.
#[derive(Debug)]
pub(crate) enum Place {
    File { url: String, folder: PathBuf },
    Server { url: String, name: String },
}

/// The server of this run, if it is to be PostgreSQL.
#[expect(clippy::disallowed_methods, reason = "a test run is told its server by the environment")]
fn server() -> Option<String> {
    std::env::var("TEST_POSTGRES_URL").ok().filter(|url| !url.is_empty())
}

impl Place {
    pub(crate) fn migrated() -> Self {
        if server().is_some() {
            return Self::database(Some(server_template()));
        }
        let place = Self::file();
        if let Self::File { folder, .. } = &place {
            std::fs::copy(file_template(), folder.join("test.db")).unwrap();
        }
        place
    }

    pub(crate) fn empty() -> Self {
        if server().is_some() { Self::database(None) } else { Self::file() }
    }

    pub(crate) fn file() -> Self {
        let folder = home().join(NEXT.fetch_add(1, Ordering::Relaxed).to_string());
        std::fs::create_dir_all(&folder).unwrap();
        Self::File { url: format!("sqlite:{}", folder.join("test.db").display()), folder }
    }

    fn database(template: Option<&str>) -> Self {
        // the engine copies a template for one at a time anyway
        static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
        let _turn = ONE_AT_A_TIME.lock().unwrap();
        let name = format!("jiahe_test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let copied = template.map_or(String::new(), |template| format!(" TEMPLATE {template}"));
        administer(&format!("CREATE DATABASE {name}{copied}"));
        Self::Server { url: url_of(&name), name }
    }

    pub(crate) fn url(&self) -> &str {
        match self {
            Self::File { url, .. } | Self::Server { url, .. } => url,
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        match self {
            Self::File { folder, .. } => {
                // a file that is already gone is what was wanted
                let _ = std::fs::remove_dir_all(folder);
            }
            Self::Server { name, .. } => administer(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")),
        }
    }
}

/// This process's folder, in memory if the machine has such a disk; folders of processes that are gone are swept out.
fn home() -> &'static Path {
    static HOME: OnceLock<PathBuf> = OnceLock::new();
    HOME.get_or_init(|| {
        let memory = Path::new("/dev/shm");
        let top = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        for entry in std::fs::read_dir(&top).unwrap().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.strip_prefix("jiahe-test-").is_some_and(is_gone) {
                let _ = std::fs::remove_dir_all(entry.path());
            }
        }
        let home = top.join(format!("jiahe-test-{}", std::process::id()));
        std::fs::create_dir_all(&home).unwrap();
        home
    })
}

fn is_gone(process: &str) -> bool {
    Path::new("/proc/self").exists() && !Path::new("/proc").join(process).exists()
}

fn file_template() -> &'static Path {
    static TEMPLATE: OnceLock<PathBuf> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let path = home().join("template.db");
        migrate(&format!("sqlite:{}", path.display())).unwrap();
        path
    })
}

fn server_template() -> &'static str {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let name = format!("jiahe_template_{}", std::process::id());
        administer(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        administer(&format!("CREATE DATABASE {name}"));
        migrate(&url_of(&name)).unwrap();
        name
    })
}

fn administer(sql: &str) {
    AnyConnection::open(&server().unwrap(), Use::Write).unwrap().batch_execute(sql).unwrap();
}

/// The server's URL with another database.
fn url_of(name: &str) -> String {
    let server = server().unwrap();
    let (address, options) = server.split_once('?').map_or((server.as_str(), None), |(address, options)| (address, Some(options)));
    let place = address.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
    options.map_or_else(|| format!("{place}/{name}"), |options| format!("{place}/{name}?{options}"))
}
