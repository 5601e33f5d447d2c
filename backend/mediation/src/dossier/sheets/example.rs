//! A whole file for the tests of the sheets: every form once, with marks as people put them.

use std::collections::HashMap;

use documents::register::Told;
use platform::ids::{AccountId, FileId, MarkId, PartyId};
use platform::money::Fen;
use print::form::Form;

use super::{SheetContext, receipt, sheet};
use crate::agreements::{ClauseKind, Cycle};
use crate::cases::StoredMark;
use crate::cases::example::{self as base, CHEN, HASH, LIU, MEI, MIAO, WANG, WEI, ZHAO, at, clause, day, payment};
use crate::cases::{Dossier, Mark, Representative, RepresentativeId};
use crate::papers::*;
use crate::vocabulary::*;

/// The committee of the example.
pub(super) const COMMITTEE: &str = "安宁市婚姻家庭纠纷人民调解委员会";

/// A file and what its sheets need besides.
pub(super) struct Desk {
    pub dossier: Dossier,
    pub marks: Vec<StoredMark>,
    pub names: HashMap<AccountId, String>,
    pub files: HashMap<FileId, Told>,
    pub sealed: bool,
    pub shows_minors: bool,
}

impl Desk {
    pub(super) fn context(&self) -> SheetContext<'_> {
        SheetContext {
            dossier: &self.dossier,
            marks: &self.marks,
            office_name: "安宁市妇女联合会金方街道工作站",
            committee_name: COMMITTEE,
            names: &self.names,
            files: &self.files,
            sealed: self.sealed,
            shows_minors: self.shows_minors,
        }
    }

    /// Every sheet of the file and the receipt.
    pub(super) fn forms(&self) -> Vec<Form> {
        let ctx = self.context();
        self.dossier.papers.iter().map(|paper| sheet(&ctx, paper)).chain([receipt(&ctx)]).collect()
    }

    /// The sheet of a form.
    pub(super) fn sheet_of(&self, form: FormCode) -> Form {
        let paper = self.dossier.papers.iter().find(|paper| paper.form() == form).unwrap();
        sheet(&self.context(), paper)
    }
}

fn drawn() -> Strokes {
    let line = |from: (f64, f64), to: (f64, f64)| {
        (0..12u8)
            .map(|n| {
                let t = f64::from(n) / 11.0;
                vec![from.0 + (to.0 - from.0) * t, from.1 + (to.1 - from.1) * t + (t * 9.0).sin() * 12.0, t * 300.0, 0.6]
            })
            .collect()
    };
    Strokes {
        width: 600.0,
        height: 240.0,
        lines: vec![line((60.0, 60.0), (220.0, 70.0)), line((140.0, 40.0), (120.0, 200.0)), line((260.0, 80.0), (520.0, 150.0))],
    }
}

/// Puts a mark under the agreement.
pub(super) fn put(desk: &mut Desk, role: MarkRole, kind: MarkKind, party_id: Option<PartyId>, name: &str, witness: Option<&str>) {
    let paper_id = base::agreement_id(&desk.dossier);
    let mark = Mark {
        id: MarkId::new(),
        paper_id,
        kind,
        role,
        party_id,
        representative_id: None,
        account_id: None,
        org_id: None,
        by_sealing_committee: role == MarkRole::Committee,
        signer_name: name.to_owned(),
        witness: witness.map(str::to_owned),
        text_hash: HASH.to_owned(),
        made_at: at(base::today(), 15),
        voided_at: None,
        on_paper: false,
    };
    desk.dossier.marks.push(mark.clone());
    let strokes = (kind == MarkKind::Signature).then(drawn);
    desk.marks.push(StoredMark { mark, strokes });
}

