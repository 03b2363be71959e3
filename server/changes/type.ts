import { Field, Float, ObjectType } from "type-graphql";
import { say } from "../describe.ts";
import { enumOf } from "../enumOf.ts";

export const CHANGE_KINDS = [
  "REGION",
  "VILLAGE",
  "SETTLEMENT",
  "PROJECT",
  "ENCLAVE",
  "CONSTRAINT",
  "EVENT",
  "PUBLICATION",
  "WARNING",
] as const;
export type ChangeKindName = (typeof CHANGE_KINDS)[number];
export const ChangeKind = enumOf<ChangeKindName>(
  "ChangeKind",
  say("变更的对象种类", "Kind of changed thing"),
  {
    REGION: say("区划与片区", "A division or contiguous area"),
    VILLAGE: say("行政村及其风险分", "A village with its score"),
    SETTLEMENT: say("易地搬迁安置区", "A relocation settlement"),
    PROJECT: say("产业项目", "An industry project"),
    ENCLAVE: say("飞地", "An enclave investment"),
    CONSTRAINT: say("约束区", "A constraint zone"),
    EVENT: say("灾害与突发事件", "A disaster or public emergency"),
    PUBLICATION: say(
      "一个季度的数字；作废时，该季度的预警一并作废",
      "The figures of a quarter; when they go, the warnings of the quarter go with them",
    ),
    WARNING: say("县或片区的预警级别", "The warning level of a county or contiguous area"),
  },
);

export type ChangeWhatName = "CREATED" | "UPDATED" | "DELETED";
export const ChangeWhat = enumOf<ChangeWhatName>("ChangeWhat", say("发生了什么", "What happened"), {
  CREATED: say("新增；预警为由无到有", "New; of a warning, there was none before"),
  UPDATED: say("改动", "Changed"),
  DELETED: say("删除；预警为解除", "Gone; of a warning, it was lifted"),
});

@ObjectType({ description: say("公开数据的一处变更", "One change of the open data") })
export class Change {
  @Field(() => String, { description: say("游标：从此处之后继续", "Cursor: go on after it") })
  cursor!: string;
  @Field(() => ChangeKind, { description: say("对象种类", "Kind of thing") })
  kind!: ChangeKindName;
  @Field(() => ChangeWhat, { description: say("发生了什么", "What happened") })
  what!: ChangeWhatName;
  @Field(() => String, {
    description: say(
      "代码；数字发布为季度，预警为区域",
      "Code; of a publication its quarter, of a warning its region",
    ),
  })
  code!: string;
  @Field(() => String, {
    nullable: true,
    description: say("季度，发布与预警才有", "Quarter, of publications and warnings"),
  })
  period!: string | null;
  @Field(() => String, {
    nullable: true,
    description: say(
      "所在要素集，见 /ogc/collections；发布与预警为空",
      "Its collection under /ogc/collections; null for publications and warnings",
    ),
  })
  collection!: string | null;
  @Field(() => Float, {
    description: say(
      "要素集中的编号；发布为版本号",
      "Its number in the collection; of a publication the version",
    ),
  })
  featureId!: number;
  @Field(() => Date, {
    description: say("改动时间，数据库时钟", "When it was changed, by the database clock"),
  })
  at!: Date;
}

@ObjectType({ description: say("变更流的一段", "A stretch of the feed of changes") })
export class ChangeFeed {
  @Field(() => [Change], {
    description: say("按提交先后，至多 first 条", "In the order of commits, at most as many as first says"),
  })
  changes!: Change[];
  @Field(() => String, {
    description: say(
      "下次从此游标继续；没有新变更时不变",
      "Go on from here next time; the same while nothing is new",
    ),
  })
  cursor!: string;
  @Field(() => Boolean, { description: say("此刻后面还有", "More follow already") })
  hasMore!: boolean;
}
