import type { Cell } from "../copy.ts";
import { cellText, hasBadCharacter } from "./cells.ts";
import type { Crs } from "./crs.ts";
import type { FoundColumns } from "./headers.ts";
import { type Detail, type Problem, type ProblemCode, problemOf } from "./problems.ts";
import { readPoint, readShape, type Shape, type ShapeProblem } from "./shapes.ts";
import type { Dataset, SourceRow } from "./type.ts";

/** Turns rows of a file into rows of the staging table, and keeps what is wrong with them. */
export class RowReader {
  readonly problems: Problem[] = [];

  constructor(
    private readonly dataset: Dataset,
    private readonly found: FoundColumns,
    private readonly crs: Crs,
  ) {}

  /** A bad cell becomes an empty one and the rest of the row is still read: every problem is told at once. */
  read(row: SourceRow): readonly Cell[] {
    if (row.cells.length !== this.found.width) {
      const detail = { found: row.cells.length, wanted: this.found.width };
      this.#report(
        row,
        this.found.headerOf(this.dataset.identity[0] ?? ""),
        "WRONG_COLUMN_COUNT",
        row.cells.join(" | "),
        detail,
      );
      return [row.number, ...this.dataset.staged(new Map()), null, null];
    }
    const values = new Map<string, Cell>();
    for (const [key, { column, index, header }] of this.found.columns) {
      const raw = row.cells[index] ?? "";
      const text = cellText(raw);
      if (text === "") {
        if (column.required) this.#report(row, header, "MISSING_VALUE", raw);
      } else if (hasBadCharacter(text)) this.#report(row, header, "BAD_CHARACTER", raw);
      else {
        const result = column.read(text);
        if ("code" in result) this.#report(row, header, result.code, raw.trim(), result.detail);
        else values.set(key, result.value);
      }
    }
    const { point, outline } = this.#place(row, values);
    return [row.number, ...this.dataset.staged(values), point, outline];
  }

  /** The shape of the file, and the point of its coordinate columns where the shape is none. */
  #place(row: SourceRow, values: ReadonlyMap<string, Cell>): Shape {
    const shape = this.#shapeOrReport(row, "geometry", readShape(row.geometry, this.crs));
    const [x, y] = [values.get("lon"), values.get("lat")];
    if (shape.point !== null) return shape;
    if (typeof x === "number" && typeof y === "number") {
      const { point } = this.#shapeOrReport(row, this.found.headerOf("lon"), readPoint(x, y, this.crs));
      return { point, outline: shape.outline };
    }
    // Half a place is a slip. Where the other half is there but unreadable, that has been told already.
    for (const [key, other] of [
      ["lon", y],
      ["lat", x],
    ] as const) {
      if (typeof other === "number" && this.#isBlank(row, key))
        this.#report(row, this.found.headerOf(key), "MISSING_VALUE", "");
    }
    return shape;
  }

  #isBlank(row: SourceRow, key: string): boolean {
    const index = this.found.columns.get(key)?.index;
    return index === undefined || cellText(row.cells[index] ?? "") === "";
  }

  #shapeOrReport(row: SourceRow, column: string, shape: Shape | ShapeProblem): Shape {
    if (!("code" in shape)) return shape;
    this.#report(row, column, shape.code, shape.value, shape.detail);
    return { point: null, outline: null };
  }

  #report(row: SourceRow, column: string, code: ProblemCode, value: string, detail?: Detail): void {
    this.problems.push(problemOf(row.number, column, code, value, detail));
  }
}
