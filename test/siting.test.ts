import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { PLANTED } from "../server/demo/planted.ts";
import { atlases, graphql } from "./atlas.ts";
import { signInAs } from "./signedIn.ts";

interface Site {
  code: string;
  countyCode: string;
  capacity: number;
  smallest: number;
  promisedBasisPoints: number;
  paidShare: number | null;
}
interface Candidates {
  need: { needs: boolean; constrainedShare: number; viableProjects: number; reasons: string[]; rule: string };
  ranked: {
    rank: number;
    score: number;
    straightKm: number;
    roadKm: number;
    site: Site;
    parts: { key: string; value: number; weight: number; points: number; sentence: string }[];
  }[];
  excluded: { limit: string; sentence: string; site: Site }[];
}
const SITE = "site { code countyCode capacity smallest promisedBasisPoints paidShare }";
const CANDIDATES = `query ($village: String!, $money: Float) { enclaveCandidates(village: $village, first: 50, moneyFen: $money) {
  need { needs constrainedShare viableProjects reasons rule }
  ranked { rank score straightKm roadKm ${SITE} parts { key value weight points sentence } }
  excluded { limit sentence ${SITE} } } }`;
const ALLOCATION = `query ($input: EnclaveAllocationInput!) { enclaveAllocation(input: $input) {
  objective dualBound villages hosts placed unplaced rounds columns method
  placements(first: 500) { villageCode amount score value belowSmallest sentence ${SITE} }
  binding(first: 500) { kind villageCode price sentence site { code } }
  unmet(first: 500) { villageCode amount reason sentence } } }`;
interface Allocation {
  objective: number;
  dualBound: number;
  villages: number;
  hosts: number;
  placed: number;
  unplaced: number;
  placements: {
    villageCode: string;
    amount: number;
    score: number;
    value: number;
    belowSmallest: boolean;
    sentence: string;
    site: Site;
  }[];
  binding: {
    kind: string;
    villageCode: string | null;
    price: number;
    sentence: string;
    site: { code: string } | null;
  }[];
  unmet: { villageCode: string; amount: number; reason: string; sentence: string }[];
}

/** Villages in need, by another way than the product's: every pair of village and project is looked at. */
const IN_NEED = /* sql */ `
  select village.code from atlas.villages village join atlas.constrained_villages land on land.village_code = village.code
  where land.share >= 0.5
    and (select count(*) from atlas.industry_projects project
         left join atlas.project_links link on link.project_code = project.code and link.village_code = village.code
         where (project.village_code = village.code or link.village_code is not null)
           and project.status in ('PLANNED', 'BUILDING', 'OPERATING')) = 0
  order by 1`;

