import { dualBound, type Problem, reducedValue } from "../../geo/allocation.ts";
import { HOST_SCORE, hardLimit, hostScore, roadKm, scoreParts } from "../../geo/hostScore.ts";
import type { Context } from "../context.ts";
import { InputError } from "../errors.ts";
import { scopesByCode } from "../regions/queries.ts";
import type {
  AllocationPlacement,
  BindingLimit,
  EnclaveAllocation,
  EnclaveAllocationInput,
  UnmetReason,
  UnmetVillage,
} from "./allocationType.ts";
import { placementSentence, priceSentence, unmetSentence } from "./explain.ts";
import { type HostRow, selectHosts, selectInNeed, type VillageRow } from "./queries.ts";
import { runAllocation } from "./runAllocation.ts";
import type { Solved } from "./solve.ts";
import { pairOf } from "./weigh.ts";

const MOST_VILLAGES = 5_000;
/** The unit of the programme: 万元, so that its numbers are of one size. */
const FEN_PER_UNIT = 1_000_000;
/** Below a thousandth of a yuan a year a price is the rounding of the solver. */
const LEAST_PRICE = 1e-3;

function refuseInput({
  moneyFen,
  budgetFen,
  mostOfOneHost,
  capacityShare,
  farthestKm,
}: EnclaveAllocationInput): void {
  const wrong = (zh: string, en: string) => {
    throw new InputError("BAD_USER_INPUT", zh, en);
  };
  const isMoney = (fen: number) => Number.isSafeInteger(fen) && fen > 0;
  if (!isMoney(moneyFen) || (budgetFen != null && !isMoney(budgetFen)))
    wrong(
      `资金 ${moneyFen} 与预算 ${budgetFen ?? "不限"} 须为大于 0 的整数分。`,
      `Money ${moneyFen} and budget ${budgetFen ?? "none"} must be whole fen above 0.`,
    );
  for (const share of [mostOfOneHost, capacityShare])
    if (!(share > 0 && share <= 1))
      wrong(`份额 ${share} 须大于 0 且不超过 1。`, `A share of ${share} must be above 0 and at most 1.`);
  if (farthestKm != null && !(farthestKm > 0 && farthestKm <= HOST_SCORE.farthestKm))
    wrong(
      `里程上限 ${farthestKm} 千米须大于 0 且不超过 ${HOST_SCORE.farthestKm}。`,
      `The longest way of ${farthestKm} km must be above 0 and at most ${HOST_SCORE.farthestKm}.`,
    );
}

interface Weighed {
  readonly problem: Problem;
  /** Score of each pair, 0 to 100. */
  readonly scores: Float64Array;
}

/** Values of all pairs: dividend offered times score, in yuan a year for 10,000 yuan; NaN where a limit excludes it. */
export function weigh(
  villages: readonly VillageRow[],
  hosts: readonly HostRow[],
  input: EnclaveAllocationInput,
): Weighed {
  const money = Number(input.moneyFen);
  const most = Math.floor(money * input.mostOfOneHost);
  const value = new Float64Array(villages.length * hosts.length).fill(Number.NaN);
  const scores = new Float64Array(value.length);
  villages.forEach((village, v) => {
    hosts.forEach((site, h) => {
      const pair = pairOf(village, site, Math.min(most, Number(site.capacity) * input.capacityShare));
      if (pair === null || hardLimit(pair) !== null) return;
      if (input.farthestKm != null && roadKm(pair.straightKm) > input.farthestKm) return;
      const at = v * hosts.length + h;
      scores[at] = hostScore(scoreParts(pair));
      value[at] = (site.promisedBasisPoints * (scores[at] ?? 0)) / 100;
    });
  });
  return {
    problem: {
      money: villages.map(() => money / FEN_PER_UNIT),
      most: villages.map(() => most / FEN_PER_UNIT),
      room: hosts.map((site) => (Number(site.capacity) * input.capacityShare) / FEN_PER_UNIT),
      budget: input.budgetFen == null ? Number.POSITIVE_INFINITY : input.budgetFen / FEN_PER_UNIT,
      value,
    },
    scores,
  };
}

export async function allocate(context: Context, input: EnclaveAllocationInput): Promise<EnclaveAllocation> {
  refuseInput(input);
  const scope = await context.load(scopesByCode, input.within, undefined);
  const villages = await selectInNeed(context, scope, MOST_VILLAGES + 1);
  if (villages.length > MOST_VILLAGES)
    throw new InputError(
      "OPERATION_TOO_LARGE",
      `区域内需要飞地的村超过 ${MOST_VILLAGES} 个；请按市、县分别计算。`,
      `More than ${MOST_VILLAGES} villages need an enclave there; ask for prefectures or counties one by one.`,
    );
  const hosts = await selectHosts(context);
  const weighed = weigh(villages, hosts, input);
  const solved = await runAllocation(weighed.problem);
  return tell(villages, hosts, weighed, solved, context);
}

