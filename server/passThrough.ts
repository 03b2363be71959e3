import {
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  GraphQLError,
  type GraphQLSchema,
  getArgumentValues,
  getOperationAST,
  getVariableValues,
  isNonNullType,
  Kind,
  locatedError,
  OperationTypeNode,
  type SelectionSetNode,
} from "graphql";
import { encodeCursor, type Order, type Page } from "./connection.ts";
import type { Context } from "./context.ts";
import { InputError } from "./errors.ts";
import { regionByCode } from "./regions/passThrough.ts";
import { villagePages } from "./villages/passThrough.ts";
import { type JsonObject, type JsonSql, JsonWriter, type Selected } from "./writtenJson.ts";

/** JSON that PostgreSQL wrote: it goes to the client as it is, without becoming objects in between. */
export class JsonText {
  constructor(readonly text: string) {}
}

/** A page of rows, still to be selected from: everything but the SELECT list. */
export interface PageQuery {
  /** FROM and WHERE, ORDER BY and LIMIT with one row more than the page. */
  readonly rows: string;
  readonly values: Record<string, unknown>;
  /** Whatever the values, the same plan is right. */
  readonly byKey: boolean;
  readonly order: Order<never>;
  readonly page: Page;
}

/** A connection at the root whose pages PostgreSQL can write. */
export interface PagesField {
  readonly name: string;
  readonly connection: string;
  readonly node: JsonObject;
  /** Null for arguments that take the general way. */
  readonly query: (context: Context, args: object, detail: boolean) => Promise<PageQuery | null>;
}

/** One object at the root that PostgreSQL can write. */
export interface ObjectField {
  readonly name: string;
  readonly object: JsonObject;
  /** FROM and WHERE of at most one row; without any the field is null. */
  readonly query: (args: object) => { rows: string; values: Record<string, unknown> };
}

/** Everything that is passed through. */
const pagesFields: readonly PagesField[] = [villagePages];
const objectFields: readonly ObjectField[] = [regionByCode];

/** Answers an operation with JSON from PostgreSQL; null when this call takes the general way. */
export type PassThrough = (
  context: Context,
  variables: Readonly<Record<string, unknown>>,
) => Promise<ExecutionResult | null>;

/** JSON of the field at the root, by its arguments and the variables; null when this call takes the general way. */
type RootJson = (
  context: Context,
  args: object,
  variables: Record<string, unknown>,
) => Promise<string | null>;

/**
 * Prepares an operation that asks for one page of one list, or one object with its lists, and for nothing but fields
 * that SQL can write: the whole answer is then one statement and one value. Node spent two thirds of such a request
 * on building objects of rows and text of objects. Null for every other operation.
 */
export function passThrough(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string,
): PassThrough | null {
  const operation = getOperationAST(document, operationName || undefined);
  const [root, second] = operation?.selectionSet.selections ?? [];
  if (operation?.operation !== OperationTypeNode.QUERY || root?.kind !== Kind.FIELD || second) return null;
  const definition = schema.getQueryType()?.getFields()[root.name.value];
  if (!definition || root.directives?.length) return null;
  const fragments = new Map(
    document.definitions.flatMap((entry) =>
      entry.kind === Kind.FRAGMENT_DEFINITION ? [[entry.name.value, entry]] : [],
    ),
  );
  const json = rootJson(root, new JsonWriter(schema, fragments));
  if (!json) return null;
  const key = (root.alias ?? root.name).value;

  return async (context, given) => {
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], given);
    if (!coerced) return null;
    try {
      const written = await json(context, getArgumentValues(definition, root, coerced), coerced);
      // Apollo hands it to stringifyResult untouched.
      return written === null ? null : { data: new JsonText(`{"${key}":${written}}`) as never };
    } catch (error) {
      // What is wrong with arguments, the general way says in its own place.
      if (error instanceof InputError || error instanceof GraphQLError) return null;
      const data = isNonNullType(definition.type) ? null : { [key]: null };
      return { data, errors: [locatedError(error, [root], [key])] };
    }
  };
}

