import { Field, InputType, ObjectType } from "type-graphql";
import { connectionOf } from "../connection.ts";
import { say } from "../describe.ts";
import { enumOf } from "../enumOf.ts";
import { Money } from "../money.ts";

const KINDS = {
  BUILDING: say("厂房", "Building"),
  GREENHOUSE: say("大棚", "Greenhouses"),
  EQUIPMENT: say("设备", "Equipment"),
  COLD_STORE: say("冷库", "Cold store"),
  POWER_STATION: say("电站", "Power station"),
  ORCHARD: say("果园、茶园", "Orchard or tea garden"),
  OTHER: say("其他", "Other"),
};
export type AssetKindName = keyof typeof KINDS;
export const AssetKind = enumOf("AssetKind", say("资产类型", "Kind of asset"), KINDS);

const OWNERS = {
  VILLAGE_COLLECTIVE: say("村集体", "Village collective"),
  TOWNSHIP: say("乡镇", "Township"),
  COUNTY: say("县级", "County"),
  COMPANY: say("企业", "Company"),
  COOPERATIVE: say("合作社", "Co-operative"),
};
export type AssetOwnerKindName = keyof typeof OWNERS;
export const AssetOwnerKind = enumOf("AssetOwnerKind", say("所有权人类型", "Kind of owner"), OWNERS);

@ObjectType({
  description: say(
    "帮扶资金形成的一项资产：属谁、谁经营、谁管护；只记单位，不记个人",
    "An asset formed with assistance money: who owns, runs and keeps it; bodies only, never a person",
  ),
})
export class Asset {
  @Field(() => String, { description: say("代码", "Code") })
  code!: string;
  @Field(() => String, { description: say("名称", "Name in Chinese") })
  name!: string;
  @Field(() => String, { nullable: true, description: say("英文名", "Name in English") })
  nameEn!: string | null;
  @Field(() => AssetKind, { description: say("类型", "Kind") })
  kind!: AssetKindName;
  @Field(() => Money, {
    nullable: true,
    description: say("登记价值；未评估为空", "Value at registration; null where not assessed"),
  })
  value!: number | null;
  @Field(() => AssetOwnerKind, { description: say("所有权人类型", "Kind of owner") })
  ownerKind!: AssetOwnerKindName;
  @Field(() => String, { description: say("所有权人", "Owner") })
  owner!: string;
  @Field(() => String, {
    nullable: true,
    description: say("经营主体", "Who runs it; null where nobody does"),
  })
  operator!: string | null;
  @Field(() => String, {
    nullable: true,
    description: say("管护责任单位；未明确为空", "Who keeps it; null where nobody was named"),
  })
  custodian!: string | null;
  @Field(() => String, {
    nullable: true,
    description: say("权属证书号；未办为空", "Number of the certificate of title; null where there is none"),
  })
  certificate!: string | null;
  @Field(() => String, { nullable: true, description: say("确权登记日", "Day it was registered") })
  registeredOn!: string | null;
  @Field(() => Boolean, { description: say("是否为模拟数据", "Demonstration data") })
  isDemo!: boolean;
  ownerCode!: string | null;
  projectCode!: string | null;
  enclaveCode!: string | null;
}

@InputType({ description: say("资产条件，同时满足", "Which assets; all conditions hold") })
export class AssetFilter {
  @Field(() => Boolean, {
    nullable: true,
    description: say("是否没有管护责任单位", "Without a custodian, or with one"),
  })
  withoutCustodian?: boolean;
  @Field(() => Boolean, {
    nullable: true,
    description: say("是否没有权属证书", "Without a certificate of title, or with one"),
  })
  withoutCertificate?: boolean;
  @Field(() => [AssetKind], { nullable: true, description: say("类型之一", "One of these kinds") })
  kinds?: AssetKindName[];
  @Field(() => [AssetOwnerKind], {
    nullable: true,
    description: say("所有权人类型之一", "One of these kinds of owner"),
  })
  ownerKinds?: AssetOwnerKindName[];
}

export const AssetConnection = connectionOf(Asset);
