//! What Cargo cannot see: which file may know what.

use std::path::{Path, PathBuf};

/// Files that hold rules: values in, facts or refusals out.
const RULES: [&str; 9] = ["model", "lifecycle", "guards", "clauses", "screen", "deadlines", "required", "numbering", "vocabulary"];
const BANNED: [&str; 11] = ["utils", "util", "helpers", "helper", "common", "types", "misc", "manager", "service", "data", "info"];
/// `db/types.rs` declares column types and nothing else; the specification names it so.
const EXEMPT: [&str; 1] = ["platform/src/db/types.rs"];

/// One source file of the workspace.
struct Source {
    /// Relative to `backend/`.
    path: PathBuf,
    text: String,
}

impl Source {
    fn shown(&self) -> String {
        self.path.display().to_string()
    }

    fn stem(&self) -> &str {
        self.path.file_stem().unwrap().to_str().unwrap()
    }

    /// True for a rule file, or a file in a folder of that name.
    fn holds_rules(&self) -> bool {
        let named = |name: &str| RULES.contains(&name) || name.starts_with("guards") || name.starts_with("screen");
        named(self.stem()) || self.path.parent().unwrap().components().any(|part| named(part.as_os_str().to_str().unwrap()))
    }

    /// The code without comments and tests.
    fn code(&self) -> impl Iterator<Item = &str> {
        let tests = self.text.find("#[cfg(test)]").unwrap_or(self.text.len());
        self.text[..tests].lines().map(str::trim).filter(|line| !line.starts_with("//"))
    }
}

fn sources() -> Vec<Source> {
    let backend = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut out = Vec::new();
    read(backend, backend, &mut out);
    assert!(out.len() > 100, "the source tree was not found");
    out
}

fn read(root: &Path, folder: &Path, out: &mut Vec<Source>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(root, &path, out);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            out.push(Source { path: path.strip_prefix(root).unwrap().to_owned(), text });
        }
    }
}

fn complain(faults: Vec<String>) {
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn rules_know_no_database_no_web_and_no_clock() {
    let mut faults = Vec::new();
    for source in sources().iter().filter(|source| source.path.starts_with("mediation/src") && source.holds_rules()) {
        for line in source.code() {
            for banned in
                ["actix_web", "diesel::prelude", "diesel::insert", "diesel::update", "RunQueryDsl", "Utc::now", "platform::db::Tx"]
            {
                if line.contains(banned) {
                    faults.push(format!("{}: {line}", source.shown()));
                }
            }
        }
    }
    complain(faults);
}

#[test]
fn handlers_ask_commands_and_queries_never_the_store() {
    let mut faults = Vec::new();
    let backend = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    for source in
        sources().iter().filter(|source| source.stem() == "http" && source.path.components().any(|part| part.as_os_str() == "src"))
    {
        // a plain register has no queries of its own
        let is_register = !backend.join(&source.path).with_file_name("queries.rs").exists();
        faults.extend(
            source.code().filter(|line| !is_register && line.contains("store::")).map(|line| format!("{}: {line}", source.shown())),
        );
        let dsl = source.code().filter(|line| line.contains("diesel::prelude") || line.contains("::table"));
        faults.extend(dsl.map(|line| format!("{}: {line}", source.shown())));
    }
    complain(faults);
}

#[test]
fn no_file_is_longer_than_600_lines() {
    let long = sources();
    complain(
        long.iter()
            .map(|source| (source, source.text.lines().count()))
            .filter(|(_, lines)| *lines > 600)
            .map(|(source, lines)| format!("{}: {lines} lines", source.shown()))
            .collect(),
    );
}

#[test]
fn files_are_named_by_the_business() {
    complain(
        sources()
            .iter()
            .filter(|source| BANNED.contains(&source.stem()) && !EXEMPT.iter().any(|exempt| source.path == Path::new(exempt)))
            .map(Source::shown)
            .collect(),
    );
}

#[test]
fn every_module_says_what_it_is() {
    complain(
        sources()
            .iter()
            .filter(|source| source.text.trim_start().strip_prefix("//!").is_none_or(|rest| rest.trim_start().len() <= 3))
            .map(Source::shown)
            .collect(),
    );
}

#[test]
fn every_permission_is_asked_for_by_a_handler() {
    let sources = sources();
    let mut faults = Vec::new();
    for source in sources.iter().filter(|source| source.stem() == "permissions") {
        let context = source.path.components().next().unwrap();
        let names = source.text.lines().filter_map(|line| line.trim().split_once(" = \"").map(|(name, _)| name));
        let is_of = |context, other: &Source| other.path.components().next() == Some(context) || other.stem() == "operations";
        for name in names.filter(|name| name.chars().all(char::is_alphanumeric)) {
            // named in a `Caller<…>`, or in the table that writes the handlers of the steps (`casefile::step_operations!`)
            let names_it = |other: &Source| other.code().any(|line| line.split(|c: char| !c.is_alphanumeric()).any(|word| word == name));
            let asked = |other: &&Source| other.stem() != "permissions" && is_of(context, other) && names_it(other);
            if !sources.iter().any(|other| asked(&other)) {
                faults.push(format!("{}: nobody asks for {name}", source.shown()));
            }
        }
    }
    complain(faults);
}

#[test]
fn contexts_do_not_know_each_other() {
    let manifest = |package: &str| {
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().join(package).join("Cargo.toml")).unwrap()
    };
    let deps = |package: &str| {
        let text = manifest(package);
        let dependencies = text.split("[dev-dependencies]").next().unwrap().to_owned();
        ["casefile", "mediation", "identity", "people", "audit", "documents", "print", "sync", "server", "testkit"]
            .into_iter()
            .filter(|name| dependencies.contains(&format!("\n{name}.workspace")))
            .collect::<Vec<_>>()
    };
    assert_eq!(deps("platform"), [""; 0]);
    assert_eq!(deps("audit"), [""; 0]);
    assert_eq!(deps("identity"), ["audit"]);
    assert_eq!(deps("people"), ["audit"]);
    assert_eq!(deps("sync"), ["identity", "audit"]);
    assert_eq!(deps("documents"), [""; 0]);
    assert_eq!(deps("print"), [""; 0]);
    assert_eq!(deps("testkit"), [""; 0]);
    assert!(!deps("mediation").contains(&"server"));
}
