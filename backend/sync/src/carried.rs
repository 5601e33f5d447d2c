//! What a context says about its records that may be taken along.

use std::fmt;
use std::sync::Arc;

use platform::access::Actor;
use platform::db::Conn;
use platform::problem::AppError;
use platform::text_enum;
use platform::uuid::Uuid;
use serde_json::Value;

text_enum!(
    /// Why a tablet has to let go of a record.
    Withdrawal {
        /// 已改派: somebody else has it now.
        Reassigned = "REASSIGNED",
        /// 已回避.
        Recused = "RECUSED",
        /// 已封存.
        Sealed = "SEALED",
        /// 已结案.
        Closed = "CLOSED",
        /// Beyond what the person may see or carry.
        OutOfScope = "OUT_OF_SCOPE",
    }
);

/// One kind of record a tablet may hold. All its answers of one pull come from one snapshot of the database.
pub trait Carried: Send + Sync {
    /// The kind as it travels, `CASE_FILE`.
    fn kind(&self) -> &'static str;

    /// Every record the actor may carry now with its revision, the most wanted first. A revision differs whenever the record would
    /// be sent differently: after a change, and also when somebody may see more or less of it than before.
    fn carried(&self, conn: &mut Conn<'_>, actor: &Actor) -> Result<Vec<(Uuid, i64)>, AppError>;

    /// Why a record that was carried may not be any more.
    fn why_gone(&self, conn: &mut Conn<'_>, actor: &Actor, id: Uuid) -> Result<Withdrawal, AppError>;

    /// The version of the record that a revision shows: what commands name as their base.
    fn version_of(&self, revision: i64) -> i64 {
        revision
    }

    /// Records of those that may be carried, each with the revision of its body.
    fn load(&self, conn: &mut Conn<'_>, actor: &Actor, ids: &[Uuid]) -> Result<Vec<(Uuid, i64, Value)>, AppError>;

    /// An object of what the rules need beside the records: settings, calendars, appointments. It is sent when it changes.
    fn office(&self, conn: &mut Conn<'_>, actor: &Actor) -> Result<Value, AppError>;
}

/// Every kind of the deployment; the server registers them.
#[derive(Clone, Default)]
pub struct Carriers(pub Vec<Arc<dyn Carried>>);

impl fmt::Debug for Carriers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.iter().map(|carrier| carrier.kind())).finish()
    }
}

impl Carriers {
    /// What the rules need of every context, in one object.
    pub(crate) fn office(&self, conn: &mut Conn<'_>, actor: &Actor) -> Result<Value, AppError> {
        let mut office = serde_json::Map::new();
        for carrier in &self.0 {
            if let Value::Object(part) = carrier.office(conn, actor)? {
                office.extend(part);
            }
        }
        Ok(Value::Object(office))
    }

    pub(crate) fn of_kind(&self, kind: &str) -> Option<&Arc<dyn Carried>> {
        self.0.iter().find(|carrier| carrier.kind() == kind)
    }
}
