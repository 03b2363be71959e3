import { Field, Int, ObjectType } from "type-graphql";
import { say } from "../describe.ts";

@ObjectType({ description: say("一批数据的来源", "One delivery of data") })
export class DataSource {
  @Field(() => String, { description: say("代号", "Key") })
  key!: string;
  @Field(() => String, { description: say("名称", "Name") })
  name!: string;
  @Field(() => String, {
    nullable: true,
    description: say("地图上必须显示的署名", "Credit the map must show"),
  })
  credit!: string | null;
  @Field(() => String, { nullable: true, description: say("许可", "Licence") })
  licence!: string | null;
  @Field(() => String, { nullable: true, description: say("文件名", "File") })
  fileName!: string | null;
  @Field(() => String, { nullable: true, description: say("文件的 SHA-256", "SHA-256 of the file") })
  sha256!: string | null;
  @Field(() => String, { description: say("登记时间", "When it was recorded") })
  recordedAt!: string;
  @Field(() => Boolean, { description: say("是否为模拟数据", "Demonstration data") })
  isDemo!: boolean;
}

@ObjectType({
  description: say(
    "本库装有什么数据，图例与页脚由此而来",
    "What this atlas holds: legends and footers come from here",
  ),
})
export class About {
  @Field(() => [String], { description: say("已发布的月份，由旧到新", "Published months, oldest first") })
  periods!: string[];
  @Field(() => String, { nullable: true, description: say("最新月份", "Latest month") })
  latestPeriod!: string | null;
  @Field(() => String, { description: say("方法版本", "Method card") })
  methodVersion!: string;
  @Field(() => Boolean, { description: say("是否含模拟数据", "Holds demonstration data") })
  isDemo!: boolean;
  @Field(() => String, {
    nullable: true,
    description: say("模拟数据的规模：s、m 或 l", "Size of the demonstration data: s, m or l"),
  })
  demoSize!: string | null;
  @Field(() => Int, { description: say("行政村数", "Villages") })
  villages!: number;
  @Field(() => String, { nullable: true, description: say("数据截止日", "Data cut-off") })
  dataCutOff!: string | null;
  @Field(() => [DataSource], { description: say("数据来源", "Where the data came from") })
  sources!: DataSource[];
  @Field(() => String, {
    nullable: true,
    description: say(
      "审图号；使用单位取得后填写",
      "Map approval number of the operator, empty until there is one",
    ),
  })
  mapReviewNumber!: string | null;
}
