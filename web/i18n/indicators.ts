/** Words of figures that stand beside the index, and of the page of household checks. */
const zh = {
  noScore: {
    title: "为什么不评分",
    line: (missing: string, most: string) =>
      `缺失的权重合计 ${missing}，超过 ${most} 就不评分：缺数据不能算好。`,
    none: "本级和同类区域都没有可用的数据。",
    weight: (weight: string) => `权重 ${weight}`,
    missing: "没有报送",
    suppressed: "小数保护",
  },
  measures: {
    title: "措施对因",
    lead: "季末监测户中，各致因未消除的户里有对应在用措施的占比。一户可有多个致因，各行不能相加。",
    caption: (period: string) => `${period} 按致因`,
    cause: "致因",
    matched: "有对应措施",
    open: "未消除",
    share: "占比",
    suppressed: "小数保护",
    none: "本季没有报送按致因的措施情况。",
  },
  checks: {
    title: "农户核查",
    lead: "登记中自相矛盾之处，按规则核对得出：是请人核实的疑问，不是结论。更正登记后疑问自动消失。",
    place: "范围",
    whole: (code: string) => `全部（${code}）`,
    rules: "规则",
    rule: "规则",
    findings: "疑问户",
    checked: "适用户",
    source: "依据",
    grades: { OFFICIAL: "官方", SECONDARY: "转述", PROJECT: "本项目" },
    since: (day: string) => `${day} 起`,
    allRules: "看全部规则",
    noRules: "今天没有生效的规则。",
    villages: (count: string) => `按村（${count} 个村有疑问）`,
    found: (count: string) => `${count} 户`,
    openHint: "挂账只写村，不写户也不写规则：看台账的人不一定有权知道是哪一户、因为什么。",
    open: "请村核实（挂账）",
    opened: "已登入问题台账。",
    toLedger: "去看台账",
    description: (village: string) =>
      `${village}：登记中有自相矛盾之处，请在“农户核查”中逐户核实，更正或说明。`,
    all: "疑问户",
    shown: (shown: string, total: string) => `显示 ${shown} / ${total} 户次`,
    says: (observed: string, expected: string) => `登记为 ${observed}，应与之相符的为 ${expected}`,
    none: "没有疑问。",
    more: "显示更多",
  },
};

type IndicatorWords = typeof zh;

const en: IndicatorWords = {
  noScore: {
    title: "Why there is no score",
    line: (missing, most) =>
      `${missing} of the weight is missing; above ${most} there is no score, for what is not reported must not look good.`,
    none: "Neither this region nor its peers delivered anything to judge by.",
    weight: (weight) => `weight ${weight}`,
    missing: "not delivered",
    suppressed: "suppressed",
  },
  measures: {
    title: "Measures by cause",
    lead: "Share of the watched households with each cause open that have a measure in force which answers it. A household may have several causes: rows do not add up.",
    caption: (period) => `By cause, ${period}`,
    cause: "Cause",
    matched: "With a measure",
    open: "Open",
    share: "Share",
    suppressed: "suppressed",
    none: "Nobody reported measures by cause in this quarter.",
  },
  checks: {
    title: "Household checks",
    lead: "Where the register contradicts itself, found by rules: questions to be checked, never judgements. A question goes when the register is put right.",
    place: "Place",
    whole: (code) => `All (${code})`,
    rules: "Rules",
    rule: "Rule",
    findings: "In question",
    checked: "Checked",
    source: "Source",
    grades: { OFFICIAL: "official", SECONDARY: "second-hand", PROJECT: "this project" },
    since: (day) => `since ${day}`,
    allRules: "Show all rules",
    noRules: "No rule holds today.",
    villages: (count) => `By village (${count} with findings)`,
    found: (count) => `households: ${count}`,
    openHint:
      "The ledger names the village, neither a household nor a rule: not everybody who reads it may know which one it is, and why.",
    open: "Ask the village (open an entry)",
    opened: "It stands in the problem ledger.",
    toLedger: "See the ledger",
    description: (village) =>
      `${village}: the register contradicts itself; go through the households under “Household checks” and correct or explain each.`,
    all: "Households in question",
    shown: (shown, total) => `${shown} of ${total} shown`,
    says: (observed, expected) => `The register says ${observed}; held against ${expected}`,
    none: "Nothing is in question.",
    more: "Show more",
  },
};

export const indicators = { zh, en };
