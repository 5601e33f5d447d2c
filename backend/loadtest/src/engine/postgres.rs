//! The same on PostgreSQL: `pgbench` with prepared statements over a copy of the database, its own CPU time included.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::{Integer, Text};

use super::{WRITTEN, page_of_a_station, page_of_a_term, reads_of_a_file};
use crate::Fault;
use crate::load::Took;
use crate::process;
use crate::work::Work;

/// Reads that share one commit of the journal, as 16 clients do.
const READS_PER_COMMIT: usize = 16;
/// Scripts with a file, a page or a term each; pgbench picks one at random.
const SCRIPTS: usize = 48;
const READ_SCRIPTS: usize = 2;

/// A server, and the name of a database on it.
pub struct Server {
    url: String,
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

#[derive(QueryableByName)]
struct Process {
    #[diesel(sql_type = Integer)]
    pid: i32,
}

impl Server {
    /// `url` names any database of the server.
    pub fn new(url: &str) -> Self {
        Self { url: url.to_owned() }
    }

    /// The URL of a database on this server.
    pub fn database(&self, name: &str) -> String {
        let (address, options) = self.url.split_once('?').map_or((self.url.as_str(), ""), |(address, options)| (address, options));
        let place = address.splitn(4, '/').take(3).collect::<Vec<_>>().join("/");
        format!("{place}/{name}{}{options}", if options.is_empty() { "" } else { "?" })
    }

    fn administer(&self, sql: &str) -> Result<(), Fault> {
        Ok(PgConnection::establish(&self.url)?.batch_execute(sql)?)
    }

    pub fn create(&self, name: &str, template: Option<&str>) -> Result<(), Fault> {
        self.drop_database(name)?;
        let copied = template.map_or(String::new(), |template| format!(" TEMPLATE {template} STRATEGY file_copy"));
        self.administer(&format!("CREATE DATABASE {name}{copied}"))
    }

    pub fn drop_database(&self, name: &str) -> Result<(), Fault> {
        self.administer(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
    }

    pub fn exists(&self, name: &str) -> Result<bool, Fault> {
        Ok(!lines(
            &mut PgConnection::establish(&self.url)?,
            &format!("SELECT datname::text AS line FROM pg_database WHERE datname = '{name}'"),
        )?
        .is_empty())
    }

    /// Statistics up to date, dead rows gone, everything on disk: the state of a database that has been there for a while.
    pub fn settle(&self, name: &str) -> Result<(), Fault> {
        let mut conn = PgConnection::establish(&self.database(name))?;
        conn.batch_execute("VACUUM ANALYZE")?;
        Ok(conn.batch_execute("CHECKPOINT")?)
    }

    /// CPU time of the processes that serve this database and of those that serve all (checkpoints, WAL).
    pub fn watch(&self, name: &str) -> Result<Vec<u32>, Fault> {
        let mut conn = PgConnection::establish(&self.url)?;
        #[expect(clippy::disallowed_methods, reason = "asks the engine about itself, no business data")]
        let found: Vec<Process> = diesel::sql_query(format!(
            "SELECT pid FROM pg_stat_activity WHERE datname = '{name}' OR backend_type IN ('walwriter', 'checkpointer', 'background writer')"
        ))
        .load(&mut conn)?;
        Ok(found.into_iter().filter_map(|process| u32::try_from(process.pid).ok()).collect())
    }
}

fn lines(conn: &mut PgConnection, sql: &str) -> Result<Vec<String>, Fault> {
    #[expect(clippy::disallowed_methods, reason = "copies rows of a synthetic database as text, whatever its columns are")]
    let rows: Vec<Line> = diesel::sql_query(sql).load(conn)?;
    Ok(rows.into_iter().map(|row| row.line).collect())
}

/// A copy of the database with the scripts that run on it.
pub struct Bench<'a> {
    server: &'a Server,
    name: String,
    dir: PathBuf,
}

/// Who reads, and what a new file looks like.
struct Facts {
    office: String,
    reader: String,
    station: String,
    cases: Vec<String>,
}

impl<'a> Bench<'a> {
    pub fn open(server: &'a Server, name: &str, dir: &Path, terms: &[String]) -> Result<Self, Fault> {
        let bench = Self { server, name: name.to_owned(), dir: dir.join("pgbench") };
        // scripts of an earlier run name files of another database
        let _ = std::fs::remove_dir_all(&bench.dir);
        std::fs::create_dir_all(&bench.dir)?;
        let mut conn = PgConnection::establish(&server.database(name))?;
        let one = |conn: &mut PgConnection, sql: &str| -> Result<String, Fault> {
            Ok(lines(conn, sql)?.into_iter().next().ok_or("the copy is empty")?)
        };
        let quoted = |column: &str| format!("quote_literal({column}::text) || '::uuid' AS line");
        let facts = Facts {
            office: one(&mut conn, &format!("SELECT {} FROM offices", quoted("office_id")))?,
            reader: one(&mut conn, &format!("SELECT {} FROM accounts WHERE username = 'director'", quoted("id")))?,
            station: one(
                &mut conn,
                &format!("SELECT {} FROM cases WHERE state = 'APPLIED' ORDER BY updated_at DESC LIMIT 1", quoted("station_id")),
            )?,
            cases: lines(
                &mut conn,
                &format!("SELECT {} FROM cases WHERE state = 'APPLIED' ORDER BY updated_at DESC LIMIT 20000", quoted("id")),
            )?,
        };
        let write = |work: Work, n: usize, text: &str| std::fs::write(bench.script(work, n), text);
        let fact = bench.facts(&mut conn, &facts, 1)?;
        let group = bench.facts(&mut conn, &facts, READS_PER_COMMIT)?;
        // few of these: every client prepares every statement of every script, and that is not what is measured
        for n in 0..READ_SCRIPTS {
            let mut read = String::new();
            for k in 0..READS_PER_COMMIT {
                let case = facts.cases.get((n * READS_PER_COMMIT + k) * 7_919 % facts.cases.len()).ok_or("no files")?;
                reads_of_a_file().iter().for_each(|sql| read.push_str(&filled(sql, &facts, case)));
            }
            read.push_str(&format!("BEGIN;\n{group}COMMIT;\n"));
            write(Work::Read, n, &read)?;
        }
        for n in 0..SCRIPTS {
            let term = terms.get(n % terms.len().max(1)).ok_or("no terms")?;
            // PostgreSQL takes the few rows first by itself, and knows no plus before a timestamp
            let search = page_of_a_term().replace("+c.", "c.");
            write(Work::Search, n, &filled(&search, &facts, &format!("'{term}'")))?;
        }
        write(Work::List, 0, &filled(&page_of_a_station(), &facts, &facts.station))?;
        write(Work::Create(0), 0, &bench.creation(&mut conn, &facts, &fact)?)?;
        Ok(bench)
    }