/// The spouses of the base example on the way to a divorce, with every paper a file can hold.
pub(super) fn desk() -> Desk {
    let mut d = base::divorcing();
    d.papers.clear();
    base::with_child(&mut d, day(2017, 5, 1));
    d.case.category = Category::C4;
    d.case.milestones.effective_on = Some(base::today());
    for (party, work, address) in [
        (0, "个体经营（早点铺）", "云南省昆明市安宁市金方街道百花社区桂花巷12栋301室"),
        (1, "安宁运输有限公司 驾驶员", "云南省昆明市安宁市连然街道大屯社区3组26号"),
    ] {
        let who = &mut d.parties[party].particulars;
        who.occupation = Some(work.to_owned());
        who.residence_address = Some(address.to_owned());
    }
    d.parties[1].particulars.ethnicity = Some("彝族".to_owned());
    d.parties[1].particulars.phones = vec!["13900000042".to_owned()];
    let lawyer = RepresentativeId::new();
    d.representatives.push(Representative {
        id: lawyer,
        party_id: WEI,
        kind: RepresentativeKind::Lawyer,
        name: "周律明".to_owned(),
        id_document: Some(d.parties[0].particulars.id_document.clone()),
        phone: Some("13700000099".to_owned()),
        relation: Some("委托代理".to_owned()),
        authority: Authority::Special,
        proof: Some("律师执业证、律师事务所函".to_owned()),
        is_party: None,
        account_id: None,
        valid_until: None,
    });
    let mut desk = Desk {
        dossier: d,
        marks: Vec::new(),
        names: [(WANG, "王和平"), (ZHAO, "赵敏"), (CHEN, "陈站长"), (LIU, "刘登记")].map(|(id, name)| (id, name.to_owned())).into(),
        files: HashMap::new(),
        sealed: false,
        shows_minors: true,
    };
    intake(&mut desk.dossier, lawyer);
    hearings(&mut desk.dossier, lawyer);
    settlement(&mut desk.dossier);
    keeping(&mut desk.dossier);
    put(&mut desk, MarkRole::Party, MarkKind::Signature, Some(MEI), "张小梅", None);
    put(&mut desk, MarkRole::Party, MarkKind::Fingerprint, Some(WEI), "李大伟", Some("赵敏"));
    put(&mut desk, MarkRole::Mediator, MarkKind::Signature, None, "王和平", None);
    put(&mut desk, MarkRole::Committee, MarkKind::OrganisationSeal, None, COMMITTEE, None);
    desk
}

const SUMMARY: &str = "双方于2014年10月登记结婚，2017年5月生育一女李小苗。近两年因家庭开支、子女教育以及李大伟长期在外跑车等事多次争吵，\
    自2026年1月起分居。双方对女儿随谁共同生活、抚养费的数额和支付方式、探望的时间意见不一，经社区多次劝说未果。";

fn intake(d: &mut Dossier, lawyer: RepresentativeId) {
    base::file(
        d,
        PaperContent::Application(Application {
            summary: SUMMARY.to_owned(),
            claims: vec!["请求调解女儿李小苗的抚养和探望安排；".to_owned(), "请求调解抚养费的数额、支付期限和方式；".to_owned()],
            ..base::application()
        }),
    );
    base::file(
        d,
        PaperContent::AcceptanceForm(AcceptanceForm {
            category: Category::C4,
            source: Source::Police,
            source_reference: Some("安公金移〔2026〕17号".to_owned()),
            summary: SUMMARY.to_owned(),
            ..base::acceptance()
        }),
    );
    for party in [MEI, WEI] {
        base::file(d, PaperContent::Notice(base::notice(party)));
        base::file(d, PaperContent::IdentityRecord(base::identity(party)));
    }
    base::file(
        d,
        PaperContent::PowerOfAttorney(PowerOfAttorney {
            party_id: WEI,
            representative_id: lawyer,
            matters: "参加本纠纷的人民调解，代为陈述、协商，达成并签署调解协议。".to_owned(),
            authority: Authority::Special,
            valid_until: None,
            dated_on: day(2026, 4, 3),
        }),
    );
    base::file(
        d,
        PaperContent::ServiceAddress(ServiceAddress {
            party_id: WEI,
            recipient: "李大伟".to_owned(),
            address: "云南省昆明市安宁市连然街道大屯社区3组26号".to_owned(),
            phone: Some("13900000042".to_owned()),
            electronic_address: Some("13900000042（短信）".to_owned()),
            informed_of_consequences: true,
            confirmed_on: day(2026, 4, 3),
        }),
    );
    base::file(
        d,
        PaperContent::NonAcceptance(NonAcceptance {
            dated_on: day(2026, 4, 2),
            reason: NonAcceptanceReason::SpecialOrgan,
            explanation: Some("所请求的宅基地使用权确认，依法应当先由人民政府处理。".to_owned()),
            routes: vec![RemedyRoute::Township, RemedyRoute::CivilAffairs, RemedyRoute::LegalAid, RemedyRoute::ProtectionOrder],
            route_detail: Some("金方街道办事处设有自然资源管理所，工作日均可办理。".to_owned()),
            served_on: None,
        }),
    );
}

