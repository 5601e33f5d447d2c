//! Twin migrations: the same names, the same tables on both engines, and a way back.

use std::collections::BTreeSet;
use std::path::Path;

use diesel::prelude::*;
use diesel::sql_types::Text;
use platform::db::AnyConnection;
use platform::db::migrate;
use testkit::TestDatabase;

/// Tables that belong to no office: published lists, the same for everybody, and the one row that names the database's life.
const SHARED: [&str; 3] = ["divisions", "holidays", "server_epoch"];

fn names(engine: &str) -> BTreeSet<String> {
    let tree = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations").join(engine);
    std::fs::read_dir(tree).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn both_trees_hold_the_same_migrations_each_with_its_way_back() {
    assert_eq!(names("sqlite"), names("postgres"));
    for engine in ["sqlite", "postgres"] {
        for name in names(engine) {
            let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations").join(engine).join(&name);
            for file in ["up.sql", "down.sql"] {
                let text = std::fs::read_to_string(folder.join(file)).unwrap();
                assert!(!text.trim().is_empty(), "{engine}/{name}/{file} is empty");
            }
        }
    }
}

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

const SQLITE: &str = "\
WITH t AS (SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_\\_diesel%' ESCAPE '\\')
SELECT t.name || ' column ' || c.name || CASE WHEN c.\"notnull\" THEN ' not null' ELSE '' END AS line
  FROM t, pragma_table_info(t.name) c
UNION SELECT t.name || ' key ' || (SELECT group_concat(name, ',') FROM (SELECT name FROM pragma_table_info(t.name) WHERE pk > 0 ORDER BY pk))
  FROM t
UNION SELECT t.name || ' unique ' || (SELECT group_concat(name, ',') FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno))
  FROM t, pragma_index_list(t.name) i WHERE i.\"unique\" AND i.origin <> 'pk'
UNION SELECT t.name || ' reference ' || group_concat(f.\"from\", ',') || ' to ' || f.\"table\" || ' ' || group_concat(f.\"to\", ',')
  FROM t, (SELECT * FROM (SELECT t2.name AS owner, p.* FROM t t2, pragma_foreign_key_list(t2.name) p ORDER BY p.id, p.seq)) f
  WHERE f.owner = t.name GROUP BY t.name, f.id, f.\"table\"
UNION SELECT tbl_name || ' trigger' FROM sqlite_master WHERE type = 'trigger'
ORDER BY 1";

const POSTGRES: &str = "\
WITH t AS (SELECT c.oid, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
           WHERE n.nspname = current_schema() AND c.relkind = 'r' AND c.relname NOT LIKE '\\_\\_diesel%'),
k AS (SELECT x.conrelid, x.confrelid, x.contype,
        (SELECT string_agg(a.attname, ',' ORDER BY u.n) FROM unnest(x.conkey) WITH ORDINALITY u(num, n)
         JOIN pg_attribute a ON a.attrelid = x.conrelid AND a.attnum = u.num) AS own,
        (SELECT string_agg(a.attname, ',' ORDER BY u.n) FROM unnest(x.confkey) WITH ORDINALITY u(num, n)
         JOIN pg_attribute a ON a.attrelid = x.confrelid AND a.attnum = u.num) AS theirs
      FROM pg_constraint x)
SELECT t.name || ' column ' || a.attname || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END AS line
  FROM t JOIN pg_attribute a ON a.attrelid = t.oid WHERE a.attnum > 0 AND NOT a.attisdropped
UNION SELECT t.name || ' key ' || k.own FROM t JOIN k ON k.conrelid = t.oid WHERE k.contype = 'p'
UNION SELECT t.name || ' unique ' || (SELECT string_agg(a.attname, ',' ORDER BY u.n) FROM unnest(i.indkey) WITH ORDINALITY u(num, n)
         JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = u.num)
  FROM t JOIN pg_index i ON i.indrelid = t.oid WHERE i.indisunique AND NOT i.indisprimary
UNION SELECT t.name || ' reference ' || k.own || ' to ' || f.relname || ' ' || k.theirs
  FROM t JOIN k ON k.conrelid = t.oid JOIN pg_class f ON f.oid = k.confrelid WHERE k.contype = 'f'
UNION SELECT t.name || ' trigger' FROM t JOIN pg_trigger g ON g.tgrelid = t.oid WHERE NOT g.tgisinternal
ORDER BY 1";

/// Every table, column, key, unique, reference and guarded table, one per line.
#[expect(clippy::disallowed_methods, reason = "reads the engine's own catalogue")]
fn catalogue(database: &TestDatabase) -> BTreeSet<String> {
    let lines: Vec<Line> = match &mut database.raw() {
        AnyConnection::Pg(conn) => diesel::sql_query(POSTGRES).load(conn).unwrap(),
        AnyConnection::Sqlite(conn) => diesel::sql_query(SQLITE).load(conn).unwrap(),
    };
    lines.into_iter().map(|line| line.line).collect()
}

#[test]
fn both_engines_hold_the_same_tables() {
    let file = TestDatabase::empty_sqlite();
    migrate::migrate(file.url()).unwrap();
    let (file, here) = (catalogue(&file), catalogue(&TestDatabase::migrated()));
    assert!(file.len() > 100, "the catalogue was not read: {file:?}");
    let only = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.difference(b).cloned().collect::<Vec<_>>().join("\n");
    assert!(file == here, "only in SQLite:\n{}\nonly in PostgreSQL:\n{}", only(&file, &here), only(&here, &file));
}

#[test]
fn every_key_of_a_business_table_begins_with_the_office() {
    let lines = catalogue(&TestDatabase::migrated());
    let mut tables = 0;
    for line in &lines {
        let words: Vec<&str> = line.split(' ').collect();
        if SHARED.contains(&words[0]) || !matches!(words[1], "key" | "unique" | "reference") {
            continue;
        }
        tables += usize::from(words[1] == "key");
        assert_eq!(words[2].split(',').next(), Some("office_id"), "{line}");
    }
    assert!(tables >= 10, "{tables} keys were looked at");
    let keyed: BTreeSet<&str> = lines.iter().filter(|line| line.contains(" key ")).filter_map(|line| line.split(' ').next()).collect();
    let all: BTreeSet<&str> = lines.iter().filter_map(|line| line.split(' ').next()).collect();
    assert_eq!(keyed, all, "a table without a primary key");
}

#[test]
fn the_way_back_leads_to_an_empty_database_and_forth_again() {
    let database = TestDatabase::empty();
    assert!(migrate::migrate(database.url()).unwrap() >= 5);
    let before = catalogue(&database);
    migrate::redo(database.url()).unwrap();
    assert_eq!(catalogue(&database), before);
    assert_eq!(migrate::migrate(database.url()).unwrap(), 0, "nothing is left to do");
    assert_eq!(migrate::pending(database.url()).unwrap(), 0);
}
