import { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";
import { type FormattedExecutionResult, type GraphQLFormattedError, Kind, parse } from "graphql";
import type { Pool } from "pg";
import { readRequest } from "../access/door.ts";
import { mayUse } from "../access/keyLimits.ts";
import { LARGEST_PAGE } from "../connection.ts";
import type { Context, Request } from "../context.ts";
import type { KnownDocuments } from "../documents/known.ts";
import { withText } from "../documents/request.ts";
import type { Ask } from "../graphql.ts";
import { HttpError } from "../http.ts";

interface Page {
  readonly nodes: readonly unknown[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

interface Bulk {
  readonly query: string;
  readonly operationName?: string;
  readonly variables: Record<string, unknown>;
}

export interface BulkOptions {
  readonly ask: Ask;
  readonly createContext: (request: Request) => Context;
  readonly accessPool: Pool;
  readonly documents: KnownDocuments;
}

/**
 * POST /exports/bulk with a document and its variables: every node of the one connection it asks for, a line of JSON
 * each, as paging through it would give them. The document leaves the paging to us: it declares `$first: Int` and
 * `$after: String`. Each page is an operation like any other, with its own checks, cost and rights.
 */
export function serveBulkExport(
  app: FastifyInstance,
  { ask, createContext, accessPool, documents }: BulkOptions,
): void {
  app.post("/exports/bulk", async (request, reply) => {
    const asker = await readRequest(request, reply, accessPool);
    if (!mayUse(asker.viewer, "EXPORTS"))
      throw new HttpError(
        403,
        "FORBIDDEN",
        "此密钥没有用途 EXPORTS；请由本单位的密钥管理人更改。",
        "This key is not made for EXPORTS; whoever manages the keys of your organisation can change that.",
      );
    const bulk = readBulk(withText(request.body, asker.viewer, documents));
    const next = (after: string | null) =>
      // A context of its own for each: what was loaded for one page would be kept until the end.
      ask({ ...bulk, variables: { ...bulk.variables, first: LARGEST_PAGE, after } }, createContext(asker));
    const first = await next(null);
    if (first.errors) return reply.code(statusOf(first.errors)).send({ errors: first.errors });
    const page = readPage(first);
    return reply
      .type("application/x-ndjson; charset=utf-8")
      .header("cache-control", "private, no-store")
      .send(Readable.from(lines(page, next)));
  });
}

/** A page at a time, read when the one before has left. An error in the middle breaks the answer off: half is never taken for all. */
async function* lines(page: Page, next: (after: string) => Promise<FormattedExecutionResult>) {
  for (let current = page; ; ) {
    yield current.nodes.map((node) => `${JSON.stringify(node)}\n`).join("");
    const { hasNextPage, endCursor } = current.pageInfo;
    if (!hasNextPage || endCursor === null) return;
    const result = await next(endCursor);
    if (result.errors) throw new Error(`bulk export broken off: ${result.errors[0]?.message}`);
    current = readPage(result);
  }
}

/** @throws HttpError 400 for anything but a document of one query that takes `$first` and `$after`. */
function readBulk(body: unknown): Bulk {
  const { query, operationName, variables } = (body ?? {}) as Record<string, unknown>;
  const given = variables ?? {};
  if (
    typeof query === "string" &&
    typeof given === "object" &&
    !Array.isArray(given) &&
    ["string", "undefined"].includes(typeof (operationName ?? undefined)) &&
    leavesPagingToUs(query)
  )
    return {
      query,
      variables: given as Record<string, unknown>,
      ...(typeof operationName === "string" ? { operationName } : {}),
    };
  throw new HttpError(
    400,
    "BAD_REQUEST",
    "请提交 JSON：query 为一个查询，声明 $first: Int 与 $after: String 并传给唯一的列表，选取 nodes 与 pageInfo { hasNextPage endCursor }；variables 为对象。",
    "Send JSON: query with one query that declares $first: Int and $after: String, gives them to its one list and selects nodes and pageInfo { hasNextPage endCursor }; variables as an object.",
  );
}

function leavesPagingToUs(query: string): boolean {
  try {
    const operations = parse(query, { maxTokens: 1_500 }).definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION ? [definition] : [],
    );
    return operations.some(({ operation, variableDefinitions, selectionSet }) => {
      const declared = (variableDefinitions ?? []).map(({ variable }) => variable.name.value);
      const [root] = selectionSet.selections;
      const passed =
        root?.kind === Kind.FIELD
          ? (root.arguments ?? []).filter(
              ({ name, value }) => value.kind === Kind.VARIABLE && value.name.value === name.value,
            )
          : [];
      return (
        operation === "query" &&
        selectionSet.selections.length === 1 &&
        ["first", "after"].every(
          (name) => declared.includes(name) && passed.some((argument) => argument.name.value === name),
        )
      );
    });
  } catch {
    return false;
  }
}

/** @throws HttpError 400 when what was asked for is no list with its page info. */
function readPage({ data }: FormattedExecutionResult): Page {
  const [page] = Object.values(data ?? {}) as (Partial<Page> | null)[];
  if (
    page &&
    Array.isArray(page.nodes) &&
    typeof page.pageInfo?.hasNextPage === "boolean" &&
    page.pageInfo.endCursor !== undefined
  )
    return page as Page;
  throw new HttpError(
    400,
    "BAD_REQUEST",
    "列表须选取 nodes 与 pageInfo { hasNextPage endCursor }。",
    "The list needs nodes and pageInfo { hasNextPage endCursor }.",
  );
}

function statusOf(errors: readonly GraphQLFormattedError[]): number {
  const codes: unknown[] = errors.map(({ extensions }) => extensions?.code);
  if (codes.includes("INTERNAL")) return 500;
  if (codes.includes("UNAVAILABLE")) return 503;
  if (codes.includes("TOO_MANY_REQUESTS")) return 429;
  return 400;
}
