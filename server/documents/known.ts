import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { isAllowed } from "../access/rules.ts";
import type { Viewer } from "../access/viewer.ts";
import { HttpError } from "../http.ts";

/** What the body or the address of a request names. */
export type Asked = Readonly<Record<string, unknown>>;

const PREFIX = "sha256:";
const ID = /^sha256:[0-9a-f]{64}$/;

/** Characters of registered operations that are kept at most, and of one of them. */
const MOST_KEPT = 2_000_000;
const LARGEST_KEPT = 100_000;

/** What the libraries of Apollo and urql wait for before they send the text. */
const PROTOCOL_WORD = "PersistedQueryNotFound";

const idOf = (text: string) => PREFIX + createHash("sha256").update(text).digest("hex");

/**
 * Operations by the digest of their text: those of the web app, known since it was built, and those that clients
 * registered by sending both, as long as there is room. Two forms are understood: `documentId` of GraphQL over HTTP, which
 * needs no extension and is what code generators write, and `extensions.persistedQuery` of Apollo's and urql's libraries.
 */
export class KnownDocuments {
  readonly #registered = new LRUCache<string, string>({
    maxSize: MOST_KEPT,
    maxEntrySize: LARGEST_KEPT,
    sizeCalculation: (text) => text.length + PREFIX.length + 64,
  });

  /** @param trustedOnly refuses what is not of the web app, before a word of it is parsed */
  constructor(
    private readonly ofTheApp: ReadonlyMap<string, string>,
    private readonly trustedOnly: boolean,
  ) {}

  /** Characters and number of what clients registered, for /metrics. */
  get registered(): { characters: number; count: number } {
    return { characters: this.#registered.calculatedSize, count: this.#registered.size };
  }

  /**
   * The text that is asked for; null when none is, which Apollo words.
   * @throws HttpError 404 for an id nobody knows, and for a text that may not be asked; 400 for what is no id
   */
  textOf({ query, documentId, extensions }: Asked, viewer: Viewer | null): string | null {
    const text = typeof query === "string" ? query : null;
    const hash = registeredHash(extensions);
    const id = documentId ?? (hash === null ? null : `${PREFIX}${hash}`);
    const free = !this.trustedOnly || mayWrite(viewer);
    if (id === null) return text === null || free ? text : this.#ofTheApp(idOf(text), false);
    if (typeof id !== "string" || !ID.test(id)) throw notAnId(id);
    if (text === null) {
      const kept = free ? this.#registered.get(id) : undefined;
      return kept ?? this.#ofTheApp(id, documentId === undefined);
    }
    if (idOf(text) !== id) throw notOfThisText(id);
    if (!free) return this.#ofTheApp(id, false);
    if (!this.ofTheApp.has(id)) this.#registered.set(id, text);
    return text;
  }

  #ofTheApp(id: string, asRegistered: boolean): string {
    const text = this.ofTheApp.get(id);
    if (text !== undefined) return text;
    if (asRegistered && !this.trustedOnly)
      throw new HttpError(404, "PERSISTED_QUERY_NOT_FOUND", PROTOCOL_WORD, PROTOCOL_WORD);
    throw this.trustedOnly ? notTrusted(id) : notKnown(id);
  }
}

/** A key of a partner buys operations of its own, each paid from its budget. */
const mayWrite = (viewer: Viewer | null) =>
  viewer?.channel === "API_KEY" && isAllowed(viewer.role, "document.write");

function registeredHash(extensions: unknown): string | null {
  const { persistedQuery } = (extensions ?? {}) as { persistedQuery?: { sha256Hash?: unknown } };
  return persistedQuery?.sha256Hash === undefined ? null : String(persistedQuery.sha256Hash);
}

const notAnId = (id: unknown) => {
  const shown = String(id).slice(0, 80);
  return new HttpError(
    400,
    "BAD_REQUEST",
    `文档标识 ${shown} 无效，应为 sha256: 加 64 位小写十六进制数。`,
    `The document id ${shown} is not valid; it is sha256: and 64 hexadecimal digits in lower case.`,
  );
};

const notOfThisText = (id: string) =>
  new HttpError(
    400,
    "BAD_REQUEST",
    `文档标识 ${id} 不是所附查询文本的摘要。`,
    `The document id ${id} is not the digest of the text that came with it.`,
  );

const notKnown = (id: string) =>
  new HttpError(
    404,
    "PERSISTED_QUERY_NOT_FOUND",
    `服务端不认识文档 ${id}；请连同查询文本再发一次。`,
    `The server does not know the document ${id}; send it once more with its text.`,
  );

const notTrusted = (id: string) =>
  new HttpError(
    404,
    "PERSISTED_QUERY_NOT_FOUND",
    `此服务端只回答网页自带的查询，文档 ${id} 不在其中；自写的查询须用合作方密钥。`,
    `This server answers the operations of its web app only, and the document ${id} is none of them; operations of your own take the key of a partner.`,
  );
