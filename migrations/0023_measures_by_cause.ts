// Measures matched to causes by county and quarter: of the households that are watched for a cause, how many have a measure
// that answers it.
import { CAUSES } from "./guarded.ts";

export const up = /* sql */ `
create table atlas.county_quarter_causes (
  county_code text collate "C" not null,
  quarter date not null,
  revision smallint not null,
  cause text not null check (cause in (${CAUSES.map((cause) => `'${cause}'`).join(", ")})),
  open_households integer not null check (open_households >= 0),
  matched_households integer not null check (matched_households between 0 and open_households),
  source_id smallint,
  recorded_at timestamptz not null default now(),
  primary key (county_code, quarter, revision, cause),
  foreign key (county_code, quarter, revision) references atlas.county_quarters on delete cascade
);
create trigger keep_history before update on atlas.county_quarter_causes for each row execute function atlas.refuse_change();
comment on table atlas.county_quarter_causes is 'Quarterly dispatch by cause 按致因: a part of the report of the same county, quarter and revision. A report without these rows did not tell; an open household counts under each of its causes that is open, so causes add up to nothing. Insert only.';
comment on column atlas.county_quarter_causes.county_code is 'County';
comment on column atlas.county_quarter_causes.quarter is 'First day of the quarter';
comment on column atlas.county_quarter_causes.revision is 'Of the report';
comment on column atlas.county_quarter_causes.cause is 'Cause 致因';
comment on column atlas.county_quarter_causes.open_households is 'Watched households 监测对象 with this cause open at the end of the quarter';
comment on column atlas.county_quarter_causes.matched_households is 'Of those, households with a measure in force that answers this cause';
comment on column atlas.county_quarter_causes.source_id is 'Delivery it came from';
comment on column atlas.county_quarter_causes.recorded_at is 'When it was recorded, database clock';

-- Counts as delivered are for whoever publishes: what may be seen of them is what is published, small ones hidden.
revoke select on atlas.county_quarter_causes from atlas_open, atlas_casework;
`;
