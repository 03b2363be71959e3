import type { RoleName } from "../access/rules.ts";
import { placeName } from "../caseworkSql.ts";
import { type Connection, keyset, type Order, type Page, toConnection } from "../connection.ts";
import type { Context, Sql } from "../context.ts";
import { countRows } from "../count.ts";
import type { Language } from "../errors.ts";
import { isUuid } from "../uuid.ts";
import type { Conditions } from "./list.ts";
import type { Maker } from "./maker.ts";
import { Export } from "./type.ts";
import type { ExportStateName, FormatName, WhatName } from "./words.ts";

const columns = /* sql */ `
  job.id, job.what, job.format, case when job.expires_at <= now() then 'EXPIRED' else job.state end as state,
  job.region_code as "regionCode", job.period, job.rows_done as "rowsDone", job.rows_total as "rowsTotal",
  job.size_bytes as "sizeBytes", job.sha256, job.is_demo as "isDemo", job.requested_at as "requestedAt",
  job.expires_at as "expiresAt", job.error_zh as "errorZh", job.error_en as "errorEn",
  case when job.region_code is null then null else coalesce(
    (select area.name from atlas.regions area where area.code = job.region_code),
    ${placeName("rpad(job.region_code, 12, '0')")}) end as "regionName"`;

type ExportColumns = Omit<Export, "link" | "error"> & { errorZh: string | null; errorEn: string | null };

/** Rows of one maker: a person through any session, a key by itself, else whoever holds the secret. */
export const OF_MAKER = /* sql */ `
  job.person_id is not distinct from :person::uuid and job.key_sha256 is not distinct from :key::bytea
  and (job.person_id is not null or job.token_sha256 = :secretHash::bytea)`;

const toExport = (
  { errorZh, errorEn, ...row }: ExportColumns,
  language: Language,
  tokenOf: Maker["tokenOf"],
): Export =>
  Object.assign(new Export(), row, {
    error: language === "zh" ? errorZh : errorEn,
    link: row.state === "DONE" ? `/exports/files/${row.id}?token=${tokenOf(row.id)}` : null,
  });

/** One's own export; null for none, or somebody else's. */
export async function selectExport(
  { owner, language }: Pick<Context, "owner" | "language">,
  maker: Maker,
  id: string,
): Promise<Export | null> {
  if (!isUuid(id)) return null;
  const [row] = await owner<ExportColumns>(
    `select ${columns} from access.export_jobs job where job.id = :id::uuid and ${OF_MAKER}`,
    { id, ...maker.values },
  );
  return row ? toExport(row, language, maker.tokenOf) : null;
}

const newestFirst: Order<Export> = [
  {
    sql: "to_char(job.requested_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')",
    descending: true,
    type: "text",
    value: (row) => row.requestedAt.toISOString(),
  },
  { sql: "job.id::text", type: "text", value: (row) => row.id },
];

/** One's own exports, the newest first. */
export async function selectExports(context: Context, maker: Maker, page: Page): Promise<Connection<Export>> {
  const from = `from access.export_jobs job where ${OF_MAKER}`;
  const keys = keyset(newestFirst, page);
  const rows = await context.owner<ExportColumns>(
    `select ${columns} ${from} and ${keys.where} order by ${keys.orderBy} limit :pageLimit`,
    { ...maker.values, ...keys.values },
  );
  const exports = rows.map((row) => toExport(row, context.language, maker.tokenOf));
  return toConnection(exports, page, newestFirst, (mode) =>
    countRows(context.owner, from, maker.values, mode),
  );
}

/** What of a file must hold when it is fetched. */
export interface KeptFile {
  readonly id: string;
  readonly what: WhatName;
  readonly format: FormatName;
  readonly state: ExportStateName;
  readonly isExpired: boolean;
  readonly language: Language;
  readonly regionName: string | null;
  readonly regionCode: string | null;
  readonly requestedOn: string;
  readonly sizeBytes: number;
  readonly personId: string | null;
  readonly keySha256: Buffer | null;
  readonly isGuarded: boolean;
  readonly makerRole: RoleName | null;
  readonly makerRegions: readonly string[] | null;
}

/** The file behind a link, whoever holds it; who may open it is for the door to say. */
export async function selectFile(sql: Sql, id: string, tokenSha256: Buffer): Promise<KeptFile | null> {
  const [row] = await sql<KeptFile>(
    /* sql */ `
    select job.id, job.what, job.format, job.state, job.expires_at <= now() or job.state = 'EXPIRED' as "isExpired", job.language,
           job.region_code as "regionCode", job.size_bytes as "sizeBytes", job.person_id as "personId",
           job.key_sha256 as "keySha256", job.is_guarded as "isGuarded", job.maker_role as "makerRole",
           job.maker_regions as "makerRegions",
           to_char(job.requested_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as "requestedOn",
           coalesce((select area.name from atlas.regions area where area.code = job.region_code),
             ${placeName("rpad(job.region_code, 12, '0')")}) as "regionName"
    from access.export_jobs job where job.id = :id::uuid and job.token_sha256 = :tokenSha256`,
    { id, tokenSha256 },
  );
  return row ?? null;
}

/** What was asked for under an id, whoever asked. */
export async function selectAsked(sql: Sql, id: string) {
  const [row] = await sql<{
    what: WhatName;
    format: FormatName;
    regionCode: string | null;
    period: string | null;
    conditions: Conditions;
  }>(
    `select what, format, region_code as "regionCode", period, conditions from access.export_jobs where id = :id::uuid`,
    { id },
  );
  return row ?? null;
}
