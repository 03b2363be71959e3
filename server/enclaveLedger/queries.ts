import { type Connection, keyset, type Order, type Page, toConnection } from "../connection.ts";
import type { Batch, Sql } from "../context.ts";
import { countRows } from "../count.ts";
import { grouped } from "../grouped.ts";
import { isUuid } from "../uuid.ts";
import type { EnclaveEntry, EnclavePosting, EnclaveStatement, StatementYear, VillageYear } from "./type.ts";

const columns = /* sql */ `
  entry.id, entry.number, entry.enclave_code as "enclaveCode", entry.kind, entry.year, entry.day, entry.amount_fen as amount,
  entry.advance_fen as advance, entry.reverses, entry.note, entry.recorded_at as "recordedAt",
  exists (select from atlas.enclave_entries later where later.reverses = entry.id) as "isReversed"`;

type Row = EnclaveEntry & { number: number };

const newestFirst: Order<Row> = [
  { sql: "entry.number", descending: true, type: "bigint", value: (row) => row.number },
];

export async function findEntry(sql: Sql, id: string): Promise<EnclaveEntry | null> {
  if (!isUuid(id)) return null;
  const [row] = await sql<Row>(
    `select ${columns} from atlas.enclave_entries entry where entry.id = :id::uuid`,
    {
      id,
    },
  );
  return row ?? null;
}

/** Pages of the entries of many enclaves, newest first. */
export const entriesOfEnclaves: Batch<string, Connection<EnclaveEntry>, Page> = async (
  { sql },
  codes,
  page,
) => {
  const keys = keyset(newestFirst, page);
  const rows = await sql<Row>(
    /* sql */ `
    select page.* from unnest(:codes::text[]) as asked (code)
    cross join lateral (
      select ${columns} from atlas.enclave_entries entry
      where entry.enclave_code = asked.code and ${keys.where} order by ${keys.orderBy} limit :pageLimit) page`,
    { codes: [...codes], ...keys.values },
  );
  const byEnclave = grouped(rows, (row) => row.enclaveCode);
  return codes.map((code) =>
    toConnection(byEnclave.of(code), page, newestFirst, (mode) =>
      countRows(sql, "from atlas.enclave_entries where enclave_code = :code", { code }, mode),
    ),
  );
};

export const postingsOfEntries: Batch<string, EnclavePosting[]> = async ({ sql }, ids) => {
  const rows = await sql<EnclavePosting & { entryId: string }>(
    /* sql */ `
    select entry_id as "entryId", account, village_code as "villageCode", amount_fen as amount
    from atlas.enclave_postings where entry_id = any(:ids::uuid[]) order by village_code, amount_fen desc`,
    { ids: [...ids] },
  );
  return ids.map(grouped(rows, (row) => row.entryId).of);
};

/**
 * Promised, paid and missing of each investing village, enclave and year, from the postings. Something is missing only
 * where the enclave as a whole owes for the year: so the villages' parts add up to it, to the fen.
 */
const villageYears = (which: string) => /* sql */ `
  select posting.village_code, entry.enclave_code, entry.year,
         coalesce(sum(-posting.amount_fen) filter (where posting.account = 'DIVIDEND_INCOME'), 0)::int8 as promised,
         coalesce(sum(posting.amount_fen) filter (where posting.account = 'CASH'), 0)::int8 as paid,
         case when max(dividend.promised_fen) > max(dividend.paid_fen) then coalesce(sum(case posting.account
           when 'DIVIDEND_INCOME' then -posting.amount_fen when 'CASH' then -posting.amount_fen end), 0) else 0 end::int8 as gap
  from atlas.enclave_postings posting
  join atlas.enclave_entries entry on entry.id = posting.entry_id and entry.kind <> 'PRINCIPAL'
  join atlas.dividends dividend on dividend.enclave_code = entry.enclave_code and dividend.year = entry.year
  where ${which}
  group by posting.village_code, entry.enclave_code, entry.year`;

/** What each village got of an enclave, by year and village. */
export const yearsOfEnclaves: Batch<string, VillageYear[]> = async ({ sql }, codes) => {
  const rows = await sql<VillageYear & { code: string }>(
    /* sql */ `
    select enclave_code as code, village_code as "villageCode", year, promised, paid, gap
    from (${villageYears("entry.enclave_code = any(:codes::text[])")}) years order by year, village_code`,
    { codes: [...codes] },
  );
  return codes.map(grouped(rows, (row) => row.code).of);
};

interface SumRow extends Omit<EnclaveStatement, "years"> {
  code: string;
  /** Null in the row that sums up the whole. */
  year: number | null;
}

/** Statements of many places; `inside` says which investing villages belong to the place that stands as `asked`. */
const statementsOf = (inside: (village: string) => string) => /* sql */ `
  select asked.code, null::int as year, count(distinct investor.enclave_code)::int as enclaves,
         coalesce(sum(investor.amount_fen), 0)::int8 as principal, coalesce(sum(investor.households), 0)::int as households,
         0::int8 as promised, 0::int8 as paid, 0::int8 as gap
  from asked left join atlas.enclave_investors investor on ${inside("investor.village_code")}
  group by asked.code
  union all
  select asked.code, years.year, 0, 0, 0, sum(years.promised)::int8, sum(years.paid)::int8, sum(years.gap)::int8
  from asked join years on ${inside("years.village_code")}
  group by asked.code, years.year
  order by code, year nulls first`;

function toStatements(codes: readonly string[], rows: readonly SumRow[]): EnclaveStatement[] {
  const byCode = grouped(rows, (row) => row.code);
  return codes.map((code) => {
    const [whole, ...parts] = byCode.of(code);
    const years: StatementYear[] = parts.map(({ year, promised, paid, gap }) => ({
      year: year ?? 0,
      promised,
      paid,
      gap,
    }));
    const total = (pick: (year: StatementYear) => number) =>
      years.reduce((sum, each) => sum + Number(pick(each)), 0);
    return {
      enclaves: whole?.enclaves ?? 0,
      principal: whole?.principal ?? 0,
      households: whole?.households ?? 0,
      promised: total((year) => year.promised),
      paid: total((year) => year.paid),
      gap: total((year) => year.gap),
      years,
    };
  });
}

export const statementsOfVillages: Batch<string, EnclaveStatement> = async ({ sql }, codes) => {
  const rows = await sql<SumRow>(
    /* sql */ `
    with asked as (select code collate "C" as code from unnest(:codes::text[]) as one (code)),
    years as (${villageYears("posting.village_code = any(:codes::text[])")})
    ${statementsOf((village) => `${village} = asked.code`)}`,
    { codes: [...codes] },
  );
  return toStatements(codes, rows);
};

const insideRegion = (village: string) => /* sql */ `
  ((asked.counties is null and ${village} >= asked.code and ${village} < asked.code || ':') or left(${village}, 6) = any(asked.counties))`;

/** A region's statement counts the villages inside it as origins, wherever their money works. */
export const statementsOfRegions: Batch<string, EnclaveStatement> = async ({ sql }, codes) => {
  const rows = await sql<SumRow>(
    /* sql */ `
    with asked as (
      select region.code, case when region.kind = 'AREA' then array(
               select member.county_code::text from atlas.area_members member
               where member.area_code = region.code and member.member_to is null) end as counties
      from atlas.regions region where region.code = any(:codes::text[])),
    years as (${villageYears(`posting.village_code in (
      select investor.village_code from asked join atlas.enclave_investors investor on ${insideRegion("investor.village_code")})`)})
    ${statementsOf(insideRegion)}`,
    { codes: [...codes] },
  );
  return toStatements(codes, rows);
};
