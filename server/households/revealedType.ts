import { Field, ID, Int, ObjectType } from "type-graphql";
import { say } from "../describe.ts";
import { resultOf } from "../refusals.ts";

@ObjectType({
  description: say("身份信息明文；查看已留痕", "What identifies a person; the look is on record"),
})
export class RevealedMember {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => String, { description: say("姓名", "Name") })
  name!: string;
  @Field(() => String, { description: say("身份证号", "Identity number") })
  idNumber!: string;
  @Field(() => String, { nullable: true, description: say("电话", "Telephone") })
  phone!: string | null;
  @Field(() => String, { nullable: true, description: say("银行账号", "Bank account") })
  bankAccount!: string | null;
  @Field(() => String, { nullable: true, description: say("病情", "Illness") })
  health!: string | null;
  @Field(() => String, { description: say("出生日期", "Day of birth") })
  bornOn!: string;
  @Field(() => Int, { nullable: true, description: say("残疾等级", "Grade of disability") })
  disabilityGrade!: number | null;
  @Field(() => Int, { description: say("今日还可查看次数", "Looks left today") })
  leftToday!: number;
}

export const RevealResult = resultOf("RevealResult", RevealedMember);
