import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { planVisits } from "../geo/campaignPlan.ts";
import { addDays } from "../geo/days.ts";
import { isWorkingDay } from "../geo/workingDays.ts";
import { calendar } from "../server/workingDays.ts";
import { atlases, graphql } from "./atlas.ts";
import { signInAs } from "./signedIn.ts";
import { extentOf, featuresOf, getTile, overTiles, sqlOn, tilesOver } from "./tileClient.ts";

const COUNTY = "360827";

interface Campaign {
  __typename: string;
  id: string;
  villages: number;
  checked: number;
  late: number;
  householdsChecked: number;
  problems: number;
  progress: { day: string; planned: number; checked: number | null }[];
  code?: string;
}
interface Check {
  __typename: string;
  villageCode: string;
  checkedOn: string | null;
  householdsChecked: number | null;
  rowVersion: number;
  code?: string;
}

const FIELDS = "id villages checked late householdsChecked problems progress { day planned checked }";
const OPEN = `mutation ($id: ID!, $region: String!, $name: String!, $startsOn: String!, $endsOn: String!) {
  openCampaign(id: $id, region: $region, name: $name, startsOn: $startsOn, endsOn: $endsOn) {
    __typename ... on Campaign { ${FIELDS} } ... on Refused { code message } } }`;
const CHECK = /* GraphQL */ `
  mutation ($campaign: ID!, $village: String!, $households: Int!, $problems: Int!, $rowVersion: Int!) {
    checkVillage(campaign: $campaign, village: $village, householdsChecked: $households, problems: $problems, rowVersion: $rowVersion) {
      __typename
      ... on CampaignVillage { villageCode checkedOn householdsChecked rowVersion }
      ... on Refused { code message }
    }
  }`;

