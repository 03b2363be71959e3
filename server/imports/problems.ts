/** One thing wrong (or odd) with one cell. Sentences are made here and nowhere else. */
export interface Problem {
  readonly row: number;
  /** Header as the file has it; "geometry" for a shape. */
  readonly column: string;
  readonly code: ProblemCode;
  readonly value: string;
  readonly zh: string;
  readonly en: string;
}

export type Detail = Readonly<Record<string, string | number>>;
type Sentence = (value: string, detail: Detail) => string;

const swapped = {
  zh: ((value) => `坐标 ${value} 像是经纬度（或东、北坐标）颠倒；请对调两列。`) as Sentence,
  en: ((value) =>
    `Coordinates ${value} look swapped; exchange longitude and latitude (or easting and northing).`) as Sentence,
};

/** Every code a row can be reported with. Codes are stable. */
const SENTENCES = {
  MISSING_VALUE: {
    zh: (_, { column }) => `缺少“${column}”；请填写。`,
    en: (_, { column }) => `“${column}” is missing; fill it in.`,
  },
  WRONG_COLUMN_COUNT: {
    zh: (_, { found, wanted }) => `本行有 ${found} 格，表头有 ${wanted} 格；含分隔符的文字要加引号。`,
    en: (_, { found, wanted }) =>
      `The row has ${found} cells, the header ${wanted}; quote text that holds the delimiter.`,
  },
  BAD_CHARACTER: {
    zh: (value) => `“${value}”含有控制字符或已损坏的字；请重新输入。`,
    en: (value) => `“${value}” holds a control character or a broken one; type it again.`,
  },
  TEXT_TOO_LONG: {
    zh: (value, { most }) => `“${value}”超过 ${most} 个字；请缩短。`,
    en: (value, { most }) => `“${value}” has more than ${most} characters; shorten it.`,
  },
  BAD_CODE: {
    zh: (value) => `“${value}”不是行政村代码；应为 12 位数字，前 9 位是乡镇，后 3 位不为 000。`,
    en: (value) =>
      `“${value}” is not a village code; give 12 digits: nine of the township, and three that are not 000.`,
  },
  DEMO_CODE_BLOCK: {
    zh: (value) => `代码 ${value} 以 900–999 结尾，只留给模拟数据；请改用正式代码。`,
    en: (value) => `Code ${value} ends in 900–999, kept for demonstration data; use the official code.`,
  },
  BAD_IDENTIFIER: {
    zh: (value) => `“${value}”不是代码；应为至多 40 个字母、数字或横线。`,
    en: (value) => `“${value}” is not a code; give at most 40 letters, digits or hyphens.`,
  },
  NOT_IN_LIST: {
    zh: (value, { list }) => `“${value}”不在可用的词中：${list}。`,
    en: (value, { list }) => `“${value}” is none of the words taken: ${list}.`,
  },
  BAD_MONTH: {
    zh: (value) => `“${value}”不是可用的月份；请写成 2026-09。`,
    en: (value) => `“${value}” is not a usable month; write 2026-09.`,
  },
  UNKNOWN_REFERENCE: {
    zh: (value, { column }) => `“${column}”的 ${value} 尚无记录；请核对代码，或先导入它。`,
    en: (value, { column }) => `${value} in “${column}” is not known; check the code, or import that first.`,
  },
  DEMO_ROW: {
    zh: (value) => `代码 ${value} 属于模拟数据；请改用正式代码，或先移除模拟数据。`,
    en: (value) =>
      `Code ${value} belongs to demonstration data; use the official code, or remove that data first.`,
  },
  MORE_THAN_WHOLE: {
    zh: (value, { column, whole }) => `“${column}”为 ${value}，超过其总数 ${whole}；请核对两列。`,
    en: (value, { column, whole }) =>
      `“${column}” is ${value}, more than the ${whole} it is part of; check both columns.`,
  },
  SUM_DIFFERS: {
    zh: (value, { sum, whole }) =>
      `安置区 ${value} 各来源村户数合计 ${sum}，与其安置户数 ${whole} 不等；请补全来源村或更正户数。`,
    en: (value, { sum, whole }) =>
      `Households moved to settlement ${value} add up to ${sum}, not to its ${whole}; add what is missing or correct the counts.`,
  },
  ENDS_BEFORE_IT_BEGINS: {
    zh: (value, { start }) => `结束日期 ${value} 早于开始日期 ${start}；请核对。`,
    en: (value, { start }) => `The last day ${value} comes before the first, ${start}; check both.`,
  },
  PRICE_TOLD_OTHERWISE: {
    zh: (value, { stored }) => `该月价格已记为 ${stored} 元，本行为 ${value} 元；更正请把“修订”加一。`,
    en: (value, { stored }) =>
      `The price of the month is kept as ${stored} yuan, this row says ${value}; correct it by a revision one higher.`,
  },
  RETIRED_COUNTY_CODE: {
    zh: (value, { old, present, note }) =>
      `代码 ${value} 用的是旧县码 ${old}（${note}）；现行代码为 ${present}，请改用。`,
    en: (value, { old, present, note }) =>
      `Code ${value} has the retired county code ${old} (${note}); the present one is ${present}, use it.`,
  },
  UNKNOWN_COUNTY: {
    zh: (value, { county }) => `代码 ${value} 的县 ${county} 不存在；请核对前 6 位。`,
    en: (value, { county }) => `Code ${value}: there is no county ${county}; check the first six digits.`,
  },
  UNKNOWN_TOWNSHIP: {
    zh: (value, { township }) =>
      `代码 ${value} 的乡镇 ${township} 尚无记录；请核对前 9 位，或填写乡镇名称以新建。`,
    en: (value, { township }) =>
      `Code ${value}: township ${township} is not known; check the first nine digits, or give its name to create it.`,
  },
  DUPLICATE_IN_FILE: {
    zh: (value, { first }) => `代码 ${value} 已在第 ${first} 行出现；请只留一行。`,
    en: (value, { first }) => `Code ${value} already stands in row ${first}; keep one of them.`,
  },
  NOT_A_NUMBER: {
    zh: (value, { wanted_zh }) => `“${value}”不是${wanted_zh}；请只填数字，没有数据就留空。`,
    en: (value, { wanted_en }) =>
      `“${value}” is not ${wanted_en}; give digits only, or leave it empty where nothing is known.`,
  },
  LOSSY_NUMBER: {
    zh: (value) => `“${value}”是表格软件缩写的数，末位已丢失；请把该列设为文本，重新填写完整数字。`,
    en: (value) =>
      `“${value}” was shortened by a spreadsheet and has lost digits; make the column text and enter all digits again.`,
  },
  OUT_OF_RANGE: {
    zh: (value, { from, to }) => `${value} 超出范围 ${from} 至 ${to}；请核对数值和单位。`,
    en: (value, { from, to }) => `${value} is outside ${from} to ${to}; check the value and its unit.`,
  },
  BAD_DATE: {
    zh: (value) => `“${value}”不是可用的日期；请写成 2018-07-29，且不晚于今天。`,
    en: (value) => `“${value}” is not a usable date; write 2018-07-29, not later than today.`,
  },
  BAD_BOOLEAN: {
    zh: (value) => `“${value}”应为“是”或“否”。`,
    en: (value) => `“${value}” must be yes or no (是 or 否).`,
  },
  COORDINATES_SWAPPED: swapped,
  OUTSIDE_CHINA: {
    zh: (value, { system, west, east, south, north }) =>
      `坐标 ${value} 不在 ${system} 的中国范围内（东 ${west}–${east}，北 ${south}–${north}）；请核对坐标和 --crs。`,
    en: (value, { system, west, east, south, north }) =>
      `Coordinates ${value} are outside China in ${system} (east ${west}–${east}, north ${south}–${north}); check them and --crs.`,
  },
  GEOMETRY_INVALID: {
    zh: (_, { reason_zh, place }) =>
      `图形无效：${reason_zh}${place ? `，位于 ${place}` : ""}；请在 GIS 软件中修复。`,
    en: (_, { reason_en, place }) =>
      `The shape is not valid: ${reason_en}${place ? ` at ${place}` : ""}; repair it in a GIS.`,
  },
  GEOMETRY_REPAIRED: {
    zh: (_, { reason_zh }) => `图形无效（${reason_zh}），已修复，面积变化不到千分之一；原图形保留。`,
    en: (_, { reason_en }) =>
      `The shape was not valid (${reason_en}); it was repaired, its area changed by less than a thousandth, and the original is kept.`,
  },
  OUT_OF_SCOPE: {
    zh: (value, { division }) =>
      `“${value}”属于 ${division}，不在您可写的范围内；请删去此行，或由该地人员导入。`,
    en: (value, { division }) =>
      `“${value}” belongs to ${division}, where you may not write; leave the row out, or let the people there import it.`,
  },
  GEOMETRY_TOO_LARGE: {
    zh: (value, { most }) => `图形有 ${value} 个顶点，上限 ${most}；请先简化。`,
    en: (value, { most }) => `The shape has ${value} vertices, at most ${most} are taken; simplify it first.`,
  },
  POINT_OUTSIDE_OUTLINE: {
    zh: (value) => `点 ${value} 不在本村边界内；请核对点或边界。`,
    en: (value) => `Point ${value} is outside the outline of its village; check the point or the outline.`,
  },
  POINT_OUTSIDE_COUNTY: {
    zh: (value, { metres, county }) =>
      `点 ${value} 在${county}界外 ${metres} 米；偏 400–1500 米多为未转换的 GCJ-02 或 BD-09 坐标。`,
    en: (value, { metres, county }) =>
      `Point ${value} lies ${metres} m outside ${county}; 400–1500 m is typical of unconverted GCJ-02 or BD-09.`,
  },
  TOWNSHIP_NAME_DIFFERS: {
    zh: (value, { township, kept }) => `乡镇 ${township} 记为“${kept}”，本行写“${value}”；保留前者。`,
    en: (value, { township, kept }) =>
      `Township ${township} is “${kept}”, this row says “${value}”; the former is kept.`,
  },
} as const satisfies Record<string, { zh: Sentence; en: Sentence }>;

