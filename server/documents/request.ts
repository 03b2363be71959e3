import type { FastifyRequest } from "fastify";
import type { Viewer } from "../access/viewer.ts";
import type { Asked, KnownDocuments } from "./known.ts";

/** A request with the text of its operation in place, whichever way it was named. */
export interface ReadRequest {
  /** Of a POST. */
  readonly body: unknown;
  /** Of a GET, with its question mark. */
  readonly search: string;
  /** The operation of a GET; null without one, and for POST. */
  readonly got: { readonly query: string; readonly operationName: string; readonly variables: string } | null;
}

/** Names and texts alike become texts. What is neither is left for Apollo to refuse. */
export function readOperation(
  request: FastifyRequest,
  viewer: Viewer | null,
  documents: KnownDocuments,
): ReadRequest {
  const { search, searchParams } = new URL(request.url, "http://localhost");
  if (request.method !== "GET") return { body: withText(request.body, viewer, documents), search, got: null };
  const query = documents.textOf(
    {
      query: searchParams.get("query") ?? undefined,
      documentId: searchParams.get("documentId") ?? undefined,
      extensions: parsed(searchParams.get("extensions")),
    },
    viewer,
  );
  if (query === null) return { body: request.body, search, got: null };
  searchParams.set("query", query);
  searchParams.delete("documentId");
  searchParams.delete("extensions");
  return {
    body: request.body,
    search: `?${searchParams}`,
    got: {
      query,
      operationName: searchParams.get("operationName") ?? "",
      variables: searchParams.get("variables") ?? "",
    },
  };
}

/** A body with the text of its operation in place. */
export function withText(body: unknown, viewer: Viewer | null, documents: KnownDocuments): unknown {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return body;
  const { documentId: _, extensions, ...asked } = body as Asked;
  const query = documents.textOf(body as Asked, viewer);
  if (query === null || (query === asked.query && extensions === undefined)) return body;
  // The registration is done with; anything else that stands there is for Apollo.
  if (extensions === undefined) return { ...asked, query };
  if (typeof extensions !== "object" || extensions === null) return { ...asked, extensions, query };
  const { persistedQuery: __, ...others } = extensions as Asked;
  return { ...asked, query, ...(Object.keys(others).length > 0 ? { extensions: others } : {}) };
}

/** What is no JSON is none of ours. */
function parsed(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}
