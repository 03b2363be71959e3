import { encodeCursor, type Page } from "../connection.ts";
import type { Context, Sql } from "../context.ts";
import { InputError } from "../errors.ts";
import type { Change, ChangeFeed, ChangeKindName } from "./type.ts";

/** Collections of OGC API – Features by the kind of their changes. */
const COLLECTIONS: Readonly<Partial<Record<ChangeKindName, string>>> = {
  REGION: "regions",
  VILLAGE: "villages",
  SETTLEMENT: "settlements",
  PROJECT: "projects",
  ENCLAVE: "enclaves",
  CONSTRAINT: "constraints",
  EVENT: "events",
};

/** Where one stands in the feed: after a thing of a statement. */
export interface FeedPlace {
  readonly position: number;
  readonly place: number;
}

type Row = Omit<Change, "cursor" | "collection"> & FeedPlace;

/** Behind everything of a position. */
const ALL_OF_IT = 2 ** 31 - 1;

/** @throws InputError for a cursor of another list */
export function readPlace({ cursor }: Page): FeedPlace {
  const [position = 0, place = 0, ...rest] = cursor ?? [];
  if (rest.length === 0 && [position, place].every((part) => Number.isSafeInteger(part) && Number(part) >= 0))
    return { position: Number(position), place: Number(place) };
  throw new InputError(
    "BAD_USER_INPUT",
    "游标不是变更流的；请用 changes 给出的 cursor，或不填从头开始。",
    "The cursor is not one of the feed of changes; use the cursor that changes gave, or none to begin at the beginning.",
  );
}

/**
 * The next changes in the order of commits. A position is given at the end of its transaction under a lock that is held
 * until the commit can be seen (migration 0027): whoever sees one sees all before it, so a page never skips a row.
 */
export async function selectChanges(
  { sql }: Pick<Context, "sql">,
  { limit }: Pick<Page, "limit">,
  since: FeedPlace,
  kinds: readonly ChangeKindName[] | null,
): Promise<ChangeFeed> {
  const rows = await sql<Row & { top: number | null }>(
    /* sql */ `
    with top as (select max(position) as position from atlas.open_changes)
    select top.position as top, item.*
    from top left join lateral (
      select change.position, thing.place, change.kind, change.what, change.period, change.changed_at as at, thing.code,
             thing.feature as "featureId"
      from (
        select * from atlas.open_changes
        where position >= :position::bigint and (:kinds::text[] is null or kind = any (:kinds::text[]))
        order by position limit :limit::int + 2) change
      cross join lateral (
        select * from unnest(change.codes, change.feature_ids) with ordinality as each (code, feature, place)
        where change.position > :position::bigint or place > :place::bigint
        order by place limit :limit::int + 1) thing
      order by change.position, thing.place limit :limit::int + 1) item on true`,
    { ...since, limit, kinds: kinds === null ? null : [...kinds] },
  );
  const found = rows.filter((row) => row.code !== null);
  const changes = found.slice(0, limit).map(
    ({ position, place, kind, what, period, at, code, featureId }): Change => ({
      kind,
      what,
      period,
      at,
      code,
      featureId,
      collection: COLLECTIONS[kind] ?? null,
      cursor: encodeCursor([position, place]),
    }),
  );
  const hasMore = found.length > limit;
  const top = rows[0]?.top ?? 0;
  // Where nothing follows, whatever stands there and was not asked for need not be looked at again.
  const end = top >= since.position ? [top, ALL_OF_IT] : [since.position, since.place];
  return { changes, hasMore, cursor: hasMore ? (changes.at(-1)?.cursor ?? "") : encodeCursor(end) };
}

/** Warnings whose level changed after a position of the feed, and the last position there is. */
export async function warningsAfter(
  sql: Sql,
  position: number,
): Promise<{ top: number; warnings: { code: string; period: string }[] }> {
  const [row] = await sql<{ top: number | null; warnings: { code: string; period: string }[] }>(
    /* sql */ `
    select (select max(position) from atlas.open_changes) as top,
           coalesce((select jsonb_agg(jsonb_build_object('code', code, 'period', period) order by position, place)
                     from atlas.open_changes, unnest(codes) with ordinality as each (code, place)
                     where kind = 'WARNING' and position > :position::bigint), '[]') as warnings`,
    { position },
  );
  return { top: row?.top ?? 0, warnings: row?.warnings ?? [] };
}
