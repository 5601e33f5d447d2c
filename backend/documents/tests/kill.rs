//! A process that is killed between two parts has lost nothing that it acknowledged, and left nothing half there.

use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use documents::{FileId, Locker, Shelf};
use platform::crypto::Keyring;
use platform::ids::{Id, OfficeId};

const DIRECTORY: &str = "JIAHE_TEST_FILES";
const KILLS: u64 = 25;
const PARTS: u32 = 200;

fn locker(directory: &str) -> (Locker, Shelf) {
    let id = |byte| Id(platform::uuid::Uuid::from_bytes([byte; 16]));
    (Locker::new(directory, Arc::new(Keyring::ephemeral(1))), Shelf { office: OfficeId(id(1)), file: FileId(id(2)) })
}

fn part(number: u32) -> Vec<u8> {
    number.to_be_bytes().repeat(8_192)
}

/// Keeps parts and says so on its output until it is killed; does nothing unless the test below has started it.
#[test]
#[expect(clippy::disallowed_methods, reason = "the test tells its own child where to work")]
fn keeper() {
    let Ok(directory) = std::env::var(DIRECTORY) else { return };
    let (locker, shelf) = locker(&directory);
    let mut out = std::io::stderr();
    for number in (0..PARTS).cycle() {
        locker.keep(shelf, number, &part(number)).unwrap();
        writeln!(out, "kept {number}").unwrap();
    }
}

#[test]
fn what_was_acknowledged_is_there_and_whole_after_every_kill() {
    let directory = std::env::temp_dir().join(format!("locker-kill-{}", Id::new().0));
    let shown = directory.display().to_string();
    let (locker, shelf) = locker(&shown);
    let mut acknowledged = std::collections::BTreeSet::new();
    let mut seen_midway = false;
    for round in 0..KILLS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "keeper", "--nocapture"])
            .env(DIRECTORY, &shown)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stderr.take().unwrap()).lines();
        std::thread::sleep(Duration::from_millis(15 + round % 7));
        child.kill().unwrap();
        child.wait().unwrap();
        for line in lines.map_while(Result::ok) {
            acknowledged.extend(line.strip_prefix("kept ").and_then(|number| number.parse::<u32>().ok()));
        }
        let there = locker.received(shelf).unwrap();
        for number in &acknowledged {
            assert!(there.contains(number), "round {round}: part {number} was acknowledged and is not there");
        }
        for number in &there {
            assert_eq!(locker.read(shelf, *number).unwrap(), part(*number), "round {round}: part {number} is not whole");
        }
        seen_midway |= !there.is_empty() && there.len() < usize::try_from(PARTS).unwrap();
        // start over before everything is there
        if there.len() > 150 {
            locker.discard(shelf).unwrap();
            acknowledged.clear();
        }
    }
    assert!(seen_midway, "no kill fell between the parts");
    let _ = std::fs::remove_dir_all(PathBuf::from(&shown));
}
