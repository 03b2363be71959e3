import { Field, ID, Int, ObjectType } from "type-graphql";
import { ChangeKind, type ChangeKindName } from "../changes/type.ts";
import { connectionOf } from "../connection.ts";
import { say } from "../describe.ts";
import { enumOf } from "../enumOf.ts";
import { resultOf } from "../refusals.ts";

@ObjectType({
  description: say(
    "回调：公开数据有变更时通知合作方的地址",
    "Where a partner wants to hear of changes of the open data",
  ),
})
export class Webhook {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => String, { description: say("地址", "Address") })
  url!: string;
  @Field(() => [ChangeKind], {
    description: say("通知哪些种类，至多九种", "Kinds of change it is told, at most nine"),
  })
  kinds!: ChangeKindName[];
  @Field(() => Boolean, {
    description: say("在用；连续失败一天后自动停用", "In use; it is switched off after failing for a day"),
  })
  isEnabled!: boolean;
  @Field(() => String, {
    nullable: true,
    description: say("停用或失败的说明", "A word where it fails or was switched off"),
  })
  notice!: string | null;
  @Field(() => Date, {
    nullable: true,
    description: say("从何时起一直失败", "Failing without a success since then"),
  })
  failingSince!: Date | null;
  @Field(() => Int, { description: say("等待送达的", "Deliveries that wait") })
  pending!: number;
  @Field(() => Date, { description: say("登记时间", "Registered") })
  createdAt!: Date;
  @Field(() => Int, { description: say("行版本", "Version of the row") })
  rowVersion!: number;
}

@ObjectType({
  description: say(
    "新登记的回调；签名密钥只显示这一次",
    "A new webhook; the secret it signs with is shown once",
  ),
})
export class WebhookMade {
  @Field(() => Webhook, { description: say("回调", "The webhook") })
  webhook!: Webhook;
  @Field(() => String, {
    description: say(
      "签名密钥：X-Atlas-Signature 的 v1 为以它对“t.正文”求得的 HMAC-SHA-256",
      "Signing secret: v1 of X-Atlas-Signature is the HMAC-SHA-256 by it over `t.body`",
    ),
  })
  secret!: string;
}

export type DeliveryStateName = "PENDING" | "DELIVERED" | "FAILED";
export const DeliveryState = enumOf<DeliveryStateName>(
  "DeliveryState",
  say("送达情况", "How far a delivery is"),
  {
    PENDING: say("等待或重试中", "Waiting, or tried again"),
    DELIVERED: say("已送达", "Delivered"),
    FAILED: say("一天内未能送达", "Not delivered within a day"),
  },
);

@ObjectType({ description: say("一次通知", "One delivery") })
export class WebhookDelivery {
  @Field(() => ID, {
    description: say(
      "标识，同 X-Atlas-Delivery，重发不变",
      "Identity, as in X-Atlas-Delivery; the same in every attempt",
    ),
  })
  id!: string;
  @Field(() => ChangeKind, { description: say("种类", "Kind of change") })
  kind!: ChangeKindName;
  @Field(() => String, {
    nullable: true,
    description: say("代码；一次变更很多个时为空", "Code; null for many at once"),
  })
  code!: string | null;
  @Field(() => DeliveryState, { description: say("送达情况", "How far it is") })
  state!: DeliveryStateName;
  @Field(() => Int, { description: say("试过几次", "Attempts") })
  attempts!: number;
  @Field(() => Int, {
    nullable: true,
    description: say("上次的 HTTP 状态", "HTTP status of the last attempt"),
  })
  lastStatus!: number | null;
  @Field(() => String, { nullable: true, description: say("上次的错误", "What went wrong last") })
  lastError!: string | null;
  @Field(() => Date, { description: say("产生时间", "Made") })
  createdAt!: Date;
  @Field(() => Date, {
    nullable: true,
    description: say("下次尝试，等待中才有", "Next attempt, while it waits"),
  })
  nextAttemptAt!: Date | null;
  @Field(() => Date, { nullable: true, description: say("送达时间", "Delivered") })
  deliveredAt!: Date | null;
  order!: number;
}

export const WebhookDeliveryConnection = connectionOf(WebhookDelivery);

export const WebhookMadeResult = resultOf("WebhookMadeResult", WebhookMade);
export const WebhookResult = resultOf("WebhookResult", Webhook);
export const WebhookDeliveryResult = resultOf("WebhookDeliveryResult", WebhookDelivery);
