import { Field, Int, ObjectType } from "type-graphql";
import type { Urgency as UrgencyName } from "../../geo/urgency.ts";
import { say } from "../describe.ts";
import { enumOf } from "../enumOf.ts";

const LEVELS = {
  ORANGE: say("橙：已过核查期限", "Orange: its day is over"),
  RED: say(
    "红：危及生命或住房，或数值达界限的数倍，或一户同时命中多条规则",
    "Red: a threat to life or home, a multiple of the threshold, or several rules at once in one household",
  ),
  YELLOW: say("黄：即将到期", "Yellow: due soon"),
  GREEN: say("绿：期限尚早", "Green: there is time"),
} satisfies Record<UrgencyName, string>;
export const Urgency = enumOf(
  "Urgency",
  say(
    "紧急程度，最紧急的在前；由规则得出，不由人填写（atlas.rule_books 的 URGENCY，本平台默认，非官方）",
    "How urgent, most urgent first; by rule, not typed (URGENCY in atlas.rule_books, this project's own default, not official)",
  ),
  LEVELS,
);

@ObjectType({ description: say("一级紧急程度的待核查预警数", "Open alerts of one urgency") })
export class UrgencyCount {
  @Field(() => Urgency, { description: say("紧急程度", "How urgent") })
  urgency!: UrgencyName;
  @Field(() => Int, { description: say("待核查预警数", "Open alerts") })
  alerts!: number;
}
