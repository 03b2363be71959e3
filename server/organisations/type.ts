import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { say } from "../describe.ts";
import { enumOf } from "../enumOf.ts";
import { resultOf } from "../refusals.ts";

export type KeyScopeName = "OPEN_DATA" | "CHANGES" | "SUBSCRIPTIONS" | "WEBHOOKS" | "ALLOCATION" | "EXPORTS";
export const KeyScope = enumOf<KeyScopeName>("KeyScope", say("密钥的用途", "What a key may be used for"), {
  OPEN_DATA: say("查询公开数据", "Queries of the open data"),
  CHANGES: say("变更流", "The feed of changes"),
  SUBSCRIPTIONS: say("订阅", "Subscriptions"),
  WEBHOOKS: say("登记与查看回调", "Webhooks and their deliveries"),
  ALLOCATION: say("飞地资金分配测算", "Allocations of money to enclaves"),
  EXPORTS: say("批量导出，另须 OPEN_DATA", "Bulk exports, together with OPEN_DATA"),
});

@ObjectType({
  description: say("密钥的一个密文；同时至多两个有效", "A secret of a key; two at most are valid at once"),
})
export class KeySecret {
  @Field(() => String, { description: say("开头，可公开", "How it begins, which is no secret") })
  start!: string;
  @Field(() => Date, { description: say("建立时间", "Created") })
  createdAt!: Date;
  @Field(() => Date, { nullable: true, description: say("上次使用，精确到分", "Last used, to a minute") })
  usedAt!: Date | null;
  @Field(() => Date, { description: say("有效期至", "Valid until") })
  expiresAt!: Date;
}

@ObjectType({ description: say("合作单位的一把接口密钥", "A key of a partner organisation") })
export class OrganisationKey {
  @Field(() => ID, { description: say("标识；用量按此统计", "Identity; its use is counted by it") })
  id!: string;
  @Field(() => String, { description: say("名称", "Name") })
  name!: string;
  @Field(() => [KeyScope], { description: say("用途，至多六项", "What it may be used for, at most six") })
  scopes!: KeyScopeName[];
  @Field(() => [String], { description: say("区域代码，至多 50 个", "Codes of its regions, at most 50") })
  regions!: string[];
  @Field(() => Int, { description: say("每分钟可用的查询代价", "Query cost it may spend per minute") })
  pointsPerMinute!: number;
  @Field(() => [KeySecret], {
    description: say(
      "有效的密文，至多两个；没有则已全部到期",
      "Valid secrets, at most two; none when all have expired",
    ),
  })
  secrets!: KeySecret[];
  @Field(() => Date, { description: say("建立时间", "Created") })
  createdAt!: Date;
  @Field(() => Int, { description: say("行版本", "Version of the row") })
  rowVersion!: number;
}

@ObjectType({ description: say("合作单位的密钥管理人", "Somebody who manages the keys of an organisation") })
export class KeyManager {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => String, { description: say("姓名", "Name") })
  name!: string;
}

@ObjectType({ description: say("合作单位及其获准的范围", "A partner organisation, and what it was granted") })
export class Organisation {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => String, { description: say("名称", "Name") })
  name!: string;
  @Field(() => [KeyScope], { description: say("获准的用途，至多六项", "Granted uses, at most six") })
  scopes!: KeyScopeName[];
  @Field(() => [String], { description: say("获准的区域，至多 50 个", "Granted regions, at most 50") })
  regions!: string[];
  @Field(() => Int, {
    description: say("各密钥合计每分钟的查询代价", "Query cost per minute of all its keys together"),
  })
  pointsPerMinute!: number;
  @Field(() => Int, { description: say("至多多少把密钥", "How many keys it may have") })
  mostKeys!: number;
  @Field(() => [OrganisationKey], { description: say("有效的密钥，至多 50 把", "Its keys, at most 50") })
  keys!: OrganisationKey[];
  @Field(() => [KeyManager], { description: say("密钥管理人，至多 100 人", "Who manages them, at most 100") })
  managers!: KeyManager[];
  @Field(() => Boolean, { description: say("已停用", "Disabled") })
  isDisabled!: boolean;
  @Field(() => Boolean, { description: say("模拟数据", "Demonstration data") })
  isDemo!: boolean;
  @Field(() => Int, { description: say("行版本", "Version of the row") })
  rowVersion!: number;
}

@ObjectType({ description: say("新的密文；只显示这一次", "A new secret; it is shown once") })
export class KeyMade {
  @Field(() => OrganisationKey, { description: say("密钥", "The key") })
  key!: OrganisationKey;
  @Field(() => String, {
    description: say(
      "密文，请求时放在 Authorization: Bearer 之后",
      "The secret, sent as Authorization: Bearer",
    ),
  })
  secret!: string;
  @Field(() => Date, { description: say("有效期至", "Valid until") })
  expiresAt!: Date;
}

@InputType({ description: say("批准给合作单位的范围", "What an organisation is granted") })
export class GrantInput {
  @Field(() => [KeyScope], { description: say("用途", "Uses") })
  scopes!: KeyScopeName[];
  @Field(() => [String], { description: say("区域代码；CN 为全国", "Codes of regions; CN for the country") })
  regions!: string[];
  @Field(() => Int, {
    description: say("每分钟的查询代价，1000 至 10000000", "Query cost per minute, 1,000 to 10,000,000"),
  })
  pointsPerMinute!: number;
  @Field(() => Int, {
    defaultValue: 10,
    description: say("至多多少把密钥，1 至 50", "How many keys, 1 to 50"),
  })
  mostKeys!: number;
}

@InputType({
  description: say("密钥的名称与限制，不得超出获准的范围", "Name and limits of a key, within the grant"),
})
export class KeyInput {
  @Field(() => String, { description: say("名称，2 至 100 字", "Name, 2 to 100 characters") })
  name!: string;
  @Field(() => [KeyScope], { description: say("用途", "What it may be used for") })
  scopes!: KeyScopeName[];
  @Field(() => [String], {
    description: say("区域代码；CN 为获准的全部", "Codes of its regions; CN for all that was granted"),
  })
  regions!: string[];
  @Field(() => Int, {
    description: say("每分钟的查询代价，至少 1000", "Query cost per minute, at least 1,000"),
  })
  pointsPerMinute!: number;
}

export const OrganisationResult = resultOf("OrganisationResult", Organisation);
export const OrganisationKeyResult = resultOf("OrganisationKeyResult", OrganisationKey);
export const KeyMadeResult = resultOf("KeyMadeResult", KeyMade);
