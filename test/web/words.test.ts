import { expect, test } from "vitest";
import { en } from "../../web/i18n/en.ts";
import { speak } from "../../web/i18n/language.ts";
import { zh } from "../../web/i18n/zh.ts";

type Tree = { readonly [key: string]: unknown };

/** Every text by its path; texts with a gap are filled with a stand-in. */
function texts(tree: Tree, path = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] => {
    const at = path ? `${path}.${key}` : key;
    if (typeof value === "string") return [[at, value]];
    if (typeof value === "function") return [[at, String(value(2, 3, "b", "c"))]];
    return texts(value as Tree, at);
  });
}

test("both languages say the same things, and none is empty", () => {
  const chinese = texts(zh);
  const english = texts(en);
  expect(english.map(([path]) => path)).toEqual(chinese.map(([path]) => path));
  for (const [path, text] of [...chinese, ...english]) expect(text.trim(), path).not.toBe("");
});

test("English has no Chinese in it but the name of the platform and of the other language", () => {
  const allowed = ["subtitle", "language.switchTo"];
  for (const [path, text] of texts(en)) {
    if (!allowed.includes(path)) expect(text, path).not.toMatch(/[\u4e00-\u9fff，。：；、（）]/u);
  }
});

test("Chinese uses full-width punctuation", () => {
  for (const [path, text] of texts(zh)) expect(text, path).not.toMatch(/[\u4e00-\u9fff][,:;!?](?!\/)/u);
});

test("what is missing is a dash and never a zero", () => {
  const speech = speak("zh");
  expect(speech.number(null)).toBe("—");
  expect(speech.money(undefined)).toBe("—");
  expect(speech.percent(null)).toBe("—");
  expect(speech.number(0)).toBe("0");
});

test("money comes in fen and is read in the unit that keeps it short", () => {
  const speech = speak("zh");
  expect(speech.money(1_280_000)).toBe("12,800 元");
  expect(speech.money(34_560_000)).toBe("34.6 万元");
  expect(speech.money(25_000_000_000)).toBe("2.50 亿元");
  expect(speech.money("25000000000")).toBe("2.50 亿元");
});

test("a date alone does not move through a time zone", () => {
  expect(speak("zh").dateTime("2026-09-30")).toBe("2026-09-30");
});

test("English money is counted in millions, not in 万", () => {
  expect(speak("en").money(117_000_000)).toBe("1.17 million yuan");
  expect(speak("en").money(25_000_000_000)).toBe("250.00 million yuan");
});
