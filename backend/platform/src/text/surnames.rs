//! Surnames that are read otherwise than the same characters elsewhere, and surnames of two characters (复姓).

/// Two-character surnames with the readings of both characters.
const COMPOUND: [(&str, [&str; 2]); 72] = [
    ("欧阳", ["ou", "yang"]),
    ("太史", ["tai", "shi"]),
    ("端木", ["duan", "mu"]),
    ("上官", ["shang", "guan"]),
    ("司马", ["si", "ma"]),
    ("东方", ["dong", "fang"]),
    ("独孤", ["du", "gu"]),
    ("南宫", ["nan", "gong"]),
    ("万俟", ["mo", "qi"]),
    ("闻人", ["wen", "ren"]),
    ("夏侯", ["xia", "hou"]),
    ("诸葛", ["zhu", "ge"]),
    ("尉迟", ["yu", "chi"]),
    ("公羊", ["gong", "yang"]),
    ("赫连", ["he", "lian"]),
    ("澹台", ["tan", "tai"]),
    ("皇甫", ["huang", "fu"]),
    ("宗政", ["zong", "zheng"]),
    ("濮阳", ["pu", "yang"]),
    ("公冶", ["gong", "ye"]),
    ("太叔", ["tai", "shu"]),
    ("申屠", ["shen", "tu"]),
    ("公孙", ["gong", "sun"]),
    ("慕容", ["mu", "rong"]),
    ("仲孙", ["zhong", "sun"]),
    ("钟离", ["zhong", "li"]),
    ("长孙", ["zhang", "sun"]),
    ("宇文", ["yu", "wen"]),
    ("司徒", ["si", "tu"]),
    ("鲜于", ["xian", "yu"]),
    ("司空", ["si", "kong"]),
    ("闾丘", ["lv", "qiu"]),
    ("子车", ["zi", "ju"]),
    ("亓官", ["qi", "guan"]),
    ("司寇", ["si", "kou"]),
    ("巫马", ["wu", "ma"]),
    ("公西", ["gong", "xi"]),
    ("颛孙", ["zhuan", "sun"]),
    ("壤驷", ["rang", "si"]),
    ("公良", ["gong", "liang"]),
    ("漆雕", ["qi", "diao"]),
    ("乐正", ["yue", "zheng"]),
    ("宰父", ["zai", "fu"]),
    ("谷梁", ["gu", "liang"]),
    ("拓跋", ["tuo", "ba"]),
    ("夹谷", ["jia", "gu"]),
    ("轩辕", ["xuan", "yuan"]),
    ("令狐", ["ling", "hu"]),
    ("段干", ["duan", "gan"]),
    ("百里", ["bai", "li"]),
    ("呼延", ["hu", "yan"]),
    ("东郭", ["dong", "guo"]),
    ("南门", ["nan", "men"]),
    ("羊舌", ["yang", "she"]),
    ("微生", ["wei", "sheng"]),
    ("梁丘", ["liang", "qiu"]),
    ("左丘", ["zuo", "qiu"]),
    ("东门", ["dong", "men"]),
    ("西门", ["xi", "men"]),
    ("南荣", ["nan", "rong"]),
    ("第五", ["di", "wu"]),
    ("单于", ["chan", "yu"]),
    ("纳兰", ["na", "lan"]),
    ("完颜", ["wan", "yan"]),
    ("叶赫", ["ye", "he"]),
    ("淳于", ["chun", "yu"]),
    ("贺兰", ["he", "lan"]),
    ("哥舒", ["ge", "shu"]),
    ("屈突", ["qu", "tu"]),
    ("耶律", ["ye", "lv"]),
    ("贯丘", ["guan", "qiu"]),
    ("相里", ["xiang", "li"]),
];

/// One-character surnames with a reading of their own; where families differ, all readings in use.
const SINGLE: [(char, &[&str]); 39] = [
    ('单', &["shan"]),
    ('曾', &["zeng"]),
    ('仇', &["qiu"]),
    ('解', &["xie"]),
    ('区', &["ou"]),
    ('查', &["zha"]),
    ('盖', &["ge", "gai"]),
    ('乐', &["yue", "le"]),
    ('翟', &["zhai", "di"]),
    ('朴', &["piao"]),
    ('覃', &["qin", "tan"]),
    ('洗', &["xian"]),
    ('缪', &["miao"]),
    ('繆', &["miao"]),
    ('宓', &["mi", "fu"]),
    ('员', &["yun"]),
    ('折', &["she"]),
    ('种', &["chong"]),
    ('秘', &["bi"]),
    ('繁', &["po"]),
    ('卜', &["bu"]),
    ('召', &["shao"]),
    ('参', &["shen"]),
    ('阚', &["kan"]),
    ('祭', &["zhai"]),
    ('隗', &["wei", "kui"]),
    ('谌', &["chen", "shen"]),
    ('都', &["du"]),
    ('佴', &["nai"]),
    ('郗', &["xi", "chi"]),
    ('炅', &["gui"]),
    ('牟', &["mou", "mu"]),
    ('黑', &["he", "hei"]),
    ('么', &["yao"]),
    ('六', &["lu"]),
    ('句', &["gou"]),
    ('角', &["jue"]),
    ('适', &["kuo", "shi"]),
    ('重', &["chong"]),
];

/// How the surname at the start of a name is read.
pub(super) struct Surname {
    /// The number of its characters.
    pub len: usize,
    /// Its readings, one entry per character each.
    pub readings: Vec<Vec<&'static str>>,
}

/// The surname `name` begins with, when it is one with a reading of its own.
pub(super) fn of(name: &[char]) -> Option<Surname> {
    // a name of two characters has a surname of one: 单于 alone is Mr Shan
    if name.len() > 2 {
        let start: String = name.iter().take(2).collect();
        if let Some((_, reading)) = COMPOUND.iter().find(|(surname, _)| *surname == start) {
            return Some(Surname { len: 2, readings: vec![reading.to_vec()] });
        }
    }
    let first = name.first()?;
    let (_, readings) = SINGLE.iter().find(|(surname, _)| surname == first)?;
    Some(Surname { len: 1, readings: readings.iter().map(|reading| vec![*reading]).collect() })
}
