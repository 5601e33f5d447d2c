//! The states of a case file.

use crate::vocabulary::words;

words! {
    /// State of a case file (案件状态).
    pub enum State {
        Applied = "APPLIED", "待受理", "applied";
        NotAccepted = "NOT_ACCEPTED", "不予受理", "not accepted";
        Accepted = "ACCEPTED", "已受理", "accepted";
        Assigned = "ASSIGNED", "已定调解员", "mediator assigned";
        Notified = "NOTIFIED", "已告知", "parties notified";
        Investigating = "INVESTIGATING", "调查中", "investigating";
        Mediating = "MEDIATING", "调解中", "mediating";
        Suspended = "SUSPENDED", "中止", "suspended";
        /// The text stands; marks or the seal are missing.
        AgreedPending = "AGREED_PENDING", "待签、待盖章", "agreed, awaiting marks and seal";
        Agreed = "AGREED", "协议生效", "agreement in force";
        Performing = "PERFORMING", "履行中", "being performed";
        Performed = "PERFORMED", "履行完毕", "performed";
        Breached = "BREACHED", "不履行", "breached";
        Failed = "FAILED", "调解不成", "not reached";
        Terminated = "TERMINATED", "终止", "terminated";
        Closed = "CLOSED", "结案", "closed";
        Archived = "ARCHIVED", "归档", "archived";
    }
}

impl State {
    /// Read-only for ever.
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Archived)
    }

    /// The mediation itself is under way: between the application and its end.
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            Self::Applied
                | Self::Accepted
                | Self::Assigned
                | Self::Notified
                | Self::Investigating
                | Self::Mediating
                | Self::Suspended
                | Self::AgreedPending
        )
    }
}
