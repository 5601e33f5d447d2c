//! What ties an account to one case file, and what should keep it away.

words! {
    /// Why an account is tied to a case file (经办关系).
    pub enum RoleInCase {
        Registrar = "REGISTRAR", "登记人", "registrar";
        Mediator = "MEDIATOR", "人民调解员", "mediator";
        Recorder = "RECORDER", "记录人", "recorder";
        Lawyer = "LAWYER", "志愿律师", "volunteer lawyer";
        /// Sees a sealed file because of the post: director of the committee, one officer.
        NeedToKnow = "NEED_TO_KNOW", "知悉人员", "need to know";
        /// Kept out for good after an upheld recusal.
        Recused = "RECUSED", "已回避", "recused";
    }
}

words! {
    /// Who named the mediator (指定方式).
    pub enum AssignmentMode {
        Assigned = "ASSIGNED", "调委会指定", "named by the committee";
        Chosen = "CHOSEN", "当事人选择", "chosen by the parties";
    }
}

words! {
    /// What may make a mediator partial (回避事由).
    pub enum ConflictKind {
        NearRelative = "NEAR_RELATIVE", "当事人或其代理人的近亲属", "near relative";
        Interest = "INTEREST", "与纠纷有利害关系", "interest in the dispute";
        OtherTie = "OTHER_TIE", "其他可能影响公正的关系", "other tie";
        SameNameAndAddress = "SAME_NAME_AND_ADDRESS", "同姓且同住址", "same surname and address";
        SameHousehold = "SAME_HOUSEHOLD", "同一户号", "same household";
        EarlierClient = "EARLIER_CLIENT", "曾为当事人代理", "earlier client";
    }
}

words! {
    /// Part an account played before, for a party or in the same dispute (先前身份).
    pub enum EarlierRole {
        Agent = "AGENT", "代理人", "agent";
        Witness = "WITNESS", "证人", "witness";
    }
}
