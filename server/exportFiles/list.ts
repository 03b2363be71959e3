import type { Permission } from "../access/rules.ts";
import type { CasesWhere } from "../cases/type.ts";
import type { Context } from "../context.ts";
import type { PropertyType } from "../featureCollection.ts";
import type { HouseholdWhere } from "../households/arguments.ts";
import type { WhatName } from "./words.ts";

export type Cell = string | number | boolean | null;

export interface ExportRow {
  /** A whole number that stays, where the rows have one. */
  readonly id: number | null;
  /** GeoJSON as text; null for a row without a place, and in files that hold none. */
  readonly geometry: string | null;
  readonly isDemo: boolean;
  /** In the order of the columns. */
  readonly cells: readonly Cell[];
}

export interface ExportColumn {
  readonly name: string;
  readonly type: PropertyType;
  readonly zh: string;
  readonly en: string;
}

/** Conditions beyond region and period, as the maker gave them. */
export interface Conditions {
  readonly equal?: Readonly<Record<string, string>>;
  readonly households?: HouseholdWhere;
  readonly cases?: CasesWhere;
}

/** One file, as it was asked for. */
export interface Asked {
  readonly regionCode: string | null;
  readonly period: string | null;
  readonly conditions: Conditions;
  /** What was found at the start and holds for every page: the publication, the day of balances. */
  readonly pinned: Readonly<Record<string, unknown>>;
}

export interface ExportPage {
  readonly rows: readonly ExportRow[];
  /** Where the next page starts; null after the last. */
  readonly next: string | null;
}

/** What a row needs besides its cells: only what the format takes, for outlines are long. */
export interface Needs {
  readonly geometry: boolean;
  /** Longitude and latitude as two more cells at the end. */
  readonly position: boolean;
}

/** One tile of a list: rows that lie in it, with well-known binary in Web Mercator metres. */
export interface TileRows {
  readonly features: readonly {
    readonly id: number;
    readonly geometry: Uint8Array;
    readonly cells: readonly Cell[];
    readonly isDemo: boolean;
  }[];
}

/** A list that may leave the atlas as a file. */
export interface ExportList {
  readonly what: WhatName;
  /** In the file, and at the start of its name. */
  readonly name: string;
  /** Needed to ask for it, to make it and to fetch it; null for open facts. */
  readonly permission: Permission | null;
  readonly columns: readonly ExportColumn[];
  readonly takes: {
    readonly period: "MONTH" | "QUARTER" | null;
    /** Properties rows can be picked by. */
    readonly equal: Readonly<Record<string, PropertyType>>;
    readonly households?: true;
    readonly cases?: true;
  };
  /** Null for lists without a place. */
  readonly places: {
    /** West, south, east, north of what was asked for; null for nothing with a place. */
    readonly extent: (
      context: Context,
      asked: Asked,
    ) => Promise<readonly [number, number, number, number] | null>;
    readonly tile: (context: Context, asked: Asked, z: number, x: number, y: number) => Promise<TileRows>;
  } | null;
  /**
   * What the latest period is, so that all pages are of one publication.
   * @throws InputError for a period that cannot be read, or of which nothing is published
   */
  readonly pin?: (context: Context, asked: Pick<Asked, "period">) => Promise<Record<string, unknown>>;
  /** @throws InputError for a region nobody knows */
  readonly count: (context: Context, asked: Asked) => Promise<{ total: number; isDemo: boolean }>;
  readonly page: (context: Context, asked: Asked, after: string | null, needs: Needs) => Promise<ExportPage>;
}

/** Rows of one statement: what a file holds in memory at a time. */
export const PAGE_ROWS = 500;
