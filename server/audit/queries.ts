import type { Knex } from "knex";
import { type Connection, keyset, type Order, type Page, toConnection } from "../connection.ts";
import type { Sql } from "../context.ts";
import { countRows } from "../count.ts";
import type { Keys } from "../keys.ts";
import { anchor, digestOf, FIRST_DIGEST } from "./seal.ts";
import type { AuditEvent, AuditFilter } from "./type.ts";

export interface EventRow {
  readonly id: number;
  /** ISO 8601 with microseconds, UTC. */
  readonly at: string;
  readonly channel: string;
  readonly personId: string | null;
  readonly role: string | null;
  readonly action: string;
  readonly kind: string;
  readonly entityId: string;
  readonly regionCode: string | null;
  readonly purpose: string | null;
  /** As PostgreSQL writes jsonb: one spelling for one value. */
  readonly detail: string;
}

export interface Seal {
  readonly id: number;
  readonly eventCount: number;
  readonly digest: Buffer;
  readonly previousDigest: Buffer;
  readonly signature: Buffer;
}

const eventColumns = /* sql */ `
  event.id, to_char(event.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, event.channel,
  event.person_id as "personId", event.role, event.action, event.entity_kind as kind, event.entity_id as "entityId",
  event.region_code as "regionCode", event.purpose, event.detail::text as detail`;

const sealColumns = /* sql */ `
  id, event_count as "eventCount", digest, previous_digest as "previousDigest", signature`;

/** Any fixed number: one sealer at a time. */
const SEAL_LOCK = 360_827_007;
const MOST_EVENTS = 10_000;

/**
 * Seals the events of all finished transactions: those that may still commit wait for the next seal, so the order of
 * numbers does not matter. Appending stays without a lock; a chain written with the deed would queue every writer.
 * @returns number of events sealed
 */
export async function sealEvents(knex: Knex, keys: Keys): Promise<number> {
  const seal = await knex.transaction(async (transaction): Promise<Seal | null> => {
    await transaction.raw("select pg_advisory_xact_lock(?)", [SEAL_LOCK]);
    const { rows: events } = await transaction.raw<{ rows: EventRow[] }>(
      /* sql */ `
      select ${eventColumns} from audit.events event
      where event.id > coalesce((select min(sealed.event_id) from audit.sealed_events sealed
                                 where sealed.seal_id = (select max(id) - 20 from audit.seals)), 0)
        and event.transaction_id < pg_snapshot_xmin(pg_current_snapshot())
        and not exists (select from audit.sealed_events sealed where sealed.event_id = event.id)
      order by event.id limit ?`,
      [MOST_EVENTS],
    );
    if (events.length === 0) return null;
    const { rows: last } = await transaction.raw<{ rows: Seal[] }>(
      `select ${sealColumns} from audit.seals order by id desc limit 1`,
    );
    const previous = last[0]?.digest ?? FIRST_DIGEST;
    const digest = digestOf(previous, events);
    const { rows } = await transaction.raw<{ rows: [Seal] }>(
      /* sql */ `
      insert into audit.seals (id, event_count, digest, previous_digest, signature, key_id)
      overriding system value values (?, ?, ?, ?, ?, ?) returning ${sealColumns}`,
      [(last[0]?.id ?? 0) + 1, events.length, digest, previous, keys.sign(digest), keys.id],
    );
    await transaction.raw(
      "insert into audit.sealed_events (event_id, seal_id) select unnest(?::bigint[]), ?",
      [events.map((event) => event.id), rows[0].id],
    );
    return rows[0];
  });
  if (seal) anchor(keys, seal);
  return seal?.eventCount ?? 0;
}

export async function selectSeals(knex: Knex, after: number): Promise<Seal[]> {
  const { rows } = await knex.raw<{ rows: Seal[] }>(
    `select ${sealColumns} from audit.seals where id > ? order by id limit 500`,
    [after],
  );
  return rows;
}

export async function selectSealedEvents(knex: Knex, sealId: number): Promise<EventRow[]> {
  const { rows } = await knex.raw<{ rows: EventRow[] }>(
    /* sql */ `
    select ${eventColumns} from audit.sealed_events sealed join audit.events event on event.id = sealed.event_id
    where sealed.seal_id = ? order by event.id`,
    [sealId],
  );
  return rows;
}

/** Finished events that no seal covers and that are older than a minute: written past the application. */
export async function countUnsealed(knex: Knex): Promise<number> {
  const { rows } = await knex.raw<{ rows: [{ count: number }] }>(/* sql */ `
    select count(*) as count from audit.events event
    where event.transaction_id < pg_snapshot_xmin(pg_current_snapshot())
      and not exists (select from audit.sealed_events sealed where sealed.event_id = event.id)`);
  return rows[0].count;
}

const newestFirst: Order<AuditEvent> = [
  { sql: "event.id", type: "bigint", value: (row) => row.number, descending: true },
];

/** A page of events, newest first, for the auditor. */
export async function selectEvents(
  owner: Sql,
  filter: AuditFilter,
  page: Page,
): Promise<Connection<AuditEvent>> {
  const where: string[] = ["true"];
  const values: Record<string, unknown> = {};
  const add = (clause: string, name: string, value: unknown) => {
    if (value === undefined || value === null) return;
    where.push(clause);
    values[name] = value;
  };
  add("event.action = :action", "action", filter.action);
  add("event.entity_kind = :kind", "kind", filter.kind);
  add("event.entity_id = :entityId", "entityId", filter.entityId);
  add("person.login = :login", "login", filter.login);
  add("event.region_code like :region || '%'", "region", filter.within?.replace(/[^0-9]/g, ""));
  add("event.at >= :from::timestamptz", "from", filter.from);
  add("event.at < :to::timestamptz", "to", filter.to);
  const from = `from audit.events event left join access.people person on person.id = event.person_id where ${where.join(" and ")}`;
  const keys = keyset(newestFirst, page);
  const rows = await owner<AuditEvent>(
    /* sql */ `
    select 'AuditEvent:' || event.id as id, event.id as number, event.at, event.channel, person.login, person.name, event.role,
           event.action, event.entity_kind as kind, event.entity_id as "entityId", event.region_code as "regionCode",
           event.purpose, event.detail::text as detail,
           exists (select from audit.sealed_events sealed where sealed.event_id = event.id) as "isSealed"
    ${from} and ${keys.where} order by ${keys.orderBy} limit :pageLimit`,
    { ...values, ...keys.values },
  );
  return toConnection(rows, page, newestFirst, (mode) => countRows(owner, from, values, mode));
}
