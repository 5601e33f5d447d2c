//! The papers of one invented case, from the application to the follow-up: what the tests and the proof sheets print.

use print::form::{Form, Mark, Numbering, SignatureSlot, choices, label, value};
use print::volume::{Closing, Cover, Volume};

/// The committee of the invented county.
pub const COMMITTEE: &str = "云岭县婚姻家庭纠纷人民调解委员会";

/// The number of the case.
const NUMBER: &str = "（2026）云婚人调字第0017号";

/// A signature as a finger leaves it on a tablet.
pub fn strokes() -> Mark {
    let stroke = |x: f64, y: f64, length: f64, slope: f64| {
        (0..=24)
            .map(|step| {
                let t = f64::from(step) / 24.0;
                (x + length * t, y + slope * t + 6.0 * (t * 6.0).sin())
            })
            .collect::<Vec<_>>()
    };
    let lines = vec![
        stroke(60.0, 60.0, 70.0, -8.0),
        stroke(92.0, 40.0, 4.0, 90.0),
        stroke(66.0, 92.0, 60.0, -6.0),
        stroke(54.0, 128.0, 84.0, -12.0),
        stroke(170.0, 50.0, 60.0, 4.0),
        stroke(196.0, 34.0, -30.0, 96.0),
        stroke(200.0, 70.0, 46.0, 58.0),
        stroke(290.0, 44.0, 74.0, 6.0),
        stroke(320.0, 30.0, 6.0, 104.0),
        stroke(300.0, 130.0, 90.0, -16.0),
    ];
    Mark::Strokes { width: 600.0, height: 200.0, lines }
}

/// F03, the application (人民调解申请书).
pub fn application() -> Form {
    Form::new("F03", "人民调解申请书", COMMITTEE)
        .grid([
            vec![
                label("申请人\n姓名"),
                value("王祎玥"),
                label("性别"),
                value("女"),
                label("民族"),
                value("汉族"),
                label("年龄"),
                value("38"),
            ],
            vec![label("职业或职务"), value("云岭县第二小学教师").across(3), label("联系方式").across(2), value("138 0000 0017").across(2)],
            vec![label("单位或住址"), value("云岭县青石镇凤栖社区桂花巷三组26号").across(7)],
            vec![
                label("被申请人\n姓名"),
                value("赵䶮堃"),
                label("性别"),
                value("男"),
                label("民族"),
                value("彝族"),
                label("年龄"),
                value("41"),
            ],
            vec![label("职业或职务"), value("个体运输").across(3), label("联系方式").across(2), value("139 0000 0042").across(2)],
            vec![label("单位或住址"), value("云岭县青石镇凤栖社区桂花巷三组26号").across(7)],
            vec![
                label("纠纷简要\n情况"),
                value(
                    "申请人与被申请人于2012年5月登记结婚，2014年3月生育一子赵昇。近两年因家庭开支、子女教育及被申请人长期在外跑车等事，\
                     双方多次争吵，自2026年1月起分居至今。双方对子女随谁生活、抚养费的数额与支付方式意见不一，经社区多次劝说未果。",
                )
                .across(7),
            ],
        ])
        .heading("申请事项")
        .numbered(
            Numbering::Arabic,
            ["请求调解婚生子赵昇的抚养及探望安排；", "请求调解抚养费的数额、支付期限和方式；", "请求调解分居期间家庭共同债务的分担。"],
        )
        .paragraph("人民调解委员会已将申请人民调解的相关规定告知我，现自愿申请人民调解。")
        .signatures([SignatureSlot::new("申请人（签名、盖章或按指印）", "王祎玥").marked(strokes()).dated("2026年3月2日")])
}

