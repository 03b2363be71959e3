import type { Knex } from "knex";
import { placeName, TODAY } from "../caseworkSql.ts";
import { QUALITY_RULES } from "../indicators/qualityRules.ts";
import { workingDaysAfter } from "../workingDays.ts";
import { dueBefore } from "./dueDays.ts";
import type { SeverityName } from "./type.ts";

/**
 * How grave a finding of data quality is. Those not listed are questions (an outlier may be true, a late report came);
 * a validation rule, whose key is its own, tells of figures that contradict each other.
 */
const ALARMS: Readonly<Record<string, SeverityName | null>> = {
  NO_REPORT: "SERIOUS",
  ZERO_CHANGE: "SERIOUS",
  COPY_FORWARD: "ORDINARY",
  BULK_EDIT: "ORDINARY",
  NO_NEW: null,
  LATE_REPORT: null,
  DIGIT_HEAPING: null,
  OUTLIER_Z: null,
  OUTLIER_MODIFIED_Z: null,
  OUTLIER_RANGE: null,
};
const CONTRADICTING: SeverityName = "ORDINARY";
/** Working days until an alarm must be over. The project's own default. */
const DAYS_TO_TARGET = 20;

interface Alarm {
  rule: string;
  place: string;
  placeName: string;
  period: string;
  named: { zh: string; en: string } | null;
  today: string;
  sourceKey: string;
}

/**
 * Opens an entry for each alarm of the latest published quarter that has none yet, with one event each.
 * @returns how many it opened
 */
export async function openAlarmItems(knex: Knex): Promise<number> {
  const { rows: alarms } = await knex.raw<{ rows: Alarm[] }>(
    /* sql */ `
    select alarm.*, ${placeName("alarm.place")} as "placeName"
    from (
      select finding.rule, rpad(coalesce(nullif(finding.village_code, ''), finding.region_code), 12, '0') as place,
             finding.period::text, ${TODAY}::text as today,
             jsonb_path_query_first(publication.rules, '$.quality.validations[*] \\? (@.key == $key)',
                                    jsonb_build_object('key', finding.rule)) as named,
             -- Of the place and period, not of the publication: a quarter published again raises no alarm twice.
             concat_ws(':', 'quality', finding.rule, finding.region_code, nullif(finding.village_code, ''), finding.period) as "sourceKey"
      from atlas.publications publication
      join atlas.quality_findings finding on finding.publication_id = publication.id
      where publication.is_current and publication.quarter = (select max(quarter) from atlas.publications where is_current)
        and finding.rule <> all (string_to_array(?, ','))
    ) alarm
    where not exists (select from casework.ledger_items item where item.source_key = alarm."sourceKey")`,
    [
      Object.keys(ALARMS)
        .filter((rule) => ALARMS[rule] === null)
        .join(","),
    ],
  );
  if (alarms.length === 0) return 0;
  const items = alarms.map((alarm) => {
    const severity = ALARMS[alarm.rule] ?? CONTRADICTING;
    const targetOn = workingDaysAfter(alarm.today, DAYS_TO_TARGET);
    const built = QUALITY_RULES.find(({ key }) => key === alarm.rule) ?? alarm.named;
    return {
      place: alarm.place,
      severity,
      target_on: targetOn,
      due_on: dueBefore(targetOn, severity, alarm.today),
      source_key: alarm.sourceKey,
      description: `${alarm.placeName} ${alarm.period.slice(0, 7)}：${built?.zh ?? alarm.rule}，请核实并说明。 ${built?.en ?? alarm.rule}: check it and say why.`,
    };
  });
  const { rows } = await knex.raw<{ rows: unknown[] }>(
    /* sql */ `
    with new as (
      insert into casework.ledger_items
        (id, village_code, found_by, subject, description, severity, owner_id, target_on, due_on, source_key, is_demo)
      select gen_random_uuid(), alarm.place, 'QUALITY', 'DATA_QUALITY', alarm.description, alarm.severity,
             access.worker_of(alarm.place), alarm.target_on, alarm.due_on, alarm.source_key,
             exists (select from atlas.villages where is_demo)
      from jsonb_to_recordset(?::jsonb)
        as alarm (place text, severity text, target_on date, due_on date, source_key text, description text)
      on conflict (source_key) do nothing returning id, village_code, source_key)
    insert into audit.events (channel, action, entity_kind, entity_id, region_code, detail)
    select 'COMMAND', 'ledger.register', 'LedgerItem', id::text, village_code, jsonb_build_object('alarm', source_key)
    from new order by source_key returning id`,
    [JSON.stringify(items)],
  );
  return rows.length;
}
