import { colleague, placeName, TODAY } from "../caseworkSql.ts";
import { type Connection, keyset, type Order, type Page, toConnection } from "../connection.ts";
import type { Batch, Context, Sql } from "../context.ts";
import { countRows } from "../count.ts";
import { type Scope, scopeFilter } from "../regions/queries.ts";
import { isUuid } from "../uuid.ts";
import type { Campaign, CampaignDay, CampaignVillage } from "./type.ts";

/** Villages are counted from the open progress, as the tiles are: what only some may see is added up under their scope. */
const columns = /* sql */ `
  campaign.id, campaign.region_code as "regionCode", ${placeName("campaign.village_code")} as "regionName", campaign.name,
  campaign.starts_on as "startsOn", campaign.ends_on as "endsOn", campaign.opened_at as "openedAt",
  campaign.is_demo as "isDemo", campaign.row_version as "rowVersion", done.villages, done.checked, done.late,
  seen.households::int as "householdsChecked", seen.problems::int as problems`;

const joined = /* sql */ `
  cross join lateral (
    select count(*)::int as villages, count(progress.checked_on)::int as checked,
           (count(*) filter (where progress.checked_on is null and progress.planned_on < ${TODAY}))::int as late
    from atlas.campaign_progress progress where progress.campaign_id = campaign.id) done
  cross join lateral (
    select coalesce(sum(village.households_checked), 0) as households, coalesce(sum(village.problems), 0) as problems
    from casework.campaign_villages village where village.campaign_id = campaign.id) seen`;

export async function findCampaign(sql: Sql, id: string): Promise<Campaign | null> {
  if (!isUuid(id)) return null;
  const [campaign] = await sql<Campaign>(
    `select ${columns} from casework.campaigns campaign ${joined} where campaign.id = :id::uuid`,
    { id },
  );
  return campaign ?? null;
}

const campaignOrder: Order<Campaign> = [
  { sql: "campaign.starts_on::text", type: "text", descending: true, value: (row) => row.startsOn },
  { sql: "campaign.id::text", type: "text", value: (row) => row.id },
];

/** Campaigns through any village of a scope, the newest first. */
export async function selectCampaigns(
  { casework }: Context,
  scope: Scope,
  page: Page,
): Promise<Connection<Campaign>> {
  const inside = scopeFilter(scope, "village.village_code", "village.county_code");
  const from = /* sql */ `
    from casework.campaigns campaign`;
  const where = /* sql */ `
    where exists (select from casework.campaign_villages village
                  where village.campaign_id = campaign.id and ${inside.where})`;
  const keys = keyset(campaignOrder, page);
  const rows = await casework(({ sql }) =>
    sql<Campaign>(
      `select ${columns} ${from} ${joined} ${where} and ${keys.where} order by ${keys.orderBy} limit :pageLimit`,
      { ...inside.values, ...keys.values },
    ),
  );
  return toConnection(rows, page, campaignOrder, (mode) =>
    casework(({ sql }) => countRows(sql, from + where, inside.values, mode)),
  );
}

const villageColumns = /* sql */ `
  village.campaign_id as "campaignId", village.village_code as "villageCode",
  ${placeName("village.village_code")} as "villageName", village.planned_on as "plannedOn",
  village.checked_on as "checkedOn", ${colleague("village.checked_by")} as "checkedBy",
  village.households_checked as "householdsChecked", village.problems, village.row_version as "rowVersion"`;

export async function findVillage(
  sql: Sql,
  campaignId: string,
  code: string,
): Promise<CampaignVillage | null> {
  if (!isUuid(campaignId)) return null;
  const [village] = await sql<CampaignVillage>(
    `select ${villageColumns} from casework.campaign_villages village
     where village.campaign_id = :campaignId::uuid and village.village_code = :code`,
    { campaignId, code },
  );
  return village ?? null;
}

const villageOrder: Order<CampaignVillage> = [
  { sql: "village.planned_on::text", type: "text", value: (row) => row.plannedOn },
  { sql: "village.village_code", type: "text", value: (row) => row.villageCode },
];

/** Villages of a campaign within the viewer's scope, soonest planned first. */
export async function selectVillages(
  { casework }: Context,
  { campaignId, checked }: { campaignId: string; checked: boolean | null },
  page: Page,
): Promise<Connection<CampaignVillage>> {
  const from = /* sql */ `
    from casework.campaign_villages village
    where village.campaign_id = :campaignId::uuid
      and (:checked::boolean is null or (village.checked_on is not null) = :checked)`;
  const values = { campaignId: isUuid(campaignId) ? campaignId : null, checked };
  const keys = keyset(villageOrder, page);
  const rows = await casework(({ sql }) =>
    sql<CampaignVillage>(
      `select ${villageColumns} ${from} and ${keys.where} order by ${keys.orderBy} limit :pageLimit`,
      { ...values, ...keys.values },
    ),
  );
  return toConnection(rows, page, villageOrder, (mode) =>
    casework(({ sql }) => countRows(sql, from, values, mode)),
  );
}

/** A campaign lasts a year at most; what is checked years later adds no day. */
const MOST_DAYS = 1_000;

/** Planned against done, day by day, of many campaigns: every day on which either moves, and today. */
export const progressOf: Batch<string, CampaignDay[]> = async ({ sql }, ids) => {
  const rows = await sql<CampaignDay & { id: string }>(
    /* sql */ `
    with move as (
      select campaign_id, planned_on as day, 1 as planned, 0 as checked
      from atlas.campaign_progress where campaign_id = any (:ids::uuid[])
      union all
      select campaign_id, checked_on, 0, 1
      from atlas.campaign_progress where campaign_id = any (:ids::uuid[]) and checked_on is not null
      union all
      select unnest(:ids::uuid[]), ${TODAY}, 0, 0)
    select campaign_id as id, day, sum(sum(planned)) over so_far::int as planned,
           case when day <= ${TODAY} then sum(sum(checked)) over so_far::int end as checked
    from move group by campaign_id, day
    window so_far as (partition by campaign_id order by day) order by campaign_id, day`,
    { ids: [...ids] },
  );
  return ids.map((asked) =>
    rows
      .filter(({ id }) => id === asked)
      .slice(0, MOST_DAYS)
      .map(({ day, planned, checked }) => ({ day, planned, checked })),
  );
};
