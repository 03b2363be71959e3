import type { Knex } from "knex";
import { CAUSE_KEYS, figureOfCause, matchedWith } from "../../geo/dispatchCauses.ts";
import { hiddenDispatch } from "../../geo/dispatchProtection.ts";
import { type CountyFacts, pooledFacts } from "../../geo/pooledFacts.ts";
import { monthAfter } from "../../geo/quarters.ts";
import type { RegionPool } from "../../geo/regionRisk.ts";
import { copyRows } from "../copy.ts";
import type { RegionFigures } from "./catalog/definition.ts";
import { INDICATORS } from "./catalog.ts";
import type { CountyInputs, DispatchFigure } from "./countyInputs.ts";
import type { Places } from "./loadFacts.ts";
import { addWork, type WorkFigures } from "./loadWorkFacts.ts";
import type { PublishedIndex } from "./regionIndices.ts";
import type { RulesOfDay } from "./rules.ts";

/** What all figures of a quarter are computed from. */
export interface Computed {
  readonly publication: number;
  readonly quarter: string;
  readonly poolOf: (region: string) => RegionPool | undefined;
  readonly counties: ReadonlyMap<string, CountyFacts>;
  readonly inputs: readonly CountyInputs[];
  readonly places: Places;
  readonly indices: readonly PublishedIndex[];
  /** Funds, assessments, workforce and the like, of the counties that delivered any. */
  readonly work: ReadonlyMap<string, WorkFigures>;
  /** Households in a shock, month by month as `alarmMonths`; null where a month was not delivered, or none was. */
  readonly shocksOf: (county: string) => readonly (number | null)[] | null;
  readonly rules: RulesOfDay;
}

/** Every indicator of every region: townships have only what villages deliver. */
export async function storeValues(transaction: Knex.Transaction, computed: Computed): Promise<void> {
  const { publication, quarter, poolOf, counties, inputs, places, rules } = computed;
  const members = new Map<string, string[]>();
  for (const county of counties.keys()) {
    for (const region of [
      county,
      county.slice(0, 4),
      county.slice(0, 2),
      ...(places.areas.get(county) ?? []),
    ])
      members.set(region, [...(members.get(region) ?? []), county]);
  }
  const dispatches = new Map(inputs.map((input) => [input.county, input.dispatch]));
  const reported = inputs.flatMap(({ county, dispatch }) => (dispatch ? [{ county, counts: dispatch }] : []));
  const hidden = hiddenDispatch(reported, places.areas, await hiddenBefore(transaction, quarter));
  const indexOf = new Map(computed.indices.map(({ region, index }) => [region, index]));
  function* figures(): Generator<[string, RegionFigures]> {
    for (const code of places.townships) {
      const pool = poolOf(code) ?? null;
      yield [
        code,
        {
          pool,
          villageScore: scoreOf(code, pool),
          facts: null,
          dispatches: [],
          hidden: NOTHING,
          work: null,
          index: null,
          shocks: null,
        },
      ];
    }
    for (const [code, its] of members) {
      const pool = poolOf(code) ?? null;
      const facts = pooledFacts(
        its.map((county) => counties.get(county)).filter((each) => each !== undefined),
      );
      yield [
        code,
        {
          pool,
          villageScore: scoreOf(code, pool),
          facts,
          dispatches: its.flatMap((county) => dispatches.get(county) ?? []),
          hidden: hidden.get(code) ?? NOTHING,
          work: addWork(
            code,
            its.map((county) => computed.work.get(county)),
          ),
          index: indexOf.get(code) ?? null,
          shocks: its.length === 1 ? computed.shocksOf(its[0] ?? "") : null,
        },
      ];
    }
  }
  const scoreOf = (region: string, pool: RegionPool | null) =>
    pool?.result(rules.of(/^\d/.test(region) ? region.slice(0, 2) : "").village) ?? {
      score: null,
      level: null,
    };
  function* rows() {
    for (const [region, its] of figures()) {
      if (!places.regions.has(region)) continue;
      for (const indicator of INDICATORS) {
        const figure = indicator.of(its);
        if (figure === null) continue;
        yield [
          publication,
          indicator.key,
          region,
          quarter,
          figure.numerator ?? null,
          figure.denominator ?? null,
          figure.value,
        ];
      }
    }
  }
  await copyRows(
    transaction,
    "atlas.indicator_values",
    ["publication_id", "indicator", "region_code", "period", "numerator", "denominator", "value"],
    rows(),
  );
}

const NOTHING: ReadonlySet<string> = new Set();

/** Figures that tell whether a column is hidden, one for each family of columns. */
const TOLD_BY: Readonly<Record<string, DispatchFigure>> = {
  NEWLY_RECOGNISED: "newly_recognised",
  LATE_RECOGNITION: "recognised_late",
  LATE_MEASURES: "measures_late",
  UNSTABLE_HOUSEHOLDS: "unstable_households",
  MEASURES_MATCHING: "measures_matching",
  CLUES: "clues",
  IDLE_LABOUR: "returned_idle",
  ...Object.fromEntries(CAUSE_KEYS.map((cause) => [figureOfCause(cause), matchedWith(cause)])),
};

/** What the current version of a quarter hides of regions that reported: a later version hides it too. */
async function hiddenBefore(
  transaction: Knex.Transaction,
  quarter: string,
): Promise<Map<string, Set<string>>> {
  const { rows } = await transaction.raw<{ rows: { region: string; indicator: string }[] }>(
    /* sql */ `
    select published.region_code as region, published.indicator
    from atlas.indicator_values published
    join atlas.publications publication on publication.id = published.publication_id and publication.is_current
    join atlas.indicator_values silent on silent.publication_id = publication.id and silent.indicator = 'NO_REPORT'
     and silent.region_code = published.region_code and silent.value < 1
    where publication.quarter = cast(? as date) and published.indicator = any(?)
      and published.value is null and published.denominator is null`,
    [quarter, Object.keys(TOLD_BY)],
  );
  const hidden = new Map<string, Set<string>>();
  for (const { region, indicator } of rows) {
    const columns = hidden.get(region) ?? new Set();
    columns.add(TOLD_BY[indicator] ?? "");
    hidden.set(region, columns);
  }
  return hidden;
}

/** Months of history the time alarm reads: seven of baseline, two of gap, and the month itself. */
const ALARM_MONTHS = 10;

export const alarmMonths = (lastMonth: string): string[] =>
  Array.from({ length: ALARM_MONTHS }, (_, index) => monthAfter(lastMonth, index + 1 - ALARM_MONTHS));
