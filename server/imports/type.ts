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

export interface Reading {
  readonly encoding: string;
  readonly headers: readonly string[];
  /** EPSG number the file itself names, null when it names none. */
  readonly crs: number | null;
  readonly rows: AsyncIterable<SourceRow>;
}

export interface Format {
  readonly name: string;
  /** Endings of file names, lower case with the dot. */
  readonly extensions: readonly string[];
  readonly read: (bytes: Buffer) => Promise<Reading>;
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
  /** Temporary table the rows are loaded into: row_number, stagedColumns, point, outline. */
  readonly stagingTable: string;
  readonly createStaging: string;
  readonly stagedColumns: readonly string[];
  readonly staged: (values: ReadonlyMap<string, Cell>) => readonly Cell[];
  readonly findProblems: (transaction: Knex.Transaction, delivery: Delivery) => Promise<Problem[]>;
  /** Works out what each row shall become; asked only where nothing is wrong. */
  readonly compare: (transaction: Knex.Transaction, delivery: Delivery) => Promise<void>;
  readonly findWarnings: (transaction: Knex.Transaction, delivery: Delivery) => Promise<Problem[]>;
  /** Writes the compared rows and everything derived from them. */
  readonly write: (transaction: Knex.Transaction, delivery: Delivery) => Promise<Counts>;
  /** What cannot be done inside a transaction. */
  readonly afterCommit: (knex: Knex) => Promise<void>;
}
