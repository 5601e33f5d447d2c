//! Invented narratives. They are random words, not sentences: so they compress no better than what people really write.

use rand::Rng;
use rand::rngs::StdRng;

/// Words of two characters as they stand in records of mediations.
const WORDS: &str = "双方当事申请被申调解婚姻家庭子女抚养老人赡养财产分割债务承担房屋车辆存款工资收入支出开支家务照料\
父母公婆岳父长辈亲戚邻居同事朋友社区街道村委网格争吵矛盾冷战沟通误会信任感情破裂和好分居离婚结婚登记彩礼返还嫁妆首饰\
转账现金银行借条证明材料照片记录短信电话时间去年今年上月本周春节中秋国庆早晨晚上半夜回家离开外出打工上班下班休息生病\
住院手术费用医保报销学校老师学费补课成绩探望周末寒假暑假接送陪伴生活习惯脾气性格喝酒赌博吸烟网络游戏手机聊天怀疑解释\
道歉原谅承诺保证改正尊重理解支持帮助希望要求同意拒绝商量协商方案数额期限方式分期一次按月按年每月每年之前之后开始结束\
目前现在以前过去多次经常偶尔曾经已经仍然可能应当必须愿意不愿认为表示陈述说明承认否认强调补充核对确认属实签字捺印送达\
法律规定民法条款权利义务责任后果诉讼法院起诉律师咨询援助报警派出所妇联工会单位领导公司工厂商店农田果园承包土地征收补偿\
安置拆迁户口身份姓名住址联系号码情况原因经过结果事实理由依据证人证言书证物证鉴定评估价格市场现值余额欠款利息本金担保";

/// About so many characters.
pub fn text(dice: &mut StdRng, length: usize) -> String {
    let letters: Vec<char> = WORDS.chars().collect();
    let (mut text, mut written, mut until) = (String::new(), 0, dice.random_range(4..14));
    while written < length {
        let at = dice.random_range(0..letters.len() / 2) * 2;
        text.extend(letters.get(at..at + 2).unwrap_or_default());
        if dice.random_bool(0.06) {
            text.push_str(&dice.random_range(2..9_999).to_string());
        }
        written += 2;
        until -= 2;
        if until <= 0 {
            text.push(if dice.random_bool(0.6) { '，' } else { '。' });
            until = dice.random_range(4..14);
        }
    }
    text
}
