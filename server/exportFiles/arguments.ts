import { ArgsType, Field, ID, InputType } from "type-graphql";
import { CasesWhere } from "../cases/type.ts";
import { say } from "../describe.ts";
import { HouseholdWhere } from "../households/arguments.ts";
import { ExportFormat, ExportWhat } from "./type.ts";
import type { FormatName, WhatName } from "./words.ts";

@InputType({
  description: say(
    "属性等于某值；可用的属性与 OGC API 的 queryables 相同",
    "A property that equals a value; the properties are the queryables of OGC API",
  ),
})
export class PropertyEquals {
  @Field(() => String, { description: say("属性名", "Name of the property") })
  property!: string;
  @Field(() => String, { description: say("值，写作文本", "Value, as text") })
  value!: string;
}

@InputType({ description: say("只要其中哪些行", "Which rows alone") })
export class ExportWhere {
  @Field(() => [PropertyEquals], {
    nullable: true,
    description: say(
      "开放清单：属性等于值，至多 10 项",
      "Open lists: properties that equal values, at most 10",
    ),
  })
  equal?: PropertyEquals[];
  @Field(() => HouseholdWhere, { nullable: true, description: say("农户的条件", "Which households") })
  households?: HouseholdWhere;
  @Field(() => CasesWhere, { nullable: true, description: say("对象的条件", "Which cases") })
  cases?: CasesWhere;
}

@ArgsType()
export class ExportRequest {
  @Field(() => ID, {
    description: say(
      "由您生成的 UUID；重复提交是同一个文件",
      "A UUID you make; asked for again it is the same file",
    ),
  })
  id!: string;
  @Field(() => ExportWhat, { description: say("内容", "What it holds") })
  what!: WhatName;
  @Field(() => ExportFormat, { description: say("格式", "Format") })
  format!: FormatName;
  @Field(() => String, {
    nullable: true,
    description: say(
      "区域或村的代码；不填为全部，农户与对象为全部辖区",
      "Code of a region or village; without one all, of households and cases all of your regions",
    ),
  })
  regionCode?: string | null;
  @Field(() => String, {
    nullable: true,
    description: say(
      "月份或季度，如 2026-09、2026Q3；不填为最新",
      "Month or quarter such as 2026-09 or 2026Q3; the latest without one",
    ),
  })
  period?: string | null;
  @Field(() => ExportWhere, { nullable: true, description: say("条件", "Conditions") })
  where?: ExportWhere | null;
  @Field(() => String, {
    nullable: true,
    description: say(
      "未登录时必填：由您随机生成的密文，32–128 个字母、数字、横线或下划线；查询与下载都凭它",
      "Needed where nobody is signed in: a random text you make, 32 to 128 letters, digits, hyphens or underscores; asking and fetching go by it",
    ),
  })
  secret?: string | null;
}
