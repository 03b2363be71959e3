import { Field, Float, ID, Int, ObjectType } from "type-graphql";
import { say } from "../describe.ts";
import { enumOf } from "../enumOf.ts";
import { resultOf } from "../refusals.ts";
import { MatchedColumn } from "./probeType.ts";
import { ImportRefusal, ImportReport } from "./reportType.ts";

const STATES = {
  UPLOADING: say("正在上传，可续传", "Being uploaded; may be resumed"),
  UPLOADED: say("已上传，等待识别", "Uploaded, waiting to be looked into"),
  PROBED: say("已识别，等待选择", "Looked into, waiting for choices"),
  CHECKED: say("试运行已完成，没有写入", "Dry run done, nothing written"),
  QUEUED: say("排队中", "Waiting for its turn"),
  RUNNING: say("正在运行", "Running"),
  HELD: say("等待确认坐标", "Held until the coordinates are confirmed"),
  DONE: say("已导入", "Imported"),
  REFUSED: say("未导入：文件或其中的行有问题", "Not imported: the file or rows of it have problems"),
  FAILED: say("因故障未完成，可再试", "Not done because of a fault; may be tried again"),
  CANCELLED: say("已取消，没有写入", "Cancelled, nothing written"),
};
export type ImportStateName = keyof typeof STATES;
export const ImportState = enumOf("ImportState", say("一次导入进行到哪里", "Where an import stands"), STATES);

const MODES = {
  ATOMIC: say("有一行有问题就一行也不写入", "One bad row and no row is written"),
  GOOD_ROWS: say("写入没有问题的行，报告其余的", "Writes the rows without problems, reports the others"),
};
export type ImportModeName = keyof typeof MODES;
export const ImportMode = enumOf("ImportMode", say("有问题的行怎么办", "What bad rows do"), MODES);

const PHASES = {
  READING: say("读取", "Reading"),
  CHECKING: say("检查", "Checking"),
  WRITING: say("写入", "Writing"),
};
export type ImportPhaseName = keyof typeof PHASES;
export const ImportPhase = enumOf(
  "ImportPhase",
  say("正在运行的导入在做什么", "What a running import does"),
  PHASES,
);

@ObjectType({
  description: say("一次导入，只有上传的人能看到", "An import, seen by nobody but who uploaded it"),
})
export class ImportJob {
  @Field(() => ID, {
    description: say("由客户端生成的 UUID，也是上传文件的标识", "UUID made by the client; of the upload too"),
  })
  id!: string;
  @Field(() => String, { description: say("上传者所用的文件名", "As the uploader calls the file") })
  fileName!: string;
  @Field(() => Float, { description: say("文件字节数", "Bytes of the file") })
  byteLength!: number;
  @Field(() => ImportState, { description: say("进行到哪里", "Where it stands") })
  state!: ImportStateName;
  @Field(() => String, {
    nullable: true,
    description: say("数据种类，未选为空", "Kind of rows; null until chosen"),
  })
  dataset!: string | null;
  @Field(() => String, { nullable: true, description: say("工作表或图层", "Sheet or layer") })
  layer!: string | null;
  @Field(() => String, {
    nullable: true,
    description: say("指定的坐标系，空为按文件或识别", "Coordinate system given; null goes by the file"),
  })
  crs!: string | null;
  @Field(() => Boolean, { description: say("对调坐标的两个数", "Both numbers of every place exchanged") })
  swapAxes!: boolean;
  @Field(() => [MatchedColumn], {
    nullable: true,
    description: say("指定的对应，至多 100 列", "Columns as given, at most 100"),
  })
  mapping!: MatchedColumn[] | null;
  @Field(() => ImportMode, { nullable: true, description: say("有问题的行怎么办", "What bad rows do") })
  mode!: ImportModeName | null;
  @Field(() => Boolean, { description: say("试运行：全部执行后撤回", "Dry run: all of it, taken back") })
  dryRun!: boolean;
  @Field(() => ImportPhase, { nullable: true, description: say("正在做什么", "What it is doing") })
  phase!: ImportPhaseName | null;
  @Field(() => Int, { description: say("这一步已处理的行数", "Rows of this phase so far") })
  rows!: number;
  @Field(() => ImportReport, {
    nullable: true,
    description: say("最近一次运行的报告", "Report of the last run"),
  })
  report!: ImportReport | null;
  @Field(() => ImportRefusal, {
    nullable: true,
    description: say("最近一次为何没有运行", "Why the last run did not take place"),
  })
  refusal!: ImportRefusal | null;
  @Field(() => Boolean, {
    description: say(
      "有错误文件可下载：/imports/files/{id}/errors",
      "There is a file of the bad rows: /imports/files/{id}/errors",
    ),
  })
  hasErrorFile!: boolean;
  @Field(() => Boolean, {
    description: say("上传的文件还在；一天后移走", "The file is still here; it is removed after a day"),
  })
  hasFile!: boolean;
  @Field(() => Date, { description: say("开始上传", "When the upload began") })
  createdAt!: Date;
  @Field(() => Date, { nullable: true, description: say("最近一次运行开始", "When the last run began") })
  startedAt!: Date | null;
  @Field(() => Date, { nullable: true, description: say("最近一次运行结束", "When the last run ended") })
  endedAt!: Date | null;
  @Field(() => Int, { description: say("版本", "Version of the row") })
  rowVersion!: number;
  /** Asked for by itself: what is long is read for one import only, never for a list. */
  isWhole!: boolean;
}

@ObjectType({ description: say("可导入的一列", "A column that can be imported") })
export class ImportColumn {
  @Field(() => String, { description: say("代号", "Key") })
  key!: string;
  @Field(() => String, { description: say("名称", "Name") })
  label!: string;
  @Field(() => Boolean, { description: say("必需", "Required") })
  isRequired!: boolean;
}

@ObjectType({ description: say("可导入的一种数据", "A kind of rows that can be imported") })
export class ImportDataset {
  @Field(() => String, { description: say("代号", "Key") })
  name!: string;
  @Field(() => String, { description: say("名称", "Name") })
  label!: string;
  @Field(() => [ImportColumn], { description: say("各列，至多 100 列", "Its columns, at most 100") })
  columns!: ImportColumn[];
}

export const ImportJobResult = resultOf("ImportJobResult", ImportJob);
