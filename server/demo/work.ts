import type { Knex } from "knex";
import { planVisits } from "../../geo/campaignPlan.ts";
import { addDays } from "../../geo/days.ts";
import { TODAY } from "../caseworkSql.ts";
import { dueBefore } from "../ledger/dueDays.ts";
import type { SeverityName } from "../ledger/type.ts";
import { calendar } from "../workingDays.ts";
import { CASEWORK_COUNTY, demoId } from "./people.ts";

/** Subject, how it was found, how bad, what is wrong, days from today to the target, status. */
const PROBLEMS: readonly (readonly [
  subject: string,
  foundBy: string,
  severity: SeverityName,
  description: string,
  days: number,
  status: "OPEN" | "FIXED" | "CLOSED" | "REOPENED",
])[] = [
  ["WATER", "INSPECTION", "SERIOUS", "集中供水点水质检测不合格，尚未更换消毒设备", 30, "OPEN"],
  ["WATER", "CAMPAIGN", "ORDINARY", "枯水期供水不足，水池渗漏未修", 21, "FIXED"],
  ["GUARANTEES", "INSPECTION", "SERIOUS", "两处住房鉴定为危房，改造尚未开工", 25, "OPEN"],
  ["GUARANTEES", "AUDIT", "ORDINARY", "医保参保台账与系统人数不一致", -12, "CLOSED"],
  ["GUARANTEES", "PUBLIC_TIP", "MINOR", "村卫生室常用药目录未公示", 14, "OPEN"],
  ["RELOCATION", "INSPECTION", "ORDINARY", "安置点社区服务中心未挂牌，便民事项无人办理", 18, "FIXED"],
  ["INDUSTRY", "AUDIT", "SERIOUS", "帮扶车间停产三个月，资产未移交管护", -3, "OPEN"],
  ["INDUSTRY", "INSPECTION", "ORDINARY", "产业项目分红方案未经村民代表会议通过", 10, "REOPENED"],
  ["PUBLIC_POSTS", "AUDIT", "ORDINARY", "公益岗位考勤记录缺两个月", -20, "OPEN"],
  ["PUBLIC_POSTS", "PUBLIC_TIP", "MINOR", "公益岗位公告栏信息未更新", 12, "CLOSED"],
  ["FUNDS", "AUDIT", "SERIOUS", "项目资金拨付超过进度，验收材料不全", -8, "OPEN"],
  ["FUNDS", "AUDIT", "ORDINARY", "结余资金未按季公示", 28, "OPEN"],
  ["PROCEDURE", "INSPECTION", "ORDINARY", "村级评议会议记录无到会人数", 9, "FIXED"],
  ["PROCEDURE", "ALERT", "SERIOUS", "三条预警超过核查期限未答复", 5, "OPEN"],
  ["OTHER", "CAMPAIGN", "MINOR", "帮扶联系牌字迹不清", 16, "CLOSED"],
  ["OTHER", "PUBLIC_TIP", "ORDINARY", "通组道路塌方处未设警示标志", 7, "REOPENED"],
];

/** Days before today that the demonstration campaign began, and after today that it ends. */
const BEGAN = 20;
const ENDS = 15;

/** Fills the ledger of the casework county and opens a campaign through it, once, in one transaction. */
export async function loadDemoWork(knex: Knex): Promise<void> {
  const campaign = demoId("campaign");
  const { rows: found } = await knex.raw<{ rows: { today: string; villages: string[] }[] }>(
    /* sql */ `
    select ${TODAY} as today, array(select code from atlas.villages where county_code = :county and is_demo order by code) as villages
    where not exists (select from casework.campaigns where id = :campaign::uuid)`,
    { county: CASEWORK_COUNTY, campaign },
  );
  const { today, villages = [] } = found[0] ?? {};
  if (today === undefined || villages.length === 0) return;
  const [startsOn, endsOn] = [addDays(today, -BEGAN), addDays(today, ENDS)];
  const plan = planVisits(villages.length, startsOn, endsOn, calendar) ?? [];
  const visits = villages.map((code, index) => {
    const plannedOn = plan[index] ?? endsOn;
    // One village in nine is behind its plan; some were done a day early or late.
    const day = addDays(plannedOn, (index % 3) - 1);
    const done = day <= today && day >= startsOn && index % 9 !== 4;
    return {
      code,
      planned_on: plannedOn,
      checked_on: done ? day : null,
      households: done ? 40 + ((index * 37) % 90) : null,
      problems: done ? (index % 5 === 0 ? 1 + (index % 3) : 0) : null,
    };
  });
  await knex.transaction(async (transaction) => {
    await transaction.raw(
      /* sql */ `
      with items as (
        insert into casework.ledger_items
          (id, village_code, found_by, subject, description, severity, status, owner_id, target_on, due_on,
           fixed_by, fixed_at, evidence, verified_by, verified_at, is_demo, opened_at)
        select id, place, found_by, subject, description, severity, status, :fixer::uuid, target_on, due_on,
               case when status <> 'OPEN' then :fixer::uuid end, case when status <> 'OPEN' then now() - interval '3 days' end,
               case when status <> 'OPEN' then '整改照片与验收单存村委会' end,
               case when status = 'CLOSED' then :verifier::uuid end, case when status = 'CLOSED' then now() - interval '1 day' end,
               true, now() - interval '40 days'
        from jsonb_to_recordset(:items::jsonb) as item (
          id uuid, place text, found_by text, subject text, description text, severity text, status text, target_on date, due_on date)
        order by description),
      campaign as (
        insert into casework.campaigns (id, village_code, region_code, name, starts_on, ends_on, opened_by, is_demo, opened_at)
        values (:campaign::uuid, rpad(:county, 12, '0'), :county, '演示·防返贫集中排查', :startsOn::date, :endsOn::date, :verifier::uuid, true,
                now() - make_interval(days => :began)))
      insert into audit.events (channel, action, entity_kind, entity_id, region_code)
      values ('COMMAND', 'demonstration.load', 'LedgerItem', 'demonstration', :county)`,
      {
        county: CASEWORK_COUNTY,
        campaign,
        startsOn,
        endsOn,
        began: BEGAN,
        fixer: demoId("demo.township"),
        verifier: demoId("demo.county"),
        items: JSON.stringify(
          PROBLEMS.map(([subject, foundBy, severity, description, days, status], index) => ({
            id: demoId(`ledger ${index}`),
            // The first township has most of them, so that who is posted there has work.
            place: villages[index < 10 ? index : (index * 17) % villages.length],
            found_by: foundBy,
            subject,
            description,
            severity,
            status,
            target_on: addDays(today, days),
            due_on: dueBefore(addDays(today, days), severity, addDays(today, -60)),
          })),
        ),
      },
    );
    await transaction.raw(
      /* sql */ `
      insert into casework.campaign_villages
        (campaign_id, village_code, planned_on, checked_on, checked_by, households_checked, problems)
      select :campaign::uuid, code, planned_on, checked_on, case when checked_on is not null then :checker::uuid end, households, problems
      from jsonb_to_recordset(:visits::jsonb) as visit (code text, planned_on date, checked_on date, households int, problems int)`,
      { campaign, checker: demoId("demo.township"), visits: JSON.stringify(visits) },
    );
    await transaction.raw(
      "select casework.publish_campaign(:campaign::uuid, string_to_array(:villages, ','))",
      {
        campaign,
        villages: villages.join(","),
      },
    );
  });
}
