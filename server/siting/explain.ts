import {
  type HardLimit,
  HOST_SCORE,
  type Pair,
  recordShare,
  roadKm,
  type ScorePart,
} from "../../geo/hostScore.ts";
import type { Language } from "../errors.ts";
import type { BindingKind, UnmetReason } from "./allocationType.ts";

const wan = (fen: number) => `${+(fen / 1_000_000).toFixed(2)}`;
/** The same for English, where 万 is no unit. */
const millions = (fen: number) => `${+(fen / 100_000_000).toFixed(3)} million yuan`;
const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
const km = (value: number) => value.toFixed(0);
type Sentences = readonly [zh: string, en: string];
const told = ([zh, en]: Sentences, language: Language) => (language === "zh" ? zh : en);

/** What a part of the score rests on. */
export function partSentence(part: ScorePart, pair: Pair, language: Language): string {
  const own = recordShare(pair.record);
  const sector = recordShare(pair.sectorRecord);
  const road = km(roadKm(pair.straightKm));
  const here = pair.placedFen > 0 ? pair.placedHereFen / pair.placedFen : 0;
  const sentences: Record<ScorePart, Sentences> = {
    RECORD:
      own === null
        ? [
            "没有到期分红的记录：没有记录不算好记录，此项为 0。",
            "No record of dividends that fell due: no record is not a good one, so this part is 0.",
          ]
        : [
            `该县或该运营方已到期分红约定 ${wan(pair.record.promisedFen)} 万元，兑付 ${percent(own)}。`,
            `${millions(pair.record.promisedFen)} fell due at this county or operator; ${percent(own)} was paid.`,
          ],
    DISTANCE: [
      `直线 ${km(pair.straightKm)} 千米，乘假定的绕行系数 ${HOST_SCORE.detour} 约 ${road} 千米；${HOST_SCORE.farthestKm} 千米为 0 分。这是里程，不是时间。`,
      `${km(pair.straightKm)} km in a straight line, about ${road} km by road with an assumed detour of ${HOST_SCORE.detour}; ${HOST_SCORE.farthestKm} km counts 0. A length, not a time.`,
    ],
    SECTOR:
      sector === null
        ? [
            "该行业还没有到期分红的记录，此项为 0。",
            "Its sector has no record of dividends that fell due, so this part is 0.",
          ]
        : [
            `各地同行业已到期分红兑付 ${percent(sector)}。`,
            `${percent(sector)} of what fell due in its sector was paid, anywhere.`,
          ],
    CAPACITY: [
      `可承接 ${wan(pair.capacityFen)} 万元，投入 ${wan(pair.moneyFen)} 万元后还余 ${wan(pair.capacityFen - pair.moneyFen)} 万元。`,
      `It can take ${millions(pair.capacityFen)}; ${millions(pair.capacityFen - pair.moneyFen)} stay after ${millions(pair.moneyFen)}.`,
    ],
    SPREAD:
      pair.placedFen > 0
        ? [
            `本村已投本金的 ${percent(here)} 在该县或该运营方。`,
            `${percent(here)} of the village's principal is in this county or with this operator.`,
          ]
        : [
            "本村还没有飞地投资，不存在集中。",
            "The village has placed nothing yet, so nothing is concentrated.",
          ],
  };
  return told(sentences[part], language);
}

