// How urgent an open alert is: the rule by which that is said, and what finding the alert of a task needs.
import { CAUSES, newRuleKind } from "./guarded.ts";

export const up = /* sql */ `
${newRuleKind("URGENCY")}
-- A row of a province says only what differs; that of the country says all.
alter table atlas.rule_books add constraint urgency_is_whole check (rule <> 'URGENCY' or (
  content - array['dueSoonWorkingDays', 'rulesAtOnce', 'timesThreshold', 'threats'] = '{}'
  and (content -> 'dueSoonWorkingDays' is null or (jsonb_typeof(content -> 'dueSoonWorkingDays') = 'number'
       and (content ->> 'dueSoonWorkingDays')::numeric between 1 and 30 and (content ->> 'dueSoonWorkingDays')::numeric % 1 = 0))
  and (content -> 'rulesAtOnce' is null or (jsonb_typeof(content -> 'rulesAtOnce') = 'number'
       and (content ->> 'rulesAtOnce')::numeric between 2 and 100 and (content ->> 'rulesAtOnce')::numeric % 1 = 0))
  and (content -> 'timesThreshold' is null or (jsonb_typeof(content -> 'timesThreshold') = 'number'
       and (content ->> 'timesThreshold')::numeric between 1 and 100 and (content ->> 'timesThreshold')::numeric % 1 = 0))
  and (content -> 'threats' is null or (jsonb_typeof(content -> 'threats') = 'array'
       and content -> 'threats' <@ '${JSON.stringify(CAUSES)}'::jsonb))
  and (province_code is not null or content ?& array['dueSoonWorkingDays', 'rulesAtOnce', 'timesThreshold', 'threats'])));
insert into atlas.rule_books (rule, valid_from, content, source, grade) values
  ('URGENCY', '2000-01-01',
   '{"dueSoonWorkingDays": 2, "rulesAtOnce": 2, "timesThreshold": 2, "threats": ["DISASTER", "HOUSING", "WATER"]}',
   '本平台默认值，没有查到官方的分级标准', 'PROJECT');

-- The alert of a task is the one of its lead.
create index alerts_lead on casework.alerts (lead_id);
`;
