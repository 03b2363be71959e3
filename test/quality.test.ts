import knexModule, { type Knex } from "knex";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { outlyingRates } from "../geo/outlyingRates.ts";
import { DEFAULT_QUALITY_THRESHOLDS } from "../geo/qualityRules.ts";
import { PLANTED } from "../server/demo/planted.ts";
import { sentencesOf } from "../server/errors.ts";
import { publish } from "../server/indicators/publish.ts";
import { findInVillages } from "../server/indicators/qualityFindings.ts";
import { toValidationRule } from "../server/indicators/qualityRules.ts";
// Days as text, as the product reads them.
import "../server/db.ts";
import { hasPostgres, ownDatabase } from "./ownAtlas.ts";

const QUARTER = "2026-07-01";
const MONTHS = ["2026-07-01", "2026-08-01", "2026-09-01"];

let knex: Knex;
let drop: () => Promise<void>;

async function rows<Row>(sql: string, bindings: Knex.RawBinding[] = []): Promise<Row[]> {
  return (await knex.raw<{ rows: Row[] }>(sql, bindings)).rows;
}

/** Findings of the current publication of a quarter, as "place" or "place period" of a rule. */
async function found(rule: string, quarter = QUARTER): Promise<string[]> {
  const list = await rows<{ place: string }>(
    `select distinct coalesce(nullif(village_code, ''), region_code) as place from atlas.quality_findings finding
     join atlas.publications publication on publication.id = finding.publication_id and publication.is_current
     where rule = ? and publication.quarter = ?::date order by 1`,
    [rule, quarter],
  );
  return list.map((row) => row.place);
}

const { zeroChange, noNewHouseholds, noReport, copyForward, digitHeaping, bulkEdit, outlier } = PLANTED;
const wild = outlier.values.map(({ village }) => village);
/** What must be found in the third quarter of 2026: in a county where nothing moved nobody is new, and all is copied. */
const TRUTH: Readonly<Record<string, readonly string[]>> = {
  NO_NEW: [noNewHouseholds.county, zeroChange.county],
  ZERO_CHANGE: [zeroChange.county],
  NO_REPORT: [noReport.county],
  COPY_FORWARD: [copyForward.county, zeroChange.county],
  DIGIT_HEAPING: [digitHeaping.county],
  BULK_EDIT: [bulkEdit.county],
  OUTLIER_Z: wild,
  OUTLIER_MODIFIED_Z: wild,
  OUTLIER_RANGE: wild,
};

/** Recall among what is planted, and false alarms among all others that could have been found. */
function judged(rule: string, seen: readonly string[], planted: readonly string[], all: number) {
  const recall = planted.filter((place) => seen.includes(place)).length / planted.length;
  const falsely = seen.filter((place) => !planted.includes(place)).length / (all - planted.length);
  console.log(
    `${rule}: ${seen.length} found, recall ${recall.toFixed(2)}, false alarms ${(100 * falsely).toFixed(2)} % of ${all}`,
  );
  return { recall, falsely };
}

