/** Words of whether the members of a household are in work, and since when. */
const zh = {
  now: (state: string, since: string | null) => `就业状态：${state}${since === null ? "" : `，${since} 起`}`,
  states: { EMPLOYED: "在业", IDLE: "无业（非本人意愿）", BY_CHOICE: "自愿不就业" },
  before: (state: string, since: string | null, endedOn: string) =>
    `${state}${since === null ? "" : `，${since} 起`}，至 ${endedOn} 为止`,
  past: "以往就业状态",
  record: "登记就业状态",
  state: "状态",
  since: "何日起",
  hint: "重新就业也在此登记：前一状态到所填的日子为止。无业满一个月的计入“闲置劳力”。",
  submit: "登记",
  kept: "已登记，等待送出。",
  about: "就业状态",
};

type SpellWords = typeof zh;

const en: SpellWords = {
  now: (state, since) => `Work: ${state}${since === null ? "" : `, since ${since}`}`,
  states: {
    EMPLOYED: "in work",
    IDLE: "without work, against their will",
    BY_CHOICE: "without work by choice",
  },
  before: (state, since, endedOn) => `${state}${since === null ? "" : `, since ${since}`}, until ${endedOn}`,
  past: "Work before",
  record: "Record work",
  state: "State",
  since: "Since",
  hint: "A return to work is recorded here too: what was before ends on the day that is given. More than a month without work counts as idle labour.",
  submit: "Record",
  kept: "Recorded; waiting to be sent.",
  about: "Work",
};

export const spells = { zh, en };