/** The solution in words and fen. */
export function tell(
  villages: readonly VillageRow[],
  hosts: readonly HostRow[],
  { problem, scores }: Weighed,
  solved: Solved,
  { language }: Pick<Context, "language">,
): EnclaveAllocation {
  const count = hosts.length;
  const nameOf = (site: HostRow) => (language === "en" && site.nameEn ? site.nameEn : site.name);
  const openTo = villages.map((_, v) =>
    hosts.flatMap((__, h) => (Number.isNaN(problem.value[v * count + h]) ? [] : [v * count + h])),
  );
  const placements: AllocationPlacement[] = [];
  const binding: BindingLimit[] = [];
  const left = problem.money.map((money) => Math.round(money * FEN_PER_UNIT));
  for (const [pair, units] of [...solved.amounts].sort(([a], [b]) => a - b)) {
    const v = Math.floor(pair / count);
    const [village, site] = [villages[v], hosts[pair % count]];
    const amount = Math.round(units * FEN_PER_UNIT);
    if (!village || !site || amount === 0) continue;
    left[v] = (left[v] ?? 0) - amount;
    const value = problem.value[pair] ?? 0;
    const most = units >= (problem.most[v] ?? 0) - 1e-9;
    const open = openTo[v] ?? [];
    const better = open.filter((other) => (problem.value[other] ?? 0) > value).length;
    placements.push({
      villageCode: village.code,
      villageName: village.name,
      site,
      amount,
      score: scores[pair] ?? 0,
      value,
      belowSmallest: amount < Number(site.smallest),
      sentence: placementSentence({ better, open: open.length, value, most }, language),
    });
    const gain = reducedValue(problem, solved.duals, pair);
    if (most && gain > LEAST_PRICE)
      binding.push({
        kind: "HOST_SHARE",
        villageCode: village.code,
        site,
        price: gain,
        sentence: priceSentence("HOST_SHARE", gain, { village: village.name, site: nameOf(site) }, language),
      });
  }
  hosts.forEach((site, h) => {
    const price = solved.duals.host[h] ?? 0;
    if (price > LEAST_PRICE)
      binding.push({
        kind: "HOST_CAPACITY",
        villageCode: null,
        site,
        price,
        sentence: priceSentence("HOST_CAPACITY", price, { site: nameOf(site) }, language),
      });
  });
  villages.forEach((village, v) => {
    const price = solved.duals.village[v] ?? 0;
    if (price > LEAST_PRICE)
      binding.push({
        kind: "VILLAGE_MONEY",
        villageCode: village.code,
        site: null,
        price,
        sentence: priceSentence("VILLAGE_MONEY", price, { village: village.name }, language),
      });
  });
  if (solved.duals.budget > LEAST_PRICE)
    binding.push({
      kind: "BUDGET",
      villageCode: null,
      site: null,
      price: solved.duals.budget,
      sentence: priceSentence("BUDGET", solved.duals.budget, {}, language),
    });
  const order = ["HOST_CAPACITY", "BUDGET", "HOST_SHARE", "VILLAGE_MONEY"];
  binding.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || b.price - a.price);
  const unmet = villages.flatMap((village, v): UnmetVillage[] => {
    const amount = left[v] ?? 0;
    if (amount <= 0) return [];
    const open = openTo[v]?.length ?? 0;
    const reason = reasonOf(problem, solved, v, open);
    return [
      {
        villageCode: village.code,
        villageName: village.name,
        amount,
        reason,
        sentence: unmetSentence(reason, open, language),
      },
    ];
  });
  const placed = placements.reduce((total, each) => total + Number(each.amount), 0);
  return {
    objective: solved.objective,
    dualBound: dualBound(problem, solved.duals),
    villages: villages.length,
    hosts: count,
    placed,
    unplaced: unmet.reduce((total, each) => total + Number(each.amount), 0),
    rounds: solved.rounds,
    columns: solved.columns,
    method: METHOD[language],
    placements: placements.sort(
      (a, b) => Number(b.amount) - Number(a.amount) || (a.villageCode < b.villageCode ? -1 : 1),
    ),
    binding,
    unmet,
  };
}

function reasonOf(problem: Problem, solved: Solved, village: number, open: number): keyof typeof UnmetReason {
  if (open === 0) return "NO_HOST";
  if (open * (problem.most[village] ?? 0) < (problem.money[village] ?? 0)) return "HOST_SHARE";
  return solved.duals.budget > LEAST_PRICE ? "BUDGET" : "CAPACITY";
}

const METHOD = {
  zh: `线性规划（HiGHS 单纯形，列生成至无可改进列，即完整模型的精确解）；评分与限值 ${HOST_SCORE.key}（${HOST_SCORE.validFrom} 起，${HOST_SCORE.source.zh}）。最低投入额：只有一处上限不低于该处最低额的村才配对；结果中低于最低额的零头单独标出，须合并或改投。`,
  en: `Linear programme (HiGHS simplex with columns generated until none improves: the exact optimum of the whole model); score and limits ${HOST_SCORE.key} (since ${HOST_SCORE.validFrom}; ${HOST_SCORE.source.en}). Smallest amounts: a village is paired with a host only where it may place that much there; what comes out below it is marked, to be joined with others or moved.`,
} as const;
