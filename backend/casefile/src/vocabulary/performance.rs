//! Words about how hard a dispute was and how its agreement is kept.

words! {
    /// Difficulty (难易程度); only the last is a column of the national table.
    pub enum Difficulty {
        Simple = "SIMPLE", "简易", "simple";
        Ordinary = "ORDINARY", "一般", "ordinary";
        Complex = "COMPLEX", "疑难复杂", "complex";
    }
}

words! {
    /// How one promise stands (履行状态).
    pub enum PerformanceStatus {
        NotDue = "NOT_DUE", "未到期", "not yet due";
        OnTheSpot = "ON_THE_SPOT", "即时履行", "performed on the spot";
        InProgress = "IN_PROGRESS", "履行中", "in progress";
        Performed = "PERFORMED", "全部履行", "performed";
        PartlyPerformed = "PARTLY_PERFORMED", "部分履行", "partly performed";
        Overdue = "OVERDUE", "逾期", "overdue";
        Refused = "REFUSED", "拒不履行", "refused";
        Changed = "CHANGED", "已变更", "changed";
        Withdrawn = "WITHDRAWN", "已撤销、无效", "withdrawn or void";
        Enforcement = "ENFORCEMENT", "申请执行", "enforcement asked for";
    }
}

impl PerformanceStatus {
    /// Whether something is still owed.
    pub const fn is_open(self) -> bool {
        matches!(self, Self::NotDue | Self::InProgress | Self::PartlyPerformed | Self::Overdue | Self::Refused)
    }
}
