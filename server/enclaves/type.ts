import { Field, Float, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../connection.ts";
import { say } from "../describe.ts";
import { GeoJSONMultiLineString, GeoJSONPoint } from "../geojson.ts";
import { Money } from "../money.ts";
import { Node } from "../node/type.ts";

export enum EnclaveOrder {
  CODE = "CODE",
  GAP_DESC = "GAP_DESC",
}
registerEnumType(EnclaveOrder, {
  name: "EnclaveOrder",
  description: say("飞地排序", "Order of enclaves"),
  valuesConfig: {
    CODE: { description: say("按代码", "By code") },
    GAP_DESC: { description: say("分红缺口从大到小", "Largest gap of dividends first") },
  },
});

@InputType({ description: say("飞地筛选", "Filter of enclaves") })
export class EnclaveFilter {
  @Field(() => Boolean, { nullable: true, description: say("是否欠付分红", "Dividends are owed or not") })
  inArrears?: boolean;
  @Field(() => Boolean, { nullable: true, description: say("是否模拟数据", "Demonstration data or not") })
  isDemo?: boolean;
  @Field(() => Float, {
    nullable: true,
    description: say("分红缺口至少多少分", "Gap of dividends of at least so many fen"),
  })
  minGapFen?: number;
}

@ObjectType({
  implements: Node,
  description: say(
    "飞地投资：条件差的村把资金投到条件好的地方，按年分红",
    "An enclave investment: money of villages with poor conditions, put to work elsewhere, paid back as dividends",
  ),
})
export class Enclave extends Node {
  @Field(() => String, { description: say("代码", "Code") })
  code!: string;
  @Field(() => String, { description: say("名称", "Name in Chinese") })
  name!: string;
  @Field(() => String, { nullable: true, description: say("英文名", "Name in English") })
  nameEn!: string | null;
  @Field(() => String, { nullable: true, description: say("运营方", "Business that runs it") })
  operator!: string | null;
  @Field(() => String, { nullable: true, description: say("行业", "Line of business") })
  sector!: string | null;
  @Field(() => GeoJSONPoint, { nullable: true, description: say("落地位置", "Host site") })
  site!: string | null;
  @Field(() => GeoJSONMultiLineString, {
    nullable: true,
    description: say(
      "各出资村到落地位置的连线，方向为资金流向",
      "Lines from each origin village to the host site, in the direction of the money",
    ),
  })
  flows!: string | null;
  @Field(() => Money, { description: say("本金合计", "Principal of all investors") })
  principal!: number;
  @Field(() => Money, { description: say("应付未付的分红", "Dividends promised but not paid") })
  dividendGap!: number;
  @Field(() => Int, { nullable: true, description: say("受益户数", "Households that receive dividends") })
  beneficiaryHouseholds!: number | null;
  @Field(() => String, { nullable: true, description: say("出资日期", "Day the money was paid in") })
  startedOn!: string | null;
  @Field(() => Boolean, { description: say("是否为模拟数据", "Demonstration data") })
  isDemo!: boolean;
  hostCode!: string;
  contractNumber!: string | null;
  contractFrom!: string | null;
  contractTo!: string | null;
  promisedBasisPoints!: number | null;
  returnsPrincipal!: boolean | null;
}

@ObjectType({ description: say("一个出资村", "An origin village of an enclave") })
export class EnclaveInvestor {
  @Field(() => Money, { description: say("本金", "Principal") })
  amount!: number;
  @Field(() => Float, { description: say("份额，各份额之和为 1", "Share; the shares add up to 1") })
  share!: number;
  @Field(() => Int, { description: say("受益户数", "Households that receive dividends") })
  households!: number;
  villageCode!: string;
}

@ObjectType({ description: say("一年的分红", "Dividend of one year") })
export class Dividend {
  @Field(() => Int, { description: say("年份", "Year") })
  year!: number;
  @Field(() => Money, { description: say("约定", "Promised") })
  promised!: number;
  @Field(() => Money, { description: say("实付", "Paid") })
  paid!: number;
}

export const EnclaveConnection = connectionOf(Enclave);
