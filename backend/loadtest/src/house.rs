//! A deployment of the release binary: its directory, its database, its process.

use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use platform::clock::Clock;
use platform::totp;

use crate::Fault;
use crate::wire::{self, Session, Wire};

/// A server that is not ready by then never will be.
const START: Duration = Duration::from_secs(20);

/// One installation in a directory of its own.
pub struct House {
    pub dir: PathBuf,
    pub url: String,
    pub address: SocketAddr,
    binary: PathBuf,
    child: Option<Child>,
    /// Set for the server alone, not for the other commands.
    pub extra: Vec<(String, String)>,
}

impl House {
    /// Nothing is started or written yet.
    pub fn new(binary: &Path, dir: &Path, url: Option<&str>) -> Result<Self, Fault> {
        std::fs::create_dir_all(dir)?;
        let dir = dir.canonicalize()?;
        let url = url.map_or_else(|| format!("sqlite:{}", dir.join("jiahe.db").display()), str::to_owned);
        // the port is free again at once, and ours for as long as nobody else asks the kernel for this very one
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        Ok(Self { binary: binary.to_owned(), dir, url, address, child: None, extra: Vec::new() })
    }

    /// The value of a setting in this installation.
    pub fn setting(&self, name: &str) -> Option<String> {
        Some(match name {
            "JIAHE_DATA_DIR" => self.dir.display().to_string(),
            "JIAHE_DATABASE_URL" => self.url.clone(),
            "JIAHE_PORT" => self.address.port().to_string(),
            // printing is not measured: without fonts the server starts as on a machine that only serves data
            "JIAHE_FONT_DIR" => self.dir.join("no-fonts").display().to_string(),
            "JIAHE_WEB_DIR" => self.dir.join("no-pages").display().to_string(),
            "JIAHE_SESSION_IDLE_MINUTES" => "1440".to_owned(),
            _ => return None,
        })
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.binary);
        for setting in server::config::SETTINGS {
            match self.setting(setting.name) {
                Some(value) => command.env(setting.name, value),
                None => command.env_remove(setting.name),
            };
        }
        command
    }

    /// Runs `jiahe …` to its end; its words on failure become the error.
    pub fn run(&self, words: &[&str]) -> Result<String, Fault> {
        let output = self.command().args(words).output()?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        if output.status.success() {
            return Ok(said);
        }
        Err(format!("jiahe {}: {} {said}{}", words.join(" "), output.status, String::from_utf8_lossy(&output.stderr)).into())
    }

    /// Starts the server and waits until it is ready; says how long that took.
    pub fn start(&mut self) -> Result<Duration, Fault> {
        let log = File::options().create(true).append(true).open(self.dir.join("server.log"))?;
        let started = Instant::now();
        let mut command = self.command();
        command.arg("serve").envs(self.extra.iter().map(|(name, value)| (name, value))).stdout(Stdio::null()).stderr(log);
        self.child = Some(command.spawn()?);
        let ask = wire::get("/readyz", None);
        while started.elapsed() < START {
            if let Ok(reply) = Wire::new(self.address).exchange(&ask)
                && reply.status == 200
            {
                return Ok(started.elapsed());
            }
            if let Some(status) = self.child.as_mut().and_then(|child| child.try_wait().ok().flatten()) {
                let log = std::fs::read_to_string(self.dir.join("server.log")).unwrap_or_default();
                return Err(format!("the server ended with {status}: {}", log.lines().next_back().unwrap_or_default()).into());
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        Err("the server did not become ready".into())
    }

    /// The number of the running server's process.
    pub fn pid(&self) -> u32 {
        self.child.as_ref().map_or(0, Child::id)
    }

    /// SIGKILL: no handler runs, nothing is flushed.
    pub fn kill(&mut self) -> Result<(), Fault> {
        if let Some(mut child) = self.child.take() {
            child.kill()?;
            child.wait()?;
        }
        Ok(())
    }

    /// SIGTERM, and waits for the end.
    pub fn stop(&mut self) -> Result<(), Fault> {
        if let Some(mut child) = self.child.take() {
            Command::new("kill").arg(child.id().to_string()).status()?;
            child.wait()?;
        }
        Ok(())
    }

    pub fn wire(&self) -> Wire {
        Wire::new(self.address)
    }

    /// Signs a demo account in, with the code of its authenticator.
    pub fn sign_in(&self, username: &str) -> Result<Session, Fault> {
        let accounts = server::seed::accounts();
        let account = accounts.iter().find(|account| account.username == username).ok_or("no such demo account")?;
        let secret = totp::base32_decode(&account.totp_secret).ok_or("the demo secret is no base 32")?;
        self.sign_in_with(username, &secret)
    }

    /// Signs any account in that has the demo's password and this secret.
    pub fn sign_in_with(&self, username: &str, secret: &[u8]) -> Result<Session, Fault> {
        let mut last = String::new();
        // a code is good once: a second sign-in within its time takes the next one, and later waits
        for ahead in [0, 1, 1, 1, 1] {
            let step = Clock::system().now().timestamp().div_euclid(totp::STEP_SECONDS) + ahead;
            let login = serde_json::json!({
                "username": username, "password": server::seed::PASSWORD, "totpCode": totp::code_at(secret, step),
            });
            let reply = self.wire().exchange(&wire::request("POST", "/api/v1/auth/login", None, &[], Some(&login.to_string())))?;
            match reply.cookie {
                Some(cookie) if reply.status == 204 => return Ok(Session { cookie }),
                _ => last = reply.text(),
            }
            if ahead > 0 {
                std::thread::sleep(Duration::from_secs(10));
            }
        }
        Err(format!("{username} cannot sign in: {last}").into())
    }
}

impl Drop for House {
    fn drop(&mut self) {
        // the run is over, and what it has to say was said
        let _ = self.kill();
    }
}

/// The release binary: built into the same folder as this tool, by the scripts that start it.
pub fn binary() -> Result<PathBuf, Fault> {
    let path = std::env::current_exe()?.with_file_name("jiahe");
    if path.exists() { Ok(path) } else { Err(format!("{} is missing: run scripts/bench or scripts/chaos", path.display()).into()) }
}