fn hearings(d: &mut Dossier, lawyer: RepresentativeId) {
    let pair = |question: &str, answer: &str| QuestionAnswer { question: question.to_owned(), answer: answer.to_owned() };
    base::file(
        d,
        PaperContent::Investigation(Investigation {
            started_at: at(day(2026, 4, 6), 14),
            ended_at: at(day(2026, 4, 6), 15),
            place: "金方街道百花社区居委会".to_owned(),
            participants: vec!["百花社区妇联主席 杨兰".to_owned()],
            person_name: "何秀英".to_owned(),
            person_sex: Some(Sex::Female),
            person_age: Some(58),
            person_relation: Some("邻居".to_owned()),
            person_phone: Some("13600000011".to_owned()),
            record: vec![
                pair("你和张小梅、李大伟是什么关系？", "我住他们家隔壁，做了八年邻居。"),
                pair("近来他们家的情况怎样？", "小李常年跑车，一两个月回来一次。回来就为钱的事吵，没见动过手。\n孩子平时是小梅接送。"),
                pair("以上记录是否属实？", "属实。"),
            ],
            investigators: vec![WANG, ZHAO],
            recorder: Some(ZHAO),
            read_back: true,
        }),
    );
    let evidence = |name: &str, pages, proves: &str, original| EvidenceItem {
        name: name.to_owned(),
        kind: "书证".to_owned(),
        provider: "张小梅".to_owned(),
        original,
        pages,
        proves: proves.to_owned(),
        received_by: LIU,
        received_on: day(2026, 4, 1),
        attachment_id: None,
    };
    base::file(
        d,
        PaperContent::EvidenceList(EvidenceList {
            items: vec![
                evidence("结婚证", 2, "婚姻关系", false),
                evidence("出生医学证明", 1, "子女出生时间", false),
                evidence("银行转账凭证（2025年1月至12月）", 14, "2025年抚养支出", true),
            ],
            dated_on: day(2026, 4, 1),
        }),
    );
    for session_no in [1, 2] {
        base::file(
            d,
            PaperContent::Minutes(Minutes {
                session_no,
                started_at: at(day(2026, 4, 8 + u32::try_from(session_no).unwrap()), 9),
                ended_at: at(day(2026, 4, 8 + u32::try_from(session_no).unwrap()), 11),
                place: "金方街道调解工作站第一调解室".to_owned(),
                attendance: vec![
                    Attendance { party_id: MEI, present: true, represented_by: None },
                    Attendance { party_id: WEI, present: true, represented_by: Some(lawyer) },
                ],
                guests: vec![Guest { name: "杨兰".to_owned(), role: "社区妇联主席".to_owned(), consented_by: vec![MEI, WEI] }],
                recorder: Some(ZHAO),
                record:
                    "调解员核对身份，询问是否申请回避，双方均表示不申请。\n张小梅：女儿一直由我带，我希望她继续跟我，学校也在我这边。\n\
                李大伟：我跑车，确实顾不上接送。女儿跟她可以，但周末和寒暑假我要接。抚养费我愿意出，每月一千五。\n\
                调解员：向双方讲解抚养费以保障子女实际需要为原则，探望以不影响子女学习生活为限。\n双方对抚养、抚养费、探望达成一致。"
                        .to_owned(),
                result: if session_no == 1 { SessionResult::Continue } else { SessionResult::AgreedWritten },
                continue_on: (session_no == 1).then(|| day(2026, 4, 10)),
                recording_announced: true,
                ..base::minutes()
            }),
        );
    }
    base::file(
        d,
        PaperContent::ChildView(ChildView {
            child_party_id: MIAO,
            heard_on: day(2026, 4, 9),
            place: "安宁市第二小学心理辅导室".to_owned(),
            heard_by: vec![WANG, ZHAO],
            parents_absent: true,
            able_to_express: true,
            view: "我想跟妈妈住，周末想去爸爸那里。爸爸妈妈不要吵架。".to_owned(),
            accompanied_by: Some("班主任 孙老师".to_owned()),
            observations: Some("情绪平稳，能完整表达，未见受人影响。".to_owned()),
        }),
    );
    base::file(
        d,
        PaperContent::Recusal(Recusal {
            requested_by: WEI,
            against: ZHAO,
            grounds: "赵敏与张小梅是远房亲戚。".to_owned(),
            requested_on: day(2026, 4, 7),
            decision: Some(RecusalDecision {
                upheld: false,
                reason: "经核实，二人没有亲属关系。".to_owned(),
                decided_by: CHEN,
                decided_on: day(2026, 4, 8),
            }),
        }),
    );
    base::file(
        d,
        PaperContent::ExtensionConsent(ExtensionConsent {
            dated_on: day(2026, 4, 18),
            days: 15,
            reason: "李大伟出车，预计4月底返回，双方希望当面协商探望安排。".to_owned(),
            consents: [MEI, WEI].map(|party_id| Consent { party_id, consented_on: day(2026, 4, 18) }).to_vec(),
        }),
    );
}

