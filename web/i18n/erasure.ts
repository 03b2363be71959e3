/** Words of erasing what identifies people whose time in the register is over. */
const zh = {
  title: "清除个人信息",
  lead: "保存期满后，清除姓名、证件号、电话、账号、病情，以及提到本人的文字；整户清除时附件一并清除。数字、金额和办理过程保留。",
  whom: "清除谁的",
  wholeHousehold: "整户（全部成员、文字与附件）",
  member: (name: string, left: string) => `${name}，${left} 离户`,
  reason: "原因",
  reasons: {
    RETENTION_ENDED: "保存期已满",
    ON_REQUEST: "本人或近亲属申请",
    DIED: "去世",
    MOVED_AWAY: "迁出",
  },
  erase: "清除",
  confirm: "清除后不能恢复，也不能再查看或补填。确定清除？",
  done: "已清除。",
  erasedOn: (day: string) => `个人信息已于 ${day} 清除`,
  householdErasedOn: (day: string) => `整户个人信息已于 ${day} 清除。`,
};

type ErasureWords = typeof zh;

const en: ErasureWords = {
  title: "Erase what identifies people",
  lead: "Once the time of retention is over: names, numbers, telephones, accounts and illnesses, and words that name the person; with a whole household, its files too. Figures, amounts and steps stay.",
  whom: "Of whom",
  wholeHousehold: "The whole household (all members, words and files)",
  member: (name, left) => `${name}, left ${left}`,
  reason: "Reason",
  reasons: {
    RETENTION_ENDED: "The time of retention is over",
    ON_REQUEST: "The person or the next of kin asked for it",
    DIED: "The person died",
    MOVED_AWAY: "Moved away",
  },
  erase: "Erase",
  confirm:
    "What is erased cannot be brought back, and can be neither shown nor written again. Erase it for good?",
  done: "Erased.",
  erasedOn: (day) => `identity erased ${day}`,
  householdErasedOn: (day) => `What identifies this household was erased on ${day}.`,
};

export const erasure = { zh, en };
