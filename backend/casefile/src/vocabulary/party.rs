//! Words about the people of a case file.

words! {
    /// Part a person plays in the dispute (当事人地位).
    pub enum PartyRole {
        Applicant = "APPLICANT", "申请人", "applicant";
        Respondent = "RESPONDENT", "被申请人", "respondent";
        ThirdParty = "THIRD_PARTY", "第三人（利害关系人）", "third party";
        /// The minor child the dispute concerns; heard, never signing.
        Child = "CHILD", "所涉未成年子女", "child concerned";
    }
}

impl PartyRole {
    /// Whether this person binds itself by a mark.
    pub const fn signs(self) -> bool {
        !matches!(self, Self::Child)
    }
}

words! {
    /// Natural person or unit (当事人类别).
    pub enum PartyKind {
        Person = "PERSON", "自然人", "person";
        Unit = "UNIT", "单位", "unit";
    }
}

words! {
    /// Relation to the other side (与对方关系).
    pub enum Relation {
        Spouses = "SPOUSES", "夫妻", "spouses";
        FormerSpouses = "FORMER_SPOUSES", "前夫妻", "former spouses";
        Cohabitants = "COHABITANTS", "同居", "cohabitants";
        ParentChild = "PARENT_CHILD", "父母子女", "parent and child";
        InLaws = "IN_LAWS", "婆媳、翁婿等姻亲", "in-laws";
        Grandparent = "GRANDPARENT", "祖孙", "grandparent and grandchild";
        Siblings = "SIBLINGS", "兄弟姐妹", "siblings";
        Fiances = "FIANCES", "婚约、恋爱", "betrothed";
        Other = "OTHER", "其他", "other";
    }
}

words! {
    /// Sex as the identity document states it (性别).
    pub enum Sex {
        Female = "FEMALE", "女", "female";
        Male = "MALE", "男", "male";
    }
}

words! {
    /// Kind of identity document (证件类型).
    pub enum IdDocumentKind {
        ResidentId = "RESIDENT_ID", "居民身份证", "resident identity card";
        TemporaryId = "TEMPORARY_ID", "临时身份证", "temporary identity card";
        HouseholdRegister = "HOUSEHOLD_REGISTER", "户口簿", "household register";
        BirthCertificate = "BIRTH_CERTIFICATE", "出生医学证明", "birth certificate";
        Passport = "PASSPORT", "护照", "passport";
        MilitaryId = "MILITARY_ID", "军官证、士兵证", "military identity card";
        HkMacaoPermit = "HK_MACAO_PERMIT", "港澳居民来往内地通行证", "Hong Kong and Macao permit";
        TaiwanPermit = "TAIWAN_PERMIT", "台湾居民来往大陆通行证", "Taiwan permit";
        HmtResidence = "HMT_RESIDENCE", "港澳台居民居住证", "residence permit of Hong Kong, Macao, Taiwan residents";
        ForeignPermanentResidence = "FOREIGN_PERMANENT_RESIDENCE", "外国人永久居留身份证", "foreign permanent resident card";
        UnitCreditCode = "UNIT_CREDIT_CODE", "统一社会信用代码", "unified social credit code";
        /// Allowed with an explanation: spouses of the border area often hold none.
        None = "NONE", "无证件（须说明）", "no document, explained";
    }
}

impl IdDocumentKind {
    /// Whether the number follows GB 11643 (18 digits with a check digit).
    pub const fn is_citizen_number(self) -> bool {
        matches!(self, Self::ResidentId | Self::TemporaryId | Self::HouseholdRegister)
    }
}

words! {
    /// How the office convinced itself of an identity (核验方式).
    pub enum IdVerification {
        CardRead = "CARD_READ", "读卡", "card read";
        Seen = "SEEN", "查看原件", "original seen";
        Copy = "COPY", "复印件", "copy seen";
        Stated = "STATED", "本人陈述", "stated by the person";
        None = "NONE", "未核验", "not verified";
    }
}

words! {
    /// Marital status (婚姻状况).
    pub enum MaritalStatus {
        Single = "SINGLE", "未婚", "single";
        Married = "MARRIED", "已婚", "married";
        Divorced = "DIVORCED", "离婚", "divorced";
        Widowed = "WIDOWED", "丧偶", "widowed";
        Cohabiting = "COHABITING", "同居", "cohabiting";
        Unknown = "UNKNOWN", "不详", "unknown";
    }
}

words! {
    /// How the marriage between the two sides stands (双方婚姻状态); never changed by an agreement of ours.
    pub enum MarriageOfParties {
        NotApplicable = "NOT_APPLICABLE", "不涉及", "no marriage in question";
        Married = "MARRIED", "婚姻存续", "married";
        /// Stated, but neither 离婚证 nor a court paper is on file.
        DivorceStated = "DIVORCE_STATED", "自述已离婚（未见证明）", "divorced, proof not seen";
        DivorceProven = "DIVORCE_PROVEN", "已离婚（有离婚证或法院文书）", "divorced, proof on file";
    }
}

words! {
    /// Capacity for civil acts (民事行为能力).
    pub enum Capacity {
        Full = "FULL", "完全民事行为能力", "full";
        /// Sixteen or seventeen and living on own labour.
        DeemedFull = "DEEMED_FULL", "视为完全民事行为能力（16周岁以上自食其力）", "deemed full";
        Limited = "LIMITED", "限制民事行为能力", "limited";
        None = "NONE", "无民事行为能力", "none";
    }
}

words! {
    /// What a person can put on paper (书写能力).
    pub enum Literacy {
        Signs = "SIGNS", "能签名", "signs";
        FingerprintOnly = "FINGERPRINT_ONLY", "只能按指印", "fingerprint only";
    }
}

words! {
    /// Group the law protects especially (特殊群体).
    pub enum SpecialGroup {
        Minor = "MINOR", "未成年人", "minor";
        Elder = "ELDER", "60周岁以上老年人", "sixty or older";
        Disabled = "DISABLED", "残疾人", "disabled";
        Pregnant = "PREGNANT", "孕期", "pregnant";
        Nursing = "NURSING", "哺乳期", "nursing";
        SeriousIllness = "SERIOUS_ILLNESS", "重病", "seriously ill";
        LowIncome = "LOW_INCOME", "低保", "on low-income allowance";
        LeftBehind = "LEFT_BEHIND", "留守", "left behind";
        Migrant = "MIGRANT", "流动务工", "migrant worker";
        Soldier = "SOLDIER", "现役军人", "serving soldier";
        SoldierSpouse = "SOLDIER_SPOUSE", "军人配偶", "soldier's spouse";
        CrossBorderSpouse = "CROSS_BORDER_SPOUSE", "跨境婚姻", "cross-border spouse";
    }
}

words! {
    /// Why a representative may speak (代理人类别).
    pub enum RepresentativeKind {
        LegalGuardian = "LEGAL_GUARDIAN", "法定代理人（监护人）", "legal guardian";
        Lawyer = "LAWYER", "律师", "lawyer";
        LegalWorker = "LEGAL_WORKER", "基层法律服务工作者", "grass-roots legal worker";
        NearRelative = "NEAR_RELATIVE", "近亲属", "near relative";
        UnitStaff = "UNIT_STAFF", "单位工作人员", "staff of the unit";
        RecommendedCitizen = "RECOMMENDED_CITIZEN", "社区、单位、社会团体推荐的公民", "recommended citizen";
    }
}

words! {
    /// How far an entrusted representative may go (代理权限).
    pub enum Authority {
        General = "GENERAL", "一般代理", "general";
        /// May settle and sign.
        Special = "SPECIAL", "特别授权", "special";
    }
}
