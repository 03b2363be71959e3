import type { Pool } from "pg";

/** A statement that changed more things than this is told at once: the receiver then reads the feed. */
const MOST_APART = 100;
/** Tried for a day, then given up. */
const TRIED_FOR = "interval '24 hours'";

/** Makes deliveries of what is new in the feed, once for each webhook whichever process comes first. @returns how many */
export async function makeDeliveries(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ made: number }>(/* sql */ `
    with hook as (
      select id, kinds, position from partners.webhooks
      where disabled_at is null and deleted_at is null
        and position < (select max(position) from atlas.open_changes)
        and exists (select from access.organisations where id = organisation_id and disabled_at is null)
      order by id for update skip locked),
    fresh as (
      select hook.id as webhook, change.* from hook
      join atlas.open_changes change on change.position > hook.position and change.kind = any (hook.kinds)),
    each as (
      select webhook, position, kind, code, place, jsonb_build_object('kind', kind, 'what', what, 'code', code, 'period', period,
               'featureId', feature, 'at', changed_at) as payload
      from fresh cross join lateral unnest(codes, feature_ids) with ordinality thing (code, feature, place)
      where cardinality(codes) <= ${MOST_APART}
      union all
      select webhook, position, kind, null, 0, jsonb_build_object('kind', kind, 'what', what, 'code', null, 'period', period,
               'count', cardinality(codes), 'at', changed_at)
      from fresh where cardinality(codes) > ${MOST_APART}),
    made as (
      insert into partners.webhook_deliveries (webhook_id, position, kind, code, payload)
      select webhook, position, kind, code, payload from each order by webhook, position, place returning id),
    moved as (
      update partners.webhooks webhook set position = greatest(webhook.position, (select max(position) from atlas.open_changes))
      from hook where hook.id = webhook.id)
    select count(*)::int as made from made`);
  return rows[0]?.made ?? 0;
}

export interface Due {
  readonly id: number;
  readonly eventId: string;
  readonly webhook: string;
  readonly position: number;
  readonly kind: string;
  readonly code: string | null;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly attempts: number;
  readonly url: string;
  readonly secret: Buffer;
}

/**
 * Takes some deliveries that are due for this process alone. Of one thing the earliest first: a later one waits until those
 * before it have arrived or are given up.
 */
export async function claimDeliveries(pool: Pool, most: number): Promise<Due[]> {
  const { rows } = await pool.query<Due>(
    /* sql */ `
    update partners.webhook_deliveries delivery set attempts = delivery.attempts + 1, claimed_until = now() + interval '20 seconds'
    from (
      select due.id, hook.url, hook.secret_sealed from partners.webhook_deliveries due
      join partners.webhooks hook on hook.id = due.webhook_id and hook.disabled_at is null and hook.deleted_at is null
      join access.organisations organisation on organisation.id = hook.organisation_id and organisation.disabled_at is null
      where due.state = 'PENDING' and due.next_attempt_at <= now() and coalesce(due.claimed_until, '-infinity') < now()
        and not exists (
          select from partners.webhook_deliveries earlier
          where earlier.webhook_id = due.webhook_id and earlier.kind = due.kind and earlier.id < due.id
            and earlier.state = 'PENDING' and (earlier.code is null or due.code is null or earlier.code = due.code))
      order by due.id limit $1 for update of due skip locked) chosen
    where delivery.id = chosen.id
    returning delivery.id, delivery.event_id as "eventId", delivery.webhook_id as webhook, delivery.position, delivery.kind,
      delivery.code, delivery.payload, delivery.attempts, chosen.url, chosen.secret_sealed as secret`,
    [most],
  );
  return rows;
}

export async function noteArrived(pool: Pool, id: number, status: number): Promise<void> {
  await pool.query(
    /* sql */ `
    with arrived as (
      update partners.webhook_deliveries set state = 'DELIVERED', delivered_at = now(), claimed_until = null,
        last_status = $2, last_error = null where id = $1 and state = 'PENDING' returning webhook_id)
    update partners.webhooks set failing_since = null where id in (select webhook_id from arrived) and failing_since is not null`,
    [id, status],
  );
}

/** Another time, or given up after a day; whoever failed for a day without a success is switched off, which is on the audit. */
export async function noteFailed(
  pool: Pool,
  id: number,
  { status, error, seconds }: { status: number | null; error: string | null; seconds: number },
): Promise<void> {
  await pool.query(
    /* sql */ `
    with failed as (
      update partners.webhook_deliveries set claimed_until = null, last_status = $2, last_error = left($3, 200),
        next_attempt_at = now() + make_interval(secs => $4),
        state = case when retry_from < now() - ${TRIED_FOR} then 'FAILED' else state end
      where id = $1 and state = 'PENDING' returning webhook_id),
    failing as (
      update partners.webhooks set failing_since = coalesce(failing_since, now()),
        disabled_at = case when failing_since < now() - ${TRIED_FOR} then now() end
      where id in (select webhook_id from failed) and disabled_at is null returning id, disabled_at)
    insert into audit.events (channel, action, entity_kind, entity_id)
    select 'COMMAND', 'webhook.disable', 'Webhook', id::text from failing where disabled_at is not null`,
    [id, status, error, seconds],
  );
}

/** Milliseconds until something is due; null while nothing waits. */
export async function untilNext(pool: Pool): Promise<number | null> {
  const { rows } = await pool.query<{ ms: number | null }>(/* sql */ `
    select (extract(epoch from min(greatest(next_attempt_at, coalesce(claimed_until, next_attempt_at))) - now()) * 1000)::float8 as ms
    from partners.webhook_deliveries due join partners.webhooks hook on hook.id = due.webhook_id
    where due.state = 'PENDING' and hook.disabled_at is null and hook.deleted_at is null
      and not exists (
        select from partners.webhook_deliveries earlier
        where earlier.webhook_id = due.webhook_id and earlier.kind = due.kind and earlier.id < due.id
          and earlier.state = 'PENDING' and (earlier.code is null or due.code is null or earlier.code = due.code))`);
  return rows[0]?.ms ?? null;
}
