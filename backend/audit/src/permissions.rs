//! Rights of this context.

use platform::permission;

permission!(
    /// Reads the whole journal of the office.
    ReadAudit = "audit.read",
    [Auditor: Tenant]
);
permission!(
    /// Recomputes the hash chain.
    VerifyAudit = "audit.verify",
    [SecurityAdmin: Tenant, Auditor: Tenant]
);
