//! The dispute categories: one leaf per kind of quarrel, with what the law says about mediating it.

use super::retention::Retention;

words! {
    /// Branch of the category tree (类别).
    pub enum CategoryGroup {
        BeforeMarriage = "A", "恋爱婚约", "before marriage";
        MarriageLife = "B", "夫妻关系", "married life";
        Divorce = "C", "离婚", "divorce";
        Children = "D", "子女", "children";
        Support = "E", "赡养扶养", "support of relatives";
        Estate = "F", "继承析产", "estates and family property";
        Adoption = "G", "收养", "adoption";
        Violence = "H", "家暴·虐待·遗弃", "violence, abuse, abandonment";
        WomensLand = "I", "妇女土地及集体权益", "women's land and collective rights";
        Other = "Z", "其他", "other";
    }
}

words! {
    /// Leaf of the category tree (纠纷类型).
    pub enum Category {
        A1 = "A1", "恋爱情感纠纷", "romantic relationship";
        A2 = "A2", "同居析产、子女纠纷", "cohabitation: property, children";
        A3 = "A3", "婚约财产（彩礼）纠纷", "betrothal gifts";
        A4 = "A4", "分手后纠缠骚扰", "harassment after separation";
        B1 = "B1", "夫妻日常矛盾", "everyday quarrels of spouses";
        B2 = "B2", "婚外情纠纷", "extramarital relationship";
        B3 = "B3", "赌博、吸毒、酗酒引发的纠纷", "gambling, drugs, drink";
        B4 = "B4", "夫妻扶养纠纷", "support between spouses";
        B5 = "B5", "婚内财产、债务纠纷", "property and debts during marriage";
        B6 = "B6", "分居纠纷", "living apart";
        B7 = "B7", "婆媳、翁婿等姻亲纠纷", "in-laws";
        C1 = "C1", "是否离婚（调和）", "whether to divorce";
        C2 = "C2", "离婚财产分割", "division of property on divorce";
        C3 = "C3", "夫妻共同债务", "common debts of spouses";
        C4 = "C4", "离婚子女抚养", "children on divorce";
        C5 = "C5", "离婚补偿、帮助、损害赔偿", "compensation, help, damages on divorce";
        C6 = "C6", "离婚冷静期内纠纷", "dispute in the cooling-off period";
        C7 = "C7", "离婚后财产纠纷", "property after divorce";
        C8 = "C8", "婚姻无效、撤销", "void or voidable marriage";
        D1 = "D1", "抚养权及其变更", "custody and its change";
        D2 = "D2", "抚养费", "child support";
        D3 = "D3", "探望", "visits";
        D4 = "D4", "抢夺、藏匿子女", "snatching or hiding a child";
        D5 = "D5", "监护", "guardianship";
        D6 = "D6", "确认或否认亲子关系", "parentage";
        D7 = "D7", "非婚生子女、继子女", "children born out of wedlock, step-children";
        D8 = "D8", "家庭教育、亲子冲突", "upbringing, conflict of parent and child";
        E1 = "E1", "赡养费", "support of elders: money";
        E2 = "E2", "赡养方式、轮养", "support of elders: living, turns";
        E3 = "E3", "兄弟姐妹扶养", "support between siblings";
        E4 = "E4", "祖孙抚养、赡养", "support between grandparents and grandchildren";
        E5 = "E5", "老年人再婚", "remarriage of elders";
        F1 = "F1", "法定继承", "intestate succession";
        F2 = "F2", "遗嘱、遗赠扶养协议", "wills, bequest-for-support agreements";
        F3 = "F3", "分家析产", "division of the family household";
        F4 = "F4", "家庭房屋、宅基地、土地承包", "family housing, homestead, contracted land";
        F5 = "F5", "丧偶儿媳、女婿权益", "widowed children-in-law";
        G1 = "G1", "收养成立、解除", "making or ending an adoption";
        G2 = "G2", "解除收养后的补偿", "compensation after an adoption ends";
        G3 = "G3", "寄养", "fostering";
        H1 = "H1", "家庭暴力、虐待、遗弃", "domestic violence, abuse, abandonment";
        I1 = "I1", "妇女土地及集体经济组织成员权益", "women's land and membership rights";
        Z1 = "Z1", "其他婚姻家庭纠纷", "other family dispute";
    }
}

