//! The journal is a chain: whatever is done to it behind the doors is found, and the database itself refuses most of it.

use std::process::Command as Process;

use audit::{Broken, Checkpoint, Fact, Verified};
use diesel::connection::SimpleConnection;
use platform::db::{AnyConnection, Db, Engine};
use platform::ids::{OfficeId, OrgId};
use server::{checkpoints, keys};
use testkit::TestDatabase;

use crate::support::TestApp;

/// A database with an office whose journal has twenty facts.
struct Journal {
    database: TestDatabase,
    db: Db,
    office: OfficeId,
}

const FACTS: i64 = 20;

impl Journal {
    async fn new() -> Self {
        let database = TestDatabase::migrated();
        let db = database.open(testkit::keys(), testkit::clock());
        let office = OfficeId::new();
        let new = identity::NewOffice {
            id: office,
            name: "清源县妇女联合会".to_owned(),
            short_name: "清源县妇联".to_owned(),
            county: OrgId::new(),
            division_code: None,
        };
        db.transact(TestApp::house(office), move |tx| identity::found_office(tx, new.clone())).await.unwrap();
        for n in 1..FACTS {
            db.transact(TestApp::house(office), move |tx| audit::record(tx, Fact::new("test.fact", "OFFICE", office).with("n", n)))
                .await
                .unwrap();
        }
        Self { database, db, office }
    }

    async fn verify(&self, witnessed: Vec<Checkpoint>) -> Result<Verified, Broken> {
        let office = self.office;
        self.db.read_slow(move |conn| audit::verify(conn, office, &witnessed)).await.unwrap()
    }