describe.each(atlases)("where an enclave could go, on $name", ({ url, databaseUrl }) => {
  const database = new pg.Client({ connectionString: databaseUrl });
  let inNeed: string[];
  let planner: Record<string, string>;

  beforeAll(async () => {
    await database.connect();
    inNeed = (await database.query<{ code: string }>(IN_NEED)).rows.map(({ code }) => code);
    planner = await signInAs(url, "demo.planner");
  });
  afterAll(() => database.end());

  const candidates = async (village: string, money = 100_000_000, headers = {}) => {
    const { data, errors } = await graphql<{ enclaveCandidates: Candidates | null }>(
      url,
      CANDIDATES,
      { village, money },
      headers,
    );
    expect(errors).toBeUndefined();
    return data.enclaveCandidates;
  };
  const allocation = (input: Record<string, unknown>, headers = planner) =>
    graphql<{ enclaveAllocation: Allocation }>(
      url,
      ALLOCATION,
      { input: { within: "luoxiao", moneyFen: 80_000_000, ...input } },
      headers,
    );

  it("stores the share of all zones together: that of the only kind, and where kinds overlap their union by geometry", async () => {
    const { rows } = await database.query<{
      kinds: number;
      largest: number;
      sum: number;
      share: number;
      area: number;
    }>(/* sql */ `
      select count(*)::int as kinds, max(kind.share) as largest, sum(kind.share) as sum, land.share,
             (select st_area(st_intersection(village.outline, st_union(zone.outline))) / st_area(village.outline)
              from atlas.villages village join atlas.constraint_zones zone on st_intersects(zone.outline, village.outline)
              where village.code = land.village_code group by village.outline) as area
      from atlas.constrained_villages land join atlas.village_constraints kind on kind.village_code = land.village_code
      group by land.village_code, land.share order by count(*) desc, land.village_code limit 150`);
    expect(rows[0]?.kinds).toBeGreaterThan(1);
    expect(rows.at(-1)?.kinds).toBe(1);
    for (const { largest, sum, share, area } of rows) {
      expect(share).toBeCloseTo(area, 5);
      expect(share).toBeGreaterThanOrEqual(largest - 1e-9);
      expect(share).toBeLessThanOrEqual(Math.min(1, sum) + 2e-6);
    }
    const { rows: counts } = await database.query(
      "select (select count(*) from atlas.constrained_villages) = (select count(distinct village_code) from atlas.village_constraints) as same",
    );
    expect(counts).toEqual([{ same: true }]);
  });

  it("filters the villages in need as SQL does, and gives each its reasons", async () => {
    expect(inNeed.length).toBeGreaterThan(10);
    const page = async (needsEnclave: boolean) =>
      (
        await graphql<{
          villages: { totalCount: number; nodes: { code: string; needsEnclave: Candidates["need"] }[] };
        }>(
          url,
          `query ($needsEnclave: Boolean) { villages(where: { needsEnclave: $needsEnclave }, first: 500) { totalCount
             nodes { code needsEnclave { needs constrainedShare viableProjects reasons rule } } } }`,
          { needsEnclave },
        )
      ).data.villages;
    const them = await page(true);
    expect(them.nodes.map(({ code }) => code)).toEqual(inNeed.slice(0, 500));
    expect(them.totalCount).toBe(inNeed.length);
    for (const { needsEnclave } of them.nodes) {
      expect(needsEnclave).toMatchObject({
        needs: true,
        viableProjects: 0,
        reasons: ["MOSTLY_CONSTRAINED", "NO_VIABLE_PROJECT"],
      });
      expect(needsEnclave.rule).toContain("enclave-need-1");
    }
    const others = await page(false);
    expect(others.totalCount).toBe(5_000 - inNeed.length);
    expect(
      others.nodes.every(({ needsEnclave }) => !needsEnclave.needs && needsEnclave.reasons.length === 2),
    ).toBe(true);
    // The same list by the way that passes JSON of the database through.
    const { data } = await graphql<{ villages: { nodes: { code: string }[] } }>(
      url,
      "{ villages(where: { needsEnclave: true }, first: 500) { nodes { code } } }",
    );
    expect(data.villages.nodes.map(({ code }) => code)).toEqual(inNeed.slice(0, 500));
  });

  it("ranks the hosts by five parts that add up, each with its sentence, and names the limit that excludes the others", async () => {
    const village = inNeed[0] ?? "";
    const found = await candidates(village);
    const { rows: sites } = await database.query<{
      code: string;
      km: number;
      capacity: string;
      paid: number | null;
      sector: number | null;
    }>(
      `select site.code, st_distancesphere(site.point, village.point) / 1000 as km, site.capacity_fen as capacity,
              (select sum(least(paid_fen, promised_fen))::float8 / nullif(sum(promised_fen), 0) from atlas.enclaves e join atlas.dividends d on d.enclave_code = e.code
               where (e.host_code = site.county_code or e.operator = site.operator) and d.year < 2026) as paid,
              (select sum(least(paid_fen, promised_fen))::float8 / nullif(sum(promised_fen), 0) from atlas.enclaves e join atlas.dividends d on d.enclave_code = e.code
               where e.sector = site.sector and d.year < 2026) as sector
       from atlas.enclave_host_sites site, atlas.villages village where village.code = $1`,
      [village],
    );
    expect((found?.ranked.length ?? 0) + (found?.excluded.length ?? 0)).toBe(sites.length);
    expect(found?.ranked.length).toBeGreaterThan(5);
    const bySite = new Map(sites.map((site) => [site.code, site]));
    for (const { site, parts, score, straightKm, roadKm } of found?.ranked ?? []) {
      const known = bySite.get(site.code);
      const value = Object.fromEntries(parts.map((part) => [part.key, part.value]));
      expect(straightKm).toBeCloseTo(known?.km ?? 0, 0);
      expect(roadKm).toBeCloseTo(1.4 * straightKm, 6);
      expect(value.DISTANCE).toBeCloseTo(Math.max(0, 1 - roadKm / 1_200), 9);
      expect(site.paidShare).toEqual(known?.paid ?? null);
      expect(value.RECORD).toBeCloseTo(known?.paid ?? 0, 9);
      expect(value.SECTOR).toBeCloseTo(known?.sector ?? 0, 9);
      expect(value.CAPACITY).toBeCloseTo(1 - 100_000_000 / Number(known?.capacity), 9);
      expect(parts.reduce((sum, part) => sum + part.points, 0)).toBeCloseTo(score, 9);
      for (const part of parts) expect(part.points).toBeCloseTo(100 * part.value * part.weight, 9);
      expect(parts.every(({ sentence }) => sentence.length > 5)).toBe(true);
    }
    const scores = found?.ranked.map(({ score }) => score) ?? [];
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(found?.ranked.map(({ rank }) => rank)).toEqual(scores.map((_, index) => index + 1));
    // Records differ: full, short where the planted arrears are, none.
    const records = new Set(
      found?.ranked
        .concat()
        .map(({ site }) => (site.paidShare === null ? "none" : site.paidShare < 1 ? "short" : "full")),
    );
    const all = new Set([
      ...records,
      ...(found?.excluded ?? []).map(({ site }) =>
        site.paidShare === null ? "none" : site.paidShare < 1 ? "short" : "full",
      ),
    ]);
    expect(all).toEqual(new Set(["none", "short", "full"]));
    const { rows: short } = await database.query<{ code: string }>(
      "select code from atlas.enclave_host_sites where county_code = $1",
      [PLANTED.enclaveInArrears.host],
    );
    expect(short.length).toBeGreaterThan(0);
    const poor = await candidates(village, 1_000_000, { "accept-language": "en" });
    expect(poor?.ranked).toEqual([]);
    expect(new Set(poor?.excluded.map(({ limit }) => limit))).toContain("TOO_SMALL");
    expect(poor?.excluded.find(({ limit }) => limit === "TOO_SMALL")?.sentence).toContain(
      "below its smallest amount",
    );
    const rich = await candidates(village, 5_000_000_000_000);
    expect(new Set(rich?.excluded.map(({ limit }) => limit))).toContain("NO_CAPACITY");
    expect(await candidates("000000000000")).toBeNull();
  });

  it("allocates within every limit, at the optimum its duals prove, and explains what is left", async () => {
    const { data, errors } = await allocation({ capacityShare: 0.1 });
    expect(errors).toBeUndefined();
    const it = data.enclaveAllocation;
    expect(it.villages).toBe(inNeed.length);
    expect(Math.abs(it.dualBound - it.objective) / it.objective).toBeLessThan(1e-9);
    const sumBy = (key: (each: Allocation["placements"][number]) => string) => {
      const sums = new Map<string, number>();
      for (const each of it.placements) sums.set(key(each), (sums.get(key(each)) ?? 0) + each.amount);
      return sums;
    };
    expect(it.placements.length).toBeLessThan(500);
    const hosts = new Map(it.placements.map(({ site }) => [site.code, site]));
    for (const [code, amount] of sumBy(({ site }) => site.code))
      expect(amount).toBeLessThanOrEqual(0.1 * (hosts.get(code)?.capacity ?? 0) + 5);
    const byVillage = sumBy(({ villageCode }) => villageCode);
    for (const amount of byVillage.values()) expect(amount).toBeLessThanOrEqual(80_000_000);
    for (const each of it.placements) {
      expect(each.amount).toBeLessThanOrEqual(40_000_000);
      expect(each.value).toBeCloseTo((each.site.promisedBasisPoints * each.score) / 100, 9);
      expect(each.belowSmallest).toBe(each.amount < each.site.smallest);
      expect(each.site.countyCode).not.toBe(each.villageCode.slice(0, 6));
    }
    const worth = it.placements.reduce((sum, { amount, value }) => sum + (amount / 1_000_000) * value, 0);
    expect(worth).toBeCloseTo(it.objective, 2);
    expect(it.placed).toBe(it.placements.reduce((sum, { amount }) => sum + amount, 0));
    expect(it.placed + it.unplaced).toBe(80_000_000 * it.villages);
    for (const { villageCode, amount, sentence } of it.unmet) {
      expect(amount).toBe(80_000_000 - (byVillage.get(villageCode) ?? 0));
      expect(sentence.length).toBeGreaterThan(5);
    }
    const capacities = it.binding.filter(({ kind }) => kind === "HOST_CAPACITY");
    expect(capacities.length).toBeGreaterThan(0);
    expect(capacities[0]?.sentence).toContain(capacities[0]?.price.toFixed(2));
    // The price is true: a hundredth more capacity everywhere is worth at most what the prices say, and about that.
    const wider = (await allocation({ capacityShare: 0.1001 })).data.enclaveAllocation;
    const more = capacities.reduce(
      (sum, { price, site }) =>
        sum + (price * 0.0001 * (hosts.get(site?.code ?? "")?.capacity ?? 0)) / 1_000_000,
      0,
    );
    expect(wider.objective - it.objective).toBeGreaterThan(0);
    expect(wider.objective - it.objective).toBeLessThanOrEqual(more * (1 + 1e-6) + 1e-6);
    // Asked again it is the same, to the letter.
    expect((await allocation({ capacityShare: 0.1 })).data.enclaveAllocation).toEqual(it);
  });

  it("keeps a budget, and is for planners and coordinators only", async () => {
    const { data } = await allocation({ budgetFen: 200_000_000 });
    expect(data.enclaveAllocation.placed).toBe(200_000_000);
    expect(data.enclaveAllocation.binding.find(({ kind }) => kind === "BUDGET")?.price).toBeGreaterThan(0);
    expect(new Set(data.enclaveAllocation.unmet.map(({ reason }) => reason))).toContain("BUDGET");
    for (const more of [
      { moneyFen: 0 },
      { moneyFen: 1.5 },
      { mostOfOneHost: 0 },
      { capacityShare: 2 },
      { farthestKm: -1 },
      { within: "nowhere" },
    ])
      expect((await allocation(more)).errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
    expect((await allocation({}, {})).errors?.[0]?.extensions.code).toBe("UNAUTHENTICATED");
    const worker = await signInAs(url, "demo.worker");
    expect((await allocation({}, worker)).errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  });
});
