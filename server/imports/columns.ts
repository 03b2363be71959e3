import { readBoolean, readCode, readCount, readName } from "./cells.ts";
import type { TableColumn } from "./table.ts";

/** Headers that mean one column, as people write them. */
export const headers = (text: string) => text.split(" ");
const MOST = 1_000_000;

export const COUNTY = { table: "atlas.regions", condition: "known.kind = 'COUNTY'" };

export const code = (words: string): TableColumn => ({
  key: "code",
  headers: headers(`${words} code`),
  type: 'text collate "C"',
  required: true,
  read: readCode,
});

export const name: TableColumn = {
  key: "name",
  headers: headers("名称 name"),
  type: "text",
  needed: true,
  read: readName,
};

export const nameEn: TableColumn = {
  key: "name_en",
  headers: headers("英文名 英文名称 name_en"),
  type: "text",
  read: readName,
};

export const count = (key: string, words: string): TableColumn => ({
  key,
  headers: headers(`${words} ${key}`),
  type: "integer",
  needed: true,
  read: readCount(MOST),
});

export const flag = (key: string, words: string): TableColumn => ({
  key,
  headers: headers(`${words} ${key}`),
  type: "boolean",
  needed: true,
  read: readBoolean,
});

/** What the table checks too, told by the row and in a sentence. */
export const exceeds = (staging: string, part: string, whole: string) => /* sql */ `
  select row_number as row, '${part}' as key, 'MORE_THAN_WHOLE' as code, ${part}::text as value,
         json_build_object('whole', ${whole}) as detail
  from ${staging} where ${part} > ${whole}`;
