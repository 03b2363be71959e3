import { Field, Float, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../connection.ts";
import { say } from "../describe.ts";
import { GeoJSONPoint } from "../geojson.ts";
import { Contribution, RiskStatus, WarningLevel } from "../indicators/type.ts";

@ObjectType({
  description: say(
    "量级检验：新识别率是否明显高于阈值",
    "Magnitude: is the rate of new households clearly above the threshold",
  ),
})
export class MagnitudeTest {
  @Field(() => Boolean, { description: say("是否成立", "Whether it holds") })
  holds!: boolean;
  @Field(() => Float, {
    nullable: true,
    description: say("高于阈值的后验概率", "Posterior probability of exceeding the threshold"),
  })
  probability!: number | null;
}

@ObjectType({ description: say("广度检验：是否波及足够多的农户", "Breadth: are enough households touched") })
export class BreadthTest {
  @Field(() => Boolean, { description: say("是否成立", "Whether it holds") })
  holds!: boolean;
  @Field(() => Float, {
    nullable: true,
    description: say("橙色及以上村的户数占比", "Share of households in villages at orange or red"),
  })
  orangeOrRedHouseholdShare!: number | null;
  @Field(() => Float, {
    nullable: true,
    description: say("显著聚集区的户数占比", "Share of households in the significant cluster"),
  })
  clusterHouseholdShare!: number | null;
}

@ObjectType({
  description: say(
    "同因检验：新识别户是否多因同一原因",
    "Common cause: do the new households share one cause",
  ),
})
export class CommonCauseTest {
  @Field(() => Boolean, { description: say("是否成立", "Whether it holds") })
  holds!: boolean;
  @Field(() => String, { nullable: true, description: say("最多的原因", "The most frequent cause") })
  cause!: string | null;
  @Field(() => Float, {
    nullable: true,
    description: say("占新识别户的比例", "Its share of the new households"),
  })
  share!: number | null;
}

@ObjectType({
  description: say(
    "规模性返贫的三项检验，分别列出；三项都成立才算",
    "The three tests of large-scale relapse, shown apart; only all three together count",
  ),
})
export class LargeScaleTests {
  @Field(() => Boolean, { description: say("三项是否都成立", "Whether all three hold") })
  largeScale!: boolean;
  @Field(() => MagnitudeTest, { description: say("量级", "Magnitude") })
  magnitude!: MagnitudeTest;
  @Field(() => BreadthTest, { description: say("广度", "Breadth") })
  breadth!: BreadthTest;
  @Field(() => CommonCauseTest, { description: say("同因", "Common cause") })
  commonCause!: CommonCauseTest;
}

export enum SilenceState {
  REPORTED_ZERO = "REPORTED_ZERO",
  NO_REPORT = "NO_REPORT",
  ZERO_CHANGE = "ZERO_CHANGE",
}
registerEnumType(SilenceState, {
  name: "SilenceState",
  description: say("三种不同的“没有”", "Three different kinds of nothing"),
  valuesConfig: {
    REPORTED_ZERO: {
      description: say("报了零：报送说没有新增", "Reported zero: a report says that nobody is new"),
    },
    NO_REPORT: { description: say("未报送", "No report came in") },
    ZERO_CHANGE: { description: say("零变化：没有一条记录变动", "Zero change: not one record moved") },
  },
});

@ObjectType({
  description: say(
    "静默检验：没有新增、没有变化是否可信",
    "The silence test: is nothing new, or nothing changed, believable",
  ),
})
export class SilenceTest {
  @Field(() => [SilenceState], { description: say("出现的状态", "States that hold") })
  states!: SilenceState[];
  @Field(() => Float, { nullable: true, description: say("零新增的概率", "Probability of nobody new") })
  zeroNewProbability!: number | null;
  @Field(() => Float, { nullable: true, description: say("零变化的概率", "Probability of no change") })
  zeroChangeProbability!: number | null;
  @Field(() => Boolean, { description: say("零新增不大可信，须核查", "Nobody new is improbable: ask") })
  improbableZeroNew!: boolean;
  @Field(() => Boolean, { description: say("零变化不可信，须核查", "No change is implausible: ask") })
  implausibleZeroChange!: boolean;
}

@ObjectType({ description: say("来自哪一次发布", "The publication a figure belongs to") })
export class Publication {
  @Field(() => ID, { description: say("编号", "Its number") })
  id!: number;
  @Field(() => String, { description: say("季度", "Quarter") })
  period!: string;
  @Field(() => Int, { description: say("该季第几版", "Version of the quarter") })
  version!: number;
  @Field(() => Boolean, { description: say("是否为当前版本", "Whether it is the current one") })
  isCurrent!: boolean;
  @Field(() => String, { description: say("计算时间", "When it was computed") })
  computedAt!: string;
  @Field(() => String, { description: say("数据截止日", "Data cut-off") })
  dataCutOff!: string;
  @Field(() => Float, { description: say("村级数据报送覆盖率", "Share of the village facts delivered") })
  coverage!: number;
  @Field(() => String, { description: say("内容与规则的校验和", "Checksum of its rows and rules") })
  contentSha256!: string;
}

@ObjectType({
  description: say(
    "规模性返贫指数，项目自定口径，非官方：国家没有公布数值标准",
    "Large-scale relapse index: this project's own method; no official text grades it in numbers",
  ),
})
export class RegionIndex {
  @Field(() => Float, { nullable: true, description: say("指数，0–100", "Index, 0 to 100") })
  value!: number | null;
  @Field(() => Float, { nullable: true, description: say("显示值，一位小数", "As shown, one decimal") })
  valueShown!: number | null;
  @Field(() => RiskStatus, { description: say("数据是否足够", "Whether the data suffice") })
  status!: RiskStatus;
  @Field(() => WarningLevel, {
    nullable: true,
    description: say("发布级别，已计入提级规则与滞后", "Published level, after raising rules and hysteresis"),
  })
  level!: WarningLevel | null;
  @Field(() => WarningLevel, {
    nullable: true,
    description: say("仅按指数的级别", "Level by the value alone"),
  })
  levelFromScore!: WarningLevel | null;
  @Field(() => WarningLevel, {
    nullable: true,
    description: say("上季发布级别", "Published level of the quarter before"),
  })
  previousLevel!: WarningLevel | null;
  @Field(() => Float, { description: say("实报权重占比", "Share of the weight that was delivered") })
  coverage!: number;
  @Field(() => [String], {
    description: say("取同类均值的分指数", "Sub-indices where the mean of the peers stands in"),
  })
  imputed!: string[];
  @Field(() => [Contribution], {
    description: say("八个部分，相加等于指数", "Eight parts that add up to the value"),
  })
  contributions!: Contribution[];
  @Field(() => [String], { description: say("提级规则", "Rules that raised the level") })
  triggers!: string[];
  @Field(() => LargeScaleTests, {
    description: say("规模性返贫三项检验", "The three tests of large-scale relapse"),
  })
  largeScale!: LargeScaleTests;
  @Field(() => SilenceTest, { nullable: true, description: say("静默检验", "The silence test") })
  silence!: SilenceTest | null;
  @Field(() => [Int], {
    nullable: true,
    description: say(
      "权重 ±25% 时的名次区间（5%–95%）",
      "Interval of its rank under weights within 25 percent, 5th to 95th percentile",
    ),
  })
  rankInterval!: number[] | null;
  @Field(() => Int, { nullable: true, description: say("名次，1 最高", "Rank, 1 is the highest") })
  rank!: number | null;
  @Field(() => Int, { description: say("参与排名的同类数", "Peers that were ranked") })
  ranked!: number;
  @Field(() => String, { description: say("季度，如 2026Q3", "Quarter, like 2026Q3") })
  period!: string;
  @Field(() => String, { description: say("方法版本", "Method card") })
  methodVersion!: string;
  @Field(() => Publication, { description: say("来自哪一次发布", "The publication it belongs to") })
  publication!: Publication;
  publicationId!: number;
}

@ObjectType({
  description: say("一条预警：一个区域在一个季度的级别", "A warning: the level of a region in a quarter"),
})
export class Warning {
  @Field(() => WarningLevel, { description: say("级别", "Level") })
  level!: WarningLevel;
  @Field(() => WarningLevel, { nullable: true, description: say("上季级别", "Level of the quarter before") })
  previousLevel!: WarningLevel | null;
  @Field(() => Float, { description: say("指数", "Index") })
  value!: number;
  @Field(() => [String], { description: say("提级规则", "Rules that raised the level") })
  triggers!: string[];
  @Field(() => String, { nullable: true, description: say("贡献最大的因素", "The driver that adds most") })
  topDriver!: string | null;
  @Field(() => String, { description: say("季度", "Quarter") })
  period!: string;
  code!: string;
  rankOfLevel!: number;
}
export const WarningConnection = connectionOf(Warning);

@ObjectType({
  description: say(
    "空间扫描发现的聚集区：提示核查，不是结论",
    "A cluster found by the spatial scan: a hint to verify, not a finding",
  ),
})
export class RiskCluster {
  @Field(() => Int, { description: say("排名，1 为最可能", "Rank, 1 is the most likely") })
  rank!: number;
  @Field(() => Float, { description: say("蒙特卡罗 p 值", "Monte-Carlo p") })
  p!: number;
  @Field(() => Float, { description: say("相对风险：内外之比", "Relative risk, inside by outside") })
  relativeRisk!: number;
  @Field(() => Float, { description: say("实际新识别户", "Newly recognised households inside") })
  observed!: number;
  @Field(() => Float, { description: say("期望户数", "Expected at the rate of the region") })
  expected!: number;
  @Field(() => Int, { description: say("户数", "Households inside") })
  households!: number;
  @Field(() => GeoJSONPoint, { nullable: true, description: say("中心", "Centre") })
  center!: string | null;
  @Field(() => Float, { nullable: true, description: say("半径，米", "Radius, metres") })
  radiusM!: number | null;
  @Field(() => String, { description: say("季度", "Quarter") })
  period!: string;
  villageCodes!: string[];
}
