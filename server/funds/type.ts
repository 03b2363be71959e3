import { Field, Float, ID, InputType, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../connection.ts";
import { say } from "../describe.ts";
import { enumOf } from "../enumOf.ts";
import { Money } from "../money.ts";
import { resultOf } from "../refusals.ts";

const LEVELS = {
  CENTRAL: say("中央", "Central government"),
  PROVINCE: say("省级", "Province"),
  PREFECTURE: say("市级", "Prefecture"),
  COUNTY: say("县级", "County"),
  EAST_WEST: say("东西部协作", "A partner in the east"),
  SOCIAL: say("社会帮扶", "Society"),
  BANK: say("金融信贷", "Banks"),
};
export type FundLevelName = keyof typeof LEVELS;
export const FundLevel = enumOf("FundLevel", say("资金来源层级", "Who gives the money"), LEVELS);

const KINDS = {
  ALLOCATED: say("下达", "Allocated"),
  DISBURSED: say("支出", "Disbursed"),
  SETTLED: say("报账", "Settled against receipts"),
  RETURNED: say("收回", "Returned to who gave it"),
};
export type FundMovementKindName = keyof typeof KINDS;
export const FundMovementKind = enumOf("FundMovementKind", say("资金变动", "What moves money"), KINDS);

const GROUPINGS = {
  SOURCE: say("按来源", "By source"),
  YEAR: say("按预算年度", "By budget year"),
  PROJECT: say(
    "按项目，每县未分配到项目的一行",
    "By project; money of a county not assigned to one is a row of its own",
  ),
  COUNTY: say("按县", "By county"),
  PREFECTURE: say("按市", "By prefecture"),
  PROVINCE: say("按省", "By province"),
};
export type FundGroupingName = keyof typeof GROUPINGS;
export const FundGrouping = enumOf("FundGrouping", say("怎样分行", "What the rows are"), GROUPINGS);

@ObjectType({ description: say("资金来源", "Where money comes from") })
export class FundSource {
  @Field(() => String, { description: say("代号", "Key") })
  key!: string;
  @Field(() => String, { description: say("名称", "Name in Chinese") })
  name!: string;
  @Field(() => String, { description: say("英文名", "Name in English") })
  nameEn!: string;
  @Field(() => FundLevel, { description: say("层级", "Who gives it") })
  level!: FundLevelName;
}

@ObjectType({
  description: say(
    "资金合计；比率由合计重新计算，从不平均",
    "Sums of money; shares are computed again from the sums, never averaged",
  ),
})
export class FundSums {
  @Field(() => Money, { description: say("下达，分", "Allocated, fen") })
  allocated!: number;
  @Field(() => Money, { description: say("支出，分", "Disbursed, fen") })
  disbursed!: number;
  @Field(() => Money, { description: say("报账，分", "Settled, fen") })
  settled!: number;
  @Field(() => Money, { description: say("收回，分", "Returned, fen") })
  returned!: number;
  @Field(() => Money, {
    description: say(
      "结余结转 = 下达 − 支出 − 收回，分",
      "Carried over = allocated − disbursed − returned, fen",
    ),
  })
  carriedOver!: number;
  @Field(() => Float, {
    nullable: true,
    description: say(
      "支出率 = 支出 ÷（下达 − 收回）；没有可用资金为空",
      "Disbursed / (allocated − returned); null where there is nothing to spend",
    ),
  })
  disbursedShare!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: say("报账率 = 报账 ÷ 支出；没有支出为空", "Settled / disbursed; null where nothing was"),
  })
  settledShare!: number | null;
  @Field(() => String, {
    nullable: true,
    description: say(
      "最近一次变动的日期；没有变动为空",
      "Day of the last movement; null where there is none",
    ),
  })
  lastMovedOn!: string | null;
  @Field(() => Int, { description: say("变动笔数", "Movements") })
  movements!: number;
  @Field(() => Boolean, { description: say("是否含模拟数据", "Whether any of it is demonstration data") })
  isDemo!: boolean;
}

@ObjectType({ description: say("资金表的一行", "A row of the table of funds") })
export class FundRow {
  @Field(() => String, {
    description: say(
      "来源代号、年度、项目或区划代码；未分配到项目的为 县代码:",
      "Key of the source, year, code of the project or division; money of a county without a project is code:",
    ),
  })
  key!: string;
  @Field(() => String, { nullable: true, description: say("名称", "Name in Chinese") })
  name!: string | null;
  @Field(() => String, { nullable: true, description: say("英文名", "Name in English") })
  nameEn!: string | null;
  @Field(() => FundSums, { description: say("合计", "Sums") })
  sums!: FundSums;
}

@ObjectType({
  description: say("截至一日的资金表：各行相加等于合计", "Funds as of a day: the rows add up to the total"),
})
export class FundTable {
  @Field(() => String, { description: say("截至日", "As of this day, included") })
  asOf!: string;
  @Field(() => FundSums, { description: say("全部行的合计", "All rows together") })
  total!: FundSums;
  @Field(() => Int, { description: say("全部行数", "Rows there are") })
  rowCount!: number;
  @Field(() => [FundRow], {
    description: say(
      "各行，结余多的在前，至多 first 行",
      "Rows, the most carried over first, at most `first`",
    ),
  })
  rows!: FundRow[];
}

