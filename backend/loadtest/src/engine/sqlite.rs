//! The statements of each piece of work in a tight loop on a copy of the database.

use std::path::Path;
use std::time::{Duration, Instant};

use platform::ids::Id;

use super::raw::{Raw, Statement, Value};
use super::{WRITTEN, page_of_a_station, page_of_a_term, reads_of_a_file};
use crate::Fault;
use crate::load::Took;
use crate::process::cpu_of_this_thread;
use crate::work::Work;

/// Reads that share one commit of the journal, as 16 clients do.
const READS_PER_COMMIT: usize = 16;

/// A copy of the database, open as the product opens it.
pub struct Bench {
    raw: Raw,
    office: Value,
    reader: Value,
    station: Value,
    cases: Vec<Value>,
    template: Template,
}

/// Rows of one table, and in which columns a copy has its own id and the file's.
struct Table {
    insert: String,
    rows: Vec<Vec<Value>>,
    own: Option<usize>,
    file: usize,
}

/// One real file, to be written again and again under new names.
struct Template {
    tables: Vec<Table>,
    fact: (String, Vec<Value>, usize),
    answer: Value,
    tokens: Vec<Value>,
}

impl Bench {
    pub fn open(copy: &Path) -> Result<Self, Fault> {
        let raw = Raw::open(copy)?;
        raw.execute(
            "PRAGMA busy_timeout=5000; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; \
             PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=268435456;",
        )?;
        let one = |sql: &str| -> Result<Value, Fault> {
            Ok(raw.prepare(sql)?.rows(&[])?.into_iter().flatten().next().ok_or("the copy is empty")?)
        };
        let office = one("SELECT office_id FROM offices")?;
        let reader = one("SELECT id FROM accounts WHERE username = 'director'")?;
        let station = one("SELECT station_id FROM cases WHERE state = 'APPLIED' ORDER BY updated_at DESC LIMIT 1")?;
        let newest = raw.prepare("SELECT id FROM cases WHERE state = 'APPLIED' ORDER BY updated_at DESC LIMIT 20000")?.rows(&[])?;
        let cases: Vec<Value> = newest.into_iter().flatten().collect();
        let model = cases.first().cloned().ok_or("the copy has no file")?;
        let template = template(&raw, &office, &model)?;
        Ok(Self { raw, office, reader, station, cases, template })
    }

    /// Runs the statements of `work` for a while; `together` writes share a commit.
    pub fn measure(&self, work: Work, terms: &[String], together: usize, lasting: Duration) -> Result<Took, Fault> {
        let mut took = Took::default();
        let before = cpu_of_this_thread();
        let started = Instant::now();
        let key = |n: usize| -> Result<Value, Fault> {
            Ok(match work {
                Work::List => self.station.clone(),
                Work::Search => terms.get(n % terms.len()).map(|term| Value::Text(term.clone())).ok_or("no terms")?,
                // a stride that visits the files in no order
                _ => self.cases.get(n * 7_919 % self.cases.len()).cloned().ok_or("no files")?,
            })
        };
        let texts = match work {
            Work::List => vec![page_of_a_station()],
            Work::Search => vec![page_of_a_term()],
            _ => reads_of_a_file().to_vec(),
        };
        let mut reads = texts.iter().map(|sql| self.raw.prepare(sql)).collect::<Result<Vec<_>, _>>()?;
        let mut writer = Writer::new(self)?;
        while started.elapsed() < lasting {
            match work {
                Work::Create(_) => {
                    self.raw.execute("BEGIN IMMEDIATE")?;
                    for _ in 0..together {
                        writer.file()?;
                    }
                    self.raw.execute("COMMIT")?;
                    took.requests += together;
                }
                Work::Read => {
                    for n in 0..READS_PER_COMMIT {
                        let values = [self.office.clone(), self.reader.clone(), key(took.requests + n)?];
                        for statement in &mut reads {
                            statement.run(&values)?;
                        }
                    }
                    self.raw.execute("BEGIN IMMEDIATE")?;
                    for _ in 0..READS_PER_COMMIT {
                        writer.fact()?;
                    }
                    self.raw.execute("COMMIT")?;
                    took.requests += READS_PER_COMMIT;
                }
                Work::List | Work::Search => {
                    let values = [self.office.clone(), self.reader.clone(), key(took.requests)?];
                    for statement in &mut reads {
                        statement.run(&values)?;
                    }
                    took.requests += 1;
                }
            }
        }
        took.elapsed = started.elapsed();
        took.cpu = cpu_of_this_thread().saturating_sub(before);
        Ok(took)
    }
}

