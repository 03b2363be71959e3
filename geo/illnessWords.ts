/**
 * Words that say something about somebody's health, for notices that must not (公示不得含健康信息: 秦安 guidance).
 * Syllables rather than diagnoses where the syllable alone tells ("癌", "病"): a list of diagnoses is never complete.
 */
export const ILLNESS_WORDS: readonly string[] = [
  // Syllables that make most names of illnesses.
  ..."病癌瘤症炎瘫癫痫疾痨痹瘘疝疮癣疹疟痔痴聋哑盲孕".split(""),
  // Disability and weakness.
  ...["残疾", "因残", "伤残", "致残", "智残", "肢残", "智障", "弱智", "失明", "失能", "失智", "失聪"],
  ...["卧床", "体弱", "截肢", "畸形", "先天", "唐氏", "脑瘫", "自闭", "植物人", "侏儒", "驼背", "兔唇"],
  // Illnesses without such a syllable.
  ...["尿毒", "糖尿", "血糖", "血压", "血脂", "白血", "贫血", "血友", "血栓", "败血", "出血", "淋巴"],
  ...["心脏", "心梗", "心衰", "冠心", "房颤", "支架", "搭桥", "脑梗", "梗死", "梗塞", "中风", "偏瘫"],
  ...[
    "肾衰",
    "肾功能",
    "肝硬化",
    "乙肝",
    "丙肝",
    "甲肝",
    "肝腹水",
    "腹水",
    "肝炎",
    "脂肪肝",
    "大三阳",
    "小三阳",
  ],
  ...["肺结核", "结核", "尘肺", "矽肺", "慢阻肺", "气胸", "哮喘", "痛风", "风湿", "红斑", "狼疮", "强直"],
  ...["帕金森", "精神分裂", "精神障碍", "抑郁", "躁狂", "双相", "老年痴呆", "艾滋", "梅毒", "性传播"],
  ...["结石", "息肉", "增生", "囊肿", "溃疡", "穿孔", "骨折", "骨坏死", "椎间盘", "脊柱", "白内障", "青光眼"],
  ...[
    "甲亢",
    "甲减",
    "流产",
    "不育",
    "不孕",
    "早产",
    "昏迷",
    "休克",
    "中毒",
    "烧伤",
    "烫伤",
    "外伤",
    "工伤",
    "受伤",
  ],
  ...["感染", "溺水", "自杀", "吸毒", "戒毒", "酗酒", "感冒", "发烧", "肺部", "肿块", "肿大"],
  // What is done about it.
  ...["住院", "门诊", "手术", "化疗", "放疗", "透析", "移植", "器官", "诊断", "确诊", "就医", "就诊", "治疗"],
  ...[
    "医药费",
    "医疗费",
    "药费",
    "服药",
    "吃药",
    "输血",
    "输液",
    "康复",
    "康养",
    "病历",
    "医嘱",
    "轮椅",
    "假肢",
  ],
  ...["医疗支出", "医疗自付", "自付费用", "医疗救助", "身体状况", "健康状况", "身体不好", "身体差"],
  // As foreign abbreviations and words.
  ...["HIV", "AIDS", "ICU", "COPD", "CANCER", "TUMOUR", "TUMOR", "DIABETES", "STROKE", "ILLNESS", "DISEASE"],
  ...["DISABILITY", "DISABLED", "DIALYSIS", "HOSPITAL", "SURGERY", "HEPATITIS", "TUBERCULOSIS", "EPILEPSY"],
];

/** Words in which such a syllable says nothing about anybody's health; the county Yanling (炎陵) is one. */
export const HARMLESS_WORDS: readonly string[] = [
  ...["病虫害", "病虫", "病害", "病媒", "弊病", "通病", "毛病", "诟病", "语病", "抗病", "疫病防控"],
  ...["炎陵", "炎帝", "炎黄", "炎热", "炎夏", "炎炎", "症结", "对症", "疾驰", "疾风", "疾控", "顽疾"],
  ...["盲目", "盲区", "盲从", "盲道", "扫盲", "文盲", "孕育", "防溺水", "防中毒", "大棚支架", "牵线搭桥"],
  // "其中风险" holds a stroke, and a masked name may end in a syllable of the list.
  ...["中风险", "*炎"],
];