function rootJson(root: FieldNode, writer: JsonWriter): RootJson | null {
  const one = objectFields.find((field) => field.name === root.name.value);
  const written = one && writer.object(root.selectionSet, one.object);
  if (written) {
    return async ({ sqlByKey }, args, variables) => {
      const { rows, values } = one.query(args);
      const [row] = await sqlByKey<{ json: string }>(`select ${written.sql} as json ${rows}`, {
        ...values,
        ...written.values(variables),
      });
      return row?.json ?? "null";
    };
  }
  const pages = pagesFields.find((field) => field.name === root.name.value);
  const parts = pages && readConnection(root.selectionSet, pages, writer);
  if (!parts) return null;
  return async (context, args, variables) => {
    const query = await pages.query(context, args, parts.node?.detail ?? false);
    if (!query || query.page.backward) return null;
    const values = { ...query.values, ...parts.node?.values(variables) };
    return `{${parts.write(await selectPage(context, { ...query, values }, parts.node?.sql ?? "''"))}}`;
  };
}

interface WrittenPage {
  nodes: string;
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor: string | null;
  endCursor: string | null;
}

/** Nothing in JSON looks like it: a line break inside of a text is written \\n. */
const BETWEEN_NODES = ",\n";

async function selectPage(context: Context, query: PageQuery, node: string): Promise<WrittenPage> {
  const { order, page } = query;
  const sql = query.byKey ? context.sqlByKey : context.sql;
  const columns = order.map((column, index) => `${column.sql} as order${index}`).join(", ");
  const end = (index: number, row: string) => `(array_agg(order${index}))[${row}]`;
  const ends = order
    .map(
      (_, index) =>
        `${end(index, "1")} as first${index}, ${end(index, "least(count(*), :pageRows::int)")} as last${index}`,
    )
    .join(", ");
  const [row = {}] = await sql<Record<string, string | number | null>>(
    /* sql */ `
    select count(*) as rows, string_agg(json, '${BETWEEN_NODES}') as nodes, ${ends}
    from (select ${node} as json, ${columns} ${query.rows}) page`,
    { ...query.values, pageRows: page.limit },
  );
  const rows = Number(row.rows);
  const nodes = String(row.nodes ?? "");
  const hasNextPage = rows > page.limit;
  const cursor = (end: "first" | "last") =>
    rows === 0 ? null : encodeCursor(order.map((_, index) => row[`${end}${index}`] ?? 0));
  return {
    // Without the row beyond the page, which only tells that there is one.
    nodes: hasNextPage ? nodes.slice(0, nodes.lastIndexOf(BETWEEN_NODES)) : nodes,
    hasNextPage,
    hasPreviousPage: page.cursor !== null,
    startCursor: cursor("first"),
    endCursor: cursor("last"),
  };
}

interface ConnectionParts {
  /** One node's JSON; null when no node is selected. */
  node: JsonSql | null;
  write: (page: WrittenPage) => string;
}

/** Reads what is selected of the connection; null as soon as anything needs the general way. */
function readConnection(
  set: SelectionSetNode | undefined,
  pages: PagesField,
  writer: JsonWriter,
): ConnectionParts | null {
  const selected = writer.flatten(set, pages.connection);
  if (!selected) return null;
  let node: JsonSql | null = null;
  const writers: ((page: WrittenPage) => string)[] = [];
  for (const { key, field } of selected) {
    const name = field.name.value;
    if (name === "__typename") writers.push(() => `"${key}":"${pages.connection}"`);
    else if (name === "nodes") {
      const object: JsonSql | null = node === null ? writer.object(field.selectionSet, pages.node) : null;
      if (!object) return null;
      node = object;
      writers.push((page) => `"${key}":[${page.nodes}]`);
    } else if (name === "pageInfo") {
      const info = writer.flatten(field.selectionSet, "PageInfo");
      if (!info) return null;
      writers.push((page) => `"${key}":${JSON.stringify(pageInfo(info, page))}`);
    } else return null;
  }
  return { node, write: (page) => writers.map((write) => write(page)).join(",") };
}

function pageInfo(selected: readonly Selected[], page: WrittenPage): Record<string, unknown> {
  return Object.fromEntries(
    selected.map(({ key, field }) => [
      key,
      field.name.value === "__typename" ? "PageInfo" : page[field.name.value as keyof WrittenPage],
    ]),
  );
}
