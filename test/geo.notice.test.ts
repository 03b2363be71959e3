import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays } from "../geo/days.ts";
import { maskName } from "../geo/masks.ts";
import { ANSWERS, answersAll, CAUSES, type Cause, MEASURES, type Measure } from "../geo/measures.ts";
import { CATEGORIES, type Category, type NoticeContent, renderNotice } from "../geo/notice.ts";

const FAMILIES = [..."张王李赵欧阿尹癌盲聋"];
const GIVEN = [..."小明炎伟丽病残疾康三妹热依提"];
const name = fc
  .tuple(fc.constantFrom(...FAMILIES), fc.array(fc.constantFrom(...GIVEN), { minLength: 1, maxLength: 4 }))
  .map(([family, given]) => family + given.join(""));
const village = fc
  .tuple(
    fc.constantFrom("白水", "聋子", "病马", "大坪", "13812341234", "上坳"),
    fc.constantFrom("村", "行政村"),
  )
  .map((parts) => parts.join(""));
const content = fc.record({
  kind: fc.constantFrom<NoticeContent["kind"]>("RECOGNITION", "ELIMINATION"),
  villageName: village,
  group: fc.integer({ min: 1, max: 99 }),
  name,
  category: fc.constantFrom(...(Object.keys(CATEGORIES) as Category[])),
  day: fc.integer({ min: 0, max: 3_650 }).map((days) => addDays("2021-05-01", days)),
  days: fc.integer({ min: 5, max: 10 }),
});

describe("public notices", () => {
  it("hold no identity number, mobile number, bank card or word of illness, nor the name, in 1,000 generated cases", () => {
    const forbidden =
      /\d{17}[\dXx]|\d{15}|1\d{10}|\d{16,19}|病|癌|瘤|症|(?<!\*)炎|瘫|癫|痫|残疾|因残|聋|盲|哑|卧床|糖尿|血压|透析|艾滋|精神/;
    let rendered = 0;
    fc.assert(
      fc.property(content, ({ name, ...rest }) => {
        const text = renderNotice({ ...rest, maskedName: maskName(name) });
        rendered += 1;
        expect(text).not.toMatch(forbidden);
        expect(text).not.toContain(name);
        expect(text).toContain(CATEGORIES[rest.category].zh);
      }),
      { numRuns: 1_000, seed: 20_260_401 },
    );
    expect(rendered).toBe(1_000);
  });

  it("refuse a name that is not masked, and groups and days that cannot be", () => {
    const good = {
      kind: "RECOGNITION",
      villageName: "白水村",
      group: 3,
      maskedName: "张*三",
      category: "MARGINAL",
      day: "2026-04-01",
      days: 5,
    } as const;
    expect(renderNotice(good)).toBe(
      "防止返贫致贫对象认定公示\n白水村第3村民小组 张*三 户，经村级评议，拟认定为防止返贫致贫对象（边缘易致贫户）。\n" +
        "公示月份：2026年4月；公示期：2026年4月1日至2026年4月6日，共5日。\n如有异议，请在公示期内向村民委员会或乡镇人民政府反映。",
    );
    expect(() => renderNotice({ ...good, maskedName: "张小三" })).toThrow(RangeError);
    expect(() => renderNotice({ ...good, group: 0 })).toThrow(RangeError);
    expect(() => renderNotice({ ...good, days: 0 })).toThrow(RangeError);
  });
});

describe("measures matched to causes", () => {
  it("answer every cause by at least one kind, and only a cause without a name of its own by any", () => {
    for (const cause of Object.keys(CAUSES) as Cause[]) {
      const all = ANSWERS[cause].length === Object.keys(MEASURES).length;
      expect([cause, ANSWERS[cause].length > 0, all]).toEqual([cause, true, cause === "OTHER"]);
      expect(new Set(ANSWERS[cause]).size).toBe(ANSWERS[cause].length);
    }
  });

  it("answer a package of risks only where they answer each", () => {
    const kinds = Object.keys(MEASURES) as Measure[];
    expect(kinds.filter((kind) => answersAll(kind, ["HOUSING"]))).toEqual(["HOUSING_REPAIR"]);
    expect(kinds.filter((kind) => answersAll(kind, ["ILLNESS", "SCHOOLING"]))).toEqual(["TEMPORARY_AID"]);
    expect(answersAll("HOUSING_REPAIR", ["HOUSING", "WATER"])).toBe(false);
  });
});
