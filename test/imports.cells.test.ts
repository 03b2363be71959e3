import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import iconv from "iconv-lite";
import { afterAll, describe, expect, test } from "vitest";
import {
  cellText,
  hasBadCharacter,
  readBoolean,
  readCoordinate,
  readCount,
  readDate,
  readVillageCode,
  readYuan,
} from "../server/imports/cells.ts";
import { readCrs } from "../server/imports/crs.ts";
import { decode } from "../server/imports/files/encoding.ts";
import { problemOf } from "../server/imports/problems.ts";
import { csvCell } from "../server/imports/report.ts";
import type { CellResult } from "../server/imports/type.ts";

const answerOf = (result: CellResult) => ("value" in result ? result.value : result.code);
const fullWidth = (text: string) =>
  text.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
const chinese = fc.string({
  unit: fc.integer({ min: 0x4e00, max: 0x9fa5 }).map((code) => String.fromCodePoint(code)),
  minLength: 2,
  maxLength: 40,
});
const folder = mkdtempSync(join(tmpdir(), "cells-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (bytes: Buffer) => {
  const path = join(folder, "text");
  writeFileSync(path, bytes);
  return path;
};
const read = async (bytes: Buffer) => {
  let text = "";
  for await (const piece of (await decode(file(bytes))).pieces()) text += piece;
  return text;
};

describe("codes", () => {
  test("twelve digits are a code however they are dressed, unless a level is all zeros or the block is reserved", () => {
    fc.assert(
      fc.property(digits(9), digits(3), (township, own) => {
        const code = township + own;
        const expected =
          own === "000" || township.endsWith("000")
            ? "BAD_CODE"
            : own.startsWith("9")
              ? "DEMO_CODE_BLOCK"
              : code;
        for (const dressed of [code, `'${code}`, ` ${code}　`, fullWidth(code), `${township} ${own}`])
          expect(answerOf(readVillageCode(cellText(dressed)))).toBe(expected);
      }),
    );
  });
  test("nothing else is a code, and nothing throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(String(answerOf(readVillageCode(text)))).toMatch(
          /^(\d{12}|BAD_CODE|LOSSY_NUMBER|DEMO_CODE_BLOCK)$/,
        );
      }),
    );
  });
  test.each(["3.6E+17", "3.60827E+11", "3e17"])("%s has lost digits", (text) =>
    expect(readVillageCode(text)).toEqual({ code: "LOSSY_NUMBER" }),
  );
});

describe("numbers", () => {
  test("whole numbers are read as written, with thousands set apart and in full width", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500_000 }), (number) => {
        for (const text of [
          String(number),
          number.toLocaleString("en"),
          fullWidth(String(number)),
          `${number}.0`,
        ])
          expect(readCount(500_000)(text)).toEqual({ value: number });
        expect(answerOf(readCount(500_000)(String(-number - 1)))).toBe("OUT_OF_RANGE");
        expect(answerOf(readCount(number)(String(number + 1)))).toBe("OUT_OF_RANGE");
      }),
    );
  });
  test("yuan become fen exactly, whatever a float would make of them", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 1_000_000_000_000n }), (fen) => {
        const text = `${fen / 100n}.${String(fen % 100n).padStart(2, "0")}`;
        expect(readYuan(10_000_000_000)(text)).toEqual({ value: Number(fen) });
        expect(readYuan(10_000_000_000)(`${text}000`)).toEqual({ value: Number(fen) });
      }),
    );
  });
  test.each(["十二", "12.5", "1,2", "1 000,5", "120户", "NaN", "Infinity", "0x10", "--1", "1..2"])(
    "%s is no whole number",
    (text) => expect(answerOf(readCount(1000)(text))).toBe("NOT_A_NUMBER"),
  );
  test.each(["1.234", "1.2.3", "￥5", "五", "1,23.4"])("%s is no amount", (text) =>
    expect(answerOf(readYuan(1000)(text))).toBe("NOT_A_NUMBER"),
  );
  test.each(["1e400", "NaN", "115°21′", "-"])("%s is no coordinate", (text) =>
    expect(answerOf(readCoordinate(text))).toMatch(/NOT_A_NUMBER|LOSSY_NUMBER/),
  );
  test("no text makes the readers throw or answer something that is not finite", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        for (const result of [readCount(10)(text), readYuan(10)(text), readCoordinate(text)])
          if ("value" in result) expect(Number.isFinite(result.value)).toBe(true);
      }),
    );
  });
});