// Left out only where there is no PostgreSQL, which test/run.mjs then says in a line; CI stops instead.
describe.skipIf(!hasPostgres)("data quality of the demonstration data", () => {
  beforeAll(async () => {
    const database = await ownDatabase("template");
    drop = database.drop;
    knex = knexModule({ client: "pg", connection: database.url, pool: { min: 0, max: 2 } });
  });
  afterAll(async () => {
    await knex?.destroy();
    await drop?.();
  });

  it.each(Object.entries(TRUTH))(
    "finds every planted case of %s and hardly anything else",
    async (rule, planted) => {
      const [size] = await rows<{ counties: string; villages: string }>(
        "select count(distinct county_code) as counties, count(*) as villages from atlas.villages",
      );
      const all = Number(rule.startsWith("OUTLIER") ? size?.villages : size?.counties);
      const { recall, falsely } = judged(rule, await found(rule), planted, all);
      expect(recall).toBe(1);
      expect(falsely).toBeLessThanOrEqual(0.05);
    },
  );

  it("names the month, the rate and the component of each wild value", async () => {
    const values = await rows(
      `select village_code as village, period::text as period, details ->> 'component' as component, observed
       from atlas.quality_findings finding
       join atlas.publications publication on publication.id = publication_id and is_current
       where rule = 'OUTLIER_Z' and publication.quarter = ?::date order by 1`,
      [QUARTER],
    );
    expect(values).toEqual(
      outlier.values.map(({ village, component, month }) => ({
        village,
        period: `${month}-01`,
        component: component.toUpperCase(),
        observed: expect.closeTo(outlier.rate, 2),
      })),
    );
  });

  it("raises no false alarm in quarters without a planted case, and tells reports late or missing as SQL does", async () => {
    const quarters = await rows<{ quarter: string }>(
      "select quarter::text as quarter from atlas.publications where is_current order by 1",
    );
    expect(quarters.length).toBeGreaterThanOrEqual(8);
    for (const { quarter } of quarters) {
      const reports = await rows<{ county: string; late: boolean | null }>(
        `select county_code as county, reported_on > (quarter + interval '3 months 14 days')::date as late
         from (select distinct on (county_code) * from atlas.county_quarters where quarter = ?::date
               order by county_code, revision desc) report order by 1`,
        [quarter],
      );
      const of = (late: boolean | null) =>
        reports.filter((report) => report.late === late).map(({ county }) => county);
      expect(await found("LATE_REPORT", quarter)).toEqual(of(true));
      expect(await found("NO_REPORT", quarter)).toEqual(of(null));
      if (quarter === QUARTER) continue;
      const [others] = await rows<{ villages: string }>(
        `select count(distinct (rule, village_code)) filter (where village_code <> '') as villages
         from atlas.quality_findings finding join atlas.publications publication
           on publication.id = publication_id and is_current where publication.quarter = ?::date`,
        [quarter],
      );
      expect(Number(others?.villages)).toBeLessThanOrEqual(0.05 * 5_000);
      for (const rule of ["ZERO_CHANGE", "COPY_FORWARD", "BULK_EDIT"])
        expect([quarter, rule, await found(rule, quarter)]).toEqual([quarter, rule, []]);
    }
  });

  it("says completeness and timeliness as SQL counts them", async () => {
    const filled = ["vul", "margin", "flow", "shock", "jobs", "industry", "guarantee"].map(
      (key) => `(${key}_numerator is not null)::int`,
    );
    const [expected] = await rows<{ completeness: number; timeliness: number }>(
      `select sum(${filled.join(" + ")})::float8 / (3 * 7 * (select count(*) from atlas.villages)) as completeness,
              (select avg((coalesce(reported_on <= '2026-10-15', false))::int)::float8 from atlas.county_quarters where quarter = ?::date) as timeliness
       from atlas.village_facts where period between ?::date and ?::date`,
      [QUARTER, QUARTER, MONTHS[2] ?? ""],
    );
    const [scores] = await rows<{ completeness: number; timeliness: number; consistency: number }>(
      `select completeness, timeliness, consistency from atlas.quality_scores score
       join atlas.publications publication on publication.id = publication_id and is_current
       where region_code = 'luoxiao' and score.period = ?::date`,
      [QUARTER],
    );
    expect(scores?.completeness).toBeCloseTo(expected?.completeness ?? -1, 12);
    expect(scores?.timeliness).toBeCloseTo(expected?.timeliness ?? -1, 12);
    expect(scores?.consistency).toBeGreaterThan(0.8);
    expect(scores?.consistency).toBeLessThan(1);
  });

  it("takes no missing report for a report of zero", async () => {
    const rules = await rows<{ rule: string }>(
      `select rule from atlas.quality_findings finding
       join atlas.publications publication on publication.id = publication_id and is_current
       where region_code = ? and publication.quarter = ?::date`,
      [noReport.county, QUARTER],
    );
    expect(rules).toEqual([{ rule: "NO_REPORT" }]);
  });

  it("refuses a rule row with an unknown column in a sentence, and publishes nothing", async () => {
    const content = {
      key: "WRONG",
      left: ["clues; drop table"],
      operator: "<=",
      right: ["clues"],
      zh: "错",
      en: "wrong",
    };
    const [rule] = await rows<{ id: number }>(
      `insert into atlas.rule_books (rule, valid_from, content, source, grade)
       values ('DATA_QUALITY', '2020-01-01', ?::jsonb, 'test', 'PROJECT') returning id`,
      [JSON.stringify(content)],
    );
    const before = await rows("select max(id) as last from atlas.publications");
    const error: unknown = await publish(knex, [QUARTER]).catch((refusal: unknown) => refusal);
    expect(sentencesOf(error)?.en).toMatch(
      /names the column "clues; drop table", which is not known; of villages there are vul_num/,
    );
    expect(sentencesOf(error)?.zh).toMatch(/列 "clues; drop table" 未知/);
    expect(await rows("select max(id) as last from atlas.publications")).toEqual(before);
    await knex.raw("delete from atlas.rule_books where id = ?", [rule?.id ?? 0]);
  });

  it("closes a finding when the row is corrected, and opens one for a row that breaks a rule", {
    timeout: 420_000,
  }, async () => {
    const [first = "", second = ""] = wild;
    const [delivered] = await rows<{ village: string }>(
      `select min(village_code) as village from atlas.village_facts
       where period = '2026-09-01' and left(village_code, 6) = '360321' and vul_numerator is not null`,
    );
    const broken = delivered?.village ?? "";
    const [publication] = await rows<{ id: number }>(
      "select id from atlas.publications where quarter = ?::date and is_current",
      [QUARTER],
    );
    // The first wild value is corrected; the second is withdrawn, which leaves nothing rather than a zero.
    await revise(first, "2026-07-01", "vul_numerator = 5");
    await revise(
      second,
      "2026-08-01",
      "margin_numerator = null, margin_denominator = null, margin_source = null",
    );
    await revise(broken, "2026-09-01", "vul_numerator = vul_denominator + 3");
    await knex.raw(
      `create temp table report as select * from atlas.county_quarters
         where county_code = '360321' and quarter = ?::date order by revision desc limit 1;
       update report set revision = revision + 1, fund_paid_fen = fund_budget_fen + 1, recorded_at = now();
       insert into atlas.county_quarters select * from report; drop table report;`.replace(
        "?",
        `'${QUARTER}'`,
      ),
    );
    const [result] = await publish(knex, [QUARTER]);
    expect(result).toMatchObject({ isUnchanged: false });
    for (const rule of ["OUTLIER_Z", "OUTLIER_MODIFIED_Z", "OUTLIER_RANGE"]) {
      const left = (await found(rule)).filter((village) => village.startsWith(outlier.county));
      expect(left).toEqual(wild.slice(2));
      const old = await rows<{ village_code: string }>(
        "select village_code from atlas.quality_findings where publication_id = ? and rule = ? order by 1",
        [publication?.id ?? 0, rule],
      );
      expect(old.map((row) => row.village_code)).toEqual(wild);
    }
    expect(await found("VUL_WITHIN_TOTAL")).toEqual([broken]);
    expect(await found("PAID_WITHIN_BUDGET")).toEqual(["360321"]);
    await revise(broken, "2026-09-01", "vul_numerator = 4");
    await publish(knex, [QUARTER]);
    expect(await found("VUL_WITHIN_TOTAL")).toEqual([]);
    expect(await found("PAID_WITHIN_BUDGET")).toEqual(["360321"]);
    expect(await publish(knex, [QUARTER])).toMatchObject([{ isUnchanged: true }]);
  });

  /** Inserts a corrected revision of a village's month. */
  async function revise(village: string, month: string, change: string): Promise<void> {
    await knex.transaction(async (transaction) => {
      await transaction.raw(
        `create temp table revised on commit drop as select * from atlas.village_facts
         where village_code = ? and period = ?::date order by revision desc limit 1`,
        [village, month],
      );
      const changed = await transaction.raw(
        `update revised set revision = revision + 1, recorded_at = now(), ${change} returning 1`,
      );
      expect(changed.rows).toHaveLength(1);
      await transaction.raw("insert into atlas.village_facts select * from revised");
    });
  }
});

