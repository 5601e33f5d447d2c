//! Every rule of the screen, once caught and once let pass.

use super::*;
use crate::cases::example::{MEI, MIAO, WEI, agreed, agreement, clause, dossier, file, payment, with_child};
use crate::papers::PaperContent;

fn codes(kind: ClauseKind, text: &str) -> Vec<&'static str> {
    screen(&[clause(kind, text)], &dossier()).iter().map(|finding| finding.code).collect()
}

#[track_caller]
fn catches(code: &str, texts: &[&str]) {
    for text in texts {
        assert!(codes(ClauseKind::Other, text).contains(&code), "{code} misses: {text}");
    }
}

#[track_caller]
fn lets_pass(code: &str, texts: &[&str]) {
    for text in texts {
        assert!(!codes(ClauseKind::Other, text).contains(&code), "{code} wrongly catches: {text}");
    }
}

#[test]
fn l1_silence_about_violence_is_not_for_sale() {
    catches(
        "L1",
        &[
            "男方支付五万元，女方不再报警。",
            "女方自愿撤回人身安全保护令申请，男方支付补偿款。",
            "女 方 不 得 报 警",
            "对家庭暴力一事，女方不再追究，也不对外声张。",
            "女方放弃追究男方殴打的刑事责任。",
            "女方收款后撤案。",
        ],
    );
    lets_pass(
        "L1",
        &[
            "男方不再实施家庭暴力，如再发生，女方可立即报警。",
            "男方不得阻拦女方报警。",
            "双方就彩礼一事互不追究其他责任。",
            "本协议不影响女方报警、申请人身安全保护令的权利。",
            "女方撤回对男方的离婚起诉。",
        ],
    );
}

#[test]
fn l2_nobody_sells_the_freedom_to_marry_or_divorce() {
    catches(
        "L2",
        &[
            "女方五年内不得再婚。",
            "女方保证不离婚，男方支付十万元。",
            "雙方不得離婚。",
            "女方不、得、改、嫁。",
            "女方如再婚，则丧失抚养权。",
        ],
    );
    lets_pass(
        "L2",
        &[
            "双方协商离婚后子女由女方抚养。",
            "双方离婚后，男方不得干扰女方生活。",
            "女方再婚后抚养费仍由男方支付。",
            "男方不得以离婚为由拒绝支付抚养费。",
            "任何一方不得干涉对方再婚。",
            "双方不得在离婚诉讼期间转移财产。",
        ],
    );
}

#[test]
fn l3_a_marriage_is_not_bought_and_a_minor_does_not_marry() {
    catches(
        "L3",
        &[
            "女儿嫁给债主之子抵债。",
            "男方付清彩礼后女方必须与其结婚。",
            "两家换亲。",
            "女方未满十八周岁，双方先同居。",
            "先办酒席，到法定婚龄再领证。",
            "未成年女儿与男方订婚。",
        ],
    );
    lets_pass(
        "L3",
        &[
            "男方父母给付的彩礼三万元由女方返还。",
            "双方未到法定婚龄，不得同居，婚约解除。",
            "未成年子女由女方抚养，男方支付抚养费。",
            "双方婚约解除后互不纠缠。",
        ],
    );
}

#[test]
fn l4_parent_and_child_are_not_cut_apart() {
    catches(
        "L4",
        &["男方与女儿断绝父女关系。", "男方今后永远不得探望孩子。", "女方从此不再见孩子。", "男方自愿放弃探望权。", "斷絕父子關係。"],
    );
    lets_pass(
        "L4",
        &[
            "双方不再联系。",
            "今后双方不得阻挠对方探望孩子。",
            "男方每月探望女儿两次，以后不得无故缺席。",
            "父母与子女间的关系，不因父母离婚而消除。",
            "双方从此互不打扰。",
        ],
    );
}

#[test]
fn l5_support_of_parents_is_owed_without_inheritance() {
    catches("L5", &["长女放弃继承，不再承担赡养义务。", "次子分家时未分得房屋，故不赡养父亲。", "出嫁的女儿不承担赡养老人的义务。"]);
    lets_pass("L5", &["长女放弃继承不免除其赡养义务。", "三名子女每人每月支付母亲赡养费300元。", "子女不得以放弃继承为由拒绝赡养。"]);
}