    fn script(&self, work: Work, n: usize) -> PathBuf {
        let kind = match work {
            Work::Read => "read",
            Work::List => "list",
            Work::Create(_) => "create",
            Work::Search => "search",
        };
        self.dir.join(format!("{kind}-{n}.sql"))
    }

    /// Writes the next facts of the journal, as far as SQL goes: one look at the head, one insert, one new head.
    fn facts(&self, conn: &mut PgConnection, facts: &Facts, many: usize) -> Result<String, Fault> {
        let mut rows = Vec::new();
        for n in 1..=many {
            let seq = format!(":seq + {n}");
            rows.extend(row_of(conn, "audit_facts", "action = 'mediation.case.file' ORDER BY seq DESC LIMIT 1", &[("seq", &seq)])?);
        }
        Ok(format!(
            "SELECT seq, hash FROM audit_heads WHERE office_id = {office} FOR UPDATE \\gset\nINSERT INTO audit_facts VALUES ({rows});\n\
             UPDATE audit_heads SET seq = :seq + {many}, hash = '\\x07' WHERE office_id = {office};\n",
            office = facts.office,
            rows = rows.join("), ("),
        ))
    }

    /// The transaction that files an application.
    fn creation(&self, conn: &mut PgConnection, facts: &Facts, fact: &str) -> Result<String, Fault> {
        let model = facts.cases.first().ok_or("the copy has no file")?;
        let id = |n: usize| format!("overlay(md5(:r{n}::text) placing '0199' from 1)::uuid");
        let mut script = String::from("\\set r0 random(1, 9000000000000000000)\n");
        (1..9).for_each(|n| script.push_str(&format!("\\set r{n} random(1, 9000000000000000000)\n")));
        let (office, reader) = (&facts.office, &facts.reader);
        script.push_str(&format!(
            "BEGIN;\nSELECT fingerprint, answer FROM idempotency_keys WHERE office_id = {office} AND account_id = {reader} AND key = :r0::text;\n\
             SELECT id, name, short_name FROM orgs WHERE office_id = {office} AND is_sealing_committee ORDER BY id LIMIT 1;\n"
        ));
        let tokens = lines(
            conn,
            &format!("SELECT quote_literal(id_token::text) AS line FROM parties WHERE office_id = {office} AND case_id = {model}"),
        )?;
        script.push_str(&format!(
            "SELECT case_id, id_token FROM parties WHERE office_id = {office} AND id_token IN ({}) LIMIT 400;\n",
            tokens.join(",")
        ));
        let mut fresh = 1;
        for (table, key) in WRITTEN {
            let here = format!("office_id = {office} AND {key} = {model}");
            let count = row_of(conn, table, &here, &[])?.len();
            let mut rows = Vec::new();
            for n in 0..count {
                let (file, own) = (id(0), id(fresh));
                fresh += usize::from(matches!(table, "parties" | "papers"));
                let renamed = [(key, file.as_str()), ("id", own.as_str())];
                rows.extend(row_of(conn, table, &format!("{here} OFFSET {n} LIMIT 1"), &renamed)?);
            }
            if !rows.is_empty() {
                script.push_str(&format!("INSERT INTO {table} VALUES ({});\n", rows.join("), (")));
            }
        }
        script.push_str(fact);
        script.push_str(&format!(
            "INSERT INTO idempotency_keys VALUES ({office}, {reader}, :r0::text, '\\x07', '\\x{}', now());\nCOMMIT;\n",
            "07".repeat(2_600)
        ));
        Ok(script)
    }

