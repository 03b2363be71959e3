import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maskBankCard, maskBirthDate, maskIdNumber, maskName, maskPhone } from "../geo/masks.ts";
import { containsPersonalData, findPersonalData } from "../geo/personalData.ts";
import { idNumberCheckDigit, isBankCard, isIdNumber, isMobileNumber } from "../geo/personalNumbers.ts";

/** The example of GB 11643-1999 itself, and invented numbers that fit it. */
const STANDARD_EXAMPLE = "11010519491231002X";

const twoDigits = (most: number) => fc.integer({ min: 1, max: most }).map((n) => String(n).padStart(2, "0"));
const someIdNumber = fc
  .tuple(
    fc.constantFrom("360827", "431224", "110105", "540102"),
    fc.integer({ min: 1930, max: 2025 }),
    twoDigits(12),
    twoDigits(28),
    fc.integer({ min: 0, max: 999 }).map((n) => String(n).padStart(3, "0")),
  )
  .map((parts) => parts.join(""))
  .map((first17) => first17 + idNumberCheckDigit(first17));
const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
const somePhone = fc
  .tuple(fc.constantFrom("13", "15", "17", "18", "19"), digits(9))
  .map((parts) => parts.join(""));
const someBankCard = digits(14)
  .map((middle) => `62${middle}`)
  .map((start) => [..."0123456789"].map((last) => start + last).find(isBankCard) ?? start);
const someName = fc.oneof(
  fc
    .array(fc.constantFrom(..."张王李欧阳小明芳𠮷龘"), { minLength: 1, maxLength: 6 })
    .map((characters) => characters.join("")),
  fc
    .tuple(
      fc.constantFrom("阿卜杜", "古丽", "阿"),
      fc.constantFrom("·", "•"),
      fc.constantFrom("热依提", "提"),
    )
    .map((parts) => parts.join("")),
);
/** How people break digits up: full width, blanks, hyphens, invisible characters. */
const written = (number: fc.Arbitrary<string>) =>
  fc
    .tuple(
      number,
      fc.boolean(),
      fc.constantFrom("", " ", "-", "—", "\u200b", "\u3000"),
      fc.integer({ min: 1, max: 6 }),
    )
    .map(([text, wide, separator, every]) =>
      [...text]
        .map((character, index) => {
          const shown = wide ? String.fromCodePoint((character.codePointAt(0) ?? 0) + 0xfee0) : character;
          return index > 0 && index % every === 0 ? separator + shown : shown;
        })
        .join(""),
    );
const shown = (masked: string) => [...masked].filter((character) => !"*· ".includes(character));