#[test]
fn l5_a_support_plan_needs_the_elder() {
    let children_only = payment(ClauseKind::ElderSupport, "兄弟二人每人每月支付母亲赡养费500元。", 50_000);
    let without = |clause: &Clause| Clause { payee_party_id: None, ..clause.clone() };
    let plan = without(&children_only);
    assert!(screen(std::slice::from_ref(&plan), &dossier()).iter().any(|finding| finding.code == "L5"));

    let mut consented = dossier();
    let mut sheet = agreement(vec![plan.clone()]);
    sheet.elders_consent = vec![MEI];
    file(&mut consented, PaperContent::Agreement(sheet));
    assert!(screen(&[plan], &consented).iter().all(|finding| finding.code != "L5"));
    assert!(screen(&[children_only], &dossier()).iter().all(|finding| finding.code != "L5"), "the elder signs herself");
}

#[test]
fn l6_a_childs_property_serves_the_child() {
    catches("L6", &["女儿名下的房屋归男方所有。", "孩子名下存款用于偿还男方债务。", "儿子名下的房产变卖后由双方分。"]);
    lets_pass("L6", &["女儿名下的存款用于子女教育，由女方代为保管。", "儿子名下的房屋不予分割。", "房屋归女儿所有，由女方保管产权证。"]);
}

#[test]
fn l7_what_belongs_to_others_is_not_divided() {
    catches(
        "L7",
        &[
            "男方父母名下的房屋归女方所有。",
            "双方将房产转到女方名下以逃避债务。",
            "为避免债权人追讨，存款转给女方。",
            "登记在他人名下的车辆，他人名下财产归男方。",
        ],
    );
    lets_pass("L7", &["男方父母名下的房屋不作分割。", "双方不得逃避共同债务。", "父母的房屋由父母居住。"]);
}

#[test]
fn l7_a_third_person_at_the_table_may_give_away_its_own() {
    let mut d = dossier();
    let mut father = d.parties[1].clone();
    father.id = MIAO;
    father.role = PartyRole::ThirdParty;
    d.parties.push(father);
    let found = screen(&[clause(ClauseKind::PropertyDivision, "男方父亲名下的车辆归女方使用并过户给女方。")], &d);
    assert!(found.iter().all(|finding| finding.code != "L7"));
}

#[test]
fn l8_an_agreement_changes_no_status() {
    catches(
        "L8",
        &[
            "双方自即日起解除婚姻关系。",
            "本协议签字后双方即为离婚。",
            "自签字之日起双方离婚。",
            "双方确认李小苗系男方亲生。",
            "养父母与养子解除收养关系。",
        ],
    );
    lets_pass(
        "L8",
        &[
            "双方自愿于30日内到婚姻登记机关办理离婚登记。",
            "解除婚姻关系后，双方各自居住。",
            "双方同意解除婚姻关系，到民政局办理登记。",
            "离婚后女儿由女方抚养。",
            "双方就亲子关系争议另行向人民法院起诉请求确认亲子关系。",
        ],
    );
}

#[test]
fn l9_a_woman_keeps_her_land_and_her_share() {
    catches(
        "L9",
        &[
            "离婚后女方不得享有承包地。",
            "女方自愿放弃征地补偿款和集体分红。",
            "外嫁女取消村集体成员资格。",
            "女儿不得继承父亲遗产。",
            "家产传男不传女。",
        ],
    );
    lets_pass(
        "L9",
        &[
            "女方的土地承包权益不受影响。",
            "任何人不得侵害女方的宅基地权益。",
            "女儿自愿放弃继承，由长子继承。",
            "承包地由双方各自耕种，女方仍享有征地补偿。",
        ],
    );
}

#[test]
fn l10_nobody_is_locked_up_or_humiliated() {
    catches("L10", &["男方再打牌则罚跪一夜。", "女方一年内不得出门。", "由男方家扣留身份证。", "女方不得再打牌，否则关在家里。"]);
    lets_pass(
        "L10",
        &["男方不得限制人身自由，不得体罚孩子。", "双方互相尊重，禁止任何形式的殴打、体罚。", "男方不得外出务工期间中断支付抚养费。"],
    );
}

#[test]
fn w1_a_waiver_of_child_support_is_pointed_out() {
    catches("W1", &["男方无需支付抚养费。", "女方放弃抚养费。"]);
    lets_pass("W1", &["男方每月支付抚养费1000元。", "男方逾期不支付抚养费的，女方可以起诉。", "男方不得拒付抚养费。"]);
    assert_eq!(codes(ClauseKind::SupportWaiver, "女儿的费用由女方负担。"), ["W1"]);
}