    /// Runs pgbench for a while and reads what it and the server spent.
    pub fn measure(&self, work: Work, lasting: Duration) -> Result<Took, Fault> {
        let work_of_file = if matches!(work, Work::Create(_)) { Work::Create(0) } else { work };
        let scripts = (0..SCRIPTS).map(|n| self.script(work_of_file, n)).filter(|path| path.exists());
        let clients = work.connections().min(8).to_string();
        let seconds = lasting.as_secs().max(1).to_string();
        let mut command = Command::new("pgbench");
        command.args(["-n", "-M", "prepared", "-c", &clients, "-j", "1", "-T", &seconds]);
        scripts.for_each(|path| {
            command.arg("-f").arg(path);
        });
        command.arg(self.server.database(&self.name)).stdout(Stdio::piped()).stderr(Stdio::piped());
        let own = process::cpu_of_ended_children();
        let shared = self.spent(&self.server.watch("")?);
        let started = Instant::now();
        let mut child = command.spawn()?;
        // backends take their figures with them when they end, so they are read until then
        let mut served = Duration::ZERO;
        let mut pids = Vec::new();
        while child.try_wait()?.is_none() {
            if pids.len() < 4 || started.elapsed() < Duration::from_millis(800) {
                pids = self.server.watch(&self.name)?;
            }
            served = served.max(self.spent(&pids));
            std::thread::sleep(Duration::from_millis(10));
        }
        let output = child.wait_with_output()?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let done = said.lines().find_map(|line| line.strip_prefix("number of transactions actually processed: "));
        let transactions: usize = done.and_then(|n| n.split('/').next()?.trim().parse().ok()).unwrap_or(0);
        if !output.status.success() || transactions == 0 {
            return Err(format!("pgbench: {said} {}", String::from_utf8_lossy(&output.stderr)).into());
        }
        let each = if work == Work::Read { READS_PER_COMMIT } else { 1 };
        let cpu = served.saturating_sub(shared) + process::cpu_of_ended_children().saturating_sub(own);
        Ok(Took { requests: transactions * each, elapsed: lasting, cpu, ..Took::default() })
    }

    fn spent(&self, pids: &[u32]) -> Duration {
        pids.iter().map(|pid| process::cpu(*pid)).sum()
    }
}

/// A statement with its parameters written in: pgbench has no identifiers among its variables.
fn filled(sql: &str, facts: &Facts, third: &str) -> String {
    format!("{};\n", sql.replace("?1", &facts.office).replace("?2", &facts.reader).replace("?3", third))
}

/// Rows of a table as lists of literals, some columns replaced.
fn row_of(conn: &mut PgConnection, table: &str, condition: &str, replaced: &[(&str, &str)]) -> Result<Vec<String>, Fault> {
    let columns = lines(
        conn,
        &format!(
            "SELECT column_name::text AS line FROM information_schema.columns WHERE table_name = '{table}' \
             AND table_schema = current_schema() ORDER BY ordinal_position"
        ),
    )?;
    let parts: Vec<String> = columns
        .iter()
        .map(|column| match replaced.iter().find(|(name, _)| name == column) {
            Some((_, value)) => format!("'{}'", value.replace('\'', "''")),
            None => format!("quote_nullable({column}::text)"),
        })
        .collect();
    lines(conn, &format!("SELECT concat_ws(', ', {}) AS line FROM {table} WHERE {condition}", parts.join(", ")))
}
