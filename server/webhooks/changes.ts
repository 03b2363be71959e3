import { randomBytes } from "node:crypto";
import { asOwner } from "../asOwner.ts";
import type { ChangeKindName } from "../changes/type.ts";
import type { Context, Sql } from "../context.ts";
import { conflict, notFound, type Refused, refuse } from "../refusals.ts";
import { stop } from "../refusing.ts";
import { isUuid } from "../uuid.ts";
import { hostOf, wrongUrl } from "./address.ts";
import { isPublicHost } from "./post.ts";
import { selectDelivery, selectWebhooks } from "./queries.ts";
import type { Webhook, WebhookDelivery, WebhookMade } from "./type.ts";

const MOST_WEBHOOKS = 20;

/** Where the secret of a webhook is sealed. */
export const placeOfSecret = (id: string) => ({ column: "partners.webhooks.secret", row: id });

/** The organisation whose webhooks the viewer looks after: by a key made for it, or as who manages its keys. */
export const organisationOf = ({ viewer }: Pick<Context, "viewer">): string | null =>
  viewer?.organisationId && (viewer.keyLimits !== null || viewer.managesKeys) ? viewer.organisationId : null;

function ownOrganisation(context: Context): string {
  return (
    organisationOf(context) ??
    stop(
      refuse(
        context,
        "FORBIDDEN",
        "您没有所属的合作单位，或不是密钥管理人；请用本单位的密钥，或由密钥管理人办理。",
        "You belong to no partner organisation, or do not manage its keys; use a key of the organisation, or ask who manages them.",
      ),
    )
  );
}

/** Registers an address after looking at where it leads; it is looked at again at every connection. */
export async function createWebhook(
  context: Context,
  { id, url, kinds }: { id: string; url: string; kinds: ChangeKindName[] },
): Promise<WebhookMade | Refused> {
  const { webhookReach: reach } = context;
  if (!isUuid(id))
    return refuse(context, "INVALID", "id 须为 UUID。", "The id must be a UUID that you make.");
  if (kinds.length === 0)
    return refuse(context, "INVALID", "请至少给出一种变更。", "Give at least one kind of change.");
  const wrong = wrongUrl(url, reach);
  if (wrong) return refuse(context, "INVALID", ...wrong);
  const host = hostOf(new URL(url));
  if (!(await isPublicHost(host, { reach })))
    return refuse(
      context,
      "INVALID",
      `${host} 查不到地址，或不全是公网地址，不能登记。`,
      `${host} has no address, or not only public ones, and cannot be registered.`,
    );
  const secret = `fwh_${randomBytes(32).toString("base64url")}`;
  return asOwner(context, async ({ sql, record }) => {
    const organisation = ownOrganisation(context);
    await sql("select from access.organisations where id = :organisation::uuid for update", { organisation });
    const [known] = await sql("select from partners.webhooks where id = :id::uuid", { id });
    if (known)
      stop(
        refuse(
          context,
          "ALREADY_DONE",
          "这个回调已经登记，签名密钥只显示一次；没有收到时请删除后另行登记。",
          "This webhook was registered already and its secret is shown once; where it did not arrive, delete it and register another.",
        ),
      );
    if ((await selectWebhooks(sql, context.language, { organisation })).length >= MOST_WEBHOOKS)
      stop(
        refuse(
          context,
          "LIMIT_REACHED",
          `至多 ${MOST_WEBHOOKS} 个回调；请先删除不用的。`,
          `At most ${MOST_WEBHOOKS} webhooks; delete one that is not used.`,
        ),
      );
    await sql(
      /* sql */ `
      insert into partners.webhooks (id, organisation_id, url, kinds, secret_sealed, position, created_by)
      values (:id::uuid, :organisation::uuid, :url, :kinds::text[], :sealed,
              coalesce((select max(position) from atlas.open_changes), 0), :viewer::uuid)`,
      {
        id,
        organisation,
        url,
        kinds: [...new Set(kinds)],
        sealed: context.keys.seal(secret, placeOfSecret(id)),
        viewer: context.viewer?.personId,
      },
    );
    await record({ action: "webhook.create", kind: "Webhook", id, detail: { organisation, kinds } });
    return { webhook: await readBack(context, sql, id, organisation), secret };
  });
}