/// What the law says about one leaf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CategoryLeaf {
    /// Branch the leaf hangs on.
    pub group: CategoryGroup,
    /// Statute anchor in Chinese.
    pub statute_zh: &'static str,
    /// Whether people's mediation may take the dispute on.
    pub mediable: bool,
    /// Where the person is to be shown instead of, or beside, mediation; empty when nowhere.
    pub route_zh: &'static str,
    /// Whether a court can confirm what is usually agreed; each clause is still judged by itself.
    pub confirmable: bool,
    /// Whether a child's view is normally needed.
    pub child_view: bool,
    /// Whether the agreement must be on paper.
    pub writing_required: bool,
    /// How long the volume is kept unless its contents ask for longer.
    pub retention: Retention,
}

const fn leaf(group: CategoryGroup, statute_zh: &'static str, retention: Retention) -> CategoryLeaf {
    CategoryLeaf {
        group,
        statute_zh,
        mediable: true,
        route_zh: "",
        confirmable: true,
        child_view: false,
        writing_required: false,
        retention,
    }
}

impl CategoryLeaf {
    const fn not_mediable(self, route_zh: &'static str) -> Self {
        Self { mediable: false, confirmable: false, route_zh, ..self }
    }
    const fn also(self, route_zh: &'static str) -> Self {
        Self { route_zh, ..self }
    }
    const fn not_confirmable(self) -> Self {
        Self { confirmable: false, ..self }
    }
    const fn hears_child(self) -> Self {
        Self { child_view: true, ..self }
    }
    const fn on_paper(self) -> Self {
        Self { writing_required: true, ..self }
    }
}

