import { Arg, Args, ArgsType, Ctx, Field, ID, Int, Mutation, Query, Resolver } from "type-graphql";
import { ChangeKind, type ChangeKindName } from "../changes/type.ts";
import { PageArgs, pageOf, readPage } from "../connection.ts";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import { isUuid } from "../uuid.ts";
import { changeWebhook, createWebhook, deleteWebhook, organisationOf, replayDelivery } from "./changes.ts";
import { selectDeliveries, selectWebhooks } from "./queries.ts";
import {
  DeliveryState,
  type DeliveryStateName,
  Webhook,
  WebhookDelivery,
  WebhookDeliveryConnection,
  WebhookDeliveryResult,
  WebhookMadeResult,
  WebhookResult,
} from "./type.ts";

const idArgument = { description: say("标识", "Identity") };
const versionArgument = { description: say("您所见的行版本", "Version of the row as you saw it") };
const kindsArgument = { description: say("通知哪些种类", "Kinds of change it is told") };

@ArgsType()
class DeliveriesArgs extends PageArgs {
  @Field(() => ID, { description: say("哪个回调", "Of which webhook") })
  webhookId!: string;
  @Field(() => DeliveryState, {
    nullable: true,
    description: say("只要此情况的", "Only those that are so far"),
  })
  state?: DeliveryStateName;
}

@Resolver()
export class WebhookResolver {
  @Query(() => [Webhook], {
    description: say("本单位的回调，至多 20 个", "Webhooks of your organisation, at most 20"),
  })
  webhooks(@Ctx() context: Context) {
    const organisation = organisationOf(context);
    return organisation ? selectWebhooks(context.owner, context.language, { organisation }) : [];
  }

  @Query(() => WebhookDeliveryConnection, {
    description: say("一个回调的通知，最近的在前", "Deliveries of a webhook, the latest first"),
  })
  webhookDeliveries(@Args(() => DeliveriesArgs) args: DeliveriesArgs, @Ctx() context: Context) {
    const page = readPage(args);
    const organisation = organisationOf(context);
    if (!organisation || !isUuid(args.webhookId))
      return pageOf<WebhookDelivery>([], page, [
        { sql: "id", type: "bigint", descending: true, value: (row) => row.order },
      ]);
    return selectDeliveries(
      context,
      { organisation, webhook: args.webhookId, state: args.state ?? null },
      page,
    );
  }

  @Mutation(() => WebhookMadeResult, {
    description: say(
      "登记回调：公网 https 地址，端口 443；签名密钥只显示这一次",
      "Register a webhook: a public https address on port 443; the signing secret is shown once",
    ),
  })
  createWebhook(
    @Arg("id", () => ID, { description: say("由您生成的 UUID", "A UUID you make") }) id: string,
    @Arg("url", () => String, { description: say("地址", "Address") }) url: string,
    @Arg("kinds", () => [ChangeKind], kindsArgument) kinds: ChangeKindName[],
    @Ctx() context: Context,
  ) {
    return createWebhook(context, { id, url, kinds });
  }

  @Mutation(() => WebhookResult, {
    description: say("更改通知的种类，停用或重新启用", "Change the kinds, switch off or on again"),
  })
  changeWebhook(
    @Arg("id", () => ID, idArgument) id: string,
    @Arg("rowVersion", () => Int, versionArgument) rowVersion: number,
    @Arg("kinds", () => [ChangeKind], kindsArgument) kinds: ChangeKindName[],
    @Arg("isEnabled", () => Boolean, { description: say("在用", "In use") }) isEnabled: boolean,
    @Ctx() context: Context,
  ) {
    return changeWebhook(context, { id, rowVersion, kinds, isEnabled }).finally(context.wakeWebhooks);
  }

  @Mutation(() => WebhookResult, { description: say("删除回调，立即生效", "Delete a webhook, at once") })
  deleteWebhook(
    @Arg("id", () => ID, idArgument) id: string,
    @Arg("rowVersion", () => Int, versionArgument) rowVersion: number,
    @Ctx() context: Context,
  ) {
    return deleteWebhook(context, id, rowVersion);
  }

  @Mutation(() => WebhookDeliveryResult, {
    description: say("重发一次通知，标识不变", "Send a delivery again, under the same identity"),
  })
  replayDelivery(@Arg("id", () => ID, idArgument) id: string, @Ctx() context: Context) {
    return replayDelivery(context, id).finally(context.wakeWebhooks);
  }
}