/// F05, the notice of rights and duties (权利义务告知书).
pub fn notice() -> Form {
    Form::new("F05", "人民调解权利义务告知书", COMMITTEE)
        .paragraph("根据《中华人民共和国人民调解法》的规定，现将人民调解的性质、原则及当事人的权利义务告知如下：")
        .heading("一、人民调解的性质和原则")
        .paragraph("人民调解委员会是依法设立的调解民间纠纷的群众性组织。人民调解委员会调解民间纠纷，不收取任何费用。")
        .heading("二、当事人在调解活动中享有的权利")
        .numbered(
            Numbering::Arabic,
            [
                "选择或者接受人民调解员；",
                "接受调解、拒绝调解或者要求终止调解；",
                "要求调解公开进行或者不公开进行；",
                "自主表达意愿、自愿达成调解协议。",
            ],
        )
        .heading("三、当事人在调解活动中履行的义务")
        .numbered(Numbering::Arabic, ["如实陈述纠纷事实；", "遵守调解现场秩序，尊重人民调解员；", "尊重对方当事人行使权利。"])
        .heading("四、调解协议的效力")
        .paragraph(
            "经人民调解委员会调解达成的调解协议，具有法律约束力，当事人应当按照约定履行。双方当事人认为有必要的，可以自调解协议生效之日起\
             三十日内共同向人民法院申请司法确认。当事人之间就调解协议的履行或者调解协议的内容发生争议的，一方当事人可以向人民法院提起诉讼。",
        )
        .grid([
            vec![label("调解方式"), value(choices([("公开", false), ("不公开", true)])), label("使用语言"), value("汉语，彝语翻译在场")],
            vec![label("是否申请回避"), value(choices([("是", false), ("否", true)])), label("告知时间"), value("2026年3月2日 9时30分")],
        ])
        .signatures([
            SignatureSlot::new("当事人（签名、盖章或按指印）", "王祎玥").marked(strokes()).dated("2026年3月2日"),
            SignatureSlot::new("当事人（签名、盖章或按指印）", "赵䶮堃").marked(Mark::Fingerprint).dated("2026年3月2日"),
            SignatureSlot::new("人民调解员（签名）", "林喆翀").marked(strokes()).dated("2026年3月2日"),
        ])
}

/// F10, the record of a session (人民调解记录) with `exchanges` questions.
pub fn record(exchanges: usize) -> Form {
    let pairs = (0..exchanges).map(|it| match it % 3 {
        0 => (
            "双方对孩子今后随谁共同生活有什么想法？孩子本人的意见是否听取过？",
            "孩子今年十二岁，上个月单独问过他，他愿意跟妈妈生活，但希望周末能去爸爸那里。我同意孩子跟妈妈，只要探望的时间写清楚，\
             不要到时候又说不方便。",
        ),
        1 => {
            ("抚养费每月多少、怎么支付，双方是否有方案？", "每月一千五百元，每月五日前转到王祎玥的账户。\n学校的大项支出凭票据各承担一半。")
        }
        _ => ("对分居期间的共同债务如何分担？", "信用社的三万元是跑车用的，由我来还。"),
    });
    Form::new("F10", "人民调解记录", COMMITTEE)
        .number(format!("{NUMBER}-记1"))
        .grid([
            vec![label("时间"), value("2026年3月9日9时至11时20分").across(3)],
            vec![label("地点"), value("青石镇凤栖社区调解室"), label("是否公开"), value(choices([("公开", false), ("不公开", true)]))],
            vec![label("当事人"), value("王祎玥、赵䶮堃").across(3)],
            vec![label("参加人"), value("凤栖社区妇联主席 杨玥（经双方当事人同意）").across(3)],
        ])
        .heading("调解记录")
        .questions(pairs)
        .heading("调解结果")
        .paragraph("双方自愿达成书面调解协议，另行制作人民调解协议书。")
        .signatures([
            SignatureSlot::new("当事人（签名、盖章或按指印）", "王祎玥").marked(strokes()).dated("2026年3月9日"),
            SignatureSlot::new("当事人（签名、盖章或按指印）", "赵䶮堃").marked(Mark::Fingerprint).dated("2026年3月9日"),
            SignatureSlot::new("人民调解员（签名）", "林喆翀").marked(strokes()).dated("2026年3月9日"),
            SignatureSlot::new("记录人（签名）", "周昇").marked(Mark::WetInk).dated("2026年3月9日"),
        ])
}

