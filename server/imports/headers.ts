import { trimmed } from "./problems.ts";
import { ImportRefused } from "./refused.ts";
import type { Column, Dataset } from "./type.ts";

/** Which column of the file is which of the dataset. */
export interface FoundColumns {
  readonly columns: ReadonlyMap<
    string,
    { readonly column: Column; readonly index: number; readonly header: string }
  >;
  readonly width: number;
  readonly ignored: readonly string[];
  /** Header of a column as the file has it. */
  readonly headerOf: (key: string) => string;
  /** Where a header stands in the file; shapes come last. */
  readonly placeOf: (header: string) => number;
}

/** Columns of a file that lacks some, for a first look at it. */
export function foundBy(
  dataset: Dataset,
  headers: readonly string[],
  mapping: Readonly<Record<string, string>>,
): FoundColumns {
  const columns = dataset.columns.flatMap((column) => {
    const header = mapping[column.key];
    return header === undefined
      ? []
      : [[column.key, { column, index: headers.indexOf(header), header }] as const];
  });
  return foundColumns(new Map(columns), headers, []);
}

type Columns = FoundColumns["columns"];

function foundColumns(
  columns: Columns,
  headers: readonly string[],
  ignored: readonly string[],
): FoundColumns {
  const places = new Map([...columns.values()].map(({ header, index }) => [header, index]));
  return {
    columns,
    width: headers.length,
    ignored,
    headerOf: (key) => columns.get(key)?.header ?? key,
    placeOf: (header) => places.get(header) ?? headers.length,
  };
}

const plain = (header: string) =>
  header
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_\-\u200b\ufeff]/gu, "");

/** Which headers of a file are columns of a dataset by their names, and which required columns it lacks. */
export function matchOf(
  dataset: Dataset,
  headers: readonly string[],
): { readonly mapping: Readonly<Record<string, string>>; readonly missing: readonly string[] } {
  const mapping: Record<string, string> = {};
  for (const column of dataset.columns) {
    const known = new Set(column.headers.map(plain));
    const header = headers.find((candidate) => known.has(plain(candidate)));
    if (header !== undefined) mapping[column.key] = header;
  }
  const missing = dataset.columns.filter(({ key, required }) => required && !Object.hasOwn(mapping, key));
  return { mapping, missing: missing.map(({ key }) => key) };
}

/**
 * @param mapping which header is which column, by the key of the column; by the known headers when not given.
 * @throws ImportRefused when a required column is missing, or two columns say the same thing.
 */
export function columnsOf(
  dataset: Dataset,
  headers: readonly string[],
  mapping?: Readonly<Record<string, string>>,
): FoundColumns {
  const byHeader = new Map(
    dataset.columns.flatMap((column) => {
      if (!mapping) return column.headers.map((header) => [plain(header), column] as const);
      const mapped = Object.hasOwn(mapping, column.key) ? mapping[column.key] : undefined;
      return mapped === undefined ? [] : [[plain(mapped), column] as const];
    }),
  );
  const columns = new Map<string, { column: Column; index: number; header: string }>();
  const ignored: string[] = [];
  for (const [index, header] of headers.entries()) {
    const column = byHeader.get(plain(header));
    const before = column && columns.get(column.key);
    if (before) {
      throw new ImportRefused(
        "ColumnTwice",
        `“${before.header}”和“${trimmed(header)}”两列意思相同；请只留一列。`,
        `Columns “${before.header}” and “${trimmed(header)}” mean the same; keep one.`,
      );
    }
    if (column) columns.set(column.key, { column, index, header: trimmed(header) });
    else if (header !== "") ignored.push(trimmed(header));
  }
  refuseMissing(dataset, columns, headers);
  return foundColumns(columns, headers, ignored);
}

function refuseMissing(
  dataset: Dataset,
  columns: ReadonlyMap<string, unknown>,
  headers: readonly string[],
): void {
  const missing = dataset.columns.filter(({ key, required }) => required && !columns.has(key));
  if (missing.length === 0) return;
  const list = missing.map((column) => column.headers[0]).join("、");
  const keys = missing.map(({ key }) => key).join(", ");
  const found = trimmed(headers.filter((header) => header !== "").join(" | ")) || "（无 nothing）";
  throw new ImportRefused(
    "ColumnMissing",
    `缺少必需的列：${list}；文件的表头是：${found}。请改表头后再导入。`,
    `Required columns are missing: ${keys}; the header found is: ${found}. Name the columns and import again.`,
  );
}