describe.each(atlases)("campaigns on $name", ({ url, databaseUrl }) => {
  let county: Record<string, string>;
  let worker: Record<string, string>;
  let today: string;
  let villages: string[];
  let campaign: Campaign;
  const id = randomUUID();

  beforeAll(async () => {
    county = await signInAs(url, "demo.county");
    worker = await signInAs(url, "demo.worker");
    const [row] = await sqlOn<{ today: string; villages: string[] }>(
      databaseUrl,
      `select to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as today,
              array(select code from atlas.villages where county_code = $1 order by code) as villages`,
      [COUNTY],
    );
    today = row?.today ?? "";
    villages = row?.villages ?? [];
  });

  const open = async (more: Record<string, unknown> = {}, headers = county) => {
    const variables = {
      id,
      region: COUNTY,
      name: "饮水安全集中排查",
      startsOn: addDays(today, -9),
      endsOn: addDays(today, 20),
      ...more,
    };
    const { data, errors } = await graphql<{ openCampaign: Campaign }>(url, OPEN, variables, headers);
    expect(errors).toBeUndefined();
    return data.openCampaign;
  };
  const find = async (headers = county) =>
    (
      await graphql<{ campaign: Campaign | null }>(
        url,
        `{ campaign(id: "${id}") { ${FIELDS} } }`,
        {},
        headers,
      )
    ).data.campaign;
  const check = async (variables: Record<string, unknown>, headers = county) =>
    (
      await graphql<{ checkVillage: Check }>(
        url,
        CHECK,
        { campaign: id, households: 60, problems: 2, rowVersion: 1, ...variables },
        headers,
      )
    ).data.checkVillage;
  const shown = async (z: number, layer: string) => {
    const extent = await extentOf(databaseUrl, "point", `atlas.villages where county_code = '${COUNTY}'`);
    const bodies = await overTiles(tilesOver(extent, z), (tile) => getTile(url, "campaigns", tile));
    const features = bodies.flatMap(({ body }) => featuresOf(body, layer));
    // A polygon lies in every tile it meets.
    const byId = new Map(features.map((feature) => [feature.id, feature.properties]));
    return [...byId.values()].filter((feature) => feature.campaign === id);
  };

  it("plan every village of the region, evenly over the working days, once however often they are opened", async () => {
    campaign = await open();
    expect(campaign).toMatchObject({ __typename: "Campaign", villages: villages.length, checked: 0 });
    expect(await open({ name: "重复提交" })).toEqual(campaign);
    const planned = await sqlOn<{ day: string; count: number }>(
      databaseUrl,
      `select to_char(planned_on, 'YYYY-MM-DD') as day, count(*)::int as count from casework.campaign_villages
       where campaign_id = $1 group by 1 order by 1`,
      [id],
    );
    expect(planned.every(({ day }) => isWorkingDay(day, calendar))).toBe(true);
    const counts = planned.map(({ count }) => count);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    expect(campaign.progress.at(-1)).toEqual({
      day: planned.at(-1)?.day,
      planned: villages.length,
      checked: null,
    });
    const events = await sqlOn(databaseUrl, "select action from audit.events where entity_id = $1", [id]);
    expect(events).toEqual([{ action: "campaign.open" }]);
  });

  it("are opened in one's own region only, for days and divisions that exist", async () => {
    const bad = [
      { region: "luoxiao" },
      { endsOn: addDays(today, -10) },
      { startsOn: "2026-02-30" },
      { name: "一" },
      { startsOn: "2026-11-21", endsOn: "2026-11-22" },
    ];
    for (const more of bad)
      expect(await open({ id: randomUUID(), ...more })).toMatchObject({ code: "INVALID" });
    expect(await open({ id: randomUUID(), region: "360828" })).toMatchObject({ code: "NOT_FOUND" });
    const refused = await graphql(
      url,
      OPEN,
      { id, region: COUNTY, name: "排查", startsOn: today, endsOn: today },
      worker,
    );
    expect(refused.errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  });

  it("are seen by the worker of some of their villages, who checks those and no other", async () => {
    const [own = "", , , foreign = ""] = villages;
    expect((await find(worker))?.villages).toBe(villages.length);
    const checked = await check({ village: own }, worker);
    expect(checked).toMatchObject({ __typename: "CampaignVillage", checkedOn: today, rowVersion: 2 });
    expect(await check({ village: own }, worker)).toMatchObject({ code: "CONFLICT" });
    expect(await check({ village: own, households: 61, rowVersion: 2 }, worker)).toMatchObject({
      householdsChecked: 61,
    });
    expect(await check({ village: foreign }, worker)).toMatchObject({ code: "NOT_FOUND" });
    expect(await check({ village: own, households: -1, rowVersion: 3 }, worker)).toMatchObject({
      code: "INVALID",
    });
    const neighbour = await signInAs(url, "demo.neighbour");
    expect(await find(neighbour)).toBeNull();
    const seen = await graphql<{ campaignVillages: { totalCount: number } }>(
      url,
      `{ campaignVillages(campaign: "${id}") { totalCount } }`,
      {},
      worker,
    );
    expect(seen.data.campaignVillages.totalCount).toBe(2);
  });

  it("show on the map exactly what the API counts, and a check changes the tile of its village", async () => {
    for (const village of villages.slice(10, 20)) await check({ village });
    const api = await find();
    const [stored] = await sqlOn(
      databaseUrl,
      `select count(*)::int as villages, count(checked_on)::int as checked, sum(households_checked)::int as "householdsChecked",
              sum(problems)::int as problems from casework.campaign_villages where campaign_id = $1`,
      [id],
    );
    expect(api).toMatchObject(stored ?? {});
    const features = await shown(9, "campaign_villages");
    expect(features.length).toBe(api?.villages);
    expect(features.filter((feature) => feature.checkedOn !== undefined).length).toBe(api?.checked);
    const [sums] = await shown(6, "campaign_counties");
    expect([sums?.villages, sums?.checked]).toEqual([api?.villages, api?.checked]);
    const todays = api?.progress.find(({ day }) => day === today);
    expect(todays?.checked).toBe(api?.checked);

    await check({ village: villages[30] });
    // Tile servers hear of a change a moment after it is committed.
    for (let attempt = 0; attempt < 50; attempt += 1) {
      const [now] = await shown(6, "campaign_counties");
      if (now?.checked === (api?.checked ?? 0) + 1) break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const after = await shown(9, "campaign_villages");
    expect(after.find((feature) => feature.code === villages[30])?.checkedOn).toBe(today);
  });

  it("tell the open atlas days only, and let nobody write there", async () => {
    const columns = await sqlOn<{ name: string }>(
      databaseUrl,
      `select column_name as name from information_schema.columns
       where table_schema = 'atlas' and table_name = 'campaign_progress' order by ordinal_position`,
    );
    expect(columns.map(({ name }) => name)).toEqual([
      "id",
      "campaign_id",
      "village_code",
      "county_code",
      "planned_on",
      "checked_on",
    ]);
    const [rights] = await sqlOn(
      databaseUrl,
      `select has_table_privilege('atlas_open', 'atlas.campaign_progress', 'select') as reads,
              has_table_privilege('atlas_casework', 'atlas.campaign_progress', 'insert, update, delete') as writes,
              has_function_privilege('atlas_open', 'casework.publish_campaign(uuid, text[])', 'execute') as publishes`,
    );
    expect(rights).toEqual({ reads: true, writes: false, publishes: false });
  });
});

describe("the plan of a campaign", () => {
  it("falls on working days, never back, evenly, and ends on the last of them", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 3, max: 90 }),
        (count, start, length) => {
          const startsOn = addDays("2026-01-01", start);
          const plan = planVisits(count, startsOn, addDays(startsOn, length), calendar);
          // Over the Spring Festival nine days may pass without one that is worked.
          if (plan === null) return length < 10;
          const perDay = new Map<string, number>();
          for (const day of plan) perDay.set(day, (perDay.get(day) ?? 0) + 1);
          const counts = [...perDay.values()];
          expect(plan.length).toBe(count);
          expect([...plan].sort()).toEqual(plan);
          expect(plan.every((day) => day >= startsOn && isWorkingDay(day, calendar))).toBe(true);
          const later = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((days) => addDays(plan.at(-1) ?? "", days));
          expect(
            later.filter((day) => day <= addDays(startsOn, length) && isWorkingDay(day, calendar)),
          ).toEqual([]);
          return Math.max(...counts) - Math.min(...counts) <= 1;
        },
      ),
    );
  });
});
