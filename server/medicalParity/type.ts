import { Field, Float, Int, ObjectType } from "type-graphql";
import { Proportion } from "../assessments/type.ts";
import { say } from "../describe.ts";
import { enumOf } from "../enumOf.ts";
import { Money } from "../money.ts";

const STATES = {
  CAP: say("有兜底线", "There is a cap"),
  NONE: say("明确没有", "It is known that there is none"),
  UNKNOWN: say("未报，不知有无", "Nobody said whether there is one"),
};
export type LocalCapStateName = keyof typeof STATES;
export const LocalCapState = enumOf(
  "LocalCapState",
  say("有无兜底线", "Whether there is a local cap"),
  STATES,
);

@ObjectType({ description: say("一个县一年的医保政策", "Medical policy of a county and year") })
export class MedicalParityRow {
  @Field(() => String, { description: say("县代码", "Code of the county") })
  code!: string;
  @Field(() => String, { description: say("名称", "Name in Chinese") })
  name!: string;
  @Field(() => String, { nullable: true, description: say("英文名", "Name in English") })
  nameEn!: string | null;
  @Field(() => Int, {
    nullable: true,
    description: say(
      "门诊慢特病病种数；空为未报",
      "Illnesses on the outpatient chronic-disease list; null where nobody delivered it",
    ),
  })
  chronicListLength!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: say("病种数与中位数之差", "Illnesses more or less than the median"),
  })
  chronicListDifference!: number | null;
  @Field(() => Proportion, {
    nullable: true,
    description: say(
      "门诊慢特病报销率，分子分母为分；空为未报",
      "Outpatient reimbursement rate of chronic diseases, its sums in fen; null where nobody delivered it",
    ),
  })
  reimbursement!: Proportion | null;
  @Field(() => Float, {
    nullable: true,
    description: say("报销率与中位数之差（0–1）", "Reimbursement rate less the median (0 to 1)"),
  })
  reimbursementDifference!: number | null;
  @Field(() => LocalCapState, { description: say("有无兜底线", "Whether there is a local cap") })
  localCapState!: LocalCapStateName;
  @Field(() => Money, {
    nullable: true,
    description: say(
      "兜底线：自付超过此数由政府负担，分；没有或未报为空",
      "Out-of-pocket sum above which the county pays, fen; null where there is none or nobody said",
    ),
  })
  localCap!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: say(
      "兜底线与有兜底线各县中位数之差，分",
      "Its cap less the median of counties with one, fen",
    ),
  })
  localCapDifference!: number | null;
  @Field(() => String, { nullable: true, description: say("依据文件", "Document that says so") })
  document!: string | null;
  @Field(() => Boolean, { description: say("是否已报", "Whether anything was delivered") })
  isDelivered!: boolean;
  @Field(() => Boolean, { description: say("是否模拟数据", "Demonstration data or not") })
  isDemo!: boolean;
}

@ObjectType({
  description: say(
    "医保政策对照表：差异相对于所列各县的中位数",
    "Medical parity: differences to the median of the counties listed",
  ),
})
export class MedicalParityTable {
  @Field(() => Int, {
    nullable: true,
    description: say("年度；没有任何数据为空", "Year; null where there is nothing"),
  })
  year!: number | null;
  @Field(() => [Int], {
    description: say("有数据的年度，至多数十年", "Years there are, at most some dozens"),
  })
  years!: number[];
  @Field(() => Float, { nullable: true, description: say("病种数的中位数", "Median length of the list") })
  medianChronicListLength!: number | null;
  @Field(() => Float, { nullable: true, description: say("报销率的中位数", "Median reimbursement rate") })
  medianReimbursement!: number | null;
  @Field(() => Float, { nullable: true, description: say("兜底线的中位数，分", "Median cap, fen") })
  medianLocalCap!: number | null;
  @Field(() => [MedicalParityRow], { description: say("各县，至多数百行", "Counties, at most some hundred") })
  rows!: MedicalParityRow[];
}
