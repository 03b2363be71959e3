import {
  type DocumentNode,
  type ExecutionResult,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  getArgumentValues,
  getOperationAST,
  getVariableValues,
  Kind,
  locatedError,
  OperationTypeNode,
  type SelectionSetNode,
} from "graphql";
import { encodeCursor, type Order, type Page } from "./connection.ts";
import type { Context } from "./context.ts";
import { InputError } from "./errors.ts";
import { villagePages } from "./villages/passThrough.ts";

/** JSON that PostgreSQL wrote: it goes to the client as it is, without becoming objects in between. */
export class JsonText {
  constructor(readonly text: string) {}
}

/** A field as SQL that gives its JSON text and is never null; `detail` marks what the read model lacks. */
export interface JsonValue {
  readonly sql: string;
  readonly detail?: boolean;
}

/** A type as PostgreSQL writes it. Fields that are missing here, or asked with arguments, take the general way. */
export interface JsonObject {
  readonly typename: string;
  readonly fields: Readonly<Record<string, JsonValue | JsonObject>>;
  /** SQL that is true where the whole object is null. */
  readonly nullWhen?: string;
}

/** A page of rows, still to be selected from: everything but the SELECT list. */
export interface PageQuery {
  /** FROM and WHERE, ORDER BY and LIMIT with one row more than the page. */
  readonly rows: string;
  readonly values: Record<string, unknown>;
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

/** Every list that is passed through. */
const pagesFields: readonly PagesField[] = [villagePages];

/** Answers an operation with JSON from PostgreSQL; null when this call takes the general way. */
export type PassThrough = (
  context: Context,
  variables: Readonly<Record<string, unknown>>,
) => Promise<ExecutionResult | null>;

/** One selected field of an object, under the name it has in the answer. */
interface Selected {
  readonly key: string;
  readonly field: FieldNode;
}

/**
 * Prepares an operation that asks for one page of one list, with nothing but fields that SQL can write: the whole
 * answer is then one statement and one value. Node spent two thirds of such a request on building objects of rows and
 * text of objects. Null for every other operation.
 */
export function passThrough(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string,
): PassThrough | null {
  const operation = getOperationAST(document, operationName || undefined);
  const [root, second] = operation?.selectionSet.selections ?? [];
  if (operation?.operation !== OperationTypeNode.QUERY || root?.kind !== Kind.FIELD || second) return null;
  const pages = pagesFields.find((field) => field.name === root.name.value);
  const definition = schema.getQueryType()?.getFields()[root.name.value];
  if (!pages || !definition || root.directives?.length) return null;
  const fragments = new Map(
    document.definitions.flatMap((entry) =>
      entry.kind === Kind.FRAGMENT_DEFINITION ? [[entry.name.value, entry]] : [],
    ),
  );
  const parts = readConnection(root.selectionSet, pages, fragments);
  if (!parts) return null;
  const key = (root.alias ?? root.name).value;

  return async (context, given) => {
    const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], given);
    if (!coerced) return null;
    try {
      const query = await pages.query(context, getArgumentValues(definition, root, coerced), parts.detail);
      if (!query || query.page.backward) return null;
      const page = await selectPage(context, query, parts.node ?? "''");
      // Apollo hands it to stringifyResult untouched.
      return { data: new JsonText(`{"${key}":{${parts.write(page)}}}`) as never };
    } catch (error) {
      // What is wrong with arguments, the general way says in its own place.
      if (error instanceof InputError || error instanceof GraphQLError) return null;
      return { data: null, errors: [locatedError(error, [root], [key])] };
    }
  };
}

interface WrittenPage {
  nodes: string;
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  startCursor: string | null;
  endCursor: string | null;
}

