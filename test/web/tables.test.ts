import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { funds } from "../../web/i18n/funds.ts";
import { speak } from "../../web/i18n/language.ts";
import { shownIn } from "../../web/regions/figure.ts";
import { toCsv } from "../../web/tables/csv.ts";

test("a table comes back from its file cell by cell, whatever stands in it", () => {
  const cell = fc.string({ maxLength: 12 }).filter((text) => !/^[=+@\t\r-]/.test(text));
  const lines = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(lines, (table) => {
      const named = [["a", "b", "c"], ...table];
      expect(parse(toCsv(named), { bom: true, skip_empty_lines: false })).toEqual(named);
    }),
  );
});

test("a file never holds a formula, and numbers below 0 stay numbers", () => {
  const evil = ["=1+1", "@x", "-cmd|' /C calc'!A0", "+5 +cmd|' /C calc'!A0", "\t=1"];
  const numbers = ["+5 元", "+1.2 个百分点", "-12.5%", "-3", "—"];
  const lines = parse(toCsv([[...evil, ...numbers]]), { bom: true });
  expect(lines[0]).toEqual([...evil.map((text) => `'${text}`), ...numbers]);
});

test("a figure is read in its unit, and a missing one is a dash", () => {
  const speech = speak("zh");
  expect(shownIn(speech, "SHARE", 0.9375)).toBe("93.8%");
  expect(shownIn(speech, "FEN", 1_280_000)).toBe("12,800 元");
  expect(shownIn(speech, "DAYS", 9.25)).toBe("9.3");
  expect(shownIn(speech, "ITEMS", 41)).toBe("41");
  for (const unit of ["SHARE", "FEN", "DAYS", "PROBABILITY", "ITEMS"])
    expect(shownIn(speech, unit, null)).toBe("—");
});

test("English of these pages has no Chinese in it", () => {
  const texts = (tree: object): string[] =>
    Object.values(tree).flatMap((value) =>
      typeof value === "string"
        ? [value]
        : typeof value === "function"
          ? [String(value("a", "b"))]
          : texts(value),
    );
  for (const text of texts(funds.en)) {
    expect(text).not.toMatch(/[\u4e00-\u9fff，。：；、（）]/u);
    expect(text.trim()).not.toBe("");
  }
});