describe("dates and booleans", () => {
  test("every day is read in every way of writing it", () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date("1949-10-01"), max: new Date("2100-01-01"), noInvalidDate: true }),
        (date) => {
          const iso = date.toISOString().slice(0, 10);
          const [year, month, day] = [iso.slice(0, 4), Number(iso.slice(5, 7)), Number(iso.slice(8))];
          for (const text of [
            iso,
            `${year}/${month}/${day}`,
            `${year}.${month}.${day}`,
            iso.replaceAll("-", ""),
            `${year}年${month}月${day}日`,
            fullWidth(iso),
          ])
            expect(readDate(text)).toEqual({ value: iso });
        },
      ),
    );
  });
  test.each([
    "2018",
    "2018-02-29",
    "2018-13-01",
    "43310",
    "29/07/2018",
    "2018-7/29",
    "1900-01-01",
    "99999999",
  ])("%s is not a usable day", (text) => expect(readDate(text)).toEqual({ code: "BAD_DATE" }));
  test("yes and no in both languages, and nothing between", () => {
    expect(["是", "TRUE", "1", "√", "y"].map((text) => answerOf(readBoolean(text)))).toEqual([
      true,
      true,
      true,
      true,
      true,
    ]);
    expect(["否", "False", "0", "no"].map((text) => answerOf(readBoolean(text)))).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(answerOf(readBoolean("部分"))).toBe("BAD_BOOLEAN");
  });
});

describe("text and encodings", () => {
  test("any text comes back from UTF-8, with and without a mark", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme" }), async (text) => {
        expect(await read(Buffer.from(`代码${text}`))).toBe(`代码${text}`);
        expect(await read(Buffer.from(`\ufeff代码${text}`))).toBe(`代码${text}`);
      }),
    );
  });
  test("Chinese lines come back from GB18030, and never as gibberish", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(chinese, { minLength: 3, maxLength: 20 }), async (lines) => {
        const text = `代码,名称,乡镇名称\n${lines.join("\n")}\n`;
        expect(await read(iconv.encode(text, "gb18030"))).toBe(text);
      }),
    );
  });
  test("whatever the bytes are, the text encodes back to them or they are refused", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), async (array) => {
        const bytes = Buffer.from(array);
        let text: string;
        let encoding: string;
        try {
          text = await read(bytes);
          encoding = (await decode(file(bytes))).encoding;
        } catch (error) {
          expect(error).toMatchObject({ code: "EncodingUnclear" });
          return;
        }
        const marked = bytes.subarray(0, 3).equals(Buffer.from("\ufeff"));
        expect(
          (encoding === "UTF-8" ? Buffer.from(text) : iconv.encode(text, "gb18030")).equals(
            marked ? bytes.subarray(3) : bytes,
          ),
        ).toBe(true);
      }),
    );
  });
  test("a text of many pieces is whole", async () => {
    const text = "甲村,乙村,丙村\n".repeat(200_000);
    expect((await read(Buffer.from(text))) === text).toBe(true);
    expect((await read(iconv.encode(text, "gb18030"))) === text).toBe(true);
  });
  test("brackets of names stay, digits and blanks become plain, broken characters are seen", () => {
    expect(cellText(" \u3000第１村（东）\u200b ")).toBe("第1村（东）");
    expect(["a\u0000", "a\nb", "\ufffd", "\ud800"].map(hasBadCharacter)).toEqual([true, true, true, true]);
    expect(hasBadCharacter("𠀀㐀村")).toBe(false);
  });
  test("no cell of the error file begins like a formula", () => {
    for (const text of ["=1+1", "+1", "-1", "@x", "\t=1", " =1", "＝1", "－1"])
      expect(csvCell(text).replace(/^"/, "")[0]).toBe("'");
    expect(csvCell('a"b,c')).toBe('"a""b,c"');
  });
  test("only listed reference systems are read", () => {
    const accepted = Array.from({ length: 40_000 }, (_, srid) => srid).filter((srid) => {
      try {
        return readCrs(String(srid)).srid === srid;
      } catch {
        return false;
      }
    });
    expect(accepted).toEqual([4326, 4490, ...Array.from({ length: 42 }, (_, index) => 4513 + index)]);
  });
});

describe("reports", () => {
  test.each([
    ["51022319590717051X", "510***************"],
    ["户主 510223195907170510，电话13800138000", "户主 510***************，电话138********"],
    ["6222020200112233445", "622****************"],
    // What a list of villages does hold stays readable.
    ["36082710090", "36082710090"],
    ["3608271009000", "3608271009000"],
    ["114.123456789012345", "114.123456789012345"],
  ])("show %j as %j", (value, shown) => {
    const problem = problemOf(3, "households", "NOT_A_NUMBER", value, {
      wanted_zh: "整数",
      wanted_en: "a whole number",
    });
    expect(problem.value).toBe(shown);
    for (const sentence of [problem.zh, problem.en]) {
      expect(sentence).toContain(shown);
      if (shown !== value) expect(sentence).not.toContain(value);
    }
  });
});
