//! Reading the chain back: is every fact there, in order, unaltered, and does an outside witness remember the same head?

use diesel::prelude::*;
use platform::db::Conn;
use platform::ids::OfficeId;
use platform::problem::AppError;
use serde::{Deserialize, Serialize};

use crate::journal::FactRow;
use crate::schema::audit_facts;

/// What a witness outside the database remembers of the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Checkpoint {
    pub office: OfficeId,
    pub seq: i64,
    /// Hex of the head's hash.
    pub hash: String,
    pub at: String,
    /// Ed25519 signature over the four fields above, hex.
    pub signature: String,
}

impl Checkpoint {
    /// The bytes that are signed.
    pub fn message(&self) -> Vec<u8> {
        format!("{}|{}|{}|{}", self.office, self.seq, self.hash, self.at).into_bytes()
    }
}

/// A chain that holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    pub facts: i64,
    pub head: String,
}

/// The first place where a chain does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken {
    pub seq: i64,
    /// `hash`, `gap`, `order`, `truncated`, `checkpoint`.
    pub kind: &'static str,
}

const STRIDE: i64 = 1_000;

/// Walks an office's chain in strides (memory stays constant) and holds it against the witness's checkpoints.
pub fn verify(conn: &mut Conn<'_>, office: OfficeId, checkpoints: &[Checkpoint]) -> Result<Result<Verified, Broken>, AppError> {
    let mut seq = 0;
    let mut prev = vec![0_u8; 32];
    loop {
        let rows: Vec<FactRow> = audit_facts::table
            .filter(audit_facts::office_id.eq(office))
            .filter(audit_facts::seq.gt(seq))
            .order(audit_facts::seq.asc())
            .limit(STRIDE)
            .select(FactRow::as_select())
            .load(conn.db())?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            if row.seq != seq + 1 {
                return Ok(Err(Broken { seq: seq + 1, kind: "gap" }));
            }
            if row.prev_hash != prev {
                return Ok(Err(Broken { seq: row.seq, kind: "order" }));
            }
            if row.compute_hash().as_slice() != row.hash {
                return Ok(Err(Broken { seq: row.seq, kind: "hash" }));
            }
            if checkpoints.iter().any(|c| c.seq == row.seq && c.hash != hex(&row.hash)) {
                return Ok(Err(Broken { seq: row.seq, kind: "checkpoint" }));
            }
            seq = row.seq;
            prev = row.hash;
        }
    }
    // the head row and the witness both know how long the chain was
    let remembered = crate::queries::head(conn, office)?.map_or(0, |(seq, _)| seq);
    let witnessed = checkpoints.iter().map(|c| c.seq).max().unwrap_or(0);
    if remembered.max(witnessed) > seq {
        return Ok(Err(Broken { seq: seq + 1, kind: "truncated" }));
    }
    Ok(Ok(Verified { facts: seq, head: hex(&prev) }))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
