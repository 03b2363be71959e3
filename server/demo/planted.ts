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
} as const;
