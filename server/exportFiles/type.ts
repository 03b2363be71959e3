import { Field, Float, ID, Int, ObjectType } from "type-graphql";
import { connectionOf } from "../connection.ts";
import { say } from "../describe.ts";
import { enumOf } from "../enumOf.ts";
import { resultOf } from "../refusals.ts";
import { described } from "../words.ts";
import { type ExportStateName, FORMATS, type FormatName, STATES, WHAT, type WhatName } from "./words.ts";

export const ExportWhat = enumOf<WhatName>(
  "ExportWhat",
  say(
    "文件的内容；后两种须登录并有权限",
    "What a file holds; the last two need a sign-in and the permission",
  ),
  described(WHAT),
);
export const ExportFormat = enumOf<FormatName>(
  "ExportFormat",
  say("文件格式；没有位置的清单只有 CSV 与 XLSX", "Format of a file; lists without a place are CSV or XLSX"),
  described(FORMATS),
);
export const ExportState = enumOf<ExportStateName>(
  "ExportState",
  say("文件的进展", "How far a file is"),
  described(STATES),
);

@ObjectType({
  description: say(
    "后台生成的一个文件，保存 24 小时，只有索取者能打开",
    "A file made in the background, kept for 24 hours, which only its maker can open",
  ),
})
export class Export {
  @Field(() => ID, { description: say("标识", "Identity") })
  id!: string;
  @Field(() => ExportWhat, { description: say("内容", "What it holds") })
  what!: WhatName;
  @Field(() => ExportFormat, { description: say("格式", "Format") })
  format!: FormatName;
  @Field(() => ExportState, { description: say("进展", "How far it is") })
  state!: ExportStateName;
  @Field(() => String, {
    nullable: true,
    description: say("区域或村的代码；空为全部", "Code of the region or village; null for all"),
  })
  regionCode!: string | null;
  @Field(() => String, {
    nullable: true,
    description: say("区域或村的名称", "Name of the region or village"),
  })
  regionName!: string | null;
  @Field(() => String, {
    nullable: true,
    description: say("月份或季度，索取时所写；空为最新", "Month or quarter as asked; null for the latest"),
  })
  period!: string | null;
  @Field(() => Int, { description: say("已写行数", "Rows written so far") })
  rowsDone!: number;
  @Field(() => Int, {
    nullable: true,
    description: say("总行数，开始后才知道", "Rows there are; null until it has begun"),
  })
  rowsTotal!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: say("文件大小，字节", "Size of the file in bytes; null until it is whole"),
  })
  sizeBytes!: number | null;
  @Field(() => String, {
    nullable: true,
    description: say("文件的 SHA-256", "SHA-256 of the file; null until it is whole"),
  })
  sha256!: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description: say("含模拟数据", "Holds demonstration data; null until it is known"),
  })
  isDemo!: boolean | null;
  @Field(() => Date, { description: say("索取时间", "When it was asked for") })
  requestedAt!: Date;
  @Field(() => Date, { description: say("到期时间，届时删除", "When it is removed") })
  expiresAt!: Date;
  @Field(() => String, {
    nullable: true,
    description: say("失败的原因与应做的事", "Why it failed, and what to do; null otherwise"),
  })
  error!: string | null;
  @Field(() => String, {
    nullable: true,
    description: say(
      "下载地址，可下载时才有；登录者须仍是本人，未登录者凭自己的密文",
      "Where to fetch it, once it is ready: as the same person, or with one's secret where nobody is signed in",
    ),
  })
  link!: string | null;
}

export const ExportConnection = connectionOf(Export);
export const ExportResult = resultOf("ExportResult", Export);