const readBack = async (context: Context, sql: Sql, id: string, organisation: string): Promise<Webhook> =>
  (await selectWebhooks(sql, context.language, { organisation, id }))[0] ?? stop(notFound(context));

async function locked(context: Context, sql: Sql, id: string, rowVersion: number) {
  const organisation = ownOrganisation(context);
  if (!isUuid(id)) stop(notFound(context));
  await sql("select from partners.webhooks where id = :id::uuid for update", { id });
  const webhook = await readBack(context, sql, id, organisation);
  if (webhook.rowVersion !== rowVersion) stop(conflict(context, webhook.rowVersion));
  return { webhook, organisation };
}

/** Other kinds, or switched off and on again: then what waits gets another day. */
export const changeWebhook = (
  context: Context,
  {
    id,
    rowVersion,
    kinds,
    isEnabled,
  }: { id: string; rowVersion: number; kinds: ChangeKindName[]; isEnabled: boolean },
) =>
  asOwner(context, async ({ sql, record }): Promise<Webhook> => {
    const { organisation } = await locked(context, sql, id, rowVersion);
    if (kinds.length === 0)
      stop(refuse(context, "INVALID", "请至少给出一种变更。", "Give at least one kind of change."));
    await sql(
      /* sql */ `
      with waiting as (
        update partners.webhook_deliveries set retry_from = now(), next_attempt_at = now(), attempts = 0
        where webhook_id = :id::uuid and state = 'PENDING' and :isEnabled
          and exists (select from partners.webhooks where id = :id::uuid and disabled_at is not null))
      update partners.webhooks set kinds = :kinds::text[], row_version = row_version + 1,
        failing_since = case when disabled_at is null then failing_since end,
        disabled_at = case when not :isEnabled then coalesce(disabled_at, now()) end where id = :id::uuid`,
      { id, kinds: [...new Set(kinds)], isEnabled },
    );
    await record({
      action: "webhook.change",
      kind: "Webhook",
      id,
      detail: { organisation, kinds, isEnabled },
    });
    return readBack(context, sql, id, organisation);
  });

export const deleteWebhook = (context: Context, id: string, rowVersion: number) =>
  asOwner(context, async ({ sql, record }): Promise<Webhook> => {
    const { webhook, organisation } = await locked(context, sql, id, rowVersion);
    await sql(
      "update partners.webhooks set deleted_at = now(), row_version = row_version + 1 where id = :id::uuid",
      { id },
    );
    await record({ action: "webhook.delete", kind: "Webhook", id, detail: { organisation } });
    return { ...webhook, isEnabled: false, rowVersion: webhook.rowVersion + 1 };
  });

/** Sends a delivery again under its former identity, whether it arrived or not. */
export const replayDelivery = (context: Context, id: string) =>
  asOwner(context, async ({ sql, record }): Promise<WebhookDelivery> => {
    const organisation = ownOrganisation(context);
    if (!isUuid(id)) stop(notFound(context));
    if ((await selectDelivery(sql, { id, organisation })) === null) stop(notFound(context));
    await sql(
      /* sql */ `
      update partners.webhook_deliveries set state = 'PENDING', attempts = 0, retry_from = now(), next_attempt_at = now(),
        claimed_until = null, delivered_at = null where event_id = :id::uuid`,
      { id },
    );
    await record({ action: "webhook.replay", kind: "WebhookDelivery", id, detail: { organisation } });
    return (await selectDelivery(sql, { id, organisation })) ?? stop(notFound(context));
  });