fn template(raw: &Raw, office: &Value, model: &Value) -> Result<Template, Fault> {
    let mut tables = Vec::new();
    for (table, key) in WRITTEN {
        let mut select = raw.prepare(&format!("SELECT * FROM {table} WHERE office_id = ?1 AND {key} = ?2"))?;
        let rows = select.rows(&[office.clone(), model.clone()])?;
        let names = select.names();
        let file = names.iter().position(|name| name == key).ok_or("no key column")?;
        let own = names.iter().position(|name| name == "id").filter(|place| *place != file);
        tables.push(Table { insert: insert(table, names.len()), rows, own, file });
    }
    let mut select = raw.prepare("SELECT * FROM audit_facts WHERE action = 'mediation.case.file' ORDER BY seq DESC LIMIT 1")?;
    let fact = select.rows(&[])?.into_iter().next().ok_or("the journal is empty")?;
    let seq = select.names().iter().position(|name| name == "seq").ok_or("no seq column")?;
    let mut tokens = raw.prepare("SELECT id_token FROM parties WHERE office_id = ?1 AND case_id = ?2")?;
    Ok(Template {
        tables,
        fact: (insert("audit_facts", fact.len()), fact, seq),
        // as long as the answer to a new file
        answer: Value::Blob(vec![7; 2_600]),
        tokens: tokens.rows(&[office.clone(), model.clone()])?.into_iter().flatten().collect(),
    })
}

fn insert(table: &str, columns: usize) -> String {
    let places: Vec<String> = (1..=columns).map(|n| format!("?{n}")).collect();
    format!("INSERT INTO {table} VALUES ({})", places.join(","))
}

fn new_id() -> Value {
    Value::Blob(Id::new().bytes().to_vec())
}

/// The writing statements, prepared.
struct Writer<'a> {
    bench: &'a Bench,
    inserts: Vec<Statement<'a>>,
    replay: Statement<'a>,
    committee: Statement<'a>,
    twins: Statement<'a>,
    remember: Statement<'a>,
    head: Statement<'a>,
    fact: Statement<'a>,
    advance: Statement<'a>,
}

impl<'a> Writer<'a> {
    fn new(bench: &'a Bench) -> Result<Self, Fault> {
        let raw = &bench.raw;
        Ok(Self {
            bench,
            inserts: bench.template.tables.iter().map(|table| raw.prepare(&table.insert)).collect::<Result<_, _>>()?,
            replay: raw
                .prepare("SELECT fingerprint, answer FROM idempotency_keys WHERE office_id = ?1 AND account_id = ?2 AND key = ?3")?,
            committee: raw
                .prepare("SELECT id, name, short_name FROM orgs WHERE office_id = ?1 AND is_sealing_committee ORDER BY id LIMIT 1")?,
            twins: raw.prepare("SELECT case_id, id_token FROM parties WHERE office_id = ?1 AND id_token IN (?2, ?3) LIMIT 400")?,
            remember: raw.prepare("INSERT INTO idempotency_keys VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?,
            head: raw.prepare("SELECT seq, hash FROM audit_heads WHERE office_id = ?1")?,
            fact: raw.prepare(&bench.template.fact.0)?,
            advance: raw.prepare("UPDATE audit_heads SET seq = ?2, hash = ?3 WHERE office_id = ?1")?,
        })
    }

    fn file(&mut self) -> Result<(), Fault> {
        let (office, account) = (self.bench.office.clone(), self.bench.reader.clone());
        let key = Value::Text(Id::new().0.to_string());
        self.replay.run(&[office.clone(), account.clone(), key.clone()])?;
        self.committee.run(std::slice::from_ref(&office))?;
        let mut tokens = vec![office.clone()];
        tokens.extend(self.bench.template.tokens.iter().cloned());
        self.twins.run(&tokens)?;
        let id = new_id();
        for (table, statement) in self.bench.template.tables.iter().zip(&mut self.inserts) {
            for row in &table.rows {
                let mut row = row.clone();
                if let Some(place) = table.own.and_then(|own| row.get_mut(own)) {
                    *place = new_id();
                }
                if let Some(place) = row.get_mut(table.file) {
                    *place = id.clone();
                }
                statement.run(&row)?;
            }
        }
        self.fact()?;
        let fingerprint = Value::Blob(vec![7; 32]);
        self.remember.run(&[office, account, key, fingerprint, self.bench.template.answer.clone(), Value::Int(1)])?;
        Ok(())
    }

    fn fact(&mut self) -> Result<(), Fault> {
        let office = self.bench.office.clone();
        let head = self.head.rows(std::slice::from_ref(&office))?;
        let last = head.first().and_then(|row| row.first()).cloned();
        let Some(Value::Int(last)) = last else { return Err("the journal has no head".into()) };
        let (_, fact, place) = &self.bench.template.fact;
        let mut row = fact.clone();
        if let Some(seq) = row.get_mut(*place) {
            *seq = Value::Int(last + 1);
        }
        self.fact.run(&row)?;
        self.advance.run(&[office, Value::Int(last + 1), Value::Blob(vec![7; 32])])?;
        Ok(())
    }
}
