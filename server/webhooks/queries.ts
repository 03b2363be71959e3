import { type Connection, keyset, type Order, type Page, toConnection } from "../connection.ts";
import type { Context, Sql } from "../context.ts";
import { countRows } from "../count.ts";
import type { DeliveryStateName, Webhook, WebhookDelivery } from "./type.ts";

type Row = Omit<Webhook, "notice">;

const columns = /* sql */ `
  hook.id, hook.url, hook.kinds, hook.disabled_at is null as "isEnabled", hook.failing_since as "failingSince",
  (select count(*) from partners.webhook_deliveries where webhook_id = hook.id and state = 'PENDING')::int as pending,
  hook.created_at as "createdAt", hook.row_version as "rowVersion"`;

const noticeOf = ({ isEnabled, failingSince }: Row, language: Context["language"]): string | null => {
  if (!isEnabled)
    return language === "zh"
      ? "连续失败一天，已自动停用；请修好接收端后重新启用，积压的通知会依次送达。"
      : "Switched off after failing for a day; mend the receiver and switch it on again, what waits is delivered in order.";
  if (failingSince)
    return language === "zh"
      ? "接收端没有以 2xx 答复，正在重试。"
      : "The receiver does not answer with 2xx; it is tried again.";
  return null;
};

export async function selectWebhooks(
  sql: Sql,
  language: Context["language"],
  { organisation, id = null }: { organisation: string; id?: string | null },
): Promise<Webhook[]> {
  const rows = await sql<Row>(
    /* sql */ `
    select ${columns} from partners.webhooks hook
    where hook.organisation_id = :organisation::uuid and hook.deleted_at is null and (:id::uuid is null or hook.id = :id::uuid)
    order by hook.created_at, hook.id limit 20`,
    { organisation, id },
  );
  return rows.map((row) => ({ ...row, notice: noticeOf(row, language) }));
}

const latestFirst: Order<WebhookDelivery> = [
  { sql: "delivery.id", type: "bigint", descending: true, value: (row) => row.order },
];

const deliveryColumns = /* sql */ `
  delivery.event_id as id, delivery.id as order, delivery.kind, delivery.code, delivery.state, delivery.attempts,
  delivery.last_status as "lastStatus", delivery.last_error as "lastError", delivery.created_at as "createdAt",
  case when delivery.state = 'PENDING' then delivery.next_attempt_at end as "nextAttemptAt", delivery.delivered_at as "deliveredAt"`;

/** Deliveries of a webhook of the organisation, the latest first. */
export async function selectDeliveries(
  { owner }: Context,
  given: { organisation: string; webhook: string; state: DeliveryStateName | null },
  page: Page,
): Promise<Connection<WebhookDelivery>> {
  const keys = keyset(latestFirst, page);
  const from = /* sql */ `
    from partners.webhook_deliveries delivery join partners.webhooks hook on hook.id = delivery.webhook_id
    where hook.id = :webhook::uuid and hook.organisation_id = :organisation::uuid
      and (:state::text is null or delivery.state = :state)`;
  const rows = await owner<WebhookDelivery>(
    `select ${deliveryColumns} ${from} and ${keys.where} order by ${keys.orderBy} limit :pageLimit`,
    { ...given, ...keys.values },
  );
  return toConnection(rows, page, latestFirst, (mode) => countRows(owner, from, given, mode));
}

export async function selectDelivery(
  sql: Sql,
  { id, organisation }: { id: string; organisation: string },
): Promise<WebhookDelivery | null> {
  const [row] = await sql<WebhookDelivery>(
    /* sql */ `
    select ${deliveryColumns}
    from partners.webhook_deliveries delivery join partners.webhooks hook on hook.id = delivery.webhook_id
    where delivery.event_id = :id::uuid and hook.organisation_id = :organisation::uuid and hook.deleted_at is null
    for update of delivery`,
    { id, organisation },
  );
  return row ?? null;
}