describe("rules of data quality", () => {
  const content = {
    key: "A_RULE",
    left: ["clues"],
    operator: "<=",
    right: ["workers", 1],
    zh: "甲",
    en: "A",
  };

  it("come from closed lists: columns, operators and keys", () => {
    expect(toValidationRule(content, "", "row 1")).toMatchObject({ of: "COUNTY", right: ["workers", 1] });
    for (const [wrong, sentence] of [
      [{ ...content, operator: "like" }, /operator "like"/],
      [{ ...content, left: ["recorded_at"] }, /column "recorded_at"/],
      [{ ...content, left: ["constructor"] }, /column "constructor"/],
      [{ ...content, left: [null] }, /column null/],
      [{ ...content, left: ["vul_numerator"] }, /all of villages or all of counties/],
      [{ ...content, left: [1], right: [2] }, /names the columns none/],
      [{ ...content, key: "NO_NEW" }, /no name of a built-in rule/],
      [{ ...content, operator: "toString" }, /operator "toString"/],
      [{ ...content, en: "" }, /name in both languages/],
    ] as const)
      expect(() => toValidationRule(wrong, "", "row 1")).toThrow(sentence);
  });

  it("find nothing in a county that delivered nothing", () => {
    const village = (code: number, month: string) => ({
      village: `3608271009${code}`,
      month,
      recordedAt: 86_400_000 * code,
      inDelivery: false,
      figures: Array.from({ length: 14 }, () => null),
    });
    const facts = ["2026-06-01", ...MONTHS].flatMap((month) =>
      Array.from({ length: 60 }, (_, index) => village(10 + index, month)),
    );
    const rule = toValidationRule(
      { ...content, left: ["vul_numerator"], operator: ">", right: [0] },
      "",
      "row",
    );
    expect(findInVillages("360827", facts, MONTHS, DEFAULT_QUALITY_THRESHOLDS, [rule])).toMatchObject({
      findings: [],
      doubtful: new Set(),
    });
  });

  it("tell a file that was loaded from a hand that typed too fast", () => {
    const rows = (inDelivery: boolean) =>
      Array.from({ length: 60 }, (_, index) => ({
        village: `3608271009${10 + index}`,
        month: MONTHS[0] ?? "",
        // One transaction: every row bears the same instant.
        recordedAt: Date.parse("2026-08-03T01:00:00.250Z"),
        inDelivery,
        figures: Array.from({ length: 14 }, (_, place) => (place % 2 === 0 ? 11 + index : 400)),
      }));
    const found = (inDelivery: boolean) =>
      findInVillages("360827", rows(inDelivery), MONTHS, DEFAULT_QUALITY_THRESHOLDS, []);
    expect(found(false).findings).toMatchObject([{ rule: "BULK_EDIT", observed: 60 }]);
    expect(found(false).doubtful.size).toBe(60);
    expect(found(true)).toMatchObject({ findings: [], doubtful: new Set() });
  });

  it("call a jump an outlier, but not the way back, and nothing without a month before", () => {
    const steady = Array.from({ length: 40 }, (_, index) => ({
      previous: { numerator: 20 + (index % 5), denominator: 400 },
      current: { numerator: 20 + ((index + 2) % 5), denominator: 400 },
    }));
    const wildCount = { numerator: 280, denominator: 400 };
    const usual = { numerator: 20, denominator: 400 };
    const methods = (previous: typeof usual | null, current: typeof usual | null) =>
      outlyingRates([...steady, { previous, current }], 0.5, DEFAULT_QUALITY_THRESHOLDS.outliers)
        .filter(({ index }) => index === 40)
        .map(({ method }) => method);
    expect(methods(usual, wildCount)).toEqual(["Z", "MODIFIED_Z", "RANGE"]);
    expect(methods(wildCount, usual)).toEqual([]);
    expect(methods(null, wildCount)).toEqual(["RANGE"]);
    expect(methods(usual, null)).toEqual([]);
  });
});