/** Why a site is out of the question. */
export function limitSentence(limit: HardLimit, pair: Pair, language: Language): string {
  const sentences: Record<HardLimit, Sentences> = {
    OWN_COUNTY: [
      "在本村所在县内，不属于飞地。",
      "It stands in the village's own county, so it is no enclave.",
    ],
    IN_CONSTRAINT_ZONE: ["承接地本身在限制区内。", "The site itself lies inside a constraint zone."],
    TOO_FAR: [
      `道路约 ${km(roadKm(pair.straightKm))} 千米，超过 ${HOST_SCORE.farthestKm} 千米。`,
      `About ${km(roadKm(pair.straightKm))} km by road, above ${HOST_SCORE.farthestKm} km.`,
    ],
    TOO_SMALL: [
      `投入 ${wan(pair.moneyFen)} 万元，低于该处最低 ${wan(pair.smallestFen)} 万元。`,
      `${millions(pair.moneyFen)} is below its smallest amount of ${millions(pair.smallestFen)}.`,
    ],
    NO_CAPACITY: [
      `只可承接 ${wan(pair.capacityFen)} 万元，不足 ${wan(pair.moneyFen)} 万元。`,
      `It can take ${millions(pair.capacityFen)} only, not ${millions(pair.moneyFen)}.`,
    ],
    DEPENDENCE: [
      `本村本金的 ${percent(pair.placedHereFen / pair.placedFen)} 已在该县或该运营方，超过 ${percent(HOST_SCORE.mostOfOneHost)}。`,
      `${percent(pair.placedHereFen / pair.placedFen)} of the village's principal is in this county or with this operator already, above ${percent(HOST_SCORE.mostOfOneHost)}.`,
    ],
  };
  return told(sentences[limit], language);
}

/** What one more unit of a limit is worth. */
export function priceSentence(
  kind: keyof typeof BindingKind,
  price: number,
  { village, site }: { village?: string; site?: string },
  language: Language,
): string {
  const worth = price.toFixed(2);
  const sentences: Record<keyof typeof BindingKind, Sentences> = {
    HOST_CAPACITY: [
      `${site}的承接能力每增加 1 万元，目标每年增加 ${worth} 元。`,
      `10,000 yuan more of capacity at ${site} adds ${worth} yuan a year to the objective.`,
    ],
    VILLAGE_MONEY: [
      `${village}每多 1 万元可投资金，目标每年增加 ${worth} 元。`,
      `10,000 yuan more of money of ${village} adds ${worth} yuan a year to the objective.`,
    ],
    HOST_SHARE: [
      `放宽${village}投于${site}的上限 1 万元，目标每年增加 ${worth} 元。`,
      `Letting ${village} place 10,000 yuan more at ${site} adds ${worth} yuan a year to the objective.`,
    ],
    BUDGET: [
      `总预算每增加 1 万元，目标每年增加 ${worth} 元。`,
      `10,000 yuan more of budget adds ${worth} yuan a year to the objective.`,
    ],
  };
  return told(sentences[kind], language);
}

/** Why a village goes to a host: how many of its hosts are worth more, and that they are used better by others. */
export const placementSentence = (
  { better, open, value, most }: { better: number; open: number; value: number; most: boolean },
  language: Language,
): string =>
  told(
    [
      `每万元年价值 ${value.toFixed(2)} 元，在可选 ${open} 处中列第 ${better + 1}${better > 0 ? "；更好的承接地能力有限，由他村使用价值更高，或已达一处上限" : ""}${most ? "；已达一村投于一处的上限" : ""}。`,
      `10,000 yuan are worth ${value.toFixed(2)} yuan a year here, rank ${better + 1} of ${open} hosts open to it${better > 0 ? "; better ones are worth more to other villages, or are at the limit of one host" : ""}${most ? "; at the most the village may place with one host" : ""}.`,
    ],
    language,
  );

export function unmetSentence(reason: keyof typeof UnmetReason, open: number, language: Language): string {
  const sentences: Record<keyof typeof UnmetReason, Sentences> = {
    NO_HOST: [
      "没有承接地满足硬约束（距离、最低投入额、集中度等），或本村位置不明。",
      "No host passes the hard limits (distance, smallest amount, dependence …), or nobody knows where the village lies.",
    ],
    CAPACITY: [
      `可选 ${open} 处承接地的能力已由价值更高的投入用完；扩大其能力见影子价格。`,
      `The ${open} hosts open to it are used up by money worth more there; the dual prices say what more capacity is worth.`,
    ],
    BUDGET: ["总预算已用于价值更高的投入。", "The budget goes to money worth more elsewhere."],
    HOST_SHARE: [
      `只有 ${open} 处可选，受一村投于一处的上限所限。`,
      `Only ${open} hosts are open to it, and each may take only part of its money.`,
    ],
  };
  return told(sentences[reason], language);
}
