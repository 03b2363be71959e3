import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from "graphql";
import { Arg, ArgsType, type ClassType, Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { say } from "./describe.ts";
import { InputError } from "./errors.ts";

export const DEFAULT_PAGE = 50;
export const LARGEST_PAGE = 500;

export enum CountMode {
  EXACT = "EXACT",
  ESTIMATE = "ESTIMATE",
}
registerEnumType(CountMode, {
  name: "CountMode",
  description: say("计数方式", "How to count"),
  valuesConfig: {
    EXACT: { description: say("逐行计数", "Count the rows") },
    ESTIMATE: { description: say("按查询计划估计，快", "The planner's estimate, quick") },
  },
});

@ArgsType()
export class PageArgs {
  @Field(() => Int, {
    nullable: true,
    description: say(
      "从前取多少条，默认 50，最多 500",
      "How many from the front, 50 by default, at most 500",
    ),
  })
  first?: number;
  @Field(() => String, { nullable: true, description: say("此游标之后", "After this cursor") })
  after?: string;
  @Field(() => Int, { nullable: true, description: say("从后取多少条", "How many from the back") })
  last?: number;
  @Field(() => String, { nullable: true, description: say("此游标之前", "Before this cursor") })
  before?: string;
}

@ObjectType({ description: say("一页的位置", "Where a page stands") })
export class PageInfo {
  @Field(() => Boolean, { description: say("后面还有", "More rows follow") })
  hasNextPage!: boolean;
  @Field(() => Boolean, { description: say("前面还有", "Rows precede") })
  hasPreviousPage!: boolean;
  @Field(() => String, { nullable: true, description: say("本页第一条的游标", "Cursor of the first row") })
  startCursor!: string | null;
  @Field(() => String, { nullable: true, description: say("本页最后一条的游标", "Cursor of the last row") })
  endCursor!: string | null;
}

/** Values of the ordering columns of one row: where the next page starts. */
export type Cursor = readonly (string | number)[];

export interface Page {
  readonly limit: number;
  readonly backward: boolean;
  /** Rows strictly after (or, backward, before) this one. */
  readonly cursor: Cursor | null;
}

export interface Connection<Row> {
  edges: { cursor: string; node: Row }[];
  nodes: Row[];
  pageInfo: PageInfo;
  count: (mode: CountMode) => Promise<number>;
}

/**
 * Reads the four page arguments.
 * @throws InputError PAGE_TOO_LARGE above the cap; BAD_USER_INPUT for both directions at once or a cursor that is not ours.
 */
export function readPage(args: PageArgs): Page {
  if (args.first != null && args.last != null) {
    throw new InputError("BAD_USER_INPUT", "first 与 last 不能同时使用。", "Use first or last, not both.");
  }
  const backward = args.last != null;
  const limit = args.first ?? args.last ?? DEFAULT_PAGE;
  if (limit > LARGEST_PAGE) {
    throw new InputError(
      "PAGE_TOO_LARGE",
      `一页最多 ${LARGEST_PAGE} 条，请求了 ${limit} 条。`,
      `A page holds at most ${LARGEST_PAGE} rows, ${limit} were asked for.`,
    );
  }
  if (limit < 1)
    throw new InputError(
      "BAD_USER_INPUT",
      `页大小 ${limit} 无效，至少为 1。`,
      `Page size ${limit} is not valid, at least 1.`,
    );
  const given = backward ? args.before : args.after;
  return { limit, backward, cursor: given == null ? null : decodeCursor(given) };
}

export function encodeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify(cursor)).toString("base64url");
}

function decodeCursor(text: string): Cursor {
  try {
    const cursor: unknown = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
    if (
      Array.isArray(cursor) &&
      cursor.length > 0 &&
      cursor.every((part) => typeof part === "string" || Number.isFinite(part))
    )
      return cursor;
  } catch {
    // Told below, with the value.
  }
  throw new InputError(
    "BAD_USER_INPUT",
    `游标 ${text.slice(0, 40)} 不是本接口给出的。`,
    `Cursor ${text.slice(0, 40)} was not given by this API.`,
  );
}

/** One ordering column: its SQL, its direction, its SQL type for the cursor value, and the row's value for the next cursor. */
export interface OrderColumn<Row> {
  readonly sql: string;
  readonly descending?: boolean;
  readonly type: "text" | "float8" | "integer" | "bigint";
  readonly value: (row: Row) => string | number;
}

/** The last column must be unique; all SQL here is written in code, cursor values are bound. */
export type Order<Row> = readonly [OrderColumn<Row>] | readonly [OrderColumn<Row>, OrderColumn<Row>];

/** Whether a value of a cursor, which any client can make up, is one its column could have given. */
const FITS: Record<OrderColumn<never>["type"], (value: string | number) => boolean> = {
  text: (value) => typeof value === "string",
  float8: (value) => typeof value === "number",
  integer: (value) => typeof value === "number" && Math.abs(value) <= 2 ** 31 - 1 && Number.isInteger(value),
  bigint: (value) => Number.isSafeInteger(value),
};

