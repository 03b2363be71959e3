import { planVisits } from "../../geo/campaignPlan.ts";
import { daysBetween, isDay } from "../../geo/days.ts";
import { containsPersonalData } from "../../geo/personalData.ts";
import { isInScope } from "../caseworkSql.ts";
import type { Context } from "../context.ts";
import { conflict, notFound, type Refused, refuse } from "../refusals.ts";
import { refusing } from "../refusing.ts";
import { isUuid } from "../uuid.ts";
import { calendar } from "../workingDays.ts";
import { findCampaign, findVillage } from "./queries.ts";
import type { Campaign, CampaignVillage } from "./type.ts";

const LONGEST_DAYS = 366;

export interface NewCampaign {
  readonly id: string;
  readonly region: string;
  readonly name: string;
  readonly startsOn: string;
  readonly endsOn: string;
}

function refuseInput(context: Context, { id, region, name, startsOn, endsOn }: NewCampaign): Refused | null {
  if (!isUuid(id)) return refuse(context, "INVALID", "标识须为 UUID。", "The id is a UUID.");
  const length = [...name.trim()].length;
  if (length < 2 || length > 100 || containsPersonalData(name))
    return refuse(
      context,
      "INVALID",
      "名称须为 2 至 100 个字，不得含个人信息。",
      "A name has 2 to 100 characters and nothing of a person.",
    );
  if (!/^([0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9})$/.test(region))
    return refuse(
      context,
      "INVALID",
      `区域 ${region.slice(0, 20)} 须为省、市、县或乡镇代码；片区请按县分别发起。`,
      `Region ${region.slice(0, 20)} must be the code of a province, prefecture, county or township; for an area open one for each county.`,
    );
  if (isDay(startsOn) && isDay(endsOn)) {
    const days = daysBetween(startsOn, endsOn);
    if (days >= 0 && days <= LONGEST_DAYS) return null;
  }
  return refuse(
    context,
    "INVALID",
    `日期 ${startsOn.slice(0, 20)} 至 ${endsOn.slice(0, 20)} 无效：形如 2026-11-30，结束不早于开始，至多一年。`,
    `The dates ${startsOn.slice(0, 20)} to ${endsOn.slice(0, 20)} are not valid: like 2026-11-30, the end not before the start, a year at most.`,
  );
}

/** Opens a campaign and plans every village of the region. */
export function openCampaign(context: Context, given: NewCampaign): Promise<Campaign | Refused> {
  const bad = refuseInput(context, given);
  if (bad) return Promise.resolve(bad);
  const place = given.region.padEnd(12, "0");
  return refusing(context, async ({ sql, record }) => {
    const known = await findCampaign(sql, given.id);
    if (known) return known;
    const [facts] = await sql<{ mayUse: boolean; villages: string[] }>(
      /* sql */ `
      select ${isInScope(":place::text", "WORK")} as "mayUse",
             array(select code from atlas.villages where code >= :region and code < :region || ':' order by code) as villages`,
      { place, region: given.region },
    );
    if (!facts?.mayUse) return notFound(context);
    const { villages } = facts;
    const plan = planVisits(villages.length, given.startsOn, given.endsOn, calendar);
    if (villages.length === 0 || plan === null)
      return refuse(
        context,
        "INVALID",
        villages.length === 0 ? "该区域没有行政村。" : "这段日期内没有工作日。",
        villages.length === 0 ? "The region has no village." : "Nobody works on any of these days.",
      );
    const opened = await sql(
      /* sql */ `
      insert into casework.campaigns (id, village_code, region_code, name, starts_on, ends_on, opened_by, is_demo)
      values (:id::uuid, :place, :region, :name, :startsOn::date, :endsOn::date, access.viewer(), :isDemo)
      on conflict (id) do nothing returning id`,
      { ...given, place, name: given.name.trim(), isDemo: context.viewer?.isDemo ?? false },
    );
    if (opened.length === 0)
      return refuse(
        context,
        "OTHER_CONTENT",
        "此标识已被使用；请换一个新的 UUID。",
        "This id is taken; make a new UUID.",
      );
    await sql(
      /* sql */ `
      insert into casework.campaign_villages (campaign_id, village_code, planned_on)
      select :id::uuid, code, day from unnest(:villages::text[], :plan::date[]) as planned (code, day)`,
      { id: given.id, villages, plan },
    );
    await sql("select casework.publish_campaign(:id::uuid, :villages::text[])", { id: given.id, villages });
    await record({
      action: "campaign.open",
      kind: "Campaign",
      id: given.id,
      regionCode: given.region,
      detail: { villages: villages.length, startsOn: given.startsOn, endsOn: given.endsOn },
    });
    return (await findCampaign(sql, given.id)) ?? notFound(context);
  });
}

export interface Check {
  readonly campaign: string;
  readonly village: string;
  readonly householdsChecked: number;
  readonly problems: number;
  readonly rowVersion: number;
}

const isCount = (value: number) => value >= 0 && value <= 100_000;

/** Says that a village was checked, or corrects what was said; the day of the first time stays. */
export function checkVillage(context: Context, given: Check): Promise<CampaignVillage | Refused> {
  if (!isCount(given.householdsChecked) || !isCount(given.problems))
    return Promise.resolve(
      refuse(
        context,
        "INVALID",
        `户数 ${given.householdsChecked} 与问题数 ${given.problems} 须在 0 与 100000 之间。`,
        `${given.householdsChecked} households and ${given.problems} problems: both between 0 and 100,000.`,
      ),
    );
  return refusing(context, async ({ sql, record }) => {
    if (isUuid(given.campaign))
      await sql(
        /* sql */ `
        select from casework.campaign_villages
        where campaign_id = :campaign::uuid and village_code = :village for update`,
        { ...given },
      );
    const village = await findVillage(sql, given.campaign, given.village);
    const campaign = village && (await findCampaign(sql, given.campaign));
    if (!village || !campaign) return notFound(context);
    if (village.rowVersion !== given.rowVersion) return conflict(context, village.rowVersion);
    const changed = await sql(
      /* sql */ `
      update casework.campaign_villages set
        checked_on = coalesce(checked_on, (now() at time zone 'Asia/Shanghai')::date), checked_by = access.viewer(),
        households_checked = :householdsChecked, problems = :problems, row_version = row_version + 1
      where campaign_id = :campaign::uuid and village_code = :village
        and :startsOn::date <= (now() at time zone 'Asia/Shanghai')::date returning village_code`,
      { ...given, startsOn: campaign.startsOn },
    );
    if (changed.length === 0)
      return refuse(
        context,
        "INVALID",
        `集中排查 ${campaign.startsOn} 才开始。`,
        `The campaign starts on ${campaign.startsOn}.`,
      );
    await sql("select casework.publish_campaign(:id::uuid, array[:village::text])", {
      id: given.campaign,
      village: given.village,
    });
    await record({
      action: "campaign.check",
      kind: "CampaignVillage",
      id: given.campaign,
      regionCode: given.village,
      detail: { households: given.householdsChecked, problems: given.problems },
    });
    return (await findVillage(sql, given.campaign, given.village)) ?? notFound(context);
  });
}