    /// Does to the tables what no door allows.
    fn tamper(&self, sql: &str) {
        self.disarm();
        self.database.raw().batch_execute(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    fn disarm(&self) {
        match &mut self.database.raw() {
            AnyConnection::Pg(conn) => conn.batch_execute("ALTER TABLE audit_facts DISABLE TRIGGER USER").unwrap(),
            AnyConnection::Sqlite(conn) => {
                conn.batch_execute("DROP TRIGGER IF EXISTS audit_facts_no_update; DROP TRIGGER IF EXISTS audit_facts_no_delete").unwrap()
            }
        }
    }
}

#[actix_web::test]
async fn every_kind_of_tampering_is_found_at_its_place() {
    let columns = "office_id, at, actor_id, actor_name, roles, session, ip, action, object_type, object_id, decision, occurred_at, \
                   detail, request_id, prev_hash, hash";
    let insert = format!("INSERT INTO audit_facts (seq, {columns}) SELECT 21, {columns} FROM audit_facts WHERE seq = 20");
    for (what, sql, seq, kind) in [
        ("a changed detail", "UPDATE audit_facts SET detail = '{\"n\":99}' WHERE seq = 5", 5, "hash"),
        ("a changed actor", "UPDATE audit_facts SET actor_name = 'somebody else' WHERE seq = 20", 20, "hash"),
        ("a deleted fact", "DELETE FROM audit_facts WHERE seq = 7", 7, "gap"),
        ("the first fact deleted", "DELETE FROM audit_facts WHERE seq = 1", 1, "gap"),
        ("an inserted fact", insert.as_str(), 21, "order"),
        (
            "two facts swapped",
            "UPDATE audit_facts SET seq = -1 WHERE seq = 5; UPDATE audit_facts SET seq = 5 WHERE seq = 6; \
             UPDATE audit_facts SET seq = 6 WHERE seq = -1",
            5,
            "order",
        ),
        ("the end cut off", "DELETE FROM audit_facts WHERE seq > 15", 16, "truncated"),
    ] {
        let journal = Journal::new().await;
        assert_eq!(journal.verify(Vec::new()).await.unwrap().facts, FACTS);
        journal.tamper(sql);
        assert_eq!(journal.verify(Vec::new()).await, Err(Broken { seq, kind }), "{what}");
    }
}

#[actix_web::test]
async fn what_the_database_has_forgotten_the_witness_remembers() {
    let journal = Journal::new().await;
    let path = std::env::temp_dir().join(format!("jiahe-checkpoints-{}", journal.office));
    assert_eq!(checkpoints::take(&journal.db, &path).await.unwrap(), 1);
    assert_eq!(checkpoints::take(&journal.db, &path).await.unwrap(), 0, "nothing new, nothing written");
    let witnessed = checkpoints::read(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert_eq!((witnessed.len(), witnessed[0].seq), (1, FACTS));
    assert_eq!(journal.verify(witnessed.clone()).await.unwrap().facts, FACTS);

    let key = keys::signing_key(&testkit::keys()).verifying_key();
    assert!(checkpoints::is_genuine(&witnessed[0], &key));
    let forged = Checkpoint { seq: FACTS - 1, ..witnessed[0].clone() };
    assert!(!checkpoints::is_genuine(&forged, &key), "a line that was altered");

    // the end and the head's memory of it are gone together
    journal.tamper(
        "DELETE FROM audit_facts WHERE seq > 15; UPDATE audit_heads SET seq = 15, hash = (SELECT hash FROM audit_facts WHERE seq = 15)",
    );
    assert_eq!(journal.verify(Vec::new()).await.unwrap().facts, 15, "alone the database looks well");
    assert_eq!(journal.verify(witnessed).await, Err(Broken { seq: 16, kind: "truncated" }));
    let other = Checkpoint { seq: 10, hash: "00".repeat(32), ..forged };
    assert_eq!(journal.verify(vec![other]).await, Err(Broken { seq: 10, kind: "checkpoint" }), "a rewritten past");
}

#[actix_web::test]
async fn the_database_itself_refuses_to_change_a_fact() {
    let journal = Journal::new().await;
    let mut attempts = vec!["UPDATE audit_facts SET detail = '{}'", "UPDATE audit_facts SET seq = seq + 100", "DELETE FROM audit_facts"];
    if journal.database.engine() == Engine::Postgres {
        attempts.push("TRUNCATE audit_facts");
    }
    for sql in attempts {
        let error = journal.database.raw().batch_execute(sql).unwrap_err();
        assert!(error.to_string().contains("append-only"), "{sql}: {error}");
    }
    assert_eq!(journal.verify(Vec::new()).await.unwrap().facts, FACTS);
}

#[actix_web::test]
async fn the_command_line_says_whether_the_chain_holds() {
    let journal = Journal::new().await;
    let folder = std::env::temp_dir().join(format!("jiahe-verify-{}", journal.office));
    std::fs::create_dir(&folder).unwrap();
    testkit::keys().save(&folder.join("keys.json")).unwrap();
    checkpoints::take(&journal.db, &folder.join("checkpoints.jsonl")).await.unwrap();
    let verify = || {
        let output = Process::new(env!("CARGO_BIN_EXE_jiahe"))
            .args(["audit", "verify"])
            .env("JIAHE_DATA_DIR", &folder)
            .env("JIAHE_DATABASE_URL", journal.database.url())
            .output()
            .unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, said, complaint) = verify();
    assert_eq!(code, Some(0), "{said}{complaint}");
    assert!(said.starts_with("OK n=20 head="), "{said}");
    journal.tamper("UPDATE audit_facts SET ip = '10.0.0.1' WHERE seq = 12");
    let (code, said, _) = verify();
    assert_eq!((code, said.as_str()), (Some(2), "BROKEN seq=12 kind=hash\n"));
    let lines = std::fs::read_to_string(folder.join("checkpoints.jsonl")).unwrap();
    std::fs::write(folder.join("checkpoints.jsonl"), lines.replace("\"seq\":20", "\"seq\":19")).unwrap();
    let (code, said, _) = verify();
    assert_eq!((code, said.as_str()), (Some(2), "BROKEN seq=19 kind=checkpoint-signature\n"));
    std::fs::remove_dir_all(folder).unwrap();
}

#[actix_web::test]
async fn who_reads_the_journal_is_in_the_journal() {
    let app = TestApp::new().await;
    let auditor = app.auditor().await;
    auditor.get("/api/v1/audit/facts?limit=5").await.expect(200);
    auditor.get("/api/v1/audit/facts?limit=5").await.expect(200);
    let page = auditor.get("/api/v1/audit/facts?limit=1").await.expect(200);
    assert_eq!(page.json["items"][0]["action"], "audit.read");
    let next = page.json["nextCursor"].as_str().unwrap();
    let older = auditor.get(&format!("/api/v1/audit/facts?limit=1&cursor={next}")).await.expect(200);
    assert_eq!(older.json["items"][0]["action"], "audit.read");
    assert_eq!(auditor.get("/api/v1/audit/chain").await.expect(200).json["holds"], true);
}
