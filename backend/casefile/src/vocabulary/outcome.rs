//! How a mediation ended, as the statistics ask.

words! {
    /// Outcome of a case file (调解结果).
    pub enum Outcome {
        S1 = "S1", "达成书面协议", "written agreement";
        S2 = "S2", "达成口头协议", "oral agreement";
        S3 = "S3", "和好、自行和解", "reconciled or settled by themselves";
        N1 = "N1", "调解不成", "not reached";
        N2 = "N2", "一方拒绝调解", "refused by a party";
        N3 = "N3", "撤回申请", "application withdrawn";
        N4 = "N4", "当事人失联", "party untraceable";
        T1 = "T1", "转公安机关", "handed to the police";
        T2 = "T2", "引导诉讼", "shown the way to court";
        T3 = "T3", "转行政、民政部门", "handed to an administrative authority";
        T4 = "T4", "转法律援助", "handed to legal aid";
        T5 = "T5", "引导仲裁", "shown the way to arbitration";
        X1 = "X1", "发现虚假调解，终止", "suspected sham, ended";
        X2 = "X2", "重复，并案", "duplicate, joined";
    }
}

impl Outcome {
    /// Whether TERMINATE may carry this code; agreements and plain failure have steps of their own.
    pub const fn ends_by_termination(self) -> bool {
        !matches!(self, Self::S1 | Self::S2 | Self::N1)
    }

    /// Counted as a success; a reconciliation counts only if the committee held a session.
    pub const fn is_success(self, sessions_held: usize) -> bool {
        matches!(self, Self::S1 | Self::S2) || (matches!(self, Self::S3) && sessions_held > 0)
    }
}
