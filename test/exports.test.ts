import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ExportedRow, headLine, rowLine, sureness } from "../server/exports/csv.ts";
import { fundPaid } from "../server/indicators/catalog/fundPaid.ts";
import { villageScore } from "../server/indicators/catalog/villageScore.ts";
import { RiskStatus } from "../server/indicators/type.ts";
import { RegionKind } from "../server/regions/type.ts";
import { atlases, graphql, statementsOf } from "./atlas.ts";
import { send } from "./send.ts";

const read = (text: string): Record<string, string>[] => parse(text, { bom: true, columns: true });

const ROW: ExportedRow = {
  region: {
    code: "360827",
    kind: RegionKind.COUNTY,
    name: "遂川县",
    nameEn: "Suichuan County",
    isDemo: true,
    reported: 1,
  },
  indicator: villageScore,
  figure: {
    regionCode: "360827",
    indicator: "VILLAGE_RISK",
    value: 1 / 3,
    numerator: null,
    denominator: null,
    riskStatus: RiskStatus.OK,
    riskCoverage: 1,
    indexStatus: null,
    indexCoverage: null,
    workCoverage: null,
  },
  publication: {
    id: 1,
    period: "2026Q3",
    version: 2,
    isCurrent: true,
    computedAt: "2026-10-20T00:00:00.000Z",
    dataCutOff: "2026-09-30",
    coverage: 1,
    contentSha256: "",
  },
};
const withName = (name: string): ExportedRow => ({ ...ROW, region: { ...ROW.region, name } });
const withValue = (value: number | null): ExportedRow => ({ ...ROW, figure: { ...ROW.figure, value } });
const parsed = (row: ExportedRow) => read(headLine("zh") + rowLine(row, "zh"))[0] ?? {};

describe("a row of the file of figures", () => {
  it("gives any number back as it was, a negative one included, and a missing one as an empty cell", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const cell = parsed(withValue(value)).值;
        expect(cell).toBe(JSON.stringify(value));
        expect(Number(cell) === value).toBe(true);
      }),
    );
    expect(parsed(withValue(-0.25)).值).toBe("-0.25");
    expect(parsed(withValue(null)).值).toBe("");
    expect(parsed(withValue(0)).值).toBe("0");
  });

  it("gives any name back, and none that a spreadsheet would run", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."=+-@＝＋－＠\t\r\n \",'a遂\u0000\u200b😀") }),
        (name) => {
          const cell = parsed(withName(name)).区域 ?? "";
          expect([name, `'${name}`]).toContain(cell);
          expect(cell).not.toMatch(/^\s*[=+\-@＝＋－＠]/u);
        },
      ),
    );
    for (const name of ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1", "＝1"])
      expect(parsed(withName(name)).区域).toBe(`'${name}`);
  });

  it("tells how sure a figure is: by its own score, or by the counties that reported", () => {
    expect(sureness(ROW)).toEqual({ status: "OK", coverage: 1 });
    expect(sureness(withValue(null))).toEqual({ status: "INSUFFICIENT", coverage: 1 });
    const report = { ...ROW, indicator: fundPaid };
    expect(sureness({ ...report, region: { ...ROW.region, reported: 0.5 } })).toEqual({
      status: "PARTIAL",
      coverage: 0.5,
    });
    expect(sureness(report)).toEqual({ status: "OK", coverage: 1 });
    expect(read(headLine("zh") + rowLine(report, "zh"))[0]?.分子分母单位).toContain("人民币");
  });
});

describe.each(atlases)("figures as CSV on $name", ({ url }) => {
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${url}/regions/${path}`, { headers });

  it("hold every published figure of an area and its counties, with a byte-order mark, in either language", async () => {
    const response = await get("luoxiao/indicators.csv?period=2026Q3");
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(response.headers.get("content-disposition")).toContain("indicators-luoxiao-2026Q3.csv");
    const bytes = Buffer.from(await response.arrayBuffer());
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const rows = read(bytes.toString());
    const { data } = await graphql<{ region: { members: { code: string }[] } }>(
      url,
      '{ region(code: "luoxiao") { members { code } } }',
    );
    expect(new Set(rows.map((row) => row.区域代码))).toEqual(
      new Set(["luoxiao", ...data.region.members.map(({ code }) => code)]),
    );
    expect(rows.every((row) => row.模拟数据 === "true" && row.季度 === "2026Q3")).toBe(true);
    expect(rows.find((row) => row.指标代号 === "FUND_PAID")?.分子分母单位).toContain("人民币");
    const en = read(
      await (await get("luoxiao/indicators.csv?period=2026-08&lang=en", { "accept-language": "zh" })).text(),
    );
    expect(en.map((row) => row.value)).toEqual(rows.map((row) => row.值));
    expect(en.map((row) => [row.region, row.label]).join()).not.toMatch(/\p{Script=Han}/u);
  });

  it("are read in batches: two hundred regions to a statement, whatever the number of figures", async () => {
    const response = await get("36/indicators.csv?level=township&lang=en");
    const rows = read(await response.text());
    const regions = new Set(rows.map((row) => row.region_code));
    expect(regions.size).toBeGreaterThan(200);
    const none = await get("36/indicators.csv?level=none");
    expect(new Set(read(await none.text()).map((row) => row.区域代码))).toEqual(new Set(["36"]));
    const townships = rows.filter((row) => row.level === "TOWNSHIP");
    expect(townships.every((row) => row.region_code?.startsWith("36"))).toBe(true);
    const { data } = await graphql<{ regions: { totalCount: number } }>(
      url,
      '{ regions(kind: TOWNSHIP, within: "36", first: 1) { totalCount } }',
    );
    // The province itself comes first, and alone it takes one.
    const batches = Math.ceil((data.regions.totalCount + 1) / 200);
    expect(batches).toBeGreaterThan(1);
    expect(statementsOf(response) - statementsOf(none)).toBe(batches - 1);
  });

  it("answer 304 to a known ETag without reading a figure, and another tag for other figures", async () => {
    const path = "luoxiao/indicators.csv?period=2026Q2";
    const first = await get(path);
    const etag = first.headers.get("etag") ?? "";
    expect(first.headers.get("cache-control")).toBe("public, no-cache");
    await first.text();
    const again = await get(path, { "if-none-match": etag });
    expect(again.status).toBe(304);
    expect(statementsOf(again)).toBe(statementsOf(first) - 1);
    for (const other of ["luoxiao/indicators.csv?period=2026Q3", `${path}&lang=en`, `${path}&level=none`]) {
      const response = await get(other, { "if-none-match": etag });
      expect(response.status).toBe(200);
      await response.text();
    }
  });

  it("refuse what they do not know in a sentence with the value", async () => {
    for (const [path, status, value] of [
      ["nowhere/indicators.csv", 404, "nowhere"],
      ["%00/indicators.csv", 404, ""],
      ["36/indicators.csv?period=2026Q5", 400, "2026Q5"],
      ["36/indicators.csv?period=1999Q1", 404, "1999Q1"],
      ["36/indicators.csv?period=2026Q3&period=2026Q2", 400, "2026Q2"],
      ["36/indicators.csv?level=street", 400, "street"],
      ["36/indicators.csv?lang=fr", 400, "fr"],
      ["36/indicators.csv?columns=all", 400, "columns=all"],
    ] as const) {
      const answer = await send(url, { headers: { accept: "text/html" } }, `/regions/${path}`);
      expect([answer.status, path]).toEqual([status, path]);
      expect(answer.body.errors[0]?.message).toContain(value);
    }
  });
});
