/**
 * What is planted in the demonstration data, so that tests, tours and screenshots can look for it.
 * All of it is invented; the counties are real only as shapes on the map. It is the same in every size,
 * because the Luoxiao counties hold the same villages in every size.
 */
export const PLANTED = {
  cluster: {
    county: "360827",
    centre: "360827501905",
    villages: 60,
    from: "2026-04",
    relativeRisk: 3,
    /** Added to the rates of the county's background from that month on. */
    added: { vulnerable: 0.1, shock: 0.11, newAtOnce: 0.024, newEachMonth: 0.004 },
    zh: "模拟：遂川县内相邻的 60 个虚构村自 2026 年 4 月起因一场虚构洪涝同时升高，相对风险不低于 3。",
    en: "Simulated: 60 adjacent invented villages in Suichuan rise together from April 2026 after an invented flood, relative risk 3 or more.",
  },
  price: {
    commodity: "demo-navel-orange",
    from: "2026-05",
    to: "2026-09",
    /** At least this far below the mean of the same months of the three years before. */
    fall: 0.35,
    /** Prefecture whose projects grow it. */
    prefecture: "3607",
    zh: "模拟：脐橙价格自 2026 年 5 月起连续 5 个月比前三年同月均价低 35% 以上，相关虚构项目出现风险、停产或失败。",
    en: "Simulated: the navel-orange price has been 35 % or more below the mean of the same months of three years for five months; its invented projects are at risk, stopped or failed.",
  },
  zeroChange: {
    county: "430224",
    /** The facts of these months repeat those of this month. */
    frozenSince: "2026-06",
    from: "2026-07",
    to: "2026-09",
    zh: "模拟：茶陵县各虚构村 2026 年第三季度的全部数据与 6 月完全相同，一个数也没有动。",
    en: "Simulated: no figure of any invented village in Chaling moved in the third quarter of 2026.",
  },
  noNewHouseholds: {
    county: "360830",
    /** Nobody was newly recognised from this month on, so a sum over four quarters is 0 from June 2026. */
    since: "2025-07",
    from: "2026-06",
    to: "2026-09",
    zh: "模拟：永新县自 2025 年 7 月起没有新识别一户，四个季度合计在 2026 年 6 月以后为 0，而其他指标仍在变化。",
    en: "Simulated: Yongxin has recognised no household since July 2025, so its four-quarter sum is 0 from June 2026 while its other figures go on moving.",
  },
  enclaveInArrears: {
    code: "E360112006",
    originCounty: "361025",
    host: "360112",
    paid: { 2022: 1, 2023: 1, 2024: 0.5, 2025: 0 },
    zh: "模拟：一处虚构飞地项目 2023 年分红足额，2024 年只付一半，2025 年分文未付。",
    en: "Simulated: an invented enclave paid its dividend of 2023 in full, half of 2024 and nothing of 2025.",
  },
  troubledSettlement: {
    code: "A360781001",
    county: "360781",
    residents: 4_860,
    households: 1_180,
    householdsWithLabour: 1_062,
    zeroEmployment: 276,
    zh: "模拟：瑞金市一处虚构大型安置区约四分之一的有劳动力家庭无人就业。",
    en: "Simulated: in an invented large settlement in Ruijin about a quarter of the households with labour have nobody in work.",
  },
  orderlySettlement: {
    code: "A360732001",
    county: "360732",
    residents: 11_240,
    households: 2_690,
    householdsWithLabour: 2_502,
    zeroEmployment: 9,
    zh: "模拟：兴国县一处虚构特大型安置区运行平稳。",
    en: "Simulated: an invented extra-large settlement in Xingguo is in good order.",
  },
  flood: {
    event: "demo-flood-2026-04",
    grade: "II",
    startedOn: "2026-04-11",
    endedOn: "2026-04-19",
    /** Share of the households affected, by county: the county of the cluster and a little of its neighbours. */
    affected: {
      "360827": 0.04,
      "360703": 0.002,
      "360724": 0.004,
      "360828": 0.006,
      "360881": 0.004,
      "430225": 0.002,
      "431027": 0.003,
    },
    zh: "模拟：2026 年 4 月遂川县一场虚构的重大（二级）洪涝，波及邻县。",
    en: "Simulated: an invented flood of grade II in Suichuan in April 2026, felt in the neighbouring counties.",
  },
  lostWork: {
    county: "430225",
    since: "2026-01",
    /** Against the same quarter of the year before. */
    fall: 0.08,
    zh: "模拟：炎陵县自 2026 年第一季度起，务工就业的人数比上年同期少约 8%。",
    en: "Simulated: from the first quarter of 2026 about 8 % fewer people of Yanling are in work than a year before.",
  },
  noReport: {
    county: "431026",
    quarter: "2026-07",
    zh: "模拟：汝城县 2026 年第三季度没有上报调度表，这与上报为零不是一回事。",
    en: "Simulated: no report of the third quarter of 2026 came from Rucheng, which is not a report of zero.",
  },
  idleFund: {
    county: "360732",
    source: "social",
    year: 2026,
    /** Share of the year's money of the county that lies there. */
    share: 0.02,
    zh: "模拟：兴国县一笔虚构的社会帮扶资金 2026 年第一季度到账后再没有动过。",
    en: "Simulated: an invented donation came to Xingguo in the first quarter of 2026 and has not moved since.",
  },
  slowProject: {
    county: "360781",
    source: "central",
    year: 2026,
    share: 0.02,
    /** What it pays out where another pot would pay out 1. */
    pace: 0.05,
    zh: "模拟：瑞金市一个虚构项目 2026 年的资金每季都有变动，但支出远落后于年度进度。",
    en: "Simulated: the money of an invented project in Ruijin moves every quarter of 2026, far behind the calendar.",
  },
  copyForward: {
    county: "431022",
    from: "2026-07",
    to: "2026-08",
    share: 0.8,
    zh: "模拟：宜章县约 80% 的虚构村 2026 年 8 月各项数据照抄 7 月。",
    en: "Simulated: about 80 % of the invented villages of Yizhang repeat their figures of July 2026 in August.",
  },
  digitHeaping: {
    county: "431028",
    zh: "模拟：安仁县各虚构村上报的户数、人数都以 0 或 5 结尾（产业一项由系统汇总，除外）。",
    en: "Simulated: every count of the invented villages of Anren ends in 0 or 5 (but for INDUSTRY, which the platform adds up).",
  },
  bulkEdit: {
    county: "360321",
    month: "2026-08",
    rows: 60,
    recordedAt: "2026-09-04 02:17:41+08",
    zh: "模拟：莲花县 60 个虚构村 2026 年 8 月的数据在夜里同一秒录入。",
    en: "Simulated: the figures of 60 invented villages of Lianhua for August 2026 were recorded in the same second at night.",
  },
  assetsWithoutCustodian: {
    /** The first asset of the first built projects of this county, and that of an enclave. */
    host: "360827",
    assets: 3,
    enclave: "E360112006",
    zh: "模拟：遂川县 3 项虚构项目资产和 1 项虚构飞地资产没有管护责任单位。",
    en: "Simulated: three invented project assets of Suichuan and one of an enclave have no custodian.",
  },
  outlier: {
    county: "360881",
    /** Share of the denominator that the numerator jumps to in that one month. */
    rate: 0.7,
    values: [
      { village: "360881100905", component: "vul", month: "2026-07" },
      { village: "360881101905", component: "margin", month: "2026-08" },
      { village: "360881103905", component: "shock", month: "2026-07" },
      { village: "360881106905", component: "jobs", month: "2026-08" },
      { village: "360881109905", component: "guarantee", month: "2026-08" },
    ],
    zh: "模拟：井冈山市 5 个虚构村各有一个离谱的数值。",
    en: "Simulated: five invented villages of Jinggangshan have one wild value each.",
  },
} as const;

/** Counties that carry a plant of their own, where chance must not add trouble that hides it. */
export const PLANTED_COUNTIES: ReadonlySet<string> = new Set([
  ...Object.values(PLANTED).flatMap((plant) => ("county" in plant ? [plant.county] : [])),
  PLANTED.enclaveInArrears.originCounty,
]);