fn settlement(d: &mut Dossier) {
    let mut support = payment(
        ClauseKind::SupportPayment,
        "李大伟自2026年5月起，每月5日前以银行转账方式向张小梅支付李小苗的抚养费人民币1500元，至李小苗年满十八周岁时止。",
        150_000,
    );
    support.cycle = Some(Cycle::Monthly);
    support.first_due_on = Some(day(2026, 5, 5));
    support.end_on = Some(day(2035, 5, 1));
    let clauses = vec![
        clause(ClauseKind::Custody, "女儿李小苗由张小梅直接抚养。李大伟对李小苗的教育、医疗等重大事项享有知情和共同决定的权利。"),
        support,
        clause(ClauseKind::Visitation, "李大伟每月第二、第四个周六上午9时至周日下午5时接李小苗同住，寒暑假各同住15日，接送由李大伟负责。"),
        payment(ClauseKind::Compensation, "李大伟于2026年9月1日前以银行转账方式一次性补偿张小梅人民币20000元。", 2_000_000),
    ];
    let oral = vec![crate::agreements::Clause {
        first_due_on: Some(base::today()),
        ..payment(ClauseKind::Compensation, "李大伟当场返还张小梅代垫的学费人民币860元5角。", 86_050)
    }];
    base::file(d, PaperContent::OralAgreement(OralAgreement { version_no: 1, performed_on_the_spot: true, ..base::oral(oral) }));
    let oral_id = d.papers.last().unwrap().id;
    let written = base::file(
        d,
        PaperContent::Agreement(Agreement {
            version_no: 2,
            facts: SUMMARY.to_owned(),
            issues: "子女抚养、抚养费、探望，以及一次性经济补偿。".to_owned(),
            responsibility: Some("双方对矛盾的产生均有责任。".to_owned()),
            place: Some("当面交接的，在金方街道调解工作站进行。".to_owned()),
            ..base::agreement(clauses)
        }),
    );
    for (id, n) in [(oral_id, 1), (written, 2)] {
        let paper = d.papers.iter_mut().find(|paper| paper.id == id).unwrap();
        paper.number = Some(format!("（2026）安宁婚人调字第0001号-{n}"));
        paper.state = if n == 1 { PaperState::Superseded } else { PaperState::Current };
    }
    base::file(
        d,
        PaperContent::Termination(Termination {
            routes: vec![RemedyRoute::Lawsuit, RemedyRoute::LegalAid, RemedyRoute::ProtectionOrder],
            reason: "双方对抚养费的数额分歧较大，经两次调解未能达成协议。".to_owned(),
            ..base::termination(Outcome::N1, &[MEI, WEI])
        }),
    );
}