export type ProblemCode = keyof typeof SENTENCES;
export const PROBLEM_CODES = Object.keys(SENTENCES) as readonly ProblemCode[];

const LONGEST_VALUE = 60;

export function problemOf(
  row: number,
  column: string,
  code: ProblemCode,
  value: string,
  detail: Detail = {},
): Problem {
  const shown = trimmed(withoutPersonalNumbers(value));
  const all = { column, ...detail };
  return {
    row,
    column,
    code,
    value: shown,
    zh: SENTENCES[code].zh(shown, all),
    en: SENTENCES[code].en(shown, all),
  };
}

/** Digits of the length of an identity number, a bank card or a mobile number; not the decimals of a coordinate. */
const PERSONAL_NUMBER = /(?<![\d.])(?:\d{17}X|\d{15,19}|1[3-9]\d{9})(?![\d.])/giu;

/** A number of a person that slipped into a list of villages must not travel on in the report about it. */
const withoutPersonalNumbers = (value: string): string =>
  value.replaceAll(PERSONAL_NUMBER, (number) => `${number.slice(0, 3)}${"*".repeat(number.length - 3)}`);

/** At most 60 characters on one line: a report is read by people. */
export function trimmed(value: string): string {
  const characters = [...value.slice(0, 200).replace(/\s+/gu, " ")];
  return characters.length <= LONGEST_VALUE
    ? characters.join("")
    : `${characters.slice(0, LONGEST_VALUE - 1).join("")}…`;
}
