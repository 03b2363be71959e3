import type { Knex } from "knex";
import type { Cell } from "../copy.ts";
import type { Crs } from "./crs.ts";
import type { Detail, Problem, ProblemCode } from "./problems.ts";

/** One row as the file has it. */
export interface SourceRow {
  /** Line of a text table, feature of a FeatureCollection, line of a GeoJSON sequence. */
  readonly number: number;
  /** In the order of the headers. */
  readonly cells: readonly string[];
  /** Not yet looked at; absent in tables. */
  readonly geometry?: unknown;
}

/** A file that has been opened: what it says of itself, and its rows. */
export interface Reading {
  readonly encoding: string;
  readonly headers: readonly string[];
  /** EPSG number the file itself names, null when it names none. */
  readonly crs: number | null;
  /** Reads them from the start, as often as it is called. */
  readonly rows: () => AsyncIterable<SourceRow>;
  /** Sheets, tables or layers of a file that can hold several, and which of them this is. */
  readonly layers?: readonly string[];
  readonly layer?: string;
}

export interface Format {
  readonly name: string;
  /** Endings of file names, lower case with the dot. */
  readonly extensions: readonly string[];
  /**
   * Reads as much as it must to know the headers.
   * @param layer which table, sheet or layer of a file that holds several; the first when not given.
   * @throws ImportRefused when the file is not what its name says, or could harm.
   */
  readonly open: (path: string, layer?: string) => Promise<Reading>;
}

export type CellResult = { readonly value: Cell } | { readonly code: ProblemCode; readonly detail?: Detail };

export interface Column {
  readonly key: string;
  /** Headers that mean this column; compared without case, blanks, hyphens and underscores. */
  readonly headers: readonly string[];
  readonly required?: true;
  /** Gets the text without blanks around it, never empty. */
  readonly read: (text: string) => CellResult;
}

/** What the checks and the writing of a dataset need to know beside the staged rows. */
export interface Delivery {
  readonly fileName: string;
  readonly sha256: string;
  readonly crs: Crs;
  /** Keys of the columns the file has. */
  readonly given: ReadonlySet<string>;
  /** A problem of a staged row, with the header its column has in this file. */
  readonly problem: (row: number, key: string, code: ProblemCode, value: string, detail?: Detail) => Problem;
}

export interface Counts {
  readonly inserted: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Divisions that had to be created above the rows. */
  readonly townships: number;
}

export interface Dataset {
  readonly name: string;
  readonly zh: string;
  readonly en: string;
  readonly columns: readonly Column[];
  /** Keys of the columns a row is recognised by; no two rows of a file may have the same. */
  readonly identity: readonly string[];
  /**
   * The column that says where a row belongs, and SQL over `incoming` for the code of the division it will be in, and of
   * the one the stored row is in where that can be another: a row must not be taken from the neighbours either.
   */
  readonly division: { readonly key: string; readonly sql: string; readonly stored?: string };
  /** Temporary table the rows are loaded into: row_number, stagedColumns, point, outline, original, reason. */
  readonly stagingTable: string;
  readonly stagedColumns: readonly { readonly name: string; readonly type: string }[];
  readonly staged: (values: ReadonlyMap<string, Cell>) => readonly Cell[];
  /** Code, longitude and latitude of the rows stored with one of these codes: what shifted places are known by. */
  readonly reference?: string;
  readonly findProblems: (transaction: Knex.Transaction, delivery: Delivery) => Promise<Problem[]>;
  /** Works out what each row shall become; asked only where nothing is wrong. */
  readonly compare: (transaction: Knex.Transaction, delivery: Delivery) => Promise<void>;
  readonly findWarnings: (transaction: Knex.Transaction, delivery: Delivery) => Promise<Problem[]>;
  /** Writes the compared rows and everything derived from them. */
  readonly write: (transaction: Knex.Transaction, delivery: Delivery) => Promise<Counts>;
  /** What cannot be done inside a transaction. */
  readonly afterCommit: (knex: Knex) => Promise<void>;
}
