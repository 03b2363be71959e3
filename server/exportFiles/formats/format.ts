import type { Language } from "../../errors.ts";
import type { ExportColumn, ExportRow } from "../list.ts";
import type { FormatName } from "../words.ts";

/** What a file says of itself. */
export interface Sheet {
  /** Name of the list, for layers and tables. */
  readonly name: string;
  readonly title: string;
  /** Region, period, day: in one line. */
  readonly about: string;
  readonly language: Language;
  /** What each row holds; the last one says what is demonstration data. */
  readonly columns: readonly ExportColumn[];
  readonly total: number;
  readonly isDemo: boolean;
}

/** Takes the rows of a file a page at a time, and keeps none of them. */
export interface FileWriter {
  readonly write: (rows: readonly ExportRow[]) => Promise<void>;
  /** Leaves the file whole. */
  readonly end: () => Promise<void>;
  /** Lets go of what is open; the file is thrown away. */
  readonly abandon: () => Promise<void>;
}

export interface FileFormat {
  readonly key: FormatName;
  readonly extension: string;
  readonly mediaType: string;
  /** Takes lists with a place only, and writes it. */
  readonly needsPlaces: boolean;
  /** Most rows it can hold. */
  readonly mostRows?: number;
  /** Null for what is made of tiles, not of rows. */
  readonly open: ((path: string, sheet: Sheet) => Promise<FileWriter>) | null;
}

/** Heading of a column as people read it: what a description says before its first explanation. */
export const headingOf = ({ name, zh }: ExportColumn, language: Language): string =>
  language === "zh" ? (zh.split(/[：，；（]/)[0] ?? zh) : name;