async function selectPage({ sql }: Context, query: PageQuery, node: string): Promise<WrittenPage> {
  const { order, page } = query;
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
    select count(*) as rows, array_to_string((array_agg(json))[1 : :pageRows::int], ',') as nodes, ${ends}
    from (select ${node} as json, ${columns} ${query.rows}) page`,
    { ...query.values, pageRows: page.limit },
  );
  const rows = Number(row.rows);
  const cursor = (end: "first" | "last") =>
    rows === 0 ? null : encodeCursor(order.map((_, index) => row[`${end}${index}`] ?? 0));
  return {
    nodes: String(row.nodes ?? ""),
    hasNextPage: rows > page.limit,
    hasPreviousPage: page.cursor !== null,
    startCursor: cursor("first"),
    endCursor: cursor("last"),
  };
}

type Fragments = ReadonlyMap<string, FragmentDefinitionNode>;

interface ConnectionParts {
  /** SQL of one node's JSON; null when no node is selected. */
  node: string | null;
  detail: boolean;
  write: (page: WrittenPage) => string;
}

/** Reads what is selected of the connection; null as soon as anything needs the general way. */
function readConnection(
  set: SelectionSetNode | undefined,
  pages: PagesField,
  fragments: Fragments,
): ConnectionParts | null {
  const selected = flatten(set, pages.connection, fragments);
  if (!selected) return null;
  let node: string | null = null;
  let detail = false;
  const writers: ((page: WrittenPage) => string)[] = [];
  for (const { key, field } of selected) {
    const name = field.name.value;
    if (name === "__typename") writers.push(() => `"${key}":"${pages.connection}"`);
    else if (name === "nodes") {
      const object: JsonValue | null =
        node === null ? objectSql(field.selectionSet, pages.node, fragments) : null;
      if (!object) return null;
      node = object.sql;
      detail = object.detail ?? false;
      writers.push((page) => `"${key}":[${page.nodes}]`);
    } else if (name === "pageInfo") {
      const info = flatten(field.selectionSet, "PageInfo", fragments);
      if (!info) return null;
      writers.push((page) => `"${key}":${JSON.stringify(pageInfo(info, page))}`);
    } else return null;
  }
  return { node, detail, write: (page) => writers.map((write) => write(page)).join(",") };
}

function pageInfo(selected: readonly Selected[], page: WrittenPage): Record<string, unknown> {
  return Object.fromEntries(
    selected.map(({ key, field }) => [
      key,
      field.name.value === "__typename" ? "PageInfo" : page[field.name.value as keyof WrittenPage],
    ]),
  );
}

/** SQL that writes one object with the selected fields, in their order. */
function objectSql(
  set: SelectionSetNode | undefined,
  shape: JsonObject,
  fragments: Fragments,
): JsonValue | null {
  const selected = flatten(set, shape.typename, fragments);
  if (!selected) return null;
  let detail = false;
  const parts: string[] = [];
  for (const { key, field } of selected) {
    const name = field.name.value;
    const entry = Object.hasOwn(shape.fields, name) ? shape.fields[name] : undefined;
    const value =
      name === "__typename"
        ? { sql: `'"${shape.typename}"'` }
        : entry && ("sql" in entry ? entry : objectSql(field.selectionSet, entry, fragments));
    if (!value) return null;
    detail ||= value.detail ?? false;
    parts.push(`'${parts.length === 0 ? "{" : ","}"${key}":'`, value.sql);
  }
  const written = `concat(${parts.join(", ")}, '}')`;
  return {
    sql: shape.nullWhen ? `case when ${shape.nullWhen} then 'null' else ${written} end` : written,
    detail,
  };
}

/** The fields of a selection with fragments unfolded; null for directives, arguments, foreign types and a name used twice. */
function flatten(
  set: SelectionSetNode | undefined,
  typename: string,
  fragments: Fragments,
): Selected[] | null {
  const selected: Selected[] = [];
  for (const selection of set?.selections ?? []) {
    if (selection.directives?.length) return null;
    if (selection.kind === Kind.FIELD) {
      if (selection.arguments?.length) return null;
      selected.push({ key: (selection.alias ?? selection.name).value, field: selection });
      continue;
    }
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    if ((fragment?.typeCondition?.name.value ?? typename) !== typename) return null;
    const inner = flatten(fragment?.selectionSet, typename, fragments);
    if (!inner) return null;
    selected.push(...inner);
  }
  return new Set(selected.map(({ key }) => key)).size === selected.length ? selected : null;
}