/** The WHERE, ORDER BY and LIMIT of a keyset page: no row is skipped or repeated while others are inserted. */
export function keyset<Row>(
  order: Order<Row>,
  page: Page,
): { where: string; orderBy: string; values: Record<string, unknown> } {
  const orderBy = order
    .map((column) => `${column.sql} ${(column.descending ?? false) !== page.backward ? "desc" : "asc"}`)
    .join(", ");
  const values: Record<string, unknown> = { pageLimit: page.limit + 1 };
  if (page.cursor === null) return { where: "true", orderBy, values };
  if (page.cursor.length !== order.length) {
    throw new InputError("BAD_USER_INPUT", "游标与排序方式不符。", "The cursor belongs to another order.");
  }
  page.cursor.forEach((value, index) => {
    if (!FITS[order[index]?.type ?? "text"](value)) {
      throw new InputError("BAD_USER_INPUT", "游标与排序方式不符。", "The cursor belongs to another order.");
    }
    values[`cursor${index}`] = value;
  });
  const beyond = (index: number) => {
    const column = order[index];
    if (!column) return "false";
    return `${column.sql} ${(column.descending ?? false) !== page.backward ? "<" : ">"} :cursor${index}::${column.type}`;
  };
  const first = order[0];
  const where =
    order.length === 1
      ? beyond(0)
      : `(${beyond(0)} or (${first.sql} = :cursor0::${first.type} and ${beyond(1)}))`;
  return { where, orderBy, values };
}

/** Makes a connection of the rows a keyset query returned: one row more than the page tells whether more follow. */
export function toConnection<Row>(
  rows: Row[],
  page: Page,
  order: Order<Row>,
  count: Connection<Row>["count"],
): Connection<Row> {
  const more = rows.length > page.limit;
  const nodes = more ? rows.slice(0, page.limit) : rows;
  if (page.backward) nodes.reverse();
  const edges = nodes.map((node) => ({
    cursor: encodeCursor(order.map((column) => column.value(node))),
    node,
  }));
  return {
    edges,
    nodes,
    pageInfo: {
      hasNextPage: page.backward ? page.cursor !== null : more,
      hasPreviousPage: page.backward ? more : page.cursor !== null,
      startCursor: edges[0]?.cursor ?? null,
      endCursor: edges.at(-1)?.cursor ?? null,
    },
    count,
  };
}

/**
 * A page of rows that are all in memory already, for lists a county can hold: as keyset and toConnection page those of a
 * statement. Rows are put in the ascending order of the columns.
 */
export function pageOf<Row>(rows: readonly Row[], page: Page, order: Order<Row>): Connection<Row> {
  const placeOf = (row: Row) => order.map((column) => column.value(row));
  const compare = (one: Cursor, other: Cursor) => {
    const at = one.findIndex((value, index) => value !== other[index]);
    return at < 0 ? 0 : (one[at] ?? "") < (other[at] ?? "") ? -1 : 1;
  };
  const sign = page.backward ? -1 : 1;
  const { cursor } = page;
  if (cursor && !order.every((column, index) => FITS[column.type](cursor[index] ?? Number.NaN))) {
    throw new InputError("BAD_USER_INPUT", "游标与排序方式不符。", "The cursor belongs to another order.");
  }
  const rest = rows
    .filter((row) => cursor === null || sign * compare(placeOf(row), cursor) > 0)
    .sort((one, other) => sign * compare(placeOf(one), placeOf(other)));
  return toConnection(rest.slice(0, page.limit + 1), page, order, () => Promise.resolve(rows.length));
}

/** Connection and edge types of a node type. Call once per type, in its file. */
export function connectionOf<Node extends object>(node: ClassType<Node>) {
  @ObjectType(`${node.name}Edge`, { description: say("一条及其游标", "A row and its cursor") })
  class Edge {
    @Field(() => String, { description: say("游标", "Cursor") })
    cursor!: string;
    @Field(() => node, { description: say("这一条", "The row") })
    node!: Node;
  }
  @ObjectType(`${node.name}Connection`, { description: say("一页", "A page") })
  class NodeConnection {
    @Field(() => [Edge], { description: say("各条及其游标", "Rows and their cursors") })
    edges!: Edge[];
    @Field(() => [node], { description: say("各条", "The rows") })
    nodes!: Node[];
    @Field(() => PageInfo, { description: say("本页的位置", "Where the page stands") })
    pageInfo!: PageInfo;
    count!: (mode: CountMode) => Promise<number>;

    @Field(() => Int, { description: say("总数，只在被选取时计数", "All rows; counted only when selected") })
    totalCount(
      @Arg("mode", () => CountMode, {
        defaultValue: CountMode.EXACT,
        description: say("计数方式", "How to count"),
      })
      mode: CountMode,
    ): Promise<number> {
      return this.count(mode);
    }
  }
  return NodeConnection;
}

/** Names of the fields selected below the current one, at one level and through fragments, `nodes` and `edges.node`. */
export function selectedFields(info: GraphQLResolveInfo): Set<string> {
  const names = new Set<string>();
  const walk = (set: SelectionSetNode | undefined, depth: number): void => {
    for (const selection of set?.selections ?? []) {
      if (selection.kind === Kind.FIELD) {
        const name = selection.name.value;
        names.add(name);
        if (depth > 0 && (name === "nodes" || name === "edges" || name === "node"))
          walk(selection.selectionSet, depth - 1);
      } else {
        walk(
          selection.kind === Kind.INLINE_FRAGMENT
            ? selection.selectionSet
            : info.fragments[selection.name.value]?.selectionSet,
          depth,
        );
      }
    }
  };
  for (const node of info.fieldNodes) walk(node.selectionSet, 2);
  return names;
}
