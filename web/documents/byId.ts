import { type DocumentInput, makeOperation, mapExchange, stringifyDocument } from "@urql/core";

/** The id the build gave an operation; null where nothing was built, as in tests of single modules. */
const idOf = (document: DocumentInput): string | null =>
  typeof document === "object" && "documentId" in document ? String(document.documentId) : null;

/** What a request without variables sends. */
export const bodyOf = (document: DocumentInput): string => {
  const documentId = idOf(document);
  return JSON.stringify(documentId === null ? { query: stringifyDocument(document) } : { documentId });
};

/**
 * Sends the id of an operation in place of its text, as GraphQL over HTTP has it for persisted documents. A server that
 * does not know it is newer than this page: it gets the text, and may still answer.
 */
const sendById =
  (documentId: string): typeof fetch =>
  async (url, init) => {
    const { query: _, ...rest } = JSON.parse(String(init?.body)) as Record<string, unknown>;
    const answer = await fetch(url, { ...init, body: JSON.stringify({ documentId, ...rest }) });
    return answer.status === 404 ? fetch(url, init) : answer;
  };

export const byIdExchange = mapExchange({
  onOperation: (operation) => {
    const documentId = idOf(operation.query);
    if (documentId === null || operation.kind === "teardown") return operation;
    return makeOperation(operation.kind, operation, { ...operation.context, fetch: sendById(documentId) });
  },
});