describe("masks", () => {
  it("show what the notices show, by the length class alone", () => {
    const names = [
      "张",
      "张三",
      "张小三",
      "欧阳小明",
      "欧阳小小明",
      "阿卜杜·热依提",
      "阿卜杜•热依提",
      "𠮷野家",
    ];
    expect(names.map(maskName)).toEqual([
      "*",
      "张*",
      "张*三",
      "欧**明",
      "欧**明",
      "阿**·**提",
      "阿**·**提",
      "𠮷*家",
    ]);
    expect(maskIdNumber("36082719690302123X", "CASEWORK")).toBe("360***********123X");
    expect(maskIdNumber("３６０８２７ 690302 123", "CASEWORK")).toBe("360********2123");
    expect(maskIdNumber("36082719690302123X", "OTHERS")).toBe("***");
    expect(["13812341234", "+86 138-1234-1234", "0796-6322123"].map(maskPhone)).toEqual([
      "138****1234",
      "138****1234",
      "****",
    ]);
    expect(maskBankCard("6217 0012 3456 6789")).toBe("**** 6789");
    expect(["1969-03-02", "1969/03/02", "1969", "March 1969"].map(maskBirthDate)).toEqual([
      "1969",
      "1969",
      "1969",
      "****",
    ]);
  });

  it("are idempotent on every text, and show no more characters than their form has", () => {
    const masks: [(text: string) => string, most: number][] = [
      [maskName, 2],
      [(text) => maskIdNumber(text, "CASEWORK"), 7],
      [(text) => maskIdNumber(text, "OTHERS"), 0],
      [maskPhone, 7],
      [maskBankCard, 4],
      [maskBirthDate, 4],
    ];
    const anyText = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.string({ unit: "binary" }),
      fc.stringMatching(/^[\d*X· -]{0,24}$/),
      someName,
      someIdNumber,
      written(somePhone),
      written(someBankCard),
    );
    fc.assert(
      fc.property(anyText, (text) => {
        for (const [mask, most] of masks) {
          const masked = mask(text);
          expect(mask(masked)).toBe(masked);
          expect(shown(masked).length).toBeLessThanOrEqual(most);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("never leave a name whole, and make all names of four and more characters alike in length", () => {
    fc.assert(
      fc.property(someName, (name) => {
        const letters = [...name].filter((character) => !"·•".includes(character));
        expect(shown(maskName(name)).length).toBeLessThan(letters.length);
        if (letters.length === name.length && letters.length >= 4) expect([...maskName(name)].length).toBe(4);
      }),
    );
  });

  it("never leave a number of any length whole", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{1,24}$/), (number) => {
        for (const masked of [maskIdNumber(number, "CASEWORK"), maskPhone(number), maskBankCard(number)])
          expect(masked).not.toContain(number);
      }),
    );
  });
});

describe("numbers of persons", () => {
  it("takes the check digit of the standard's own example and refuses every other", () => {
    expect(idNumberCheckDigit("11010519491231002")).toBe("X");
    const valid = [..."0123456789X"].filter((last) => isIdNumber(STANDARD_EXAMPLE.slice(0, 17) + last));
    expect(valid).toEqual(["X"]);
    expect(isIdNumber("１１０１０５ 19491231 002x")).toBe(true);
    expect(isIdNumber("110105491231002")).toBe(true);
    expect(isIdNumber("110105491331002")).toBe(false);
    expect(() => idNumberCheckDigit("1101051949")).toThrow(/10 characters, not 17 digits/);
  });

  it("notices any single mistyped digit of an identity number", () => {
    fc.assert(
      fc.property(
        someIdNumber,
        fc.integer({ min: 0, max: 16 }),
        fc.integer({ min: 1, max: 9 }),
        (number, at, by) => {
          const wrong = number.slice(0, at) + String((Number(number[at]) + by) % 10) + number.slice(at + 1);
          expect(isIdNumber(number)).toBe(true);
          expect(isIdNumber(wrong)).toBe(false);
        },
      ),
    );
  });

  it("tells mobile numbers from landlines and cards by their Luhn sum", () => {
    expect(["13812341234", "+86 138 1234 1234", "12812341234", "0796-6322123"].map(isMobileNumber)).toEqual([
      true,
      true,
      false,
      false,
    ]);
    expect(["4111 1111 1111 1111", "4111 1111 1111 1112"].map(isBankCard)).toEqual([true, false]);
  });
});

describe("personal data in a notice", () => {
  it("is found however the digits are written", () => {
    for (const [number, kind] of [
      [someIdNumber, "ID_NUMBER"],
      [somePhone, "PHONE"],
      [someBankCard, "BANK_CARD"],
    ] as const)
      fc.assert(
        fc.property(written(number), (text) => {
          const notice = `经村民代表会议评议，现将张*三户（${text}）公示如下。`;
          expect(findPersonalData(notice).map((finding) => finding.kind)).toContain(kind);
        }),
      );
  });

  it("leaves nothing that a plain search for such numbers would find", () => {
    const pieces = fc.constantFrom(..."0123456789X1 -，号年");
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (characters) => {
        const text = characters.join("");
        if (/\d{17}[\dX]|1\d{10}|\d{16,19}/.test(text)) expect(containsPersonalData(text)).toBe(true);
      }),
      { numRuns: 3_000 },
    );
  });

  it("is found in Chinese numerals and inside words about health that blanks break", () => {
    expect(findPersonalData("电话一三八一二三四五六七八").map(({ kind }) => kind)).toEqual(["PHONE"]);
    expect(findPersonalData("户主患肝 \u200b癌").map(({ kind }) => kind)).toEqual(["ILLNESS"]);
    expect(findPersonalData("hiv").map(({ kind }) => kind)).toEqual(["ILLNESS"]);
  });

  it("is found for every cause that is a matter of health", () => {
    for (const text of [
      "因病",
      "因残",
      "患高血压",
      "慢性病",
      "残疾二级",
      "在县医院住院",
      "尿毒症透析",
      "精神障碍",
      "糖尿病",
      "车祸受伤",
    ])
      expect([text, containsPersonalData(text)]).toEqual([text, true]);
  });

  it("does not refuse a proper notice", () => {
    const notices = [
      "公示期：2026-11-22 至 2026-11-27，共 5 日。异议请致电 0796-6322123 或 12317。",
      "公示期 2026-11-22 2026-11-27，编号 2026-0031，联系村委会。",
      "二〇二六年十一月二十二日，炎陵县鹿原镇，王*炎户，家庭人口 4 人，人均纯收入 8,200 元。",
      "拟认定为边缘易致贫户，主要原因：产业失败（病虫害），其中风险类型：就业不稳。",
      "黄牛 3 头、脐橙 12.5 亩，拟享受产业帮扶 3000 元；文盲率下降。",
    ];
    expect(notices.map((notice) => findPersonalData(notice))).toEqual(notices.map(() => []));
  });

  it("says the place in the text as it was given", () => {
    const text = "𠮷某，电话１３８ １２３４ １２３４。";
    const [finding] = findPersonalData(text);
    expect(finding && text.slice(finding.start, finding.end)).toBe("１３８ １２３４ １２３４");
  });
});