/// F11, the agreement (人民调解协议书).
pub fn agreement() -> Form {
    Form::new("F11", "人民调解协议书", COMMITTEE)
        .number(format!("{NUMBER}-1"))
        .grid([
            vec![label("当事人"), value("王祎玥"), label("性别"), value("女"), label("民族"), value("汉族"), label("年龄"), value("38")],
            vec![label("身份证号"), value("999900198803120026").across(3), label("联系方式").across(2), value("138 0000 0017").across(2)],
            vec![label("住址"), value("云岭县青石镇凤栖社区桂花巷三组26号").across(7)],
            vec![label("当事人"), value("赵䶮堃"), label("性别"), value("男"), label("民族"), value("彝族"), label("年龄"), value("41")],
            vec![label("身份证号"), value("99990019850907003X").across(3), label("联系方式").across(2), value("139 0000 0042").across(2)],
            vec![label("住址"), value("云岭县青石镇凤栖社区桂花巷三组26号").across(7)],
        ])
        .heading("纠纷主要事实、争议事项")
        .paragraph(
            "双方于2012年5月登记结婚，2014年3月生育一子赵昇。自2026年1月起分居。双方对婚姻关系暂不处理，对子女随谁共同生活、抚养费的负担、\
             探望的时间和方式以及分居期间的共同债务存在争议。",
        )
        .heading("经调解，自愿达成如下协议")
        .articles([
            "分居期间，婚生子赵昇随王祎玥共同生活，由王祎玥直接抚养；赵䶮堃对赵昇的教育、医疗等重大事项享有知情和共同决定的权利。",
            "赵䶮堃自2026年4月起每月5日前向王祎玥支付抚养费人民币1500元（大写：壹仟伍佰元整），以银行转账方式支付至王祎玥名下账户。",
            "赵昇的学费、住院医疗费等单笔超过500元的支出，凭票据由双方各承担二分之一，于票据出示之日起十日内付清。",
            "赵䶮堃每月第二、第四个周六上午九时至周日下午五时接赵昇同住，寒暑假各同住不少于十五日；接送由赵䶮堃负责。",
            "分居期间以赵䶮堃名义向信用社所借人民币30000元用于其个人经营，由赵䶮堃负责清偿。",
        ])
        .heading("履行方式、地点、期限")
        .paragraph("按上述各条约定的方式和期限履行；当面交接的，在凤栖社区调解室进行。")
        .paragraph("本协议一式三份，双方当事人各执一份，人民调解委员会留存一份，具有同等效力。")
        .signatures([
            SignatureSlot::new("当事人（签名、盖章或按指印）", "王祎玥").marked(strokes()).dated("2026年3月9日"),
            SignatureSlot::new("当事人（签名、盖章或按指印）", "赵䶮堃").marked(Mark::Fingerprint).dated("2026年3月9日"),
            SignatureSlot::new("人民调解员（签名）", "林喆翀").marked(strokes()).dated("2026年3月9日"),
            SignatureSlot::new("人民调解委员会（印章）", COMMITTEE).marked(Mark::Seal { text: COMMITTEE.to_owned() }).dated("2026年3月9日"),
        ])
        .note("根据《中华人民共和国人民调解法》第三十三条，双方当事人可以自调解协议生效之日起三十日内共同向人民法院申请司法确认。")
}

/// F09, the list of evidence (证据材料) with `count` lines.
pub fn evidence(count: usize) -> Form {
    let rows = (1..=count).map(|it| {
        let (name, proves) = match it % 3 {
            0 => ("银行转账凭证", "2025年全年抚养支出"),
            1 => ("结婚证", "婚姻关系"),
            _ => ("信用社借款合同及还款明细（含展期协议及担保人身份证明）", "共同债务的数额、用途及还款责任"),
        };
        [it.to_string(), name.to_owned(), "书证".to_owned(), "王祎玥".to_owned(), "复印件".to_owned(), "2".to_owned(), proves.to_owned()]
            .to_vec()
    });
    Form::new("F09", "证据材料清单", COMMITTEE)
        .number(NUMBER)
        .table(["序号", "名称", "种类", "提供人", "原件或复印件", "页数", "证明的事实"], rows.collect())
        .signatures([
            SignatureSlot::new("提供人（签名）", "王祎玥"),
            SignatureSlot::new("接收人（签名）", "周昇").marked(strokes()).dated("2026年3月5日"),
        ])
}

/// The whole volume of the case.
pub fn volume() -> Volume {
    let cover = Cover {
        committee: COMMITTEE.to_owned(),
        name: "王祎玥与赵䶮堃婚姻家庭（分居期间子女抚养）纠纷".to_owned(),
        number: NUMBER.to_owned(),
        mediators: "林喆翀、周昇".to_owned(),
        mediated: "2026年3月2日至2026年3月9日".to_owned(),
        filed_by: "周昇".to_owned(),
        filed_on: "2026年4月15日".to_owned(),
        retention: "长期（三十年）".to_owned(),
        remark: String::new(),
    };
    let closing = Closing {
        filed_by: "周昇".to_owned(),
        checked_by: "林喆翀".to_owned(),
        date: "2026年4月15日".to_owned(),
        statement: "本卷宗材料齐全。身份证明为摘录件，原件经核对后退还当事人。".to_owned(),
    };
    Volume::new(cover, closing)
        .paper(application(), "")
        .paper(notice(), "")
        .paper(evidence(60), "附件另存")
        .paper(record(9), "")
        .paper(record(30), "第二次")
        .paper(agreement(), "原件手签，电子件附卷")
}
