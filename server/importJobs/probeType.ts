import { Field, InputType, Int, ObjectType } from "type-graphql";
import { say } from "../describe.ts";

@ObjectType({ description: say("猜到的坐标", "What the coordinates seem to be") })
export class DetectedCrs {
  @Field(() => String, { description: say("坐标系", "Coordinate system") })
  crs!: string;
  @Field(() => Boolean, {
    description: say("已可确定；否则运行前须确认", "Certain; otherwise it is held until somebody confirms"),
  })
  isCertain!: boolean;
  @Field(() => Boolean, { description: say("两个数像是对调了", "The two numbers look exchanged") })
  swapAxes!: boolean;
  @Field(() => String, { description: say("依据", "Why") })
  message!: string;
}

@ObjectType({ description: say("表头与列的对应", "Which header is which column") })
@InputType("MatchedColumnInput", { description: say("表头与列的对应", "Which header is which column") })
export class MatchedColumn {
  @Field(() => String, { description: say("列的代号", "Key of the column") })
  key!: string;
  @Field(() => String, { description: say("文件里的表头", "Header as the file has it") })
  header!: string;
}

@ObjectType({ description: say("文件像是哪种数据", "A kind of rows the file may hold") })
export class FittingDataset {
  @Field(() => String, { description: say("代号", "Key") })
  name!: string;
  @Field(() => [MatchedColumn], {
    description: say("认出的列，至多 100 列", "Columns that were recognised, at most 100"),
  })
  mapping!: MatchedColumn[];
  @Field(() => [String], {
    description: say("缺少的必需列，至多 100 列", "Required columns that are missing, at most 100"),
  })
  missing!: string[];
}

@ObjectType({
  description: say(
    "以前对同样表头的设置，本人或同辖区同事的",
    "How the same headers were taken before, by oneself or a colleague of the same regions",
  ),
})
export class SavedMapping {
  @Field(() => String, { description: say("数据种类", "Kind of rows") })
  dataset!: string;
  @Field(() => [MatchedColumn], { description: say("对应，至多 100 列", "The columns, at most 100") })
  mapping!: MatchedColumn[];
  @Field(() => String, { nullable: true, description: say("坐标系", "Coordinate system") })
  crs!: string | null;
  @Field(() => Boolean, { description: say("对调坐标", "Coordinates exchanged") })
  swapAxes!: boolean;
  @Field(() => Boolean, { description: say("由本人保存", "Saved by oneself") })
  isMine!: boolean;
}

@ObjectType({ description: say("上传的文件里有什么", "What is in an uploaded file") })
export class ImportProbe {
  @Field(() => String, { description: say("格式，由内容判定", "Format, by its content") })
  format!: string;
  @Field(() => String, { description: say("文字编码", "Encoding of its text") })
  encoding!: string;
  @Field(() => [String], {
    description: say("工作表或图层，至多 200 个", "Its sheets or layers, at most 200"),
  })
  layers!: string[];
  @Field(() => String, { nullable: true, description: say("看的是哪一个", "Which of them was looked into") })
  layer!: string | null;
  @Field(() => [String], { description: say("表头，至多 500 个", "Headers, at most 500") })
  headers!: string[];
  @Field(() => String, {
    nullable: true,
    description: say("文件写明的坐标系", "Coordinate system the file names"),
  })
  declaredCrs!: string | null;
  @Field(() => DetectedCrs, {
    description: say("按坐标数值推断的坐标系", "Coordinate system by the coordinates themselves"),
  })
  detected!: DetectedCrs;
  @Field(() => [[String]], { description: say("最前面的行，至多 20 行", "The first rows, at most 20") })
  sample!: string[][];
  @Field(() => [FittingDataset], {
    description: say("像是哪种数据，最像的在前，至多 20 种", "Kinds of rows, most likely first, at most 20"),
  })
  datasets!: FittingDataset[];
  @Field(() => Int, {
    description: say(
      "可在地图上看的位置数，至多 500：/imports/files/{id}/places.geojson",
      "Places to look at on a map, at most 500: /imports/files/{id}/places.geojson",
    ),
  })
  places!: number;
  @Field(() => SavedMapping, { nullable: true, description: say("以前的设置", "How it was done before") })
  saved!: SavedMapping | null;
}
