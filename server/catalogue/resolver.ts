import { Arg, Ctx, FieldResolver, Int, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../context.ts";
import { say } from "../describe.ts";
import type { Language } from "../errors.ts";
import type { IndicatorDefinition } from "../indicators/catalog/definition.ts";
import { INDICATORS } from "../indicators/catalog.ts";
import { readQuarter } from "../period.ts";
import { Region, RegionKind } from "../regions/type.ts";
import { compareRegions, indicatorByCode, indicatorSeries, legendOf, regionValues } from "./queries.ts";
import { ClassMethod, Comparison, Indicator, IndicatorValue, Legend, RegionValues } from "./type.ts";

function toIndicator(definition: IndicatorDefinition, language: Language): Indicator {
  const { key, family, unit, direction, methodVersion, goalposts } = definition;
  return {
    code: key,
    label: definition[language],
    family,
    unit,
    direction,
    formula: definition.formula[language],
    source: definition.source[language],
    methodVersion,
    goalposts,
  };
}

@Resolver(() => Indicator)
export class IndicatorResolver {
  @Query(() => [Indicator], { description: say("指标目录", "The catalogue of indicators") })
  indicators(@Ctx() { language }: Context) {
    return INDICATORS.map((definition) => toIndicator(definition, language));
  }

  @Query(() => Indicator, { description: say("按代号取指标", "An indicator by its key") })
  indicator(
    @Arg("code", () => String, { description: say("代号", "Key") }) code: string,
    @Ctx() { language }: Context,
  ) {
    return toIndicator(indicatorByCode(code), language);
  }

  @Query(() => RegionValues, {
    description: say(
      "一个指标在一季的全部区域值，供地图着色",
      "One figure of all regions of a kind in a quarter, to colour a map",
    ),
  })
  regionValues(
    @Arg("kind", () => RegionKind, { description: say("类型", "Kind") }) kind: RegionKind,
    @Arg("indicator", () => String, { description: say("指标代号", "Key of the indicator") })
    indicator: string,
    @Arg("period", () => String, {
      nullable: true,
      description: say("季度或其中一月，默认最新", "Quarter, or a month of it, the latest by default"),
    })
    period: string | undefined,
    @Ctx() context: Context,
  ) {
    return regionValues(context, indicatorByCode(indicator), kind, readQuarter(period));
  }

  @FieldResolver(() => Legend, {
    description: say("图例：某类区域某季的分级", "Its legend for regions of a kind"),
  })
  legend(
    @Root() indicator: Indicator,
    @Arg("kind", () => RegionKind, { description: say("哪类区域", "Regions of this kind") }) kind: RegionKind,
    @Arg("period", () => String, {
      nullable: true,
      description: say("季度，默认最新", "Quarter, the latest by default"),
    })
    period: string | undefined,
    @Arg("method", () => ClassMethod, {
      defaultValue: ClassMethod.JENKS,
      description: say("分级方法", "Method"),
    })
    method: ClassMethod,
    @Arg("classes", () => Int, { defaultValue: 5, description: say("级数，2–12", "Classes, 2 to 12") })
    classes: number,
    @Ctx() context: Context,
  ) {
    return legendOf(context, {
      indicator: indicatorByCode(indicator.code),
      kind,
      quarter: readQuarter(period),
      method,
      classes,
    });
  }
}

@Resolver(() => Region)
export class RegionSeriesResolver {
  @FieldResolver(() => [IndicatorValue], {
    description: say(
      "一个指标逐季的值，由早到晚，至多数百季",
      "One indicator quarter by quarter, oldest first, at most some hundred",
    ),
  })
  series(
    @Root() region: Region,
    @Arg("indicator", () => String, { description: say("指标代号", "Key of the indicator") })
    indicator: string,
    @Arg("from", () => String, { nullable: true, description: say("起始季", "First quarter") })
    from: string | undefined,
    @Arg("to", () => String, { nullable: true, description: say("结束季", "Last quarter") })
    to: string | undefined,
    @Ctx() { load }: Context,
  ) {
    return load(indicatorSeries, region.code, {
      indicator: indicatorByCode(indicator).key,
      from: readQuarter(from),
      to: readQuarter(to),
    });
  }
}

@Resolver(() => Comparison)
export class ComparisonResolver {
  @Query(() => Comparison, {
    description: say("比较若干区域、指标与季度", "Compares regions, indicators and quarters"),
  })
  compare(
    @Arg("regions", () => [String], { description: say("区域代码", "Codes of regions") }) regions: string[],
    @Arg("indicators", () => [String], { description: say("指标代号", "Keys of indicators") })
    indicators: string[],
    @Arg("periods", () => [String], { description: say("季度", "Quarters") }) periods: string[],
    @Ctx() context: Context,
  ) {
    return compareRegions(context, { regions, indicators, periods });
  }
}
