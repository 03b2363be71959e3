import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { graphql } from "./atlas.ts";
import { type OwnAtlas, ownAtlas, places } from "./ownAtlas.ts";

const QUARTER = "2026-07-01";

describe.each(places)("tables of the work around the register on %s", { timeout: 120_000 }, (place) => {
  let atlas: OwnAtlas;
  let database: pg.Client;
  const rows = async <Row>(sql: string, values: unknown[] = []) =>
    (await database.query(sql, values)).rows as Row[];
  const ask = async <Data>(query: string) => {
    const answer = await graphql<Data>(atlas.url, query);
    expect(answer.errors).toBeUndefined();
    return answer.data;
  };

  /** Three counties of Ji'an, in a year that the demonstration leaves alone; the third delivers next to nothing. */
  beforeAll(async () => {
    atlas = await ownAtlas({}, place);
    database = new pg.Client({ connectionString: atlas.databaseUrl });
    await database.connect();
    await database.query(`
      insert into atlas.assessments (county_code, year, kind, measure, revision, numerator, denominator, surveyed_households) values
        ('360827', 2021, 'THIRD_PARTY', 'SATISFACTION', 1, 1, 100, 100),
        ('360827', 2021, 'THIRD_PARTY', 'SATISFACTION', 2, 90, 100, 100),
        ('360827', 2021, 'THIRD_PARTY', 'MISSED_RECOGNITION', 1, 1, 40, 100),
        ('360828', 2021, 'THIRD_PARTY', 'SATISFACTION', 1, 285, 300, 310),
        ('360828', 2021, 'THIRD_PARTY', 'WRONG_EXIT', 1, 0, 50, 310),
        ('360828', 2021, 'PROVINCIAL', 'SATISFACTION', 1, 1, 2, 2);
      insert into atlas.medical_parity (county_code, year, chronic_list_length, outpatient_reimbursed_fen, outpatient_cost_fen, local_cap_state, local_cap_fen, document) values
        ('360827', 2021, 30, 60, 100, 'CAP', 1000000, '县医保〔2021〕1号'),
        ('360828', 2021, 40, 100, 200, 'NONE', null, null),
        ('360829', 2021, null, null, null, 'CAP', 2000000, null);
      insert into atlas.workforce_quarters (county_code, quarter, villages_needing_secretary, villages_with_secretary, team_members,
        exported_within_county, exported_within_province, exported_outside_province, exported_organised) values
        ('360827', '2021-07-01', 10, 9, 20, 100, 200, 700, 250),
        ('360828', '2021-07-01', 30, 30, 61, 50, 50, 400, 100),
        ('360829', '2021-07-01', null, null, 5, 10, null, 20, null);
      insert into atlas.collective_incomes (village_code, year, revision, income_fen) values
        ('360827100900', 2021, 1, 1), ('360827100900', 2021, 2, 1000), ('360827100901', 2021, 1, 2000), ('360828100900', 2021, 1, 9000);
    `);
  }, 300_000);
  afterAll(async () => {
    await database?.end();
    await atlas?.stop();
  });

  it("shows assessment results by county, the highest revision, and of a prefecture what they add up to", async () => {
    const ratio = "{ numerator denominator share }";
    const row = `code satisfaction ${ratio} missedRecognition ${ratio} wrongExit ${ratio} accuracy ${ratio} surveyedHouseholds counties countiesInAll`;
    type Row = Record<string, unknown> & { code: string };
    const { county, city } = await ask<
      Record<"county" | "city", { years: number[]; rows: Row[]; whole: Row }>
    >(`{
      county: assessments(within: "3608", year: 2021) { years rows { ${row} } whole { ${row} } }
      city: assessments(within: "36", level: PREFECTURE, year: 2021) { years rows { ${row} } whole { ${row} } } }`);
    expect(county.years).toContain(2021);
    expect(county.rows.find(({ code }) => code === "360827")).toEqual({
      code: "360827",
      satisfaction: { numerator: 90, denominator: 100, share: 0.9 },
      missedRecognition: { numerator: 1, denominator: 40, share: 0.025 },
      wrongExit: null,
      accuracy: null,
      surveyedHouseholds: 100,
      counties: 1,
      countiesInAll: 1,
    });
    // (90 + 285) / (100 + 300), not the mean of 0.9 and 0.95.
    const together = { numerator: 375, denominator: 400, share: 0.9375 };
    expect(county.whole).toMatchObject({
      satisfaction: together,
      missedRecognition: { numerator: 1, denominator: 40, share: 0.025 },
      wrongExit: { numerator: 0, denominator: 50, share: 0 },
      accuracy: null,
      surveyedHouseholds: 410,
      counties: 2,
      countiesInAll: 13,
    });
    expect(city.rows.find(({ code }) => code === "3608")).toMatchObject({
      satisfaction: together,
      counties: 2,
    });
    expect(city.rows.find(({ code }) => code === "3607")).toMatchObject({ satisfaction: null, counties: 0 });
  });

  it("puts medical policies side by side with their distance to the median, and tells no cap from an unknown one", async () => {
    const { medicalParity } = await ask<{
      medicalParity: Record<string, unknown> & { rows: (Record<string, unknown> & { code: string })[] };
    }>(`{ medicalParity(within: "3608", year: 2021) { medianChronicListLength medianReimbursement medianLocalCap rows {
      code chronicListLength chronicListDifference reimbursement { share } reimbursementDifference localCapState localCap localCapDifference isDelivered } } }`);
    expect(medicalParity).toMatchObject({
      medianChronicListLength: 35,
      medianReimbursement: 0.55,
      medianLocalCap: 1_500_000,
    });
    const of = (county: string) => medicalParity.rows.find(({ code }) => code === county);
    expect(of("360827")).toMatchObject({
      chronicListLength: 30,
      chronicListDifference: -5,
      reimbursement: { share: 0.6 },
      localCapState: "CAP",
      localCap: 1_000_000,
      localCapDifference: -500_000,
    });
    expect(of("360827")?.reimbursementDifference).toBeCloseTo(0.05, 12);
    expect(of("360828")).toMatchObject({ localCapState: "NONE", localCap: null, localCapDifference: null });
    expect(of("360829")).toMatchObject({
      chronicListLength: null,
      chronicListDifference: null,
      localCapState: "CAP",
    });
    expect(of("360830")).toMatchObject({ localCapState: "UNKNOWN", localCap: null, isDelivered: false });
  });

  it("adds up first secretaries and labour export, leaving out what a county did not deliver", async () => {
    const { workforce } = await ask<{ workforce: { quarter: string; whole: object } }>(`{
      workforce(within: "3608", quarter: "2021Q3") { quarter whole {
        firstSecretaries { numerator denominator share } teamMembers exportedWithinCounty exportedWithinProvince exportedOutsideProvince
        organised { numerator denominator } outsideProvince { numerator denominator } counties } } }`);
    expect(workforce).toEqual({
      quarter: "2021Q3",
      whole: {
        firstSecretaries: { numerator: 39, denominator: 40, share: 0.975 },
        teamMembers: 86,
        exportedWithinCounty: 160,
        exportedWithinProvince: 250,
        exportedOutsideProvince: 1_120,
        organised: { numerator: 350, denominator: 1_500 },
        outsideProvince: { numerator: 1_100, denominator: 1_500 },
        counties: 3,
      },
    });
  });

  it("gives collective income per village that reported, of the highest revision", async () => {
    const { collectiveIncomes } = await ask<{
      collectiveIncomes: { rows: { code: string }[]; whole: object };
    }>(
      `{ collectiveIncomes(within: "3608", year: 2021) { rows { code villages income perVillage } whole { villages income perVillage } } }`,
    );
    expect(collectiveIncomes.rows.find(({ code }) => code === "360827")).toEqual({
      code: "360827",
      villages: 2,
      income: 3_000,
      perVillage: 1_500,
    });
    expect(collectiveIncomes.whole).toEqual({ villages: 3, income: 12_000, perVillage: 4_000 });
  });

  const published = async (indicator: string, region: string, quarter = QUARTER) =>
    (
      await rows<{ value: number | null; numerator: number | null; denominator: number | null }>(
        `select value, numerator, denominator from atlas.indicator_values
         join atlas.publications on id = publication_id and is_current and quarter = $3
         where indicator = $1 and region_code = $2`,
        [indicator, region, quarter],
      )
    )[0];

  it("publishes each of them from the rows it stands on, and the sums of a province from those of its counties", async () => {
    const one = async (sql: string) => (await rows<{ n: string | null; d: string | null }>(sql))[0];
    const oracles: Record<string, string> = {
      FUND_DISBURSED: `select sum(amount_fen) filter (where kind = 'DISBURSED') as n,
        sum(amount_fen) filter (where kind = 'ALLOCATED') - coalesce(sum(amount_fen) filter (where kind = 'RETURNED'), 0) as d
        from atlas.fund_movements where fiscal_year = 2026 and day <= '2026-09-30' and county_code like '$%'`,
      FUND_SETTLED: `select sum(amount_fen) filter (where kind = 'SETTLED') as n, sum(amount_fen) filter (where kind = 'DISBURSED') as d
        from atlas.fund_movements where fiscal_year = 2026 and day <= '2026-09-30' and county_code like '$%'`,
      SATISFACTION: `select sum(numerator) as n, sum(denominator) as d from atlas.assessments
        where kind = 'THIRD_PARTY' and measure = 'SATISFACTION' and year = 2025 and county_code like '$%'`,
      MISSED_RECOGNITION: `select sum(numerator) as n, sum(denominator) as d from atlas.assessments
        where kind = 'THIRD_PARTY' and measure = 'MISSED_RECOGNITION' and year = 2025 and county_code like '$%'`,
      WRONG_EXIT: `select sum(numerator) as n, sum(denominator) as d from atlas.assessments
        where kind = 'THIRD_PARTY' and measure = 'WRONG_EXIT' and year = 2025 and county_code like '$%'`,
      RECOGNITION_ACCURACY: `select sum(numerator) as n, sum(denominator) as d from atlas.assessments
        where kind = 'THIRD_PARTY' and measure = 'ACCURACY' and year = 2025 and county_code like '$%'`,
      OUTPATIENT_REIMBURSEMENT: `select sum(outpatient_reimbursed_fen) as n, sum(outpatient_cost_fen) as d
        from atlas.medical_parity where year = 2025 and county_code like '$%'`,
      FIRST_SECRETARIES: `select sum(villages_with_secretary) as n, sum(villages_needing_secretary) as d
        from atlas.workforce_quarters where quarter = '2026-07-01' and county_code like '$%'`,
      ORGANISED_EXPORT: `select sum(exported_organised) as n, sum(exported_within_county + exported_within_province + exported_outside_province) as d
        from atlas.workforce_quarters where quarter = '2026-07-01' and county_code like '$%'`,
      LABOUR_EXPORT_OUTSIDE_PROVINCE: `select sum(exported_outside_province) as n, sum(exported_within_county + exported_within_province + exported_outside_province) as d
        from atlas.workforce_quarters where quarter = '2026-07-01' and county_code like '$%'`,
      COLLECTIVE_INCOME: `select sum(income_fen) as n, count(*) as d from atlas.collective_incomes
        where year = 2025 and village_code like '$%'`,
    };
    for (const [indicator, sql] of Object.entries(oracles)) {
      for (const region of ["360827", "3607", "36"]) {
        const [figure, expected] = [
          await published(indicator, region),
          await one(sql.replaceAll("$", region)),
        ];
        const [n, d] = [expected?.n, expected?.d].map((sum) => (sum == null ? null : Number(sum)));
        expect([indicator, region, figure?.numerator, figure?.denominator]).toEqual([
          indicator,
          region,
          n,
          d,
        ]);
        if (n != null && d) expect(figure?.value).toBeCloseTo(n / d, 12);
      }
    }
  });

  it("publishes as idle the planted balances alone", async () => {
    const idle = await rows<{ region: string }>(
      `select region_code as region from atlas.indicator_values
       join atlas.publications on id = publication_id and is_current and quarter = $1
       where indicator = 'FUND_IDLE' and region_code ~ '^[0-9]{6}$' and value > 0 order by 1`,
      [QUARTER],
    );
    expect(idle.map(({ region }) => region)).toEqual(["360732", "430224"]);
  });

  it("gives what cannot be added up to counties only, and a year to the first quarter that knows it", async () => {
    const [list] = await rows<{ n: number; cap: string | null }>(
      "select chronic_list_length as n, local_cap_fen as cap from atlas.medical_parity where county_code = '360827' and year = 2025",
    );
    expect((await published("CHRONIC_LIST_LENGTH", "360827"))?.value).toBe(list?.n);
    expect((await published("LOCAL_CAP", "360827"))?.value).toBe(list?.cap == null ? null : Number(list.cap));
    for (const region of ["3608", "36", "luoxiao"])
      for (const indicator of ["CHRONIC_LIST_LENGTH", "LOCAL_CAP"])
        expect(await published(indicator, region)).toBeUndefined();
    // The survey of 2025 came in March 2026; the fourth quarter of 2025 knows that of 2024.
    for (const [quarter, year] of [
      ["2025-10-01", 2024],
      ["2026-01-01", 2025],
    ] as const) {
      const [survey] = await rows<{ n: string }>(
        `select sum(numerator) as n from atlas.assessments
         where kind = 'THIRD_PARTY' and measure = 'SATISFACTION' and year = $1 and county_code like '36%'`,
        [year],
      );
      expect((await published("SATISFACTION", "36", quarter))?.numerator).toBe(Number(survey?.n));
    }
  });

  it("gives a map every county's figure with the feature it colours, as compare gives it", async () => {
    const { regionValues, compare } = await ask<{
      regionValues: { period: string; rows: { code: string; featureId: number; value: number | null }[] };
      compare: { rows: { values: { value: number | null }[][] }[] };
    }>(`{ regionValues(kind: COUNTY, indicator: "SATISFACTION", period: "2026-08") { period rows { code featureId value } }
      compare(regions: ["360827"], indicators: ["SATISFACTION"], periods: ["2026Q3"]) { rows { values { value } } } }`);
    expect(regionValues.period).toBe("2026Q3");
    expect(regionValues.rows).toHaveLength(23);
    const suichuan = regionValues.rows.find(({ code }) => code === "360827");
    expect(suichuan?.value).toBe(compare.rows[0]?.values[0]?.[0]?.value);
    const [region] = await rows<{ id: number }>(
      "select feature_id as id from atlas.regions where code = '360827'",
    );
    expect(suichuan?.featureId).toBe(region?.id);
  });
});
