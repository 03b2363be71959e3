/** Words of how urgent an alert is. */
const zh = {
  title: "待核查预警",
  column: "紧急程度",
  levels: { ORANGE: "橙·已逾期", RED: "红·紧急", YELLOW: "黄·将到期", GREEN: "绿·期限内" },
  legend: "规则得出，非人工填写",
  meaning:
    "橙：已过核查期限；红：危及生命或住房，或数值达到界限的数倍，或一户同时命中多条规则；黄：即将到期；绿：期限尚早。规则为本平台默认值，非官方标准。",
  yours: "只计您辖区之内的，须入户核实，不是结论。",
  mostUrgentFirst: "最紧急的在前",
};

type UrgencyWords = typeof zh;

const en: UrgencyWords = {
  title: "Alerts to verify",
  column: "Urgency",
  levels: {
    ORANGE: "Orange: overdue",
    RED: "Red: urgent",
    YELLOW: "Yellow: due soon",
    GREEN: "Green: in time",
  },
  legend: "By rule, not typed",
  meaning:
    "Orange: its day is over. Red: a threat to life or home, a multiple of the threshold, or several rules at once in one household. Yellow: due soon. Green: there is time. The rule is this project's own default, not an official standard.",
  yours: "Counted in your own regions only; each is a hint to verify, not a finding.",
  mostUrgentFirst: "Most urgent first",
};

export const urgency = { zh, en };
