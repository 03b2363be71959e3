import { roundHalfUp } from "../../geo/rounding.ts";
import type { IndicatorValue } from "../catalogue/type.ts";
import type { Language } from "../errors.ts";
import type { IndicatorDefinition, Unit } from "../indicators/catalog/definition.ts";
import { INDICATORS } from "../indicators/catalog.ts";
import type { WarningLevel } from "../indicators/type.ts";
import { LEVEL_SIGNS, reportWords, type Words } from "./words.ts";

export const MISSING = "—";

const MARKUP: Readonly<Record<string, string>> = {
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  // Last, so that what is read back is not read twice.
  "&": "&amp;",
};

/** Text of a piece of our own markup. */
export const plainText = (markup: string): string =>
  Object.entries(MARKUP).reduce(
    (text, [character, entity]) => text.replaceAll(entity, character),
    markup.replace(/<br>|<\/li>/g, " ").replace(/<[^>]*>/g, ""),
  );

/** Names come from deliveries: nothing of them may become markup. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => MARKUP[character] ?? "");

/** The published row a figure was read from. */
export interface Place {
  /** Key in the catalogue; what belongs to another figure follows a dot: `LARGE_SCALE_RELAPSE.rank`. */
  readonly indicator: string;
  readonly region: string;
  readonly period: string;
}

/** How one report writes figures: one language, one set of words. */
export class Writing {
  readonly words: Words;
  /** Every table written so far, by name. */
  readonly tables = new Map<string, Table>();
  readonly #formats = new Map<number, Intl.NumberFormat>();
  readonly #tag: string;

  /**
   * @param folder where the tables lie as CSV, seen from the page
   * @param versions of the publication of each quarter
   */
  constructor(
    readonly language: Language,
    private readonly folder: string,
    private readonly versions: ReadonlyMap<string, number>,
  ) {
    this.words = reportWords[language];
    this.#tag = language === "zh" ? "zh-CN" : "en-US";
  }

  /** A figure a reader sees rounded and a program unrounded, as JSON writes it, with the published row it is of. */
  cell({ indicator, region, period }: Place, value: number | null, shown: string): string {
    const raw = value === null ? "" : JSON.stringify(value);
    return `<data value="${raw}" data-indicator="${escapeHtml(indicator)}" data-region="${escapeHtml(region)}" data-period="${period}" data-version="${this.versions.get(period) ?? ""}">${escapeHtml(value === null ? MISSING : shown)}</data>`;
  }

  /** A table, and on the screen a link to the same rows as CSV. */
  table(table: Table): string {
    if (this.tables.has(table.name)) throw new Error(`the report has two tables ${table.name}`);
    this.tables.set(table.name, table);
    return `${tableMarkup(table)}
<p class="csv"><a href="${this.folder}/${table.name}.csv">CSV</a></p>`;
  }

  number(value: number, decimals = 0): string {
    let format = this.#formats.get(decimals);
    if (!format) {
      format = new Intl.NumberFormat(this.#tag, {
        minimumFractionDigits: decimals,
        maximumFractionDigits: decimals,
      });
      this.#formats.set(decimals, format);
    }
    return format.format(value);
  }

  share = (value: number, decimals = 1): string => `${this.number(value * 100, decimals)}%`;

  /** A probability near 0 or 1 never reads as certain. */
  chance = (value: number): string =>
    value < 0.001 ? "< 0.1%" : value > 0.999 ? "> 99.9%" : this.share(value);

  /** A figure as people read it in its unit. */
  inUnit(value: number, unit: Unit): string {
    switch (unit) {
      case "SCORE":
        return this.number(roundHalfUp(value, 1), 1);
      case "DAYS":
        return this.number(value, 1);
      case "SHARE":
        return this.share(value);
      case "PROBABILITY":
        return this.chance(value);
      case "FEN":
        return this.yuan(value);
      case "YES_NO":
        return value === 0 ? this.words.no : this.words.yes;
      default:
        return this.number(value);
    }
  }

  /** Fen as yuan. */
  yuan = (fen: number): string => this.number(fen / 100);

  nameOf = (thing: { name: string; nameEn: string | null }): string =>
    escapeHtml(this.language === "en" ? (thing.nameEn ?? thing.name) : thing.name);

  /** Sign and word, so that grey paper tells levels apart. */
  level(level: WarningLevel | null): string {
    return level === null
      ? this.words.noLevel
      : `<span class="level" data-level="${level}">${LEVEL_SIGNS[level]} ${this.words.levels[level]}</span>`;
  }

  /** A published figure; a dash where the region has none. */
  figure(value: IndicatorValue | null): string {
    if (value === null) return MISSING;
    const { indicator, regionCode: region, period } = value;
    const { unit } = indicatorOf(indicator);
    return this.cell({ indicator, region, period }, value.value, this.inUnit(value.value ?? 0, unit));
  }
}

export function indicatorOf(key: string): IndicatorDefinition {
  const indicator = INDICATORS.find((each) => each.key === key);
  if (!indicator) throw new Error(`there is no indicator ${key}`);
  return indicator;
}

export interface Table {
  /** Name of the file that holds it as CSV. */
  readonly name: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly foot?: readonly string[];
  /** Columns of words; all others are figures. */
  readonly text?: readonly number[];
  readonly kind?: string;
}

/** A table whose first column heads its rows; every part is markup already. */
function tableMarkup({ head, rows, foot, text = [0], kind = "" }: Table): string {
  const align = (column: number) => (text.includes(column) ? "" : ' class="figure"');
  const row = (cells: readonly string[]) =>
    `<tr>${cells
      .map((cell, column) =>
        column === 0 ? `<th scope="row">${cell}</th>` : `<td${align(column)}>${cell}</td>`,
      )
      .join("")}</tr>`;
  return `<table${kind === "" ? "" : ` class="${kind}"`}><thead><tr>${head
    .map((cell, column) => `<th scope="col"${align(column)}>${cell}</th>`)
    .join("")}</tr></thead><tbody>
${rows.map(row).join("\n")}
</tbody>${foot ? `<tfoot>${row(foot)}</tfoot>` : ""}</table>`;
}
