import { Field, Float, ObjectType, registerEnumType } from "type-graphql";
import { say } from "../describe.ts";

export enum ConstraintKind {
  FARMLAND = "FARMLAND",
  WATER_SOURCE = "WATER_SOURCE",
  ECOLOGY = "ECOLOGY",
}
registerEnumType(ConstraintKind, {
  name: "ConstraintKind",
  description: say("限制区类型", "Kind of constraint zone"),
  valuesConfig: {
    FARMLAND: { description: say("永久基本农田", "Permanent basic farmland") },
    WATER_SOURCE: { description: say("水源地保护区", "Drinking-water source protection") },
    ECOLOGY: { description: say("生态保护区", "Ecological protection") },
  },
});

@ObjectType({
  description: say("一类限制区占本村面积的份额", "Share of a village's land in a kind of constraint zone"),
})
export class ConstraintShare {
  @Field(() => ConstraintKind, { description: say("类型", "Kind") })
  kind!: ConstraintKind;
  @Field(() => Float, { description: say("份额，0–1", "Share of the area, 0 to 1") })
  share!: number;
}
