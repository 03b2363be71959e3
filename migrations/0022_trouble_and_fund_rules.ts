// Trouble of projects and enclaves counted where the households live, and the rules of money that is slow or idle.

/** What an entry adds to a year: a reversal takes away what it reverses. */
const booked = (kind: string) => /* sql */ `
  coalesce(sum(case when entry.kind = '${kind}' then entry.amount_fen when former.kind = '${kind}' then -entry.amount_fen end), 0)`;

const trouble = /* sql */ `
create function atlas.troubled_households(month date) returns table (
  village_code text, thing_kind text, thing_code text, state text, households integer)
language sql stable as $$
  with state as (
    -- As of the end of the month, so that a quarter computed again tells what it told.
    select distinct on (step.project_code) step.project_code, step.to_status
    from atlas.project_status_changes step
    where coalesce(step.day, '-infinity') < month + interval '1 month'
    order by step.project_code, step.project_version desc),
  dividend as (
    select entry.enclave_code, entry.year, ${booked("PROMISE")} as promised, ${booked("PAYMENT")} as paid
    from atlas.enclave_entries entry left join atlas.enclave_entries former on former.id = entry.reverses
    where entry.day < month + interval '1 month' and entry.year < extract(year from month)
    group by entry.enclave_code, entry.year),
  enclave as (
    select enclave_code,
           case when (array_agg(paid order by year desc))[1] = 0 then 'FAILED'
                when bool_or(paid < promised) then 'AT_RISK' end as state
    from dividend where promised > 0 group by enclave_code)
  -- A household tied to a project in several ways counts once.
  select link.village_code, 'PROJECT', link.project_code, state.to_status, max(link.households)
  from state join atlas.project_links link on link.project_code = state.project_code
  where state.to_status in ('AT_RISK', 'STOPPED', 'FAILED')
  group by link.village_code, link.project_code, state.to_status
  union all
  select investor.village_code, 'ENCLAVE', investor.enclave_code, enclave.state, investor.households
  from enclave join atlas.enclave_investors investor on investor.enclave_code = enclave.enclave_code
  where enclave.state is not null
$$;
comment on function atlas.troubled_households(date) is 'Households tied to projects and enclaves in trouble at the end of a month, at the villages where they live: of an enclave the investing ones, never its host. AT_RISK, STOPPED or FAILED; of an enclave as geo/enclaveTrouble.ts says.';
`;

export const up = trouble;
