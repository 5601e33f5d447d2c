//! The forms of the office and the words printed on them.

words! {
    /// Form of a paper (文书种类).
    pub enum FormCode {
        F03 = "F03", "人民调解申请书", "application";
        F04 = "F04", "人民调解受理登记表", "acceptance form";
        F05 = "F05", "权利义务告知书", "notice of rights and duties";
        F06 = "F06", "身份证明", "identity record";
        F07 = "F07", "授权委托书", "power of attorney";
        F08 = "F08", "人民调解调查记录", "investigation record";
        F09 = "F09", "证据材料", "evidence list";
        F10 = "F10", "人民调解记录", "minutes of a session";
        F11 = "F11", "人民调解协议书", "mediation agreement";
        F12 = "F12", "人民调解口头协议登记表", "oral agreement form";
        F13 = "F13", "人民调解回访记录", "follow-up record";
        F15 = "F15", "卷宗情况说明", "volume note";
        F17 = "F17", "结案报告表", "closing report";
        F18 = "F18", "不予受理告知书", "notice of non-acceptance";
        F19 = "F19", "终止调解告知书", "notice of termination";
        F22 = "F22", "延期同意书", "consent to extension";
        F23 = "F23", "回避申请及决定", "recusal request and decision";
        F24 = "F24", "收条、履行凭证", "receipt of performance";
        F25 = "F25", "送达地址确认书", "confirmation of service address";
        F26 = "F26", "督促履行通知", "urge notice";
        FChild = "F_CHILD", "未成年人意见记录", "child's view";
    }
}

words! {
    /// Where a paper stands in its life (文书状态).
    pub enum PaperState {
        /// May still be edited; no mark is on it.
        Draft = "DRAFT", "草稿", "draft";
        Current = "CURRENT", "有效", "current";
        /// Kept, shown, no longer the one that counts.
        Superseded = "SUPERSEDED", "已被替代", "superseded";
        Voided = "VOIDED", "作废", "voided";
    }
}

words! {
    /// How a mark was put (签署方式).
    pub enum MarkKind {
        Signature = "SIGNATURE", "签名", "signature";
        Fingerprint = "FINGERPRINT", "按指印", "fingerprint";
        PersonalSeal = "PERSONAL_SEAL", "个人印章", "personal seal";
        OrganisationSeal = "ORGANISATION_SEAL", "单位印章", "organisation's seal";
    }
}

words! {
    /// On whose behalf a mark stands (签署身份).
    pub enum MarkRole {
        Party = "PARTY", "当事人", "party";
        Mediator = "MEDIATOR", "人民调解员", "mediator";
        Recorder = "RECORDER", "记录人", "recorder";
        Committee = "COMMITTEE", "人民调解委员会", "committee";
    }
}

words! {
    /// Open or closed session (公开与否).
    pub enum Openness {
        Open = "OPEN", "公开", "open";
        Closed = "CLOSED", "不公开", "closed";
    }
}

words! {
    /// How a session ended (调解结果).
    pub enum SessionResult {
        AgreedWritten = "AGREED_WRITTEN", "达成协议（书面）", "agreed, written";
        AgreedOral = "AGREED_ORAL", "达成协议（口头）", "agreed, oral";
        Continue = "CONTINUE", "择日继续调解", "to be continued";
        NotReached = "NOT_REACHED", "未达成协议", "not reached";
    }
}
