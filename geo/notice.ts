/**
 * Public notices (公示) from a typed list of what may stand in one: village, villagers' group, a masked name, category and
 * days. Source: the rules of method card 1.5 (no identity number, telephone, bank account, health).
 */
import { addDays, isDay } from "./days.ts";
import { containsPersonalData } from "./personalData.ts";

export const CATEGORIES = {
  UNSTABLE_LIFTED_OUT: { zh: "脱贫不稳定户", en: "Unstable lifted-out household" },
  MARGINAL: { zh: "边缘易致贫户", en: "Marginal household" },
  SUDDEN_SEVERE_DIFFICULTY: { zh: "突发严重困难户", en: "Household in sudden severe difficulty" },
} as const;
export type Category = keyof typeof CATEGORIES;

export interface NoticeContent {
  readonly kind: "RECOGNITION" | "ELIMINATION";
  readonly villageName: string;
  /** Number of the villagers' group 村民小组. */
  readonly group: number;
  /** As masked by maskName; never a name as it is. */
  readonly maskedName: string;
  readonly category: Category;
  /** Day it is posted, "YYYY-MM-DD". */
  readonly day: string;
  readonly days: number;
}

/**
 * The text as it is posted. A name or a village whose syllables read like an illness (王*炎) is shortened further, for the
 * search for such words cannot tell the one from the other.
 * @throws RangeError for a name that is not masked, a group or days out of range, or a text that would not be allowed.
 */
export function renderNotice(content: NoticeContent): string {
  const { kind, group, day, days, category } = content;
  if (!/\*/.test(content.maskedName))
    throw new RangeError("renderNotice: the name is not masked; give what maskName returns.");
  if (!Number.isSafeInteger(group) || group < 1 || group > 99)
    throw new RangeError(`renderNotice: group ${group}; villagers' groups are numbered 1 to 99.`);
  if (!isDay(day) || !Number.isSafeInteger(days) || days < 1 || days > 60)
    throw new RangeError(`renderNotice: ${days} days from "${day}"; give a day and 1 to 60 days.`);
  const village = containsPersonalData(content.villageName) ? "本村" : content.villageName;
  const name = nameFor(content.maskedName);
  const intent =
    kind === "RECOGNITION"
      ? `拟认定为防止返贫致贫对象（${CATEGORIES[category].zh}）`
      : `原认定为防止返贫致贫对象（${CATEGORIES[category].zh}），现拟标注风险消除`;
  const text = [
    kind === "RECOGNITION" ? "防止返贫致贫对象认定公示" : "防止返贫致贫对象风险消除公示",
    `${village}第${group}村民小组 ${name} 户，经村级评议，${intent}。`,
    `公示月份：${month(day)}；公示期：${spoken(day)}至${spoken(addDays(day, days))}，共${days}日。`,
    "如有异议，请在公示期内向村民委员会或乡镇人民政府反映。",
  ].join("\n");
  if (containsPersonalData(text))
    throw new RangeError("renderNotice: the text holds what a notice must not; check village and name.");
  return text;
}

function nameFor(masked: string): string {
  if (!containsPersonalData(masked)) return masked;
  const family = `${[...masked][0]}**`;
  return containsPersonalData(family) ? "**" : family;
}

const spoken = (day: string) => `${day.slice(0, 4)}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
const month = (day: string) => `${day.slice(0, 4)}年${Number(day.slice(5, 7))}月`;