#[test]
fn w2_a_fidelity_penalty_is_pointed_out() {
    catches("W2", &["男方如再出轨，净身出户。", "一方违反忠诚义务的，赔偿对方十万元。"]);
    lets_pass("W2", &["双方承诺互相忠诚、互相尊重。", "男方保证与婚外异性断绝来往。"]);
}

#[test]
fn w3_ownership_of_a_house_is_pointed_out() {
    catches("W3", &["位于金方街道的房屋归女方所有。"]);
    lets_pass("W3", &["该房屋由女方居住至2027年底。", "冰箱归女方。"]);
    assert!(codes(ClauseKind::RealEstate, "双方的家。").contains(&"W3"));
}

#[test]
fn w4_a_payment_without_amount_day_or_method_is_unclear() {
    assert!(codes(ClauseKind::Compensation, "男方补偿女方。").contains(&"W4"));
    catches("W4", &["男方有钱时再支付。", "男方尽快归还借款。"]);
    let clear = payment(ClauseKind::Compensation, "男方于2026年9月1日前转账支付女方20000元。", 2_000_000);
    assert!(screen(std::slice::from_ref(&clear), &dossier()).is_empty());
    let no_day = Clause { first_due_on: None, ..clear };
    assert_eq!(screen(&[no_day], &dossier()).iter().map(|finding| finding.code).collect::<Vec<_>>(), ["W4"]);
    lets_pass("W4", &["双方适当减少争吵，互相体谅。"]);
}

#[test]
fn w5_a_public_apology_is_pointed_out() {
    catches("W5", &["男方在村民大会上赔礼道歉。", "男方在朋友圈公开道歉。"]);
    lets_pass("W5", &["男方当面向女方赔礼道歉。", "男方书面道歉，内容不公开。"]);
}

#[test]
fn w6_a_gift_to_the_child_is_pointed_out() {
    catches("W6", &["夫妻共有房屋赠与儿子。", "车辆过户给女儿。"]);
    lets_pass("W6", &["房屋归女方，儿子归男方抚养。", "女儿由女方抚养，存款双方各半。"]);
}

#[test]
fn w7_the_debtor_does_not_keep_the_childs_account() {
    let mut d = dossier();
    with_child(&mut d, crate::cases::example::day(2015, 5, 1));
    let into = |keeper: &str| payment(ClauseKind::SupportPayment, &format!("抚养费存入女儿银行账户，由{keeper}保管。"), 100_000);
    let found = |clause: Clause, d: &Dossier| screen(&[clause], d).iter().any(|finding| finding.code == "W7");
    assert!(found(into("男方"), &d));
    assert!(found(into("李大伟"), &d));
    assert!(found(into("支付方"), &d));
    assert!(!found(into("女方"), &d), "she is who the child lives with");
    assert!(!found(Clause { payer_party_id: Some(MEI), payee_party_id: Some(WEI), ..into("男方") }, &d));
}

#[test]
fn m10_dissolving_the_marriage_is_a_hard_stop_in_any_agreement() {
    let clauses = [
        clause(ClauseKind::Other, "双方自即日起解除婚姻关系。"),
        payment(ClauseKind::Compensation, "男方于2026年9月1日前转账支付女方20000元。", 2_000_000),
    ];
    let found = screen(&clauses, &dossier());
    assert_eq!(found.iter().map(|finding| (finding.code, finding.hard)).collect::<Vec<_>>(), [("L8", true)]);
    assert_eq!(found[0].clause_id, clauses[0].id);
    assert_eq!(found[0].excerpt, "双方自即日起解除婚姻关系");
}

#[test]
fn m17_no_acknowledgement_lifts_a_hard_stop() {
    let stop = screen(&[clause(ClauseKind::Other, "女方收款后不再报警。")], &agreed(Vec::new()));
    let acknowledgement = Acknowledgement { code: "L1".to_owned(), clause_id: None };
    assert!(stop.iter().any(|finding| finding.code == "L1" && finding.hard && !finding.is_acknowledged_by(&acknowledgement)));
}

#[test]
fn codes_are_unique_and_hard_stops_are_the_ls() {
    let mut seen: Vec<_> = RULES.iter().map(|rule| rule.code).collect();
    assert!(RULES.iter().all(|rule| rule.hard == rule.code.starts_with('L')));
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), 17);
}