fn keeping(d: &mut Dossier) {
    let due = base::item(d, day(2026, 5, 5));
    let item = crate::cases::PerformanceItem {
        description: "支付李小苗2026年5月的抚养费".to_owned(),
        amount_fen: Some(Fen(150_000)),
        status: PerformanceStatus::Overdue,
        ..due
    };
    let item_id = item.id;
    d.performance.push(item);
    base::file(
        d,
        PaperContent::Receipt(Receipt {
            item_id,
            received_on: day(2026, 5, 20),
            amount_fen: Some(Fen(150_000)),
            completes: true,
            method: "银行转账".to_owned(),
            received_by: MEI,
            note: None,
        }),
    );
    base::file(
        d,
        PaperContent::Urge(Urge {
            item_ids: vec![item_id],
            party_id: WEI,
            demand: "请一次性付清2026年5月的抚养费，并在付清后三日内将转账凭证交本会登记。".to_owned(),
            comply_by: day(2026, 5, 20),
            consequences: "逾期仍不履行的，张小梅可以依法维护自己的权利，由此产生的费用依照法律规定负担。".to_owned(),
            urged_on: day(2026, 5, 10),
        }),
    );
    base::file(
        d,
        PaperContent::FollowUp(FollowUp {
            followed_on: day(2026, 6, 1),
            channel: FollowUpChannel::Visit,
            reason: "协议履行满一个月的例行回访".to_owned(),
            parties: vec![MEI, WEI],
            finding: FollowUpFinding::Kept,
            record: "抚养费已按期支付，探望按约定进行，双方未再争吵。".to_owned(),
            satisfaction: Satisfaction::Satisfied,
            lawsuit_result: None,
            remaining_risk: None,
            measures: None,
            visitor: WANG,
        }),
    );
    base::file(
        d,
        PaperContent::ClosingReport(ClosingReport {
            dated_on: day(2026, 6, 5),
            received_on: day(2026, 4, 1),
            facts: SUMMARY.to_owned(),
            outcome: Outcome::S1,
            result: "双方达成书面调解协议并按期履行。".to_owned(),
            handler: WANG,
            review: Some(ClosingReview {
                reviewer: CHEN,
                opinion: "程序合法，材料齐全，同意结案。".to_owned(),
                approved: true,
                reviewed_on: day(2026, 6, 6),
            }),
        }),
    );
    base::file(
        d,
        PaperContent::VolumeNote(VolumeNote {
            dated_on: day(2026, 6, 8),
            explanations: vec![Explanation {
                form: FormCode::F09,
                reason: "结婚证、出生医学证明核对原件后附复印件，原件退还张小梅。".to_owned(),
            }],
            corrections: None,
            electronic_originals: Some("第一次、第二次调解的录音存于电子卷宗，未作文字整理。".to_owned()),
            made_by: WANG,
        }),
    );
}
