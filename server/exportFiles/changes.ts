import { actor } from "../access/changesOfRegions.ts";
import { tokenHash } from "../access/viewer.ts";
import type { Context } from "../context.ts";
import type { Conditions } from "./list.ts";
import type { Maker } from "./maker.ts";
import { OF_MAKER } from "./queries.ts";
import type { FormatName, WhatName } from "./words.ts";

export interface NewExport {
  readonly id: string;
  readonly what: WhatName;
  readonly format: FormatName;
  readonly regionCode: string | null;
  readonly period: string | null;
  readonly conditions: Conditions;
  readonly isGuarded: boolean;
}

/** Files one maker may have waiting, and nobody in particular all together; and what their files may hold. */
export const LIMITS = {
  waiting: 5,
  waitingOfNobody: 20,
  bytesOfMaker: 4 * 2 ** 30,
  bytesOfNobody: 4 * 2 ** 30,
};

/** Puts a file in the queue, with its event where it is of casework. False when the maker has too many. */
export async function insertExport(context: Context, maker: Maker, given: NewExport): Promise<boolean> {
  const { viewer, language } = context;
  const rows = await context.owner(
    /* sql */ `
    with mine as (
      select count(*) filter (where job.state in ('QUEUED', 'RUNNING')) as waiting, coalesce(sum(job.size_bytes), 0) as bytes
      from access.export_jobs job
      where job.person_id is not distinct from :person::uuid and job.key_sha256 is not distinct from :key::bytea
        and job.expires_at > now() and job.state <> 'EXPIRED'),
    asked as (
      insert into access.export_jobs (id, person_id, key_sha256, token_sha256, what, format, region_code, period, conditions,
        language, is_guarded, maker_role, maker_regions)
      select :id::uuid, :person::uuid, :key::bytea, :tokenSha256::bytea, :what, :format, :regionCode, :period, :conditions::jsonb,
             :language, :isGuarded::boolean, :role, :regions::text[]
      from mine where waiting < :waiting::int and bytes < :bytes::bigint
      returning id),
    noted as (
      insert into audit.events (channel, person_id, role, action, entity_kind, entity_id, region_code, detail)
      select :channel, :viewer, :role, 'export.request', 'Export', id::text, :regionCode,
             jsonb_build_object('what', :what::text, 'format', :format::text)
      from asked where :isGuarded::boolean)
    select id from asked`,
    {
      ...given,
      ...maker.values,
      conditions: JSON.stringify(given.conditions),
      tokenSha256: tokenHash(maker.tokenOf(given.id)),
      language,
      role: viewer?.role ?? null,
      regions: viewer ? [...viewer.regions] : null,
      waiting: viewer ? LIMITS.waiting : LIMITS.waitingOfNobody,
      bytes: viewer ? LIMITS.bytesOfMaker : LIMITS.bytesOfNobody,
      ...actor(context),
    },
  );
  return rows.length > 0;
}

/** Takes one's own file out of the queue or off the desk; false when it is neither. */
export async function cancelExport({ owner }: Context, maker: Maker, id: string): Promise<boolean> {
  const rows = await owner(
    /* sql */ `
    update access.export_jobs job set state = 'CANCELLED', finished_at = now(), lease_until = null
    where job.id = :id::uuid and job.state in ('QUEUED', 'RUNNING') and ${OF_MAKER} returning job.id`,
    { id, ...maker.values },
  );
  return rows.length > 0;
}

/** Notes that a list of casework left the house. */
export const recordDownload = (
  context: Context,
  file: { id: string; what: WhatName; regionCode: string | null },
) =>
  context.casework(({ record }) =>
    record({
      action: "export.download",
      kind: "Export",
      id: file.id,
      regionCode: file.regionCode,
      detail: { what: file.what },
    }),
  );
