//! Where a dispute comes from: the level the statistics ask for, and the detail the office keeps.

words! {
    /// Source as the national table counts it (案件来源).
    pub enum SourceLevel {
        ByApplication = "BY_APPLICATION", "依申请调解", "on application";
        Proactive = "PROACTIVE", "主动调解", "on the committee's initiative";
        Transferred = "TRANSFERRED", "接受委托移送调解", "entrusted or transferred";
    }
}

words! {
    /// Source in detail (来源明细).
    pub enum Source {
        /// The party came by itself.
        SelfApplied = "SELF", "当事人申请", "party's own application";
        Screening = "SCREENING", "排查", "screening";
        Grid = "GRID", "网格", "grid worker";
        Hotline12338 = "HOTLINE_12338", "12338热线", "women's hotline 12338";
        Visit = "VISIT", "来访", "visit";
        Letter = "LETTER", "来信", "letter";
        Online = "ONLINE", "网络", "online";
        /// Before the court files the case.
        CourtDelegated = "COURT_DELEGATED", "法院委派", "court, before filing";
        /// After the court filed the case.
        CourtEntrusted = "COURT_ENTRUSTED", "法院委托", "court, after filing";
        Procuratorate = "PROCURATORATE", "检察院", "procuratorate";
        Police = "POLICE", "公安（含110推送）", "police";
        PetitionOffice = "PETITION_OFFICE", "信访部门", "petition office";
        MarriageRegistry = "MARRIAGE_REGISTRY", "婚姻登记处", "marriage registry";
        GovernanceCentre = "GOVERNANCE_CENTRE", "综治中心", "governance centre";
        Hotline12345 = "HOTLINE_12345", "12345热线", "government hotline 12345";
        School = "SCHOOL", "学校", "school";
        Hospital = "HOSPITAL", "医院", "hospital";
        UpperFederation = "UPPER_FEDERATION", "上级妇联", "federation of a higher level";
        Other = "OTHER", "其他", "other";
    }
}

impl Source {
    /// The column of the national table the detail is counted in.
    pub const fn level(self) -> SourceLevel {
        match self {
            Self::SelfApplied | Self::Other => SourceLevel::ByApplication,
            Self::Screening | Self::Grid | Self::Hotline12338 | Self::Visit | Self::Letter | Self::Online => SourceLevel::Proactive,
            Self::CourtDelegated
            | Self::CourtEntrusted
            | Self::Procuratorate
            | Self::Police
            | Self::PetitionOffice
            | Self::MarriageRegistry
            | Self::GovernanceCentre
            | Self::Hotline12345
            | Self::School
            | Self::Hospital
            | Self::UpperFederation => SourceLevel::Transferred,
        }
    }

    /// Whether a court handed the dispute over, which brings its own clock.
    pub const fn is_court(self) -> bool {
        matches!(self, Self::CourtDelegated | Self::CourtEntrusted)
    }
}

words! {
    /// How the request reached the office (申请方式).
    pub enum ApplicationMode {
        Written = "WRITTEN", "书面申请", "written";
        Oral = "ORAL", "口头申请", "oral, written down and read back";
        Proactive = "PROACTIVE", "主动调解", "offered by the committee";
        Transferred = "TRANSFERRED", "移送", "transferred";
    }
}