impl Category {
    /// The table of §4.3: one row per leaf.
    pub const fn leaf(self) -> CategoryLeaf {
        use CategoryGroup::{Adoption, BeforeMarriage, Children, Divorce, Estate, MarriageLife, Other, Support, Violence, WomensLand};
        use Retention::{Long, Permanent, Short};
        match self {
            Self::A1 => leaf(BeforeMarriage, "《民法典》第1042条", Short).not_confirmable(),
            Self::A2 => leaf(BeforeMarriage, "《民法典》第1071条", Long).hears_child(),
            Self::A3 => leaf(BeforeMarriage, "法释〔2024〕1号第3—6条", Short),
            Self::A4 => leaf(BeforeMarriage, "《妇女权益保障法》第29条", Short)
                .not_confirmable()
                .also("向公安机关报案；向人民法院申请人身安全保护令"),
            Self::B1 => leaf(MarriageLife, "《民法典》第1043条", Short).not_confirmable(),
            Self::B2 => leaf(MarriageLife, "《民法典》第1042、1043条", Short).not_confirmable(),
            Self::B3 => leaf(MarriageLife, "《民法典》第1043条", Short).not_confirmable(),
            Self::B4 => leaf(MarriageLife, "《民法典》第1059条", Short),
            Self::B5 => leaf(MarriageLife, "《民法典》第1062—1066条", Long).on_paper(),
            Self::B6 => leaf(MarriageLife, "《民法典》第1079条", Short),
            Self::B7 => leaf(MarriageLife, "《民法典》第1043条", Short).not_confirmable(),
            Self::C1 => leaf(Divorce, "《民法典》第1079条", Long).not_confirmable().also("解除婚姻关系须办理离婚登记或向人民法院起诉"),
            Self::C2 => leaf(Divorce, "《民法典》第1087条", Long).on_paper(),
            Self::C3 => leaf(Divorce, "《民法典》第1064、1089条", Long).on_paper(),
            Self::C4 => leaf(Divorce, "《民法典》第1084—1086条", Long).hears_child().on_paper(),
            Self::C5 => leaf(Divorce, "《民法典》第1088、1090、1091条", Long).on_paper(),
            Self::C6 => leaf(Divorce, "《民法典》第1077条", Long).on_paper(),
            Self::C7 => leaf(Divorce, "《民法典》第1092条", Long).on_paper(),
            Self::C8 => leaf(Divorce, "《民法典》第1051—1053条", Short).not_mediable("向人民法院起诉"),
            Self::D1 => leaf(Children, "《民法典》第1084条", Long).hears_child().on_paper(),
            Self::D2 => leaf(Children, "《民法典》第1067、1085条", Long),
            Self::D3 => leaf(Children, "《民法典》第1086条", Long).hears_child(),
            Self::D4 => leaf(Children, "《未成年人保护法》第24条", Long)
                .hears_child()
                .also("子女安全受威胁时立即向公安机关报案；向人民法院申请人身安全保护令或行为保全"),
            Self::D5 => leaf(Children, "《民法典》第27—36条", Permanent).hears_child(),
            Self::D6 => leaf(Children, "《民法典》第1073条", Short).not_mediable("向人民法院起诉"),
            Self::D7 => leaf(Children, "《民法典》第1071、1072条", Long).hears_child(),
            Self::D8 => leaf(Children, "《家庭教育促进法》第14、48条", Short).not_confirmable(),
            Self::E1 => leaf(Support, "《民法典》第1067条", Long),
            Self::E2 => leaf(Support, "《老年人权益保障法》第14、20条", Long),
            Self::E3 => leaf(Support, "《民法典》第1075条", Long),
            Self::E4 => leaf(Support, "《民法典》第1074条", Long),
            Self::E5 => leaf(Support, "《民法典》第1069条", Short).not_confirmable(),
            Self::F1 => leaf(Estate, "《民法典》第1127、1132条", Permanent).on_paper(),
            Self::F2 => leaf(Estate, "《民法典》第1133、1158条", Permanent).on_paper(),
            Self::F3 => leaf(Estate, "《民法典》第303、304条", Permanent).on_paper(),
            Self::F4 => leaf(Estate, "《民法典》第330、362条", Permanent).on_paper(),
            Self::F5 => leaf(Estate, "《民法典》第1129条", Permanent).on_paper(),
            Self::G1 => {
                leaf(Adoption, "《民法典》第1105、1116条", Permanent).not_mediable("到县级民政部门办理收养、解除收养登记，或向人民法院起诉")
            }
            Self::G2 => leaf(Adoption, "《民法典》第1118条", Permanent).on_paper(),
            Self::G3 => leaf(Adoption, "《民法典》第1107条", Permanent),
            Self::H1 => leaf(Violence, "《反家庭暴力法》第2、13条", Permanent).not_mediable(
                "立即协助求助：公安机关报案、告诫书，人民法院人身安全保护令，法律援助，临时庇护；所涉财产、子女争议另按相应类型登记",
            ),
            Self::I1 => leaf(WomensLand, "《妇女权益保障法》第55、56、75、77条", Permanent)
                .not_mediable("请求乡镇人民政府（街道办事处）调解、仲裁或向人民法院起诉；线索移送人民检察院"),
            Self::Z1 => leaf(Other, "《人民调解法》第17条", Short),
        }
    }

    /// Whether the leaf stands inside a divorce that is not yet pronounced.
    pub const fn is_pending_divorce(self) -> bool {
        matches!(self, Self::C1 | Self::C2 | Self::C3 | Self::C4 | Self::C5 | Self::C6)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_leaf_hangs_on_the_branch_its_code_names() {
        for category in Category::ALL {
            assert!(category.as_str().starts_with(category.leaf().group.as_str()), "{category}");
        }
        assert_eq!(Category::ALL.len(), 43);
    }

    #[test]
    fn status_violence_and_land_are_routed_elsewhere() {
        let elsewhere: Vec<_> = Category::ALL.iter().filter(|c| !c.leaf().mediable).map(|c| c.as_str()).collect();
        assert_eq!(elsewhere, ["C8", "D6", "G1", "H1", "I1"]);
        assert!(Category::ALL.iter().all(|c| c.leaf().mediable || !c.leaf().route_zh.is_empty()));
    }
}
