import { type Connection, keyset, type Order, type Page, toConnection } from "../connection.ts";
import type { Batch, Context } from "../context.ts";
import { countRows } from "../count.ts";
import { grouped } from "../grouped.ts";
import { type Scope, scopeFilter } from "../regions/queries.ts";
import {
  type Dividend,
  type Enclave,
  type EnclaveFilter,
  type EnclaveInvestor,
  EnclaveOrder,
} from "./type.ts";

const gap = /* sql */ `(select coalesce(sum(greatest(dividend.promised_fen - dividend.paid_fen, 0)), 0)::int8
  from atlas.dividends dividend where dividend.enclave_code = enclave.code)`;

const columns = /* sql */ `
  'Enclave:' || enclave.code as id, enclave.code, enclave.name, enclave.name_en as "nameEn", enclave.operator, enclave.sector,
  enclave.started_on as "startedOn", st_asgeojson(enclave.point, 6) as site, enclave.is_demo as "isDemo",
  enclave.host_code as "hostCode", enclave.contract_number as "contractNumber", enclave.contract_from as "contractFrom",
  enclave.contract_to as "contractTo", enclave.promised_basis_points as "promisedBasisPoints",
  enclave.returns_principal as "returnsPrincipal", ${gap} as "dividendGap", invested.principal, invested.households as "beneficiaryHouseholds", invested.flows`;

const investedJoin = /* sql */ `
  cross join lateral (
    select coalesce(sum(investor.amount_fen), 0)::int8 as principal, sum(investor.households)::int as households,
           st_asgeojson(st_multi(st_collect(st_makeline(origin.point, enclave.point) order by origin.code)), 6) as flows
    from atlas.enclave_investors investor
    join atlas.village_cards origin on origin.code = investor.village_code
    where investor.enclave_code = enclave.code
  ) invested`;

const byCode = { sql: "enclave.code", type: "text", value: (row: Enclave) => row.code } as const;
const order: Order<Enclave> = [byCode];
const ORDERS: Record<EnclaveOrder, Order<Enclave>> = {
  CODE: order,
  GAP_DESC: [{ sql: gap, descending: true, type: "bigint", value: (row) => Number(row.dividendGap) }, byCode],
};

export interface EnclaveQuery {
  origin?: Scope;
  host?: Scope;
  bbox?: readonly number[];
  where?: EnclaveFilter;
  orderBy?: EnclaveOrder;
}

/** A page of enclaves, by code unless told otherwise. */
export async function selectEnclaves(
  { sql }: Context,
  query: EnclaveQuery,
  page: Page,
): Promise<Connection<Enclave>> {
  const where: string[] = [];
  const values: Record<string, unknown> = {};
  const add = (clause: string, bound: Record<string, unknown>) => {
    where.push(clause);
    Object.assign(values, bound);
  };
  if (query.origin) {
    const scope = scopeFilter(query.origin, "investor.village_code", "left(investor.village_code, 6)");
    const renamed = Object.fromEntries(
      Object.entries(scope.values).map(([name, value]) => [`origin${name}`, value]),
    );
    const clause = scope.where.replaceAll(":scope", ":originscope");
    add(
      `enclave.code in (select investor.enclave_code from atlas.enclave_investors investor where ${clause})`,
      renamed,
    );
  }
  if (query.host) {
    const scope = scopeFilter(query.host, "enclave.host_code", "enclave.host_code");
    add(scope.where, scope.values);
  }
  if (query.bbox) {
    const [west, south, east, north] = query.bbox;
    add("enclave.point && st_makeenvelope(:west, :south, :east, :north, 4326)", { west, south, east, north });
  }
  if (query.where?.inArrears != null) add(`(${gap} > 0) = :inArrears`, { inArrears: query.where.inArrears });
  if (query.where?.isDemo != null) add("enclave.is_demo = :isDemo", { isDemo: query.where.isDemo });
  if (query.where?.minGapFen != null)
    add(`${gap} >= :minGapFen::float8`, { minGapFen: query.where.minGapFen });
  const condition = where.join(" and ") || "true";
  const chosen = ORDERS[query.orderBy ?? EnclaveOrder.CODE];
  const keys = keyset(chosen, page);
  const rows = await sql<Enclave>(
    `select ${columns} from atlas.enclaves enclave ${investedJoin} where ${condition} and ${keys.where} order by ${keys.orderBy} limit :pageLimit`,
    { ...values, ...keys.values },
  );
  return toConnection(rows, page, chosen, (mode) =>
    countRows(sql, `from atlas.enclaves enclave where ${condition}`, values, mode),
  );
}

export const enclavesByCode: Batch<string, Enclave | null> = async ({ sql }, codes) => {
  const rows = await sql<Enclave>(
    `select ${columns} from atlas.enclaves enclave ${investedJoin} where enclave.code = any(:codes::text[])`,
    {
      codes: [...codes],
    },
  );
  const byKey = new Map(rows.map((row) => [row.code, row]));
  return codes.map((code) => byKey.get(code) ?? null);
};

/** Pages of the enclaves many villages invested in. */
export const enclavesOfVillages: Batch<string, Connection<Enclave>, Page> = async (
  { sql },
  villageCodes,
  page,
) => {
  const keys = keyset(order, page);
  const rows = await sql<Enclave & { asked: string }>(
    /* sql */ `
    select village.code as asked, page.*
    from unnest(:codes::text[]) as village (code)
    cross join lateral (
      select ${columns} from atlas.enclaves enclave ${investedJoin}
      where enclave.code in (select own.enclave_code from atlas.enclave_investors own where own.village_code = village.code) and ${keys.where}
      order by ${keys.orderBy} limit :pageLimit
    ) page`,
    { codes: [...villageCodes], ...keys.values },
  );
  return villageCodes.map((code) =>
    toConnection(
      rows.filter((row) => row.asked === code),
      page,
      order,
      (mode) =>
        countRows(sql, "from atlas.enclave_investors where village_code = :village", { village: code }, mode),
    ),
  );
};

/** Investors of many enclaves, the largest first. */
export const enclaveInvestors: Batch<string, EnclaveInvestor[]> = async ({ sql }, codes) => {
  const rows = await sql<EnclaveInvestor & { code: string }>(
    /* sql */ `
    select enclave_code as code, village_code as "villageCode", amount_fen as amount, share::float8 as share, households
    from atlas.enclave_investors where enclave_code = any(:codes::text[]) order by amount_fen desc, village_code`,
    { codes: [...codes] },
  );
  return codes.map(grouped(rows, (row) => row.code).of);
};

/** Dividends of many enclaves, year by year. */
export const enclaveDividends: Batch<string, Dividend[]> = async ({ sql }, codes) => {
  const rows = await sql<Dividend & { code: string }>(
    /* sql */ `
    select enclave_code as code, year, promised_fen as promised, paid_fen as paid
    from atlas.dividends where enclave_code = any(:codes::text[]) order by year`,
    { codes: [...codes] },
  );
  return codes.map(grouped(rows, (row) => row.code).of);
};
