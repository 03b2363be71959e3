import { Field, Int, ObjectType } from "type-graphql";
import { say } from "../describe.ts";

@ObjectType({ description: say("一格的问题或提醒", "Something wrong or odd with one cell") })
export class ImportProblem {
  @Field(() => Int, { description: say("文件中的行", "Row of the file") })
  row!: number;
  @Field(() => String, { description: say("表头", "Header") })
  column!: string;
  @Field(() => String, { description: say("固定代码", "Stable code") })
  code!: string;
  @Field(() => String, {
    description: say("内容，号码已遮盖", "What the cell holds, numbers of persons masked"),
  })
  value!: string;
  @Field(() => String, { description: say("说明与应做的事", "What is wrong, and what to do") })
  message!: string;
}

@ObjectType({ description: say("一项行数", "A number of rows") })
export class ImportCount {
  @Field(() => String, {
    description: say(
      "inserted 新增、changed 更新、unchanged 不变，及该数据特有的",
      "inserted, changed, unchanged, and what only this kind of rows has",
    ),
  })
  key!: string;
  @Field(() => Int, { description: say("行数", "Rows") })
  count!: number;
}

@ObjectType({
  description: say(
    "导入报告；试运行与实际运行的报告相同",
    "Report of an import; a dry run and the run have the same",
  ),
})
export class ImportReport {
  @Field(() => String, { description: say("文件的 SHA-256", "SHA-256 of the file") })
  sha256!: string;
  @Field(() => String, { description: say("格式", "Format") })
  format!: string;
  @Field(() => String, { description: say("文字编码", "Encoding") })
  encoding!: string;
  @Field(() => String, {
    nullable: true,
    description: say("读的工作表或图层", "Sheet or layer that was read"),
  })
  layer!: string | null;
  @Field(() => String, { description: say("坐标系", "Coordinate system") })
  crs!: string;
  @Field(() => Int, { description: say("行数", "Rows") })
  rows!: number;
  @Field(() => [String], { description: say("没有用到的表头，至多 500 个", "Headers not used, at most 500") })
  ignored!: string[];
  @Field(() => [ImportProblem], { description: say("问题，至多 1000 处", "Problems, at most 1,000") })
  problems!: ImportProblem[];
  @Field(() => Int, { description: say("全部问题数", "Problems in all") })
  problemCount!: number;
  @Field(() => Int, { description: say("有问题的行数", "Rows with problems") })
  badRows!: number;
  @Field(() => [ImportProblem], {
    description: say("提醒，不影响导入，至多 1000 处", "Warnings, which hold nothing back, at most 1,000"),
  })
  warnings!: ImportProblem[];
  @Field(() => [ImportCount], {
    nullable: true,
    description: say(
      "写入的行数，至多 10 项；拒绝时为空",
      "Rows written, at most 10 counts; null where refused",
    ),
  })
  counts!: ImportCount[] | null;
}

@ObjectType({ description: say("为何没有运行", "Why a run did not take place") })
export class ImportRefusal {
  @Field(() => String, { description: say("固定代码，如 ConfirmCrs", "Stable code, such as ConfirmCrs") })
  code!: string;
  @Field(() => String, { description: say("原因与应做的事", "Why, and what to do") })
  message!: string;
  @Field(() => String, {
    nullable: true,
    description: say(
      "建议的坐标系，确认后再运行",
      "Coordinate system proposed: run again with it to confirm",
    ),
  })
  proposedCrs!: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description: say("建议对调坐标，确认后再运行", "Exchange proposed: run again with it to confirm"),
  })
  proposedSwapAxes!: boolean | null;
}