@ObjectType({
  description: say(
    "判定支出慢与闲置的规则，按省按日期；本项目的规则，非官方口径",
    "When money is slow and when it is idle, by province and day; a rule of this project, not official",
  ),
})
export class FundPaceRule {
  @Field(() => Int, {
    description: say(
      "支出率可落后年度进度的百分点；更多为慢",
      "Points disbursement may stay behind the calendar; more is slow",
    ),
  })
  slowPoints!: number;
  @Field(() => Int, {
    description: say("可以没有变动的天数；更多为闲置", "Days without a movement; more is idle"),
  })
  idleDays!: number;
  @Field(() => String, { description: say("自此日起生效", "Holds from this day on") })
  validFrom!: string;
  @Field(() => String, {
    nullable: true,
    description: say("哪个省的规则；全国的为空", "Province whose rule it is; null for the country's"),
  })
  province!: string | null;
}

@ObjectType({
  description: say(
    "一笔资金：一个来源、年度、县，以及项目（如有）",
    "A pot of money: one source, year and county, and one project if any",
  ),
})
export class FundPot {
  @Field(() => ID, { description: say("标识", "Identity") })
  pot!: string;
  @Field(() => Int, { description: say("预算年度", "Budget year") })
  year!: number;
  @Field(() => FundSums, { description: say("合计", "Sums") })
  sums!: FundSums;
  @Field(() => Float, {
    description: say(
      "年度已过的比例，年末起为 1",
      "Share of the budget year that is over, 1 from its end on",
    ),
  })
  elapsedShare!: number;
  @Field(() => Int, {
    nullable: true,
    description: say("距最近一次变动的天数", "Days since the last movement"),
  })
  idleDays!: number | null;
  @Field(() => FundPaceRule, {
    description: say("据以判定的规则", "The rule it was judged by"),
  })
  rule!: FundPaceRule;
  @Field(() => String, {
    description: say(
      "为何列出，一句话；本项目的规则，非官方口径",
      "Why it is listed, in a sentence; a rule of this project, not official",
    ),
  })
  why!: string;
  sourceKey!: string;
  countyCode!: string;
  projectCode!: string | null;
}
export const FundPotConnection = connectionOf(FundPot);

@ObjectType({ description: say("一笔资金变动", "A movement of money") })
export class FundMovement {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => Int, { description: say("预算年度", "Budget year") })
  year!: number;
  @Field(() => FundMovementKind, { description: say("变动", "What it does") })
  kind!: FundMovementKindName;
  @Field(() => Money, { description: say("金额，分，总为正", "Amount, fen, always above 0") })
  amount!: number;
  @Field(() => String, { description: say("日期", "Day") })
  day!: string;
  @Field(() => ID, { nullable: true, description: say("冲销哪一笔", "Movement it takes back") })
  reverses!: string | null;
  @Field(() => Boolean, { description: say("是否已被冲销", "Whether it was taken back") })
  isReversed!: boolean;
  @Field(() => String, { nullable: true, description: say("文号", "Number of the document") })
  document!: string | null;
  @Field(() => Boolean, { description: say("是否模拟数据", "Invented") })
  isDemo!: boolean;
  sourceKey!: string;
  countyCode!: string;
  projectCode!: string | null;
}
export const FundMovementConnection = connectionOf(FundMovement);

@InputType({ description: say("一笔新的资金变动", "A new movement of money") })
export class FundMovementInput {
  @Field(() => ID, {
    description: say(
      "由客户端生成的 UUID；重复提交不会重复登记",
      "UUID made by the client; sending it again records nothing twice",
    ),
  })
  id!: string;
  @Field(() => String, { description: say("资金来源代号", "Key of the source") })
  source!: string;
  @Field(() => Int, { description: say("预算年度", "Budget year") })
  year!: number;
  @Field(() => String, { description: say("县代码，六位", "Code of the county, six digits") })
  county!: string;
  @Field(() => String, {
    nullable: true,
    description: say(
      "项目代码；空为县级未分配资金",
      "Project; none for money of the county not assigned to one",
    ),
  })
  project?: string;
  @Field(() => FundMovementKind, { description: say("变动", "What it does") })
  kind!: FundMovementKindName;
  @Field(() => Float, { description: say("金额，整数分", "Amount in whole fen") })
  amountFen!: number;
  @Field(() => String, { description: say("日期，如 2026-09-30", "Day, like 2026-09-30") })
  day!: string;
  @Field(() => String, {
    nullable: true,
    description: say(
      "文号，2 至 100 字，不得含个人信息",
      "Number of the document, 2 to 100 characters, nothing of a person",
    ),
  })
  document?: string;
}

export const FundMovementResult = resultOf("FundMovementResult", FundMovement);
